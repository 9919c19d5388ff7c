//! Copying: words with their place, a code's path, a table, the command that makes it.

use crate::analysis::{Report, Table, cite};
use crate::app::{App, Copied, Trouble, Wish};
use crate::place::Pane;
use crate::project::{DocumentId, Person, Texts};
use crate::text::{Span, count_of, on_one_line, visible_lines};

type Done = Result<(), Trouble>;

impl App {
    /// Has the terminal put words on the clipboard; what was copied, and by which way, is said then.
    pub fn copy(&mut self, words: &str, what: &str) {
        // A paste into a shell must not carry what a terminal would obey.
        let words = visible_lines(words).into_owned();
        self.wishes.push(Wish::Copy(Copied { words, what: what.to_string() }));
    }

    /// The excerpt's place and people as they are cited: `P07, FG2 107-109`.
    pub fn citation(&self, document: DocumentId, span: Span) -> String {
        let project = self.desk.project();
        let Some(found) = project.document(document) else { return String::new() };
        let name = |person| match person {
            // The title stands behind the names anyway.
            Person::Speaker(_, place) => found.speakers.get(usize::from(place)).map(|speaker| speaker.label.clone()),
            Person::Case(_) => Some(project.person_name(person)),
        };
        let people = project.respondents(document, span).into_iter().filter_map(name);
        people.chain([cite(found, span)]).collect::<Vec<_>>().join(", ")
    }
}

/// Copies the quote with its citation, in the tree the code's path, in a table the shell command
/// that makes it.
pub fn copy(app: &mut App) -> Done {
    if let Some(sheet) = app.sheet() {
        let table = sheet.table().clone();
        let command = command_for(app, &table);
        app.copy(&command, "the shell command");
        return Ok(());
    }
    if app.place.pane == Pane::Codes {
        let code = app.place.code.ok_or("no code here yet; o makes one")?;
        let path = app.desk.project().code_words(code);
        app.copy(&path, &path);
        return Ok(());
    }
    copy_quotes(app, |words, place| format!("“{}” ({place})", on_one_line(words)))
}

/// Copies the quote as a Markdown block with its citation, or the table as a Markdown table.
pub fn copy_markdown(app: &mut App) -> Done {
    if let Some(sheet) = app.sheet() {
        let table = sheet.table().markdown();
        app.copy(&table, "the table as Markdown");
        return Ok(());
    }
    if app.place.pane == Pane::Codes {
        return Err("a code's path has no Markdown form; y copies it".into());
    }
    copy_quotes(app, |words, place| {
        let lines: Vec<String> = words.trim().lines().map(|line| format!("> {line}").trim_end().to_string()).collect();
        format!("{}\n>\n> — {place}", lines.join("\n"))
    })
}

fn copy_quotes(app: &mut App, write: fn(&str, &str) -> String) -> Done {
    let passages = quoted(app)?;
    let mut quotes = Vec::new();
    for &(id, span) in &passages {
        let document = app.desk.project().document(id).ok_or("this document was removed")?;
        let text = app.desk.texts().text(document.text).ok_or("the words of this document are missing")?;
        quotes.push(write(text.passage(span), &app.citation(id, span)));
    }
    let what = match passages[..] {
        [(id, span)] => app.citation(id, span),
        _ => count_of(passages.len(), "quote"),
    };
    app.copy(&format!("{}\n", quotes.join("\n\n")), &what);
    Ok(())
}

/// In the list the marked excerpts, else the one under the cursor; in the text the selection, else the
/// excerpt at the cursor, else the unit.
fn quoted(app: &App) -> Result<Vec<(DocumentId, Span)>, Trouble> {
    match app.place.pane {
        Pane::Excerpts => app.chosen_excerpts(),
        _ => match super::memos::excerpt_at_cursor(app) {
            Some(excerpt) => Ok(vec![excerpt]),
            None => app.passage().map(|passage| vec![passage]),
        },
    }
}

/// The command by which the shell makes the same table.
fn command_for(app: &App, table: &Table) -> String {
    let mut words = vec!["emic".to_string()];
    words.extend(Report::of(table.report).map(|_| "report".to_string()));
    words.push(table.report.to_string());
    // A path is right from whichever folder the command is run.
    let path = app.desk.folder().path();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    words.extend(["--project".to_string(), quoted_for_shell(&path.display().to_string())]);
    for (key, value) in &table.settings {
        if Report::of(table.report).is_none() {
            words.extend(["--".to_string(), quoted_for_shell(value)]);
            continue;
        }
        words.extend([format!("--{key}"), quoted_for_shell(value)]);
    }
    words.join(" ")
}

/// A word that the shell takes as it is, else within single quotes.
fn quoted_for_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_through_the_shell_as_it_is() {
        assert_eq!(quoted_for_shell("/home/ada/peers-2"), "/home/ada/peers-2");
        assert_eq!(quoted_for_shell("Mara's $HOME"), r"'Mara'\''s $HOME'");
        assert_eq!(quoted_for_shell(""), "''");
    }
}
