//! Made-up studies of a fixed size, the same words and codings at every run.

use std::path::PathBuf;
use std::time::Duration;

use emic::desk::{Desk, World};
use emic::exchange::speakers::{Speakers, detect};
use emic::exchange::{Arrival, plan_transcripts};
use emic::project::{CodeId, CodingId, DocumentId, Edit, Origin, RANK_STEP};
use emic::store::{Folder, Sharing};
use tempfile::TempDir;

/// How large a study is.
#[derive(Clone, Copy)]
pub struct Size {
    name: &'static str,
    documents: usize,
    codings: usize,
}

/// The sizes that are measured.
pub const SIZES: [Size; 2] = [
    Size { name: "13 documents, 1,500 codings", documents: 13, codings: 1_500 },
    Size { name: "100 documents, 20,000 codings", documents: 100, codings: 20_000 },
];

impl Size {
    /// Another size, called so.
    #[allow(dead_code)] // each bench uses its part of it
    pub fn of(name: &'static str, documents: usize, codings: usize) -> Size {
        Size { name, documents, codings }
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Turns of a document, one of the interviewer and one of a participant by turns.
const TURNS: usize = 200;
/// Codes at the top, each with as many subcodes.
const THEMES: usize = 10;
/// Changes made in one act; a real log has many short acts.
const ACT: usize = 50;

const WORDS: [&str; 24] = [
    "team", "felt", "ward", "story", "people", "home", "office", "asked", "never", "staff", "group", "work", "trust",
    "again", "nobody", "with", "from", "because", "listened", "there", "papers", "week", "learned", "said",
];

/// A plain generator (xorshift), so that every run has the same study.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// A study in a folder that is gone when this is.
pub struct Study {
    folder: TempDir,
}

impl Study {
    /// Makes the study, change by change, through the desk.
    pub fn of(size: Size) -> Study {
        let study = Study { folder: TempDir::new().expect("a folder for the study") };
        let path = study.path();
        Folder::create(&path, "measured", Sharing::Private).expect("the folder can be written");
        let mut desk = study.desk();
        let mut dice = Dice(42);
        bring_documents(&mut desk, &mut dice, size.documents);
        let codes = add_codes(&mut desk);
        let documents: Vec<DocumentId> = desk.project().document_order().to_vec();
        let mut left = size.codings;
        while left > 0 {
            let act: Vec<Edit> = (0..ACT.min(left)).map(|_| coding(&mut desk, &mut dice, &documents, &codes)).collect();
            left -= act.len();
            desk.commit(act).expect("a coding that the project allows");
        }
        let saved = desk.wait(Duration::from_secs(60));
        assert_eq!(saved.unsaved, 0, "{saved:?}");
        study
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("study")
    }

    /// Takes away what is kept for a fast opening.
    #[allow(dead_code)] // each bench uses its part of it
    pub fn forget_what_is_known(&self) {
        std::fs::remove_dir_all(self.path().join("cache")).expect("it was kept");
    }

    /// Opens it.
    pub fn desk(&self) -> Desk {
        Desk::open(self.folder(), None, "mk", World::real()).expect("the study can be read")
    }

    /// Its folder.
    pub fn folder(&self) -> Folder {
        Folder::open(&self.path()).expect("the study is there")
    }
}

fn bring_documents(desk: &mut Desk, dice: &mut Dice, documents: usize) {
    let arrivals: Vec<Arrival> = (0..documents)
        .map(|place| Arrival {
            title: format!("Interview {}", place + 1),
            words: words(dice, place),
            ..Arrival::default()
        })
        .collect();
    let all: Vec<&str> = arrivals.iter().map(|arrival| arrival.words.as_str()).collect();
    let files: Vec<&str> = arrivals.iter().map(|arrival| arrival.title.as_str()).collect();
    let table = detect(&all, &Speakers::Auto);
    // More ids and salts than any plan draws: a document, a person, a speaker.
    let mut ids: Vec<_> = (0..8 * documents).map(|_| desk.next_id()).collect();
    let mut salts: Vec<_> = (0..documents).map(|_| desk.salt()).collect();
    let plan = plan_transcripts(
        (desk.project(), desk.texts()),
        &arrivals,
        &table,
        &files,
        &mut || ids.pop().expect("an id is left"),
        &mut || salts.pop().expect("a salt is left"),
    );
    plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
    desk.commit(plan.edits).expect("documents that the project allows");
    assert_eq!(desk.project().documents().count(), documents);
}

/// About 6,000 words of an interview.
fn words(dice: &mut Dice, place: usize) -> String {
    let mut words = String::new();
    for turn in 0..TURNS {
        let (label, said) = if turn % 2 == 0 { ("I".to_string(), 12) } else { (format!("P{}", place + 1), 48) };
        words.push_str(&label);
        words.push_str(": ");
        for word in 0..said {
            words.push_str(if word == 0 { "Then" } else { WORDS[dice.below(WORDS.len())] });
            words.push_str(if word % 16 == 15 { ". " } else { " " });
        }
        words.push_str("\n\n");
    }
    words
}

fn add_codes(desk: &mut Desk) -> Vec<CodeId> {
    let mut edits = Vec::new();
    let mut codes = Vec::new();
    for theme in 0..THEMES {
        let parent = CodeId(desk.next_id());
        let rank = RANK_STEP * (theme as u64 + 1);
        edits.push(Edit::AddCode {
            code: parent,
            name: format!("Theme {}", theme + 1),
            parent: None,
            rank,
            from: None,
        });
        for child in 0..THEMES {
            let code = CodeId(desk.next_id());
            let name = format!("Topic {}-{}", theme + 1, child + 1);
            let rank = RANK_STEP * (child as u64 + 1);
            edits.push(Edit::AddCode { code, name, parent: Some(parent), rank, from: None });
            codes.push(code);
        }
    }
    desk.commit(edits).expect("codes that the project allows");
    codes
}

/// One code on some words of one turn, where it does not stand yet.
fn coding(desk: &mut Desk, dice: &mut Dice, documents: &[DocumentId], codes: &[CodeId]) -> Edit {
    loop {
        let document = documents[dice.below(documents.len())];
        let code = codes[dice.below(codes.len())];
        let turns = desk.project().document(document).expect("one of the study").turns.clone();
        let turn = turns[dice.below(turns.len())];
        let start = turn.body + dice.below(20) as u32;
        let end = (start + 30 + dice.below(200) as u32).min(turn.end);
        let passage = desk.passage(document, start, end).expect("words of the turn");
        let coding = CodingId(desk.next_id());
        let edit = Edit::ApplyCode { coding, passage, code, coder: desk.coder(), at: None, origin: Origin::Hand };
        if desk.project().check(&edit).is_ok() {
            return edit;
        }
    }
}
