//! Transcripts as one page for a browser: numbered lines, coded stretches underlined, and beside them what was put there.
//!
//! A passage stands between numbered brackets, and its codes, coders and memos beside it under that number: nothing is
//! told by colour alone. The page neither runs nor fetches anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use super::{Says, Transcript, missing};
use crate::exchange::{Exported, Fidelity, Wish};
use crate::paper::{html_page, marked_up};
use crate::project::*;
use crate::text::{Span, count_of, line_content};

/// Underlines look in so many ways: colours that eyes of every kind tell apart, dark enough on white, each as four
/// kinds of line.
const COLOURS: [&str; 8] = ["#0072b2", "#b34700", "#00735c", "#8a3f75", "#6b5200", "#1a1a1a", "#a3262a", "#3d3d9e"];
const LINES: [&str; 4] = ["solid", "dashed", "dotted", "double"];

/// The most underlines below each other; what else is there stands beside the text all the same.
const MOST_LINES: usize = 6;

/// The most lines of a block, so that notes stand near their passages.
const BLOCK: usize = 12;

/// Writes the transcripts that are wished for.
///
/// # Errors
/// A text cannot be had, or no document is there.
pub fn write_page(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let mut fidelity = Fidelity::default();
    let transcripts: Vec<Transcript> = wish
        .documents(project)
        .map(|document| Transcript::of(project, texts, wish, document, &mut fidelity))
        .collect::<io::Result<_>>()?;
    if transcripts.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no document to write; import one first"));
    }
    missing(project, wish, &mut fidelity);
    let legend = Legend::of(project, &transcripts);
    let title = marked_up(project.name());
    let mut body = format!("<h1>{title}</h1>\n{HOW_TO_READ}<nav>\n<h2>Contents</h2>\n<ol>\n");
    if !legend.codes.is_empty() {
        body.push_str("<li><a href=\"#codes\">Codes</a></li>\n");
    }
    for (order, transcript) in transcripts.iter().enumerate() {
        let name = marked_up(&transcript.document.title);
        let _ = writeln!(body, "<li><a href=\"#d{}\">{name}</a></li>", order + 1);
    }
    body.push_str("</ol>\n</nav>\n");
    legend.write(&mut body);
    for (order, transcript) in transcripts.iter().enumerate() {
        Sheet::of(transcript, &legend).write(order + 1, &mut body);
    }
    let page = html_page(&title, &legend.style(), &body);
    Ok(Exported { bytes: page.into_bytes(), fidelity, ..Exported::default() })
}

const HOW_TO_READ: &str = "<p class=\"note\">A passage stands between brackets with a number, and under that number \
beside the text what was put on it: codes, with their coders, and memos. The numbers on the left are the printed lines.</p>\n";

/// The codes on the page, in the order of the codebook, and how often each is there.
struct Legend {
    codes: Vec<Entry>,
    places: BTreeMap<CodeId, usize>,
}

#[derive(Default)]
struct Entry {
    path: String,
    excerpts: BTreeSet<(DocumentId, Span)>,
    documents: BTreeSet<DocumentId>,
    coders: BTreeSet<String>,
    n_codings: usize,
}

impl Legend {
    fn of(project: &Project, transcripts: &[Transcript]) -> Legend {
        let mut found: BTreeMap<CodeId, Entry> = BTreeMap::new();
        for transcript in transcripts {
            for mark in &transcript.marks {
                let Says::Code(code, path) = &mark.says else { continue };
                let entry = found.entry(*code).or_default();
                entry.path.clone_from(path);
                entry.excerpts.insert((transcript.id, mark.span));
                entry.documents.insert(transcript.id);
                entry.coders.insert(mark.coder.to_owned());
                entry.n_codings += 1;
            }
        }
        let mut legend = Legend { codes: Vec::new(), places: BTreeMap::new() };
        // Those that are put away stand behind those in use.
        let rows = project.codebook().rows().iter();
        let in_use: Vec<(CodeId, Entry)> = rows.filter_map(|row| Some((row.code, found.remove(&row.code)?))).collect();
        for (code, entry) in in_use.into_iter().chain(found) {
            legend.places.insert(code, legend.codes.len());
            legend.codes.push(entry);
        }
        legend
    }

    /// The class of a code's underline.
    fn class(&self, code: CodeId) -> String {
        class(self.places.get(&code).copied().unwrap_or(0))
    }

    fn write(&self, body: &mut String) {
        if self.codes.is_empty() {
            return;
        }
        body.push_str(
            "<section id=\"codes\">\n<h2>Codes</h2>\n<table>\n<thead><tr><th scope=\"col\">code</th>\
             <th scope=\"col\" class=\"number\">excerpts</th><th scope=\"col\" class=\"number\">codings</th>\
             <th scope=\"col\" class=\"number\">documents</th><th scope=\"col\">coders</th></tr></thead>\n<tbody>\n",
        );
        for (place, entry) in self.codes.iter().enumerate() {
            let class = class(place);
            let number = |n: usize| format!("<td class=\"number\">{n}</td>");
            let coders = entry.coders.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                body,
                "<tr><th scope=\"row\"><span class=\"u1 {class}\">{}</span></th>{}{}{}<td>{}</td></tr>",
                marked_up(&entry.path),
                number(entry.excerpts.len()),
                number(entry.n_codings),
                number(entry.documents.len()),
                marked_up(&coders)
            );
        }
        body.push_str("</tbody>\n</table>\n</section>\n");
    }

    fn style(&self) -> String {
        let mut style = STYLE.to_owned();
        for place in 0..self.codes.len().min(COLOURS.len() * LINES.len()) {
            let (colour, line, class) = (COLOURS[place % COLOURS.len()], LINES[place / COLOURS.len()], class(place));
            let _ = write!(style, "\n.{class} {{ border-bottom: 3px {line} {colour}; }}");
        }
        for depth in 1..=MOST_LINES {
            let _ = write!(style, "\n.u{depth} {{ padding-bottom: {}px; }}", (depth - 1) * 4);
        }
        style
    }
}

/// The class of the underline of the code in this place; there are only so many looks, which come again.
fn class(place: usize) -> String {
    format!("k{}", place % (COLOURS.len() * LINES.len()))
}

/// What stands on one passage.
struct Passage<'t> {
    span: Span,
    codes: Vec<(CodeId, &'t str, Vec<&'t str>)>,
    memos: Vec<(&'t str, &'t str)>,
}

/// One document on the page.
struct Sheet<'t> {
    transcript: &'t Transcript<'t>,
    legend: &'t Legend,
    passages: Vec<Passage<'t>>,
    /// How many of them have begun, and which of those have not ended.
    begun: usize,
    open: Vec<usize>,
    /// What stands beside the block that is being written.
    beside: String,
}

impl<'t> Sheet<'t> {
    fn of(transcript: &'t Transcript<'t>, legend: &'t Legend) -> Sheet<'t> {
        let mut passages: Vec<Passage> = Vec::new();
        for mark in &transcript.marks {
            // Marks on one passage follow each other.
            if passages.last().is_none_or(|last| last.span != mark.span) {
                passages.push(Passage { span: mark.span, codes: Vec::new(), memos: Vec::new() });
            }
            let Some(passage) = passages.last_mut() else { continue };
            match &mark.says {
                Says::Memo(words) => passage.memos.push((mark.coder, words)),
                Says::Code(code, path) => match passage.codes.iter_mut().find(|(other, ..)| other == code) {
                    Some((.., coders)) => coders.push(mark.coder),
                    None => passage.codes.push((*code, path, vec![mark.coder])),
                },
            }
        }
        Sheet { transcript, legend, passages, begun: 0, open: Vec::new(), beside: String::new() }
    }

    fn write(mut self, number: usize, body: &mut String) {
        let document = self.transcript.document;
        let _ = writeln!(
            body,
            "<section id=\"d{number}\">\n<h2>{}</h2>\n<p class=\"note\">{}, {}, {}, {}</p>",
            marked_up(&document.title),
            document.kind.word(),
            count_of(document.turns.len(), "turn"),
            count_of(document.lines.len(), "line"),
            count_of(self.passages.len(), "marked passage")
        );
        let mut turns = document.turns.iter().peekable();
        let (mut said, mut n_lines, mut was_blank) = (String::new(), 0, false);
        for line in 0..document.lines.len() {
            let content = self.content(line);
            let mut labels: Vec<&str> = Vec::new();
            while let Some(turn) = turns.next_if(|turn| turn.body <= content.start) {
                labels.extend(document.speakers.get(usize::from(turn.speaker)).map(|speaker| speaker.label.as_str()));
            }
            if n_lines > 0 && (!labels.is_empty() || was_blank || n_lines >= BLOCK) {
                self.block(&mut said, body);
                n_lines = 0;
            }
            let label = labels.pop().unwrap_or_default();
            // Who is named and says nothing.
            for silent in labels {
                row(&mut said, "", silent, "");
            }
            was_blank = content.is_empty();
            let words = self.words(line, content);
            row(&mut said, &(line + 1).to_string(), label, &words);
            n_lines += 1;
        }
        for turn in turns {
            let label = document.speakers.get(usize::from(turn.speaker)).map_or("", |speaker| speaker.label.as_str());
            row(&mut said, "", label, "");
        }
        let end = self.transcript.text.len();
        let mut last = String::new();
        self.begin(end, &mut last);
        self.end(end, &mut last);
        if !last.is_empty() {
            row(&mut said, "", "", &last);
        }
        self.block(&mut said, body);
        body.push_str("</section>\n");
    }

    fn content(&self, line: usize) -> Range<u32> {
        let Transcript { document, text, .. } = self.transcript;
        line_content(text, &document.turns, &document.lines, line)
    }

    fn block(&mut self, said: &mut String, body: &mut String) {
        let _ = writeln!(body, "<div class=\"block\">\n<div>\n{said}</div>\n<aside>\n{}</aside>\n</div>", self.beside);
        said.clear();
        self.beside.clear();
    }

    /// The words of a line, with the passages that begin, go on and end in it.
    fn words(&mut self, line: usize, content: Range<u32>) -> String {
        let inside = |at: &u32| content.start < *at && *at < content.end;
        let open = self.open.iter().map(|&place| &self.passages[place]);
        let next = self.passages[self.begun..].iter().take_while(|passage| passage.span.start() < content.end);
        let edges = open.chain(next).flat_map(|passage| [passage.span.start(), passage.span.end()]);
        let mut cuts: BTreeSet<u32> = edges.filter(inside).collect();
        cuts.extend([content.start, content.end]);
        let cuts: Vec<u32> = cuts.into_iter().collect();
        let mut words = String::new();
        for (place, &at) in cuts.iter().enumerate() {
            let Some(&next) = cuts.get(place + 1) else { break };
            self.end(at, &mut words);
            self.begin(at, &mut words);
            self.end(at, &mut words);
            let signs = self.signs();
            signs.iter().for_each(|sign| words.push_str(sign));
            words.push_str(&marked_up(self.transcript.text.slice(at..next)));
            words.push_str(&"</span>".repeat(signs.len()));
        }
        // What ends in the blanks behind a line, or in the label that follows, ends with its words.
        let document = self.transcript.document;
        let following = line + 1;
        let until = if following < document.lines.len() { self.content(following).start } else { content.end };
        self.end(until.max(content.end), &mut words);
        words
    }

    /// The underlines of all that is open, the outermost first.
    fn signs(&self) -> Vec<String> {
        let open = self.open.iter().map(|&place| &self.passages[place]);
        let codes: BTreeSet<usize> = open
            .clone()
            .flat_map(|passage| &passage.codes)
            .filter_map(|(code, ..)| self.legend.places.get(code).copied())
            .collect();
        let mut classes: Vec<String> = codes.into_iter().map(class).collect();
        if open.clone().any(|passage| passage.codes.is_empty()) {
            classes.push("memo".to_owned());
        }
        classes.truncate(MOST_LINES);
        let depth = classes.len();
        let signs = classes.iter().enumerate();
        signs.map(|(order, class)| format!("<span class=\"u{} {class}\">", depth - order)).collect()
    }

    /// Begins what begins at or before a place, and says beside it what it is.
    fn begin(&mut self, at: u32, words: &mut String) {
        while let Some(passage) = self.passages.get(self.begun).filter(|passage| passage.span.start() <= at) {
            let number = self.begun + 1;
            let _ = write!(words, "<sup>{number}[</sup>");
            let _ = write!(self.beside, "<div class=\"put\"><b>{number}</b> ");
            let codes = passage.codes.iter().map(|(code, path, coders)| {
                let (class, path, coders) = (self.legend.class(*code), marked_up(path), marked_up(&coders.join(", ")));
                format!("<span class=\"u1 {class}\">{path}</span> ({coders})")
            });
            self.beside.push_str(&codes.collect::<Vec<_>>().join("; "));
            for (coder, memo) in &passage.memos {
                let (coder, memo) = (marked_up(coder), marked_up(memo));
                let _ = write!(self.beside, "<p class=\"said\" dir=\"auto\">Memo ({coder}): {memo}</p>");
            }
            self.beside.push_str("</div>\n");
            self.open.push(self.begun);
            self.begun += 1;
        }
    }

    /// Ends what ends at or before a place.
    fn end(&mut self, at: u32, words: &mut String) {
        let passages = &self.passages;
        self.open.retain(|&place| {
            let goes_on = passages[place].span.end() > at;
            if !goes_on {
                let _ = write!(words, "<sup>]{}</sup>", place + 1);
            }
            goes_on
        });
    }
}

fn row(said: &mut String, number: &str, label: &str, words: &str) {
    let label = marked_up(label);
    let _ = writeln!(
        said,
        "<div class=\"line\"><span class=\"n\">{number}</span><b>{label}</b><span dir=\"auto\">{words}</span></div>"
    );
}

const STYLE: &str = "\
body { font-family: serif; line-height: 1.4; color: #000; background: #fff; max-width: 75em; margin: 2em auto; padding: 0 1em; }
h1, h2 { line-height: 1.2; break-after: avoid; }
section { margin-top: 2em; }
.note { font-size: smaller; }
table { border-collapse: collapse; border-top: 1.5px solid; border-bottom: 1.5px solid; }
thead { border-bottom: 1px solid; }
th, td { font-weight: normal; text-align: left; vertical-align: top; padding: 0.3em 1.2em 0.3em 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.block { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); column-gap: 1.5em; }
.line { display: grid; grid-template-columns: 3em 7em minmax(0, 1fr); column-gap: 0.5em; line-height: 2; break-inside: avoid; white-space: pre-wrap; overflow-wrap: anywhere; }
.n { text-align: right; font-size: smaller; color: #444; }
sup { font-size: 0.65em; line-height: 0; font-weight: bold; }
aside { border-left: 1px solid #777; padding-left: 0.8em; font-size: smaller; overflow-wrap: anywhere; }
.put { margin: 0.3em 0; break-inside: avoid; }
.said { margin: 0.2em 0 0.2em 1em; white-space: pre-line; }
.memo { border-bottom: 1px dotted #444; }
@media (max-width: 45em) { .block { display: block; } .line { grid-template-columns: 2.5em 5em minmax(0, 1fr); } aside { margin: 0.3em 0 0.8em 2.5em; } }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } section { break-before: page; } #codes { break-before: auto; } a { color: inherit; } }";
