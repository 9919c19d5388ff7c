//! What is asked of all that leaves: whether it names people, what stands in the place of names, and the register.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Kind, NameFound, Stands, Table, names_in, scan_table, small_cells, target_words};
use crate::desk::Desk;
use crate::exchange::{
    Disguise, Disguised, LIMIT, NameList, Replacement, disguised, key_file, pseudonyms_beside, read_becoming,
    read_names, replacements_of,
};
use crate::project::{Carries, Project, Texts};
use crate::store::{NamesIn, Overwrite, write_output};
use crate::text::{Names, count_of};

/// Looks for names before anything leaves.
pub const SCAN: Command = Command {
    name: "scan",
    says: "List names and rare values that would tell who somebody is",
    examples: &[
        ("emic scan", "the names in the keys of the vault, and values that one person alone has"),
        ("emic scan --names words.csv", "those of a list too: a name a line, or the csv of `emic identifiers`"),
        ("emic scan --min 5 --format csv > small.csv", "values that fewer than five people share"),
    ],
    arguments: |command| {
        let min = Arg::new("min").long("min").value_name("N").value_parser(value_parser!(u32).range(1..));
        let min = min.default_value("2").help("List values that fewer people than this have");
        with_passphrase(with_format(command.args([names(), min])))
    },
    run: scan,
};

/// What `--pseudonyms` says for the keys of the vault.
const VAULT: &str = "vault";
/// How many places a refusal names.
const NAMED: usize = 5;

fn names() -> Arg {
    let names = Arg::new("names").long("names").value_name("FILE");
    names.help("A list of names: one a line, or the csv of `emic identifiers`; a row with keep may stand")
}

/// Adds what can be said of all that leaves.
pub fn with_leaving(command: clap::Command) -> clap::Command {
    let anyway = Arg::new("anyway").long("anyway").action(ArgAction::SetTrue);
    let pseudonyms = Arg::new("pseudonyms").long("pseudonyms").value_name("FILE");
    let key = Arg::new("key").long("key").value_name("FILE").requires("pseudonyms");
    command.args([
        names(),
        anyway.help("Write it though listed names stand in it, and note that"),
        pseudonyms.help(
            "Put pseudonyms in the place of names in what leaves alone: a csv file with the columns words and becomes, \
             or the word vault for its keys",
        ),
        key.help("Write the key to these pseudonyms too; else it leaves nowhere"),
    ])
}

fn scan(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    session.lists_names();
    let desk = session.looking()?;
    let list = listed(session, &desk, matches)?;
    let names = Names::of(list.names, list.kept).map_err(misused)?;
    let found = names_in(desk.project(), desk.texts(), &names, Carries::Whole);
    let least = matches.get_one::<u32>("min").map_or(2, |&least| least as usize);
    let cells = small_cells(desk.project(), least);
    session.answer(&scan_table(&names, &found, &cells))?;
    let unread = unread(desk.project(), desk.texts());
    unread
        .iter()
        .for_each(|what| talk(&format!("{what} cannot be read, so nothing was looked for there; `emic check`")));
    Ok(if found.is_empty() && cells.is_empty() && unread.is_empty() { Outcome::Done } else { Outcome::Short })
}

/// The documents and memos whose words are not there to be looked through.
fn unread(project: &Project, texts: &dyn Texts) -> Vec<String> {
    let documents = project.documents().filter(|(_, document)| texts.text(document.text).is_none());
    let mut unread: Vec<String> = documents.map(|(_, document)| format!("the words of {:?}", document.title)).collect();
    let memos = project.memos().filter(|(_, memo)| texts.text(memo.text).is_none());
    unread.extend(memos.map(|(_, memo)| format!("a memo on {}", target_words(project, memo.on))));
    unread
}

/// The names that must not leave: those of the keys in the vault, and of the list that is given.
fn listed(session: &Session, desk: &Desk, matches: &ArgMatches) -> Result<NameList, Failure> {
    let mut list = NameList::default();
    list.names.extend(of_the_vault(desk)?.into_iter().map(|one| one.words));
    if let Some(file) = matches.get_one::<String>("names") {
        let given = session.read_input(file, LIMIT)?;
        let given = read_names(&given).map_err(|why| Failure::Usage(format!("{file}: {why}")))?;
        if given.names.is_empty() && given.kept.is_empty() {
            return Err(Failure::Usage(format!("{file}: no name stands in it; write one a line")));
        }
        list.names.extend(given.names);
        list.kept.extend(given.kept);
    }
    Ok(list)
}

/// What the keys of the vault say.
fn of_the_vault(desk: &Desk) -> Result<Vec<Replacement>, Failure> {
    replacements_of(&desk.pseudonym_keys()?).map_err(Failure::Unreadable)
}

fn misused(why: impl ToString) -> Failure {
    Failure::Usage(why.to_string())
}

/// What leaves, looked over.
pub struct Departure<'a> {
    desk: &'a Desk,
    in_disguise: Option<Disguised<'a>>,
    /// What the register says of it.
    pub names: NamesIn,
    key: Option<(String, Vec<u8>)>,
}

impl Departure<'_> {
    /// What is known, in the words that leave.
    pub fn project(&self) -> &Project {
        self.in_disguise.as_ref().map_or(self.desk.project(), |disguised| &disguised.project)
    }

    /// The words.
    pub fn texts(&self) -> &dyn Texts {
        self.in_disguise.as_ref().map_or(self.desk.texts() as &dyn Texts, |disguised| disguised)
    }

    /// Writes the key where one is wanted, and notes all in the register.
    ///
    /// # Errors
    /// The key cannot be written; what left is noted all the same.
    pub fn done(&self, session: &Session, what: &str, path: Option<&Path>) -> Result<(), Failure> {
        let who = session.coder();
        self.desk.note_sent(what, path, &who, self.names);
        if let Some((file, bytes)) = &self.key {
            write_output(Path::new(file), bytes, Overwrite::Refuse)?;
            self.desk.note_sent("pseudonym key", Some(Path::new(file)), &who, NamesIn::Identified);
            talk(&format!("wrote the key to the pseudonyms to {file}; keep it apart from what was written"));
        }
        Ok(())
    }
}

/// Looks over what is about to leave to a file of that name, in disguise where that is wanted.
///
/// # Errors
/// Listed names stand in it and nobody said to write it anyway, or a list cannot be read.
pub fn departing<'a>(
    session: &Session,
    desk: &'a Desk,
    matches: &ArgMatches,
    (carries, file): (Carries, Option<&str>),
) -> Result<Departure<'a>, Failure> {
    let mut list = listed(session, desk, matches)?;
    let has_key = !desk.pseudonym_keys()?.is_empty();
    let given = matches.get_one::<String>("pseudonyms").map(String::as_str);
    let mut departure = Departure { desk, in_disguise: None, names: NamesIn::Identified, key: None };
    if let Some(given) = given {
        let replacements = replacements(session, desk, given, &mut list)?;
        let disguise = Disguise::of(&replacements, list.kept.clone()).map_err(misused)?;
        let done = disguised(desk.project(), desk.texts(), &disguise);
        tell_replaced(&done);
        departure.in_disguise = Some(done);
        departure.key = matches.get_one::<String>("key").map(|file| (file.clone(), key_file(&replacements)));
        if let Some((key, _)) = departure.key.as_ref().filter(|(key, _)| Path::new(key).exists()) {
            // Found out afterwards, what was written would stand there without its key.
            return Err(Failure::Refused(format!("{key} is there already; choose another name for the key")));
        }
    }
    let names = Names::of(list.names, list.kept).map_err(misused)?;
    let mut found: Vec<NameFound> = file.and_then(|file| in_file_name(&names, file)).into_iter().collect();
    found.extend(names_in(departure.project(), departure.texts(), &names, carries));
    if !found.is_empty() && !matches.get_flag("anyway") {
        return Err(Failure::Refused(refusal(&found)));
    }
    departure.names = match found.len() {
        0 if given.is_some() || has_key => NamesIn::Pseudonymised,
        0 if names.is_empty() => NamesIn::Identified,
        0 => NamesIn::NoneListed,
        count => NamesIn::Found(count),
    };
    let cells = if carries == Carries::Codebook { 0 } else { small_cells(departure.project(), 2).len() };
    if cells > 0 {
        let cells = count_of(cells, "small cell");
        talk(&format!("{cells}: values, alone or together, that one person alone has; `emic scan` lists them"));
    }
    Ok(departure)
}

/// What is put in the place of names; words that may stand are added to the list.
fn replacements(session: &Session, desk: &Desk, given: &str, list: &mut NameList) -> Result<Vec<Replacement>, Failure> {
    let known = of_the_vault(desk)?;
    if given == VAULT {
        if known.is_empty() {
            let none = "there is no key to pseudonyms in the vault; name a file after --pseudonyms, as \
                        `emic identifiers --format csv` writes it, with a column becomes";
            return Err(Failure::Usage(none.to_string()));
        }
        return Ok(known);
    }
    let bytes = session.read_input(given, LIMIT)?;
    let wrong = |why: String| Failure::Usage(format!("{given}: {why}"));
    let chosen = read_becoming(&bytes).map_err(wrong)?;
    list.kept.extend(read_names(&bytes).map_err(wrong)?.kept);
    list.names.extend(chosen.keys().cloned());
    Ok(pseudonyms_beside(&known, desk.project(), desk.texts(), &chosen))
}

fn tell_replaced(done: &Disguised) {
    let times = count_of(done.replaced, "time");
    talk(&format!("names were replaced {times} in texts and memos of what leaves; nothing changes in the project"));
    if !done.small.is_empty() {
        let small: Vec<String> =
            done.small.iter().take(NAMED).map(|(word, times)| format!("{word} ({times})")).collect();
        let more = if done.small.len() > NAMED { ", …" } else { "" };
        let which = small.join(", ");
        talk(&format!("in small letters too: {which}{more}; what is no name stays by a row with keep, as `will,keep`"));
    }
}

fn in_file_name(names: &Names, file: &str) -> Option<NameFound> {
    let name = Path::new(file).file_name()?.to_string_lossy().into_owned();
    let listed = names.first_in(&name)?.to_string();
    let (at, stands) = ("its name".to_string(), Stands::File);
    Some(NameFound { what: "file", name: name.clone(), at, found: name, listed, stands })
}

fn refusal(found: &[NameFound]) -> String {
    let place = |one: &NameFound| format!("{} in {} {:?} ({})", one.found, one.what, one.name, one.at);
    let places = found.iter().take(NAMED).map(place).collect::<Vec<_>>().join("; ");
    let more = if found.len() > NAMED { format!("; and {} more", found.len() - NAMED) } else { String::new() };
    format!(
        "nothing was written: {} would leave: {places}{more}. Replace them (`emic identifiers --with FILE`), or in what \
         leaves alone (--pseudonyms); what may stand is a row with keep in --names FILE; `emic scan` lists all; --anyway \
         writes it and notes that",
        count_of(found.len(), "listed name"),
    )
}

/// What left, when, by whom, and whether it names people.
pub fn register(session: &Session) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let mut table =
        Table { report: "register", title: "What was written outside the project".to_string(), ..Table::default() };
    for (key, title) in [("day", "day"), ("who", "who"), ("what", "what"), ("names", "names"), ("path", "path")] {
        table.column(key, title, Kind::Words);
    }
    for sent in desk.register() {
        let path = sent.path.map_or_else(|| "(standard output)".to_string(), |path| path.display().to_string());
        let cells = [sent.day, sent.who, sent.what, sent.names.to_string(), path];
        table.rows.push(cells.iter().map(|words| Cell::from(words.as_str())).collect());
    }
    table.notes.push("identified: the words of the project, in which no list of names was looked for".to_string());
    table.notes.push("none listed: none of the names on a list stands in it; more was not looked for".to_string());
    table.notes.push("pseudonymised: pseudonyms stand for every name in the key or on the list".to_string());
    session.answer_if_any(&table)
}
