//! Lists as people write them: by indentation, bullets, numbers, headings.

use crate::text::clip;

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How many stand above it.
    pub depth: usize,
    /// What it is called.
    pub name: String,
    /// What is said of it behind its name; a name that is too long stands here whole.
    pub definition: String,
}

/// The widest name (cells); a longer one is cut at a word.
const WIDEST: usize = 60;

/// A list, and what stands in it that is no part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub entries: Vec<Entry>,
    /// Lines that are neither questions nor headings of any, where questions are asked.
    pub left_out: Vec<String>,
}

/// The lines of a list, each with how deep it stands.
///
/// A line stands under the last one before it that stands further left, or has fewer numbers (`2` above `2.1`), or no
/// bullet where it has one. Where questions are asked it is the guide of an interview: a short line without one is a
/// heading of those below it, a line that goes on is one with the next, and what explains the study is left out.
pub fn outline(words: &str) -> Outline {
    let is_guide = words.lines().filter(|line| line.trim_end().ends_with('?')).count() > 1;
    let lines = if is_guide { whole_lines(words) } else { words.lines().map(str::to_owned).collect() };
    let mut outline = Outline::default();
    let mut above: Vec<i64> = Vec::new();
    for line in &lines {
        let Bullet { mut rank, rest } = Bullet::of(line);
        let rest = rest.trim().trim_end_matches(':').trim();
        if rest.is_empty() {
            continue;
        }
        if is_guide && rank % COLUMN == 0 && !asks(rest) {
            let is_short = clip(rest, WIDEST, '…') == rest && !rest.ends_with(['.', '!', ',']);
            if !is_short || rest.bytes().all(|byte| byte.is_ascii_digit()) {
                outline.left_out.push(rest.to_owned());
                continue;
            }
            rank -= 1;
        }
        while above.last().is_some_and(|&last| last >= rank) {
            above.pop();
        }
        let (name, definition) = named(rest);
        outline.entries.push(Entry { depth: above.len(), name, definition });
        above.push(rank);
    }
    if is_guide {
        outline.without_bare_headings();
    }
    outline
}

/// How a line begins that asks for something without a question mark.
const ASKING: &[&str] = &["tell ", "please ", "describe ", "walk me ", "talk me ", "think ", "imagine "];

fn asks(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains('?') || ASKING.iter().any(|opening| line.starts_with(opening))
}

/// The lines of a guide: one that was broken where the page ended goes on in the next.
fn whole_lines(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in words.lines() {
        let is_new = line.trim().is_empty() || Bullet::of(line).rank % COLUMN != 0;
        match lines.last_mut() {
            Some(last) if goes_on && !is_new => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.to_owned()),
        }
        goes_on = line.trim_end().chars().count() >= BROKEN && !line.trim_end().ends_with('?');
    }
    lines
}

/// How long a line is (characters) that was broken at the edge of a page.
const BROKEN: usize = 60;

impl Outline {
    /// Leaves out what looked like a heading and has no question below it.
    fn without_bare_headings(&mut self) {
        let mut kept: Vec<Entry> = Vec::new();
        let mut deepest_kept = 0;
        for entry in std::mem::take(&mut self.entries).into_iter().rev() {
            let heads = deepest_kept > entry.depth;
            if entry.depth > 0 || asks(&entry.name) || asks(&entry.definition) || heads {
                deepest_kept = entry.depth;
                kept.push(entry);
            } else {
                self.left_out.push(entry.name);
            }
        }
        kept.reverse();
        self.entries = kept;
    }
}

/// How much further in a column is than anything that a bullet makes of it.
const COLUMN: i64 = 20;

/// What a heading of Markdown is above everything that is none.
const HEADING: i64 = -1_000;

/// How a line begins: how far in it stands, and the words behind its bullet or number.
struct Bullet<'l> {
    rank: i64,
    rest: &'l str,
}

impl Bullet<'_> {
    fn of(line: &str) -> Bullet<'_> {
        let column: i64 = line
            .chars()
            .take_while(|letter| letter.is_whitespace())
            .map(|letter| if letter == '\t' { 4 } else { 1 })
            .sum();
        let rest = line.trim();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if hashes > 0 && rest[hashes..].starts_with(' ') {
            return Bullet { rank: HEADING + hashes as i64, rest: rest[hashes..].trim() };
        }
        let rank = COLUMN * column;
        if let Some((numbers, rest)) = numbered(rest) {
            return Bullet { rank: rank + numbers, rest };
        }
        let bullet =
            ["- ", "* ", "• ", "· ", "◦ ", "▪ ", "– ", "o "].iter().find_map(|bullet| rest.strip_prefix(bullet));
        bullet.map_or(Bullet { rank, rest }, |rest| Bullet { rank: rank + COLUMN / 2, rest })
    }
}

/// How many numbers a line begins with (`2.1` has two; `a)` counts as one more than any), and what is behind them.
fn numbered(line: &str) -> Option<(i64, &str)> {
    let (head, rest) = line.split_once(|letter: char| letter.is_whitespace())?;
    let bare = head.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    if bare == head && !head.contains('.') {
        return None;
    }
    let numbers: Vec<&str> = bare.split('.').collect();
    if numbers
        .iter()
        .all(|number| !number.is_empty() && number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(((numbers.len() as i64).min(COLUMN / 2 - 2), rest));
    }
    let is_letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_letter.then_some((COLUMN / 2 - 1, rest))
}

/// A name in quotes without them.
fn unquoted(name: &str) -> &str {
    let quoted = ['"', '\''].iter().find_map(|&quote| name.strip_prefix(quote)?.strip_suffix(quote));
    quoted.unwrap_or(name)
}

/// A line in its name and what is said of it; what is in quotes, or a question, is not parted.
fn named(line: &str) -> (String, String) {
    let bare = unquoted(line);
    if bare != line {
        return (bare.to_owned(), String::new());
    }
    let between = ["\t", " – ", " — ", " - ", ": ", " = "];
    let part = |mark: &&str| line.find(*mark).map(|at| (at, mark.len()));
    let parted = between.iter().filter_map(part).min().filter(|_| !line.contains('?'));
    if let Some((at, len)) = parted {
        let (name, said) = (line[..at].trim(), line[at + len..].trim());
        if !name.is_empty() && !said.is_empty() && clip(name, WIDEST, '…') == name {
            return (unquoted(name).to_owned(), said.to_owned());
        }
    }
    let cut = clip(line, WIDEST, '…');
    if cut == line {
        return (line.to_owned(), String::new());
    }
    let head = cut.trim_end_matches('…');
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    (format!("{}…", head.trim_end_matches([',', ';', ':', ' '])), line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Vec<String> {
        let shown = |entry: Entry| {
            let said = if entry.definition.is_empty() { String::new() } else { format!(" = {}", entry.definition) };
            format!("{}{}{said}", "  ".repeat(entry.depth), entry.name)
        };
        outline(words).entries.into_iter().map(shown).collect()
    }

    #[test]
    fn a_list_is_as_deep_as_it_is_indented() {
        let list = "Support\n    Peer support: given by peers\n\tFamily\nBarriers – what hinders\n    Time\n        \"At work\"\n    Money\n";
        let read_so = [
            "Support",
            "  Peer support = given by peers",
            "  Family",
            "Barriers = what hinders",
            "  Time",
            "    At work",
            "  Money",
        ];
        assert_eq!(read(list), read_so);
    }

    #[test]
    fn numbers_and_bullets_say_how_deep_a_line_stands() {
        let list =
            "1. Start\n1.1 Training\n1.1.1 Shadowing\n2) End\n- goodbye\n- late\n  * very\n# Part\n## Chapter\ntext";
        let read_so = [
            "Start",
            "  Training",
            "    Shadowing",
            "End",
            "  goodbye",
            "  late",
            "    very",
            "Part",
            "  Chapter",
            "    text",
        ];
        assert_eq!(read(list), read_so);
        assert_eq!(read("a:\n- b\n- c:\n  - d\n'e: f':\n- g"), ["a", "  b", "  c", "    d", "e: f", "  g"]);
        assert_eq!(read("A level of trust\n3.5 hours\no dear"), ["A level of trust", "  hours", "    dear"]);
    }

    #[test]
    fn what_explains_a_guide_is_left_out() {
        let guide = "The study\nWe look at how peers come to this work, and what helps them to stay in it for longer than\n\
                     a year.\n1\n\nOpening\nThis comes first, as it is easy to answer and says much of all that we ask of them later on.\n\n\
                     Tell me, what do you do on a day that goes well, and what on a day on which\n\
                     it does not?\n- Who helps?\nTell me of your first day.\n";
        let read = outline(guide);
        let names: Vec<(usize, &str)> = read.entries.iter().map(|entry| (entry.depth, entry.name.as_str())).collect();
        assert_eq!(
            names,
            [
                (0, "Opening"),
                (1, "Tell me, what do you do on a day that goes well, and what…"),
                (2, "Who helps?"),
                (1, "Tell me of your first day.")
            ]
        );
        assert_eq!(read.left_out.len(), 4, "{:?}", read.left_out);
    }

    #[test]
    fn a_guide_has_headings_questions_and_probes() {
        let guide = "Beginnings\n1. How did you come to this work?\n   a) Who asked you?\n2. What helped?\nLeaving\n\
                     Thinking of the people whom you worked with in your first year, what would you tell them today?";
        assert_eq!(
            read(guide),
            [
                "Beginnings",
                "  How did you come to this work?",
                "    Who asked you?",
                "  What helped?",
                "Leaving",
                "  Thinking of the people whom you worked with in your first… = Thinking of the people whom you \
                 worked with in your first year, what would you tell them today?"
            ]
        );
    }
}
