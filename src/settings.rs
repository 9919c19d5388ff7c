//! What a person can choose once and for all, and where each choice was made.
//!
//! A flag wins over the environment, that over the project's `config.ron`, that over the person's own; what
//! nobody chose is as emic comes.

mod keeping;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::store::{Home, Originals, Policy, read_if_there};
pub use keeping::{Kept, keep};

/// The name of the files in which settings stand, in the config folder and in a project's.
pub const FILE: &str = "config.ron";

/// Something that can be chosen.
pub struct Setting {
    /// As files and `emic config` call it.
    pub name: &'static str,
    /// The variable of the environment that chooses it too.
    pub variable: &'static str,
    /// What it is where nobody chose.
    pub usual: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What it does.
    pub says: &'static str,
}

/// What the values of a setting are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words in quotes.
    Words,
    /// One of these words, in quotes.
    OneOf(&'static [&'static str]),
    /// `true` or `false`; in the environment anything but 0, no, off and false is true.
    YesNo,
    /// A whole number.
    Number,
}

impl Kind {
    /// Whether this is a word that can be chosen; says which are, where it is not.
    fn takes(self, value: &str) -> Result<(), String> {
        match self {
            Kind::OneOf(words) if !words.contains(&value) => {
                Err(format!("there is no {value:?}; there are {}", words.join(", ")))
            }
            _ => Ok(()),
        }
    }
}

/// Everything that can be chosen.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "coder",
        variable: "EMIC_CODER",
        usual: "the login name",
        kind: Kind::Words,
        says: "whose codings you make; never taken from a project",
    },
    Setting {
        name: "theme",
        variable: "EMIC_THEME",
        usual: "auto",
        kind: Kind::OneOf(&["auto", "light", "dark", "high-contrast", "colour-blind", "mono"]),
        says: "colours: auto, light, dark, high-contrast, colour-blind, mono",
    },
    Setting {
        name: "ascii",
        variable: "EMIC_ASCII",
        usual: "false",
        kind: Kind::YesNo,
        says: "whether frames and signs are drawn in ASCII alone",
    },
    Setting {
        name: "keymap",
        variable: "EMIC_KEYMAP",
        usual: "keymap.ron here, where it is there",
        kind: Kind::Words,
        says: "your keys: a file, or the name of a keymap that emic brings",
    },
    Setting {
        name: "unit",
        variable: "EMIC_UNIT",
        usual: "turn",
        kind: Kind::OneOf(&["line", "sentence", "turn"]),
        says: "what x selects where you have not worked yet: line, sentence, turn",
    },
    Setting {
        name: "ctrl_z",
        variable: "EMIC_CTRL_Z",
        usual: "ask",
        kind: Kind::OneOf(&["ask", "undo", "suspend"]),
        says: "what Ctrl-z does: ask, undo, suspend",
    },
    Setting {
        name: "mouse",
        variable: "EMIC_MOUSE",
        usual: "false",
        kind: Kind::YesNo,
        says: "whether clicks come to emic and not to the terminal's own selecting",
    },
    Setting {
        name: "clipboard",
        variable: "EMIC_CLIPBOARD",
        usual: "auto",
        kind: Kind::OneOf(&["auto", "tmux", "osc52", "off"]),
        says: "the way by which words are copied: auto, tmux, osc52, off",
    },
    Setting {
        name: "escdelay",
        variable: "EMIC_ESCDELAY",
        usual: "25, over SSH 150",
        kind: Kind::Number,
        says: "how long Esc waits for the rest of a key, in ms; more on a slow line",
    },
    Setting {
        name: "originals",
        variable: "EMIC_ORIGINALS",
        usual: "true",
        kind: Kind::YesNo,
        says: "whether the vault keeps the files that arrive, byte for byte; false where rules forbid copies",
    },
];

/// What else emic asks the environment: each variable with what it says.
pub const VARIABLES: &[(&str, &str)] = &[
    ("EMIC_PROJECT", "the project, by name or folder, where --project does not name one"),
    ("EMIC_DATA_DIR", "the folder of your projects (else $XDG_DATA_HOME/emic)"),
    ("EMIC_CONFIG", "the folder of your settings and keys (else $XDG_CONFIG_HOME/emic)"),
    ("NO_COLOR", "set to anything: no colours"),
    ("LC_ALL, LC_CTYPE, LANG", "signs beyond ASCII are drawn where the first that is set names UTF-8"),
];

/// Where a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// On the command line.
    Flag,
    /// In the environment.
    Environment,
    /// In the project's file.
    Project,
    /// In the person's file.
    Person,
    /// Nowhere.
    Usual,
}

impl Origin {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Flag => "command line",
            Origin::Environment => "environment",
            Origin::Project => "project",
            Origin::Person => "your file",
            Origin::Usual => "as emic comes",
        }
    }
}

/// What was chosen, by whom; never broken by a broken file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    chosen: BTreeMap<&'static str, (String, Origin)>,
    /// What is wrong in the files: place, and what to do.
    pub problems: Vec<String>,
}

impl Settings {
    /// What is chosen for work on that project (a folder), in this environment.
    pub fn here(project: Option<&Path>) -> Settings {
        let environment = |name: &str| std::env::var(name).ok();
        let home = Home::find_in(|name| std::env::var_os(name)).ok();
        let files = [(Origin::Project, project.map(Path::to_path_buf)), (Origin::Person, home.map(|home| home.config))];
        let files = files.into_iter().filter_map(|(origin, folder)| Some((origin, folder?.join(FILE))));
        Settings::read(environment, files)
    }

    /// Reads the environment, then the files, the stronger first.
    pub fn read(
        environment: impl Fn(&str) -> Option<String>,
        files: impl IntoIterator<Item = (Origin, PathBuf)>,
    ) -> Settings {
        let mut settings = Settings::default();
        for setting in SETTINGS {
            let Some(value) = environment(setting.variable).filter(|value| !value.trim().is_empty()) else { continue };
            match setting.kind.takes(value.trim()) {
                Ok(()) => drop(settings.chosen.insert(setting.name, (value, Origin::Environment))),
                Err(why) => settings.problems.push(format!("{}: {why}", setting.variable)),
            }
        }
        for (origin, path) in files {
            match read_if_there(&path) {
                Ok(None) => {}
                Ok(Some(words)) => settings.take(origin, &path, &words),
                Err(error) => settings.problems.push(error.to_string()),
            }
        }
        settings
    }

    fn take(&mut self, origin: Origin, path: &Path, words: &str) {
        let (values, problems) = read_file(words, origin);
        let placed =
            |(line, column, what): (usize, usize, String)| format!("{}:{line}:{column}: {what}", path.display());
        self.problems.extend(problems.into_iter().map(placed));
        for (name, value) in values {
            self.chosen.entry(name).or_insert((value, origin));
        }
    }

    /// Chooses on the command line, which wins over all.
    pub fn choose(&mut self, name: &'static str, value: &str) {
        self.chosen.insert(name, (value.to_string(), Origin::Flag));
    }

    /// What was chosen for the setting of that name, and where.
    pub fn chosen(&self, name: &str) -> Option<(&str, Origin)> {
        self.chosen.get(name).map(|(value, origin)| (value.as_str(), *origin))
    }

    /// Whether the vault keeps the files that arrive: as it is chosen, where this machine's policy allows it.
    pub fn originals(&self) -> Originals {
        let chosen = self.chosen("originals").is_none_or(|(value, _)| !is_no(value));
        if chosen && Policy::here().originals { Originals::Kept } else { Originals::NotKept }
    }

    /// What a variable of the environment says, or would say if all were chosen there; no more of a setting
    /// that is switched off.
    pub fn variable(&self, variable: &str) -> Option<String> {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.variable == variable) else {
            return std::env::var(variable).ok().filter(|value| !value.is_empty());
        };
        let (value, _) = self.chosen(setting.name)?;
        match setting.kind {
            Kind::YesNo if is_no(value) => None,
            Kind::YesNo => Some("1".to_string()),
            Kind::Words | Kind::OneOf(_) | Kind::Number => Some(value.to_string()),
        }
    }
}

fn is_no(value: &str) -> bool {
    matches!(value.trim().to_lowercase().as_str(), "0" | "no" | "off" | "false")
}

/// What is wrong, and in which line and column.
type Place = (usize, usize, String);

/// The settings of a file that can be taken, and what is wrong with the others.
fn read_file(words: &str, origin: Origin) -> (Vec<(&'static str, String)>, Vec<Place>) {
    let written: Written = match ron::from_str(words) {
        Ok(written) => written,
        Err(error) => {
            let what = format!("{}; none of this file counts until that is mended", error.code);
            return (Vec::new(), vec![(error.span.start.line, error.span.start.col, what)]);
        }
    };
    let (mut values, mut problems) = (Vec::<(&'static str, String)>::new(), Vec::new());
    for (name, raw) in written.0 {
        let raw = raw.trim();
        // The value is borrowed from the words, so its address is its place.
        let at = raw.get_ron().as_ptr().addr() - words.as_ptr().addr();
        let before = words.get(..at).unwrap_or(words);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let place = (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1);
        let taken = match values.iter().any(|(other, _)| *other == name) {
            true => Err("it stands here twice; the first one counts".to_string()),
            false => value_of(&name, raw, origin),
        };
        match taken {
            Ok(value) => values.push(value),
            Err(why) => problems.push((place.0, place.1, format!("{name}: {why}"))),
        }
    }
    (values, problems)
}

fn value_of(name: &str, raw: &RawValue, origin: Origin) -> Result<(&'static str, String), String> {
    let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
        let names = SETTINGS.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", ");
        return Err(format!("no such setting; there are {names}"));
    };
    if origin == Origin::Project && setting.name == "coder" {
        return Err("a project has no say in who works; put it into your own file".to_string());
    }
    let value = match setting.kind {
        Kind::Words | Kind::OneOf(_) => raw.into_rust::<String>().map_err(|_| "write words in quotes"),
        Kind::YesNo => raw.into_rust::<bool>().map(|yes| yes.to_string()).map_err(|_| "write true or false"),
        Kind::Number => raw.into_rust::<u32>().map(|number| number.to_string()).map_err(|_| "write a whole number"),
    };
    let value = value?;
    setting.kind.takes(&value)?;
    if origin == Origin::Project && setting.name == "originals" && !is_no(&value) {
        return Err("a project may forbid copies, and cannot ask for them; put it into your own file".to_string());
    }
    Ok((setting.name, value))
}

/// A file: `(name: value, …)`, each value read on its own, so that a bad one spoils no other.
struct Written<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written<'a>, D::Error> {
        deserializer.deserialize_struct("", &[], Settled).map(Written)
    }
}

struct Settled;

impl<'de> Visitor<'de> for Settled {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("settings, as (theme: \"dark\")")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = map.next_key_seed(Name)? {
            found.push((name, map.next_value()?));
        }
        Ok(found)
    }
}

/// Any name of a field.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;
    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("the name of a setting")
    }
    fn visit_str<E>(self, name: &str) -> Result<String, E> {
        Ok(name.to_string())
    }
}

/// A file in which every setting stands, none of them chosen yet.
pub fn blank_file() -> String {
    let mut out = String::from(
        "// Your settings of emic. Take away the // before a line to choose; `emic config check` looks it over.\n(\n",
    );
    for setting in SETTINGS {
        let value = match setting.kind {
            Kind::Words | Kind::OneOf(_) => format!("{:?}", setting.usual),
            Kind::YesNo => setting.usual.to_string(),
            Kind::Number => setting.usual.chars().take_while(char::is_ascii_digit).collect(),
        };
        out.push_str(&format!("    // {}\n    // {}: {value},\n", setting.says, setting.name));
    }
    out.push_str(")\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_project_and_that_over_the_person() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = |name: &str, words: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, words).unwrap();
            path
        };
        let project = file("project", "(theme: \"light\", coder: \"eve\", mouse: false)");
        let person = file("person", "(theme: \"dark\", coder: \"mk\", mouse: true, ascii: true, escdelay: 50)");
        let environment = |name: &str| (name == "EMIC_ASCII").then(|| "0".to_string());
        let files = [(Origin::Project, project.clone()), (Origin::Person, person)];
        let mut settings = Settings::read(environment, files);
        assert_eq!(settings.chosen("theme"), Some(("light", Origin::Project)));
        assert_eq!(settings.chosen("coder"), Some(("mk", Origin::Person)));
        assert_eq!(settings.variable("EMIC_MOUSE"), None);
        assert_eq!(settings.variable("EMIC_ASCII"), None);
        assert_eq!(settings.variable("EMIC_ESCDELAY").as_deref(), Some("50"));
        assert_eq!(settings.chosen("keymap"), None);
        let why = "a project has no say in who works; put it into your own file";
        assert_eq!(settings.problems, [format!("{}:1:25: coder: {why}", project.display())]);
        settings.choose("theme", "mono");
        assert_eq!(settings.chosen("theme"), Some(("mono", Origin::Flag)));
    }

    #[test]
    fn a_word_that_nobody_knows_is_named_with_those_that_are_known() {
        let environment = |name: &str| (name == "EMIC_UNIT").then(|| "page".to_string());
        let settings = Settings::read(environment, []);
        assert_eq!(settings.problems, ["EMIC_UNIT: there is no \"page\"; there are line, sentence, turn"]);
        assert_eq!(settings.chosen("unit"), None);
        let (values, problems) = read_file("(ctrl_z: \"undo\", theme: \"drak\")", Origin::Person);
        assert_eq!((values.len(), problems[0].1), (1, 25), "{problems:?}");
        assert!(problems[0].2.contains("there is no \"drak\"; there are auto, light"), "{problems:?}");
    }

    #[test]
    fn a_bad_line_spoils_no_other_and_a_torn_file_is_placed() {
        let (values, problems) =
            read_file("(\n  theme: \"dark\",\n  colour: 3,\n  mouse: \"x\",\n  theme: \"light\",\n)", Origin::Person);
        assert_eq!(values, [("theme", "dark".to_string())]);
        let places: Vec<(usize, usize)> = problems.iter().map(|(line, column, _)| (*line, *column)).collect();
        assert_eq!(places, [(3, 11), (4, 10), (5, 10)], "{problems:?}");
        let (values, problems) = read_file("(theme: \"dark\"", Origin::Person);
        assert!(values.is_empty() && problems.len() == 1 && problems[0].0 == 1, "{problems:?}");
    }

    #[test]
    fn the_file_that_is_begun_with_chooses_nothing_and_takes_every_line() {
        assert_eq!(read_file(&blank_file(), Origin::Person), (vec![], vec![]));
        let blank = blank_file();
        let all = blank.lines().map(|line| {
            let bare = line.trim_start().trim_start_matches("// ");
            let is_choice = SETTINGS.iter().any(|setting| bare.starts_with(&format!("{}: ", setting.name)));
            if is_choice { format!("{bare}\n") } else { format!("{line}\n") }
        });
        let (values, problems) = read_file(&all.collect::<String>(), Origin::Person);
        assert_eq!((values.len(), problems.len()), (SETTINGS.len(), 0), "{problems:?}");
    }
}
