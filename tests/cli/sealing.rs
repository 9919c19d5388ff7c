//! What is written out sealed with a passphrase, and read again.

use std::fs;
use std::io::{Read, Write};

use age::secrecy::SecretString;

use super::{Desk, GROUP, failed, said};

const WORDS: &str = "vier Wörter, die nie beisammen stehen";

/// A study, and its dump as it is and sealed.
fn sealed() -> (Desk, String, Vec<u8>) {
    let desk = Desk::with_study();
    desk.file("pass", format!("{WORDS}\r\nanother line\n"));
    desk.does("dump --seal --passphrase-file pass --output study.json.age");
    let (dump, bytes) = (desk.does("dump"), fs::read(desk.path("study.json.age")).unwrap());
    (desk, dump, bytes)
}

/// A file sealed by others, with little work.
fn sealed_by_others(words: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(WORDS));
    recipient.set_work_factor(2);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let mut bytes = Vec::new();
    let mut writer = age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut bytes).unwrap();
    writer.write_all(words).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_sealed_dump_hides_every_word_and_comes_in_whole() {
    let (desk, dump, bytes) = sealed();
    for words in GROUP.split([' ', '\n']).filter(|word| word.len() > 4).chain(["peers", "Barriers", "FG1", "format"]) {
        assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{words}");
    }
    // To standard output, from standard input, into an empty project of the same name.
    desk.does("new ./other/peers");
    desk.does("--project ./other/peers import --passphrase-file pass study.json.age");
    assert_eq!(desk.does("--project ./other/peers dump"), dump);
    // The age crate opens it by itself.
    let identity = age::scrypt::Identity::new(SecretString::from(WORDS));
    let opened = age::Decryptor::new(&bytes[..]).unwrap().decrypt(std::iter::once(&identity as &dyn age::Identity));
    let mut words = String::new();
    opened.unwrap().read_to_string(&mut words).unwrap();
    assert_eq!(words, dump);
}

#[test]
fn a_sealed_dump_goes_through_pipes() {
    let (desk, dump, _) = sealed();
    let run = desk.run("dump --seal --passphrase-file pass");
    assert!(run.stdout.starts_with(b"age-encryption.org/v1\n"), "{}", said(&run));
    desk.does("new ./other/peers");
    let mut come = desk.emic();
    let come = come.args(["--project", "./other/peers", "import", "-", "--passphrase-file", "pass"]);
    let come = come.write_stdin(run.stdout.clone()).output().unwrap();
    assert!(come.status.success(), "{}", said(&come));
    assert_eq!(desk.does("--project ./other/peers dump"), dump);
    let mut both = desk.emic();
    let both = both.args(["import", "-", "--passphrase-file", "-"]).write_stdin(run.stdout).output().unwrap();
    failed(&both, "both", 2, "standard input cannot be both the sealed file and its passphrase");
}

#[test]
fn a_passphrase_that_is_wrong_short_or_missing_is_said_so() {
    let desk = Desk::with_study();
    desk.file("s.json.age", sealed_by_others(desk.does("dump").as_bytes()));
    let wrong = desk.give("import s.json.age --passphrase-file -", "some other words\n");
    failed(&wrong, "wrong", 3, "the sealed s.json.age cannot be opened: this is not its passphrase");
    failed(
        &desk.give("dump --seal --passphrase-file -", "sieben7\n"),
        "short",
        2,
        "a passphrase of 7 characters is soon guessed",
    );
    failed(
        &desk.give("dump --seal --passphrase-file -", ""),
        "none",
        2,
        "a passphrase of 0 characters is soon guessed",
    );
    desk.fails("import s.json.age --passphrase-file nowhere", 3, "cannot read nowhere");
    desk.fails("dump --passphrase-file pass", 2, "--seal");
    // Nobody to ask: neither a terminal nor a file.
    let mut alone = std::process::Command::new("setsid");
    alone.args(["--wait", env!("CARGO_BIN_EXE_emic"), "--project", "data/projects/peers", "dump", "--seal"]);
    failed(
        &alone.current_dir(desk.path("")).output().unwrap(),
        "nobody",
        2,
        "name a file that holds it: --passphrase-file FILE",
    );
}

#[test]
fn a_sealed_file_that_is_damaged_or_hostile_is_refused_and_nothing_comes_in() {
    let desk = Desk::with_study();
    desk.file("pass", WORDS);
    let before = desk.does("dump");
    let whole = sealed_by_others(before.as_bytes());
    let header = whole.windows(5).position(|five| five == b"\n--- ").unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let start = String::from_utf8(whole[..header].to_vec()).unwrap();
    let greedy = [start.replacen(" 2\n", " 30\n", 1).as_bytes(), &whole[header..]].concat();
    let endless = ["age-encryption.org/v1\n", &"-> X a\n".repeat(100_000)].concat().into_bytes();
    let damaged = "it is damaged, or was cut short; copy it again";
    for (what, bytes, said) in [
        ("cut in its words", whole[..whole.len() - 40].to_vec(), damaged),
        ("cut before its words", whole[..header + 50].to_vec(), "or was cut short; copy it again"),
        ("cut in its header", whole[..60].to_vec(), "its header is damaged, or was cut short; copy it again"),
        ("changed", flipped, damaged),
        ("greedy", greedy, "it asks for more work than the passphrase of any file should"),
        ("endless", endless, "its header is damaged"),
    ] {
        desk.file("s.json.age", bytes);
        failed(&desk.run("import s.json.age --passphrase-file pass"), what, 3, said);
    }
    let key = age::x25519::Identity::generate().to_public();
    let recipients = std::iter::once(&key as &dyn age::Recipient);
    let mut bytes = Vec::new();
    age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut bytes).unwrap().finish().unwrap();
    desk.file("s.json.age", bytes);
    desk.fails("import s.json.age --passphrase-file pass", 3, "it is sealed with a key, not with a passphrase");
    assert_eq!(desk.does("dump"), before);
}

#[test]
fn everything_that_reads_a_file_opens_a_sealed_one_and_no_more_of_it_than_it_reads() {
    let desk = Desk::with_study();
    desk.file("pass", WORDS);
    desk.file("changes.jsonl.age", sealed_by_others(br#"{"AddCode":{"name":"Sealed"}}"#));
    desk.does("edit changes.jsonl.age --passphrase-file pass");
    assert!(desk.does("codes").contains("Sealed"));
    desk.file("INT2.txt.age", sealed_by_others(b"I: Tell me.\nZoe: It was sealed.\n"));
    desk.does("import --yes INT2.txt.age --passphrase-file pass");
    assert!(desk.does("search sealed").contains("INT2"));
    // Much that packs small has no end here: 65 MiB are more than a transcript is.
    desk.file("INT3.age", sealed_by_others(&vec![b'a'; 65 << 20]));
    desk.fails("revise INT2 INT3.age --passphrase-file pass", 3, "INT3.age is larger than 64 MiB");
    // A keymap is read without asking.
    desk.file("keys.age", sealed_by_others(b"x"));
    desk.fails("keys check keys.age", 3, "keys.age is sealed with a passphrase");
}
