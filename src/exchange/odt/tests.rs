use super::*;
use crate::exchange::tests::archive;
use crate::exchange::{LIMIT, read as read_file};

const HEAD: &str = "<office:document-content><office:body><office:text>";
const END: &str = "</office:text></office:body></office:document-content>";

fn odt(body: &str) -> Vec<u8> {
    let content = format!("<?xml version='1.0'?>{HEAD}{body}{END}");
    archive(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn words(body: &str) -> String {
    read_file("x.odt", &odt(body)).unwrap().words
}

#[test]
fn a_paragraph_is_a_line_and_spaces_are_those_that_were_typed() {
    let body = "<text:h>Talk  of\n May</text:h>\n<text:p>\n  R&amp;D<text:s/><text:s text:c='2'/>b<text:tab/>c \
                <text:span> d</text:span><text:line-break/>e</text:p><text:p/><text:p>f</text:p>";
    assert_eq!(words(body), "Talk of May\nR&D   b\tc d\ne\n\nf");
}

#[test]
fn tables_lists_insertions_and_text_boxes_are_in() {
    let body = "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><table:table>\
                <table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>\
                <text:p>an<text:change-start/>ch<text:change-end/><draw:frame><draw:text-box><text:p>box</text:p>\
                </draw:text-box><svg:desc>no words</svg:desc></draw:frame>or</text:p><text:p><text:title>a field</text:title></text:p>";
    assert_eq!(words(body), "one\ncell\nanchor\nbox\na field");
}

#[test]
fn what_is_left_out_is_counted() {
    let deleted = "<text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>";
    let body = format!(
        "<text:tracked-changes>{deleted}{deleted}<text:changed-region><text:insertion/></text:changed-region>\
         </text:tracked-changes><text:p>x<text:change/><office:annotation><dc:creator>N</dc:creator><text:p>why</text:p>\
         </office:annotation><office:annotation-end/><text:note><text:note-citation>1</text:note-citation>\
         <text:note-body><text:p>note</text:p></text:note-body></text:note><draw:frame><draw:image/></draw:frame></text:p>"
    );
    let head = "<style:header><text:p>words</text:p></style:header>";
    let styles = format!("<s>{head}<style:footer-left>\n<text:p/></style:footer-left><style:header-style/></s>");
    let content = format!("{HEAD}{body}{END}");
    let file = archive(&[("content.xml", &content), ("styles.xml", &styles)]);
    let arrival = read_file("x.odt", &file).unwrap();
    assert_eq!(arrival.words, "x");
    let left_out = ["1 comment", "2 deletions", "1 footnote", "1 picture", "1 header or footer"];
    assert_eq!(arrival.notes, left_out.map(|what| format!("{what} left out")));
}

/// A style of one document or one with a name: its family, its name, the one it goes by, and what it says.
pub fn style((family, name, parent): (&str, &str, &str), says: &str) -> String {
    format!(
        "<style:style style:family='{family}' style:name='{name}' style:parent-style-name='{parent}'>\
         <style:text-properties {says}/></style:style>"
    )
}

/// A text with the styles that have names, and those that it made for itself.
pub fn styled(named: &[String], own: &[String], body: &str) -> Vec<u8> {
    let head = HEAD.replace(
        "<office:body>",
        &format!("<office:automatic-styles>{}</office:automatic-styles><office:body>", own.concat()),
    );
    let named = named.concat();
    let other = style(("text", "Own", ""), "text:display='none'");
    let named = format!(
        "<office:document-styles><office:styles>{named}</office:styles><office:automatic-styles>{other}\
         </office:automatic-styles></office:document-styles>"
    );
    let content = format!("{head}{body}{END}");
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", &named),
    ])
}

#[test]
fn hidden_words_are_left_out_and_counted_and_those_that_are_shown_again_are_in() {
    let named = [
        style(("text", "Note", ""), "text:display='none'"),
        style(("paragraph", "Note", ""), "fo:color='#ff0000'"),
        style(("paragraph", "Gone", "Note"), "text:display='none'"),
    ];
    let own = [
        style(("text", "T1", "Note"), "fo:font-weight='bold'"),
        style(("text", "T2", "T1"), "text:display='true'"),
        style(("paragraph", "P1", "Gone"), ""),
    ];
    let span = |name: &str, words: &str| format!("<text:span text:style-name='{name}'>{words}</text:span>");
    let paragraph = |name: &str, words: &str| format!("<text:p text:style-name='{name}'>{words}</text:p>");
    let twice = format!("{}{}", span("Note", "no<text:s/><text:tab/>"), span("T1", "no<text:line-break/>"));
    let body = [
        paragraph("Note", &format!("a {twice} b{}{}", span("T2", "c"), span("Own", "d"))),
        paragraph("P1", "no"),
        paragraph("P1", &span("T1", "no")),
        paragraph("P1", &format!("no{}", span("T2", "e"))),
        format!("<text:section text:display='none'>{}<text:p/></text:section>", paragraph("Note", "no")),
        format!("<text:section text:display='true'>{}</text:section>", paragraph("", "f")),
        paragraph("Note", &span("T1", &format!("no{}", span("T2", "g")))),
        "<text:p/>".to_owned(),
        paragraph("", "h"),
    ];
    let arrival = read_file("x.odt", &styled(&named, &own, &body.concat())).unwrap();
    assert_eq!(
        (arrival.words.as_str(), &arrival.notes[..]),
        ("a  bcd\ne\nf\ng\n\nh", &["4 hidden passages left out".to_owned()][..])
    );
}

#[test]
fn it_is_known_by_what_it_says_of_itself() {
    let named = |file: &[u8]| crate::exchange::format_for("P07.bak", file).map(|format| format.name);
    assert_eq!(named(&odt("")), Ok("odt"));
    let other = |kind: &str| {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        named(&archive(&[("mimetype", &kind), ("content.xml", "<a/>")]))
    };
    assert_eq!(other("text-template"), Ok("odt"));
    assert_eq!(other("spreadsheet"), Err(Unreadable::OtherFormat { what: "a spreadsheet" }));
    assert!(matches!(other("presentation"), Err(Unreadable::OtherFormat { .. })));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let refused = |file: &[u8]| read_file("x.odt", file).unwrap_err();
    assert_eq!(refused(b""), Unreadable::Empty);
    assert_eq!(refused(b"hello"), Unreadable::NotZip);
    assert_eq!(refused(&archive(&[("word/document.xml", "<a/>")])), Unreadable::NotDocument);
    assert_eq!(refused(&odt("<text:p> </text:p>")), Unreadable::NoText);
    let sealed = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let sealed = archive(&[("META-INF/manifest.xml", sealed), ("encrypted-package", "x")]);
    assert_eq!(refused(&sealed), Unreadable::Password);
}

#[test]
fn what_no_document_has_is_refused() {
    let refused = |content: &str| read_file("x.odt", &archive(&[("content.xml", content)])).unwrap_err();
    assert_eq!(refused("<!DOCTYPE l [<!ENTITY a 'ha'>]><text:p>&a;</text:p>"), Unreadable::Entities);
    let nested = format!("<text:p>x</text:p>{}{}", "<a>".repeat(300), "</a>".repeat(300));
    assert_eq!(refused(&format!("<d>{nested}</d>")), Unreadable::TooDeep);
    assert_eq!(refused(&format!("<d><text:note>{nested}</text:note></d>")), Unreadable::TooDeep);
    assert_eq!(refused(&" ".repeat(LIMIT + 1)), Unreadable::TooDense { part: "content.xml".into() });
    let spaces = |count: usize| {
        let spaces = "<text:s text:c='1024'/>".repeat(count);
        read_file("x.odt", &odt(&format!("<text:p>x{spaces}</text:p>"))).map(|arrival| arrival.words.len())
    };
    assert_eq!((spaces(1_024), spaces(1_025)), (Ok(1 + (1 << 20)), Err(Unreadable::TooLarge)));
    assert_eq!(refused("<d><text:p>x<text:s text:c='18446744073709551615'/></text:p></d>"), Unreadable::TooLarge);
    for broken in ["<a><b></a>", "<text:p>", "<text:p>&nbsp;</text:p>"] {
        assert!(matches!(refused(broken), Unreadable::Damaged { .. }), "{broken}");
    }
}

#[test]
fn no_cut_makes_it_panic() {
    let file = odt("<text:p>Ana: R&amp;D<text:s text:c='3'/></text:p>");
    (0..file.len()).for_each(|end| drop(read(&file[..end])));
    let content = format!("{HEAD}<text:p>a<text:note><text:p>b</text:p></text:note></text:p>{END}");
    (0..content.len()).for_each(|end| drop(read(&archive(&[("content.xml", &content[..end])]))));
}
