//! A project as REFI-QDA: valid against its schema, the same bytes for the same project.
//!
//! Every coder, code in use, participant, attribute, document, passage, coding and memo is in it. What the standard
//! has no place for is listed, not dropped in silence.

mod marked;
mod missing;
mod sets;
mod values;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::exchange::guid::guid_for;
use crate::exchange::json::{coders_named, parent};
use crate::exchange::leaving::words_of;
use crate::exchange::offsets::Style;
use crate::exchange::xml::writing::{Attributes, Xml, fits};
use crate::exchange::{Exported, Fidelity, Wish};
use crate::project::*;
use crate::text::{Span, Text};
use marked::{Marked, Where, stretches};

pub use sets::{ASSIGNED, GIVEN, KIND, PUT_AWAY};
pub use values::{OF_DOCUMENTS, phase_of};

/// How the program that wrote a file is named in it.
const ORIGIN: &str = concat!("emic ", env!("CARGO_PKG_VERSION"));

const PROJECT: &str = "urn:QDA-XML:project:1.0";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";

/// Writes the whole project, packed (.qdpx).
///
/// # Errors
/// A text cannot be had, or a part of the project is wished for.
pub fn write_project(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    wish.is_of_all()?;
    let style = wish.style;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (id, document) in project.documents() {
        archive.start_file(format!("sources/{}.txt", guid_for("document", id)), options)?;
        archive.write_all(style.text_of(&*words_of(texts, document.text, &document.title)?).as_bytes())?;
    }
    archive.start_file("project.qde", options.large_file(true))?;
    let fidelity = study(project, texts, style, &mut archive)?;
    Ok(Exported { bytes: archive.finish()?.into_inner(), fidelity, ..Exported::default() })
}

/// Writes the codebook alone (.qdc).
///
/// # Errors
/// There is no code in use: such a file would not be valid. Or a part of the project is wished for.
pub fn write_codebook(project: &Project, _: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    wish.is_of_all()?;
    let mut writing = Writing::new(project, &Missing, wish.style, Vec::new())?;
    // A codebook points at no notes.
    for (_, memos) in std::mem::take(&mut writing.memos).into_iter().filter(|(on, _)| matches!(on, Target::Code(_))) {
        memos.iter().for_each(|memo| writing.fidelity.left_out("memos on codes, left out of a codebook", memo));
    }
    writing.codebook(&[("xmlns", CODEBOOK), ("origin", ORIGIN)])?;
    if writing.codes.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no code to write; add one first"));
    }
    let (bytes, fidelity) = writing.done();
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

/// Where no words are asked for.
struct Missing;

impl Texts for Missing {
    fn text(&self, _: TextKey) -> Option<Arc<Text>> {
        None
    }
}

fn study(project: &Project, texts: &dyn Texts, style: Style, out: impl Write) -> io::Result<Fidelity> {
    let mut writing = Writing::new(project, texts, style, out)?;
    writing.xml.open("Project", &[("xmlns", PROJECT), ("name", project.name()), ("origin", ORIGIN)])?;
    writing.users()?;
    writing.codebook(&[])?;
    writing.variables()?;
    writing.cases()?;
    writing.sources()?;
    writing.notes()?;
    writing.links()?;
    writing.sets()?;
    writing.refs(Target::Project)?;
    writing.xml.close("Project")?;
    writing.missing();
    Ok(writing.done().1)
}

/// A file being written.
struct Writing<'a, W: Write> {
    project: &'a Project,
    texts: &'a dyn Texts,
    style: Style,
    xml: Xml<W>,
    fidelity: Fidelity,
    /// The codes that are written.
    codes: Vec<CodeId>,
    /// The types of variables, by attribute and phase.
    variables: BTreeMap<(AttributeId, Option<String>), &'static str>,
    /// Memos that stand in the file, by what they are about.
    memos: BTreeMap<Target, Vec<MemoId>>,
    /// Where everybody speaks.
    stretches: BTreeMap<CaseId, Where>,
}

impl<'a, W: Write> Writing<'a, W> {
    fn new(project: &'a Project, texts: &'a dyn Texts, style: Style, out: W) -> io::Result<Writing<'a, W>> {
        let mut memos: BTreeMap<Target, Vec<MemoId>> = BTreeMap::new();
        let mut fidelity = Fidelity::default();
        for (id, memo) in project.memos() {
            match about(project, memo.on) {
                Some(on) => memos.entry(on).or_default().push(id),
                None => fidelity.left_out("memos about what is gone, left out", id),
            }
        }
        let (codes, variables) = (Vec::new(), BTreeMap::new());
        let xml = Xml::begin(out)?;
        let stretches = stretches(project);
        Ok(Writing { project, texts, style, xml, fidelity, codes, variables, memos, stretches })
    }

    fn done(self) -> (W, Fidelity) {
        (self.xml.into_inner(), self.fidelity)
    }

    fn users(&mut self) -> io::Result<()> {
        let coders = coders_named(self.project);
        self.fidelity.understood("coders", coders.len());
        if coders.is_empty() {
            return Ok(());
        }
        self.xml.open("Users", &[])?;
        for id in coders {
            let guid = guid_for("coder", id).to_string();
            // Of consensus no other program knows; the short name is free for it.
            let is_consensus = self.project.coder(id).is_some_and(|coder| coder.kind == CoderKind::Consensus);
            let kind: Attributes = if is_consensus { &[("id", CONSENSUS)] } else { &[] };
            self.xml.empty("User", &[&[("guid", &*guid), ("name", self.project.coder_name(id))], kind].concat())?;
        }
        self.xml.close("Users")
    }

    /// The codes, each in the one above it; those that are put away too, as their excerpts are kept.
    fn codebook(&mut self, attributes: &[(&str, &str)]) -> io::Result<()> {
        let in_use = self.project.codebook().rows().iter().map(|row| row.code);
        let put_away = self.project.codes().filter(|(_, code)| code.state == CodeState::Retired).map(|(id, _)| id);
        let mut below: BTreeMap<Option<CodeId>, Vec<CodeId>> = BTreeMap::new();
        let all = self.project.codes().count();
        for id in in_use.chain(put_away) {
            // Codes that are put away may stand under each other all around.
            let mut way = std::iter::successors(self.above(id), |&above| self.above(above)).take(all);
            let above = if way.any(|above| above == id) { None } else { self.above(id) };
            below.entry(above).or_default().push(id);
        }
        for (id, code) in self.project.codes() {
            let name = || self.project.code_words(id);
            match code.state {
                CodeState::Retired => {
                    self.fidelity.changed("codes that are put away, there in use and in a set", name())
                }
                CodeState::MergedInto(_) => {
                    self.fidelity.changed("merged codes, there the codes that they are part of", &code.name);
                }
                CodeState::Active => {}
            }
        }
        let top = below.get(&None).cloned().unwrap_or_default();
        if top.is_empty() {
            return Ok(());
        }
        self.xml.open("CodeBook", attributes)?;
        self.xml.open("Codes", &[])?;
        top.into_iter().try_for_each(|code| self.code(code, &below))?;
        self.xml.close("Codes")?;
        self.xml.close("CodeBook")?;
        self.fidelity.understood("codes", self.codes.len());
        Ok(())
    }

    fn above(&self, id: CodeId) -> Option<CodeId> {
        match self.project.codebook().place(id) {
            Some(_) => self.project.codebook().parent(id),
            None => parent(self.project, id).map(|above| self.project.stands_for(above)),
        }
    }

    fn code(&mut self, id: CodeId, below: &BTreeMap<Option<CodeId>, Vec<CodeId>>) -> io::Result<()> {
        let Some(code) = self.project.code(id) else { return Ok(()) };
        self.codes.push(id);
        let guid = guid_for("code", id).to_string();
        self.xml.open("Code", &[("guid", &guid), ("name", &code.name), ("isCodable", "true")])?;
        let definition = code.definition.as_one().unwrap_or_else(|| {
            self.fidelity.changed("definitions whose parts cannot be told apart again", &code.name);
            let Definition { definition, include, exclude, example } = &code.definition;
            [definition, include, exclude, example].map(String::as_str).join("\n\n")
        });
        if !definition.is_empty() {
            self.xml.words("Description", &definition)?;
        }
        self.refs(Target::Code(id))?;
        below.get(&Some(id)).into_iter().flatten().try_for_each(|&child| self.code(child, below))?;
        self.xml.close("Code")
    }

    /// Points at the memos about something.
    fn refs(&mut self, on: Target) -> io::Result<()> {
        let memos = self.memos.get(&on).into_iter().flatten();
        memos.map(|memo| guid_for("memo", memo)).try_for_each(|guid| self.xml.points("NoteRef", guid))
    }

    fn cases(&mut self) -> io::Result<()> {
        let cases: Vec<(CaseId, &Case)> = self.project.cases().collect();
        self.fidelity.understood("participants", cases.len());
        if cases.is_empty() {
            return Ok(());
        }
        self.xml.open("Cases", &[])?;
        for (id, case) in cases {
            self.xml.open("Case", &[("guid", &guid_for("case", id).to_string()), ("name", &case.name)])?;
            self.values(Subject::Case(id))?;
            let (whole, parts) = self.stretches.get(&id).cloned().unwrap_or_default();
            whole.iter().try_for_each(|&document| self.xml.points("SourceRef", guid_for("document", document)))?;
            parts
                .iter()
                .try_for_each(|&(document, span)| self.xml.points("SelectionRef", marked::passage(document, span)))?;
            self.xml.close("Case")?;
            if case.withdrawn.is_some() {
                self.fidelity.changed("people who withdrew, which no other program knows of", &case.name);
            }
        }
        self.xml.close("Cases")
    }

    fn sources(&mut self) -> io::Result<()> {
        let documents: Vec<(DocumentId, &Document)> = self.project.documents().collect();
        self.fidelity.understood("documents", documents.len());
        if documents.is_empty() {
            return Ok(());
        }
        let mut spoken: BTreeMap<DocumentId, Vec<Span>> = BTreeMap::new();
        for &(document, span) in self.stretches.values().flat_map(|(_, parts)| parts) {
            spoken.entry(document).or_default().push(span);
        }
        self.xml.open("Sources", &[])?;
        for (id, document) in documents {
            let words = words_of(self.texts, document.text, &document.title)?;
            let guid = guid_for("document", id).to_string();
            let path = format!("internal://{guid}.txt");
            self.xml.open("TextSource", &[("guid", &guid), ("name", &document.title), ("plainTextPath", &path)])?;
            Marked::of(self.project, id, spoken.remove(&id).unwrap_or_default()).write(self, id, &words)?;
            self.refs(Target::Document(id))?;
            self.values(Subject::Document(id))?;
            self.xml.close("TextSource")?;
        }
        self.xml.close("Sources")
    }

    fn notes(&mut self) -> io::Result<()> {
        let there = |memo: &Memo| about(self.project, memo.on).is_some();
        let memos: Vec<(MemoId, &Memo)> = self.project.memos().filter(|(_, memo)| there(memo)).collect();
        if memos.is_empty() {
            return Ok(());
        }
        self.xml.open("Notes", &[])?;
        for (id, memo) in memos {
            let words = words_of(self.texts, memo.text, "a memo")?;
            let name = match memo.on {
                Target::Day(day) => format!("{JOURNAL}{day} {}", memo.kind.word()),
                _ => memo.kind.word().to_owned(),
            };
            let coder = guid_for("coder", self.project.coder_of(memo.coder)).to_string();
            self.xml.open(
                "Note",
                &[("guid", &guid_for("memo", id).to_string()), ("name", &name), ("creatingUser", &coder)],
            )?;
            self.xml.words("PlainTextContent", words.as_str())?;
            self.xml.close("Note")?;
            if !words.as_str().chars().all(fits) {
                self.fidelity.changed("memos with characters that no XML holds, there marks", id);
            }
            match memo.on {
                Target::Day(day) => self.fidelity.changed("journals, there notes on the study", day),
                Target::Cell(..) => {
                    self.fidelity.changed("summaries of the framework matrix, there notes on the person", id)
                }
                _ => self.fidelity.understood("memos", 1),
            }
        }
        self.xml.close("Notes")
    }

    /// A note cannot be named where a case stands, so a link names both.
    fn links(&mut self) -> io::Result<()> {
        let memos = self.memos.iter().flat_map(|(on, memos)| memos.iter().map(move |&memo| (memo, *on)));
        let about: Vec<(MemoId, CaseId)> = memos
            .filter_map(|(memo, on)| match on {
                Target::Case(case) | Target::Cell(case, _) => Some((memo, case)),
                _ => None,
            })
            .collect();
        if about.is_empty() {
            return Ok(());
        }
        self.xml.open("Links", &[])?;
        for (memo, case) in about {
            let (from, to) = (guid_for("memo", memo).to_string(), guid_for("case", case).to_string());
            let guid = guid_for("link", memo).to_string();
            let ends = [("guid", &*guid), ("direction", "Associative"), ("originGUID", &*from), ("targetGUID", &*to)];
            self.xml.empty("Link", &ends)?;
        }
        self.xml.close("Links")
    }
}

/// What a memo is about, as far as it is there: the code that a merged one is part of, the person whom one is joined
/// with. `None` where it is gone.
pub(super) fn about(project: &Project, on: Target) -> Option<Target> {
    let code = |code| Some(project.stands_for(code)).filter(|&code| project.code(code).is_some());
    let case = |case| Some(project.person(case)).filter(|&case| project.case(case).is_some_and(|case| !case.gone));
    match on {
        Target::Document(id) | Target::Excerpt(id, _) => project.document(id).map(|_| on),
        Target::Code(id) => code(id).map(Target::Code),
        Target::Case(id) => case(id).map(Target::Case),
        Target::Cell(id, of) => Some(Target::Cell(case(id)?, code(of)?)),
        Target::Project | Target::Day(_) => Some(on),
    }
}

/// What the coder of consensus is called for short.
pub const CONSENSUS: &str = "consensus";

/// What the note of a journal is called, before its day and kind.
pub const JOURNAL: &str = "journal ";
