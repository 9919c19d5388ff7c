//! Claims with what stands for and against them, and what was compared.

use std::io;

use super::page::MarkdownPage;
use super::{Folder, columns, csv_file};
use crate::exchange::json::written;
use crate::project::*;
use crate::text::Span;

impl Folder<'_> {
    /// Writes `themes.md` and `comparisons.csv`.
    pub(super) fn themes(&mut self) -> io::Result<()> {
        let project = self.project;
        let mut page = MarkdownPage::titled(&format!("Themes of {}", project.name()));
        for (id, theme) in project.themes() {
            page.heading(2, &theme.claim);
            page.gap();
            page.entry("claimed by", project.coder_name(theme.coder));
            for (who, done) in project.negative_cases(id) {
                page.entry("does not fit", &format!("{} ({})", project.misfit_words(&who), done.word()));
            }
            for (_, search) in project.searches(id) {
                let when = written(search.at).unwrap_or_default();
                let coder = project.coder_name(search.coder);
                let found = format!("{} ({} found, {coder}, {when})", search.query, search.found);
                page.entry("searched for counter-evidence", &found);
            }
            for stand in Stand::ALL {
                let passages: Vec<(DocumentId, Span, Stand)> =
                    project.stands(id).filter(|(.., other)| *other == stand).collect();
                if !passages.is_empty() {
                    page.heading(3, heading(stand));
                }
                for (document, span, _) in passages {
                    let Some(found) = project.document(document) else { continue };
                    let text = self.text(found.text, &found.title)?;
                    page.quote(text.passage(span), &format!("{} {}", found.title, project.line_range(document, span)));
                }
            }
            self.fidelity.understood("themes", 1);
        }
        if project.themes().next().is_none() {
            page.paragraph("There are no themes yet.");
        }
        self.put("themes.md", page.done());
        self.comparisons()
    }

    fn comparisons(&mut self) -> io::Result<()> {
        let project = self.project;
        let mut rows = Vec::new();
        for (id, found) in project.comparisons() {
            let excerpts = found.excerpts.iter().filter_map(|excerpt| {
                let title = &project.document(excerpt.document)?.title;
                Some(format!("{title} {}", project.line_range(excerpt.document, excerpt.span)))
            });
            let excerpts = excerpts.collect::<Vec<_>>().join("; ");
            let code = found.code.filter(|&code| project.code(code).is_some());
            let code = code.map_or_else(String::new, |code| project.code_words(project.stands_for(code)));
            let memo = found.memo.and_then(|memo| project.memo(memo));
            let memo = memo.map(|memo| self.text(memo.text, "a memo")).transpose()?;
            let memo = memo.map_or_else(String::new, |memo| memo.as_str().to_string());
            let coder = project.coder_name(found.coder).to_string();
            let at = written(found.at).unwrap_or_default();
            rows.push(vec![id.to_string(), code, excerpts, coder, found.decision.word().to_string(), memo, at]);
        }
        self.fidelity.understood("comparisons", rows.len());
        let fixed = ["comparison", "code", "excerpts", "coder", "decision", "memo", "at"];
        let table = csv_file(&columns(&fixed, std::iter::empty()), rows.into_iter())?;
        self.put("comparisons.csv", table);
        Ok(())
    }
}

fn heading(stand: Stand) -> &'static str {
    match stand {
        Stand::For => "What speaks for it",
        Stand::Against => "What speaks against it",
        Stand::Qualifies => "When, or for whom, it holds",
    }
}
