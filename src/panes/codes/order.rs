//! Which rows the tree has, and in what order.

use std::ops::Range;

use crate::analysis::Tally;
use crate::panes::Scene;
use crate::panes::matching::Names;
use crate::place::{Counted, TreeCounts, TreeSort};
use crate::project::{CodeId, CodebookRow};
use crate::text::fold;

/// The rows of the tree, and the one that fits best what it is narrowed to.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) rows: Vec<CodebookRow>,
    pub(super) best: Option<CodeId>,
}

/// Lays the rows out: siblings sorted, folded ones away; where the tree is narrowed, all that fit with
/// those above them, folded or not.
pub(super) fn lay_out(scene: &Scene, tally: impl Fn(CodeId) -> Tally) -> Laid {
    let all = scene.project.codebook().rows();
    let hits = hits(scene, all);
    let best = hits.as_ref().and_then(|hits| hits.first()).map(|&place| all[place].code);
    let fits = hits.map(|mut hits| {
        hits.sort_unstable();
        hits
    });
    let kept = |place: usize| {
        fits.as_ref().is_none_or(|fits| {
            let next = fits.partition_point(|&hit| hit < place);
            fits.get(next).is_some_and(|&hit| hit < place + all[place].size as usize)
        })
    };
    let keys: Vec<(u64, String)> = all.iter().map(|row| key(scene, row, &tally)).collect();
    let level = |range: Range<usize>| {
        let places = std::iter::successors(Some(range.start), |&at| Some(at + all.get(at)?.size as usize));
        let mut places: Vec<usize> = places.take_while(|&at| at < range.end).collect();
        places.sort_by_key(|&place| (&keys[place], place));
        places.into_iter().rev()
    };
    let mut next: Vec<usize> = level(0..all.len()).collect();
    let mut rows = Vec::new();
    while let Some(place) = next.pop() {
        let row = all[place];
        if !kept(place) {
            continue;
        }
        rows.push(row);
        if fits.is_some() || !scene.place.folded.contains(&row.code) {
            next.extend(level(place + 1..place + row.size as usize));
        }
    }
    Laid { rows, best }
}

/// The places of the rows that fit what the tree is narrowed to, best first; `None` where it is not.
fn hits(scene: &Scene, all: &[CodebookRow]) -> Option<Vec<usize>> {
    let filter = scene.place.tree_filter.trim();
    let paths = || all.iter().map(|row| scene.project.code_words(row.code)).collect::<Vec<_>>();
    (!filter.is_empty()).then(|| Names::of(paths().iter().map(String::as_str)).fitting(filter))
}

/// By what a row stands among its siblings, the smallest first; equals stay in codebook order.
fn key(scene: &Scene, row: &CodebookRow, tally: &impl Fn(CodeId) -> Tally) -> (u64, String) {
    match scene.place.tree_sort {
        TreeSort::Codebook => (0, String::new()),
        TreeSort::Name => (0, scene.project.code(row.code).map_or_else(String::new, |code| fold(&code.name))),
        TreeSort::Count => {
            let TreeCounts { what, own } = scene.place.tree_counts;
            let numbers = if own { tally(row.code).own } else { tally(row.code).subtree };
            let number = if what == Counted::Respondents { numbers.respondents } else { numbers.excerpts };
            (u64::MAX - number, String::new())
        }
        TreeSort::Recent => {
            let branch = scene.project.codebook().subtree(row.code);
            let recent = scene.place.recent_codes.iter();
            let place = recent.enumerate().find(|(_, code)| branch.iter().any(|row| row.code == **code));
            (place.map_or(u64::MAX, |(place, _)| place as u64), String::new())
        }
    }
}
