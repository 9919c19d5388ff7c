//! QualCoder: the database `data.qda` in a project's folder, of any version since the first.
//!
//! Tables and columns: github.com/ccbogel/QualCoder, `__main__.py`. Positions are those of a text in memory, mostly
//! code points; where a text has emoji it depends on the version, so it is found out.

use std::collections::{HashMap, HashSet};

use super::base::Base;
use super::gathered::{Becomes, Gathered, Passage, moment_of};
use crate::exchange::json::{AttributeRecord, CaseRecord, TargetRecord, ValueRecord, Values};
use crate::exchange::plan::one_line;
use crate::exchange::voices::Person;
use crate::exchange::{Dump, Offsets, Unreadable};
use crate::project::{Flag, Flags};

/// Whether QualCoder wrote it.
pub fn wrote(base: &Base) -> bool {
    base.has("code_text", &["cid", "fid", "pos0", "pos1"]) && base.has("source", &["id", "name", "fulltext"])
}

/// Reads it.
///
/// # Errors
/// The database is damaged, nothing in it is understood, or it is not clear how it counts.
pub fn read(base: &Base, offsets: Offsets) -> Result<Dump, Unreadable> {
    let mut study = Study { base, gathered: Gathered::default(), titles: HashMap::new(), values: HashMap::new() };
    base.each("project", ["memo"], |mut row| study.gathered.memo(TargetRecord::default(), "", &row.words(0)))?;
    let twins = study.codes()?;
    study.attributes()?;
    study.sources()?;
    let key_quotes = study.codings(&twins)?;
    study.people()?;
    study.journals()?;
    study.left_out(&twins)?;
    let Study { gathered, mut values, .. } = study;
    let mut dump = gathered.finish(offsets)?;
    for document in &mut dump.documents {
        let number = document.id.strip_prefix(SOURCE).and_then(|number| number.parse().ok());
        let known = number.and_then(|number| values.remove(&("file".to_owned(), number)));
        document.attributes.0.extend(known.into_iter().flatten());
    }
    for coding in dump.codings.iter_mut().filter(|coding| key_quotes.contains(&*coding.id)) {
        coding.flags = Flags::default().with(Flag::KeyQuote, true);
    }
    Ok(dump)
}

struct Study<'b> {
    base: &'b Base,
    gathered: Gathered,
    /// Of every source its title, whether words stand in it or not.
    titles: HashMap<i64, String>,
    /// What is known of cases and documents, by kind and number.
    values: HashMap<(String, i64), Vec<ValueRecord>>,
}

const SOURCE: &str = "source ";

fn source_id(number: i64) -> String {
    format!("{SOURCE}{number}")
}

fn code_id(number: i64) -> String {
    format!("code {number}")
}

fn category_id(number: i64) -> String {
    format!("category {number}")
}

/// Codes by number: the id that the dump gives them, and their names.
type Codes = HashMap<i64, (String, String)>;

impl Study<'_> {
    /// Categories are codes with codes under them. A code that is called as the category it stands in is that
    /// category: older versions made two of one when they read a project in which such a code had been used.
    fn codes(&mut self) -> Result<Codes, Unreadable> {
        let gathered = &mut self.gathered;
        let mut categories: HashMap<i64, String> = HashMap::new();
        let mut notes: Vec<(String, String, String)> = Vec::new();
        self.base.each("code_cat", ["catid", "name", "memo", "supercatid", "owner"], |mut row| {
            let Some(number) = row.number(0) else { return };
            let (name, memo, above) = (row.words(1), row.words(2), row.number(3));
            gathered.fidelity.changed("categories that cannot be coded there, now codes", &name);
            gathered.coder(&row.words(4));
            gathered.code(category_id(number), name.clone(), above.map(category_id), memo);
            categories.insert(number, name);
        })?;
        let mut codes = Codes::new();
        self.base.each("code_name", ["cid", "name", "memo", "catid", "supercid", "color", "owner"], |mut row| {
            let Some(number) = row.number(0) else { return };
            let (name, memo) = (row.words(1), row.words(2));
            let (category, above) = (row.number(3), row.number(4));
            if !row.words(5).is_empty() {
                gathered.fidelity.left_out("colours of codes, left out: emic gives its own", &name);
            }
            let owner = gathered.coder(&row.words(6));
            let twin = category.filter(|category| above.is_none() && categories.get(category) == Some(&name));
            if let Some(category) = twin {
                gathered.fidelity.changed("codes called as the category they stand in, now one with it", &name);
                notes.push((category_id(category), owner, memo));
                codes.insert(number, (category_id(category), name));
                return;
            }
            let above = above.map(code_id).or(category.map(category_id));
            gathered.code(code_id(number), name.clone(), above, memo);
            codes.insert(number, (code_id(number), name));
        })?;
        for (code, owner, memo) in notes {
            let on = TargetRecord { code, ..TargetRecord::default() };
            gathered.memo(on, &owner, &memo);
        }
        Ok(codes)
    }

    fn attributes(&mut self) -> Result<(), Unreadable> {
        let gathered = &mut self.gathered;
        let mut kinds: HashMap<String, String> = HashMap::new();
        self.base.each("attribute_type", ["name", "caseOrFile", "valuetype", "memo"], |mut row| {
            let name = row.words(0);
            let (bearer, values, memo) = (row.words(1), row.words(2), row.words(3));
            let on = match bearer.as_str() {
                "case" => "case",
                "file" => "document",
                _ => return gathered.fidelity.left_out("attributes of journals, left out", &name),
            };
            if !memo.trim().is_empty() {
                gathered.fidelity.left_out("descriptions of variables, left out", format!("{name}: {memo}"));
            }
            let values = if values == "numeric" { "number" } else { "text" }.to_owned();
            kinds.insert(name.clone(), values.clone());
            let (on, choices, id) = (on.to_owned(), Vec::new(), name.clone());
            gathered.dump.attributes.push(AttributeRecord { id, name, on, values, choices });
        })?;
        let values = &mut self.values;
        self.base.each("attribute", ["name", "attr_type", "value", "id"], |mut row| {
            let (attribute, bearer, value, number) = (row.words(0), row.words(1), row.words(2), row.number(3));
            let is_number = kinds.get(&attribute).is_some_and(|kind| kind == "number");
            if value.trim().is_empty() {
                return;
            }
            if is_number && value.trim().parse::<f64>().is_err() {
                gathered.fidelity.left_out("values that are no numbers, left out", format!("{attribute}: {value}"));
                return;
            }
            let record = ValueRecord { attribute, phase: None, value: value.trim().to_owned() };
            number.into_iter().for_each(|number| {
                values.entry((bearer.clone(), number)).or_default().push(record.clone());
            });
        })
    }

    fn sources(&mut self) -> Result<(), Unreadable> {
        let (gathered, titles) = (&mut self.gathered, &mut self.titles);
        let columns = ["id", "name", "fulltext", "mediapath", "memo", "owner"];
        self.base.each("source", columns, |mut row| {
            let Some(number) = row.number(0) else { return };
            let (name, words, path, memo, owner) =
                (row.words(1), row.words(2), row.words(3), row.words(4), row.words(5));
            titles.insert(number, name.clone());
            if words.trim().is_empty() && !path.is_empty() {
                let what = "pictures, sound, film and scans, left out";
                return gathered.fidelity.left_out(what, format!("{name}: {path}"));
            }
            gathered.coder(&owner);
            gathered.text(source_id(number), name, words);
            let on = TargetRecord { document: source_id(number), ..TargetRecord::default() };
            gathered.memo(on, &owner, &memo);
        })
    }

    /// Takes in the codings; gives the ids of those that are marked as important.
    fn codings(&mut self, codes: &Codes) -> Result<HashSet<String>, Unreadable> {
        let gathered = &mut self.gathered;
        let mut important: HashSet<String> = HashSet::new();
        let mut count = 0;
        let columns = ["cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo", "important", "ctid"];
        self.base.each("code_text", columns, |mut row| {
            let (number, text) = (row.number(0).unwrap_or_default(), source_id(row.number(1).unwrap_or_default()));
            let (said, owner, date, memo) = (row.words(2), row.words(5), row.words(6), row.words(7));
            let (start, end) = (row.number(3).unwrap_or(-1), row.number(4).unwrap_or(-1));
            count += 1;
            // The first versions did not number codings.
            let id = row.number(9).map_or_else(|| format!("coding line {count}"), |id| format!("coding {id}"));
            if row.number(8) == Some(1) {
                important.insert(id.clone());
            }
            if !memo.trim().is_empty() {
                gathered.fidelity.changed("notes on a coding, now memos on its passage", &id);
                let becomes = Becomes::Memo { coder: owner.clone(), words: memo };
                gathered.passage(&text, Passage { start, end, said: None, becomes });
            }
            let code = codes.get(&number).map_or_else(|| code_id(number), |(id, _)| id.clone());
            let becomes = Becomes::Coding { id, code, coder: owner, at: moment_of(&date) };
            let said = Some(said).filter(|said| !said.is_empty());
            gathered.passage(&text, Passage { start, end, said, becomes });
        })?;
        self.base.each("annotation", ["fid", "pos0", "pos1", "memo", "owner"], |mut row| {
            let text = source_id(row.number(0).unwrap_or_default());
            let (start, end) = (row.number(1).unwrap_or(-1), row.number(2).unwrap_or(-1));
            let becomes = Becomes::Memo { words: row.words(3), coder: row.words(4) };
            gathered.passage(&text, Passage { start, end, said: None, becomes });
        })?;
        Ok(important)
    }

    /// Takes in the cases, and which texts or parts of texts are theirs.
    fn people(&mut self) -> Result<(), Unreadable> {
        let (gathered, values) = (&mut self.gathered, &mut self.values);
        let mut places: HashMap<i64, usize> = HashMap::new();
        self.base.each("cases", ["caseid", "name", "memo", "owner"], |mut row| {
            let Some(number) = row.number(0) else { return };
            let (id, name) = (format!("case {number}"), one_line(&row.words(1), "unnamed"));
            let attributes = Values(values.remove(&("case".to_owned(), number)).unwrap_or_default());
            let record = CaseRecord { id: id.clone(), name: name.clone(), attributes, ..CaseRecord::default() };
            gathered.dump.cases.push(record);
            let on = TargetRecord { case: id.clone(), ..TargetRecord::default() };
            gathered.memo(on, &row.words(3), &row.words(2));
            places.insert(number, gathered.people.len());
            gathered.people.push(Person { id, name, ..Person::default() });
        })?;
        self.base.each("case_text", ["caseid", "fid", "pos0", "pos1"], |row| {
            let [case, source, start, end] = [0, 1, 2, 3].map(|column| row.number(column).unwrap_or_default());
            let text = source_id(source);
            let (Some(&person), Some((here, length))) = (places.get(&case), gathered.text_at(&text)) else { return };
            // A text that is theirs as a whole; the last character may be a line end.
            match start <= 0 && end + 1 >= length {
                true => gathered.people[person].documents.push(here),
                false => gathered.passage(&text, Passage { start, end, said: None, becomes: Becomes::Stretch(person) }),
            }
        })?;
        Ok(())
    }

    fn journals(&mut self) -> Result<(), Unreadable> {
        let gathered = &mut self.gathered;
        self.base.each("journal", ["name", "jentry", "date", "owner"], |mut row| {
            let (name, entry, date, owner) = (row.words(0), row.words(1), row.words(2), row.words(3));
            let day = date.get(..10).unwrap_or_default().to_owned();
            let day = if day.parse::<crate::project::Day>().is_ok() { day } else { String::new() };
            let words = if entry.trim_start().starts_with(name.trim()) { entry } else { format!("{name}\n\n{entry}") };
            gathered.memo(TargetRecord { day, ..TargetRecord::default() }, &owner, &words);
        })
    }

    /// Lists what emic has no place for.
    fn left_out(&mut self, codes: &Codes) -> Result<(), Unreadable> {
        let (gathered, titles) = (&mut self.gathered, &self.titles);
        let title =
            |number: Option<i64>| number.and_then(|number| titles.get(&number)).map_or("unknown", String::as_str);
        let code = |number: Option<i64>| {
            number.and_then(|number| codes.get(&number)).map_or("unknown", |(_, name)| name.as_str())
        };
        let parts =
            [("code_image", "codings of pictures, left out"), ("code_av", "codings of sound and film, left out")];
        for (table, what) in parts {
            self.base.each(table, ["id", "cid"], |row| {
                gathered.fidelity.left_out(what, format!("{}: {}", title(row.number(0)), code(row.number(1))));
            })?;
        }
        let named = [
            ("graph", "name", "graphs, left out"),
            ("stored_sql", "title", "stored queries, left out"),
            ("files_filter", "name", "filters of files, left out"),
            ("ris", "value", "bibliographic references, left out"),
        ];
        for (table, column, what) in named {
            self.base.each(table, [column], |mut row| gathered.fidelity.left_out(what, row.words(0)))?;
        }
        Ok(())
    }
}
