//! What a repository says of itself, looked through before git is let near it: much of what can stand there
//! names a program.

use std::fs;
use std::path::Path;

use super::{GitTrouble, Repository};

/// The settings that run nothing, by their beginnings and ends; `*` is any name between.
const HARMLESS: &[&str] = &[
    "core.repositoryformatversion",
    "core.filemode",
    "core.bare",
    "core.logallrefupdates",
    "core.ignorecase",
    "core.precomposeunicode",
    "core.symlinks",
    "core.sharedrepository",
    "core.autocrlf",
    "core.eol",
    "core.safecrlf",
    "core.quotepath",
    "core.compression",
    "extensions.objectformat",
    "extensions.refstorage",
    "remote.*.url",
    "remote.*.pushurl",
    "remote.*.fetch",
    "remote.*.tagopt",
    "remote.*.prune",
    "branch.*.remote",
    "branch.*.merge",
    "branch.*.rebase",
    "branch.*.description",
    "user.name",
    "user.email",
    "init.defaultbranch",
    "pull.rebase",
    "pull.ff",
    "push.default",
    "push.autosetupremote",
    "receive.denynonfastforwards",
    "receive.denydeletes",
    "receive.denycurrentbranch",
    "receive.fsckobjects",
    "transfer.fsckobjects",
    "gc.auto",
];

fn is_harmless(key: &str) -> bool {
    HARMLESS.iter().any(|known| match known.split_once('*') {
        None => *known == key,
        Some((begin, end)) => key.len() > begin.len() + end.len() && key.starts_with(begin) && key.ends_with(end),
    })
}

/// Whether a remote is a folder of this machine, as git would take it.
pub(super) fn is_path(url: &str) -> bool {
    let before_slash = url.split('/').next().unwrap_or_default();
    !url.is_empty() && !url.starts_with('-') && !before_slash.contains(':')
}

/// Whether a remote is on another machine, and reached by ssh or https and nothing else.
pub(super) fn is_other(url: &str) -> bool {
    let host = |rest: &str| rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[');
    match url.split_once("://") {
        Some((way, rest)) => matches!(way, "ssh" | "https") && host(rest),
        // `host:path`, as ssh takes it; what `::` follows is a program.
        None => {
            host(url)
                && url.split_once(':').is_some_and(|(before, path)| !before.contains('/') && !path.starts_with(':'))
        }
    }
}

/// Refuses a file of settings in which one could run a program.
pub(super) fn check_settings(repository: &Repository, file: &Path) -> Result<(), GitTrouble> {
    let words = file.display().to_string();
    let list = ["config", "--file", &words, "--no-includes", "--null", "--name-only", "--list"];
    let keys = repository.run_bare(&list, "read its settings")?;
    let keys = String::from_utf8_lossy(&keys).into_owned();
    match keys.split('\0').find(|key| !key.is_empty() && !is_harmless(key)) {
        Some(key) => Err(GitTrouble::Setting { path: file.to_path_buf(), key: key.to_string() }),
        None => Ok(()),
    }
}

/// Refuses a repository to share through whose settings or hooks would run programs for us.
pub(super) fn check_remote(repository: &Repository, path: &Path) -> Result<(), GitTrouble> {
    let git = if path.join(".git").is_dir() { path.join(".git") } else { path.to_path_buf() };
    check_settings(repository, &git.join("config"))?;
    let hooks = fs::read_dir(git.join("hooks")).into_iter().flatten().flatten();
    let active = |name: &std::ffi::OsStr| !name.to_string_lossy().ends_with(".sample");
    match hooks.map(|hook| hook.path()).find(|path| path.file_name().is_some_and(active)) {
        Some(path) => Err(GitTrouble::Hook { path }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_this_machine_are_paths() {
        for path in ["/srv/study/peers.git", "../peers.git", "peers", "./a:b/c"] {
            assert!(is_path(path), "{path}");
        }
        for other in
            ["ssh://host/peers", "https://host/peers", "host:peers.git", "me@host:p/q", "ext::sh -c x", "-u", ""]
        {
            assert!(!is_path(other), "{other}");
        }
    }

    #[test]
    fn other_machines_are_reached_by_ssh_and_https_alone() {
        for url in ["ssh://host/peers", "https://host/peers", "host:peers.git", "me@host:p/q"] {
            assert!(is_other(url), "{url}");
        }
        for url in
            ["ext::sh -c x", "http://host/p", "git://host/p", "ssh://-oProxyCommand=x/p", "-oProxyCommand=x:p", ""]
        {
            assert!(!is_other(url), "{url}");
        }
    }

    #[test]
    fn what_could_name_a_program_is_not_harmless() {
        for key in ["core.hookspath", "core.sshcommand", "filter.x.clean", "include.path", "alias.add", "remote.url"] {
            assert!(!is_harmless(key), "{key}");
        }
        assert!(is_harmless("remote.origin.url") && is_harmless("core.bare"));
        assert!(!is_harmless("remote.origin.uploadpack") && !is_harmless("remote.origin.receivepack"));
    }
}
