//! What can be asked of reports.

mod line;
mod list;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::project::*;

pub use line::{settings_completed, settings_in};
pub use list::{SETTINGS, Setting};

use super::agreement::{Average, CodingUnit};
use super::{Asking, Counting, Distance, Layer, Reach, Runs, Unit, Watch, Wrong};

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
    /// The code that a report is about.
    pub code: Option<CodeId>,
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
    /// Random orders of the documents that are looked at beside theirs.
    pub orders: usize,
    /// The figure that an interval is wanted of, by its key.
    pub interval: Option<&'static str>,
    /// Where chance starts.
    pub seed: u64,
    /// Whether anybody waits for the answer.
    pub watch: Watch,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            layer: Layer::default(),
            asked: Asking::default(),
            only: None,
            count: Count::default(),
            code: None,
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
            orders: 0,
            interval: None,
            seed: 1,
            watch: Watch::default(),
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
        Counting::new(project, self.layer).only(self.only.clone()).watched(&self.watch)
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
    pub(super) fn word(&self, project: &Project) -> String {
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

fn code(project: &Project, word: &str) -> Result<CodeId, Wrong> {
    let unknown = |near: Vec<String>| {
        let all = || project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect();
        Wrong::Name {
            what: "code".into(),
            typed: word.into(),
            there: there(if near.is_empty() { all() } else { near }),
        }
    };
    project.find_code(word).map_err(unknown)
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
