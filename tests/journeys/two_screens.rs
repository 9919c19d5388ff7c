//! Two coders at two screens in one folder: each sees what the other does without touching a key.

use std::fs;

use super::terminal::Terminal;
use super::{codings, dumped, project_of, saved};

const OPEN: [&str; 3] = ["open", "--project", "shared"];

fn sits_down(home: &std::path::Path, coder: &str) -> Terminal {
    let terminal = Terminal::start_with(home, &OPEN, 120, 36, &[("EMIC_CODER", coder.to_string())]);
    terminal.sees(&["codes", "excerpts", "On day 1 they"]);
    terminal
}

/// The rows of the transcript pane, without the panes beside it and the lines above and below.
fn transcript(screen: &str) -> Vec<String> {
    let rows = screen.lines().map(|line| line.chars().skip(4).take(40).collect::<String>());
    rows.filter(|row| row.contains(" day ")).collect()
}

#[test]
fn what_one_codes_the_other_sees_without_a_key() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "shared", 60);
    let (ada, ben) = (sits_down(home.path(), "ada"), sits_down(home.path(), "ben"));

    // Ben reads on, and selects something.
    ben.does("/day 9 they\r", &["day 9 they"]);
    ben.does("v", &["SELECT"]);
    let before = ben.screen();

    ada.does("/day 3 they\r", &["day 3 they"]);
    ada.does("cTrust/being heard\r", &["Coded", "Trust > being heard", "saved"]);
    let shown = ben.sees(&["ada coded", "being heard", " 1/1"]);
    assert!(shown.contains("SELECT"), "the selection stays\n{shown}");
    assert_eq!(transcript(&shown), transcript(&before), "the words stay where they are");

    // Several at once are told together.
    ada.keys("]u.]u.");
    ben.sees(&["being heard", " 3/1"]);
    saved(&ada);

    // Ben works on with what he saw, and Ada is told that he did.
    ben.does("\x1b/day 5 they\r", &["day 5 they"]);
    ben.does("cbe\r", &["Coded", "saved"]);
    ada.sees(&["ben coded"]);
    assert_eq!(codings(&dumped(home.path(), "shared")).len(), 4);

    // What a colleague has built on is not pulled away under them.
    ada.does("cHope\r", &["Coded", "Hope", "saved"]);
    ben.sees(&["ada coded", "Hope"]);
    ben.does("\tG", &["Hope"]);
    ben.does("r", &["rename"]);
    ben.does("\x15Fear\r", &["Fear", "saved"]);
    ada.sees(&["ben renamed a code to Fear"]);
    ada.does("u", &["ben has changed the same since", "renamed a code to Fear"]);
    ben.does("u", &["Undone: renamed a code"]);
    // What went wrong stays to be read; the name is back all the same.
    ada.waits("the name Hope", |screen| screen.contains("Hope  ") && !screen.contains("Fear  "));
    ada.does("u", &["Undone: coded"]);
    ben.sees(&["ada took something back"]);
    assert!(!dumped(home.path(), "shared")["codes"].to_string().contains("Hope"));
    ada.leave();
    ben.leave();
}

#[test]
fn what_the_shell_does_shows_on_an_open_screen() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "shared", 30);
    let ada = sits_down(home.path(), "ada");
    let orders = home.path().join("orders.txt");
    fs::write(&orders, "add Trust\n2 Trust\n4 Trust\n6 Trust\n").unwrap();
    let read = std::process::Command::new(env!("CARGO_BIN_EXE_emic"))
        .args(["read", "--project", "shared", "--coder", "ben"])
        .env_clear()
        .envs(super::terminal::environment(home.path()))
        .stdin(fs::File::open(&orders).unwrap())
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    ada.sees(&["Trust", " 3/1"]);
    ada.leave();
}
