//! Why a change cannot be made, in words for whoever wanted it.

/// Why a change cannot be made. Each says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)] // the message says what each is
pub enum Refusal {
    #[error("there is no such {0} in this project; look at what there is, and try again")]
    Unknown(&'static str),
    #[error("that {0} was removed; bring it back first (u undoes a removal)")]
    Gone(&'static str),
    #[error("that {0} is there already")]
    Present(&'static str),
    #[error("there is already a {kind} named {name:?} here; pick it, or choose another name")]
    NameTaken { kind: &'static str, name: String },
    #[error("a name needs at least one visible character, and no line break")]
    NoName,
    #[error("the code {name:?} is part of that branch; a code cannot stand under itself")]
    Circle { name: String },
    #[error("the span {start}..{end} is out of range: this document has {length} characters")]
    OutOfRange { start: u32, end: u32, length: u32 },
    #[error("the passage {start}..{end} covers only blank space; select some words")]
    Blank { start: u32, end: u32 },
    #[error("this passage is coded so already; nothing was changed")]
    Repeated,
    #[error("the code {name:?} is {state}; take it into use again, or pick another")]
    NotInUse { name: String, state: &'static str },
    #[error("{value:?} is no {wanted}; {hint}")]
    WrongValue { value: String, wanted: &'static str, hint: String },
    #[error("there is no speaker {label:?} in {title:?}; see `emic speakers`")]
    NoSpeaker { label: String, title: String },
    #[error("the turns do not fit this document: {0}")]
    BadTurns(&'static str),
    #[error("the times do not fit this document: they must stand in order and lie in its text")]
    BadTimes,
    #[error("the words of {title:?} were revised otherwise in the meantime; look at them, and revise them again")]
    RevisedMeanwhile { title: String },
    #[error("none of the words that this speaks of is left in {title:?}, which was revised in the meantime")]
    WordsGone { title: String },
    #[error("there is nothing to compare in one excerpt; mark two or more")]
    NothingCompared,
    #[error("its words were erased for good, as somebody withdrew; they cannot come back")]
    Erased,
    #[error("nothing was done yet by then; `emic log` says when what was done")]
    NotYet,
    #[error("this is the project as of {0}, to be looked at; open it without --as-of to change it")]
    Past(String),
    #[error("it is still in use: {0}")]
    InUse(String),
}
