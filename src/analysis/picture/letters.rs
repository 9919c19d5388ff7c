//! Pictures for a terminal.

use crate::text::{visible, width};

use super::{Amount, Picture, View, greatest, short};

/// A picture is not made wider than this (cells), and where there is no screen to fit, so wide.
const WIDEST: usize = 100;
/// Names take so many cells at most.
const NAMES: usize = 36;
/// Rows of a curve.
const HIGH: usize = 10;
/// Shades, from nothing to the greatest.
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
/// Parts of a cell, an eighth each.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Draws a picture in letters, no wider than a screen, where there is one.
pub fn in_letters(picture: &Picture, screen: Option<usize>) -> String {
    let cells = screen.unwrap_or(WIDEST).clamp(40, WIDEST);
    let mut lines = vec![visible(&picture.title).into_owned(), String::new()];
    lines.extend(match &picture.view {
        View::Bars(bars) => of_bars(bars, cells),
        View::Heat { columns, rows } => of_heat(columns, rows, cells),
        View::Curve(points) => of_curve(points, cells),
        View::Slopes { phases, lines } => of_slopes(phases, lines, cells),
        View::Strip(lines) => of_strip(lines, cells),
        View::Dots(lines) => of_dots(lines, cells),
    });
    if lines.len() == 2 {
        lines.push("nothing to draw".to_string());
    }
    lines.push(String::new());
    lines.extend(picture.notes.iter().map(|note| format!("# {}", visible(note))));
    lines.into_iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Names to the left of a picture, each of the same width.
fn names<'a>(names: impl Iterator<Item = &'a str>, cells: usize) -> Vec<String> {
    let shown: Vec<String> = names.map(|name| visible(name).into_owned()).collect();
    let most = NAMES.min(cells / 2);
    let wide = shown.iter().map(|name| width(name)).max().unwrap_or(0).min(most);
    shown.iter().map(|name| padded(&short(name, wide), wide)).collect()
}

fn padded(words: &str, wide: usize) -> String {
    format!("{words}{}", " ".repeat(wide.saturating_sub(width(words))))
}

fn of_bars(bars: &[(String, Amount)], cells: usize) -> Vec<String> {
    let names = names(bars.iter().map(|(name, _)| name.as_str()), cells);
    let longest = bars.iter().map(|(_, amount)| width(&amount.words)).max().unwrap_or(0);
    let room = cells.saturating_sub(names.first().map_or(0, |name| width(name)) + longest + 4).max(8);
    let most = greatest(bars.iter().map(|(_, amount)| amount));
    let line = |((_, amount), name): (&(String, Amount), &String)| {
        let share = amount.size.map_or(0.0, |size| (size / most).clamp(0.0, 1.0));
        format!("{name}  {} {}", bar(share, room), amount.words)
    };
    bars.iter().zip(&names).map(line).collect()
}

/// A bar as long as its share of the room, in eighths of a cell.
fn bar(share: f64, room: usize) -> String {
    let eighths = (share * room as f64 * 8.0).round() as usize;
    let part = (eighths % 8).checked_sub(1).map(|part| EIGHTHS[part]);
    "█".repeat(eighths / 8).chars().chain(part).collect()
}

fn of_heat(columns: &[String], rows: &[(String, Vec<Amount>)], cells: usize) -> Vec<String> {
    let names = names(rows.iter().map(|(name, _)| name.as_str()), cells);
    let wide = rows.iter().flat_map(|(_, amounts)| amounts.iter().map(|amount| width(&amount.words))).max();
    let wide = wide.unwrap_or(0).max(3) + 2;
    let most = greatest(rows.iter().flat_map(|(_, amounts)| amounts));
    let label = names.first().map_or(0, |name| width(name));
    // What does not fit beside goes below, in another block.
    let beside = (cells.saturating_sub(label + 2) / (wide + 1)).max(1);
    let mut lines = Vec::new();
    for (block, titles) in columns.chunks(beside).enumerate() {
        lines.extend(
            titles.iter().enumerate().map(|(nth, title)| format!("{}  {}", block * beside + nth + 1, visible(title))),
        );
        let numbers = (1..=titles.len()).map(|nth| format!("{:>wide$}", block * beside + nth));
        lines.push(format!("{}  {}", " ".repeat(label), numbers.collect::<Vec<_>>().join(" ")));
        for ((_, amounts), name) in rows.iter().zip(&names) {
            let cell = |amount: &Amount| {
                let share = amount.size.map_or(0.0, |size| (size / most).clamp(0.0, 1.0));
                let shade = SHADES[(share * 4.0).ceil() as usize];
                let words = if amount.size == Some(0.0) { "·" } else { amount.words.as_str() };
                format!("{shade}{}{words}", " ".repeat(wide - 1 - width(words)))
            };
            let here = amounts.iter().skip(block * beside).take(titles.len()).map(cell);
            lines.push(format!("{name}  {}", here.collect::<Vec<_>>().join(" ")));
        }
        lines.push(String::new());
    }
    lines.pop();
    lines
}

fn of_curve(points: &[(String, Amount, Option<Amount>)], cells: usize) -> Vec<String> {
    let most = greatest(points.iter().flat_map(|(_, amount, all)| all.iter().chain([amount])));
    if points.is_empty() {
        return Vec::new();
    }
    let step = (cells.saturating_sub(6) / points.len()).clamp(1, 4);
    let high = HIGH.min(most as usize).max(1);
    let height = |amount: &Amount| (amount.size.unwrap_or(0.0) / most * high as f64).ceil() as usize;
    let mut lines: Vec<String> = (1..=high)
        .rev()
        .map(|row| {
            let column = |amount: &Amount, all: Option<&Amount>| match all.map_or(0, height) {
                _ if height(amount) >= row => "█",
                all if all >= row => "░",
                _ => " ",
            };
            let drawn: String =
                points.iter().map(|(_, amount, all)| padded(column(amount, all.as_ref()), step)).collect();
            let value = most * row as f64 / high as f64;
            format!("{value:>5.0} {drawn}")
        })
        .collect();
    let numbers = |nth: usize| {
        padded(&if (nth + 1).is_multiple_of(5) || nth == 0 { (nth + 1).to_string() } else { String::new() }, step)
    };
    let scale: String = (0..points.len()).map(numbers).collect();
    lines.push(format!("      {scale}"));
    lines.push(String::new());
    for (nth, (name, amount, all)) in points.iter().enumerate() {
        let all = all.as_ref().map_or_else(String::new, |all| format!(" of {} (░)", all.words));
        lines.push(format!("{:>5} {}  {}{all}", nth + 1, visible(name), amount.words));
    }
    lines
}

fn of_slopes(phases: &[String], lines: &[(String, Vec<Amount>, String)], cells: usize) -> Vec<String> {
    let names = names(lines.iter().map(|(name, ..)| name.as_str()), cells);
    let label = names.first().map_or(0, |name| width(name));
    let wide = lines.iter().flat_map(|(_, amounts, _)| amounts.iter().map(|it| width(&it.words))).max().unwrap_or(0);
    let wide = phases.iter().map(|phase| width(phase)).max().unwrap_or(0).max(wide);
    let mut drawn = vec![format!(
        "{}  {}",
        " ".repeat(label),
        phases.iter().map(|phase| padded(&visible(phase), wide)).collect::<Vec<_>>().join("   ")
    )];
    for ((_, amounts, says), name) in lines.iter().zip(&names) {
        let mut line = format!("{name}  ");
        for (place, amount) in amounts.iter().enumerate() {
            if let Some(before) = place.checked_sub(1).map(|place| &amounts[place]) {
                line += match (before.size, amount.size) {
                    (Some(one), Some(other)) if other > one => " / ",
                    (Some(one), Some(other)) if other < one => " \\ ",
                    (Some(_), Some(_)) => " - ",
                    _ => "   ",
                };
            }
            line += &padded(&amount.words, wide);
        }
        drawn.push(format!("{line}  {}", visible(says)));
    }
    if lines.is_empty() { Vec::new() } else { drawn }
}

fn of_strip(lines: &[(String, Vec<[f64; 2]>)], cells: usize) -> Vec<String> {
    let names = names(lines.iter().map(|(name, _)| name.as_str()), cells);
    let room = cells.saturating_sub(names.first().map_or(0, |name| width(name)) + 4).max(10);
    let line = |((_, places), name): (&(String, Vec<[f64; 2]>), &String)| {
        let mut row = vec!['·'; room];
        for [from, to] in places {
            let first = ((from * room as f64) as usize).min(room - 1);
            let past = ((to * room as f64).ceil() as usize).clamp(first + 1, room);
            row[first..past].fill('█');
        }
        format!("{name}  {}", row.into_iter().collect::<String>())
    };
    lines.iter().zip(&names).map(line).collect()
}

fn of_dots(lines: &[(String, Amount, Option<[f64; 2]>)], cells: usize) -> Vec<String> {
    let names = names(lines.iter().map(|(name, ..)| name.as_str()), cells);
    let label = names.first().map_or(0, |name| width(name));
    let room = cells.saturating_sub(label + 12).max(20);
    let least =
        lines.iter().flat_map(|(_, amount, ends)| amount.size.into_iter().chain(ends.iter().flatten().copied()));
    let least: f64 = if least.fold(0.0, f64::min) < 0.0 { -1.0 } else { 0.0 };
    let at = |value: f64| (((value - least) / (1.0 - least) * (room - 1) as f64).round() as usize).min(room - 1);
    let mut drawn =
        vec![format!("{}  {}{:>rest$}", " ".repeat(label), padded(&format!("{least}"), 2), 1, rest = room - 2)];
    for ((_, amount, ends), name) in lines.iter().zip(&names) {
        let mut row = vec!['·'; room];
        if let Some([low, high]) = ends {
            row[at(*low)..=at(*high)].fill('-');
            (row[at(*low)], row[at(*high)]) = ('[', ']');
        }
        amount.size.into_iter().for_each(|size| row[at(size)] = '●');
        drawn.push(format!("{name}  {} {}", row.into_iter().collect::<String>(), amount.words));
    }
    if lines.is_empty() { Vec::new() } else { drawn }
}
