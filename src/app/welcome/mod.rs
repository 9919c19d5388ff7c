//! The welcome screen: what can be opened and made, before there is a project.

mod arriving;
mod draw;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::act::importing::carry_in;
use super::decoder::Input;
use super::keymap::KEYMAPS;
use super::keys::{Code, Key};
use super::overlay::{edit_line, leaves};
use super::{Person, Toast, Wish};
use crate::desk::{Desk, World};
use crate::exchange::Arriving;
use crate::panes::Theme;
use crate::panes::input::Line;
use crate::settings::{FILE, Kept, Settings, keep};
use crate::store::{Folder, SAMPLE_NAME, SampleWork, Sharing, put_sample};
use arriving::{lines_of, read_line, stem};

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Demo,
    New,
    Import,
    Tutor,
    Project(PathBuf),
}

/// One row to choose from.
struct Row {
    key: &'static str,
    words: String,
    about: String,
    choice: Choice,
}

/// What is to come into a project that is not made yet.
enum Arrived {
    Transcripts(Box<Arriving>),
    /// A project of another program, a codebook or a sheet: the project that is made shows what would come of it.
    Whole(String),
}

/// What is being asked.
enum Asking {
    /// What a new project is called.
    Name(Line),
    /// Which files are to come in.
    Files(Line),
    /// What the project of these is called.
    Study(Arrived, Line),
    /// Whether their speakers are right, from this row on.
    Speakers(Box<Arriving>, String, usize),
    /// The person's name on codings.
    Coder(Line),
}

impl Asking {
    /// The line that is typed, and what it is for.
    fn line(&mut self) -> Option<(&'static str, &mut Line)> {
        match self {
            Asking::Name(line) => Some(("what is the study called?", line)),
            Asking::Files(line) => Some(("which files? blanks part them, quotes hold them together", line)),
            Asking::Study(_, line) => Some(("what is the study of these called?", line)),
            Asking::Coder(line) => Some(("your name on codings", line)),
            Asking::Speakers(..) => None,
        }
    }
}

/// The welcome screen.
pub struct Welcome {
    person: Person,
    /// The keymap that this person chose by name.
    keymap: Option<String>,
    theme: Theme,
    rows: Vec<Row>,
    here: usize,
    top: usize,
    asking: Option<Asking>,
    said: Option<Toast>,
    wishes: Vec<Wish>,
    desk: Option<Desk>,
    /// What comes into it next.
    file: Option<String>,
}

type Done = Result<(), String>;

/// The keys that choose a keymap, by its name.
const KEYS: [(char, &str); 3] = [('v', "vim"), ('e', "emacs"), ('a', "arrows")];

/// How long a disk may take nothing in.
const PATIENCE: Duration = Duration::from_secs(10);

impl Welcome {
    /// What this person, who chose a keymap or none, can open and make; in a theme, with what is wrong in what
    /// was asked for.
    pub fn new(person: &Person, keymap: Option<String>, (theme, problem): (Theme, Option<String>)) -> Welcome {
        let said = problem.map(|words| Toast { words, alarm: true });
        let mut welcome = Welcome {
            person: person.clone(),
            keymap,
            theme,
            rows: Vec::new(),
            here: 0,
            top: 0,
            asking: None,
            said,
            wishes: Vec::new(),
            desk: None,
            file: None,
        };
        welcome.rows = welcome.choices();
        welcome
    }

    /// The person, with the name and the keys chosen here.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The project that was chosen.
    pub fn take_desk(&mut self) -> Option<Desk> {
        self.desk.take()
    }

    /// The file that is to come into that project.
    pub fn take_file(&mut self) -> Option<String> {
        self.file.take()
    }

    fn choices(&mut self) -> Vec<Row> {
        let row = |key, words: &str, about: &str, choice| Row { key, words: words.into(), about: about.into(), choice };
        let mut rows = vec![
            row("d", "Open the demo project", "a study coded in part, with a coach", Choice::Demo),
            row("n", "New project", "asks for a name, nothing else", Choice::New),
            row("i", "Import files now", "transcripts, sheets, or a project (.qdpx ...)", Choice::Import),
            row("t", "Tutor", "12 short lessons, on a copy", Choice::Tutor),
        ];
        match self.person.home.recent() {
            Ok(projects) => rows.extend(projects.into_iter().enumerate().map(|(place, project)| {
                let key = if place == 0 { "o" } else { "" };
                let about = if place == 0 { "the one worked on last" } else { "" };
                row(key, &format!("Open {}", project.name), about, Choice::Project(project.path))
            })),
            Err(error) => self.alarm(error.to_string()),
        }
        rows
    }

    fn say(&mut self, words: impl Into<String>) {
        self.said = Some(Toast { words: words.into(), alarm: false });
    }

    fn alarm(&mut self, words: impl Into<String>) {
        self.said = Some(Toast { words: words.into(), alarm: true });
    }

    fn key(&mut self, key: Key) {
        self.said = None;
        let done = match self.asking.take() {
            Some(asking) => self.answer(asking, key),
            None => self.choose_by(key),
        };
        if let Err(words) = done {
            self.alarm(words);
        }
    }

    fn choose_by(&mut self, key: Key) -> Done {
        let last = self.rows.len().saturating_sub(1);
        match key.code {
            Code::Down | Code::Char('j') => self.here = (self.here + 1).min(last),
            Code::Up | Code::Char('k') => self.here = self.here.saturating_sub(1),
            Code::Home | Code::Char('g') => self.here = 0,
            Code::End | Code::Char('G') => self.here = last,
            Code::Char('q') => self.wishes.push(Wish::Quit),
            Code::Char('N') => self.asking = Some(Asking::Coder(Line::of(&self.person.coder))),
            Code::Char('l') if key.ctrl => self.wishes.push(Wish::Redraw),
            Code::Enter => return self.take(self.rows[self.here].choice.clone()),
            Code::Char(letter) => {
                if let Some((_, name)) = KEYS.iter().find(|(key, _)| *key == letter) {
                    return self.choose_keys(name);
                }
                let typed = letter.to_string();
                match self.rows.iter().find(|row| row.key == typed) {
                    Some(row) => return self.take(row.choice.clone()),
                    None => return Err(format!("{key} does nothing here; the keys stand before the rows")),
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the keymap of that name, or where it is chosen already those emic comes with, and keeps that.
    fn choose_keys(&mut self, name: &str) -> Done {
        let name = if self.keymap.as_deref() == Some(name) { KEYMAPS[0].name } else { name };
        self.keymap = Some(name.to_string());
        self.person.keys = Ok(Some(("keymap".to_string(), format!("(base: {name:?})"))));
        let path = self.person.home.config.join(FILE);
        match keep(&self.person.home, "keymap", name).map_err(|error| error.to_string())? {
            Kept::Written => self.say(format!("the keys of {name}, from now on")),
            Kept::ByHand(line) => {
                self.say(format!(
                    "the keys of {name}, until you leave; for always put  {line}  into {}",
                    path.display()
                ));
            }
        }
        Ok(())
    }

    fn take(&mut self, choice: Choice) -> Done {
        match choice {
            Choice::Demo => {
                let path = self.person.home.projects_dir().join(SAMPLE_NAME);
                put_sample(&path, SampleWork::Kept).map_err(|error| error.to_string())?;
                return self.open(&path);
            }
            Choice::Project(path) => return self.open(&path),
            Choice::New => self.asking = Some(Asking::Name(Line::default())),
            Choice::Import => self.asking = Some(Asking::Files(Line::default())),
            Choice::Tutor => self.wishes.push(Wish::Tutor),
        }
        Ok(())
    }

    /// Takes a key for what is being asked; what cannot be done stays to be mended.
    fn answer(&mut self, mut asking: Asking, key: Key) -> Done {
        if leaves(key) {
            if matches!(asking, Asking::Study(..) | Asking::Speakers(..)) {
                self.say("nothing was imported");
            }
            return Ok(());
        }
        if key.code != Code::Enter {
            match &mut asking {
                Asking::Speakers(arrived, _, top) => match key.code {
                    Code::Down | Code::Char('j') => *top = (*top + 1).min(lines_of(arrived).len().saturating_sub(1)),
                    Code::Up | Code::Char('k') => *top = top.saturating_sub(1),
                    _ => {}
                },
                other => drop(other.line().map(|(_, line)| edit_line(line, key))),
            }
            self.asking = Some(asking);
            return Ok(());
        }
        let (again, done) = match asking {
            Asking::Name(line) => {
                let made = self.make(line.words()).and_then(|folder| self.open(folder.path()));
                (Asking::Name(line), made)
            }
            Asking::Files(line) => match read_line(line.words()) {
                Ok(arrived) => {
                    let name = match &arrived {
                        Arrived::Transcripts(_) => Line::default(),
                        Arrived::Whole(path) => Line::of(stem(path)),
                    };
                    self.asking = Some(Asking::Study(arrived, name));
                    return Ok(());
                }
                Err(words) => (Asking::Files(line), Err(words)),
            },
            Asking::Study(arrived, line) => match (self.name_for(line.words()), arrived) {
                (Ok(name), Arrived::Transcripts(arrived)) => {
                    self.asking = Some(Asking::Speakers(arrived, name, 0));
                    return Ok(());
                }
                (Ok(name), Arrived::Whole(path)) => {
                    let made = self.make(&name).and_then(|folder| self.open(folder.path()));
                    self.file = made.is_ok().then(|| path.clone());
                    (Asking::Study(Arrived::Whole(path), line), made)
                }
                (Err(words), arrived) => (Asking::Study(arrived, line), Err(words)),
            },
            Asking::Speakers(arrived, name, top) => {
                let brought = self.bring(&arrived, &name);
                (Asking::Speakers(arrived, name, top), brought)
            }
            Asking::Coder(line) => {
                let name = line.words().trim().to_string();
                let is_name = !name.is_empty();
                if is_name {
                    self.person.coder = name;
                }
                let words = "a name has at least one letter; Esc leaves it as it was";
                (Asking::Coder(line), is_name.then_some(()).ok_or_else(|| words.to_string()))
            }
        };
        self.asking = done.is_err().then_some(again);
        done
    }

    /// A name that no project has yet.
    fn name_for(&self, typed: &str) -> Result<String, String> {
        let here = std::env::current_dir().map_err(|error| error.to_string())?;
        let place = self.person.home.place_for(typed.trim(), &here).ok_or("a study needs a name: letters or digits")?;
        match Folder::open(&place.0) {
            Ok(_) => Err(format!("{} is there already; write another name, or Esc and open it", place.1)),
            Err(_) => Ok(typed.trim().to_string()),
        }
    }

    fn make(&self, typed: &str) -> Result<Folder, String> {
        let name = self.name_for(typed)?;
        let here = std::env::current_dir().map_err(|error| error.to_string())?;
        let (path, name) = self.person.home.place_for(&name, &here).ok_or("a study needs a name: letters or digits")?;
        Folder::create(&path, &name, Sharing::Private).map_err(|error| error.to_string())
    }

    /// Makes the project of what arrived, and opens it once all is on the disk.
    fn bring(&mut self, arrived: &Arriving, name: &str) -> Done {
        let folder = self.make(name)?;
        let mut desk = self.seat(folder.path())?;
        carry_in(&mut desk, arrived).map_err(|refusal| refusal.to_string())?;
        let saved = desk.wait_for(PATIENCE, |_| ());
        if saved.unsaved > 0 {
            let why = saved.trouble.unwrap_or_else(|| "the disk is slow".to_string());
            return Err(format!("NOT SAVED in {}: {why}", folder.path().display()));
        }
        // The screen opens it anew, to be told by the log's writer whenever something is saved.
        drop(desk);
        self.open(folder.path())
    }

    fn open(&mut self, path: &Path) -> Done {
        self.desk = Some(self.seat(path)?);
        // Next time the folder has to be named: a small loss.
        let _ = self.person.home.remember_last(path);
        self.wishes.push(Wish::Open);
        Ok(())
    }

    fn seat(&self, path: &Path) -> Result<Desk, String> {
        let folder = Folder::open(path).map_err(|error| error.to_string())?;
        let vault = self.person.home.vault(folder.id());
        let originals = Settings::here(Some(path)).originals();
        let desk = Desk::open(folder, Some(vault), &self.person.coder, World::real());
        let mut desk = desk.map_err(|error| error.to_string())?;
        desk.keep_originals(originals);
        Ok(desk)
    }
}

impl super::run::Stage for Welcome {
    fn draw(
        &mut self,
        area: ratatui::layout::Rect,
        buf: &mut ratatui::buffer::Buffer,
    ) -> Option<ratatui::layout::Position> {
        self.draw_on(area, buf)
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(words) => match self.asking.as_mut().and_then(Asking::line) {
                Some((_, line)) => line.insert(&words),
                None => self.alarm("a paste does nothing here: i asks for files, n for a name"),
            },
            Input::End | Input::Hangup => self.wishes.push(Wish::Quit),
            Input::Suspend => self.wishes.push(Wish::Suspend),
            Input::Mouse(_) | Input::Answer | Input::Resize(..) | Input::Continue => {}
        }
    }

    fn say(&mut self, words: String) {
        self.said = Some(Toast { words, alarm: false });
    }

    fn alarm(&mut self, words: String) {
        self.said = Some(Toast { words, alarm: true });
    }

    fn take_wishes(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }
}
