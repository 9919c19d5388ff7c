//! The command line: every action by its name, and orders that take words of their own.

use super::{coding, finding, memos, moving, reporting, review, views};
use crate::analysis::REPORTS;
use crate::app::actions::{ACTIONS, action};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::place::Pane;
use crate::project::{CodeId, DocumentId};
use crate::text::edits_between;

type Done = Result<(), Trouble>;

/// Something to order behind `:` with words of its own.
pub struct Order {
    /// How it is called.
    pub name: &'static str,
    /// What it takes, and what it does.
    pub says: &'static str,
    /// What may stand behind the name.
    pub names: fn(&App) -> Vec<String>,
    /// Does it with the words behind the name.
    pub run: fn(&mut App, &str) -> Done,
}

/// Every order; all actions can be ordered too.
pub const ORDERS: &[Order] = &[
    Order { name: "line", says: "NUMBER: to that printed line (so does the number alone)", names: no_names, run: line },
    Order { name: "goto", says: "TITLE LINES, as cited: to that place", names: documents, run: goto },
    Order { name: "open", says: "TITLE: opens the document", names: documents, run: open },
    Order { name: "code", says: "PATH: shows the code in the tree", names: codes, run: show_code },
    Order { name: "apply", says: "PATH: codes the passage", names: codes, run: apply },
    Order { name: "report", says: "NAME SETTING=...: shows the report", names: reports, run: report },
    Order { name: "find", says: "WORDS: to the next place of these words", names: no_names, run: find },
    Order { name: "w", says: "says whether everything is saved", names: no_names, run: |app, _| review::saved(app) },
    Order { name: "q", says: "leaves emic", names: no_names, run: |app, _| views::quit(app) },
    Order { name: "wq", says: "leaves emic", names: no_names, run: |app, _| views::quit(app) },
];

/// Asks for an order, with the earlier ones behind Up and completion behind Tab.
pub fn ask(app: &mut App) -> Done {
    let prompt = Prompt::of(":", "", |app, words| {
        app.place.ordered(words);
        give(app, words)
    });
    let prompt = prompt.remembering(app.place.orders.clone()).completing(completions);
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Does what is ordered: `turn-next`, `3 turn-next`, `code Barriers`, `107`.
///
/// # Errors
/// Nothing is called so, or it cannot be done now.
pub fn give(app: &mut App, words: &str) -> Done {
    let words = words.trim().trim_start_matches(':').trim_start();
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (count, words) = (words[..digits].parse::<u32>().ok(), words[digits..].trim_start());
    let (name, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let rest = rest.trim();
    if let Some(order) = ORDERS.iter().find(|order| order.name == name) {
        return (order.run)(app, rest);
    }
    if name.is_empty() {
        return count.map_or(Ok(()), |count| line(app, &count.to_string()));
    }
    let action = action(name).ok_or_else(|| unknown("command", name, all_names().into_iter()))?;
    if !rest.is_empty() {
        return Err(Trouble::Say(format!("{name} takes no words")));
    }
    app.count = count;
    let done = app.do_action(action);
    app.count = None;
    done
}

fn all_names() -> Vec<String> {
    let orders = ORDERS.iter().map(|order| order.name);
    orders.chain(ACTIONS.iter().map(|action| action.name)).map(str::to_string).collect()
}

/// That nothing is called so, and what is called nearly so.
fn unknown(what: &str, typed: &str, names: impl Iterator<Item = String>) -> Trouble {
    let lower = typed.to_lowercase();
    let far = |name: &String| {
        let name = name.to_lowercase();
        // Of a path, the last name alone may be meant.
        let last = name.rsplit(" > ").next().unwrap_or_default();
        edits_between(&lower, &name).min(edits_between(&lower, last))
    };
    let nearest = names.map(|name| (far(&name), name)).min().filter(|(far, _)| *far <= 3.max(typed.len() / 3));
    let hint = nearest.map_or_else(|| "Tab lists them".to_string(), |(_, name)| format!("did you mean {name}?"));
    Trouble::Say(format!("there is no {what} {typed:?}; {hint}"))
}

/// The lines that what is typed may become.
fn completions(app: &App, typed: &str) -> Vec<String> {
    let fits = |typed: &str, name: &str| name.to_lowercase().starts_with(&typed.to_lowercase());
    let Some((name, rest)) = typed.split_once(' ') else {
        let mut names = all_names();
        names.retain(|name| fits(typed, name));
        return names;
    };
    let order = ORDERS.iter().find(|order| order.name == name);
    let names = order.map_or_else(Vec::new, |order| (order.names)(app));
    let begins = |whole: &String| {
        // A code is found by its own name too, not only by its path.
        fits(rest, whole) || whole.split(" > ").any(|part| fits(rest, part))
    };
    names.into_iter().filter(begins).map(|whole| format!("{name} {whole}")).collect()
}

fn no_names(_: &App) -> Vec<String> {
    Vec::new()
}

fn documents(app: &App) -> Vec<String> {
    app.desk.project().documents().map(|(_, document)| document.title.clone()).collect()
}

fn codes(app: &App) -> Vec<String> {
    let project = app.desk.project();
    project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect()
}

fn reports(_: &App) -> Vec<String> {
    REPORTS.iter().map(|report| report.name.to_string()).collect()
}

/// The place in a list of the name typed, in any case.
fn place_of(what: &str, names: Vec<String>, typed: &str) -> Result<usize, Trouble> {
    if typed.is_empty() {
        return Err(Trouble::Say(format!("say which {what}; Tab lists them")));
    }
    let exact = names.iter().position(|name| name == typed);
    let loose = || names.iter().position(|name| name.to_lowercase() == typed.to_lowercase());
    exact.or_else(loose).ok_or_else(|| unknown(what, typed, names.into_iter()))
}

fn document_named(app: &App, typed: &str) -> Result<DocumentId, Trouble> {
    place_of("document", documents(app), typed).map(|place| app.desk.project().document_order()[place])
}

/// A code by its path, or by its name where only one has it.
fn code_named(app: &App, typed: &str) -> Result<CodeId, Trouble> {
    let project = app.desk.project();
    let rows = project.codebook().rows();
    let named =
        |code: &CodeId| project.code(*code).is_some_and(|code| code.name.to_lowercase() == typed.to_lowercase());
    let mut alike = rows.iter().map(|row| row.code).filter(named);
    match (alike.next(), alike.next()) {
        (Some(only), None) => Ok(only),
        _ => place_of("code", codes(app), typed).map(|place| rows[place].code),
    }
}

fn line(app: &mut App, words: &str) -> Done {
    let number = words.parse().map_err(|_| Trouble::Say(format!("{words:?} is no line number")))?;
    app.open_text()?;
    app.overlays.clear();
    app.place.pane = Pane::Transcript;
    app.count = Some(number);
    moving::bottom(app)
}

/// A title may end in a number itself, so the whole is looked for first.
fn goto(app: &mut App, words: &str) -> Done {
    if document_named(app, words).is_ok() {
        return open(app, words);
    }
    let (title, lines) =
        words.rsplit_once(' ').ok_or_else(|| unknown("document", words, documents(app).into_iter()))?;
    let document = document_named(app, title)?;
    let first = lines.split('-').next().unwrap_or_default().to_string();
    first.parse::<u32>().map_err(|_| Trouble::Say(format!("{lines:?} are no line numbers")))?;
    go_to_document(app, document);
    line(app, &first)
}

fn open(app: &mut App, words: &str) -> Done {
    let document = document_named(app, words)?;
    go_to_document(app, document);
    Ok(())
}

fn go_to_document(app: &mut App, document: DocumentId) {
    app.overlays.clear();
    app.place.remember_jump();
    app.open(document, None);
    app.place.pane = Pane::Transcript;
}

fn show_code(app: &mut App, words: &str) -> Done {
    let code = code_named(app, words)?;
    memos::go_to(app, crate::project::Target::Code(code));
    Ok(())
}

fn apply(app: &mut App, words: &str) -> Done {
    let code = code_named(app, words)?;
    let passages = coding::targets(app)?;
    coding::put(app, passages, vec![code], Vec::new())
}

fn report(app: &mut App, words: &str) -> Done {
    let (name, settings) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let place = place_of("report", reports(app), name)?;
    reporting::show_report(app, REPORTS[place].name, settings.trim())
}

fn find(app: &mut App, words: &str) -> Done {
    if words.is_empty() {
        return Err("say which words, as in  find stigma".into());
    }
    app.overlays.clear();
    finding::find(app, words)
}
