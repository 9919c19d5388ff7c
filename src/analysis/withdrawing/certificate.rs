//! What was erased, and what could not be: a page for whoever withdrew, and for the files of the study.

use super::Holding;
use crate::analysis::Page;
use crate::project::*;
use crate::text::{count_of, count_words};

/// What an erasure comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Turns whose words go.
    pub turns: usize,
    /// Words in them.
    pub words: u32,
    /// Places at which others name the person.
    pub names: usize,
    /// Codings that are on nothing else.
    pub codings: usize,
    /// Memos that lose words.
    pub memos: usize,
    /// Changes in the audit trail that lose words.
    pub changes: usize,
}

impl Holding<'_> {
    /// What the edits of an erasure come to.
    pub fn counts(&self, edits: &[Edit]) -> Counts {
        let mut counts = Counts::default();
        for (id, document) in self.project.documents() {
            let Some(text) = self.texts.text(document.text) else { continue };
            for (span, becomes) in self.places(id) {
                if becomes == WITHDRAWN {
                    counts.turns += 1;
                    counts.words += count_words(text.passage(*span));
                } else {
                    counts.names += 1;
                }
            }
        }
        for edit in edits {
            match edit {
                Edit::Remove { thing: Thing::Coding(_) } => counts.codings += 1,
                Edit::WriteMemo { .. } => counts.memos += 1,
                Edit::Erase { lines, .. } => counts.changes += lines.len(),
                _ => {}
            }
        }
        counts
    }
}

impl Counts {
    /// In a sentence.
    pub fn said(&self) -> String {
        format!(
            "{} ({}), {} by others or as a label, {} on nothing else, {}, {} of the audit trail",
            count_of(self.turns, "turn"),
            count_of(self.words as usize, "word"),
            count_of(self.names, "naming"),
            count_of(self.codings, "coding"),
            count_of(self.memos, "memo"),
            count_of(self.changes, "line")
        )
    }
}

/// What a certificate is called among files: it names nobody.
pub fn certificate_name(day: Day, case: CaseId) -> String {
    format!("withdrawal-{day}-{case}.md")
}

/// The certificate: of which study, who (by the name that is left), on which day, what was erased of what kind, and
/// what could not be reached.
pub fn certificate(
    project: &Project,
    (name, case, day): (&str, CaseId, Day),
    counts: &Counts,
    files: &[(&str, usize)],
    out_of_reach: &[String],
) -> Page {
    let mut page = Page::new(format!("Withdrawal: words erased from {}", project.name()));
    page.paragraph(format!(
        "On {day} what was said by a participant who withdrew was erased. What is left of them is called {name} ({case}) and says {WITHDRAWN}."
    ));
    page.heading(0, "What was erased");
    page.paragraph(format!("Taken out: {}.", counts.said()));
    let files: Vec<String> = files.iter().filter(|(_, n)| *n > 0).map(|(what, n)| count_of(*n, what)).collect();
    if !files.is_empty() {
        page.paragraph(format!("Removed from the disk or written over: {}.", files.join(", ")));
    }
    page.paragraph("They count in no table, figure or list from now on. Lengths and places of what was said remain, its words do not.");
    page.heading(0, "What could not be reached");
    for place in out_of_reach {
        page.paragraph(format!("- {place}"));
    }
    for place in [
        "colleagues' copies of the project: each loses the words when it is synced or joined, and opened",
        "drafts, keys to pseudonyms and imported files on other people's accounts",
        "backups of this machine and of its disks, and what was printed, copied or sent before",
        "what may be left of the words on a disk that keeps what was written over",
    ] {
        page.paragraph(format!("- {place}"));
    }
    page
}
