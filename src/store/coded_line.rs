//! The line of a coding, read field by field.
//!
//! Most lines of a log put a code on a passage. In exactly the shape in which they are written they are read
//! here, three times as fast as by the reader of every line; anything else is left to that one.

use super::line::OpLine;
use crate::project::{CodeId, CoderId, CodingId, DocumentId, Edit, Id, Origin, Passage};
use crate::text::Span;

/// Reads a line without its last parenthesis; `None` where it is of another kind or shape.
pub(super) fn read(words: &str) -> Option<OpLine> {
    let mut rest = Rest(words);
    let id = rest.skip("(id:")?.id()?;
    let tick = rest.skip(",tick:")?.number()?;
    let at = i64::try_from(rest.skip(",at:")?.number()?).ok()?;
    let coding = CodingId(rest.skip(",edit:ApplyCode(coding:")?.id()?);
    let document = DocumentId(rest.skip(",passage:(document:")?.id()?);
    let start = rest.skip(",span:(")?.short()?;
    let end = rest.skip(",")?.short()?;
    let seal = rest.skip("),seal:")?.string()?.parse().ok()?;
    let code = CodeId(rest.skip("),code:")?.id()?);
    let coder = CoderId(rest.skip(",coder:")?.id()?);
    rest.skip(")")?;
    let of = rest.act()?;
    let passage = Passage { document, span: Span::new(start, end, u32::MAX)?, seal };
    let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
    let (by, was, undoes, why, texts) = (None, None, None, None, Vec::new());
    rest.0.is_empty().then_some(OpLine { id, tick, at, by, edit, was, of, undoes, why, texts })
}

/// What is still to be read of a line.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, words: &str) -> Option<&mut Rest<'a>> {
        self.0 = self.0.strip_prefix(words)?;
        Some(self)
    }

    fn number(&mut self) -> Option<u64> {
        let (mut value, mut digits) = (0_u64, 0);
        for digit in self.0.bytes().map(|byte| byte.wrapping_sub(b'0')).take_while(|&digit| digit < 10) {
            value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
            digits += 1;
        }
        self.0 = &self.0[digits..];
        (digits > 0).then_some(value)
    }

    fn short(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// A thing of this log, or of another of the file's table.
    fn id(&mut self) -> Option<Id> {
        let first = self.skip("\"")?.short()?;
        let (log, number) = match self.skip(".") {
            Some(rest) => (first, rest.short()?),
            None => (0, first),
        };
        self.skip("\"")?;
        Id::in_table(log, number)
    }

    /// The act that the change belongs to, where it is not one of its own.
    fn act(&mut self) -> Option<Option<(Id, u32)>> {
        if self.0.is_empty() {
            return Some(None);
        }
        let first = self.skip(",of:(")?.id()?;
        let size = self.skip(",")?.short()?;
        self.skip(")")?;
        Some(Some((first, size)))
    }

    fn string(&mut self) -> Option<&'a str> {
        let (words, rest) = self.0.strip_prefix('"')?.split_once('"')?;
        self.0 = rest;
        Some(words)
    }
}
