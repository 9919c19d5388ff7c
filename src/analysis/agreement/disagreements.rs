//! Every passage on which two coders differ, code by code, and how they do.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::abreast;
use crate::analysis::category::{code_columns, heading};
use crate::analysis::{Cell, Kind, Layer, Query, Reach, Settings, Table, Wrong};
use crate::project::{CodingId, DocumentId, Project, Texts};
use crate::text::{Span, on_one_line};

use super::report::{WHOLE, names, notes};
use super::{Compared, Comparing};

/// How two coders differ in a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// One of them (0, 1) has the code there, and the other has nothing on these words.
    Only(usize),
    /// Both have it on some of the same words, and end or begin elsewhere.
    Boundary,
    /// One has it there, and the other has another code (row of the codebook).
    Other(usize, usize),
}

/// Where two coders differ on a row of the codebook in a document: by place, with how.
pub fn differing(compared: &Compared, [one, other]: [usize; 2], row: usize) -> Vec<(Span, Difference)> {
    let coders = [one, other];
    let marks = coders.map(|coder| compared.marks(coder, row));
    let overlaps = |marks: &[Span], span: Span| {
        let there = &marks[marks.partition_point(|mark| mark.end() <= span.start())..];
        let mut there = there.iter().take_while(|mark| mark.start() < span.end()).peekable();
        there.peek().is_some().then(|| there.fold(span, |hull, mark| hull.hull(*mark)))
    };
    let mut found = Vec::new();
    for (place, against) in [(0, 1), (1, 0)] {
        for &span in marks[place].iter().filter(|span| marks[against].binary_search(span).is_err()) {
            match overlaps(marks[against], span) {
                // What overlaps is seen from either side, and said from the first.
                Some(hull) if place == 0 => found.push((hull, Difference::Boundary)),
                Some(_) => {}
                None => {
                    // The last in the tree: codes above it count too where subcodes count with them.
                    let mut others = compared.marked(coders[against]).rev();
                    let other = others.find(|(_, marks)| overlaps(marks, span).is_some());
                    let how = other.map_or(Difference::Only(place), |(other, _)| Difference::Other(place, other));
                    found.push((span, how));
                }
            }
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// Every passage on which two of the coders differ: by code, then by place.
pub(in crate::analysis) fn disagreement_table(
    project: &Project,
    texts: &dyn Texts,
    settings: &Settings,
) -> Result<Table, Wrong> {
    let reach = settings.reach()?;
    let comparing = Comparing::new(project, texts, &settings.coders, WHOLE, reach)?;
    let title = format!("Where {} differ", names(project, &comparing.coders));
    let mut table = code_columns("disagreements", title);
    for (key, title) in [("document", "Document"), ("lines", "lines"), ("how", "how"), ("words", "words")] {
        table.column(key, title, Kind::Words);
    }
    let codebook = project.codebook().rows();
    let wanted = settings.code.map(|code| project.stands_for(code));
    let rows = (0..codebook.len()).filter(|&row| wanted.is_none_or(|code| codebook[row].code == code));
    let rows: Vec<usize> = rows.filter(|&row| comparing.is_used(row)).collect();
    let lines = abreast::each(&rows, |&row| {
        let mut lines = Vec::new();
        for compared in comparing.using(row) {
            for (place, &one) in compared.coders.iter().enumerate() {
                for &other in &compared.coders[place + 1..] {
                    let found = differing(compared, [one, other], row);
                    lines.extend(found.iter().map(|&(span, how)| {
                        let [first, second] = [one, other].map(|coder| project.coder_name(comparing.coders[coder]));
                        let says = said(project, how, [first, second]);
                        let codings = codings(project, compared.document, span, row, reach);
                        line(project, texts, row, (compared.document, span), &says, codings)
                    }));
                }
            }
        }
        lines
    });
    table.rows = lines.into_iter().flatten().collect();
    table.notes = vec![format!("passages on which two of them differ: {}", table.rows.len())];
    table.notes.extend(notes(project, &comparing));
    Ok(table)
}

fn said(project: &Project, how: Difference, coders: [&str; 2]) -> String {
    let name = |row: usize| project.code_words(project.codebook().rows()[row].code);
    match how {
        Difference::Only(coder) => format!("{} only", coders[coder]),
        Difference::Boundary => "other boundaries".to_string(),
        Difference::Other(coder, other) => format!("{}; {} has {}", coders[coder], coders[1 - coder], name(other)),
    }
}

/// The codings of a row that touch a passage, whoever's they are.
fn codings(project: &Project, document: DocumentId, span: Span, row: usize, reach: Reach) -> BTreeSet<CodingId> {
    let code = project.codebook().rows()[row].code;
    let subtree = project.codebook().subtree(code);
    let rows = if reach == Reach::Own { &subtree[..subtree.len().min(1)] } else { subtree };
    let counts = |code| rows.iter().any(|row| row.code == project.stands_for(code));
    project.codings_touching(document, span).filter(|(_, coding)| counts(coding.code)).map(|(id, _)| id).collect()
}

fn line(
    project: &Project,
    texts: &dyn Texts,
    row: usize,
    (document, span): (DocumentId, Span),
    says: &str,
    codings: BTreeSet<CodingId>,
) -> Vec<Cell> {
    let found = project.document(document);
    let words = found.and_then(|document| texts.text(document.text));
    let words = words.map(|text| on_one_line(text.passage(span)));
    let query = Arc::new(Query { layer: Layer::Union, only: Some(codings.into()), ..Query::default() });
    vec![
        heading(project, project.codebook().rows()[row].code),
        Cell::from(found.map_or("", |document| document.title.as_str())),
        Cell::from(project.line_range(document, span).as_str()).opening(Arc::clone(&query)),
        Cell::from(says).opening(Arc::clone(&query)),
        Cell::from(words.unwrap_or_default().as_str()).opening(query),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end, 1_000).unwrap()
    }

    #[test]
    fn two_coders_differ_in_four_ways() {
        let marks = [
            ((0, 0), vec![span(0, 10), span(20, 30), span(40, 50), span(60, 90)]),
            ((1, 0), vec![span(0, 10), span(25, 35), span(65, 70), span(80, 95), span(100, 110)]),
            ((1, 1), vec![span(45, 46)]),
        ];
        let compared = Compared::made(vec![0, 1], marks.into());
        let found = differing(&compared, [0, 1], 0);
        assert_eq!(
            found,
            [
                (span(20, 35), Difference::Boundary),
                (span(40, 50), Difference::Other(0, 1)),
                (span(60, 95), Difference::Boundary),
                (span(100, 110), Difference::Only(1)),
            ]
        );
        assert_eq!(differing(&compared, [0, 1], 1), [(span(45, 46), Difference::Other(1, 0))]);
        assert_eq!(differing(&compared, [0, 1], 7), []);
    }
}
