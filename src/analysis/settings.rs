//! What can be asked of reports.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::project::*;

use super::agreement::{Average, CodingUnit};
use super::{Asking, Counting, Distance, Layer, Reach, Runs, Unit, Wrong};

/// What can be asked of reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Whose codings count.
    pub layer: Layer,
    /// What is asked of the excerpts that count.
    pub asked: Asking,
    /// The codings for which that holds, once it was looked for; all of them, where nothing is asked.
    only: Option<Arc<BTreeSet<CodingId>>>,
    /// Whether subcodes count with a code.
    pub count: Count,
    /// What the columns stand for; each report has its own when nothing is said.
    pub by: Option<By>,
    /// What numbers are set against.
    pub normalise: Normalise,
    /// Whether only participants' turns make up the whole.
    pub of: Of,
    /// What a length is counted in.
    pub unit: Unit,
    /// Columns to add.
    pub show: Vec<Show>,
    /// The attribute of documents that says their phase; the one of that name, where none is given.
    pub phase: Option<AttributeId>,
    /// Who is compared; everybody who codes, where nobody is named.
    pub coders: Vec<CoderId>,
    /// What they are compared by.
    pub coding_unit: CodingUnit,
    /// How figures of several documents become one.
    pub average: Average,
    /// From which share of two segments on, intersection by union, they match.
    pub overlap: f64,
    /// How far excerpts are apart at most that are near each other; not looked at, where nothing is said.
    pub near: Option<Distance>,
    /// The code below which the codes are a domain.
    pub domain: Option<CodeId>,
    /// How new codes are looked at.
    pub runs: Runs,
}

/// Something that can be set.
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What the help says of it: its values.
    pub says: &'static str,
    take: fn(&mut Settings, &Project, &str) -> Result<(), Wrong>,
    pub(super) said: fn(&Settings, &Project) -> String,
}

/// Everything that can be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "layer",
        says: "whose codings count: settled, union, consensus, or a coder's name",
        take: |settings, project, word| layer(project, word).map(|layer| settings.layer = layer),
        said: |settings, project| settings.layer.word(project),
    },
    Setting {
        key: "where",
        says: "only excerpts for which this holds, as `emic excerpts` has it: site=North -code:Money",
        take: |settings, project, text| Asking::parse(project, text).map(|asked| settings.asked = asked),
        said: |settings, project| settings.asked.to_text(project),
    },
    Setting {
        key: "count",
        says: "what counts for a code: own, subtree, both",
        take: |settings, _, word| chosen("count", word, COUNTS).map(|count| settings.count = count),
        said: |settings, _| word_for(settings.count, COUNTS),
    },
    Setting {
        key: "by",
        says: "the columns: study, document, case, speaker, or names of attributes, parted by commas",
        take: |settings, project, word| by(project, word).map(|by| settings.by = Some(by)),
        said: |settings, project| settings.by.as_ref().map_or_else(String::new, |by| by.word(project)),
    },
    Setting {
        key: "normalise",
        says: "what excerpts are set against: none, row, column, person, 1000-words",
        take: |settings, _, word| chosen("normalise", word, NORMS).map(|norm| settings.normalise = norm),
        said: |settings, _| word_for(settings.normalise, NORMS),
    },
    Setting {
        key: "of",
        says: "what makes up the whole: everything, participants (their turns without labels)",
        take: |settings, _, word| chosen("of", word, WHOLES).map(|of| settings.of = of),
        said: |settings, _| word_for(settings.of, WHOLES),
    },
    Setting {
        key: "unit",
        says: "what lengths are counted in: characters, words",
        take: |settings, _, word| chosen("unit", word, UNITS).map(|unit| settings.unit = unit),
        said: |settings, _| word_for(settings.unit, UNITS),
    },
    Setting {
        key: "show",
        says: "columns to add, parted by commas: documents, characters, words",
        take: |settings, _, word| {
            let words = word.split(',').map(str::trim).filter(|word| !word.is_empty());
            settings.show = words.map(|word| chosen("show", word, SHOWS)).collect::<Result<_, _>>()?;
            Ok(())
        },
        said: |settings, _| settings.show.iter().map(|&show| word_for(show, SHOWS)).collect::<Vec<_>>().join(","),
    },
    Setting {
        key: "phase",
        says: "the attribute of documents that says their phase; the one named phase",
        take: |settings, project, word| attribute(project, word).map(|phase| settings.phase = Some(phase)),
        said: |settings, project| {
            settings.phase.map_or_else(String::new, |phase| By::Attributes(vec![phase]).word(project))
        },
    },
    Setting {
        key: "coders",
        says: "who is compared, parted by commas; everybody who codes",
        take: |settings, project, word| {
            let names = word.split(',').map(str::trim).filter(|word| !word.is_empty());
            settings.coders = names.map(|name| coder(project, name)).collect::<Result<_, _>>()?;
            Ok(())
        },
        said: |settings, project| {
            settings.coders.iter().map(|&id| project.coder_name(id)).collect::<Vec<_>>().join(",")
        },
    },
    Setting {
        key: "coding-unit",
        says: "what coders are compared by: turns, sentences, characters",
        take: |settings, _, word| chosen("coding-unit", word, CODING_UNITS).map(|unit| settings.coding_unit = unit),
        said: |settings, _| word_for(settings.coding_unit, CODING_UNITS),
    },
    Setting {
        key: "average",
        says: "over documents: pooled, weighted, unweighted; the last two with -complete count undefined as 1",
        take: |settings, _, word| chosen("average", word, AVERAGES).map(|average| settings.average = average),
        said: |settings, _| word_for(settings.average, AVERAGES),
    },
    Setting {
        key: "overlap",
        says: "from which intersection by union on segments match: above 0, up to 1",
        take: |settings, _, word| {
            let fits = |overlap: &f64| *overlap > 0.0 && *overlap <= 1.0;
            number("overlap", word, "a number above 0, up to 1", fits).map(|overlap| settings.overlap = overlap)
        },
        said: |settings, _| settings.overlap.to_string(),
    },
    Setting {
        key: "near",
        says: "counts excerpts near each other too: 10 words, 2 turns",
        take: |settings, _, word| {
            let parts = word.trim().split_once(char::is_whitespace);
            let near = parts.and_then(|(number, unit)| Distance::parse(number, unit.trim()));
            let wrong =
                Wrong::Value { key: "near", value: word.into(), wanted: "a distance as 10 words or 2 turns".into() };
            near.ok_or(wrong).map(|near| settings.near = Some(near))
        },
        said: |settings, _| settings.near.map_or_else(String::new, Distance::words),
    },
    Setting {
        key: "domain",
        says: "the code whose subcodes are one domain; else every code is one",
        take: |settings, project, word| {
            let unknown =
                |near: Vec<String>| Wrong::Name { what: "code".into(), typed: word.into(), there: there(near) };
            project.find_code(word).map_err(unknown).map(|code| settings.domain = Some(code))
        },
        said: |settings, project| settings.domain.map_or_else(String::new, |code| project.code_path(code).join(" > ")),
    },
    Setting {
        key: "base",
        says: "interviews whose codes the others are set against: 4, 5, 6",
        take: |settings, _, word| chosen("base", word, BASES).map(|base| settings.runs.base = base),
        said: |settings, _| settings.runs.base.to_string(),
    },
    Setting {
        key: "run",
        says: "interviews of a run: 2, 3",
        take: |settings, _, word| chosen("run", word, RUNS).map(|run| settings.runs.run = run),
        said: |settings, _| settings.runs.run.to_string(),
    },
    Setting {
        key: "threshold",
        says: "the share of new codes of which it is said that few come: 0.05, 0",
        take: |settings, _, word| {
            let fits = |share: &f64| (0.0..=1.0).contains(share);
            number("threshold", word, "a number from 0 to 1", fits).map(|share| settings.runs.threshold = share)
        },
        said: |settings, _| settings.runs.threshold.to_string(),
    },
];

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            layer: Layer::default(),
            asked: Asking::default(),
            only: None,
            count: Count::default(),
            by: None,
            normalise: Normalise::default(),
            of: Of::default(),
            unit: Unit::default(),
            show: Vec::new(),
            phase: None,
            coders: Vec::new(),
            coding_unit: CodingUnit::default(),
            average: Average::default(),
            overlap: 0.9,
            near: None,
            domain: None,
            runs: Runs { base: 4, run: 2, threshold: 0.05 },
        }
    }
}

/// Whether subcodes count with a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// The code itself.
    #[default]
    Own,
    /// With all codes below it.
    Subtree,
    /// One beside the other.
    Both,
}

/// What the columns stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// One column.
    Study,
    /// Documents.
    Document,
    /// People.
    Case,
    /// Speakers of each document.
    Speaker,
    /// Values of these attributes, together.
    Attributes(Vec<AttributeId>),
}

/// What excerpts are set against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Normalise {
    /// Nothing: counts.
    #[default]
    Counts,
    /// The distinct excerpts of the row.
    Row,
    /// The distinct excerpts of the column, whatever their code.
    Column,
    /// The people in the column.
    Person,
    /// A thousand words in the column.
    Words,
}

/// What makes up the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// Every character, labels and interviewers' turns too.
    #[default]
    Everything,
    /// What participants say.
    Participants,
}

/// A column to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Documents in which the code stands.
    Documents,
    /// Characters it covers.
    Characters,
    /// Words it covers.
    Words,
}

type Choices<T> = &'static [(&'static str, T)];
const COUNTS: Choices<Count> = &[("own", Count::Own), ("subtree", Count::Subtree), ("both", Count::Both)];
const NORMS: Choices<Normalise> = &[
    ("none", Normalise::Counts),
    ("row", Normalise::Row),
    ("column", Normalise::Column),
    ("person", Normalise::Person),
    ("1000-words", Normalise::Words),
];
const WHOLES: Choices<Of> = &[("everything", Of::Everything), ("participants", Of::Participants)];
const UNITS: Choices<Unit> = &[("characters", Unit::Characters), ("words", Unit::Words)];
const SHOWS: Choices<Show> =
    &[("documents", Show::Documents), ("characters", Show::Characters), ("words", Show::Words)];

const CODING_UNITS: Choices<CodingUnit> =
    &[("turns", CodingUnit::Turns), ("sentences", CodingUnit::Sentences), ("characters", CodingUnit::Characters)];
const AVERAGES: Choices<Average> = &[
    ("pooled", Average::Pooled),
    ("weighted", Average::Weighted),
    ("unweighted", Average::Unweighted),
    ("weighted-complete", Average::WeightedComplete),
    ("unweighted-complete", Average::UnweightedComplete),
];
const BASES: Choices<usize> = &[("4", 4), ("5", 5), ("6", 6)];
const RUNS: Choices<usize> = &[("2", 2), ("3", 3)];

impl Settings {
    /// Reads settings as a person writes them.
    ///
    /// # Errors
    /// A key or value that is none, an attribute or coder that the project does not know.
    pub fn parse(project: &Project, pairs: &[(&str, &str)]) -> Result<Settings, Wrong> {
        let mut settings = Settings::default();
        for (key, value) in pairs {
            let setting = SETTINGS.iter().find(|setting| setting.key == *key).ok_or_else(|| Wrong::Setting {
                key: key.to_string(),
                there: SETTINGS.iter().map(|setting| setting.key).collect::<Vec<_>>().join(", "),
            })?;
            (setting.take)(&mut settings, project, value)?;
        }
        Ok(settings)
    }

    /// Looks for the excerpts that are asked for; until then all count.
    pub(super) fn look(&mut self, project: &Project, texts: &dyn Texts) {
        if self.asked != Asking::default() {
            let found = self.asked.excerpts(project, texts, self.layer);
            self.only = Some(Arc::new(found.into_iter().flat_map(|one| one.codings).collect()));
        }
    }

    /// The codings that count.
    pub(super) fn counting<'a>(&self, project: &'a Project) -> Counting<'a> {
        Counting::new(project, self.layer).only(self.only.clone())
    }

    /// The one reach of a report that cannot show both.
    ///
    /// # Errors
    /// `count` is `both`.
    pub(super) fn reach(&self) -> Result<Reach, Wrong> {
        match self.count {
            Count::Own => Ok(Reach::Own),
            Count::Subtree => Ok(Reach::Subtree),
            Count::Both => Err(Wrong::Value { key: "count", value: "both".into(), wanted: "own or subtree".into() }),
        }
    }
}

impl By {
    fn word(&self, project: &Project) -> String {
        match self {
            By::Study => "study".to_string(),
            By::Document => "document".to_string(),
            By::Case => "case".to_string(),
            By::Speaker => "speaker".to_string(),
            By::Attributes(ids) => {
                let name = |id: &AttributeId| {
                    project.attributes().find(|(other, _)| other == id).map(|(_, attribute)| attribute.name.as_str())
                };
                ids.iter().filter_map(name).collect::<Vec<_>>().join(",")
            }
        }
    }
}

fn by(project: &Project, word: &str) -> Result<By, Wrong> {
    match word {
        "study" => Ok(By::Study),
        "document" => Ok(By::Document),
        "case" => Ok(By::Case),
        "speaker" => Ok(By::Speaker),
        _ => word.split(',').map(|name| attribute(project, name.trim())).collect::<Result<_, _>>().map(By::Attributes),
    }
}

/// An attribute by its name; case matters only where two differ in nothing else.
fn attribute(project: &Project, name: &str) -> Result<AttributeId, Wrong> {
    let exact = project.attributes().find(|(_, attribute)| attribute.name == name);
    let loose = || project.attributes().find(|(_, found)| found.name.to_lowercase() == name.to_lowercase());
    let unknown = || Wrong::Attribute { name: name.to_string(), there: attributes_there(project) };
    exact.or_else(loose).map(|(id, _)| id).ok_or_else(unknown)
}

/// What the project has, for a message.
pub(super) fn attributes_there(project: &Project) -> String {
    there(project.attributes().map(|(_, attribute)| attribute.name.clone()).collect())
}

fn layer(project: &Project, word: &str) -> Result<Layer, Wrong> {
    match word {
        "settled" => return Ok(Layer::Settled),
        "union" => return Ok(Layer::Union),
        "consensus" => return Ok(Layer::Consensus),
        _ => {}
    }
    coder(project, word).map(Layer::Coder)
}

fn coder(project: &Project, word: &str) -> Result<CoderId, Wrong> {
    let fits: Vec<CoderId> =
        project.coders().filter(|(id, coder)| coder.name == word || id.to_string() == word).map(|(id, _)| id).collect();
    match fits[..] {
        [coder] => Ok(coder),
        _ => {
            let names = project.coders().map(|(id, coder)| format!("{} ({id})", coder.name)).collect();
            Err(Wrong::Coder { name: word.to_string(), there: there(names) })
        }
    }
}

pub(super) fn there(names: Vec<String>) -> String {
    match &names[..] {
        [] => "are none yet".to_string(),
        [one] => format!("is {one}"),
        names => format!("are {}", names.join(", ")),
    }
}

fn chosen<T: Copy>(key: &'static str, word: &str, choices: Choices<T>) -> Result<T, Wrong> {
    choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| Wrong::Value {
        key,
        value: word.to_string(),
        wanted: choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
    })
}

fn number(key: &'static str, word: &str, wanted: &str, fits: fn(&f64) -> bool) -> Result<f64, Wrong> {
    let wrong = || Wrong::Value { key, value: word.to_string(), wanted: wanted.to_string() };
    word.parse().ok().filter(fits).ok_or_else(wrong)
}

fn word_for<T: PartialEq>(value: T, choices: Choices<T>) -> String {
    choices.iter().find(|(_, other)| *other == value).map_or_else(String::new, |(name, _)| name.to_string())
}
