//! emic JSON read back, or a file of that shape that another program wrote.

use std::fmt;
use std::io::{BufReader, Cursor, Read};

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::given::{Margin, Reading};
use super::{Dump, FORMAT};
use crate::exchange::Unreadable;

/// Reads a dump, record by record, however large it is.
///
/// # Errors
/// `Unreadable` when it is no dump, is of a newer format, or breaks off: what, where, and what to do.
pub fn read_dump(from: &mut dyn Read) -> Result<Dump, Unreadable> {
    let mut lists = Lists { dump: Dump::default(), margin: Margin::default(), format: None };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(without_mark(from)?));
    let outcome = json.deserialize_map(&mut lists).and_then(|()| json.end());
    match lists.format {
        Some(found) if found > FORMAT => return Err(Unreadable::Newer { found, known: FORMAT }),
        Some(FORMAT) => outcome.map_err(|error| unreadable(&error))?,
        _ => {
            return Err(outcome
                .err()
                .filter(|error| !error.is_data())
                .map_or(Unreadable::NotDump, |error| unreadable(&error)));
        }
    }
    lists.dump.notes.extend(lists.margin.left_out);
    Ok(lists.dump)
}

/// Passes over the mark that some editors put at the start.
fn without_mark(from: &mut dyn Read) -> Result<impl Read + '_, Unreadable> {
    let mut head = Vec::with_capacity(3);
    let read = Read::take(&mut *from, 3).read_to_end(&mut head);
    read.map_err(|error| Unreadable::Interrupted { what: error.to_string() })?;
    if head == "\u{feff}".as_bytes() {
        head.clear();
    }
    Ok(Cursor::new(head).chain(from))
}

/// Says what is wrong and where, without a word of what stands there: it may be a participant's.
fn unreadable(error: &serde_json::Error) -> Unreadable {
    if error.is_io() {
        return Unreadable::Interrupted { what: error.to_string() };
    }
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
    let what = said.rsplit_once("expected ").map_or(said.to_owned(), |(_, wanted)| format!("expected {wanted}"));
    Unreadable::Json { what, line: error.line(), column: error.column() }
}

struct Lists {
    dump: Dump,
    margin: Margin,
    format: Option<u64>,
}

impl<'de> Visitor<'de> for &mut Lists {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("one object in { }")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut lists: A) -> Result<(), A::Error> {
        let Lists { dump, margin, format } = self;
        macro_rules! list {
            ($list:ident) => {
                dump.$list.append(&mut lists.next_value_seed(Reading::with(margin))?)
            };
        }
        while let Some(name) = lists.next_key::<String>()? {
            match name.as_str() {
                "format" => {
                    *format = Some(lists.next_value()?);
                    if format.is_some_and(|found| found != FORMAT) {
                        return Err(A::Error::custom("another format"));
                    }
                }
                "project" => dump.project = lists.next_value_seed(Reading::with(margin))?,
                "coders" => list!(coders),
                "assignments" => list!(assignments),
                "documents" => {
                    list!(documents);
                    dump.documents.iter().try_for_each(|document| margin.weigh_text(&document.text))?;
                }
                "speakers" => list!(speakers),
                "cases" => list!(cases),
                "codes" => list!(codes),
                "codings" => list!(codings),
                "memos" => list!(memos),
                "comparisons" => list!(comparisons),
                "themes" => list!(themes),
                "attributions" => list!(attributions),
                "attributes" => list!(attributes),
                _ => {
                    margin.unknown(&name);
                    lists.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}
