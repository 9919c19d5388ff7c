//! One line of a log file: what it says, and the hash that ties it to the line before.
//!
//! Each line ends in `,hash:"…")`, over the bytes of the hash before it and its own text up to there;
//! so a torn, damaged or missing line shows. Most lines put a code on a passage: these are read by a
//! strict reader of exactly the shape written here, many times faster than by `ron`, which reads all
//! others.

use std::str::FromStr;

use ron::Options;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::project::{CodeId, CoderId, CodingId, DocumentId, Edit, Id, LogId, Passage, Seal, TextKey};
use crate::text::Span;

/// Bytes of `,hash:"` + 32 digits + `")`.
const ENDING: usize = 7 + 32 + 2;

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
}

impl OpLine {
    /// Visits every id of the line.
    pub fn for_each_id(&mut self, visit: &mut dyn FnMut(&mut Id)) {
        visit(&mut self.id);
        self.by.iter_mut().for_each(&mut *visit);
        self.edit.for_each_id(visit);
        if let Some(was) = &mut self.was {
            was.for_each_id(visit);
        }
        self.of.iter_mut().for_each(|(first, _)| visit(first));
        self.undoes.iter_mut().for_each(visit);
    }

    /// Reads a line without its ending.
    pub fn read(words: &str) -> Result<OpLine, String> {
        read_applied(words).map_or_else(|| read(words), Ok)
    }
}

/// RON in which an optional value stands without `Some`.
pub(super) fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a line without its ending, with which its last parenthesis went.
pub(super) fn read<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    options().from_str(&format!("{words})")).map_err(|error| error.code.to_string())
}

/// Writes a value as one line that ends in its hash, and gives that hash back.
///
/// # Errors
/// Only those of the serializer.
pub(super) fn write<T: Serialize>(value: &T, before: Option<Hash>, to: &mut String) -> Result<Hash, ron::Error> {
    let mut words = options().to_string(value)?;
    words.pop(); // its last parenthesis, which comes after the hash
    let hash = hash_of(before, &words);
    to.push_str(&words);
    to.push_str(&format!(",hash:\"{hash}\")\n"));
    Ok(hash)
}

/// Parts a line into what its hash is over and the hash as written; `None` where it does not end in one.
pub(super) fn part(line: &str) -> Option<(&str, Hash)> {
    let (words, ending) = line.split_at_checked(line.len().checked_sub(ENDING)?)?;
    let hash = ending.strip_prefix(",hash:\"")?.strip_suffix("\")")?.parse().ok()?;
    Some((words, hash))
}

pub(super) fn hash_of(before: Option<Hash>, words: &str) -> Hash {
    let mut hasher = blake3::Hasher::new();
    if let Some(before) = before {
        hasher.update(&before.0);
    }
    hasher.update(words.as_bytes());
    let hash = hasher.finalize();
    TextKey(std::array::from_fn(|place| hash.as_bytes()[place]))
}

/// Reads a line that puts a code on a passage, in exactly the shape in which it is written here.
fn read_applied(words: &str) -> Option<OpLine> {
    let mut rest = Rest(words);
    let id = rest.skip("(id:")?.quoted()?;
    let tick = rest.skip(",tick:")?.number()?;
    let at = rest.skip(",at:")?.number()?;
    let coding = CodingId(rest.skip(",edit:ApplyCode(coding:")?.quoted()?);
    let document = DocumentId(rest.skip(",passage:(document:")?.quoted()?);
    let start = rest.skip(",span:(")?.number()?;
    let end = rest.skip(",")?.number()?;
    let seal: Seal = rest.skip("),seal:")?.quoted()?;
    let code = CodeId(rest.skip("),code:")?.quoted()?);
    let coder = CoderId(rest.skip(",coder:")?.quoted()?);
    let made = match rest.skip(",at:") {
        Some(rest) => Some(rest.number()?),
        None => None,
    };
    rest.skip(")")?;
    let of = match rest.skip(",of:(") {
        Some(rest) => {
            let of = (rest.quoted()?, rest.skip(",")?.number()?);
            rest.skip(")")?;
            Some(of)
        }
        None => None,
    };
    let passage = Passage { document, span: Span::new(start, end, u32::MAX)?, seal };
    let edit = Edit::ApplyCode { coding, passage, code, coder, at: made };
    let line = OpLine { id, tick, at, by: None, edit, was: None, of, undoes: None, why: None };
    rest.0.is_empty().then_some(line)
}

/// What is still to be read of a line.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn skip(&mut self, expected: &str) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(self)
    }

    fn number<T: FromStr>(&mut self) -> Option<T> {
        let sign = usize::from(self.0.starts_with('-'));
        let digits = self.0.as_bytes()[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.0.split_at(sign + digits);
        self.0 = rest;
        number.parse().ok()
    }

    fn quoted<T: FromStr>(&mut self) -> Option<T> {
        let words = self.0.strip_prefix('"')?;
        let end = words.bytes().position(|byte| byte == b'"')?;
        self.0 = &words[end + 1..];
        words[..end].parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::project::DocumentKind;

    fn id() -> impl Strategy<Value = Id> {
        let written = prop_oneof!["[0-9]{1,7}", "[0-9]{1,3}\\.[0-9]{1,7}", "[a-k][2-9]{7}-[0-9]{1,7}"];
        written.prop_map(|word| word.parse().unwrap())
    }

    prop_compose! {
        fn applied()(
            ids in (id(), id(), id(), id(), id()),
            tick in any::<u64>(),
            at in any::<i64>(),
            (start, length) in (0..u32::MAX / 2, 1..1_000_u32),
            seal in any::<[u8; 8]>(),
            made in proptest::option::of(any::<i64>()),
            of in proptest::option::of((id(), any::<u32>())),
        ) -> OpLine {
            let span = Span::new(start, start + length, u32::MAX).unwrap();
            let passage = Passage { document: DocumentId(ids.1), span, seal: Seal(seal) };
            let (coding, code, coder) = (CodingId(ids.2), CodeId(ids.3), CoderId(ids.4));
            let edit = Edit::ApplyCode { coding, passage, code, coder, at: made };
            OpLine { id: ids.0, tick, at, by: None, edit, was: None, of, undoes: None, why: None }
        }
    }

    fn words_of(line: &OpLine) -> String {
        let mut words = options().to_string(line).unwrap();
        words.pop();
        words
    }

    proptest! {
        #[test]
        fn the_fast_reader_and_ron_read_the_same(line in applied()) {
            let words = words_of(&line);
            prop_assert_eq!(read_applied(&words), Some(line.clone()));
            prop_assert_eq!(read::<OpLine>(&words), Ok(line));
        }

        #[test]
        fn what_the_fast_reader_takes_of_damaged_lines_ron_takes_alike(
            line in applied(), place in any::<proptest::sample::Index>(), put in "[ -~é]?",
        ) {
            let mut words = words_of(&line);
            let at = place.index(words.len());
            words.replace_range(at..=at, &put);
            if let Some(line) = read_applied(&words) {
                prop_assert_eq!(read::<OpLine>(&words), Ok(line));
            }
        }

        #[test]
        fn other_lines_are_left_to_ron_and_come_back_whole(
            line in applied(), why in "\\PC{0,20}|[\"\\\\\n\t'é\u{301}\u{200d}\u{1}]{0,8}", by in id(), named in any::<bool>(),
        ) {
            let was = Edit::NameProject { name: why.clone() };
            let by = named.then_some(by);
            let line = OpLine { by, undoes: by, was: Some(Box::new(was)), why: Some(why), ..line };
            let words = words_of(&line);
            prop_assert!(!words.contains('\n') && !words.contains("Some("));
            prop_assert_eq!(read_applied(&words), None);
            prop_assert_eq!(OpLine::read(&words), Ok(line));
        }
    }

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
        };
        let mut written = String::new();
        let hash = write(&line, Some(TextKey::of("before")), &mut written).unwrap();
        let words = r#"(id:"14",tick:203,at:1792020000000,edit:SetKind(document:"1.2",kind:FocusGroup),of:("12",3),undoes:"9",why:"it was a group""#;
        assert_eq!(part(written.trim_end()), Some((words, hash)));
        assert_eq!(hash, hash_of(Some(TextKey::of("before")), words));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let known = r#"(id:"1",tick:1,at:1,edit:NameProject(name:"a")"#;
        assert!(OpLine::read(known).is_ok());
        assert!(OpLine::read(&known.replace("at:1", "at:1,mood:2")).is_err());
        assert!(OpLine::read(&known.replace("at:1", "at:1,at:1")).is_err());
        assert!(OpLine::read(&known.replace(r#"name:"a""#, r#"name:"a",x:1"#)).is_err());
    }
}
