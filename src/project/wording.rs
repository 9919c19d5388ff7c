//! The words that changes carry, and how they are taken out of them.

use super::*;
use crate::text::Span;

/// Words in an edit, by what they are.
#[derive(Debug)]
pub enum Wording<'a> {
    /// The label of a speaker.
    Label(DocumentId, &'a mut String),
    /// A value of a person or document.
    Value(Subject, &'a mut Option<String>),
    /// A value by which somebody does not fit a theme.
    Misfit(AttributeId, &'a mut String),
    /// A name that was taken from the words of a passage.
    InVivo(Passage, &'a mut String),
    /// Anything else that somebody wrote: names, titles, definitions, reasons.
    Written(&'a mut String),
    /// The proof of a passage's words, by which they could be guessed.
    Proof(Passage, &'a mut Seal),
}

/// What is to be taken out of a project: the words of one person, and what tells who they are.
pub trait Erasing {
    /// The cases that are this person.
    fn cases(&self) -> &BTreeSet<CaseId>;
    /// What becomes of the label of a speaker; `None` where it stays.
    fn label(&self, document: DocumentId, label: &str) -> Option<String>;
    /// What becomes of words that somebody wrote; `None` where they stay.
    fn written(&self, words: &str) -> Option<String>;
    /// Whether a passage (of the words as they now are) holds words that are to go.
    fn passage(&self, passage: Passage) -> bool;
    /// Whether words are to go from a document, taken away though it may be.
    fn document(&self, document: DocumentId) -> bool;
    /// Whether nobody else speaks in a passage.
    fn alone(&self, document: DocumentId, span: Span) -> bool;
    /// The stretches of a document that are to go, in order and apart, each with what comes in its place.
    fn places(&self, document: DocumentId) -> &[(Span, String)];
}

/// What stands where words were erased.
pub const WITHDRAWN: &str = "[withdrawn]";

impl Edit {
    /// Visits all words that the edit carries.
    pub fn for_each_wording(&mut self, visit: &mut dyn FnMut(Wording)) {
        let labels = |document: DocumentId, speakers: &mut [Speaker], visit: &mut dyn FnMut(Wording)| {
            speakers.iter_mut().for_each(|speaker| visit(Wording::Label(document, &mut speaker.label)));
        };
        match self {
            Edit::AddDocument { document, title, speakers, .. } => {
                visit(Wording::Written(title));
                labels(*document, speakers, visit);
            }
            Edit::ReviseDocument { document, after, seals, .. } => {
                labels(*document, std::sync::Arc::make_mut(&mut after.speakers), visit);
                for (span, seal) in seals {
                    visit(Wording::Proof(Passage { document: *document, span: *span, seal: *seal }, seal));
                }
            }
            Edit::SetTurns { document, speakers, .. } => labels(*document, speakers, visit),
            Edit::MapSpeaker { document, label, .. } => visit(Wording::Label(*document, label)),
            Edit::Attribute { passage, speakers } => {
                let document = passage.document;
                proof(passage, visit);
                speakers.iter_mut().flatten().for_each(|label| visit(Wording::Label(document, label)));
            }
            Edit::NameProject { name: words }
            | Edit::RetitleDocument { title: words, .. }
            | Edit::AddCase { name: words, .. }
            | Edit::RenameCase { name: words, .. }
            | Edit::AddCode { name: words, from: None, .. }
            | Edit::RenameCode { name: words, from: None, .. } => visit(Wording::Written(words)),
            Edit::AddCode { name, from: Some(from), .. } | Edit::RenameCode { name, from: Some(from), .. } => {
                visit(Wording::InVivo(*from, name));
                proof(from, visit);
            }
            Edit::AddAttribute { name, values, .. } | Edit::DefineAttribute { name, values, .. } => {
                visit(Wording::Written(name));
                if let ValueType::Ordered(values) = values {
                    values.iter_mut().for_each(|value| visit(Wording::Written(value)));
                }
            }
            Edit::SetAttribute { subject, phase, value, .. } => {
                phase.iter_mut().for_each(|phase| visit(Wording::Written(phase)));
                visit(Wording::Value(*subject, value));
            }
            Edit::DefineCode { definition: Definition { definition, include, exclude, example }, .. } => {
                [definition, include, exclude, example].into_iter().for_each(|words| visit(Wording::Written(words)));
            }
            Edit::ApplyCode { passage, .. } | Edit::ResizeCoding { passage, .. } => proof(passage, visit),
            Edit::AddTheme { claim: words, .. }
            | Edit::RewordTheme { claim: words, .. }
            | Edit::SearchEvidence { query: words, .. } => visit(Wording::Written(words)),
            Edit::MarkNegative { who: Misfit::Value(attribute, value), .. } => {
                visit(Wording::Misfit(*attribute, value));
            }
            Edit::TakeStand { passage, .. } => proof(passage, visit),
            Edit::Compare { excerpts, .. } => excerpts.iter_mut().for_each(|passage| proof(passage, visit)),
            _ => {}
        }
    }
}

fn proof(passage: &mut Passage, visit: &mut dyn FnMut(Wording)) {
    visit(Wording::Proof(*passage, &mut passage.seal));
}

impl Op {
    /// The change without the words that are to go; `None` where it has none of them.
    fn without(&self, project: &Project, erasing: &dyn Erasing) -> Option<Op> {
        let mut op = self.clone();
        op.why = op.why.map(|why| erasing.written(&why).unwrap_or(why));
        let take = |edit: &mut Edit| {
            let revision = match edit {
                // What proves its words counts in the words after it.
                Edit::ReviseDocument { revision, .. } => vec![*revision],
                _ => self.texts.clone(),
            };
            let theirs = |passage: Passage| match project.passage_now(passage, &revision) {
                Some(now) => erasing.passage(now),
                None => erasing.document(passage.document),
            };
            if let Edit::Erase { lines, .. } = edit {
                lines
                    .iter_mut()
                    .for_each(|line| *line = line.without(project, erasing).unwrap_or_else(|| line.clone()));
            }
            edit.for_each_wording(&mut |wording| match wording {
                Wording::Label(document, label) => put(label, erasing.label(document, label)),
                Wording::Value(Subject::Case(case), value) if erasing.cases().contains(&case) => *value = None,
                Wording::Value(_, value) => value.iter_mut().for_each(|words| put(words, erasing.written(words))),
                Wording::Misfit(attribute, value) if only_of(project, attribute, value, erasing.cases()) => {
                    *value = WITHDRAWN.to_string();
                }
                Wording::Misfit(_, words) | Wording::InVivo(_, words) | Wording::Written(words) => {
                    put(words, erasing.written(words))
                }
                Wording::Proof(passage, seal) if theirs(passage) => *seal = Seal::default(),
                Wording::Proof(..) => {}
            });
        };
        take(&mut op.edit);
        op.was.iter_mut().for_each(|was| take(was));
        (op != *self).then_some(op)
    }
}

/// Whether these cases alone have a value, so that it tells of them.
fn only_of(project: &Project, attribute: AttributeId, value: &str, cases: &BTreeSet<CaseId>) -> bool {
    let of_it = project.values.iter().filter(|((other, ..), given)| *other == attribute && *given == value);
    let mut whose = of_it.map(|((_, subject, _), _)| matches!(subject, Subject::Case(case) if cases.contains(case)));
    whose.next().is_some_and(|theirs| theirs && whose.all(|theirs| theirs))
}

fn put(words: &mut String, becomes: Option<String>) {
    if let Some(becomes) = becomes {
        *words = becomes;
    }
}

impl Fold {
    /// The changes that carry words which are to go, without these.
    pub fn without(&self, erasing: &dyn Erasing) -> Vec<Op> {
        self.done().iter().filter_map(|done| done.op.without(self.project(), erasing)).collect()
    }
}
