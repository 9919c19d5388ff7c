//! The whole project as a folder of Markdown and csv: what is read without emic, now and in twenty years.
//!
//! Two exports of the same project are the same bytes: no clock and no machine is in them. Instead of a date the first
//! page has a fingerprint of what the project says.

mod codes;
mod documents;
mod memos;
mod names;
mod page;
mod people;
mod readme;
mod themes;

use std::io;
use std::sync::Arc;

use super::leaving::words_of;
use super::{Exported, Fidelity, NamedFile, Wish, codings};
use crate::project::*;
use crate::text::{Text, guarded};
use names::FileNames;

/// Writes the folder.
///
/// # Errors
/// A text cannot be had.
pub fn write_folder(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    wish.is_of_all()?;
    let mut folder = Folder { project, texts, files: Vec::new(), fidelity: Fidelity::default() };
    let named = folder.documents()?;
    folder.codebook()?;
    let rows = codings::write_csv(project, texts, wish)?;
    folder.fidelity.extend(rows.fidelity);
    folder.put("codings.csv", rows.bytes);
    folder.memos()?;
    folder.people(&named)?;
    folder.themes()?;
    folder.missing();
    folder.readme()?;
    let Folder { mut files, fidelity, .. } = folder;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Exported { files, fidelity, ..Exported::default() })
}

/// A folder being written.
struct Folder<'a> {
    project: &'a Project,
    texts: &'a dyn Texts,
    files: Vec<NamedFile>,
    fidelity: Fidelity,
}

impl Folder<'_> {
    fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.push(NamedFile { path: path.into(), bytes: bytes.into() });
    }

    fn text(&self, key: TextKey, of: &str) -> io::Result<Arc<Text>> {
        words_of(self.texts, key, of)
    }

    /// What the folder has no place for.
    fn missing(&mut self) {
        let project = self.project;
        for (id, _, labels) in project.attributions().filter(|(id, ..)| project.document(*id).is_some()) {
            let title = project.document(id).map_or("", |document| &document.title);
            let what = "said of who speaks in passages, only as the people of codings.csv";
            self.fidelity.changed(what, format!("{title}: {}", labels.join(", ")));
        }
        let times = project.documents().filter(|(_, document)| !document.times.is_empty());
        for (_, document) in times {
            self.fidelity.changed("times of captions, only those of coded passages", &document.title);
        }
        for (_, revised) in project.revisions().filter(|(_, revised)| !revised.gone) {
            let title = project.document(revised.document).map_or("", |document| &document.title);
            self.fidelity.left_out("words as they were before a revision, left out", title);
        }
        self.fidelity.left_out("the audit trail, which `emic log --format csv` writes", project.name());
    }
}

/// A csv file of these columns and rows; no cell can be taken for a formula.
fn csv_file(columns: &[String], rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns.iter().map(|cell| guarded(cell)))?;
    for row in rows {
        csv.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    csv.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// The columns of that attribute bearer, each a name, or a name with a phase, and what stands in them.
struct Columns(Vec<(AttributeId, Option<String>, String)>);

impl Columns {
    fn of(project: &Project, on: Bearer, subjects: impl Iterator<Item = Subject>) -> Columns {
        let mut columns: Vec<(AttributeId, Option<String>, String)> = Vec::new();
        let mut named: Vec<(AttributeId, &Attribute)> =
            project.attributes().filter(|(_, attribute)| attribute.on == on).collect();
        named.sort_by(|one, other| (&one.1.name, one.0).cmp(&(&other.1.name, other.0)));
        let values: std::collections::BTreeSet<(AttributeId, Option<String>)> = subjects
            .flat_map(|subject| project.values_of(subject).map(|(id, phase, _)| (id, phase.map(str::to_string))))
            .collect();
        for (id, attribute) in named {
            columns.push((id, None, attribute.name.clone()));
            for (_, phase) in values.range((id, None)..).take_while(|(other, _)| *other == id) {
                if let Some(phase) = phase {
                    columns.push((id, Some(phase.clone()), format!("{} ({phase})", attribute.name)));
                }
            }
        }
        Columns(columns)
    }

    fn titles(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(.., title)| title.clone())
    }

    fn values(&self, project: &Project, subject: Subject) -> impl Iterator<Item = String> {
        let given: Vec<(AttributeId, Option<&str>, &str)> = project.values_of(subject).collect();
        let value = move |(id, phase, _): &(AttributeId, Option<String>, String)| {
            let here = given.iter().find(|(other, of, _)| other == id && *of == phase.as_deref());
            here.map_or_else(String::new, |(.., value)| value.to_string())
        };
        self.0.iter().map(value)
    }
}

/// Where the words of documents are, by document.
type Named = std::collections::BTreeMap<DocumentId, String>;

/// The headings of a csv file.
fn columns(fixed: &[&str], more: impl Iterator<Item = String>) -> Vec<String> {
    fixed.iter().map(|name| name.to_string()).chain(more).collect()
}
