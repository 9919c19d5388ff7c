//! Sealing a dump, and opening it, with the passphrase typed on the terminal.

use std::fs;

use super::terminal::Terminal;
use super::{dumped, emic, project_of};

#[test]
fn a_passphrase_is_typed_twice_and_never_shown() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "study", 3);
    let path = home.path().join("study.json.age");
    let dump = ["dump", "--project", "study", "--seal", "--output", path.to_str().unwrap()];
    let sealing = |second: &str, said: &str| {
        let terminal = Terminal::start(home.path(), &dump, 100, 20);
        terminal.sees(&["A passphrase to seal with:"]);
        // A slip is taken back.
        terminal.does("vier Wörü\x7fter, nie beisammen\r", &["The same again:"]);
        terminal.does(second, &[said]);
        assert!(!String::from_utf8_lossy(&terminal.sent()).contains("beisammen"));
    };
    sealing("vier Worter\r", "the two are not the same; nothing was written");
    sealing("\x03", "no passphrase was given");
    assert!(!path.exists());
    sealing("vier Wörter, nie beisammen\r", "wrote ");
    assert!(fs::read(&path).unwrap().starts_with(b"age-encryption.org/v1\n"));

    let was = dumped(home.path(), "study");
    emic(home.path(), &["new", "other"]);
    let import = ["import", "--project", "other", path.to_str().unwrap()];
    let terminal = Terminal::start(home.path(), &import, 100, 20);
    terminal.sees(&["Passphrase of ", "study.json.age:"]);
    terminal.does("vier Wörter, nie beisammen\r", &["characters"]);
    assert_eq!(dumped(home.path(), "other")["codings"], was["codings"]);
    assert_eq!(dumped(home.path(), "other")["documents"], was["documents"]);
}
