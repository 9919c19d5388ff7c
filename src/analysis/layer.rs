//! Whose codings count.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::project::{Assignment, CodeId, CoderId, CoderKind, Coding, CodingId, DocumentId, Person, Placed, Project};
use crate::text::Span;

use super::{Query, Watch};

/// Whose codings a report counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Document by document: the consensus where it is assigned there, else the coders assigned
    /// there, else everybody.
    #[default]
    Settled,
    /// Everybody's codings.
    Union,
    /// One coder's codings.
    Coder(CoderId),
    /// The consensus alone.
    Consensus,
}

impl Layer {
    /// The layer as a setting names it.
    pub fn word(self, project: &Project) -> String {
        match self {
            Layer::Settled => "settled".to_string(),
            Layer::Union => "union".to_string(),
            Layer::Coder(coder) => project.coder_name(coder).to_string(),
            Layer::Consensus => "consensus".to_string(),
        }
    }
}

/// Who codes for one document.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whose {
    Everybody,
    /// These coders, sorted, each standing for those joined to them.
    These(Vec<CoderId>),
}

/// A layer, prepared once for a project: which coders count in which document.
#[derive(Clone, Debug)]
pub struct Counting<'a> {
    project: &'a Project,
    layer: Layer,
    documents: BTreeMap<DocumentId, (u32, Whose)>,
    /// The row of the codebook that has a code's codings: its own, or that of the code it is part of.
    rows: HashMap<CodeId, usize>,
    /// Whether it has to be asked of each passage if all who speak there withdrew.
    withdrawn: bool,
    /// The codings that count, where only some do.
    only: Option<Arc<BTreeSet<CodingId>>>,
    watch: Watch,
}

impl<'a> Counting<'a> {
    /// Works out who counts in each document that is there.
    pub fn new(project: &'a Project, layer: Layer) -> Counting<'a> {
        let consensus: Vec<CoderId> =
            project.coders().filter(|(_, coder)| coder.kind == CoderKind::Consensus).map(|(id, _)| id).collect();
        let mut documents: BTreeMap<DocumentId, (u32, Whose)> = project
            .document_order()
            .iter()
            .zip(0..)
            .map(|(&document, place)| {
                let whose = match layer {
                    Layer::Settled | Layer::Union => Whose::Everybody,
                    Layer::Coder(coder) => Whose::These(vec![project.coder_of(coder)]),
                    Layer::Consensus => Whose::These(consensus.clone()),
                };
                (document, (place, whose))
            })
            .collect();
        if layer == Layer::Settled {
            for (document, mut coders) in assigned(project) {
                if coders.iter().any(|coder| consensus.contains(coder)) {
                    coders.retain(|coder| consensus.contains(coder));
                }
                if let Some((_, whose)) = documents.get_mut(&document) {
                    *whose = Whose::These(coders);
                }
            }
        }
        let rows = project.codes().filter_map(|(id, _)| Some((id, project.codebook().place(project.stands_for(id))?)));
        let (rows, withdrawn) = (rows.collect(), project.has_withdrawn());
        Counting { project, layer, documents, rows, withdrawn, only: None, watch: Watch::default() }
    }

    /// Shows how far it has come, and looks at nothing more once nobody waits.
    pub fn watched(self, watch: &Watch) -> Counting<'a> {
        Counting { watch: watch.clone(), ..self }
    }

    /// Counts none but these codings, where there are any said.
    pub fn only(self, codings: Option<Arc<BTreeSet<CodingId>>>) -> Counting<'a> {
        Counting { only: codings, ..self }
    }

    /// What asks for every excerpt that is counted.
    pub fn query(&self) -> Query {
        Query { layer: self.layer, only: self.only.clone(), ..Query::default() }
    }

    /// The project counted in.
    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// The layer counted.
    pub fn layer(&self) -> Layer {
        self.layer
    }

    /// The place of a document in the analyst's order, from 0.
    pub fn place(&self, document: DocumentId) -> Option<u32> {
        self.documents.get(&document).map(|(place, _)| *place)
    }

    /// The row of the codebook that has this coding, where its coder counts in its document; codes put
    /// away count nowhere, nor do the words of people who withdrew.
    pub fn row(&self, id: CodingId, coding: &Coding) -> Option<usize> {
        let (_, whose) = self.documents.get(&coding.document)?;
        self.row_there(whose, coding.document, coding.span, coding.placed(id))
    }

    /// The codings of a document that count, by start and end, with the rows of the codebook that have them.
    pub fn codings_in(&self, document: DocumentId) -> impl Iterator<Item = (Span, Placed, usize)> {
        let there = self.documents.get(&document).filter(|_| self.watch.looks(self.documents.len())).into_iter();
        there.flat_map(move |(_, whose)| {
            let placed = self.project.placed_in(document);
            placed
                .filter_map(move |(span, placed)| Some((span, placed, self.row_there(whose, document, span, placed)?)))
        })
    }

    fn row_there(&self, whose: &Whose, document: DocumentId, span: Span, placed: Placed) -> Option<usize> {
        if self.only.as_ref().is_some_and(|only| !only.contains(&placed.coding)) {
            return None;
        }
        if self.withdrawn && self.project.is_withdrawn(document, span) {
            return None;
        }
        let counts = match whose {
            Whose::Everybody => true,
            Whose::These(coders) => coders.contains(&self.project.coder_of(placed.coder)),
        };
        self.rows.get(&placed.code).copied().filter(|_| counts)
    }

    /// Whether the coding counts.
    pub fn counts(&self, id: CodingId, coding: &Coding) -> bool {
        self.row(id, coding).is_some()
    }

    /// Whose codings these are, in documents: "4 documents by consensus, 11 mk, 9 js".
    pub fn composition(&self) -> String {
        let name = |whose: &Whose| match whose {
            Whose::Everybody => "all coders".to_string(),
            Whose::These(coders) if coders.is_empty() => "nobody".to_string(),
            Whose::These(coders) => {
                coders.iter().map(|&coder| self.project.coder_name(coder)).collect::<Vec<_>>().join(" + ")
            }
        };
        let is_consensus = |whose: &Whose| match whose {
            Whose::Everybody => false,
            Whose::These(coders) => coders
                .iter()
                .any(|&coder| self.project.coder(coder).is_some_and(|coder| coder.kind == CoderKind::Consensus)),
        };
        let mut documents: BTreeMap<(bool, String), u64> = BTreeMap::new();
        for (_, whose) in self.documents.values() {
            *documents.entry((!is_consensus(whose), name(whose))).or_default() += 1;
        }
        let mut parts = documents.into_iter().map(|((_, who), n)| (who, n));
        let Some((who, n)) = parts.next() else { return "no documents".to_string() };
        let first = format!("{n} document{} by {who}", if n == 1 { "" } else { "s" });
        std::iter::once(first).chain(parts.map(|(who, n)| format!("{n} {who}"))).collect::<Vec<_>>().join(", ")
    }
}

/// The coders assigned to each document, each once, whoever was joined to them.
fn assigned(project: &Project) -> BTreeMap<DocumentId, Vec<CoderId>> {
    let mut assigned: BTreeMap<DocumentId, Vec<CoderId>> = BTreeMap::new();
    // Who has only read a document does not code it.
    for (coder, document, _) in project.assignments().filter(|(.., state)| *state != Assignment::Read) {
        let coder = project.coder_of(coder);
        if project.coder(coder).is_some_and(|coder| !coder.gone) {
            assigned.entry(document).or_default().push(coder);
        }
    }
    for coders in assigned.values_mut() {
        coders.sort_unstable();
        coders.dedup();
    }
    assigned
}

/// One excerpt as a sweep passes it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The document.
    pub document: DocumentId,
    /// Where in it.
    pub span: Span,
    /// The codings on exactly this span that count.
    pub codings: &'a [CodingId],
    /// The people who speak in it, sorted.
    pub respondents: &'a [Person],
    /// The rows of the codebook whose codes stand on it, each once.
    pub own: &'a [usize],
    /// These rows and all rows above them, each once.
    pub subtree: &'a [usize],
}

/// Visits every excerpt once: documents in the analyst's order, spans by start and end.
pub fn sweep(counting: &Counting, visit: impl FnMut(&Seen)) {
    sweep_in(counting, counting.project().document_order(), visit);
}

/// The same of these documents.
pub(super) fn sweep_in(counting: &Counting, documents: &[DocumentId], mut visit: impl FnMut(&Seen)) {
    let project = counting.project();
    let parents = parent_rows(project);
    let mut own: Vec<usize> = Vec::new();
    let mut subtree: Vec<usize> = Vec::new();
    let mut here: Vec<CodingId> = Vec::new();
    let mut respondents: Vec<Person> = Vec::new();
    // The number of the excerpt in which a row was last seen, as its own and as a part of its subtree.
    let mut last_own = vec![0_u64; parents.len()];
    let mut last_subtree = vec![0_u64; parents.len()];
    let mut number = 0;
    for &document in documents {
        let mut counted = counting.codings_in(document).peekable();
        let speaking = project.respondents_in(document);
        while let Some(&(span, ..)) = counted.peek() {
            number += 1;
            own.clear();
            subtree.clear();
            here.clear();
            while let Some((_, placed, row)) = counted.next_if(|(other, ..)| *other == span) {
                here.push(placed.coding);
                if std::mem::replace(&mut last_own[row], number) != number {
                    own.push(row);
                }
                let mut above = Some(row);
                while let Some(row) = above.filter(|&row| last_subtree[row] != number) {
                    last_subtree[row] = number;
                    subtree.push(row);
                    above = parents[row];
                }
            }
            speaking.of(span, &mut respondents);
            visit(&Seen { document, span, codings: &here, respondents: &respondents, own: &own, subtree: &subtree });
        }
    }
}

/// For every row of the codebook, the row above it.
pub(super) fn parent_rows(project: &Project) -> Vec<Option<usize>> {
    let mut branch: Vec<usize> = Vec::new();
    let rows = project.codebook().rows().iter().enumerate();
    rows.map(|(place, row)| {
        branch.truncate(usize::from(row.depth));
        let parent = branch.last().copied();
        branch.push(place);
        parent
    })
    .collect()
}
