//! Excerpts, found by what is asked of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::project::*;
use crate::text::{Pattern, Span, Text, line_of};

use super::axis::{Values, speakers_in};
use super::{Counting, Layer};

/// Whether a code's subcodes count with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The code itself.
    #[default]
    Own,
    /// The code and every code below it.
    Subtree,
}

/// What is asked of an excerpt; whatever is left open asks nothing. All that is said of a coding
/// (code, coder, flag) holds for one and the same coding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Whose codings count.
    pub layer: Layer,
    /// These codings alone count, where any are said.
    pub only: Option<Arc<BTreeSet<CodingId>>>,
    /// Coded so.
    pub code: Option<CodeId>,
    /// Whether subcodes count as `code`.
    pub reach: Reach,
    /// Shares at least one character with an excerpt of each of these codes.
    pub with: Vec<(CodeId, Reach)>,
    /// Shares no character with an excerpt of any of these codes.
    pub without: Vec<(CodeId, Reach)>,
    /// Stands in this document.
    pub document: Option<DocumentId>,
    /// This person is a respondent of it.
    pub person: Option<Person>,
    /// This speaker (document, place of the label) is a respondent of it.
    pub speaker: Option<(DocumentId, u16)>,
    /// The speaker of this label is a respondent of it, in whatever document.
    pub label: Option<String>,
    /// These values hold (nothing: is missing) for its document, and for one of its respondents.
    pub values: Vec<(AttributeId, Option<String>)>,
    /// Flagged so.
    pub flag: Option<Flag>,
    /// Coded by them.
    pub coder: Option<CoderId>,
    /// Memos about it.
    pub memo: Option<Memoed>,
    /// Stands somehow toward this theme. Where nothing is asked of codings, passages that nobody coded are found too.
    pub theme: Option<ThemeId>,
    /// Stands so toward that theme, or toward any.
    pub stand: Option<Stand>,
}

/// What is asked of the memos about an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memoed {
    /// There is one.
    Any,
    /// There is none.
    None,
    /// There is one of this kind.
    Of(MemoKind),
}

/// A distinct coded span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The document.
    pub document: DocumentId,
    /// Where in it.
    pub span: Span,
    /// The codings on it that answer the query, by id.
    pub codings: Vec<CodingId>,
}

/// The excerpts that answer a query: documents in the analyst's order, spans by start and end.
pub fn excerpts(project: &Project, query: &Query) -> Vec<Excerpt> {
    found(&Counting::new(project, query.layer).only(query.only.clone()), query)
}

/// The same, in a layer prepared before (whatever layer the query names).
pub(super) fn found(counting: &Counting, query: &Query) -> Vec<Excerpt> {
    let project = counting.project();
    let mut found: Vec<Excerpt> = Vec::new();
    let stances = stance_places(project, query);
    let answers = |(id, coding): &(CodingId, &Coding)| asked_of_coding(counting, query, *id, coding);
    match query.code {
        // Few codings are of one code: look at those only.
        Some(code) => group(&mut found, codings_of(counting, query, code).into_iter().filter(answers)),
        None if stances.is_some() && !query.asks_of_codings() => {
            let mut places = stances.clone().unwrap_or_default();
            places.sort_by_key(|(document, span)| (counting.place(*document), *span));
            places.retain(|(document, _)| query.document.is_none_or(|asked| asked == *document));
            found.extend(places.into_iter().map(|(document, span)| {
                let touching = project.codings_touching(document, span).filter(|(_, coding)| coding.span == span);
                let mut codings: Vec<CodingId> = touching.filter(answers).map(|(id, _)| id).collect();
                codings.sort_unstable();
                Excerpt { document, span, codings }
            }));
        }
        None => {
            let documents = project.document_order().iter();
            for &document in documents.filter(|id| query.document.is_none_or(|asked| asked == **id)) {
                group(&mut found, project.codings_in(document).filter(answers));
            }
        }
    }
    let memos = query.memo.map(|asked| (memo_places(project, asked), asked != Memoed::None));
    let people = Asked::new(project, query);
    let others = Others::new(counting, query);
    found.retain(|excerpt| {
        let place = (excerpt.document, excerpt.span);
        stances.as_ref().is_none_or(|stances| stances.binary_search(&place).is_ok())
            && memos.as_ref().is_none_or(|(memos, wanted)| memos.binary_search(&place).is_ok() == *wanted)
            && people.answers(place)
            && others.answer(place)
    });
    found
}

impl Query {
    /// Whether it asks something of the codings of an excerpt, so that it must have one.
    fn asks_of_codings(&self) -> bool {
        self.code.is_some() || self.flag.is_some() || self.coder.is_some() || self.only.is_some()
    }
}

/// The passages that stand toward themes as is asked, sorted; `None` where nothing is asked of themes.
fn stance_places(project: &Project, query: &Query) -> Option<Vec<(DocumentId, Span)>> {
    if query.theme.is_none() && query.stand.is_none() {
        return None;
    }
    let themes = project.themes().map(|(id, _)| id).filter(|id| query.theme.is_none_or(|asked| asked == *id));
    let stands = themes.flat_map(|theme| project.stands(theme));
    let stands = stands.filter(|(.., stand)| query.stand.is_none_or(|asked| asked == *stand));
    let mut places: Vec<(DocumentId, Span)> = stands.map(|(document, span, _)| (document, span)).collect();
    places.sort_unstable();
    places.dedup();
    Some(places)
}

/// Those passages, coded or not, that answer a query: what it asks of codes holds for codings that they
/// touch. Flags, coders, memos and themes are not looked at.
pub(super) fn answering(
    counting: &Counting,
    query: &Query,
    mut passages: Vec<(DocumentId, Span)>,
) -> Vec<(DocumentId, Span)> {
    let mut query = query.clone();
    let code = query.code.take().map(|code| (code, query.reach));
    query.with.extend(code);
    let (people, others) = (Asked::new(counting.project(), &query), Others::new(counting, &query));
    passages.retain(|&place| {
        query.document.is_none_or(|asked| asked == place.0) && people.answers(place) && others.answer(place)
    });
    passages
}

/// The other codes that are asked to be near, or not to be.
struct Others<'a, 'b> {
    counting: &'b Counting<'a>,
    query: &'b Query,
    with: Vec<BTreeSet<CodeId>>,
    without: BTreeSet<CodeId>,
}

impl<'a, 'b> Others<'a, 'b> {
    fn new(counting: &'b Counting<'a>, query: &'b Query) -> Others<'a, 'b> {
        let within = |&(code, reach): &(CodeId, Reach)| {
            let rows = in_reach(counting.project(), code, reach);
            rows.iter().map(|row| row.code).collect::<BTreeSet<CodeId>>()
        };
        let without = query.without.iter().flat_map(within).collect();
        Others { counting, query, with: query.with.iter().map(within).collect(), without }
    }

    fn answer(&self, (document, span): (DocumentId, Span)) -> bool {
        if self.with.is_empty() && self.without.is_empty() {
            return true;
        }
        let project = self.counting.project();
        let asked =
            |id: CodingId, coding: &Coding| self.counting.counts(id, coding) && by_coder(project, self.query, coding);
        let near = project.codings_touching(document, span).filter(|(id, coding)| asked(*id, coding));
        let codes: BTreeSet<CodeId> = near.map(|(_, coding)| project.stands_for(coding.code)).collect();
        codes.is_disjoint(&self.without) && self.with.iter().all(|wanted| !codes.is_disjoint(wanted))
    }
}

/// Those excerpts that say what is looked for; a regular expression is asked of the words of each by themselves.
pub(super) fn saying(
    project: &Project,
    texts: &dyn Texts,
    mut excerpts: Vec<Excerpt>,
    sought: &Pattern,
) -> Vec<Excerpt> {
    let mut at: Option<(DocumentId, Option<Arc<Text>>, Vec<Span>)> = None;
    excerpts.retain(|excerpt| {
        if at.as_ref().is_none_or(|(document, ..)| *document != excerpt.document) {
            let text = project.document(excerpt.document).and_then(|document| texts.text(document.text));
            let hits = match (sought, &text) {
                (Pattern::Words(_), Some(text)) => sought.find_all(text),
                _ => Vec::new(),
            };
            at = Some((excerpt.document, text, hits));
        }
        let Some((_, Some(text), hits)) = &at else { return false };
        match sought {
            Pattern::Regex(regex) => regex.is_match(text.passage(excerpt.span)),
            Pattern::Words(_) => {
                let first = hits.partition_point(|hit| hit.start() < excerpt.span.start());
                hits.get(first).is_some_and(|hit| excerpt.span.covers(*hit))
            }
        }
    });
    excerpts
}

/// An excerpt's place as it is cited: title and print lines, "FG2 107-109".
pub fn cite(document: &Document, span: Span) -> String {
    let line = |position| line_of(&document.lines, position) + 1;
    let (first, last) = (line(span.start()), line(span.end() - 1));
    if first == last { format!("{} {first}", document.title) } else { format!("{} {first}-{last}", document.title) }
}

/// The codings of a code in reach: documents in the analyst's order, then by span and id.
fn codings_of<'a>(counting: &Counting<'a>, query: &Query, code: CodeId) -> Vec<(CodingId, &'a Coding)> {
    let project = counting.project();
    let mut codings: Vec<(CodingId, &Coding)> = in_reach(project, code, query.reach)
        .iter()
        .flat_map(|row| project.codings_of(row.code))
        .filter(|(_, coding)| query.document.is_none_or(|asked| asked == coding.document))
        .collect();
    codings.sort_by_cached_key(|(id, coding)| (counting.place(coding.document), coding.span, *id));
    codings
}

/// The rows of the codebook that count for a code.
fn in_reach(project: &Project, code: CodeId, reach: Reach) -> &[CodebookRow] {
    let subtree = project.codebook().subtree(project.stands_for(code));
    match reach {
        Reach::Own => subtree.get(..1).unwrap_or_default(),
        Reach::Subtree => subtree,
    }
}

/// Makes excerpts of codings sorted by span.
fn group<'a>(found: &mut Vec<Excerpt>, codings: impl Iterator<Item = (CodingId, &'a Coding)>) {
    for (id, coding) in codings {
        match found.last_mut() {
            Some(last) if (last.document, last.span) == (coding.document, coding.span) => last.codings.push(id),
            _ => found.push(Excerpt { document: coding.document, span: coding.span, codings: vec![id] }),
        }
    }
}

fn asked_of_coding(counting: &Counting, query: &Query, id: CodingId, coding: &Coding) -> bool {
    let project = counting.project();
    counting.counts(id, coding)
        && query.flag.is_none_or(|flag| coding.flags.has(flag))
        && by_coder(project, query, coding)
}

fn by_coder(project: &Project, query: &Query, coding: &Coding) -> bool {
    query.coder.is_none_or(|coder| project.coder_of(coder) == project.coder_of(coding.coder))
}

/// What a query asks of the people and the document of an excerpt.
struct Asked<'a> {
    query: &'a Query,
    values: Values<'a>,
    of_people: Vec<&'a (AttributeId, Option<String>)>,
    of_document: Vec<&'a (AttributeId, Option<String>)>,
}

impl<'a> Asked<'a> {
    fn new(project: &'a Project, query: &'a Query) -> Asked<'a> {
        let values = Values::new(project);
        let (of_people, of_document) =
            query.values.iter().partition(|(attribute, _)| values.bearer(*attribute) == Some(Bearer::Case));
        Asked { query, values, of_people, of_document }
    }

    fn answers(&self, (document, span): (DocumentId, Span)) -> bool {
        let holds = |person: Option<Person>, (attribute, value): &(AttributeId, Option<String>)| {
            self.values.held(*attribute, person, Some(document)) == value.as_deref()
        };
        let project = self.values.project();
        let speaks = |(place, speaker)| place == document && speakers_in(project, document, span).contains(&speaker);
        let labelled = |label: &String| {
            let speakers = project.document(document).map_or(&[][..], |document| &document.speakers);
            let fits = |&place: &u16| speakers.get(usize::from(place)).is_some_and(|one| one.label == *label);
            speakers_in(project, document, span).iter().any(fits)
        };
        if !self.query.speaker.is_none_or(speaks) || !self.query.label.as_ref().is_none_or(labelled) {
            return false;
        }
        if !self.of_document.iter().all(|asked| holds(None, asked)) {
            return false;
        }
        if self.query.person.is_none() && self.of_people.is_empty() {
            return true;
        }
        let respondents = project.respondents(document, span).into_iter();
        respondents
            .filter(|person| self.query.person.is_none_or(|asked| asked == *person))
            .any(|person| self.of_people.iter().all(|asked| holds(Some(person), asked)))
    }
}

/// The excerpts that memos of the kind asked for are about, sorted; of any kind, where none is named.
fn memo_places(project: &Project, asked: Memoed) -> Vec<(DocumentId, Span)> {
    let mut places: Vec<_> = project
        .memos()
        .filter(|(_, memo)| !matches!(asked, Memoed::Of(kind) if kind != memo.kind))
        .filter_map(|(_, memo)| match memo.on {
            Target::Excerpt(document, span) => Some((document, span)),
            _ => None,
        })
        .collect();
    places.sort_unstable();
    places
}
