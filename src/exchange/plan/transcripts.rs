//! Transcripts that arrived, as documents with turns, speakers and participants.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::correcting::{Corrected, corrected};
use super::dump::Words;
use super::remarks::Remarks;
use super::{Plan, one_line, unique};
use crate::abreast;
use crate::exchange::labels::role_named;
use crate::exchange::speakers::{self, Table};
use crate::exchange::{Arrival, Fidelity, TOGETHER};
use crate::project::*;
use crate::text::{Revision, Turn, count_of, count_words, print_lines};

/// Plans to bring transcripts into a project; `files` names where each came from, for the notes.
///
/// Each participant becomes a case. One name in several files is one person; a label that says nothing of
/// who it is (`P1`, `Speaker 2`, `Respondent`) is another person in every file, for people are counted:
/// two who are one can be joined, but one who is two would be counted wrong and nobody would see it.
///
/// A transcript that is here already with other words is revised, unless a passage of it would not say what it said.
pub fn plan_transcripts(
    (project, texts): (&Project, &dyn Texts),
    arrivals: &[impl Borrow<Arrival>],
    table: &Table,
    files: &[&str],
    ids: &mut dyn FnMut() -> Id,
    salt: &mut dyn FnMut() -> TextKey,
) -> Plan {
    let mut desk = Transcripts::new(project, ids, salt);
    let arrivals: Vec<&Arrival> = arrivals.iter().map(Borrow::borrow).collect();
    for (piece, arrivals) in arrivals.chunks(TOGETHER).enumerate() {
        let cut = abreast::each(arrivals, |arrival| Cut::of(arrival, table));
        for (place, (arrival, cut)) in arrivals.iter().zip(cut).enumerate() {
            let file = files.get(piece * TOGETHER + place).copied().unwrap_or(&arrival.title);
            if !desk.correct(arrival, &cut, texts, file) {
                desk.bring(arrival, cut, table, file);
            }
        }
    }
    desk.plan.notes.extend(table.slips());
    desk.done()
}

/// Plans to find the speakers of documents anew, each document with its words, by a table of labels. A label
/// that a document had before keeps its role and person there.
pub fn plan_speakers(
    project: &Project,
    documents: &[(DocumentId, &str)],
    table: &Table,
    ids: &mut dyn FnMut() -> Id,
) -> Plan {
    let mut salt = TextKey::default;
    let mut desk = Transcripts::new(project, ids, &mut salt);
    for &(id, words) in documents {
        let Some(document) = project.document(id) else { continue };
        let (names, turns) = speakers::turns(words, table);
        let (labels, turns) = once_each(names, turns);
        let known = |label: &String| document.speakers.iter().find(|speaker| speaker.label == *label).cloned();
        let speakers = labels
            .into_iter()
            .map(|label| known(&label).unwrap_or_else(|| desk.speaker(&document.title, label, table)))
            .collect();
        desk.plan.edits.push(Edit::SetTurns { document: id, speakers, turns: turns.into() });
    }
    desk.done()
}

struct Transcripts<'a> {
    plan: Plan,
    fidelity: Fidelity,
    cases: HashMap<String, CaseId>,
    titles: HashSet<String>,
    /// The titles of the texts that are here, or about to be.
    here: HashMap<TextKey, String>,
    rank: u64,
    remarks: Remarks<'a>,
    project: &'a Project,
    ids: &'a mut dyn FnMut() -> Id,
    salt: &'a mut dyn FnMut() -> TextKey,
}

/// A transcript as it is stored, cut into turns and lines.
struct Cut {
    words: Words,
    key: TextKey,
    labels: Vec<String>,
    turns: Vec<Turn>,
    lines: Vec<u32>,
    /// How many words it has.
    count: u32,
}

impl Cut {
    fn of(arrival: &Arrival, table: &Table) -> Cut {
        let words = Words::of(arrival.words.clone());
        let text = words.text.as_str();
        let (names, turns) = speakers::turns(text, table);
        let (labels, turns) = once_each(names, turns);
        let (key, lines, count) = (TextKey::of(text), print_lines(&words.text, &turns), count_words(text));
        Cut { key, labels, lines, count, turns, words }
    }
}

impl<'a> Transcripts<'a> {
    fn new(
        project: &'a Project,
        ids: &'a mut dyn FnMut() -> Id,
        salt: &'a mut dyn FnMut() -> TextKey,
    ) -> Transcripts<'a> {
        Transcripts {
            plan: Plan::default(),
            fidelity: Fidelity::default(),
            cases: project.cases().map(|(id, case)| (case.name.clone(), id)).collect(),
            titles: project.documents().map(|(_, document)| document.title.clone()).collect(),
            here: project.documents().map(|(_, document)| (document.text, document.title.clone())).collect(),
            rank: project.document_rank_last(),
            remarks: Remarks::of(project),
            project,
            ids,
            salt,
        }
    }

    fn done(mut self) -> Plan {
        self.plan.notes.extend(self.fidelity.notes().chain(self.remarks.notes()));
        self.plan
    }

    /// Puts the words of a transcript in the place of those it corrects; false where it corrects none.
    fn correct(&mut self, arrival: &Arrival, cut: &Cut, texts: &dyn Texts, file: &str) -> bool {
        let title = one_line(&arrival.title, "transcript");
        // Of a text that is here nothing is corrected.
        if self.here.contains_key(&cut.key) {
            return false;
        }
        let words = cut.words.text.as_str();
        let Some(found) = corrected(self.project, texts, (&title, words), self.ids) else { return false };
        let Corrected { document, revising, touched } = found;
        if touched > 0 {
            let excerpts = count_of(touched, "passage");
            self.plan.notes.push(format!(
                "{file} is {title} with other words, and {excerpts} would not say what was said; left out: look at them \
                 with `emic revise`"
            ));
            return true;
        }
        let Edit::ReviseDocument { changes, .. } = &revising.edit else { return false };
        let (changes, salt) = (changes.clone(), self.project.document(document).map(|it| it.salt).unwrap_or_default());
        let (key, text) = revising.text;
        self.here.insert(key, title.clone());
        self.plan.edits.push(revising.edit);
        self.plan.texts.push((key, Arc::clone(&text)));
        let places = count_of(changes.replaced().count(), "place");
        self.plan.notes.push(format!("{file} is {title} with other words in {places}: the text here is revised"));
        self.remarks.come(&mut self.plan, (document, salt, &text), &changes, &arrival.remarks, self.ids);
        self.plan.notes.extend(arrival.notes.iter().map(|note| format!("{file}: {note}")));
        true
    }

    fn bring(&mut self, arrival: &Arrival, cut: Cut, table: &Table, file: &str) {
        let Cut { words, key, labels, turns, lines, count } = cut;
        let (times, outside) = words.times(&arrival.times);
        let text = words.text;
        if let Some(title) = self.here.get(&key) {
            if let Some((id, document)) = self.project.documents().find(|(_, document)| document.text == key) {
                self.remarks.come(
                    &mut self.plan,
                    (id, document.salt, &text),
                    &Revision::default(),
                    &arrival.remarks,
                    self.ids,
                );
            }
            self.plan.notes.push(format!("{file} is the same text as {title}, already here; left out"));
            return;
        }
        let title = unique(&one_line(&arrival.title, "transcript"), |title| self.titles.contains(title));
        self.titles.insert(title.clone());
        self.here.insert(key, title.clone());
        let speakers: Vec<Speaker> = labels.into_iter().map(|label| self.speaker(&title, label, table)).collect();
        let participants = speakers.iter().filter(|speaker| speaker.role == Role::Participant).count();
        let kind = if participants >= 2 { DocumentKind::FocusGroup } else { DocumentKind::Interview };
        let (document, salt) = (DocumentId((self.ids)()), (self.salt)());
        self.plan.edits.push(Edit::AddDocument {
            document,
            title,
            kind,
            text: key,
            salt,
            characters: text.len(),
            words: count,
            speakers,
            lines: lines.into(),
            turns: turns.into(),
            times,
            rank: self.rank,
        });
        self.remarks.come(&mut self.plan, (document, salt, &text), &Revision::default(), &arrival.remarks, self.ids);
        self.plan.texts.push((key, text));
        if outside > 0 {
            self.plan.notes.push(format!("{file}: {outside} times outside the text left out"));
        }
        self.plan.notes.extend(arrival.notes.iter().map(|note| format!("{file}: {note}")));
        self.rank = self.rank.saturating_add(RANK_STEP);
    }

    fn speaker(&mut self, title: &str, label: String, table: &Table) -> Speaker {
        let mut rows = table.labels.iter().enumerate();
        let row = rows.find(|(place, row)| row.name == label && table.person(*place) == *place);
        let role = row.map_or_else(Role::default, |(_, row)| row.role);
        let said = row.and_then(|(_, row)| row.case.as_deref());
        let case = (role == Role::Participant).then(|| match said {
            Some(name) => self.case_named(one_line(name, "unnamed")),
            None => self.case(title, &label),
        });
        Speaker { label, role, case }
    }

    fn case_named(&mut self, name: String) -> CaseId {
        if let Some(&case) = self.cases.get(&name) {
            return case;
        }
        let case = CaseId((self.ids)());
        self.plan.edits.push(Edit::AddCase { case, name: name.clone() });
        self.cases.insert(name, case);
        case
    }

    fn case(&mut self, title: &str, label: &str) -> CaseId {
        let name = match names_nobody(label) {
            true if label == title => title.to_owned(),
            true => {
                let name = format!("{title} {label}");
                self.fidelity.changed("labels that name nobody, each a participant of its own document", &name);
                name
            }
            false => label.to_owned(),
        };
        let name = one_line(&name, "unnamed");
        if self.cases.contains_key(&name) {
            self.fidelity
                .changed("participants taken as those of the same name elsewhere", format!("{name} in {title}"));
        }
        self.case_named(name)
    }
}

/// Two labels that the person gave one name are one speaker.
fn once_each(names: Vec<String>, mut turns: Vec<Turn>) -> (Vec<String>, Vec<Turn>) {
    let mut labels: Vec<String> = Vec::with_capacity(names.len());
    let mut places: Vec<u16> = Vec::with_capacity(names.len());
    for name in names {
        let place = labels.iter().position(|label| *label == name).unwrap_or_else(|| {
            labels.push(name);
            labels.len() - 1
        });
        places.push(u16::try_from(place).unwrap_or(u16::MAX));
    }
    for turn in &mut turns {
        turn.speaker = places[usize::from(turn.speaker)];
    }
    (labels, turns)
}

/// Whether a label tells only that somebody speaks: a word for a participant or a letter, perhaps numbered.
pub fn names_nobody(label: &str) -> bool {
    const ANYBODY: &[&str] = &["id", "person", "man", "woman", "male", "female", "student", "teacher", "member"];
    let lower = label.to_lowercase();
    let stem = lower.trim_end_matches(|last: char| last.is_numeric() || " #-_.?".contains(last));
    stem.chars().count() <= 1 || ANYBODY.contains(&stem) || role_named(label) == Some(Role::Participant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::desk_tests::Shelf;
    use crate::exchange::speakers::{Speakers, detect};

    fn planned(project: &Project, files: &[(&str, &str)]) -> Plan {
        let arrivals: Vec<Arrival> = files
            .iter()
            .map(|(title, words)| Arrival { title: title.to_string(), words: words.to_string(), ..Arrival::default() })
            .collect();
        let words: Vec<&str> = files.iter().map(|(_, words)| *words).collect();
        let names: Vec<String> = files.iter().map(|(title, _)| format!("{title}.txt")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut number = 0;
        let mut ids = || {
            number += 1;
            LogId::from_random(7).thing(number).unwrap()
        };
        let table = detect(&words, &Speakers::Auto);
        plan_transcripts((project, &Shelf::default()), &arrivals, &table, &names, &mut ids, &mut TextKey::default)
    }

    fn folded(plan: &Plan) -> Fold {
        let mut fold = Fold::new("study");
        for (number, edit) in (1_u32..).zip(&plan.edits) {
            fold.project().check(edit).unwrap();
            let id = OpId(LogId::from_random(9).thing(number).unwrap());
            let (by, gesture) = (CoderId(id.0), Gesture { first: id, size: 1 });
            let edit = edit.clone();
            fold.insert(Op {
                id,
                tick: 1,
                by,
                at: 0,
                edit,
                was: None,
                gesture,
                undoes: None,
                why: None,
                texts: Vec::new(),
            });
        }
        fold
    }

    fn people(fold: &Fold) -> Vec<String> {
        fold.project().people().into_iter().map(|person| fold.project().person_name(person)).collect()
    }

    #[test]
    fn a_name_is_one_person_everywhere_and_a_number_one_in_each_file() {
        let talk = "I: a\nP1: b\nAna: c\nI: d\nP1: e\nAna: f\nI: g\nP1: h\nAna: i";
        let plan = planned(&Project::new("study"), &[("FG1", talk), ("FG2", &format!("{talk} more"))]);
        let fold = folded(&plan);
        assert_eq!(people(&fold), ["FG1 P1", "Ana", "FG2 P1"]);
        assert!(plan.notes.iter().any(|note| note.contains("FG2 P1")), "{:?}", plan.notes);
        let (_, document) = fold.project().documents().next().unwrap();
        assert_eq!((document.kind, document.speakers[0].role), (DocumentKind::FocusGroup, Role::Interviewer));
        assert_eq!((document.turns.len(), document.words), (9, 18));
    }

    #[test]
    fn the_same_text_comes_in_once_and_a_title_is_never_two_documents() {
        let files = [("FG1", "one"), ("copy", "one"), ("FG1", "two")];
        let plan = planned(&Project::new("study"), &files);
        assert_eq!(plan.notes, ["copy.txt is the same text as FG1, already here; left out"]);
        let fold = folded(&plan);
        let titles: Vec<&str> = fold.project().documents().map(|(_, document)| document.title.as_str()).collect();
        assert_eq!(titles, ["FG1", "FG1 (2)"]);
        let again = planned(fold.project(), &files);
        assert!(again.edits.is_empty() && again.texts.is_empty());
        assert_eq!(again.notes[2], "FG1.txt is the same text as FG1 (2), already here; left out");
    }

    #[test]
    fn times_stand_where_their_words_do_in_the_stored_text() {
        let words = "\u{feff}Ana: yes\r\nAna: no".to_string();
        let times = vec![(11, 2_000), (1, 1_000), (99, 3_000)];
        let arrivals = [Arrival { title: "talk".to_string(), words, times, ..Arrival::default() }];
        let mut ids = || LogId::from_random(7).first_thing();
        let table = detect(&["Ana: yes"], &Speakers::Auto);
        let plan = plan_transcripts(
            (&Project::new("study"), &Shelf::default()),
            &arrivals,
            &table,
            &[],
            &mut ids,
            &mut TextKey::default,
        );
        let Some(Edit::AddDocument { times, .. }) = plan.edits.last() else { panic!("{:?}", plan.edits) };
        assert_eq!(times[..], [(0, 1_000), (9, 2_000)]);
        assert!(plan.notes.iter().any(|note| note.contains("outside")), "{:?}", plan.notes);
    }

    #[test]
    fn labels_that_anybody_could_have_name_nobody() {
        for label in ["P1", "Participant", "Speaker 1", "Respondent", "R", "Woman 2", "F-3"] {
            assert!(names_nobody(label), "{label}");
        }
        for label in ["Ana", "BSR01", "Dr. Smith"] {
            assert!(!names_nobody(label), "{label}");
        }
    }

    #[test]
    fn a_label_that_is_a_slip_is_told() {
        let talk = "I: How?\nAna: So.\n".repeat(6);
        let plan = planned(
            &Project::new("study"),
            &[("FG1", &format!("{talk}I: And?\nAnna: Not so.\nI: No?\nP1: No.\nP2: No.\n"))],
        );
        let slips: Vec<&String> = plan.notes.iter().filter(|note| note.contains("may be")).collect();
        assert_eq!(slips, ["Anna (1 turn) may be Ana (6)"]);
    }
    #[test]
    fn where_there_are_very_many_labels_none_is_held_against_all() {
        let talk = "I: How?\nAna: So.\n".repeat(6);
        let others: String = (0..1_200).map(|number| format!("P{number}: Yes.\n")).collect();
        let plan = planned(&Project::new("study"), &[("FG1", &format!("{talk}Anna: Not so.\n{others}"))]);
        assert!(!plan.notes.iter().any(|note| note.contains("may be")), "{:?}", plan.notes);
    }
}
