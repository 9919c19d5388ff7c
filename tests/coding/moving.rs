//! Moving through the words, by every unit there is.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    characters_words_and_lines,
    counts_go_before_a_motion,
    half_pages_and_the_middle,
    sentences_and_paragraphs,
    turns_and_speakers,
    to_a_print_line,
    coded_uncoded_and_noted_passages,
    a_search_is_live_and_knows_case_and_accents,
    documents_keep_their_cursors,
    a_jump_is_taken_back_in_the_pane_it_came_from,
    keys_typed_before_the_screen_is_drawn_do_the_same,
];

#[test]
fn characters_words_and_lines() {
    check("|I felt heard.\nToday.", "l", "I| felt heard.\nToday.");
    check("I| felt heard.\nToday.", "h", "|I felt heard.\nToday.");
    check("|I felt heard.\nToday.", "w", "I |felt heard.\nToday.");
    check("I felt |heard.\nToday.", "b", "I |felt heard.\nToday.");
    check("I |felt heard.\nToday.", "e", "I fel|t heard.\nToday.");
    check("I |felt heard.\nToday.", "j", "I felt heard.\nTo|day.");
    check("I felt heard.\nTo|day.", "k", "I |felt heard.\nToday.");
    check("I |felt heard.\nToday.", "$", "I felt heard|.\nToday.");
    check("I |felt heard.\nToday.", "0", "|I felt heard.\nToday.");
    check("I |felt heard.\nToday.", "G", "I felt heard.\nToday|.");
    check("I felt heard.\nTo|day.", "gg", "|I felt heard.\nToday.");
    check("|cafe\u{301} one", "4l", "cafe\u{301}| one");
}

#[test]
fn counts_go_before_a_motion() {
    check("|one two three four", "2w", "one two |three four");
    check("|one two three four", "10l", "one two th|ree four");
    check("|one two three four", "99l", "one two three fou|r");
    check("|one\ntwo\nthree", "2j", "one\ntwo\n|three");
    check("|one two three four", "3<Esc>w", "one |two three four");
    let mut sitting = Sitting::of("|one");
    sitting.types("12");
    assert!(sitting.screen().ends_with("12"), "a count is shown while it is typed");
}

#[test]
fn half_pages_and_the_middle() {
    let text = (1..=90).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    let mut sitting = Sitting::of(&text);
    let line = |sitting: &Sitting| sitting.text(true).lines().position(|line| line.contains('|')).unwrap() + 1;
    let page = sitting.app.transcript.page();
    sitting.types("<Ctrl-d>");
    assert_eq!(line(&sitting), 1 + page / 2);
    sitting.types("<PgDn><PgUp><Ctrl-u>");
    assert_eq!(line(&sitting), 1);
    sitting.types("40Gzz");
    let top = sitting.app.transcript.rows()[0].line as usize + 1;
    assert_eq!((line(&sitting), top), (40, 40 - page / 2));
    sitting.types("zt");
    assert_eq!((line(&sitting), sitting.app.transcript.rows()[0].line as usize + 1), (40, 40));
}

#[test]
fn sentences_and_paragraphs() {
    check("|One here. Two here. Three.", ")", "One here. |Two here. Three.");
    check("|One here. Two here. Three.", "2)", "One here. Two here. |Three.");
    check("One here. Two |here. Three.", "(", "One here. |Two here. Three.");
    check("P07: |One.\n\nMore.\n\nI: Why?", "}", "P07: One.\n\n|More.\n\nI: Why?");
    check("P07: |One.\n\nMore.\n\nI: Why?", "2}", "P07: One.\n\nMore.\n\nI: |Why?");
    check("P07: One.\n\nMore.\n\nI: |Why?", "{", "P07: One.\n\n|More.\n\nI: Why?");
}

#[test]
fn turns_and_speakers() {
    const TALK: &str = "I: |Why?\nP07: Because.\nP08: No.\nP07: Yes.";
    check(TALK, "]t", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
    check(TALK, "2]t", "I: Why?\nP07: Because.\nP08: |No.\nP07: Yes.");
    check(TALK, "2]t[t", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
    check(TALK, "]t]s", "I: Why?\nP07: Because.\nP08: No.\nP07: |Yes.");
    check(TALK, "3]t[s", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
    let mut sitting = Sitting::of(TALK);
    assert_eq!(sitting.types("]s").said(), "no other turn of this speaker that way");
    assert_eq!(sitting.types("[t").said(), "no turn before this one");
    check(TALK, "2w", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
}

#[test]
fn to_a_print_line() {
    check("|one\ntwo\nthree\nfour", "3G", "one\ntwo\n|three\nfour");
    let mut sitting = Sitting::of("|one\ntwo");
    assert_eq!(sitting.types("9G").said(), "this document has 2 lines");
    assert_eq!(sitting.text(true), "one\n|two");
}

#[test]
fn coded_uncoded_and_noted_passages() {
    const TALK: &str = "I: Why?\nP07: <Because.>\nP08: No.\nP07: Yes.";
    const CODED: &str = "I: Why?\nP07: Because.\n     ^^^^^^^^ being heard\nP08: |No.\nP07: Yes.";
    const BACK: &str = "I: Why?\nP07: |Because.\n      ^^^^^^^^ being heard\nP08: No.\nP07: Yes.";
    check(TALK, "c being <Enter> G [e", BACK);
    check(TALK, "c being <Enter> gg ]e", BACK);
    check(TALK, "c being <Enter> ]u", CODED);
    check(TALK, "c being <Enter> G [u", CODED);
    check(TALK, "a 'A thought.' <Esc> gg ]n", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
    check(TALK, "a 'A thought.' <Esc> G [n", "I: Why?\nP07: |Because.\nP08: No.\nP07: Yes.");
}

#[test]
fn a_search_is_live_and_knows_case_and_accents() {
    const WORDS: &str = "|Now Müde, müde or MÜDE and mude.";
    check(WORDS, "/ mude", "Now |Müde, müde or MÜDE and mude.");
    check(WORDS, "/ mude <Enter> n", "Now Müde, |müde or MÜDE and mude.");
    check(WORDS, "/ mude <Enter> 3n", "Now Müde, müde or MÜDE and |mude.");
    check(WORDS, "/ mude <Enter> 4n", "Now |Müde, müde or MÜDE and mude.");
    check(WORDS, "/ mude <Enter> N", "Now Müde, müde or MÜDE and |mude.");
    check(WORDS, "/ MU <Enter>", "Now Müde, müde or |MÜDE and mude.");
    check(WORDS, "/ müde <Enter> 2n", "Now Müde, müde or |MÜDE and mude.");
    check(WORDS, "/ müde <Enter> 3n", "Now |Müde, müde or MÜDE and mude.");
    check(WORDS, "/ mude <Esc>", WORDS);
    let mut sitting = Sitting::of(WORDS);
    sitting.types("/mude<Enter>n");
    assert!(sitting.screen().contains("found 2/4"));
    assert_eq!(sitting.types("/nowhere<Enter>").said(), "\"nowhere\" is not in this document");
    assert_eq!(Sitting::of(WORDS).types("n").said(), "nothing was searched for yet; / searches");
}

#[test]
fn documents_keep_their_cursors() {
    let mut sitting = Sitting::with(&["|one two", "three four"]);
    sitting.types("w ]f");
    assert_eq!(sitting.text(true), "|three four");
    sitting.types("w [f");
    assert_eq!(sitting.text(true), "one |two");
    sitting.types("gd T2 <Enter>");
    assert_eq!(sitting.text(true), "three |four");
    sitting.types("<Space>f T1 <Enter>");
    assert_eq!(sitting.text(true), "one |two");
    assert_eq!(sitting.types("[f").said(), "no document that way; Space f lists them");
}

#[test]
fn a_jump_is_taken_back_in_the_pane_it_came_from() {
    let mut sitting = Sitting::with(&["one\ntwo\nthree", "four"]);
    sitting.types("3G ]f H");
    assert_eq!(sitting.text(true), "one\ntwo\n|three");
    sitting.types("<Ctrl-o>");
    assert_eq!(sitting.text(true), "|one\ntwo\nthree");
    assert_eq!(sitting.types("H").said(), "no jump to go back to");
    sitting.types("x c being <Enter> ]f <Tab><Tab> <Enter>");
    assert_eq!(
        (sitting.app.context(), sitting.text(true).as_str()),
        ("transcript", "|one\n ^^^ being heard\ntwo\nthree")
    );
    sitting.types("H");
    assert_eq!((sitting.app.context(), sitting.text(true).as_str()), ("excerpts", "|four"));
    let mut sitting = sitting.again("ada");
    sitting.types("<Tab> <Space>f T1 <Enter> H");
    assert_eq!(sitting.text(true), "|four", "jumps survive a restart");
}

#[test]
fn keys_typed_before_the_screen_is_drawn_do_the_same() {
    for keys in [
        "]f j x c being <Enter> [f 2j s x . <Tab> j l h <Enter> <Enter> j k H",
        "x c being <Enter> j . <Tab> gg <Enter> j x d u u <Space>f T2 <Enter> k k x .",
        "c New/code <Enter> <Tab> za za <Space>c Money <Enter> h j za zM zR c <Tab> x x d",
    ] {
        let texts = ["|One two.\nThree.\nI: Four?\nP07: Five.", "Six.\nSeven eight nine ten eleven.\nTwelve."];
        let (mut slow, mut fast) = (Sitting::with(&texts), Sitting::with(&texts));
        slow.types(keys);
        fast.rattles(keys);
        assert_eq!(slow.text(true), fast.text(true), "{keys}");
        assert_eq!((slow.tree(), slow.list()), (fast.tree(), fast.list()), "{keys}");
        assert_eq!(slow.screen(), fast.screen(), "{keys}");
    }
}
