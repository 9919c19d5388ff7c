//! What every command needs: which project, who works, and where answers go.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command};

use super::printed::Printed;
use super::progress::Progress;
use super::{Failure, Outcome, names};
use crate::analysis::{Format, NamesSaid, PAGE_FORMATS, Page, TABLE_FORMATS, Table, Worded};
use crate::desk::{Desk, World};
use crate::settings::Settings;
use crate::store::{Folder, Found, Home, How, Out, StoreError, screen_columns};
use crate::text::{Names, visible_lines};

/// How long a disk may take nothing in before the command gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// One run of the program.
#[derive(Clone)]
pub struct Session {
    project: Option<String>,
    coder: Option<String>,
    format: Option<String>,
    as_of: Option<String>,
    passphrase_file: Option<String>,
    /// Whether the very purpose of the answer is to list names.
    lists_names: bool,
    printed: Arc<Mutex<Printed>>,
}

/// Says something to the person.
pub fn talk(words: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "emic: {}", visible_lines(words));
}

/// The value of a variable, where it is set to something that can be read.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The names of formats, with what they are.
pub fn choices<T>(formats: &[Format<T>]) -> Vec<PossibleValue> {
    formats.iter().map(|format| PossibleValue::new(format.name).help(format.says)).collect()
}

/// Adds the choice of a format.
pub fn with_format(command: Command) -> Command {
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(choices(TABLE_FORMATS));
    command.arg(format.default_value("table").help("How the answer is written"))
}

/// Adds the choice of a format where the answer is a table or a page.
pub fn with_any_format(command: Command) -> Command {
    let mut values = choices(TABLE_FORMATS);
    let pages = choices(PAGE_FORMATS).into_iter();
    values.extend(pages.filter(|page| !TABLE_FORMATS.iter().any(|format| format.name == page.get_name())));
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(values);
    command.arg(format.help("How the answer is written: a table, or a page to read"))
}

impl Session {
    /// Takes what all commands share from what was typed.
    pub fn new(matches: &ArgMatches) -> Session {
        let given = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let (project, coder) = (given("project"), given("coder"));
        let (format, as_of, passphrase_file) = (given("format"), given("as-of"), given("passphrase-file"));
        let (lists_names, printed) = (false, Arc::default());
        Session { project, coder, format, as_of, passphrase_file, lists_names, printed }
    }

    /// The moment of the past to look at, where one is meant.
    pub fn as_of(&self) -> Option<&str> {
        self.as_of.as_deref()
    }

    /// Where the passphrase of a sealed file stands, where it is not to be asked for.
    pub fn passphrase_file(&self) -> Option<&str> {
        self.passphrase_file.as_deref()
    }

    /// Who asks wants to read names: nothing is said of those that are printed.
    pub fn lists_names(&mut self) {
        self.lists_names = true;
    }

    fn printed(&self) -> MutexGuard<'_, Printed> {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says which listed names stood in what was printed.
    pub fn tell_names(&self) {
        self.printed().tell();
    }

    /// Means that project from now on.
    pub fn choose(&mut self, project: &str) {
        self.project = Some(project.to_string());
    }

    /// This person's folders, and the keys they chose.
    ///
    /// # Errors
    /// None is known.
    pub fn home(&self) -> Result<Home, Failure> {
        let settings = Settings::here(None);
        Ok(Home::find_in(|name| settings.variable(name).map(OsString::from).or_else(|| std::env::var_os(name)))?)
    }

    /// What is chosen for work on the project meant, where one is.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::here(self.project_path().as_deref());
        if let Some(coder) = &self.coder {
            settings.choose("coder", coder);
        }
        settings
    }

    /// The folder of the project meant, without a word about it; the last one opened is not meant by itself.
    pub fn project_path(&self) -> Option<PathBuf> {
        self.meant().ok().filter(|found| found.how != How::Last).map(|found| found.path)
    }

    /// The project meant, and how it was found.
    ///
    /// # Errors
    /// None is meant, or it is not there.
    pub fn meant(&self) -> Result<Found, Failure> {
        let environment = variable("EMIC_PROJECT");
        Ok(self.home()?.find(self.project.as_deref(), environment.as_deref(), &self.here()?)?)
    }

    /// The folder this was called in.
    ///
    /// # Errors
    /// It is gone, or may not be looked at.
    pub fn here(&self) -> Result<PathBuf, Failure> {
        std::env::current_dir().map_err(|error| {
            Failure::Unreadable(format!("the current folder cannot be read ({error}); go to another with cd"))
        })
    }

    /// The project's folder.
    ///
    /// # Errors
    /// None is meant, or it cannot be read.
    pub fn folder(&self) -> Result<Folder, Failure> {
        let home = self.home()?;
        let none = || {
            Failure::Usage(
                "no project here; name one with --project, make one with `emic new NAME`, or look around with `emic demo`"
                    .to_string(),
            )
        };
        let environment = variable("EMIC_PROJECT");
        let found = match home.find(self.project.as_deref(), environment.as_deref(), &self.here()?) {
            Err(StoreError::NoProject) => return Err(none()),
            Err(missing @ StoreError::NotThere { .. }) => {
                let named = self.project.as_ref().or(environment.as_ref()).filter(|word| !word.contains(['/', '.']));
                return Err(match named {
                    Some(word) => names::project(&home, word),
                    None => missing.into(),
                });
            }
            found => found?,
        };
        if found.how == How::Last {
            if !io::stderr().is_terminal() || !io::stdin().is_terminal() {
                return Err(none());
            }
            talk(&format!("the last project opened: {}", found.path.display()));
        }
        Ok(Folder::open(&found.path)?)
    }

    /// Whether any project is meant: named, in this folder or above, or the last one opened.
    ///
    /// # Errors
    /// It cannot be told.
    pub fn means_a_project(&self) -> Result<bool, Failure> {
        let environment = variable("EMIC_PROJECT");
        let found = self.home()?.find(self.project.as_deref(), environment.as_deref(), &self.here()?);
        Ok(found != Err(StoreError::NoProject))
    }

    /// Who works here.
    pub fn coder(&self) -> String {
        let chosen = Settings::here(None).chosen("coder").map(|(name, _)| name.to_string());
        let login = || ["LOGNAME", "USER"].into_iter().find_map(variable);
        self.coder.clone().or(chosen).or_else(login).unwrap_or_else(|| "coder".to_string())
    }

    /// The project, to work on.
    ///
    /// # Errors
    /// It cannot be read, or it is not clear who works.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let folder = self.folder()?;
        let vault = self.home()?.vault(folder.id());
        let originals = Settings::here(Some(folder.path())).originals();
        self.printed().of(vault.clone());
        let mut desk = Desk::open(folder, Some(vault), &self.coder(), World::real())?;
        desk.keep_originals(originals);
        self.back_in_time(&mut desk)?;
        Ok(desk)
    }

    /// The project, to look at: who looks does not matter.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn looking(&self) -> Result<Desk, Failure> {
        let folder = self.folder()?;
        let vault = self.home()?.vault(folder.id());
        self.printed().of(vault.clone());
        let mut desk = Desk::open(folder, Some(vault), "", World::real())?;
        self.back_in_time(&mut desk)?;
        Ok(desk)
    }

    /// Waits until the change is on the disk.
    ///
    /// # Errors
    /// It is not.
    pub fn saved(&self, desk: &Desk) -> Result<(), Failure> {
        // A large import may take minutes on a slow disk.
        let mut progress = Progress::default();
        let saved = desk.wait_for(PATIENCE, |saved| progress.counts("saving", saved.given, saved.to_give));
        drop(progress);
        if saved.unsaved == 0 {
            return Ok(());
        }
        let why = saved.trouble.unwrap_or_else(|| "the disk did not answer within 10 seconds; try again".to_string());
        Err(Failure::NotWritten(format!("NOT SAVED in {}: {why}", desk.folder().path().display())))
    }

    /// Refuses a format that no screen can show where standard output is one: before anything is done.
    ///
    /// # Errors
    /// `Failure::Usage`, which says what to do.
    pub fn suits_the_screen(&self) -> Result<(), Failure> {
        let Some(format) = self.format.as_deref().filter(|_| io::stdout().is_terminal()) else { return Ok(()) };
        let table = Format::<Table>::of(format).is_none_or(Format::is_words);
        let page = Format::<Page>::of(format).is_none_or(Format::is_words);
        if table && page { Ok(()) } else { Err(not_for_the_screen(format)) }
    }

    /// Answers with a table, in the format asked for.
    ///
    /// # Errors
    /// It could not be written, or that is no format of tables.
    pub fn answer(&self, table: &Table) -> Result<Outcome, Failure> {
        self.put(self.chosen(TABLE_FORMATS, "a table")?, table)
    }

    /// Answers with a page, in the format asked for.
    ///
    /// # Errors
    /// It could not be written, or that is no format of pages.
    pub fn answer_page(&self, page: &Page) -> Result<Outcome, Failure> {
        self.put(self.chosen(PAGE_FORMATS, "a page")?, page)
    }

    fn chosen<T>(&self, formats: &'static [Format<T>], what: &str) -> Result<&'static Format<T>, Failure> {
        let Some(name) = self.format.as_deref() else { return Ok(&formats[0]) };
        let names = || formats.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        let wrong = || Failure::Usage(format!("--format {name}: the answer is {what}; choose {}", names()));
        formats.iter().find(|format| format.name == name).ok_or_else(wrong)
    }

    /// Answers in that format.
    ///
    /// # Errors
    /// It could not be written, or standard output is a screen, which cannot show it.
    pub fn put<T: Worded>(&self, format: &Format<T>, answer: &T) -> Result<Outcome, Failure> {
        let screen = io::stdout().is_terminal().then(screen_columns);
        if screen.is_some() && !format.is_words() {
            return Err(not_for_the_screen(format.name));
        }
        self.pass_on(&format.bytes(answer, screen), |names| NamesSaid::in_answer(names, answer, format))
    }

    /// As `answer`; nothing in the table is nothing found.
    ///
    /// # Errors
    /// It could not be written.
    pub fn answer_if_any(&self, table: &Table) -> Result<Outcome, Failure> {
        self.answer(table)?;
        Ok(if table.rows.is_empty() { Outcome::Short } else { Outcome::Done })
    }

    /// Answers with words, nothing in them hidden: standard output may be a terminal further on.
    ///
    /// # Errors
    /// They could not be written.
    pub fn print(&self, words: &str) -> Result<Outcome, Failure> {
        self.print_shielded(&visible_lines(words))
    }

    /// Answers with words in which nothing of others is hidden any more, and which may be parted by form feeds.
    ///
    /// # Errors
    /// They could not be written.
    pub fn print_shielded(&self, words: &str) -> Result<Outcome, Failure> {
        self.pass_on(words.as_bytes(), |names| NamesSaid::in_words(names, words))
    }

    /// Gives the answer away, and looks for listed names in it where it may leave.
    fn pass_on(&self, bytes: &[u8], said: impl Fn(&Names) -> NamesSaid) -> Result<Outcome, Failure> {
        let mut out = Out::stdout();
        // An error is kept for `finish`, which says it.
        let written = out.write_all(bytes);
        out.finish()?;
        written.map_err(|error| Failure::NotWritten(format!("cannot write the answer: {error}")))?;
        if !self.lists_names && !io::stdout().is_terminal() {
            self.printed().look(said);
        }
        Ok(Outcome::Done)
    }
}

fn not_for_the_screen(format: &str) -> Failure {
    Failure::Usage(format!("{format} is not for the screen; give > FILE"))
}
