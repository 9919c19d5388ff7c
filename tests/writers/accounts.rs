//! A project shared with a group, worked on by two accounts of this machine.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::environment;

/// The group they share: this one is on every Linux, and its number is looked up.
pub const GROUP: &str = "users";

/// An account of this machine that need not be set up: a number with a home.
pub struct Account {
    pub name: &'static str,
    pub number: u32,
    pub home: PathBuf,
}

impl Account {
    pub fn of(above: &Path, name: &'static str, number: u32) -> Account {
        let home = above.join(name);
        fs::create_dir(&home).unwrap();
        chown(&home, Some(number), Some(number)).unwrap();
        fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
        Account { name, number, home }
    }

    /// Runs a program as this account, in the group or not, with a umask that closes nothing.
    pub fn runs(&self, group: Option<u32>, program: &str, arguments: &[&str]) -> Output {
        let groups = group.map_or_else(|| "--clear-groups".to_string(), |group| format!("--groups={group}"));
        let own = self.number.to_string();
        let shell = "umask 000; exec \"$0\" \"$@\"";
        Command::new("setpriv")
            .args(["--reuid", &own, "--regid", &own, &groups, "sh", "-c", shell, program])
            .args(arguments)
            .env_clear()
            .envs(environment(&self.home))
            .env("EMIC_CODER", self.name)
            .env("PATH", format!("{}:{}", self.home.parent().unwrap().display(), std::env::var("PATH").unwrap()))
            .current_dir(&self.home)
            .output()
            .unwrap()
    }
}

pub fn group_number() -> Option<u32> {
    let groups = fs::read_to_string("/etc/group").ok()?;
    let line = groups.lines().find(|line| line.starts_with(&format!("{GROUP}:")))?;
    line.split(':').nth(2)?.parse().ok()
}

#[test]
fn two_accounts_read_each_other_and_write_only_their_own() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can work as two accounts");
        return;
    }
    let Some(group) = group_number().filter(|_| Command::new("setpriv").arg("--version").output().is_ok()) else {
        eprintln!("skipped: no group {GROUP}, or no setpriv, on this machine");
        return;
    };
    let above = tempfile::tempdir().unwrap();
    fs::set_permissions(above.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = above.path().join("emic");
    fs::copy(env!("CARGO_BIN_EXE_emic"), &program).unwrap();
    let program = program.to_str().unwrap();
    let (ada, ben) = (Account::of(above.path(), "ada", 61_001), Account::of(above.path(), "ben", 61_002));
    let srv = above.path().join("srv");
    fs::create_dir(&srv).unwrap();
    fs::set_permissions(&srv, fs::Permissions::from_mode(0o1777)).unwrap();
    let study = srv.join("study");
    let path = study.to_str().unwrap();
    let emic = |who: &Account, arguments: &[&str]| {
        let run = who.runs(Some(group), program, arguments);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.success(), "{} {arguments:?}: {said}", who.name);
        String::from_utf8(run.stdout).unwrap()
    };

    // Whoever is not in the group cannot share with it.
    let run = ada.runs(None, program, &["new", "--group", GROUP, path]);
    assert!(String::from_utf8_lossy(&run.stderr).contains("you are not in the group"), "{run:?}");
    let run = ada.runs(None, program, &["new", "--group", "nobody-has-this-group", path]);
    assert!(String::from_utf8_lossy(&run.stderr).contains("there is no group"), "{run:?}");

    emic(&ada, &["new", "--group", GROUP, path]);
    let transcript = ada.home.join("FG1.txt");
    fs::write(&transcript, "Rosa: They listened.\nRosa: Again.\n").unwrap();
    fs::set_permissions(&transcript, fs::Permissions::from_mode(0o644)).unwrap();
    emic(&ada, &["import", "--yes", "--project", path, transcript.to_str().unwrap()]);
    emic(&ada, &["code", "--project", path, "add", "Trust"]);
    emic(&ben, &["apply", "--project", path, "--document", "FG1", "--code", "Trust", "--lines", "1"]);
    emic(&ada, &["apply", "--project", path, "--document", "FG1", "--code", "Trust", "--lines", "2"]);
    let said = emic(&ben, &["coders", "--project", path]);
    assert!(said.contains("ada") && said.contains("ben"), "{said}");
    assert_eq!(emic(&ada, &["dump", "--project", path]), emic(&ben, &["dump", "--project", path]));

    // Folders 2770, files 0640 of the group, whatever the umask; nobody writes what is another's.
    let mut n_logs = [0, 0];
    for part in ["", "log", "texts", "place", "cache"] {
        let folder = study.join(part);
        let found = fs::metadata(&folder).unwrap();
        assert_eq!((found.mode() & 0o7777, found.gid()), (0o2770, group), "{part}");
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            let (file, found) = (entry.path(), entry.metadata().unwrap());
            assert_eq!((found.mode() & 0o7777, found.gid()), (0o640, group), "{file:?}");
            let file = file.to_str().unwrap();
            let owner = if found.uid() == ada.number { 0 } else { 1 };
            let (mine, theirs) = if owner == 0 { (&ada, &ben) } else { (&ben, &ada) };
            assert_eq!(found.uid(), mine.number);
            assert!(theirs.runs(Some(group), "head", &["-c", "1", file]).status.success(), "{file}: read by the other");
            let appended = theirs.runs(Some(group), "sh", &["-c", &format!("echo >> '{file}'")]);
            assert!(!appended.status.success(), "{file}: written by the other");
            assert!(
                !theirs.runs(None, "head", &["-c", "1", file]).status.success(),
                "{file}: read from outside the group"
            );
            n_logs[owner] += usize::from(part == "log");
        }
    }
    assert!(n_logs[0] > 0 && n_logs[1] > 0, "{n_logs:?}");

    // What a copy left open is closed by its owner, and what is another's stays as it is.
    let logs: Vec<PathBuf> = fs::read_dir(study.join("log")).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in logs.iter().chain([&study.join("log")]) {
        fs::set_permissions(path, fs::Permissions::from_mode(if path.is_dir() { 0o777 } else { 0o666 })).unwrap();
    }
    emic(&ben, &["coders", "--project", path]);
    for path in &logs {
        let found = fs::metadata(path).unwrap();
        let wanted = if found.uid() == ben.number { 0o640 } else { 0o666 };
        assert_eq!(found.mode() & 0o7777, wanted, "{path:?}");
    }
    emic(&ada, &["coders", "--project", path]);
    assert!(logs.iter().all(|path| fs::metadata(path).unwrap().mode() & 0o7777 == 0o640));
    assert_eq!(fs::metadata(study.join("log")).unwrap().mode() & 0o7777, 0o2770);
}
