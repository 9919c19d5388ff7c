//! Mentions of every code from phase to phase: a count, not yet a finding about change.

use std::collections::BTreeSet;

use crate::project::*;

use super::axis::taking_part;
use super::category::{code_columns, counted, heading};
use super::crosstab::crossings;
use super::{Axis, By, Cell, Counting, Crossing, Kind, Place, Query, Reach, Settings, Table, Value, Wrong, sweep};

/// So many people of so many spoke of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Those who did.
    pub respondents: u64,
    /// All who were interviewed.
    pub people: u64,
}

/// The word for how mentions go from one phase to the next (after Saldaña 2003): by shares of people, which are
/// compared exactly.
pub fn direction(before: Mentions, after: Mentions) -> &'static str {
    let (one, other) = (before.respondents * after.people, after.respondents * before.people);
    match (before.respondents, after.respondents) {
        _ if before.people == 0 || after.people == 0 => "no data",
        (0, 0) => "absent",
        (0, _) => "emerges",
        (_, 0) => "ceases",
        _ if one == other => "constant",
        _ if one < other => "increases",
        _ => "decreases",
    }
}

/// What else can be said of a row of phases: shares that only rise, a step that stands out, one person alone.
fn pattern(phases: &[Mentions], people: usize) -> String {
    let shares: Vec<f64> =
        phases.iter().filter(|it| it.people > 0).map(|it| it.respondents as f64 / it.people as f64).collect();
    let steps: Vec<f64> = shares.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mean = steps.iter().map(|step| step.abs()).sum::<f64>() / steps.len().max(1) as f64;
    let mut words = Vec::new();
    if steps.len() > 1 && steps.iter().all(|step| *step >= 0.0) && steps.iter().any(|step| *step > 0.0) {
        words.push("cumulative");
    }
    if steps.len() > 1 && mean > 0.0 && steps.iter().any(|step| step.abs() >= 2.0 * mean - 1e-12) {
        words.push("surge?");
    }
    if people == 1 {
        words.push("one person");
    }
    words.join(", ")
}

/// The people who were interviewed in both of two phases, by when they spoke of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// In both phases.
    pub kept: u64,
    /// In the later one alone.
    pub gained: u64,
    /// In the earlier one alone.
    pub lost: u64,
    /// In neither.
    pub never: u64,
}

impl Panel {
    /// Sorts people (of both phases) by whether they spoke of it in each.
    pub fn of(people: &BTreeSet<Person>, before: &BTreeSet<Person>, after: &BTreeSet<Person>) -> Panel {
        let mut panel = Panel::default();
        for person in people {
            *match (before.contains(person), after.contains(person)) {
                (true, true) => &mut panel.kept,
                (false, true) => &mut panel.gained,
                (true, false) => &mut panel.lost,
                (false, false) => &mut panel.never,
            } += 1;
        }
        panel
    }
}

/// The phases of a study, in order, with who was interviewed in each and who spoke of what.
struct Phases {
    names: Vec<String>,
    /// By phase.
    interviewed: Vec<BTreeSet<Person>>,
    /// By row of the codebook, then by phase; sorted.
    spoke: Vec<Vec<Vec<Person>>>,
}

impl Phases {
    fn of(counting: &Counting, axis: &Axis, phase: AttributeId, reach: Reach) -> Phases {
        let project = counting.project();
        let named = |place: &Place| match place {
            Place::Values(values) => values.first().and_then(|(_, value)| value.clone()),
            _ => None,
        };
        let names: Vec<String> = axis.columns().iter().filter_map(|column| named(&column.place)).collect();
        let phase_of = |id| {
            let value = project.value(phase, Subject::Document(id), None)?;
            names.iter().position(|name| name == value)
        };
        let mut interviewed = vec![BTreeSet::new(); names.len()];
        for (document, _, person) in taking_part(project) {
            if let Some(phase) = phase_of(document) {
                interviewed[phase].insert(person);
            }
        }
        let mut spoke = vec![vec![Vec::new(); names.len()]; project.codebook().rows().len()];
        let mut here: (Option<DocumentId>, Option<usize>) = (None, None);
        sweep(counting, |seen| {
            if here.0 != Some(seen.document) {
                here = (Some(seen.document), phase_of(seen.document));
            }
            let Some(phase) = here.1 else { return };
            let rows = if reach == Reach::Own { seen.own } else { seen.subtree };
            rows.iter().for_each(|&row| spoke[row][phase].extend(seen.respondents));
        });
        for people in spoke.iter_mut().flatten() {
            people.sort_unstable();
            people.dedup();
        }
        Phases { names, interviewed, spoke }
    }

    /// Who spoke of a row of the codebook in any phase.
    fn ever_spoke(&self, row: usize) -> usize {
        self.spoke[row].iter().flatten().collect::<BTreeSet<_>>().len()
    }

    /// Those interviewed in the first phase and in the last.
    fn panel(&self, row: usize) -> Option<(u64, Panel)> {
        let (first, last) = (self.interviewed.first()?, self.interviewed.last().filter(|_| self.names.len() > 1)?);
        let people: BTreeSet<Person> = first.intersection(last).copied().collect();
        let spoke = |place: usize| self.spoke[row][place].iter().copied().collect();
        Some((people.len() as u64, Panel::of(&people, &spoke(0), &spoke(self.names.len() - 1))))
    }
}

/// For every code, for each value of one attribute and for all: who spoke of it in each phase and in how many excerpts,
/// and the direction from each phase to the next; then the people interviewed in the first phase and the last.
pub(super) fn table(project: &Project, _: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let phase = settings.phase.or_else(|| super::axis::phases(project)).ok_or(Wrong::NoPhases)?;
    let reach = settings.reach()?;
    let counting = settings.counting(project);
    let all = Axis::new(project, &By::Attributes(vec![phase]));
    let phases = Phases::of(&counting, &all, phase, reach);
    if phases.names.is_empty() {
        return Err(Wrong::NoPhases);
    }
    let attributes = match &settings.by {
        Some(By::Attributes(attributes)) => &attributes[..],
        _ => &[],
    };
    let grouped = Axis::new(project, &By::Attributes([&[phase][..], attributes].concat()));
    // Without groups there is nothing but all of them.
    let axes = if attributes.is_empty() { vec![&all] } else { vec![&all, &grouped] };
    let counted_in: Vec<_> = axes.into_iter().map(|axis| (axis, crossings(&counting, axis, reach))).collect();
    // The parts of the table: what each is called, whether it counts all, and the column of each phase there.
    let mut parts: Vec<(String, usize, Vec<Option<usize>>)> = Vec::new();
    if !attributes.is_empty() {
        for group in Axis::new(project, &By::Attributes(attributes.to_vec())).columns() {
            parts.push((format!("{} ", group.title), 1, columns_of(&grouped, &phases.names, &group.place)));
        }
    }
    let columns = columns_of(&all, &phases.names, &Place::Values(Vec::new()));
    parts.push((if parts.is_empty() { String::new() } else { "all ".to_string() }, 0, columns));
    let mut table = code_columns("phases", "Mentions by phase".to_string());
    parts.iter().for_each(|(name, ..)| add_columns(&mut table, name, &phases.names));
    for word in ["people", "kept", "gained", "lost", "never"] {
        table.column(format!("panel.{word}"), format!("panel {word}"), Kind::Numbers);
    }
    for (place, row) in project.codebook().rows().iter().enumerate() {
        let query = Query { code: Some(row.code), reach, ..counting.query() };
        let mut cells = vec![heading(project, row.code)];
        for (_, which, columns) in &parts {
            let (axis, counts) = &counted_in[*which];
            cells.extend(cells_of(axis, columns, &counts[place], &query, &phases, place));
        }
        match phases.panel(place) {
            Some((people, Panel { kept, gained, lost, never })) => {
                cells.extend([people, kept, gained, lost, never].map(Cell::from));
            }
            None => cells.extend([(); 5].map(|()| Cell::from(Value::Undefined))),
        }
        table.rows.push(cells);
    }
    table
        .notes
        .push("a direction is one of mentions: whether a topic was asked in both phases is not known here".into());
    table.notes.push("panel: people interviewed in the first phase and in the last".into());
    table.notes.push(counted(&counting));
    Ok(table)
}

fn add_columns(table: &mut Table, group: &str, phases: &[String]) {
    for phase in phases {
        for word in ["respondents", "people", "excerpts"] {
            table.column(format!("{group}{phase}.{word}"), format!("{group}{phase} {word}"), Kind::Numbers);
        }
    }
    for pair in phases.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        table.column(format!("{group}{from}-{to}"), format!("{group}{from} to {to}"), Kind::Words);
    }
    table.column(format!("{group}pattern"), format!("{group}pattern"), Kind::Words);
}

/// The column of each phase for one group; nothing where nobody of it was interviewed in that phase.
fn columns_of(axis: &Axis, phases: &[String], group: &Place) -> Vec<Option<usize>> {
    let Place::Values(group) = group else { return vec![None; phases.len()] };
    let fits = |phase: &String, place: &Place| match place {
        Place::Values(values) => values[0].1.as_ref() == Some(phase) && values[1..] == group[..],
        _ => false,
    };
    phases.iter().map(|phase| axis.columns().iter().position(|column| fits(phase, &column.place))).collect()
}

fn cells_of(
    axis: &Axis,
    columns: &[Option<usize>],
    counts: &[Crossing],
    query: &Query,
    phases: &Phases,
    row: usize,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut mentions = Vec::new();
    for &column in columns {
        let Some(column) = column else {
            mentions.push(Mentions::default());
            cells.extend([Cell::from(0), Cell::from(0), Cell::from(0)]);
            continue;
        };
        let (Crossing { excerpts, respondents }, people) = (counts[column], axis.columns()[column].people);
        mentions.push(Mentions { respondents, people });
        let opens = axis.narrow(column, query);
        cells.push(Cell::from(respondents).opening(opens.clone()));
        cells.push(Cell::from(people));
        cells.push(Cell::from(excerpts).opening(opens));
    }
    cells.extend(mentions.windows(2).map(|pair| Cell::from(direction(pair[0], pair[1]))));
    cells.push(Cell::from(pattern(&mentions, phases.ever_spoke(row)).as_str()));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_go_by_shares_of_people() {
        let of = |respondents, people| Mentions { respondents, people };
        assert_eq!(direction(of(3, 4), of(2, 4)), "decreases");
        assert_eq!(direction(of(2, 4), of(3, 6)), "constant", "as many of more people are a smaller share");
        assert_eq!(direction(of(0, 4), of(1, 4)), "emerges");
        assert_eq!(direction(of(1, 4), of(0, 4)), "ceases");
        assert_eq!(direction(of(0, 4), of(0, 3)), "absent");
        assert_eq!(direction(of(0, 0), of(1, 3)), "no data");
    }

    #[test]
    fn more_than_two_phases_may_have_a_pattern() {
        let of = |respondents: &[u64]| {
            respondents.iter().map(|&respondents| Mentions { respondents, people: 10 }).collect::<Vec<_>>()
        };
        assert_eq!(pattern(&of(&[1, 2, 2, 3]), 5), "cumulative");
        assert_eq!(pattern(&of(&[1, 1, 9, 9]), 9), "cumulative, surge?");
        assert_eq!(pattern(&of(&[3, 1]), 1), "one person");
    }
}
