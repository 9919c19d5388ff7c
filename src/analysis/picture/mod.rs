//! Tables as pictures: what is to be seen, drawn in letters for a terminal or as SVG.
//!
//! Every picture is readable without colour: lengths, shades and places are said in numbers beside them.

mod letters;
mod made;
mod svg;

use super::Table;

pub use letters::in_letters;
pub use made::{bars, curve, dots, heat, slopes, strip};
pub use svg::svg;

/// A picture with its title.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it shows.
    pub title: String,
    /// What must be read with it.
    pub notes: Vec<String>,
    /// What is seen.
    pub view: View,
}

/// A number with the words that stand for it; none where it is undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Its size.
    pub size: Option<f64>,
    /// As it is written.
    pub words: String,
}

/// What is seen.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// A bar for each name.
    Bars(Vec<(String, Amount)>),
    /// A shade for every two names.
    Heat {
        /// From the left.
        columns: Vec<String>,
        /// From the top, as many amounts as columns each.
        rows: Vec<(String, Vec<Amount>)>,
    },
    /// A line over places in order, rising or not.
    Curve(Vec<(String, Amount)>),
    /// For each name and place an amount in each of several phases.
    Slopes {
        /// The phases in order.
        phases: Vec<String>,
        /// As many amounts as phases each, and what is said of them.
        lines: Vec<(String, Vec<Amount>, String)>,
    },
    /// For each name where it lies on a line from 0 to 1.
    Strip(Vec<(String, Vec<[f64; 2]>)>),
    /// For each name a figure from -1 to 1, and between which ends it may lie.
    Dots(Vec<(String, Amount, Option<[f64; 2]>)>),
}

/// How a report's table becomes a picture.
pub type Draw = fn(&Table) -> View;

impl Picture {
    /// The picture of a table; where its report has none of its own, bars of its first numbers.
    pub fn of(table: &Table) -> Picture {
        let draw = super::Report::of(table.report).map_or(bars as Draw, |report| report.picture);
        let settings =
            table.settings.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("   ");
        let notes = Some(settings).filter(|said| !said.is_empty()).into_iter().chain(table.notes.iter().cloned());
        Picture { title: table.title.clone(), notes: notes.collect(), view: draw(table) }
    }
}

/// The greatest of some amounts, and 1 where there is none above 0.
fn greatest<'a>(amounts: impl Iterator<Item = &'a Amount>) -> f64 {
    amounts.filter_map(|amount| amount.size).fold(0.0, f64::max).max(f64::MIN_POSITIVE)
}
