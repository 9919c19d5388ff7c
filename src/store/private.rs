//! Folders and files that are their owner's alone, whatever the umask says.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Whether a file must be on the disk when its writing returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sync {
    Now,
    Later,
}

/// Makes a folder, and the folders above it; one that is there stays as it is.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)?;
    close(path)
}

/// Makes a new, empty file to append to; fails where there is one.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.append(true).create_new(true).open(path)?;
    close(path)?;
    Ok(file)
}

/// Writes a whole file: a reader finds the old one or the new one, never a part.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8], sync: Sync) -> io::Result<()> {
    let file = written(folder, bytes, sync)?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// As `put`, but fails where a file of that name is there.
pub(super) fn put_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = written(folder, bytes, Sync::Now)?;
    file.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
    sync_folder(folder)
}

fn written(folder: &Path, bytes: &[u8], sync: Sync) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(".emic-").tempfile_in(folder)?;
    close(file.path())?;
    file.write_all(bytes)?;
    if sync == Sync::Now {
        file.as_file().sync_all()?;
    }
    Ok(file)
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

/// Takes a file or folder from everybody but its owner, where it is not so already.
#[cfg(unix)]
pub(super) fn close(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let found = fs::symlink_metadata(path)?;
    let mode = if found.is_dir() { 0o700 } else { 0o600 };
    if found.is_symlink() || found.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn close(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// The permission bits.
#[cfg(all(test, unix))]
pub(super) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
