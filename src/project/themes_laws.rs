//! What holds of themes, whatever is done to the words that their evidence stands on.

use super::laws::Sitting;
use super::*;
use crate::text::{Revision, Span};

impl Sitting {
    /// A random wish about themes.
    pub(super) fn wish_of_themes(&mut self, what: u8, (a, b): (u8, u8), passage: Option<Passage>) -> Option<Edit> {
        let project = self.knows.project().clone();
        let nth = |n: u8, len: usize| (len > 0).then(|| usize::from(n) % len);
        let theme = nth(a, project.themes.len()).and_then(|place| project.themes.keys().nth(place).copied());
        let case = nth(b, project.cases.len()).and_then(|place| project.cases.keys().nth(place).copied());
        let claim = format!("claim {}", b % 9);
        Some(match (what, theme) {
            (27, Some(theme)) if a.is_multiple_of(3) => Edit::RewordTheme { theme, claim },
            (27, _) | (_, None) => Edit::AddTheme { theme: ThemeId(self.next_id()), claim, coder: self.coder },
            (28, Some(theme)) => Edit::TakeStand {
                theme,
                passage: Passage { seal: Seal([b % 7; 8]), ..passage? },
                stand: Stand::ALL.get(usize::from(b % 4)).copied(),
            },
            (29, Some(theme)) => Edit::MarkNegative {
                theme,
                who: Misfit::Case(case?),
                done: Remedy::ALL.get(usize::from(b % 4)).copied(),
            },
            (_, Some(theme)) => match (b % 4, project.searches.keys().next()) {
                (0, _) => Edit::Remove { thing: Thing::Theme(theme) },
                (1, Some(&search)) => Edit::Remove { thing: Thing::Search(search) },
                _ => Edit::SearchEvidence {
                    search: SearchId(self.next_id()),
                    theme,
                    query: claim,
                    found: u32::from(a),
                    coder: self.coder,
                    at: None,
                },
            },
        })
    }
}

/// A document of 100 characters, a theme, and a coder.
fn study() -> (Sitting, DocumentId, ThemeId) {
    let mut sitting = Sitting::of(1);
    let (document, theme) = (DocumentId(sitting.next_id()), ThemeId(sitting.next_id()));
    let coder = sitting.coder;
    let added = Edit::AddDocument {
        document,
        title: "INT1".into(),
        kind: DocumentKind::Interview,
        text: TextKey::of("words"),
        salt: TextKey::default(),
        characters: 100,
        words: 20,
        speakers: vec![],
        turns: [].into(),
        lines: [0].into(),
        times: [].into(),
        rank: 1,
    };
    for edit in [added, Edit::AddTheme { theme, claim: "Peers open doors".into(), coder }] {
        sitting.op(edit, None);
    }
    (sitting, document, theme)
}

fn stand(sitting: &mut Sitting, theme: ThemeId, document: DocumentId, (start, end): (u32, u32), stand: Option<Stand>) {
    let passage = Passage { document, span: Span::new(start, end, 100).unwrap(), seal: Seal([3; 8]) };
    let edit = Edit::TakeStand { theme, passage, stand };
    assert_eq!(sitting.knows.project().check(&edit), Ok(()));
    sitting.op(edit, None);
}

fn stands(sitting: &Sitting, theme: ThemeId) -> Vec<(u32, u32, Stand)> {
    let all = sitting.knows.project().stands(theme);
    all.map(|(_, span, stand)| (span.start(), span.end(), stand)).collect()
}

#[test]
fn evidence_goes_with_its_words_and_comes_back_though_two_passages_became_one() {
    let (mut sitting, document, theme) = study();
    stand(&mut sitting, theme, document, (10, 12), Some(Stand::For));
    stand(&mut sitting, theme, document, (11, 14), Some(Stand::Against));
    stand(&mut sitting, theme, document, (40, 50), Some(Stand::Qualifies));
    let before = stands(&sitting, theme);
    let known = sitting.knows.project().document(document).unwrap().clone();
    let changes: Revision = "10-5+3".parse().unwrap();
    let after = Version { characters: 98, ..Version::of(&known) };
    let revision = RevisionId(sitting.next_id());
    sitting.op(Edit::ReviseDocument { revision, document, on: None, changes, after, seals: vec![] }, None);
    assert_eq!(stands(&sitting, theme), [(10, 13, Stand::Against), (38, 48, Stand::Qualifies)]);
    sitting.op(Edit::Remove { thing: Thing::Revision(revision) }, None);
    assert_eq!(stands(&sitting, theme), before);
}

#[test]
fn two_who_differ_on_a_passage_leave_one_stand_and_a_search_is_nobodys_to_overwrite() {
    let (mut sitting, document, theme) = study();
    stand(&mut sitting, theme, document, (10, 12), Some(Stand::For));
    stand(&mut sitting, theme, document, (10, 12), Some(Stand::Against));
    assert_eq!(stands(&sitting, theme), [(10, 12, Stand::Against)]);
    stand(&mut sitting, theme, document, (10, 12), None);
    assert_eq!(stands(&sitting, theme), []);
    let coder = sitting.coder;
    for _ in 0..2 {
        let search = SearchId(sitting.next_id());
        let query = "code:Barriers".to_string();
        sitting.op(Edit::SearchEvidence { search, theme, query, found: 0, coder, at: None }, None);
    }
    assert_eq!(sitting.knows.project().searches(theme).len(), 2);
}

#[test]
fn a_claim_is_there_once_and_nothing_is_said_of_a_theme_that_was_taken_away() {
    let (mut sitting, document, theme) = study();
    let (coder, other) = (sitting.coder, ThemeId(sitting.next_id()));
    let again = Edit::AddTheme { theme: other, claim: "Peers open doors".into(), coder };
    assert!(matches!(sitting.knows.project().check(&again), Err(Refusal::NameTaken { kind: "theme", .. })));
    sitting.op(Edit::Remove { thing: Thing::Theme(theme) }, None);
    assert_eq!(sitting.knows.project().check(&again), Ok(()));
    let passage = Passage { document, span: Span::new(1, 2, 100).unwrap(), seal: Seal::default() };
    let stand = Edit::TakeStand { theme, passage, stand: Some(Stand::For) };
    assert_eq!(sitting.knows.project().check(&stand), Err(Refusal::Gone("theme")));
    assert_eq!(sitting.knows.project().themes().count(), 0);
}

#[test]
fn what_is_done_to_themes_is_said_and_is_about_the_passage_and_the_person() {
    let (mut sitting, document, theme) = study();
    let case = CaseId(sitting.next_id());
    sitting.op(Edit::AddCase { case, name: "P07".into() }, None);
    let project = sitting.knows.project();
    let span = Span::new(1, 5, 100).unwrap();
    let passage = Passage { document, span, seal: Seal::default() };
    let against = Edit::TakeStand { theme, passage, stand: Some(Stand::Against) };
    assert_eq!(say(project, &against), "put 1 of INT1 against the theme Peers open doors");
    assert!(project.concerns(&against, Target::Document(document)));
    assert!(project.concerns(&against, Target::Excerpt(document, span)));
    let misfit = Edit::MarkNegative { theme, who: Misfit::Case(case), done: Some(Remedy::Limited) };
    assert_eq!(say(project, &misfit), "said that P07 does not fit the theme Peers open doors: limits stated");
    assert!(project.concerns(&misfit, Target::Case(case)) && !project.concerns(&misfit, Target::Document(document)));
    assert!(Stand::ALL.iter().all(|stand| Stand::of(stand.word()) == Some(*stand)));
    assert!(Remedy::ALL.iter().all(|done| Remedy::of(done.word()) == Some(*done)));
}
