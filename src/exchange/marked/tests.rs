//! Transcripts that leave with what was put on them: every word is there, and every mark on its own.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Mark, Transcript, write_page, write_word};
use crate::exchange::desk_tests::Desk;
use crate::exchange::xml::writing::fitting;
use crate::exchange::{Arrival, ComingBack, Fidelity, Plan, Unreadable, Wish, document_of, read, read_returned};
use crate::project::*;
use crate::text::Span;

/// A desk with one document of those words, on which codings and memos stand (start, length, what).
fn marked(words: &str, marks: &[(u8, u8, u8)]) -> Desk {
    let mut desk = Desk::new(3);
    desk.document_of("FG1: <b>\"first\"</b>", words);
    let coders = ["mk", "Ána & <Jo>"].map(|name| (CoderId(desk.id()), name));
    let codes = ["stigma", "R&D > \"x\""].map(|name| (CodeId(desk.id()), name));
    for (coder, name) in coders {
        desk.make(Edit::AddCoder { coder, name: name.into(), kind: CoderKind::Person });
    }
    for (code, name) in codes {
        desk.make(Edit::AddCode { code, name: name.into(), parent: None, rank: 1, from: None });
    }
    let (document, length) = desk.fold.project().documents().map(|(id, found)| (id, found.characters)).next().unwrap();
    for (second, &(start, long, what)) in (0..).zip(marks) {
        let start = u32::from(start) % length.max(1);
        let Some(span) = Span::new(start, (start + 1 + u32::from(long)).min(length), length) else { continue };
        let (coder, code) = (coders[usize::from(what % 2)].0, codes[usize::from(what / 2 % 2)].0);
        if what % 5 == 4 {
            let text =
                desk.store(["Why?", "a memo\n\n\tof <i>lines</i> & \u{202e}more", "\u{1}?"][usize::from(long % 3)]);
            let (memo, on) = (MemoId(desk.id()), Target::Excerpt(document, span));
            desk.make(Edit::AddMemo { memo, on, kind: MemoKind::default(), coder, text, excerpts: None });
        } else {
            let passage = Passage { document, span, seal: Seal::default() };
            let (coding, at, origin) = (CodingId(desk.id()), Some(1_700_000_000_000 + second * 1_000), Origin::Hand);
            desk.make(Edit::ApplyCode { coding, passage, code, coder, at, origin });
        }
    }
    desk
}

/// What is to stand in the file: the words, and who said what of which of them.
type Told = (String, Vec<(String, u32, u32, String)>);

fn told(desk: &Desk) -> Told {
    let project = desk.fold.project();
    let document = project.documents().next().unwrap();
    let wish = Wish::default();
    let transcript = Transcript::of(project, &desk.shelf, &wish, document, &mut Fidelity::default()).unwrap();
    let words = fitting(transcript.text.as_str()).into_owned();
    let is_filled = |mark: &&Mark| !transcript.text.passage(mark.span).trim().is_empty();
    let said = transcript.marks.iter().filter(is_filled).map(|mark| {
        let (Span { .. }, words) = (mark.span, fitting(&mark.words()).into_owned());
        (mark.coder.to_owned(), mark.span.start(), mark.span.end(), words)
    });
    (words, said.collect())
}

fn came(desk: &Desk) -> Result<Arrival, Unreadable> {
    read("x.docx", &write_word(desk.fold.project(), &desk.shelf, &Wish::default()).unwrap().bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_word_document_reads_back_as_its_words_with_every_comment_on_its_own(
        words in "([a-cé彼👩🏽\u{200d}🚀\t\u{1}\u{ad}\u{300}\u{2028}\u{85}\u{a0}&<>\"' ]{0,9}\n){0,6}[ab \t]{0,4}",
        marks in prop::collection::vec(any::<(u8, u8, u8)>(), 0..12),
    ) {
        let desk = marked(&words, &marks);
        let (words, said) = told(&desk);
        let arrival = match came(&desk) {
            Err(Unreadable::NoText) => {
                prop_assert!(words.trim().is_empty());
                return Ok(());
            }
            arrival => arrival.unwrap(),
        };
        prop_assert_eq!(arrival.words, words.clone());
        let letters: Vec<char> = words.chars().collect();
        let blank = |start: u32, end: u32| letters[start as usize..end as usize].iter().all(|letter| letter.is_whitespace());
        // A comment on blanks alone is about its line.
        let on_blanks = arrival.remarks.len() - said.len();
        let found: Vec<_> = arrival.remarks.into_iter().map(|remark| (remark.author, remark.start, remark.end, remark.words)).collect();
        let missing: Vec<_> = said.iter().filter(|mark| !found.contains(mark)).collect();
        prop_assert!(missing.is_empty(), "{:?}\n{:?}", missing, found);
        prop_assert!(said.iter().all(|(_, start, end, _)| !blank(*start, *end)) && on_blanks <= marks.len());
    }

    #[test]
    fn a_page_names_everything_and_nothing_on_it_acts(
        words in "([a-cé彼\t\u{1}\u{2028}&<>\"' ]{0,9}\n){0,6}", marks in prop::collection::vec(any::<(u8, u8, u8)>(), 0..12),
    ) {
        let desk = marked(&words, &marks);
        let write = || write_page(desk.fold.project(), &desk.shelf, &Wish::default()).unwrap().bytes;
        let page = String::from_utf8(write()).unwrap();
        prop_assert_eq!(write(), page.clone().into_bytes());
        let tags = ["html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "nav", "ol", "li", "a", "section", "table",
            "thead", "tbody", "tr", "th", "td", "span", "div", "aside", "b", "sup"];
        for tag in page.split('<').skip(2) {
            let name = tag.trim_start_matches('/').split(|letter: char| !letter.is_alphanumeric()).next().unwrap();
            prop_assert!(tags.contains(&name), "{}", tag);
        }
        prop_assert_eq!(page.matches("<span").count(), page.matches("</span>").count());
        let body = page.split("<section id=\"d1\">").nth(1).unwrap();
        let (n_open, n_closed) = (body.matches("[</sup>").count(), body.matches("<sup>]").count());
        let passages: BTreeSet<(u32, u32)> = {
            let project = desk.fold.project();
            let document = project.documents().next().unwrap();
            let transcript =
                Transcript::of(project, &desk.shelf, &Wish::default(), document, &mut Fidelity::default()).unwrap();
            transcript.marks.iter().map(|mark| (mark.span.start(), mark.span.end())).collect()
        };
        prop_assert_eq!((n_open, n_closed), (passages.len(), passages.len()));
        prop_assert_eq!(body.matches("<div class=\"put\">").count(), passages.len());
    }
}

/// What is said of which words.
fn said(desk: &Desk) -> BTreeSet<(String, String, String)> {
    let (words, said) = told(desk);
    let letters: Vec<char> = words.chars().collect();
    let on = |start: u32, end: u32| letters[start as usize..end as usize].iter().collect::<String>().trim().to_owned();
    said.into_iter().map(|(who, start, end, words)| (who, on(start, end), words)).collect()
}

/// Brings back what was written into a file by somebody else than emic.
fn comes_back(desk: &mut Desk, file: &[u8]) -> Plan {
    let mut returned = read_returned(file).unwrap();
    returned.remarks.iter_mut().for_each(|(_, is_ours)| *is_ours = false);
    let project = desk.fold.project().clone();
    let document = document_of(&project, &returned).unwrap();
    let coming = ComingBack::of(&project, &desk.shelf, document, returned).unwrap();
    let plan = coming.plan(&project, &mut || desk.id());
    for (_, text) in &plan.texts {
        desk.store(text.as_str());
    }
    plan.edits.iter().for_each(|edit| desk.make(edit.clone()));
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_others_wrote_comes_back_to_its_words_once(
        words in "([a-cé彼👩🏽\u{200d}🚀\t\u{1}\u{ad}&<\" ]{0,9}\n){0,6}x",
        marks in prop::collection::vec(any::<(u8, u8, u8)>(), 0..8), more in prop::collection::vec(any::<(u8, u8, u8)>(), 0..8),
    ) {
        let mut desk = marked(&words, &marks);
        let theirs = marked(&words, &[marks, more].concat());
        let file = write_word(theirs.fold.project(), &theirs.shelf, &Wish::default()).unwrap().bytes;
        comes_back(&mut desk, &file);
        prop_assert!(desk.fold.conflicts().next().is_none());
        let (here, there) = (said(&desk), said(&theirs));
        prop_assert!(there.is_subset(&here), "{:?}", there.difference(&here).collect::<Vec<_>>());
        let again = comes_back(&mut desk, &file);
        prop_assert!(again.edits.is_empty(), "{:?}", again.edits);
    }
}

#[test]
fn two_exports_are_the_same_and_only_what_is_wished_for_is_in_them() {
    let mut desk = marked("I felt heard.\nBy all.", &[(2, 4, 0), (7, 4, 1), (0, 19, 4)]);
    desk.document_of("FG2", "Other words.");
    let project = desk.fold.project();
    let (mk, _) = project.coders().find(|(_, coder)| coder.name == "mk").unwrap();
    let (first, _) = project.documents().find(|(_, found)| found.title.starts_with("FG1")).unwrap();
    let of = |wish: &Wish| write_word(project, &desk.shelf, wish).unwrap();
    let all = of(&Wish::default());
    assert_eq!(all, of(&Wish::default()));
    let words = read("x.docx", &all.bytes).unwrap().words;
    assert_eq!(words, "FG1: <b>\"first\"</b>\nI felt heard.\nBy all.\nFG2\nOther words.");
    let one = read("x.docx", &of(&Wish { documents: vec![first], coder: Some(mk), ..Wish::default() }).bytes).unwrap();
    let said: Vec<&str> = one.remarks.iter().map(|remark| remark.words.as_str()).collect();
    assert_eq!(
        (one.words.as_str(), said),
        ("I felt heard.\nBy all.", vec!["a memo\n\n\tof <i>lines</i> & \u{202e}more", "code: stigma"])
    );
    assert_eq!(one.remarks[1].at, Some(1_700_000_000_000));
}
