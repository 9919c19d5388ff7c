//! Reports on the screen: their settings, the order of their rows, and files made of them.

use std::thread;
use std::time::{Duration, Instant};

use emic::app::overlay::Overlay;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    a_report_is_asked_otherwise_by_its_settings,
    settings_are_completed_and_counted_while_they_are_typed,
    a_report_that_needs_a_setting_asks_for_it,
    rows_are_sorted_by_the_column_under_the_cursor,
    rows_are_narrowed_by_words_while_they_are_typed,
    a_table_is_written_in_the_form_of_a_letter,
    a_table_that_is_a_list_has_no_settings,
    behind_a_figure_of_agreement_are_the_passages_on_which_coders_differ,
    a_table_is_seen_as_a_picture,
    a_code_is_read_with_its_excerpts,
    a_cell_of_the_framework_matrix_is_summarised_where_it_stands,
    a_report_that_tells_from_the_log_goes_with_the_project,
    settings_asked_before_come_back_and_ends_of_rows_are_a_key_away,
    a_report_that_takes_long_leaves_the_keys_to_the_coder,
    from_line_by_line_a_walk_goes_through_what_is_not_coded,
];

/// Two codes below one: two excerpts of P07 and one of P08 are coded; the category table is open.
fn counted() -> Sitting {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.\nI: Four.");
    sitting.types("c being <Enter> ]t c being <Enter> ]t c money <Enter> <Space>t");
    sitting
}

/// The open table: the first cell of every row, and the cell under the column of that key.
fn cells(sitting: &Sitting, key: &str) -> Vec<String> {
    let sheet = sitting.app.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Sheet(sheet) => Some(sheet),
        _ => None,
    });
    let table = sheet.expect("a table is open").table();
    let place = table.columns.iter().position(|column| column.key == key).unwrap();
    table.rows.iter().map(|row| format!("{} {}", row[0].value.shown(), row[place].value.shown())).collect()
}

#[test]
fn a_report_is_asked_otherwise_by_its_settings() {
    let mut sitting = counted();
    assert!(sitting.screen().contains("layer: settled   count: own"), "{}", sitting.screen());
    let all = cells(&sitting, "excerpts");
    sitting.types("r 'where=two' <Enter>");
    assert!(sitting.screen().contains("where: two"), "{}", sitting.screen());
    let some = cells(&sitting, "excerpts");
    let n = |cells: &[String]| cells.iter().filter_map(|cell| cell.rsplit(' ').next()?.parse::<u32>().ok()).sum::<u32>();
    assert_eq!((n(&all), n(&some)), (3, 1));
    // The line is offered again, and what is wrong leaves the table as it is.
    sitting.types("r <Ctrl-u> 'count=all' <Enter>");
    assert_eq!(sitting.said(), "count cannot be \"all\"; choose own, subtree, both");
    assert!(sitting.screen().contains("where: two"));
    sitting.types("y <Esc>");
    assert_eq!(sitting.app.context(), "transcript");
}

#[test]
fn settings_are_completed_and_counted_while_they_are_typed() {
    let mut sitting = counted();
    sitting.types("r 'where=t'");
    assert!(sitting.screen().contains("2 excerpts"), "{}", sitting.screen());
    sitting.types("<Ctrl-u> cou <Tab>");
    assert!(sitting.screen().contains("> count="), "{}", sitting.screen());
    sitting.types("s <Tab> <Enter>");
    assert!(sitting.screen().contains("count: subtree"), "{}", sitting.screen());
}

#[test]
fn a_report_that_needs_a_setting_asks_for_it() {
    let mut sitting = counted();
    sitting.types("q <Space>r crosstab <Enter>");
    assert!(sitting.said().starts_with("say which attribute to set the codes against"), "{}", sitting.said());
    assert!(sitting.screen().contains("crosstab: layer= where= count= by="), "{}", sitting.screen());
    sitting.types("<Esc> :report' frequency by=speaker' <Enter>");
    assert!(sitting.screen().contains("by: speaker"), "{}", sitting.screen());
}

#[test]
fn rows_are_sorted_by_the_column_under_the_cursor() {
    let mut sitting = counted();
    sitting.types("l");
    let tree = cells(&sitting, "excerpts");
    sitting.types("s");
    let down = cells(&sitting, "excerpts");
    assert!(sitting.screen().contains("by # excerpts down"), "{}", sitting.screen());
    sitting.types("s");
    let up = cells(&sitting, "excerpts");
    let numbers = |cells: &[String]| -> Vec<u32> {
        cells.iter().filter_map(|cell| cell.rsplit(' ').next()?.parse().ok()).collect()
    };
    let mut sorted = numbers(&tree);
    sorted.sort_unstable();
    assert_eq!(numbers(&up), sorted);
    sorted.reverse();
    assert_eq!(numbers(&down), sorted);
    sitting.types("s");
    assert_eq!(cells(&sitting, "excerpts"), tree);
}

#[test]
fn rows_are_narrowed_by_words_while_they_are_typed() {
    let mut sitting = counted();
    let all = cells(&sitting, "excerpts");
    sitting.types("f mon");
    assert!(sitting.screen().contains("1 row"), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert_eq!(cells(&sitting, "excerpts").len(), 1);
    assert!(sitting.screen().contains("filter: mon"), "{}", sitting.screen());
    sitting.types("f <Ctrl-u> x <Esc>");
    assert_eq!(cells(&sitting, "excerpts").len(), 1, "left, it is as it was");
    sitting.types("f <Ctrl-u> <Enter>");
    assert_eq!(cells(&sitting, "excerpts"), all);
}

#[test]
fn a_table_is_written_in_the_form_of_a_letter() {
    let mut sitting = counted();
    sitting.types("e c <Enter>");
    assert!(sitting.said().ends_with("category.csv"), "{}", sitting.said());
    let written = std::fs::read_to_string(sitting.app.here.join("category.csv")).unwrap();
    assert!(written.starts_with("code,") && written.contains("Money"), "{written}");
    sitting.types("f money <Enter> e J <Ctrl-u> some.jsonl <Enter>");
    let written = std::fs::read_to_string(sitting.app.here.join("some.jsonl")).unwrap();
    assert_eq!(written.lines().count(), 1, "{written}");
    sitting.types("e Q");
    assert_eq!(sitting.said(), "Q is no form; nothing was written");
}

#[test]
fn a_table_that_is_a_list_has_no_settings() {
    let mut sitting = counted();
    sitting.types("q <Space>/ one <Enter> r");
    assert_eq!(sitting.said(), "this table is not made with settings");
}

#[test]
fn a_table_is_seen_as_a_picture() {
    let mut sitting = counted();
    sitting.types("v");
    let screen = sitting.screen();
    let bar = |code: &str| {
        let row = screen.lines().find(|row| row.contains(code)).unwrap_or_else(|| panic!("{screen}"));
        row.chars().filter(|letter| *letter == '█').count()
    };
    assert_eq!(bar("being heard"), 2 * bar("Money") , "{screen}");
    sitting.types("e <Enter>");
    let written = std::fs::read_to_string(sitting.app.here.join("category.svg")).unwrap();
    assert!(written.starts_with("<svg ") && written.contains("Barriers &gt; Money"), "{written}");
    sitting.types("q");
    assert_eq!(sitting.app.context(), "table");
}

#[test]
fn a_code_is_read_with_its_excerpts() {
    let mut sitting = Sitting::of("P07: I <felt> it.").sized(80, 20);
    sitting.types(": 'report code' <Enter>");
    assert!(sitting.said().starts_with("no excerpt of "), "{}", sitting.said());
    sitting.types("c being <Enter> : 'report code' <Enter>");
    let page = sitting.screen();
    assert!(page.contains("Code report: being heard") && page.contains("1 excerpt, 1 respondent of"), "{page}");
    sitting.types("q : 'report quotations' <Enter>");
    assert!(sitting.said().starts_with("no excerpt is flagged as a key quote"), "{}", sitting.said());
    sitting.types(": 'report comparisons' <Enter>");
    assert!(sitting.said().starts_with("no comparison is on record"), "{}", sitting.said());
}

#[test]
fn behind_a_figure_of_agreement_are_the_passages_on_which_coders_differ() {
    let mut sitting = counted();
    sitting.types("q");
    let mut sitting = sitting.again("bo");
    sitting.types("gg c being <Enter> :'report agreement' <Enter> /").types("<Esc>");
    let screen = sitting.screen();
    let row = screen.lines().position(|row| row.contains("being heard")).unwrap_or_else(|| panic!("{screen}"));
    let first = screen.lines().position(|row| row.contains("prevalence")).unwrap() + 1;
    sitting.types(&"j ".repeat(row - first)).types("llllll <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("differ") && screen.contains("code: being heard"), "{screen}");
    assert!(screen.contains(" only"), "{screen}");
    sitting.types("q");
    assert!(sitting.screen().contains("Agreement of"), "{}", sitting.screen());
}

#[test]
fn a_cell_of_the_framework_matrix_is_summarised_where_it_stands() {
    let mut sitting = counted();
    let states = |sitting: &Sitting| cells(sitting, "being heard.state");
    sitting.types("q :'report framework' <Enter>");
    assert_eq!(states(&sitting), ["P07 (T1) linked only", "P08 (T1) linked only"]);
    let nobody = "a memo is written on a cell of the framework matrix, of somebody with a name (Space p)";
    assert_eq!(sitting.types("a").said(), nobody);
    sitting.types("q <Space>p gg r <Ctrl-u> P07 <Enter> j r <Ctrl-u> P08 <Enter> q :'report framework' <Enter>");
    assert_eq!(states(&sitting), ["P07 linked only", "P08 linked only"]);
    // In the row's own cell there is nothing to write on; in the cells of a code there is, whichever of the three.
    assert_eq!(sitting.types("h h a").said(), nobody);
    let screen = sitting.types("l a").screen();
    assert!(screen.contains("1 excerpt") && screen.contains("analytic memo: cell of P07"), "what it is of lies above\n{screen}");
    sitting.types("'One, he says.' <Esc>");
    assert_eq!(states(&sitting), ["P07 summarised", "P08 linked only"]);
    sitting.types("l a ' Once.' <Esc> l <Enter> ' Again.' <Esc>");
    assert_eq!(cells(&sitting, "being heard.summary"), ["P07 One, he says. Once. Again.", "P08 "]);
    // The number opens what it counts.
    sitting.types("h <Enter>");
    assert!(sitting.screen().contains("1 excerpt"), "{}", sitting.screen());
    sitting.types("<Enter> ]t ]t c being <Enter> :'report framework' <Enter>");
    assert_eq!(states(&sitting), ["P07 stale", "P08 linked only"]);
}

/// Lets time pass until a table or page lies over the panes.
fn wait_for_report(sitting: &mut Sitting) {
    let until = Instant::now() + Duration::from_secs(60);
    while sitting.app.overlays.is_empty() {
        assert!(Instant::now() < until, "no report came");
        sitting.app.tick(Instant::now());
        thread::sleep(Duration::from_millis(1));
    }
}

/// Lets time pass until nothing more is said to be counted.
fn wait_until_counted(sitting: &mut Sitting) {
    let until = Instant::now() + Duration::from_secs(60);
    while sitting.said().starts_with("counting") {
        assert!(Instant::now() < until, "it is counted for ever");
        sitting.app.tick(Instant::now());
    }
}

#[test]
fn a_report_that_tells_from_the_log_goes_with_the_project() {
    let mut sitting = counted();
    sitting.types("q :'report saturation' <Enter>");
    assert_eq!(cells(&sitting, "new"), ["T1 2"]);
    sitting.types("q c self <Enter> :'report saturation' <Enter>");
    assert_eq!(cells(&sitting, "new"), ["T1 3"]);
    sitting.app.desk.undo().unwrap();
    sitting.frame();
    assert_eq!(cells(&sitting, "new"), ["T1 2"]);
}

#[test]
fn settings_asked_before_come_back_and_ends_of_rows_are_a_key_away() {
    let mut sitting = counted();
    sitting.types("q :'report frequency' <Enter> r 'by=case' <Enter> q :'report frequency' <Enter>");
    assert!(!sitting.screen().contains("by: case"), "a table begins as it is defined\n{}", sitting.screen());
    sitting.types("r <Up> <Enter>");
    assert!(sitting.screen().contains("by: case"), "{}", sitting.screen());
    let column = |sitting: &mut Sitting| match sitting.app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => (sheet.column, sheet.table().columns.len()),
        _ => panic!("no table is open"),
    };
    let (_, columns) = column(sitting.types("$"));
    assert_eq!(column(&mut sitting).0, columns - 1);
    assert_eq!(column(sitting.types("0")).0, 0);
}

#[test]
fn a_report_that_takes_long_leaves_the_keys_to_the_coder() {
    let mut sitting = counted();
    sitting.types("q");
    // As if no report were ever there at once.
    sitting.app.patience = Duration::ZERO;
    sitting.types(":'report category' <Enter>");
    assert_eq!(sitting.said(), "counting category ...  Ctrl-c leaves it");
    assert_eq!(sitting.app.context(), "transcript");
    wait_for_report(&mut sitting);
    assert_eq!(sitting.said(), "category is counted");
    assert_eq!(cells(&sitting, "excerpts").len(), 5);
    // While something is typed it waits; what was changed meanwhile is counted too.
    sitting.types("q :'report frequency' <Enter> ]t ]t c being <Enter> /");
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(1));
        assert!(!sitting.app.tick(Instant::now()));
    }
    sitting.types("<Esc>");
    wait_for_report(&mut sitting);
    sitting.frame();
    assert_eq!(sitting.said(), "counting frequency ...  Ctrl-c leaves it", "once more");
    wait_until_counted(&mut sitting);
    let all = cells(&sitting, "total");
    assert!(all.contains(&"being heard 3".to_string()), "{all:?}");
    // Ctrl-c leaves it, and it does not come.
    sitting.types("q :'report code' <Enter> <Ctrl-c>");
    assert_eq!(sitting.said(), "code is left");
    assert!(sitting.app.due().is_none_or(|at| at > Instant::now() + Duration::from_millis(60)));
    assert_eq!(sitting.types("<Ctrl-c>").said(), "nothing to interrupt; q q quits");
    // A table that is open stays as it was counted, where that is left.
    sitting.types(":'report frequency' <Enter>");
    wait_for_report(&mut sitting);
    let before = cells(&sitting, "total");
    sitting.app.desk.undo().unwrap();
    sitting.frame();
    assert_eq!(sitting.said(), "counting frequency ...  Ctrl-c leaves it");
    assert_eq!(sitting.types("<Ctrl-c>").said(), "frequency is left");
    sitting.frame();
    assert_eq!(sitting.said(), "frequency is left");
    assert_eq!(cells(&sitting, "total"), before);
    sitting.types("q");
    // What is wrong is said when it is known.
    sitting.types(":'report crosstab by=town' <Enter>");
    wait_until_counted(&mut sitting);
    assert!(sitting.said().contains("town"), "{}", sitting.said());
}

#[test]
fn from_line_by_line_a_walk_goes_through_what_is_not_coded() {
    let mut sitting = Sitting::of("P07: One.\nP08: Two.\nI: Mm.\nP07: <Three.>\nP08: Four.\nP07: Five.");
    sitting.types("c being <Enter> :'report line-by-line' <Enter> 20l <Enter>");
    let at = |sitting: &Sitting, words: &str| {
        let (_, _, text) = sitting.app.open_text().unwrap();
        assert_eq!(text.char_of(text.as_str().find(words).unwrap()), sitting.app.place.cursor, "{words}");
    };
    assert_eq!(sitting.said(), "the first turn that is not coded; ] u goes on to the next");
    at(&sitting, "One.");
    for words in ["Two.", "Four.", "Five."] {
        sitting.types("]u");
        at(&sitting, words);
    }
}
