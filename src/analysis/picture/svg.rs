//! Pictures as SVG: one file without scripts or fonts of its own, in greys, every amount said in words too.

use std::fmt::Write as _;

use crate::paper::marked_up;
use crate::text::{broken, visible, width};

use super::{Amount, Picture, View, greatest, short};

/// Height of a line of words, in units of the picture, as are all lengths here.
const LINE: f64 = 20.0;
/// Room for names to the left.
const NAMES: f64 = 280.0;
/// Room for what is drawn.
const ROOM: f64 = 560.0;
/// Room around.
const MARGIN: f64 = 20.0;
/// Names are cut after so many characters.
const NAME: usize = 36;
/// Notes go on below after so many cells.
const NOTE: usize = 116;
/// A character takes about so much.
const LETTER: f64 = 7.0;

/// What is drawn so far, and how far down it goes.
struct Drawing {
    out: String,
    y: f64,
    width: f64,
}

impl Drawing {
    fn words(&mut self, x: f64, y: f64, anchor: &str, words: &str) {
        let words = marked_up(&visible(words));
        let _ = writeln!(self.out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
    }

    fn name(&mut self, words: &str) {
        let name = short(&visible(words), NAME);
        self.words(NAMES - 10.0, self.y, "end", &name);
    }

    /// A box whose grey is darker the greater the share.
    fn shaded(&mut self, [x, y, width, height]: [f64; 4], share: f64) {
        let _ = writeln!(
            self.out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#333\" fill-opacity=\"{share:.3}\"/>"
        );
    }

    fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], width: f64) {
        let _ = writeln!(
            self.out,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#333\" stroke-width=\"{width:.1}\"/>"
        );
    }

    fn dot(&mut self, x: f64, y: f64) {
        let _ = writeln!(self.out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#333\"/>");
    }
}

/// Draws a picture as SVG.
pub fn svg(picture: &Picture) -> String {
    let mut drawing = Drawing { out: String::new(), y: MARGIN + 2.0 * LINE, width: NAMES + ROOM + MARGIN };
    match &picture.view {
        View::Bars(bars) => of_bars(&mut drawing, bars),
        View::Heat { columns, rows } => of_heat(&mut drawing, columns, rows),
        View::Curve(points) => of_curve(&mut drawing, points),
        View::Slopes { phases, lines } => of_slopes(&mut drawing, phases, lines),
        View::Strip(lines) => of_strip(&mut drawing, lines),
        View::Dots(lines) => of_dots(&mut drawing, lines),
    }
    drawing.y += LINE;
    for row in picture.notes.iter().flat_map(|note| broken(note, NOTE)) {
        drawing.words(MARGIN, drawing.y, "start", row);
        drawing.width = drawing.width.max(2.0 * MARGIN + LETTER * width(row) as f64);
        drawing.y += LINE;
    }
    let title = marked_up(&visible(&picture.title));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{title}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\" font-size=\"13\" \
         fill=\"#111\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{MARGIN}\" y=\"{top}\" font-size=\"16\" font-weight=\"bold\">{title}</text>\n{out}</svg>\n",
        width = drawing.width,
        height = drawing.y + MARGIN,
        top = MARGIN + LINE / 2.0,
        out = drawing.out,
    )
}

fn of_bars(drawing: &mut Drawing, bars: &[(String, Amount)]) {
    let most = greatest(bars.iter().map(|(_, amount)| amount));
    for (name, amount) in bars {
        drawing.name(name);
        let long = (ROOM - 70.0) * (amount.size.unwrap_or(0.0) / most).clamp(0.0, 1.0);
        drawing.shaded([NAMES, drawing.y - 12.0, long, 14.0], 0.75);
        drawing.words(NAMES + long + 6.0, drawing.y, "start", &amount.words);
        drawing.y += LINE;
    }
}

fn of_heat(drawing: &mut Drawing, columns: &[String], rows: &[(String, Vec<Amount>)]) {
    let wide = (ROOM / columns.len().max(1) as f64).clamp(44.0, 120.0);
    drawing.width = drawing.width.max(NAMES + wide * columns.len() as f64 + MARGIN);
    // Columns have long names: they are numbered, and named below.
    for nth in 0..columns.len() {
        drawing.words(NAMES + wide * (nth as f64 + 0.5), drawing.y, "middle", &(nth + 1).to_string());
    }
    drawing.y += LINE;
    let most = greatest(rows.iter().flat_map(|(_, amounts)| amounts));
    for (name, amounts) in rows {
        drawing.name(name);
        for (nth, amount) in amounts.iter().enumerate() {
            let x = NAMES + wide * nth as f64;
            if let Some(size) = amount.size {
                drawing
                    .shaded([x + 1.0, drawing.y - 14.0, wide - 2.0, LINE - 2.0], 0.6 * (size / most).clamp(0.0, 1.0));
            }
            drawing.words(x + wide / 2.0, drawing.y, "middle", &amount.words);
        }
        drawing.y += LINE;
    }
    drawing.y += LINE / 2.0;
    for (nth, name) in columns.iter().enumerate() {
        drawing.words(NAMES, drawing.y, "start", &format!("{}  {name}", nth + 1));
        drawing.y += LINE;
    }
}

fn of_curve(drawing: &mut Drawing, points: &[(String, Amount, Option<Amount>)]) {
    const HIGH: f64 = 220.0;
    let most = greatest(points.iter().flat_map(|(_, amount, all)| all.iter().chain([amount])));
    let bottom = drawing.y + HIGH;
    let step = ROOM / points.len().max(1) as f64;
    let at = |nth: usize, amount: &Amount| {
        [
            NAMES + step * (nth as f64 + 0.5),
            bottom - (HIGH - LINE) * (amount.size.unwrap_or(0.0) / most).clamp(0.0, 1.0),
        ]
    };
    drawing.line([NAMES, bottom, NAMES + ROOM, bottom], 1.0);
    for (nth, pair) in points.windows(2).enumerate() {
        let ([x1, y1], [x2, y2]) = (at(nth, &pair[0].1), at(nth + 1, &pair[1].1));
        drawing.line([x1, y1, x2, y2], 2.0);
        if let (Some(one), Some(other)) = (&pair[0].2, &pair[1].2) {
            let ([x1, y1], [x2, y2]) = (at(nth, one), at(nth + 1, other));
            drawing.line([x1, y1, x2, y2], 0.5);
        }
    }
    for (nth, (_, amount, all)) in points.iter().enumerate() {
        let [x, y] = at(nth, amount);
        drawing.dot(x, y);
        // Between the two lines there may be no room: beneath its own the number of the lower one stands freely.
        drawing.words(x, if all.is_some() { y + 16.0 } else { y - 8.0 }, "middle", &amount.words);
        if let Some(all) = all {
            let [x, y] = at(nth, all);
            drawing.words(x, y - 8.0, "middle", &all.words);
        }
        drawing.words(x, bottom + 16.0, "middle", &(nth + 1).to_string());
    }
    drawing.y = bottom + 2.0 * LINE;
    for (nth, (name, ..)) in points.iter().enumerate() {
        drawing.words(NAMES, drawing.y, "start", &format!("{}  {name}", nth + 1));
        drawing.y += LINE;
    }
    if points.iter().any(|(.., all)| all.is_some()) {
        drawing.words(NAMES, drawing.y, "start", "thick: codes from the data; thin: given ones too");
        drawing.y += LINE;
    }
}

fn of_slopes(drawing: &mut Drawing, phases: &[String], lines: &[(String, Vec<Amount>, String)]) {
    const HIGH: f64 = 30.0;
    let step = (ROOM - 220.0) / phases.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| NAMES + 50.0 + step * place as f64;
    for (place, phase) in phases.iter().enumerate() {
        drawing.words(x(place), drawing.y, "middle", phase);
    }
    drawing.y += LINE;
    for (name, amounts, says) in lines {
        drawing.name(name);
        let y =
            |amount: &Amount, base: f64| base + HIGH / 2.0 - 4.0 - HIGH * amount.size.unwrap_or(0.0).clamp(0.0, 1.0);
        let base = drawing.y;
        for (place, pair) in amounts.windows(2).enumerate() {
            if pair.iter().all(|amount| amount.size.is_some()) {
                drawing.line([x(place), y(&pair[0], base), x(place + 1), y(&pair[1], base)], 2.0);
            }
        }
        for (place, amount) in amounts.iter().enumerate().filter(|(_, amount)| amount.size.is_some()) {
            drawing.dot(x(place), y(amount, base));
            let (anchor, aside) = if place == 0 { ("end", -8.0) } else { ("start", 8.0) };
            drawing.words(x(place) + aside, y(amount, base) + 4.0, anchor, &amount.words);
        }
        drawing.words(NAMES + ROOM, drawing.y, "end", says);
        drawing.y += HIGH + 10.0;
    }
}

fn of_strip(drawing: &mut Drawing, lines: &[(String, Vec<[f64; 2]>)]) {
    for (name, places) in lines {
        drawing.name(name);
        drawing.line([NAMES, drawing.y - 4.0, NAMES + ROOM, drawing.y - 4.0], 0.5);
        for [from, to] in places {
            let long = ((to - from) * ROOM).max(1.0);
            drawing.shaded([NAMES + from * ROOM, drawing.y - 12.0, long, 14.0], 0.8);
        }
        drawing.y += LINE;
    }
}

fn of_dots(drawing: &mut Drawing, lines: &[(String, Amount, Option<[f64; 2]>)]) {
    let figures =
        lines.iter().flat_map(|(_, amount, ends)| amount.size.into_iter().chain(ends.iter().flatten().copied()));
    let least: f64 = if figures.fold(0.0, f64::min) < 0.0 { -1.0 } else { 0.0 };
    let room = ROOM - 60.0;
    let x = |value: f64| NAMES + room * (value - least) / (1.0 - least);
    for value in [-1.0, 0.0, 0.5, 1.0].into_iter().filter(|value| *value >= least) {
        drawing.words(x(value), drawing.y, "middle", &value.to_string());
    }
    drawing.y += LINE;
    for (name, amount, ends) in lines {
        drawing.name(name);
        let y = drawing.y - 4.0;
        drawing.line([NAMES, y, NAMES + room, y], 0.3);
        if let Some([low, high]) = ends {
            drawing.line([x(*low), y, x(*high), y], 2.0);
            [low, high].into_iter().for_each(|end| drawing.line([x(*end), y - 5.0, x(*end), y + 5.0], 2.0));
        }
        amount.size.into_iter().for_each(|size| drawing.dot(x(size), y));
        drawing.words(NAMES + ROOM, drawing.y, "end", &amount.words);
        drawing.y += LINE;
    }
}
