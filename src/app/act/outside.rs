//! Writing in the person's own editor: the words go out into a private file, and come back.

use super::revising;
use crate::app::{App, Trouble, Wish};
use crate::place::Draft;
use crate::store::Outside;

/// The editor and its arguments, as `VISUAL` or `EDITOR` name it, parted by blanks; else `vi`.
pub fn editor(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(variable).find(|named| !named.trim().is_empty());
    named.unwrap_or_else(|| "vi".to_string()).split_whitespace().map(str::to_string).collect()
}

/// Hands words to the editor; what is being written stays on top meanwhile, and its draft, in the file of that name,
/// knows what the words are about where everything is killed.
///
/// # Errors
/// The file cannot be written.
pub fn hand_out(app: &mut App, draft: Option<String>, words: &str) -> Result<(), Trouble> {
    let path = app.desk.folder().write_outside(app.desk.coder(), Outside::Memo, words);
    app.wishes.push(Wish::Edit(path.map_err(|error| Trouble::Say(error.to_string()))?));
    app.place.outside = draft;
    app.keep_place();
    Ok(())
}

/// Takes the words back after the editor has ended, and removes the file; after a failure what was written in
/// the file counts nevertheless.
pub fn take_back(app: &mut App, edited: Result<(), String>) {
    if app.overlays.is_empty() && app.place.revising.is_some() {
        return revising::look(app, edited);
    }
    let words = app.desk.folder().take_outside(app.desk.coder(), Outside::Memo);
    app.place.outside = None;
    if let (Some(words), Some(top)) = (&words, app.overlays.last_mut()) {
        top.rewrite(words.trim_end());
    }
    match (edited, words) {
        (Ok(()), Some(_)) => app.say("these are the words from your editor; Esc keeps them"),
        (Ok(()), None) => app.alarm("the editor left no words behind; here they are as they were"),
        (Err(why), _) => app.alarm(format!("{why}; the words are here")),
    }
}

/// Takes what an editor was given when everything was killed into the draft.
pub fn take_leftover(app: &mut App) {
    let coder = app.desk.coder();
    let Some(words) = app.desk.folder().left_outside(coder, Outside::Memo) else { return };
    let file = app.place.outside.take();
    let known = |draft: &&mut Draft| file.is_some() && draft.file == file;
    let found = app.place.drafts.iter_mut().find(known).map(|draft| {
        draft.rewrite(words.trim_end());
        draft.clone()
    });
    // Words that cannot be kept elsewhere stay where they are.
    if found.is_some_and(|draft| app.write_draft(&draft).is_err()) {
        app.place.outside = file;
        return;
    }
    app.keep_place();
    // The draft has them now; without one they were kept before the end.
    let _ = app.desk.folder().take_outside(coder, Outside::Memo);
}

#[cfg(test)]
mod tests {
    use super::editor;

    #[test]
    fn the_editor_is_the_one_that_is_named() {
        let named = |visual: &'static str, other: &'static str| {
            editor(move |name| Some(if name == "VISUAL" { visual } else { other }.to_string()))
        };
        assert_eq!(named("", "nano -w"), ["nano", "-w"]);
        assert_eq!(named("code --wait", "nano"), ["code", "--wait"]);
        assert_eq!(editor(|_| None), ["vi"]);
    }
}
