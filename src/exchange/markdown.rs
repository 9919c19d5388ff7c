//! Markdown as plain words: its marks are taken away, its lines stay.

use std::sync::LazyLock;

use regex::Regex;

use super::{Reading, Unreadable, bounded, txt};

/// Reads Markdown: a heading, a quotation or an entry of a list is a line without its marks, a link is its
/// words, and lines stay where they are, for a transcript's lines are turns and not paragraphs.
///
/// # Errors
/// As for plain text.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let Reading { words, mut notes, .. } = txt::read(bytes)?;
    bounded(&words)?;
    let mut out = String::with_capacity(words.len());
    let (mut fence, mut links, mut pictures, mut long) = (None, 0, 0, 0);
    let mut lines = words.lines().peekable();
    if lines.peek() == Some(&"---") && words.lines().skip(1).any(|line| line == "---") {
        // What a program noted of the file stands before its words.
        lines.next();
        lines.by_ref().take_while(|line| *line != "---").for_each(drop);
        notes.push("the head between --- left out".to_owned());
    }
    for line in lines {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            // In a block that is fenced off, every sign is itself.
            (Some(_), _) => out.push_str(line),
            // No person wrote that: its marks would take much time and memory.
            (None, None) if line.len() > LONGEST_LINE => {
                long += 1;
                out.push_str(line);
            }
            (None, None) => {
                let line = without_block_marks(line);
                links += LINK.find_iter(line).filter(|link| !link.as_str().starts_with('!')).count();
                pictures += LINK.find_iter(line).filter(|link| link.as_str().starts_with('!')).count();
                out.push_str(&without_marks(line));
            }
        }
        out.push('\n');
    }
    if out.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    for (count, what) in [(links, "link"), (pictures, "picture")] {
        if count > 0 {
            notes.push(format!("{count} {what}{} left out, the words kept", if count == 1 { "" } else { "s" }));
        }
    }
    if long > 0 {
        notes.push(format!("lines longer than 1 MiB taken as they are, with their marks: {long}"));
    }
    Ok(Reading { words: out, notes, ..Reading::default() })
}

/// Marks are looked for in lines of so many bytes at most.
const LONGEST_LINE: usize = 1 << 20;

static BLOCK: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"^\s{0,3}(?:#{1,6}(?:\s+|$)|(?:>\s?)+|(?:[-*+]|\d{1,3}[.)])\s+)"));
static RULE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|={3,})$"));

/// A line without what makes it a heading, a quotation or an entry of a list; nothing of a rule.
fn without_block_marks(line: &str) -> &str {
    if RULE.is_match(line) {
        return "";
    }
    // A number may be all that tells a question from another, so that of a list is kept.
    match BLOCK.find(line) {
        Some(mark) if !mark.as_str().trim_start().starts_with(|first: char| first.is_ascii_digit()) => {
            let rest = &line[mark.end()..];
            if mark.as_str().trim_start().starts_with('#') {
                rest.trim_end().trim_end_matches('#').trim_end()
            } else {
                rest
            }
        }
        _ => line,
    }
}

static LINK: LazyLock<Regex> = LazyLock::new(|| compiled(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\x22[^\x22]*\x22)?\)"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| compiled(r"<((?:https?://|mailto:)[^<>\s]+)>"));
static CODE: LazyLock<Regex> = LazyLock::new(|| compiled(r"`([^`]+)`"));
/// Stars hug the words they mark; underscores also stand apart from letters, as in `file_name`.
static STRONG: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"\*\*(\S(?:[^*]*[^*\s])?)\*\*|\b__(\S(?:[^_]*[^_\s])?)__\b"));
static SLANTED: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"\*([^*\s](?:[^*]*[^*\s])?)\*|\b_([^_\s](?:[^_]*[^_\s])?)_\b"));
static STRUCK: LazyLock<Regex> = LazyLock::new(|| compiled(r"~~(\S(?:[^~]*[^~\s])?)~~"));
static ESCAPED: LazyLock<Regex> = LazyLock::new(|| compiled(r"\\([!-/:-@\[-`{-~])"));

/// A line without the marks of emphasis, links and code inside it.
fn without_marks(line: &str) -> String {
    // What is escaped is put where no mark looks for it.
    let hidden = ESCAPED.replace_all(line, |found: &regex::Captures| hide(&found[1]));
    let mut words = hidden.into_owned();
    for (pattern, kept) in
        [(&LINK, "$1"), (&ADDRESS, "$1"), (&CODE, "$1"), (&STRONG, "$1$2"), (&SLANTED, "$1$2"), (&STRUCK, "$1")]
    {
        words = pattern.replace_all(&words, kept).into_owned();
    }
    let shown = words.chars().map(|letter| match u32::from(letter).checked_sub(HIDING) {
        Some(sign @ 0x21..=0x7e) => char::from_u32(sign).unwrap_or(letter),
        _ => letter,
    });
    shown.collect()
}

/// Signs that are escaped are kept at the end of a plane for private use, which no transcript uses.
const HIDING: u32 = 0x0010_ff00;

fn hide(sign: &str) -> String {
    sign.chars().filter_map(|sign| char::from_u32(HIDING + u32::from(sign))).collect()
}

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("our own patterns compile")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(file: &str) -> String {
        read(file.as_bytes()).unwrap().words
    }

    #[test]
    fn marks_go_and_words_stay() {
        let file = "# Talk of *May* #\n\n> **Ana:** I *felt* __heard__, [there](https://a.org \"x\").\n- _one_ `two*` ~~three~~\n\
                    2. file_name and 2 * 3 * 4\n---\n![a bird](b.png)\\*kept\\* <https://a.org>\n```\n**as it is**\n```\n";
        assert_eq!(
            words(file),
            "Talk of May\n\nAna: I felt heard, there.\none two* three\n2. file_name and 2 * 3 * 4\n\na bird*kept* https://a.org\n\n**as it is**\n\n"
        );
        let notes = read(file.as_bytes()).unwrap().notes;
        assert_eq!(notes, ["1 link left out, the words kept", "1 picture left out, the words kept"]);
    }

    #[test]
    fn a_line_that_nobody_wrote_is_taken_as_it_is() {
        let file = format!("*a*\n{}\n*b*\n", "*c* ".repeat(300_000));
        let reading = read(file.as_bytes()).unwrap();
        assert_eq!(reading.words.len(), file.len() - 4);
        assert_eq!(reading.notes, ["lines longer than 1 MiB taken as they are, with their marks: 1"]);
    }

    #[test]
    fn speakers_in_bold_are_found_once_the_marks_are_gone() {
        use crate::exchange::speakers::{Speakers, detect, turns};
        let file = "---\ntitle: x\n---\n**P1:** a\n\n**I**: b\n\n**P1:** c\n\n**I**: d\n\n**P1:** e\n\n**I**: f\n";
        let words = words(file);
        assert_eq!(turns(&words, &detect(&[&words], &Speakers::Auto)).1.len(), 6, "{words}");
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(file in "([a-zé]{1,4}|[*_`~#>\\[\\]()!\\\\ -]|\n){0,60}") {
            if let Ok(reading) = read(format!("x {file}").as_bytes()) {
                let letters = |words: &str| words.chars().filter(|c| c.is_alphabetic()).count();
                let addresses: usize = LINK.captures_iter(&file).map(|link| letters(&link[0]) - letters(&link[1])).sum();
                let fences = file.contains("```") || file.contains("~~~");
                prop_assert!(fences || addresses > 0 || letters(&reading.words) == letters(&file) + 1, "{:?}", reading.words);
            }
        }
    }
}
