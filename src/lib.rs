//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`abreast`]: work done on as many processors as there are.
//! - [`text`]: a document's words, and every way to point into them.
//! - [`paper`]: what files that people read are made of.
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

pub mod abreast;
pub mod analysis;
pub mod app;
pub mod cli;
pub mod desk;
pub mod exchange;
pub mod panes;
pub mod paper;
pub mod place;
pub mod project;
pub mod settings;
pub mod store;
pub mod text;

/// Does what the arguments (the program's name first) say, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    store::forbid_core_dumps();
    break_down_quietly();
    match cli::run(arguments) {
        cli::Ending::Code(code) => code,
        cli::Ending::Screen(screen) => {
            let person = app::Person { home: screen.home, coder: screen.coder, keys: screen.keys };
            let shown = match screen.first {
                cli::First::Project(desk) => app::show(*desk, &person),
                cli::First::Welcome => app::welcome(&person),
                cli::First::Tutor => app::tutor(&person),
                cli::First::Import(desk, import) => {
                    let (arriving, answering) = import.parted();
                    match app::import(*desk, &person, arriving) {
                        Ok((desk, brought)) => return answering.answer(&desk, brought),
                        Err(why) => Err(why),
                    }
                }
            };
            match shown {
                Ok(()) => 0,
                Err(why) => cli::end(&cli::Failure::NotWritten(why)),
            }
        }
    }
}

/// Makes a breakdown say where in the program it was and no more: what a panic has to say itself may hold words of
/// an interview. Where a breakdown is looked for and handled, it says nothing.
fn break_down_quietly() {
    std::panic::set_hook(Box::new(|panic| {
        if exchange::may_break_down() {
            return;
        }
        let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        let words =
            format!("emic: broke down{place}; what was called saved is saved. Please tell who looks after emic");
        // Nobody is left to tell when standard error is gone.
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{words}\n"));
    }));
}
