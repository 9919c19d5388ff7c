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
fn hidden_words_are_left_out_and_counted() {
    let read = |page: &str| read_file("x.htm", page.as_bytes()).unwrap();
    let page = "<p>a<span hidden>no <b>no</b><span>no</span></span><i style='color:red; DISPLAY : None !important'>no</i>b\
                <img hidden src=x><input hidden><br style='display:none'>c<u hidden=''></u><div hidden><script>no</script></div>\
                <p style='display:none;display:block'>d<p style=color:red>e<q hidden>no</q>";
    let arrival = read(page);
    assert_eq!(
        (arrival.words.as_str(), &arrival.notes[..]),
        ("abc\nd\ne", &["2 hidden passages left out".to_owned()][..])
    );
    let open = read("<p>x<div hidden>lost<p>lost");
    assert!(open.notes[1].starts_with("all behind a <div> that never ends"), "{:?}", open.notes);
}

#[test]
fn what_is_hidden_ends_where_a_browser_ends_it() {
    for (page, shown) in [
        ("<p hidden>no<b>no<p>a", "a"),
        ("<div>a<p hidden>no</div>b", "a\nb"),
        ("<ul><li>a<li hidden>no<ul><li>no<li>no</ul>no<li>b<li hidden>no</ul>c", "a\nb\nc"),
        ("<dl><dt hidden>no<dd>a<dd hidden>no</dl>b", "a\nb"),
        (
            "<table><tr><td hidden>no<table><tr><td>no</table><td>a<tr hidden><td>no<td>no<tr><td>b<td hidden>no</table>c",
            "a\nb\nc",
        ),
        ("<table><thead hidden><tr><th>no<tbody><tr><th hidden>no</tr><tr><td>a</table>", "a"),
        ("<div hidden>no<div>no</div>no</div>a", "a"),
    ] {
        assert_eq!(words(page), shown, "{page}");
    }
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
