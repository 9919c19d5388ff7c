//! Themes: claims, how excerpts stand toward them, who does not fit, and the searches for what speaks against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::change::absent;
use super::check::{free, named};
use super::*;
use crate::text::Span;

/// A claim that the study makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Its words.
    pub claim: String,
    /// Who made it.
    pub coder: CoderId,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// How an excerpt stands toward a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stand {
    /// It speaks for it.
    For,
    /// It speaks against it.
    Against,
    /// It says when, or for whom, it holds.
    Qualifies,
}

impl Stand {
    /// Every stand, in the order in which they are offered.
    pub const ALL: [Stand; 3] = [Stand::For, Stand::Against, Stand::Qualifies];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stand::For => "for",
            Stand::Against => "against",
            Stand::Qualifies => "qualifies",
        }
    }

    /// The stand of that word.
    pub fn of(word: &str) -> Option<Stand> {
        Stand::ALL.into_iter().find(|stand| stand.word() == word)
    }
}

/// How a passage stands toward a theme, with proof of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stance {
    pub stand: Stand,
    pub seal: Seal,
}

/// Who does not fit a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Misfit {
    /// A person.
    Case(CaseId),
    /// All of whom this value holds: a site.
    Value(AttributeId, String),
}

/// What was done to a claim that somebody does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Remedy {
    /// The claim was revised.
    Revised,
    /// Its limits were stated.
    Limited,
    /// That they do not fit was explained.
    Explained,
}

impl Remedy {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Remedy; 3] = [Remedy::Revised, Remedy::Limited, Remedy::Explained];

    /// The words for it.
    pub fn word(self) -> &'static str {
        match self {
            Remedy::Revised => "revised",
            Remedy::Limited => "limits stated",
            Remedy::Explained => "explained",
        }
    }

    /// The one of those words.
    pub fn of(word: &str) -> Option<Remedy> {
        Remedy::ALL.into_iter().find(|done| done.word() == word)
    }
}

/// A search for what speaks against a claim: an act that stays on record, whatever it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// The theme.
    pub theme: ThemeId,
    /// What was asked, as it was typed.
    pub query: String,
    /// How many passages were found.
    pub found: u32,
    /// Who searched.
    pub coder: CoderId,
    /// When (UTC, milliseconds since 1970): a label only.
    pub at: i64,
    /// Taken back, and may be done again.
    pub gone: bool,
}

impl Project {
    /// The themes that are there, by id.
    pub fn themes(&self) -> impl Iterator<Item = (ThemeId, &Theme)> {
        present!(self.themes)
    }

    /// A theme that is there.
    pub fn theme(&self, id: ThemeId) -> Option<&Theme> {
        self.themes.get(&id).filter(|theme| !theme.gone)
    }

    /// How passages of documents that are there stand toward a theme: documents in the order of their ids, then by
    /// start and end. A passage that only people speak in whose words no longer count is none.
    pub fn stands(&self, theme: ThemeId) -> impl Iterator<Item = (DocumentId, Span, Stand)> {
        let all = self.stances(theme).map(|(passage, stand)| (passage.document, passage.span, stand));
        all.filter(|&(document, span, _)| !self.is_withdrawn(document, span))
    }

    /// The same, whoever speaks in them, with the proof of their words.
    pub fn stances(&self, theme: ThemeId) -> impl Iterator<Item = (Passage, Stand)> {
        let of_it = self.stands.iter().filter(move |((other, ..), _)| *other == theme);
        let passage = |(&(_, document, span), stance): (&(ThemeId, DocumentId, Span), &Stance)| {
            (Passage { document, span, seal: stance.seal }, stance.stand)
        };
        of_it.map(passage).filter(|(passage, _)| self.document(passage.document).is_some())
    }

    /// How a passage stands toward a theme, where somebody said so.
    pub fn stand(&self, theme: ThemeId, document: DocumentId, span: Span) -> Option<Stand> {
        self.stands.get(&(theme, document, span)).map(|stance| stance.stand)
    }

    /// Who does not fit a theme, and what was done to its claim: each person and value once, but for those that are gone.
    pub fn negative_cases(&self, theme: ThemeId) -> BTreeMap<Misfit, Remedy> {
        let of_it = self.negatives.iter().filter(|((other, _), _)| *other == theme);
        let there = |who: &Misfit| match who {
            Misfit::Case(case) => {
                let case = self.person(*case);
                self.case(case).filter(|case| !case.gone).map(|_| Misfit::Case(case))
            }
            Misfit::Value(attribute, _) => {
                self.attributes.get(attribute).filter(|attribute| !attribute.gone).map(|_| who.clone())
            }
        };
        of_it.filter_map(|((_, who), &done)| Some((there(who)?, done))).collect()
    }

    /// The searches for what speaks against a theme, in the order in which they were made.
    pub fn searches(&self, theme: ThemeId) -> Vec<(SearchId, &Search)> {
        let mut of_it: Vec<_> = present!(self.searches).filter(|(_, search)| search.theme == theme).collect();
        of_it.sort_by_key(|(id, search)| (search.at, *id));
        of_it
    }

    /// Somebody who does not fit, in words: a person's name, or `site=North`.
    pub fn misfit_words(&self, who: &Misfit) -> String {
        match who {
            Misfit::Case(case) => self.person_name(Person::Case(self.person(*case))),
            Misfit::Value(attribute, value) => {
                let name = self.attributes.get(attribute).map_or("?", |attribute| &attribute.name);
                format!("{name}={value}")
            }
        }
    }

    pub(super) fn known_theme(&self, id: ThemeId) -> Result<&Theme, Refusal> {
        self.themes.get(&id).ok_or(Refusal::Unknown("theme"))
    }

    pub(super) fn theme_outcome(&self, edit: &Edit, made: i64) -> Result<Cell, Refusal> {
        match edit {
            Edit::AddTheme { theme, claim, coder } => {
                absent(self.themes.get(theme), "theme")?;
                self.known_coder(*coder)?;
                Ok(Cell::Theme(*theme, Some(Theme { claim: claim.clone(), coder: *coder, gone: false })))
            }
            Edit::RewordTheme { theme, claim } => {
                let known = self.known_theme(*theme)?.clone();
                Ok(Cell::Theme(*theme, Some(Theme { claim: claim.clone(), ..known })))
            }
            Edit::TakeStand { theme, passage, stand } => {
                self.known_theme(*theme)?;
                self.fits(*passage)?;
                let stance = stand.map(|stand| Stance { stand, seal: passage.seal });
                Ok(Cell::Stand((*theme, passage.document, passage.span), stance))
            }
            Edit::MarkNegative { theme, who, done } => {
                self.known_theme(*theme)?;
                match who {
                    Misfit::Case(case) => self.known_case(*case).map(drop)?,
                    Misfit::Value(attribute, _) => {
                        self.attributes.get(attribute).map(drop).ok_or(Refusal::Unknown("attribute"))?;
                    }
                }
                Ok(Cell::Negative((*theme, who.clone()), *done))
            }
            Edit::SearchEvidence { search, theme, query, found, coder, at } => {
                absent(self.searches.get(search), "search")?;
                self.known_theme(*theme)?;
                self.known_coder(*coder)?;
                let (theme, query, found, coder) = (*theme, query.clone(), *found, *coder);
                let added = Search { theme, query, found, coder, at: at.unwrap_or(made), gone: false };
                Ok(Cell::Search(*search, Some(added)))
            }
            _ => Err(Refusal::Unknown("theme")),
        }
    }

    /// What is asked of a change to a theme at the desk.
    pub(super) fn check_themes(&self, edit: &Edit) -> Result<(), Refusal> {
        let there = |theme: &ThemeId| match self.known_theme(*theme)?.gone {
            true => Err(Refusal::Gone("theme")),
            false => Ok(()),
        };
        let free = |claim: &str, but: Option<ThemeId>| {
            let others = self.themes().filter(|(id, _)| Some(*id) != but);
            free("theme", claim, others.map(|(_, theme)| theme.claim.as_str()))
        };
        match edit {
            Edit::AddTheme { claim, .. } => {
                named(claim)?;
                free(claim, None)
            }
            Edit::RewordTheme { theme, claim } => {
                there(theme)?;
                named(claim)?;
                free(claim, Some(*theme))
            }
            Edit::TakeStand { theme, passage, .. } => {
                there(theme)?;
                self.document_there(passage.document)
            }
            Edit::MarkNegative { theme, who, .. } => {
                there(theme)?;
                match who {
                    Misfit::Case(case) => self.case_there(*case),
                    Misfit::Value(_, value) => named(value),
                }
            }
            Edit::SearchEvidence { theme, query, .. } => {
                there(theme)?;
                named(query)
            }
            _ => Ok(()),
        }
    }

    /// What would write back what an edit of a theme is about to overwrite.
    pub(super) fn theme_inverse(&self, edit: &Edit) -> Option<Edit> {
        Some(match edit {
            Edit::RewordTheme { theme, .. } => {
                Edit::RewordTheme { theme: *theme, claim: self.themes.get(theme)?.claim.clone() }
            }
            Edit::TakeStand { theme, passage, .. } => {
                let was = self.stands.get(&(*theme, passage.document, passage.span));
                let seal = was.map_or(passage.seal, |was| was.seal);
                let passage = Passage { seal, ..*passage };
                Edit::TakeStand { theme: *theme, passage, stand: was.map(|was| was.stand) }
            }
            Edit::MarkNegative { theme, who, .. } => {
                let done = self.negatives.get(&(*theme, who.clone())).copied();
                Edit::MarkNegative { theme: *theme, who: who.clone(), done }
            }
            _ => return None,
        })
    }
}
