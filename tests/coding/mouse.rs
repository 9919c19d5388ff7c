//! The mouse: what a click, a drag and the wheel do.

use emic::app::decoder::{Input, Mouse, MouseAct};
use emic::place::Pane;

use super::sitting::{Sitting, rows_of};

pub const TESTS: &[fn()] = &[
    a_click_puts_the_cursor_there,
    a_drag_selects_whole_words,
    a_click_in_the_tree_and_the_list,
    a_second_click_opens,
    the_wheel_scrolls_what_lies_under_it,
    a_click_lets_go_of_keys_begun,
    clicks_anywhere_are_safe,
];

/// Where words stand on the screen, counted in characters.
fn find(sitting: &mut Sitting, words: &str) -> (u16, u16) {
    let rows = rows_of(&sitting.frame().0);
    let place =
        rows.iter().enumerate().find_map(|(y, row)| Some((row.find(words).map(|at| row[..at].chars().count())?, y)));
    let (x, y) = place.unwrap_or_else(|| panic!("{words} is not on\n{}", rows.join("\n")));
    (x as u16, y as u16)
}

fn mouse(sitting: &mut Sitting, act: MouseAct, (column, row): (u16, u16)) {
    sitting.app.input(Input::Mouse(Mouse { act, column, row }));
    sitting.frame();
}

fn click(sitting: &mut Sitting, words: &str) {
    let at = find(sitting, words);
    mouse(sitting, MouseAct::Press, at);
    mouse(sitting, MouseAct::Release, at);
}

#[test]
fn a_click_puts_the_cursor_there() {
    let mut sitting = Sitting::of("P07: <I felt> heard.\nToday.");
    click(&mut sitting, "heard");
    assert_eq!(sitting.text(true), "P07: I felt |heard.\nToday.");
    sitting.types("<Tab>");
    click(&mut sitting, "Today");
    assert_eq!(
        (sitting.text(true).as_str(), sitting.app.place.pane),
        ("P07: I felt heard.\n|Today.", Pane::Transcript)
    );
    click(&mut sitting, "P07");
    assert_eq!(sitting.text(true), "P07: |I felt heard.\nToday.", "a label is not a place to stand");
}

#[test]
fn a_drag_selects_whole_words() {
    let mut sitting = Sitting::of("P07: I felt heard.\nToday.");
    let (x, y) = find(&mut sitting, "felt");
    mouse(&mut sitting, MouseAct::Press, (x + 2, y));
    mouse(&mut sitting, MouseAct::Drag, (x + 7, y));
    assert_eq!(sitting.text(false), "P07: I <felt heard>.\nToday.");
    mouse(&mut sitting, MouseAct::Drag, (x - 2, y));
    assert_eq!(sitting.text(false), "P07: <I felt> heard.\nToday.");
    mouse(&mut sitting, MouseAct::Drag, (x, y + 9));
    assert_eq!(sitting.text(false), "P07: I <felt heard.\nToday>.");
    sitting.types("c being <Enter>");
    assert!(sitting.said().starts_with("Coded 1-2"), "{}", sitting.said());
    click(&mut sitting, "heard.");
    click(&mut sitting, "heard.");
    assert!(sitting.text(false).starts_with("P07: I felt <heard>."), "{}", sitting.text(false));
}

#[test]
fn a_click_in_the_tree_and_the_list() {
    let mut sitting = Sitting::of("P07: <One> two.");
    click(&mut sitting, "Boundaries");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  |Boundaries\n  Money\nSelf/other");
    assert_eq!(sitting.app.context(), "tree");
    click(&mut sitting, "v Barriers");
    assert_eq!(sitting.tree(), "being heard\n|Barriers+\nSelf/other");
    click(&mut sitting, "> Barriers");
    assert_eq!(sitting.tree(), "being heard\n|Barriers\n  Boundaries\n  Money\nSelf/other");
    sitting.types("<Shift-Tab> c being <Enter> <Esc> $ b v e . <Esc>");
    click(&mut sitting, "two\"");
    assert_eq!((sitting.app.context(), sitting.list().as_str()), ("excerpts", "One\n|two"));
}

#[test]
fn a_second_click_opens() {
    let mut sitting = Sitting::of("P07: <One> two.");
    sitting.types("c being <Enter> <Esc> $");
    click(&mut sitting, " being heard");
    assert_eq!(sitting.app.context(), "tree");
    click(&mut sitting, " being heard");
    assert_eq!(sitting.app.context(), "excerpts");
    click(&mut sitting, "\"One\"");
    assert_eq!(sitting.app.context(), "excerpts");
    click(&mut sitting, "\"One\"");
    assert_eq!(sitting.text(true), "P07: |One two.\n      ^^^ being heard");
    sitting.types("<Space>r");
    click(&mut sitting, "frequency");
    assert_eq!(sitting.app.context(), "transcript");
    click(&mut sitting, "frequency");
    assert_eq!(sitting.app.context(), "table");
    sitting.types("q <Space>t");
    let (x, y) = find(&mut sitting, "being heard");
    let (number, _) = find(&mut sitting, "# excerpts");
    let cell = (number + 9, y);
    mouse(&mut sitting, MouseAct::Press, (x, y));
    mouse(&mut sitting, MouseAct::Press, cell);
    mouse(&mut sitting, MouseAct::Press, cell);
    assert!(sitting.screen().contains("1 excerpt "), "{}", sitting.screen());
}

#[test]
fn the_wheel_scrolls_what_lies_under_it() {
    let lines: Vec<String> = (1..=200).map(|n| format!("Line {n}.")).collect();
    let mut sitting = Sitting::of(&lines.join("\n"));
    mouse(&mut sitting, MouseAct::ScrollDown, (5, 5));
    assert!(!sitting.screen().contains("Line 3.") && sitting.screen().contains("Line 4."), "{}", sitting.screen());
    assert!(sitting.text(true).contains("\n|Line 4."), "the cursor goes where it is seen");
    mouse(&mut sitting, MouseAct::ScrollDown, (5, 5));
    mouse(&mut sitting, MouseAct::ScrollUp, (5, 5));
    assert!(sitting.text(true).contains("\n|Line 7."), "and stays as long as it is");
    mouse(&mut sitting, MouseAct::ScrollDown, find(&mut Sitting::of("x"), "being heard"));
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  Boundaries\n  |Money\nSelf/other");
    assert_eq!(sitting.app.context(), "transcript");
    sitting.types("<Space>r");
    mouse(&mut sitting, MouseAct::ScrollDown, (50, 10));
    sitting.types("<Enter>");
    assert!(
        sitting.screen().contains("line-by-line") || sitting.screen().contains("attribute"),
        "{}",
        sitting.screen()
    );
}

#[test]
fn a_click_lets_go_of_keys_begun() {
    let mut sitting = Sitting::of("I felt heard.\nToday.");
    sitting.types("3 g");
    click(&mut sitting, "heard");
    assert_eq!(sitting.types("l").text(true), "I felt h|eard.\nToday.");
}

#[test]
fn clicks_anywhere_are_safe() {
    for size in [(1, 1), (40, 8), (80, 24), (120, 36)] {
        for keys in ["", "<Tab>", "c", "<Space>t", "a", "<Ctrl-z>", "/"] {
            let mut sitting = Sitting::of("P07: I felt heard.").sized(size.0, size.1);
            sitting.types(keys);
            for at in (0..size.1 + 2).flat_map(|y| (0..size.0 + 2).step_by(3).map(move |x| (x, y))) {
                for act in
                    [MouseAct::Press, MouseAct::Drag, MouseAct::Release, MouseAct::ScrollDown, MouseAct::ScrollUp]
                {
                    sitting.app.input(Input::Mouse(Mouse { act, column: at.0, row: at.1 }));
                }
            }
            sitting.frame();
        }
    }
}
