//! Who speaks by the looks of words, in every format that has looks.

use std::collections::HashSet;

use super::odt::tests::{style, styled};
use super::speakers::{self, Speakers};
use super::tests::archive;
use super::{Arriving, Came, read};
use crate::project::TextKey;
use crate::text::Turn;

/// Who is seen to speak in a file of this ending, and what they say.
fn seen(ending: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let name = format!("FG1.{ending}");
    let arrival = read(&name, bytes).unwrap();
    let looks = [(TextKey::of(&arrival.words), arrival.looks.clone())].into();
    let table = speakers::detect_by_look(&[&arrival.words], &HashSet::new(), &Speakers::Look, looks);
    let (names, turns) = speakers::turns(&arrival.words, &table);
    let came = Came { file: name, arrival: arrival.clone(), bytes: bytes.to_vec() };
    let arriving = Arriving::of(vec![came], &Speakers::Look);
    let listed: Vec<&str> = arriving.table.labels.iter().map(|label| label.label.as_str()).collect();
    assert_eq!(listed, names);
    let letters: Vec<char> = arrival.words.chars().collect();
    let said = |turn: &Turn| letters[turn.body as usize..turn.end as usize].iter().collect::<String>();
    turns.iter().map(|turn| (names[usize::from(turn.speaker)].clone(), said(turn))).collect()
}

/// Holds the same talk in every format against who is to be seen: each line is parts, each with its look (letters of
/// `b`, `i` and `r` for red) and its words.
fn check(lines: &[&[(&str, &str)]], expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(who, words)| ((*who).to_owned(), (*words).to_owned())).collect();
    let files = [("docx", docx(lines)), ("odt", odt(lines)), ("rtf", rtf(lines)), ("html", html(lines))];
    for (ending, bytes) in files {
        assert_eq!(seen(ending, &bytes), expected, "{ending}");
    }
}

fn all(lines: &[&[(&str, &str)]], line: impl Fn(&str) -> String, part: impl Fn(&str, &str) -> String) -> String {
    let parts = |parts: &&[(&str, &str)]| parts.iter().map(|(look, words)| part(look, words)).collect::<String>();
    lines.iter().map(|parts_of| line(&parts(parts_of))).collect()
}

fn docx(lines: &[&[(&str, &str)]]) -> Vec<u8> {
    let setting = |look: char| match look {
        'b' => "<w:b/>",
        'i' => "<w:i/>",
        _ => "<w:color w:val='c00000'/>",
    };
    let part = |look: &str, words: &str| {
        let settings: String = look.chars().map(setting).collect();
        format!("<w:r><w:rPr>{settings}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    let body = all(lines, |words| format!("<w:p>{words}</w:p>"), part);
    archive(&[("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"))])
}

fn odt(lines: &[&[(&str, &str)]]) -> Vec<u8> {
    let own = [
        style(("text", "Tb", ""), "fo:font-weight='bold' style:use-window-font-color='true'"),
        style(("text", "Ti", ""), "fo:font-style='italic' fo:color='#000000'"),
        style(("text", "Tr", ""), "fo:color='#c00000'"),
        style(("text", "Tbr", "Tb"), "fo:color='#c00000'"),
    ];
    let part = |look: &str, words: &str| format!("<text:span text:style-name='T{look}'>{words}</text:span>");
    let body = all(lines, |words| format!("<text:p>{words}</text:p>"), part);
    styled(&[], &own, &body)
}

fn rtf(lines: &[&[(&str, &str)]]) -> Vec<u8> {
    let setting = |look: char| match look {
        'b' => r"\b",
        'i' => r"\i",
        _ => r"\cf2",
    };
    let part = |look: &str, words: &str| {
        let settings: String = look.chars().map(setting).collect();
        let words = words.replace('é', r"\'e9");
        format!(r"{{\cf1{settings} {words}}}")
    };
    let body = all(lines, |words| format!(r"\pard\plain {words}\par "), part);
    format!(r"{{\rtf1\ansi{{\colortbl;\red0\green0\blue0;\red192\green0\blue0;}}{body}}}").into_bytes()
}

fn html(lines: &[&[(&str, &str)]]) -> Vec<u8> {
    let wrap = |words: String, look: char| match look {
        'b' => format!("<strong>{words}</strong>"),
        'i' => format!("<em>{words}</em>"),
        _ => format!("<font color=#c00000>{words}</font>"),
    };
    let part = |look: &str, words: &str| look.chars().fold(words.to_owned(), wrap);
    all(lines, |words| format!("<p>{words}\n"), part).into_bytes()
}

#[test]
fn whole_lines_in_looks_of_their_own_tell_who_speaks() {
    for (look, name) in [("b", "bold"), ("i", "italic"), ("r", "colour C00000"), ("br", "bold colour C00000")] {
        let talk: [&[(&str, &str)]; 7] = [
            &[(look, "How was it?")],
            &[("", "I felt é heard.")],
            &[("", "And seen.")],
            &[(look, "And now?")],
            &[("", "Now "), ("i", "I"), ("", " lead.")],
            &[(look, "Why?")],
            &[(if look == "b" { "i" } else { "b" }, "(laughs)")],
        ];
        let turns = [
            (name, "How was it?"),
            ("plain", "I felt é heard.\nAnd seen."),
            (name, "And now?"),
            ("plain", "Now I lead."),
            (name, "Why?\n(laughs)"),
        ];
        check(&talk, &turns);
    }
}

#[test]
fn names_in_looks_of_their_own_tell_who_speaks() {
    for look in ["b", "i", "r"] {
        let talk: [&[(&str, &str)]; 4] = [
            &[(look, "Mod"), ("", " How was it?")],
            &[(look, "Ana Berg:"), ("", " So.")],
            &[(look, "Mod"), ("", " And é?")],
            &[(look, "Ana Berg:"), ("", " So too.")],
        ];
        check(&talk, &[("Mod", "How was it?"), ("Ana Berg", "So."), ("Mod", "And é?"), ("Ana Berg", "So too.")]);
    }
}

#[test]
fn where_all_lines_look_alike_nobody_is_told_apart() {
    let talk: [&[(&str, &str)]; 9] = [&[("", "The same.")]; 9];
    check(&talk, &[]);
    let bold: [&[(&str, &str)]; 9] = [&[("b", "The same.")]; 9];
    check(&bold, &[]);
}

#[test]
fn what_is_set_off_or_was_so_before_a_tracked_change_does_not_look_so() {
    let line = |settings: &str| format!("<w:p><w:r><w:rPr>{settings}</w:rPr><w:t>The same.</w:t></w:r></w:p>");
    let seen_with = |settings: &str| {
        let body = format!("{}{}", line(""), line(settings)).repeat(4);
        seen("docx", &archive(&[("word/document.xml", &format!("<w:d>{body}</w:d>"))])).len()
    };
    let changed = "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>";
    assert_eq!([changed, "<w:b w:val='0'/><w:color w:val='auto'/>", "<w:b/>"].map(seen_with), [0, 0, 8]);
    let alike = |one: &str, other: &str| {
        seen("rtf", format!(r"{{\rtf1 {}}}", format!("{one} a\\par {other} b\\par ").repeat(4)).as_bytes()).len()
    };
    assert_eq!(
        [alike(r"\b\i\cf1", r"\plain"), alike(r"\b", r"\b0"), alike(r"{\b}", ""), alike(r"\cf9", r"\cf0")],
        [8, 8, 0, 0]
    );
}

#[test]
fn styles_of_paragraphs_count_for_their_words_and_those_of_spans_lie_over_them() {
    let named = [style(("paragraph", "Said", ""), "fo:font-weight='700' fo:color='#00aa00'")];
    let own = [
        style(("paragraph", "P1", "Said"), "fo:font-style='italic'"),
        style(("text", "T1", ""), "fo:font-weight='normal' fo:font-style='normal' style:use-window-font-color='true'"),
    ];
    let line = |words: &str| format!("<text:p text:style-name='P1'>{words}</text:p><text:p>So.</text:p>");
    let spanned = |words: &str| line(&format!("<text:span text:style-name='T1'>{words}</text:span>"));
    let file = |body: &str| seen("odt", &styled(&named, &own, &body.repeat(4)));
    assert_eq!(file(&line("How?"))[0].0, "bold italic colour 00AA00");
    assert_eq!(file(&spanned("How?")), []);
}

#[test]
fn elements_of_a_page_say_how_it_looks_by_name_by_style_and_to_their_ends() {
    let who = |line: &str| seen("html", line.repeat(3).as_bytes()).first().map(|(who, _)| who.clone());
    for (line, expected) in [
        ("<p style='font-weight: 600; COLOR: rgb(192, 0, 0)'>How?<p>So.", Some("bold colour C00000")),
        ("<p style='font-style:oblique;color:Red'>How?</p><p>So.</p>", Some("italic colour red")),
        ("<div><font color=RED><b>How?</font></b></div>So.", Some("bold colour red")),
        ("<ul><li style=color:#0a0>How?<li>So.</ul>", Some("colour 00AA00")),
        ("<table><tr><td style=font-weight:bold>How is it?</table><p>So.", Some("bold")),
        ("<p><b style='font-weight:normal;color:black'>How?</b><p style=font-weight:500;color:inherit>So.", None),
        ("<br style=font-weight:bold>How?<p>So.", None),
        ("<p><b><i>How?</b></i><p>So.", Some("bold italic")),
        ("<li style=font-weight:bold>How<ul></ul> is it?</li><li>So.</li>", Some("bold")),
        ("<svg><b>no</svg><p>How?<p>So.", None),
    ] {
        assert_eq!(who(line).as_deref(), expected, "{line}");
    }
}

#[test]
fn who_differs_in_look_is_told_where_nobody_is_found() {
    let page = "<p><i>I felt heard.</i><p>And what then?".repeat(3);
    let arrival = read("FG1.html", page.as_bytes()).unwrap();
    let came = Came { file: "FG1.html".to_owned(), arrival, bytes: Vec::new() };
    let hints = Arriving::of(vec![came], &Speakers::Auto).hints();
    assert!(hints[0].starts_with("words of FG1 differ in look (italic, plain)"), "{hints:?}");
}
