//! Themes as they stand in a dump: each with its evidence, its negative cases and its searches.

use std::io;

use serde_json::{Value, json};

use super::{Source, written};
use crate::project::*;

impl Source<'_> {
    /// The themes, but for what was said of things that are gone since.
    pub(super) fn themes(&self) -> impl Iterator<Item = io::Result<Value>> {
        self.project.themes().map(|(id, theme)| {
            let searches = self.project.searches(id).into_iter().map(|(id, search)| {
                json!({
                    "id": id,
                    "query": search.query,
                    "found": search.found,
                    "coder": self.coder(search.coder),
                    "at": written(search.at),
                })
            });
            let evidence = self.project.stances(id).filter_map(|(passage, stand)| {
                let mut record = self.excerpt(passage.document, passage.span)?;
                record["stand"] = json!(stand.word());
                Some(record)
            });
            let negative = self.project.negative_cases(id).into_iter().map(|(who, done)| match who {
                Misfit::Case(case) => json!({"case": case, "done": done.word()}),
                Misfit::Value(attribute, value) => {
                    json!({"attribute": attribute, "value": value, "done": done.word()})
                }
            });
            Ok(json!({
                "id": id,
                "claim": theme.claim,
                "coder": self.coder(theme.coder),
                "evidence": evidence.collect::<Vec<_>>(),
                "negative_cases": negative.collect::<Vec<_>>(),
                "searches": searches.collect::<Vec<_>>(),
            }))
        })
    }
}
