use proptest::prelude::*;

use super::*;
use crate::exchange::{format_for, read as read_file};

fn rtf(body: &str) -> String {
    format!(r"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times;}}}}{body}}}")
}

fn words(body: &str) -> String {
    read_file("x.rtf", rtf(body).as_bytes()).unwrap().words
}

fn notes(body: &str) -> Vec<String> {
    let arrival = read_file("x.rtf", rtf(&format!("x{body}y")).as_bytes()).unwrap();
    assert_eq!(arrival.words, "xy");
    arrival.notes
}

#[test]
fn a_paragraph_is_a_line() {
    let body =
        "\\pard\\plain Ana: I {\\b felt\r\n} heard\\par\\par a\\tab b\\line c\\~d\\_e\\-f\\{\\}\\\\\\page g\\par";
    assert_eq!(words(body), "Ana: I felt heard\n\na\tb\nc\u{a0}d-ef{}\\\ng");
    assert_eq!(words("\\ldblquote a\\rdblquote\\emdash b\\rquote s\\\n\\bullet"), "“a”—b’s\n•");
}

#[test]
fn bytes_are_read_in_the_code_page_of_the_text_or_the_font() {
    assert_eq!(words(r"caf\'e9, it\'92s"), "café, it’s");
    let read_as = |head: &str, body: &str| {
        read_file("x.rtf", format!(r"{{\rtf1{head}\pard {body}\par}}").as_bytes()).unwrap().words
    };
    assert_eq!(read_as(r"\ansi\ansicpg1251", r"\'cf\'f0\'e8\'e2\'e5\'f2"), "Привет");
    assert_eq!(read_as(r"\ansi\ansicpg932", r"\'93\'fa\'96\'7b a\'83A\'83\'5c"), "日本 aアソ");
    assert_eq!(read_as(r"\mac", r"caf\'8e"), "café");
    let fonts = r"\ansi\ansicpg1252\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204{\*\falt B};}{\f2\fcharset2 S;}}";
    assert_eq!(read_as(fonts, r"\'cf{\f0 \'e9}\'f0\f0\'e9\plain\'e8"), "Пéрéи");
    let symbols = read_file("x.rtf", format!(r"{{\rtf1{fonts}x\f2\'b7\'b7}}").as_bytes()).unwrap();
    assert_eq!((symbols.words.as_str(), symbols.notes), ("x", vec!["2 symbols left out".to_owned()]));
    let old = read_file("x.rtf", br"{\rtf1\ansi\ansicpg437 x}").unwrap();
    assert_eq!(old.notes, ["code page 437 read as windows-1252; look whether accents and quotes are right"]);
    let faulty = read_file("x.rtf", br"{\rtf1\ansi\ansicpg932 x\'ff\par}").unwrap();
    assert!(faulty.notes[0].starts_with("signs that its code page does not have"), "{:?}", faulty.notes);
}

#[test]
fn unicode_goes_before_what_stands_in_for_it() {
    assert_eq!(words(r"it\u8217?s \u8217\'92\u-4051 ?"), "it’s ’\u{f02d}");
    assert_eq!(words(r"\u55357?\u56832?{\uc0\u233}\uc2\u26085\'93\'fa\u8212--a"), "😀é日—a");
    assert_eq!(words(r"{\dbch \uc0 \u55357\uc1 \u56832\'3f}"), "😀");
    assert_eq!(words(r"\u8212\emdash a{\u233}b\u233\par c\u233\u232?\u128512?"), "—aéb\u{e9}\nc\u{e9}è😀");
}

#[test]
fn tables_fields_and_text_boxes_are_in() {
    assert_eq!(words(r"a\par\trowd\intbl b\cell c\par d\cell\row\pard e\par"), "a\nb\nc\nd\ne");
    assert_eq!(words(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt there}}"), "there");
    let shape = r"{\shp{\*\shpinst\shpleft1{\sp{\sn no}{\sv 1}}{\shptxt\pard box\par two}}{\shprslt\par box}}";
    assert_eq!(words(&format!(r"an{shape}chor\par b")), "anchor\nbox\ntwo\nb");
    assert_eq!(words(&format!(r"a\par{shape}b\par")), "a\nb\nbox\ntwo");
}

#[test]
fn what_is_left_out_is_counted() {
    assert_eq!(notes(r"{\*\atnid A}{\*\annotation no{\par}\pict 00}{\*\annotation no}"), ["2 comments left out"]);
    assert_eq!(notes(r"{\deleted\revauthdel1 no {\b no}}{\revised}"), ["1 deletion left out"]);
    assert_eq!(notes(r"\v no\v0 {\v\i no\plain}"), ["1 hidden passage left out"]);
    assert_eq!(notes(r"{\footnote\ftnalt no{\*\x no}}"), ["1 footnote left out"]);
    assert_eq!(notes(r"{\*\shppict{\pict\pngblip 00ff}}{\nonshppict{\pict no}}"), ["1 picture left out"]);
    assert_eq!(notes(r"{\header\pard no\par}{\footerl\pard\par}"), ["1 header or footer left out"]);
    let quiet = r"{\info{\author no}}{\stylesheet no;}{\*\generator no;}{\listtext\bullet\tab}{\*\unknown no}";
    assert!(notes(quiet).is_empty());
    assert_eq!(notes("{\\pict\\bin5 }{\\\\}{}}"), ["1 picture left out"]);
}

#[test]
fn it_is_known_by_how_it_begins() {
    assert_eq!(format_for("P07.doc", br"{\rtf1 x}").map(|format| format.name), Ok("rtf"));
    assert_eq!(read_file("P07.txt", br"{\rtf1 x}"), Err(Unreadable::Misnamed { what: "an RTF file", ending: "rtf" }));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let refused = |file: &str| read_file("x.rtf", file.as_bytes()).unwrap_err();
    assert_eq!(refused(""), Unreadable::Empty);
    assert_eq!(refused("hello"), Unreadable::NotWhatItSays { ending: "rtf" });
    assert_eq!(refused("PK\u{3}\u{4}"), Unreadable::OtherFormat { what: "a zip archive" });
    assert_eq!(refused(&rtf(r"\pard\par")), Unreadable::NoText);
    for broken in [r"{\rtf1 x", r"{\rtf1 {x}", r"{\rtf1 x\bin9 }}}}}"] {
        assert!(matches!(refused(broken), Unreadable::Damaged { .. }), "{broken}");
    }
    assert_eq!(refused(&rtf(&format!("{}x{}", "{".repeat(300), "}".repeat(300)))), Unreadable::TooDeep);
    assert_eq!(refused(&rtf(&r"\par".repeat(1_000_001))), Unreadable::TooManyLines);
}

#[test]
fn no_cut_makes_it_panic() {
    let file = rtf(r"{\*\shpinst{\shptxt a\par}}\u55357?\u56832?\'93\'fa\bin3 abc{\header x}{\deleted y}\v z\cell\row");
    (0..=file.len()).for_each(|end| drop(read(&file.as_bytes()[..end])));
}

proptest! {
    #[test]
    fn no_pieces_make_it_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "\\", "\\*", "\\'", "\\'e", "\\'e9", "\\u8217", "\\u-1", "\\u99999999999", "\\uc9", "\\bin99", "\\bin-1",
        "\\shptxt", "\\par", "\\cell", "\\v", "\\deleted0", "\\pict", "\\fonttbl", "\\f1\\fcharset128", "\\header", " ", "x",
        "\\ansicpg932", "-", "7",
    ]), 0..40)) {
        let _ = read_file("x.rtf", rtf(&pieces.concat()).as_bytes());
    }

    #[test]
    fn plain_words_come_back(lines in prop::collection::vec("[a-zé日😀{}\\\\]{1,8}", 1..8)) {
        let escaped = lines.join("\n").chars().map(|letter| match letter {
            '\n' => "\\par ".to_owned(),
            '{' | '}' | '\\' => format!("\\{letter}"),
            letter if letter.is_ascii() => letter.to_string(),
            letter => letter.encode_utf16(&mut [0; 2]).iter().map(|&unit| format!("\\u{}?", unit as i16)).collect(),
        }).collect::<String>();
        prop_assert_eq!(words(&escaped), lines.join("\n"));
    }
}
