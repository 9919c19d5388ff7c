//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`text`]: a document's words, and every way to point into them.
//! - [`project`]: what the team knows, every change to it, and the fold of many logs.
//! - [`analysis`]: questions to a project, answered as tables.
//! - [`exchange`]: other people's formats, bytes in and words out.
//! - [`store`]: the only room that touches files.
//! - [`place`]: where one coder is.
//! - [`settings`]: what a person can choose, and where each choice was made.
//! - [`desk`]: the one door for every change.
//! - [`panes`]: what is drawn.
//! - [`app`]: the interactive program.
//! - [`cli`]: the commands of the shell.
//!
//! The one path: `key -> Action -> Edit -> log line -> Project -> view`.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod app;
pub mod cli;
pub mod desk;
pub mod exchange;
pub mod panes;
pub mod place;
pub mod project;
pub mod settings;
pub mod store;
pub mod text;

/// Does what the arguments (the program's name first) say, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    match cli::run(arguments, keys) {
        cli::Ending::Code(code) => code,
        cli::Ending::Screen(screen) => match screen.import.map(|import| import.parted()) {
            None => app::show(screen.desk, screen.keys).map_or_else(lost, |()| 0),
            Some((arriving, answering)) => match app::import(screen.desk, screen.keys, arriving) {
                Ok((desk, brought)) => answering.answer(&desk, brought),
                Err(why) => lost(why),
            },
        },
    }
}

fn lost(why: String) -> u8 {
    cli::end(&cli::Failure::NotWritten(why))
}

/// The keys emic comes with, for the manual page.
fn keys() -> Vec<cli::Bound> {
    let keymap = app::keymap::Keymap::built_in();
    let of_context = |context: &'static str| {
        let bound = keymap.bindings(context).filter_map(move |(keys, name)| {
            let action = app::actions::action(name)?;
            Some(cli::Bound { context, keys, action: action.name, says: action.says })
        });
        bound.collect::<Vec<_>>()
    };
    app::keymap::CONTEXTS.iter().copied().flat_map(of_context).collect()
}
