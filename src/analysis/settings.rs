//! The list of reports, and what can be asked of them.

use crate::project::*;

use super::{Layer, Reach, Table, Unit, category, coverage, crosstab, frequency, line_by_line};

/// A question that can be asked by name.
pub struct Report {
    /// What the command line calls it.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// The settings it takes, by key.
    pub settings: &'static [&'static str],
    run: fn(&Project, &dyn Texts, &Settings) -> Result<Table, Wrong>,
}

/// Every report.
pub const REPORTS: &[Report] = &[
    Report {
        name: "category",
        says: "respondents and excerpts of every code",
        settings: &["layer", "count", "show"],
        run: category::table,
    },
    Report {
        name: "frequency",
        says: "excerpts of every code by document, person, speaker or attribute",
        settings: &["layer", "count", "by", "normalise", "of"],
        run: frequency::table,
    },
    Report {
        name: "coverage",
        says: "how much of the words every code covers",
        settings: &["layer", "count", "by", "unit", "of"],
        run: coverage::table,
    },
    Report {
        name: "crosstab",
        says: "respondents and excerpts of every code against attributes",
        settings: &["layer", "count", "by"],
        run: crosstab::table,
    },
    Report {
        name: "line-by-line",
        says: "how far every document is coded, and which turns are not",
        settings: &["layer"],
        run: line_by_line::table,
    },
];

impl Report {
    /// The report of that name.
    pub fn of(name: &str) -> Option<&'static Report> {
        REPORTS.iter().find(|report| report.name == name)
    }

    /// Answers, as the settings (key, value) ask.
    ///
    /// # Errors
    /// A setting this report does not take, a value that is none, or a name the project does not know.
    pub fn table(&self, project: &Project, texts: &dyn Texts, pairs: &[(&str, &str)]) -> Result<Table, Wrong> {
        if let Some((key, _)) = pairs.iter().find(|(key, _)| !self.settings.contains(key)) {
            return Err(Wrong::Setting { key: key.to_string(), there: self.settings.join(", ") });
        }
        let settings = Settings::parse(project, pairs)?;
        let mut table = (self.run)(project, texts, &settings)?;
        let taken = SETTINGS.iter().filter(|setting| self.settings.contains(&setting.key));
        let said = taken.map(|setting| (setting.key, (setting.said)(&settings, project)));
        table.settings = said.filter(|(_, value)| !value.is_empty()).collect();
        Ok(table)
    }
}

/// What can be asked of reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whose codings count.
    pub layer: Layer,
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
}

/// Something that can be set.
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What the help says of it: its values.
    pub says: &'static str,
    take: fn(&mut Settings, &Project, &str) -> Result<(), Wrong>,
    said: fn(&Settings, &Project) -> String,
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
];

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

/// Why a question cannot be answered as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Not a setting of this report.
    #[error("this report has no setting {key:?}; it takes {there}")]
    Setting { key: String, there: String },
    /// Not a value of this setting.
    #[error("{key} cannot be {value:?}; choose {wanted}")]
    Value { key: &'static str, value: String, wanted: String },
    /// No such attribute.
    #[error("there is no attribute {name:?}; there {there}")]
    Attribute { name: String, there: String },
    /// No such coder, or several of that name.
    #[error("there is no one coder {name:?}; there {there}")]
    Coder { name: String, there: String },
    /// The report sets codes against attributes, and none was named.
    #[error(
        "say which attribute to set the codes against (from the shell: --by NAME); there {there}. `emic edit --help` shows how attributes are added"
    )]
    NoAttribute { there: String },
    /// Nothing can be asked under this key.
    #[error("{typed:?} is nothing to ask by; there are {there}. Words with : or = in them stand in quotation marks")]
    Key { typed: String, there: String },
    /// Nothing of that name.
    #[error("{typed:?}: no such {what}; there {there}")]
    Name { what: String, typed: String, there: String },
    /// Several of that name.
    #[error("{typed:?} may be several {what}s: {there}")]
    Several { what: String, typed: String, there: String },
    /// Said twice what can hold only once.
    #[error("{key} stands there twice; one of them is enough")]
    Twice { key: &'static str },
    /// A key and nothing behind it.
    #[error("{key}: wants something behind it: {says}")]
    Empty { key: &'static str, says: &'static str },
    /// A quotation mark that is not closed.
    #[error("a quotation mark is open; close it")]
    Unclosed,
    /// Nothing to look for.
    #[error("say what to look for: words parted by commas, as in  staff, team*  or a pattern, as in  /staff|team/")]
    NothingSought,
    /// A pattern that cannot be read.
    #[error("the pattern cannot be read: {0}")]
    Pattern(String),
    /// Asked of codings, where there may be none.
    #[error("{key}: is asked of codings; what a rule finds may not be coded yet, so leave it out")]
    OfCodings { key: &'static str },
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
    let fits: Vec<CoderId> =
        project.coders().filter(|(id, coder)| coder.name == word || id.to_string() == word).map(|(id, _)| id).collect();
    match fits[..] {
        [coder] => Ok(Layer::Coder(coder)),
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

fn word_for<T: PartialEq>(value: T, choices: Choices<T>) -> String {
    choices.iter().find(|(_, other)| *other == value).map_or_else(String::new, |(name, _)| name.to_string())
}
