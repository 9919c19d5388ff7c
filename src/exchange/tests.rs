//! Whole files through the front door.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::speakers::{self, Speakers};
use super::{FORMATS, LIMIT, Offsets, Reads, Unreadable, format_for, read};

pub(super) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let xml = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    archive(&[("word/document.xml", &xml)])
}

fn words(body: &str) -> String {
    read("x.docx", &docx(body)).unwrap().words
}

fn notes(body: &str) -> Vec<String> {
    read("x.docx", &docx(&format!("<w:p><w:r><w:t>x</w:t></w:r>{body}</w:p>"))).unwrap().notes
}

#[test]
fn a_paragraph_is_a_line_and_entities_are_rejoined() {
    let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>R&amp;D &#x201C;a</w:t><w:t xml:space='preserve'> b</w:t></w:r></w:p>\
                <w:p/><w:p><w:r><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t><w:br w:type='page'/>\
                <w:noBreakHyphen/></w:r></w:p>";
    assert_eq!(words(body), "R&D “a b\n\nx\ty\nz-");
}

#[test]
fn content_controls_and_insertions_are_in_and_text_boxes_once() {
    let body = "<w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent><w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins></w:p>\
                </w:sdtContent></w:sdt><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                <w:p><w:r><w:t>anchor</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t>\
                </w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback>\
                </mc:AlternateContent><w:t>ed</w:t></w:r></w:p>";
    assert_eq!(words(body), "in\ncell\nanchored\nbox");
}

#[test]
fn tracked_changes_are_read_as_done_and_of_what_comes_back_as_undone() {
    let end = |kind: &str| format!("<w:pPr><w:numPr><w:ins/></w:numPr><w:rPr><w:{kind}/></w:rPr></w:pPr>");
    let run = |words: &str| format!("<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}</w:p><w:p>{}<w:ins>{}</w:ins>{}</w:p><w:p>{}<w:del><w:r><w:delText>Yes</w:delText><w:tab/>\
         </w:r></w:del><w:moveTo>{}</w:moveTo><w:r><w:noBreakHyphen/></w:r></w:p>",
        end("del"),
        run("I "),
        run("felt"),
        end("ins"),
        run("so "),
        run("heard"),
        run(" by "),
        run("all")
    );
    assert_eq!(words(&body), "I felt\nso heard\n by all-");
    let back = super::read_returned(&docx(&body)).unwrap();
    assert_eq!(
        (back.words.as_str(), back.changed.as_str()),
        ("I \nfelt\nheard by Yes\t\u{2011}", "I felt\nso heard\n by all\u{2011}")
    );
}

#[test]
fn what_is_left_out_is_counted() {
    let body = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:commentReference/><w:commentReference/>\
                <w:footnoteReference/><w:sym/></w:r>";
    assert_eq!(notes(body), ["2 comments left out", "1 deletion left out", "1 footnote left out", "1 symbol left out"]);
    assert!(notes("").is_empty());
}

/// A run with its settings.
fn run(settings: &str, words: &str) -> String {
    format!("<w:r><w:rPr>{settings}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
}

#[test]
fn hidden_words_are_left_out_and_counted_and_those_that_are_shown_again_are_in() {
    let off = ["0", "false", "off"].map(|off| run(&format!("<w:vanish w:val='{off}'/>"), "y")).concat();
    let body = format!(
        "<w:p>{}{}<w:r><w:rPr><w:vanish/></w:rPr><w:br/><w:tab/></w:r>{off}{}<w:r><w:t> z</w:t></w:r></w:p>",
        run("", "x "),
        run("<w:vanish/><w:b/>", "no"),
        run("<w:b/><w:vanish w:val='true'/>", "no"),
    );
    let arrival = read("x.docx", &docx(&body)).unwrap();
    assert_eq!(
        (arrival.words.as_str(), &arrival.notes[..]),
        ("x yyy z", &["2 hidden passages left out".to_owned()][..])
    );
    // What was hidden before a change that was tracked is not, and a text box hides nothing behind it.
    let changed = run("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", "in");
    let boxed = format!(
        "<w:r><w:t>a</w:t><w:txbxContent><w:p>{}</w:p></w:txbxContent><w:t>b</w:t></w:r>",
        run("<w:vanish/>", "no")
    );
    assert_eq!(words(&format!("<w:p>{changed}</w:p><w:p>{boxed}</w:p>")), "in\nab\n");
    // A line of which nobody sees the end either is no line.
    let end = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>";
    let gone = format!("<w:p>{end}{}</w:p>", run("<w:vanish/>", "no"));
    let stays = format!("<w:p>{end}{}</w:p>", run("", "seen"));
    assert_eq!(
        words(&format!("<w:p>{}</w:p>{gone}{gone}{stays}<w:p>{}</w:p>", run("", "a"), run("", "b"))),
        "a\nseen\nb"
    );
}

#[test]
fn words_whose_style_hides_them_are_left_out() {
    let style = |id: &str, says: &str| format!("<w:style w:styleId='{id}'>{says}</w:style>");
    let hidden = "<w:rPr><w:vanish/></w:rPr>";
    let styles = [
        style("Note", hidden),
        style("Inner", "<w:basedOn w:val='Note'/>"),
        style("Shown", "<w:basedOn w:val='Inner'/><w:rPr><w:vanish w:val='0'/></w:rPr>"),
        style("Grid", &format!("<w:tblStylePr>{hidden}</w:tblStylePr>")),
    ];
    let by = |id: &str, words: &str| run(&format!("<w:rStyle w:val='{id}'/>"), words);
    let paragraph = "<w:p><w:pPr><w:pStyle w:val='Note'/></w:pPr>";
    let body = format!(
        "<w:d><w:p>{}{}{}{}</w:p>{paragraph}{}</w:p>{paragraph}{}{}{}</w:p></w:d>",
        by("Inner", "no"),
        by("Shown", "a"),
        by("Grid", "b"),
        by("Lost", "c"),
        run("", "no"),
        run("<w:vanish w:val='0'/>", "d"),
        by("Note", "e"),
        run("", "no"),
    );
    let with = |styles: &str| archive(&[("word/document.xml", &body), ("word/styles.xml", styles)]);
    let styles = format!("<w:styles>{}</w:styles>", styles.concat());
    let arrival = read("x.docx", &with(&styles)).unwrap();
    assert_eq!(
        (arrival.words.as_str(), &arrival.notes[..]),
        ("abc\nde", &["3 hidden passages left out".to_owned()][..])
    );
    // Where the styles are damaged every word is in; what is built to do harm is refused there too.
    assert_eq!(read("x.docx", &with("<w:styles>")).unwrap().words, "noabc\nno\ndeno");
    assert_eq!(read("x.docx", &with("<!DOCTYPE a><a/>")), Err(Unreadable::Entities));
}

#[test]
fn hidden_words_of_what_comes_back_stay_where_they_are() {
    let body = format!("<w:p>{}{}</w:p>", run("", "x"), run("<w:vanish/>", "y"));
    let end = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>";
    let file = docx(&format!("{body}{end}<w:p/>"));
    let back = super::read_returned(&file).unwrap();
    assert_eq!((back.words.as_str(), back.changed.as_str()), ("xy\n\n", "xy\n\n"));
    assert_eq!(read("x.docx", &file).unwrap().words, "x\n");
    assert_eq!(super::docx::all_words(&file).as_deref(), Ok("xy\n\n"));
}

#[test]
fn headers_are_left_out_when_words_stand_in_them() {
    let page = "<w:d><w:p><w:r><w:t>words</w:t></w:r></w:p></w:d>";
    let file = archive(&[("word/document.xml", page), ("word/header1.xml", page), ("word/footer1.xml", "<w:p/>")]);
    assert_eq!(read("x.docx", &file).unwrap().notes, ["1 header or footer left out"]);
}

#[test]
fn a_broken_document_is_refused_with_the_reason() {
    let refused = |file: &[u8]| read("x.docx", file).unwrap_err();
    assert_eq!(refused(b""), Unreadable::Empty);
    assert_eq!(refused(b"hello"), Unreadable::NotZip);
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Unreadable::Protected);
    assert_eq!(refused(&archive(&[("content.xml", "<a/>")])), Unreadable::NotDocument);
    assert_eq!(refused(&docx("<w:p/>")), Unreadable::NoText);
    assert_eq!(refused(&archive(&[("word/document.xml", "<!DOCTYPE a><a/>")])), Unreadable::Entities);
    for broken in ["<a><b></a>", "<a>", "<t>&nbsp;</t>"] {
        let file = archive(&[("word/document.xml", broken)]);
        assert!(matches!(refused(&file), Unreadable::Damaged { .. }), "{broken}");
    }
}

#[test]
fn what_unpacks_beyond_its_bounds_is_refused() {
    let page = "<w:p><w:r><w:t>words</w:t></w:r></w:p>";
    let blank = " ".repeat(LIMIT + 1);
    let dense = Unreadable::TooDense { part: "word/document.xml".into() };
    assert_eq!(read("x.docx", &archive(&[("word/document.xml", &blank)])), Err(dense));
    let dense = Unreadable::TooDense { part: "word/header1.xml".into() };
    assert_eq!(read("x.docx", &archive(&[("word/document.xml", page), ("word/header1.xml", &blank)])), Err(dense));
    // Words that pack badly enough for the ratio are held by the other bounds.
    let mut drawn = 1_u32;
    let mut letter = || {
        drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (drawn >> 28) as u8)
    };
    let line: String = (0..65_536).map(|_| letter()).collect();
    let kib: String = format!("{}{}", &line[..1_024], " ".repeat(64 * 1_024));
    let large = kib.repeat(LIMIT / kib.len() + 1);
    let part = Unreadable::PartTooLarge { part: "word/document.xml".into() };
    assert_eq!(read("x.docx", &archive(&[("word/document.xml", &large)])), Err(part));
}

#[test]
fn lines_that_no_transcript_has_are_refused() {
    let long = "felt heard ".repeat((4 << 20) / 11 + 1);
    for name in ["a.txt", "a.md"] {
        assert_eq!(read(name, long.as_bytes()), Err(Unreadable::TooLongLine));
        assert!(read(name, &long.as_bytes()[..4 << 20]).is_ok());
    }
    assert_eq!(read("a.txt", "x\n".repeat(1_000_001).as_bytes()), Err(Unreadable::TooManyLines));
    assert!(read("a.txt", "x\n".repeat(1_000_000).as_bytes()).is_ok());
}

#[test]
fn parts_that_no_document_has_are_refused() {
    let page = "<w:p><w:r><w:t>words</w:t></w:r></w:p>";
    for path in ["../../.ssh/id", "/etc/passwd", "a/../../b", "C:/x", "word\\..\\x", "./x", "a\u{1b}]52;c;eA==\u{7}"] {
        let file = archive(&[("word/document.xml", page), (path, "x")]);
        let refusal = read("x.docx", &file).unwrap_err();
        assert_eq!(refusal, Unreadable::OddPath { part: path.to_owned() });
        assert!(!refusal.to_string().chars().any(char::is_control), "{refusal}");
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(page.as_bytes()).unwrap();
    writer.add_symlink("word/link.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let file = writer.finish().unwrap().into_inner();
    assert_eq!(read("x.docx", &file), Err(Unreadable::OddPath { part: "word/link.xml".into() }));
    let names: Vec<String> = (0..10_000).map(|place| place.to_string()).collect();
    let mut parts = vec![("word/document.xml", page)];
    parts.extend(names[1..].iter().map(|name| (name.as_str(), "")));
    assert_eq!(read("x.docx", &archive(&parts)).unwrap().words, "words");
    parts.push(("one more", ""));
    assert_eq!(read("x.docx", &archive(&parts)), Err(Unreadable::TooManyParts));
}

#[test]
fn xml_that_no_document_has_is_refused() {
    let nested = |name: &str, deep: usize| {
        let inside =
            format!("{}<w:p><w:t>x</w:t></w:p>{}", format!("<{name}>").repeat(deep), format!("</{name}>").repeat(deep));
        read("x.docx", &docx(&format!("{inside}<w:p><w:t>y</w:t></w:p>")))
    };
    assert_eq!(nested("a", 252).unwrap().words, "x\ny");
    assert_eq!(nested("a", 253), Err(Unreadable::TooDeep));
    assert_eq!(nested("pPr", 252).unwrap().words, "y");
    assert_eq!(nested("w:pPr", 253), Err(Unreadable::TooDeep));
    let refused = |xml: &str| read("x.docx", &archive(&[("word/document.xml", xml)])).unwrap_err();
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><w:p><w:t>&b;</w:t></w:p>";
    assert_eq!(refused(laughs), Unreadable::Entities);
    assert_eq!(refused("<w:d><w:p><w:pPr><!DOCTYPE a></w:pPr></w:p></w:d>"), Unreadable::Entities);
    let page = "<w:p><w:t>words</w:t></w:p>";
    let file = archive(&[("word/document.xml", page), ("word/footer1.xml", laughs)]);
    assert_eq!(read("x.docx", &file), Err(Unreadable::Entities));
    // Each line costs some bytes, so that five of them cost as little memory as a page of words.
    let lines = format!("{page}{}", "<w:p/>".repeat(1_000_000));
    let spaced: String =
        lines.split_inclusive('>').enumerate().map(|(place, tag)| format!("{tag}<!--{place:x}-->")).collect();
    assert_eq!(refused(&format!("<w:d>{spaced}</w:d>")), Unreadable::TooManyLines);
}

#[test]
fn the_format_is_known_by_the_ending_or_else_by_the_bytes() {
    let named = |name: &str, bytes: &[u8]| format_for(name, bytes).map(|format| format.name);
    assert_eq!(named("a/P07.TXT", b"x"), Ok("txt"));
    assert_eq!(named("P07", b"Ana: hi"), Ok("txt"));
    assert_eq!(named("P07.bak", &docx("<w:p/>")), Ok("docx"));
    assert_eq!(named("P07.zip", &archive(&[("a", "b")])), Err(Unreadable::NotDocument));
    assert_eq!(named("P07.bin", b"\0\x01\x02"), Err(Unreadable::Binary));
    assert_eq!(read("in/P07.v2.txt", b"Ana: hi").unwrap().title, "P07.v2");
}

#[test]
fn what_no_reader_takes_is_refused_by_name() {
    let refused = |name: &str, bytes: &[u8]| read(name, bytes).unwrap_err();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    for name in ["P07.doc", "P07", "P07.rtf", "P07.odt"] {
        assert_eq!(refused(name, old), Unreadable::Protected, "{name}");
    }
    if !cfg!(feature = "pdf") {
        for name in ["P07.pdf", "P07"] {
            assert_eq!(refused(name, b"%PDF-1.4"), Unreadable::OtherFormat { what: "a PDF file" }, "{name}");
        }
    }
}

#[test]
fn a_column_of_names_in_a_table_tells_who_speaks() {
    let row = |name: &str, words: &str| {
        let cell = |words: &str| format!("<w:tc><w:tcPr/><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}{}</w:tr>", cell(name), cell(words))
    };
    let rows = [
        ("Mod", "How was it?"),
        ("Ana", "So."),
        ("Mod", "And now?"),
        ("Ana", "I lead."),
        ("Mod", "Why?"),
        ("Ana", "Well."),
    ];
    let table: String = rows.iter().map(|(name, words)| row(name, words)).collect();
    let arrival = read("x.docx", &docx(&format!("<w:tbl>{table}</w:tbl>"))).unwrap();
    let table = speakers::detect(&[&arrival.words], &Speakers::Auto);
    let (names, turns) = speakers::turns(&arrival.words, &table);
    assert_eq!((names, turns.len()), (vec!["Mod".to_owned(), "Ana".to_owned()], 6));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), headed in any::<bool>()) {
        let bytes = if headed { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        for format in FORMATS {
            match format.reads {
                Reads::Transcript(read) => drop(read(&bytes)),
                Reads::Project(read) => drop(read(&bytes, Offsets::default())),
                Reads::Sheet => drop(super::read_whole("x.csv", &bytes, super::How::default())),
            }
        }
    }

    #[test]
    fn no_damage_to_a_document_makes_a_reader_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut file = docx("<w:p><w:r><w:t>Ana: R&amp;D</w:t></w:r></w:p>");
        let at = at.index(file.len());
        if cut { file.truncate(at) } else { file[at] = byte }
        let _ = read("x.docx", &file);
    }

    #[test]
    fn no_xml_makes_the_walk_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "<w:p>", "</w:p>", "<w:t>", "</w:t>", "<w:del>", "</w:del>", "<w:br/>", "&#0;", "&lt;", "x", "<![CDATA[y]]>", "<", "<w:pPr>",
    ]), 0..30)) {
        let _ = read("x.docx", &docx(&parts.concat()));
    }
}
