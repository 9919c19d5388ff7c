//! What became of everything in a file, as a table.

use crate::analysis::{Cell, Column, Kind, Table};
use crate::exchange::{Fate, Fidelity};

/// A row for every kind of thing that was understood, and one for each thing that was changed or left out.
pub fn fidelity_table(fidelity: &Fidelity, title: String) -> Table {
    let column = |(name, kind): (&str, Kind)| Column { key: name.to_string(), title: name.to_string(), kind };
    let columns = [("outcome", Kind::Words), ("what", Kind::Words), ("n", Kind::Numbers), ("name", Kind::Words)];
    let mut table = Table { report: "fidelity", title, columns: columns.map(column).into(), ..Table::default() };
    for finding in fidelity.findings() {
        let row = |count: usize, name: &str| {
            let (outcome, what) = (finding.fate.word(), finding.what.as_ref());
            vec![Cell::from(outcome), Cell::from(what), Cell::from(count as u64), Cell::from(name)]
        };
        if finding.fate == Fate::Understood {
            table.rows.push(row(finding.count, &finding.names.join("; ")));
            continue;
        }
        table.rows.extend(finding.names.iter().map(|name| row(1, name)));
        let unnamed = finding.count - finding.names.len();
        if unnamed > 0 {
            table.rows.push(row(unnamed, "… and so many more"));
        }
    }
    table
}
