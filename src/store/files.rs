//! Bytes in and out for the command line.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::error::{StoreError, reason};
use super::private::{self, Sync};
use super::sealing::{self, Passphrase};

/// What to do where a file of that name is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave it, and fail.
    Refuse,
    /// Put the new one in its place.
    Replace,
}

/// Reads a file, or standard input for `-`, of at most `limit` bytes.
///
/// A file that a person names may stand behind a link. It must be a regular one, as a device has no end and
/// a pipe may never have a writer; what the shell hands over (`<(pandoc …)`) is read as standard input is.
///
/// # Errors
/// It is a folder, a device or a pipe, is larger, is sealed, or cannot be read.
pub fn read_input(path: &str, limit: usize) -> Result<Vec<u8>, StoreError> {
    open_input(path, limit, || Err(StoreError::Sealed { path: path.into() }))
}

/// As [`read_input`]; the passphrase of a sealed file is asked for, and what stands in it is read.
///
/// # Errors
/// As there, or the passphrase is not known, or does not open it.
pub fn open_input<E: From<StoreError>>(
    path: &str,
    limit: usize,
    passphrase: impl FnOnce() -> Result<Passphrase, E>,
) -> Result<Vec<u8>, E> {
    let file = Path::new(path);
    let mut input = input(path).map_err(StoreError::io("read", file))?;
    let mut bytes = Vec::new();
    let start = input.by_ref().take(sealing::HEADER as u64).read_to_end(&mut bytes);
    start.map_err(StoreError::io("read", file))?;
    let is_sealed = sealing::is_sealed(&bytes);
    if is_sealed {
        input = sealing::open(file, std::mem::take(&mut bytes), input, passphrase)?;
    }
    let left = (limit as u64).saturating_add(1).saturating_sub(bytes.len() as u64);
    input.take(left).read_to_end(&mut bytes).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof if is_sealed => {
            sealing::not_opened(file, "it is damaged, or was cut short; copy it again")
        }
        _ => StoreError::io("read", file)(error),
    })?;
    if bytes.len() > limit {
        return Err(StoreError::TooLarge { path: file.to_path_buf(), limit }.into());
    }
    Ok(bytes)
}

fn input(path: &str) -> io::Result<Box<dyn Read>> {
    if path == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let is_handed = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"].iter().any(|handed| path.starts_with(handed));
    let file = if is_handed { File::open(path) } else { private::open_named(Path::new(path)) };
    Ok(Box::new(file?))
}

/// The most bytes in a file that a person writes for emic itself: settings, a keymap.
const OWN: u64 = 1 << 20;

/// The words of a file that a person writes for emic itself (settings, a keymap); nothing where there is none.
///
/// # Errors
/// It is there and cannot be read, is no regular file, no UTF-8 text, or larger than 1 MiB.
pub fn read_if_there(path: &Path) -> Result<Option<String>, StoreError> {
    let mut words = String::new();
    let read = private::open_named(path).and_then(|file| file.take(OWN + 1).read_to_string(&mut words));
    match read.map(|_| words) {
        Ok(words) if words.len() as u64 > OWN => {
            Err(StoreError::TooLarge { path: path.to_path_buf(), limit: OWN as usize })
        }
        Ok(words) => Ok(Some(words)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::io("read", path)(error)),
    }
}

/// The files and folders (these with `/` behind them) whose paths are like a pattern: `*` in its last part
/// stands for anything but a dot at its start, `~/` for the person's own folder. Sorted.
pub fn paths_like(pattern: &str) -> Vec<String> {
    let (folder, name) =
        pattern.rsplit_once('/').map_or(("", pattern), |(folder, name)| (&pattern[..=folder.len()], name));
    let folder = typed_path(folder).display().to_string();
    let Ok(entries) = fs::read_dir(if folder.is_empty() { Path::new(".") } else { Path::new(&folder) }) else {
        return Vec::new();
    };
    let mut paths: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let found = entry.file_name().into_string().ok()?;
            let hidden = found.starts_with('.') && !name.starts_with('.');
            let slash = if entry.path().is_dir() { "/" } else { "" };
            (is_like(&found, name) && !hidden).then(|| format!("{folder}{found}{slash}"))
        })
        .collect();
    paths.sort_unstable();
    paths
}

/// How many folders deep files are looked for.
const DEEPEST: usize = 32;

/// The files in a folder and in those in it whose names end so (small letters, without the dot), sorted; `None` where the
/// path is no folder. Links are not followed, and what is hidden is passed over.
pub fn files_under(path: &str, endings: &[&str]) -> Option<Vec<String>> {
    let folder = typed_path(path);
    if !folder.is_dir() {
        return None;
    }
    let mut found = Vec::new();
    let mut folders = vec![(folder, 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().to_lowercase());
            match entry.file_type() {
                _ if name.starts_with('.') => {}
                Ok(kind) if kind.is_dir() && depth < DEEPEST => folders.push((path, depth + 1)),
                Ok(kind) if kind.is_file() => {
                    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
                    found.extend(endings.contains(&ending).then(|| path.display().to_string()));
                }
                _ => {}
            }
        }
    }
    found.sort_unstable();
    Some(found)
}

/// The most that the files of a project's folder may have, in bytes.
const MOST_IN_FOLDER: usize = 256 << 20;

/// Files: where each is in a folder, and its bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// The files in a folder in which a certain one stands, and in those in it, whose names end so: where in the folder each
/// is (parted by `/`), and its bytes. `None` where it is no such folder.
pub fn files_in(path: &str, sign: &str, endings: &[&str]) -> Option<Result<Files, StoreError>> {
    let folder = typed_path(path);
    if !folder.join(sign).is_file() {
        return None;
    }
    let mut left = MOST_IN_FOLDER;
    let read = |file: String| {
        let bytes = read_input(&file, left)?;
        left -= bytes.len().min(left);
        let within = Path::new(&file).strip_prefix(&folder).unwrap_or(Path::new(&file));
        let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
        Ok((parts.join("/"), bytes))
    };
    Some(files_under(path, endings)?.into_iter().map(read).collect())
}

/// Whether a name is as a pattern says, `*` standing for anything.
fn is_like(name: &str, pattern: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return name == pattern };
    let Some(name) = name.strip_prefix(head) else { return false };
    let starts = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    starts.into_iter().any(|at| is_like(&name[at..], rest))
}

/// Whether a file or folder of that name is there.
pub fn is_there(path: &str) -> bool {
    typed_path(path).exists()
}

/// Writes a whole file, its owner's alone: after an error what stood there stands there still. A device or
/// pipe is written to as it is.
///
/// # Errors
/// It is there and may not be replaced, is a folder, or cannot be written.
pub fn write_output(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), StoreError> {
    // Through a link, the file it leads to is replaced and not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let written = match fs::metadata(&target) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if !found.is_file() => {
            OpenOptions::new().write(true).open(&target).and_then(|mut file| file.write_all(bytes))
        }
        _ => put_beside(&target, bytes, overwrite),
    };
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists { path: path.to_path_buf() })
        }
        done => done.map_err(StoreError::io("write", path)),
    }
}

fn put_beside(target: &Path, bytes: &[u8], overwrite: Overwrite) -> io::Result<()> {
    let name = target.file_name().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidFilename)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match overwrite {
        Overwrite::Refuse => private::put_new(folder, name, bytes),
        Overwrite::Replace => {
            private::put(folder, name, bytes, Sync::Now)?;
            private::sync_folder(folder)
        }
    }
}

/// Standard output that takes a reader who went away (`emic report | head`) as success.
pub struct Out<W: Write = io::Stdout> {
    to: BufWriter<W>,
    is_closed: bool,
}

impl Out {
    /// Standard output.
    pub fn stdout() -> Out {
        Out::to(io::stdout())
    }
}

impl<W: Write> Out<W> {
    /// Any other outlet.
    pub fn to(outlet: W) -> Out<W> {
        Out { to: BufWriter::new(outlet), is_closed: false }
    }

    /// Whether nobody reads any more, so that the rest need not be worked out.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Passes on what is left.
    ///
    /// # Errors
    /// It could not be written, and not because nobody reads it.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.flush().map_err(|error| StoreError::Io {
            what: "write",
            path: "standard output".into(),
            why: reason(&error),
        })
    }

    fn unless_closed<T>(&mut self, all: T, write: impl FnOnce(&mut BufWriter<W>) -> io::Result<T>) -> io::Result<T> {
        if self.is_closed {
            return Ok(all);
        }
        match write(&mut self.to) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(all)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), |to| to.flush())
    }
}

/// What was typed as a path; `~/` is this person's home, where one is known.
pub fn typed_path(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").zip(std::env::home_dir()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_that_was_said() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("report.csv");
        write_output(&path, b"one", Overwrite::Refuse).unwrap();
        assert_eq!(write_output(&path, b"two", Overwrite::Refuse), Err(StoreError::Exists { path: path.clone() }));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_output(&path, b"two", Overwrite::Replace).unwrap();
        assert_eq!(read_input(path.to_str().unwrap(), 3), Ok(b"two".to_vec()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_name_and_a_next_step() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("long.txt");
        fs::write(&path, "longer").unwrap();
        let said = |path: &Path| read_input(path.to_str().unwrap(), 3).unwrap_err().to_string();
        assert!(said(&path).ends_with("long.txt is larger than 0 MiB; cut it into parts"));
        assert!(said(folder.path()).ends_with("it is a folder; name a file"));
        assert!(said(&folder.path().join("no.txt")).ends_with("there is nothing of that name; check the spelling"));
        let why = write_output(folder.path(), b"", Overwrite::Replace).unwrap_err().to_string();
        assert!(why.ends_with("it is a folder; name a file"), "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_not_waited_for() {
        let folder = TempDir::new().unwrap();
        let pipe = folder.path().join("pipe.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [&pipe, Path::new("/dev/zero")] {
            let why = read_input(path.to_str().unwrap(), 3).unwrap_err().to_string();
            assert!(why.contains("it is no regular file; copy what is in it into one"), "{why}");
            assert_eq!(read_if_there(path).unwrap_err().to_string(), why);
        }
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_input(link.to_str().unwrap(), 3), Ok(b"one".to_vec()));
        fs::write(&file, " ".repeat(1 << 20)).unwrap();
        assert_eq!(read_if_there(&link).unwrap().map(|words| words.len()), Some(1 << 20));
        fs::write(&file, " ".repeat((1 << 20) + 1)).unwrap();
        assert!(matches!(read_if_there(&link), Err(StoreError::TooLarge { .. })));
    }

    #[test]
    fn paths_are_found_by_a_pattern() {
        let folder = TempDir::new().unwrap();
        for name in ["FG1.txt", "FG2.txt", "notes.md", ".hidden.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("FGs")).unwrap();
        let found = |pattern: &str| -> Vec<String> {
            let paths = paths_like(&format!("{}/{pattern}", folder.path().display()));
            paths.iter().map(|path| path[folder.path().display().to_string().len() + 1..].to_string()).collect()
        };
        assert_eq!(found("*.txt"), ["FG1.txt", "FG2.txt"]);
        assert_eq!(
            (found("FG*"), found("F*2*")),
            (vec!["FG1.txt".to_string(), "FG2.txt".to_string(), "FGs/".to_string()], vec!["FG2.txt".to_string()])
        );
        assert_eq!(
            (found("none*"), found("no/such/*"), found(".h*")),
            (vec![], vec![], vec![".hidden.txt".to_string()])
        );
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_links_are_written_through() {
        let folder = TempDir::new().unwrap();
        write_output(Path::new("/dev/null"), b"gone", Overwrite::Replace).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_output(&link, b"two", Overwrite::Replace).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"two");
    }

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_went_away_is_no_failure() {
        let mut out = Out::to(Gone);
        for _ in 0..10_000 {
            writeln!(out, "Stigma,12").unwrap();
        }
        assert!(out.is_closed());
        assert_eq!(out.finish(), Ok(()));
    }
}
