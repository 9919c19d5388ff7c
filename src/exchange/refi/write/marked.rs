//! The passages of a document that something stands on, and who speaks where.

use std::collections::BTreeMap;
use std::io::{self, Write};

use uuid::Uuid;

use super::Writing;
use crate::exchange::guid::guid_for;
use crate::exchange::json::written;
use crate::project::*;
use crate::text::{Span, Text, on_one_line};

/// The most characters of a passage that its name repeats.
const NAMED: usize = 100;

/// The GUID of a passage, on which many codings may stand.
pub fn passage(document: DocumentId, span: Span) -> Uuid {
    guid_for("passage", format!("{document} {}..{}", span.start(), span.end()))
}

/// Where a person speaks: in documents in which nobody else is asked, and in stretches of others.
pub type Where = (Vec<DocumentId>, Vec<(DocumentId, Span)>);

/// Where everybody speaks.
pub fn stretches(project: &Project) -> BTreeMap<CaseId, Where> {
    let mut all: BTreeMap<CaseId, Where> = BTreeMap::new();
    for (id, document) in project.documents() {
        let asked = document.speakers.iter().filter(|speaker| speaker.role == Role::Participant).count();
        for (place, speaker) in document.speakers.iter().enumerate() {
            let case = speaker.case.map(|case| project.person(case));
            let Some(case) = case.filter(|_| speaker.role == Role::Participant) else { continue };
            let (whole, parts) = all.entry(case).or_default();
            if asked == 1 {
                whole.push(id);
                continue;
            }
            let turns = document.turns.iter().filter(|turn| usize::from(turn.speaker) == place);
            let spans = turns.filter_map(|turn| Span::new(turn.body, turn.end, document.characters));
            parts.extend(spans.map(|span| (id, span)));
        }
    }
    all
}

/// What stands on passages of one document.
#[derive(Default)]
pub struct Marked(BTreeMap<Span, On>);

/// What stands on one passage: codings by code and coder, the first of each.
#[derive(Default)]
struct On {
    codings: BTreeMap<(CodeId, CoderId), (CodingId, i64)>,
    flagged: Vec<CodingId>,
}

impl Marked {
    /// What stands on them; `spoken` are the stretches of people who are not alone there.
    pub fn of(project: &Project, id: DocumentId, spoken: Vec<Span>) -> Marked {
        let mut marked = Marked::default();
        for (coding, found) in project.codings_in(id) {
            let code = project.stands_for(found.code);
            if project.code(code).is_none() {
                continue;
            }
            let on = marked.0.entry(found.span).or_default();
            on.codings.entry((code, project.coder_of(found.coder))).or_insert((coding, found.at));
            if found.flags.iter().next().is_some() || !found.origin.is_hand() {
                on.flagged.push(coding);
            }
        }
        for (_, memo) in project.memos_in(id) {
            if let Target::Excerpt(_, span) = memo.on {
                marked.0.entry(span).or_default();
            }
        }
        for span in spoken {
            marked.0.entry(span).or_default();
        }
        marked
    }

    pub fn write<W: Write>(self, writing: &mut Writing<'_, W>, id: DocumentId, words: &Text) -> io::Result<()> {
        let place = writing.style.places_in(words);
        for (span, on) in self.0 {
            let quote = on_one_line(words.passage(span));
            let name: String = match quote.char_indices().nth(NAMED) {
                Some((cut, _)) => format!("{}…", &quote[..cut]),
                None => quote,
            };
            let (guid, start, end) = (passage(id, span).to_string(), place(span.start()), place(span.end()));
            let mut attributes = vec![
                ("guid", guid),
                ("name", name),
                ("startPosition", start.to_string()),
                ("endPosition", end.to_string()),
            ];
            if let Some(((_, coder), (_, at))) = on.codings.iter().min_by_key(|(_, made)| made.1) {
                attributes.push(("creatingUser", guid_for("coder", coder).to_string()));
                attributes.extend(written(*at).map(|at| ("creationDateTime", at)));
            }
            let attributes: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
            writing.xml.open("PlainTextSelection", &attributes)?;
            for ((code, coder), (coding, at)) in on.codings {
                let mut made = vec![("guid", guid_for("coding", coding).to_string())];
                made.push(("creatingUser", guid_for("coder", coder).to_string()));
                made.extend(written(at).map(|at| ("creationDateTime", at)));
                let made: Vec<(&str, &str)> = made.iter().map(|(key, value)| (*key, value.as_str())).collect();
                writing.xml.open("Coding", &made)?;
                writing.xml.points("CodeRef", guid_for("code", code))?;
                writing.xml.close("Coding")?;
                writing.fidelity.understood("codings", 1);
            }
            writing.refs(Target::Excerpt(id, span))?;
            writing.xml.close("PlainTextSelection")?;
            for coding in on.flagged {
                writing.fidelity.changed("codings without their flags, or that a rule made", coding);
            }
        }
        Ok(())
    }
}
