//! Where this person's projects, settings and keys are, and which project is meant.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use uuid::Uuid;

use super::error::StoreError;
use super::files::{Overwrite, read_if_there, write_output};
use super::folder::{is_project, names_in};
use super::private::{self, Sync};
use crate::text::is_hidden;

const LAST: &str = "last";

/// This person's folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Projects, vault and the note of the last project opened.
    pub data: PathBuf,
    /// Settings and keys.
    pub config: PathBuf,
    keymap: Option<PathBuf>,
}

/// How a project was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was named on the command line.
    Given,
    /// `EMIC_PROJECT` names it.
    Environment,
    /// It is in the current folder or above.
    Here,
    /// It is the last one opened; on a terminal only, and said.
    Last,
}

/// A project folder, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folder.
    pub path: PathBuf,
    /// How.
    pub how: How,
}

/// A project under this person's projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// By which `--project` finds it.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
}

impl Home {
    /// Asks the environment: `EMIC_DATA_DIR`, `EMIC_CONFIG` (folders), `EMIC_KEYMAP` (a file, or the name of
    /// a keymap), else the places that
    /// are usual on this system (on Linux `$XDG_DATA_HOME/emic` and `$XDG_CONFIG_HOME/emic`).
    ///
    /// # Errors
    /// A folder is not named, and there is no home folder.
    pub fn find_in(environment: impl Fn(&str) -> Option<OsString>) -> Result<Home, StoreError> {
        let named = |variable: &str| environment(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
        let usual = ProjectDirs::from("", "", "emic");
        let place = |variable: &str, usual: Option<&Path>| {
            named(variable).or_else(|| usual.map(Path::to_path_buf)).ok_or(StoreError::NoHome)
        };
        Ok(Home {
            data: place("EMIC_DATA_DIR", usual.as_ref().map(ProjectDirs::data_dir))?,
            config: place("EMIC_CONFIG", usual.as_ref().map(ProjectDirs::config_dir))?,
            keymap: named("EMIC_KEYMAP"),
        })
    }

    /// Where projects are made that are known by name.
    pub fn projects_dir(&self) -> PathBuf {
        self.data.join("projects")
    }

    /// Where a project's originals are kept: they never travel with it.
    pub fn vault(&self, project: Uuid) -> PathBuf {
        self.data.join("vault").join(project.to_string())
    }

    /// Where changes are kept that could not be saved in that project when it had to be left.
    pub fn unsaved(&self, project: Uuid) -> PathBuf {
        self.data.join("unsaved").join(project.to_string())
    }

    /// The folder a word means: with `/` or `.` in it a path, else a name among the projects.
    pub fn path_of(&self, word: &str, cwd: &Path) -> PathBuf {
        if word.contains(['/', '.']) { cwd.join(word) } else { self.projects_dir().join(word) }
    }

    /// Where a new project of that name goes, and what the study is called: the last part of its path.
    /// Nothing, where the word is no name.
    pub fn place_for(&self, word: &str, cwd: &Path) -> Option<(PathBuf, String)> {
        let path = self.path_of(word, cwd);
        let last = path.components().next_back().map(|last| last.as_os_str().to_string_lossy().trim().to_string());
        let is_name = |name: &String| !name.is_empty() && name != ".." && !name.contains(is_hidden);
        let name = last.filter(is_name).filter(|_| !word.trim().is_empty())?;
        Some((path, name))
    }

    /// Finds the project that is meant: the one given, the environment's, the one in `cwd` or above, or the
    /// last one opened, which the caller takes only on a terminal.
    ///
    /// # Errors
    /// There is none in the place that is named, or none is named or found.
    pub fn find(&self, given: Option<&str>, environment: Option<&str>, cwd: &Path) -> Result<Found, StoreError> {
        let environment = environment.filter(|word| !word.is_empty()).map(|word| (word, How::Environment));
        if let Some((word, how)) = given.map(|word| (word, How::Given)).or(environment) {
            let path = self.path_of(word, cwd);
            return if is_project(&path) { Ok(Found { path, how }) } else { Err(StoreError::NotThere { path }) };
        }
        if let Some(path) = cwd.ancestors().find(|path| is_project(path)) {
            return Ok(Found { path: path.to_path_buf(), how: How::Here });
        }
        let last =
            private::read_words(&self.data.join(LAST)).ok().map(|path| PathBuf::from(path.trim_end_matches('\n')));
        let path = last.filter(|path| is_project(path)).ok_or(StoreError::NoProject)?;
        Ok(Found { path, how: How::Last })
    }

    /// Notes which project was opened last.
    ///
    /// # Errors
    /// The data folder cannot be written.
    pub fn remember_last(&self, project: &Path) -> Result<(), StoreError> {
        let path = std::path::absolute(project).map_err(StoreError::io("find", project))?;
        private::make_folder(&self.data)
            .and_then(|()| private::put(&self.data, LAST, format!("{}\n", path.display()).as_bytes(), Sync::Later))
            .map_err(StoreError::io("write", &self.data.join(LAST)))
    }

    /// The projects known by name, sorted.
    ///
    /// # Errors
    /// Their folder cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, StoreError> {
        let folder = self.projects_dir();
        let listed = names_in(&folder)?.into_iter().map(|name| Listed { path: folder.join(&name), name });
        Ok(listed.filter(|project| is_project(&project.path)).collect())
    }

    /// The projects known by name, the one worked on last first.
    ///
    /// # Errors
    /// Their folder cannot be read.
    pub fn recent(&self) -> Result<Vec<Listed>, StoreError> {
        let mut listed = self.list()?;
        let touched = |project: &Listed| fs::metadata(project.path.join("log")).and_then(|log| log.modified()).ok();
        listed.sort_by_cached_key(|project| std::cmp::Reverse(touched(project)));
        Ok(listed)
    }

    /// Writes this person's settings, where there are none yet; gives back the file.
    ///
    /// # Errors
    /// The file is there, or cannot be written.
    pub fn write_config(&self, name: &str, words: &str) -> Result<PathBuf, StoreError> {
        let path = self.config.join(name);
        private::make_folder(&self.config).map_err(StoreError::io("make", &self.config))?;
        write_output(&path, words.as_bytes(), Overwrite::Refuse)?;
        Ok(path)
    }

    /// This person's keys and the file they stand in; nothing where they have none. A word that is no path
    /// stands for a keymap that emic comes with, as a file that names it as its base would.
    ///
    /// # Errors
    /// The file cannot be read, or `EMIC_KEYMAP` names one that is not there.
    pub fn read_keymap(&self) -> Result<Option<(PathBuf, String)>, StoreError> {
        let word = self.keymap.as_deref().and_then(Path::to_str).filter(|word| !word.contains(['/', '.']));
        if let Some(word) = word {
            return Ok(Some((PathBuf::from("keymap"), format!("(base: {word:?})"))));
        }
        let path = self.keymap.clone().unwrap_or_else(|| self.config.join("keymap.ron"));
        match read_if_there(&path)? {
            Some(words) => Ok(Some((path, words))),
            None if self.keymap.is_none() => Ok(None),
            None => Err(StoreError::io("read", &path)(io::ErrorKind::NotFound.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::store::{Folder, Sharing};

    fn home(folder: &TempDir) -> Home {
        let environment = |variable: &str| match variable {
            "EMIC_DATA_DIR" => Some(folder.path().join("data").into()),
            "EMIC_CONFIG" => Some(folder.path().join("config").into()),
            _ => None,
        };
        Home::find_in(environment).unwrap()
    }

    #[test]
    fn a_project_is_found_by_name_by_path_from_inside_and_as_the_last() {
        let folder = TempDir::new().unwrap();
        let (home, cwd) = (home(&folder), folder.path());
        assert_eq!(home.find(None, None, cwd), Err(StoreError::NoProject));
        assert_eq!(home.list().unwrap(), []);
        let named = home.path_of("peers", cwd);
        let here = cwd.join("here");
        for path in [&named, &here] {
            Folder::create(path, "a study", Sharing::Private).unwrap();
        }
        let found = |path: &Path, how| Ok(Found { path: path.to_path_buf(), how });
        assert_eq!(home.find(Some("peers"), Some("else"), cwd), found(&named, How::Given));
        assert_eq!(home.find(Some("./here"), None, cwd), found(&cwd.join("./here"), How::Given));
        assert_eq!(home.find(None, Some("peers"), &here), found(&named, How::Environment));
        assert_eq!(home.find(None, Some(""), &here.join("log")), found(&here, How::Here));
        assert_eq!(home.find(Some("here"), None, cwd), Err(StoreError::NotThere { path: home.path_of("here", cwd) }));
        home.remember_last(&here).unwrap();
        assert_eq!(home.find(None, None, cwd), found(&here, How::Last));
        fs::remove_dir_all(&here).unwrap();
        assert_eq!(home.find(None, None, cwd), Err(StoreError::NoProject));
        assert_eq!(home.list().unwrap(), [Listed { name: "peers".into(), path: named }]);
    }

    #[test]
    fn keys_are_read_where_there_are_any_and_missed_where_they_were_promised() {
        let folder = TempDir::new().unwrap();
        let mut home = home(&folder);
        assert_eq!(home.read_keymap(), Ok(None));
        fs::create_dir(&home.config).unwrap();
        fs::write(home.config.join("keymap.ron"), "()").unwrap();
        assert_eq!(home.read_keymap(), Ok(Some((home.config.join("keymap.ron"), "()".into()))));
        home.keymap = Some("vim".into());
        assert_eq!(home.read_keymap(), Ok(Some(("keymap".into(), r#"(base: "vim")"#.into()))));
        home.keymap = Some(folder.path().join("mine.ron"));
        let why = home.read_keymap().unwrap_err().to_string();
        assert!(why.contains("mine.ron: there is nothing of that name"), "{why}");
    }
}
