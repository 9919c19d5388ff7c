//! The measures of agreement vectors, under the vectors' own names.

use std::collections::BTreeMap;

use emic::analysis::agreement::*;
use emic::text::Span;
use serde_json::{Map, Value as Json, json};

use super::{list, number, word};

/// What a vector says: who coded what where, and who was to.
struct Vector<'a> {
    documents: Vec<(&'a str, u32)>,
    coders: Vec<&'a str>,
    codes: Vec<&'a str>,
    assigned: &'a Json,
    marks: BTreeMap<(&'a str, &'a str, &'a str), Marks>,
}

/// What emic computes for one vector.
pub fn result(vector: &Json) -> Json {
    let vector = Vector::of(vector);
    let pairs = || pairs(&vector.coders);
    let of_codes = || vector.codes.iter().flat_map(|code| pairs().map(move |pair| (pair, *code)));
    let pairwise = of_codes().flat_map(|(pair, code)| vector.pairwise(pair, code));
    let averages = of_codes().map(|(pair, code)| vector.averages(pair, code));
    json!({
        "pairwise": pairwise.collect::<Vec<_>>(),
        "pairwise_average": averages.collect::<Vec<_>>(),
        "multi": vector.codes.iter().flat_map(|code| vector.multi(code)).collect::<Vec<_>>(),
        "segments": pairs().flat_map(|pair| vector.segments(pair)).collect::<Vec<_>>(),
        "unitizing": vector.unitizing(),
    })
}

fn pairs<'a>(coders: &[&'a str]) -> impl Iterator<Item = [&'a str; 2]> {
    let later = |(place, one): (usize, &&'a str)| {
        let one = *one;
        coders[place + 1..].iter().map(move |other| [one, other]).collect::<Vec<_>>()
    };
    coders.iter().enumerate().flat_map(later).collect::<Vec<_>>().into_iter()
}

impl<'a> Vector<'a> {
    fn of(vector: &'a Json) -> Vector<'a> {
        let mut codings: BTreeMap<(&str, &str, &str), Vec<Span>> = BTreeMap::new();
        for coding in list(&vector["codings"]) {
            let place = (word(&coding["doc"]), word(&coding["coder"]), word(&coding["code"]));
            let span = Span::new(number(&coding["start"]), number(&coding["end"]), u32::MAX).expect("a passage");
            codings.entry(place).or_default().push(span);
        }
        let names = |key: &str| list(&vector[key]).iter().map(word).collect();
        let documents = vector["docs"].as_object().expect("documents").iter();
        Vector {
            documents: documents.map(|(name, length)| (name.as_str(), number(length))).collect(),
            coders: names("coders"),
            codes: names("codes"),
            assigned: &vector["assigned"],
            marks: codings.into_iter().map(|(place, spans)| (place, segments(spans))).collect(),
        }
    }

    fn is_assigned(&self, coder: &str, document: &str) -> bool {
        list(&self.assigned[coder]).iter().any(|assigned| assigned == document)
    }

    fn marks(&self, document: &'a str, coder: &'a str, code: &'a str) -> &[Span] {
        self.marks.get(&(document, coder, code)).map_or(&[], Vec::as_slice)
    }

    /// The documents that all of these coders were given.
    fn common(&self, coders: &[&str]) -> Vec<(&'a str, u32)> {
        let common = |(document, _): &&(&str, u32)| coders.iter().all(|coder| self.is_assigned(coder, document));
        self.documents.iter().filter(common).copied().collect()
    }

    fn counts(&self, [one, other]: [&'a str; 2], code: &'a str, (document, length): (&'a str, u32)) -> Counts {
        Counts::of(length.into(), self.marks(document, one, code), self.marks(document, other, code))
    }

    fn pairwise(&self, pair: [&'a str; 2], code: &'a str) -> Vec<Json> {
        let row = |document: &(&'a str, u32)| {
            let counts = self.counts(pair, code, *document);
            json!({
                "code": code, "coders": pair, "doc": document.0,
                "n11": counts.both, "n10": counts.first, "n01": counts.second, "n00": counts.neither,
                "pa": counts.percent(), "kappa": counts.kappa(), "scott_pi": counts.pi(), "ac1": counts.ac1(),
                "f1": counts.f1(), "jaccard": counts.jaccard(),
            })
        };
        self.common(&pair).iter().map(row).collect()
    }

    fn averages(&self, pair: [&'a str; 2], code: &'a str) -> Json {
        let documents = self.common(&pair);
        let there = documents.iter().filter(|(_, length)| *length > 0);
        let counts: Vec<Counts> = there.map(|document| self.counts(pair, code, *document)).collect();
        let pooled: Counts = counts.iter().copied().sum();
        let percent = Averages::of(&counts, Counts::percent, None);
        let defined = Averages::of(&counts, Counts::kappa, None);
        let complete = Averages::of(&counts, Counts::kappa, Some(1.0));
        json!({
            "code": code, "coders": pair, "docs": counts.len(), "chars": pooled.units(),
            "pa_weighted": percent.weighted, "pa_unweighted": percent.unweighted,
            "kappa_weighted_defined_only": defined.weighted, "kappa_unweighted_defined_only": defined.unweighted,
            "kappa_weighted_agreement_is_1": complete.weighted, "kappa_unweighted_agreement_is_1": complete.unweighted,
            "kappa_pooled": pooled.kappa(), "f1_pooled": pooled.f1(), "ac1_pooled": pooled.ac1(),
            "scott_pi_pooled": pooled.pi(),
        })
    }

    fn multi(&self, code: &'a str) -> Vec<Json> {
        let coders = self.coders.len() as u32;
        let votes = |documents: &[(&'a str, u32)]| {
            let mut votes = Votes::new(coders);
            for &(document, length) in documents {
                let there = self.coders.iter().filter(|coder| self.is_assigned(coder, document));
                let marks: Vec<&[Span]> = there.map(|coder| self.marks(document, coder, code)).collect();
                votes.add_marks(length.into(), &marks);
            }
            votes
        };
        let row = |doc: &str, votes: &Votes| {
            json!({
                "code": code, "doc": doc, "coders": coders, "units": votes.units(), "percent": votes.percent(),
                "ac1": votes.ac1(), "alpha": votes.alpha(), "fleiss": votes.fleiss(),
                "brennan_prediger": votes.brennan_prediger(),
            })
        };
        let mut rows = vec![row("*", &votes(&self.documents))];
        if self.documents.len() > 1 {
            for &(document, length) in &self.documents {
                if length > 0 {
                    rows.push(row(document, &votes(&[(document, length)])));
                }
            }
        }
        rows
    }

    fn segments(&self, pair: [&'a str; 2]) -> Vec<Json> {
        let cells = || {
            let documents = self.common(&pair).into_iter();
            documents.flat_map(|(document, _)| {
                self.codes.iter().map(move |code| pair.map(|coder| self.marks(document, coder, code)))
            })
        };
        let by_overlap = |overlap: f64| {
            let found = cells().map(|[one, other]| Matching::of(one, other, overlap));
            let found = found.fold(Matching::default(), Matching::and);
            json!({
                "coders": pair, "min_overlap": overlap, "n_a": found.segments[0], "n_b": found.segments[1],
                "matched_a": found.matched[0], "matched_b": found.matched[1], "both_ways": found.both_ways(),
                "one_to_one": found.pairs, "holsti": found.holsti(),
            })
        };
        let mut levels = Levels::default();
        cells().for_each(|[one, other]| levels.add(one, other));
        let [presence, frequency] = levels.shares();
        let level = |name: &str, agree: u64, percent: Option<f64>| json!({ "coders": pair, "level": name, "cells": levels.cells, "agree": agree, "percent": percent });
        let mut rows: Vec<Json> = [0.5, 0.9, 1.0].map(by_overlap).into();
        rows.push(level("presence in document", levels.presence, presence));
        rows.push(level("frequency in document", levels.frequency, frequency));
        rows
    }

    fn unitizing(&self) -> Vec<Json> {
        let mut domains: Vec<Vec<&str>> = self.codes.iter().map(|code| vec![*code]).collect();
        if self.codes.len() > 1 {
            domains.push(self.codes.clone());
        }
        let mut rows = Vec::new();
        for &(document, length) in &self.documents {
            let there: Vec<&str> =
                self.coders.iter().copied().filter(|coder| self.is_assigned(coder, document)).collect();
            for domain in domains.iter().filter(|_| there.len() > 1 && length > 0) {
                let marks: Vec<Vec<&[Span]>> = there
                    .iter()
                    .map(|coder| domain.iter().map(|code| self.marks(document, coder, code)).collect())
                    .collect();
                let Ok(tiling) = Tiling::new(length, &marks) else { continue };
                let found = unitizing(domain.len(), &[tiling]);
                let mut row = json!({ "doc": document, "domain": domain, "u": found.u, "bar_u": found.relevance });
                if domain.len() > 1 {
                    let codes: Map<String, Json> =
                        domain.iter().zip(&found.codes).map(|(code, alpha)| (code.to_string(), json!(alpha))).collect();
                    row["cu"] = json!(found.coding);
                    row["cu_coverage"] = json!(found.covered);
                    row["ku"] = codes.into();
                }
                rows.push(row);
            }
        }
        rows
    }
}
