//! Working as a team: joining copies, and keeping in step through a git repository.

use std::collections::BTreeSet;
use std::path::Path;

use clap::{Arg, ArgMatches};

use super::session::talk;
use super::{Command, Failure, Outcome, Session};
use crate::project::{Fold, Op, OpId, Project};
use crate::store::{Came, Folder, GitTrouble, Repository, sharing_with};
use crate::text::count_of;

/// Joins another copy.
pub const JOIN: Command = Command {
    name: "join",
    says: "Take in what was done in another copy of this project",
    examples: &[
        ("emic join /media/stick/peers", "its logs and texts; joining again changes nothing"),
        ("emic join ../peers-of-js --project peers", "into the project peers"),
    ],
    arguments: |command| {
        let other = Arg::new("other").value_name("FOLDER").required(true);
        command.arg(other.help("The folder of the other copy, which is left as it is"))
    },
    run: join,
};

fn join(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let other = matches.get_one::<String>("other").map_or("", String::as_str);
    let before = changes(session)?.ids();
    let folder = session.folder()?;
    let joined = folder.join(&Folder::open(Path::new(other))?)?;
    let now = changes(session)?;
    let came = said_of(now.project(), now.since(&before));
    let (logs, texts) = (count_of(joined.logs, "log"), count_of(joined.texts, "text"));
    talk(&match came {
        None => "nothing new is there".to_string(),
        Some(came) => format!("took in {came} ({logs}, {texts})"),
    });
    now.say_conflicts();
    joined.left.iter().for_each(|left| talk(left));
    Ok(if joined.left.is_empty() { Outcome::Done } else { Outcome::Short })
}

/// All that is known of the project, and all that was done in it.
struct Changes(Fold);

fn changes(session: &Session) -> Result<Changes, Failure> {
    Ok(Changes(session.looking()?.history()?.clone()))
}

impl Changes {
    fn project(&self) -> &Project {
        self.0.project()
    }

    fn ids(&self) -> BTreeSet<OpId> {
        self.0.done().iter().map(|done| done.op.id).collect()
    }

    /// How many changes of whom are not among those.
    fn since(&self, before: &BTreeSet<OpId>) -> Came {
        let new = self.0.done().iter().map(|done| &*done.op).filter(|op| !before.contains(&op.id));
        let new: Vec<Op> = new.cloned().collect();
        self.project().by_coder(&new).into_iter().map(|(coder, ops)| (coder, ops.len())).collect()
    }

    fn say_conflicts(&self) {
        let (refused, twins) = (self.0.conflicts().count(), self.project().twins().len());
        if refused + twins > 0 {
            talk("some of it does not fit together; `emic check` says what, Space ! on the screen puts it right");
        }
    }
}

/// Keeps in step with colleagues.
pub const SYNC: Command = Command {
    name: "sync",
    says: "Share with colleagues through a git repository: commit, pull, push",
    examples: &[
        ("emic sync --init /srv/study/peers.git --group study", "once, by one of you: makes what you share through"),
        ("emic sync", "takes in what colleagues shared, and shares what you did"),
    ],
    arguments: |command| {
        let init = Arg::new("init").long("init").value_name("PATH");
        let group = Arg::new("group").long("group").value_name("GROUP").requires("init");
        let group = group.help("The group of this machine whose members share (else as the project is shared)");
        command.args([init.help("Make a bare repository there, and share through it from now on"), group])
    },
    run: sync,
};

fn sync(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let before = changes(session)?;
    let folder = session.folder()?;
    let group = matches.get_one::<String>("group");
    let sharing = group.map_or_else(|| Ok(folder.sharing().clone()), |group| sharing_with(group))?;
    let repository = match matches.get_one::<String>("init") {
        Some(path) => Repository::init(&folder, Path::new(path), &sharing),
        None => Repository::of(&folder),
    };
    let (repository, who) = (repository?, session.coder());
    let sent = said_of(before.project(), repository.stage(&folder)?);
    repository.commit(&who, sent.as_deref().unwrap_or("No changes of the study"))?;
    let exchanged = repository.exchange(&folder, &who);
    // Git keeps no modes: opening the project closes what it left open.
    drop(Folder::open(folder.path())?);
    exchanged?;
    let now = changes(session)?;
    match (sent, said_of(now.project(), now.since(&before.ids()))) {
        (None, None) => talk("in step: nothing new on either side"),
        (sent, came) => {
            sent.iter().for_each(|sent| talk(&format!("shared {sent}")));
            came.iter().for_each(|came| talk(&format!("took in {came}")));
        }
    }
    now.say_conflicts();
    Ok(Outcome::Done)
}

/// "5 changes of js, 1 change of mk"; nothing where there are none.
fn said_of(project: &Project, came: Came) -> Option<String> {
    let said = came.into_iter().map(|(coder, n)| format!("{} of {}", count_of(n, "change"), project.coder_name(coder)));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}

impl From<GitTrouble> for Failure {
    fn from(trouble: GitTrouble) -> Failure {
        match trouble {
            GitTrouble::Store(error) => error.into(),
            trouble @ (GitTrouble::NoRepository { .. } | GitTrouble::NoRemote) => Failure::Usage(trouble.to_string()),
            trouble => Failure::Refused(trouble.to_string()),
        }
    }
}
