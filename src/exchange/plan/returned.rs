//! Comments on a transcript that emic wrote for Word, brought back to their passages.
//!
//! What emic wrote itself is known again and comes in once. Comments go with their words: from the file to the text
//! that was sent, and from there through every revision to the present one. Words that were edited in Word are listed
//! and never taken over, and a comment whose words are gone is listed too.

use std::sync::Arc;

use super::remarks::Remarks;
use super::{Plan, one_line};
use crate::exchange::marked::{Transcript, dated};
use crate::exchange::xml::writing::fitting;
use crate::exchange::{Fidelity, Remark, Returned, Wish};
use crate::project::*;
use crate::text::{Revision, Span, Text, clip, line_of, on_one_line, trim};

/// The most characters of edited words that are listed.
const LISTED: usize = 200;

/// The document that came back: the one that the file names, or else the one that has, or had, its words.
pub fn document_of(project: &Project, returned: &Returned) -> Option<DocumentId> {
    let told = returned.of.map(|(id, _)| id).filter(|&id| project.document(id).is_some());
    let key = TextKey::of(&returned.words);
    let has_words = |&(id, document): &(DocumentId, &Document)| {
        document.text == key || project.versions(id).any(|version| version.text == key)
    };
    told.or_else(|| project.documents().find(has_words).map(|(id, _)| id))
}

/// Comments that came back, on their passages as these now are.
pub struct ComingBack {
    document: DocumentId,
    salt: TextKey,
    text: Arc<Text>,
    remarks: Vec<Remark>,
    fidelity: Fidelity,
    /// The text that was sent, where it is still here.
    pub sent: Option<TextKey>,
}

impl ComingBack {
    /// Finds what every comment is about; `None` where the words of the document cannot be had.
    pub fn of(project: &Project, texts: &dyn Texts, id: DocumentId, returned: Returned) -> Option<ComingBack> {
        let document = project.document(id)?;
        let (text, sent) = (texts.text(document.text)?, Sent::of(project, texts, id, &returned)?);
        let key = sent.key;
        let back = Back { project, id, document, sent, file: Text::new(returned.words), fidelity: Fidelity::default() };
        let (remarks, fidelity) = back.place(&text, texts, returned.remarks, &returned.changed);
        Some(ComingBack { document: id, salt: document.salt, text, remarks, fidelity, sent: key })
    }

    /// The memos and codings that they become; nothing that is here already.
    pub fn plan(self, project: &Project, ids: &mut dyn FnMut() -> Id) -> Plan {
        let ComingBack { document, salt, text, remarks, mut fidelity, .. } = self;
        let (mut plan, mut coming) = (Plan::default(), Remarks::of(project));
        for remark in remarks {
            let before = plan.edits.len();
            coming.come(&mut plan, (document, salt, &text), &Revision::default(), &[remark], ids);
            fidelity.understood(HERE, usize::from(plan.edits.len() == before));
        }
        fidelity.extend(coming.into_fidelity());
        plan.fidelity = fidelity;
        plan
    }
}

const HERE: &str = "comments that are here already";

/// The text as it was sent.
struct Sent {
    /// Its key; none where another text stands for it.
    key: Option<TextKey>,
    text: Arc<Text>,
    lines: Arc<[u32]>,
    /// The revision that its words are of.
    revised: Option<RevisionId>,
}

impl Sent {
    /// The text that the file names, or whose words it has; where that is not known any more, the present one.
    fn of(project: &Project, texts: &dyn Texts, id: DocumentId, returned: &Returned) -> Option<Sent> {
        let told = returned.of.filter(|(of, _)| *of == id).map(|(_, key)| key);
        let key = told.unwrap_or_else(|| TextKey::of(&returned.words));
        let document = project.document(id)?;
        let now = (document.revised, Version::of(document));
        let earlier = project.revisions().filter(|(_, revised)| revised.document == id).flat_map(|(later, revised)| {
            let [before, after] = revised.versions();
            [(revised.on, before.clone()), (Some(later), after.clone())]
        });
        let mut all = std::iter::once(now.clone()).chain(earlier);
        let known = all.find(|(_, version)| version.text == key && texts.text(key).is_some());
        let key = known.as_ref().map(|(_, version)| version.text);
        let (revised, version) = known.unwrap_or(now);
        Some(Sent { key, text: texts.text(version.text)?, lines: version.lines, revised })
    }
}

/// A file that came back, held against the text that was sent.
struct Back<'a> {
    project: &'a Project,
    id: DocumentId,
    document: &'a Document,
    sent: Sent,
    file: Text,
    fidelity: Fidelity,
}

impl Back<'_> {
    fn place(
        mut self,
        text: &Text,
        texts: &dyn Texts,
        remarks: Vec<(Remark, bool)>,
        changed: &str,
    ) -> (Vec<Remark>, Fidelity) {
        let sent = Text::new(&*fitting(self.sent.text.as_str()));
        let back = Revision::between(self.file.as_str(), sent.as_str());
        let known = self.known(texts);
        let mut placed = Vec::new();
        for (remark, is_ours) in remarks {
            let name = format!("{}: {}", remark.author, on_one_line(&remark.words));
            let Some(remark) = self.placed(&back, remark, &name) else { continue };
            let (start, end) = trim(text, remark.start, remark.end);
            let author = one_line(&remark.author, "imported");
            let made = remark.at.and_then(dated);
            let is_it = |known: &Known| {
                let in_time = made.is_some() && known.made == made;
                known.author == author && known.words == remark.words && (known.place == (start, end) || in_time)
            };
            if known.iter().any(is_it) {
                self.fidelity.understood(HERE, 1);
            } else if is_ours {
                self.fidelity.left_out(
                    "comments of emic that were edited in Word, or are of what was changed here since; left out",
                    name,
                );
            } else {
                placed.push(remark);
            }
        }
        self.edited(&back, &sent, changed);
        (placed, self.fidelity)
    }

    /// A comment with its place in the present text.
    fn placed(&mut self, back: &Revision, remark: Remark, name: &str) -> Option<Remark> {
        let (start, end) = trim(&self.file, remark.start, remark.end);
        let Some(span) = Span::new(start, end, self.file.len()) else {
            self.fidelity.left_out("comments on no words, left out", name);
            return None;
        };
        let Some(there) = back.moved(span).filter(|_| self.stays(back, span)) else {
            self.fidelity.left_out("comments on words that are not in the transcript, left out", name);
            return None;
        };
        let passage = Passage { document: self.id, span: there, seal: Seal::default() };
        let Some(now) = self.project.passage_now(passage, self.sent.revised.as_slice()) else {
            self.fidelity.left_out("comments on words that were taken out of the transcript since, left out", name);
            return None;
        };
        if back.touches(span) {
            self.fidelity.changed("comments on words that were edited in Word, now on those that stand here", name);
        }
        Some(Remark { start: now.span.start(), end: now.span.end(), ..remark })
    }

    /// Whether a word of the passage stands in the text that was sent too: one on other words alone has no place there.
    fn stays(&self, back: &Revision, span: Span) -> bool {
        let mut at = span.start();
        let edited = back.inside(span).map(|edit| edit.out).chain([(span.end(), span.end())]);
        edited.into_iter().any(|(start, end)| {
            let kept = self.file.slice(at..start.max(at));
            at = end.max(at);
            !kept.trim().is_empty()
        })
    }

    /// What stands on the document, as comments say it.
    fn known(&self, texts: &dyn Texts) -> Vec<Known> {
        let (all, none) = (Wish::default(), &mut Fidelity::default());
        let Ok(here) = Transcript::of(self.project, texts, &all, (self.id, self.document), none) else {
            return Vec::new();
        };
        let known = here.marks.iter().map(|mark| Known {
            author: mark.coder.to_owned(),
            words: fitting(&mark.words()).trim().to_owned(),
            place: trim(&here.text, mark.span.start(), mark.span.end()),
            made: mark.at.and_then(dated),
        });
        known.collect()
    }

    /// Lists the words that were edited in Word, with tracked changes and without.
    fn edited(&mut self, back: &Revision, sent: &Text, changed: &str) {
        let changed = Text::new(changed);
        for edit in Revision::between(self.file.as_str(), changed.as_str()).replaced() {
            let said = self.said(back.start(edit.out.0), (&self.file, edit.out), (&changed, edit.put));
            self.fidelity.left_out("edited passages (tracked changes), left out: words are not taken from Word", said);
        }
        for edit in back.replaced() {
            let said = self.said(edit.put.0, (sent, edit.put), (&self.file, edit.out));
            self.fidelity.left_out("edited passages (not tracked), left out: words are not taken from Word", said);
        }
    }

    /// Says of an edit where it is, and the old and new words.
    fn said(&self, at: u32, (old, out): (&Text, (u32, u32)), (new, put): (&Text, (u32, u32))) -> String {
        let words = |text: &Text, (start, end): (u32, u32)| {
            let words = text.slice(start..end).replace('\n', "\u{b6}");
            clip(&words, LISTED, '…').into_owned()
        };
        let (old, new) = (words(old, out), words(new, put));
        let place = format!("{} line {}", self.document.title, line_of(&self.sent.lines, at) + 1);
        match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{place}: \"{new}\" put in"),
            (_, true) => format!("{place}: \"{old}\" taken out"),
            _ => format!("{place}: \"{old}\" became \"{new}\""),
        }
    }
}

/// A comment that emic would write.
struct Known {
    author: String,
    words: String,
    place: (u32, u32),
    made: Option<String>,
}
