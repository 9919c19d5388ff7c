//! What is wrong with a question.

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
    /// There is nothing to report on: what is not there, and what to do.
    #[error("{0}")]
    Nothing(String),
    /// A report that answers with a page, where a table is wanted.
    #[error("{report} is a page to read, and no table")]
    NoTable { report: &'static str },
    /// A report on one code, and none was named.
    #[error("say which code to report on (from the shell: --code PATH); there {there}")]
    NoCode { there: String },
    /// No document has a phase.
    #[error(
        "no document has a phase: give documents an attribute named phase, or say which attribute it is by --phase NAME"
    )]
    NoPhases,
    /// Agreement takes two.
    #[error(
        "agreement takes two coders who coded the same documents; say who by --coders, or have a colleague code too"
    )]
    OneCoder,
    /// No document has two of them.
    #[error("no document was coded by two of these coders; assign one to both, or name others by --coders")]
    NothingTwice,
    /// Every document that has two of them is unfinished.
    #[error("no document is finished by two of these coders; still open: {unfinished}")]
    Unfinished { unfinished: String },
    /// More than two coders where two are compared.
    #[error("segments of two coders are matched, and there are more ({names}); say which two by --coders")]
    TwoCoders { names: String },
    /// An average that is of two coders alone.
    #[error(
        "averages over documents are of two coders, and there are {coders}; say which two by --coders, or take pooled"
    )]
    PooledOnly { coders: usize },
    /// A domain needs codes to tell apart.
    #[error("{name:?} has fewer than two subcodes, and a domain needs two to tell apart; name another code")]
    Domain { name: String },
    /// A coder who lets codes of a domain overlap.
    #[error(
        "codes of a domain may not overlap: {coder} has both {:?} and {:?} at {place}{more}; move the ends there, or take another domain",
        .codes[0], .codes[1]
    )]
    Clash { coder: String, codes: [String; 2], place: String, more: String },
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
    /// What is wrong, and where in the line it stands, in characters from 1.
    #[error("column {column}: {wrong}")]
    At { column: usize, wrong: Box<Wrong> },
    /// A sign that has not what it wants beside it.
    #[error("{0}; signs that are looked for as words stand in quotation marks")]
    Sign(&'static str),
    /// A quotation mark or a pattern that is not closed.
    #[error("a quotation mark or a / is open here; close it")]
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
