//! What a whole run leaves where: no socket, nothing outside its folders, nothing that others can read, no words of
//! an interview where other programs look.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::process::Output;

use super::*;

/// Words of the interview, and of the memo on it.
const MARKERS: [&str; 2] = ["zebramarker", "memomarker"];

/// A person's folders, and how their commands are run.
struct Run {
    home: TempDir,
    /// What stands before each command.
    before: fn(&Path, usize) -> Vec<String>,
    n: usize,
}

impl Run {
    fn new(before: fn(&Path, usize) -> Vec<String>) -> Run {
        let home = tempfile::tempdir().unwrap();
        for folder in ["out", "passing", "traces"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        let turns = format!("Interviewer: What happened?\nRosa: The {} listened to me.\n", MARKERS[0]).repeat(10);
        fs::write(home.path().join("rosa.txt"), turns).unwrap();
        Run { home, before, n: 0 }
    }

    fn path(&self, name: &str) -> String {
        self.home.path().join(name).display().to_string()
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let mut variables = environment(self.home.path());
        variables.push(("TMPDIR", self.path("passing")));
        variables
    }

    fn program(&mut self, arguments: &[&str]) -> Vec<String> {
        self.n += 1;
        let mut program = (self.before)(self.home.path(), self.n);
        program.push(EMIC.to_string());
        program.extend(arguments.iter().map(|word| word.to_string()));
        program
    }

    fn does(&mut self, arguments: &[&str]) -> Output {
        let program = self.program(arguments);
        let mut command = Command::new(&program[0]);
        command.args(&program[1..]).env_clear().envs(self.variables()).current_dir(self.home.path().join("out"));
        let run = command.output().expect("it runs");
        assert!(run.status.success(), "{program:?}: {}", String::from_utf8_lossy(&run.stderr));
        run
    }

    fn screen(&mut self, arguments: &[&str]) -> Line {
        let program = self.program(arguments);
        let program: Vec<&str> = program.iter().map(String::as_str).collect();
        Line::start(Tie::Session, &program, &self.variables())
    }

    /// A study from its beginning to its backup, in the shell and on the screen.
    fn whole(&mut self, sharing: &[&str]) {
        self.does(&[&["new", "peers"], sharing].concat());
        let (rosa, dump) = (self.path("rosa.txt"), self.path("out/study.json"));
        self.does(&["import", "--yes", "--project", "peers", &rosa]);
        self.does(&["code", "add", "being heard", "--project", "peers"]);
        self.does(&["apply", "--document", "rosa", "--lines", "2", "--code", "being heard", "--project", "peers"]);
        let mut line = self.screen(&["open", "--project", "peers"]);
        line.sees(&["Rosa", "saved"]);
        line.does("]ucbe\r", &["Coded", "saved"]);
        line.does(&format!("A{}", MARKERS[1]), &["analytic memo", MARKERS[1]]);
        let end = Instant::now() + SOON + SOON;
        while drafts(self.home.path()).is_empty() && Instant::now() < end {
            line.take_in();
        }
        line.does("\x1b", &["Memo kept", "saved"]);
        line.does("y", &["Copied"]);
        line.does(" me\x15", &["write 1 memo to"]);
        line.does(&format!("{}\r", self.path("out/memos.md")), &["written to"]);
        line.does("q", &["NORMAL"]);
        // A draft is there at the end, and stays. The signal goes to whatever started the program too.
        line.does("AHalf a thou", &["Half a thou"]);
        let end = Instant::now() + SOON + SOON;
        while drafts(self.home.path()).is_empty() && Instant::now() < end {
            line.take_in();
        }
        line.hang_up();
        line.ends(false);
        assert_eq!(drafts(self.home.path()).len(), 1);
        let mut line = self.screen(&["tutor"]);
        line.does("", &["1/12"]);
        line.hang_up();
        line.ends(false);
        self.does(&["config", "init"]);
        self.does(&["report", "frequency", "--format", "csv", "--project", "peers"]);
        self.does(&["memos", "--full", "md", "--project", "peers"]);
        self.does(&["excerpts", "--project", "peers"]);
        self.does(&["search", MARKERS[0].split_at(5).0, "--project", "peers"]);
        self.does(&["dump", "--output", &dump, "--project", "peers"]);
        self.does(&["backup", &self.path("out"), "--with-originals", "--project", "peers"]);
        self.does(&["check", "--project", "peers"]);
        self.does(&["undo", "--project", "peers"]);
        self.does(&["demo"]);
        let doctor = self.program(&["doctor", "--project", "peers"]);
        // What it finds to mend here is no matter.
        let run = Command::new(&doctor[0]).args(&doctor[1..]).env_clear().envs(self.variables()).output();
        assert!(String::from_utf8_lossy(&run.expect("it runs").stdout).contains("/etc/emic/config.ron"));
        if Command::new("git").arg("--version").output().is_ok() {
            self.does(&["sync", "--init", &self.path("out/shared.git"), "--project", "peers"]);
            self.does(&["sync", "--project", "peers"]);
        } else {
            println!("not tried: git is not installed, so nothing was synced");
        }
    }

    /// Every file and folder that the run has made, those of the passing folder too.
    fn made(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders: Vec<PathBuf> = ["out", "passing"].map(|name| self.home.path().join(name)).into();
        folders.extend([".local", ".config", ".cache"].map(|name| self.home.path().join(name)));
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() && !entry.is_symlink() {
                    folders.push(entry.clone());
                }
                found.push(entry);
            }
        }
        found
    }
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode()
}

fn with_umask(mask: &str) -> Vec<String> {
    ["sh", "-c", &format!("umask {mask}; exec \"$@\""), "sh"].map(str::to_string).into()
}

#[test]
fn nothing_is_open_to_others_under_any_umask() {
    let masks: [fn(&Path, usize) -> Vec<String>; 4] =
        [|_, _| with_umask("000"), |_, _| with_umask("002"), |_, _| with_umask("022"), |_, _| with_umask("077")];
    for (before, mask) in masks.into_iter().zip(["000", "002", "022", "077"]) {
        let mut run = Run::new(before);
        run.whole(&[]);
        let made = run.made();
        let open: Vec<_> = made.iter().filter(|path| mode(path) & 0o077 != 0).collect();
        println!("umask {mask}: {} files and folders, {} open to others", made.len(), open.len());
        assert!(made.len() > 30 && open.is_empty(), "umask {mask}: {open:#?}");
    }
}

#[test]
fn a_shared_project_is_open_to_its_group_alone() {
    let group = Command::new("id").arg("-gn").output().expect("a group");
    let group = String::from_utf8(group.stdout).unwrap();
    let mut run = Run::new(|_, _| with_umask("000"));
    run.whole(&["--group", group.trim()]);
    let made = run.made();
    let to_all: Vec<_> = made.iter().filter(|path| mode(path) & 0o007 != 0).collect();
    // A colleague writes into the folders of the project and of what is shared through, never into a file of it.
    let shared = [run.path(".local/share/emic/projects/peers"), run.path("out/peers"), run.path("out/shared.git")];
    let is_shared = |path: &Path| shared.iter().any(|above| path.to_string_lossy().starts_with(above.as_str()));
    let apart = made.iter().filter(|path| !is_shared(path) && mode(path) & 0o070 != 0);
    let written = made.iter().filter(|path| path.is_file() && path.starts_with(&shared[0]) && mode(path) & 0o020 != 0);
    let (apart, written): (Vec<_>, Vec<_>) = (apart.collect(), written.collect());
    println!("a group's project, umask 000: {} files and folders, {} open to all", made.len(), to_all.len());
    assert!(to_all.is_empty() && apart.is_empty() && written.is_empty(), "{to_all:#?} {apart:#?} {written:#?}");
}

const STRACE: &str = "trace=%network,execve,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,\
                      symlink,symlinkat";

fn traced(home: &Path, n: usize) -> Vec<String> {
    let file = home.join(format!("traces/{n}")).display().to_string();
    ["strace", "-f", "-qq", "-v", "-s", "8192", "-e", STRACE, "-o", &file].map(str::to_string).into()
}

/// The name of a call in a line of strace's.
fn call(line: &str) -> &str {
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    words.split('(').next().unwrap_or_default()
}

/// The paths in a call that makes, names or opens to write, where it was done.
fn written(line: &str) -> Vec<String> {
    let opens = matches!(call(line), "open" | "openat");
    let is_done = !line.contains(" = -1 ") && !line.contains("unfinished");
    let writes = !opens || ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| line.contains(flag));
    if !is_done || !writes || call(line) == "execve" || !line.contains('"') {
        return Vec::new();
    }
    line.split('"').skip(1).step_by(2).map(str::to_string).collect()
}

#[test]
fn a_whole_run_opens_no_socket_and_writes_nowhere_else() {
    if Command::new("strace").arg("-V").output().is_err() {
        println!("skipped: strace is not installed");
        return;
    }
    let mut run = Run::new(traced);
    // With a group, so that its number is looked up too.
    let group = Command::new("id").arg("-gn").output().expect("a group");
    run.whole(&["--group", String::from_utf8_lossy(&group.stdout).trim()]);
    let traces = fs::read_dir(run.home.path().join("traces")).unwrap().map(|entry| entry.unwrap().path());
    let traces: Vec<String> = traces.map(|path| fs::read_to_string(path).unwrap()).collect();
    let lines: Vec<&str> = traces.iter().flat_map(|trace| trace.lines()).collect();
    let sockets = ["socket", "connect", "bind", "listen", "accept", "accept4"];
    // Programs that it starts are others: git, and what git is wrapped in.
    let other = |line: &&str| call(line) == "execve" && !line.contains(&format!("execve(\"{EMIC}\""));
    let started: Vec<&str> = lines.iter().copied().filter(other).collect();
    let others: BTreeSet<&str> = started.iter().filter_map(|line| line.split_whitespace().next()).collect();
    let opened = lines.iter().filter(|line| sockets.contains(&call(line)));
    let (theirs, own): (Vec<&str>, Vec<&str>) =
        opened.partition(|line| line.split_whitespace().next().is_some_and(|id| others.contains(id)));
    let reached = theirs.iter().filter(|line| line.contains("sa_family=AF_INET")).count();
    let pairs = lines.iter().filter(|line| call(line) == "socketpair").count();
    println!(
        "{} runs traced: {} sockets, {pairs} pairs of ends within the program; {} other programs started (git): {} \
         sockets, {reached} to other machines",
        traces.len(),
        own.len(),
        others.len(),
        theirs.iter().filter(|line| call(line) == "socket").count()
    );
    assert!(own.is_empty() && reached == 0, "{own:#?} {theirs:#?}");
    let told: Vec<_> = started.iter().filter(|line| MARKERS.iter().any(|marker| line.contains(marker))).collect();
    assert!(told.is_empty(), "{told:#?}");

    let paths: BTreeSet<String> = lines.iter().flat_map(|line| written(line)).collect();
    let own = [".local/share/emic", ".config/emic", ".cache/emic", "out/"].map(|name| run.path(name));
    // The way to each folder is made where it is missing.
    let above = [".local", ".local/share", ".config", ".cache"].map(|name| run.path(name));
    let terminal = |path: &str| path.starts_with("/dev/pts/") || ["/dev/tty", "/dev/null", "/dev/ptmx"].contains(&path);
    let is_own = |path: &String| {
        // Relative ones are git's, within the folder it was called in.
        !path.starts_with('/')
            || terminal(path)
            || above.contains(path)
            || own.iter().any(|own| path.starts_with(own.as_str()))
    };
    let elsewhere: Vec<_> = paths.iter().filter(|path| !is_own(path)).collect();
    if paths.is_empty() {
        println!(
            "where was written is not known: only root's strace reads the paths of a program that cannot be dumped"
        );
    }
    println!("{} paths written, {} of them outside its folders", paths.len(), elsewhere.len());
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
    assert!(fs::read_dir(run.home.path().join("passing")).unwrap().next().is_none(), "nothing stays in passing");
}

#[test]
fn words_of_an_interview_stand_in_the_projects_files_alone() {
    let mut run = Run::new(|_, _| with_umask("022"));
    run.whole(&[]);
    let project = run.path(".local/share/emic/projects/peers");
    let holds = |path: &PathBuf, marker: &str| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(marker.len()).any(|part| part == marker.as_bytes())
    };
    let own = [format!("{project}/texts"), format!("{project}/cache"), run.path(".local/share/emic/vault")];
    let elsewhere = run.made().into_iter().filter(|path| {
        let name = path.to_string_lossy();
        let is_asked = name.starts_with(run.path("out").as_str()) || name.starts_with(&format!("{project}/.git"));
        let is_draft = name.starts_with(&format!("{project}/place/")) && name.contains("-drafts/");
        path.is_file() && !is_asked && !is_draft && !own.iter().any(|own| name.starts_with(own.as_str()))
    });
    let told: Vec<_> = elsewhere.filter(|path| MARKERS.iter().any(|marker| holds(path, marker))).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn no_core_is_left_behind() {
    let home = home();
    let line = opened(home.path(), Tie::Session);
    let id = line.id().as_raw_nonzero();
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let core: Vec<&str> =
        limits.lines().find(|line| line.starts_with("Max core")).unwrap().split_whitespace().collect();
    assert_eq!(core, ["Max", "core", "file", "size", "0", "0", "bytes"]);
    // What cannot be dumped belongs to root, whoever runs it.
    assert_eq!(fs::metadata(format!("/proc/{id}/environ")).unwrap().uid(), 0);
}

/// A machine whose policy says this, and a person who chose otherwise wherever they can.
fn ruled(home: &Path, policy: &str) -> Vec<(&'static str, String)> {
    let file = home.join("policy.ron");
    fs::write(&file, policy).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    for folder in [".config/emic", ".local/share/emic/projects/peers"] {
        fs::create_dir_all(home.join(folder)).unwrap();
        fs::write(home.join(folder).join("config.ron"), "(clipboard: \"osc52\")").unwrap();
    }
    let mut variables = environment(home);
    variables.extend([("EMIC_TEST_POLICY", file.display().to_string()), ("EMIC_CLIPBOARD", "osc52".to_string())]);
    variables
}

#[test]
fn nothing_is_copied_without_the_key_or_against_the_policy() {
    if !cfg!(debug_assertions) {
        println!("skipped: a release build knows no policy but the machine's");
        return;
    }
    let rules = [("()", true), ("(clipboard: false)", false), ("(clipboard: maybe)", false)];
    for (policy, may) in rules {
        let home = home();
        let variables = ruled(home.path(), policy);
        let mut line = Line::start(Tie::Session, OPEN, &variables);
        line.sees(&["Rosa", "saved"]);
        line.does("]ucbe\r", &["Coded", "saved"]);
        line.does("Anoted\x1b", &["Memo kept", "saved"]);
        let copies = |line: &Line| line.bytes.windows(4).filter(|four| four == b"\x1b]52").count();
        assert_eq!(copies(&line), 0, "{policy}: nobody asked");
        line.does("y", &[if may { "Copied" } else { "copying is not allowed on this machine" }]);
        assert_eq!(copies(&line), usize::from(may), "{policy}");
        for command in ["doctor", "config"] {
            let run = Command::new(EMIC).arg(command).env_clear().envs(variables.clone()).output().unwrap();
            let said = String::from_utf8_lossy(&run.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
            let word = if may { "copying allowed" } else { "copying not allowed" };
            assert!(said.contains(word), "{command}: {said}");
            assert_eq!(said.contains("is not understood"), policy.contains("maybe"), "{command}: {said}");
        }
    }
}

#[test]
fn remotes_on_other_machines_are_for_the_policy_to_allow() {
    if !cfg!(debug_assertions) || Command::new("git").arg("--version").output().is_err() {
        println!("skipped: a release build knows no policy but the machine's, or git is not installed");
        return;
    }
    let home = home();
    let shared = home.path().join("shared.git").display().to_string();
    emic(home.path(), &["sync", "--init", &shared, "--project", "peers"]);
    let project = home.path().join(".local/share/emic/projects/peers");
    let refused = |policy: &str, url: &str| {
        let git = Command::new("git").args(["config", "remote.origin.url", url]).current_dir(&project).status();
        assert!(git.unwrap().success());
        let variables = ruled(home.path(), policy);
        let run = Command::new(EMIC).args(["sync", "--project", "peers"]).env_clear().envs(variables).output().unwrap();
        assert!(!run.status.success());
        String::from_utf8_lossy(&run.stderr).into_owned()
    };
    // Nothing listens there, and so git is what refuses.
    let other = "ssh://127.0.0.1:1/peers.git";
    assert!(refused("(other_remotes: true)", other).contains("git could not"));
    assert!(refused("(other_remotes: true)", "ext::sh -c true").contains("other means than ssh or https"));
    for policy in ["()", "(clipboard: true)", "(other_remotes: true"] {
        let said = refused(policy, other);
        assert!(said.contains("is not a folder of this machine") && said.contains("policy.ron"), "{policy}: {said}");
    }
}

#[test]
fn no_network_crate_is_in_the_tree() {
    const NETWORK: &[&str] = &[
        "actix-rt",
        "async-io",
        "async-std",
        "attohttpc",
        "curl",
        "curl-sys",
        "h2",
        "hickory-resolver",
        "http",
        "hyper",
        "isahc",
        "libssh2-sys",
        "minreq",
        "native-tls",
        "openssl",
        "openssl-sys",
        "quinn",
        "reqwest",
        "russh",
        "rustls",
        "smol",
        "socket2",
        "ssh2",
        "tokio",
        "tonic",
        "trust-dns-resolver",
        "tungstenite",
        "ureq",
        "zmq",
    ];
    let lock = include_str!("../../Cargo.lock");
    let packages: Vec<&str> = lock.split("[[package]]").skip(1).collect();
    let name =
        |package: &str| package.lines().find_map(|line| line.strip_prefix("name = ")).map(|name| name.replace('"', ""));
    let names: Vec<String> = packages.iter().filter_map(|package| name(package)).collect();
    let found: Vec<_> = names.iter().filter(|name| NETWORK.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "{found:?}");
    // mio can do both: it comes with crossterm for events that emic does not ask it for.
    let with_mio = packages.iter().filter(|package| package.contains("\n \"mio\""));
    let with_mio: Vec<String> = with_mio.filter_map(|package| name(package)).collect();
    assert_eq!(with_mio, ["crossterm", "signal-hook-mio"]);
    println!("{} crates locked, 0 of {} network crates among them", names.len(), NETWORK.len());
}
