//! What is tried with arbitrary bytes: one function for each way in. `cargo fuzz` and the tests call the same.
//!
//! A function returns where the bytes were taken or refused in good order, and panics where a law is broken.

#![allow(dead_code)] // every program uses its part of it

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::panic::{set_hook, take_hook};
use std::sync::{LazyLock, Once};

use emic::app::actions::ACTIONS;
use emic::app::decoder::{Decoder, Input};
use emic::app::keymap::Keymap;
use emic::app::keys::Key;
use emic::exchange::speakers::{Speakers, detect, turns};
use emic::exchange::{
    Disguise, Dump, FORMATS, How, Offsets, Reads, Replacement, Sheet, Unreadable, Whole, may_break_down, plan_dump,
    plan_transcripts, plan_values, read, read_dump, read_names, read_returned, read_whole,
};
use emic::project::*;
use emic::store::read_log;
use emic::text::{Names, Text, visible_lines};

/// A way in: its name, and what takes the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target by its name.
pub const TARGETS: &[Target] = &[
    ("log", log),
    ("keymap", keymap),
    ("keys", keys),
    ("fold", fold),
    ("text", text),
    ("names", names),
    ("json", json),
    ("docx", docx),
    ("refi", refi),
    ("database", database),
    ("sheet", sheet),
    ("odt", odt),
    ("rtf", rtf),
    ("html", html),
    ("pdf", pdf),
];

/// A log file: as it is, and with every line's hash put right, so that what stands in the lines is read.
pub fn log(bytes: &[u8]) {
    for file in [bytes.to_vec(), sealed(bytes)] {
        let lines = file.split_inclusive(|&byte| byte == b'\n').count();
        let Ok(read) = read_log(&file, "log") else { continue };
        assert!(read.ops.len() < lines.max(1), "more changes than lines");
        for aside in &read.set_aside {
            assert!((1..=lines.max(1)).contains(&aside.line), "{aside}");
            shown(&aside.to_string());
        }
        let fold = Fold::of("study", read.ops);
        fold.conflicts().for_each(|conflict| conflict.said(fold.project()).iter().for_each(|words| shown(words)));
    }
}

/// Ends each line in the hash that it should have.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    const ENDING: usize = ",hash:\"\")".len() + 32;
    let mut file = Vec::with_capacity(bytes.len());
    let mut before: Option<[u8; 16]> = None;
    let first_format = bytes.starts_with(b"(format:1,");
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else {
            file.extend_from_slice(line);
            continue;
        };
        let has_hash = line.len() >= ENDING && line[line.len() - ENDING..].starts_with(b",hash:\"");
        let words = if has_hash { &line[..line.len() - ENDING] } else { line };
        let mut hash = [0; 16];
        if first_format {
            let mut hasher = blake3::Hasher::new();
            before.iter().for_each(|hash| _ = hasher.update(hash));
            hash.copy_from_slice(&hasher.update(words).finalize().as_bytes()[..16]);
        } else {
            let mut hasher = blake2s_simd::Params::new().hash_length(16).to_state();
            before.iter().for_each(|&hash| _ = hasher.update(format!("{}\")\n", TextKey(hash)).as_bytes()));
            hash.copy_from_slice(hasher.update(words).finalize().as_bytes());
        }
        file.extend_from_slice(words);
        let _ = writeln!(file, ",hash:\"{}\")", TextKey(hash));
        before = Some(hash);
    }
    file
}

/// A keymap file laid over the built-in one, and its keys looked up.
pub fn keymap(bytes: &[u8]) {
    static BUILT_IN: LazyLock<Keymap> = LazyLock::new(Keymap::built_in);
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| ACTIONS.iter().map(|action| action.name).collect());
    let source = String::from_utf8_lossy(bytes);
    let mut keymap = BUILT_IN.clone();
    for problem in keymap.overlay(&source, "keymap.ron", &|name| KNOWN.contains(name)) {
        assert!(problem.line > 0 && problem.column > 0 && problem.line <= source.split('\n').count(), "{problem}");
        shown(&problem.to_string());
    }
    let bound: Vec<(String, String)> =
        keymap.bindings("transcript").map(|(keys, action)| (keys, action.to_string())).collect();
    for (keys, action) in bound {
        assert!(KNOWN.contains(action.as_str()), "{keys} does {action}, which nobody knows");
    }
}

/// What a terminal sends: cut anywhere, it means the same; pastes end; a key is never a control character.
pub fn keys(bytes: &[u8]) {
    let Some((&cut, bytes)) = bytes.split_first() else { return };
    let decoded = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
        pieces.for_each(|piece| decoder.feed(piece, &mut inputs));
        decoder.flush(&mut inputs);
        inputs
    };
    let whole = decoded(&mut [bytes].into_iter());
    assert_eq!(whole, decoded(&mut bytes.chunks(usize::from(cut % 8) + 1)), "the bytes were cut");
    assert!(whole.len() <= bytes.len(), "more came than was sent");
    for input in whole {
        if let Input::Key(Key { code: emic::app::keys::Code::Char(letter), .. }) = input {
            assert!(!letter.is_control(), "{letter:?} is no key");
        }
    }
    // Held bytes that nothing followed in time are given up, and what comes then is taken by itself.
    let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
    for piece in bytes.chunks(usize::from(cut / 8 % 8) + 1) {
        decoder.feed(piece, &mut inputs);
        decoder.flush(&mut inputs);
    }
}

/// Logs of any changes at all: the same project in whatever order they come.
pub fn fold(bytes: &[u8]) {
    let ops = ops_of(bytes);
    let erasures = Erasures::among(ops.iter());
    let instead = ops.iter().map(|op| erasures.of(op.id).unwrap_or(op).clone());
    let erased = Fold::of("study", instead.collect());
    assert!(erased.done().len() <= ops.len(), "an erasure makes changes");
    let whole = Fold::of("study", ops.clone());
    let mut late = Fold::new("study");
    ops.into_iter().rev().for_each(|op| late.insert(op));
    assert_eq!(whole.done().len(), late.done().len());
    for (one, other) in whole.done().iter().zip(late.done()) {
        assert_eq!((one.op.id, one.took()), (other.op.id, other.took()), "{:?}", one.op);
        say(whole.project(), &one.op.edit);
    }
    assert!(whole.project() == late.project(), "another order gives another project");
    whole.conflicts().for_each(|conflict| conflict.said(whole.project()).iter().for_each(|words| shown(words)));
    for coder in 1..4 {
        let Some(coder) = thing(0, coder) else { continue };
        let _ = (whole.undo(CoderId(coder)), whole.redo(CoderId(coder)));
    }
    while late.pop().is_some() {}
    assert!(late.project() == Fold::new("study").project(), "taking all back leaves something");
}

/// The changes that bytes stand for: for each its log, how far the tick goes on, what it takes back, and the
/// edit as the cache writes it. Ids are few, so that changes meet.
fn ops_of(mut bytes: &[u8]) -> Vec<Op> {
    let (mut ops, mut ticks) = (Vec::new(), 0);
    while let Some((&[place, more], rest)) = bytes.split_first_chunk()
        && let Ok((mut edit, rest)) = postcard::take_from_bytes::<Edit>(rest)
        && ops.len() < 200
    {
        bytes = rest;
        edit.for_each_id(&mut |id| {
            let few = id.number() % 24 + 1;
            if let Some(few) = thing(few as u8 % 3, few) {
                *id = few;
            }
        });
        ticks += u64::from(more % 4);
        let number = 1_000 + ops.len() as u32;
        let Some(id) = thing(place % 3, number).map(OpId) else { continue };
        let by = thing(0, u32::from(place / 3 % 4) + 1).map_or(CoderId(id.0), CoderId);
        let back = usize::from(more / 4);
        let undoes = (back > 0).then(|| ops.iter().rev().nth(back - 1).map(|op: &Op| op.id)).flatten();
        let gesture = Gesture { first: id, size: 1 };
        ops.push(Op { id, tick: ticks, by, at: 0, edit, was: None, gesture, undoes, why: None, texts: Vec::new() });
    }
    ops
}

fn thing(log: u8, number: u32) -> Option<Id> {
    LogId::from_random(u64::from(log) << 24 | 1).thing(number)
}

/// A list of names, a zero, and words: what is found is in order and apart, and once it is replaced none is left.
pub fn names(bytes: &[u8]) {
    const PSEUDONYM: &str = "[zz]";
    let parted = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (list, words) = (&bytes[..parted], String::from_utf8_lossy(&bytes[parted..]));
    let list = match read_names(list) {
        Ok(list) => list,
        Err(why) => return shown(&why),
    };
    let Ok(names) = Names::of(list.names.clone(), list.kept.clone()) else { return };
    let text = Text::new(words.as_ref());
    let mut at = 0;
    for place in names.find(&text) {
        assert!(at <= place.span.start() && place.span.end() <= text.len(), "{place:?} after {at}");
        assert!(place.name < names.listed().len());
        at = place.span.end();
    }
    // A name of which the pseudonym is a part would stand again where it was put.
    let again =
        |name: &String| name.chars().any(|letter| "[]zZ".contains(letter)) || !name.chars().any(char::is_alphanumeric);
    if list.names.iter().any(again) {
        return;
    }
    let replacement = |words: &String| Replacement { words: words.clone(), becomes: PSEUDONYM.to_string() };
    let replacements: Vec<Replacement> = list.names.iter().map(replacement).collect();
    let Ok(disguise) = Disguise::of(&replacements, list.kept) else { return };
    if let Some(new) = disguise.put_on(&words) {
        assert_eq!(names.first_in(&new), None, "{words:?} became {new:?}");
    }
}

/// A transcript as text, Markdown or captions, by its first byte; who speaks in it; the plan to bring it in.
pub fn text(bytes: &[u8]) {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let endings = ["txt", "md", "vtt", "srt", "txt", ""];
    let name = format!("P07.{}", endings[usize::from(kind) % endings.len()]);
    match read(&name, bytes) {
        Ok(arrival) => {
            arrival.notes.iter().for_each(|note| shown(note));
            assert!(!arrival.words.contains('\r') && !arrival.words.starts_with('\u{feff}'), "not clean");
            let rising = arrival.times.windows(2).all(|pair| pair[0].0 < pair[1].0);
            assert!(rising, "times out of order: {:?}", arrival.times);
            let how = if kind & 128 == 0 { Speakers::Auto } else { Speakers::None };
            let table = detect(&[&arrival.words], &how);
            let (names, turns) = turns(&arrival.words, &table);
            let length = arrival.words.chars().count() as u32;
            let mut at = 0;
            for turn in &turns {
                assert!(at <= turn.start && turn.start <= turn.body && turn.body <= turn.end, "{turn:?} after {at}");
                assert!(turn.end <= length && usize::from(turn.speaker) < names.len(), "{turn:?} of {length}");
                at = turn.end;
            }
            let mut made = 0;
            let mut ids = || next_id(&mut made);
            let project = Project::new("study");
            let plan = plan_transcripts((&project, &NoTexts), &[arrival], &table, &["P07"], &mut ids, &mut || {
                TextKey([1; 16])
            });
            take_effect(plan.edits);
        }
        Err(why) => shown(&why.to_string()),
    }
}

/// No text can be had.
struct NoTexts;

impl Texts for NoTexts {
    fn text(&self, _: TextKey) -> Option<std::sync::Arc<Text>> {
        None
    }
}

fn next_id(made: &mut u32) -> Id {
    *made += 1;
    thing(0, *made).unwrap_or_else(|| LogId::from_random(1).first_thing())
}

/// Makes changes that were planned, each of which must fit.
fn take_effect(edits: Vec<Edit>) {
    let mut fold = Fold::new("study");
    for (number, edit) in (5_000_000..).zip(edits) {
        assert_eq!(fold.project().admits(&edit), Ok(()), "{edit:?}");
        let Some(id) = thing(1, number).map(OpId) else { return };
        let gesture = Gesture { first: id, size: 1 };
        let (tick, by) = (fold.next_tick(), CoderId(id.0));
        fold.insert(Op { id, tick, by, at: 0, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() });
    }
}

/// A project as JSON, and the plan to bring it into an empty one.
pub fn json(bytes: &[u8]) {
    whole(read_dump(&mut &*bytes));
}

/// A project of another program: as an archive, or as its XML alone, which is packed here; and the plan to bring it into
/// an empty one.
pub fn refi(bytes: &[u8]) {
    let Some(format) = FORMATS.iter().find(|format| format.name == "qdpx") else { panic!("no such format") };
    let Reads::Project(read) = format.reads else { panic!("no project") };
    whole(read(&packed("project.qde", bytes), Offsets::default()));
}

/// A database in which QualCoder, Taguette or requal keeps a project, and the plan to bring it into an empty one.
pub fn database(bytes: &[u8]) {
    let Some(format) = FORMATS.iter().find(|format| format.name == "qda") else { return };
    let Reads::Project(read) = format.reads else { panic!("no project") };
    whole(read(bytes, Offsets::default()));
}

/// A sheet of rows, taken for everything that rows can be, and a list.
pub fn sheet(bytes: &[u8]) {
    for (name, sheet) in [("x.csv", None), ("x.txt", Some(Sheet::Codebook))]
        .into_iter()
        .chain(Sheet::ALL.map(|sheet| ("x.csv", Some(sheet))))
    {
        match read_whole(name, bytes, How { sheet, ..How::default() }) {
            Ok(Whole::Study(dump)) => whole(Ok(*dump)),
            Ok(Whole::People(rows, _)) => {
                let mut made = 0;
                match plan_values(&Project::new("study"), &rows, &mut || next_id(&mut made)) {
                    Ok(values) => take_effect(values.edits),
                    Err(why) => shown(&why),
                }
            }
            Err(why) => shown(&why.to_string()),
        }
    }
}

fn whole(read: Result<Dump, Unreadable>) {
    match read {
        Ok(dump) => {
            let mut made = 0;
            let mut ids = || next_id(&mut made);
            let plan = plan_dump(&Project::new("study"), dump, &mut ids, &mut || TextKey([1; 16]));
            plan.notes.iter().for_each(|note| shown(note));
            for (key, text) in &plan.texts {
                assert_eq!(*key, TextKey::of(Text::as_str(text)));
            }
            take_effect(plan.edits);
        }
        Err(why) => shown(&why.to_string()),
    }
}

/// A Word document: as a zip archive, or as the words of its main part, which are packed here.
pub fn docx(bytes: &[u8]) {
    let file = packed("word/document.xml", bytes);
    document("P07.docx", &file);
    // The same file as it comes back with comments.
    match read_returned(&file) {
        Ok(returned) => {
            let length = returned.words.chars().count() as u32;
            assert!(returned.remarks.iter().all(|(remark, _)| remark.start <= remark.end && remark.end <= length));
        }
        Err(why) => shown(&why.to_string()),
    }
}

/// An OpenDocument text, in the same two ways.
pub fn odt(bytes: &[u8]) {
    document("P07.odt", &packed("content.xml", bytes));
}

/// A rich text.
pub fn rtf(bytes: &[u8]) {
    document("P07.rtf", bytes);
}

/// A web page.
pub fn html(bytes: &[u8]) {
    document("P07.html", bytes);
}

/// A PDF file, whose reader may break down as long as that is handled.
pub fn pdf(bytes: &[u8]) {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !may_break_down() {
                before(panic);
            }
        }));
    });
    document("P07.pdf", bytes);
}

fn document(name: &str, bytes: &[u8]) {
    match read(name, bytes) {
        Ok(arrival) => {
            assert!(!arrival.words.trim().is_empty());
            arrival.notes.iter().for_each(|note| shown(note));
        }
        Err(why) => shown(&why.to_string()),
    }
}

fn packed(part: &str, bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let _ = writer.start_file(part, plain).and_then(|()| Ok(writer.write_all(bytes)?));
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// What is said to a person can be shown.
fn shown(words: &str) {
    let shown = visible_lines(words);
    assert!(!shown.contains(|letter: char| letter.is_control() && letter != '\n' && letter != '\t'), "{shown:?}");
}
