//! The memos: a page for each kind, on it what they are about.

use std::collections::BTreeMap;
use std::io;

use super::page::MarkdownPage;
use super::{FileNames, Folder};
use crate::project::*;

impl Folder<'_> {
    /// Writes `memos`: journals by coder, all others by what they are for.
    pub(super) fn memos(&mut self) -> io::Result<()> {
        let mut cells = Cells::of(self.project);
        let mut kinds: BTreeMap<(bool, String), Vec<(MemoId, &Memo)>> = BTreeMap::new();
        for (id, memo) in self.project.memos() {
            let coder = self.project.coder_name(memo.coder);
            let page = match memo.on {
                Target::Day(_) => (true, format!("journal {coder}")),
                _ => (false, memo.kind.word().to_string()),
            };
            kinds.entry(page).or_default().push((id, memo));
        }
        let mut names = FileNames::default();
        for ((_, title), mut memos) in kinds {
            memos.sort_by_key(|(id, memo)| (self.place(memo.on), *id));
            let mut page = MarkdownPage::titled(&format!("Memos: {title}"));
            for (_, memo) in memos {
                let Some(about) = self.about(memo.on) else {
                    self.fidelity.left_out("memos on what is gone, left out", self.project.coder_name(memo.coder));
                    continue;
                };
                let text = self.text(memo.text, "a memo")?;
                let stale = if cells.is_stale(memo) { "; its excerpts have changed since" } else { "" };
                page.heading(2, &about);
                page.quote(text.as_str(), &format!("{}{stale}", self.project.coder_name(memo.coder)));
                self.fidelity.understood("memos", 1);
            }
            let name = names.name(&title);
            self.put(format!("memos/{name}.md"), page.done());
        }
        Ok(())
    }

    /// The order of a page: the study, documents with their passages, codes, people, cells, days.
    fn place(&self, on: Target) -> (u8, usize, Option<crate::text::Span>, String) {
        let document = |id| self.project.document_order().iter().position(|&other| other == id).unwrap_or(usize::MAX);
        let code = |id| self.project.codebook().place(self.project.stands_for(id)).unwrap_or(usize::MAX);
        match on {
            Target::Project => (0, 0, None, String::new()),
            Target::Document(id) => (1, document(id), None, String::new()),
            Target::Excerpt(id, span) => (1, document(id), Some(span), String::new()),
            Target::Code(id) => (2, code(id), None, String::new()),
            Target::Case(case) => (3, 0, None, self.person(case).unwrap_or_default()),
            Target::Cell(case, id) => (4, code(id), None, self.person(case).unwrap_or_default()),
            Target::Day(day) => (5, 0, None, day.to_string()),
        }
    }

    fn person(&self, case: CaseId) -> Option<String> {
        let case = self.project.person(case);
        self.project.case(case).filter(|case| !case.gone).map(|case| case.name.clone())
    }

    /// What a memo is about; `None` where that is gone.
    fn about(&self, on: Target) -> Option<String> {
        let project = self.project;
        let code = |id: CodeId| project.code(id).map(|_| project.code_words(project.stands_for(id)));
        Some(match on {
            Target::Project => "the study".to_string(),
            Target::Document(id) => format!("document {}", project.document(id)?.title),
            Target::Excerpt(id, span) => format!("{} {}", project.document(id)?.title, project.line_range(id, span)),
            Target::Code(id) => format!("code {}", code(id)?),
            Target::Case(case) => format!("person {}", self.person(case)?),
            Target::Cell(case, id) => format!("{} on {}", self.person(case)?, code(id)?),
            Target::Day(day) => day.to_string(),
        })
    }
}
