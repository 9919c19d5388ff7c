//! What whoever runs this machine allows on it: a file that no setting, variable or argument of a person's overrides.
//!
//! What cannot be understood in it allows nothing.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::reason;

/// Where the file stands; whoever builds emic for a system where it belongs elsewhere says so by `EMIC_POLICY_FILE`
/// while it is compiled. While it runs, nothing changes that.
const FILE: &str = match option_env!("EMIC_POLICY_FILE") {
    Some(path) => path,
    None => "/etc/emic/config.ron",
};
/// More than this is no policy (bytes).
const LONGEST: u64 = 64 << 10;

/// What is allowed on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The file that says so, or could.
    pub path: PathBuf,
    /// Whether there is one.
    pub is_there: bool,
    /// Whether words may be copied to the clipboard of the terminal or of tmux.
    pub clipboard: bool,
    /// Whether a team may share through git remotes that are no folders of this machine.
    pub other_remotes: bool,
    /// Whether the vault may keep the files that arrive.
    pub originals: bool,
    /// Why the file is not understood; then nothing is allowed.
    pub trouble: Option<String>,
}

/// The file: each line may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    clipboard: bool,
    other_remotes: bool,
    originals: bool,
}

impl Default for Written {
    fn default() -> Written {
        Written { clipboard: true, other_remotes: false, originals: true }
    }
}

impl Policy {
    /// The policy of this machine.
    pub fn here() -> Policy {
        Policy::at(&file())
    }

    fn at(path: &Path) -> Policy {
        let read = read(path).and_then(|words| words.map(|words| understood(&words)).transpose());
        let is_there = !matches!(read, Ok(None));
        let (written, trouble) = match read {
            Ok(written) => (written.unwrap_or_default(), None),
            Err(why) => (Written { clipboard: false, other_remotes: false, originals: false }, Some(why)),
        };
        let Written { clipboard, other_remotes, originals } = written;
        Policy { path: path.to_path_buf(), is_there, clipboard, other_remotes, originals, trouble }
    }

    /// The policy in words: whose it is, and what it allows.
    pub fn words(&self) -> String {
        let path = self.path.display();
        let allowed = |is: bool| if is { "allowed" } else { "not allowed" };
        let rules = format!(
            "copying {}, git remotes other than folders of this machine {}, keeping the files that arrive {}",
            allowed(self.clipboard),
            allowed(self.other_remotes),
            allowed(self.originals)
        );
        match &self.trouble {
            Some(why) => format!("{path} is not understood ({why}), so: {rules}"),
            None if self.is_there => format!("{path}: {rules}"),
            None => format!("none ({path} is not there): {rules}"),
        }
    }
}

/// A debug build takes the file that a test names; what is given to people looks in one place alone.
#[cfg(debug_assertions)]
fn file() -> PathBuf {
    std::env::var_os("EMIC_TEST_POLICY").map_or_else(|| PathBuf::from(FILE), PathBuf::from)
}

#[cfg(not(debug_assertions))]
fn file() -> PathBuf {
    PathBuf::from(FILE)
}

/// The words of the file; nothing where there is none.
fn read(path: &Path) -> Result<Option<String>, String> {
    let file = match File::open(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        opened => opened.map_err(|error| reason(&error))?,
    };
    let found = file.metadata().map_err(|error| reason(&error))?;
    if !found.is_file() || found.len() > LONGEST {
        return Err("it is no regular file of reasonable length".to_string());
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&found) & 0o022 != 0 {
        return Err("others than its owner can write to it; chmod 644 it".to_string());
    }
    let mut words = String::new();
    file.take(LONGEST).read_to_string(&mut words).map_err(|error| reason(&error))?;
    Ok(Some(words))
}

fn understood(words: &str) -> Result<Written, String> {
    let misread = |error: ron::error::SpannedError| {
        format!("line {}, column {}: {}", error.span.start.line, error.span.start.col, error.code)
    };
    ron::from_str(words).map_err(misread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(words: &str) -> Policy {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.ron");
        std::fs::write(&path, words).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        Policy::at(&path)
    }

    fn allows(policy: &Policy) -> (bool, bool) {
        (policy.clipboard, policy.other_remotes)
    }

    #[test]
    fn what_is_not_said_is_as_emic_comes() {
        assert_eq!(allows(&Policy::at(Path::new("/nowhere/at/all"))), (true, false));
        assert_eq!(allows(&policy("()")), (true, false));
        assert_eq!(allows(&policy("(\n    clipboard: false, // words stay here\n)")), (false, false));
        assert_eq!(allows(&policy("(other_remotes: true)")), (true, true));
        assert!(policy("()").originals && !policy("(originals: false)").originals);
    }

    #[test]
    fn what_is_not_understood_allows_nothing_and_is_said() {
        let long = format!("(other_remotes: true) //{}", "x".repeat(70_000));
        for words in [
            "",
            "(clipboard: true",
            "(clipbord: true)",
            "(clipboard: yes)",
            "(clipboard: true, clipboard: false)",
            &long,
        ] {
            let policy = policy(words);
            assert_eq!(allows(&policy), (false, false), "{words:.40}");
            assert!(!policy.originals, "{words:.40}");
            assert!(policy.is_there && policy.words().contains("is not understood"), "{}", policy.words());
        }
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(allows(&Policy::at(folder.path())), (false, false), "a folder is no policy");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_write_to_allows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.ron");
        std::fs::write(&path, "(other_remotes: true)").unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
        let policy = Policy::at(&path);
        assert_eq!(allows(&policy), (false, false));
        assert!(policy.words().contains("chmod 644"), "{}", policy.words());
    }
}
