//! What leaves as REFI-QDA comes back; what others write comes in, however they count.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{read_project, write_project};
use crate::exchange::desk_tests::Desk;
use crate::exchange::json::coders_named;
use crate::exchange::{Dump, Offsets, Style, Unit, Unreadable, Wish};
use crate::project::*;
use crate::text::Span;

const PLAIN: Style = Style { unit: Unit::CodePoint, line_end: None };

fn counted(style: Style) -> Wish {
    Wish { style, ..Wish::default() }
}

/// What REFI-QDA can say of a project, in words, each with how often it is said.
fn view(desk: &Desk) -> BTreeMap<String, usize> {
    let (project, texts) = (desk.fold.project(), &desk.shelf);
    let mut said: Vec<String> = Vec::new();
    let code = |id: CodeId| {
        let id = project.stands_for(id);
        let path = project.codebook().place(id).map(|_| project.code_path(id).join(" > "));
        path.unwrap_or_else(|| project.code(id).map_or(String::new(), |code| format!("(away) {}", code.name)))
    };
    let coder = |id: CoderId| project.coder_name(project.coder_of(id)).to_owned();
    let title = |id: DocumentId| project.document(id).map_or("", |document| document.title.as_str()).to_owned();
    // Two of one name are told apart by a number.
    let case = |id: CaseId| {
        let name = project.case(project.person(id)).map_or(String::new(), |case| case.name.clone());
        name.rsplit_once(" (").map_or(name.clone(), |(name, _)| name.to_owned())
    };
    said.push(format!("study {}", project.name()));
    for (id, document) in project.documents() {
        let words = texts.text(document.text).unwrap();
        said.push(format!("document {} {} {:?}", document.title, document.kind.word(), words.as_str()));
        for (attribute, phase, value) in project.values_of(Subject::Document(id)) {
            let name = project.attributes().find(|(other, _)| *other == attribute).unwrap().1.name.clone();
            said.push(format!("value {} {name} {phase:?} {value}", document.title));
        }
        let mut once = std::collections::BTreeSet::new();
        for (_, coding) in
            project.codings_in(id).filter(|(_, coding)| project.code(project.stands_for(coding.code)).is_some())
        {
            once.insert((coding.span, project.stands_for(coding.code), project.coder_of(coding.coder)));
        }
        said.extend(
            once.into_iter()
                .map(|(span, of, by)| format!("coding {} {span:?} {} {}", document.title, code(of), coder(by))),
        );
    }
    for (id, found) in project.codes().filter(|(_, found)| !matches!(found.state, CodeState::MergedInto(_))) {
        let definition = format!("{:?}", found.definition).replace("\\u{1}", "\u{fffd}");
        said.push(format!("code {} {} {definition}", code(id), found.given));
    }
    for (_, memo) in project.memos() {
        let on = match memo.on {
            Target::Project => "study".to_owned(),
            Target::Day(day) => day.to_string(),
            Target::Document(id) if project.document(id).is_some() => title(id),
            Target::Excerpt(id, span) if project.document(id).is_some() => format!("{} {span:?}", title(id)),
            Target::Code(id) if project.code(project.stands_for(id)).is_some() => code(id),
            Target::Case(id) | Target::Cell(id, _)
                if project.case(project.person(id)).is_some_and(|case| !case.gone) =>
            {
                case(id)
            }
            _ => continue,
        };
        if matches!(memo.on, Target::Cell(_, of) if project.code(project.stands_for(of)).is_none()) {
            continue;
        }
        let words = texts.text(memo.text).unwrap();
        said.push(format!("memo {on} {} {} {:?}", memo.kind.word(), coder(memo.coder), words.as_str()));
    }
    for (id, _) in project.cases() {
        said.push(format!("person {}", case(id)));
        for (attribute, phase, value) in project.values_of(Subject::Case(id)) {
            let name = project.attributes().find(|(other, _)| *other == attribute).unwrap().1.name.clone();
            said.push(format!("value {} {name} {phase:?} {value}", case(id)));
        }
    }
    for (_, attribute) in project.attributes() {
        let kind = attribute.values.word().replace("ordered", "text");
        said.push(format!("attribute {} {:?} {kind}", attribute.name, attribute.on));
    }
    let mut counted = BTreeMap::new();
    said.into_iter().for_each(|words| *counted.entry(words).or_default() += 1);
    // A word of who codes, and of who is given what, is the same however often it is said.
    for who in coders_named(project) {
        let kind = project.coder(who).map_or("person", |coder| coder.kind.word());
        counted.insert(format!("coder {} {kind}", coder(who)), 1);
    }
    for ((who, document), state) in project.furthest() {
        counted.insert(format!("assigned {} {} {}", coder(who), title(document), state.word()), 1);
    }
    counted
}

fn read(file: &[u8], offsets: Offsets) -> Result<Dump, Unreadable> {
    read_project(file, offsets)
}

/// Every way in which positions can be counted in a file that is written.
fn styles() -> Vec<Style> {
    let ends = [None, Some(1), Some(2)];
    Unit::ALL.into_iter().flat_map(|unit| ends.map(|line_end| Style { unit, line_end })).collect()
}

/// Words in which every way to count leads elsewhere.
const WORDS: &str = "I: Wie geht's? 👩🏽‍🚀\nAna: Sehr gut, daß ich höre 🎉 und sehe.\nI: Où ça?\nAna: Là-bas, très loin 🙂 d'ici.\n\nEnde gut 🌱 alles gut.\n";

/// The words of every coding, where everything in a made-up project of one text stands on whole words.
fn words_after(style: Style, named: bool, offsets: Offsets) -> Result<Vec<String>, Unreadable> {
    let mut desk = Desk::new(5);
    desk.document_of("talk", WORDS);
    let letters: Vec<char> = WORDS.chars().collect();
    let is_word = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphanumeric());
    for start in (0..letters.len()).filter(|&at| is_word(at) && (at == 0 || !is_word(at - 1))) {
        let end = (start..).find(|&at| !is_word(at)).unwrap();
        desk.coded("talk", Span::new(start as u32, end as u32, letters.len() as u32).unwrap());
    }
    let mut file = write_project(desk.fold.project(), &desk.shelf, &counted(style)).unwrap().bytes;
    if !named {
        file = without_names(&file);
    }
    let mut other = Desk::new(9 << 40);
    other.takes(read(&file, offsets)?);
    let (id, document) = other.fold.project().documents().next().unwrap();
    let text = other.shelf.text(document.text).unwrap();
    Ok(other.fold.project().codings_in(id).map(|(_, coding)| text.passage(coding.span).to_owned()).collect())
}

/// The file with the name of every passage taken away: programs are free to write none.
fn without_names(file: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut into = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let names = regex::bytes::Regex::new("(<PlainTextSelection guid=\"[^\"]*\") name=\"[^\"]*\"").unwrap();
    for place in 0..from.len() {
        let mut part = from.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.ends_with(".qde") {
            bytes = names.replace_all(&bytes, &b"$1"[..]).into_owned();
        }
        into.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        into.write_all(&bytes).unwrap();
    }
    into.finish().unwrap().into_inner()
}

#[test]
fn however_a_file_counts_every_coding_is_on_its_words() {
    let expected: Vec<String> = WORDS
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    for style in styles() {
        for named in [true, false] {
            let found = words_after(style, named, Offsets::default());
            assert_eq!(found.as_ref(), Ok(&expected), "{style:?}, with names: {named}");
        }
        let said = Offsets { unit: Some(style.unit), two: Some(style.line_end == Some(2)) };
        assert_eq!(words_after(style, false, said).as_ref(), Ok(&expected), "{style:?}");
    }
}

#[test]
fn where_it_cannot_be_told_how_a_file_counts_somebody_has_to_say() {
    let file = |start: u32, end: u32| {
        format!(
            "<Project name='x'><CodeBook><Codes><Code guid='c' name='c' isCodable='true'/></Codes></CodeBook><Sources>\
             <TextSource guid='d' name='d'><PlainTextContent>🙂 ja, ja, ja, ja</PlainTextContent>\
             <PlainTextSelection guid='s' startPosition='{start}' endPosition='{end}'><Coding guid='g'><CodeRef targetGUID='c'/>\
             </Coding></PlainTextSelection></TextSource></Sources></Project>"
        )
    };
    // `ja` or `, `: both begin and end at words.
    let file = file(4, 5);
    assert!(read(file.as_bytes(), Offsets::default()).is_ok(), "in code points, a comma; in UTF-16, half a word");
    let file = "<Project name='x'><CodeBook><Codes><Code guid='c' name='c' isCodable='true'/></Codes></CodeBook><Sources>\
         <TextSource guid='d' name='d'><PlainTextContent>🙂  a b c d e</PlainTextContent>\
         <PlainTextSelection guid='s' startPosition='4' endPosition='6'><Coding guid='g'><CodeRef targetGUID='c'/>\
         </Coding></PlainTextSelection></TextSource></Sources></Project>";
    let asked = read(file.as_bytes(), Offsets::default());
    assert!(matches!(asked, Err(Unreadable::Offsets { .. })), "{asked:?}");
    for (unit, expected) in [(Unit::CodePoint, " b"), (Unit::Utf16, "a ")] {
        let mut desk = Desk::new(1);
        desk.takes(read(file.as_bytes(), Offsets { unit: Some(unit), two: None }).unwrap());
        let (id, document) = desk.fold.project().documents().next().unwrap();
        let span = desk.fold.project().codings_in(id).next().unwrap().1.span;
        assert_eq!(desk.shelf.text(document.text).unwrap().passage(span), expected);
    }
}

#[test]
fn codes_without_a_guid_are_known_by_where_they_stand() {
    let file = "<CodeBook><Codes><Code name='a'><Code name='x'/></Code><Code name='b'><Code name='x'/></Code></Codes></CodeBook>";
    let mut desk = Desk::new(1);
    desk.takes(read(file.as_bytes(), Offsets::default()).unwrap());
    let project = desk.fold.project();
    let paths: Vec<String> = project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect();
    assert_eq!(paths, ["a", "a > x", "b", "b > x"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_leaves_comes_back(wishes in prop::collection::vec(any::<(u8, u8, u8)>(), 0..120), style in prop::sample::select(styles())) {
        let mut desk = Desk::new(1);
        wishes.into_iter().for_each(|wish| desk.wish(wish));
        let written = write_project(desk.fold.project(), &desk.shelf, &counted(style)).unwrap();
        prop_assert_eq!(&write_project(desk.fold.project(), &desk.shelf, &counted(style)).unwrap().bytes, &written.bytes);
        let said = Offsets { unit: Some(style.unit), two: Some(style.line_end == Some(2)) };
        let dump = match read(&written.bytes, said) {
            Err(Unreadable::NothingUnderstood) => return Ok(()),
            dump => dump.unwrap(),
        };
        let mut other = Desk::new(2 << 40);
        other.takes(dump);
        prop_assert_eq!(view(&other), view(&desk));
    }

    #[test]
    fn coming_back_home_it_changes_nothing(wishes in prop::collection::vec(any::<(u8, u8, u8)>(), 0..100)) {
        let mut desk = Desk::new(1);
        wishes.into_iter().for_each(|wish| desk.wish(wish));
        let written = write_project(desk.fold.project(), &desk.shelf, &counted(PLAIN)).unwrap();
        let Ok(dump) = read(&written.bytes, Offsets::default()) else { return Ok(()) };
        let count = |desk: &Desk| {
            let project = desk.fold.project();
            let codes = project.codes().filter(|(_, code)| code.state == CodeState::Active).count();
            (project.n_codings(), project.documents().count(), codes, project.people())
        };
        prop_assume!(!desk.fold.project().is_empty());
        // Who was taken away and left codings comes back as somebody new.
        let project = desk.fold.project().clone();
        let mut by = project.documents().flat_map(|(id, _)| project.codings_in(id)).map(|(_, coding)| coding.coder);
        prop_assume!(by.all(|coder| project.coder(project.coder_of(coder)).is_some()));
        let before = count(&desk);
        desk.takes(dump);
        prop_assert_eq!(count(&desk), before);
    }
}
