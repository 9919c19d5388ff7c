//! Changes to the lines of one log file.

use std::borrow::Borrow;

use super::line::{self, AlsoLine, Hash, HeaderLine, OpLine};
use super::log::FORMAT;
use crate::abreast;
use crate::project::{CoderId, Gesture, LogId, LogTable, Op};

/// From so many lines on their words are written on as many processors as there are.
const MANY: usize = 64;

/// A line to be written.
enum Line {
    Also(AlsoLine),
    Change(Box<OpLine>),
}

impl Line {
    fn words(&self) -> Result<String, ron::Error> {
        match self {
            Line::Also(also) => line::words_of(also),
            Line::Change(change) => line::words_of(change),
        }
    }
}

/// Writes the lines of one log file, in order.
#[derive(Clone, Debug)]
pub struct Scribe {
    coder: CoderId,
    table: LogTable,
    before: Option<Hash>,
}

impl Scribe {
    /// Starts a file whose table names these other logs; its header comes with the first changes.
    pub fn new(log: LogId, coder: CoderId, others: &[LogId]) -> Scribe {
        let mut table = LogTable::of(log);
        others.iter().filter(|&&other| other != log).for_each(|&other| table.add(other));
        Scribe { coder, table, before: None }
    }

    /// The file's name.
    pub fn file_name(&self) -> String {
        format!("{}-{}.ron", self.coder, self.log())
    }

    /// The log.
    pub fn log(&self) -> LogId {
        self.table.logs()[0]
    }

    /// Adds the lines of these changes, after the header where none was written yet, and after a table
    /// line for each log that was not named before.
    ///
    /// # Errors
    /// Only those of the serializer.
    pub fn write(&mut self, ops: &[impl Borrow<Op>], to: &mut String) -> Result<(), ron::Error> {
        if self.before.is_none() {
            let (log, logs) = (self.log(), self.table.logs()[1..].to_vec());
            let header = HeaderLine { format: FORMAT, log, coder: self.coder, logs };
            self.before = Some(line::write(&header, None, to)?);
        }
        let mut lines = Vec::with_capacity(ops.len());
        for op in ops {
            let named = self.table.logs().len();
            let short = self.shortened(op.borrow());
            let also = |place: usize| Line::Also(AlsoLine { also: self.table.logs()[place], place });
            lines.extend((named..self.table.logs().len()).map(also));
            lines.push(Line::Change(Box::new(short)));
        }
        // Of the changes of an import the words take longest; a few are written before a thread were begun.
        let words = match lines.len() < MANY {
            true => lines.iter().map(Line::words).collect(),
            false => abreast::each(&lines, Line::words),
        };
        for words in words {
            self.before = Some(line::tie(&words?, self.before, to));
        }
        Ok(())
    }

    fn shortened(&mut self, op: &Op) -> OpLine {
        let alone = op.gesture == Gesture { first: op.id, size: 1 };
        let mut line = OpLine {
            id: op.id.0,
            tick: op.tick,
            at: op.at,
            by: (op.by != self.coder).then_some(op.by.0),
            edit: op.edit.clone(),
            was: op.was.clone(),
            of: (!alone).then_some((op.gesture.first.0, op.gesture.size)),
            undoes: op.undoes.map(|undone| undone.0),
            why: op.why.clone(),
            texts: op.texts.iter().map(|revision| revision.0).collect(),
        };
        line.for_each_id(&mut |id| *id = self.table.shorten(*id));
        line
    }
}
