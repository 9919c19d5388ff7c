//! The list of reports.

use crate::project::{Fold, Project, Texts};

use super::{
    Page, SETTINGS, Settings, Table, Watch, Wrong, agreement, category, code_report, codebook_table, comparison_log,
    cooccurrence, coverage, crosstab, dimensions, framework, frequency, line_by_line, negative_cases, new_codes,
    phases, picture, quotations, sample, strip,
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
    run: Run,
}

/// A table that is told from the log, too, where that is at hand.
type Told = fn(&Project, Option<&Fold>, &dyn Texts, &Settings) -> Result<Table, Wrong>;

/// How a report is made, and what it answers with.
enum Run {
    /// With a table, and how that is seen as a picture.
    Table(fn(&Project, &dyn Texts, &Settings) -> Result<Table, Wrong>, picture::Draw),
    /// With a page.
    Page(fn(&Project, &dyn Texts, &Settings) -> Result<Page, Wrong>),
    /// With a table that tells from the log what was done, too, and how that is seen as a picture.
    Trail(Told, picture::Draw),
}

/// What a report answers with.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Columns and rows.
    Table(Table),
    /// Words to be read.
    Page(Page),
}

/// Every report.
pub const REPORTS: &[Report] = &[
    Report {
        name: "category",
        says: "respondents and excerpts of every code",
        settings: &["layer", "where", "count", "show"],
        defaults: &[],
        run: Run::Table(category::table, picture::bars),
    },
    Report {
        name: "frequency",
        says: "excerpts of every code by document, person, speaker or attribute",
        settings: &["layer", "where", "count", "by", "normalise", "of"],
        defaults: &[],
        run: Run::Table(frequency::table, picture::heat),
    },
    Report {
        name: "coverage",
        says: "how much of the words every code covers",
        settings: &["layer", "where", "count", "by", "unit", "of"],
        defaults: &[],
        run: Run::Table(coverage::table, picture::heat),
    },
    Report {
        name: "crosstab",
        says: "respondents and excerpts of every code against attributes",
        settings: &["layer", "where", "count", "by"],
        defaults: &[],
        run: Run::Table(crosstab::table, picture::heat),
    },
    Report {
        name: "cooccurrence",
        says: "which codes stand on the same words, and how often",
        settings: &["layer", "where", "count", "near"],
        defaults: &[],
        run: Run::Table(cooccurrence::table, picture::heat),
    },
    Report {
        name: "line-by-line",
        says: "how far every document is coded, and which turns are not",
        settings: &["layer"],
        defaults: &[],
        run: Run::Table(line_by_line::table, picture::bars),
    },
    Report {
        name: "phases",
        says: "who spoke of every code in each phase, by an attribute, and the panel",
        settings: &["layer", "where", "count", "by", "phase"],
        defaults: &[("count", "subtree")],
        run: Run::Table(phases::table, picture::slopes),
    },
    Report {
        name: "sample",
        says: "who took part: people by every attribute, means and deviations",
        settings: &[],
        defaults: &[],
        run: Run::Table(sample::table, picture::bars),
    },
    Report {
        name: "agreement",
        says: "how far coders agree on every code, beyond chance and not",
        settings: &["coders", "count", "coding-unit", "of", "average", "interval", "seed"],
        defaults: &[("of", "participants")],
        run: Run::Table(agreement::table, picture::dots),
    },
    Report {
        name: "disagreements",
        says: "every passage on which coders differ, code by code, and how",
        settings: &["coders", "count", "code"],
        defaults: &[],
        run: Run::Table(agreement::disagreement_table, picture::bars),
    },
    Report {
        name: "segments",
        says: "how the segments of two coders match",
        settings: &["coders", "count", "overlap"],
        defaults: &[],
        run: Run::Table(agreement::segment_table, picture::bars),
    },
    Report {
        name: "unitizing",
        says: "Krippendorff's alphas for how coders cut and code the text",
        settings: &["coders", "count", "domain"],
        defaults: &[],
        run: Run::Table(agreement::unitizing_table, picture::bars),
    },
    Report {
        name: "saturation",
        says: "which codes are new in each interview, runs with few, and changes of the codebook",
        settings: &["layer", "where", "by", "base", "run", "threshold", "orders", "seed"],
        defaults: &[("by", "document")],
        run: Run::Trail(new_codes::table, picture::curve),
    },
    Report {
        name: "meaning-saturation",
        says: "the dimensions noted of every code, and the interview that added the last",
        settings: &["layer", "where"],
        defaults: &[],
        run: Run::Table(dimensions::table, picture::bars),
    },
    Report {
        name: "code",
        says: "one code: what it means, and every excerpt in its context",
        settings: &["code", "layer", "where", "count", "by"],
        defaults: &[],
        run: Run::Page(code_report::page),
    },
    Report {
        name: "codebook",
        says: "every code with its definition, excerpts and respondents, to be published",
        settings: &["layer", "where", "count"],
        defaults: &[],
        run: Run::Table(codebook_table::table, picture::bars),
    },
    Report {
        name: "quotations",
        says: "key quotes, or other excerpts, by code, with who speaks and what was left out",
        settings: &["layer", "where", "by"],
        defaults: &[],
        run: Run::Page(quotations::page),
    },
    Report {
        name: "comparisons",
        says: "which excerpts were compared, what was decided, and what was changed for it",
        settings: &[],
        defaults: &[],
        run: Run::Trail(comparison_log::table, picture::bars),
    },
    Report {
        name: "negative-cases",
        says: "claims: the evidence for and against each, who does not fit, and the searches made",
        settings: &[],
        defaults: &[],
        run: Run::Table(negative_cases::table, picture::bars),
    },
    Report {
        name: "strip",
        says: "where in each document every code falls",
        settings: &["layer", "where", "count", "code"],
        defaults: &[],
        run: Run::Table(strip::table, picture::strip),
    },
    Report {
        name: "framework",
        says: "people against codes: the analyst's summary and the excerpts of every cell",
        settings: &["code", "by"],
        defaults: &[],
        run: Run::Table(framework::table, picture::heat),
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

    /// Whether it answers with a page.
    pub fn is_page(&self) -> bool {
        matches!(self.run, Run::Page(_))
    }

    /// How its table is seen as a picture.
    pub(super) fn picture(&self) -> picture::Draw {
        match self.run {
            Run::Table(_, draw) | Run::Trail(_, draw) => draw,
            Run::Page(_) => picture::bars,
        }
    }

    /// Whether it is a page about one code.
    pub fn is_about_a_code(&self) -> bool {
        self.is_page() && self.settings.contains(&"code")
    }

    /// Whether it tells from the log what was done, where it is given.
    pub fn reads_log(&self) -> bool {
        matches!(self.run, Run::Trail(..))
    }

    /// Answers, as the settings (key, value) ask; `log` where it [reads](Report::reads_log) that.
    ///
    /// # Errors
    /// A setting this report does not take, a value that is none, a name the project does not know, or nothing to
    /// report on.
    pub fn answer(
        &self,
        project: &Project,
        log: Option<&Fold>,
        texts: &dyn Texts,
        pairs: &[(&str, &str)],
    ) -> Result<Answer, Wrong> {
        self.watched(project, log, texts, pairs, &Watch::default())
    }

    /// The same, while somebody watches who may leave: what is answered then is worth nothing.
    ///
    /// # Errors
    /// As there.
    pub fn watched(
        &self,
        project: &Project,
        log: Option<&Fold>,
        texts: &dyn Texts,
        pairs: &[(&str, &str)],
        watch: &Watch,
    ) -> Result<Answer, Wrong> {
        let mut settings = self.settings(project, pairs)?;
        settings.watch = watch.clone();
        settings.look(project, texts);
        let taken = SETTINGS.iter().filter(|setting| self.settings.contains(&setting.key));
        let said = taken.map(|setting| (setting.key, (setting.said)(&settings, project)));
        let said: Vec<(&str, String)> = said.filter(|(_, value)| !value.is_empty()).collect();
        let table = match self.run {
            Run::Page(run) => {
                let mut page = run(project, texts, &settings)?;
                said.into_iter().for_each(|(key, value)| page.note(format!("{key}: {value}")));
                return Ok(Answer::Page(page));
            }
            Run::Table(run, _) => run(project, texts, &settings)?,
            Run::Trail(run, _) => run(project, log, texts, &settings)?,
        };
        Ok(Answer::Table(Table { settings: said, ..table }))
    }

    /// As [`answer`](Report::answer), without the log, for a report that answers with a table.
    ///
    /// # Errors
    /// As there, or it answers with a page.
    pub fn table(&self, project: &Project, texts: &dyn Texts, pairs: &[(&str, &str)]) -> Result<Table, Wrong> {
        match self.answer(project, None, texts, pairs)? {
            Answer::Table(table) => Ok(table),
            Answer::Page(_) => Err(Wrong::NoTable { report: self.name }),
        }
    }
}
