//! A coder at the keyboard of a small project, for tests that say before, keys, after.
//!
//! Keys are written one after the other, blanks between them meaning nothing: `3x c 'being heard'
//! <Enter>`. Words in quotes are typed letter by letter, blanks included; keys with a name stand in
//! `<…>`, as the help screen names them. In a text `<…>` is the selection and `|` the cursor.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use emic::app::decoder::Input;
use emic::app::keymap::{Keymap, Looked};
use emic::app::keys::{Key, parse_keys, show_keys};
use emic::app::overlay::Overlay;
use emic::app::{App, draw};
use emic::desk::{Desk, World};
use emic::exchange::speakers::{self, Speakers};
use emic::panes::Theme;
use emic::place::Selection;
use emic::project::*;
use emic::store::{Folder, SampleWork, Sharing, put_sample};
use emic::text::{Span, Text, count_words, grapheme_at, prev_grapheme, print_lines};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use regex::Regex;
use tempfile::TempDir;

/// The codes of every project made here, each path with a definition.
const CODES: &[(&str, &str)] = &[
    ("being heard", "Somebody listens."),
    ("Barriers", ""),
    ("Barriers > Boundaries", "What may not be said."),
    ("Barriers > Money", ""),
    ("Self/other", ""),
];

thread_local! {
    /// What keys of this thread's tests led to.
    static TYPED: RefCell<BTreeSet<Typed>> = const { RefCell::new(BTreeSet::new()) };
}

/// Keys that led to an action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Typed {
    /// Where they were typed.
    pub context: &'static str,
    /// As the help screen writes them.
    pub keys: String,
    /// The action's name.
    pub action: String,
}

/// What was typed so far in this thread.
pub fn typed() -> BTreeSet<Typed> {
    TYPED.with_borrow(BTreeSet::clone)
}

/// A coder at work.
pub struct Sitting {
    pub app: App,
    folder: PathBuf,
    vault: Option<PathBuf>,
    above: TempDir,
    size: (u16, u16),
    begun: Vec<Key>,
    nth: u64,
}

/// A clock that goes on a second with every look, and numbers that only look random.
fn world(nth: u64) -> World {
    let clock = AtomicI64::new(1_700_000_000_000 + nth as i64 * 3_600_000);
    let mut drawn = nth << 32;
    World {
        now: Box::new(move || clock.fetch_add(1_000, Ordering::Relaxed)),
        random: Box::new(move || {
            drawn += 1;
            u128::from(drawn).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
        }),
        wake: Arc::new(|| {}),
    }
}

impl Sitting {
    /// A project with one transcript.
    pub fn of(before: &str) -> Sitting {
        Sitting::with(&[before])
    }

    /// A project with several transcripts, `T1`, `T2`...; the first is open.
    pub fn with(texts: &[&str]) -> Sitting {
        let mut sitting = Sitting::empty();
        let desk = &mut sitting.app.desk;
        let codes: Vec<Edit> = CODES.iter().flat_map(|(path, _)| add_code(desk, path)).collect();
        assert_eq!(codes.len(), CODES.len());
        let mut selection = None;
        for (place, text) in texts.iter().enumerate() {
            let (words, marked) = unmarked(text);
            add_document(desk, &format!("T{}", place + 1), words);
            selection = selection.or(marked.filter(|_| place == 0));
        }
        let document = sitting.app.desk.project().document_order()[0];
        sitting.app.place.open(document, Some(0));
        sitting.app.place.code = sitting.app.desk.project().codebook().rows().first().map(|row| row.code);
        if let Some((start, end)) = selection {
            sitting.mark(start, end);
        } else {
            sitting.types("gg");
        }
        sitting.frame();
        sitting
    }

    /// A project with nothing in it.
    pub fn empty() -> Sitting {
        let above = TempDir::new().unwrap();
        let folder = above.path().join("study");
        Folder::create(&folder, "Study", Sharing::Private).unwrap();
        Sitting::open(above, (folder, None), "ada", 1, Theme::mono(false))
    }

    /// A copy of the sample study.
    pub fn sample(theme: Theme) -> Sitting {
        let above = TempDir::new().unwrap();
        let folder = above.path().join("peer-work");
        put_sample(&folder, SampleWork::Kept).unwrap();
        Sitting::open(above, (folder, None), "mara", 1, theme)
    }

    fn open(
        above: TempDir,
        (folder, vault): (PathBuf, Option<PathBuf>),
        coder: &str,
        nth: u64,
        theme: Theme,
    ) -> Sitting {
        let desk = Desk::open(Folder::open(&folder).unwrap(), vault.clone(), coder, world(nth)).unwrap();
        let mut app = App::new(desk, theme, Keymap::built_in());
        app.here = above.path().to_path_buf();
        // A test waits for every report, however slow the machine is.
        app.patience = Duration::from_secs(600);
        let mut sitting = Sitting { app, folder, vault, above, size: (120, 36), begun: Vec::new(), nth };
        sitting.frame();
        sitting
    }

    /// Leaves, and sits down again another day, as the same coder or another.
    pub fn again(mut self, coder: &str) -> Sitting {
        self.save();
        self.app.keep_place();
        let theme = self.app.theme.clone();
        drop(self.app);
        Sitting::open(self.above, (self.folder, self.vault), coder, self.nth + 1, theme)
    }

    /// Sits down again with a vault, in which this key to pseudonyms is, where there is one.
    pub fn with_vault(mut self, key: &str) -> Sitting {
        let vault = self.above.path().join("vault");
        std::fs::create_dir(&vault).unwrap();
        if !key.is_empty() {
            std::fs::write(vault.join("pseudonyms-1.csv"), format!("becomes,words\n{key}")).unwrap();
        }
        self.vault = Some(vault);
        self.again("ada")
    }

    /// Where the project is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Waits until all is on disk.
    pub fn save(&mut self) {
        let saved = self.app.desk.wait(Duration::from_secs(60));
        assert_eq!((saved.unsaved, saved.trouble), (0, None));
    }

    /// Works on a screen of that size from now on.
    pub fn sized(mut self, columns: u16, rows: u16) -> Sitting {
        self.size = (columns, rows);
        self.frame();
        self
    }

    /// Selects from the character at `start` to before the one at `end`; where they are one, puts the
    /// cursor there.
    pub fn mark(&mut self, start: u32, end: u32) {
        let text = self.app.desk.text(self.app.place.document.unwrap()).unwrap();
        let cell = |at| {
            let cell = grapheme_at(&text, at);
            Span::new(cell.start, cell.end, text.len()).unwrap()
        };
        let last = if end > start { prev_grapheme(&text, end) } else { start };
        self.app.place.cursor = last;
        let selection = Selection { anchor: cell(start), head: cell(last), spent: false, by: None };
        self.app.place.selection = (end > start).then_some(selection);
    }

    /// Types keys; the screen is drawn after each.
    pub fn types(&mut self, keys: &str) -> &mut Sitting {
        for key in read_keys(keys) {
            self.press(key);
            self.frame();
        }
        self
    }

    /// Types keys so fast that the screen is drawn only after the last.
    pub fn rattles(&mut self, keys: &str) -> &mut Sitting {
        read_keys(keys).into_iter().for_each(|key| self.press(key));
        self.frame();
        self
    }

    /// Presses one key, and notes the action that it leads to.
    pub fn press(&mut self, key: Key) {
        if matches!(self.app.overlays.last(), None | Some(Overlay::Sheet(_))) {
            self.begun.push(key);
            let context = self.app.context();
            match self.app.keymap.lookup(context, &self.begun) {
                Looked::Prefix => {}
                Looked::Nothing => self.begun.clear(),
                Looked::Action(name) => {
                    let typed = Typed { context, keys: show_keys(&self.begun), action: name.to_string() };
                    self.begun.clear();
                    TYPED.with_borrow_mut(|all| all.insert(typed));
                }
            }
        }
        self.app.input(Input::Key(key));
    }

    /// Pastes words.
    pub fn pastes(&mut self, words: &str) -> &mut Sitting {
        self.app.input(Input::Paste(words.to_string()));
        self.frame();
        self
    }

    /// Lets the tree rest, and time pass for what may follow a begun key.
    pub fn rests(&mut self) -> &mut Sitting {
        self.app.tick(std::time::Instant::now() + Duration::from_secs(1));
        self.frame();
        self
    }

    /// What was said last.
    pub fn said(&self) -> &str {
        self.app.toast.as_ref().map_or("", |toast| &toast.words)
    }

    /// Draws one frame.
    pub fn frame(&mut self) -> (Buffer, Option<Position>) {
        self.frame_of(self.size.0, self.size.1)
    }

    /// Draws one frame on a screen of another size.
    pub fn frame_of(&mut self, columns: u16, rows: u16) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, columns, rows);
        let mut buf = Buffer::empty(area);
        let cursor = draw(&mut self.app, area, &mut buf);
        (buf, cursor)
    }

    /// The characters of a frame.
    pub fn screen(&mut self) -> String {
        self.save();
        rows_of(&self.frame().0).join("\n")
    }

    /// The tree, two blanks a level, `*` before a marked code, `+` behind one with folded subcodes.
    pub fn tree(&mut self) -> String {
        let mut codes = std::mem::take(&mut self.app.codes);
        codes.refresh(&self.app.scene());
        self.app.codes = codes;
        let (project, place) = (self.app.desk.project(), &self.app.place);
        let rows = self.app.codes.rows().iter().map(|row| {
            let here = if place.code == Some(row.code) { "|" } else { "" };
            let mark = if place.marked_codes.contains(&row.code) { "*" } else { "" };
            let folded = if place.folded.contains(&row.code) { "+" } else { "" };
            let indent = "  ".repeat(usize::from(row.depth));
            format!("{indent}{here}{mark}{}{folded}", project.code(row.code).unwrap().name)
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The excerpts listed: their words, `|` before the one under the cursor, `*` before a marked one.
    pub fn list(&mut self) -> String {
        // A list that is not on the screen is not kept up.
        let mut excerpts = std::mem::take(&mut self.app.excerpts);
        excerpts.refresh(&self.app.scene());
        self.app.excerpts = excerpts;
        let row = self.app.excerpts.row(&self.app.scene());
        let rows = self.app.excerpts.list().iter().enumerate().map(|(place, one)| {
            let here = if place == row { "|" } else { "" };
            let mark = if self.app.place.marked_excerpts.contains(&(one.document, one.span)) { "*" } else { "" };
            format!("{here}{mark}{}", self.app.desk.text(one.document).unwrap().passage(one.span))
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// Every memo: what it is on, its kind, its words.
    pub fn memos(&self) -> Vec<String> {
        let project = self.app.desk.project();
        let memos = project.memos().map(|(_, memo)| {
            let on = match memo.on {
                Target::Excerpt(document, span) => self.app.desk.text(document).unwrap().passage(span).to_string(),
                Target::Code(code) => project.code_words(code),
                Target::Document(document) => project.document(document).unwrap().title.clone(),
                other => format!("{other:?}"),
            };
            let words = self.app.desk.texts().text(memo.text).unwrap();
            format!("{on}: {} ({})", words.as_str(), memo.kind.word())
        });
        memos.collect()
    }

    /// The open document with its codings beneath, the live selection as `<…>`, and where `cursor`
    /// says so, the cursor as `|`.
    pub fn text(&self, cursor: bool) -> String {
        // Enough undo takes back even what brought the texts in.
        let Some(document) = self.app.place.document else { return "no document".to_string() };
        let text = self.app.desk.text(document).unwrap();
        let live = self.app.place.selection.filter(|selection| !selection.spent).map(Selection::span);
        let project = self.app.desk.project();
        let mut codings: Vec<_> = project.codings_in(document).map(|(_, coding)| *coding).collect();
        codings.sort_by_key(|coding| (coding.span, project.codebook().place(project.stands_for(coding.code))));
        let mut shown = Vec::new();
        let mut start = 0;
        for line in text.as_str().split('\n') {
            let characters: Vec<char> = line.chars().collect();
            let end = start + characters.len() as u32;
            let mut words = String::new();
            let mut columns = Vec::new();
            for at in start..=end {
                if live.is_some_and(|live| live.end() == at) {
                    words.push('>');
                }
                if live.is_some_and(|live| live.start() == at) {
                    words.push('<');
                }
                if cursor && live.is_none() && self.app.place.cursor == at {
                    words.push('|');
                }
                columns.push(words.chars().count());
                words.extend(characters.get((at - start) as usize));
            }
            shown.push(words);
            for coding in codings.iter().filter(|one| start < end && one.span.start() < end && start < one.span.end()) {
                let from = columns[(coding.span.start().max(start) - start) as usize];
                let to = columns[(coding.span.end().min(end) - start - 1) as usize];
                let carets = format!("{}{}", " ".repeat(from), "^".repeat(to + 1 - from));
                let flags: Vec<&str> = coding.flags.iter().map(|flag| flag.word()).collect();
                let flags = if flags.is_empty() { String::new() } else { format!(" [{}]", flags.join(", ")) };
                let name = project.code_words(coding.code);
                shown.push(if coding.span.end() > end { carets } else { format!("{carets} {name}{flags}") });
            }
            start = end + 1;
        }
        shown.join("\n")
    }
}

/// Types keys at a text and compares what comes of it.
#[track_caller]
pub fn check(before: &str, keys: &str, after: &str) {
    let mut sitting = Sitting::of(before);
    sitting.types(keys);
    let text = sitting.text(after.contains('|'));
    assert!(text == after, "{keys}\n-- gives\n{text}\n-- instead of\n{after}\n-- saying: {}", sitting.said());
}

/// The characters of a buffer, row by row, without the blanks at their ends.
pub fn rows_of(buf: &Buffer) -> Vec<String> {
    let rows = buf.area.rows().map(|row| {
        let mut words = String::new();
        let mut hidden = 0;
        for x in row.left()..row.right() {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let symbol = buf[(x, row.y)].symbol();
            words.push_str(symbol);
            hidden = emic::text::width(symbol).saturating_sub(1);
        }
        words.trim_end().to_string()
    });
    rows.collect()
}

/// Keys written as in these tests.
pub fn read_keys(written: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let named = after.split_once('>').filter(|(name, _)| first == '<' && !name.contains(char::is_whitespace));
        if let Some((name, after)) = named {
            keys.extend(parse_keys(name).unwrap_or_else(|bad| panic!("{written}: {bad}")));
            rest = after;
        } else if let Some((words, after)) = after.split_once('\'').filter(|_| first == '\'') {
            keys.extend(words.chars().map(Key::char));
            rest = after;
        } else {
            keys.extend((!first.is_whitespace()).then_some(Key::char(first)));
            rest = after;
        }
    }
    keys
}

/// Keys as they are written here.
pub fn write_keys(keys: &[Key]) -> String {
    let written = keys.iter().map(|&key| match show_keys(&[key]) {
        letter if letter.chars().count() == 1 => letter,
        name => format!("<{name}>"),
    });
    written.collect::<Vec<_>>().join(" ")
}

/// A text without its marks, and what they marked (start and end, in characters).
fn unmarked(text: &str) -> (String, Option<(u32, u32)>) {
    let at = |mark: char| text.chars().filter(|&c| !"<>|".contains(c) || c == mark).position(|c| c == mark);
    let marked = match (at('<'), at('>'), at('|')) {
        (Some(start), Some(end), _) => Some((start as u32, end as u32)),
        (_, _, Some(cursor)) => Some((cursor as u32, cursor as u32)),
        _ => None,
    };
    (text.chars().filter(|c| !"<>|".contains(*c)).collect(), marked)
}

/// Adds a code by its path, with its definition; its parent is there already.
fn add_code(desk: &mut Desk, path: &str) -> Option<Edit> {
    let (parent, name) = path.rsplit_once(" > ").map_or((None, path), |(parent, name)| (Some(parent), name));
    let parent = parent.map(|parent| desk.project().find_code(parent).unwrap());
    let code = CodeId(desk.next_id());
    let edit =
        Edit::AddCode { code, name: name.to_string(), parent, rank: desk.project().rank_last(parent), from: None };
    desk.commit(vec![edit.clone()]).unwrap();
    let definition = CODES.iter().find(|(other, _)| *other == path).map_or("", |(_, definition)| definition);
    if !definition.is_empty() {
        let definition = Definition { definition: definition.to_string(), ..Definition::default() };
        desk.commit(vec![Edit::DefineCode { code, definition }]).unwrap();
    }
    Some(edit)
}

/// Adds a transcript whose turns begin with labels like `P07:`; `I` asks.
pub fn add_document(desk: &mut Desk, title: &str, words: String) {
    let pattern = Regex::new(r"^(?<speaker>[A-Z]+\d*):").unwrap();
    let table = speakers::detect(&[&words], &Speakers::Pattern(pattern));
    let (labels, turns) = speakers::turns(&words, &table);
    let role = |label: &str| if label == "I" { Role::Interviewer } else { Role::Participant };
    let speakers = labels.into_iter().map(|label| Speaker { role: role(&label), label, case: None }).collect();
    let (key, text) = (TextKey::of(&words), Arc::new(Text::new(words)));
    desk.hold_text(key, text.clone());
    let edit = Edit::AddDocument {
        document: DocumentId(desk.next_id()),
        title: title.to_string(),
        kind: DocumentKind::Interview,
        text: key,
        salt: desk.salt(),
        characters: text.len(),
        words: count_words(text.as_str()),
        speakers,
        lines: print_lines(&text, &turns).into(),
        turns: turns.into(),
        times: [].into(),
        rank: desk.project().document_rank_last(),
    };
    desk.commit(vec![edit]).unwrap();
}
