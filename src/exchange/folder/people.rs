//! The people: who they are, who speaks where, and who codes.

use std::collections::BTreeMap;
use std::io;

use super::{Columns, Folder, Named, columns, csv_file};
use crate::exchange::json::coders_named;
use crate::project::*;

impl Folder<'_> {
    /// Writes `people.csv`, `speakers.csv`, `coders.csv` and `assignments.csv`.
    pub(super) fn people(&mut self, named: &Named) -> io::Result<()> {
        let project = self.project;
        let known = Columns::of(project, Bearer::Case, project.cases().map(|(id, _)| Subject::Case(id)));
        let mut speaks_in: BTreeMap<CaseId, Vec<&str>> = BTreeMap::new();
        for (_, document) in project.documents() {
            for case in document.speakers.iter().filter_map(|speaker| speaker.case) {
                let documents = speaks_in.entry(project.person(case)).or_default();
                if documents.last() != Some(&document.title.as_str()) {
                    documents.push(&document.title);
                }
            }
        }
        let rows = project.cases().map(|(id, case)| {
            let documents = speaks_in.get(&id).map_or_else(String::new, |titles| titles.join("; "));
            let withdrew = case.withdrawn.map_or("", Withdrawal::word);
            let mut row = vec![case.name.clone(), id.to_string(), documents, withdrew.to_string()];
            row.extend(known.values(project, Subject::Case(id)));
            row
        });
        let table = csv_file(&columns(&["person", "person_id", "speaks_in", "withdrew"], known.titles()), rows)?;
        self.fidelity.understood("people", project.cases().count());
        self.put("people.csv", table);
        self.speakers(named)?;
        self.coders()
    }

    fn speakers(&mut self, named: &Named) -> io::Result<()> {
        let project = self.project;
        let rows = project.documents().flat_map(|(id, document)| {
            let file = named.get(&id).map_or_else(String::new, |name| format!("documents/{name}.md"));
            document.speakers.iter().map(move |speaker| {
                let case = speaker.case.map(|case| project.person(case));
                let case = case.filter(|&case| project.case(case).is_some_and(|case| !case.gone));
                let person = case.map_or_else(String::new, |case| project.person_name(Person::Case(case)));
                vec![document.title.clone(), file.clone(), speaker.label.clone(), speaker.role.word().into(), person]
            })
        });
        let fixed = ["document", "file", "label", "role", "person"];
        let table = csv_file(&columns(&fixed, std::iter::empty()), rows)?;
        self.put("speakers.csv", table);
        Ok(())
    }

    fn coders(&mut self) -> io::Result<()> {
        let project = self.project;
        let rows = coders_named(project).into_iter().filter_map(|id| {
            let coder = project.coder(id)?;
            Some(vec![coder.name.clone(), id.to_string(), coder.kind.word().to_string()])
        });
        let coders = csv_file(&columns(&["coder", "coder_id", "kind"], std::iter::empty()), rows)?;
        self.put("coders.csv", coders);
        let rows = project.furthest().into_iter().filter_map(|((coder, document), state)| {
            let title = project.document(document)?.title.clone();
            Some(vec![project.coder_name(coder).to_string(), title, state.word().to_string()])
        });
        let given = csv_file(&columns(&["coder", "document", "state"], std::iter::empty()), rows)?;
        self.fidelity.understood("coders", coders_named(project).len());
        self.put("assignments.csv", given);
        Ok(())
    }
}
