//! Mending a document's words: in the person's own editor, and after a look at what that does to excerpts.

use crate::analysis::Revisal;
use crate::app::overlay::{Choice, Notice, Overlay};
use crate::app::{App, Trouble, Wish};
use crate::exchange::plan_revision;
use crate::project::Edit;
use crate::store::Outside;
use crate::text::{clip, on_one_line, visible};

type Done = Result<(), Trouble>;

/// Characters of an excerpt that the preview shows.
const SHOWN: usize = 40;

/// Hands the document's words to the person's editor, or those of theirs that are not kept yet.
pub fn revise(app: &mut App) -> Done {
    let (id, document, text) = app.open_text()?;
    let coder = app.desk.coder();
    let unfinished =
        app.place.revising.filter(|_| app.desk.folder().left_outside(coder, Outside::Transcript).is_some());
    match unfinished.and_then(|other| Some((other, app.desk.project().document(other)?.title.clone()))) {
        Some((other, _)) if other == id => return again(app),
        Some((_, title)) => return Err(Trouble::Say(format!("the words of {title} are not finished; E there first"))),
        None => {}
    }
    let path = app.desk.folder().write_outside(coder, Outside::Transcript, text.as_str());
    let path = path.map_err(|error| Trouble::Say(error.to_string()))?;
    app.place.revising = Some(id);
    app.keep_place();
    app.wishes.push(Wish::Edit(path));
    app.say(format!("{} is in your editor", document.title));
    Ok(())
}

/// Hands out once more what came back from the editor and was not kept.
fn again(app: &mut App) -> Done {
    let coder = app.desk.coder();
    let words = app.desk.folder().left_outside(coder, Outside::Transcript).unwrap_or_default();
    let path = app.desk.folder().write_outside(coder, Outside::Transcript, &words);
    app.wishes.push(Wish::Edit(path.map_err(|error| Trouble::Say(error.to_string()))?));
    Ok(())
}

/// Shows what the words from the editor would do, to be agreed to. They stay where they are until then.
pub fn look(app: &mut App, edited: Result<(), String>) {
    if let Err(why) = edited {
        return app.alarm(format!("{why}; E tries again with the words as they were left"));
    }
    if let Err(Trouble::Say(why)) = shown(app) {
        app.alarm(why);
    }
}

fn shown(app: &mut App) -> Done {
    let id = app.place.revising.ok_or("no document is being revised")?;
    let words = app.desk.folder().left_outside(app.desk.coder(), Outside::Transcript);
    let words = words.ok_or("the editor left no words behind; nothing was changed")?;
    let old = app.desk.text(id).ok_or("the words of this document are missing from the texts folder")?;
    let plan = app.desk.plan(|project, ids, _| plan_revision(project, id, &old, words, ids));
    let Some(plan) = plan else {
        give_up(app);
        app.say("nothing was changed");
        return Ok(());
    };
    let project = app.desk.project();
    let revisal = Revisal::of(project, &plan.edit).ok_or("this document was removed")?;
    let (_, new) = &plan.text;
    let mut lines = vec![format!("{}.", revisal.sum())];
    if !plan.new_speakers.is_empty() {
        lines.push(format!("New labels: {}; Space k says who they are.", plan.new_speakers.join(", ")));
    }
    lines.push("Line numbers are given anew.".to_string());
    for [place, going, codes, before, after] in revisal.rows(project, id, &old, new) {
        lines.push(String::new());
        lines.push(format!("{place}  {going}  {codes}"));
        lines.extend(
            [before, after].iter().filter(|words| !words.is_empty()).map(|words| format!("  \"{}\"", short(words))),
        );
    }
    lines.push(String::new());
    let title = project.document(id).map_or_else(String::new, |document| document.title.clone());
    let said = format!("Revised {title}: {}.  u undo", revisal.sum());
    let choices = vec![
        Choice::of('r', "revise the text so", move |app| {
            let (key, text) = plan.text;
            app.desk.hold_text(key, text);
            app.desk.commit(vec![plan.edit.clone()])?;
            if let Edit::ReviseDocument { changes, .. } = &plan.edit {
                app.place.go_with(id, changes);
            }
            give_up(app);
            app.say(said);
            Ok(())
        }),
        Choice::of('e', "go on in the editor", again),
        Choice::of('d', "drop it: the text stays as it was", |app| {
            give_up(app);
            app.say("the text stays as it was");
            Ok(())
        }),
        Choice::of('l', "later: E comes back to it", |_| Ok(())),
    ];
    let title = format!("what revising {} does", visible(&title));
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing(title, lines, choices))));
    Ok(())
}

fn short(words: &str) -> String {
    let words = on_one_line(words);
    clip(&visible(&words), SHOWN, '+').to_string()
}

/// Says at the start that a revision is not finished.
pub fn offer(app: &mut App) {
    let left = app.desk.folder().left_outside(app.desk.coder(), Outside::Transcript).is_some();
    let title = app.place.revising.and_then(|id| Some(app.desk.project().document(id)?.title.clone()));
    match title.filter(|_| left) {
        Some(title) => app.say(format!("the words of {title} are not finished; E there goes on")),
        None => app.place.revising = None,
    }
}

fn give_up(app: &mut App) {
    app.desk.folder().take_outside(app.desk.coder(), Outside::Transcript);
    app.place.revising = None;
    app.keep_place();
}
