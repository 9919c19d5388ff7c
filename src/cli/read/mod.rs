//! Reading and coding line by line, for screen readers and for terminals that cannot be drawn on.
//!
//! Every answer is whole lines of plain words. An order changes the project as the other commands do, and
//! where the coder is, is the same place as on the screen.

mod orders;
mod saying;

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;

use clap::{Arg, ArgMatches};

use super::session::talk;
use super::{Command, Failure, Outcome, Session};
use crate::desk::Desk;
use crate::place::Place;
use crate::project::{Document, DocumentId};
use crate::text::{Text, line_of, visible, visible_lines};

/// Reads line by line.
pub const READ: Command = Command {
    name: "read",
    says: "Read and code line by line: for screen readers, plain terminals, scripts",
    examples: &[
        ("emic read", "goes on where you were; `help` lists the orders"),
        ("emic read FG2", "in this document"),
        ("emic read FG2 < orders.txt", "orders from a file, one a line"),
    ],
    arguments: |command| {
        let document = Arg::new("document").value_name("DOC").help("A document, by title or id");
        command.arg(document).after_long_help(orders::help())
    },
    run: read,
};

fn read(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.desk()?;
    // Next time the folder has to be named: a small loss.
    let _ = session.home()?.remember_last(desk.folder().path());
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut reader = Reader::sit_down(session, desk);
    let begun = match matches.get_one::<String>("document") {
        Some(title) => orders::open(&mut reader, title)?,
        None => reader.document_and_line(),
    };
    reader.answer(&begun)?;
    let mut input = io::stdin().lock();
    let (mut number, mut wrong) = (0, 0);
    while !reader.leaves {
        if asks {
            // Without the prompt the order can still be typed.
            let _ = write!(io::stderr(), "{}", reader.prompt());
        }
        let mut line = Vec::new();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(error) => return Err(Failure::Unreadable(format!("the orders cannot be read ({error})"))),
        }
        match orders::give(&mut reader, &String::from_utf8_lossy(&line)) {
            Ok(answer) => reader.answer(&answer)?,
            Err(failure) if asks => talk(&failure.to_string()),
            Err(failure) => {
                wrong += 1;
                talk(&failure.at(&format!("line {number}")).to_string());
            }
        }
    }
    reader.keep_place();
    session.saved(&reader.desk)?;
    Ok(if wrong > 0 { Outcome::Short } else { Outcome::Done })
}

/// A coder who reads line by line.
struct Reader<'a> {
    session: &'a Session,
    desk: Desk,
    place: Place,
    /// Ordered to end.
    leaves: bool,
}

/// A document that is open, with its words.
struct Open {
    id: DocumentId,
    document: Document,
    text: Arc<Text>,
}

impl Reader<'_> {
    /// Sits down where this coder was.
    fn sit_down(session: &Session, desk: Desk) -> Reader<'_> {
        let kept = desk.folder().read_place(desk.coder());
        let mut place: Place = kept.and_then(|words| ron::from_str(&words).ok()).unwrap_or_default();
        if place.document.is_none_or(|id| desk.project().document(id).is_none()) {
            (place.document, place.cursor) = (desk.project().document_order().first().copied(), 0);
        }
        Reader { session, desk, place, leaves: false }
    }

    fn keep_place(&self) {
        if let Ok(words) = ron::to_string(&self.place) {
            // Not knowing the place again is no harm worth stopping for.
            let _ = self.desk.folder().write_place(self.desk.coder(), &words);
        }
    }

    fn answer(&self, words: &str) -> Result<(), Failure> {
        self.session.print(&visible_lines(words)).map(drop)
    }

    /// The open document with its words.
    fn open(&self) -> Result<Open, Failure> {
        let none = || Failure::Refused("no document yet; quit, and bring one in with `emic import FILE`".to_string());
        let id = self.place.document.ok_or_else(none)?;
        let document = self.desk.project().document(id).ok_or_else(none)?.clone();
        let missing = || Failure::Unreadable(format!("the words of {} are missing; see `emic check`", document.title));
        let text = self.desk.text(id).ok_or_else(missing)?;
        Ok(Open { id, document, text })
    }

    /// The print line where the reader is, from 0.
    fn line(&self, open: &Open) -> usize {
        line_of(&open.document.lines, self.place.cursor)
    }

    /// Which document and line an order is asked for in.
    fn prompt(&self) -> String {
        self.open().map_or("> ".to_string(), |open| {
            format!("{} line {}> ", visible(&open.document.title), self.line(&open) + 1)
        })
    }

    /// Goes to a print line (from 0), and knows how far was read without a leap.
    fn stand_on(&mut self, open: &Open, line: usize) {
        let start = open.document.lines.get(line).copied().unwrap_or(0);
        self.place.open(open.id, Some(start));
        self.place.let_go();
        let read = self.place.read_to.entry(open.id).or_default();
        if start > *read && line <= line_of(&open.document.lines, *read) + 1 {
            *read = start;
            self.place.worked = Some(open.id);
        }
    }
}
