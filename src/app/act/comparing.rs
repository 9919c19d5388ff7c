//! Comparing excerpts, and putting on record what came of it.

use super::coding::code_picker;
use crate::analysis::cite;
use crate::app::overlay::{Column, Compare, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::place::{Pane, Selection};
use crate::project::*;
use crate::text::{Span, count_of};

type Done = Result<(), Trouble>;

/// Lays the marked excerpts side by side; where one alone is marked, that one and the one under the cursor.
pub fn marked(app: &mut App) -> Done {
    let row = app.excerpts.row(&app.scene());
    let listed = app.excerpts.list();
    let is_marked = |place: usize| {
        let one = &listed[place];
        app.place.marked_excerpts.contains(&(one.document, one.span))
    };
    let mut places: Vec<usize> = (0..listed.len()).filter(|&place| is_marked(place)).collect();
    if places.len() < 2 && !places.contains(&row) {
        places.push(row);
    }
    if places.len() < 2 || listed.is_empty() {
        return Err("mark two excerpts or more with x; = then lays them side by side".into());
    }
    let columns: Vec<Column> = places.into_iter().map(|place| column(app, place)).collect();
    let code = app.place.listed;
    let name = code.map_or_else(String::new, |code| app.desk.project().code_words(code));
    let title = format!("{} of {name}", count_of(columns.len(), "excerpt"));
    app.overlays.push(Overlay::Compare(Box::new(Compare::of(code, title, columns))));
    Ok(())
}

fn column(app: &App, place: usize) -> Column {
    let one = &app.excerpts.list()[place];
    let project = app.desk.project();
    let mut coders: Vec<&str> = Vec::new();
    let mut codes: Vec<CodeId> = Vec::new();
    for (_, coding) in project.codings_touching(one.document, one.span).filter(|(_, coding)| coding.span == one.span) {
        coders.push(project.coder_name(coding.coder));
        codes.push(project.stands_for(coding.code));
    }
    coders.sort_unstable();
    coders.dedup();
    codes.sort_by_key(|&code| project.codebook().place(code));
    codes.dedup();
    let about = std::iter::once(format!("coded by {}", coders.join(", ")));
    let words = app.desk.text(one.document).map(|text| text.passage(one.span).to_string());
    Column {
        place: (one.document, one.span),
        codings: one.codings.clone(),
        title: app.citation(one.document, one.span),
        about: about.chain(codes.into_iter().map(|code| project.code_words(code))).collect(),
        words: words.unwrap_or_else(|| "(its words are missing)".to_string()),
    }
}

/// The record of a comparison.
fn record(app: &mut App, compare: &Compare, decision: Decision) -> Result<Edit, Trouble> {
    let places: Vec<(DocumentId, Span)> = compare.columns.iter().map(|column| column.place).collect();
    recorded(app, compare.code, &places, decision, None)
}

fn recorded(
    app: &mut App,
    code: Option<CodeId>,
    places: &[(DocumentId, Span)],
    decision: Decision,
    memo: Option<MemoId>,
) -> Result<Edit, Trouble> {
    let passage = |&(document, span): &(DocumentId, Span)| app.desk.passage(document, span.start(), span.end());
    let excerpts = places.iter().map(passage).collect::<Result<Vec<Passage>, _>>()?;
    let (comparison, coder) = (ComparisonId(app.desk.next_id()), app.desk.coder());
    Ok(Edit::Compare { comparison, code, excerpts, coder, decision, memo, at: None })
}

/// Says that the excerpts belong together as they are.
pub fn keep(app: &mut App, compare: &Compare) -> Done {
    let edit = record(app, compare, Decision::Kept)?;
    app.desk.commit(vec![edit])?;
    app.place.marked_excerpts.clear();
    app.say(format!("Compared {}: kept as they are.  u undo", count_of(compare.columns.len(), "excerpt")));
    Ok(())
}

/// Puts the chosen excerpts under another code.
pub fn move_to(app: &mut App, compare: Compare) -> Done {
    let title = format!("move {} to", count_of(compare.chosen().len(), "excerpt"));
    let picker = code_picker(app, title, move |app, codes, edits| {
        let code = *codes.first().ok_or("no code was chosen")?;
        let name = recode(app, &compare, code, edits, Decision::Moved)?;
        app.say(format!("Compared {}: moved {name}.  u undo", count_of(compare.columns.len(), "excerpt")));
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Puts the chosen excerpts under a new subcode.
pub fn split(app: &mut App, compare: Compare) -> Done {
    let parent = compare.code.ok_or("the excerpts are of no one code, so none can be split")?;
    let name = app.desk.project().code_words(parent);
    let title = format!("new subcode of {name} for {}", count_of(compare.chosen().len(), "excerpt"));
    let prompt = Prompt::of(title, "", move |app, name| {
        if name.is_empty() {
            return Err("a subcode needs a name; nothing was changed".into());
        }
        let code = CodeId(app.desk.next_id());
        let rank = app.desk.project().rank_last(Some(parent));
        let made = Edit::AddCode { code, name: name.to_string(), parent: Some(parent), rank, from: None };
        let name = recode(app, &compare, code, vec![made], Decision::Split)?;
        app.say(format!("Compared {}: split off {name}.  u undo", count_of(compare.columns.len(), "excerpt")));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Recodes the chosen excerpts, and records the comparison in the same act; gives back what became of them.
fn recode(
    app: &mut App,
    compare: &Compare,
    code: CodeId,
    before: Vec<Edit>,
    decision: Decision,
) -> Result<String, Trouble> {
    let made = !before.is_empty();
    let mut edits = before;
    for coding in compare.chosen().into_iter().flat_map(|place| &compare.columns[place].codings).copied() {
        let edit = Edit::RecodeCoding { coding, code };
        match app.desk.project().check(&edit) {
            // It has the new code already: the old one is all there is to take off.
            Err(Refusal::Repeated) if !made => edits.push(Edit::Remove { thing: Thing::Coding(coding) }),
            _ => edits.push(edit),
        }
    }
    edits.push(record(app, compare, decision)?);
    app.desk.commit(edits)?;
    app.place.used(&[code]);
    app.place.marked_excerpts.clear();
    Ok(format!("{} to {}", compare.chosen().len(), app.desk.project().code_words(code)))
}

/// Opens this coder's decision memo on the code; keeping it records the comparison.
pub fn note(app: &mut App, compare: &Compare) -> Done {
    let code = compare.code.ok_or("the excerpts are of no one code, so no memo can stand on it")?;
    let excerpts: Vec<(DocumentId, Span)> = compare.columns.iter().map(|column| column.place).collect();
    let project = app.desk.project();
    let places = excerpts.iter().filter_map(|(id, span)| Some(cite(project.document(*id)?, *span)));
    let heading = format!("{}: ", places.collect::<Vec<_>>().join(" | "));
    super::memos::add(app, Target::Code(code), MemoKind::Decision, &heading, Some(excerpts));
    Ok(())
}

/// The record that goes with a memo on what was compared.
///
/// # Errors
/// A passage is no longer there.
pub fn noted(app: &mut App, on: Target, excerpts: &[(DocumentId, Span)], memo: MemoId) -> Result<Edit, Trouble> {
    let code = if let Target::Code(code) = on { Some(code) } else { None };
    recorded(app, code, excerpts, Decision::Memo, Some(memo))
}

/// Goes to a passage in its transcript.
pub fn go_to(app: &mut App, (document, span): (DocumentId, Span)) {
    app.place.remember_jump();
    app.open(document, Some(span.start()));
    app.place.selection = Some(Selection { spent: true, ..Selection::of(span) });
    app.place.pane = Pane::Transcript;
}
