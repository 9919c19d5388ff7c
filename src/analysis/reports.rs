//! The list of reports.

use crate::project::{Project, Texts};

use super::{
    SETTINGS, Settings, Table, Wrong, agreement, category, cooccurrence, coverage, crosstab, frequency, line_by_line,
    phases, picture, sample, saturation, strip,
};

/// A question that can be asked by name.
pub struct Report {
    /// What the command line calls it.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// The settings it takes, by key.
    pub settings: &'static [&'static str],
    /// Settings of which it has a default of its own, with that.
    defaults: &'static [(&'static str, &'static str)],
    run: fn(&Project, &dyn Texts, &Settings) -> Result<Table, Wrong>,
    /// How its table is seen as a picture.
    pub(super) picture: picture::Draw,
}

/// Every report.
pub const REPORTS: &[Report] = &[
    Report {
        name: "category",
        says: "respondents and excerpts of every code",
        settings: &["layer", "where", "count", "show"],
        defaults: &[],
        run: category::table,
        picture: picture::bars,
    },
    Report {
        name: "frequency",
        says: "excerpts of every code by document, person, speaker or attribute",
        settings: &["layer", "where", "count", "by", "normalise", "of"],
        defaults: &[],
        run: frequency::table,
        picture: picture::heat,
    },
    Report {
        name: "coverage",
        says: "how much of the words every code covers",
        settings: &["layer", "where", "count", "by", "unit", "of"],
        defaults: &[],
        run: coverage::table,
        picture: picture::heat,
    },
    Report {
        name: "crosstab",
        says: "respondents and excerpts of every code against attributes",
        settings: &["layer", "where", "count", "by"],
        defaults: &[],
        run: crosstab::table,
        picture: picture::heat,
    },
    Report {
        name: "cooccurrence",
        says: "which codes stand on the same words, and how often",
        settings: &["layer", "where", "count", "near"],
        defaults: &[],
        run: cooccurrence::table,
        picture: picture::heat,
    },
    Report {
        name: "line-by-line",
        says: "how far every document is coded, and which turns are not",
        settings: &["layer"],
        defaults: &[],
        run: line_by_line::table,
        picture: picture::bars,
    },
    Report {
        name: "phases",
        says: "who spoke of every code in each phase, by an attribute, and the panel",
        settings: &["layer", "where", "count", "by", "phase"],
        defaults: &[("count", "subtree")],
        run: phases::table,
        picture: picture::slopes,
    },
    Report {
        name: "sample",
        says: "who took part: people by every attribute, means and deviations",
        settings: &[],
        defaults: &[],
        run: sample::table,
        picture: picture::bars,
    },
    Report {
        name: "agreement",
        says: "how far coders agree on every code, beyond chance and not",
        settings: &["coders", "count", "coding-unit", "of", "average", "interval", "seed"],
        defaults: &[("of", "participants")],
        run: agreement::table,
        picture: picture::dots,
    },
    Report {
        name: "disagreements",
        says: "every passage on which coders differ, code by code, and how",
        settings: &["coders", "count", "code"],
        defaults: &[],
        run: agreement::disagreement_table,
        picture: picture::bars,
    },
    Report {
        name: "segments",
        says: "how the segments of two coders match",
        settings: &["coders", "count", "overlap"],
        defaults: &[],
        run: agreement::segment_table,
        picture: picture::bars,
    },
    Report {
        name: "unitizing",
        says: "Krippendorff's alphas for how coders cut and code the text",
        settings: &["coders", "count", "domain"],
        defaults: &[],
        run: agreement::unitizing_table,
        picture: picture::bars,
    },
    Report {
        name: "saturation",
        says: "which codes are new in each interview, and runs of interviews with few",
        settings: &["layer", "where", "base", "run", "threshold", "orders", "seed"],
        defaults: &[],
        run: saturation::table,
        picture: picture::curve,
    },
    Report {
        name: "strip",
        says: "where in each document every code falls",
        settings: &["layer", "where", "count", "code"],
        defaults: &[],
        run: strip::table,
        picture: picture::strip,
    },
];

impl Report {
    /// The report of that name.
    pub fn of(name: &str) -> Option<&'static Report> {
        REPORTS.iter().find(|report| report.name == name)
    }

    /// Reads settings (key, value), its own defaults where nothing is said.
    ///
    /// # Errors
    /// A setting this report does not take, a value that is none, or a name the project does not know.
    pub fn settings(&self, project: &Project, pairs: &[(&str, &str)]) -> Result<Settings, Wrong> {
        if let Some((key, _)) = pairs.iter().find(|(key, _)| !self.settings.contains(key)) {
            return Err(Wrong::Setting { key: key.to_string(), there: self.settings.join(", ") });
        }
        Settings::parse(project, &[self.defaults, pairs].concat())
    }

    /// Answers, as the settings (key, value) ask.
    ///
    /// # Errors
    /// A setting this report does not take, a value that is none, or a name the project does not know.
    pub fn table(&self, project: &Project, texts: &dyn Texts, pairs: &[(&str, &str)]) -> Result<Table, Wrong> {
        let mut settings = self.settings(project, pairs)?;
        settings.look(project, texts);
        let mut table = (self.run)(project, texts, &settings)?;
        let taken = SETTINGS.iter().filter(|setting| self.settings.contains(&setting.key));
        let said = taken.map(|setting| (setting.key, (setting.said)(&settings, project)));
        table.settings = said.filter(|(_, value)| !value.is_empty()).collect();
        Ok(table)
    }
}
