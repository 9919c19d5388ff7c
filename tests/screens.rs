//! What the screen shows: the sample study at every width, and everything that may lie over it.
//!
//! A snapshot is the characters of a frame, and beneath them where it is lit: row, columns, how.

#[path = "../examples/picture/colours.rs"]
mod colours;
#[path = "screens/looks.rs"]
mod looks;
#[allow(dead_code)] // every test program uses its part of it
#[path = "sitting/mod.rs"]
mod sitting;

use emic::app::Person;
use emic::app::decoder::Input;
use emic::app::overlay::{Leaving, Overlay};
use emic::app::welcome::Welcome;
use emic::panes::Theme;
use emic::store::Home;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use sitting::{Sitting, rows_of};

const SIZES: [(u16, u16); 8] = [(200, 60), (120, 36), (100, 30), (80, 24), (60, 20), (40, 10), (39, 7), (1, 1)];
/// How cells may be lit.
const LIT: [(Modifier, &str); 3] =
    [(Modifier::REVERSED, "reversed"), (Modifier::UNDERLINED, "underlined"), (Modifier::BOLD, "bold")];

/// The sample study with three print lines of the second focus group selected.
fn selected(theme: Theme) -> Sitting {
    let mut sitting = Sitting::sample(theme);
    sitting.types("<Space>f FG2 <Enter> 30G V 2V");
    sitting
}

/// Every stretch of reversed cells (and of underlined or bold ones, where `all` are asked for).
fn lit(buf: &Buffer, all: &[(Modifier, &str)]) -> Vec<String> {
    let mut runs = Vec::new();
    for row in buf.area.rows() {
        let mut begun: Option<(u16, String)> = None;
        for x in row.left()..=row.right() {
            let has =
                |(modifier, _): &&(Modifier, &str)| x < row.right() && buf[(x, row.y)].modifier.contains(*modifier);
            let style: Vec<&str> = all.iter().filter(has).map(|(_, name)| *name).collect();
            let style = style.join(" ");
            if begun.as_ref().is_some_and(|(_, other)| *other == style) {
                continue;
            }
            if let Some((from, style)) = begun.take() {
                runs.push(format!("row {} columns {from}-{} {style}", row.y, x - 1));
            }
            begun = Some((x, style)).filter(|(_, style)| !style.is_empty());
        }
    }
    runs
}

/// The characters and what is lit.
fn shown(sitting: &mut Sitting, columns: u16, rows: u16) -> String {
    sitting.save();
    let (buf, cursor) = sitting.frame_of(columns, rows);
    written(&buf, cursor)
}

fn written(buf: &Buffer, cursor: Option<Position>) -> String {
    let cursor = cursor.map_or("none".to_string(), |at| format!("row {} column {}", at.y, at.x));
    format!("{}\n\ncursor: {cursor}\n{}", rows_of(buf).join("\n"), lit(buf, &LIT).join("\n"))
}

macro_rules! snapshot {
    ($name:expr, $sitting:expr, $columns:expr, $rows:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, shown($sitting, $columns, $rows));
        })
    };
}

#[test]
fn a_selection_is_seen_at_every_size_with_colours_and_without() {
    for (theme, name) in [(Theme::colour(false), "colour"), (Theme::mono(false), "mono")] {
        let mut sitting = selected(theme);
        for (columns, rows) in SIZES {
            snapshot!(format!("selection-{name}-{columns}x{rows}"), &mut sitting, columns, rows);
            if columns < 40 || rows < 8 {
                continue;
            }
            let (buf, _) = sitting.frame_of(columns, rows);
            let reversed = lit(&buf, &LIT[..1]);
            let text: Vec<&String> = reversed.iter().filter(|run| !run.starts_with("row 1 ")).collect();
            assert!(!text.is_empty(), "{name} {columns}x{rows}: nothing reversed");
            let signs = rows_of(&buf).iter().filter(|row| row.starts_with("│>")).count();
            assert!(signs >= 3, "{name} {columns}x{rows}: {signs} signs");
        }
    }
}

#[test]
fn the_welcome_screen() {
    let home = Home::find_in(|name| name.starts_with("EMIC_").then(|| "/home/mk/.local/share/emic".into())).unwrap();
    let person = Person { home, coder: "mk".to_string(), keys: Ok(None) };
    for (theme, name) in [(Theme::colour(false), "colour"), (Theme::mono(true), "mono")] {
        for (columns, rows) in [(80, 24), (40, 10)] {
            let mut welcome = Welcome::new(&person, None, (theme.clone(), None));
            let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
            let cursor = welcome.draw_on(*buf.area(), &mut buf);
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("welcome-{name}-{columns}x{rows}"), written(&buf, cursor));
            });
        }
    }
}

#[test]
fn what_lies_over_the_panes() {
    let mut sitting = selected(Theme::mono(false));
    sitting.types("c integr");
    snapshot!("picker-120x36", &mut sitting, 120, 36);
    snapshot!("picker-80x24", &mut sitting, 80, 24);
    sitting.types("<Esc> ?");
    snapshot!("help-120x36", &mut sitting, 120, 36);
    snapshot!("help-60x20", &mut sitting, 60, 20);
    sitting.types("<Esc> a 'They are let in, and then' <Enter> 'left alone.'");
    snapshot!("memo-120x36", &mut sitting, 120, 36);
    snapshot!("memo-80x24", &mut sitting, 80, 24);
    sitting.types("<Ctrl-c><Ctrl-c> ]");
    sitting.rests();
    snapshot!("which-key-80x24", &mut sitting, 80, 24);
    sitting.types("<Esc> /peer");
    snapshot!("search-80x24", &mut sitting, 80, 24);
    sitting.types("<Esc> ]e <Enter>");
    snapshot!("excerpt-80x24", &mut sitting, 80, 24);
    sitting.types("<Esc>");
    sitting.app.overlays.push(Overlay::Leaving(Leaving::of(3, "the disk is full".to_string())));
    snapshot!("leaving-80x24", &mut sitting, 80, 24);
}

#[test]
fn the_documents_and_two_of_them() {
    let mut sitting = selected(Theme::mono(false));
    sitting.types("<Esc> m a <Space>F s");
    snapshot!("documents-120x36", &mut sitting, 120, 36);
    snapshot!("documents-80x24", &mut sitting, 80, 24);
    sitting.types("q gx <Enter>");
    snapshot!("beside-120x36", &mut sitting, 120, 36);
    snapshot!("beside-80x24", &mut sitting, 80, 24);
}

#[test]
fn the_other_panes() {
    let mut sitting = selected(Theme::mono(false)).sized(80, 24);
    sitting.types("<Tab> gg j <Enter> j");
    snapshot!("excerpts-80x24", &mut sitting, 80, 24);
    snapshot!("excerpts-120x36", &mut sitting, 120, 36);
    snapshot!("excerpts-40x10", &mut sitting, 40, 10);
    sitting.types("<Shift-Tab> gg j za");
    snapshot!("tree-80x24", &mut sitting, 80, 24);
    snapshot!("tree-120x36", &mut sitting, 120, 36);
    sitting.types("G x k M");
    snapshot!("merge-80x24", &mut sitting, 80, 24);
    sitting.types("<Esc> e");
    snapshot!("definition-80x24", &mut sitting, 80, 24);
    snapshot!("definition-60x20", &mut sitting, 60, 20);
}

#[test]
fn tables() {
    let mut sitting = selected(Theme::mono(false));
    sitting.types("<Space>t");
    snapshot!("category-120x36", &mut sitting, 120, 36);
    snapshot!("category-80x24", &mut sitting, 80, 24);
    snapshot!("category-40x10", &mut sitting, 40, 10);
    sitting.types("q <Space>k");
    snapshot!("speakers-80x24", &mut sitting, 80, 24);
    sitting.types("q <Space>r case <Esc> <Space>h");
    snapshot!("history-80x24", &mut sitting, 80, 24);
}

#[test]
fn ascii_signs_are_ascii() {
    let mut sitting = selected(Theme::mono(true));
    snapshot!("ascii-120x36", &mut sitting, 120, 36);
    for keys in ["", "c", "<Esc><Tab><Tab>", "<Space>t"] {
        sitting.types(keys);
        for (columns, rows) in SIZES {
            let words = rows_of(&sitting.frame_of(columns, rows).0).join("\n");
            let other: Vec<char> = words.chars().filter(|c| !c.is_ascii() && !"’‘“”–é".contains(*c)).collect();
            assert_eq!(other, [], "{keys} {columns}x{rows}\n{words}");
        }
    }
}

/// Words that take more cells than characters, or fewer, or run the other way.
const HARD: &str = "P01: |\u{4f60}\u{597d}\u{4e16}\u{754c}, cafe\u{301} \u{1f469}\u{200d}\u{1f52c} ok.\nP02: \u{5e9}\u{5dc}\u{5d5}\u{5dd} hello \u{202e}evil.\nP01: Tab\there \u{1b}[31mred.\u{7}\nP02: a\u{300}\u{301}\u{302}\u{303}\u{304} z\u{200b}w \u{1f1e9}\u{1f1ea}.";

#[test]
fn wide_combining_and_hostile_words_keep_their_cells() {
    let mut sitting = Sitting::of(HARD);
    sitting.types("x c being <Enter> ]t v3l");
    snapshot!("hard-words-80x24", &mut sitting, 80, 24);
    snapshot!("hard-words-40x10", &mut sitting, 40, 10);
    let (buf, _) = sitting.frame_of(80, 24);
    let controls: Vec<char> = rows_of(&buf).join("").chars().filter(|c| c.is_control()).collect();
    assert_eq!(controls, []);
    for y in 2..21 {
        assert_eq!(buf[(79, y)].symbol(), "│", "row {y} keeps its frame");
    }
}

#[test]
fn an_empty_project_and_missing_words_say_what_to_do() {
    let mut sitting = Sitting::empty();
    snapshot!("empty-120x36", &mut sitting, 120, 36);
    snapshot!("empty-80x24", &mut sitting, 80, 24);
    for keys in
        ["x", "c", "<Space>f", "<Space>t", "<Space>k", "<Space>m", "<Space>c", "/", "<Tab>c", "r", "<Tab><Enter>"]
    {
        assert!(!sitting.types(keys).said().is_empty(), "{keys} says why not");
        assert!(sitting.app.overlays.is_empty(), "{keys}");
    }
    let mut sitting = selected(Theme::mono(false));
    sitting.save();
    std::fs::remove_dir_all(sitting.folder().join("texts")).unwrap();
    let mut sitting = sitting.again("jonas");
    snapshot!("text-missing-80x24", &mut sitting, 80, 24);
    sitting.types("xc");
    assert_eq!(sitting.said(), "the words of this document are missing from the texts folder");
}

#[test]
fn every_size_can_be_drawn_whatever_lies_open() {
    let opened = [
        "",
        "c",
        "c integr",
        "?",
        "a Words",
        "/the",
        "<Space>t",
        "<Space>k",
        "<Space>h",
        "<Space>m",
        "A",
        "]e <Enter>",
        "<Tab>",
        "<Tab>e",
        "<Tab>r",
        "<Tab> G x k M",
        "<Tab><Tab>",
        "<Tab><Tab>x Z",
        "<Ctrl-z>",
    ];
    for keys in opened {
        let mut sitting = selected(Theme::colour(false));
        sitting.types(keys);
        for columns in (1..=60).step_by(3) {
            for rows in (1..=20).step_by(2) {
                let (_, cursor) = sitting.frame_of(columns, rows);
                let inside = cursor.is_none_or(|at| at.x < columns && at.y < rows);
                assert!(inside, "{keys} {columns}x{rows}: the cursor is at {cursor:?}");
            }
        }
        sitting.app.input(Input::Resize(80, 24));
        sitting.types("<Esc>");
    }
}
