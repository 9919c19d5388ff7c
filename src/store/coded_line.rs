//! The line of a coding, read field by field.
//!
//! Most lines of a log put a code on a passage. In exactly the shape in which they are written they are read here,
//! without a look for which field comes next; anything else is left to the reader of every line.

use crate::project::{CodeId, CoderId, CodingId, DocumentId, Edit, Gesture, Id, LogTable, Op, OpId, Origin, Passage};
use crate::text::Span;

/// The change that a line without its last parenthesis says in a log of that table and coder; `None` where it is of
/// another kind or shape.
pub(super) fn read(words: &str, table: &LogTable, by: CoderId) -> Option<Op> {
    let mut rest = Rest { bytes: words.as_bytes(), table };
    let id = OpId(rest.skip(b"(id:")?.id()?);
    let tick = rest.skip(b",tick:")?.number()?;
    let at = i64::try_from(rest.skip(b",at:")?.number()?).ok()?;
    let coding = CodingId(rest.skip(b",edit:ApplyCode(coding:")?.id()?);
    let document = DocumentId(rest.skip(b",passage:(document:")?.id()?);
    let start = rest.skip(b",span:(")?.short()?;
    let end = rest.skip(b",")?.short()?;
    let seal = rest.skip(b"),seal:\"")?.digits::<16>()?.parse().ok()?;
    let code = CodeId(rest.skip(b"\"),code:")?.id()?);
    let coder = CoderId(rest.skip(b",coder:")?.id()?);
    rest.skip(b")")?;
    let gesture = if rest.bytes.is_empty() { Gesture { first: id, size: 1 } } else { rest.act()? };
    let passage = Passage { document, span: Span::new(start, end, u32::MAX)?, seal };
    let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
    let (was, undoes, why, texts) = (None, None, None, Vec::new());
    rest.bytes.is_empty().then_some(Op { id, tick, by, at, edit, was, gesture, undoes, why, texts })
}

/// What is still to be read of a line, and what its ids mean.
struct Rest<'a> {
    bytes: &'a [u8],
    table: &'a LogTable,
}

impl<'a> Rest<'a> {
    fn skip<const N: usize>(&mut self, words: &[u8; N]) -> Option<&mut Rest<'a>> {
        let (first, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        (first == words).then_some(self)
    }

    fn number(&mut self) -> Option<u64> {
        let (mut value, mut digits) = (0_u64, 0);
        for digit in self.bytes.iter().map(|byte| byte.wrapping_sub(b'0')).take_while(|&digit| digit < 10) {
            value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
            digits += 1;
        }
        self.bytes = &self.bytes[digits..];
        (digits > 0).then_some(value)
    }

    fn short(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn digits<const N: usize>(&mut self) -> Option<&'a str> {
        let (digits, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        std::str::from_utf8(digits).ok()
    }

    /// A thing of this log, or of another of the file's table.
    fn id(&mut self) -> Option<Id> {
        let first = self.skip(b"\"")?.short()?;
        let (log, number) = match self.bytes.first() {
            Some(b'.') => (first, self.skip(b".")?.short()?),
            _ => (0, first),
        };
        self.skip(b"\"")?;
        self.table.lengthen(Id::in_table(log, number)?)
    }

    /// The act that the change belongs to, where it is not one of its own.
    fn act(&mut self) -> Option<Gesture> {
        let first = OpId(self.skip(b",of:(")?.id()?);
        let size = self.skip(b",")?.short()?;
        self.skip(b")")?;
        Some(Gesture { first, size })
    }
}
