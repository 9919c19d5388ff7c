//! Themes: what can be told apart in each, what can be read, and how each looks.

use std::collections::BTreeMap;
use std::fmt::Write;

use emic::app::overlay::Overlay;
use emic::panes::Theme;
use emic::panes::theme::{Colours, Ink, THEMES};
use emic::place::Coach;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use super::colours::rgb;
use super::sitting::{Sitting, rows_of};

/// Every theme with 16 colours and with 256, with its signs and without.
fn themes() -> Vec<Theme> {
    let inks = [(Colours::Sixteen, true), (Colours::Many, false), (Colours::None, true), (Colours::None, false)];
    let all = THEMES
        .iter()
        .flat_map(|named| inks.map(|(colours, ascii)| Theme::named(named.name, Ink { colours, ascii }).unwrap()));
    all.collect()
}

/// The share of light that a colour gives back (WCAG 2: relative luminance).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, from 1 to 21 (WCAG 2).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_words_of_a_painted_theme_can_be_read_on_their_ground() {
    assert_eq!((contrast([0; 3], [255; 3]) * 10.0).round(), 210.0);
    for theme in themes().iter().filter(|theme| !matches!(theme.name, "auto" | "mono")) {
        for style in theme.styles() {
            let (Some(words), Some(ground)) = (style.fg, style.bg) else { panic!("{}: {style:?}", theme.name) };
            assert_ne!(words, ground, "{}", theme.name);
            let found = contrast(rgb(words, [0; 3]), rgb(ground, [0; 3]));
            assert!(found >= 4.5 || theme.ink.colours == Colours::Sixteen, "{}: {found:.1} {style:?}", theme.name);
        }
    }
}

#[test]
fn what_follows_the_terminal_can_be_read_on_black_and_on_white() {
    for theme in themes().iter().filter(|theme| theme.name == "auto") {
        let stripes: Vec<Style> = (0..emic::panes::theme::LANES).map(|lane| theme.stripe(lane)).collect();
        for style in theme.styles().into_iter().filter(|style| !stripes.contains(style)) {
            assert_eq!(style.bg, None, "it stands on the terminal's own ground");
            let Some(words) = style.fg else { continue };
            let least = contrast(rgb(words, [0; 3]), [0; 3]).min(contrast(rgb(words, [0; 3]), [255; 3]));
            assert!(least > 3.5, "{words:?}: {least:.1}");
        }
    }
    let colours = |style: Style| style.fg.is_some() || style.bg.is_some();
    let mono = Theme::named("mono", Ink { colours: Colours::Many, ascii: false }).unwrap();
    assert!(!mono.styles().into_iter().any(colours), "mono has no colour");
}

/// One row of a frame: the first that has these words, from there on.
fn row_with(sitting: &mut Sitting, words: &str, columns: std::ops::Range<u16>) -> Vec<Cell> {
    sitting.save();
    let (buf, _) = sitting.frame();
    let rows = rows_of(&buf);
    let y = rows.iter().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}\n{}", rows.join("\n")));
    columns.map(|x| buf[(x, y as u16)].clone()).collect()
}

fn differ(theme: &Theme, states: &[(&str, Vec<Cell>)]) {
    for (place, (name, cells)) in states.iter().enumerate() {
        for (other, others) in &states[..place] {
            let (colours, ascii) = (theme.ink.colours, theme.ascii);
            assert!(cells != others, "{} {colours:?} ascii {ascii}: {name} looks like {other}", theme.name);
        }
    }
}

/// A small study in a theme.
fn small(theme: &Theme) -> Sitting {
    let mut sitting = Sitting::of("P07: |I felt heard.\nP08: More.");
    sitting.app.theme = theme.clone();
    sitting
}

/// After these keys, the row of the transcript, which ends before column 64.
fn words_after(theme: &Theme, keys: &str) -> Vec<Cell> {
    row_with(small(theme).types(keys), "I felt heard.", 0..64)
}

#[test]
fn no_two_states_of_a_passage_look_alike() {
    for theme in themes() {
        let states = [
            ("plain", ""),
            ("selected", "x"),
            ("coded, still lit", "x c being <Enter>"),
            ("coded", "x c being <Enter> <Esc>"),
            ("found", "/felt <Enter>"),
            ("a key quote", "x c being <Enter> !k <Esc>"),
            ("to discuss", "x c being <Enter> !d <Esc>"),
            ("with a memo", "x a Hm <Esc> <Esc>"),
            ("coded twice", "x c being <Enter> c money <Enter> <Esc>"),
            ("coded, without names", "x c being <Enter> <Esc> zs"),
            ("coded, without stripes", "x c being <Enter> <Esc> zs zs"),
        ];
        differ(&theme, &states.map(|(name, keys)| (name, words_after(&theme, keys))));
    }
}

#[test]
fn no_two_states_of_a_code_look_alike() {
    for theme in themes() {
        let code = |keys: &str| row_with(small(&theme).types(keys), "Barriers", 64..92);
        differ(
            &theme,
            &[
                ("under the cursor", code("<Tab>gg j")),
                ("under the cursor of another pane", code("<Tab>gg j <Shift-Tab>")),
                ("another", code("<Tab>gg")),
                ("another, folded", code("<Tab>gg j za k")),
                ("another, marked", code("<Tab>gg j x gg")),
                ("another, hidden", code("<Tab>gg j v k")),
            ],
        );
    }
}

#[test]
fn no_two_states_of_the_frame_look_alike() {
    for theme in themes() {
        let title = |keys: &str| row_with(small(&theme).types(keys), "codes", 66..92);
        differ(&theme, &[("codes with the keys", title("<Tab>")), ("codes without", title(""))]);
        let said = |sitting: &mut Sitting, y: u16| -> Vec<Cell> {
            let (buf, _) = sitting.frame();
            (0..120).map(|x| buf[(x, y)].clone()).collect()
        };
        let words = "nothing to interrupt; q q quits";
        let mut sitting = small(&theme);
        sitting.app.say(words);
        let toast = said(&mut sitting, 34);
        sitting.app.alarm(words);
        differ(&theme, &[("said", toast), ("an alarm", said(&mut sitting, 34))]);
        let mode = |keys: &str| said(small(&theme).types(keys), 35);
        differ(
            &theme,
            &[("NORMAL", mode("")), ("SELECT", mode("x")), ("INPUT", mode("c")), ("SHEET", mode("<Space>k"))],
        );
    }
}

/// Six codes on one passage, each a little shorter than the one before.
fn six_deep(theme: Theme) -> Sitting {
    let mut sitting = Sitting::sample(theme);
    sitting.types("<Space>f FG2 <Enter> 30G");
    for (place, code) in ["patience", "funding", "region", "reputat", "integrated", "supportive"].iter().enumerate() {
        sitting.types(&format!("30G V {}j c '{code}' <Enter> <Esc>", 7 - place));
    }
    sitting.types("30G");
    sitting
}

#[test]
fn six_codes_on_one_passage_can_be_told_apart() {
    let ink = Ink { colours: Colours::Many, ascii: false };
    for (name, theme) in
        [("dark", Theme::named("dark", ink).unwrap()), ("mono", Theme::mono(false)), ("ascii", Theme::mono(true))]
    {
        let mut sitting = six_deep(theme);
        for (columns, rows) in [(120, 36), (80, 24)] {
            snapshot(&format!("six-deep-{name}-{columns}x{rows}"), super::shown(&mut sitting, columns, rows));
        }
        for name in ["Patie", "Fundi", "Regio", "Reput", "Integ", "Suppo"] {
            let screen = rows_of(&sitting.frame_of(120, 36).0).join("\n");
            let beside: Vec<String> = screen.lines().map(|row| row.chars().take(64).collect()).collect();
            assert!(beside.iter().any(|row| row.contains(name)), "{name}\n{screen}");
        }
    }
}

fn snapshot(name: &str, words: String) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, words);
    });
}

/// A style in a few letters.
fn short(style: Style) -> String {
    let colour = |colour: Option<Color>| match colour {
        None | Some(Color::Reset) => "-".to_string(),
        Some(Color::Indexed(n)) => n.to_string(),
        Some(other) => format!("{other}").to_lowercase(),
    };
    let lit = [(Modifier::BOLD, "b"), (Modifier::DIM, "d"), (Modifier::UNDERLINED, "u"), (Modifier::REVERSED, "r")];
    let lit: String =
        lit.iter().filter(|(one, _)| style.add_modifier.contains(*one)).map(|(_, letter)| *letter).collect();
    format!("{}/{} {lit}", colour(style.fg), colour(style.bg)).trim().to_string()
}

/// The styles of a frame: rows of runs such as `a12 b3`, each letter a style of the list.
fn styles_of(buf: &Buffer, letters: &mut BTreeMap<String, char>) -> String {
    let mut rows: Vec<(String, usize)> = Vec::new();
    for y in buf.area.rows().map(|row| row.y) {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for x in 0..buf.area.width {
            let n = letters.len() as u32;
            let fresh = char::from_u32(if n < 26 { 'a' as u32 + n } else { 'A' as u32 + n - 26 }).unwrap();
            let letter = *letters.entry(short(buf[(x, y)].style())).or_insert(fresh);
            match runs.last_mut() {
                Some((last, long)) if *last == letter => *long += 1,
                _ => runs.push((letter, 1)),
            }
        }
        let row: Vec<String> = runs.iter().map(|(letter, long)| format!("{letter}{long}")).collect();
        let row = row.join(" ");
        match rows.last_mut() {
            Some((last, times)) if *last == row => *times += 1,
            _ => rows.push((row, 1)),
        }
    }
    let rows: Vec<String> =
        rows.into_iter().map(|(row, times)| if times > 1 { format!("{row}  x{times}") } else { row }).collect();
    rows.join("\n")
}

/// What is drawn in every theme: the panes, and what may lie over them.
const VIEWS: [(&str, &str); 7] = [
    ("transcript", "<Space>f FG2 <Enter> 30G V 2V"),
    ("found", "<Esc> /the <Enter>"),
    ("codes", "<Esc> <Tab> gg j x v"),
    ("excerpts", "<Esc> <Tab> gg j x"),
    ("picker", "<Shift-Tab> <Shift-Tab> c job"),
    ("table", "<Esc> <Space>t"),
    ("memo", "q a 'They are let in.'"),
];

#[test]
fn every_pane_in_every_theme_at_every_size() {
    for named in THEMES {
        let theme = Theme::named(named.name, Ink { colours: Colours::Many, ascii: false }).unwrap();
        let mut sitting = Sitting::sample(theme);
        let mut letters = BTreeMap::new();
        let mut frames = String::new();
        for (view, keys) in VIEWS {
            sitting.types(keys);
            sitting.save();
            for (columns, rows) in super::SIZES.into_iter().chain([(99, 30)]).filter(|(columns, _)| *columns > 1) {
                let (buf, _) = sitting.frame_of(columns, rows);
                let _ = write!(frames, "\n\n{view} {columns}x{rows}\n{}", styles_of(&buf, &mut letters));
            }
        }
        let mut list: Vec<(char, String)> = letters.into_iter().map(|(style, letter)| (letter, style)).collect();
        list.sort();
        let list: Vec<String> = list.into_iter().map(|(letter, style)| format!("{letter} = {style}")).collect();
        snapshot(&format!("theme-{}", named.name), format!("{}{frames}", list.join("\n")));
    }
}

#[test]
fn the_linux_console_has_sixteen_colours_and_ascii_signs() {
    let environment = |name: &str| (name == "TERM").then(|| "linux".to_string());
    let (theme, problem) = Theme::from_environment(environment);
    assert_eq!(problem, None);
    let mut sitting = Sitting::sample(theme);
    sitting.types("<Space>f FG2 <Enter> 30G V 2V");
    snapshot("linux-console-80x24", super::shown(&mut sitting, 80, 24));
}

#[test]
fn the_coach_and_the_tutor_stand_above_the_hints() {
    let mut sitting = Sitting::sample(Theme::mono(false));
    sitting.app.begin_coach();
    assert_eq!(sitting.app.place.coach, Coach::At(0));
    snapshot("coach-80x24", super::shown(&mut sitting, 80, 24));
    sitting.app.begin_tutor();
    snapshot("tutor-80x24", super::shown(&mut sitting, 80, 24));
    snapshot("tutor-40x10", super::shown(&mut sitting, 40, 10));
    assert!(!matches!(sitting.app.overlays.last(), Some(Overlay::Picker(_))));
}
