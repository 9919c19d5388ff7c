//! Tables as pictures: what is to be seen, drawn in letters for a terminal or as SVG.
//!
//! Every picture is readable without colour: lengths, shades and places are said in numbers beside them.

mod letters;
mod made;
mod svg;

use unicode_segmentation::UnicodeSegmentation;

use super::Table;
use crate::text::width;

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
    /// A line over places in order, rising or not; where more was counted, a second one above it.
    Curve(Vec<(String, Amount, Option<Amount>)>),
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
        let draw = super::Report::of(table.report).map_or(bars as Draw, super::Report::picture);
        let settings =
            table.settings.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
        let notes = Some(settings).filter(|said| !said.is_empty()).into_iter().chain(table.notes.iter().cloned());
        Picture { title: table.title.clone(), notes: notes.collect(), view: draw(table) }
    }
}

/// A name in so many cells: of a long one its end, as the end of a code's path says most.
fn short(name: &str, cells: usize) -> String {
    if width(name) <= cells {
        return name.to_string();
    }
    let mut left = cells.saturating_sub(1);
    let fits = |part: &&str| {
        let wide = width(part);
        let fits = wide <= left;
        left = if fits { left - wide } else { 0 };
        fits
    };
    let kept: usize = name.graphemes(true).rev().take_while(fits).map(str::len).sum();
    format!("…{}", &name[name.len() - kept..])
}

/// The greatest of some amounts, and 1 where there is none above 0.
fn greatest<'a>(amounts: impl Iterator<Item = &'a Amount>) -> f64 {
    amounts.filter_map(|amount| amount.size).fold(0.0, f64::max).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Cell, Kind};

    fn table(rows: &[(&str, u64)]) -> Table {
        let mut table = Table { title: "Codes <b>".to_string(), ..Table::default() };
        table.column("code", "Code", Kind::Words);
        table.column("excerpts", "excerpts", Kind::Numbers);
        table.rows = rows.iter().map(|(name, n)| vec![Cell::from(*name), Cell::from(*n)]).collect();
        table
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_say_them() {
        let drawn = in_letters(&Picture::of(&table(&[("one", 10), ("half", 5), ("none", 0)])), Some(40));
        let bars: Vec<(usize, &str)> = drawn
            .lines()
            .skip(2)
            .take(3)
            .map(|line| (line.matches('█').count(), line.rsplit(' ').next().unwrap()))
            .collect();
        assert_eq!(bars[0].0, 2 * bars[1].0);
        assert_eq!([bars[0].1, bars[1].1, bars[2].1], ["10", "5", "0"]);
        assert!(drawn.lines().all(|line| width(line) <= 40), "{drawn}");
    }

    #[test]
    fn nothing_in_a_table_becomes_markup_or_control() {
        let picture = Picture::of(&table(&[("</text><script>alert(1)</script>\u{1b}[2J\"", 3)]));
        let drawn = svg(&picture);
        assert!(drawn.contains("&lt;script&gt;") && !drawn.contains("<script"), "{drawn}");
        assert!(!drawn.contains('\u{1b}') && !in_letters(&picture, None).contains('\u{1b}'));
        assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"));
    }

    #[test]
    fn an_empty_table_says_that_there_is_nothing_to_draw() {
        assert!(in_letters(&Picture::of(&table(&[])), None).contains("nothing to draw"));
        assert!(svg(&Picture::of(&table(&[]))).contains("<title>"));
    }

    #[test]
    fn of_a_long_name_the_end_is_kept() {
        assert_eq!(short("Barriers > Money", 16), "Barriers > Money");
        assert_eq!(short("Barriers > Money", 7), "… Money");
        assert_eq!(short("日本語", 4), "…語");
        assert_eq!(short("abc", 0), "…");
    }
}
