//! Reports that are pages to read, and those that tell from the log what was done.

use super::reporting::Asked;
use crate::analysis::{Answer, Report, settings_in};
use crate::app::App;
use crate::app::overlay::{Overlay, Reader};
use crate::panes::sheet::Sheet;

/// Shows a report with the settings in a line, as it is now; one about a code is about the code under the cursor where
/// none is named.
pub(super) fn open(app: &mut App, report: &'static Report, line: &str) -> Result<(), Asked> {
    let mut pairs = settings_in(line)?;
    let here = app.place.code.map(|code| code.to_string());
    let is_named = pairs.iter().any(|(key, _)| *key == "code");
    if let Some(code) = here.as_deref().filter(|_| !is_named && report.is_about_a_code()) {
        pairs.push(("code", code));
    }
    let texts = app.desk.texts().clone();
    let answer = match report.reads_log() {
        true => {
            let log = app.desk.history().map_err(|unread| Asked::ForNothing(unread.to_string()))?;
            report.answer(log.project(), Some(log), &texts, &pairs)?
        }
        false => report.answer(app.desk.project(), None, &texts, &pairs)?,
    };
    app.overlays.push(match answer {
        Answer::Table(table) => Overlay::Sheet(Box::new(Sheet::new(table))),
        Answer::Page(page) => Overlay::Page(Box::new(Reader::of(page, report.name))),
    });
    Ok(())
}
