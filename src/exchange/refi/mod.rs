//! REFI-QDA: whole projects (.qdpx, .qde) and codebooks (.qdc) as other programs write and read them.
//!
//! The standard (REFI-QDA 1.5, www.qdasoftware.org) leaves open how line ends are counted and is followed by no
//! program to the letter: names are matched without regard to case and namespace, paths by their last part, and how
//! a file counts positions is found out (see `super::offsets`). What is read becomes a dump, and comes in as a dump does.

mod element;
mod groups;
mod people;
mod sources;
mod study;
#[cfg(test)]
mod tests;
mod texts;
mod write;

use std::io::{BufReader, Cursor};

use super::archive::Packed;
use super::offsets::Offsets;
use super::{Dump, LIMIT, Unreadable, ZIP, refused_format, txt};
use study::Study;
use texts::Parts;

pub use write::{write_codebook, write_project};

/// Reads a project, packed or bare.
///
/// # Errors
/// `Unreadable` when it is no REFI-QDA project, is damaged or built to do harm, or when it is not clear how it counts
/// positions.
pub fn read_project(bytes: &[u8], offsets: Offsets) -> Result<Dump, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let read = if bytes.starts_with(ZIP) { read_packed } else { read_bare };
    read(bytes, offsets).map_err(of_project)
}

/// What is wrong with an archive or XML, said of a project.
fn of_project(error: Unreadable) -> Unreadable {
    let what = match error {
        Unreadable::Damaged { what } => what,
        Unreadable::Entities => "it declares XML entities of its own".to_owned(),
        Unreadable::TooDeep => "its XML stands more than 256 deep".to_owned(),
        Unreadable::TooManyParts => "more than 100,000 parts are packed in it".to_owned(),
        Unreadable::OddPath { part } => format!("its part {part:?} leads out of it"),
        Unreadable::TooDense { part } => format!("{part:?} unpacks to more than 200 times its size"),
        Unreadable::PartTooLarge { part } => format!("{part:?} unpacks to more than any study has"),
        Unreadable::TooLargeUnpacked => "it unpacks to more than any study has".to_owned(),
        other => return other,
    };
    Unreadable::BrokenProject { what }
}

fn read_packed(bytes: &[u8], offsets: Offsets) -> Result<Dump, Unreadable> {
    let mut archive = Packed::open_project(bytes)?;
    let mut projects = archive.parts_ending(".qde");
    let (Some(project), None) = (projects.pop(), projects.pop()) else {
        return Err(Unreadable::NotRefi);
    };
    let mut study = Study::default();
    let root = element::read(BufReader::new(archive.stream(&project)?), &mut |list, thing| study.take(list, thing))?;
    study.finish(&root, Parts::of(archive, &project), offsets)
}

/// Reads a codebook, or a project whose texts all stand in it.
fn read_bare(bytes: &[u8], offsets: Offsets) -> Result<Dump, Unreadable> {
    if let Some(refusal) = refused_format(bytes) {
        return Err(refusal);
    }
    if bytes.len() > LIMIT {
        return Err(Unreadable::TooLarge);
    }
    let (xml, _) = txt::unicode(bytes).ok_or(Unreadable::Encoding)?;
    if !xml.trim_start().starts_with('<') {
        return Err(Unreadable::NotRefi);
    }
    let mut study = Study::default();
    let root = element::read(Cursor::new(xml), &mut |list, thing| study.take(list, thing))?;
    study.finish(&root, Parts::default(), offsets)
}

/// Whether an archive is a REFI-QDA project.
pub fn is_project(bytes: &[u8]) -> bool {
    Packed::open_project(bytes).is_ok_and(|archive| archive.parts_ending(".qde").len() == 1)
}
