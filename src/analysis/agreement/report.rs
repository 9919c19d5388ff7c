//! The reports on agreement.

use crate::abreast;
use crate::analysis::category::{code_columns, heading};
use crate::analysis::{Cell, Kind, Layer, Query, Settings, Table, Value, Wrong, cite};
use crate::project::{CoderId, Project, Texts};
use crate::text::Span;

use super::trust::Trust;
use super::{Averages, Clash, CodingUnit, Compared, Comparing, Counts, Levels, Matching, Tiling, ratio, unitizing};
use crate::analysis::settings::Of;

/// How figures of several documents become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Average {
    /// The units of all documents counted together.
    #[default]
    Pooled,
    /// The mean, by units.
    Weighted,
    /// The mean, each document alike.
    Unweighted,
    /// By units, where nothing to disagree about counts as agreement.
    WeightedComplete,
    /// Each document alike, by the same rule.
    UnweightedComplete,
}

pub(super) type Figure = fn(Counts) -> Option<f64>;

/// What is printed of two coders.
pub(super) const OF_TWO: [(&str, &str, Figure); 6] = [
    ("percent", "% agreement", Counts::percent),
    ("kappa", "kappa", Counts::kappa),
    ("scott_pi", "Scott's pi", Counts::pi),
    ("ac1", "AC1", Counts::ac1),
    ("f1", "F1", Counts::f1),
    ("jaccard", "Jaccard", Counts::jaccard),
];

/// For every code that was used, how far the coders agree on it, with how common it is and F1 beside whatever is
/// freed of chance. Each coder's own codings, in documents that two of them were to code.
pub(in crate::analysis) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let units = (settings.coding_unit, settings.of);
    let comparing = Comparing::new(project, texts, &settings.coders, units, settings.reach()?)?;
    if comparing.coders.len() > 2 && settings.average != Average::Pooled {
        return Err(Wrong::PooledOnly { coders: comparing.coders.len() });
    }
    let mut table = code_columns("agreement", format!("Agreement of {}", names(project, &comparing.coders)));
    table.column("prevalence", "prevalence", Kind::Numbers);
    add_columns(&mut table, project, &comparing.coders);
    let trust = Trust::of(&comparing, settings)?;
    trust.iter().for_each(|trust| trust.add_columns(&mut table));
    let rows = project.codebook().rows();
    let used: Vec<usize> = (0..rows.len()).filter(|&place| comparing.is_used(place)).collect();
    let (mut alphas, mut undefined) = (Vec::new(), 0);
    for (cells, alpha, without) in
        abreast::each(&used, |&row| of_row(project, &comparing, trust.as_ref(), settings, row))
    {
        table.rows.push(cells);
        alphas.extend(alpha);
        undefined += without;
    }
    table.notes = notes(project, &comparing);
    table.notes.extend(trust.iter().map(Trust::note));
    table.notes.extend(overall(&alphas));
    let counts = [
        ("codes that none of them used, left out", rows.len() - used.len()),
        ("documents by code in which kappa is not defined", undefined),
    ];
    table.notes.extend(counts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what}: {n}")));
    Ok(table)
}

/// The cells of one row of the codebook, its alpha with its path, and the documents in which kappa is not defined.
fn of_row(
    project: &Project,
    comparing: &Comparing,
    trust: Option<&Trust>,
    settings: &Settings,
    place: usize,
) -> (Vec<Cell>, Option<(f64, String)>, usize) {
    let row = &project.codebook().rows()[place];
    let votes = comparing.votes(place);
    let query = Query { layer: Layer::Union, code: Some(row.code), reach: comparing.reach, ..Query::default() };
    let mut undefined = 0;
    let mut cells =
        vec![heading(project, row.code), Cell::from(figure(votes.mean_share(), Value::Share)).opening(query)];
    if comparing.coders.len() == 2 {
        let counts = comparing.counts([0, 1], place);
        let all: Counts = counts.iter().copied().sum();
        cells.extend([all.both, all.first, all.second, all.neither].map(Cell::from));
        for (key, _, of) in OF_TWO {
            let value = averaged(&counts, of, settings.average);
            cells.push(figure(value, if key == "percent" { Value::Share } else { Value::Figure }).into());
        }
        undefined = counts.iter().filter(|counts| counts.kappa().is_none()).count();
    } else {
        cells.push(figure(votes.percent(), Value::Share).into());
        cells.extend(
            [votes.fleiss(), votes.ac1(), f1_of_pairs(comparing, place)]
                .map(|value| figure(value, Value::Figure).into()),
        );
    }
    let alpha = votes.alpha();
    cells.push(figure(alpha, Value::Figure).into());
    cells.extend(trust.iter().flat_map(|trust| trust.cells(project, place)));
    // Behind every figure are the passages on which they differ.
    let behind = |(place, cell): (usize, Cell)| match place {
        0 | 1 => cell,
        _ => cell.opening_report("disagreements", row.code),
    };
    let cells: Vec<Cell> = cells.into_iter().enumerate().map(behind).collect();
    (cells, alpha.map(|alpha| (alpha, project.code_path(row.code).join(" > "))), undefined)
}

fn add_columns(table: &mut Table, project: &Project, coders: &[CoderId]) {
    if let [first, second] = coders[..] {
        let only = |coder| format!("{} only", project.coder_name(coder));
        let titles = ["both".to_string(), only(first), only(second), "neither".to_string()];
        for (key, title) in ["both", "first", "second", "neither"].into_iter().zip(titles) {
            table.column(key, title, Kind::Numbers);
        }
        OF_TWO.iter().for_each(|(key, title, _)| table.column(*key, *title, Kind::Numbers));
    } else {
        for (key, title) in
            [("percent", "% agreement"), ("fleiss", "Fleiss' kappa"), ("ac1", "AC1"), ("f1", "F1, mean of pairs")]
        {
            table.column(key, title, Kind::Numbers);
        }
    }
    table.column("alpha", "alpha", Kind::Numbers);
}

pub(super) fn averaged(counts: &[Counts], of: Figure, average: Average) -> Option<f64> {
    let over = |instead| Averages::of(counts, of, instead);
    match average {
        Average::Pooled => of(counts.iter().copied().sum()),
        Average::Weighted => over(None).weighted,
        Average::Unweighted => over(None).unweighted,
        Average::WeightedComplete => over(Some(1.0)).weighted,
        Average::UnweightedComplete => over(Some(1.0)).unweighted,
    }
}

/// Mean over pairs of coders of F1, where it is defined.
fn f1_of_pairs(comparing: &Comparing, row: usize) -> Option<f64> {
    let coders = comparing.coders.len();
    let pairs = (0..coders).flat_map(|one| (one + 1..coders).map(move |other| [one, other]));
    let of_pair = |pair| comparing.pooled(pair, row).f1();
    let values: Vec<f64> = pairs.filter_map(of_pair).collect();
    ratio(values.iter().sum(), values.len() as f64)
}

fn figure(value: Option<f64>, kind: fn(f64) -> Value) -> Value {
    value.map_or(Value::Undefined, kind)
}

pub(super) fn names(project: &Project, coders: &[CoderId]) -> String {
    coders.iter().map(|&coder| project.coder_name(coder)).collect::<Vec<_>>().join(", ")
}

/// A codebook's figure is the mean over its codes and the lowest, never one alone.
fn overall(alphas: &[(f64, String)]) -> Option<String> {
    let (lowest, code) = alphas.iter().min_by(|one, other| one.0.total_cmp(&other.0))?;
    let mean = ratio(alphas.iter().map(|(alpha, _)| alpha).sum(), alphas.len() as f64)?;
    Some(format!("alpha over {} codes: mean {mean:.3}, lowest {lowest:.3} ({code})", alphas.len()))
}

/// Who, where, of what: what every figure must be read with.
pub(super) fn notes(project: &Project, comparing: &Comparing) -> Vec<String> {
    let title = |id| project.document(id).map_or(String::new(), |document| document.title.clone());
    let documents: Vec<String> = comparing.documents.iter().map(|compared| title(compared.document)).collect();
    let mut notes = vec![
        format!("coders: {}, each by their own codings", names(project, &comparing.coders)),
        format!("documents that two of them coded: {} ({})", documents.len(), documents.join(", ")),
        format!("units: {}", comparing.units()),
        "whether they coded independently is not recorded".to_string(),
    ];
    if comparing.by_codings {
        notes.push("no document is assigned to anybody: whoever coded in one counts as its coder".to_string());
    }
    if !comparing.unfinished.is_empty() {
        let titles: Vec<String> = comparing.unfinished.iter().map(|&id| title(id)).collect();
        notes.push(format!("not finished by two of them, and left out: {}", titles.join(", ")));
    }
    notes
}

/// By character over all words: what segments and alphas for unitizing are of.
pub(super) const WHOLE: (CodingUnit, Of) = (CodingUnit::Characters, Of::Everything);

/// For every code that two coders used, how their segments match: those with enough in common, those that pair one
/// to one, and the coarser looks at whether and how often each has the code in a document.
pub(in crate::analysis) fn segment_table(
    project: &Project,
    texts: &dyn Texts,
    settings: &Settings,
) -> Result<Table, Wrong> {
    let comparing = Comparing::new(project, texts, &settings.coders, WHOLE, settings.reach()?)?;
    let [first, second] = comparing.coders[..] else {
        return Err(Wrong::TwoCoders { names: names(project, &comparing.coders) });
    };
    let mut table = code_columns("segments", format!("Segments of {}", names(project, &comparing.coders)));
    let [one, other] = [first, second].map(|coder| project.coder_name(coder));
    for (key, title) in [
        ("first_segments", format!("segments of {one}")),
        ("second_segments", format!("of {other}")),
        ("first_matched", format!("matched of {one}")),
        ("second_matched", format!("of {other}")),
        ("both_ways", "both ways".to_string()),
        ("one_to_one", "one to one".to_string()),
        ("holsti", "Holsti".to_string()),
    ] {
        table.column(key, title, Kind::Numbers);
    }
    let (mut all, mut levels) = (Matching::default(), Levels::default());
    let mut row = |heading: Cell, found: Matching| {
        let [first, second] = found.segments;
        let [first_matched, second_matched] = found.matched;
        let counts = [first, second, first_matched, second_matched].map(Cell::from);
        let both_ways = figure(found.both_ways(), Value::Share).into();
        let rest = [both_ways, Cell::from(found.pairs), figure(found.holsti(), Value::Figure).into()];
        table.rows.push([vec![heading], counts.into(), rest.into()].concat());
    };
    for (place, code) in project.codebook().rows().iter().enumerate().filter(|(place, _)| comparing.is_used(*place)) {
        let mut found = Matching::default();
        for compared in &comparing.documents {
            let [one, other] = [0, 1].map(|coder| compared.marks(coder, place));
            found = found.and(Matching::of(one, other, settings.overlap));
            levels.add(one, other);
        }
        all = all.and(found);
        row(heading(project, code.code), found);
    }
    row(Cell::from("all of these codes"), all);
    table.notes = notes(project, &comparing);
    let [presence, frequency] = levels.shares().map(|share| figure(share, Value::Share).shown());
    let Levels { cells, presence: present, frequency: frequent } = levels;
    table
        .notes
        .push(format!("documents by code in which both have segments, or neither: {present} of {cells} ({presence})"));
    table.notes.push(format!("in which both have as many: {frequent} of {cells} ({frequency})"));
    Ok(table)
}

/// What to say where a coder let codes of a domain (by row) overlap.
fn clashing(project: &Project, comparing: &Comparing, compared: &Compared, rows: &[usize], clashes: &[Clash]) -> Wrong {
    let codebook = project.codebook();
    let clash = clashes[0];
    let more = match clashes.len() - 1 {
        0 => String::new(),
        more => format!(" (and so {more} more times in that document)"),
    };
    Wrong::Clash {
        coder: project.coder_name(comparing.coders[compared.coders[clash.coder]]).to_string(),
        codes: clash.codes.map(|code| project.code_path(codebook.rows()[rows[code]].code).join(" > ")),
        place: project.document(compared.document).map(|it| cite(it, clash.span)).unwrap_or_default(),
        more,
    }
}

/// Krippendorff's alphas for unitizing: of every code by itself, or of the codes below one as a domain.
pub(in crate::analysis) fn unitizing_table(
    project: &Project,
    texts: &dyn Texts,
    settings: &Settings,
) -> Result<Table, Wrong> {
    let comparing = Comparing::new(project, texts, &settings.coders, WHOLE, settings.reach()?)?;
    let codebook = project.codebook();
    let mut table = code_columns("unitizing", format!("Unitizing of {}", names(project, &comparing.coders)));
    for (key, title) in [
        ("u", "u-alpha"),
        ("relevance", "|u-alpha"),
        ("cu", "cu-alpha"),
        ("covered", "% in both"),
        ("ku", "(k)u-alpha"),
    ] {
        table.column(key, title, Kind::Numbers);
    }
    let value = |value: Option<f64>| Cell::from(figure(value, Value::Figure));
    let tilings = |rows: &[usize]| -> Result<Vec<Tiling>, Wrong> {
        let tile = |compared: &Compared| {
            let marks = |coder: &usize| rows.iter().map(|&row| compared.marks(*coder, row)).collect::<Vec<&[Span]>>();
            let marks: Vec<Vec<&[Span]>> = compared.coders.iter().map(marks).collect();
            let clashing = |clashes: Vec<Clash>| clashing(project, &comparing, compared, rows, &clashes);
            Tiling::new(compared.units as u32, &marks).map_err(clashing)
        };
        comparing.documents.iter().map(tile).collect()
    };
    let Some(domain) = settings.domain else {
        for (place, row) in codebook.rows().iter().enumerate().filter(|(place, _)| comparing.is_used(*place)) {
            let found = unitizing(1, &tilings(&[place])?);
            let blank = || Cell::from(Value::Blank);
            table.rows.push(vec![
                heading(project, row.code),
                value(found.u),
                value(found.relevance),
                blank(),
                blank(),
                blank(),
            ]);
        }
        table.notes = notes(project, &comparing);
        return Ok(table);
    };
    let rows: Vec<usize> = codebook.children(Some(domain)).filter_map(|code| codebook.place(code)).collect();
    if rows.len() < 2 {
        return Err(Wrong::Domain { name: project.code_path(domain).join(" > ") });
    }
    let found = unitizing(rows.len(), &tilings(&rows)?);
    let covered = Cell::from(figure(found.covered, Value::Share));
    let blank = || Cell::from(Value::Blank);
    let whole = [value(found.u), value(found.relevance), value(found.coding), covered, blank()];
    table.rows.push([vec![heading(project, domain)], whole.into()].concat());
    for (&row, &alpha) in rows.iter().zip(&found.codes) {
        let cells = [blank(), blank(), blank(), blank(), value(alpha)];
        table.rows.push([vec![heading(project, codebook.rows()[row].code)], cells.into()].concat());
    }
    table.notes = notes(project, &comparing);
    Ok(table)
}
