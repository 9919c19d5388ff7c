//! Drafts: what is being written is kept in a file of its own until it is saved or given up, so that no dropped
//! line, signal or breakdown takes it away.

use std::time::{Duration, Instant};

use super::memos::name_of;
use super::{outside, revising, tree};
use crate::app::overlay::{Choice, Definer, Memo, Notice, Overlay};
use crate::app::{App, Trouble};
use crate::place::Draft;
use crate::project::{MemoId, Target, Texts};

/// How long what is typed stays in memory alone.
const SOON: Duration = Duration::from_secs(1);

impl App {
    /// Keeps all that is being written and is not kept so already.
    pub(crate) fn keep_drafts(&mut self) {
        self.typed = None;
        let mut overlays = std::mem::take(&mut self.overlays);
        for overlay in &mut overlays {
            let Some(draft) = overlay.draft() else { continue };
            let is_new = overlay.kept() != Some(&draft);
            if is_new && (draft.file.is_some() || !draft.is_blank()) {
                // The words are on the screen still, and the next key tries again.
                let _ = self.write_draft_of(overlay);
            }
        }
        self.overlays = overlays;
    }

    /// Keeps what is written in an overlay as a draft; gives back the name of its file.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn write_draft_of(&mut self, overlay: &mut Overlay) -> Result<Option<String>, Trouble> {
        let Some(draft) = overlay.draft() else { return Ok(None) };
        let file = Some(self.write_draft(&draft)?);
        overlay.keep(Draft { file: file.clone(), ..draft });
        Ok(file)
    }

    /// Writes a draft into its file; gives back the file's name.
    pub(crate) fn write_draft(&self, draft: &Draft) -> Result<String, Trouble> {
        let words = ron::to_string(draft).map_err(|error| Trouble::Say(error.to_string()))?;
        let written = self.desk.folder().write_draft(self.desk.coder(), draft.file.as_deref(), &words);
        written.map_err(|error| Trouble::Say(error.to_string()))
    }

    /// Notes that something is being written.
    pub(crate) fn note_typing(&mut self) {
        if self.overlays.last().is_some_and(|top| top.draft().is_some()) {
            self.typed.get_or_insert_with(Instant::now);
        }
    }

    /// When what is being written is to be kept.
    pub(crate) fn drafts_due(&self) -> Option<Instant> {
        self.typed.map(|at| at + SOON)
    }

    /// Whether anything that is being written is kept as a draft.
    pub(crate) fn has_drafts(&self) -> bool {
        self.overlays.iter().any(|overlay| overlay.kept().is_some_and(|draft| draft.file.is_some()))
    }

    /// Removes the drafts of what was finished, as soon as that is on the disk.
    pub(crate) fn sweep_drafts(&mut self) {
        if !self.finished.is_empty() && self.desk.saved().unsaved == 0 {
            for file in std::mem::take(&mut self.finished) {
                self.desk.folder().drop_draft(self.desk.coder(), &file);
            }
        }
    }

    /// Gives up a draft that is not open.
    pub(crate) fn give_up_draft(&mut self, file: Option<&str>) {
        self.place.drafts.retain(|draft| draft.file.as_deref() != file);
        file.into_iter().for_each(|file| self.desk.folder().drop_draft(self.desk.coder(), file));
    }

    /// What this coder keeps as the memo of a draft, and its words.
    fn memo_of(&self, draft: &Draft) -> Option<(MemoId, String)> {
        let (project, coder) = (self.desk.project(), self.desk.coder());
        let begun = draft.memo.and_then(|id| Some((id, project.memo(id)?)));
        let same = || project.memos().find(|(_, memo)| memo.on == draft.on && memo.kind == draft.kind);
        let (id, memo) = begun.or_else(same).filter(|(_, memo)| project.coder_of(memo.coder) == coder)?;
        Some((id, self.desk.texts().text(memo.text).map_or_else(String::new, |text| text.as_str().to_string())))
    }

    /// Whether the project says already what a draft says: it was kept just before the end.
    fn is_kept(&self, draft: &Draft) -> bool {
        match (&draft.entry, draft.on) {
            (Some(entry), Target::Code(code)) => {
                self.desk.project().code(code).is_some_and(|code| code.definition == entry.definition())
            }
            _ => self.memo_of(draft).is_some_and(|(_, words)| words == draft.words.trim_end()),
        }
    }
}

/// Finds what was not finished, and offers the last of it.
pub fn offer(app: &mut App) {
    if app.desk.past().is_some() {
        return;
    }
    let mut unread = None;
    for (file, words) in app.desk.folder().drafts(app.desk.coder()) {
        match ron::from_str::<Draft>(&words) {
            Ok(draft) => app.place.drafts.push(Draft { file: Some(file), ..draft }),
            Err(_) => unread = Some(file),
        }
    }
    outside::take_leftover(app);
    let kept = std::mem::take(&mut app.place.drafts).into_iter().partition(|draft| app.is_kept(draft));
    let (kept, left): (Vec<Draft>, Vec<Draft>) = kept;
    app.place.drafts = left;
    kept.into_iter().for_each(|draft| app.give_up_draft(draft.file.as_deref()));
    revising::offer(app);
    if let Some(file) = unread {
        let folder = app.desk.folder().path().join("place").display().to_string();
        app.alarm(format!("the draft {file} cannot be read and stays where it is, under {folder}"));
    }
    let Some(draft) = app.place.drafts.first().cloned() else { return };
    let mut lines = vec![format!("on {}:", name_of(app, draft.on)), String::new()];
    lines.extend(draft.shown().lines().take(5).map(|line| format!("  {line}")));
    lines.push(String::new());
    let more = app.place.drafts.len() - 1;
    if more > 0 {
        lines.extend([format!("and {more} more: Space m lists them first"), String::new()]);
    }
    let (file, given_up) = (draft.file.clone(), draft.file);
    let choices = vec![
        Choice::of('a', "go on writing it", move |app| go_on(app, file.as_deref())),
        Choice::of('d', "give it up", move |app| {
            app.give_up_draft(given_up.as_deref());
            app.say("the draft is given up");
            Ok(())
        }),
        Choice::of('l', "later: it is offered where it was begun, and Space m lists it first", |_| Ok(())),
    ];
    let what = if draft.entry.is_some() { "an entry of the codebook" } else { "a memo" };
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing(format!("{what} was not finished"), lines, choices))));
}

/// Goes on with a draft, by its file.
///
/// # Errors
/// It was finished or given up meanwhile.
pub fn go_on(app: &mut App, file: Option<&str>) -> Result<(), Trouble> {
    let found = app.place.drafts.iter().position(|draft| draft.file.as_deref() == file);
    let draft = app.place.drafts.remove(found.ok_or("it is finished by now")?);
    resume(app, draft);
    Ok(())
}

/// Takes up a draft on a target, of a memo or of an entry, where there is one; whether there is.
pub fn take_up(app: &mut App, on: Target, is_entry: bool) -> bool {
    let meant = |draft: &Draft| draft.on == on && draft.entry.is_some() == is_entry;
    let Some(found) = app.place.drafts.iter().position(meant) else { return false };
    let draft = app.place.drafts.remove(found);
    resume(app, draft);
    true
}

/// Opens what a draft was written in. A memo that was written on meanwhile loses nothing: the draft stands
/// behind its words.
fn resume(app: &mut App, draft: Draft) {
    let title = name_of(app, draft.on);
    let mut opened = match (&draft.entry, draft.on) {
        (Some(entry), Target::Code(code)) => {
            let mut definer = Definer::of(code, title, &tree::definition_of(app, code));
            definer.resume(entry);
            Overlay::Definer(Box::new(definer))
        }
        _ => {
            let memo = app.memo_of(&draft);
            let words = match &memo {
                Some((id, before)) if draft.memo != Some(*id) => format!("{before}\n\n{}", draft.words),
                _ => draft.words.clone(),
            };
            let mut opened = Memo::of(draft.on, title, memo.map(|(id, _)| id), draft.kind, &words);
            opened.compared = draft.compared.clone();
            Overlay::Memo(Box::new(opened))
        }
    };
    opened.keep(draft);
    app.overlays.push(opened);
    app.say("this is the draft from when the line dropped");
}
