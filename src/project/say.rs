//! How a change reads in the audit trail and in a toast: "coded 107-109 of FG2 as Stigma".

use super::*;
use crate::text::{Span, count_of};

/// Says what an edit does, in a researcher's words, without the words of an interview.
pub fn say(project: &Project, edit: &Edit) -> String {
    let say = Saying(project);
    match edit {
        Edit::NameProject { name } => format!("named the study {name}"),
        Edit::AddDocument { title, .. } => format!("added the document {title}"),
        Edit::ReviseDocument { document, changes, .. } => {
            let n = count_of(changes.replaced().count(), "place");
            format!("revised the text of {} in {n}", say.document(*document))
        }
        Edit::RetitleDocument { document, title } => format!("retitled {} to {title}", say.document(*document)),
        Edit::SetKind { document, kind } => {
            format!("made {} a document of kind {}", say.document(*document), kind.word())
        }
        Edit::PlaceDocument { document, .. } => format!("moved {} among the documents", say.document(*document)),
        Edit::SetTurns { document, turns, .. } => {
            format!("set the {} turns of {}", turns.len(), say.document(*document))
        }
        Edit::MapSpeaker { document, label, role, case } => {
            let who = case.map_or_else(String::new, |case| format!("{}, ", say.case(case)));
            format!("said that {label} in {} is {who}{}", say.document(*document), role.word())
        }
        Edit::AddCase { name, .. } => format!("added the participant {name}"),
        Edit::RenameCase { name, .. } => format!("renamed a participant to {name}"),
        Edit::Withdraw { case, how } => say.withdrawal(*case, *how),
        Edit::Erase { case, .. } => format!("erased the words of {}", say.case(*case)),
        Edit::JoinCases { case, into: Some(into) } => format!("joined {} to {}", say.case(*case), say.case(*into)),
        Edit::JoinCases { case, into: None } => format!("parted {} again", say.case(*case)),
        Edit::AddAttribute { name, .. } => format!("added the attribute {name}"),
        Edit::DefineAttribute { name, .. } => format!("defined the attribute {name}"),
        Edit::SetAttribute { attribute, subject, value, phase } => {
            let on = match subject {
                Subject::Case(case) => say.case(*case),
                Subject::Document(document) => say.document(*document),
            };
            let name = project.attributes.get(attribute).map_or("?", |attribute| &attribute.name);
            let when = phase.as_ref().map_or_else(String::new, |phase| format!(" in {phase}"));
            format!("set {name} of {on}{when} to {}", value.as_deref().unwrap_or("nothing"))
        }
        Edit::Attribute { passage, speakers } => {
            let who = speakers.as_ref().map_or_else(|| "its turns".to_string(), |labels| labels.join(", "));
            format!("attributed {} to {who}", say.span(passage.document, passage.span))
        }
        Edit::AddMemo { on: Target::Day(day), .. } => format!("wrote the journal of {day}"),
        Edit::AddMemo { on, kind, .. } => {
            format!("wrote {} {} memo on {}", article(kind.word()), kind.word(), say.target(*on))
        }
        Edit::WriteMemo { memo, .. } => format!("rewrote {}", say.memo(*memo)),
        Edit::MoveMemo { on, .. } => format!("moved a memo to {}", say.target(*on)),
        Edit::Compare { code, excerpts, decision, .. } => {
            format!("compared {}: {}", say.compared(excerpts.len(), *code), decision.word())
        }
        Edit::AddTheme { .. }
        | Edit::RewordTheme { .. }
        | Edit::TakeStand { .. }
        | Edit::MarkNegative { .. }
        | Edit::SearchEvidence { .. } => say.theme_edit(edit),
        Edit::Assign { coder, document, state } => {
            let what = match state {
                None => "took back".to_string(),
                Some(Assignment::Open) => "assigned".to_string(),
                Some(state) => format!("marked as {}", state.word()),
            };
            format!("{what} {} for {}", say.document(*document), project.coder_name(*coder))
        }
        Edit::AddCoder { name, .. } => format!("added the coder {name}"),
        Edit::RenameCoder { name, .. } => format!("renamed a coder to {name}"),
        Edit::JoinCoders { coder, into } => match into {
            Some(into) => format!("joined the coder {} to {}", say.own_name(*coder), say.own_name(*into)),
            None => format!("parted the coder {} again", say.own_name(*coder)),
        },
        Edit::SettleConflict { settled: true, .. } => "settled a change that did not fit".to_string(),
        Edit::SettleConflict { settled: false, .. } => "listed a change that does not fit again".to_string(),
        Edit::Remove { thing } => format!("removed {}", say.thing(*thing)),
        Edit::Restore { thing } => format!("brought back {}", say.thing(*thing)),
        _ => say.coding_edit(edit),
    }
}

/// Says in few words what stood where an edit wrote, given the edit that would write it back; `None`
/// where what was done says it already.
pub fn say_before(project: &Project, was: &Edit) -> Option<String> {
    let say = Saying(project);
    Some(match was {
        Edit::NameProject { name }
        | Edit::RenameCase { name, .. }
        | Edit::DefineAttribute { name, .. }
        | Edit::RenameCode { name, .. }
        | Edit::RenameCoder { name, .. } => name.clone(),
        Edit::RetitleDocument { title, .. } => title.clone(),
        Edit::SetKind { kind, .. } => kind.word().to_string(),
        Edit::SetTurns { turns, .. } => format!("{} turns", turns.len()),
        Edit::MapSpeaker { role, case, .. } => {
            format!("{}{}", role.word(), case.map_or_else(String::new, |case| format!(", {}", say.case(case))))
        }
        Edit::SetAttribute { value: Some(value), .. } => value.clone(),
        Edit::Attribute { speakers: Some(labels), .. } => labels.join(", "),
        Edit::DefineCode { definition, .. } => definition.definition.clone(),
        Edit::MoveCode { parent, .. } => {
            parent.map_or_else(|| "at the top".to_string(), |parent| format!("under {}", say.code(parent)))
        }
        Edit::MergeCode { into: Some(into), .. } => format!("part of {}", say.code(*into)),
        Edit::ResizeCoding { passage, .. } => project.line_range(passage.document, passage.span),
        Edit::RecodeCoding { code, .. } => say.code(*code),
        Edit::MoveMemo { on, .. } => say.target(*on),
        Edit::RewordTheme { claim, .. } => claim.clone(),
        Edit::TakeStand { stand: Some(stand), .. } => stand.word().to_string(),
        Edit::MarkNegative { done: Some(done), .. } => done.word().to_string(),
        _ => return None,
    })
    .filter(|words| !words.is_empty())
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

struct Saying<'a>(&'a Project);

impl Saying<'_> {
    fn coding_edit(&self, edit: &Edit) -> String {
        match edit {
            Edit::AddCode { name, parent, from, .. } => {
                let above = parent.map_or_else(String::new, |parent| format!("{} > ", self.code(parent)));
                format!("added the code {above}{name}{}", self.in_vivo(*from))
            }
            Edit::RenameCode { name, from, .. } => format!("renamed a code to {name}{}", self.in_vivo(*from)),
            Edit::DefineCode { code, .. } => format!("defined the code {}", self.code(*code)),
            Edit::MoveCode { code, parent, .. } => {
                let under = parent.map_or_else(|| "the top".to_string(), |parent| self.code(parent));
                format!("moved the code {} to {under}", self.name(*code))
            }
            Edit::MergeCode { code, into: Some(into) } => {
                format!("merged the code {} into {}", self.name(*code), self.code(*into))
            }
            Edit::MergeCode { code, into: None } => format!("took the code {} out of its merger", self.name(*code)),
            Edit::RetireCode { code, retired: true } => format!("retired the code {}", self.name(*code)),
            Edit::RetireCode { code, retired: false } => format!("took the code {} into use again", self.name(*code)),
            Edit::SetGiven { code, given: true } => format!("marked the code {} as given beforehand", self.code(*code)),
            Edit::SetGiven { code, given: false } => {
                format!("said that the code {} came from the data", self.code(*code))
            }
            Edit::ApplyCode { passage, code, origin, .. } => {
                let how = if origin.is_hand() { "" } else { " by rule" };
                format!("coded {} as {}{how}", self.span(passage.document, passage.span), self.code(*code))
            }
            Edit::ResizeCoding { passage, .. } => {
                format!("set the ends of an excerpt to {}", self.span(passage.document, passage.span))
            }
            Edit::RecodeCoding { coding, code } => format!("recoded {} as {}", self.coding(*coding), self.code(*code)),
            Edit::FlagCoding { coding, flag, set } => {
                let what = if *set { "marked" } else { "unmarked" };
                format!("{what} {} as {}", self.coding(*coding), flag.word())
            }
            _ => String::new(),
        }
    }

    /// Where a name was taken from, if from a participant's words.
    fn in_vivo(&self, from: Option<Passage>) -> String {
        from.map_or_else(String::new, |from| format!(", in the words of {}", self.span(from.document, from.span)))
    }

    fn compared(&self, n_excerpts: usize, code: Option<CodeId>) -> String {
        let of = code.map_or_else(String::new, |code| format!(" of {}", self.code(code)));
        format!("{n_excerpts} excerpts{of}")
    }

    fn theme_edit(&self, edit: &Edit) -> String {
        match edit {
            Edit::AddTheme { claim, .. } => format!("added the theme {claim}"),
            Edit::RewordTheme { claim, .. } => format!("reworded a theme to {claim}"),
            Edit::TakeStand { theme, passage, stand } => {
                let (where_, claim) = (self.span(passage.document, passage.span), self.claim(*theme));
                match stand {
                    Some(Stand::For) => format!("put {where_} for the theme {claim}"),
                    Some(Stand::Against) => format!("put {where_} against the theme {claim}"),
                    Some(Stand::Qualifies) => format!("said that {where_} qualifies the theme {claim}"),
                    None => format!("took {where_} off the theme {claim}"),
                }
            }
            Edit::MarkNegative { theme, who, done } => {
                let (who, claim) = (self.0.misfit_words(who), self.claim(*theme));
                match done {
                    Some(done) => format!("said that {who} does not fit the theme {claim}: {}", done.word()),
                    None => format!("took {who} off the negative cases of the theme {claim}"),
                }
            }
            Edit::SearchEvidence { theme, query, found, .. } => {
                format!("searched for what speaks against the theme {}: {query}, {found} found", self.claim(*theme))
            }
            _ => String::new(),
        }
    }

    fn claim(&self, id: ThemeId) -> &str {
        self.0.themes.get(&id).map_or("?", |theme| &theme.claim)
    }

    fn thing(&self, thing: Thing) -> String {
        match thing {
            Thing::Document(id) => format!("the document {}", self.document(id)),
            Thing::Case(id) => format!("the participant {}", self.case(id)),
            Thing::Attribute(id) => {
                format!("the attribute {}", self.0.attributes.get(&id).map_or("?", |attribute| &attribute.name))
            }
            Thing::Code(id) => format!("the code {}", self.name(id)),
            Thing::Coding(id) => match self.0.codings.get(&id) {
                Some(coding) => {
                    format!("the coding of {} as {}", self.span(coding.document, coding.span), self.code(coding.code))
                }
                None => "a coding".to_string(),
            },
            Thing::Memo(id) => self.memo(id),
            Thing::Comparison(id) => match self.0.comparisons.get(&id) {
                Some(found) => format!("the comparison of {}", self.compared(found.excerpts.len(), found.code)),
                None => "a comparison".to_string(),
            },
            Thing::Theme(id) => format!("the theme {}", self.claim(id)),
            Thing::Search(id) => match self.0.searches.get(&id) {
                Some(search) => format!("the search {} for the theme {}", search.query, self.claim(search.theme)),
                None => "a search".to_string(),
            },
            Thing::Revision(id) => match self.0.revisions.get(&id) {
                Some(revised) => format!("the revision of the text of {}", self.document(revised.document)),
                None => "the revision of a text".to_string(),
            },
            Thing::Coder(id) => format!("the coder {}", self.own_name(id)),
        }
    }

    fn document(&self, id: DocumentId) -> String {
        self.0.documents.get(&id).map_or_else(|| "a document".to_string(), |document| document.title.clone())
    }

    fn case(&self, id: CaseId) -> String {
        self.0.cases.get(&id).map_or_else(|| "a participant".to_string(), |case| case.name.clone())
    }

    fn withdrawal(&self, case: CaseId, how: Option<Withdrawal>) -> String {
        let who = self.case(case);
        match how {
            Some(how) => format!("said that {who} withdrew: {}", how.said()),
            None => format!("said that {who} is in the study again"),
        }
    }

    fn own_name(&self, id: CoderId) -> &str {
        self.0.coders.get(&id).map_or("somebody", |coder| &coder.name)
    }

    fn code(&self, id: CodeId) -> String {
        self.0.code_words(id)
    }

    fn name(&self, id: CodeId) -> &str {
        self.0.codes.get(&id).map_or("?", |code| &code.name)
    }

    fn coding(&self, id: CodingId) -> String {
        match self.0.codings.get(&id) {
            Some(coding) => self.span(coding.document, coding.span),
            None => "a passage".to_string(),
        }
    }

    fn span(&self, id: DocumentId, span: Span) -> String {
        format!("{} of {}", self.0.line_range(id, span), self.document(id))
    }

    fn target(&self, target: Target) -> String {
        match target {
            Target::Project => "the study".to_string(),
            Target::Day(day) => format!("the journal of {day}"),
            Target::Document(id) => self.document(id),
            Target::Excerpt(id, span) => self.span(id, span),
            Target::Code(id) => self.code(id),
            Target::Case(id) => self.case(id),
            Target::Cell(case, code) => format!("the cell of {} and {}", self.case(case), self.code(code)),
        }
    }

    fn memo(&self, id: MemoId) -> String {
        match self.0.memos.get(&id).map(|memo| memo.on) {
            Some(on @ Target::Day(_)) => self.target(on),
            Some(on) => format!("the memo on {}", self.target(on)),
            None => "a memo".to_string(),
        }
    }
}

impl Project {
    /// The print lines a span covers, as they are cited: `107-109`, or `107` for one.
    pub fn line_range(&self, id: DocumentId, span: Span) -> String {
        let lines = self.documents.get(&id).map_or(&[][..], |document| &document.lines);
        let line = |position: u32| lines.partition_point(|&start| start <= position).max(1);
        let (first, last) = (line(span.start()), line(span.end() - 1));
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    }
}
