//! What a damaged folder still holds, put into a new one. The old one is only read.

use std::collections::HashSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::error::{StoreError, reason};
use super::folder::{Folder, RECORD, names_in, record_in};
use super::log::{Fault, Header, LogRead, read_behind_header, read_log};
use super::private::{self, Sync};
use super::scribe::Scribe;
use super::sharing::Sharing;
use super::writer::new_log;
use super::{heads, shelf};
use crate::project::{CoderId, Erasures, LogId, Op, OpId, TextKey};

/// Something that could not be taken along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file, and the line where it is one.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

/// What was rescued, and what was not.
#[derive(Debug)]
pub struct Rescued {
    /// The new folder.
    pub folder: Folder,
    /// Logs, changes and texts that are in it.
    pub logs: usize,
    /// Changes.
    pub changes: usize,
    /// Texts.
    pub texts: usize,
    /// What was left out.
    pub left: Vec<Left>,
}

/// Puts all that `damaged` holds and that can be proved into the folder `new`, which must not be there yet.
///
/// Logs that are whole are copied as they are; of others, each line that fits its chain goes into a new log
/// with the same ids; an act of which a line is missing is left out and named.
///
/// # Errors
/// `damaged` is no folder or of a later format, `new` is there or lies in it, or it cannot be written.
pub fn recover(damaged: &Path, new: &Path) -> Result<Rescued, StoreError> {
    if !damaged.is_dir() {
        return Err(StoreError::NotThere { path: damaged.to_path_buf() });
    }
    if new.exists() {
        return Err(StoreError::Exists { path: new.to_path_buf() });
    }
    let inside = |path: &Path| std::path::absolute(path).map_err(StoreError::io("find", path));
    if inside(new)?.starts_with(inside(damaged)?) {
        return Err(StoreError::io("make the folder", new)(std::io::Error::other(
            "it lies in the damaged one, which is only read",
        )));
    }
    let mut left = Vec::new();
    let logs = logs_of(damaged, &mut left)?;
    let (id, name) = record_of(damaged, &mut left)?;
    let folder = Folder::create_with_id(new, &name, Sharing::Private, id)?;
    let texts = put_texts(damaged, &folder, &mut left)?;
    let changes = put_logs(&logs, &folder)?;
    left.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Rescued { folder, logs: logs.len(), changes, texts, left })
}

struct Log {
    name: String,
    /// Its bytes, where all of it is whole.
    whole: Option<Vec<u8>>,
    coder: CoderId,
    ops: Vec<Op>,
}

fn leave(left: &mut Vec<Left>, place: String, why: impl ToString) {
    left.push(Left { place, why: why.to_string() });
}

fn logs_of(damaged: &Path, left: &mut Vec<Left>) -> Result<Vec<Log>, StoreError> {
    let folder = damaged.join("log");
    let mut read: Vec<(String, Vec<u8>)> = Vec::new();
    for name in names_in(&folder)?.into_iter().filter(|name| name.ends_with(".ron")) {
        match private::read(&folder.join(&name)) {
            Ok(bytes) => read.push((name, bytes)),
            Err(error) => leave(left, format!("log/{name}"), reason(&error)),
        }
    }
    let remembered = private::read(&damaged.join("cache").join(heads::name())).unwrap_or_default();
    let log = |name: &str| read.iter().find(|(read, _)| read == name).map(|(_, bytes)| Cursor::new(bytes));
    for aside in heads::fallen_short(&heads::read(&remembered), log) {
        leave(left, format!("log/{}:{}", aside.file, aside.line), &aside.fault);
    }
    let known: HashSet<LogId> = read.iter().filter_map(|(name, _)| header_in_name(name)).map(|it| it.log).collect();
    let mut logs = Vec::new();
    let (mut all, mut set_aside) = (Vec::new(), Vec::new());
    for (name, bytes) in read {
        let mut log = read_log(&bytes, &name).map_err(|newer| StoreError::newer(&folder, newer))?;
        let is_whole = log.set_aside.iter().all(|aside| matches!(aside.fault, Fault::Erased(_)));
        if log.header.is_none()
            && let Some(header) = header_in_name(&name)
        {
            let behind = behind_header(&bytes, &name, header, &known);
            log = LogRead { set_aside: [log.set_aside, behind.set_aside].concat(), ..behind };
        }
        all.push((name, bytes, is_whole, log));
    }
    let erasures = Erasures::among(all.iter().flat_map(|(.., log)| &log.ops));
    for (name, bytes, is_whole, log) in all {
        let log = log.resolved(&erasures);
        set_aside.extend(log.set_aside);
        if let Some(header) = log.header {
            logs.push(Log { name, whole: is_whole.then_some(bytes), coder: header.coder, ops: log.ops });
        }
    }
    let there: HashSet<OpId> = logs.iter().flat_map(|log| &log.ops).map(|op| op.id).collect();
    for aside in set_aside.into_iter().filter(|aside| !aside.op.is_some_and(|op| there.contains(&op))) {
        leave(left, format!("log/{}:{}", aside.file, aside.line), &aside.fault);
    }
    Ok(logs)
}

/// What a log's name says of it: `<coder id>-<log id>.ron`.
fn header_in_name(name: &str) -> Option<Header> {
    let (coder, log) = name.strip_suffix(".ron")?.rsplit_once('-')?;
    Some(Header { log: log.parse().ok()?, coder: coder.parse().ok()? })
}

/// Reads what stands behind a damaged header. Of the logs in its table only those are believed that are
/// there; changes that name another are left out.
fn behind_header(bytes: &[u8], name: &str, header: Header, known: &HashSet<LogId>) -> LogRead {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let table = first.split_once("logs:[").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(table, _)| table);
    let logs: Vec<LogId> = table
        .split(',')
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches('"').parse().ok().filter(|log| known.contains(log)).unwrap_or_else(new_log))
        .collect();
    let unknown: HashSet<LogId> = logs.iter().copied().filter(|log| !known.contains(log)).collect();
    let mut read = read_behind_header(bytes, name, header, &logs);
    let doubtful = |op: &Op| {
        let mut met = unknown.contains(&op.by.0.log());
        op.edit.clone().for_each_id(&mut |id| met |= unknown.contains(&id.log()));
        met
    };
    let gone: HashSet<OpId> = read.ops.iter().filter(|op| doubtful(op)).map(|op| op.gesture.first).collect();
    for op in read.ops.extract_if(.., |op| gone.contains(&op.gesture.first)) {
        let why = format!("change {} names a log that the damaged first line no longer says", op.id);
        read.set_aside.push(super::SetAside {
            file: name.to_string(),
            line: 1,
            fault: super::Fault::Unreadable(why),
            op: Some(op.id),
        });
    }
    read
}

/// The id and name in project.ron, as far as they can be read.
fn record_of(damaged: &Path, left: &mut Vec<Left>) -> Result<(Uuid, String), StoreError> {
    let file = damaged.join(RECORD);
    let words = private::read(&file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let why = match &words {
        Err(error) => reason(error),
        Ok(words) => match record_in(words, &file) {
            Ok((record, id)) => return Ok((id, record.name().to_string())),
            Err(newer) if newer.is_newer() => return Err(newer),
            Err(error) => error.to_string(),
        },
    };
    let words = words.unwrap_or_default();
    let quoted = |field: &str| {
        let (_, rest) = words.split_once(&format!("{field}:"))?;
        let rest = rest.trim_start().strip_prefix('"')?;
        rest.split_once('"').map(|(value, _)| value.trim()).filter(|value| !value.is_empty())
    };
    let id = quoted("id").and_then(|id| Uuid::parse_str(id).ok());
    let folder = || damaged.file_name().map_or("rescued".to_string(), |name| name.to_string_lossy().into_owned());
    let name = quoted("name").filter(|name| !name.chars().any(char::is_control)).map_or_else(folder, str::to_string);
    let made = match id {
        Some(_) => "the id was read from it",
        None => "the new project has an id of its own, so it is no copy of its colleagues' any more",
    };
    leave(left, RECORD.to_string(), format!("{why}; named {name:?}, {made}"));
    Ok((id.unwrap_or_else(Uuid::new_v4), name))
}

fn put_texts(damaged: &Path, new: &Folder, left: &mut Vec<Left>) -> Result<usize, StoreError> {
    let (from, to) = (damaged.join("texts"), new.path().join("texts"));
    let mut texts = 0;
    for name in names_in(&from)?.into_iter().filter(|name| !name.starts_with('.')) {
        let whole = private::read(&from.join(&name)).map_err(|error| reason(&error)).and_then(|bytes| {
            let is_named = std::str::from_utf8(&bytes).is_ok_and(|words| shelf::file_name(TextKey::of(words)) == name);
            is_named.then_some(bytes).ok_or_else(|| "its words are not those that were stored".to_string())
        });
        match whole {
            Ok(bytes) => {
                private::put(&to, &name, &bytes, Sync::Now).map_err(StoreError::io("write", &to.join(&name)))?;
                texts += 1;
            }
            Err(why) => leave(left, format!("texts/{name}"), why),
        }
    }
    private::sync_folder(&to).map_err(StoreError::io("write", &to))?;
    Ok(texts)
}

fn put_logs(logs: &[Log], new: &Folder) -> Result<usize, StoreError> {
    let folder: PathBuf = new.path().join("log");
    let mut taken: HashSet<OpId> = HashSet::new();
    let ids: Vec<LogId> = logs.iter().filter_map(|log| header_in_name(&log.name)).map(|it| it.log).collect();
    let (whole, broken): (Vec<&Log>, Vec<&Log>) = logs.iter().partition(|log| log.whole.is_some());
    for log in whole.into_iter().chain(broken) {
        let fresh: Vec<Op> = log.ops.iter().filter(|op| taken.insert(op.id)).cloned().collect();
        let (name, bytes) = match &log.whole {
            Some(bytes) => (log.name.clone(), bytes.clone()),
            None if fresh.is_empty() => continue,
            None => {
                let mut scribe = Scribe::new(new_log(), log.coder, &ids);
                let mut lines = String::new();
                let failed = StoreError::io("write", &folder);
                scribe.write(&fresh, &mut lines).map_err(|error| failed(std::io::Error::other(error)))?;
                (scribe.file_name(), lines.into_bytes())
            }
        };
        private::put_new(&folder, &name, &bytes).map_err(StoreError::io("write", &folder.join(&name)))?;
    }
    Ok(taken.len())
}

#[cfg(test)]
#[path = "recover_tests.rs"]
mod tests;
