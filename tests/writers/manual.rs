//! The manual's page on working as a team, done exactly as it is written.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::process::Output;

use super::accounts::{Account, GROUP, group_number};
use super::environment;

/// The lines of the page that `ada` and `ben` type: who, and what.
fn page() -> Vec<(String, String)> {
    let manual = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/manual.md")).unwrap();
    let (_, page) = manual.split_once("### A team through a repository on the server").unwrap();
    let page = page.split("\n## ").next().unwrap();
    let lines = page.lines().filter_map(|line| line.strip_prefix("    ")?.split_once("$ "));
    lines.map(|(who, line)| (who.to_string(), line.to_string())).collect()
}

#[test]
fn the_page_on_working_as_a_team_does_what_it_says() {
    let above = tempfile::tempdir().unwrap();
    fs::set_permissions(above.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_emic"), above.path().join("emic")).unwrap();
    let srv = above.path().join("study");
    fs::create_dir(&srv).unwrap();
    fs::set_permissions(&srv, fs::Permissions::from_mode(0o1777)).unwrap();
    let group = group_number().filter(|_| rustix::process::geteuid().is_root());
    let numbers = if group.is_some() { [61_003, 61_004] } else { [rustix::process::geteuid().as_raw(); 2] };
    if group.is_none() {
        eprintln!("done as one account: only root can work as two, with a group {GROUP}");
    }
    let accounts = ["ada", "ben"].into_iter().zip(numbers);
    let accounts: Vec<Account> = accounts.map(|(name, number)| Account::of(above.path(), name, number)).collect();
    let transcript = accounts[0].home.join("FG1.txt");
    fs::write(&transcript, "Rosa: They listened.\nRosa: Again.\n").unwrap();
    chown(&transcript, Some(numbers[0]), Some(numbers[0])).unwrap();
    let types = |who: &str, line: &str| -> Output {
        let who = accounts.iter().find(|account| account.name == who).unwrap();
        let line = line.replace("/srv/study", &srv.display().to_string());
        match group {
            Some(_) => who.runs(group, "sh", &["-c", &line.replace("--group study", &format!("--group {GROUP}"))]),
            None => {
                let mut shell = std::process::Command::new("sh");
                shell.args(["-c", &line.replace("--group study", "")]).env_clear().envs(environment(&who.home));
                shell.env("EMIC_CODER", who.name).current_dir(&who.home);
                let path = format!("{}:{}", above.path().display(), std::env::var("PATH").unwrap());
                shell.env("PATH", path).output().unwrap()
            }
        }
    };
    let page = page();
    assert!(page.len() > 10, "{page:?}");
    for (who, line) in &page {
        let run = types(who, line);
        assert!(run.status.success(), "{who}$ {line}\n{}", String::from_utf8_lossy(&run.stderr));
    }
    let [ada, ben] = [("ada", "peers"), ("ben", "./peers")].map(|(who, project)| {
        let dump = types(who, &format!("emic dump --project {project}"));
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        String::from_utf8(dump.stdout).unwrap()
    });
    assert_eq!(ada, ben);
    let found: serde_json::Value = serde_json::from_str(&ada).unwrap();
    assert_eq!(found["codings"].as_array().unwrap().len(), 2);
    // Nobody outside the group sees anything of it.
    if group.is_some() {
        let outsider = accounts[1].runs(None, "ls", &[srv.join("peers.git").to_str().unwrap()]);
        assert!(!outsider.status.success());
    }
}
