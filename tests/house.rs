//! The rules of the house, read off the source: which room may know which, and what stands nowhere.
//!
//! Comments and string literals do not count, and neither does what only tests see.

use std::fs;
use std::path::{Path, PathBuf};

/// For every room of `src` the rooms that it may name. What stands here already includes what lies
/// below those rooms, as a type handed up is named where it arrives.
const ROOMS: &[(&str, &[&str])] = &[
    ("abreast", &[]),
    ("text", &[]),
    ("paper", &["text"]),
    ("project", &["abreast", "text"]),
    ("analysis", &["abreast", "paper", "project", "text"]),
    ("exchange", &["abreast", "paper", "project", "text"]),
    ("place", &["project", "abreast", "text"]),
    ("store", &["place", "project", "abreast", "text"]),
    ("settings", &["store", "place", "project", "abreast", "text"]),
    ("desk", &["store", "place", "project", "abreast", "text"]),
    ("panes", &["analysis", "paper", "place", "project", "abreast", "text"]),
    (
        "app",
        &["panes", "desk", "settings", "analysis", "exchange", "store", "paper", "place", "project", "abreast", "text"],
    ),
    // Of the screen the shell knows the lists of keys and actions.
    (
        "cli",
        &[
            "app", "panes", "desk", "settings", "analysis", "exchange", "store", "paper", "place", "project",
            "abreast", "text",
        ],
    ),
];

/// Words that stand only in the rooms (or files, or folders of a room) beside them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["store"]),
    ("std::net", &[]),
    ("crossterm", &["app/terminal"]),
    ("ratatui", &["panes", "app"]),
    ("SystemTime", &["desk"]),
    ("Timestamp::now", &["desk"]),
    ("Zoned::now", &["desk"]),
    ("Instant", &["app"]),
    ("todo!", &[]),
    ("unimplemented!", &[]),
    ("dbg!", &[]),
    ("println!", &[]),
];

/// What analysis, which only answers, never says.
const WRITING: &[&str] = &["std::io", "io::Write", "std::fs", "print!", "println!", "std::env", "std::process"];

/// The parts of the store through which lines reach a log; the desk alone opens them.
const LOG: &[&str] = &["Writer", "Scribe", "Batch", "FolderDisk", "read_log", "new_log"];

/// The most lines a file of `src` may have.
const LONGEST: usize = 450;

/// A source file.
struct Source {
    /// From the folder that was read, with `/`: `app/act/coding.rs`.
    path: String,
    words: String,
}

impl Source {
    /// The room it belongs to; none for `lib.rs` and `main.rs`, which hold the rooms together.
    fn room(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let name = first.trim_end_matches(".rs");
        (!matches!(name, "lib" | "main")).then_some(name)
    }

    /// Whether only tests see it.
    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.ends_with("laws.rs")
    }

    /// How many modules lie above what is written in it, the crate itself included.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// Its lines as the compiler sees them, numbered from 1, without what only tests see.
    fn code(&self) -> Vec<(usize, String)> {
        let bare = without_comments_and_strings(&self.words);
        let lines: Vec<&str> = bare.lines().collect();
        let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests {"));
        let end = if self.is_test() { 0 } else { tests.unwrap_or(lines.len()) };
        lines[..end].iter().enumerate().map(|(place, line)| (place + 1, line.to_string())).collect()
    }
}

/// Blanks out comments, strings and characters, and keeps every line where it was.
fn without_comments_and_strings(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let mut bare = String::with_capacity(words.len());
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        let long = match rest {
            ['/', '/', ..] => rest.iter().position(|&letter| letter == '\n').unwrap_or(rest.len()),
            ['"', ..] => string_length(rest),
            ['r', '"' | '#', ..] if !bare.ends_with(|before: char| before.is_alphanumeric() || before == '_') => {
                raw_string_length(rest)
            }
            ['\'', '\\', _, ..] => 3 + rest[3..].iter().take_while(|&&letter| letter != '\'').count() + 1,
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if long == 0 {
            bare.push(letters[at]);
        }
        bare.extend(rest[..long.min(rest.len())].iter().filter(|&&letter| letter == '\n'));
        at += long.max(1);
    }
    bare
}

fn string_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// 0 where it is no raw string but a word such as `r#type`.
fn raw_string_length(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|&&letter| letter == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let from = 2 + hashes;
    rest[from..].windows(close.len()).position(|part| part == close).map_or(rest.len(), |at| from + at + close.len())
}

/// Whether a line has this word (or path) in it, standing alone.
fn says(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let goes_on = word.ends_with(is_part) && line[at + word.len()..].starts_with(is_part);
        !line[..at].ends_with(is_part) && !goes_on
    })
}

/// The first names after every `crate::` in a line, whether alone or in braces.
fn named_rooms(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, before) in line.match_indices("crate::") {
        let rest = &line[at + before.len()..];
        let Some(inside) = rest.strip_prefix('{') else {
            rooms.push(first_name(rest));
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for letter in inside.chars() {
            match letter {
                ',' if depth == 0 => rooms.push(first_name(std::mem::take(&mut part).trim())),
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if letter != ',' || depth > 0 {
                part.push(letter);
            }
        }
        rooms.push(first_name(part.trim()));
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The file's code with every `use crate::{…}` that was broken over lines on its first line.
fn statements(source: &Source) -> Vec<(usize, String)> {
    let mut whole: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in source.code() {
        match whole.last_mut() {
            Some((_, statement)) if open => {
                statement.push(' ');
                statement.push_str(line.trim());
            }
            _ => whole.push((number, line)),
        }
        let last = whole.last().map_or("", |(_, statement)| statement.trim_start());
        open = (last.starts_with("use ") || last.starts_with("pub use ")) && !last.contains(';');
    }
    whole
}

fn faults_of_imports(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else { return Vec::new() };
    let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("{}: the room {room} is not in the list of rooms", source.path)];
    };
    let mut faults = Vec::new();
    for (number, statement) in statements(source) {
        for other in named_rooms(&statement) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == other);
            if !is_room || other != room && !may.contains(&other.as_str()) {
                faults.push(format!("{}:{number}: {room} may not name crate::{other}", source.path));
            }
        }
        if statement.contains(&"super::".repeat(source.depth())) {
            faults.push(format!("{}:{number}: it leaves its room by super::, say crate::", source.path));
        }
        let reaches_log = statement.contains("store::") && LOG.iter().any(|name| says(&statement, name));
        if reaches_log && !matches!(room, "store" | "desk") {
            faults.push(format!("{}:{number}: only the desk reaches the log", source.path));
        }
    }
    faults
}

fn faults_of_absence(source: &Source) -> Vec<String> {
    let stands_in = |place: &str| {
        let rest = source.path.strip_prefix(place);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let mut faults = Vec::new();
    for (number, line) in source.code() {
        for (word, places) in ONLY_IN {
            // `use std::{fs, io}` says the same.
            let in_braces = word.strip_prefix("std::").is_some_and(|part| line.contains("std::{") && says(&line, part));
            if (says(&line, word) || in_braces) && !places.iter().any(|place| stands_in(place)) {
                faults.push(format!("{}:{number}: {word} has no place here", source.path));
            }
        }
        if stands_in("analysis")
            && let Some(word) = WRITING.iter().find(|word| says(&line, word))
        {
            faults.push(format!("{}:{number}: analysis answers and does nothing else, so no {word}", source.path));
        }
    }
    faults
}

fn faults_of_length(source: &Source) -> Vec<String> {
    let lines = source.words.lines().count();
    let long = lines > LONGEST;
    long.then(|| format!("{}: {lines} lines, where {LONGEST} are the most", source.path)).into_iter().collect()
}

/// Tests that are never run, in a file or in what only tests see of it.
fn faults_of_tests(source: &Source) -> Vec<String> {
    let bare = without_comments_and_strings(&source.words);
    let ignored = bare.lines().enumerate().filter(|(_, line)| line.contains("#[ignore"));
    ignored.map(|(place, _)| format!("{}:{}: a test that is not run", source.path, place + 1)).collect()
}

fn read_all(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts: Vec<_> =
                    path.strip_prefix(&root).unwrap().iter().map(|part| part.to_string_lossy()).collect();
                found.push(Source { path: parts.join("/"), words: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "nothing was read in {folder}");
    found
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn imports_point_down() {
    none(read_all("src").iter().flat_map(faults_of_imports).collect());
}

#[test]
fn files_network_terminal_and_clock_stay_in_their_rooms() {
    none(read_all("src").iter().flat_map(faults_of_absence).collect());
}

#[test]
fn every_file_can_be_read_in_one_go() {
    none(read_all("src").iter().flat_map(faults_of_length).collect());
}

#[test]
fn every_test_is_run() {
    none(["src", "tests"].into_iter().flat_map(read_all).flat_map(|source| faults_of_tests(&source)).collect());
}

#[test]
fn no_unsafe_code_can_be_written() {
    let sources = read_all("src");
    let map = sources.iter().find(|source| source.path == "lib.rs").unwrap();
    assert!(map.code().iter().any(|(_, line)| line == "#![forbid(unsafe_code)]"));
}

#[test]
fn the_list_of_rooms_has_no_circle() {
    for (room, may) in ROOMS {
        for below in *may {
            let (_, further) = ROOMS.iter().find(|(name, _)| name == below).unwrap();
            assert!(!further.contains(room), "{room} and {below} name each other");
            assert!(further.iter().all(|deep| may.contains(deep)), "{room} lacks what lies below {below}");
        }
    }
}

fn made_up(path: &str, words: &str) -> Source {
    Source { path: path.to_string(), words: words.to_string() }
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    for (path, words) in [
        ("text/span.rs", "use crate::project::Project;\n"),
        ("panes/codes.rs", "fn draw(desk: &crate::desk::Desk) {}\n"),
        ("analysis/mod.rs", "use crate::{\n    project::{CodeId, Project},\n    store::Folder,\n};\n"),
        ("project/fold.rs", "use super::super::desk::Desk;\n"),
        ("desk.rs", "use super::app::App;\n"),
        ("app/act/coding.rs", "use crate::store::{Folder, Writer};\n"),
        ("manager.rs", "\n"),
    ] {
        assert_eq!(faults_of_imports(&made_up(path, words)).len(), 1, "{path}: {words}");
    }
}

#[test]
fn an_allowed_import_is_left_in_peace() {
    for (path, words) in [
        ("analysis/mod.rs", "use crate::{\n    project::{CodeId, Project},\n    text::Span,\n};\n"),
        ("project/fold.rs", "use super::Op;\n// use crate::desk::Desk;\n"),
        (
            "text/span.rs",
            "const SAID: &str = r#\"use crate::desk\"#;\n#[cfg(test)]\nmod tests {\n    use crate::desk::X;\n}\n",
        ),
        ("app/act/coding.rs", "use crate::store::{Folder, read_input};\n"),
        ("main.rs", "use emic::run;\n"),
    ] {
        assert_eq!(faults_of_imports(&made_up(path, words)), [""; 0], "{path}: {words}");
    }
}

#[test]
fn a_word_out_of_its_room_is_found() {
    for (path, words) in [
        ("desk.rs", "let words = std::fs::read(path);\n"),
        ("cli/names.rs", "use std::{env, fs};\n"),
        ("app/keys.rs", "use crossterm::event::KeyCode;\n"),
        ("desk.rs", "use ratatui::layout::Rect;\n"),
        ("store/writer.rs", "let now = jiff::Timestamp::now();\n"),
        ("exchange/txt.rs", "use std::net::TcpStream;\n"),
        ("cli/ask.rs", "println!();\n"),
        ("analysis/table.rs", "use std::io::Write;\n"),
        ("text/rows.rs", "let quote = '\"'; todo!()\n"),
    ] {
        assert_eq!(faults_of_absence(&made_up(path, words)).len(), 1, "{path}: {words}");
    }
    assert_eq!(faults_of_absence(&made_up("store/log.rs", "use std::fs;\nlet at = \"std::net\";\n")), [""; 0]);
    assert_eq!(faults_of_absence(&made_up("app/terminal/mod.rs", "use crossterm::terminal;\n")), [""; 0]);
    assert_eq!(faults_of_absence(&made_up("analysis/write.rs", "use std::fmt::Write;\n")), [""; 0]);
    assert_eq!(faults_of_absence(&made_up("analysis/write.rs", "use std::io::{Cursor, Write};\n")).len(), 1);
}

#[test]
fn a_long_file_and_a_test_that_is_not_run_are_found() {
    assert_eq!(faults_of_length(&made_up("desk.rs", &"\n".repeat(LONGEST + 1))).len(), 1);
    assert_eq!(faults_of_length(&made_up("desk.rs", &"\n".repeat(LONGEST))).len(), 0);
    assert_eq!(faults_of_tests(&made_up("desk.rs", "#[ignore = \"slow\"]\nfn a() {}\n")).len(), 1);
    assert_eq!(faults_of_tests(&made_up("desk.rs", "// #[ignore]\n")).len(), 0);
}

#[test]
fn every_promise_names_tests_that_are_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let promises = fs::read_to_string(tests.join("promises.md")).unwrap();
    let named = promises.split('`').skip(1).step_by(2).filter_map(|words| words.split_once("::"));
    for (file, test) in named {
        let words = fs::read_to_string(tests.join(format!("{file}.rs"))).unwrap();
        assert!(words.contains(&format!("#[test]\nfn {test}() {{")), "{file}: no test {test}");
    }
}
