//! Web pages as plain words: what a browser shows as a line is a line.
//!
//! What a browser does not show (scripts, styles, the head, comments) goes unsaid; deletions, pictures, what is
//! embedded, fields of forms and the addresses of links are left out and counted.

use std::sync::LazyLock;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use regex::bytes::Regex;

use super::page::left_out;
use super::{Reading, Unreadable, txt};

mod counted;

#[cfg(not(feature = "sqlite"))]
use counted::Counted;
#[cfg(feature = "sqlite")]
pub use counted::{Counted, counted};

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
        (shown.pictures, "picture"),
        (shown.embedded, "embedded piece"),
        (shown.fields, "form field"),
    ]));
    if shown.links > 0 {
        let plural = if shown.links == 1 { "" } else { "s" };
        notes.push(format!("{} link{plural} left out, the words kept", shown.links));
    }
    if let Some((name, _)) = shown.skipping {
        notes.push(format!("all behind a <{name}> that never ends left out; look whether words are missing"));
    }
    Ok(Reading { words, notes, ..Reading::default() })
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

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose insides are passed over, and as what they are counted.
const SKIPPED: &[(&str, What)] = &[
    ("script", What::Unsaid),
    ("style", What::Unsaid),
    ("title", What::Unsaid),
    ("template", What::Unsaid),
    ("noscript", What::Unsaid),
    ("noframes", What::Unsaid),
    ("datalist", What::Unsaid),
    ("del", What::Deletion),
    ("svg", What::Picture),
    ("canvas", What::Picture),
    ("math", What::Picture),
    ("iframe", What::Embedded),
    ("object", What::Embedded),
    ("audio", What::Embedded),
    ("video", What::Embedded),
    ("select", What::Field),
    ("textarea", What::Field),
    ("button", What::Field),
];

/// What is left out with an element.
#[derive(Clone, Copy)]
enum What {
    Unsaid,
    Deletion,
    Picture,
    Embedded,
    Field,
}

/// What was read so far, and where in the page that was.
#[derive(Default)]
struct Shown {
    words: String,
    /// Where white space was met that stands once words follow.
    space: Option<usize>,
    /// In how many elements white space is what was typed.
    typed: usize,
    /// The element whose insides are passed over, and how often it stands in itself.
    skipping: Option<(&'static str, usize)>,
    /// The tag that is being read.
    tag: String,
    attribute: Attribute,
    has_href: bool,
    /// What kind of input a field is for.
    kind: String,
    deletions: usize,
    pictures: usize,
    embedded: usize,
    fields: usize,
    links: usize,
    /// Where what stands between the tags stands among the words.
    counted: Counted,
}

/// The attribute whose value comes next.
#[derive(Default)]
enum Attribute {
    #[default]
    Other,
    Type,
}

impl Shown {
    fn of(page: &str) -> Shown {
        let mut shown = Shown::default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
            shown.take(&event);
            None
        });
        emitter.naively_switch_states(true);
        for event in Tokenizer::new_with_emitter(page, emitter) {
            let Ok(()) = event;
        }
        shown
    }

    fn take(&mut self, event: &CallbackEvent) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = String::from_utf8_lossy(name).into_owned();
                (self.attribute, self.has_href) = (Attribute::Other, false);
                self.kind.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.has_href |= *name == b"href";
                self.attribute = if *name == b"type" { Attribute::Type } else { Attribute::Other };
            }
            CallbackEvent::AttributeValue { value } if matches!(self.attribute, Attribute::Type) => {
                self.kind = String::from_utf8_lossy(value).to_lowercase();
            }
            CallbackEvent::CloseStartTag { .. } => {
                self.begin();
                self.counted.began(self.tag == "pre");
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { value } => {
                let words = String::from_utf8_lossy(value);
                let counted = self.counted.count(&words);
                if self.skipping.is_none() {
                    self.write(&words, counted);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self) {
        if let Some((name, deep)) = &mut self.skipping {
            *deep += usize::from(*name == self.tag);
            return;
        }
        match self.tag.as_str() {
            "br" => self.break_line(),
            "q" => self.mark('“'),
            "img" => self.pictures += 1,
            "input" if self.kind == "image" => self.pictures += 1,
            "input" if self.kind != "hidden" => self.fields += 1,
            "embed" => self.embedded += 1,
            "a" => self.links += usize::from(self.has_href),
            "pre" => self.typed += 1,
            _ => {}
        }
        if let Some(&(name, what)) = SKIPPED.iter().find(|(name, _)| *name == self.tag) {
            match what {
                What::Unsaid => {}
                What::Deletion => self.deletions += 1,
                What::Picture => self.pictures += 1,
                What::Embedded => self.embedded += 1,
                What::Field => self.fields += 1,
            }
            self.skipping = Some((name, 1));
        }
        self.part(&self.tag.clone());
    }

    fn end(&mut self, tag: &str) {
        if let Some((name, deep)) = &mut self.skipping {
            *deep -= usize::from(*name == tag);
            if *deep == 0 {
                self.skipping = None;
            }
            return;
        }
        match tag {
            "br" => self.break_line(),
            "q" => self.mark('”'),
            "pre" => self.typed = self.typed.saturating_sub(1),
            _ => {}
        }
        self.part(tag);
    }

    /// Ends the line where words stand on it, for an element that has its own.
    fn part(&mut self, tag: &str) {
        if BLOCKS.contains(&tag) {
            self.space = None;
            if !self.is_at_start() {
                self.words.push('\n');
            }
        }
    }

    fn is_at_start(&self) -> bool {
        self.words.is_empty() || self.words.ends_with('\n')
    }

    fn break_line(&mut self) {
        self.space = None;
        self.words.push('\n');
    }

    /// Adds words, where they are counted to begin, and what of them counts for nothing. White space among them is one space, and none at either end of a line,
    /// unless it was typed.
    fn write(&mut self, words: &str, (begins, skipped): (usize, usize)) {
        let drops_first = self.typed > 0 && self.is_at_start();
        for (at, letter) in words.char_indices() {
            let raw = begins + at.saturating_sub(skipped);
            match letter {
                // The first line end behind the tag is only the file's layout.
                '\n' if at == 0 && drops_first => {}
                letter if self.typed > 0 => self.push(letter, raw),
                letter if letter.is_ascii_whitespace() => self.space = self.space.or(Some(raw)),
                // Some programs leave signs of their own where they had a field; nobody sees them.
                letter if letter.is_control() => self.end_space(),
                letter => {
                    self.end_space();
                    self.push(letter, raw);
                }
            }
        }
    }

    /// Adds a letter that a browser puts there by itself.
    fn mark(&mut self, letter: char) {
        self.end_space();
        self.words.push(letter);
    }

    /// Makes a space of the white space that was met, if words stand on the line before it.
    fn end_space(&mut self) {
        if let Some(raw) = self.space.take()
            && !self.is_at_start()
        {
            self.push(' ', raw);
        }
    }

    fn push(&mut self, letter: char, raw: usize) {
        self.counted.meet(raw, letter.len_utf8(), &self.words);
        self.words.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::{format_for, read as read_file};

    fn words(page: &str) -> String {
        read_file("x.html", page.as_bytes()).unwrap().words
    }

    #[test]
    fn a_block_is_a_line_and_a_break_breaks_it() {
        let page = "<!DOCTYPE html><html><head><title>No</title><style>p {}</style></head><body>\n<h1>Talk of <i>May</i></h1>\n\
                    <p>Ana:&nbsp;I felt\n   <b>heard</b> , R&amp;D &#8220;x&rdquo;<br>and <q>so</q></p><p></p><p><br></p><ul><li>one<li>two</ul>\
                    <table><tr><td>a<td>b</table><pre>\n  as  it\n is</pre><!-- no --><script>no('<p>')</script>e\u{1}nd<div>.";
        assert_eq!(
            words(page),
            "Talk of May\nAna:\u{a0}I felt heard , R&D “x”\nand “so”\n\none\ntwo\na\nb\n  as  it\n is\nend\n."
        );
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let page = "<p>x <del>no <p>no</del><img src=a><svg><title>no</title><svg></svg></svg><a href=b>there</a><a name=c></a><iframe>no</iframe>\
                    <video><p>no</video><form><input type=hidden><input><select><option>no</select><textarea><b></textarea></form>";
        let arrival = read_file("x.htm", page.as_bytes()).unwrap();
        assert_eq!(arrival.words, "x there");
        let notes =
            ["1 deletion", "2 pictures", "2 embedded pieces", "3 form fields"].map(|what| format!("{what} left out"));
        assert_eq!(arrival.notes[..4], notes);
        assert_eq!(arrival.notes[4], "1 link left out, the words kept");
        let open = read_file("x.htm", b"<p>x<svg>lost<p>lost").unwrap();
        assert!(open.notes[1].starts_with("all behind a <svg> that never ends"), "{:?}", open.notes);
    }

    #[test]
    fn the_encoding_is_the_one_that_the_page_names() {
        let cyrillic = b"<html><meta charset=\"windows-1251\"><p>\xcf\xf0\xe8\xe2\xe5\xf2";
        assert_eq!(read(cyrillic).unwrap().words, "Привет");
        let old = b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'><p>caf\xe9 \x93x\x94";
        assert_eq!(read(old).unwrap().words, "café “x”");
        let strict = b"<?xml version='1.0' encoding='iso-8859-2'?><html><p>\xb1";
        assert_eq!(read(strict).unwrap().words, "ą");
        assert_eq!(words("<meta charset=utf-8><p>né"), "né");
        assert_eq!(read(b"\xef\xbb\xbf<meta charset=latin1><p>n\xc3\xa9").unwrap().words, "né");
        let wide: Vec<u8> = "\u{feff}<p>né".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).unwrap().words, "né");
        let wrong = read(b"<meta charset=utf-8><p>it\x92s the caf\xe9 on the corner, my na\xefve place").unwrap();
        assert_eq!(wrong.words, "it’s the café on the corner, my naïve place");
        assert!(wrong.notes[0].starts_with("windows-1252 detected"));
    }

    #[test]
    fn it_is_known_by_its_first_tag_and_refused_where_nothing_is_said() {
        let named = |page: &str| format_for("P07", page.as_bytes()).unwrap().name;
        for page in ["\n<!DOCTYPE HTML><p>", "<html lang=en>", "<?xml version='1.0'?>\n<!doctype html><html>"] {
            assert_eq!(named(page), "html", "{page}");
        }
        assert_eq!(named("<v Ana> html"), "txt");
        assert_eq!(named("<é"), "txt");
        assert_eq!(read_file("x.html", b"<title>x</title><img>"), Err(Unreadable::NoText));
        assert_eq!(read_file("x.html", b"\0\x01\x02<p>"), Err(Unreadable::Binary));
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let page = "<!DOCTYPE html><p title='é'>Ana: R&amp;D &#x1F600;<!-- x --><script>a</script><pre>b</pre><q>c</q>";
        (0..page.len()).for_each(|end| drop(read(&page.as_bytes()[..end])));
    }

    #[test]
    fn depth_and_numbers_of_attributes_are_of_no_matter() {
        assert_eq!(words(&format!("{}x", "<div>".repeat(200_000))), "x");
        let wide: String = (0..200_000).map(|place| format!(" a{place}=b")).collect();
        assert_eq!(words(&format!("<p{wide}>x")), "x");
    }

    proptest! {
        #[test]
        fn every_letter_between_tags_is_kept(page in "([a-zé]{1,4}|</?(p|b|br|li|td|q|pre|a)>| |\n|&amp;){0,60}") {
            let letters = |words: &str| words.chars().filter(|letter| letter.is_alphabetic()).collect::<String>();
            let bare = page.split('<').enumerate().map(|(place, part)| match part.split_once('>') {
                Some((_, words)) if place > 0 => words,
                _ => part,
            }).collect::<String>().replace("&amp;", "");
            match read(page.as_bytes()) {
                Ok(reading) => prop_assert_eq!(letters(&reading.words), letters(&bare)),
                Err(_) => prop_assert_eq!(letters(&bare), ""),
            }
        }
    }
}
