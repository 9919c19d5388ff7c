//! The register of what left: where copies went that hold words of a project, who wrote them and whether they name
//! people. It stands in the vault, and so never leaves itself.

use std::fmt;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::folder::names_in;
use super::private;

/// How the register is called in the vault.
pub const REGISTER: &str = "sent";

/// How the keys to pseudonyms are called in the vault.
pub(super) const KEY: &str = "pseudonyms-";

/// Whether what left names people, as far as it was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamesIn {
    /// Nobody noted it: an older emic wrote the line.
    #[default]
    NotNoted,
    /// The words as they stand in the project, and no list of names was looked for in them.
    Identified,
    /// As those, and so many listed names stand in it: they were found and it was written all the same.
    Found(usize),
    /// None of the names on a list stands in it; it has the words of the project, and nobody else looked.
    NoneListed,
    /// Pseudonyms stand in the place of every name that is on the list or in the key.
    Pseudonymised,
}

impl NamesIn {
    /// The word of that.
    pub fn of(words: &str) -> NamesIn {
        let found = words.strip_prefix("identified: ").and_then(|rest| rest.split_once(' '));
        match (words, found.and_then(|(count, _)| count.parse().ok())) {
            (_, Some(count)) => NamesIn::Found(count),
            ("identified", _) => NamesIn::Identified,
            ("none listed", _) => NamesIn::NoneListed,
            ("pseudonymised", _) => NamesIn::Pseudonymised,
            _ => NamesIn::NotNoted,
        }
    }
}

impl fmt::Display for NamesIn {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            NamesIn::NotNoted => out.write_str("not noted"),
            NamesIn::Identified => out.write_str("identified"),
            NamesIn::Found(count) => write!(out, "identified: {count} listed found and written anyway"),
            NamesIn::NoneListed => out.write_str("none listed"),
            NamesIn::Pseudonymised => out.write_str("pseudonymised"),
        }
    }
}

/// A file or folder that was written outside the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The day.
    pub day: String,
    /// The coder who wrote it; empty where an older emic noted it.
    pub who: String,
    /// What it is.
    pub what: String,
    /// Whether it names people.
    pub names: NamesIn,
    /// Where it was written; nothing where it went to standard output, and who knows where from there.
    pub path: Option<PathBuf>,
}

impl Sent {
    /// A line of the note. Older ones have the day, what it is and the path alone.
    fn line(&self) -> String {
        // A tab or a line feed would part it.
        let one = |words: &str| words.replace(['\t', '\n'], " ");
        let path = self.path.as_ref().map_or_else(|| "-".to_string(), |path| path.display().to_string());
        let parts = [&self.day, &self.who, &self.what, &self.names.to_string(), &path];
        parts.map(|part| one(part)).join("\t") + "\n"
    }

    fn read(line: &str) -> Option<Sent> {
        let path = |words: &str| (words != "-").then(|| PathBuf::from(words));
        match line.split('\t').collect::<Vec<_>>()[..] {
            [day, what, at] => {
                let (who, names) = (String::new(), NamesIn::NotNoted);
                Some(Sent { day: day.to_string(), who, what: what.to_string(), names, path: path(at) })
            }
            [day, who, what, names, at] => Some(Sent {
                day: day.to_string(),
                who: who.to_string(),
                what: what.to_string(),
                names: NamesIn::of(names),
                path: path(at),
            }),
            _ => None,
        }
    }
}

/// Notes that something was written outside the project; just the same line is not written twice.
///
/// # Errors
/// The vault cannot be written.
pub fn note_sent(vault: &Path, mut note: Sent) -> Result<(), StoreError> {
    if let Some(path) = &mut note.path {
        *path = std::path::absolute(&path).map_err(StoreError::io("find", path))?;
    }
    let mut words = private::read_words(&vault.join(REGISTER)).unwrap_or_default();
    let line = note.line();
    if words.lines().any(|other| other == line.trim_end_matches('\n')) {
        return Ok(());
    }
    words.push_str(&line);
    private::put_private(vault, REGISTER, words.as_bytes())
}

/// All that was noted, the earliest first.
pub fn register(vault: &Path) -> Vec<Sent> {
    let words = private::read_words(&vault.join(REGISTER)).unwrap_or_default();
    words.lines().filter_map(Sent::read).collect()
}

/// Where something was written outside the project: each place once, with what was written there last.
pub fn sent(vault: &Path) -> Vec<Sent> {
    let all = register(vault);
    let later = |place: usize, path: &Path| all[place + 1..].iter().any(|it| it.path.as_deref() == Some(path));
    let last = all.iter().enumerate().filter(|(place, it)| it.path.as_ref().is_some_and(|path| !later(*place, path)));
    last.map(|(_, it)| it.clone()).collect()
}

/// The keys to pseudonyms in a vault, the earliest first: name and bytes.
///
/// # Errors
/// The vault or a key cannot be read: names that nobody looked for would leave.
pub fn pseudonym_keys(vault: &Path) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut names: Vec<String> = names_in(vault)?.into_iter().filter(|name| name.starts_with(KEY)).collect();
    names.sort_unstable();
    let read = |name: String| {
        let path = vault.join(&name);
        private::read(&path).map(|bytes| (name, bytes)).map_err(StoreError::io("read", &path))
    };
    names.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(day: &str, what: &str, names: NamesIn, path: Option<&str>) -> Sent {
        let path = path.map(PathBuf::from);
        Sent { day: day.to_string(), who: "m\tk".to_string(), what: what.to_string(), names, path }
    }

    #[test]
    fn what_was_written_elsewhere_is_noted_by_its_owner_alone_and_each_place_known_once() {
        let home = tempfile::tempdir().unwrap();
        let vault = home.path().join("vault");
        assert_eq!(sent(&vault), []);
        for line in [
            note("2026-11-29", "dump", NamesIn::Identified, Some("/a/b.json")),
            note("2026-11-29", "dump", NamesIn::Identified, Some("/a/b.json")),
            note("2026-11-29", "backup", NamesIn::Identified, Some("/mnt/stick/one-1")),
            note("2026-11-30", "dump", NamesIn::Found(3), None),
            note("2026-11-30", "dump", NamesIn::Pseudonymised, Some("/a/b.json")),
        ] {
            note_sent(&vault, line).unwrap();
        }
        let told = |all: Vec<Sent>| -> Vec<String> {
            let path = |it: &Sent| it.path.as_ref().map_or("-".to_string(), |path| path.display().to_string());
            all.iter().map(|it| format!("{} {} {} {}", it.day, it.what, it.names, path(it))).collect()
        };
        assert_eq!(
            told(register(&vault)),
            [
                "2026-11-29 dump identified /a/b.json",
                "2026-11-29 backup identified /mnt/stick/one-1",
                "2026-11-30 dump identified: 3 listed found and written anyway -",
                "2026-11-30 dump pseudonymised /a/b.json"
            ]
        );
        assert_eq!(
            told(sent(&vault)),
            ["2026-11-29 backup identified /mnt/stick/one-1", "2026-11-30 dump pseudonymised /a/b.json"]
        );
        assert_eq!(register(&vault)[0].who, "m k");
        #[cfg(unix)]
        assert_eq!(private::mode(&vault.join(REGISTER)), 0o600);
    }

    #[test]
    fn what_an_older_emic_noted_is_read() {
        let read = Sent::read("2026-11-29\tsealed dump\t/a/b c.age").unwrap();
        assert_eq!((read.who.as_str(), read.what.as_str(), read.names), ("", "sealed dump", NamesIn::NotNoted));
        assert_eq!(read.path.as_deref(), Some(Path::new("/a/b c.age")));
        assert_eq!(Sent::read("nothing"), None);
    }
}
