//! A database in memory, read table by table and never trusted.
//!
//! The bytes may come from anybody: only tables that hold rows are read (no views, which may compute without end),
//! nothing in the file can call a function, and a question that takes too long is broken off.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, config::DbConfig};

use crate::exchange::{LIMIT, Unreadable};

/// How a database begins.
pub const SQLITE: &[u8] = b"SQLite format 3\0";

/// Where the header says how the file is written; 1 is the plain way, 2 with a log beside it, which is not at hand.
const WRITTEN: usize = 18;
const PLAIN: [u8; 2] = [1, 1];

/// How many steps of the database's machine are one tick, and after how many ticks a question is broken off: some
/// ten seconds.
const TICK: i32 = 1_000_000;
const MOST_TICKS: u32 = 1_000;

/// The most rows of a table: some millions of codings.
const MOST_ROWS: usize = 5_000_000;

/// The most that all cells read may have, in bytes.
const MOST_BYTES: usize = 256 << 20;

/// A database.
pub struct Base {
    connection: Connection,
    /// The columns of every table, by its name.
    tables: HashMap<String, Vec<String>>,
    /// Bytes of what was read so far.
    read: std::cell::Cell<usize>,
}

/// A row of the columns that were asked for; one that the table does not have is blank.
pub struct Row(Vec<Value>);

enum Value {
    Blank,
    Number(i64),
    Words(String),
}

impl Row {
    /// The words of a column; of a number, its digits.
    pub fn words(&mut self, column: usize) -> String {
        match std::mem::replace(&mut self.0[column], Value::Blank) {
            Value::Blank => String::new(),
            Value::Number(number) => number.to_string(),
            Value::Words(words) => words,
        }
    }

    /// The number in a column, or words that are one.
    pub fn number(&self, column: usize) -> Option<i64> {
        match &self.0[column] {
            Value::Blank => None,
            Value::Number(number) => Some(*number),
            Value::Words(words) => words.trim().parse().ok(),
        }
    }
}

fn broken(error: rusqlite::Error) -> Unreadable {
    let what = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => "reading it takes without end".to_owned(),
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
            "it is no whole database".to_owned()
        }
        _ => error.to_string(),
    };
    Unreadable::BrokenProject { what }
}

impl Base {
    /// Takes in the bytes of a database.
    ///
    /// # Errors
    /// They are none, or are damaged.
    pub fn open(bytes: &[u8]) -> Result<Base, Unreadable> {
        if !bytes.starts_with(SQLITE) || bytes.len() < WRITTEN + PLAIN.len() {
            return Err(Unreadable::NotWhatItSays { ending: "sqlite3" });
        }
        let mut connection = Connection::open_in_memory().map_err(broken)?;
        let plain = Cursor::new(&bytes[..WRITTEN]).chain(&PLAIN[..]).chain(&bytes[WRITTEN + PLAIN.len()..]);
        connection.deserialize_read_exact("main", plain, bytes.len(), true).map_err(broken)?;
        let safe = [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        ];
        for (what, whether) in safe {
            connection.set_db_config(what, whether).map_err(broken)?;
        }
        let longest = i32::try_from(LIMIT).unwrap_or(i32::MAX);
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest).map_err(broken)?;
        let mut ticks = 0;
        let ticking = move || {
            ticks += 1;
            ticks > MOST_TICKS
        };
        connection.progress_handler(TICK, Some(ticking)).map_err(broken)?;
        let mut base = Base { connection, tables: HashMap::new(), read: 0.into() };
        base.tables = base.columns()?;
        Ok(base)
    }

    fn columns(&self) -> Result<HashMap<String, Vec<String>>, Unreadable> {
        // A virtual table is what a program says it is; its rows are in others.
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 LIMIT 1000";
        let mut tables = self.connection.prepare(tables).map_err(broken)?;
        let names = tables.query_map([], |row| row.get::<_, String>(0)).map_err(broken)?;
        let mut columns = HashMap::new();
        for name in names {
            let name = name.map_err(broken)?;
            // Hidden and computed columns are marked 1 to 3.
            let of_table = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0 LIMIT 1000";
            let mut of_table = self.connection.prepare(of_table).map_err(broken)?;
            let found = of_table.query_map([&name], |row| row.get::<_, String>(0)).map_err(broken)?;
            columns.insert(name, found.collect::<Result<_, _>>().map_err(broken)?);
        }
        Ok(columns)
    }

    /// Whether there is a table with these columns.
    pub fn has(&self, table: &str, columns: &[&str]) -> bool {
        let known = self.tables.get(table);
        known.is_some_and(|known| columns.iter().all(|column| known.iter().any(|name| name == column)))
    }

    /// Hands on every row of a table, in its order; of a table that is not there none.
    ///
    /// # Errors
    /// The database is damaged, or holds more than a study does.
    pub fn each<const N: usize>(
        &self,
        table: &str,
        columns: [&str; N],
        mut take: impl FnMut(Row),
    ) -> Result<(), Unreadable> {
        if !self.has(table, &[]) {
            return Ok(());
        }
        let quoted = columns.map(|column| match self.has(table, &[column]) {
            true => format!("\"{column}\""),
            false => "NULL".to_owned(),
        });
        let all = format!("SELECT {} FROM \"{table}\"", quoted.join(", "));
        let mut all = self.connection.prepare(&all).map_err(broken)?;
        let mut rows = all.query([]).map_err(broken)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(broken)? {
            let mut cells = Vec::with_capacity(N);
            let mut size = size_of::<Row>() + N * size_of::<Value>();
            for column in 0..N {
                let cell = value(row.get_ref(column).map_err(broken)?);
                size += if let Value::Words(words) = &cell { words.len() } else { 0 };
                cells.push(cell);
            }
            count += 1;
            self.read.set(self.read.get().saturating_add(size));
            if count > MOST_ROWS || self.read.get() > MOST_BYTES {
                let what = "there is more in it than 256 MiB can hold".to_owned();
                return Err(Unreadable::BrokenProject { what });
            }
            take(Row(cells));
        }
        Ok(())
    }
}

fn value(cell: ValueRef) -> Value {
    match cell {
        ValueRef::Null => Value::Blank,
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Real(number) => Value::Words(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::Words(String::from_utf8_lossy(bytes).into_owned()),
    }
}
