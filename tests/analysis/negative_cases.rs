//! Claims with the evidence for and against each, who does not fit, and the searches made.

use emic::analysis::*;
use emic::project::*;

use super::study::Study;
use super::{apply, focus_group, report, row};

const TALK: &str = "\
I: How was it?
P1: I felt heard in there
P2: Seen, and heard as well
P1: So it was";

/// A focus group of two people, and a claim.
fn study() -> (Study, DocumentId, ThemeId) {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let nothing = Report::of("negative-cases").unwrap().table(study.project(), &study, &[]).unwrap_err();
    let words = "no theme yet; t puts a passage for or against a claim";
    assert_eq!(nothing, Wrong::Nothing(words.to_string()));
    let (theme, coder) = (ThemeId(study.id()), study.project().coders().next().unwrap().0);
    study.make(Edit::AddTheme { theme, claim: "People are heard".to_string(), coder });
    (study, fg, theme)
}

fn stand(study: &mut Study, theme: ThemeId, fg: DocumentId, words: &str, stand: Option<Stand>) {
    let start = TALK.chars().count() - TALK.split_once(words).unwrap().1.chars().count() - words.chars().count();
    let end = (start + words.chars().count()) as u32;
    let span = emic::text::Span::new(start as u32, end, u32::MAX).unwrap();
    let passage = Passage { document: fg, span, seal: Seal::default() };
    study.make(Edit::TakeStand { theme, passage, stand });
}

/// Excerpts and respondents on each side, the negative cases, the searches.
fn found(study: &Study) -> Vec<String> {
    row(&report(study, "negative-cases", &[]), 0)
}

#[test]
fn passages_and_people_are_counted_on_each_side_coded_or_not() {
    let (mut study, fg, theme) = study();
    assert_eq!(found(&study), ["0", "0", "0", "0", "0", "0", "", "not searched", ""]);
    let code = study.code("a", None);
    apply(&mut study, code, fg, "I felt heard");
    stand(&mut study, theme, fg, "I felt heard", Some(Stand::For));
    stand(&mut study, theme, fg, "in there\nP2: Seen", Some(Stand::For));
    stand(&mut study, theme, fg, "So it was", Some(Stand::For));
    stand(&mut study, theme, fg, "as well", Some(Stand::Against));
    stand(&mut study, theme, fg, "How was it?", Some(Stand::Qualifies));
    // Three passages of two people; what the interviewer asks is nobody's.
    assert_eq!(found(&study)[..6], ["3", "2", "1", "1", "1", "0"]);
    let table = report(&study, "negative-cases", &[]);
    let opened = |place: usize| excerpts(study.project(), table.rows[0][place].query().unwrap());
    assert_eq!(opened(1).iter().map(|one| one.codings.len()).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!((opened(3).len(), opened(5).len()), (1, 1));
    let asked = |text: &str| {
        let asking = Asking::parse(study.project(), text).unwrap();
        assert_eq!(Asking::parse(study.project(), &asking.to_text(study.project())).unwrap(), asking, "{text}");
        asking.excerpts(study.project(), &study, Layer::Settled).len()
    };
    assert_eq!([asked("theme:People"), asked("stand:for"), asked("theme:people stand:against")], [5, 3, 1]);
    assert_eq!([asked("stand:for code:a"), asked("code:a -theme:people"), asked("stand:for case:P1")], [1, 0, 3]);
    assert!(Asking::parse(study.project(), "stand:maybe").is_err());
    stand(&mut study, theme, fg, "So it was", None);
    assert_eq!(found(&study)[..2], ["2", "2"]);
}

#[test]
fn a_claim_is_not_searched_until_a_search_is_made_and_who_does_not_fit_is_named() {
    let (mut study, _, theme) = study();
    let coder = study.project().coders().next().unwrap().0;
    for (found, at) in [(0, 2_000_000), (3, 1_000_000)] {
        let search = SearchId(study.id());
        let query = format!("asked {found}");
        study.make(Edit::SearchEvidence { search, theme, query, found, coder, at: Some(at) });
    }
    let site = study.attribute("site");
    let case = study.project().cases().next().unwrap().0;
    for (who, done) in [(Misfit::Case(case), Remedy::Revised), (Misfit::Value(site, "North".into()), Remedy::Explained)]
    {
        study.make(Edit::MarkNegative { theme, who, done: Some(done) });
    }
    let cells = found(&study);
    assert_eq!(cells[6], "P1 (revised); site=North (explained)");
    assert_eq!(cells[7..], ["2", "1970-01-01 00:33 mk: asked 0 (0 found)"]);
    let notes = report(&study, "negative-cases", &[]).notes;
    assert_eq!(notes[1], "themes: 1, not searched for counter-evidence: 0");
}
