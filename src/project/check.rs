//! What is allowed at the desk. Stricter than the fold: a person can be asked to choose again, a line
//! in somebody's log cannot.

use super::*;

impl Project {
    /// Whether `edit` makes sense here: all that is asked of what was made elsewhere.
    ///
    /// # Errors
    /// `Refusal`, where it names what is not known, would close a circle, or brings back what was erased.
    pub fn admits(&self, edit: &Edit) -> Result<(), Refusal> {
        self.words_left(edit)?;
        self.outcome(edit, 0).map(drop)
    }

    /// Whether `edit` may be made now.
    ///
    /// # Errors
    /// `Refusal`, which says what is wrong and what to do; nothing was changed.
    pub fn check(&self, edit: &Edit) -> Result<(), Refusal> {
        match edit {
            Edit::NameProject { name } | Edit::RetitleDocument { title: name, .. } => named(name)?,
            Edit::AddDocument { title, .. } => named(title)?,
            Edit::AddCase { name, .. } => {
                named(name)?;
                free("case", name, self.cases().map(|(_, case)| case.name.as_str()))?;
            }
            Edit::RenameCase { case, name } => {
                named(name)?;
                free("case", name, self.cases().filter(|(id, _)| id != case).map(|(_, case)| case.name.as_str()))?;
            }
            Edit::AddAttribute { name, on, values, .. } => {
                named(name)?;
                let others = self.attributes().filter(|(_, other)| other.on == *on);
                free("attribute", name, others.map(|(_, other)| other.name.as_str()))?;
                choices_named(values)?;
            }
            Edit::DefineAttribute { attribute, name, values } => {
                named(name)?;
                let on = self.attributes.get(attribute).map(|attribute| attribute.on);
                let others = self.attributes().filter(|(id, other)| id != attribute && Some(other.on) == on);
                free("attribute", name, others.map(|(_, other)| other.name.as_str()))?;
                choices_named(values)?;
            }
            Edit::SetAttribute { attribute, subject, value: Some(value), .. } => {
                self.value_fits(*attribute, *subject, value)?;
            }
            Edit::AddCoder { name, .. } => {
                named(name)?;
                free("coder", name, self.coders().map(|(_, coder)| coder.name.as_str()))?;
            }
            Edit::RenameCoder { coder, name } => {
                named(name)?;
                let others = self.coders().filter(|(id, _)| id != coder);
                free("coder", name, others.map(|(_, coder)| coder.name.as_str()))?;
            }
            Edit::MapSpeaker { case: Some(case), .. } => self.case_there(*case)?,
            Edit::JoinCases { into: Some(case), .. } => self.case_there(*case)?,
            Edit::Attribute { passage, speakers: Some(labels) } => self.labels_there(passage.document, labels)?,
            Edit::Withdraw { case, how } => {
                let was = self.known_case(*case)?.withdrawn;
                if was == Some(Withdrawal::Removed) && *how != was {
                    return Err(Refusal::Erased);
                }
            }
            Edit::Assign { document, .. } => self.document_there(*document)?,
            Edit::AddMemo { on: Target::Day(day), coder, .. } => self.journal_free(*coder, *day)?,
            Edit::AddMemo { on: Target::Cell(case, code), .. }
            | Edit::MoveMemo { on: Target::Cell(case, code), .. } => {
                self.case_there(*case)?;
                self.in_use(*code)?;
            }
            Edit::MoveMemo { memo, on: Target::Day(day) } => {
                let was = self.memo(*memo).ok_or(Refusal::Gone("memo"))?;
                self.journal_free(was.coder, *day)?;
            }
            Edit::Compare { excerpts, .. } if excerpts.len() < 2 => return Err(Refusal::NothingCompared),
            Edit::Compare { excerpts, .. } => {
                excerpts.iter().try_for_each(|excerpt| self.document_there(excerpt.document))?;
            }
            Edit::AddTheme { .. }
            | Edit::RewordTheme { .. }
            | Edit::TakeStand { .. }
            | Edit::MarkNegative { .. }
            | Edit::SearchEvidence { .. } => self.check_themes(edit)?,
            _ => self.check_codes(edit)?,
        }
        self.admits(edit)
    }

    /// Refuses what would have words stand somewhere that were erased.
    fn words_left(&self, edit: &Edit) -> Result<(), Refusal> {
        let text = match edit {
            Edit::AddDocument { text, .. } | Edit::AddMemo { text, .. } | Edit::WriteMemo { text, .. } => Some(*text),
            Edit::ReviseDocument { after, .. } => Some(after.text),
            Edit::Restore { thing: Thing::Document(id) } => self.documents.get(id).map(|document| document.text),
            Edit::Restore { thing: Thing::Memo(id) } => self.memos.get(id).map(|memo| memo.text),
            Edit::Restore { thing: Thing::Revision(id) } => self.revised(*id).map(|revised| revised.versions()[1].text),
            Edit::Remove { thing: Thing::Revision(id) } => self.revised(*id).map(|revised| revised.versions()[0].text),
            _ => None,
        };
        if text.is_some_and(|text| self.erased.contains(&text)) { Err(Refusal::Erased) } else { Ok(()) }
    }

    fn check_codes(&self, edit: &Edit) -> Result<(), Refusal> {
        match edit {
            Edit::AddCode { name, parent, .. } => {
                named(name)?;
                parent.map_or(Ok(()), |parent| self.in_use(parent))?;
                self.sibling_name_free(*parent, name, None)
            }
            Edit::RenameCode { code, name, .. } => {
                named(name)?;
                self.in_use(*code)?;
                self.sibling_name_free(self.codebook().parent(*code), name, Some(*code))
            }
            Edit::MoveCode { code, parent, .. } => {
                parent.map_or(Ok(()), |parent| self.in_use(parent))?;
                let name = &self.known_code(*code)?.name;
                self.sibling_name_free(*parent, name, Some(*code))
            }
            Edit::MergeCode { code, into: Some(into) } => {
                self.in_use(*code)?;
                self.in_use(*into)
            }
            Edit::MergeCode { code, into: None } | Edit::RetireCode { code, retired: false } => {
                let back = self.known_code(*code)?;
                self.sibling_name_free(back.parent.map(|parent| self.stands_for(parent)), &back.name, Some(*code))
            }
            Edit::ApplyCode { passage, code, coder, .. } => {
                self.document_there(passage.document)?;
                self.in_use(*code)?;
                self.not_coded_yet(*passage, *code, *coder)
            }
            Edit::ResizeCoding { coding, passage } => {
                let was = self.coding(*coding).ok_or(Refusal::Gone("coding"))?;
                self.not_coded_yet(*passage, was.code, was.coder)
            }
            Edit::RecodeCoding { coding, code } => {
                let was = *self.coding(*coding).ok_or(Refusal::Gone("coding"))?;
                self.in_use(*code)?;
                let passage = Passage { document: was.document, span: was.span, seal: was.seal };
                self.not_coded_yet(passage, *code, was.coder)
            }
            Edit::FlagCoding { coding, .. } => self.coding(*coding).map(drop).ok_or(Refusal::Gone("coding")),
            Edit::Remove { thing } if self.is_gone(*thing) == Some(true) => Err(Refusal::Gone(thing.word())),
            Edit::Restore { thing } if self.is_gone(*thing) == Some(false) => Err(Refusal::Present(thing.word())),
            Edit::Remove { thing: Thing::Code(code) } => self.code_unused(*code),
            _ => Ok(()),
        }
    }

    fn sibling_name_free(&self, parent: Option<CodeId>, name: &str, but: Option<CodeId>) -> Result<(), Refusal> {
        let siblings = self.codebook().children(parent).filter(|&code| Some(code) != but);
        free("code", name, siblings.filter_map(|code| Some(self.codes.get(&code)?.name.as_str())))
    }

    fn in_use(&self, id: CodeId) -> Result<(), Refusal> {
        let code = self.known_code(id)?;
        let state = match code.state {
            _ if code.gone => "removed",
            CodeState::Active => return Ok(()),
            CodeState::Retired => "retired",
            CodeState::MergedInto(_) => "merged into another",
        };
        Err(Refusal::NotInUse { name: code.name.clone(), state })
    }

    fn code_unused(&self, id: CodeId) -> Result<(), Refusal> {
        let below = self.codebook().children(Some(id)).count();
        let merged = self.codebook().merged_into(id).len();
        let codings = self.codings_of(id).count();
        if below + merged + codings == 0 {
            return Ok(());
        }
        Err(Refusal::InUse(format!("{codings} codings, {below} subcodes, {merged} codes merged into it")))
    }

    fn not_coded_yet(&self, passage: Passage, code: CodeId, coder: CoderId) -> Result<(), Refusal> {
        let wanted = (self.stands_for(code), self.coder_of(coder));
        let same = |other: &Coding| {
            other.span == passage.span && (self.stands_for(other.code), self.coder_of(other.coder)) == wanted
        };
        match self.codings_touching(passage.document, passage.span).any(|(_, other)| same(other)) {
            true => Err(Refusal::Repeated),
            false => Ok(()),
        }
    }

    pub(super) fn document_there(&self, id: DocumentId) -> Result<(), Refusal> {
        self.known_document(id)?;
        self.document(id).map(drop).ok_or(Refusal::Gone("document"))
    }

    pub(super) fn case_there(&self, id: CaseId) -> Result<(), Refusal> {
        if self.known_case(id)?.gone { Err(Refusal::Gone("case")) } else { Ok(()) }
    }

    fn journal_free(&self, coder: CoderId, day: Day) -> Result<(), Refusal> {
        self.journal(coder, day).map_or(Ok(()), |_| Err(Refusal::Present("day's journal")))
    }

    fn labels_there(&self, id: DocumentId, labels: &[String]) -> Result<(), Refusal> {
        let document = self.known_document(id)?;
        match labels.iter().find(|label| document.speakers.iter().all(|speaker| speaker.label != **label)) {
            Some(label) => Err(Refusal::NoSpeaker { label: label.clone(), title: document.title.clone() }),
            None => Ok(()),
        }
    }

    fn value_fits(&self, attribute: AttributeId, subject: Subject, value: &str) -> Result<(), Refusal> {
        let attribute = self.attributes.get(&attribute).ok_or(Refusal::Unknown("attribute"))?;
        let fits = matches!(
            (attribute.on, subject),
            (Bearer::Case, Subject::Case(_)) | (Bearer::Document, Subject::Document(_))
        );
        if fits && attribute.values.takes(value) {
            return Ok(());
        }
        let hint = match &attribute.values {
            ValueType::Ordered(choices) => format!("choose one of {}", choices.join(", ")),
            ValueType::Date => "write it as 2024-03-05".to_string(),
            ValueType::YesNo => "write yes or no".to_string(),
            _ if fits => "write a number".to_string(),
            _ => "this attribute stands on the other kind of thing (persons or documents)".to_string(),
        };
        Err(Refusal::WrongValue { value: value.to_string(), wanted: attribute.values.word(), hint })
    }
}

/// Names are one visible line.
pub(super) fn named(name: &str) -> Result<(), Refusal> {
    let plain = !name.trim().is_empty() && name == name.trim() && !name.chars().any(char::is_control);
    if plain { Ok(()) } else { Err(Refusal::NoName) }
}

pub(super) fn free<'a>(
    kind: &'static str,
    name: &str,
    mut others: impl Iterator<Item = &'a str>,
) -> Result<(), Refusal> {
    match others.any(|other| other == name) {
        true => Err(Refusal::NameTaken { kind, name: name.to_string() }),
        false => Ok(()),
    }
}

fn choices_named(values: &ValueType) -> Result<(), Refusal> {
    match values {
        ValueType::Ordered(choices) => choices.iter().try_for_each(|choice| named(choice)),
        _ => Ok(()),
    }
}
