//! Finding back: jumps, marks, where reading stopped, disagreements and doubts.

use emic::text::grapheme_at;

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    jumps_go_back_and_forward_until_a_new_one,
    a_jump_brings_the_rows_of_tree_and_list_back,
    the_list_of_jumps_leads_to_any_of_them,
    a_letter_marks_a_place,
    marks_stand_in_the_margin_and_in_a_list,
    reading_goes_on_where_it_stopped,
    ends_say_so_and_leaps_say_how_far_they_came,
    only_participants_have_uncoded_passages,
    coders_who_are_done_disagree_in_a_turn,
    doubtful_excerpts_are_walked_and_confirmed,
    a_line_goes_to_the_top_and_to_the_bottom,
    an_excerpt_moved_by_lines_keeps_whole_words,
    what_is_coded_here_is_listed_and_leads_to_its_code,
];

const TALK: &str = "I: |Why?\nP07: Because.\nP08: No.\nP07: Yes.";

#[test]
fn jumps_go_back_and_forward_until_a_new_one() {
    let mut sitting = Sitting::with(&["|one\ntwo\nthree\nfour", "five"]);
    sitting.types("2G 3G 4G 2H");
    assert_eq!(sitting.text(true), "one\n|two\nthree\nfour");
    assert_eq!(sitting.types("L").text(true), "one\ntwo\n|three\nfour");
    assert_eq!(sitting.types("9L").text(true), "one\ntwo\nthree\n|four");
    assert_eq!(sitting.said(), "no jump to go forward to");
    assert_eq!(sitting.types("2H ]f H").text(true), "one\n|two\nthree\nfour");
    assert_eq!(sitting.types("L").text(true), "|five", "a new jump drops what lay ahead");
    assert_eq!(sitting.types("L").said(), "no jump to go forward to; H goes back");
    let mut sitting = sitting.types("H").app.place.ahead.len().eq(&1).then_some(sitting).unwrap().again("ada");
    assert_eq!(sitting.types("L").text(true), "|five", "both ways survive a restart");
}

#[test]
fn a_jump_brings_the_rows_of_tree_and_list_back() {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.");
    sitting.types("c being <Enter> ]t c being <Enter> ]t c money <Enter> <Tab> gg <Enter> j <Enter>");
    sitting.types("<Tab> G");
    sitting.rests();
    sitting.types("<Space>f T1 <Enter> 2H");
    assert_eq!((sitting.app.context(), sitting.list().as_str()), ("excerpts", "One.\n|Two."));
    assert!(sitting.tree().starts_with("|being heard"), "{}", sitting.tree());
}

#[test]
fn the_list_of_jumps_leads_to_any_of_them() {
    let mut sitting = Sitting::of("|one\ntwo\nthree\nfour");
    assert_eq!(sitting.types("<Space>J").said(), "no jump to go back to");
    sitting.types("2G 3G 4G H <Space>J");
    let screen = sitting.screen();
    let rows = ["T1 4  four", "T1 2  two", "T1 1  one"].map(|row| screen.find(row).unwrap());
    assert!(rows.is_sorted(), "the latest first\n{screen}");
    assert_eq!(sitting.types("one <Enter>").text(true), "|one\ntwo\nthree\nfour");
    assert_eq!(sitting.types("3L").text(true), "one\ntwo\nthree\n|four", "the others stay ahead");
}

#[test]
fn a_letter_marks_a_place() {
    let mut sitting = Sitting::with(&["|one\ntwo\nthree", "four\nfive"]);
    assert_eq!(sitting.types("'").said(), "no mark yet; m and a letter makes one");
    assert_eq!(sitting.types("j m a").said(), "Marked T1 2.  ' a comes back");
    sitting.types("j m B ]f G m a gg ' a");
    assert_eq!(sitting.text(true), "four\nfive|".replace("e|", "|e"), "small letters count in their document");
    assert_eq!(sitting.types("' B").text(true), "one\ntwo\n|three", "capitals in the whole project");
    assert_eq!(sitting.types("' a").text(true), "one\n|two\nthree");
    assert_eq!(sitting.types("<'><'>").text(true), "one\ntwo\n|three", "to the last place");
    assert_eq!(sitting.types("<'><'>").text(true), "one\n|two\nthree", "and to and fro");
    assert_eq!(sitting.types("' z").said(), "nothing is marked z here; m z marks the cursor's place");
    assert_eq!(sitting.types("m 3").said(), "marks are letters: a-z in this document, A-Z in the whole project");
    assert_eq!(sitting.types("gg m a G ' a").text(true), "|one\ntwo\nthree", "a letter has one place");
    let mut sitting = sitting.again("ada");
    assert_eq!(sitting.types("' B").text(true), "one\ntwo\n|three", "marks survive a restart");
}

#[test]
fn marks_stand_in_the_margin_and_in_a_list() {
    let mut sitting = Sitting::of("|one\ntwo\nthree");
    assert_eq!(sitting.types("<Space>'").said(), "no mark yet; m and a letter makes one");
    sitting.types("j m a j m B gg");
    let screen = sitting.screen();
    assert!(screen.contains(" a   2 ") && screen.contains(" B   3 "), "{screen}");
    sitting.types("<Space>'");
    assert_eq!(sitting.app.context(), "marks");
    assert!(sitting.screen().contains("three"));
    sitting.types("j <Enter>");
    assert_eq!((sitting.app.context(), sitting.text(true).as_str()), ("transcript", "one\n|two\nthree"));
    assert_eq!(sitting.types("<Space>' d").said(), "Took 1 mark away");
    assert_eq!(sitting.types("d").app.context(), "transcript", "nothing is left to list");
    assert!(sitting.app.place.marks.is_empty());
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let long = (1..=90).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    let mut sitting = Sitting::with(&[&long, "other"]);
    assert_eq!(sitting.types("gi").said(), "nothing was read or coded yet, so there is nowhere to go on");
    sitting.types("<Ctrl-d>");
    let line = sitting.app.transcript.page() / 2 + 1;
    sitting.types("G gg ]f gi");
    assert_eq!(sitting.said(), format!("T1 {line}: you read to here"), "who leaps to the end has not read to there");
    sitting.types("60G c being <Enter> 3G");
    let mut sitting = sitting.again("ada");
    assert_eq!(sitting.types("gi").said(), format!("T1 60: your last coding; you read to {line}"));
    assert!(sitting.text(true).contains("|line 60"));
    sitting.types("]f x c being <Enter> [f gi");
    assert_eq!(sitting.said(), "T2 1: you read to here; your last coding is at 1");
}

#[test]
fn ends_say_so_and_leaps_say_how_far_they_came() {
    let mut sitting = Sitting::of(TALK);
    assert_eq!(sitting.types("9]t").said(), "3 of 9: no turn after this one");
    assert_eq!(sitting.types("]t").said(), "no turn after this one");
    for key in ["j", "<Down>", "9j", "]t j", "w $ l", "<Right>", "e", ")", "}", "<Ctrl-d>"] {
        sitting.types("G");
        assert_eq!(sitting.types(key).said(), "the document ends here", "{key}");
    }
    for key in ["k", "<Up>", "b", "h", "<Left>", "(", "{", "<Ctrl-u>"] {
        sitting.types("gg");
        assert_eq!(sitting.types(key).said(), "the document begins here", "{key}");
    }
    assert_eq!(sitting.types("3[u").said(), "no uncoded turn of a participant that way in this document");
    check(TALK, "]t 2h", "I: Why|?\nP07: Because.\nP08: No.\nP07: Yes.".replace("y|?", "|y?").as_str());
}

#[test]
fn only_participants_have_uncoded_passages() {
    const TWO: &str = "I: |Why? So?\nP07: Because. It was.\nI: Oh?\nP08: No.";
    check(TWO, "2]u", "I: Why? So?\nP07: Because. It was.\nI: Oh?\nP08: |No.");
    check(TWO, "s 2]u", "I: Why? So?\nP07: Because. |It was.\nI: Oh?\nP08: No.");
    check(TWO, "ss 2]u", "I: Why? So?\nP07: Because. It was.\nI: Oh?\nP08: |No.");
    check("|one\ntwo", "s ]u", "one\n|two");
}

#[test]
fn coders_who_are_done_disagree_in_a_turn() {
    let mut sitting = Sitting::of(TALK);
    sitting.types("]t c being <Enter> ]t c being <Enter> c money <Enter>");
    assert_eq!(sitting.types("]x").said(), "nobody has coded the whole of T1; two must say so, with s in Space F");
    assert_eq!(sitting.types("<Space>F s s").said(), "T1: coded.  u undo");
    let mut sitting = sitting.again("bo");
    sitting.types("gg ]t c being <Enter> ]t c being <Enter> ]x");
    assert_eq!(sitting.said(), "only ada has coded the whole of T1; two must say so, with s in Space F");
    sitting.types("<Space>F 2s s q gg ]x");
    assert!(sitting.text(true).contains("P08: |No."), "{}", sitting.text(true));
    assert_eq!(sitting.said(), "1/1  ada: being heard, Barriers > Money; bo: being heard");
    assert_eq!(sitting.types("]x").said(), "no disagreement that way in this document");
    sitting.types("G [x");
    assert!(sitting.text(true).contains("P08: |No."));
    sitting.types("c money <Enter> gg");
    assert_eq!(sitting.types("]x").said(), "no disagreement that way in this document", "now they agree");
}

#[test]
fn doubtful_excerpts_are_walked_and_confirmed() {
    let mut sitting =
        Sitting::of("P07: <I was there all day.\nP08: Mm.>\nP07: And the next day too.\nP08: No, never at all.");
    assert_eq!(sitting.types("<Space>&").said(), "no excerpt's respondents are in doubt");
    sitting.types("c being <Enter> 3]t 2x c money <Enter> gg");
    sitting.types("]q");
    assert_eq!(sitting.said(), "to confirm: P08 (T1) in T1 1-2.  & says who speaks");
    assert_eq!(sitting.types("G [q").said(), "to confirm: P08 (T1) in T1 1-2.  & says who speaks");
    sitting.types("<Space>&");
    assert_eq!(sitting.app.context(), "doubts");
    sitting.types("& confirmed <Enter>");
    assert_eq!(sitting.said(), "Respondents of 1-2 (P07 (T1), P08 (T1)).  u undo");
    assert!(!sitting.screen().contains("1-2  "), "it is no longer in doubt");
    sitting.types("q gg ]q");
    let none = "no excerpt whose respondents are in doubt that way in this document; Space & lists them all";
    assert_eq!(sitting.said(), none);
    sitting.types("u <Space>& <Enter>");
    assert!(sitting.text(true).starts_with("P07: |I was"), "{}", sitting.text(true));
}

#[test]
fn a_line_goes_to_the_top_and_to_the_bottom() {
    let text = (1..=90).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    let mut sitting = Sitting::of(&text);
    let page = sitting.app.transcript.page();
    let first = |sitting: &Sitting| sitting.app.transcript.rows()[0].line as usize + 1;
    sitting.types("60Gzt");
    assert_eq!(first(&sitting), 60);
    sitting.types("zb");
    assert_eq!(first(&sitting), 60 - page + 1);
}

#[test]
fn an_excerpt_moved_by_lines_keeps_whole_words() {
    const BEFORE: &str = "P07: <I felt> heard.\nAnd seen today.\nP08: Nobody asked.";
    check(
        BEFORE,
        "c being <Enter> gg R j <Enter>",
        "\
P07: I felt heard.
     ^^^^^^^^^^^^^
And seen today.
^^^^^^^^ being heard
P08: Nobody asked.",
    );
    check(
        BEFORE,
        "c being <Enter> gg R ]t <Enter>",
        "\
P07: I felt heard.
     ^^^^^^^^^^^^^
And seen today.
^^^^^^^^^^^^^^^
P08: Nobody asked.
^^^^^^^^^^^ being heard",
    );
    check(
        BEFORE,
        "c being <Enter> gg R 2h <Enter>",
        "\
P07: I felt heard.
     ^^^^ being heard
And seen today.
P08: Nobody asked.",
    );
}

#[test]
fn what_is_coded_here_is_listed_and_leads_to_its_code() {
    let mut sitting = Sitting::of("P07: <I felt heard.>\nP08: Two.");
    sitting.types("c being <Enter> gg w v e c money <Enter> !k money <Enter> a 'A thought.' <Esc> <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("2 codings here; Enter goes to the code"), "{screen}");
    let rows: Vec<&str> = screen.lines().filter(|row| row.contains("1  ada│")).collect();
    assert!(rows[0].contains("Barriers > Money") && rows[1].contains("being heard"), "the shortest first\n{screen}");
    let about = "P07 (T1); key quote; coded 2023-11-1";
    assert!(screen.contains(about) && screen.contains("analytic memo by ada: A thought."), "{screen}");
    assert!(
        screen.contains("1 change, the last by ada:") && screen.contains("marked 1 of T1 as key quote"),
        "{screen}"
    );
    sitting.types("<Down>");
    assert!(sitting.screen().contains("Somebody listens."), "what the code means");
    sitting.types("<Enter>");
    assert_eq!(sitting.app.context(), "tree");
    assert!(sitting.tree().starts_with("|being heard"));
    assert_eq!(sitting.types("H").app.context(), "transcript");
}

/// Keys that move, without those that ask for something.
const MOTIONS: &str = "j k h l w b e 0 $ gg G ( ) { } [t ]t [s ]s [e ]e [u ]u [n ]n [x ]x [q ]q [f ]f H L gi zt zb zz \
    s ma ma<'>a <'><'> <Ctrl-d> <Ctrl-u> <Down> <Up> <PgDn> <PgUp> <Home> <End> v V x X - o R <Esc> n N";

#[test]
fn motions_keep_the_cursor_on_a_character_and_change_nothing() {
    let texts = [
        "I: |Why?\nP07: Cafe\u{301} \u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} and so on.\n\nMore of it.\nP08: No.\nI:\nP07:",
        "",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e2}\u{5d5}\u{5dc}\u{5dd}.\n\u{6f22}\u{5b57}\u{4eee}\u{540d} \u{6f22}\u{5b57}\n\n\n   \n",
        "\n\n",
        "P07: \nP08: \u{301}x",
    ];
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        cases: 24,
        failure_persistence: None,
        ..Default::default()
    });
    let motions: Vec<&str> = MOTIONS.split_whitespace().collect();
    let keys = proptest::collection::vec((1_u32..12, 0..motions.len()), 1..40);
    let law = |typed: Vec<(u32, usize)>| {
        let mut sitting = Sitting::with(&texts);
        sitting.types("]u c being <Enter>");
        let before = sitting.app.desk.project().clone();
        for (count, place) in typed {
            let count = if count > 1 && motions[place] != "0" { count.to_string() } else { String::new() };
            sitting.types(&format!("{count}{}", motions[place]));
            let text = sitting.app.desk.text(sitting.app.place.document.unwrap()).unwrap();
            let (at, length) = (sitting.app.place.cursor, text.len());
            proptest::prop_assert!(at < length || length == 0 && at == 0, "{at} of {length}");
            proptest::prop_assert_eq!(grapheme_at(&text, at).start, at);
            let selected = sitting.app.place.selection.map(|selection| selection.span());
            proptest::prop_assert!(selected.is_none_or(|span| span.end() <= length));
        }
        proptest::prop_assert!(before == *sitting.app.desk.project());
        Ok(())
    };
    runner.run(&keys, law).unwrap();
}
