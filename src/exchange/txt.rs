//! Plain text in whatever encoding it was saved.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Reading, Unreadable, refused_format};
use crate::text::clean;

/// Reads plain text: UTF-8 first, then UTF-16, then the likeliest older encoding.
///
/// # Errors
/// `Unreadable` when the bytes are no text, or no text stands in them.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let words = clean(text);
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    Ok(Reading { words, notes: notes(encoding), ..Reading::default() })
}

/// What is said of how the encoding was found.
pub fn notes(encoding: Source) -> Vec<String> {
    match encoding {
        Source::Utf8 => Vec::new(),
        Source::Utf16 => vec!["read as UTF-16".to_owned()],
        Source::Guessed(name) => vec![format!("{name} detected; look whether accents and quotes are right")],
    }
}

/// How the encoding of a text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Utf8,
    Utf16,
    Guessed(&'static str),
}

/// Turns bytes into text without a byte order mark, and says how.
///
/// # Errors
/// `Unreadable` when the bytes are empty, another format, binary, or in no known encoding.
pub fn decode(bytes: &[u8]) -> Result<(String, Source), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some(refusal) = refused_format(bytes) {
        return Err(refusal);
    }
    let (text, source) = match unicode(bytes) {
        Some(found) => found,
        None => guessed(bytes)?,
    };
    if is_binary(&text) {
        return Err(Unreadable::Binary);
    }
    Ok((text, source))
}

/// As `unicode`, and what is UTF-8 already is not copied.
pub fn unicode_of(bytes: Vec<u8>) -> Option<(String, Source)> {
    if bytes.contains(&0) || Encoding::for_bom(&bytes).is_some() {
        return unicode(&bytes);
    }
    Some((String::from_utf8(bytes).ok()?, Source::Utf8))
}

/// The text when the bytes are UTF-8, or UTF-16 with or without a mark.
pub fn unicode(bytes: &[u8]) -> Option<(String, Source)> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    match marked.or_else(|| unmarked_utf16(bytes)).filter(|&encoding| encoding != UTF_8) {
        None => {
            let text = UTF_8.decode_without_bom_handling_and_without_replacement(without_mark(bytes))?;
            Some((text.into_owned(), Source::Utf8))
        }
        Some(utf16) => {
            let (text, faults) = utf16.decode_with_bom_removal(bytes);
            (!faults).then(|| (text.into_owned(), Source::Utf16))
        }
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// UTF-16 without a mark: in western text every second byte is 0, on one side only.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() % 2 == 1 || !bytes.contains(&0) {
        return None;
    }
    let zeros = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), bytes.len() / 2);
    match (first * 10, second * 10) {
        (few, many) if few < pairs && many > pairs * 4 => Some(UTF_16LE),
        (many, few) if few < pairs && many > pairs * 4 => Some(UTF_16BE),
        _ => None,
    }
}

fn guessed(bytes: &[u8]) -> Result<(String, Source), Unreadable> {
    if bytes.contains(&0) {
        return Err(Unreadable::Binary);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _, faults) = encoding.decode(bytes);
    if faults {
        return Err(Unreadable::Encoding);
    }
    Ok((text.into_owned(), Source::Guessed(encoding.name())))
}

/// Whether too many control characters stand in the text for a person to have written it.
fn is_binary(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.contains(&0) {
        return true;
    }
    let is_control = |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0e..=0x1f | 0x7f);
    // U+0080 to U+009F but the line end U+0085.
    let is_later = |at: &usize| matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f));
    let later = memchr::memchr_iter(0xc2, bytes).filter(is_later).count();
    let controls = bytes.iter().filter(is_control).count() + later;
    controls * 50 > text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Unreadable, is_binary, read};

    proptest! {
        /// Control signs are counted as such, whatever stands beside them; tabs, feeds and U+0085 are none.
        #[test]
        fn control_signs_make_a_text_binary(words in "[a-cé\u{c2}\t\n\u{1}\u{1f}\u{7f}\u{80}\u{84}\u{85}\u{86}\u{9f}\u{a0}]{1,60}") {
            let is_blank = |sign: char| matches!(sign, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}');
            let controls = words.chars().filter(|&sign| sign.is_control() && !is_blank(sign)).count();
            prop_assert_eq!(is_binary(&words), controls * 50 > words.len());
        }
    }

    fn words(bytes: &[u8]) -> String {
        read(bytes).unwrap().words
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_a_mark() {
        assert_eq!(words("\u{feff}Ana: né\r\nyes\r".as_bytes()), "Ana: né\nyes\n");
        assert_eq!(words(&utf16("\u{feff}Ana: né", u16::to_le_bytes)), "Ana: né");
        assert_eq!(words(&utf16("\u{feff}Ana: né", u16::to_be_bytes)), "Ana: né");
        assert_eq!(words(&utf16("\u{feff}\u{feff}Ana", u16::to_le_bytes)), "Ana");
        assert_eq!(read(&utf16("\u{feff}\u{feff}", u16::to_le_bytes)), Err(Unreadable::NoText));
        assert_eq!(words(&utf16("Ana: né", u16::to_le_bytes)), "Ana: né");
        assert_eq!(words(&utf16("Ana: né", u16::to_be_bytes)), "Ana: né");
    }

    #[test]
    fn an_older_encoding_is_guessed_and_said() {
        let reading = read(b"Ana: that\x92s the caf\xE9 on the corner, it\x92s my na\xEFve place").unwrap();
        assert_eq!(reading.words, "Ana: that’s the café on the corner, it’s my naïve place");
        assert!(reading.notes[0].starts_with("windows-1252 detected"), "{:?}", reading.notes);
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_reason() {
        assert_eq!(read(b""), Err(Unreadable::Empty));
        assert_eq!(read(b" \r\n\t"), Err(Unreadable::NoText));
        assert_eq!(read(b"\xEF\xBB\xBF"), Err(Unreadable::NoText));
        assert_eq!(read(b"ab\0c and more"), Err(Unreadable::Binary));
        assert_eq!(read(b"\x01\x02\x03\x04abc"), Err(Unreadable::Binary));
        assert!(read(b"%PDF-1.7 ...").unwrap_err().to_string().starts_with("this is a PDF file; "));
        assert_eq!(read(b"{\\rtf1 hello}"), Err(Unreadable::Misnamed { what: "an RTF file", ending: "rtf" }));
        assert_eq!(read(b"\xD0\xCF\x11\xE0 old"), Err(Unreadable::Protected));
    }
}
