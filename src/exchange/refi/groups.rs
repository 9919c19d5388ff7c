//! Sets of codes and documents: what emic says with them, and what other programs do.

use std::collections::HashSet;

use super::element::Element;
use super::sources::{guid, guid_of};
use super::study::Study;
use super::write::{ASSIGNED, GIVEN, KIND, PUT_AWAY};
use crate::exchange::json::{AssignmentRecord, AttributeRecord, DocumentRecord, ValueRecord};

impl Study {
    /// Takes what sets say; those that say nothing here are left out.
    pub fn groups(&mut self, sets: Vec<Element>) {
        for set in sets {
            let name = set.attribute("name").unwrap_or("unnamed").to_owned();
            let members = |kind: &str| set.targets(kind).map(|target| guid(target).to_string()).collect::<Vec<_>>();
            let (codes, documents) = (members("membercode"), members("membersource"));
            let understood = match self.is_ours {
                true => self.ours(&name, &codes, &documents),
                false => codes.is_empty() && self.value(&set, &name, &documents),
            };
            if !understood {
                self.fidelity.left_out("sets (groups of codes or documents), left out", name);
            }
        }
    }

    /// What emic says with a set; false for any other.
    fn ours(&mut self, name: &str, codes: &[String], documents: &[String]) -> bool {
        if let Some(kind) = name.strip_prefix(KIND) {
            self.each_member(documents, |document| document.kind = kind.to_owned());
        } else if let Some((coder, state)) = name.strip_prefix(ASSIGNED).and_then(|words| words.rsplit_once(": ")) {
            let given = documents.iter().map(|document| AssignmentRecord {
                coder: coder.to_owned(),
                document: document.clone(),
                state: state.to_owned(),
                finished: false,
            });
            self.dump.assignments.extend(given);
        } else if name == PUT_AWAY || name == GIVEN {
            let codes: HashSet<&String> = codes.iter().collect();
            for code in self.dump.codes.iter_mut().filter(|code| codes.contains(&code.id)) {
                match name {
                    GIVEN => code.given = true,
                    _ => code.state = "retired".to_owned(),
                }
            }
        } else {
            return false;
        }
        true
    }

    /// A set of documents called `gender: female` is how some programs say a value.
    fn value(&mut self, set: &Element, name: &str, documents: &[String]) -> bool {
        let Some((attribute, value)) = name.split_once(':').map(|(name, value)| (name.trim(), value.trim())) else {
            return false;
        };
        let is_known = documents.iter().any(|id| self.documents.contains_key(id));
        if attribute.is_empty() || value.is_empty() || !is_known {
            return false;
        }
        if !self.dump.attributes.iter().any(|known| known.on == "document" && known.name == attribute) {
            let (name, on, id) = (attribute.to_owned(), "document".to_owned(), guid_of(set).to_string());
            self.dump.attributes.push(AttributeRecord { id, name, on, values: "text".to_owned(), choices: Vec::new() });
        }
        let record = ValueRecord { attribute: attribute.to_owned(), phase: None, value: value.to_owned() };
        self.each_member(documents, |document| document.attributes.0.push(record.clone()));
        self.fidelity.changed("sets of documents, now values of an attribute", name);
        true
    }

    fn each_member(&mut self, ids: &[String], mut make: impl FnMut(&mut DocumentRecord)) {
        for &place in ids.iter().filter_map(|id| self.documents.get(id)) {
            make(&mut self.dump.documents[place]);
        }
    }
}
