//! How far each document is coded, and which turns nobody has coded yet.

use crate::project::{DocumentId, Project, Texts};

use super::category::counted;
use super::{Cell, Column, Counting, Kind, Opens, Query, Settings, Table, Value, Wrong, runs_in};

/// How far one document is coded. Turns without words count nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineByLine {
    /// Characters that any code covers.
    pub coded: u64,
    /// Turns of participants.
    pub turns: u64,
    /// Those without a coded character, by place among all turns of the document, from 0.
    pub uncoded: Vec<usize>,
    /// Turns of everybody else.
    pub other_turns: u64,
    /// Those with a coded character.
    pub other_coded: u64,
}

/// Looks through one document.
pub fn line_by_line(counting: &Counting, document: DocumentId) -> LineByLine {
    let project = counting.project();
    let runs = runs_in(counting, document);
    let mut found = LineByLine { coded: runs.iter().map(|run| u64::from(run.len())).sum(), ..LineByLine::default() };
    let turns = project.document(document).map(|document| document.turns.clone()).unwrap_or_default();
    for (place, turn) in turns.iter().enumerate().filter(|(_, turn)| turn.body < turn.end) {
        let run = runs.get(runs.partition_point(|run| run.end() <= turn.body));
        let coded = run.is_some_and(|run| run.start() < turn.end);
        if project.person_of(document, turn.speaker).is_none() {
            found.other_turns += 1;
            found.other_coded += u64::from(coded);
            continue;
        }
        found.turns += 1;
        if !coded {
            found.uncoded.push(place);
        }
    }
    found
}

/// For every document the characters coded, the turns of participants, and the numbers of those turns
/// that are not coded (from 1, all turns of the document counted).
pub(super) fn table(project: &Project, _: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = Counting::new(project, settings.layer);
    let column = |key: &str, title: &str, kind| Column { key: key.to_string(), title: title.to_string(), kind };
    let columns = vec![
        column("document", "Document", Kind::Words),
        column("characters", "characters", Kind::Numbers),
        column("coded_characters", "coded", Kind::Numbers),
        column("coded_share", "% coded", Kind::Numbers),
        column("participant_turns", "participants' turns", Kind::Numbers),
        column("coded_turns", "coded turns", Kind::Numbers),
        column("coded_turns_share", "% turns coded", Kind::Numbers),
        column("other_turns", "other turns", Kind::Numbers),
        column("other_coded_turns", "other coded turns", Kind::Numbers),
        column("uncoded_turns", "uncoded turns, by number", Kind::Words),
    ];
    let row = |id: DocumentId| {
        let document = project.document(id)?;
        let found = line_by_line(&counting, id);
        let query = Query { layer: settings.layer, document: Some(id), ..Query::default() };
        let coded_turns = found.turns - found.uncoded.len() as u64;
        let first = found.uncoded.first().and_then(|&place| document.turns.get(place));
        let first = first.map(|turn| Opens::Place(id, turn.body));
        let uncoded = found.uncoded.iter().map(|&place| place as u64 + 1).collect();
        Some(vec![
            Cell::from(document.title.as_str()),
            Cell::from(u64::from(document.characters)),
            Cell::from(found.coded).opening(query),
            Cell::from(Value::share(found.coded, u64::from(document.characters))),
            Cell::from(found.turns),
            Cell::from(coded_turns),
            Cell::from(Value::share(coded_turns, found.turns)),
            Cell::from(found.other_turns),
            Cell::from(found.other_coded),
            Cell { value: Value::Numbers(uncoded), opens: first },
        ])
    };
    Ok(Table {
        report: "line-by-line",
        title: "How far the documents are coded".to_string(),
        settings: Vec::new(),
        columns,
        rows: project.document_order().iter().filter_map(|&id| row(id)).collect(),
        notes: vec!["turns without words are left out".to_string(), counted(&counting)],
    })
}
