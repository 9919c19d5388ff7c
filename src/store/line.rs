//! One line of a log file: what it says, and the hash that ties it to the line before.
//!
//! Each line ends in `,hash:"…")`, over the file from the hash before it up to there, so a torn, damaged or
//! missing line shows. A line in exactly the shape written here is read by the reader in `quick`, any other by
//! `ron`.

use std::sync::LazyLock;

use blake2s_simd::many::{HashManyJob, hash_many};
use blake2s_simd::{Hash as Blake2s, Params};
use ron::Options;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::log::FORMAT;
use super::quick;
use crate::project::{CoderId, Edit, Gesture, Id, LogId, LogTable, Op, OpId, RevisionId, TextKey};

/// Bytes of `,hash:"` + 32 digits + `")`.
pub(super) const ENDING: usize = 7 + 32 + 2;

/// Bytes from a hash to the next line: 32 digits, `")` and the line's end.
const TIE: usize = 32 + 2 + 1;

/// BLAKE2s of sixteen bytes, by which lines are tied since format 2: unlike others, it is worked out for several
/// short lines at once (RFC 7693).
static SIXTEEN_BYTES: LazyLock<Params> = LazyLock::new(|| {
    let mut params = Params::new();
    params.hash_length(16);
    params
});

/// The hash of one line: sixteen bytes.
pub(super) type Hash = TextKey;

/// The first line of a log file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderLine {
    pub format: u32,
    pub log: LogId,
    pub coder: CoderId,
    pub logs: Vec<LogId>,
}

/// Gives another log a place in the file's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlsoLine {
    pub also: LogId,
    /// Where it stands in the table: were an earlier table line lost, later ids must not change their meaning.
    pub place: usize,
}

impl AlsoLine {
    /// What a line says, where it is such a one.
    pub fn read(line: &str) -> Option<AlsoLine> {
        read(part(line)?.0).ok().filter(|_| line.starts_with("(also:"))
    }
}

/// A change, with ids as the file shortens them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpLine {
    pub id: Id,
    pub tick: u64,
    pub at: i64,
    /// Who acted, where it is not the coder of the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    pub edit: Edit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<Edit>>,
    /// First change and size of its gesture, where it is not a gesture of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<(Id, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The revisions of texts in which its positions count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Id>,
}

/// What is left of a change whose words were erased: its number, and the act it was of. The hash behind it is
/// still that of the line as it was, over which the next line's hash is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErasedLine {
    pub id: Id,
    /// Always `true`: what tells such a line from a damaged one.
    pub erased: bool,
    /// First change and size of its gesture, where it was not a gesture of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<(Id, u32)>,
}

impl ErasedLine {
    /// Reads a line without its ending, blanks before that included.
    pub fn read(words: &str) -> Option<ErasedLine> {
        quick::read::<ErasedLine>(words.trim_end_matches(' ')).filter(|line| line.erased)
    }

    /// The line that stands in the place of another: as long, with the same hash behind it. `None` where the
    /// other has no hash, or is shorter than what is left.
    pub fn over(&self, line: &str) -> Option<String> {
        let (words, _) = part(line)?;
        let mut left = options().to_string(self).ok()?;
        left.pop(); // its last parenthesis, which comes after the hash
        let blanks = words.len().checked_sub(left.len())?;
        Some(format!("{left}{}{}", " ".repeat(blanks), &line[words.len()..]))
    }
}

impl OpLine {
    /// The change that the line says in a log of that table and coder.
    ///
    /// # Errors
    /// The table does not name the log of this id.
    pub fn in_log_of(mut self, table: &LogTable, coder: CoderId) -> Result<Op, Id> {
        let mut unknown = None;
        self.for_each_id(&mut |id| match table.lengthen(*id) {
            Some(long) => *id = long,
            None => unknown = Some(*id),
        });
        if let Some(id) = unknown {
            return Err(id);
        }
        let id = OpId(self.id);
        let (first, size) = self.of.map_or((id, 1), |(first, size)| (OpId(first), size));
        Ok(Op {
            id,
            tick: self.tick,
            by: self.by.map_or(coder, CoderId),
            at: self.at,
            edit: self.edit,
            was: self.was,
            gesture: Gesture { first, size },
            undoes: self.undoes.map(OpId),
            why: self.why,
            texts: self.texts.into_iter().map(RevisionId).collect(),
        })
    }

    /// Visits every id of the line.
    pub fn for_each_id(&mut self, visit: &mut dyn FnMut(&mut Id)) {
        visit(&mut self.id);
        self.by.iter_mut().for_each(&mut *visit);
        self.edit.for_each_id(visit);
        if let Some(was) = &mut self.was {
            was.for_each_id(visit);
        }
        self.of.iter_mut().for_each(|(first, _)| visit(first));
        self.undoes.iter_mut().for_each(&mut *visit);
        self.texts.iter_mut().for_each(visit);
    }
}

/// RON in which an optional value stands without `Some`.
pub(super) fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a line without its ending, with which its last parenthesis went.
pub(super) fn read<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    quick::read(words).map_or_else(|| read_with_ron(words), Ok)
}

pub(super) fn read_with_ron<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    options().from_str(&format!("{words})")).map_err(|error| error.code.to_string())
}

/// Writes a value as one line that ends in its hash, and gives that hash back.
///
/// # Errors
/// Only those of the serializer.
pub(super) fn write<T: Serialize>(value: &T, before: Option<Hash>, to: &mut String) -> Result<Hash, ron::Error> {
    Ok(tie(&words_of(value)?, before, to))
}

/// A value as a line without its ending, with which its last parenthesis goes.
///
/// # Errors
/// Only those of the serializer.
pub(super) fn words_of<T: Serialize>(value: &T) -> Result<String, ron::Error> {
    let mut words = options().to_string(value)?;
    words.pop();
    Ok(words)
}

/// Writes the words of a line with the hash that ties it to the one before, and gives that hash back.
pub(super) fn tie(words: &str, before: Option<Hash>, to: &mut String) -> Hash {
    let hash = hash_of(FORMAT, before, words);
    to.push_str(words);
    to.push_str(&format!(",hash:\"{hash}\")\n"));
    hash
}

/// Parts a line into what its hash is over and the hash as written; `None` where it does not end in one.
pub(super) fn part(line: &str) -> Option<(&str, Hash)> {
    let (words, ending) = line.split_at_checked(line.len().checked_sub(ENDING)?)?;
    let hash = ending.strip_prefix(",hash:\"")?.strip_suffix("\")")?.parse().ok()?;
    Some((words, hash))
}

/// The hash of a line in a log of that format, after a line with the hash `before`.
pub(super) fn hash_of(format: u32, before: Option<Hash>, words: &str) -> Hash {
    if format == 1 {
        let mut hasher = blake3::Hasher::new();
        if let Some(before) = before {
            hasher.update(&before.0);
        }
        let hash = hasher.update(words.as_bytes()).finalize();
        return TextKey(std::array::from_fn(|place| hash.as_bytes()[place]));
    }
    let tie = before.map(|before| format!("{before}\")\n")).unwrap_or_default();
    sixteen(SIXTEEN_BYTES.to_state().update(tie.as_bytes()).update(words.as_bytes()).finalize())
}

/// The hashes, since format 2, of lines that end (behind their line feeds) at `ends` and follow one another in
/// `lines` from `start` on; `None` for one that is too short to have a hash or that nothing stands before.
pub(super) fn hashes_of(lines: &[u8], mut start: usize, ends: &[usize]) -> Vec<Option<Hash>> {
    let tied = ends.iter().map(|&end| {
        let from = std::mem::replace(&mut start, end).checked_sub(TIE)?;
        let words = lines.get(from..end.checked_sub(ENDING + 1)?)?;
        (words.len() > TIE).then(|| HashManyJob::new(&SIXTEEN_BYTES, words))
    });
    let mut jobs: Vec<Option<HashManyJob>> = tied.collect();
    hash_many(jobs.iter_mut().flatten());
    jobs.iter().map(|job| job.as_ref().map(|job| sixteen(job.to_hash()))).collect()
}

fn sixteen(hash: Blake2s) -> Hash {
    TextKey(std::array::from_fn(|place| hash.as_bytes()[place]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{DocumentId, DocumentKind};

    #[test]
    fn a_line_reads_as_a_person_would_write_it() {
        let number = |word: &str| word.parse::<Id>().unwrap();
        let edit = Edit::SetKind { document: DocumentId(number("1.2")), kind: DocumentKind::FocusGroup };
        let line = OpLine {
            id: number("14"),
            tick: 203,
            at: 1_792_020_000_000,
            by: None,
            edit,
            was: None,
            of: Some((number("12"), 3)),
            undoes: Some(number("9")),
            why: Some("it was a group".to_string()),
            texts: Vec::new(),
        };
        let mut written = String::new();
        let hash = write(&line, Some(TextKey::of("before")), &mut written).unwrap();
        let words = r#"(id:"14",tick:203,at:1792020000000,edit:SetKind(document:"1.2",kind:FocusGroup),of:("12",3),undoes:"9",why:"it was a group""#;
        assert_eq!(part(written.trim_end()), Some((words, hash)));
        assert_eq!(hash, hash_of(FORMAT, Some(TextKey::of("before")), words));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let known = r#"(id:"1",tick:1,at:1,edit:NameProject(name:"a")"#;
        assert!(read::<OpLine>(known).is_ok());
        assert!(read::<OpLine>(&known.replace("at:1", "at:1,mood:2")).is_err());
        assert!(read::<OpLine>(&known.replace("at:1", "at:1,at:1")).is_err());
        assert!(read::<OpLine>(&known.replace(r#"name:"a""#, r#"name:"a",x:1"#)).is_err());
    }
}
