//! The codings, memos and the rest of the work of a dump.

use std::collections::{HashMap, HashSet};

use super::dump::{Brought, Planner};
use crate::exchange::json::{
    AssignmentRecord, AttributionRecord, CodingRecord, ComparisonRecord, MemoRecord, TargetRecord, milliseconds,
};
use crate::project::*;
use crate::text::{Span, Text, clean};

impl Planner<'_> {
    pub fn codings(&mut self, records: Vec<CodingRecord>) {
        let mut made: HashSet<(DocumentId, Span, CodeId, CoderId)> = HashSet::new();
        for brought in self.documents.values().filter(|brought| brought.was_here) {
            let here = self.project.codings_in(brought.id);
            made.extend(here.map(|(_, old)| {
                let (code, coder) = (self.project.stands_for(old.code), self.project.coder_of(old.coder));
                (old.document, old.span, code, coder)
            }));
        }
        for record in records {
            let Some((passage, code)) = self.passage_and_code(&record) else { continue };
            let coder = self.coder(&record.coder);
            if !made.insert((passage.document, passage.span, self.project.stands_for(code), coder)) {
                self.fidelity
                    .changed("codings that say the same as another, kept once", name(&self.documents, &record));
                continue;
            }
            let coding = CodingId(self.id_for("coding", &record.id));
            self.plan.edits.push(Edit::ApplyCode {
                coding,
                passage,
                code,
                coder,
                at: record.at,
                origin: record.origin,
            });
            let flags = record.flags.iter().map(|flag| Edit::FlagCoding { coding, flag, set: true });
            self.plan.edits.extend(flags);
        }
    }

    /// Where a coding stands and what it says; `None`, with a note, where that makes no sense here.
    fn passage_and_code(&mut self, record: &CodingRecord) -> Option<(Passage, CodeId)> {
        let Some(brought) = self.documents.get(&*record.document) else {
            self.fidelity
                .left_out("codings of a document that is not in the file, left out", name(&self.documents, record));
            return None;
        };
        let by_path = || self.codes_by_path.get(record.path.as_deref()?).copied();
        let Some(code) = self.codes.get(&*record.code).copied().or_else(by_path) else {
            self.fidelity
                .left_out("codings of a code that is not in the file, left out", name(&self.documents, record));
            return None;
        };
        let Some(span) = brought.words.span(record.start, record.end) else {
            self.fidelity.left_out("codings that lie outside their document, left out", name(&self.documents, record));
            return None;
        };
        let words = brought.words.text.passage(span);
        if words.trim().is_empty() {
            self.fidelity.left_out("codings of blank space, left out", name(&self.documents, record));
            return None;
        }
        if record.words.is_some_and(|said| said != TextKey::of(words)) {
            self.fidelity.changed(
                "codings whose text is not what stands at their place; look at them",
                name(&self.documents, record),
            );
        }
        Some((Passage { document: brought.id, span, seal: Seal::of(brought.salt, words) }, code))
    }

    pub fn memos(&mut self, records: Vec<MemoRecord>) {
        let written = |memo: &Memo| (memo.on, self.project.coder_of(memo.coder), memo.text);
        let here: HashMap<(Target, CoderId, TextKey), MemoId> =
            self.project.memos().map(|(id, memo)| (written(memo), id)).collect();
        for record in records {
            let on = self.target(&record).unwrap_or_else(|| {
                self.fidelity.changed("memos about something that is not in the file, now about the study", &record.id);
                Target::Project
            });
            let kind = MemoKind::of(&record.kind).unwrap_or_default();
            let coder = self.coder(&record.coder);
            let words = clean(record.text);
            if let Some(&memo) = here.get(&(on, coder, TextKey::of(&words))) {
                self.fidelity.changed("memos that are here already, kept once", &record.id);
                self.memos.insert(record.id, memo);
                continue;
            }
            let memo = MemoId(self.id_for("memo", &record.id));
            self.memos.insert(record.id, memo);
            let text = self.store(Text::new(words).into());
            if let (Target::Cell(..), Some(false)) = (on, record.stale) {
                self.fresh.push(self.plan.edits.len());
            }
            self.plan.edits.push(Edit::AddMemo { memo, on, kind, coder, text, excerpts: None });
        }
    }

    fn target(&self, record: &MemoRecord) -> Option<Target> {
        let on = &record.on;
        if !on.document.is_empty() {
            let brought = self.documents.get(&on.document)?;
            return Some(match (on.start, on.end) {
                (Some(start), Some(end)) => Target::Excerpt(brought.id, brought.words.span(start, end)?),
                _ => Target::Document(brought.id),
            });
        }
        if !on.code.is_empty() && !on.case.is_empty() {
            let (case, code) = (self.cases.get(&on.case)?, self.codes.get(&on.code)?);
            return Some(Target::Cell(*case, *code));
        }
        if !on.code.is_empty() {
            return self.codes.get(&on.code).copied().map(Target::Code);
        }
        if !on.case.is_empty() {
            return self.cases.get(&on.case).copied().map(Target::Case);
        }
        if !on.day.is_empty() {
            return on.day.parse().ok().map(Target::Day);
        }
        Some(Target::Project)
    }

    /// The excerpt that a record names, where it is here.
    pub fn excerpt(&self, record: &TargetRecord) -> Option<Passage> {
        let brought = self.documents.get(&record.document)?;
        let span = brought.words.span(record.start?, record.end?)?;
        let seal = Seal::of(brought.salt, brought.words.text.passage(span));
        Some(Passage { document: brought.id, span, seal })
    }

    pub fn comparisons(&mut self, records: Vec<ComparisonRecord>) {
        for record in records {
            let ComparisonRecord { id, code, excerpts, coder, decision, memo, at } = record;
            let found: Vec<Passage> = excerpts.iter().filter_map(|excerpt| self.excerpt(excerpt)).collect();
            let Some(decision) = Decision::of(&decision).filter(|_| found.len() == excerpts.len()) else {
                self.fidelity.left_out("comparisons of what is not in the file, or without a decision, left out", &id);
                continue;
            };
            let added = Comparison {
                code: self.codes.get(&code).copied(),
                excerpts: found.into(),
                coder: self.coder(&coder),
                decision,
                memo: self.memos.get(&memo).copied().filter(|_| !memo.is_empty()),
                at: at.as_deref().and_then(milliseconds).unwrap_or_default(),
                gone: false,
            };
            if self.project.comparisons().any(|(_, here)| *here == added) {
                self.fidelity.changed("comparisons that are here already, kept once", &id);
                continue;
            }
            let comparison = ComparisonId(self.id_for("comparison", &id));
            let Comparison { code, excerpts, coder, memo, at, .. } = added;
            let (excerpts, at) = (excerpts.into_vec(), Some(at));
            self.plan.edits.push(Edit::Compare { comparison, code, excerpts, coder, decision, memo, at });
        }
    }

    /// Proves of which excerpts memos on cells were written. Into a project that has work of its own they come as
    /// stale: nobody wrote them of the excerpts that are there.
    pub fn cells(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if fresh.is_empty() {
            return;
        }
        let after = self.keeps.then(|| self.project.with(&self.plan.edits));
        for place in fresh {
            let Edit::AddMemo { memo, on, excerpts, .. } = &mut self.plan.edits[place] else { continue };
            match &after {
                Some(after) => *excerpts = after.cell_seal(*on),
                None => self
                    .fidelity
                    .changed("memos on cells of the matrix, to be looked at again (stale)", memo.to_string()),
            }
        }
    }

    pub fn attributions(&mut self, records: Vec<AttributionRecord>) {
        for AttributionRecord { document, start, end, speakers } in records {
            let place = || format!("{document} {start}..{end}");
            let brought = self.documents.get(&document);
            let Some((brought, span)) = brought.and_then(|brought| Some((brought, brought.words.span(start, end)?)))
            else {
                self.fidelity.left_out("attributions to speakers outside the documents, left out", place());
                continue;
            };
            if speakers.iter().any(|label| !brought.labels.contains(label)) {
                self.fidelity.left_out("attributions to a speaker who is not in the document, left out", place());
            } else if self.project.attribution(brought.id, span).is_some_and(|here| here != speakers) {
                self.fidelity.changed("attributions that differ from those here, which stay", place());
            } else {
                let seal = Seal::of(brought.salt, brought.words.text.passage(span));
                let passage = Passage { document: brought.id, span, seal };
                self.plan.edits.push(Edit::Attribute { passage, speakers: Some(speakers) });
            }
        }
    }

    pub fn assignments(&mut self, records: Vec<AssignmentRecord>) {
        let here: HashSet<(CoderId, DocumentId)> =
            self.project.assignments().map(|(coder, document, _)| (self.project.coder_of(coder), document)).collect();
        for AssignmentRecord { coder, document, state, finished } in records {
            let Some(document) = self.documents.get(&document).map(|brought| brought.id) else {
                self.fidelity.left_out("assignments of a document that is not in the file, left out", &document);
                continue;
            };
            let coder = self.coder(&coder);
            if !here.contains(&(coder, document)) {
                let whole = if finished { Assignment::Finished } else { Assignment::Open };
                let state = Some(Assignment::of(&state).unwrap_or(whole));
                self.plan.edits.push(Edit::Assign { coder, document, state });
            }
        }
    }
}

fn name(documents: &HashMap<String, Brought>, record: &CodingRecord) -> String {
    let CodingRecord { id, document, start, end, .. } = record;
    let title = documents.get(&**document).map_or(&**document, |brought| &brought.title);
    if id.is_empty() { format!("{title} {start}..{end}") } else { id.to_string() }
}
