//! Draws the sample study as an SVG picture, in any theme and size, after any keys.
//!
//! `cargo run --example picture -- dark 120 36 '] u x c j o b' > picture.svg`

#[path = "picture/colours.rs"]
mod colours;

use std::fmt::Write;

use colours::{GROUND, WORDS, hex, rgb};
use emic::app::decoder::Input;
use emic::app::keymap::Keymap;
use emic::app::keys::parse_keys;
use emic::app::{App, draw};
use emic::desk::{Desk, World};
use emic::panes::Theme;
use emic::panes::theme::{Colours, Ink, THEMES};
use emic::store::{Folder, Scratch};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Width and height of a cell, in pixels of the picture.
const CELL: (f32, f32) = (8.4, 18.0);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |otherwise: &str| arguments.next().unwrap_or_else(|| otherwise.to_string());
    let (name, columns, rows, keys) = (next("dark"), next("120"), next("36"), next(""));
    let names: Vec<&str> = THEMES.iter().map(|theme| theme.name).collect();
    let theme = Theme::named(&name, Ink { colours: Colours::Many, ascii: false });
    let theme = theme.ok_or(format!("no theme is named {name}; there are {}", names.join(", ")))?;
    let scratch = Scratch::sample()?;
    let desk = Desk::open(Folder::open(&scratch.path())?, None, "mara", World::real())?;
    let mut app = App::new(desk, theme, Keymap::built_in());
    let area = Rect::new(0, 0, columns.parse()?, rows.parse()?);
    let mut buf = Buffer::empty(area);
    draw(&mut app, area, &mut buf);
    for key in if keys.is_empty() { Vec::new() } else { parse_keys(&keys)? } {
        app.input(Input::Key(key));
        buf.reset();
        draw(&mut app, area, &mut buf);
    }
    print!("{}", picture(&buf));
    Ok(())
}

/// The cells as a picture.
fn picture(buf: &Buffer) -> String {
    let (wide, high) = (f32::from(buf.area.width) * CELL.0, f32::from(buf.area.height) * CELL.1);
    let ground = hex(rgb(buf[(0, 0)].bg, GROUND));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" font-family=\"monospace\" \
         font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>\n"
    );
    for y in buf.area.rows().map(|row| row.y) {
        let mut x = 0;
        while x < buf.area.width {
            let first = &buf[(x, y)];
            let like = |cell: &Cell| cell.style() == first.style();
            let end = (x..buf.area.width).find(|&x| !like(&buf[(x, y)])).unwrap_or(buf.area.width);
            run(&mut svg, buf, y, x..end);
            x = end;
        }
    }
    svg + "</svg>\n"
}

/// One run of cells of one style.
fn run(svg: &mut String, buf: &Buffer, y: u16, columns: std::ops::Range<u16>) {
    let first = &buf[(columns.start, y)];
    let has = |modifier| first.modifier.contains(modifier);
    let (words, ground) = (hex(rgb(first.fg, WORDS)), hex(rgb(first.bg, GROUND)));
    let (words, ground) = if has(Modifier::REVERSED) { (ground, words) } else { (words, ground) };
    let (left, top) = (f32::from(columns.start) * CELL.0, f32::from(y) * CELL.1);
    let wide = f32::from(columns.end - columns.start) * CELL.0;
    let text: String = columns.map(|x| buf[(x, y)].symbol()).collect();
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let weight = if has(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if has(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let dim = if has(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
    // Writing to a String cannot fail.
    let _ = writeln!(
        svg,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{}\" fill=\"{ground}\"/>",
        CELL.1
    );
    if !text.trim().is_empty() {
        let base = top + 13.5;
        let _ = writeln!(
            svg,
            "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{wide:.1}\" xml:space=\"preserve\" \
             fill=\"{words}\"{weight}{line}{dim}>{text}</text>"
        );
    }
}
