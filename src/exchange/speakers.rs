//! Who speaks in the transcripts of an import: one table of labels for all of them.
//!
//! A label is believed when it opens three lines of a transcript; rarer ones when they are of a
//! series that is (`P11` beside `P4`), name a role, stand in columns, or come back in another
//! transcript. The rest is listed as doubtful. The person corrects the table, then [`turns`] cuts
//! each text by it.

use std::collections::{HashMap, HashSet};

use regex::Regex;

use super::labels::{
    Opening, STYLES, Style, is_nearly, is_part, openings_at, openings_beside, openings_by, role_named, series,
};
use super::{Seen, TOGETHER};
use crate::abreast;
use crate::project::{Role, TextKey};
use crate::text::{Turn, count_of};

/// Lines that a label must open before it is believed.
const ENOUGH: usize = 3;

/// Where there are more labels, none is told to be like another: a focus group has some dozens.
const MOST_HELD_AGAINST: usize = 1_000;

/// How speakers are to be found.
#[derive(Clone, Debug)]
pub enum Speakers {
    /// By every known style.
    Auto,
    /// Not at all: the texts have no turns.
    None,
    /// By a pattern at the heads of lines, whose group `speaker`, or first group, is the label.
    Pattern(Regex),
    /// By how their words look (bold, italic, coloured), in documents of a word processor.
    Look,
}

/// One label of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As it stands in the texts, with single blanks.
    pub label: String,
    /// What the person wants the speaker called.
    pub name: String,
    pub role: Role,
    /// Turns in all transcripts of the import.
    pub turns: u32,
    /// Places, in the import, of the transcripts where the label stands.
    pub documents: Vec<usize>,
    /// How the first turn that has words begins.
    pub first_words: String,
    /// Whether its lines are turns; a doubtful label is listed but not accepted.
    pub accepted: bool,
    /// Whom the person says it stands for in every document; nobody: as its name tells.
    pub case: Option<String>,
    joined_with: Option<usize>,
}

/// The labels of an import, in order of first appearance; rows are rejected, never removed.
#[derive(Clone, Debug)]
pub struct Table {
    pub labels: Vec<Label>,
    /// The place of each label.
    places: HashMap<String, usize>,
    how: Speakers,
    /// Labels that a format vouches for.
    voices: HashSet<String>,
    /// Of texts whose looks tell who speaks, where they do.
    looks: HashMap<TextKey, Vec<Seen>>,
}

impl Table {
    /// Declares that two labels are one person, known by the second's name and role.
    pub fn join(&mut self, label: usize, same_as: usize) {
        let (from, to) = (self.person(label), self.person(same_as));
        if from != to {
            self.labels[from].joined_with = Some(to);
        }
    }

    /// The label under whose name and role this one's turns go: itself, unless it was joined.
    pub fn person(&self, label: usize) -> usize {
        let mut here = label;
        while let Some(next) = self.labels[here].joined_with {
            here = next;
        }
        here
    }

    /// The label that a rare one may be another form of: far more often there, and nearly the same, or a part of it.
    pub fn meant(&self, label: usize) -> Option<usize> {
        // Each is held against all.
        if self.labels.len() > MOST_HELD_AGAINST {
            return None;
        }
        let rare = &self.labels[label];
        let is_meant = |other: &Label| {
            other.accepted
                && other.turns >= 3
                && other.turns >= 5 * rare.turns
                && (is_nearly(&rare.label, &other.label) || is_part(&other.label, &rare.label))
        };
        let meant = (0..self.labels.len()).filter(|&other| is_meant(&self.labels[other]));
        meant.max_by_key(|&other| self.labels[other].turns).filter(|&other| self.person(label) != self.person(other))
    }

    /// Labels that may be other forms of others (a slip of the keyboard, the whole name), a sentence each.
    pub fn slips(&self) -> impl Iterator<Item = String> {
        (0..self.labels.len()).filter_map(|place| {
            let (rare, meant) = (&self.labels[place], &self.labels[self.meant(place)?]);
            let (Label { label, turns, .. }, Label { label: other, turns: many, .. }) = (rare, meant);
            Some(format!("{label} ({}) may be {other} ({many})", count_of(*turns as usize, "turn")))
        })
    }

    /// Where listed labels, accepted or not, open lines of a text; nowhere when they open too few.
    ///
    /// Rejected labels count here, so that a rejection never changes what other labels open.
    fn openings_in(&self, words: &str) -> Vec<(usize, Opening)> {
        let known = |found: Vec<Opening>| -> Vec<(usize, Opening)> {
            found.into_iter().filter_map(|opening| Some((*self.places.get(&opening.label)?, opening))).collect()
        };
        match &self.how {
            Speakers::None => Vec::new(),
            Speakers::Look => {
                known(self.looks.get(&TextKey::of(words)).map_or_else(Vec::new, |seen| openings_at(words, seen)))
            }
            Speakers::Pattern(pattern) => known(openings_by(words, pattern)),
            Speakers::Auto => {
                let by_style = openings_beside(words, STYLES, &self.voices).map(known);
                let best = by_style.into_iter().rev().max_by_key(Vec::len).unwrap_or_default();
                let is_heard = best.iter().any(|(_, opening)| self.voices.contains(&opening.label));
                if best.len() < ENOUGH && !is_heard { Vec::new() } else { best }
            }
        }
    }
}

/// Finds the labels of all transcripts of an import.
pub fn detect(words: &[&str], how: &Speakers) -> Table {
    detect_beside(words, &HashSet::new(), how)
}

/// Finds the labels of all transcripts of an import, of which some are known to be voices.
pub fn detect_beside(words: &[&str], voices: &HashSet<String>, how: &Speakers) -> Table {
    detect_by_look(words, voices, how, HashMap::new())
}

/// As `detect_beside`, with what the looks of texts say of who speaks in them.
pub fn detect_by_look(
    words: &[&str],
    voices: &HashSet<String>,
    how: &Speakers,
    looks: HashMap<TextKey, Vec<Seen>>,
) -> Table {
    let seen = |words: &&str| looks.get(&TextKey::of(words)).map_or_else(Vec::new, |seen| openings_at(words, seen));
    let sightings = match how {
        Speakers::None => Vec::new(),
        Speakers::Look => words.iter().map(seen).collect(),
        Speakers::Pattern(pattern) => abreast::each(words, |words| openings_by(words, pattern)),
        Speakers::Auto => abreast::each(words, |words| sighted(words, voices)),
    };
    let believed: HashSet<String> = match how {
        Speakers::Auto => believed(&sightings).into_iter().chain(voices.iter().cloned()).collect(),
        _ => sightings.iter().flatten().map(|opening| opening.label.clone()).collect(),
    };
    let mut table =
        Table { labels: Vec::new(), places: HashMap::new(), how: how.clone(), voices: voices.clone(), looks };
    for opening in sightings.iter().flatten() {
        if !table.places.contains_key(&opening.label) {
            table.places.insert(opening.label.clone(), table.labels.len());
            table.labels.push(listed(&opening.label, believed.contains(&opening.label)));
        }
    }
    for (piece, texts) in words.chunks(TOGETHER).enumerate() {
        let found = abreast::each(texts, |words| table.openings_in(words));
        for (place, (words, found)) in texts.iter().zip(found).enumerate() {
            let document = piece * TOGETHER + place;
            for (order, (place, opening)) in found.iter().enumerate() {
                let next = found.get(order + 1).map_or(words.len(), |(_, next)| next.start.bytes);
                table.labels[*place].add_turn(document, &words[opening.after.bytes..next]);
            }
        }
    }
    table
}

fn listed(label: &str, accepted: bool) -> Label {
    Label {
        label: label.to_owned(),
        name: label.to_owned(),
        role: role_named(label).unwrap_or_default(),
        turns: 0,
        documents: Vec::new(),
        first_words: String::new(),
        accepted,
        case: None,
        joined_with: None,
    }
}

impl Label {
    fn add_turn(&mut self, document: usize, speech: &str) {
        self.turns += 1;
        if self.documents.last() != Some(&document) {
            self.documents.push(document);
        }
        if self.first_words.is_empty() {
            let shown = speech.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
            self.first_words = shown.chars().take(60).collect();
        }
    }
}

/// The openings of a text in its style, none when no label opens enough lines.
fn sighted(words: &str, voices: &HashSet<String>) -> Vec<Opening> {
    let mut best = (0, Vec::new());
    for (style, found) in STYLES.into_iter().zip(openings_beside(words, STYLES, voices)) {
        let mut frequent = frequent_labels(&found);
        let heard = found.iter().map(|opening| opening.label.as_str()).filter(|label| voices.contains(*label));
        frequent.extend(heard.filter(|_| style == Style::LabelColon));
        let lines = found.iter().filter(|opening| frequent.contains(opening.label.as_str())).count();
        if lines > best.0 && is_convincing(style, words, &found, frequent.len()) {
            best = (lines, found);
        }
    }
    best.1
}

/// Whether a style that needs more than frequent labels has it: lines that merely look like a name
/// are also headings and short answers, and brackets also hold remarks.
fn is_convincing(style: Style, words: &str, found: &[Opening], frequent: usize) -> bool {
    match style {
        Style::LabelColon | Style::LabelTime => true,
        Style::LabelAlone => frequent >= 2,
        Style::Bracket => found.len() * 3 >= words.lines().filter(|line| !line.trim().is_empty()).count(),
    }
}

fn frequent_labels(found: &[Opening]) -> HashSet<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for opening in found {
        *counts.entry(&opening.label).or_default() += 1;
    }
    counts.into_iter().filter(|(_, lines)| *lines >= ENOUGH).map(|(label, _)| label).collect()
}

/// The labels to accept, given what each transcript shows.
///
/// Rare labels before the first frequent one are the head of a transcript ("Interviewer: MK"), so
/// they are believed only for their series.
fn believed(sightings: &[Vec<Opening>]) -> HashSet<String> {
    let mut believed: HashSet<&str> = sightings.iter().flat_map(|found| frequent_labels(found)).collect();
    let all_series = believed.iter().map(|label| series(label));
    let numbered: HashSet<String> = all_series.filter(|series| series.contains('#')).collect();
    let in_series = sightings.iter().flatten().filter(|opening| numbered.contains(&series(&opening.label)));
    let mut seen_in: HashMap<&str, HashSet<usize>> = HashMap::new();
    for (document, found) in sightings.iter().enumerate() {
        let frequent = frequent_labels(found);
        for opening in found.iter().skip_while(|opening| !frequent.contains(opening.label.as_str())) {
            let seen = seen_in.entry(&opening.label).or_default();
            seen.insert(document);
            if seen.len() >= 2 || opening.in_columns || role_named(&opening.label).is_some() {
                believed.insert(&opening.label);
            }
        }
    }
    believed.extend(in_series.map(|opening| opening.label.as_str()));
    believed.into_iter().map(str::to_owned).collect()
}

/// Cuts a text into turns by the table's accepted labels.
///
/// Gives the speakers' names in order of first appearance, and the turns in the order of the text.
/// A paragraph without a label belongs to the turn before it; words before the first label to none.
pub fn turns(words: &str, table: &Table) -> (Vec<String>, Vec<Turn>) {
    let mut names: Vec<String> = Vec::new();
    let mut speakers: HashMap<usize, u16> = HashMap::new();
    let mut found: Vec<(u16, Opening)> = Vec::new();
    for (label, opening) in table.openings_in(words) {
        if !table.labels[label].accepted {
            continue;
        }
        let person = table.person(label);
        let Some(speaker) = speakers.get(&person).copied().or_else(|| u16::try_from(names.len()).ok()) else {
            continue; // more speakers than a turn can name: the words stay in the turn before
        };
        if speakers.insert(person, speaker).is_none() {
            names.push(table.labels[person].name.clone());
        }
        found.push((speaker, opening));
    }
    let next = |order: usize| found.get(order + 1).map_or(words.len(), |(_, next)| next.start.bytes);
    let speech = |(order, (speaker, opening)): (usize, &(u16, Opening))| {
        turn(*speaker, opening, &words[opening.after.bytes..next(order)])
    };
    let cut = found.iter().enumerate().map(speech).collect();
    (names, cut)
}

fn turn(speaker: u16, opening: &Opening, rest: &str) -> Turn {
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let (start, after) = (opening.start.characters, opening.after.characters);
    let speech = rest.trim();
    if speech.is_empty() {
        return Turn { speaker, start, body: after, end: after };
    }
    let body = after + count(&rest[..rest.len() - rest.trim_start().len()]);
    Turn { speaker, start, body, end: body + count(speech) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Regex, Role, Speakers, Table, detect, turns};

    fn auto(texts: &[&str]) -> Table {
        detect(texts, &Speakers::Auto)
    }

    /// Every turn as `name|words`.
    fn cut(words: &str, table: &Table) -> Vec<String> {
        let (names, turns) = turns(words, table);
        let part = |start: u32, end: u32| -> String {
            words.chars().skip(start as usize).take((end - start) as usize).collect()
        };
        turns.iter().map(|turn| format!("{}|{}", names[turn.speaker as usize], part(turn.body, turn.end))).collect()
    }

    fn cut_alone(words: &str) -> Vec<String> {
        cut(words, &auto(&[words]))
    }

    const TALK: &str =
        "Talk of 3 May\n\nI:  Hów are you?\nP4: Fine.\n\nReally.\nI:\nP4:       Yes: very \nI: Good\nP4: ok\n";

    #[test]
    fn a_paragraph_without_a_label_belongs_to_the_turn_before() {
        assert_eq!(cut_alone(TALK), ["I|Hów are you?", "P4|Fine.\n\nReally.", "I|", "P4|Yes: very", "I|Good", "P4|ok"]);
    }

    #[test]
    fn an_empty_turn_stands_right_after_its_label() {
        let (_, turns) = turns(TALK, &auto(&[TALK]));
        assert_eq!((turns[2].body, turns[2].end - turns[2].start), (turns[2].end, 2));
    }

    #[test]
    fn every_style_gives_the_same_turns() {
        let said = ["Ana|one", "Eva|two", "Ana|three", "Eva|four", "Ana|five", "Eva|six"];
        for between in [": ", ":\n", "\n", "\n\n", "  00:10\n", " [0:00:10]\n", " (00:10): "] {
            let words = said.map(|turn| turn.replace('|', between)).join("\n\n");
            assert_eq!(cut_alone(&words), said, "{words}");
        }
        let words = said.map(|turn| format!("[{}", turn.replace('|', "] "))).join("\n");
        assert_eq!(cut_alone(&words), said);
    }

    #[test]
    fn headings_and_lone_questions_are_no_turns() {
        assert!(cut_alone("CONTEXT\nshort\n\nCONTEXT\nlong\n\nCONTEXT\nlonger").is_empty());
        assert!(cut_alone("I: only once\nP4: and once").is_empty());
        assert!(cut_alone("Note: a\nNote: b\nNote: c").is_empty());
    }

    #[test]
    fn a_rare_label_is_believed_for_its_series_its_role_or_another_transcript() {
        let first = "P1: a\nP1: b\nP1: c\nP12: d\nModerator: e\nEva: f\nOne more thing: g";
        let table = auto(&[first, "P1: a\nP1: b\nP1: c\nEva: d"]);
        assert_eq!(cut(first, &table).len(), 6);
        let eva = &table.labels[3];
        assert_eq!((eva.label.as_str(), eva.turns, eva.documents.as_slice()), ("Eva", 2, &[0, 1][..]));
        assert_eq!(table.labels[2].role, Role::Interviewer);
        let doubtful: Vec<&str> =
            table.labels.iter().filter(|label| !label.accepted).map(|label| label.label.as_str()).collect();
        assert_eq!(doubtful, ["One more thing"]);
    }

    #[test]
    fn a_rare_label_is_believed_where_the_words_stand_in_columns() {
        let words = "Speaker 1:    a\nSpeaker 2:    b\nAnd so on: c\nSpeaker 2:    d\nChris:        e\nSpeaker 2:    f";
        assert_eq!(cut_alone(words).len(), 5);
    }

    #[test]
    fn the_head_of_a_transcript_is_no_turn() {
        let words = "Interviewer: MK\nParticipant: P07\n\nI: a\nM: b\nI: c\nM: d\nI: e\nM: f";
        assert_eq!(cut_alone(words).len(), 6);
    }

    #[test]
    fn labels_can_be_rejected_named_and_joined() {
        let words = "Bekah Lee: a\nDan: b\nBekah: c\nDan: d\nBekah: e\nDan: f\nBekah: g\nPS1: h\nPS1: i\nPS1: j";
        let mut table = auto(&[words]);
        assert_eq!(cut(words, &table)[0], "Dan|b");
        let place = |table: &Table, label: &str| table.labels.iter().position(|row| row.label == label).unwrap();
        let (dan, bekah, extra) = (place(&table, "Dan"), place(&table, "Bekah"), place(&table, "PS1"));
        table.labels[dan].name = "Daniel".into();
        table.labels[extra].accepted = false;
        table.join(bekah, dan);
        table.join(dan, bekah);
        assert_eq!(cut(words, &table).len(), 6);
        assert_eq!(turns(words, &table).0, ["Daniel"]);
        table.labels[dan].accepted = false;
        table.labels[bekah].accepted = false;
        let bekah_lee = place(&table, "Bekah Lee");
        table.labels[bekah_lee].accepted = true;
        assert_eq!(turns(words, &table).1.len(), 1, "a label accepted by hand needs no three lines");
    }

    #[test]
    fn a_pattern_or_none_replaces_the_guessing() {
        let words = "<ana> hi: there\n<eva> yes\nno <ana> here";
        let pattern = Speakers::Pattern(Regex::new(r"<(?<speaker>\w+)>").unwrap());
        assert_eq!(cut(words, &detect(&[words], &pattern)), ["ana|hi: there", "eva|yes\nno <ana> here"]);
        assert!(cut(TALK, &detect(&[TALK], &Speakers::None)).is_empty());
    }

    proptest! {
        #[test]
        fn turns_are_in_order_apart_and_trimmed(lines in prop::collection::vec(
            (prop::sample::select(vec!["I:", "P4: ", " Ána:", "[id1]", "Ana", "Ana 00:01", ""]), "[ a-zé.:\u{a0}\n]{0,12}"), 0..40),
        ) {
            let words = lines.into_iter().map(|(label, speech)| format!("{label}{speech}\n")).collect::<String>();
            let table = auto(&[&words]);
            let (names, turns) = turns(&words, &table);
            let characters: Vec<char> = words.chars().collect();
            let mut end = 0;
            for turn in turns {
                prop_assert!(end <= turn.start && turn.start < turn.body && turn.body <= turn.end);
                prop_assert!((turn.speaker as usize) < names.len());
                let body = &characters[turn.body as usize..turn.end as usize];
                prop_assert!(body.first().is_none_or(|c| !c.is_whitespace()));
                prop_assert!(body.last().is_none_or(|c| !c.is_whitespace()));
                end = turn.end;
            }
        }
    }
}
