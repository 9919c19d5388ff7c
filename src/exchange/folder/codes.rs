//! The codebook, to read and as a table.

use std::io;

use super::page::MarkdownPage;
use super::{Folder, columns, csv_file};
use crate::exchange::json::{merged_into, own_path, parent, state_word};
use crate::project::*;

impl Folder<'_> {
    /// Codes in use as the codebook has them, then those that are not.
    fn codes(&self) -> Vec<CodeId> {
        let in_use = self.project.codebook().rows().iter().map(|row| row.code);
        let away = self.project.codes().filter(|(_, code)| code.state != CodeState::Active).map(|(id, _)| id);
        in_use.chain(away).collect()
    }

    /// Writes `codebook.md` and `codebook.csv`.
    pub(super) fn codebook(&mut self) -> io::Result<()> {
        let project = self.project;
        let mut page = MarkdownPage::titled(&format!("Codebook of {}", project.name()));
        for id in self.codes() {
            let Some(code) = project.code(id) else { continue };
            page.heading(own_path(project, id).len() + 1, &own_path(project, id).join(" > "));
            page.gap();
            if code.state != CodeState::Active {
                let into = merged_into(project, id).map(|into| format!(" into {}", project.code_words(into)));
                page.entry("state", &format!("{}{}", state_word(project, id), into.unwrap_or_default()));
            }
            page.entry("codings", &self.codings_with(id).to_string());
            page.entry("origin", origin(code));
            let Definition { definition, include, exclude, example } = &code.definition;
            page.entry("what it means", definition);
            page.entry("when to use it", include);
            page.entry("when not to", exclude);
            page.entry("example", example);
            self.fidelity.understood("codes", 1);
        }
        self.put("codebook.md", page.done());
        let fixed = ["code", "code_id", "parent_id", "state", "merged_into", "origin", "codings"];
        let parts = ["definition", "include", "exclude", "example"].map(str::to_string);
        let rows = self.codes().into_iter().filter_map(|id| {
            let code = project.code(id)?;
            let word = |id: Option<CodeId>| id.map_or_else(String::new, |id| id.to_string());
            let mut row = vec![own_path(project, id).join(" > "), id.to_string(), word(parent(project, id))];
            row.extend([state_word(project, id).to_string(), word(merged_into(project, id)), origin(code).to_string()]);
            row.push(self.codings_with(id).to_string());
            let Definition { definition, include, exclude, example } = code.definition.clone();
            row.extend([definition, include, exclude, example]);
            Some(row)
        });
        let table = csv_file(&columns(&fixed, parts.into_iter()), rows)?;
        self.put("codebook.csv", table);
        Ok(())
    }

    /// How many rows of `codings.csv` have this code, but for those that say the same.
    fn codings_with(&self, id: CodeId) -> usize {
        let counts = |(_, coding): &(CodingId, &Coding)| !self.project.is_withdrawn(coding.document, coding.span);
        let codings = self.project.codings_of(id).filter(counts);
        let apart = codings.map(|(_, coding)| (coding.document, coding.span, self.project.coder_of(coding.coder)));
        apart.collect::<std::collections::BTreeSet<_>>().len()
    }
}

fn origin(code: &Code) -> &'static str {
    match (code.origin, code.given) {
        (Some(_), _) => "in vivo",
        (None, true) => "given beforehand",
        (None, false) => "",
    }
}
