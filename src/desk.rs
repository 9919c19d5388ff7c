//! The one door: every change is checked, handed to the log's writer, and applied.
//!
//! Only the desk knows the clock. What it calls saved is on disk; a slow or full disk never blocks a
//! key and never loses a change.

use std::path::PathBuf;
use std::sync::Arc;

use crate::project::*;
use crate::store::{Batch, Disk, Folder, Known, LogMark, Originals, Scribe, SetAside, TextShelf, Watch, Writer};
use crate::text::{Span, Text};

mod act;
mod erasing;
mod history;
mod originals;
mod planning;
mod replacing;
mod saving;
mod settling;
mod watching;
mod withdrawing;
mod world;

pub use watching::News;
pub use withdrawing::{Gone, NotErased};
pub use world::{CannotOpen, World};

/// A change that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The things that it added, in order.
    pub added: Vec<Thing>,
}

/// A project at work: what is known, who works, and the log that grows.
pub struct Desk {
    fold: Fold,
    folder: Folder,
    texts: TextShelf,
    set_aside: Vec<SetAside>,
    /// The logs that were read, and whether all that they say was kept for the next opening.
    logs: Vec<LogMark>,
    kept: bool,
    /// What others write while we are here, and what came of it that is not taken in yet.
    watch: Watch,
    arrived: Vec<Op>,
    world: World,
    disk: Option<Box<dyn Disk>>,
    writer: Option<Writer>,
    log: LogId,
    coder: CoderId,
    coder_name: String,
    things: u32,
    ops: u32,
    pending: Pending,
    /// The changes of an act that is not at its end yet.
    act: Option<Vec<Arc<Op>>>,
    /// The moment that is looked at, in words, where it is not now.
    past: Option<String>,
    /// Where originals are kept, and whether they are.
    vault: Option<PathBuf>,
    originals: Originals,
    /// What was erased and could not be taken out of the files, each with the reason.
    left: Vec<String>,
}

/// What is asked of a change before it is made.
type Check = fn(&Project, &Edit) -> Result<(), Refusal>;

/// What goes to disk with the next change.
#[derive(Default)]
struct Pending {
    texts: Vec<(TextKey, Arc<Text>)>,
    originals: Vec<(String, Vec<u8>)>,
}

/// After how many changes the room of those that were made is given back.
const GIVEN_BACK: usize = 16_384;

impl Desk {
    /// Opens a project folder for the coder of that name or id. Originals of what is imported go to `vault`.
    ///
    /// # Errors
    /// A folder that cannot be read, or a name that several coders have.
    pub fn open(folder: Folder, vault: Option<PathBuf>, coder: &str, world: World) -> Result<Desk, CannotOpen> {
        let disk = Box::new(folder.disk(vault.clone()));
        Desk::opened(folder, disk, vault, coder, world)
    }

    /// As `open`, writing through a disk of your own: how tests make it fail.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_on(folder: Folder, disk: Box<dyn Disk>, coder: &str, world: World) -> Result<Desk, CannotOpen> {
        Desk::opened(folder, disk, None, coder, world)
    }

    fn opened(
        folder: Folder,
        disk: Box<dyn Disk>,
        vault: Option<PathBuf>,
        coder: &str,
        mut world: World,
    ) -> Result<Desk, CannotOpen> {
        let watch = Watch::of(folder.path(), folder.log_sizes()?);
        let (Known { fold, set_aside, logs, kept, .. }, _, left) = erasing::read(&folder, vault.as_deref())?;
        let log = LogId::from_random((world.random)() as u64);
        let (coder, coder_name) = match known_coder(fold.project(), coder)? {
            Some(known) => (known, fold.project().coder_name(known).to_string()),
            None => (CoderId(log.first_thing()), coder.to_string()),
        };
        let texts = folder.texts();
        texts.forget(fold.project().erased());
        Ok(Desk {
            fold,
            folder,
            texts,
            set_aside,
            logs,
            kept,
            watch,
            arrived: Vec::new(),
            world,
            disk: Some(disk),
            writer: None,
            log,
            coder,
            coder_name,
            things: 1,
            ops: 0,
            pending: Pending::default(),
            act: None,
            past: None,
            vault,
            originals: Originals::default(),
            left,
        })
    }

    /// What the team knows.
    pub fn project(&self) -> &Project {
        self.fold.project()
    }

    /// Keeps what is known for a fast opening, where all of it is saved.
    fn keep(&mut self) {
        if self.past.is_some() || self.kept && self.writer.is_none() || !self.set_aside.is_empty() {
            return;
        }
        if self.saved().unsaved == 0 {
            // Without it the next opening takes longer, and that is all.
            let _ = self.folder.keep_known(&self.fold, &self.logs, self.log);
        }
    }

    /// Where the words are.
    pub fn texts(&self) -> &TextShelf {
        &self.texts
    }

    /// The project's folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Lines of the logs that could not be taken in.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Whose codings are made here.
    pub fn coder(&self) -> CoderId {
        self.coder
    }

    /// Their name.
    pub fn coder_name(&self) -> &str {
        &self.coder_name
    }

    /// Milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        (self.world.now)()
    }

    /// The day it is where the coder sits.
    pub fn today(&self) -> Day {
        let now = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        Day::from(now.to_zoned(jiff::tz::TimeZone::system()).date())
    }

    /// Has `wake` called from now on whenever what is saved has changed, or others have done something:
    /// their logs are looked at every two seconds.
    pub fn wake_with(&mut self, wake: Arc<dyn Fn() + Send + Sync>) {
        self.world.wake = wake.clone();
        self.watch.start(move || wake());
    }

    /// A fresh id for a thing about to be made here.
    pub fn next_id(&mut self) -> Id {
        self.things += 1;
        match self.log.thing(self.things) {
            Some(id) => id,
            None => {
                self.log = LogId::from_random((self.world.random)() as u64);
                (self.things, self.ops) = (1, 0);
                self.log.first_thing()
            }
        }
    }

    /// Sixteen random bytes for a document's seals.
    pub fn salt(&mut self) -> TextKey {
        TextKey((self.world.random)().to_be_bytes())
    }

    /// The words of a document.
    pub fn text(&self, document: DocumentId) -> Option<Arc<Text>> {
        self.texts.text(self.project().document(document)?.text)
    }

    /// Holds words that a change about to be made speaks of; they go to disk before its line does.
    pub fn hold(&mut self, words: &str) -> TextKey {
        let (key, text) = (TextKey::of(words), Arc::new(Text::new(words)));
        self.hold_text(key, text);
        key
    }

    /// As `hold`, for a text made already.
    pub fn hold_text(&mut self, key: TextKey, text: Arc<Text>) {
        self.texts.hold(key, text.clone());
        self.pending.texts.push((key, text));
    }

    /// The passage with proof of its words.
    ///
    /// # Errors
    /// A document that is not there, a span out of range, or only blank space.
    pub fn passage(&self, document: DocumentId, start: u32, end: u32) -> Result<Passage, Refusal> {
        let found = self.project().document(document).ok_or(Refusal::Unknown("document"))?;
        let length = found.characters;
        let span = Span::new(start, end, length).ok_or(Refusal::OutOfRange { start, end, length })?;
        let text = self.texts.text(found.text).ok_or(Refusal::Gone("document's text"))?;
        let words = text.passage(span);
        if words.chars().all(char::is_whitespace) {
            return Err(Refusal::Blank { start, end });
        }
        Ok(Passage { document, span, seal: Seal::of(found.salt, words) })
    }

    /// Makes the changes of one act: all of them, or none.
    ///
    /// They are visible at once, handed to the log's writer together, and called *saved* only when
    /// their lines are on disk (see `saved`).
    ///
    /// # Errors
    /// `Refusal` when the project does not allow one of them; nothing was written or changed.
    pub fn commit(&mut self, edits: Vec<Edit>) -> Result<Made, Refusal> {
        self.record(edits, Vec::new(), None, Project::check)
    }

    /// As `commit`, with the reason for the act: the rule that found the passages, say. The audit trail
    /// gives it with every change of the act.
    ///
    /// # Errors
    /// As `commit`.
    pub fn commit_why(&mut self, edits: Vec<Edit>, why: String) -> Result<Made, Refusal> {
        self.record(edits, Vec::new(), Some(why), Project::check)
    }

    /// Brings in what was made elsewhere, as one act: all of it, or nothing.
    ///
    /// What would not be allowed at the desk may well have come about between two colleagues, so this
    /// asks only what the fold asks. Whoever has the coder's name in it is the coder from now on; a
    /// coder unknown so far is named for the audit trail, but counted among the coders only once they
    /// make a change of their own.
    ///
    /// # Errors
    /// `Refusal` where a change does not make sense here; nothing was written or changed.
    pub fn bring(&mut self, mut edits: Vec<Edit>) -> Result<Made, Refusal> {
        if self.project().coder(self.coder).is_none() {
            let mine = |edit: &Edit| match edit {
                Edit::AddCoder { coder, name, kind: CoderKind::Person } if *name == self.coder_name => Some(*coder),
                _ => None,
            };
            match edits.iter().find_map(mine) {
                Some(coder) => self.coder = coder,
                None => {
                    let (coder, name) = (self.coder, self.coder_name.clone());
                    edits.insert(0, Edit::AddCoder { coder, name, kind: CoderKind::Person });
                    edits.push(Edit::Remove { thing: Thing::Coder(coder) });
                }
            }
        }
        self.record(edits, Vec::new(), None, Project::admits)
    }

    /// The reason, where there is one, stands on the first change: the others are of the same act. `undoes` says which
    /// change each of the first ones takes back. There may be hundreds of thousands of changes, so they are held once.
    fn record(
        &mut self,
        mut edits: Vec<Edit>,
        undoes: Vec<OpId>,
        mut why: Option<String>,
        check: Check,
    ) -> Result<Made, Refusal> {
        if let Some(past) = &self.past {
            return Err(Refusal::Past(past.clone()));
        }
        let mut joining = self.joining(&edits);
        let before = usize::from(joining.is_some());
        let size = (edits.len() + before) as u32;
        let first = self.next_op();
        let gesture = Gesture { first, size };
        let at = self.now();
        let mut ops = Vec::with_capacity(size as usize);
        let mut made = Made::default();
        // Taken from its end, the list is given back while changes are made of it.
        edits.reverse();
        while let Some(edit) = joining.take().or_else(|| edits.pop()) {
            if edits.len().is_multiple_of(GIVEN_BACK) {
                edits.shrink_to_fit();
            }
            let place = ops.len();
            if let Err(refusal) = check(self.project(), &edit) {
                ops.iter().for_each(|_| drop(self.fold.pop()));
                return Err(refusal);
            }
            made.added.extend(edit.adds());
            let was = match &edit {
                // What was added, removed or brought back says itself what was before.
                Edit::Remove { .. } | Edit::Restore { .. } => None,
                edit if edit.adds().is_some() => None,
                edit => self.project().inverse(edit).filter(|was| !was.leaves_nothing()).map(Box::new),
            };
            let texts = self.project().counted_in(&edit);
            let undoes = place.checked_sub(before).and_then(|place| undoes.get(place)).copied();
            let id = if place == 0 { first } else { self.next_op() };
            let tick = self.fold.next_tick();
            let op = Op { id, tick, by: self.coder, at, edit, was, gesture, undoes, why: why.take(), texts };
            let op = Arc::new(op);
            self.fold.insert(Arc::clone(&op));
            ops.push(op);
        }
        match &mut self.act {
            Some(act) => act.extend(ops),
            None => self.hand_over(ops),
        }
        Ok(made)
    }

    fn next_op(&mut self) -> OpId {
        self.ops += 1;
        match self.log.thing(self.ops) {
            Some(id) => OpId(id),
            None => {
                self.log = LogId::from_random((self.world.random)() as u64);
                (self.ops, self.things) = (0, 1);
                self.next_op()
            }
        }
    }

    fn hand_over(&mut self, ops: Vec<Arc<Op>>) {
        let Pending { texts, originals } = std::mem::take(&mut self.pending);
        if self.writer.is_none()
            && let Some(disk) = self.disk.take()
        {
            let mut known: Vec<LogId> = self.fold.done().iter().map(|done| done.op.id.0.log()).collect();
            known.sort_unstable();
            known.dedup();
            known.retain(|&log| log != self.log);
            let wake = self.world.wake.clone();
            self.watch.pass_over(Scribe::new(self.log, self.coder, &[]).file_name());
            self.writer = Some(Writer::start(disk, self.log, self.coder, known, Box::new(move || wake())));
        }
        if let Some(writer) = &self.writer {
            writer.hand_over(Batch { texts, originals, ops });
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.keep();
        // Without it a log that is cut later at a line's end is not noticed, and that is all. Where lines are
        // damaged, how far the logs went before is remembered until they are mended.
        if self.set_aside.is_empty() {
            let _ = self.folder.remember_heads();
        }
    }
}

/// The coder of that name or id; `None` where nobody has the name yet.
fn known_coder(project: &Project, given: &str) -> Result<Option<CoderId>, CannotOpen> {
    if let Ok(id) = given.parse::<CoderId>() {
        return project.coder(id).map(|_| Some(project.coder_of(id))).ok_or(CannotOpen::NoCoder(id));
    }
    let named = project.coders_named(given);
    match named[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [first, ..] => {
            let ids = named.iter().map(CoderId::to_string).collect::<Vec<_>>().join(", ");
            Err(CannotOpen::WhichCoder { name: given.to_string(), ids, first })
        }
    }
}
