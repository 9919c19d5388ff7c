//! Intervals of agreement, against every document of every resample counted one by one.

use emic::analysis::agreement::{CodingUnit, Comparing, Counts, Interval, Resamples, Votes};
use emic::analysis::{Of, Reach, Value};
use emic::project::*;
use emic::text::Span;

use super::study::Study;
use super::{focus_group, report};

const TALK: &str = "I: How?\nP1: I felt heard\nP2: Mm-hm, so\nP1: and seen\nP2: not at all";

/// Twelve transcripts, each coded in its own way by so many coders with one code.
fn study(coders: usize) -> Study {
    let mut study = Study::new("s");
    let code = study.code("a", None);
    let all: Vec<CoderId> = (0..coders).map(|_| CoderId(study.id())).collect();
    for (nth, &coder) in all.iter().enumerate() {
        study.make(Edit::AddCoder { coder, name: format!("c{nth}"), kind: CoderKind::Person });
    }
    for place in 0..12_usize {
        let id = focus_group(&mut study, &format!("D{place}"), TALK);
        let turns = study.project().document(id).unwrap().turns.clone();
        for (nth, &coder) in all.iter().enumerate() {
            study.make(Edit::Assign { coder, document: id, state: Some(Assignment::Finished) });
            // In a third of the transcripts nobody uses the code.
            for (turn, said) in turns.iter().enumerate().skip(1).filter(|_| place % 3 > 0) {
                if (turn * 7 + place * 5 + nth * (place % 4)) % 3 > 0 {
                    continue;
                }
                let passage =
                    Passage { document: id, span: Span::new(said.body, said.end, 999).unwrap(), seal: Seal::default() };
                let coding = CodingId(study.id());
                study.make(Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand });
            }
        }
    }
    study
}

/// The ends that the report prints of a figure, and those of the figure computed from the documents drawn, one by one.
fn ends(study: &Study, key: &str, average: &str, drawn: impl Fn(&Comparing, &[u32]) -> Option<f64>) -> [Vec<Value>; 2] {
    let settings = [("interval", key), ("average", average), ("seed", "7")];
    let table = report(study, "agreement", &settings);
    let printed = |end: &str| {
        let column = table.columns.iter().position(|column| column.key == format!("{key}_{end}")).unwrap();
        table.rows[0][column].value.clone()
    };
    let units = (CodingUnit::Turns, Of::Participants);
    let comparing = Comparing::new(study.project(), study, &[], units, Reach::Own).unwrap();
    let resamples = Resamples::new(comparing.documents.len(), 7);
    let found = Interval::of(resamples.times().map(|times| drawn(&comparing, times)));
    let slow = found.ends.unwrap().map(|end| if key == "percent" { Value::Share(end) } else { Value::Figure(end) });
    [vec![printed("low"), printed("high")], slow.into()]
}

fn repeated<T: Clone>(each: Vec<T>, times: &[u32]) -> impl Iterator<Item = T> {
    each.into_iter().zip(times.to_vec()).flat_map(|(one, times)| std::iter::repeat_n(one, times as usize))
}

#[test]
fn an_interval_of_two_coders_is_that_of_the_documents_drawn() {
    let study = study(2);
    for (key, of) in [("kappa", Counts::kappa as fn(Counts) -> Option<f64>), ("percent", Counts::percent)] {
        let [printed, slow] =
            ends(&study, key, "pooled", |comparing, times| of(repeated(comparing.counts([0, 1], 0), times).sum()));
        assert_eq!(printed, slow, "{key}");
        assert_ne!(slow[0], slow[1], "{key}");
    }
}

#[test]
fn an_interval_of_three_coders_is_that_of_the_documents_drawn() {
    let study = study(3);
    for (key, of) in [("alpha", Votes::alpha as fn(&Votes) -> Option<f64>), ("fleiss", Votes::fleiss)] {
        let [printed, slow] = ends(&study, key, "pooled", |comparing, times| {
            let mut all = Votes::new(3);
            for votes in repeated(comparing.votes_by_document(0), times) {
                votes.kinds().for_each(|((coders, used), units)| all.add(units, coders, used));
            }
            of(&all)
        });
        assert_eq!(printed, slow, "{key}");
        assert_ne!(slow[0], slow[1], "{key}");
    }
}

#[test]
fn what_is_pooled_is_the_sum_of_the_documents() {
    for coders in [2, 3] {
        let study = study(coders);
        let units = (CodingUnit::Characters, Of::Everything);
        let comparing = Comparing::new(study.project(), &study, &[], units, Reach::Own).unwrap();
        for row in 0..study.project().codebook().rows().len() {
            assert_eq!(comparing.pooled([0, 1], row), comparing.counts([0, 1], row).into_iter().sum());
            let mut all = Votes::new(coders as u32);
            for votes in comparing.votes_by_document(row) {
                votes.kinds().for_each(|((coders, used), units)| all.add(units, coders, used));
            }
            assert_eq!(comparing.votes(row).kinds().collect::<Vec<_>>(), all.kinds().collect::<Vec<_>>());
        }
    }
}
