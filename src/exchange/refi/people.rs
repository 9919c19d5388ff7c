//! Cases, what is known of them, and who speaks in the texts.

use std::collections::HashSet;

use uuid::Uuid;

use super::element::Element;
use super::sources::{guid, guid_of, values_of};
use super::study::Study;
use super::write::{OF_DOCUMENTS, phase_of};
use crate::exchange::json::{AttributeRecord, CaseRecord, TargetRecord, ValueRecord, Values};
use crate::exchange::plan::{one_line, unique};
use crate::exchange::voices::{self, Person};

impl Study {
    /// The values of a case or document as the dump has them; `on` is `case` or `document`.
    pub fn values(&mut self, values: &[(Uuid, String)], on: &str) -> Values {
        let mut records = Vec::new();
        for (variable, said) in values {
            let Some(element) = self.variable(*variable) else {
                self.fidelity.left_out("values of a variable that is not in the file, left out", said);
                continue;
            };
            // emic writes the values of a phase as a variable of their own, and says so in its description.
            let part = element.words("description").filter(|_| self.is_ours).and_then(phase_of);
            let (element, phase) = match part.and_then(|(whole, phase)| Some((self.variable(whole)?, phase))) {
                Some((whole, phase)) => (whole, Some(phase.to_owned())),
                None => (element, None),
            };
            let id = guid_of(element).to_string();
            let kind = kind_of(element);
            if !self.dump.attributes.iter().any(|known| known.id == id && known.on == on) {
                self.dump.attributes.push(attribute(element, on));
            }
            let value = match kind {
                "yes-no" if matches!(&**said, "true" | "1") => "yes".to_owned(),
                "yes-no" if matches!(&**said, "false" | "0") => "no".to_owned(),
                // The time of a day, and the zone of a date, are no part of a date here.
                "date" => said.get(..10).unwrap_or(said).to_owned(),
                _ => said.clone(),
            };
            records.push(ValueRecord { attribute: id, phase, value });
        }
        Values(records)
    }

    fn variable(&self, id: Uuid) -> Option<&Element> {
        self.variables.iter().find(|element| guid_of(element) == id)
    }

    /// Brings in the cases, and says who they are in the texts.
    pub fn people(&mut self) {
        let mut names: HashSet<String> = HashSet::new();
        let mut people: Vec<Person> = Vec::new();
        for case in std::mem::take(&mut self.cases) {
            let sources: Vec<String> = case.targets("sourceref").map(|target| guid(target).to_string()).collect();
            let values = values_of(&case);
            let Some(name) = case.attribute("name") else {
                self.nameless(&case, &sources, &values);
                continue;
            };
            let name = one_line(name, "unnamed");
            let unique = unique(&name, |name| names.contains(name));
            if unique != name {
                self.fidelity.changed("cases with the name of another, now numbered", &unique);
            }
            names.insert(unique.clone());
            let id = guid_of(&case).to_string();
            for code in case.targets("coderef") {
                self.fidelity.left_out("codes of a case, left out", format!("{unique}: {code}"));
            }
            let on = TargetRecord { case: id.clone(), ..TargetRecord::default() };
            self.describe(case.words("description"), on, None);
            let selections: Vec<Uuid> = case.targets("selectionref").map(guid).collect();
            selections.iter().for_each(|selection| drop(self.bare.remove(selection)));
            let stretches = selections.iter().filter_map(|selection| self.places.get(selection).copied()).collect();
            let attributes = self.values(&values, "case");
            self.dump.cases.push(CaseRecord {
                id: id.clone(),
                name: unique.clone(),
                attributes,
                ..CaseRecord::default()
            });
            let mut documents: Vec<usize> = sources.iter().filter_map(|id| self.documents.get(id).copied()).collect();
            documents.sort_unstable();
            documents.dedup();
            people.push(Person { id, name: unique, documents, stretches });
        }
        for variable in std::mem::take(&mut self.variables) {
            let id = guid_of(&variable).to_string();
            let said = variable.words("description").unwrap_or_default();
            let of_phase = self.is_ours && phase_of(said).is_some();
            if !of_phase && !self.dump.attributes.iter().any(|known| known.id == id) {
                let on = if self.is_ours && said == OF_DOCUMENTS { "document" } else { "case" };
                self.dump.attributes.push(attribute(&variable, on));
            }
            if !self.is_ours && !said.is_empty() {
                self.fidelity.left_out(
                    "descriptions of variables, left out",
                    format!("{}: {said}", attribute(&variable, "").name),
                );
            }
        }
        voices::find(&mut self.dump, &mut self.fidelity, &people);
    }

    /// Some programs hang the variables of a document on a case without a name.
    fn nameless(&mut self, case: &Element, sources: &[String], values: &[(Uuid, String)]) {
        let documents: Vec<usize> = sources.iter().filter_map(|id| self.documents.get(id).copied()).collect();
        if documents.is_empty() {
            self.fidelity.left_out("cases without a name and a document, left out", guid_of(case));
        }
        for place in documents {
            let values = self.values(values, "document");
            self.dump.documents[place].attributes.0.extend(values.0);
        }
    }
}

fn attribute(variable: &Element, on: &str) -> AttributeRecord {
    AttributeRecord {
        id: guid_of(variable).to_string(),
        name: variable.attribute("name").unwrap_or("unnamed").to_owned(),
        on: on.to_owned(),
        values: kind_of(variable).to_owned(),
        choices: Vec::new(),
    }
}

fn kind_of(variable: &Element) -> &'static str {
    match variable.attribute("typeofvariable").map(str::to_lowercase).as_deref() {
        Some("boolean") => "yes-no",
        Some("integer" | "float") => "number",
        Some("date" | "datetime") => "date",
        _ => "text",
    }
}
