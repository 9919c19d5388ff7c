//! The report of what is new in each interview, and of whether the codebook settled.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::*;
use crate::text::on_one_line;

use super::category::counted;
use super::chance::GENERATOR;
use super::lists::words;
use super::settling::Settling;
use super::trail::label;
use super::{By, Cell, Counting, Kind, Query, Runs, Saturation, Settings, Table, Value, Wrong};

/// An interview, or a person: who is asked what is new.
struct Event {
    title: String,
    opens: Query,
    document: Option<DocumentId>,
    /// Rows of the codebook.
    codes: BTreeSet<usize>,
}

/// For every document in the analyst's order (for every person, as they first speak) the codes first applied there, how
/// many there are by then, and the run behind it; for documents, from the log, what was changed in the codebook after
/// each was coded. Whether that is enough, the analyst says, and what was said stands below.
///
/// Codes that were given beforehand are not counted as new; where there are any, all codes are counted beside.
pub(super) fn table(
    project: &Project,
    log: Option<&Fold>,
    texts: &dyn Texts,
    settings: &Settings,
) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let events = match &settings.by {
        None | Some(By::Document) => documents(&counting),
        Some(By::Case) => people(&counting),
        Some(other) => {
            let wanted = "document or case".to_string();
            return Err(Wrong::Value { key: "by", value: other.word(project), wanted });
        }
    };
    let rows = project.codebook().rows();
    let given = |row: &usize| is_given(project, rows[*row].code);
    let any_given = events.iter().any(|event| event.codes.iter().any(given));
    let from_data: Vec<BTreeSet<usize>> =
        events.iter().map(|event| event.codes.iter().copied().filter(|row| !given(row)).collect()).collect();
    let found = Saturation::of(&from_data, settings.runs);
    let shares = Saturation::by_chance(&from_data, settings.runs, (settings.orders, settings.seed));
    let settling = log.filter(|_| settings.by.as_ref().is_none_or(|by| *by == By::Document)).map(Settling::of);

    let mut table = columns(settings, any_given);
    let (mut seen, mut all) = (BTreeSet::new(), BTreeSet::new());
    for (place, event) in events.iter().enumerate() {
        let run = (place + 1).checked_sub(settings.runs.base).and_then(|nth| found.runs.get(nth));
        let new: Vec<usize> = from_data[place].iter().copied().filter(|&row| seen.insert(row)).collect();
        let which: Vec<String> = new.iter().map(|&row| project.code_path(rows[row].code).join(" > ")).collect();
        let mut cells = vec![
            Cell::from(event.title.as_str()),
            Cell::from(new.len() as u64).opening(event.opens.clone()),
            Cell::from(seen.len() as u64),
        ];
        if any_given {
            let new = event.codes.iter().filter(|&&row| all.insert(row)).count();
            cells.extend([Cell::from(new as u64), Cell::from(all.len() as u64)]);
        }
        cells.extend([
            run.map_or(Cell::from(Value::Blank), |run| Cell::from(run.new as u64)),
            run.map_or(Cell::from(Value::Blank), |run| Cell::from(Value::Share(run.ratio))),
        ]);
        if let Some(document) = event.document {
            let made = settling.as_ref().map(|settling| settling.after(document));
            cells.push(made.map_or(Cell::from(Value::Undefined), |(acts, _)| Cell::from(acts)));
            cells.push(words(made.map_or_else(String::new, |(_, kinds)| kinds.to_string())));
        }
        cells.extend(shares[place + 1].map(|share| Cell::from(Value::Share(share))));
        cells.push(words(which.join(", ")));
        table.rows.push(cells);
    }
    table.notes = notes(project, &found, settings, any_given);
    table.notes.extend(settling.and_then(|settling| settling.before_any()));
    table.notes.extend(judged(project, log, texts));
    table.notes.push(counted(&counting));
    Ok(table)
}

fn is_given(project: &Project, code: CodeId) -> bool {
    project.code(code).is_some_and(|code| code.given)
}

fn columns(settings: &Settings, any_given: bool) -> Table {
    let people = settings.by == Some(By::Case);
    let (key, title) = if people { ("case", "Person") } else { ("document", "Document") };
    let says = format!("New codes by {}", title.to_lowercase());
    let mut table = Table { report: "saturation", title: says, ..Table::default() };
    table.column(key, title, Kind::Words);
    table.column("new", "new codes", Kind::Numbers);
    table.column("codes", "codes so far", Kind::Numbers);
    if any_given {
        table.column("all_new", "new, given ones too", Kind::Numbers);
        table.column("all_codes", "so far, given ones too", Kind::Numbers);
    }
    table.column("run_new", "new in the run behind it", Kind::Numbers);
    table.column("run_ratio", "of the base", Kind::Numbers);
    if !people {
        table.column("changes", "changes of the codebook", Kind::Numbers);
        table.column("kinds", "of what kind", Kind::Words);
    }
    if settings.orders > 0 {
        table.column("orders", "% of random orders", Kind::Numbers);
    }
    table.column("new_codes", "which", Kind::Words);
    table
}

fn documents(counting: &Counting) -> Vec<Event> {
    let project = counting.project();
    let event = |&id: &DocumentId| Event {
        title: project.document(id).map_or_else(String::new, |document| document.title.clone()),
        opens: Query { document: Some(id), ..counting.query() },
        document: Some(id),
        codes: counting.codings_in(id).map(|(.., row)| row).collect(),
    };
    project.document_order().iter().map(event).collect()
}

/// The people in the order in which they are first heard.
fn people(counting: &Counting) -> Vec<Event> {
    let project = counting.project();
    let mut places: BTreeMap<Person, usize> = BTreeMap::new();
    let mut events: Vec<Event> = Vec::new();
    let mut here = Vec::new();
    for &id in project.document_order() {
        let Some(document) = project.document(id).filter(|document| document.kind.yields_respondents()) else {
            continue;
        };
        let heard = document.turns.iter().filter_map(|turn| project.person_of(id, turn.speaker));
        for person in heard {
            places.entry(person).or_insert_with(|| {
                let opens = Query { person: Some(person), ..counting.query() };
                let title = project.person_name(person);
                events.push(Event { title, opens, document: None, codes: BTreeSet::new() });
                events.len() - 1
            });
        }
        let respondents = project.respondents_in(id);
        for (span, _, row) in counting.codings_in(id) {
            respondents.of(span, &mut here);
            for place in here.iter().filter_map(|person| places.get(person)) {
                events[*place].codes.insert(row);
            }
        }
    }
    events
}

fn notes(project: &Project, found: &Saturation, settings: &Settings, any_given: bool) -> Vec<String> {
    let mut notes = vec![said(found, settings)];
    if any_given {
        let count = project.codebook().rows().iter().filter(|row| is_given(project, row.code)).count();
        notes.push(format!(
            "codes given beforehand ({count} in the codebook) are not new; the columns with given ones count all"
        ));
    }
    if settings.orders > 0 {
        notes.push(format!(
            "% of random orders: of {} ({GENERATOR}, seed {}), those in which few new codes come after so many or fewer",
            settings.orders, settings.seed
        ));
    }
    notes
}

/// What the runs show, as evidence.
fn said(found: &Saturation, settings: &Settings) -> String {
    let Runs { base, run, threshold } = settings.runs;
    let whom = if settings.by == Some(By::Case) { "people" } else { "documents" };
    let share = Value::Share(threshold).shown();
    match (found.base, found.after) {
        _ if found.new.len() < base + run => format!("fewer than {} {whom}: no run can be looked at", base + run),
        (None, _) => format!("the first {base} {whom} have no code: no run can be looked at"),
        (Some(codes), Some(after)) => format!(
            "after {after} {whom} the next {run} brought at most {share} of the {codes} codes of the first {base} ({after}+{run})"
        ),
        (Some(codes), None) => {
            format!("every run of {run} {whom} brought more than {share} of the {codes} codes of the first {base}")
        }
    }
}

/// What the analysts say of it, each with the day on which it was last written, where the log tells.
fn judged(project: &Project, log: Option<&Fold>, texts: &dyn Texts) -> Vec<String> {
    let judgements: Vec<(MemoId, &Memo)> =
        project.memos().filter(|(_, memo)| memo.kind == MemoKind::Sufficiency).collect();
    if judgements.is_empty() {
        return vec!["whether enough was heard, nobody has said yet: a memo of the kind sufficiency does".to_string()];
    }
    let mut written: BTreeMap<MemoId, i64> = BTreeMap::new();
    for done in log.iter().flat_map(|log| log.done()).filter(|done| done.took()) {
        if let Edit::AddMemo { memo, .. } | Edit::WriteMemo { memo, .. } = done.op.edit {
            written.insert(memo, done.op.at);
        }
    }
    let said = |(id, memo): (MemoId, &Memo)| {
        let words = texts.text(memo.text).map_or_else(String::new, |text| on_one_line(text.as_str()));
        let day = written.get(&id).map_or_else(String::new, |&at| format!(" on {}", label(at, "%Y-%m-%d")));
        format!("said by {}{day}: {words}", project.coder_name(memo.coder))
    };
    judgements.into_iter().map(said).collect()
}
