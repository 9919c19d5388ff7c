//! Where copies went that hold words of a project: noted in the vault, so that somebody who withdraws can be told.

use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::private;

const NOTE: &str = "sent";

/// A file or folder that was written outside the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The day (UTC).
    pub day: String,
    /// What it is.
    pub what: String,
    /// Where it was written.
    pub path: PathBuf,
}

/// Notes that something was written outside the project; what was written there before is noted once.
///
/// # Errors
/// The vault cannot be written.
pub fn note_sent(vault: &Path, day: &str, what: &str, path: &Path) -> Result<(), StoreError> {
    let path = std::path::absolute(path).map_err(StoreError::io("find", path))?;
    let mut all = sent(vault);
    all.retain(|other| other.path != path);
    all.push(Sent { day: day.to_string(), what: what.to_string(), path });
    // A tab or a line feed in a path would part it.
    let line =
        |it: &Sent| format!("{}\t{}\t{}\n", it.day, it.what, it.path.display().to_string().replace(['\t', '\n'], " "));
    let words: String = all.iter().map(line).collect();
    private::put_private(vault, NOTE, words.as_bytes())
}

/// What was written outside the project, the earliest first.
pub fn sent(vault: &Path) -> Vec<Sent> {
    let words = private::read_words(&vault.join(NOTE)).unwrap_or_default();
    let read = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_string);
        Some(Sent { day: parts.next()?, what: parts.next()?, path: parts.next()?.into() })
    };
    words.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_elsewhere_is_noted_once_and_by_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let vault = home.path().join("vault");
        assert_eq!(sent(&vault), []);
        note_sent(&vault, "2026-11-29", "dump", Path::new("/a/b.json")).unwrap();
        note_sent(&vault, "2026-11-29", "backup", Path::new("/mnt/stick/one-1")).unwrap();
        note_sent(&vault, "2026-11-30", "dump", Path::new("/a/b.json")).unwrap();
        let told: Vec<String> =
            sent(&vault).into_iter().map(|it| format!("{} {} {}", it.day, it.what, it.path.display())).collect();
        assert_eq!(told, ["2026-11-29 backup /mnt/stick/one-1", "2026-11-30 dump /a/b.json"]);
        #[cfg(unix)]
        assert_eq!(private::mode(&vault.join(NOTE)), 0o600);
    }
}
