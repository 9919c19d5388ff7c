//! The sample project, which travels inside the program.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use tempfile::TempDir;
use uuid::Uuid;

use super::error::StoreError;
use super::folder::{Folder, RECORD, SUBFOLDERS, is_project, record_in};
use super::private::{self, Sync};

static SAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/sample-data/peer-work");

/// What the sample is called among the projects.
pub const SAMPLE_NAME: &str = "demo";

/// Whether work done in a copy of the sample is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleWork {
    /// The copy that is there stays as it is.
    Kept,
    /// It is removed, and a fresh one put in its place.
    Dropped,
}

/// Puts a copy of the sample project into a folder, and makes the folders above it.
///
/// # Errors
/// Another project is there, or the folder cannot be written.
pub fn put_sample(path: &Path, work: SampleWork) -> Result<(), StoreError> {
    let there = is_project(path);
    if there && Folder::open(path)?.id() != id()? {
        return Err(StoreError::Taken { path: path.to_path_buf() });
    }
    if there && work == SampleWork::Kept {
        return Ok(());
    }
    let io = |what| StoreError::io(what, path);
    let above = match path.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => return Err(StoreError::Taken { path: path.to_path_buf() }),
    };
    private::make_folder(above).map_err(io("make the folder"))?;
    let aside = tempfile::Builder::new().prefix(".emic-").tempdir_in(above).map_err(io("write"))?;
    let (fresh, old) = (aside.path().join("fresh"), aside.path().join("old"));
    write_copy(&fresh)?;
    if there {
        fs::rename(path, &old).map_err(io("replace"))?;
    }
    fs::rename(&fresh, path).map_err(|error| {
        let _ = fs::rename(&old, path); // what was there must not go with the folder aside
        io("write")(error)
    })
}

/// Whether that is the id of the sample.
pub fn is_sample(project: Uuid) -> bool {
    id().is_ok_and(|id| id == project)
}

/// A copy of the sample in a folder of its own, which goes when this is dropped.
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes the copy, for its owner alone.
    ///
    /// # Errors
    /// The folder for things that do not last cannot be written.
    pub fn sample() -> Result<Scratch, StoreError> {
        let usual = directories::ProjectDirs::from("", "", "emic");
        let cache = usual.map_or_else(std::env::temp_dir, |usual| usual.cache_dir().to_path_buf());
        let above = private::make_folder(&cache).and_then(|()| TempDir::with_prefix_in("emic-", &cache));
        let scratch = Scratch(above.map_err(StoreError::io("write", &cache))?);
        put_sample(&scratch.path(), SampleWork::Kept)?;
        Ok(scratch)
    }

    /// The project folder.
    pub fn path(&self) -> PathBuf {
        self.0.path().join(SAMPLE_NAME)
    }
}

/// The project id that every copy has.
fn id() -> Result<Uuid, StoreError> {
    let words = SAMPLE.get_file(RECORD).and_then(|file| file.contents_utf8()).unwrap_or_default();
    record_in(words, Path::new(RECORD)).map(|(_, id)| id)
}

/// Not synced: the sample can be had again at any time.
fn write_copy(folder: &Path) -> Result<(), StoreError> {
    let parts = SUBFOLDERS.map(|name| (folder.join(name), SAMPLE.get_dir(name)));
    for (folder, part) in [(folder.to_path_buf(), Some(&SAMPLE))].into_iter().chain(parts) {
        private::make_folder(&folder).map_err(StoreError::io("make the folder", &folder))?;
        for file in part.iter().flat_map(|part| part.files()) {
            let name = file.path().file_name().unwrap_or_default().to_string_lossy();
            private::put(&folder, &name, file.contents(), Sync::Later)
                .map_err(StoreError::io("write", &folder.join(&*name)))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Fold;
    use crate::store::Sharing;

    #[test]
    fn the_sample_opens_as_a_project_with_nothing_amiss() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("new").join("peer-work");
        put_sample(&path, SampleWork::Kept).unwrap();
        let sample = Folder::open(&path).unwrap();
        let (ops, set_aside) = sample.read_ops().unwrap();
        let fold = Fold::of(sample.name(), ops);
        assert_eq!(fold.project().name(), "Peer work");
        assert_eq!((fold.project().documents().count(), fold.conflicts().count(), set_aside.len()), (6, 0, 0));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn the_copy_is_its_owners_alone() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("peer-work");
        put_sample(&path, SampleWork::Kept).unwrap();
        for (part, mode) in [("", 0o700), ("log", 0o700), ("texts", 0o700), (RECORD, 0o600), (".gitignore", 0o600)] {
            assert_eq!(private::mode(&path.join(part)), mode, "{part}");
        }
        for file in fs::read_dir(path.join("log")).unwrap() {
            assert_eq!(private::mode(&file.unwrap().path()), 0o600);
        }
    }

    #[test]
    fn a_copy_stays_until_a_fresh_one_is_asked_for() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("peer-work");
        put_sample(&path, SampleWork::Kept).unwrap();
        let mine = path.join("log").join("mine.ron");
        fs::write(&mine, "").unwrap();
        put_sample(&path, SampleWork::Kept).unwrap();
        assert!(mine.exists());
        put_sample(&path, SampleWork::Dropped).unwrap();
        assert!(!mine.exists() && is_project(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_scratch_copy_is_the_sample_and_goes_with_who_has_it() {
        let scratch = Scratch::sample().unwrap();
        let path = scratch.path();
        assert!(is_sample(Folder::open(&path).unwrap().id()));
        drop(scratch);
        assert!(!path.exists());
    }

    #[test]
    fn other_work_is_never_replaced() {
        let folder = TempDir::new().unwrap();
        let (project, files) = (folder.path().join("mine"), folder.path().join("files"));
        Folder::create(&project, "mine", Sharing::Private).unwrap();
        fs::create_dir(&files).unwrap();
        fs::write(files.join("notes"), "words").unwrap();
        for work in [SampleWork::Kept, SampleWork::Dropped] {
            assert_eq!(put_sample(&project, work), Err(StoreError::Taken { path: project.clone() }));
            assert!(put_sample(&files, work).is_err());
        }
        assert_eq!(Folder::open(&project).unwrap().name(), "mine");
        assert_eq!(fs::read_to_string(files.join("notes")).unwrap(), "words");
    }
}
