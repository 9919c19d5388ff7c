//! The installed `git`, for a project folder that is a repository: commit, pull, push.
//!
//! Nothing foreign runs for it: settings that could name a program are refused, hooks are switched off, and
//! nobody's own settings are read. Logs have one writer each, so that merging them is the union of files.

use std::fs;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::{StoreError, reason};
use super::folder::{Folder, RECORD, names_in, record_in};
use super::joining::{Longer, longer};
use super::policy::Policy;
use super::private::{self, Access};
use super::sharing::{self, Sharing};
use crate::project::CoderId;

mod settings;

use settings::{check_remote, check_settings, is_other, is_path};

/// What keeps git from changing bytes, and from mending two lengths of a log line by line.
const ATTRIBUTES: &str = "* -text\nlog/*.ron -text merge=binary\n";
/// How often a push that others were faster than is tried again.
const TRIES: usize = 10;
/// What holds whatever the repository's own settings say.
const OVER_ALL: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "core.autocrlf=false",
    "core.quotePath=false",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "merge.renames=false",
    "protocol.allow=never",
    "protocol.file.allow=always",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
];

/// Why a project could not be brought in step with its repository.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say what the fields are
pub enum GitTrouble {
    #[error("git is not installed here; ask whoever runs this machine for it, or use `emic join` with a copy")]
    Absent,
    #[error("{path} is no git repository; `emic sync --init PATH` makes one that colleagues share through PATH")]
    NoRepository { path: PathBuf },
    #[error("no repository to share through is set; `emic sync --init PATH`, or `git remote add origin PATH`")]
    NoRemote,
    #[error("{url} is not a folder of this machine, and nothing else is allowed here ({policy}); share through a path")]
    NotAPath { url: String, policy: String },
    #[error("{url} would be reached by other means than ssh or https; share through one of these, or a path")]
    NoWay { url: String },
    #[error("{path} says {key}, which could run a program; take it out with `git config --unset {key}`")]
    Setting { path: PathBuf, key: String },
    #[error("{path} would run for everybody who syncs; move it away, or ask whoever put it there")]
    Hook { path: PathBuf },
    #[error("{} changed on both sides, and only people can say how; commit your choice with git, then sync again", .0.join(", "))]
    BothSides(Vec<String>),
    #[error("{0} is no empty folder; name another")]
    Taken(String),
    #[error("colleagues were faster {TRIES} times; try again")]
    Behind,
    #[error("git could not {what}: {why}")]
    Refused { what: &'static str, why: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What holds beside `OVER_ALL` where remotes that are no paths may be used.
const OVER_OTHERS: &[&str] = &["protocol.ssh.allow=always", "protocol.https.allow=always"];

/// How many changes of whom were not committed yet.
pub type Came = Vec<(CoderId, usize)>;

/// A project folder that is a git repository.
pub struct Repository {
    folder: PathBuf,
    /// The settings that hold for both ends of a transfer: those given to git reach only this one.
    settings: tempfile::NamedTempFile,
    policy: Policy,
}

impl Repository {
    /// The repository that a project folder is.
    ///
    /// # Errors
    /// It is none, its settings could run a program, or git is missing.
    pub fn of(folder: &Folder) -> Result<Repository, GitTrouble> {
        let repository = Repository::at(folder.path())?;
        let git = folder.path().join(".git");
        if !fs::symlink_metadata(&git).is_ok_and(|found| found.is_dir()) {
            return Err(GitTrouble::NoRepository { path: folder.path().to_path_buf() });
        }
        check_settings(&repository, &git.join("config"))?;
        Ok(repository)
    }

    fn at(folder: &Path) -> Result<Repository, GitTrouble> {
        // What git makes is closed to others from the start; opening the project gives it its modes.
        #[cfg(unix)]
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
        let folder = std::path::absolute(folder).map_err(StoreError::io("find", folder))?;
        // Whose folder the other end is does not matter: its settings and hooks are looked at before it is used.
        let words = "[safe]\n\tdirectory = *\n[core]\n\thooksPath = /dev/null\n[receive]\n\tautogc = false\n";
        let cache = folder.join("cache");
        let made = private::make_folder(&cache).and_then(|()| {
            let mut file = tempfile::Builder::new().prefix(".emic-").tempfile_in(&cache)?;
            file.write_all(words.as_bytes()).map(|()| file)
        });
        let settings = made.map_err(StoreError::io("write", &cache))?;
        Ok(Repository { folder, settings, policy: Policy::here() })
    }

    /// Makes a repository of a project folder, and a bare one at `shared` that those of `sharing` can share through.
    ///
    /// # Errors
    /// There is something at `shared` already, or it cannot be made.
    pub fn init(folder: &Folder, shared: &Path, sharing: &Sharing) -> Result<Repository, GitTrouble> {
        let repository = Repository::at(folder.path())?;
        let shared = std::path::absolute(shared).map_err(StoreError::io("find", shared))?;
        let words = shared.display().to_string();
        if !names_in(&shared).is_ok_and(|names| names.is_empty()) {
            return Err(GitTrouble::Taken(words));
        }
        let access = sharing::access(sharing);
        let made = access.make_folder(&shared).and_then(|()| access.close(&shared));
        made.map_err(StoreError::io("make the folder", &shared))?;
        let group = if access == Access::Owner { "--shared=umask" } else { "--shared=0660" };
        let init = ["init", "-q", "--template=", "-b", "main"];
        repository
            .run_bare(&[&init[..], &["--bare", group, &words]].concat(), "make the repository to share through")?;
        if !repository.folder.join(".git").exists() {
            let here = repository.folder.display().to_string();
            repository.run_bare(&[&init[..], &[&here]].concat(), "make a repository of the project")?;
        }
        // There may be another already, which is given up for this one.
        let _ = repository.run(&["remote", "remove", "origin"], "forget the old repository");
        repository.run(&["remote", "add", "origin", &words], "set the repository to share through")?;
        Repository::of(folder)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.env_clear().stdin(Stdio::null()).current_dir(&self.folder);
        command.envs(["PATH", "TMPDIR"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        let fixed = [("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_ATTR_NOSYSTEM", "1"), ("GIT_TERMINAL_PROMPT", "0")];
        command.envs(fixed).envs([("GIT_EDITOR", "true"), ("LC_ALL", "C")]);
        command.env("GIT_CONFIG_GLOBAL", self.settings.path());
        let mut settings = OVER_ALL.to_vec();
        if self.policy.other_remotes {
            // Where the keys to the other machine are.
            let keys = ["HOME", "SSH_AUTH_SOCK"].into_iter();
            command.envs(keys.filter_map(|name| Some((name, std::env::var_os(name)?))));
            settings.extend(OVER_OTHERS);
        }
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        command
    }

    /// Runs git on the project's repository; gives back what it prints.
    fn run(&self, arguments: &[&str], what: &'static str) -> Result<Vec<u8>, GitTrouble> {
        let mut command = self.command();
        command.env("GIT_DIR", self.folder.join(".git")).env("GIT_WORK_TREE", &self.folder);
        ended(command.args(arguments), what)
    }

    /// As `run`, on no repository in particular.
    fn run_bare(&self, arguments: &[&str], what: &'static str) -> Result<Vec<u8>, GitTrouble> {
        ended(self.command().args(arguments), what)
    }

    /// As `run`, for an answer of one line; nothing where git has none.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>, GitTrouble> {
        match self.run(arguments, "say") {
            Ok(words) => Ok(Some(String::from_utf8_lossy(&words).trim_end().to_string())),
            Err(GitTrouble::Refused { .. }) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Readies all that is new for a commit, and counts it.
    ///
    /// # Errors
    /// The folder cannot be written, or git refuses.
    pub fn stage(&self, folder: &Folder) -> Result<Came, GitTrouble> {
        for (name, words) in [(".gitattributes", ATTRIBUTES), (".gitignore", "cache/\nplace/\n")] {
            let put = || folder.access().put_new(&self.folder, name, words.as_bytes());
            if !self.folder.join(name).exists() {
                put().map_err(StoreError::io("write", &self.folder.join(name)))?;
            }
        }
        // A log that somebody took away here is no less what was done.
        let gone = self.run(&["ls-files", "-d", "-z", "--", "log"], "tell what is gone")?;
        let gone = String::from_utf8_lossy(&gone).into_owned();
        for name in gone.split('\0').filter(|name| !name.is_empty()) {
            self.run(&["checkout-index", "-f", "--", name], "bring back a log")?;
        }
        self.run(&["add", "-A", "--", ".", ":(exclude,glob)**/.emic-*"], "add what is new")?;
        let changed = self.run(&["diff", "--cached", "--name-only", "-z", "--", "log"], "tell what is new")?;
        let mut came = Came::new();
        for name in String::from_utf8_lossy(&changed).split('\0').filter(|name| name.ends_with(".ron")) {
            let before = self.ask(&["cat-file", "-s", &format!("HEAD:{name}")])?;
            let before = before.and_then(|size| size.parse().ok()).unwrap_or(0);
            let bytes = self.run(&["show", &format!(":{name}")], "show what is new")?;
            let new = bytes.get(before..).unwrap_or_default();
            let changes = new.split(|&byte| byte == b'\n').filter(|line| line.starts_with(b"(id:")).count();
            // log/<coder id>-<log id>.ron
            let coder = name.strip_prefix("log/").and_then(|name| name.rsplit_once('-')?.0.parse().ok());
            if let Some(coder) = coder.filter(|_| changes > 0) {
                match came.iter_mut().find(|(other, _)| *other == coder) {
                    Some((_, n)) => *n += changes,
                    None => came.push((coder, changes)),
                }
            }
        }
        Ok(came)
    }

    /// Commits what is ready, if anything is.
    ///
    /// # Errors
    /// Git refuses.
    pub fn commit(&self, who: &str, message: &str) -> Result<(), GitTrouble> {
        let there = self.ask(&["rev-parse", "-q", "--verify", "HEAD"])?.is_some();
        if there && self.ask(&["diff", "--cached", "--quiet"])?.is_some() {
            return Ok(());
        }
        self.as_coder(who, &["commit", "-q", "-m", message], "commit").map(drop)
    }

    fn as_coder(&self, who: &str, arguments: &[&str], what: &'static str) -> Result<Vec<u8>, GitTrouble> {
        let mut command = self.command();
        command.env("GIT_DIR", self.folder.join(".git")).env("GIT_WORK_TREE", &self.folder);
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), "emic@localhost");
        }
        ended(command.args(arguments), what)
    }

    /// Pulls what colleagues pushed, and pushes what is here; again where they were faster.
    ///
    /// # Errors
    /// No path is set to share through, something foreign would run, or git refuses.
    pub fn exchange(&self, folder: &Folder, who: &str) -> Result<(), GitTrouble> {
        let branch = self.ask(&["symbolic-ref", "-q", "--short", "HEAD"])?;
        let branch = branch.ok_or_else(|| GitTrouble::Refused {
            what: "tell the branch",
            why: "none is checked out; `git switch main` goes to one".to_string(),
        })?;
        let remote = self.remote(&branch)?;
        let there = format!("refs/heads/{branch}");
        for _ in 0..TRIES {
            let heads = self.run(&["ls-remote", &remote, &there], "look at the shared repository")?;
            if !heads.is_empty() {
                self.run(&["fetch", "-q", "--no-tags", &remote, &there], "fetch what colleagues pushed")?;
                self.merge(folder, who)?;
            }
            let pushed = self.run(&["push", "-q", &remote, &format!("HEAD:{there}")], "push");
            let now = self.run(&["ls-remote", &remote, &there], "look at the shared repository")?;
            match pushed {
                Ok(_) => return Ok(()),
                // Nobody was faster, so trying again is of no use.
                Err(trouble) if now == heads => return Err(trouble),
                Err(_) => {}
            }
        }
        Err(GitTrouble::Behind)
    }

    /// The remote to share through, once it is known that nothing foreign runs for it.
    fn remote(&self, branch: &str) -> Result<String, GitTrouble> {
        let remotes = self.ask(&["remote"])?.unwrap_or_default();
        // An address could stand there in place of a name.
        let named = self.ask(&["config", "--get", &format!("branch.{branch}.remote")])?;
        let known = |wanted: &str| remotes.lines().find(|name| *name == wanted);
        let remote = named.as_deref().map_or_else(|| known("origin").or(remotes.lines().next()), known);
        let remote = remote.ok_or(GitTrouble::NoRemote)?.to_string();
        for kind in ["url", "pushurl"] {
            let urls = self.ask(&["config", "--get-all", &format!("remote.{remote}.{kind}")])?;
            for url in urls.iter().flat_map(|urls| urls.lines()) {
                if is_path(url) {
                    check_remote(self, &self.folder.join(url))?;
                } else if !self.policy.other_remotes {
                    return Err(GitTrouble::NotAPath { url: url.to_string(), policy: self.policy.words() });
                } else if !is_other(url) {
                    return Err(GitTrouble::NoWay { url: url.to_string() });
                }
            }
        }
        Ok(remote)
    }

    fn merge(&self, folder: &Folder, who: &str) -> Result<(), GitTrouble> {
        let record = self.run(&["show", &format!("FETCH_HEAD:{RECORD}")], "find a project there")?;
        let file = PathBuf::from("the shared repository").join(RECORD);
        let (_, id) = record_in(&String::from_utf8_lossy(&record), &file)?;
        if id != folder.id() {
            return Err(StoreError::OtherProject { path: file }.into());
        }
        let merge = ["merge", "-q", "--no-edit", "--allow-unrelated-histories", "FETCH_HEAD"];
        match self.as_coder(who, &merge, "merge") {
            Err(GitTrouble::Refused { what, why }) => match self.settle_logs(who) {
                Ok(true) => Ok(()),
                Ok(false) => Err(GitTrouble::Refused { what, why }),
                Err(trouble) => {
                    let _ = self.run(&["merge", "--abort"], "go back");
                    Err(trouble)
                }
            },
            done => done.map(drop),
        }
    }

    /// Ends a merge in which two lengths of one log met, as `join` does; whether there was anything to end.
    fn settle_logs(&self, who: &str) -> Result<bool, GitTrouble> {
        let unmerged = self.run(&["diff", "--name-only", "--diff-filter=U", "-z"], "tell what met")?;
        let unmerged = String::from_utf8_lossy(&unmerged).into_owned();
        let names: Vec<&str> = unmerged.split('\0').filter(|name| !name.is_empty()).collect();
        let (logs, others): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| name.starts_with("log/") && name.ends_with(".ron"));
        if !others.is_empty() {
            return Err(GitTrouble::BothSides(others.into_iter().map(str::to_string).collect()));
        }
        for name in &logs {
            let [ours, theirs] = [2, 3].map(|side| self.run(&["show", &format!(":{side}:{name}")], "show a log"));
            let (ours, theirs) = (ours?, theirs?);
            let write = |name: &str, bytes: &[u8]| {
                let path = self.folder.join(name);
                fs::write(&path, bytes).map_err(StoreError::io("write", &path))
            };
            match longer(Some(&ours), &theirs) {
                Longer::Ours => write(name, &ours)?,
                Longer::Theirs => write(name, &theirs)?,
                Longer::Both(both) => write(name, &both)?,
                Longer::Neither => {
                    write(name, &ours)?;
                    write(&format!("{name}.{}.aside", &blake3::hash(&theirs).to_hex()[..16]), &theirs)?;
                }
            }
        }
        self.run(&["add", "-A", "--", "log"], "add the logs")?;
        self.as_coder(who, &["commit", "-q", "--no-edit"], "commit the merger")?;
        Ok(!logs.is_empty())
    }
}

/// What a run of git printed, or why it failed, in its own words.
fn ended(command: &mut Command, what: &'static str) -> Result<Vec<u8>, GitTrouble> {
    match command.output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(GitTrouble::Absent),
        Err(error) => Err(GitTrouble::Refused { what, why: reason(&error) }),
        Ok(run) if run.status.success() => Ok(run.stdout),
        Ok(run) => {
            let said = String::from_utf8_lossy(&[run.stderr, run.stdout].concat()).into_owned();
            let said: Vec<&str> = said.lines().filter(|line| !line.starts_with("hint:")).take(4).collect();
            Err(GitTrouble::Refused { what, why: said.join("; ") })
        }
    }
}
