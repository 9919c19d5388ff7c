//! The documents: their words as they are printed and as they are counted, and what is known of each.

use std::io;

use super::page::MarkdownPage;
use super::{Columns, FileNames, Folder, Named, columns, csv_file};
use crate::project::*;
use crate::text::{Text, clock, line_content};

impl Folder<'_> {
    /// Writes `documents`; where the words of each are.
    pub(super) fn documents(&mut self) -> io::Result<Named> {
        let (mut names, mut named) = (FileNames::default(), Named::new());
        for (id, document) in self.project.documents() {
            let text = self.text(document.text, &document.title)?;
            let name = names.name(&document.title);
            let page = self.document(id, document, &text);
            self.put(format!("documents/{name}.md"), page);
            self.put(format!("documents/{name}.txt"), text.as_str());
            named.insert(id, name);
            self.fidelity.understood("documents", 1);
        }
        let subjects = self.project.documents().map(|(id, _)| Subject::Document(id));
        let known = Columns::of(self.project, Bearer::Document, subjects);
        let fixed = ["document", "document_id", "file", "kind", "characters", "words", "turns"];
        let rows = self.project.documents().map(|(id, document)| {
            let file = named.get(&id).map_or_else(String::new, |name| format!("documents/{name}.txt"));
            let mut row = vec![document.title.clone(), id.to_string(), file, document.kind.word().to_string()];
            row.extend([document.characters.to_string(), document.words.to_string(), document.turns.len().to_string()]);
            row.extend(known.values(self.project, Subject::Document(id)));
            row
        });
        let table = csv_file(&columns(&fixed, known.titles()), rows)?;
        self.put("documents.csv", table);
        Ok(named)
    }

    fn document(&self, id: DocumentId, document: &Document, text: &Text) -> String {
        let mut page = MarkdownPage::titled(&document.title);
        page.gap();
        page.entry("kind", document.kind.word());
        for speaker in document.speakers.iter() {
            let person = speaker.case.map(|case| self.project.person_name(Person::Case(self.project.person(case))));
            let person = person.map_or_else(String::new, |name| format!(", {name}"));
            page.entry(&speaker.label, &format!("{}{person}", speaker.role.word()));
        }
        for (attribute, phase, value) in self.project.values_of(Subject::Document(id)) {
            let name = self.project.attributes().find(|(other, _)| *other == attribute);
            let name = name.map_or("", |(_, attribute)| &attribute.name);
            page.entry(&phase.map_or(name.to_string(), |phase| format!("{name} ({phase})")), value);
        }
        page.as_printed(&printed(document, text));
        page.done()
    }
}

/// The lines with their numbers, who speaks above them, and when where that is known.
fn printed(document: &Document, text: &Text) -> String {
    let digits = document.lines.len().to_string().len().max(3);
    let mut out = String::new();
    let mut turns = document.turns.iter().peekable();
    for line in 0..document.lines.len() {
        let content = line_content(text, &document.turns, &document.lines, line);
        while let Some(turn) = turns.next_if(|turn| turn.body <= content.start) {
            let label = document.speakers.get(usize::from(turn.speaker)).map_or("", |speaker| &speaker.label);
            let time = document.time_at(turn.body).map_or_else(String::new, |time| format!(" [{}]", clock(time)));
            out.push_str(&format!("{label}{time}\n"));
        }
        let words = text.slice(content).replace('\n', " ");
        out.push_str(format!("{:>digits$}  {words}", line + 1).trim_end());
        out.push('\n');
    }
    out
}
