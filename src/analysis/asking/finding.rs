//! Finding the excerpts that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::near::Measure;
use crate::analysis::query::{answering, found, saying};
use crate::analysis::{Counting, Excerpt, Layer};
use crate::project::{DocumentId, Project, Texts};
use crate::text::{Pattern, Span};

use super::{Asking, Plain, Relation, Says};

/// A stretch of a document.
type Place = (DocumentId, Span);

impl Asking {
    /// The excerpts asked for in a layer: documents in the analyst's order, spans by start and end.
    pub fn excerpts(&self, project: &Project, texts: &dyn Texts, layer: Layer) -> Vec<Excerpt> {
        Search { counting: &Counting::new(project, layer), texts, passages: None }.find(self)
    }

    /// Those passages, coded or not, for which it holds: what it asks of codes holds for codings that they touch. Flags,
    /// coders, memos and themes are not looked at.
    pub fn passages(&self, project: &Project, texts: &dyn Texts, among: Vec<Place>) -> Vec<Place> {
        let counting = Counting::new(project, Layer::default());
        let found = Search { counting: &counting, texts, passages: Some(&among) }.find(self);
        found.into_iter().map(|one| (one.document, one.span)).collect()
    }
}

struct Search<'a> {
    counting: &'a Counting<'a>,
    texts: &'a dyn Texts,
    /// What is looked at in place of the excerpts of the layer.
    passages: Option<&'a [Place]>,
}

impl Search<'_> {
    fn find(&self, asking: &Asking) -> Vec<Excerpt> {
        match asking {
            Asking::Plain(plain) => self.plain(plain),
            Asking::All(parts) => self.all(parts),
            Asking::Any(parts) => self.joined(parts.iter().flat_map(|part| self.find(part)).collect()),
            Asking::Not(_) => self.all(std::slice::from_ref(asking)),
            Asking::Related(left, relation, right) => {
                let right = Search { passages: None, ..*self }.find(right);
                self.related(self.find(left), *relation, &right)
            }
        }
    }

    fn plain(&self, plain: &Plain) -> Vec<Excerpt> {
        let project = self.counting.project();
        let first = match self.passages {
            None => found(self.counting, &plain.query),
            Some(passages) => {
                let places = answering(self.counting, &plain.query, passages.to_vec()).into_iter();
                places.map(|(document, span)| Excerpt { document, span, codings: Vec::new() }).collect()
            }
        };
        plain.says.iter().fold(first, |found, says| {
            let pattern = match says {
                Says::Words(words) => Pattern::Words(words.clone()),
                // It was read before; what cannot be read is said nowhere.
                Says::Pattern(typed) => match Pattern::regex(typed) {
                    Ok(pattern) => pattern,
                    Err(_) => return Vec::new(),
                },
            };
            saying(project, self.texts, found, &pattern)
        })
    }

    /// What holds at once: the first part that names a code is listed, else the first that is not turned round.
    fn all(&self, parts: &[Asking]) -> Vec<Excerpt> {
        let is_not = |part: &Asking| matches!(part, Asking::Not(_));
        let listed = parts.iter().position(Asking::names_code);
        let listed = listed.or_else(|| parts.iter().position(|part| !is_not(part)));
        let mut found = match listed {
            Some(place) => self.find(&parts[place]),
            None => self.plain(&Plain::default()),
        };
        for (_, part) in parts.iter().enumerate().filter(|(place, _)| Some(*place) != listed) {
            let (inside, wanted) = match part {
                Asking::Not(inside) => (&**inside, false),
                part => (part, true),
            };
            let holds: Vec<Excerpt> = self.find(inside);
            // Passages are asked for themselves: another beside them that is coded so says nothing of them.
            if inside.names_code() && self.passages.is_none() {
                let others = Others::of(&holds);
                found.retain(|one| others.overlap((one.document, one.span)) == wanted);
            } else {
                let holds: BTreeSet<Place> = holds.iter().map(|one| (one.document, one.span)).collect();
                found.retain(|one| holds.contains(&(one.document, one.span)) == wanted);
            }
        }
        found
    }

    /// Each excerpt once, in order, with the codings of all.
    fn joined(&self, mut found: Vec<Excerpt>) -> Vec<Excerpt> {
        found.sort_by_key(|one| (self.counting.place(one.document), one.span));
        found.dedup_by(|other, one| {
            let same = (other.document, other.span) == (one.document, one.span);
            if same {
                one.codings.append(&mut other.codings);
                one.codings.sort_unstable();
                one.codings.dedup();
            }
            same
        });
        found
    }

    fn related(&self, mut left: Vec<Excerpt>, relation: Relation, right: &[Excerpt]) -> Vec<Excerpt> {
        let others = Others::of(right);
        match relation {
            Relation::Overlaps => left.retain(|one| others.overlap((one.document, one.span))),
            Relation::Within => left.retain(|one| others.cover((one.document, one.span))),
            Relation::Near(distance) => {
                let mut at: Option<(DocumentId, Measure)> = None;
                left.retain(|one| {
                    if at.as_ref().is_none_or(|(id, _)| *id != one.document) {
                        let measure = Measure::of(self.counting.project(), self.texts, one.document, distance);
                        at = Some((one.document, measure));
                    }
                    let measure = at.as_ref().map(|(_, measure)| measure);
                    let spans = others.spans.get(&one.document).map_or(&[][..], |(spans, _)| spans);
                    measure.is_some_and(|measure| spans.iter().any(|other| measure.near(one.span, *other, distance)))
                });
            }
        }
        left
    }
}

/// Excerpts by document, so that it is found fast whether any shares a character with another or covers it: for each,
/// how far it and those before it reach.
struct Others {
    spans: BTreeMap<DocumentId, (Vec<Span>, Vec<u32>)>,
}

impl Others {
    fn of(excerpts: &[Excerpt]) -> Others {
        let mut spans: BTreeMap<DocumentId, (Vec<Span>, Vec<u32>)> = BTreeMap::new();
        for one in excerpts {
            let (spans, reach) = spans.entry(one.document).or_default();
            reach.push(reach.last().copied().unwrap_or(0).max(one.span.end()));
            spans.push(one.span);
        }
        Others { spans }
    }

    /// How far those reach that start before `start`.
    fn reach(&self, document: DocumentId, start: u32) -> u32 {
        let Some((spans, reach)) = self.spans.get(&document) else { return 0 };
        let before = spans.partition_point(|span| span.start() < start);
        before.checked_sub(1).map_or(0, |last| reach[last])
    }

    fn overlap(&self, (document, span): Place) -> bool {
        self.reach(document, span.end()) > span.start()
    }

    fn cover(&self, (document, span): Place) -> bool {
        self.reach(document, span.start() + 1) >= span.end()
    }
}
