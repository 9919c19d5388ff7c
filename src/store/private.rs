//! Folders and files that are their owner's alone, or those of a group they share with, whatever the umask says.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Whether a file must be on the disk when its writing returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sync {
    Now,
    Later,
}

/// Who may read what is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Its owner alone: folders 0700, files 0600.
    Owner,
    /// The members of the group of that number too, and files are still written by their owner alone: folders
    /// 2770, so that what is made in them belongs to the group, files 0640.
    Group(u32),
}

impl Access {
    /// Makes a folder, and the folders above it, which are its owner's alone; one that is there stays as it is.
    pub(super) fn make_folder(self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(path)?;
        self.close(path)
    }

    /// Makes a new, empty file to append to; fails where there is one.
    pub(super) fn new_file(self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.append(true).create_new(true).open(path)?;
        self.close(path)?;
        Ok(file)
    }

    /// Writes a whole file: a reader finds the old one or the new one, never a part.
    pub(super) fn put(self, folder: &Path, name: &str, bytes: &[u8], sync: Sync) -> io::Result<()> {
        let file = self.written(folder, bytes, sync)?;
        file.persist(folder.join(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// As `put`, but fails where a file of that name is there.
    pub(super) fn put_new(self, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.written(folder, bytes, Sync::Now)?;
        file.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    fn written(self, folder: &Path, bytes: &[u8], sync: Sync) -> io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix(".emic-").tempfile_in(folder)?;
        self.close(file.path())?;
        file.write_all(bytes)?;
        if sync == Sync::Now {
            file.as_file().sync_all()?;
        }
        Ok(file)
    }

    /// Takes a file or folder from everybody else, where it is not so already. Whoever is not of the group
    /// keeps it to themselves.
    #[cfg(unix)]
    pub(super) fn close(self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
        let found = fs::symlink_metadata(path)?;
        if found.is_symlink() {
            return Ok(());
        }
        let shared = match self {
            Access::Owner => false,
            Access::Group(group) => found.gid() == group || lchown(path, None, Some(group)).is_ok(),
        };
        let (mode, bits) = match (shared, found.is_dir()) {
            (false, true) => (0o700, 0o777),
            (false, false) => (0o600, 0o777),
            (true, true) => (0o2770, 0o7777),
            (true, false) => (0o640, 0o777),
        };
        if fs::symlink_metadata(path)?.permissions().mode() & bits == mode {
            return Ok(());
        }
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    #[cfg(not(unix))]
    pub(super) fn close(self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// As `Access::make_folder`, its owner's alone.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    Access::Owner.make_folder(path)
}

/// As `Access::put`, its owner's alone.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8], sync: Sync) -> io::Result<()> {
    Access::Owner.put(folder, name, bytes, sync)
}

/// As `Access::put_new`, its owner's alone.
pub(super) fn put_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    Access::Owner.put_new(folder, name, bytes)
}

/// Puts what was renamed or made in a folder on the disk; without this a new file's name may be lost.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(path)?.sync_all() {
        // Some network file systems cannot sync a folder, and need not.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}

/// The permission bits.
#[cfg(all(test, unix))]
pub(super) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
