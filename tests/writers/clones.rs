//! A team in step through a bare repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{dump, emic, ordered, program, refused, study, went_well};

fn git(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new("git").args(arguments).current_dir(folder).output().expect("git runs");
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// A project shared through a bare repository, and a clone of it.
fn two(home: &Path, turns: usize) -> [PathBuf; 2] {
    let one = study(home, "one", turns);
    emic(home, &["sync", "--init", home.join("shared.git").to_str().unwrap(), "--project", one.to_str().unwrap()]);
    git(home, &["clone", "-q", "shared.git", "other"]);
    [one, home.join("other")]
}

fn sync(home: &Path, project: &Path, coder: &str) -> String {
    emic(home, &["sync", "--project", project.to_str().unwrap(), "--coder", coder])
}

#[test]
fn two_clones_pushed_and_pulled_in_turn_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let clones = two(home, 60);
    let coders = ["ada", "ben"];
    let (mut state, mut done) = (7_u64, [0_usize; 2]);
    for turn in 0..24 {
        // Numbers that only look random decide whose turn it is, how much they do, and whether they share it.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (who, more, shares) = ((state >> 33) as usize % 2, (state >> 40) as usize % 3 + 1, state >> 60 > 5);
        let add = if done[who] == 0 { format!("add {}\n", coders[who]) } else { String::new() };
        let lines = done[who] + 1..=done[who] + more;
        let codings: String = lines.map(|line| format!("{line} {}\n", coders[who])).collect();
        went_well(ordered(home, &clones[who], coders[who], &format!("{add}{codings}")));
        done[who] += more;
        if shares {
            sync(home, &clones[who], coders[who]);
        }
        if turn % 8 == 7 {
            // Both at once: whoever comes second pulls again.
            let started = [0, 1].map(|who| {
                program(home, &["sync", "--project", clones[who].to_str().unwrap(), "--coder", coders[who]])
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .unwrap()
            });
            started.into_iter().for_each(went_well);
        }
    }
    for who in [0, 1, 0] {
        sync(home, &clones[who], coders[who]);
    }
    let found = super::dumped(home, &clones[0]);
    for who in [0, 1] {
        let of = |coding: &&serde_json::Value| coding["path"][0] == coders[who];
        assert_eq!(found["codings"].as_array().unwrap().iter().filter(of).count(), done[who], "{}", coders[who]);
    }
    assert_eq!(dump(home, &clones[0]), dump(home, &clones[1]));
    let said = sync(home, &clones[1], "ben");
    assert!(said.contains("in step"), "{said}");
    let messages = git(&clones[0], &["log", "--no-merges", "--format=%an: %s"]);
    assert!(messages.lines().any(|line| line.starts_with("ada: ") && line.contains(" of ada")), "{messages}");
    assert!(!git(&clones[0], &["ls-files"]).contains("cache/") && !git(&clones[0], &["ls-files"]).contains("place/"));
}

#[cfg(unix)]
#[test]
fn modes_are_put_right_after_pulling() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let clones = two(home, 10);
    went_well(ordered(home, &clones[0], "ada", "add Trust\n1 Trust\n"));
    sync(home, &clones[0], "ada");
    sync(home, &clones[1], "ben");
    for part in [".", "log", "texts"] {
        let folder = clones[1].join(part);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{part}");
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
            let is_ours = !entry.file_name().to_string_lossy().starts_with(".git");
            assert!(mode == 0 || !is_ours, "{:?} {mode:o}", entry.path());
        }
    }
}

#[test]
fn two_lengths_of_one_log_meet_and_the_longer_stays() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let clones = two(home, 10);
    went_well(ordered(home, &clones[0], "ada", "add Trust\n1 Trust\n2 Trust\n3 Trust\n"));
    let log = fs::read_dir(clones[0].join("log")).unwrap().map(|entry| entry.unwrap().path());
    let log = log.max_by_key(|path| fs::read_to_string(path).unwrap().matches("ApplyCode").count()).unwrap();
    let whole = fs::read_to_string(&log).unwrap();
    let short: String = whole.split_inclusive('\n').take(4).collect();
    sync(home, &clones[0], "ada");
    // The same sitting came by another way too, but not all of it.
    fs::write(clones[1].join("log").join(log.file_name().unwrap()), short).unwrap();
    sync(home, &clones[1], "ben");
    assert_eq!(fs::read_to_string(clones[1].join("log").join(log.file_name().unwrap())).unwrap(), whole);
    // And a log that somebody took away is brought back, not taken from everybody.
    fs::remove_file(&log).unwrap();
    sync(home, &clones[0], "ada");
    assert_eq!(fs::read_to_string(&log).unwrap(), whole);
}

#[test]
fn what_is_missing_or_not_allowed_is_said_in_words() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let alone = study(home, "alone", 5);
    let asked = ["sync", "--project", alone.to_str().unwrap()];
    assert!(refused(home, &asked).contains("is no git repository; `emic sync --init PATH`"));
    let run = program(home, &asked).env("PATH", home).output().unwrap();
    assert!(String::from_utf8_lossy(&run.stderr).contains("git"), "{run:?}");
    git(&alone, &["init", "-q", "-b", "main"]);
    assert!(refused(home, &asked).contains("no repository to share through is set"));
    let run = program(home, &asked).env("PATH", home).output().unwrap();
    assert!(String::from_utf8_lossy(&run.stderr).contains("git is not installed here"), "{run:?}");
    for url in ["ssh://host/peers.git", "https://host/peers.git", "host:peers.git", "ext::sh -c true"] {
        git(&alone, &["config", "remote.origin.url", url]);
        assert!(refused(home, &asked).contains("is not a folder of this machine"), "{url}");
    }
    git(&alone, &["config", "remote.origin.url", home.join("nowhere").to_str().unwrap()]);
    assert!(refused(home, &asked).contains("emic: git could not"));
    let taken = refused(home, &["sync", "--init", home.to_str().unwrap(), "--project", alone.to_str().unwrap()]);
    assert!(taken.contains("is no empty folder"), "{taken}");
    // Another study is not mixed in.
    let clones = two(home, 5);
    git(&alone, &["config", "remote.origin.url", home.join("shared.git").to_str().unwrap()]);
    assert!(refused(home, &asked).contains("is another project"));
    assert!(clones[0].join(".git").is_dir());
}

#[cfg(unix)]
#[test]
fn nothing_foreign_runs() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let clones = two(home, 10);
    let ran = home.join("ran");
    let script = home.join("script");
    fs::write(&script, format!("#!/bin/sh\ntouch {}\ncat\n", ran.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    for hook in ["pre-commit", "post-commit", "post-merge", "pre-push", "post-checkout", "reference-transaction"] {
        fs::create_dir_all(clones[1].join(".git/hooks")).unwrap();
        fs::copy(&script, clones[1].join(".git/hooks").join(hook)).unwrap();
    }
    went_well(ordered(home, &clones[1], "ben", "add Trust\n1 Trust\n"));
    sync(home, &clones[1], "ben");
    assert!(!ran.exists(), "a hook of the clone ran");

    // What could name a program is refused, here and at the other end.
    let asked = ["sync", "--project", clones[1].to_str().unwrap()];
    let (script, program) = (script.to_str().unwrap(), "filter.x.clean");
    for key in [program, "core.sshCommand", "remote.origin.receivepack", "remote.origin.uploadpack", "core.fsmonitor"] {
        git(&clones[1], &["config", key, script]);
        let said = refused(home, &asked);
        assert!(said.contains("could run a program") && said.contains(&key.to_lowercase()), "{said}");
        fs::write(clones[1].join(".git/config"), {
            let words = fs::read_to_string(clones[1].join(".git/config")).unwrap();
            words.lines().filter(|line| !line.contains(script)).map(|line| format!("{line}\n")).collect::<String>()
        })
        .unwrap();
    }
    sync(home, &clones[1], "ben");
    let shared = home.join("shared.git");
    git(&shared, &["config", "core.hooksPath", home.to_str().unwrap()]);
    assert!(refused(home, &asked).contains("core.hookspath"));
    git(&shared, &["config", "--unset", "core.hooksPath"]);
    fs::create_dir_all(shared.join("hooks")).unwrap();
    fs::copy(script, shared.join("hooks/post-receive")).unwrap();
    went_well(ordered(home, &clones[1], "ben", "2 Trust\n"));
    assert!(refused(home, &asked).contains("would run for everybody"));
    assert!(!ran.exists(), "something foreign ran");
}
