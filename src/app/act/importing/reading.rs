//! Reading transcripts, as many at a time as there are processors.

use super::show;
use crate::abreast;
use crate::analysis::Watch;
use crate::app::act::awaiting::{Work, work_out};
use crate::app::act::reporting::Asked;
use crate::app::overlay::AfterImport;
use crate::app::{App, Trouble};
use crate::exchange::speakers::Speakers;
use crate::exchange::{Arriving, Came, LIMIT, TOGETHER, read};
use crate::store::read_input;
use crate::text::count_of;

/// What was read, and for each file that could not be read why.
type Read = (Vec<Came>, Vec<String>);

/// Reads these files and shows who speaks in them; what takes longer than a key can wait is shown when it is there.
pub(super) fn read_beside(app: &mut App, paths: Vec<String>) -> Result<(), Trouble> {
    let name = match &paths[..] {
        [path] => path.clone(),
        paths => count_of(paths.len(), "file"),
    };
    let work = Work {
        doing: format!("reading {name}"),
        name,
        done: None,
        failed: "these files could not be read; please tell us what they are",
        settings: None,
        renews: false,
    };
    let begun = work_out(app, work, move |watch| {
        let (came, failed) = read_all(&paths, watch);
        let arriving = (!came.is_empty()).then(|| Arriving::of(came, &Speakers::Auto));
        Box::new(move |app| {
            let first = failed.first().cloned();
            let Some(arriving) = arriving else {
                return Err(Asked::ForNothing(first.unwrap_or_else(|| "no file is called so".to_string())));
            };
            show(app, arriving, AfterImport::Stay);
            if let Some(first) = first {
                let more = failed.len() - 1;
                let more = if more == 0 { String::new() } else { format!(", and {more} more") };
                app.alarm(format!("left out: {first}{more}"));
            }
            Ok(())
        })
    });
    begun.map_err(Trouble::from)
}

/// Reads these files, in their order; no more of them once nobody waits.
pub fn read_all(paths: &[String], watch: &Watch) -> Read {
    let (mut came, mut failed) = (Vec::new(), Vec::new());
    let one = |path: &String| {
        if !watch.looks(paths.len()) {
            return Err(format!("{path}: not read"));
        }
        let bytes = read_input(path, LIMIT).map_err(|error| error.to_string())?;
        let arrival = read(path, &bytes).map_err(|error| format!("{path}: {error}"))?;
        Ok(Came { file: path.clone(), arrival, bytes })
    };
    for piece in paths.chunks(TOGETHER) {
        for read in abreast::each(piece, one) {
            match read {
                Ok(one) => came.push(one),
                Err(why) => failed.push(why),
            }
        }
    }
    (came, failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_once_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["a.txt", "b.txt", "none.txt"];
        let paths = names.map(|name| folder.path().join(name).display().to_string());
        paths[..2].iter().for_each(|path| std::fs::write(path, "I: One\nP1: Two\n").unwrap());
        let watch = Watch::default();
        let (came, failed) = read_all(&paths, &watch);
        assert_eq!(came.iter().map(|one| &one.file).collect::<Vec<_>>(), [&paths[0], &paths[1]]);
        assert!(failed.len() == 1 && failed[0].contains("none.txt"), "{failed:?}");
        assert_eq!(watch.percent(), Some(100));
        watch.leave();
        assert!(read_all(&paths, &watch).0.is_empty());
    }
}
