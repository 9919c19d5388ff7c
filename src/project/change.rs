//! What an edit does: the one cell of the project that it writes.

use super::cell::Cell;
use super::*;
use crate::text::Turn;

pub(super) fn absent<T>(found: Option<&T>, kind: &'static str) -> Result<(), Refusal> {
    found.map_or(Ok(()), |_| Err(Refusal::Present(kind)))
}

impl Project {
    /// What `edit` would write, made at `at`. Only what cannot make sense is refused: this is also how
    /// lines of other people's logs are read, which knew nothing of each other.
    pub(super) fn outcome(&self, edit: &Edit, at: i64) -> Result<Cell, Refusal> {
        match edit {
            Edit::NameProject { name } => Ok(Cell::Name(name.clone())),
            Edit::AddDocument { .. }
            | Edit::RetitleDocument { .. }
            | Edit::SetKind { .. }
            | Edit::PlaceDocument { .. }
            | Edit::SetTurns { .. }
            | Edit::MapSpeaker { .. } => self.document_outcome(edit),
            Edit::AddCode { .. }
            | Edit::RenameCode { .. }
            | Edit::DefineCode { .. }
            | Edit::MoveCode { .. }
            | Edit::MergeCode { .. }
            | Edit::RetireCode { .. }
            | Edit::SetGiven { .. } => self.code_outcome(edit),
            Edit::ApplyCode { .. }
            | Edit::ResizeCoding { .. }
            | Edit::RecodeCoding { .. }
            | Edit::FlagCoding { .. } => self.coding_outcome(edit, at),
            Edit::AddMemo { .. } | Edit::WriteMemo { .. } | Edit::MoveMemo { .. } => self.memo_outcome(edit),
            Edit::Compare { .. } => self.comparison_outcome(edit, at),
            Edit::AddTheme { .. }
            | Edit::RewordTheme { .. }
            | Edit::TakeStand { .. }
            | Edit::MarkNegative { .. }
            | Edit::SearchEvidence { .. } => self.theme_outcome(edit, at),
            Edit::Attribute { passage, speakers } => {
                self.fits(*passage)?;
                Ok(Cell::Attribution((passage.document, passage.span), speakers.clone()))
            }
            Edit::Assign { coder, document, state } => {
                self.known_coder(*coder)?;
                self.known_document(*document)?;
                Ok(Cell::Assignment((*coder, *document), *state))
            }
            Edit::SettleConflict { change, settled } => Ok(Cell::Settled(*change, *settled)),
            Edit::ReviseDocument { .. } => self.revision_outcome(edit),
            Edit::Remove { thing } => self.presence(*thing, true),
            Edit::Restore { thing } => self.presence(*thing, false),
            _ => self.people_outcome(edit),
        }
    }

    fn document_outcome(&self, edit: &Edit) -> Result<Cell, Refusal> {
        if let Edit::AddDocument {
            document,
            title,
            kind,
            text,
            salt,
            characters,
            words,
            speakers,
            turns,
            lines,
            times,
            rank,
            ..
        } = edit
        {
            absent(self.documents.get(document), "document")?;
            turns_fit(turns, speakers.len(), *characters)?;
            times_fit(times, *characters)?;
            let added = Document {
                title: title.clone(),
                kind: *kind,
                text: *text,
                salt: *salt,
                characters: *characters,
                words: *words,
                speakers: speakers.as_slice().into(),
                turns: turns.clone(),
                lines: lines.clone(),
                times: times.clone(),
                revised: None,
                rank: *rank,
                gone: false,
            };
            return Ok(Cell::Document(*document, Some(Box::new(added))));
        }
        let (Edit::RetitleDocument { document: id, .. }
        | Edit::SetKind { document: id, .. }
        | Edit::PlaceDocument { document: id, .. }
        | Edit::SetTurns { document: id, .. }
        | Edit::MapSpeaker { document: id, .. }) = edit
        else {
            return Err(Refusal::Unknown("document"));
        };
        let mut document = self.known_document(*id)?.clone();
        match edit {
            Edit::RetitleDocument { title, .. } => document.title.clone_from(title),
            Edit::SetKind { kind, .. } => document.kind = *kind,
            Edit::PlaceDocument { rank, .. } => document.rank = *rank,
            Edit::SetTurns { speakers, turns, .. } => {
                turns_fit(turns, speakers.len(), document.characters)?;
                document.speakers = speakers.as_slice().into();
                document.turns = turns.clone();
            }
            Edit::MapSpeaker { label, role, case, .. } => {
                case.map_or(Ok(()), |case| self.known_case(case).map(drop))?;
                let title = &document.title;
                let place = document.speakers.iter().position(|speaker| speaker.label == *label);
                let place = place.ok_or_else(|| Refusal::NoSpeaker { label: label.clone(), title: title.clone() })?;
                let mut speakers = document.speakers.to_vec();
                speakers[place] = Speaker { label: label.clone(), role: *role, case: *case };
                document.speakers = speakers.into();
            }
            _ => {}
        }
        Ok(Cell::Document(*id, Some(Box::new(document))))
    }

    fn code_outcome(&self, edit: &Edit) -> Result<Cell, Refusal> {
        if let Edit::AddCode { code, name, parent, rank, from } = edit {
            absent(self.codes.get(code), "code")?;
            parent.map_or(Ok(()), |parent| self.known_code(parent).map(drop))?;
            from.map_or(Ok(()), |from| self.fits(from))?;
            let added = Code {
                name: name.clone(),
                parent: *parent,
                rank: *rank,
                definition: Definition::default(),
                state: CodeState::Active,
                origin: *from,
                given: false,
                gone: false,
            };
            return Ok(Cell::Code(*code, Some(Box::new(added))));
        }
        let (Edit::RenameCode { code: id, .. }
        | Edit::DefineCode { code: id, .. }
        | Edit::MoveCode { code: id, .. }
        | Edit::MergeCode { code: id, .. }
        | Edit::RetireCode { code: id, .. }
        | Edit::SetGiven { code: id, .. }) = edit
        else {
            return Err(Refusal::Unknown("code"));
        };
        let mut code = self.known_code(*id)?.clone();
        match edit {
            Edit::RenameCode { name, from, .. } => {
                from.map_or(Ok(()), |from| self.fits(from))?;
                code.name.clone_from(name);
                code.origin = *from;
            }
            Edit::DefineCode { definition, .. } => code.definition.clone_from(definition),
            Edit::SetGiven { given, .. } => code.given = *given,
            Edit::MoveCode { parent, rank, .. } => {
                if let Some(parent) = *parent {
                    self.known_code(parent)?;
                    self.not_below(parent, *id)?;
                }
                (code.parent, code.rank) = (*parent, *rank);
            }
            Edit::MergeCode { into: Some(into), .. } => {
                self.known_code(*into)?;
                self.not_below(*into, *id)?;
                code.state = CodeState::MergedInto(*into);
            }
            Edit::MergeCode { into: None, .. } | Edit::RetireCode { .. } => {
                // Parted from the code it was part of, it stands under its own parent again.
                code.parent.map_or(Ok(()), |parent| self.not_below(parent, *id))?;
                let retired = matches!(edit, Edit::RetireCode { retired: true, .. });
                code.state = if retired { CodeState::Retired } else { CodeState::Active };
            }
            _ => {}
        }
        Ok(Cell::Code(*id, Some(Box::new(code))))
    }

    fn coding_outcome(&self, edit: &Edit, made: i64) -> Result<Cell, Refusal> {
        if let Edit::ApplyCode { coding, passage, code, coder, at, origin } = edit {
            absent(self.codings.get(coding), "coding")?;
            self.fits(*passage)?;
            self.known_code(*code)?;
            self.known_coder(*coder)?;
            let Passage { document, span, seal } = *passage;
            let at = at.unwrap_or(made);
            let (code, coder, origin, flags) = (*code, *coder, *origin, Flags::default());
            let added = Coding { document, span, code, coder, at, seal, flags, origin, gone: false };
            return Ok(Cell::Coding(*coding, Some(added)));
        }
        let (Edit::ResizeCoding { coding: id, .. }
        | Edit::RecodeCoding { coding: id, .. }
        | Edit::FlagCoding { coding: id, .. }) = edit
        else {
            return Err(Refusal::Unknown("coding"));
        };
        let mut coding = *self.codings.get(id).ok_or(Refusal::Unknown("coding"))?;
        match edit {
            Edit::ResizeCoding { passage, .. } => {
                self.fits(*passage)?;
                (coding.document, coding.span, coding.seal) = (passage.document, passage.span, passage.seal);
            }
            Edit::RecodeCoding { code, .. } => {
                self.known_code(*code)?;
                coding.code = *code;
            }
            Edit::FlagCoding { flag, set, .. } => coding.flags = coding.flags.with(*flag, *set),
            _ => {}
        }
        Ok(Cell::Coding(*id, Some(coding)))
    }

    fn memo_outcome(&self, edit: &Edit) -> Result<Cell, Refusal> {
        let known = |id: &MemoId| self.memos.get(id).cloned().ok_or(Refusal::Unknown("memo"));
        match edit {
            Edit::AddMemo { memo, on, kind, coder, text, excerpts } => {
                absent(self.memos.get(memo), "memo")?;
                self.known_target(*on)?;
                self.known_coder(*coder)?;
                let (text, excerpts) = (*text, *excerpts);
                let added = Memo { on: *on, kind: *kind, coder: *coder, text, excerpts, gone: false };
                Ok(Cell::Memo(*memo, Some(added)))
            }
            Edit::WriteMemo { memo, kind, text, excerpts } => {
                let (text, excerpts) = (*text, *excerpts);
                Ok(Cell::Memo(*memo, Some(Memo { kind: *kind, text, excerpts, ..known(memo)? })))
            }
            Edit::MoveMemo { memo, on } => {
                self.known_target(*on)?;
                Ok(Cell::Memo(*memo, Some(Memo { on: *on, ..known(memo)? })))
            }
            _ => Err(Refusal::Unknown("memo")),
        }
    }

    fn comparison_outcome(&self, edit: &Edit, made: i64) -> Result<Cell, Refusal> {
        let Edit::Compare { comparison, code, excerpts, coder, decision, memo, at } = edit else {
            return Err(Refusal::Unknown("comparison"));
        };
        absent(self.comparisons.get(comparison), "comparison")?;
        code.map_or(Ok(()), |code| self.known_code(code).map(drop))?;
        excerpts.iter().try_for_each(|excerpt| self.fits(*excerpt))?;
        self.known_coder(*coder)?;
        memo.map_or(Ok(()), |memo| self.memos.get(&memo).map(drop).ok_or(Refusal::Unknown("memo")))?;
        let added = Comparison {
            code: *code,
            excerpts: excerpts.as_slice().into(),
            coder: *coder,
            decision: *decision,
            memo: *memo,
            at: at.unwrap_or(made),
            gone: false,
        };
        Ok(Cell::Comparison(*comparison, Some(added)))
    }

    fn people_outcome(&self, edit: &Edit) -> Result<Cell, Refusal> {
        let case_with = |id: &CaseId| self.known_case(*id).cloned();
        let coder_with = |id: &CoderId| self.known_coder(*id).cloned();
        match edit {
            Edit::AddCase { case, name } => {
                absent(self.cases.get(case), "case")?;
                Ok(Cell::Case(*case, Some(Case { name: name.clone(), joined_to: None, withdrawn: None, gone: false })))
            }
            Edit::RenameCase { case, name } => {
                Ok(Cell::Case(*case, Some(Case { name: name.clone(), ..case_with(case)? })))
            }
            Edit::JoinCases { case, into } => {
                if let Some(into) = *into {
                    let name = self.known_case(into)?.name.clone();
                    if leads(into, *case, |id| self.cases.get(&id)?.joined_to) {
                        return Err(Refusal::Circle { name });
                    }
                }
                Ok(Cell::Case(*case, Some(Case { joined_to: *into, ..case_with(case)? })))
            }
            Edit::Withdraw { case, how } => Ok(Cell::Case(*case, Some(Case { withdrawn: *how, ..case_with(case)? }))),
            Edit::Erase { case, texts, .. } => {
                self.known_case(*case)?;
                Ok(Cell::Erased(texts.clone(), true))
            }
            Edit::AddAttribute { attribute, name, on, values } => {
                absent(self.attributes.get(attribute), "attribute")?;
                let added = Attribute { name: name.clone(), on: *on, values: values.clone(), gone: false };
                Ok(Cell::Attribute(*attribute, Some(added)))
            }
            Edit::DefineAttribute { attribute, name, values } => {
                let known = self.attributes.get(attribute).ok_or(Refusal::Unknown("attribute"))?;
                let written = Attribute { name: name.clone(), values: values.clone(), ..known.clone() };
                Ok(Cell::Attribute(*attribute, Some(written)))
            }
            Edit::SetAttribute { attribute, subject, phase, value } => {
                self.attributes.get(attribute).ok_or(Refusal::Unknown("attribute"))?;
                match *subject {
                    Subject::Case(case) => self.known_case(case).map(drop)?,
                    Subject::Document(document) => self.known_document(document).map(drop)?,
                }
                Ok(Cell::Value((*attribute, *subject, phase.clone()), value.clone()))
            }
            Edit::AddCoder { coder, name, kind } => {
                absent(self.coders.get(coder), "coder")?;
                let added = Coder { name: name.clone(), kind: *kind, joined_to: None, gone: false };
                Ok(Cell::Coder(*coder, Some(added)))
            }
            Edit::RenameCoder { coder, name } => {
                Ok(Cell::Coder(*coder, Some(Coder { name: name.clone(), ..coder_with(coder)? })))
            }
            Edit::JoinCoders { coder, into } => {
                if let Some(into) = *into {
                    let name = self.known_coder(into)?.name.clone();
                    if leads(into, *coder, |id| self.coders.get(&id)?.joined_to) {
                        return Err(Refusal::Circle { name });
                    }
                }
                Ok(Cell::Coder(*coder, Some(Coder { joined_to: *into, ..coder_with(coder)? })))
            }
            _ => Err(Refusal::Unknown("change")),
        }
    }

    fn presence(&self, thing: Thing, gone: bool) -> Result<Cell, Refusal> {
        macro_rules! set {
            ($things:ident, $id:expr, $cell:ident, $kind:literal) => {{
                let mut thing = self.$things.get(&$id).ok_or(Refusal::Unknown($kind))?.clone();
                thing.gone = gone;
                Ok(Cell::$cell($id, Some(thing.into())))
            }};
        }
        match thing {
            Thing::Document(id) => set!(documents, id, Document, "document"),
            Thing::Case(id) => set!(cases, id, Case, "case"),
            Thing::Attribute(id) => set!(attributes, id, Attribute, "attribute"),
            Thing::Code(id) => set!(codes, id, Code, "code"),
            Thing::Coding(id) => set!(codings, id, Coding, "coding"),
            Thing::Memo(id) => set!(memos, id, Memo, "memo"),
            Thing::Comparison(id) => set!(comparisons, id, Comparison, "comparison"),
            Thing::Theme(id) => set!(themes, id, Theme, "theme"),
            Thing::Search(id) => set!(searches, id, Search, "search"),
            Thing::Revision(id) => self.revision_presence(id, gone),
            Thing::Coder(id) => set!(coders, id, Coder, "coder"),
        }
    }

    /// Whether a known thing was taken away.
    pub(super) fn is_gone(&self, thing: Thing) -> Option<bool> {
        match thing {
            Thing::Document(id) => self.documents.get(&id).map(|document| document.gone),
            Thing::Case(id) => self.cases.get(&id).map(|case| case.gone),
            Thing::Attribute(id) => self.attributes.get(&id).map(|attribute| attribute.gone),
            Thing::Code(id) => self.codes.get(&id).map(|code| code.gone),
            Thing::Coding(id) => self.codings.get(&id).map(|coding| coding.gone),
            Thing::Memo(id) => self.memos.get(&id).map(|memo| memo.gone),
            Thing::Revision(id) => self.revisions.get(&id).map(|revised| revised.gone),
            Thing::Comparison(id) => self.comparisons.get(&id).map(|comparison| comparison.gone),
            Thing::Theme(id) => self.themes.get(&id).map(|theme| theme.gone),
            Thing::Search(id) => self.searches.get(&id).map(|search| search.gone),
            Thing::Coder(id) => self.coders.get(&id).map(|coder| coder.gone),
        }
    }

    pub(super) fn known_document(&self, id: DocumentId) -> Result<&Document, Refusal> {
        self.documents.get(&id).map(AsRef::as_ref).ok_or(Refusal::Unknown("document"))
    }

    pub(super) fn known_case(&self, id: CaseId) -> Result<&Case, Refusal> {
        self.cases.get(&id).ok_or(Refusal::Unknown("case"))
    }

    pub(super) fn known_code(&self, id: CodeId) -> Result<&Code, Refusal> {
        self.codes.get(&id).map(AsRef::as_ref).ok_or(Refusal::Unknown("code"))
    }

    pub(super) fn known_coder(&self, id: CoderId) -> Result<&Coder, Refusal> {
        self.coders.get(&id).ok_or(Refusal::Unknown("coder"))
    }

    fn known_target(&self, target: Target) -> Result<(), Refusal> {
        match target {
            Target::Project | Target::Day(_) => Ok(()),
            Target::Document(document) => self.known_document(document).map(drop),
            Target::Excerpt(document, span) => self.fits(Passage { document, span, seal: Seal::default() }),
            Target::Code(code) => self.known_code(code).map(drop),
            Target::Case(case) => self.known_case(case).map(drop),
            Target::Cell(case, code) => {
                self.known_case(case)?;
                self.known_code(code).map(drop)
            }
        }
    }

    /// Whether the passage lies in its document.
    pub(super) fn fits(&self, passage: Passage) -> Result<(), Refusal> {
        let length = self.known_document(passage.document)?.characters;
        let (start, end) = passage.span.into();
        if end <= length { Ok(()) } else { Err(Refusal::OutOfRange { start, end, length }) }
    }

    /// Refuses where `code` is `branch` or stands somewhere below it, by parents and by merging.
    fn not_below(&self, code: CodeId, branch: CodeId) -> Result<(), Refusal> {
        let mut at = Some(code);
        while let Some(here) = at {
            let Some(found) = self.codes.get(&here) else { break };
            if here == branch {
                return Err(Refusal::Circle { name: found.name.clone() });
            }
            at = match found.state {
                CodeState::MergedInto(into) => Some(into),
                _ => found.parent,
            };
        }
        Ok(())
    }
}

/// Whether the turns are in order, lie in the text and name only known speakers.
pub(super) fn turns_fit(turns: &[Turn], speakers: usize, characters: u32) -> Result<(), Refusal> {
    let mut free_from = 0;
    for turn in turns {
        if usize::from(turn.speaker) >= speakers {
            return Err(Refusal::BadTurns("a turn names a speaker that is not listed"));
        }
        if turn.start < free_from || turn.body < turn.start || turn.end < turn.body {
            return Err(Refusal::BadTurns("turns must follow one another, each label before its words"));
        }
        if turn.end > characters {
            return Err(Refusal::BadTurns("a turn ends past the end of the text"));
        }
        free_from = turn.end.max(turn.start + 1);
    }
    Ok(())
}

/// Whether the captions' times stand in order and in the text.
pub(super) fn times_fit(times: &[(u32, u64)], characters: u32) -> Result<(), Refusal> {
    let fit = times.is_sorted_by_key(|&(start, _)| start) && times.last().is_none_or(|&(start, _)| start <= characters);
    if fit { Ok(()) } else { Err(Refusal::BadTimes) }
}
