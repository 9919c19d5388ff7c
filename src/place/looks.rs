//! How it looks to this coder, and how far they were shown round.

use serde::{Deserialize, Serialize};

/// How codings are shown beside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StripeShow {
    /// A bar for each, and the names.
    #[default]
    Names,
    /// The bars alone.
    Bars,
    /// Not at all.
    Off,
}

impl StripeShow {
    /// The next one, as `z s` cycles.
    pub fn next(self) -> StripeShow {
        match self {
            StripeShow::Names => StripeShow::Bars,
            StripeShow::Bars => StripeShow::Off,
            StripeShow::Off => StripeShow::Names,
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            StripeShow::Names => "stripes with names",
            StripeShow::Bars => "stripes without names",
            StripeShow::Off => "no stripes",
        }
    }
}

/// How far the coach has come who shows a newcomer round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coach {
    /// At this step, from 0.
    At(usize),
    /// Sent away, or done.
    Gone,
}

impl Default for Coach {
    fn default() -> Coach {
        Coach::At(0)
    }
}
