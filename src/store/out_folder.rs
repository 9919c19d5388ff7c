//! A folder of files written for others: all of it or nothing, and nothing out of it.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::StoreError;
use super::files::Overwrite;
use super::private::{self, Access, Sync};

/// Lists the files of such a folder, by whose first column an earlier writing is known.
const LIST: &str = "files.csv";

/// Writes files (paths with `/`, and their bytes) into a folder that is its owner's alone. One that is there and not
/// empty is refused, or written into: then what an earlier writing left there and no longer belongs goes, by the list
/// in `files.csv`, and what is not on that list stays.
///
/// # Errors
/// The folder is there, or cannot be written; a path leads out of it.
pub fn write_folder(folder: &Path, files: &[(&str, &[u8])], overwrite: Overwrite) -> Result<(), StoreError> {
    let error = |error: io::Error| StoreError::io("write", folder)(error);
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            return write_new(folder, files).map_err(error);
        }
        Err(why) => return Err(error(why)),
    };
    if !is_empty && overwrite == Overwrite::Refuse {
        return Err(StoreError::Exists { path: folder.to_path_buf() });
    }
    let earlier = listed(folder);
    write_into(folder, files).map_err(error)?;
    let stays = |path: &PathBuf| files.iter().any(|(name, _)| Path::new(name) == path);
    for path in earlier.iter().filter(|path| !stays(path)) {
        let path = folder.join(path);
        // Only a file that stands there itself; what is gone already is as it should be.
        if is_own(folder, &path) && fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
            fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
        }
    }
    private::sync_folder(folder).map_err(error)
}

/// Beside its place first, so that nobody finds a part of it.
fn write_new(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(".emic-").tempdir_in(above)?;
    write_into(beside.path(), files)?;
    Access::Owner.close(beside.path())?;
    fs::rename(beside.path(), folder)?;
    // It is no longer there to be cleaned away.
    let _ = beside.keep();
    private::sync_folder(above)
}

fn write_into(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = within(name).ok_or_else(|| io::Error::other(format!("{name:?} leads out of it")))?;
        let path = folder.join(path);
        let (Some(above), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Err(io::ErrorKind::InvalidFilename.into());
        };
        if !is_own(folder, &path) {
            return Err(io::Error::other(format!("{} is a link; put a folder there", above.display())));
        }
        private::make_folder(above)?;
        private::put(above, name, bytes, Sync::Now)?;
    }
    private::sync_folder(folder)
}

/// The path, where it leads nowhere but down.
fn within(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let down = !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
    down.then(|| path.to_path_buf())
}

/// Whether no folder on the way from `folder` down to a file is a link.
fn is_own(folder: &Path, path: &Path) -> bool {
    let between = path.ancestors().skip(1).take_while(|above| *above != folder);
    let is_link = |above: &Path| fs::symlink_metadata(above).is_ok_and(|found| found.is_symlink());
    !between.into_iter().any(is_link)
}

/// The files that an earlier writing listed.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let words = private::read_words(&folder.join(LIST)).unwrap_or_default();
    // The names that are written have neither commas nor quotation marks; others are nobody's business here.
    let names = words.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(name, _)| name);
    names.filter_map(within).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, names: &[&str], overwrite: Overwrite) -> Result<(), StoreError> {
        let list = format!("file,bytes\n{}", names.iter().map(|name| format!("{name},1\n")).collect::<String>());
        let all = names.iter().map(|name| (*name, &b"x"[..])).chain([("files.csv", list.as_bytes())]);
        write_folder(folder, &all.collect::<Vec<_>>(), overwrite)
    }

    #[test]
    fn a_folder_is_written_whole_and_its_owner_s_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("study");
        put(&folder, &["a.md", "deep/b.md"], Overwrite::Refuse).unwrap();
        assert!(folder.join("deep/b.md").exists());
        #[cfg(unix)]
        assert_eq!((private::mode(&folder), private::mode(&folder.join("deep/b.md"))), (0o700, 0o600));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is left beside it");
        let again = put(&folder, &["a.md"], Overwrite::Refuse);
        assert_eq!(again, Err(StoreError::Exists { path: folder.clone() }));
        fs::write(folder.join("mine.txt"), "mine").unwrap();
        put(&folder, &["a.md"], Overwrite::Replace).unwrap();
        assert!(!folder.join("deep/b.md").exists(), "it belongs no longer");
        assert!(folder.join("mine.txt").exists() && folder.join("a.md").exists());
        let empty = home.path().join("empty");
        fs::create_dir(&empty).unwrap();
        put(&empty, &["a.md"], Overwrite::Refuse).unwrap();
        assert!(put(&folder.join("a.md"), &["a.md"], Overwrite::Replace).is_err());
    }

    #[test]
    fn nothing_is_written_or_removed_out_of_it() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("study");
        fs::write(home.path().join("secret"), "secret").unwrap();
        for name in ["../out", "/tmp/out", "a/../../out", "", "."] {
            assert!(write_folder(&folder, &[(name, b"x")], Overwrite::Replace).is_err(), "{name}");
        }
        assert!(!folder.exists() && !home.path().join("out").exists());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("files.csv"), "file\n../secret,1\n").unwrap();
        put(&folder, &["a.md"], Overwrite::Replace).unwrap();
        assert!(home.path().join("secret").exists());
        #[cfg(unix)]
        {
            let elsewhere = home.path().join("elsewhere");
            fs::create_dir(&elsewhere).unwrap();
            std::os::unix::fs::symlink(&elsewhere, folder.join("deep")).unwrap();
            assert!(put(&folder, &["deep/b.md"], Overwrite::Replace).is_err());
            assert!(!elsewhere.join("b.md").exists());
        }
    }
}
