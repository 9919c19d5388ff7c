//! Web pages as plain words: what a browser shows as a line is a line.
//!
//! What no browser shows (scripts, styles, the head, comments) goes unsaid; deletions, hidden text, pictures, what is
//! embedded, fields of forms and the addresses of links are left out and counted.

use std::sync::LazyLock;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;

use super::page::left_out;
use super::{Reading, Unreadable, txt};

mod counted;
mod elements;
mod looks;
mod shown;
mod skipping;
mod style;
#[cfg(test)]
mod tests;

#[cfg(feature = "sqlite")]
pub use counted::{Counted, counted};
use shown::Shown;
use skipping::Skipping;

/// Reads a web page, whatever the state of its tags.
///
/// # Errors
/// As for plain text.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let (page, mut notes) = decoded(bytes)?;
    let shown = Shown::of(&page);
    let words = shown.words.trim_end_matches('\n').to_owned();
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    notes.extend(left_out(&[
        (shown.deletions, "deletion"),
        (shown.hidden.count, "hidden passage"),
        (shown.pictures, "picture"),
        (shown.embedded, "embedded piece"),
        (shown.fields, "form field"),
    ]));
    if shown.links > 0 {
        let plural = if shown.links == 1 { "" } else { "s" };
        notes.push(format!("{} link{plural} left out, the words kept", shown.links));
    }
    let looks = shown.looking.seen(&words);
    if let Some(Skipping { name, .. }) = shown.skipping {
        notes.push(format!("all behind a <{name}> that never ends left out; look whether words are missing"));
    }
    Ok(Reading { words, notes, looks, ..Reading::default() })
}

/// Whether a text begins as a web page does.
pub fn is_page(text: &str) -> bool {
    let begins = |text: &str, with: &str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let text = text.trim_start();
    let behind =
        if begins(text, "<?xml") { text.split_once("?>").map_or(text, |(_, rest)| rest.trim_start()) } else { text };
    begins(behind, "<!doctype html") || begins(behind, "<html")
}

/// The text in the encoding that its mark, itself, or its bytes say, with what is to be noted of that.
fn decoded(bytes: &[u8]) -> Result<(String, Vec<String>), Unreadable> {
    // A page that can say UTF-16 in single bytes is not in UTF-16, and UTF-8 is looked for anyway.
    let named = charset(bytes).filter(|named| ![UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT].contains(named));
    if let Some(encoding) = named.filter(|_| Encoding::for_bom(bytes).is_none() && !bytes.contains(&0)) {
        let (text, faults) = encoding.decode_without_bom_handling(bytes);
        if !faults {
            return Ok((text.into_owned(), Vec::new()));
        }
    }
    let (text, source) = txt::decode(bytes)?;
    Ok((text, txt::notes(source)))
}

/// Where a page names its encoding, it does so early.
const HEAD: usize = 4_096;

static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?i-u)<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#;
    Regex::new(pattern).expect("our own pattern compiles")
});

fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let found = CHARSET.captures(&bytes[..bytes.len().min(HEAD)])?;
    Encoding::for_label(found.get(1)?.as_bytes())
}
