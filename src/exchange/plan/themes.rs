//! The themes of a dump: claims, with what was said of them.

use super::dump::Planner;
use super::one_line;
use crate::exchange::json::{NegativeRecord, SearchRecord, StandRecord, TargetRecord, ThemeRecord, milliseconds};
use crate::project::*;

impl Planner<'_> {
    /// A claim that is here already is not added again; what is said of it here stays as it is.
    pub fn themes(&mut self, records: Vec<ThemeRecord>) {
        for record in records {
            let claim = one_line(&record.claim, "theme");
            let here = self.project.themes().find(|(_, theme)| theme.claim == claim).map(|(id, _)| id);
            let theme = match here {
                Some(theme) => {
                    self.fidelity.changed("themes that are here already, kept once", &claim);
                    theme
                }
                None => {
                    let (theme, coder) = (ThemeId(self.id_for("theme", &record.id)), self.coder(&record.coder));
                    self.plan.edits.push(Edit::AddTheme { theme, claim: claim.clone(), coder });
                    theme
                }
            };
            record.evidence.into_iter().for_each(|record| self.stand(theme, &claim, record));
            record.negative_cases.into_iter().for_each(|record| self.negative_case(theme, &claim, record));
            record.searches.into_iter().for_each(|record| self.search(theme, &claim, record));
        }
    }

    fn stand(&mut self, theme: ThemeId, claim: &str, record: StandRecord) {
        let StandRecord { document, start, end, stand } = record;
        let place = TargetRecord { document, start, end, ..TargetRecord::default() };
        let Some((passage, stand)) = self.excerpt(&place).zip(Stand::of(&stand)) else {
            self.fidelity.left_out("evidence for themes outside the documents, or without a stand, left out", claim);
            return;
        };
        match self.project.stand(theme, passage.document, passage.span) {
            Some(here) if here == stand => {}
            Some(_) => {
                self.fidelity.changed("evidence that stands otherwise toward the theme here, which stays", claim)
            }
            None => self.plan.edits.push(Edit::TakeStand { theme, passage, stand: Some(stand) }),
        }
    }

    fn negative_case(&mut self, theme: ThemeId, claim: &str, record: NegativeRecord) {
        let attribute = |on| self.attributes.get(&(on, record.attribute.clone())).map(|(id, _)| *id);
        let who = match record.case.is_empty() {
            false => self.cases.get(&record.case).copied().map(Misfit::Case),
            true => [Bearer::Case, Bearer::Document]
                .into_iter()
                .find_map(attribute)
                .map(|attribute| Misfit::Value(attribute, record.value.clone())),
        };
        let Some((who, done)) = who.zip(Remedy::of(&record.done)) else {
            self.fidelity
                .left_out("negative cases that are not in the file, or to which nothing was done, left out", claim);
            return;
        };
        if !self.project.negative_cases(theme).contains_key(&who) {
            self.plan.edits.push(Edit::MarkNegative { theme, who, done: Some(done) });
        }
    }

    fn search(&mut self, theme: ThemeId, claim: &str, record: SearchRecord) {
        let SearchRecord { id, query, found, coder, at } = record;
        let coder = self.coder(&coder);
        let at = at.as_deref().and_then(milliseconds).unwrap_or_default();
        let query = one_line(&query, "?");
        let added = Search { theme, query, found, coder, at, gone: false };
        if self.project.searches(theme).into_iter().any(|(_, here)| *here == added) {
            self.fidelity.changed("searches that are here already, kept once", claim);
            return;
        }
        let search = SearchId(self.id_for("search", &id));
        let Search { theme, query, found, coder, at, .. } = added;
        self.plan.edits.push(Edit::SearchEvidence { search, theme, query, found, coder, at: Some(at) });
    }
}
