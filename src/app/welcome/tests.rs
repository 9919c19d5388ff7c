use std::fs;

use tempfile::TempDir;

use super::*;
use crate::app::keys::parse_keys;
use crate::app::run::Stage;
use crate::store::Home;

fn person(folder: &TempDir) -> Person {
    let environment = |name: &str| matches!(name, "EMIC_DATA_DIR" | "EMIC_CONFIG").then(|| folder.path().into());
    Person { home: Home::find_in(environment).unwrap(), coder: "mk".to_string(), keys: Ok(None) }
}

fn welcome(folder: &TempDir) -> Welcome {
    Welcome::new(&person(folder), None, (Theme::mono(true), None))
}

fn types(welcome: &mut Welcome, keys: &[&str]) {
    for word in keys {
        match word.strip_prefix('\'') {
            Some(words) => welcome.input(Input::Paste(words.to_string())),
            None => parse_keys(word).unwrap().into_iter().for_each(|key| welcome.input(Input::Key(key))),
        }
    }
}

fn said(welcome: &Welcome) -> &str {
    welcome.said.as_ref().map_or("", |said| &said.words)
}

#[test]
fn a_name_makes_a_project_and_opens_it() {
    let folder = TempDir::new().unwrap();
    let mut one = welcome(&folder);
    types(&mut one, &["n", "Enter"]);
    assert_eq!(said(&one), "a study needs a name: letters or digits");
    types(&mut one, &["'peers", "Enter"]);
    assert_eq!(one.take_wishes(), [Wish::Open]);
    let desk = one.take_desk().unwrap();
    assert_eq!((desk.project().name(), desk.coder_name()), ("peers", "mk"));
    let mut later = welcome(&folder);
    types(&mut later, &["n", "'peers", "Enter"]);
    assert!(said(&later).contains("is there already"), "{}", said(&later));
    types(&mut later, &["Esc", "N", "Ctrl-u", "'js", "Enter", "o"]);
    assert_eq!(later.take_desk().unwrap().coder_name(), "js");
}

#[test]
fn transcripts_make_a_project_once_their_speakers_are_agreed_to() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("FG 1.txt");
    fs::write(&file, "P07: I felt heard.\nI: When?\nP07: Today.\nI: By whom?\nP07: By them.\nI: Yes.\n").unwrap();
    let mut welcome = welcome(&folder);
    types(&mut welcome, &["i", "'nothing.txt", "Enter"]);
    assert!(said(&welcome).contains("nothing.txt"), "{}", said(&welcome));
    let line = format!("''{}'", file.display());
    types(&mut welcome, &["Ctrl-u", &line, "Enter", "'peers", "Enter", "Esc"]);
    assert_eq!((said(&welcome), welcome.person.home.list().unwrap().len()), ("nothing was imported", 0));
    types(&mut welcome, &["i", &line, "Enter", "'peers", "Enter", "j", "k", "Enter"]);
    let desk = welcome.take_desk().unwrap_or_else(|| panic!("{}", said(&welcome)));
    let titles: Vec<&str> = desk.project().documents().map(|(_, document)| document.title.as_str()).collect();
    assert_eq!((titles, desk.project().people().len()), (vec!["FG 1"], 1));
}

#[test]
fn a_project_of_another_program_makes_one_that_shows_it_first() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("their codes.csv");
    let mut welcome = welcome(&folder);
    let line = format!("''{}'", file.display());
    types(&mut welcome, &["i", &line, "Enter"]);
    assert!(said(&welcome).ends_with("their codes.csv is not there"), "{}", said(&welcome));
    fs::write(&file, "code,parent\nNight,\nDawn,Night\n").unwrap();
    types(&mut welcome, &["Enter"]);
    assert!(matches!(&welcome.asking, Some(Asking::Study(_, name)) if name.words() == "their codes"));
    types(&mut welcome, &["Esc"]);
    assert_eq!((said(&welcome), welcome.person.home.list().unwrap().len()), ("nothing was imported", 0));
    types(&mut welcome, &["i", &line, "Enter", "Enter"]);
    assert_eq!(welcome.take_wishes(), [Wish::Open]);
    assert_eq!(welcome.take_desk().unwrap().project().name(), "their codes");
    assert_eq!((welcome.take_file(), welcome.take_file()), (Some(file.display().to_string()), None));
}

#[test]
fn captions_name_who_speaks() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("talk.vtt");
    let cue = |at: u32, who: &str| format!("00:0{at}.000 --> 00:0{}.500\n<v {who}>So it was\n\n", at);
    fs::write(&file, format!("WEBVTT\n\n{}{}", cue(1, "Ana"), cue(3, "Eva"))).unwrap();
    let mut welcome = welcome(&folder);
    types(&mut welcome, &["i", &format!("''{}'", file.display()), "Enter", "'peers", "Enter", "Enter"]);
    let desk = welcome.take_desk().unwrap_or_else(|| panic!("{}", said(&welcome)));
    let mut people: Vec<String> = desk.project().cases().map(|(_, case)| case.name.clone()).collect();
    people.sort();
    assert_eq!(people, ["Ana", "Eva"]);
}

#[test]
fn the_demo_the_tutor_and_the_way_out() {
    let folder = TempDir::new().unwrap();
    let mut welcome = welcome(&folder);
    types(&mut welcome, &["y"]);
    assert_eq!(said(&welcome), "y does nothing here; the keys stand before the rows");
    types(&mut welcome, &["t", "q", "d"]);
    assert_eq!(welcome.take_wishes(), [Wish::Tutor, Wish::Quit, Wish::Open]);
    assert_eq!(welcome.take_desk().unwrap().project().name(), "Peer work");
    types(&mut welcome, &["j", "Down", "k", "Enter"]);
    assert!(matches!(welcome.asking, Some(Asking::Name(_))));
}

#[test]
fn keys_are_chosen_at_once_and_kept() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("config.ron");
    let mut one = welcome(&folder);
    types(&mut one, &["v"]);
    assert_eq!(said(&one), "the keys of vim, from now on");
    assert_eq!(one.person().keys, Ok(Some(("keymap".to_string(), "(base: \"vim\")".to_string()))));
    types(&mut one, &["a"]);
    assert_eq!(fs::read_to_string(&config).unwrap(), "(\n    keymap: \"arrows\",\n)\n");
    types(&mut one, &["a"]);
    assert_eq!(said(&one), "the keys of default, from now on", "the same key again");
    fs::write(&config, "(/* mine */)").unwrap();
    types(&mut one, &["e"]);
    let line = "the keys of emacs, until you leave; for always put  keymap: \"emacs\",  into ";
    assert_eq!(said(&one), format!("{line}{}", config.display()));
    assert_eq!(fs::read_to_string(&config).unwrap(), "(/* mine */)");
}
