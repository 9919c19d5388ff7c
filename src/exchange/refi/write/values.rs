//! Attributes as variables, and what is known of people and documents as their values.

use std::io::{self, Write};

use uuid::Uuid;

use super::Writing;
use crate::exchange::guid::guid_for;
use crate::project::*;

impl<W: Write> Writing<'_, W> {
    pub(super) fn variables(&mut self) -> io::Result<()> {
        let attributes: Vec<(AttributeId, &Attribute)> = self.project.attributes().collect();
        self.fidelity.understood("attributes", attributes.len());
        if attributes.is_empty() {
            return Ok(());
        }
        self.xml.open("Variables", &[])?;
        for (id, attribute) in attributes {
            let values = self.values_of(id, attribute.on);
            let mut phases: Vec<Option<String>> = values.iter().map(|(phase, _)| phase.clone()).collect();
            phases.push(None);
            phases.sort();
            phases.dedup();
            for phase in phases {
                let said = values.iter().filter(|(other, _)| *other == phase).map(|(_, value)| value.as_str());
                let kind = type_of(&attribute.values, said);
                let name = match &phase {
                    None => attribute.name.clone(),
                    Some(phase) => {
                        let name = format!("{}@{phase}", attribute.name);
                        self.fidelity.changed("values of a phase, there variables of their own", &name);
                        name
                    }
                };
                let guid = variable(id, phase.as_deref());
                if kind == "Text" && attribute.values == ValueType::Number {
                    self.fidelity.changed("numbers written as no decimal number is, there texts", &name);
                }
                let whole = if attribute.on == Bearer::Document { OF_DOCUMENTS } else { OF_PARTICIPANTS };
                let about = phase.as_ref().map_or(whole.to_owned(), |phase| part_of(id, phase));
                self.xml.open("Variable", &[("guid", &guid), ("name", &name), ("typeOfVariable", kind)])?;
                self.xml.words("Description", &about)?;
                self.xml.close("Variable")?;
                self.variables.insert((id, phase), kind);
            }
            if let ValueType::Ordered(_) = attribute.values {
                self.fidelity.changed("attributes with ordered values, there texts", &attribute.name);
            }
        }
        self.xml.close("Variables")
    }

    /// Everybody's or every document's values of an attribute, with their phases.
    fn values_of(&self, attribute: AttributeId, on: Bearer) -> Vec<(Option<String>, String)> {
        let subjects: Vec<Subject> = match on {
            Bearer::Case => self.project.cases().map(|(id, _)| Subject::Case(id)).collect(),
            Bearer::Document => self.project.documents().map(|(id, _)| Subject::Document(id)).collect(),
        };
        let values = subjects.into_iter().flat_map(|subject| self.project.values_of(subject));
        let values = values.filter(|(other, ..)| *other == attribute);
        values.map(|(_, phase, value)| (phase.map(str::to_owned), value.to_owned())).collect()
    }

    /// The values of one person or document.
    pub(super) fn values(&mut self, subject: Subject) -> io::Result<()> {
        let values: Vec<_> = self.project.values_of(subject).collect();
        for (attribute, phase, value) in values {
            let kind = self.variables.get(&(attribute, phase.map(str::to_owned))).copied().unwrap_or("Text");
            let said = match (kind, value) {
                ("Boolean", "yes") => "true",
                ("Boolean", _) => "false",
                _ => value,
            };
            self.xml.open("VariableValue", &[])?;
            self.xml.points("VariableRef", variable(attribute, phase))?;
            self.xml.words(&format!("{kind}Value"), said)?;
            self.xml.close("VariableValue")?;
            self.fidelity.understood("values of attributes", 1);
        }
        Ok(())
    }
}

/// What describes a variable: whose it is, or of which variable it holds the values of one phase.
pub const OF_DOCUMENTS: &str = "of documents";
const OF_PARTICIPANTS: &str = "of participants";

fn part_of(attribute: AttributeId, phase: &str) -> String {
    format!("of {} in phase {phase}", variable(attribute, None))
}

/// The variable and the phase of which such a description speaks.
pub fn phase_of(description: &str) -> Option<(Uuid, &str)> {
    let (whole, phase) = description.strip_prefix("of ")?.split_once(" in phase ")?;
    Some((Uuid::try_parse(whole).ok()?, phase))
}

/// The type of a variable that takes all those values.
fn type_of<'v>(values: &ValueType, mut said: impl Iterator<Item = &'v str>) -> &'static str {
    let decimal = |value: &str| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.split_once('.').map_or(number(digits), |(whole, part)| number(whole) && number(part))
    };
    match values {
        // What a decimal number cannot say (1e3, +5) stays as it was written.
        ValueType::Number if said.all(decimal) => "Float",
        ValueType::Date => "Date",
        ValueType::YesNo => "Boolean",
        _ => "Text",
    }
}

/// The GUID of the variable that an attribute is there, for all phases or for one.
fn variable(attribute: AttributeId, phase: Option<&str>) -> String {
    match phase {
        None => guid_for("attribute", attribute).to_string(),
        Some(phase) => guid_for("attribute", format!("{attribute} {phase}")).to_string(),
    }
}
