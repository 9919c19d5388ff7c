//! Files on their way into a project that is not made yet.

use super::Arrived;
use crate::analysis::Watch;
use crate::app::act::importing::{is_whole_path, read_all};
use crate::exchange::Arriving;
use crate::exchange::speakers::{Label, Speakers};
use crate::store::{is_there, typed_path};

/// Reads the files that a line names, and finds who speaks in them; or the one that is no transcript.
pub(super) fn read_line(line: &str) -> Result<Arrived, String> {
    let files = names_in(line);
    if let [file] = &files[..]
        && is_whole_path(file)
    {
        let path = typed_path(file).display().to_string();
        return if is_there(file) { Ok(Arrived::Whole(path)) } else { Err(format!("{path} is not there")) };
    }
    let files: Vec<String> = files.iter().map(|file| typed_path(file).display().to_string()).collect();
    let (came, failed) = read_all(&files, &Watch::default());
    if let Some(why) = failed.into_iter().next() {
        return Err(why);
    }
    match came.is_empty() {
        true => Err("write the names of files, or drag them here; Esc leaves".to_string()),
        false => Ok(Arrived::Transcripts(Box::new(Arriving::of(came, &Speakers::Auto)))),
    }
}

/// The name of a file or folder without what is around it.
pub(super) fn stem(path: &str) -> &str {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What was found, a line for each label: name, role, turns, where, first words.
pub(super) fn lines_of(arriving: &Arriving) -> Vec<String> {
    let line = |label: &Label| {
        let role = if label.accepted { label.role.word() } else { "doubtful: left out" };
        let titles = arriving.titles(label).join(", ");
        format!("{:<14} {role:<13} {:>4} turns  {titles}  {}", label.name, label.turns, label.first_words)
    };
    let mut lines: Vec<String> = arriving.table.labels.iter().map(line).collect();
    lines.extend(arriving.silent().iter().map(|title| format!("nobody is found to speak in {title}")));
    lines.extend(arriving.notes());
    lines
}

/// The names of files in a line as a shell would have them: blanks part them, quotes and `\` hold blanks.
fn names_in(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut quote = None;
    let mut begun = false;
    let mut letters = line.trim().chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (letter, Some(open)) if letter == open => quote = None,
            ('\'' | '"', None) => (quote, begun) = (Some(letter), true),
            ('\\', None) => name.extend(letters.next()),
            (' ', None) => {
                if begun || !name.is_empty() {
                    names.push(std::mem::take(&mut name));
                }
                begun = false;
            }
            _ => name.push(letter),
        }
    }
    names.extend((!name.is_empty()).then_some(name));
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn files_are_named_as_in_a_shell() {
        let line = r#"FG1.txt  '/home/mk/my study/FG 2.docx' my\ notes.txt "it's.txt""#;
        assert_eq!(names_in(line), ["FG1.txt", "/home/mk/my study/FG 2.docx", "my notes.txt", "it's.txt"]);
        assert_eq!(names_in("  "), [""; 0]);
        assert_eq!(names_in("'half"), ["half"]);
    }
}
