//! Rich text: the words a reader of the page sees, in order.
//!
//! Insertions, tables, text boxes and the results of fields are in; deletions, hidden text, comments, notes,
//! pictures and page furniture are out and counted. One paragraph is one line.

mod parts;
mod signs;
mod tables;
#[cfg(test)]
mod tests;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::looks::Looks;
use super::page::{Page, Passages, left_out};
use super::{DEEPEST, Reading, Unreadable, refused_format};
use parts::{Goes, Group, NOWHERE, STARRED};
use signs::{SIGNS, code_page};
use tables::{Colours, Fonts};

/// How such a file begins.
pub const RTF: &[u8] = b"{\\rtf";

/// Reads the words of a rich text.
///
/// # Errors
/// `Unreadable` when the bytes are no rich text, are damaged, hold no words, or are built to do harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if !bytes.starts_with(RTF) {
        return Err(refused_format(bytes).unwrap_or(Unreadable::NotWhatItSays { ending: "rtf" }));
    }
    let mut text = Rtf::of(bytes);
    text.walk()?;
    let mut notes = left_out(&[
        (text.comments, "comment"),
        (text.deletions.count, "deletion"),
        (text.hidden.count, "hidden passage"),
        (text.footnotes, "footnote"),
        (text.pictures, "picture"),
        (text.symbols, "symbol"),
        (text.furniture, "header or footer"),
    ]);
    if let Some(page) = text.unknown_page {
        notes.push(format!("code page {page} read as windows-1252; look whether accents and quotes are right"));
    }
    if text.faulty {
        notes.push("signs that its code page does not have read as \u{fffd}; look there".to_owned());
    }
    let looks = text.looks.seen(&text.page);
    Ok(Reading { words: text.page.words()?, notes, looks, ..Reading::default() })
}

/// A text as far as it was read.
struct Rtf<'a> {
    bytes: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    now: Group,
    page: Page,
    looks: Looks,
    /// The code page of the whole text.
    base: &'static Encoding,
    fonts: Fonts,
    colours: Colours,
    /// Bytes that are not decoded yet: a sign may take two.
    pending: Vec<u8>,
    /// Halves and wholes of signs in Unicode.
    units: Vec<u16>,
    /// Signs still to be passed over.
    passing: usize,
    /// Whether the next word begins a part that programs may pass over.
    starred: bool,
    in_furniture: bool,
    comments: usize,
    deletions: Passages,
    hidden: Passages,
    footnotes: usize,
    pictures: usize,
    symbols: usize,
    furniture: usize,
    unknown_page: Option<i32>,
    faulty: bool,
}

impl<'a> Rtf<'a> {
    fn of(bytes: &'a [u8]) -> Rtf<'a> {
        Rtf {
            bytes,
            at: 0,
            groups: Vec::new(),
            now: Group::default(),
            page: Page::default(),
            looks: Looks::default(),
            base: WINDOWS_1252,
            fonts: Fonts::default(),
            colours: Colours::default(),
            pending: Vec::new(),
            units: Vec::new(),
            passing: 0,
            starred: false,
            in_furniture: false,
            comments: 0,
            deletions: Passages::default(),
            hidden: Passages::default(),
            footnotes: 0,
            pictures: 0,
            symbols: 0,
            furniture: 0,
            unknown_page: None,
            faulty: false,
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn walk(&mut self) -> Result<(), Unreadable> {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => {
                    self.flush()?;
                    (self.passing, self.starred) = (0, false);
                    if self.groups.len() == DEEPEST {
                        return Err(Unreadable::TooDeep);
                    }
                    self.groups.push(self.now.clone());
                }
                b'}' => {
                    self.flush()?;
                    (self.passing, self.starred) = (0, false);
                    self.leave();
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control()?,
                b'\r' | b'\n' | 0 => {}
                b'\t' => self.sign("\t")?,
                byte => self.byte(byte)?,
            }
        }
        Err(Unreadable::Damaged { what: "it ends too early".into() })
    }

    /// Ends a group, and the lines of a text box that ends with it.
    fn leave(&mut self) {
        let Some(before) = self.groups.pop() else { return };
        if self.now.around > before.around {
            self.close_lines();
        }
        self.now = before;
    }

    fn close_lines(&mut self) {
        while self.page.open_lines() > self.now.around {
            self.page.close();
        }
    }

    /// What stands behind a backslash: a word with its number, or a sign.
    fn control(&mut self) -> Result<(), Unreadable> {
        let Some(first) = self.next() else { return Ok(()) };
        match first {
            b'a'..=b'z' | b'A'..=b'Z' => {
                let bytes = self.bytes;
                let from = self.at - 1;
                let count = |rest: &[u8], fits: fn(&u8) -> bool| rest.iter().take_while(|byte| fits(byte)).count();
                self.at = from + count(&bytes[from..], u8::is_ascii_alphabetic);
                let word = std::str::from_utf8(&bytes[from..self.at]).unwrap_or_default();
                let from = self.at;
                let minus = usize::from(bytes.get(from) == Some(&b'-'));
                let digits = count(&bytes[from + minus..], u8::is_ascii_digit);
                self.at += if digits > 0 { minus + digits } else { 0 };
                let number = std::str::from_utf8(&bytes[from..self.at]).ok().and_then(|number| number.parse().ok());
                self.at += usize::from(bytes.get(self.at) == Some(&b' '));
                self.word(word, number)
            }
            b'\'' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                let digits = (digit(self.bytes.get(self.at).copied()), digit(self.bytes.get(self.at + 1).copied()));
                let (Some(high), Some(low)) = digits else { return Ok(()) };
                self.at += 2;
                self.byte((high * 16 + low) as u8)
            }
            b'*' => {
                self.starred = true;
                Ok(())
            }
            b'~' => self.sign("\u{a0}"),
            b'_' => self.sign("-"),
            b'\t' => self.sign("\t"),
            b'\r' | b'\n' => self.word("par", None),
            b'{' | b'}' | b'\\' => self.byte(first),
            _ => self.sign(""),
        }
    }

    /// One byte of words.
    fn byte(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        if !self.units.is_empty() {
            self.flush()?;
        }
        self.pending.push(byte);
        Ok(())
    }

    /// A sign that does not hang on a code page.
    fn sign(&mut self, sign: &str) -> Result<(), Unreadable> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        self.flush()?;
        self.write(sign)
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Unreadable> {
        if word == "bin" {
            // Bytes of a picture, which may look like anything.
            let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(count).min(self.bytes.len());
        }
        if self.passing > 0 && SIGNS.iter().any(|(name, _)| *name == word) {
            self.passing -= 1;
            return Ok(());
        }
        if word == "u" {
            self.unicode(number.unwrap_or(0))?;
            self.passing = self.now.stand_in;
            return Ok(());
        }
        if word != "uc" {
            // That may stand between the halves of a sign.
            self.flush()?;
        }
        let starred = std::mem::take(&mut self.starred);
        if self.now.goes == Goes::Nowhere || self.begins(word, starred) {
            return Ok(());
        }
        let on = number != Some(0);
        match word {
            "f" if self.now.goes == Goes::Fonts => self.fonts.listed = number.unwrap_or(0),
            "fcharset" | "cpg" if self.now.goes == Goes::Fonts => self.fonts.list(word, number.unwrap_or(0)),
            _ if self.now.goes == Goes::Colours => self.colours.list(word, number.unwrap_or(0)),
            "f" => self.now.font = number,
            "ansicpg" => self.set_code_page(number.unwrap_or(0)),
            "mac" => self.set_code_page(10_000),
            "pc" => self.set_code_page(437),
            "pca" => self.set_code_page(850),
            "deff" => self.fonts.first = number.unwrap_or(0),
            "plain" => {
                let Group { goes, stand_in, around, .. } = self.now;
                self.now = Group { goes, stand_in, around, ..Group::default() };
            }
            "b" => self.now.look.bold = on,
            "i" => self.now.look.italic = on,
            "cf" => self.now.look.colour = self.colours.of(number.unwrap_or(0)),
            "v" => self.now.is_hidden = on,
            "deleted" => self.now.is_deleted = on,
            "uc" => self.now.stand_in = usize::try_from(number.unwrap_or(1)).unwrap_or(0),
            "shptxt" if self.now.goes == Goes::Page => {
                // The line it hangs on comes first.
                self.open_line()?;
                self.now.around = self.page.open_lines();
            }
            _ => return self.stands_for(word),
        }
        Ok(())
    }

    /// Whether the word begins a part whose words go elsewhere.
    fn begins(&mut self, word: &str, starred: bool) -> bool {
        let on_page = usize::from(self.now.goes == Goes::Page);
        let goes = match word {
            "fonttbl" => Goes::Fonts,
            "colortbl" => Goes::Colours,
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" => {
                self.in_furniture = false;
                Goes::Furniture
            }
            "annotation" | "footnote" | "pict" => {
                match word {
                    "annotation" => self.comments += on_page,
                    "footnote" => self.footnotes += on_page,
                    _ => self.pictures += on_page,
                }
                Goes::Nowhere
            }
            _ if NOWHERE.contains(&word) || starred && !STARRED.contains(&word) => Goes::Nowhere,
            _ => return false,
        };
        self.now.goes = goes;
        true
    }

    /// Writes the sign or line end that a word stands for.
    fn stands_for(&mut self, word: &str) -> Result<(), Unreadable> {
        if self.now.goes != Goes::Page {
            return Ok(());
        }
        match word {
            "par" | "sect" | "cell" | "nestcell" => {
                self.open_line()?;
                self.close_lines();
            }
            "row" | "nestrow" | "page" | "column" => self.close_lines(),
            "line" | "lbr" => {
                self.open_line()?;
                self.page.break_line();
            }
            _ => {
                let known = SIGNS.iter().find(|(name, _)| *name == word);
                return known.map_or(Ok(()), |(_, sign)| self.write(sign));
            }
        }
        // Nothing stands in for a sign behind the end of its line.
        self.passing = 0;
        Ok(())
    }

    fn set_code_page(&mut self, number: i32) {
        match code_page(number) {
            Some(encoding) => self.base = encoding,
            None => self.unknown_page = Some(number),
        }
    }

    /// Takes a sign in Unicode, or half of one; negative numbers stand for the upper half of 16 bits.
    fn unicode(&mut self, number: i32) -> Result<(), Unreadable> {
        if !self.pending.is_empty() {
            self.flush()?;
        }
        match u32::try_from(number).ok().filter(|&number| number > 0xffff).map(char::from_u32) {
            Some(sign) => self.units.extend_from_slice(sign.unwrap_or('\u{fffd}').encode_utf16(&mut [0; 2])),
            None => self.units.push(number as u16),
        }
        Ok(())
    }

    /// Writes what was not decoded yet.
    fn flush(&mut self) -> Result<(), Unreadable> {
        if !self.units.is_empty() {
            let words = String::from_utf16_lossy(&std::mem::take(&mut self.units));
            self.write(&words)?;
        }
        if self.pending.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.pending);
        let Some(encoding) = self.fonts.encoding(self.now.font, self.base) else {
            self.symbols += usize::from(self.now.goes == Goes::Page) * bytes.len();
            return Ok(());
        };
        let (words, faults) = encoding.decode_without_bom_handling(&bytes);
        self.faulty |= faults && self.now.goes == Goes::Page;
        self.write(&words)
    }

    fn write(&mut self, words: &str) -> Result<(), Unreadable> {
        if words.is_empty() || matches!(self.now.goes, Goes::Nowhere | Goes::Fonts) {
            return Ok(());
        }
        if self.now.goes == Goes::Colours {
            self.colours.end(words);
            return Ok(());
        }
        if self.now.goes == Goes::Furniture {
            let first = !self.in_furniture && !words.trim().is_empty();
            self.furniture += usize::from(first);
            self.in_furniture |= first;
            return Ok(());
        }
        let is_deleted = self.now.is_deleted;
        let is_hidden = self.now.is_hidden && !is_deleted;
        self.deletions.meet(is_deleted);
        self.hidden.meet(is_hidden);
        if !is_deleted && !is_hidden {
            self.open_line()?;
            let from = self.page.place();
            self.page.write(words);
            self.looks.wrote(from, self.page.place(), &self.now.look);
        }
        Ok(())
    }

    /// Begins a line where none is open.
    fn open_line(&mut self) -> Result<(), Unreadable> {
        if self.page.open_lines() > self.now.around { Ok(()) } else { self.page.open() }
    }
}
