//! The GUIDs by which things of a project are known outside: the same at every export, and told from the id.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;

use uuid::Uuid;

use crate::project::{CoderId, Id, Project};

/// The namespace of emic's ids, drawn once.
const IDS: Uuid = Uuid::from_u128(0x7d54_3a8c_91b6_4f0e_8c2d_e0c1_5a6b_93f4);

/// The GUID of a thing of that kind (version 5).
pub fn guid_for(kind: &str, id: impl Display) -> Uuid {
    Uuid::new_v5(&IDS, format!("{kind} {id}").as_bytes())
}

/// What things of a project are known by outside, and which they are here.
pub fn known_guids(project: &Project) -> HashMap<Uuid, Id> {
    // Who was taken away is still named by what they left.
    let coded = project.documents().flat_map(|(id, _)| project.codings_in(id)).map(|(_, coding)| coding.coder);
    let coded = coded.flat_map(|coder| [coder, project.coder_of(coder)]);
    let coders: BTreeSet<CoderId> = project.coders().map(|(id, _)| id).chain(coded).collect();
    let coders = coders.into_iter().map(|id| (guid_for("coder", id), id.0));
    let documents = project.documents().map(|(id, _)| (guid_for("document", id), id.0));
    let cases = project.cases().map(|(id, _)| (guid_for("case", id), id.0));
    let attributes = project.attributes().map(|(id, _)| (guid_for("attribute", id), id.0));
    let codes = project.codes().map(|(id, _)| (guid_for("code", id), id.0));
    coders.chain(documents).chain(cases).chain(attributes).chain(codes).collect()
}
