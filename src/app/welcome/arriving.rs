//! Transcripts on their way into a project that is not made yet.

use crate::desk::Desk;
use crate::exchange::speakers::{Speakers, Table, detect};
use crate::exchange::{Arrival, LIMIT, plan_transcripts, read};
use crate::project::{Edit, TextKey};
use crate::store::{original_name, read_input, typed_path};
use crate::text::clean;

/// Files that were read, and who speaks in them.
pub(super) struct Arrived {
    /// Each with its name and the bytes it came as.
    files: Vec<(String, Vec<u8>)>,
    arrivals: Vec<Arrival>,
    table: Table,
}

impl Arrived {
    /// Reads the files that a line names.
    pub(super) fn read(line: &str) -> Result<Arrived, String> {
        let mut files = Vec::new();
        let mut arrivals = Vec::new();
        for file in names_in(line) {
            let file = typed_path(&file).display().to_string();
            let bytes = read_input(&file, LIMIT).map_err(|error| error.to_string())?;
            arrivals.push(read(&file, &bytes).map_err(|error| format!("{file}: {error}"))?);
            files.push((file, bytes));
        }
        if files.is_empty() {
            return Err("write the names of files, or drag them here; Esc leaves".to_string());
        }
        let words: Vec<&str> = arrivals.iter().map(|arrival| arrival.words.as_str()).collect();
        let table = detect(&words, &Speakers::Auto);
        Ok(Arrived { files, arrivals, table })
    }

    /// What was found, a line for each label: name, role, turns, where, first words.
    pub(super) fn lines(&self) -> Vec<String> {
        let title = |&place: &usize| self.arrivals[place].title.as_str();
        let line = |label: &crate::exchange::speakers::Label| {
            let role = if label.accepted { label.role.word() } else { "doubtful: left out" };
            let titles: Vec<&str> = label.documents.iter().map(title).collect();
            let titles = titles.join(", ");
            format!("{:<14} {role:<13} {:>4} turns  {titles}  {}", label.name, label.turns, label.first_words)
        };
        let mut lines: Vec<String> = self.table.labels.iter().map(line).collect();
        let heard = |place: &usize| self.table.labels.iter().any(|label| label.documents.contains(place));
        let silent: Vec<usize> = (0..self.arrivals.len()).filter(|place| !heard(place)).collect();
        lines.extend(silent.iter().map(|place| format!("nobody is found to speak in {}", title(place))));
        let notes = self
            .arrivals
            .iter()
            .flat_map(|arrival| arrival.notes.iter().map(|note| format!("{}: {note}", arrival.title)));
        lines.extend(notes);
        lines
    }

    /// Brings everything into a project, as one act.
    pub(super) fn bring(&self, desk: &mut Desk) -> Result<(), String> {
        let files: Vec<&str> = self.files.iter().map(|(file, _)| file.as_str()).collect();
        let (arrivals, table) = (&self.arrivals, &self.table);
        let shelf = desk.texts().clone();
        let plan =
            desk.plan(|project, ids, salt| plan_transcripts((project, &shelf), arrivals, table, &files, ids, salt));
        for ((file, bytes), arrival) in self.files.iter().zip(arrivals) {
            let key = TextKey::of(&clean(arrival.words.clone()));
            if plan.edits.iter().any(|edit| matches!(edit, Edit::AddDocument { text, .. } if *text == key)) {
                let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
                desk.hold_original(original_name(key, name), bytes.clone());
            }
        }
        plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
        desk.bring(plan.edits).map(drop).map_err(|refusal| refusal.to_string())
    }
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
