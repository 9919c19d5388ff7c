//! Taguette: the SQLite file that its page of a project gives out, or a server's own.
//!
//! Tables: github.com/remram44/taguette, `database/models.py`. Documents are HTML; positions count the UTF-8 bytes of
//! what stands between the tags. Who highlighted what, and when, is told by the list of commands.

use std::collections::{HashMap, HashSet};

use super::base::Base;
use super::gathered::{Becomes, Gathered, Passage, moment_of};
use crate::exchange::html::{Counted, counted};
use crate::exchange::json::TargetRecord;
use crate::exchange::{Dump, Offsets, Unit, Unreadable};

/// Whether Taguette wrote it.
pub fn wrote(base: &Base) -> bool {
    base.has("highlights", &["document_id", "start_offset", "end_offset"]) && base.has("tags", &["id", "path"])
}

/// Reads it; positions are counted in one way alone.
///
/// # Errors
/// The database is damaged, has several projects, or nothing in it is understood.
pub fn read(base: &Base, _: Offsets) -> Result<Dump, Unreadable> {
    let mut gathered = Gathered::default();
    gathered.project(base, "projects", ["name", "description"])?;
    tags(base, &mut gathered)?;
    let ways = documents(base, &mut gathered)?;
    highlights(base, &mut gathered, &ways)?;
    gathered.finish(Offsets { unit: Some(Unit::CodePoint), two: Some(false) })
}

fn code_id(number: i64) -> String {
    format!("tag {number}")
}

fn document_id(number: i64) -> String {
    format!("document {number}")
}

/// Tags are a list; where `people.staff` and `people` are both tags, the one stands under the other.
fn tags(base: &Base, gathered: &mut Gathered) -> Result<(), Unreadable> {
    let mut tags: Vec<(i64, String, String)> = Vec::new();
    base.each("tags", ["id", "path", "description"], |mut row| {
        if let Some(number) = row.number(0) {
            tags.push((number, row.words(1), row.words(2)));
        }
    })?;
    let by_path: HashMap<&str, i64> = tags.iter().map(|(number, path, _)| (path.as_str(), *number)).collect();
    for (number, path, description) in &tags {
        let above = path.match_indices('.').rev().find_map(|(at, _)| {
            let name = path[at + 1..].trim();
            Some((*by_path.get(&path[..at])?, name)).filter(|_| !name.is_empty())
        });
        let (parent, name) = above.map_or((None, path.as_str()), |(above, name)| (Some(code_id(above)), name));
        gathered.code(code_id(*number), name.to_owned(), parent, description.clone());
    }
    Ok(())
}

/// Takes in the documents; gives of each how its bytes are counted.
fn documents(base: &Base, gathered: &mut Gathered) -> Result<HashMap<i64, Counted>, Unreadable> {
    let mut all = HashMap::new();
    base.each("documents", ["id", "name", "description", "contents"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let (name, description, page) = (row.words(1), row.words(2), row.words(3));
        let (words, how) = counted(&page);
        gathered.text(document_id(number), name, words);
        let on = TargetRecord { document: document_id(number), ..TargetRecord::default() };
        gathered.memo(on, "", &description);
        all.insert(number, how);
    })?;
    Ok(all)
}

fn highlights(base: &Base, gathered: &mut Gathered, ways: &HashMap<i64, Counted>) -> Result<(), Unreadable> {
    let mut tagged: HashMap<i64, Vec<i64>> = HashMap::new();
    base.each("highlight_tags", ["highlight_id", "tag_id"], |row| {
        if let (Some(highlight), Some(tag)) = (row.number(0), row.number(1)) {
            tagged.entry(highlight).or_default().push(tag);
        }
    })?;
    let who = highlighters(base)?;
    let mut known: HashSet<i64> = HashSet::new();
    base.each("highlights", ["id", "document_id", "start_offset", "end_offset", "snippet"], |mut row| {
        let (Some(number), Some(document)) = (row.number(0), row.number(1)) else { return };
        known.insert(number);
        let [from, to] = [2, 3].map(|column| row.number(column).and_then(|at| usize::try_from(at).ok()));
        let text = document_id(document);
        let place = from.zip(to).and_then(|(from, to)| {
            let (way, words) = (ways.get(&document)?, gathered.words_of(&text)?);
            Some((i64::from(way.start(words, from)), i64::from(way.end(words, to))))
        });
        let (start, end) = place.unwrap_or((-1, -1));
        let said = Some(counted(&row.words(4)).0);
        let (coder, at) = who.get(&number).cloned().unwrap_or_default();
        let tags = tagged.remove(&number).unwrap_or_default();
        if tags.is_empty() {
            let becomes = Becomes::Bare;
            gathered.passage(&text, Passage { start, end, said, becomes });
            return;
        }
        for tag in tags {
            let id = format!("highlight {number} tag {tag}");
            let becomes = Becomes::Coding { id, code: code_id(tag), coder: coder.clone(), at };
            gathered.passage(&text, Passage { start, end, said: said.clone(), becomes });
        }
    })?;
    for (highlight, tags) in tagged {
        tags.iter().for_each(|tag| {
            let name = format!("highlight {highlight}, tag {tag}");
            gathered.fidelity.left_out("codings without a passage, left out", name);
        });
    }
    Ok(())
}

/// Who made each highlight, and when, as far as the list of commands goes back; who changed it last made it.
fn highlighters(base: &Base) -> Result<HashMap<i64, (String, Option<i64>)>, Unreadable> {
    let mut who = HashMap::new();
    base.each("commands", ["user_login", "date", "payload"], |mut row| {
        let (login, date, payload) = (row.words(0), row.words(1), row.words(2));
        let Ok(payload) = serde_json::from_str::<serde_json::Value>(&payload) else { return };
        if payload["type"] == "highlight_add"
            && let Some(highlight) = payload["highlight_id"].as_i64()
        {
            who.insert(highlight, (login, moment_of(&date)));
        }
    })?;
    Ok(who)
}
