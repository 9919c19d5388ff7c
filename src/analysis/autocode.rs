//! Passages found by a rule: words or a pattern, and the part of the text around them that is meant.

use regex::Regex;

use crate::project::{Document, DocumentId, Project, Texts};
use crate::text::{Span, Text, find_all, line_content, line_of, paragraph_at, sentence_at, trim, turn_at};

use super::{Asking, Plain, Wrong};

/// What part of the text around a hit is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The words found, no more.
    Match,
    /// The print line.
    Line,
    /// The sentence.
    #[default]
    Sentence,
    /// The turn; where nobody speaks, the paragraph.
    Turn,
}

impl Extent {
    /// Every extent with its word, the smallest first.
    pub const ALL: [(Extent, &'static str); 4] =
        [(Extent::Match, "match"), (Extent::Line, "line"), (Extent::Sentence, "sentence"), (Extent::Turn, "turn")];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Extent::ALL.into_iter().find(|(extent, _)| *extent == self).map_or("", |(_, word)| word)
    }

    /// The extent of that word.
    pub fn of(word: &str) -> Option<Extent> {
        Extent::ALL.into_iter().find(|(_, other)| *other == word).map(|(extent, _)| extent)
    }

    /// The part that is meant around a position.
    fn around(self, document: &Document, text: &Text, at: u32) -> Option<Span> {
        let turn = turn_at(&document.turns, at).map(|place| document.turns[place]).filter(|turn| at < turn.end);
        let stretch = match turn {
            Some(turn) => turn.body..turn.end,
            None => paragraph_at(text, at).map(|span| span.start()..span.end())?,
        };
        let tight = |start, end| {
            let (start, end) = trim(text, start, end);
            Span::new(start, end, text.len())
        };
        match self {
            Extent::Match => None,
            Extent::Line => {
                let line = line_content(text, &document.turns, &document.lines, line_of(&document.lines, at));
                tight(line.start, line.end)
            }
            Extent::Sentence => sentence_at(text, at, stretch),
            Extent::Turn => tight(stretch.start, stretch.end),
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug)]
enum Sought {
    /// Any of these words; one that ends in `*` may go on.
    Words(Vec<String>),
    Pattern(Regex),
}

/// A rule by which passages are found.
#[derive(Clone, Debug)]
pub struct Rule {
    sought: Sought,
    extent: Extent,
    within: Asking,
}

impl Rule {
    /// Reads what a person writes: words parted by commas (`staff, team*`) or a pattern between slashes
    /// (`/staff|team/`), and where to look, as [`Asking`] has it (`spk:P07 doc:FG2`).
    ///
    /// # Errors
    /// Nothing to look for, a pattern that is none, or what can only be asked of codings.
    pub fn read(project: &Project, sought: &str, extent: Extent, within: &str) -> Result<Rule, Wrong> {
        let sought = sought.trim();
        let pattern = sought.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let sought = match pattern {
            Some(pattern) => {
                let regex = Regex::new(pattern).map_err(|error| Wrong::Pattern(error.to_string()))?;
                Sought::Pattern(regex)
            }
            None => Sought::Words(sought.split(',').map(|word| word.trim().to_string()).collect()),
        };
        if let Sought::Words(words) = &sought
            && words.iter().any(|word| word.trim_end_matches('*').is_empty())
        {
            return Err(Wrong::NothingSought);
        }
        let within = Asking::parse(project, within)?;
        let of_codings = |plain: &Plain| {
            let asked = &plain.query;
            [(asked.flag.is_some(), "flag"), (asked.coder.is_some(), "coder"), (asked.memo.is_some(), "memo")]
        };
        match within.plains().into_iter().flat_map(of_codings).find(|(asked, _)| *asked) {
            Some((_, key)) => Err(Wrong::OfCodings { key }),
            None => Ok(Rule { sought, extent, within }),
        }
    }

    /// The passages that the rule finds, each once: documents in the analyst's order, then by place. A
    /// speaker's label is nobody's words and is passed over.
    pub fn passages(&self, project: &Project, texts: &dyn Texts) -> Vec<(DocumentId, Span)> {
        let mut found = Vec::new();
        // A document that is asked for is the only one to look at.
        let asked = match &self.within {
            Asking::Plain(plain) => plain.query.document,
            _ => None,
        };
        for (id, document) in project.documents().filter(|(id, _)| asked.is_none_or(|asked| asked == *id)) {
            let Some(text) = texts.text(document.text) else { continue };
            let mut spans: Vec<Span> =
                self.hits(document, &text).into_iter().filter_map(|hit| self.meant(document, &text, hit)).collect();
            spans.sort_unstable();
            spans.dedup();
            found.extend(spans.into_iter().map(|span| (id, span)));
        }
        self.within.passages(project, texts, found)
    }

    /// The rule in words, as the audit trail gives it.
    pub fn words(&self, project: &Project) -> String {
        let sought = match &self.sought {
            Sought::Words(words) => format!("words {}", words.join(", ")),
            Sought::Pattern(pattern) => format!("pattern /{pattern}/"),
        };
        let within = self.within.to_text(project);
        let within = if within.is_empty() { "all documents".to_string() } else { within };
        format!("autocode: {sought}; {}; {within}", self.extent.word())
    }

    fn hits(&self, document: &Document, text: &Text) -> Vec<Span> {
        let in_label = |span: &Span| {
            let turn = turn_at(&document.turns, span.start()).map(|place| document.turns[place]);
            turn.is_some_and(|turn| span.start() < turn.body)
        };
        let mut hits: Vec<Span> = match &self.sought {
            Sought::Words(words) => words.iter().flat_map(|word| whole_words(text, word)).collect(),
            Sought::Pattern(pattern) => pattern
                .find_iter(text.as_str())
                .filter(|hit| !hit.is_empty())
                .filter_map(|hit| Span::new(text.char_of(hit.start()), text.char_of(hit.end() - 1) + 1, text.len()))
                .collect(),
        };
        hits.retain(|hit| !in_label(hit));
        hits
    }

    fn meant(&self, document: &Document, text: &Text, hit: Span) -> Option<Span> {
        if self.extent == Extent::Match {
            return Some(hit);
        }
        let first = self.extent.around(document, text, hit.start())?;
        let last = self.extent.around(document, text, hit.end() - 1)?;
        Some(first.hull(last))
    }
}

/// Where a word stands whole, or with `*` at its end, where one begins so.
fn whole_words(text: &Text, word: &str) -> Vec<Span> {
    let letter = |at: Option<u32>| at.and_then(|at| text.char_at(at)).is_some_and(char::is_alphanumeric);
    let (stem, open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    let mut found = find_all(text, stem);
    found.retain(|hit| !letter(hit.start().checked_sub(1)) && (open || !letter(Some(hit.end()))));
    found
}
