//! Coding on paper: a transcript printed with room to write, and the codes written on it brought back.

use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::LazyLock;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use regex::Regex;
use serde_json::Value;

use super::changes::added;
use super::edit::{apply_line, checked};
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Cell, Kind, Paper, Table, print_html, print_text};
use crate::desk::Desk;
use crate::project::{CodeId, DocumentId, Edit, Refusal};
use crate::text::Span;

fn document() -> Arg {
    Arg::new("document").value_name("DOC").required(true).help("A document, by title or id")
}

fn named(desk: &Desk, matches: &ArgMatches) -> Result<DocumentId, Failure> {
    names::document(desk.project(), matches.get_one::<String>("document").map_or("", String::as_str))
}

/// Prints a transcript.
pub const PRINT: Command = Command {
    name: "print",
    says: "Print a transcript with its line numbers and a wide margin, to code on paper",
    examples: &[
        ("emic print FG2 | lpr -o cpi=12", "on paper, 96 characters across"),
        ("emic print FG2 --lines 0 | less", "without pages"),
        ("emic print FG2 --format html > FG2.html", "to print from a browser"),
    ],
    arguments: |command| {
        let number = |name: &'static str, usual: &'static str, says: &'static str| {
            Arg::new(name).long(name).value_name("N").default_value(usual).value_parser(value_parser!(u16)).help(says)
        };
        let format = Arg::new("format").long("format").value_name("FORMAT").default_value("text");
        command.args([
            document(),
            number("width", "96", "Characters across the paper"),
            number("lines", "60", "Lines on a page; 0: no pages"),
            format.value_parser(["text", "html"]).help("Plain text, or one HTML file"),
        ])
    },
    run: |session, matches| {
        let desk = session.looking()?;
        let id = named(&desk, matches)?;
        let (Some(document), Some(text)) = (desk.project().document(id), desk.text(id)) else {
            return Err(Failure::Unreadable("the words of this document are missing; see `emic check`".to_string()));
        };
        let number = |name: &str| matches.get_one::<u16>(name).map_or(0, |&number| usize::from(number));
        let paper = Paper { width: number("width"), lines: Some(number("lines")).filter(|&lines| lines > 0) };
        let project = desk.project().name();
        session.print_shielded(&match matches.get_one::<String>("format").map(String::as_str) {
            Some("html") => print_html(project, document, &text),
            _ => print_text(project, document, &text, paper),
        })
    },
};

/// Takes in what was coded on paper.
pub const ENTER: Command = Command {
    name: "enter",
    says: "Enter codes written on paper: line numbers and codes, one passage a line",
    examples: &[
        ("emic enter FG2", "asks for line after line; an empty one ends"),
        ("emic enter FG2 < codes.txt", "all lines of a file, or none if one is wrong"),
        ("emic enter FG2 --new < codes.txt", "makes the codes that are missing"),
    ],
    arguments: |command| {
        let flag =
            |name: &'static str, says: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(says);
        let new = flag("new", "Make the codes that are not there yet");
        let partly = flag("partly", "Take the lines that fit, where others do not");
        with_format(command.args([document(), new, partly])).after_long_help(WRITTEN)
    },
    run: enter,
};

const WRITTEN: &str = "\
Each line has the numbers in the margin, a blank, and codes with ; between them. What follows # is left out.
A code is given by its path, or by its last name where only one code has it.

  107-109 stigma; role strain     # the words of lines 107 to 109, two codes
  112     Barriers > Boundaries";

/// A line as it was written on paper.
struct Written {
    /// Where it stands in what was entered, from 1.
    number: usize,
    words: String,
}

fn enter(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let mut desk = session.desk()?;
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let missing = if matches.get_flag("new") {
        Missing::Made
    } else {
        Missing::Refused("--new makes the codes that are missing")
    };
    let mut reading = Reading::of(named(&desk, matches)?, missing);
    let mut lines = written(asks);
    let edits = desk.rehearse(|desk| {
        while reading.wanted.is_empty() {
            let line = match lines.next()? {
                Ok(line) => line,
                Err(error) => return Some(Err(Failure::Unreadable(format!("the lines cannot be read ({error})")))),
            };
            let place = format!("line {}", line.number);
            match reading.take(desk, &line.words) {
                Ok(repeated) => repeated.iter().for_each(|words| talk(&format!("{place}: {words}"))),
                Err(failure) => {
                    reading.wrong += 1;
                    talk(&failure.at(&place).to_string());
                }
            }
        }
        reading.next_change(desk)
    })?;
    // On a terminal a wrong line was said at once, and could be typed again.
    let fails = reading.wrong > 0 && !asks && !matches.get_flag("partly");
    if fails || edits.is_empty() {
        let why = match (fails, reading.wrong + reading.repeated) {
            (true, _) => "nothing was entered; mend these lines, or take the others with --partly",
            (false, 0) => "nothing was entered: no lines were given; `emic enter --help` shows how they are written",
            (false, _) => "nothing was entered",
        };
        return Err(Failure::Refused(why.to_string()));
    }
    let codings = edits.iter().filter(|edit| matches!(edit, Edit::ApplyCode { .. })).count();
    desk.commit(edits)?;
    session.saved(&desk)?;
    session.answer(&reading.done)?;
    let entered = if codings == 1 { "1 coding".to_string() } else { format!("{codings} codings") };
    talk(&format!("entered {entered}; `emic undo` takes all of it back"));
    Ok(if reading.wrong > 0 && !asks { Outcome::Short } else { Outcome::Done })
}

/// The lines, with their numbers and without remarks; on a terminal each is asked for.
fn written(asks: bool) -> impl Iterator<Item = io::Result<Written>> {
    let mut input = io::stdin().lock();
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            if asks {
                // Without the prompt the line can still be typed.
                let _ = write!(io::stderr(), "lines codes> ");
            }
            let mut line = String::new();
            match input.read_line(&mut line) {
                Ok(0) => return None,
                Ok(_) => number += 1,
                Err(error) => return Some(Err(error)),
            }
            let words = without_remark(&line).trim().to_string();
            match (words.is_empty(), asks) {
                (true, true) => return None,
                (true, false) => {}
                (false, _) => return Some(Ok(Written { number, words })),
            }
        }
    })
}

/// A `#` opens a remark at the start or after a blank; inside a name it is a part of it.
fn without_remark(line: &str) -> &str {
    let opens = |at: usize| line[..at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').map(|(at, _)| at).find(|&at| opens(at)).map_or(line, |at| &line[..at])
}

/// What a line of paper asks of a document: the changes, and what of it was coded so already. `hint` says how
/// a code is made that is missing.
///
/// # Errors
/// It is written otherwise, or names lines or codes that are not there.
pub fn changes_of(
    desk: &mut Desk,
    document: DocumentId,
    line: &str,
    hint: &'static str,
) -> Result<(Vec<Edit>, Vec<String>), Failure> {
    let mut reading = Reading::of(document, Missing::Refused(hint));
    let repeated = reading.take(desk, line)?;
    Ok((desk.rehearse(|desk| reading.next_change(desk))?, repeated))
}

/// What is done about a code that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Made,
    /// With what is said of how to make it.
    Refused(&'static str),
}

/// What is made of the lines.
struct Reading {
    document: DocumentId,
    missing: Missing,
    /// Codes still to be put on passages, as they were written.
    wanted: VecDeque<(Span, String)>,
    /// Changes that come before them.
    first: VecDeque<Value>,
    wrong: usize,
    repeated: usize,
    /// What was done, a row for each line.
    done: Table,
}

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<lines>\d+(?:\s*[-–]\s*\d+)?)(?:\s*:\s*|\s+)(?<codes>.+)$").expect("our own pattern compiles")
});

impl Reading {
    fn of(document: DocumentId, missing: Missing) -> Reading {
        let mut done = Table {
            report: "enter",
            title: "Entered".to_string(),
            settings: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
        };
        for key in ["lines", "codes", "words"] {
            done.column(key, key, Kind::Words);
        }
        let (wanted, first) = Default::default();
        Reading { document, missing, wanted, first, wrong: 0, repeated: 0, done }
    }

    /// Notes what a line asks for, and says what of it is there already; nothing where a part cannot be done.
    fn take(&mut self, desk: &mut Desk, line: &str) -> Result<Vec<String>, Failure> {
        let unread = || Failure::Usage(format!("{line}: write line numbers and codes, as 107-109 stigma; role strain"));
        let parts = LINE.captures(line).ok_or_else(unread)?;
        let lines: String = parts["lines"].split_whitespace().collect();
        let span = names::words_of_lines(desk, self.document, names::lines(&lines)?)?;
        let (mut wanted, mut named, mut repeated) = (VecDeque::new(), Vec::new(), Vec::new());
        for typed in parts["codes"].split(';').map(str::trim).filter(|code| !code.is_empty()) {
            let path = match names::code(desk.project(), typed) {
                Ok(code) if self.is_coded(desk, span, code)? => {
                    repeated.push(format!("{lines} is coded {typed} already"));
                    continue;
                }
                Ok(code) => desk.project().code_words(code),
                Err(failure) => match self.missing {
                    Missing::Made => {
                        added(desk.project(), typed)?;
                        format!("{typed} (new)")
                    }
                    Missing::Refused(hint) => return Err(Failure::Usage(format!("{failure}; {hint}"))),
                },
            };
            if !named.contains(&path) {
                named.push(path);
                wanted.push_back((span, typed.to_string()));
            }
        }
        if !named.is_empty() {
            let words = desk.text(self.document).map(|text| text.passage(span).to_string()).unwrap_or_default();
            let row = [lines, named.join("; "), words];
            self.done.rows.push(row.iter().map(|words| Cell::from(words.as_str())).collect());
            self.wanted.extend(wanted);
        }
        self.repeated += repeated.len();
        Ok(repeated)
    }

    /// Whether this coder has that coding already.
    fn is_coded(&self, desk: &mut Desk, span: Span, code: CodeId) -> Result<bool, Failure> {
        let repeated = Failure::from(Refusal::Repeated);
        match checked(desk, apply_line(&self.document.to_string(), span, &code.to_string())) {
            Err(failure) if failure == repeated => Ok(true),
            other => other.map(|_| false),
        }
    }

    /// The change that is next: a code that is missing is made before it is put on a passage.
    fn next_change(&mut self, desk: &mut Desk) -> Option<Result<Edit, Failure>> {
        if self.first.is_empty()
            && let Some((span, typed)) = self.wanted.front()
        {
            let is_there = names::code(desk.project(), typed).is_ok();
            match added(desk.project(), typed) {
                Ok(lines) if !is_there => self.first.extend(lines),
                Err(failure) if !is_there => return Some(Err(failure)),
                _ => {}
            }
            self.first.push_back(apply_line(&self.document.to_string(), *span, typed));
        }
        let change = self.first.pop_front()?;
        if self.first.is_empty() {
            self.wanted.pop_front();
        }
        Some(checked(desk, change))
    }
}
