//! Coding by a rule: what it finds is looked through first, and then coded in one act.

use super::coding::code_picker;
use crate::analysis::{Asking, Cell, Column, Extent, Kind, Rule, Table, cite};
use crate::app::overlay::{Letter, Notice, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::{CodeId, DocumentId, Edit, Texts};
use crate::text::{Span, count_of, on_one_line, turn_at};

type Done = Result<(), Trouble>;

/// What is done with the passages that are left in the list.
pub struct Autocoding {
    code: CodeId,
    /// The changes that make the code, where it is new.
    making: Vec<Edit>,
    /// The rule, as the audit trail gives it.
    why: String,
}

/// Asks what to look for, where, how much of the text around it is meant, and for the code.
pub fn start(app: &mut App) -> Done {
    let title = "autocode: words, parted by commas, or /pattern/";
    let prompt = Prompt::of(title, "", |app, sought| {
        // What cannot be looked for is said before more is asked.
        Rule::read(app.desk.project(), sought, Extent::Match, "").map_err(said)?;
        ask_where(app, sought.to_string());
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

fn said(wrong: crate::analysis::Wrong) -> Trouble {
    Trouble::Say(wrong.to_string())
}

fn ask_where(app: &mut App, sought: String) {
    let title = "where (spk:P07 doc:FG2 code:Stigma; nothing: everywhere)";
    let prompt = Prompt::of(title, "", move |app, within| {
        Rule::read(app.desk.project(), &sought, Extent::Match, within).map_err(said)?;
        ask_extent(app, sought, within.to_string());
        Ok(())
    });
    let prompt = prompt.completing(|app, typed| Asking::completions(app.desk.project(), typed));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

fn ask_extent(app: &mut App, sought: String, within: String) {
    let first = |word: &str| word.chars().next().unwrap_or_default();
    let means = |(_, word): (Extent, &str)| (first(word), format!("the {word}"));
    let letter = Letter::of("code", Extent::ALL.map(means).into(), move |app, letter| {
        let extent = Extent::ALL.into_iter().find(|(_, word)| first(word) == letter).map(|(extent, _)| extent);
        let extent = extent.ok_or("m codes the words found, l their line, s their sentence, t their turn")?;
        let rule = Rule::read(app.desk.project(), &sought, extent, &within).map_err(said)?;
        let found = rule.passages(app.desk.project(), app.desk.texts());
        if found.is_empty() {
            return Err("nothing is found so; a * at a word's end lets it go on".into());
        }
        let title = format!("autocode {} as", count_of(found.len(), extent.word()));
        let why = rule.words(app.desk.project());
        let picker = code_picker(app, title, move |app, codes, making| {
            show(app, &found, Autocoding { code: codes[0], making, why });
            Ok(())
        });
        app.overlays.push(Overlay::Picker(Box::new(picker)));
        Ok(())
    });
    app.overlays.push(Overlay::Letter(Box::new(letter)));
}

/// Lists what was found, to be looked through.
fn show(app: &mut App, found: &[(DocumentId, Span)], autocoding: Autocoding) {
    let project = app.desk.project();
    let column = |(key, title): (&str, &str)| Column { key: key.into(), title: title.into(), kind: Kind::Words };
    let columns = [("place", "place"), ("who", "who"), ("words", "words"), ("codes", "coded already")].map(column);
    let row = |&(id, span): &(DocumentId, Span)| {
        let document = project.document(id);
        let place = document.map_or_else(String::new, |document| cite(document, span));
        let text = document.and_then(|document| app.desk.texts().text(document.text));
        let words = text.map_or_else(String::new, |text| on_one_line(text.passage(span)));
        let there = project.codings_touching(id, span).map(|(_, coding)| project.code_words(coding.code));
        let mut there: Vec<String> = there.collect();
        there.sort_unstable();
        there.dedup();
        [place, app.speakers_in(id, span), words, there.join("; ")].map(|words| Cell::from(words.as_str())).into()
    };
    let table = Table {
        title: format!("{}: {}", autocoding.why, count_of(found.len(), "passage")),
        columns: columns.into(),
        rows: found.iter().map(row).collect(),
        notes: vec!["x leaves a row out (*), Enter looks at it, a codes all the others, q leaves".to_string()],
        ..Table::default()
    };
    let entries = found.iter().map(|&(document, span)| Entry::Excerpt(document, span)).collect();
    let mut sheet = Sheet::new(Listing { table, entries });
    sheet.context = "autocode";
    app.autocoding = Some(autocoding);
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
}

/// Codes every passage of the list that is not left out, as one act that says by what rule.
pub fn accept(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("nothing was looked for; Space A looks for passages to code")?;
    let kept = sheet.entries().iter().filter(|entry| !sheet.marked.contains(entry));
    let passages: Vec<(DocumentId, Span)> = kept
        .filter_map(|entry| match entry {
            Entry::Excerpt(document, span) => Some((*document, *span)),
            _ => None,
        })
        .collect();
    let Autocoding { code, making, why } = app.autocoding.take().ok_or("nothing was looked for")?;
    app.overlays.pop();
    let codings = app.desk.code_by_rule(&passages, code)?;
    let (n, left) = (codings.len(), passages.len() - codings.len());
    if codings.is_empty() {
        return Err("these are all coded so already, or left out; nothing was changed".into());
    }
    app.desk.commit_why([making, codings].concat(), why)?;
    app.place.used(&[code]);
    app.stand_on(code);
    app.follow();
    let already = if left > 0 { format!(" ({left} were coded so already)") } else { String::new() };
    let name = app.desk.project().code_words(code);
    app.say(format!("Coded {} as {name}{already}.  u undo", count_of(n, "passage")));
    Ok(())
}

/// Shows the passage of the row among the turns around it.
pub fn look(app: &mut App) -> Done {
    let entry = app.sheet().and_then(|sheet| sheet.entry());
    let Some(Entry::Excerpt(id, span)) = entry else { return Err("no passage here".into()) };
    let document = app.desk.project().document(id).ok_or("this document was removed")?;
    let text = app.desk.texts().text(document.text).ok_or("the words of this document are missing")?;
    let turn = |at| turn_at(&document.turns, at).unwrap_or(0);
    let first = document.turns.get(turn(span.start()).saturating_sub(1)).map_or(0, |turn| turn.start);
    let last = document.turns.get(turn(span.end() - 1) + 1).map_or(text.len(), |turn| turn.end);
    let around = format!(
        "{}[{}]{}",
        text.slice(first.min(span.start())..span.start()),
        text.passage(span),
        text.slice(span.end()..last.max(span.end()))
    );
    let notice = Notice::of(cite(document, span), around.lines().map(str::to_string).collect());
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}
