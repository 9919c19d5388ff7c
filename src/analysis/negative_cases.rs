//! Negative cases: for every claim the evidence on each side, who does not fit, and how it was searched for.

use std::collections::BTreeSet;

use crate::project::*;

use super::lists::words;
use super::{Cell, Kind, Query, Settings, Table, Value, Wrong};

/// For every theme the distinct passages that stand for it, against it, and that qualify it, coded or not, and the
/// people who speak in each of these; the negative cases with what was done to the claim; and how often and how
/// counter-evidence was last searched for.
///
/// No rate is made of them: evidence is not a sample. A claim for which no search was made says `not searched`, not 0.
pub(super) fn table(project: &Project, _: &dyn Texts, _: &Settings) -> Result<Table, Wrong> {
    let table = themes(project);
    if table.rows.is_empty() {
        return Err(Wrong::Nothing("no theme yet; t puts a passage for or against a claim".to_string()));
    }
    Ok(table)
}

/// The same, without a row where there is no theme: the rows in the order of `Project::themes`.
pub fn themes(project: &Project) -> Table {
    let title = "Themes and negative cases".to_string();
    let mut table = Table { report: "negative-cases", title, ..Table::default() };
    table.column("claim", "claim", Kind::Words);
    for stand in Stand::ALL {
        let word = stand.word();
        table.column(format!("{word}.excerpts"), format!("{word}: excerpts"), Kind::Numbers);
        table.column(format!("{word}.respondents"), format!("{word}: respondents"), Kind::Numbers);
    }
    table.column("negative_cases", "negative cases", Kind::Words);
    table.column("searches", "searches", Kind::Numbers);
    table.column("last_search", "last search", Kind::Words);
    table.rows = project.themes().map(|(id, theme)| row(project, id, theme)).collect();
    let unsearched = project.themes().filter(|(id, _)| project.searches(*id).is_empty()).count();
    table.notes = vec![
        "excerpts are distinct passages, coded or not; respondents are the people who speak in them".to_string(),
        format!("themes: {}, not searched for counter-evidence: {unsearched}", table.rows.len()),
    ];
    table
}

fn row(project: &Project, id: ThemeId, theme: &Theme) -> Vec<Cell> {
    let mut cells = vec![words(theme.claim.as_str())];
    for stand in Stand::ALL {
        let passages: Vec<_> = project.stands(id).filter(|(.., other)| *other == stand).collect();
        let people = passages.iter().flat_map(|&(document, span, _)| project.respondents(document, span));
        let people: BTreeSet<Person> = people.collect();
        let query = Query { theme: Some(id), stand: Some(stand), ..Query::default() };
        let counts = [passages.len(), people.len()];
        cells.extend(counts.map(|n| Cell::from(n as u64).opening(query.clone())));
    }
    let negative = project.negative_cases(id).into_iter();
    let negative = negative.map(|(who, done)| format!("{} ({})", project.misfit_words(&who), done.word()));
    cells.push(words(negative.collect::<Vec<_>>().join("; ")));
    let searches = project.searches(id);
    cells.push(match searches.len() {
        0 => Value::Words("not searched".to_string()).into(),
        n => Cell::from(n as u64),
    });
    cells.push(words(searches.last().map_or_else(String::new, |(_, search)| last_search(project, search))));
    cells
}

fn last_search(project: &Project, search: &Search) -> String {
    let at = jiff::Timestamp::from_millisecond(search.at).map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
    let who = project.coder_name(search.coder);
    format!("{} {who}: {} ({} found)", at.unwrap_or_default(), search.query, search.found).trim_start().to_string()
}
