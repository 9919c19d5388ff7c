//! Completing command lines: a few lines of shell that ask emic itself what may follow.
//!
//! What can be typed depends on the project (its codes, documents, people), so the shells are given nothing
//! that could grow old: emic reads its own parser and the project meant, every time.

use clap::{Arg, ArgAction};

use super::{Command, Session, parser};
use crate::desk::{Desk, World};
use crate::project::Project;
use crate::store::Folder;

/// Prints what a shell needs to complete emic's command lines.
pub const COMPLETIONS: Command = Command {
    name: "completions",
    says: "Print what your shell needs to complete commands, codes and documents",
    examples: &[
        ("emic completions bash > ~/.local/share/bash-completion/completions/emic", "for bash"),
        ("emic completions zsh > ~/.zfunc/_emic", "for zsh, where ~/.zfunc is in fpath"),
        ("emic completions fish > ~/.config/fish/completions/emic.fish", "for fish"),
    ],
    arguments: |command| {
        let shell = Arg::new("shell").value_name("SHELL").required(true);
        command.arg(shell.value_parser(SCRIPTS.map(|(shell, _)| shell)).help("Which shell"))
    },
    run: |session, matches| {
        let wanted = matches.get_one::<String>("shell").map_or("", String::as_str);
        let script = SCRIPTS.iter().find(|(shell, _)| *shell == wanted).map_or("", |(_, script)| script);
        session.print(script)
    },
};

const SCRIPTS: [(&str, &str); 3] = [("bash", BASH), ("zsh", ZSH), ("fish", FISH)];

const BASH: &str = r#"_emic() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        # Within quotes a name stands as it is.
        [[ ${COMP_WORDS[COMP_CWORD]} == [\"\']* ]] || printf -v line '%q' "$line"
        COMPREPLY+=("$line")
    done < <(emic complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _emic emic
"#;

const ZSH: &str = r#"#compdef emic
_emic() {
    local -a found
    found=("${(@f)$(emic complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "${found[*]}" ]]; then
        compadd -M 'm:{a-zA-Z}={A-Za-z}' -a found
    else
        _files
    fi
}
if [[ "$funcstack[1]" == "_emic" ]]; then
    _emic "$@"
else
    compdef _emic emic
fi
"#;

const FISH: &str = "complete -c emic -a '(emic complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'\n";

/// Says what may stand where a word is being typed; for shells, so it is in no list.
pub const COMPLETE: Command = Command {
    name: "complete",
    says: "Say what may follow on a command line, for a shell",
    examples: &[("emic complete -- report ''", "what may stand behind report")],
    arguments: |command| {
        let words = Arg::new("words").value_name("WORD").action(ArgAction::Append).num_args(0..).last(true);
        command.hide(true).arg(words.help("The command line so far, the word being typed last"))
    },
    run: |session, matches| {
        let words: Vec<String> =
            matches.get_many::<String>("words").into_iter().flatten().map(|word| bare(word)).collect();
        let found = following(session, &words);
        session.print(&found.into_iter().map(|word| format!("{word}\n")).collect::<String>())
    },
};

/// A word without the quotes and backslashes of a shell.
fn bare(word: &str) -> String {
    let word = word.strip_prefix(['"', '\'']).unwrap_or(word);
    let mut out = String::new();
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    out
}

/// The words with `--format=js` in two parts: bash gives it as three, other shells as one.
fn apart(words: &[String]) -> Vec<&str> {
    let mut parts = Vec::new();
    for (place, word) in words.iter().enumerate() {
        match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => parts.extend([option, value]),
            Some(("", "")) => parts.extend((place + 1 == words.len()).then_some("")),
            _ => parts.push(word),
        }
    }
    parts
}

/// What may stand in the place of the last word.
fn following(session: &mut Session, written: &[String]) -> Vec<String> {
    let root = parser();
    let words = apart(written);
    let (typed, before) = words.split_last().map_or(("", &words[..]), |(last, before)| (last, before));
    let mut command = &root;
    // The option that waits for its value, and how many values stand without one.
    let (mut open, mut n_values): (Option<String>, usize) = (None, 0);
    for word in before {
        if let Some(option) = open.take() {
            if option == "project" {
                session.choose(word);
            }
            continue;
        }
        match (option_of(command, &root, word), command.find_subcommand(word)) {
            (Some(arg), _) if arg.get_action().takes_values() => open = Some(arg.get_id().as_str().to_string()),
            (Some(_), _) => {}
            (None, Some(sub)) => (command, n_values) = (sub, 0),
            (None, None) => n_values += 1,
        }
    }
    let mut found: Vec<String> = match open {
        Some(id) => {
            let arg =
                [command, &root].into_iter().flat_map(clap::Command::get_arguments).find(|arg| arg.get_id() == &*id);
            arg.map(|arg| values(session, arg)).unwrap_or_default()
        }
        None if typed.starts_with('-') => {
            let args = command.get_arguments().chain(root.get_arguments().filter(|arg| arg.is_global_set()));
            args.filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect()
        }
        None => {
            let subcommands = command.get_subcommands().filter(|sub| !sub.is_hide_set());
            let names = subcommands.map(|sub| sub.get_name().to_string());
            let place = command.get_positionals().nth(n_values).or(command.get_positionals().last());
            names.chain(place.map(|arg| values(session, arg)).unwrap_or_default()).collect()
        }
    };
    let lower = typed.to_lowercase();
    found.retain(|word| word.to_lowercase().starts_with(&lower));
    // Where the word has its option in it, so has what stands in its place.
    let option = written.last().and_then(|word| word.strip_suffix(typed)).filter(|option| option.starts_with("--"));
    found.into_iter().map(|word| format!("{}{word}", option.unwrap_or_default())).collect()
}

fn option_of<'a>(command: &'a clap::Command, root: &'a clap::Command, word: &str) -> Option<&'a Arg> {
    let name = word.strip_prefix("--")?;
    command.get_arguments().chain(root.get_arguments()).find(|arg| arg.get_long() == Some(name))
}

/// What an argument may be: one of a few words, or names in the project.
fn values(session: &Session, arg: &Arg) -> Vec<String> {
    let possible = arg.get_possible_values();
    if !possible.is_empty() {
        return possible.iter().map(|value| value.get_name().to_string()).collect();
    }
    let kind = arg.get_id().as_str();
    if kind == "project" {
        let listed = session.home().ok().and_then(|home| home.list().ok()).unwrap_or_default();
        return listed.into_iter().map(|project| project.name).collect();
    }
    match meant(session) {
        Some(desk) => names(desk.project(), kind),
        None => Vec::new(),
    }
}

/// The project meant, opened without a word about it.
fn meant(session: &Session) -> Option<Desk> {
    Desk::open(Folder::open(&session.project_path()?).ok()?, None, "", World::real()).ok()
}

/// The names of a kind of thing, as arguments are called.
fn names(project: &Project, kind: &str) -> Vec<String> {
    match kind {
        "document" | "for-word" => project.documents().map(|(_, document)| document.title.clone()).collect(),
        "code" | "path" | "into" | "under" => {
            project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect()
        }
        "case" => project.people().into_iter().map(|person| project.person_name(person)).collect(),
        "coder" | "by" => project.coders().map(|(_, coder)| coder.name.clone()).collect(),
        "layer" => {
            let coders = project.coders().map(|(_, coder)| coder.name.clone());
            ["settled", "all"].into_iter().map(str::to_string).chain(coders).collect()
        }
        "attribute" => project.attributes().map(|(_, attribute)| format!("{}=", attribute.name)).collect(),
        "speaker" => {
            let labels = project.documents().flat_map(|(_, document)| document.speakers.iter());
            let mut labels: Vec<String> = labels.map(|speaker| speaker.label.clone()).collect();
            labels.sort_unstable();
            labels.dedup();
            labels
        }
        _ => Vec::new(),
    }
}
