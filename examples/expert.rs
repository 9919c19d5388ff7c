//! Plans the keys by which somebody who knows emic well codes the sample study anew, and prints them.
//!
//! `cargo run --example expert > tests/expert-run.keys`. For each coding it tries the ways there that such a
//! person would take, in the program itself, and takes the shortest; a number says how many sentences.

#[path = "expert/study.rs"]
mod study;

use emic::app::App;
use emic::app::decoder::Input;
use emic::app::keymap::Keymap;
use emic::app::keys::{Code, Key};
use emic::desk::{Desk, World};
use emic::panes::Theme;
use emic::place::Unit;
use emic::project::CodeId;
use emic::store::{Folder, Scratch};
use emic::text::Span;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Steps a reader takes without thinking; each may have a number before it. One leap alone: `;` repeats it.
const STEPS: &[&str] = &[")", "}", ";", "]o", "(", "{"];
/// Larger numbers are not read off a page at a glance.
const MOST: usize = 9;

fn main() -> Outcome<()> {
    let scratch = Scratch::sample()?;
    let mut desk = Desk::open(Folder::open(&scratch.path())?, None, "expert", World::real())?;
    let wanted = study::wanted(desk.project());
    study::uncode(&mut desk)?;
    let mut app = App::new(desk, Theme::mono(false), Keymap::built_in());
    println!("# The sample study coded anew; made by `cargo run --example expert`.");
    println!("# One coding a line; what follows # is not typed.");
    while app.place.unit != Unit::Sentence {
        line(&mut app, "s", "sentences are what is coded");
    }
    line(&mut app, "gl", "a code's letter codes, and goes on to the next turn");
    for (document, span, code) in wanted {
        if app.place.document != Some(document) {
            line(&mut app, "]f", "the next document");
        }
        let way = way_to(&mut app, span).ok_or(format!("no way to {span:?}"))?;
        press(&mut app, &way);
        let many = sentences(&mut app, span).ok_or(format!("{span:?} is no sentences"))?;
        let many = if many == 1 { String::new() } else { many.to_string() };
        let keys = format!("{way}{many}{}", code_keys(&app, code)?);
        let says = app.desk.project().code_words(code);
        let lines = app.desk.project().line_range(document, span);
        press(&mut app, &keys[way.len()..]);
        println!("{keys:<12}  # {lines} {says}");
    }
    Ok(())
}

fn line(app: &mut App, keys: &str, says: &str) {
    press(app, keys);
    println!("{keys:<12}  # {says}");
}

/// Presses keys written as in the log: `<Enter>`, words in quotes, else characters.
fn press(app: &mut App, keys: &str) {
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let key = if rest.starts_with("<Enter>") { Key::plain(Code::Enter) } else { Key::char(first) };
        rest = rest.strip_prefix("<Enter>").unwrap_or(&rest[first.len_utf8()..]);
        if first != '\'' {
            app.input(Input::Key(key));
        }
    }
}

/// The fewest keys that take the cursor into the first sentence of a passage.
fn way_to(app: &mut App, span: Span) -> Option<String> {
    let counted = (1..=MOST)
        .flat_map(|n| STEPS.iter().map(move |step| if n == 1 { (*step).into() } else { format!("{n}{step}") }));
    let once: Vec<String> = std::iter::once(String::new()).chain(counted).collect();
    let twice = once.iter().flat_map(|first| once.iter().map(move |second| format!("{first}{second}")));
    let mut ways: Vec<String> = twice.collect();
    ways.sort_by_key(String::len);
    ways.dedup();
    let from = app.place.clone();
    ways.into_iter().find(|way| {
        press(app, way);
        app.act("select-unit");
        let taken = app.place.selection.map(|selection| selection.span());
        app.place = from.clone();
        taken.is_some_and(|taken| taken.start() == span.start() && taken.end() <= span.end())
    })
}

/// How many sentences from the cursor on are the passage.
fn sentences(app: &mut App, span: Span) -> Option<usize> {
    let from = app.place.clone();
    (1..=20).find(|n| {
        press(app, &n.to_string());
        app.act("select-unit");
        let taken = app.place.selection.map(|selection| selection.span());
        app.place = from.clone();
        taken == Some(span)
    })
}

/// The letter of a code.
fn code_keys(app: &App, code: CodeId) -> Outcome<String> {
    let (key, _) = app.place.letters.iter().find(|(_, other)| **other == code).ok_or("a code has no letter")?;
    Ok(key.to_string())
}
