//! The manual page, made from the lists of commands, keys and settings.

use clap::Arg;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{COMMANDS, Command, Failure, parser};
use crate::app::actions::{Action, action};
use crate::app::keymap::{CONTEXTS, Keymap};
use crate::settings::{SETTINGS, VARIABLES};

/// Prints the manual page.
pub const MAN: Command = Command {
    name: "man",
    says: "Print the manual page of emic, or of one command",
    examples: &[
        ("emic man | man -l -", "read it"),
        ("emic man import | man -l -", "of one command"),
        ("emic man > ~/.local/share/man/man1/emic.1", "so that `man emic` finds it"),
    ],
    arguments: |command| {
        let names = COMMANDS.iter().map(|command| command.name).collect::<Vec<_>>();
        command.arg(Arg::new("command").value_name("COMMAND").value_parser(names).help("One command"))
    },
    run: |session, matches| {
        let mut page = Vec::new();
        let written = match matches.get_one::<String>("command") {
            Some(name) => of_command(name, &mut page),
            None => whole(&mut page),
        };
        written.map_err(|error| Failure::NotWritten(format!("the page cannot be made ({error})")))?;
        session.print(&String::from_utf8_lossy(&page))
    },
};

fn of_command(name: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    let root = parser();
    let Some(command) = root.find_subcommand(name) else { return Ok(()) };
    let man = Man::new(command.clone().display_name(format!("emic-{name}")).bin_name(format!("emic {name}")));
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    let listed = COMMANDS.iter().find(|listed| listed.name == name);
    let mut roff = Roff::new();
    entries(&mut roff, "EXAMPLES", listed.into_iter().flat_map(|listed| listed.examples).copied());
    roff.to_writer(page)?;
    man.render_extra_section(page)
}

fn whole(page: &mut Vec<u8>) -> std::io::Result<()> {
    let man = Man::new(parser());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    let mut roff = Roff::new();
    entries(&mut roff, "COMMANDS", COMMANDS.iter().map(|command| (command.name, command.says)));
    entries(&mut roff, "EXAMPLES", COMMANDS.iter().flat_map(|command| command.examples.first()).copied());
    keys(&mut roff);
    let chosen = SETTINGS.iter().map(|setting| (setting.variable, setting.says));
    entries(&mut roff, "ENVIRONMENT", chosen.chain(VARIABLES.iter().copied()));
    entries(
        &mut roff,
        "FILES",
        [
            ("config.ron", "settings, in the config folder or in a project's; `emic config init` begins it"),
            ("keymap.ron", "keys, in the config folder: the lines that differ from those emic comes with"),
        ],
    );
    roff.to_writer(page)?;
    man.render_extra_section(page)
}

fn entries<'a>(roff: &mut Roff, title: &str, entries: impl IntoIterator<Item = (&'a str, &'a str)>) {
    roff.control("SH", [title]);
    for (name, says) in entries {
        roff.control("TP", []).text([bold(name)]).text([roman(says)]);
    }
}

/// Every action with the keys emic comes with, pane by pane.
fn keys(roff: &mut Roff) {
    let keymap = Keymap::built_in();
    roff.control("SH", ["KEYS"]);
    for context in CONTEXTS {
        roff.control("SS", [*context]);
        let mut lines: Vec<(&Action, Vec<String>)> = Vec::new();
        for (keys, name) in keymap.bindings(context) {
            match lines.iter_mut().find(|(action, _)| action.name == name) {
                Some((_, others)) => others.push(keys),
                None => lines.extend(action(name).map(|action| (action, vec![keys]))),
            }
        }
        for (action, keys) in lines {
            roff.control("TP", []).text([bold(keys.join("  "))]);
            roff.text([roman(format!("{} ({})", action.says, action.name))]);
        }
    }
}
