//! The records of a dump as they arrive: short, forgiving of what is missing, silent about nothing.
//!
//! A field that is missing or `null` has its default. One that emic does not know is passed over and
//! noted once by name.

use std::sync::Arc;

use serde::de::{Deserializer, IgnoredAny, MapAccess};

use super::given::{Given, Margin, Plain, Reading, Record};
use crate::exchange::Fidelity;
use crate::project::{Flag, Flags, Origin, TextKey};
use crate::text::{clean, clip};

/// A project as it arrived, all its lists in the order of the file.
#[derive(Debug, Default)]
pub struct Dump {
    pub(in crate::exchange) project: String,
    pub(in crate::exchange) coders: Vec<CoderRecord>,
    pub(in crate::exchange) assignments: Vec<AssignmentRecord>,
    pub(in crate::exchange) documents: Vec<DocumentRecord>,
    pub(in crate::exchange) speakers: Vec<SpeakerRecord>,
    pub(in crate::exchange) cases: Vec<CaseRecord>,
    pub(in crate::exchange) codes: Vec<CodeRecord>,
    pub(in crate::exchange) codings: Vec<CodingRecord>,
    pub(in crate::exchange) memos: Vec<MemoRecord>,
    pub(in crate::exchange) comparisons: Vec<ComparisonRecord>,
    pub(in crate::exchange) themes: Vec<ThemeRecord>,
    pub(in crate::exchange) attributions: Vec<AttributionRecord>,
    pub(in crate::exchange) attributes: Vec<AttributeRecord>,
    pub(in crate::exchange) notes: Vec<String>,
    /// What its reader met, thing by thing.
    pub(in crate::exchange) fidelity: Fidelity,
}

impl Dump {
    /// The study's name; empty where the file gives none.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// How many documents and codings arrived.
    pub fn size(&self) -> (usize, usize) {
        (self.documents.len(), self.codings.len())
    }
}

macro_rules! records {
    ($( $(#[$doc:meta])* $name:ident { $( $key:literal $field:ident: $kind:ty, )* } )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name { $( pub $field: $kind, )* }

        impl Record for $name {
            fn fields<'de, A: MapAccess<'de>>(mut fields: A, margin: &mut Margin) -> Result<$name, A::Error> {
                let mut record = $name::default();
                while let Some(field) = fields.next_key::<String>()? {
                    match field.as_str() {
                        $( $key => record.$field = fields.next_value_seed(Reading::with(margin))?, )*
                        _ => {
                            margin.unknown(&field);
                            fields.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(record)
            }
        }

        impl Given for $name {
            fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<$name, D::Error> {
                from.deserialize_any(Reading::<($name,)>::with(margin))
            }
        }
    )* };
}

records! {
    /// Somebody who codes.
    CoderRecord { "id" id: String, "name" name: String, "kind" kind: String, }
    /// A document given to a coder.
    AssignmentRecord {
        "coder" coder: String,
        "document" document: String,
        "state" state: String,
        "finished" finished: bool,
    }
    /// A document with its words.
    DocumentRecord {
        "id" id: String,
        "title" title: String,
        "kind" kind: String,
        "text" text: String,
        "characters" characters: Option<u32>,
        "turns" turns: Vec<TurnRecord>,
        "attributes" attributes: Values,
        "lines" lines: Option<Vec<u32>>,
        "times" times: Option<Vec<(u32, u64)>>,
    }
    /// A turn of a document.
    TurnRecord { "speaker" speaker: String, "start" start: u32, "body" body: Option<u32>, "end" end: u32, }
    /// What a label stands for.
    SpeakerRecord { "document" document: String, "label" label: String, "role" role: String, "case" case: String, }
    /// A person.
    CaseRecord { "id" id: String, "name" name: String, "withdrawn" withdrawn: String, "attributes" attributes: Values, }
    /// A code, and what the codebook says of it.
    CodeRecord {
        "id" id: String,
        "path" path: Vec<String>,
        "parent" parent: String,
        "from" from: TargetRecord,
        "definition" definition: String,
        "include" include: String,
        "exclude" exclude: String,
        "example" example: String,
        "state" state: String,
        "given" given: bool,
        "merged_into" merged_into: String,
    }
    /// A coding as it stands in the file.
    LongCodingRecord {
        "id" id: String,
        "document" document: String,
        "code" code: String,
        "path" path: Vec<String>,
        "coder" coder: String,
        "start" start: u32,
        "end" end: u32,
        "text" text: Option<String>,
        "at" at: Option<String>,
        "flags" flags: Vec<String>,
        "origin" origin: String,
    }
    /// What a memo is about, or an excerpt; nothing is the whole study.
    TargetRecord {
        "document" document: String,
        "code" code: String,
        "case" case: String,
        "day" day: String,
        "start" start: Option<u32>,
        "end" end: Option<u32>,
    }
    /// A memo with its words.
    MemoRecord {
        "id" id: String,
        "on" on: TargetRecord,
        "kind" kind: String,
        "coder" coder: String,
        "text" text: String,
        "stale" stale: Option<bool>,
    }
    /// Excerpts that were compared.
    ComparisonRecord {
        "id" id: String,
        "code" code: String,
        "excerpts" excerpts: Vec<TargetRecord>,
        "coder" coder: String,
        "decision" decision: String,
        "memo" memo: String,
        "at" at: Option<String>,
    }
    /// A claim, with all that was said of it.
    ThemeRecord {
        "id" id: String,
        "claim" claim: String,
        "coder" coder: String,
        "evidence" evidence: Vec<StandRecord>,
        "negative_cases" negative_cases: Vec<NegativeRecord>,
        "searches" searches: Vec<SearchRecord>,
    }
    /// How a passage stands toward a claim.
    StandRecord { "document" document: String, "start" start: Option<u32>, "end" end: Option<u32>, "stand" stand: String, }
    /// Who does not fit a claim, and what was done.
    NegativeRecord {
        "case" case: String,
        "attribute" attribute: String,
        "value" value: String,
        "done" done: String,
    }
    /// A search for counter-evidence.
    SearchRecord {
        "id" id: String,
        "query" query: String,
        "found" found: u32,
        "coder" coder: String,
        "at" at: Option<String>,
    }
    /// Who is said to speak in an excerpt.
    AttributionRecord {
        "document" document: String,
        "start" start: u32,
        "end" end: u32,
        "speakers" speakers: Vec<String>,
    }
    /// An attribute of persons or documents.
    AttributeRecord {
        "id" id: String,
        "name" name: String,
        "on" on: String,
        "type" values: String,
        "values" choices: Vec<String>,
    }
}

/// A coding, as short as it can be kept: there may be millions.
#[derive(Debug, Default)]
pub struct CodingRecord {
    pub id: Box<str>,
    pub document: Arc<str>,
    pub code: Arc<str>,
    /// Names the code where no id does.
    pub path: Option<Box<[String]>>,
    pub coder: Arc<str>,
    pub start: u32,
    pub end: u32,
    /// Names the words it is said to cover.
    pub words: Option<TextKey>,
    /// When it was made (UTC, milliseconds since 1970).
    pub at: Option<i64>,
    pub flags: Flags,
    pub origin: Origin,
}

/// A time like `2024-03-05T10:30:00Z` (UTC, milliseconds since 1970).
pub fn milliseconds(at: &str) -> Option<i64> {
    at.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// As `milliseconds`; a time without a zone is taken as UTC.
pub fn moment(at: &str) -> Option<i64> {
    milliseconds(at).or_else(|| milliseconds(&format!("{at}Z")))
}

impl Given for CodingRecord {
    fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<CodingRecord, D::Error> {
        let long = LongCodingRecord::given(from, margin)?;
        let at = long.at.as_deref().and_then(milliseconds);
        if long.at.is_some() && at.is_none() {
            margin.note(|| "left out: times of codings that are not like 2024-03-05T10:30:00Z".to_owned());
        }
        let mut flags = Flags::default();
        for word in &long.flags {
            match Flag::ALL.into_iter().find(|flag| flag.word() == word) {
                Some(flag) => flags = flags.with(flag, true),
                None => margin.note(|| format!("left out: the flag {:?}", clip(word, 60, '…'))),
            }
        }
        Ok(CodingRecord {
            id: long.id.into(),
            document: margin.one(long.document),
            path: long.code.is_empty().then(|| long.path.into()),
            code: margin.one(long.code),
            coder: margin.one(long.coder),
            start: long.start,
            end: long.end,
            words: long.text.map(|text| TextKey::of(&clean(text))),
            at,
            flags,
            origin: Origin::of(&long.origin).unwrap_or_default(),
        })
    }
}

/// The values of a case or document: an object by attribute, those given for phases in one more by phase.
#[derive(Clone, Debug, Default)]
pub struct Values(pub Vec<ValueRecord>);

/// One value of a case or document.
#[derive(Clone, Debug)]
pub struct ValueRecord {
    pub attribute: String,
    pub phase: Option<String>,
    pub value: String,
}

impl Given for Values {
    fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<Values, D::Error> {
        from.deserialize_any(Reading::<(Values,)>::with(margin))
    }
}

impl Record for Values {
    fn fields<'de, A: MapAccess<'de>>(mut fields: A, margin: &mut Margin) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some((attribute, given)) = fields.next_entry::<String, Plain>()? {
            let by_phase = match given {
                Plain::Fields(phases) => phases,
                for_all => vec![(String::new(), for_all)],
            };
            for (phase, value) in by_phase.into_iter().filter_map(|(phase, value)| Some((phase, value.word()?))) {
                margin.weigh::<ValueRecord, A::Error>()?;
                let phase = Some(phase).filter(|phase| !phase.is_empty());
                values.push(ValueRecord { attribute: attribute.clone(), phase, value });
            }
        }
        Ok(Values(values))
    }
}
