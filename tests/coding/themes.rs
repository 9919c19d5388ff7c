//! Themes: claims, the passages for and against them, who does not fit, and the searches made.

use super::sitting::{Sitting, rows_of};

pub const TESTS: &[fn()] = &[
    a_passage_stands_for_or_against_a_claim,
    excerpts_are_put_under_a_theme_from_the_list,
    themes_are_listed_reworded_and_taken_away,
    a_search_is_on_record_whatever_it_found,
    who_does_not_fit_is_on_record_with_what_was_done,
    what_stands_toward_a_theme_is_found_by_the_filter,
    a_memo_is_written_on_a_passage_of_the_evidence,
];

fn study() -> Sitting {
    Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.")
}

/// The evidence of all themes: the words, and how they stand.
fn evidence(sitting: &Sitting) -> Vec<String> {
    let project = sitting.app.desk.project();
    let stands = project.themes().flat_map(|(id, theme)| project.stands(id).map(move |stand| (&theme.claim, stand)));
    let said = |(claim, (document, span, stand)): (&String, _)| {
        let words: emic::project::Stand = stand;
        let text = sitting.app.desk.text(document).unwrap();
        format!("{} {} {claim}", text.passage(span), words.word())
    };
    stands.map(said).collect()
}

#[test]
fn a_passage_stands_for_or_against_a_claim() {
    let mut sitting = study();
    sitting.types("t 'Peers open doors' <Enter> f");
    assert_eq!(sitting.said(), "1 (P07 (T1)) stands for: Peers open doors.  u undo");
    assert_eq!(evidence(&sitting), ["One. for Peers open doors"]);
    // The unit here, where nothing is selected or coded; the claim is there to be chosen.
    sitting.types("]t t peers <Enter> a ]t t peers <Enter> q");
    let all = ["One. for Peers open doors", "Two. against Peers open doors", "Three. qualifies Peers open doors"];
    assert_eq!(evidence(&sitting), all);
    sitting.types("t peers <Enter> a");
    assert_eq!(sitting.said(), "3 (P07 (T1)) stands against: Peers open doors.  u undo");
    sitting.types("t peers <Enter> x");
    assert_eq!(evidence(&sitting), all[..2]);
    assert_eq!(sitting.types("t peers <Enter> x").said(), "it stands nowhere already; nothing was changed");
    let wrong = "f for, a against, q qualifies, x takes it off; nothing was changed";
    assert_eq!(sitting.types("t peers <Enter> z").said(), wrong);
    sitting.types("u u");
    assert_eq!(evidence(&sitting), all);
    // The first passage and the claim were one act.
    sitting.types("u u u");
    assert_eq!((evidence(&sitting).len(), sitting.app.desk.project().themes().count()), (0, 0));
}

#[test]
fn excerpts_are_put_under_a_theme_from_the_list() {
    let mut sitting = study();
    sitting.types("c being <Enter> ]t . ]t . <Tab> gg <Enter> gg x x t 'Peers open doors' <Enter> a");
    assert_eq!(sitting.said(), "2 excerpts stands against: Peers open doors.  u undo");
    assert_eq!(evidence(&sitting), ["One. against Peers open doors", "Two. against Peers open doors"]);
    // What is coded under the cursor is meant, not the unit; what is known of it says how it stands.
    sitting.types("<Enter> <Esc> gg t peers <Enter> f");
    assert_eq!(evidence(&sitting)[0], "One. for Peers open doors");
    sitting.types("<Enter>");
    assert!(sitting.screen().contains("for: Peers open doors"), "{}", sitting.screen());
}

#[test]
fn themes_are_listed_reworded_and_taken_away() {
    let mut sitting = study();
    let none = "no theme yet; t puts a passage for or against a claim";
    assert_eq!(sitting.types("<Space>w").said(), none);
    sitting.types("t 'Peers open doors' <Enter> f ]t t peers <Enter> a <Space>w");
    let screen = sitting.screen();
    for words in ["Themes and negative cases", "Peers open doors", "not searched", "s search against it"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert_eq!(sitting.types("+ 'Nobody asks' <Enter>").said(), "Added the theme Nobody asks.  u undo");
    let taken = "there is already a theme named \"Nobody asks\" here; pick it, or choose another name";
    assert_eq!(sitting.types("+ 'Nobody asks' <Enter>").said(), taken);
    assert_eq!(sitting.types("gg r ' for others' <Enter>").said(), "Reworded: Peers open doors for others.  u undo");
    sitting.types("j <Enter>");
    assert_eq!(sitting.said(), "no passage stands so toward this theme yet; t on a passage says how it stands");
    assert_eq!(sitting.types("d").said(), "Took the theme away: Nobody asks.  u undo");
    sitting.types("gg <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("Evidence: Peers open doors for others") && screen.contains("\"Two.\""), "{screen}");
    // In the evidence, too, a passage is put on another side, or off.
    sitting.types("gg t peers <Enter> q");
    assert_eq!(evidence(&sitting)[0], "One. qualifies Peers open doors for others");
    sitting.types("q");
    // A number opens its side alone.
    sitting.types("l l l <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("\"Two.\"") && !screen.contains("\"One.\""), "{screen}");
    sitting.types("<Enter>");
    assert_eq!((sitting.app.context(), sitting.text(true).contains("P08: |Two.")), ("transcript", true));
    sitting.types("u u u u");
    assert_eq!(evidence(&sitting), ["One. for Peers open doors", "Two. against Peers open doors"]);
}

#[test]
fn a_search_is_on_record_whatever_it_found() {
    let mut sitting = study();
    sitting.types("c being <Enter> ]t . t 'Peers open doors' <Enter> f <Space>w s").pastes("code:being");
    assert!(sitting.screen().contains("search against: Peers open doors  2 excerpts"), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert_eq!(sitting.said(), "2 excerpts found; the search is on record.  u undo");
    let screen = sitting.screen();
    assert!(screen.contains("code:being: 2 excerpts") && screen.contains("\"One.\""), "{screen}");
    // What it found is put on a side where it stands.
    sitting.types("gg t peers <Enter> a");
    assert_eq!(evidence(&sitting), ["One. against Peers open doors", "Two. for Peers open doors"]);
    sitting.types("q s nowhere <Enter>");
    assert_eq!(sitting.said(), "0 excerpts found; the search is on record.  u undo");
    assert_eq!(sitting.types("s <Enter>").said(), "nothing was asked for, so no search is on record");
    assert!(sitting.types("s code:nothing <Enter>").said().contains("no such code"), "{}", sitting.said());
    sitting = sitting.sized(240, 30);
    let rows = rows_of(&sitting.frame().0).join("\n");
    assert!(rows.contains("nowhere (0 found)") && rows.contains("counter-evidence: 0"), "{rows}");
    sitting.types("u u u");
    assert!(sitting.screen().contains("counter-evidence: 1"), "{}", sitting.screen());
}

#[test]
fn who_does_not_fit_is_on_record_with_what_was_done() {
    let mut sitting = study();
    sitting.types("t 'Peers open doors' <Enter> f <Space>p gg r <Ctrl-u> P07 <Enter>");
    sitting.types("+ site <Enter> text <Enter> <Enter> North <Enter> q <Space>w");
    assert_eq!(sitting.types("c P07 <Enter> r").said(), "P07 does not fit: revised.  u undo");
    assert_eq!(sitting.types("c site <Enter> l").said(), "site=North does not fit: limits stated.  u undo");
    sitting = sitting.sized(240, 30);
    let both = "P07 (revised); site=North (limits stated)";
    assert!(sitting.screen().contains(both), "{}", sitting.screen());
    assert_eq!(sitting.types("c P07 <Enter> r").said(), "that is on record already");
    assert_eq!(sitting.types("c P07 <Enter> e").said(), "P07 does not fit: explained.  u undo");
    assert_eq!(sitting.types("c P07 <Enter> x").said(), "P07 is no negative case any more.  u undo");
    let wrong = "r revised, l limits stated, e explained, x fits after all; nothing was changed";
    assert_eq!(sitting.types("c P07 <Enter> z").said(), wrong);
    sitting.types("u u");
    assert!(sitting.screen().contains(both), "{}", sitting.screen());
}

#[test]
fn what_stands_toward_a_theme_is_found_by_the_filter() {
    let mut sitting = study();
    sitting.types("c being <Enter> t 'Peers open doors' <Enter> f ]t . t peers <Enter> a ]t .");
    sitting.types("<Tab> gg <Enter> f").pastes("theme:peers stand:against");
    sitting.types("<Enter>");
    assert_eq!(sitting.list(), "|Two.");
    sitting.types("<Esc> f theme:peers <Enter>");
    assert_eq!(sitting.list().lines().count(), 2);
}

#[test]
fn a_memo_is_written_on_a_passage_of_the_evidence() {
    let mut sitting = study();
    sitting.types("t 'Peers open doors' <Enter> f <Space>w <Enter> a 'Only this once.' <Esc>");
    assert_eq!(sitting.said(), "Memo kept on T1 1.  u undo  Space m memos");
}
