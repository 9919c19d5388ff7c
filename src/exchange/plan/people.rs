//! The people of a dump, and what is known of them.

use super::dump::Planner;
use super::one_line;
use crate::exchange::json::{AttributeRecord, CaseRecord, CoderRecord, ValueRecord};
use crate::project::*;

impl Planner<'_> {
    pub fn coders(&mut self, records: Vec<CoderRecord>) {
        for CoderRecord { id, name, kind } in records {
            let kind = [CoderKind::Consensus].into_iter().find(|known| known.word() == kind).unwrap_or_default();
            let name = one_line(&name, &one_line(&id, "imported"));
            let known = self.coder_here(&id, &name);
            let coder = known.unwrap_or_else(|| self.add_coder(&id, &name, kind));
            self.coders.entry(name).or_insert(coder);
            if !id.is_empty() {
                self.coders.insert(id, coder);
            }
        }
    }

    fn coder_here(&mut self, id: &str, name: &str) -> Option<CoderId> {
        let same = self.meant(id).map(CoderId).filter(|&id| self.project.coder(id).is_some());
        let named = || self.project.coders().find(|(_, coder)| coder.name == name).map(|(id, _)| id);
        same.map(|id| self.project.coder_of(id)).or_else(named)
    }

    fn add_coder(&mut self, id: &str, name: &str, kind: CoderKind) -> CoderId {
        let coder = CoderId(self.id_for("coder", id));
        self.plan.edits.push(Edit::AddCoder { coder, name: name.to_owned(), kind });
        coder
    }

    /// The coder of that name, who is added where nobody listed them.
    pub fn coder(&mut self, word: &str) -> CoderId {
        if let Some(&coder) = self.coders.get(word) {
            return coder;
        }
        let name = one_line(word, "imported");
        let coder = self.coder_here("", &name).unwrap_or_else(|| self.add_coder("", &name, CoderKind::Person));
        self.coders.insert(word.to_owned(), coder);
        coder
    }

    pub fn cases(&mut self, records: Vec<CaseRecord>) {
        self.cases_by_name = self.project.cases().map(|(id, case)| (case.name.clone(), id)).collect();
        for CaseRecord { id, name, withdrawn, attributes } in records {
            let name = one_line(&name, &one_line(&id, "unnamed"));
            let here = self.case_here(&id, &name);
            let case = here.unwrap_or_else(|| self.add_case(&id, &name));
            if here.is_some() {
                self.fidelity.changed("participants taken as those of the same name here", &name);
            }
            if !id.is_empty() && self.cases.insert(id, case).is_some() {
                self.fidelity.changed("participants with the id of another, who take its place", &name);
            }
            match Withdrawal::of(&withdrawn) {
                // Who withdrew anywhere counts nowhere.
                Some(how) => self.plan.edits.push(Edit::Withdraw { case, how: Some(how) }),
                None if withdrawn.is_empty() => {}
                None => {
                    self.fidelity.changed("unknown ways to withdraw, taken as stopped", &name);
                    self.plan.edits.push(Edit::Withdraw { case, how: Some(Withdrawal::Stopped) });
                }
            }
            self.values(Subject::Case(case), attributes.0, here.is_some());
        }
    }

    fn case_here(&mut self, id: &str, name: &str) -> Option<CaseId> {
        let meant = self.meant(id).map(CaseId);
        let there = |case: &CaseId| self.project.case(*case).is_some_and(|case| !case.gone);
        let same = meant.map(|id| self.project.person(id)).filter(there);
        same.or_else(|| self.cases_by_name.get(name).copied().filter(there))
    }

    fn add_case(&mut self, id: &str, name: &str) -> CaseId {
        let case = CaseId(self.id_for("case", id));
        self.plan.edits.push(Edit::AddCase { case, name: name.to_owned() });
        self.cases_by_name.entry(name.to_owned()).or_insert(case);
        case
    }

    /// The case of that id or name, who is added where nobody listed them.
    pub fn case(&mut self, word: &str) -> CaseId {
        if let Some(&case) = self.cases.get(word) {
            return case;
        }
        let name = one_line(word, "unnamed");
        let case = self.cases_by_name.get(&name).copied().unwrap_or_else(|| self.add_case("", &name));
        self.cases.insert(word.to_owned(), case);
        case
    }

    pub fn attributes(&mut self, records: Vec<AttributeRecord>) {
        for record in records {
            let on = if record.on == "document" { Bearer::Document } else { Bearer::Case };
            let name = one_line(&record.name, &one_line(&record.id, "unnamed"));
            let choices: Vec<String> = record.choices.iter().map(|choice| one_line(choice, "-")).collect();
            let values = match record.values.as_str() {
                "number" => ValueType::Number,
                "date" => ValueType::Date,
                "yes-no" => ValueType::YesNo,
                "ordered" if !choices.is_empty() || (self.keeps && !record.id.is_empty()) => {
                    ValueType::Ordered(choices)
                }
                _ => ValueType::Text,
            };
            if values.word() != record.values && !record.values.is_empty() {
                self.fidelity.changed(
                    "attributes of a type that emic does not know, now text",
                    format!("{name}: {}", record.values),
                );
            }
            let found = self
                .attribute_here(on, &record.id, &name)
                .unwrap_or_else(|| self.add_attribute(&record.id, on, &name, values));
            self.attributes.entry((on, name)).or_insert_with(|| found.clone());
            if !record.id.is_empty() {
                self.attributes.insert((on, record.id), found);
            }
        }
    }

    fn attribute_here(&mut self, on: Bearer, id: &str, name: &str) -> Option<(AttributeId, ValueType)> {
        let id = self.meant(id).map(AttributeId);
        let named = || self.project.attributes().filter(|(_, here)| here.on == on && here.name == name);
        let same = named().find(|(here, _)| Some(*here) == id).or_else(|| named().next());
        same.map(|(here, attribute)| (here, attribute.values.clone()))
    }

    fn add_attribute(&mut self, id: &str, on: Bearer, name: &str, values: ValueType) -> (AttributeId, ValueType) {
        let attribute = AttributeId(self.id_for("attribute", id));
        self.plan.edits.push(Edit::AddAttribute { attribute, name: name.to_owned(), on, values: values.clone() });
        (attribute, values)
    }

    /// Gives a case or document its values; what it has here already stays.
    pub fn values(&mut self, subject: Subject, records: Vec<ValueRecord>, was_here: bool) {
        let on = match subject {
            Subject::Case(_) => Bearer::Case,
            Subject::Document(_) => Bearer::Document,
        };
        for ValueRecord { attribute: word, phase, value } in records {
            let key = (on, word);
            let known = self.attributes.get(&key).cloned().or_else(|| self.attribute_here(on, "", &key.1));
            let (attribute, values) = known.unwrap_or_else(|| {
                self.fidelity.changed("attributes that the file does not list, taken as text", &key.1);
                self.add_attribute("", on, &one_line(&key.1, "unnamed"), ValueType::Text)
            });
            self.attributes.entry(key.clone()).or_insert_with(|| (attribute, values.clone()));
            let here = self.project.value(attribute, subject, phase.as_deref()).filter(|_| was_here);
            if here.is_some_and(|here| here != value) {
                self.fidelity.changed("values that differ from those here, which stay", format!("{}: {value}", key.1));
            } else if !values.takes(&value) {
                self.fidelity
                    .left_out("values that do not fit their attribute, left out", format!("{}: {value}", key.1));
            } else if here.is_none() {
                self.plan.edits.push(Edit::SetAttribute { attribute, subject, phase, value: Some(value) });
            }
        }
    }
}
