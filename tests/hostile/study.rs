//! A study in which every word that comes from outside is hostile.

use std::fs;
use std::path::Path;

use emic::project::TextKey;
use serde_json::json;

use super::emic;

/// What a terminal, a reader or an eye would obey.
pub const PAYLOADS: &[&str] = &[
    "\x1b[31mred\x1b[2J\x1b[H",
    "\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07",
    "\x1bP$q\"p\x1b\\\x1b_Gi=1\x1b\\",
    "\u{9b}2J\u{9d}52;c;ZXZpbA==\u{9c}\u{90}q\u{85}\u{80}\u{9f}",
    "\u{202e}live\u{202c}\u{2066}\u{2069}\u{200f}\u{61c}\u{200b}\u{feff}",
    "bell\x07back\x08\x08\x7f\x0b\x0c\x1bc",
    "\x1b[?1049l\x1b(0\x1b[5n\x1b[6n\x1b[c\x1b[21t",
    "\u{2028}\u{2029}\u{e0041}\u{e007f}\u{fff9}\u{1d173}",
];

/// Where a payload is put into a log written by hand.
const MARK: &str = "Zq7";

/// A word with every payload and a long run of accents in it.
pub fn all_payloads() -> String {
    format!("{}e{}", PAYLOADS.concat(), "\u{301}".repeat(600))
}

/// Makes a project of the name `hostile` under `home`.
pub fn hostile_project(home: &Path) {
    let all = all_payloads();
    let text = |n: usize| format!("{MARK}{n}: I felt {all} heard.\nI: When? {}\n{MARK}{n}: =1+1 then.\n", PAYLOADS[n]);
    // Names that a reader would mend at the door get in by the log; words and texts come in as they are.
    let documents: Vec<_> = (0..3)
        .map(|n| {
            let label = format!("{MARK}{n}");
            let words = text(n);
            let second = words.find("\nI:").map_or(0, |at| words[..at].chars().count() as u32 + 1);
            json!({"id": format!("d{n}"), "title": format!("={MARK} FG{n}"), "kind": "focus group", "text": words,
                "turns": [{"speaker": label, "start": 0, "body": label.len() + 2, "end": second - 1},
                    {"speaker": "I", "start": second, "body": second + 3, "end": second + 8}],
                "attributes": {"phase": format!("{MARK}p")}})
        })
        .collect();
    let codings: Vec<_> = (0..6)
        .map(|n| json!({"document": format!("d{}", n % 3), "code": format!("c{}", n % 4), "coder": format!("{MARK}k{}", n % 2), "start": 5, "end": 12 + n}))
        .collect();
    let dump = json!({
        "format": 1, "project": format!("{MARK} study"),
        "coders": [{"id": "k0", "name": format!("{MARK}k0")}, {"id": "k1", "name": format!("{MARK}k1")}],
        "documents": documents,
        "speakers": (0..3).map(|n| json!({"document": format!("d{n}"), "label": format!("{MARK}{n}"), "role": "participant", "case": "p"})).collect::<Vec<_>>(),
        "cases": [{"id": "p", "name": format!("+{MARK} Rosa"), "attributes": {"site": format!("{MARK} A"), "age": "=1"}}],
        "attributes": [{"id": "s", "name": "site", "on": "case", "type": "choice", "values": [format!("{MARK} A"), "B"]},
            {"id": "a", "name": "age", "on": "case", "type": "text"}, {"id": "h", "name": "phase", "on": "document", "type": "text"}],
        "codes": [{"id": "c0", "path": [format!("@{MARK}a")], "definition": format!("{MARK}{all}"), "include": all, "exclude": all, "example": all},
            {"id": "c1", "path": [format!("@{MARK}a"), format!("{MARK}b")]}, {"id": "c2", "path": [format!("-{MARK}c")]},
            {"id": "c3", "path": [format!("={MARK}d")], "state": "retired"}],
        "codings": codings,
        "memos": [{"on": {"code": "c0"}, "kind": "analytic", "coder": format!("{MARK}k0"), "text": format!("{all}\n[[c:{MARK}b]] {all}")},
            {"on": {"document": "d0", "start": 5, "end": 12}, "kind": "reflexive", "coder": format!("{MARK}k1"), "text": all},
            {"on": {"case": "p"}, "kind": "analytic", "coder": format!("{MARK}k1"), "text": all}, {"on": {}, "text": all}],
        "comparisons": [{"code": "c0", "excerpts": [{"document": "d0", "start": 5, "end": 12}, {"document": "d1", "start": 5, "end": 13}],
            "coder": format!("{MARK}k0"), "decision": "kept", "memo": all}],
    });
    emic(home, &["new", "hostile"]);
    let file = home.join("hostile.json");
    fs::write(&file, dump.to_string()).unwrap();
    emic(home, &["import", "--project", "hostile", file.to_str().unwrap()]);
    let folder = home.join(".local/share/emic/projects/hostile");
    write_by_hand(&folder);
}

/// Puts payloads where the mark stands in every log, as somebody would who writes logs by hand, and counts
/// the hashes anew.
fn write_by_hand(folder: &Path) {
    fs::remove_dir_all(folder.join("cache")).unwrap();
    let mut n_marks = 0;
    for entry in fs::read_dir(folder.join("log")).unwrap() {
        let path = entry.unwrap().path();
        let words = fs::read_to_string(&path).unwrap();
        let mut parts = words.split(MARK);
        let mut file = parts.next().unwrap().to_string();
        for part in parts {
            // One name has one payload, wherever it stands.
            let name = part.split('"').next().unwrap().bytes().map(usize::from).sum::<usize>();
            let payload: String = PAYLOADS[name % PAYLOADS.len()].chars().map(escaped).collect();
            file.push_str(&format!("{MARK}{payload}{part}"));
            n_marks += 1;
        }
        let mut before: Option<[u8; 16]> = None;
        let sealed: String = file
            .lines()
            .map(|line| {
                let words = line.rsplit_once(",hash:\"").unwrap().0;
                let mut hasher = blake2s_simd::Params::new().hash_length(16).to_state();
                before.iter().for_each(|&hash| _ = hasher.update(format!("{}\")\n", TextKey(hash)).as_bytes()));
                let hash: [u8; 16] = hasher.update(words.as_bytes()).finalize().as_bytes().try_into().unwrap();
                before = Some(hash);
                format!("{words},hash:\"{}\")\n", TextKey(hash))
            })
            .collect();
        fs::write(&path, sealed).unwrap();
    }
    assert!(n_marks > 15, "only {n_marks} words in the logs are hostile");
}

/// A character as RON has it between quotes.
fn escaped(letter: char) -> String {
    if letter == '"' || letter == '\\' { format!("\\{letter}") } else { letter.escape_default().to_string() }
}
