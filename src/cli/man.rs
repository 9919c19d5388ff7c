//! The manual page, made from the lists of commands, keys and settings.

use std::collections::BTreeMap;

use clap::Arg;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{COMMANDS, Command, Failure, Session, parser};
use crate::settings::{SETTINGS, VARIABLES};

/// A key of the interactive program.
pub struct Bound {
    /// Where it is heard: `transcript`, `tree`.
    pub context: &'static str,
    /// The keys to press.
    pub keys: String,
    /// The action's name, as keymaps have it.
    pub action: &'static str,
    /// What the help says of it.
    pub says: &'static str,
}

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
            None => whole(session, &mut page),
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

fn whole(session: &Session, page: &mut Vec<u8>) -> std::io::Result<()> {
    let man = Man::new(parser());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    let mut roff = Roff::new();
    let commands = COMMANDS.iter().filter(|command| !command.is_hidden());
    entries(&mut roff, "COMMANDS", commands.clone().map(|command| (command.name, command.says)));
    entries(&mut roff, "EXAMPLES", COMMANDS.iter().flat_map(|command| command.examples.first()).copied());
    keys(&mut roff, &session.keys());
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

/// Every action with its keys, place by place.
fn keys(roff: &mut Roff, bound: &[Bound]) {
    roff.control("SH", ["KEYS"]);
    let mut contexts: Vec<&str> = bound.iter().map(|bound| bound.context).collect();
    contexts.dedup();
    for context in contexts {
        roff.control("SS", [context]);
        let mut lines: Vec<(&Bound, Vec<&str>)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for bound in bound.iter().filter(|bound| bound.context == context) {
            let place = *places.entry(bound.action).or_insert(lines.len());
            match lines.get_mut(place) {
                Some((_, keys)) => keys.push(&bound.keys),
                None => lines.push((bound, vec![&bound.keys])),
            }
        }
        for (bound, keys) in lines {
            roff.control("TP", []).text([bold(keys.join("  "))]);
            roff.text([roman(format!("{} ({})", bound.says, bound.action))]);
        }
    }
}
