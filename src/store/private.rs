//! Folders and files that are their owner's alone, or those of a group they share with, whatever the umask says.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::StoreError;

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
    /// Its name is on the disk when this returns.
    pub(super) fn make_folder(self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        let above = path.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
        above.map_or(Ok(()), make_folder)?;
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(path) {
            // Somebody else made it meanwhile; a file or a link to nowhere in its place is an error.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => return Ok(()),
            made => made?,
        }
        self.close(path)?;
        above.map_or(Ok(()), sync_folder)
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

    /// As `put` for several files: all are written before the first is waited for, so that the disk takes them together.
    /// As many files are open at once.
    pub(super) fn put_all(self, folder: &Path, files: &[(String, &[u8])]) -> io::Result<()> {
        let write = |(_, bytes): &(String, &[u8])| self.written(folder, bytes, Sync::Later);
        let written = files.iter().map(write).collect::<io::Result<Vec<_>>>()?;
        written.iter().try_for_each(|file| file.as_file().sync_all())?;
        for (file, (name, _)) in written.into_iter().zip(files) {
            file.persist(folder.join(name)).map_err(|error| error.error)?;
        }
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

/// Opens a file of the project to read: a regular file that stands there itself. Behind a link may stand
/// anything, and a pipe would never end.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let is_link = || fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    open_regular(path, Links::Refused).map_err(|error| if is_link() { io::Error::other(LINK) } else { error })
}

/// Opens a file that a person named, who may name a link; a device or a pipe is refused.
pub(super) fn open_named(path: &Path) -> io::Result<File> {
    open_regular(path, Links::Followed)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Followed,
    Refused,
}

fn open_regular(path: &Path, links: Links) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        // A pipe is opened without waiting for its writer, so that it can be told from a file.
        let mut flags = rustix::fs::OFlags::NONBLOCK;
        flags.set(rustix::fs::OFlags::NOFOLLOW, links == Links::Refused);
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits() as i32);
    }
    let file = options.open(path)?;
    let found = file.metadata()?;
    if found.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !found.is_file() {
        return Err(io::Error::other(match links {
            Links::Followed => {
                "it is no regular file; copy what is in it into one, or hand it over by standard input (-)"
            }
            Links::Refused => "it is no regular file; put the file itself there",
        }));
    }
    Ok(file)
}

/// Reads a whole file of the project; see `open`.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// As `read`, for words.
pub(super) fn read_words(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::ErrorKind::InvalidData.into())
}

pub(super) const LINK: &str = "it is a link, and no links are followed in a project; put the file itself there";

/// As `Access::make_folder`, its owner's alone.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    Access::Owner.make_folder(path)
}

/// As `Access::put`, its owner's alone.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8], sync: Sync) -> io::Result<()> {
    Access::Owner.put(folder, name, bytes, sync)
}

/// Writes a file that is its owner's alone, into a folder that is made where it is not there.
///
/// # Errors
/// The folder cannot be written.
pub fn put_private(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder)
        .and_then(|()| put(folder, name, bytes, Sync::Now))
        .map_err(StoreError::io("write", &folder.join(name)))
}

/// As `Access::put_new`, its owner's alone.
pub(super) fn put_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    Access::Owner.put_new(folder, name, bytes)
}

/// A name as far as it is harmless.
pub(super) fn clean_name(name: &str) -> String {
    let harmless = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    // Counted in bytes because that is what a file system limits; the longest ending is kept with the name.
    let mut clean: String = name.chars().map(harmless).collect();
    while clean.len() > 200 {
        let middle = clean.char_indices().nth(clean.chars().count() / 2).map_or(0, |(place, _)| place);
        clean.remove(middle);
    }
    if clean.starts_with('.') { format!("_{clean}") } else { clean }
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
