//! Everything that can be set.

use crate::project::Project;

use super::*;

/// Something that can be set.
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What the help says of it: its values.
    pub says: &'static str,
    pub(super) take: fn(&mut Settings, &Project, &str) -> Result<(), Wrong>,
    pub(in crate::analysis) said: fn(&Settings, &Project) -> String,
    /// What it may be, as far as that can be listed.
    pub(super) values: fn(&Project) -> Vec<String>,
}

impl Setting {
    /// The setting of that name.
    pub fn of(key: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }
}

/// Everything that can be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "layer",
        says: "whose codings count: settled, union, consensus, or a coder's name",
        take: |settings, project, word| layer(project, word).map(|layer| settings.layer = layer),
        said: |settings, project| settings.layer.word(project),
        values: |project| LAYERS.iter().map(|word| word.to_string()).chain(coder_names(project)).collect(),
    },
    Setting {
        key: "where",
        says: "only excerpts for which this holds, as `emic excerpts` has it: site=North -code:Money",
        take: |settings, project, text| Asking::parse(project, text).map(|asked| settings.asked = asked),
        said: |settings, project| settings.asked.to_text(project),
        values: |_| Vec::new(),
    },
    Setting {
        key: "count",
        says: "what counts for a code: own, subtree, both",
        take: |settings, _, word| chosen("count", word, COUNTS).map(|count| settings.count = count),
        said: |settings, _| word_for(settings.count, COUNTS),
        values: |_| words(COUNTS),
    },
    Setting {
        key: "code",
        says: "a code, by its path",
        take: |settings, project, word| code(project, word).map(|code| settings.code = Some(code)),
        said: |settings, project| settings.code.map_or_else(String::new, |code| project.code_words(code)),
        values: code_paths,
    },
    Setting {
        key: "by",
        says: "the columns: study, document, case, speaker, or names of attributes, parted by commas",
        take: |settings, project, word| by(project, word).map(|by| settings.by = Some(by)),
        said: |settings, project| settings.by.as_ref().map_or_else(String::new, |by| by.word(project)),
        values: |project| BYS.iter().map(|word| word.to_string()).chain(attribute_names(project)).collect(),
    },
    Setting {
        key: "normalise",
        says: "what excerpts are set against: none, row, column, person, 1000-words",
        take: |settings, _, word| chosen("normalise", word, NORMS).map(|norm| settings.normalise = norm),
        said: |settings, _| word_for(settings.normalise, NORMS),
        values: |_| words(NORMS),
    },
    Setting {
        key: "of",
        says: "what makes up the whole: everything, participants (their turns without labels)",
        take: |settings, _, word| chosen("of", word, WHOLES).map(|of| settings.of = of),
        said: |settings, _| word_for(settings.of, WHOLES),
        values: |_| words(WHOLES),
    },
    Setting {
        key: "unit",
        says: "what lengths are counted in: characters, words",
        take: |settings, _, word| chosen("unit", word, UNITS).map(|unit| settings.unit = unit),
        said: |settings, _| word_for(settings.unit, UNITS),
        values: |_| words(UNITS),
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
        values: |_| words(SHOWS),
    },
    Setting {
        key: "phase",
        says: "the attribute of documents that says their phase; the one named phase",
        take: |settings, project, word| attribute(project, word).map(|phase| settings.phase = Some(phase)),
        said: |settings, project| {
            settings.phase.map_or_else(String::new, |phase| By::Attributes(vec![phase]).word(project))
        },
        values: attribute_names,
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
        values: coder_names,
    },
    Setting {
        key: "coding-unit",
        says: "what coders are compared by: turns, sentences, characters",
        take: |settings, _, word| chosen("coding-unit", word, CODING_UNITS).map(|unit| settings.coding_unit = unit),
        said: |settings, _| word_for(settings.coding_unit, CODING_UNITS),
        values: |_| words(CODING_UNITS),
    },
    Setting {
        key: "average",
        says: "over documents: pooled, weighted, unweighted; the last two with -complete count undefined as 1",
        take: |settings, _, word| chosen("average", word, AVERAGES).map(|average| settings.average = average),
        said: |settings, _| word_for(settings.average, AVERAGES),
        values: |_| words(AVERAGES),
    },
    Setting {
        key: "overlap",
        says: "from which intersection by union on segments match: above 0, up to 1",
        take: |settings, _, word| {
            let fits = |overlap: &f64| *overlap > 0.0 && *overlap <= 1.0;
            number("overlap", word, "a number above 0, up to 1", fits).map(|overlap| settings.overlap = overlap)
        },
        said: |settings, _| settings.overlap.to_string(),
        values: |_| vec!["0.9".to_string(), "1".to_string()],
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
        values: |_| vec!["10 words".to_string(), "2 turns".to_string()],
    },
    Setting {
        key: "domain",
        says: "the code whose subcodes are one domain; else every code is one",
        take: |settings, project, word| code(project, word).map(|code| settings.domain = Some(code)),
        said: |settings, project| settings.domain.map_or_else(String::new, |code| project.code_path(code).join(" > ")),
        values: code_paths,
    },
    Setting {
        key: "base",
        says: "interviews whose codes the others are set against: 4, 5, 6",
        take: |settings, _, word| chosen("base", word, BASES).map(|base| settings.runs.base = base),
        said: |settings, _| settings.runs.base.to_string(),
        values: |_| words(BASES),
    },
    Setting {
        key: "run",
        says: "interviews of a run: 2, 3",
        take: |settings, _, word| chosen("run", word, RUNS).map(|run| settings.runs.run = run),
        said: |settings, _| settings.runs.run.to_string(),
        values: |_| words(RUNS),
    },
    Setting {
        key: "threshold",
        says: "the share of new codes of which it is said that few come: 0.05, 0",
        take: |settings, _, word| {
            let fits = |share: &f64| (0.0..=1.0).contains(share);
            number("threshold", word, "a number from 0 to 1", fits).map(|share| settings.runs.threshold = share)
        },
        said: |settings, _| settings.runs.threshold.to_string(),
        values: |_| vec!["0.05".to_string(), "0".to_string()],
    },
    Setting {
        key: "orders",
        says: "random orders of the documents to look at, too: how many",
        take: |settings, _, word| whole("orders", word, 100_000).map(|orders| settings.orders = orders as usize),
        said: |settings, _| settings.orders.to_string(),
        values: |_| vec!["0".to_string(), "1000".to_string()],
    },
    Setting {
        key: "interval",
        says: "the figure that an interval is wanted of: none, percent, kappa, alpha, f1 ...",
        take: |settings, _, word| chosen("interval", word, FIGURES).map(|figure| settings.interval = figure),
        said: |settings, _| word_for(settings.interval, FIGURES),
        values: |_| words(FIGURES),
    },
    Setting {
        key: "seed",
        says: "where chance starts, for intervals and random orders: a whole number",
        take: |settings, _, word| whole("seed", word, u64::MAX).map(|seed| settings.seed = seed),
        said: |settings, _| settings.seed.to_string(),
        values: |_| vec!["1".to_string()],
    },
];

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
const FIGURES: Choices<Option<&'static str>> = &[
    ("none", None),
    ("percent", Some("percent")),
    ("kappa", Some("kappa")),
    ("scott_pi", Some("scott_pi")),
    ("fleiss", Some("fleiss")),
    ("ac1", Some("ac1")),
    ("f1", Some("f1")),
    ("jaccard", Some("jaccard")),
    ("alpha", Some("alpha")),
];
const BASES: Choices<usize> = &[("4", 4), ("5", 5), ("6", 6)];
const RUNS: Choices<usize> = &[("2", 2), ("3", 3)];

const LAYERS: [&str; 3] = ["settled", "union", "consensus"];
const BYS: [&str; 4] = ["study", "document", "case", "speaker"];

fn words<T>(choices: Choices<T>) -> Vec<String> {
    choices.iter().map(|(word, _)| word.to_string()).collect()
}

fn code_paths(project: &Project) -> Vec<String> {
    project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect()
}

fn coder_names(project: &Project) -> Vec<String> {
    project.coders().map(|(_, coder)| coder.name.clone()).collect()
}

fn attribute_names(project: &Project) -> Vec<String> {
    project.attributes().map(|(_, attribute)| attribute.name.clone()).collect()
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

fn whole(key: &'static str, word: &str, most: u64) -> Result<u64, Wrong> {
    let wrong = || Wrong::Value { key, value: word.to_string(), wanted: format!("a whole number up to {most}") };
    word.parse().ok().filter(|number| *number <= most).ok_or_else(wrong)
}

fn word_for<T: PartialEq>(value: T, choices: Choices<T>) -> String {
    choices.iter().find(|(_, other)| *other == value).map_or_else(String::new, |(name, _)| name.to_string())
}
