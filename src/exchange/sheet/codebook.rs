//! Codebooks: sheets of codes and what they mean, indented lists, interview guides.

use std::collections::{BTreeMap, HashMap};

use super::Row;
use crate::exchange::json::CodeRecord;
use crate::exchange::outline::{Entry, outline};
use crate::exchange::plan::one_line;
use crate::exchange::{Dump, Fidelity};

/// What a column of a codebook holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    Name,
    /// The whole way down to a code.
    Path,
    Parent,
    /// The code's own id, and that of the one it stands under.
    Id,
    ParentId,
    Definition,
    Include,
    Exclude,
    Example,
}

/// What heads each kind of column, small letters, the likelier word first: what NVivo, MAXQDA, ATLAS.ti, Dedoose,
/// Taguette and people call them.
const HEADS: &[(Holds, &[&str])] = &[
    (Holds::Name, &["code", "code name", "code label", "codes", "name of code", "tag", "label", "name", "title"]),
    (Holds::Path, &["path", "code path", "hierarchical name"]),
    (Holds::Parent, &["parent", "parent code", "category", "theme", "group", "code group", "family", "belongs to"]),
    (Holds::Id, &["id", "code id"]),
    (Holds::ParentId, &["parent id", "parentid"]),
    (Holds::Definition, &["definition", "description", "meaning", "memo", "comment", "code memo", "explanation"]),
    (Holds::Include, &["include", "inclusion", "inclusion criteria", "when to use", "use when"]),
    (Holds::Exclude, &["exclude", "exclusion", "exclusion criteria", "when not to use", "do not use when"]),
    (Holds::Example, &["example", "examples", "example quote", "quote", "anchor example"]),
];

/// Headings that say of a sheet that codes stand in it, whatever else does.
const CODES: &[&str] = &["code", "code name", "code label", "codes", "name of code", "tag", "code path"];

/// What a column holds by its heading; `level 2` names the second code of a path.
fn holds(heading: &str) -> Option<Holds> {
    let heading = heading.trim().to_lowercase().replace(['_', '-'], " ");
    HEADS.iter().find(|(_, words)| words.contains(&heading.as_str())).map(|(holds, _)| *holds)
}

fn level(heading: &str) -> Option<u32> {
    let heading = heading.trim().to_lowercase();
    ["level", "code level", "ebene"].iter().find_map(|word| heading.strip_prefix(word)?.trim().parse().ok())
}

/// Whether a heading is that of a codebook: codes are named, and something is said of them.
pub fn is_heading(heading: &[String]) -> bool {
    let plain = |cell: &String| cell.trim().to_lowercase().replace(['_', '-'], " ");
    let names = heading.iter().any(|cell| CODES.contains(&plain(cell).as_str()));
    let said = heading.iter().filter_map(|cell| holds(cell)).any(|holds| !matches!(holds, Holds::Name | Holds::Id));
    names && (said || heading.len() == 1) || heading.iter().filter(|cell| level(cell).is_some()).count() > 1
}

/// Reads a codebook from the rows of a sheet.
///
/// # Errors
/// No column names codes: what to write.
pub fn of_codebook(rows: &[Row]) -> Result<Dump, String> {
    let [heading, rows @ ..] = rows else { return Err(NO_CODES.to_owned()) };
    let mut columns: BTreeMap<Holds, usize> = BTreeMap::new();
    let mut levels: Vec<(u32, usize)> = Vec::new();
    let mut fidelity = Fidelity::default();
    for (column, name) in heading.cells.iter().enumerate() {
        match (holds(name), level(name)) {
            (Some(holds), _) if !columns.contains_key(&holds) => drop(columns.insert(holds, column)),
            (_, Some(level)) => levels.push((level, column)),
            _ if name.is_empty() => {}
            _ => fidelity.left_out("columns that no part of a codebook is, left out", name),
        }
    }
    levels.sort_unstable();
    let reader = Reader { columns, levels };
    if !reader.names_codes() {
        return Err(NO_CODES.to_owned());
    }
    let mut codes = Codes::default();
    codes.dump.fidelity = fidelity;
    reader.codes(rows, &mut codes);
    if codes.dump.codes.is_empty() { Err(NO_CODES.to_owned()) } else { Ok(codes.dump) }
}

const NO_CODES: &str = "no codes here; write a line of headings (code, parent, definition) and below it a line for each code, parted by tabs or commas";

struct Reader {
    columns: BTreeMap<Holds, usize>,
    levels: Vec<(u32, usize)>,
}

impl Reader {
    fn names_codes(&self) -> bool {
        !self.levels.is_empty() || [Holds::Name, Holds::Path].iter().any(|holds| self.columns.contains_key(holds))
    }

    fn cell<'r>(&self, row: &'r Row, holds: Holds) -> &'r str {
        self.columns.get(&holds).map_or("", |&column| row.cell(column))
    }

    /// Makes a code of every row, and of every code that is only named as what others stand under.
    fn codes(&self, rows: &[Row], codes: &mut Codes) {
        let mut names: HashMap<&str, &str> = HashMap::new();
        for row in rows.iter().filter(|row| !self.cell(row, Holds::Id).is_empty()) {
            names.entry(self.cell(row, Holds::Id)).or_insert(self.cell(row, Holds::Name));
        }
        let parent = |row| names.get(self.cell(row, Holds::ParentId)).copied().unwrap_or(self.cell(row, Holds::Parent));
        let mut parents: HashMap<&str, &str> = HashMap::new();
        for row in rows {
            parents.entry(self.cell(row, Holds::Name)).or_insert(parent(row));
        }
        let mut above = Vec::new();
        for row in rows {
            let path = self.path(row, parent(row), &parents, &mut above);
            if path.is_empty() {
                codes.dump.fidelity.left_out("rows that name no code, left out", format!("line {}", row.line));
                continue;
            }
            let record = CodeRecord {
                definition: self.cell(row, Holds::Definition).to_owned(),
                include: self.cell(row, Holds::Include).to_owned(),
                exclude: self.cell(row, Holds::Exclude).to_owned(),
                example: self.cell(row, Holds::Example).to_owned(),
                ..CodeRecord::default()
            };
            codes.add(&path, record);
        }
    }

    /// The way down to the code of a row. A level that is blank is that of the row above, as people leave it.
    fn path(&self, row: &Row, parent: &str, parents: &HashMap<&str, &str>, above: &mut Vec<String>) -> Vec<String> {
        if !self.levels.is_empty() {
            let cells: Vec<&str> = self.levels.iter().map(|&(_, column)| row.cell(column)).collect();
            let Some(last) = cells.iter().rposition(|cell| !cell.is_empty()) else { return Vec::new() };
            let first = cells.iter().position(|cell| !cell.is_empty()).unwrap_or(0);
            above.truncate(first);
            above.extend(cells[first..=last].iter().filter(|cell| !cell.is_empty()).map(|cell| (*cell).to_owned()));
            return above.clone();
        }
        let (path, name) = (self.cell(row, Holds::Path), self.cell(row, Holds::Name));
        let way = parted(path);
        match (way.is_empty(), name.is_empty()) {
            (false, true) => return way,
            (false, false) if way.last().is_some_and(|last| last == name) => return way,
            (false, false) => return [way, vec![name.to_owned()]].concat(),
            (true, true) => return Vec::new(),
            (true, false) => {}
        }
        let mut line = vec![name];
        let mut next = Some(parent);
        while let Some(above) = next.filter(|above| !above.is_empty() && !line.contains(above)) {
            line.push(above);
            next = parents.get(above).copied();
        }
        // What stands above may itself be written as a path.
        line.iter()
            .rev()
            .flat_map(|name| if name.contains(" > ") { parted(name) } else { vec![(*name).to_owned()] })
            .collect()
    }
}

/// A path in its parts, as emic, MAXQDA, ATLAS.ti and NVivo write it.
fn parted(path: &str) -> Vec<String> {
    let between = [" > ", ">", "::", "\\"].into_iter().find(|between| path.contains(between));
    let parts = path.split(between.unwrap_or(" > ")).map(str::trim).filter(|part| !part.is_empty());
    // NVivo begins with the folder that all codes are in.
    parts
        .enumerate()
        .filter(|(place, part)| *place > 0 || !matches!(*part, "Nodes" | "Codes"))
        .map(|(_, part)| part.to_owned())
        .collect()
}

/// The codes of a codebook, each by its path.
#[derive(Default)]
struct Codes {
    dump: Dump,
    places: HashMap<Vec<String>, usize>,
}

impl Codes {
    /// Adds a code, and those above it that are not there; what is said of one of which nothing was said completes it.
    fn add(&mut self, path: &[String], record: CodeRecord) {
        let path: Vec<String> = path.iter().map(|name| one_line(name, "unnamed")).collect();
        for depth in 1..path.len() {
            if !self.places.contains_key(&path[..depth]) {
                self.push(path[..depth].to_vec(), CodeRecord::default());
            }
        }
        let known = self.places.get(&path).map(|&place| &mut self.dump.codes[place]);
        match known {
            None => self.push(path, record),
            Some(code) if is_bare(code) => *code = CodeRecord { path, given: true, ..record },
            Some(_) => self.dump.fidelity.left_out("codes that stand twice, the second left out", path.join(" > ")),
        }
    }

    fn push(&mut self, path: Vec<String>, record: CodeRecord) {
        self.places.insert(path.clone(), self.dump.codes.len());
        self.dump.codes.push(CodeRecord { path, given: true, ..record });
    }
}

fn is_bare(code: &CodeRecord) -> bool {
    [&code.definition, &code.include, &code.exclude, &code.example].iter().all(|words| words.is_empty())
}

/// Reads a codebook from an indented or numbered list: headings, questions of an interview guide, their probes.
///
/// # Errors
/// No line names a code.
pub fn of_outline(words: &str) -> Result<Dump, String> {
    let mut codes = Codes::default();
    let mut above: Vec<String> = Vec::new();
    let list = outline(words);
    let what = "lines that are no question and head none, left out";
    list.left_out.iter().for_each(|line| codes.dump.fidelity.left_out(what, line));
    for Entry { depth, name, definition } in list.entries {
        above.truncate(depth);
        above.push(name);
        codes.add(&above, CodeRecord { definition, ..CodeRecord::default() });
    }
    let dump = codes.dump;
    if dump.codes.is_empty() { Err("no line in it names a code".to_owned()) } else { Ok(dump) }
}
