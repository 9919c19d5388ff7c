//! What is said of a print line: who speaks, the words, the codes and memos.

use std::collections::BTreeMap;

use super::{Open, Reader};
use crate::project::{CoderId, Target, Texts};
use crate::text::{Span, line_content, turn_at};

/// How much is said of what goes on from earlier lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Only what begins here: the reader comes from the line before.
    Onward,
    /// All that is here: the reader comes from elsewhere.
    Landing,
}

impl Reader<'_> {
    /// The document and the line where the reader is.
    pub(super) fn document_and_line(&self) -> String {
        match self.open() {
            Ok(open) => self.heading(&open) + &self.told(&open, self.line(&open), Telling::Landing),
            Err(failure) => format!("{failure}\n"),
        }
    }

    /// What a document is called and how long it is.
    pub(super) fn heading(&self, open: &Open) -> String {
        let document = &open.document;
        let lines = document.lines.len();
        format!("{}, {}, {lines} {}\n", document.title, document.kind.word(), if lines == 1 { "line" } else { "lines" })
    }

    /// A print line (from 0) in plain words.
    pub(super) fn told(&self, open: &Open, line: usize, telling: Telling) -> String {
        let Open { document, text, .. } = open;
        let content = line_content(text, &document.turns, &document.lines, line);
        let turn = turn_at(&document.turns, content.start);
        let begins = turn.is_some_and(|turn| document.turns[turn].body >= content.start)
            || line == 0
            || turn != turn_at(&document.turns, document.lines.get(line - 1).copied().unwrap_or(0));
        let speaker = turn.and_then(|turn| document.speakers.get(usize::from(document.turns[turn].speaker)));
        let who = match (speaker, begins, telling) {
            (Some(speaker), true, _) => format!(" {}:", speaker.label),
            (Some(speaker), false, Telling::Landing) => format!(" {} goes on:", speaker.label),
            _ => String::new(),
        };
        let mut said = format!("{}{who} {}", line + 1, text.slice(content.clone()));
        said.truncate(said.trim_end().len());
        said.push('\n');
        if let Some(span) = Span::new(content.start, content.end, text.len()) {
            said.extend(self.codes_in(open, span, telling));
            said.extend(self.memos_in(open, span, telling));
        }
        said
    }

    /// Whether a passage is told of in the line of these words.
    fn is_told(passage: Span, line: Span, telling: Telling) -> bool {
        passage.overlaps(line) && (telling == Telling::Landing || line.contains(passage.start()))
    }

    /// Every coding of a line, the coders of the same one together.
    fn codes_in(&self, open: &Open, line: Span, telling: Telling) -> Vec<String> {
        let project = self.desk.project();
        let mut codings: BTreeMap<(u32, u32, String), Vec<CoderId>> = BTreeMap::new();
        for (_, coding) in project.codings_touching(open.id, line) {
            if Self::is_told(coding.span, line, telling) {
                let code = project.code_words(project.stands_for(coding.code));
                let coders = codings.entry((coding.span.start(), coding.span.end(), code)).or_default();
                coders.push(project.coder_of(coding.coder));
            }
        }
        let said = codings.into_iter().filter_map(|((start, end, code), coders)| {
            let span = Span::new(start, end, open.text.len())?;
            let by: Vec<&str> = coders.into_iter().map(|coder| self.name_of(coder)).collect();
            Some(format!("  coded {} as {code} by {}\n", project.line_range(open.id, span), by.join(" and ")))
        });
        said.collect()
    }

    /// The memos of passages in a line, each with its first line.
    fn memos_in(&self, open: &Open, line: Span, telling: Telling) -> Vec<String> {
        let project = self.desk.project();
        let told = project.memos_touching(open.id, line).filter_map(|(_, memo)| {
            let Target::Excerpt(_, span) = memo.on else { return None };
            let text = self.desk.texts().text(memo.text)?;
            let first = text.as_str().lines().next().unwrap_or_default();
            let (kind, by) = (memo.kind.word(), self.name_of(project.coder_of(memo.coder)));
            let lines = project.line_range(open.id, span);
            Self::is_told(span, line, telling).then(|| format!("  {kind} memo on {lines} by {by}: {first}\n"))
        });
        told.collect()
    }

    fn name_of(&self, coder: CoderId) -> &str {
        let project = self.desk.project();
        if coder == project.coder_of(self.desk.coder()) { "you" } else { project.coder_name(coder) }
    }
}
