//! The audit trail: what was done, by whom, when, and why; what stood there before, and what does now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Kind, Table, links::named};
use crate::project::*;
use crate::text::{fold as folded, typed_parts};

/// Which acts are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailQuery {
    /// By this coder.
    pub by: Option<CoderId>,
    /// About this; about a document or code, what is coded there or so too.
    pub about: Option<Target>,
    /// Labelled with this time or later (UTC, milliseconds since 1970).
    pub since: Option<i64>,
    /// Labelled with this time or earlier.
    pub until: Option<i64>,
    /// With all of these in what is said of them, whatever their capitals and accents.
    pub words: Vec<String>,
}

/// The keys of a query, with what each takes.
pub const TRAIL_KEYS: &[(&str, &str)] = &[
    ("by", "a coder's name"),
    ("about", "a document, lines of one as \"FG2 107-109\", a code, a person"),
    ("since", "a day or time (UTC), as 2026-11-28"),
    ("until", "a day or time (UTC), to its end"),
];

impl TrailQuery {
    /// What is typed: words, and the keys, as `by:mk about:Stigma since:2026-11-28`; a name with blanks stands
    /// in quotes.
    ///
    /// # Errors
    /// A name that stands for nothing here, or no time: which.
    pub fn typed(project: &Project, typed: &str) -> Result<TrailQuery, String> {
        let mut query = TrailQuery::default();
        for part in typed_parts(typed) {
            match part.split_once(':') {
                Some(("by", name)) => {
                    let coder = project.coders().find(|(_, coder)| coder.name == name);
                    query.by = Some(coder.ok_or_else(|| format!("no coder is called {name}"))?.0);
                }
                Some(("about", name)) => {
                    let about = named(project, name);
                    query.about = Some(about.ok_or_else(|| format!("nothing here is called {name}"))?);
                }
                Some(("since", time)) => query.since = Some(time_of(time)?.0),
                Some(("until", time)) => query.until = Some(time_of(time)?.1),
                _ => query.words.push(folded(&part)),
            }
        }
        Ok(query)
    }

    fn answers(&self, project: &Project, op: &Op) -> bool {
        self.by.is_none_or(|by| project.coder_of(by) == project.coder_of(op.by))
            && self.since.is_none_or(|since| op.at >= since)
            && self.until.is_none_or(|until| op.at <= until)
            && self.about.is_none_or(|about| project.concerns(&op.edit, about))
    }

    fn says(&self, cells: &[String]) -> bool {
        self.words.is_empty() || {
            let said = folded(&cells.join(" "));
            self.words.iter().all(|word| said.contains(word.as_str()))
        }
    }
}

fn table(title: &str, columns: &[(&str, &str)]) -> Table {
    let mut table = Table { report: "log", title: title.to_string(), ..Table::default() };
    for &(key, title) in columns {
        table.column(key, title, Kind::Words);
    }
    table
}

/// A time (UTC, milliseconds since 1970) as it is written.
pub(super) fn label(at: i64, format: &str) -> String {
    let at = jiff::Timestamp::from_millisecond(at);
    at.map_or_else(|_| String::new(), |at| at.strftime(format).to_string())
}

/// What a change says of itself, of what stood there before, and of what stands there after it.
fn said(project: &Project, op: &Op) -> [String; 3] {
    let before = op.was.as_deref().and_then(|was| say_before(project, was));
    let after = before.as_ref().and_then(|_| say_before(project, &op.edit));
    [say(project, &op.edit), before.unwrap_or_default(), after.unwrap_or_default()]
}

fn state(op: &Op, took: bool, taken: &BTreeSet<OpId>) -> &'static str {
    match (took, taken.contains(&op.id)) {
        (false, _) => "no effect",
        (true, true) => "taken back",
        (true, false) => "",
    }
}

/// The last so many changes that are meant, the latest first.
pub fn trail(fold: &Fold, query: &TrailQuery, most: usize) -> Table {
    let mut table = table(
        "audit trail",
        &[
            ("at", "when (UTC)"),
            ("coder", "who"),
            ("change", "what"),
            ("before", "before"),
            ("after", "after"),
            ("why", "why"),
            ("state", "now"),
            ("id", "id"),
            ("act", "act"),
            ("undoes", "takes back"),
        ],
    );
    let (project, taken) = (fold.project(), fold.taken_back());
    // One change of an act carries the reason for all of them.
    let whys: BTreeMap<OpId, &str> =
        fold.done().iter().filter_map(|done| Some((done.op.gesture.first, done.op.why.as_deref()?))).collect();
    let mut more = 0;
    for done in fold.done().iter().rev().filter(|done| query.answers(project, &done.op)) {
        let op = &done.op;
        let [what, before, after] = said(project, op);
        let why = whys.get(&op.gesture.first).copied().unwrap_or_default();
        let mut cells = vec![label(op.at, "%Y-%m-%d %H:%M:%S"), project.coder_name(op.by).to_string()];
        cells.extend([what, before, after, why.to_string(), state(op, done.took(), &taken).to_string()]);
        if !query.says(&cells) {
            continue;
        }
        if table.rows.len() == most {
            more += 1;
            continue;
        }
        cells.extend([op.id.to_string(), op.gesture.first.to_string()]);
        cells.push(op.undoes.map_or_else(String::new, |undone| undone.to_string()));
        table.rows.push(cells.iter().map(|cell| Cell::from(cell.as_str())).collect());
    }
    if more > 0 {
        table.notes.push(format!("the last {most} of {} changes; `emic log` has them all", most + more));
    }
    table
}

/// How an act that takes another back reads: what was done first, and whether it now stands again.
fn undoing(project: &Project, undone: &BTreeMap<OpId, &Act>, act: &Act) -> Option<String> {
    let act = undone.get(&act.gist().undoes?)?;
    Some(match act.gist().undoes.and_then(|first| undone.get(&first)) {
        Some(first) => format!("did again: {}", first.said(project)),
        None => format!("took back: {}", act.said(project)),
    })
}

/// The last so many acts that are meant, the latest first, each with its first change.
pub fn acts(fold: &Fold, query: &TrailQuery, most: usize) -> (Table, Vec<OpId>) {
    let mut table = table(
        "audit trail",
        &[
            ("at", "when (UTC)"),
            ("coder", "who"),
            ("state", "now"),
            ("change", "what"),
            ("before", "before"),
            ("why", "why"),
        ],
    );
    let (project, taken) = (fold.project(), fold.taken_back());
    let mut firsts = Vec::new();
    let all = fold.acts();
    let undoes: BTreeSet<OpId> = fold.done().iter().filter_map(|done| done.op.undoes).collect();
    let of_changes = all.iter().flat_map(|act| act.changes().iter().map(move |done| (done.op.id, act)));
    let undone: BTreeMap<OpId, &Act> = of_changes.filter(|(id, _)| undoes.contains(id)).collect();
    for act in all.iter().rev() {
        if !act.changes().iter().any(|done| query.answers(project, &done.op)) {
            continue;
        }
        let gist = act.gist();
        let [_, before, _] = said(project, gist);
        let what = undoing(project, &undone, act).unwrap_or_else(|| act.said(project));
        let cells = [
            label(gist.at, "%Y-%m-%d %H:%M"),
            project.coder_name(gist.by).to_string(),
            state(gist, act.took_effect(), &taken).to_string(),
            what,
            before,
            act.why().unwrap_or_default().to_string(),
        ];
        if !query.says(&cells) {
            continue;
        }
        if firsts.len() == most {
            table.notes.push(format!("the last {most} acts; f narrows the list, `emic log` has them all"));
            break;
        }
        table.rows.push(cells.iter().map(|cell| Cell::from(cell.as_str())).collect());
        firsts.push(act.first().id);
    }
    (table, firsts)
}
