//! The parts of a rich text, where their words go, and what holds in them.

use crate::exchange::looks::Look;

/// Where the words of a group go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    Page,
    /// Into the list of fonts, which has their character sets.
    Fonts,
    /// Into the list of colours.
    Colours,
    /// Into a header or footer.
    Furniture,
    Nowhere,
}

/// What holds from here to the end of a group.
#[derive(Clone)]
pub struct Group {
    pub goes: Goes,
    pub font: Option<i32>,
    pub look: Look,
    pub is_hidden: bool,
    pub is_deleted: bool,
    /// How many signs stand for an older program behind a sign in Unicode.
    pub stand_in: usize,
    /// Lines that were open where the text box began in which this stands.
    pub around: usize,
}

impl Default for Group {
    fn default() -> Group {
        Group {
            goes: Goes::Page,
            font: None,
            look: Look::default(),
            is_hidden: false,
            is_deleted: false,
            stand_in: 1,
            around: 0,
        }
    }
}

/// Parts without words of the page, or with a second copy of them.
#[rustfmt::skip]
pub const NOWHERE: &[&str] = &[
    "atnauthor", "atnid", "bkmkend", "bkmkstart", "filetbl", "fldinst", "generator", "info", "listoverridetable",
    "listtable", "listtext", "nonesttables", "nonshppict", "objclass", "objdata", "objname", "pgdsctbl", "pntext", "pntxta",
    "pntxtb", "revtbl", "rxe", "shprslt", "sp", "stylesheet", "tc", "tcn", "template", "txe", "upr", "xe",
];

/// Parts that programs may pass over, and that have words or pictures of the page.
pub const STARRED: &[&str] = &["shpinst", "shppict"];
