//! The list of what was done: gone to, narrowed, one act taken back by itself, the past looked at.

use super::sitting::Sitting;
use emic::app::Wish;
use emic::app::overlay::Overlay;

pub const TESTS: &[fn()] = &[
    one_act_is_taken_back_alone,
    an_act_that_others_build_on_stays,
    a_colleague_s_act_is_theirs,
    enter_goes_to_what_an_act_was_about,
    the_list_is_narrowed_by_what_is_typed,
    what_changed_since_an_act_is_listed,
    the_past_is_looked_at_and_not_changed,
];

/// Three acts: a code on each of the first three turns, the last one on top in the list.
fn three() -> Sitting {
    let mut sitting = Sitting::of("P07: One.\nP08: Two.\nP07: Three.");
    sitting.types("c being <Enter> ]t c money <Enter> ]t c Zest <Enter> <Space>h");
    sitting
}

/// What is said of the acts in the list, the marked cursor before the one that has it.
fn acts(sitting: &Sitting) -> Vec<String> {
    let Some(Overlay::Sheet(sheet)) = sitting.app.overlays.last() else { panic!("no list") };
    let said = |row: &Vec<emic::analysis::Cell>| {
        let state = row[2].value.shown();
        let state = if state.is_empty() { state } else { format!(" [{state}]") };
        format!("{}{state}", row[3].value.shown())
    };
    sheet.table().rows.iter().map(said).collect()
}

#[test]
fn one_act_is_taken_back_alone() {
    let mut sitting = three();
    let all = acts(&sitting);
    assert_eq!(
        all[..3],
        ["coded 3 of T1 as Zest, and 1 more", "coded 2 of T1 as Barriers > Money", "coded 1 of T1 as being heard"]
    );
    sitting.types("j u");
    assert_eq!(sitting.said(), "Undone: coded 2 of T1 as Barriers > Money.  U does it again");
    let after = acts(&sitting);
    assert_eq!(after[0], "took back: coded 2 of T1 as Barriers > Money");
    assert_eq!(after[2], "coded 2 of T1 as Barriers > Money [taken back]");
    assert_eq!(sitting.types("u").said(), "this was taken back already; taking back the act that did so does it again");
    sitting.types("q");
    let text = sitting.text(false);
    assert!(text.contains("Zest") && text.contains("being heard") && !text.contains("Money"), "{text}");
    sitting.types("U");
    assert!(sitting.text(false).contains("Money"));
}

#[test]
fn an_act_that_others_build_on_stays() {
    let mut sitting = Sitting::of("P07: One.\nP08: Two.");
    sitting.types("C Zest <Enter> ]t c Zest <Enter> <Space>h j u");
    let screen = sitting.screen();
    assert!(screen.contains("later acts build on it"), "{screen}");
    assert!(screen.contains("ada coded 2 of T1 as Zest"), "{screen}");
    sitting.types("<Esc> gg u j u");
    assert!(sitting.said().starts_with("Undone: coded 1 of T1 as Zest"), "{}", sitting.said());
}

#[test]
fn a_colleague_s_act_is_theirs() {
    let mut sitting = three();
    sitting.types("q");
    let mut sitting = sitting.again("ben");
    assert_eq!(sitting.types("<Space>h u").said(), "ada did this; only they take it back");
}

#[test]
fn enter_goes_to_what_an_act_was_about() {
    let mut sitting = three();
    sitting.types("j <Enter>");
    assert_eq!(sitting.app.context(), "transcript");
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
    sitting.types("<Tab> gg r 'heard at last' <Enter> a 'Hm.' <Esc> <Space>h <Enter>");
    assert_eq!(sitting.app.context(), "tree");
    sitting.types("<Tab> <Space>h j <Enter>");
    assert_eq!(sitting.app.context(), "tree");
}

#[test]
fn the_list_is_narrowed_by_what_is_typed() {
    let mut sitting = three();
    sitting.types("f money <Enter>");
    assert_eq!(acts(&sitting)[0], "coded 2 of T1 as Barriers > Money");
    sitting.types("f <Ctrl-u> 'about:Zest by:ada' <Enter>");
    assert_eq!(acts(&sitting), ["coded 3 of T1 as Zest, and 1 more"]);
    sitting.types("f <Ctrl-u> 'about:\"T1 1\"' <Enter>");
    assert_eq!(acts(&sitting), ["coded 1 of T1 as being heard"]);
    sitting.types("f <Ctrl-u> 'since:2030-01-01' <Enter>");
    assert_eq!(acts(&sitting).len(), 0);
    sitting.types("f <Ctrl-u> 'by:nobody' <Enter>");
    assert_eq!(sitting.said(), "no coder is called nobody");
    assert_eq!(acts(&sitting).len(), 0, "the filter is what it was");
    sitting.types("f <Ctrl-u> money <Esc>");
    assert_eq!(acts(&sitting).len(), 0, "as it is where Esc leaves it");
    sitting.types("q <Space>h");
    assert!(acts(&sitting).len() > 2, "opened anew it shows all");
}

#[test]
fn what_changed_since_an_act_is_listed() {
    let mut sitting = three();
    sitting.types("j j d");
    let Some(Overlay::Sheet(sheet)) = sitting.app.overlays.last() else { panic!("no list") };
    let rows: Vec<String> =
        sheet.table().rows.iter().map(|row| format!("{} {}", row[0].value.shown(), row[1].value.shown())).collect();
    assert_eq!(rows, ["code added Zest", "coding added T1 2 (ada)", "coding added T1 3 (ada)"]);
    assert_eq!(sitting.types("q gg d").said(), "codebook and coding are as they were right after this act");
}

#[test]
fn the_past_is_looked_at_and_not_changed() {
    let mut sitting = three();
    sitting.types("j j o");
    let Some(Wish::LookBack(moment, words)) = sitting.app.take_wishes().pop() else { panic!("no wish") };
    sitting.types("q");
    let mut past = sitting.again("ada");
    past.app.desk.look_back(moment, words).unwrap();
    past.app.follow();
    past.frame();
    let text = past.text(false);
    assert!(text.contains("being heard") && !text.contains("Money"), "{text}");
    assert!(past.screen().contains("as of 2023-11-14"), "{}", past.screen());
    for key in ["c", "a", "u", "d", "<Space>i"] {
        assert!(past.types(key).said().starts_with("this is the project as of"), "{key}: {}", past.said());
    }
    let mut now = past.again("ada");
    assert!(now.text(false).contains("Money"), "today is as it was");
    assert_eq!(now.types("<Space>h o").app.take_wishes().len(), 1);
}
