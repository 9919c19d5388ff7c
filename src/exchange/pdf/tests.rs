use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::exchange::{Arrival, format_for, read as read_file};

/// A PDF file of these objects, the first of which is its catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", place + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let list = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    places.iter().for_each(|place| writeln!(file, "{place:010} 00000 n ").unwrap());
    write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{list}\n%%EOF\n", places.len() + 1).unwrap();
    file
}

fn stream(settings: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{settings}/Length {}>>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// A file whose pages are drawn so; more objects follow, from the number that comes next to the pages' last.
fn pages(contents: &[Vec<u8>], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|page| format!("{} 0 R ", 4 + page * 2)).collect();
    let font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec();
    let tree = format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>", contents.len());
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), tree.into_bytes(), font];
    for (page, content) in contents.iter().enumerate() {
        let after = 5 + page * 2;
        let page =
            format!("<</Type/Page/Parent 2 0 R/Contents {after} 0 R/Resources<</Font<</F1 3 0 R>>{resources}>>>>");
        objects.extend([page.into_bytes(), content.clone()]);
    }
    objects.extend_from_slice(more);
    pdf(&objects)
}

/// How lines are drawn, one below the other; an empty one leaves room.
fn drawn(lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("({line}) Tj 0 -14 Td\n")).collect();
    format!("BT /F1 12 Tf 50 700 Td\n{lines}ET\n")
}

fn page(lines: &[&str]) -> Vec<u8> {
    stream("", drawn(lines).as_bytes())
}

fn refused(file: &[u8]) -> Unreadable {
    read_file("x.pdf", file).unwrap_err()
}

#[test]
fn lines_are_those_that_are_printed() {
    let first = page(&["Ana: I felt heard", "", "", "Interviewer: The caf\\351, my of\\256ce \\(there\\)?"]);
    let settings = "/Filter/FlateDecode";
    let second = stream(settings, &packed(drawn(&["Ana: Yes."]).as_bytes()));
    let Arrival { words, notes, .. } = read_file("P07.pdf", &pages(&[first, second], "", &[])).unwrap();
    assert_eq!(words, "Ana: I felt heard\n\nInterviewer: The café, my of®ce (there)?\n\nAna: Yes.\n");
    assert_eq!(notes.len(), 1);
    assert!(notes[0].starts_with("a PDF has no paragraphs") && notes[0].ends_with("compare a page"), "{notes:?}");
}

#[test]
fn letters_that_printers_join_are_letters() {
    let mut words = String::new();
    add_page(&mut words, "\n\noﬃce  \n\n\nﬁrst\nsecond");
    add_page(&mut words, "\nthird");
    assert_eq!(words, "office\n\nfirst\nsecond\n\nthird\n");
}

#[test]
fn pictures_are_counted_and_a_page_that_cannot_be_read_is_named() {
    let picture = stream("/Type/XObject/Subtype/Image/Width 1/Height 1/SMask 9 0 R", b"BT (no) Tj");
    let mask = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", b"\xff");
    let resources = "/XObject<</I 8 0 R>>";
    let good = stream("", format!("{}/I Do", drawn(&["words"])).as_bytes());
    let bad = stream("", b"/Nobody Do");
    let arrival = read_file("x.pdf", &pages(&[good, bad.clone()], resources, &[picture, mask])).unwrap();
    assert_eq!(arrival.words, "words\n");
    assert_eq!(arrival.notes[0], "page 2 could not be read and is left out");
    assert_eq!(arrival.notes[2..], ["1 picture left out"]);
    assert_eq!(refused(&pages(&[bad], "", &[])), Unreadable::BrokenPdf { what: "no page of it could be read".into() });
}

#[test]
fn letters_that_stand_for_others_are_warned_of() {
    let content = "BT /F1 12 Tf 50 700 Td /Span<</ActualText<FEFF672C>>> BDC (x) Tj EMC ET";
    let arrival = read_file("x.pdf", &pages(&[stream("", content.as_bytes())], "", &[])).unwrap();
    assert_eq!((arrival.words.as_str(), arrival.notes.len()), ("x\n", 2));
    assert!(arrival.notes[0].starts_with("some letters of this PDF stand for others"), "{:?}", arrival.notes);
}

#[test]
fn what_holds_no_words_or_is_no_such_file_is_refused_with_the_reason() {
    assert_eq!(refused(b""), Unreadable::Empty);
    assert_eq!(refused(b"hello"), Unreadable::NotWhatItSays { ending: "pdf" });
    assert_eq!(refused(&pages(&[page(&[])], "", &[])), Unreadable::NoText);
    assert!(matches!(refused(b"%PDF-1.4 and no more"), Unreadable::BrokenPdf { .. }));
    let misnamed = Unreadable::Misnamed { what: "a PDF file", ending: "pdf" };
    assert_eq!(read_file("x.docx", &pages(&[page(&["x"])], "", &[])), Err(misnamed));
    assert_eq!(format_for("P07", b"%PDF-1.4").map(|format| format.name), Ok("pdf"));
}

#[test]
fn a_password_is_asked_for_by_name() {
    let key = "00".repeat(32);
    let lock = format!("<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>");
    let file = String::from_utf8(pages(&[page(&["x"])], "", &[lock.clone().into_bytes()])).unwrap();
    for lock in ["6 0 R", &lock] {
        let sealed = file.replace("/Root", &format!("/Encrypt {lock}/ID[<00><00>]/Root"));
        assert_eq!(refused(sealed.as_bytes()), Unreadable::Password);
    }
}

#[test]
fn what_unpacks_or_is_drawn_beyond_any_transcript_is_refused() {
    let too_large = |what: &'static str| Unreadable::PdfTooLarge { what };
    let flate = "/Filter/FlateDecode";
    let blank = |size: usize| packed(&vec![b' '; size]);
    let only = |content: Vec<u8>| refused(&pages(&[content], "", &[]));
    assert_eq!(only(stream(flate, &blank(5 << 20))), Unreadable::NoText);
    assert_eq!(only(stream(flate, &packed(&b"[0]".repeat(1 << 20)))), too_large("a page"));
    assert_eq!(only(stream(flate, &blank(65 << 20))), too_large("a part"));
    assert_eq!(
        only(stream("/Filter[/FlateDecode/FlateDecode]", &packed(&blank(9 << 20)))),
        too_large("what is packed twice")
    );
    assert_eq!(only(stream("/Filter/LZWDecode", &[0; 70_000])), too_large("what is packed"));
    let objects = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed(&b"/ ".repeat(2 << 20)));
    assert_eq!(refused(&pages(&[page(&["x"])], "", &[objects])), too_large("what is not drawn"));
    let meanings = stream(flate, &blank(2 << 20));
    let font = b"<</Type/Font/ToUnicode 6 0 R>>".to_vec();
    assert_eq!(refused(&pages(&[page(&["x"])], "", &[meanings, font])), too_large("what says what its letters mean"));
    let many = vec![page(&["x"]); 5_001];
    assert_eq!(refused(&pages(&many, "", &[])), too_large("the number of pages"));
}

#[test]
fn pieces_that_draw_each_other_without_end_are_refused() {
    let form = |inside: &str, content: &str| {
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{inside}"), content.as_bytes())
    };
    let with = |forms: &[Vec<u8>]| read_file("x.pdf", &pages(&[stream("", b"/A Do")], "/XObject<</A 6 0 R>>", forms));
    let words = drawn(&["words"]);
    let fonts = "/Resources<</Font<</F1 3 0 R>>>>";
    assert_eq!(with(&[form(fonts, &words)]).unwrap().words, "words\n");
    let calls = |id: usize| format!("/Resources<</XObject<</A {id} 0 R>>>>");
    assert_eq!(with(&[form(&calls(6), "/A Do")]), Err(Unreadable::TooDeep));
    for call in ["/A Do", "/A()Do", "/A 0Do0", "/A%\nDo"] {
        assert_eq!(with(&[form("", call)]), Err(Unreadable::TooDeep), "{call}");
    }
    assert_eq!(with(&[form("", "(Done Doing /Dog)")]), Err(Unreadable::NoText));
    let chain: Vec<Vec<u8>> = (0..70).map(|place| form(&calls(place + 7), "/A Do")).collect();
    assert_eq!(with(&chain), Err(Unreadable::TooDeep));
    let laughs: Vec<Vec<u8>> = (0..8).map(|place| form(&calls(place + 7), &"/A Do ".repeat(100))).collect();
    let last = form(fonts, &words);
    assert_eq!(with(&[laughs, vec![last]].concat()), Err(Unreadable::PdfTooLarge { what: "what is drawn" }));
    let circle = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Parent 2 0 R/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
    ];
    let circle: Vec<Vec<u8>> =
        circle.map(|object| object.as_bytes().to_vec()).into_iter().chain([page(&["x"])]).collect();
    assert_eq!(refused(&pdf(&circle)), Unreadable::TooDeep);
}

#[test]
fn no_cut_or_change_makes_it_panic() {
    let file = pages(&[page(&["Ana: I felt heard"]), stream("/Filter/FlateDecode", &packed(b"BT ET"))], "", &[]);
    for at in 0..file.len() {
        drop(read(&file[..at]));
        let mut changed = file.clone();
        changed[at] = changed[at].wrapping_add(1);
        drop(read(&changed));
    }
}
