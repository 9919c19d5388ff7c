//! Questions to a project, answered as a [`Table`] or a [`Page`]: shared by the command line and the screen.
//!
//! Every number here is defined in one sentence where it is computed: what is counted, over what,
//! and when there is no number. Respondents are people, never files. Nothing here reads a file,
//! makes a change, or depends on a clock or on the order of a hash table: the same project and the
//! same settings give the same bytes.

pub mod agreement;
mod asking;
mod autocode;
mod axis;
mod category;
mod chance;
mod code_report;
mod codebook_page;
mod codebook_table;
mod comparison_log;
mod cooccurrence;
mod coverage;
mod crosstab;
mod differences;
mod disagreement;
mod format;
mod frequency;
mod identifiers;
mod layer;
mod line_by_line;
mod links;
pub mod lists;
mod memo_list;
mod near;
mod page;
pub mod people;
mod phases;
mod printed;
mod progress;
mod query;
mod quotation;
mod quotations;
mod quoting;
mod reports;
mod revising;
mod sample;
mod saturation;
mod settings;
mod soundness;
mod table;
mod tally;
mod trail;
mod withdrawing;
mod write;
mod wrong;

pub use asking::{ASK_KEYS, AskKey, Asking, Plain, Relation, Says};
pub use autocode::{Extent, Rule};
pub use axis::{Axis, AxisColumn, Place, phase_of};
pub use category::to_confirm;
pub use codebook_page::codebook_page;
pub use cooccurrence::{Cooccurrence, Meeting, Relations, Standing};
pub use coverage::{Ground, Unit, characters_in, runs, runs_in, shared, words_in};
pub use crosstab::{Crossing, crossings};
pub use differences::differences;
pub use disagreement::{Disagreement, disagreements, finished_coders};
pub use format::{Format, Write};
pub use identifiers::{Identifier, Look, about, identifiers, identifiers_table};
pub use layer::{Counting, Layer, Seen, sweep};
pub use line_by_line::{LineByLine, line_by_line};
pub use links::{link_at, links, mentions, named};
pub use memo_list::{MemoQuery, memo_page, memo_table, memos_meant, target_words};
pub use near::Distance;
pub use page::{Block, PAGE_FORMATS, Page, html_page, marked_up};
pub use phases::{Mentions, Panel, direction};
pub use printed::{Paper, PrintLine, print_html, print_text, printed_lines};
pub use progress::{Progress, progress};
pub use query::{Excerpt, Memoed, Query, Reach, cite, excerpts};
pub use quoting::{excerpt_page, excerpt_table};
pub use reports::{Answer, REPORTS, Report};
pub use revising::{Going, Revisal};
pub use sample::Summary;
pub use saturation::{Run, Runs, Saturation};
pub use settings::{By, Count, Normalise, Of, SETTINGS, Setting, Settings, settings_completed, settings_in};
pub use soundness::faults;
pub use table::{Cell, Column, Kind, Table, Value};
pub use tally::{Numbers, Tally, tallies, tally};
pub use trail::{TRAIL_KEYS, TrailQuery, acts, trail};
pub use withdrawing::{Choices, Counts, Holding, certificate, certificate_name};
pub use write::TABLE_FORMATS;
pub use wrong::Wrong;
