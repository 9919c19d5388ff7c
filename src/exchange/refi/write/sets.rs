//! What REFI-QDA knows only as groups of documents or codes, and what is told from such groups again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Writing;
use crate::exchange::guid::guid_for;
use crate::exchange::json::coders_named;
use crate::project::*;

/// How groups are called: documents of one kind, documents of a coder, codes put away, codes given beforehand.
pub const KIND: &str = "kind: ";
pub const ASSIGNED: &str = "assigned to ";
pub const PUT_AWAY: &str = "codes put away";
pub const GIVEN: &str = "codes given beforehand";

/// What stands in a group: codes, or documents, by their GUIDs.
type Members = (&'static str, Vec<String>);

impl<W: Write> Writing<'_, W> {
    pub(super) fn sets(&mut self) -> io::Result<()> {
        let sets = self.groups();
        if sets.is_empty() {
            return Ok(());
        }
        self.xml.open("Sets", &[])?;
        for (name, (kind, members)) in sets {
            self.xml.open("Set", &[("guid", &guid_for("set", &name).to_string()), ("name", &name)])?;
            members.into_iter().try_for_each(|member| self.xml.points(kind, member))?;
            self.xml.close("Set")?;
        }
        self.xml.close("Sets")
    }

    fn groups(&self) -> BTreeMap<String, Members> {
        let mut groups: BTreeMap<String, Members> = BTreeMap::new();
        let mut add = |name: String, kind: &'static str, member: String| {
            groups.entry(name).or_insert_with(|| (kind, Vec::new())).1.push(member);
        };
        let document = |id: DocumentId| guid_for("document", id).to_string();
        for (id, found) in self.project.documents() {
            add(format!("{KIND}{}", found.kind.word()), "MemberSource", document(id));
        }
        let coders = coders_named(self.project);
        for ((coder, id), state) in self.project.furthest() {
            let name = self.project.coder_name(coder);
            let is_alone = coders.iter().filter(|&&other| self.project.coder_name(other) == name).count() < 2;
            let who = if is_alone { name.to_owned() } else { guid_for("coder", coder).to_string() };
            add(format!("{ASSIGNED}{who}: {}", state.word()), "MemberSource", document(id));
        }
        for &id in &self.codes {
            let Some(code) = self.project.code(id) else { continue };
            let named = [(PUT_AWAY, code.state == CodeState::Retired), (GIVEN, code.given)];
            let member = || guid_for("code", id).to_string();
            named.into_iter().filter(|(_, is)| *is).for_each(|(name, _)| add(name.to_owned(), "MemberCode", member()));
        }
        groups
    }
}
