//! PDF files: the words of each page, line by line as they are printed.
//!
//! A PDF has letters and their places on pages, and neither words nor paragraphs: both are guessed by how far
//! letters stand apart. What is drawn at the edge of every page stands among the words.

mod bounds;
#[cfg(test)]
mod tests;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::encryption::DecryptionError;
use pdf_extract::{ConvertToFmt, Document, Error, OutputError, PlainTextOutput, output_doc_page};

use super::page::left_out;
use super::{LIMIT, Reading, Unreadable, apart, refused_format};

/// How such a file begins, or nearly begins.
pub const PDF: &[u8] = b"%PDF-";
const HEAD: usize = 1_024;

/// Reads the words of a PDF file.
///
/// It is read in a thread of its own, for the crate that reads it breaks down on what it does not expect; a page on
/// which it does is left out and named.
///
/// # Errors
/// `Unreadable` when the bytes are no PDF file, have a password, are damaged, hold no words (a scan), or are built to do
/// harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], PDF).is_none() {
        return Err(refused_format(bytes).unwrap_or(Unreadable::NotWhatItSays { ending: "pdf" }));
    }
    bounds::of_file(bytes)?;
    let broken = || Err(Unreadable::BrokenPdf { what: "its reader broke down".into() });
    apart(|| pages_of(bytes)).unwrap_or_else(broken)
}

fn pages_of(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut file = Document::load_mem(bytes).map_err(fault)?;
    if file.trailer.has(b"Encrypt") {
        // Many are sealed against changes alone, with no password to read them.
        file.decrypt("").map_err(fault)?;
    }
    let seen = bounds::of_pages(&mut file)?;
    let (mut words, mut unread) = (String::new(), Vec::new());
    for &number in file.get_pages().keys() {
        let mut page = Printed { words: String::new(), room: LIMIT - words.len() };
        let outcome =
            catch_unwind(AssertUnwindSafe(|| output_doc_page(&file, &mut PlainTextOutput::new(&mut page), number)));
        match outcome {
            Ok(Ok(())) => add_page(&mut words, &page.words),
            Ok(Err(OutputError::FormatError(_))) => return Err(Unreadable::TooLarge),
            Ok(Err(_)) | Err(_) => unread.push(number.to_string()),
        }
    }
    let blank = words.trim().is_empty();
    if blank && !unread.is_empty() {
        return Err(Unreadable::BrokenPdf { what: "no page of it could be read".into() });
    }
    if blank {
        return Err(Unreadable::NoText);
    }
    let mut notes = vec![
        "a PDF has no paragraphs: lines end as printed, and what stands at the edge of pages stands among the words; \
         compare a page"
            .to_owned(),
    ];
    if seen.is_said_otherwise {
        let note =
            "some letters of this PDF stand for others, which is not read: words may be wrong; read it beside the page";
        notes.insert(0, note.to_owned());
    }
    match unread.as_slice() {
        [] => {}
        [page] => notes.insert(0, format!("page {page} could not be read and is left out")),
        pages => notes.insert(0, format!("pages {} could not be read and are left out", pages.join(", "))),
    }
    notes.extend(left_out(&[(seen.pictures, "picture")]));
    Ok(Reading { words, notes, ..Reading::default() })
}

/// What the crate complains of, in our words.
fn fault(error: Error) -> Unreadable {
    match error {
        Error::InvalidPassword | Error::NotEncrypted | Error::Decryption(DecryptionError::IncorrectPassword) => {
            Unreadable::Password
        }
        other => Unreadable::BrokenPdf { what: other.to_string() },
    }
}

/// The words of a page as they are printed, up to as many as may come.
struct Printed {
    words: String,
    room: usize,
}

impl fmt::Write for &mut Printed {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        if self.words.len() + words.len() > self.room {
            return Err(fmt::Error);
        }
        self.words.push_str(words);
        Ok(())
    }
}

impl ConvertToFmt for &mut Printed {
    type Writer = Self;

    fn convert(self) -> Self {
        self
    }
}

/// Adds the lines of a page below a blank one; blank lines below each other are one.
fn add_page(words: &mut String, page: &str) {
    let mut blank = !words.is_empty();
    for line in page.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = !words.is_empty();
            continue;
        }
        if blank {
            words.push('\n');
        }
        blank = false;
        line.chars().for_each(|letter| match LIGATURES.iter().find(|(sign, _)| *sign == letter) {
            Some((_, letters)) => words.push_str(letters),
            None => words.push(letter),
        });
        words.push('\n');
    }
}

/// Letters that printers join: nobody who looks for a word types them.
const LIGATURES: &[(char, &str)] =
    &[('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")];
