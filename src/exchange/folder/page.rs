//! Markdown that says what it is given and nothing else: no word is taken for a mark, and none hides.

use crate::paper::unmarked;
use crate::text::visible_lines;

/// A page of Markdown being written.
#[derive(Default)]
pub(super) struct MarkdownPage(String);

impl MarkdownPage {
    pub(super) fn titled(title: &str) -> MarkdownPage {
        let mut page = MarkdownPage::default();
        page.heading(1, title);
        page
    }

    pub(super) fn heading(&mut self, depth: usize, words: &str) {
        let blank = if self.0.is_empty() { "" } else { "\n" };
        self.0.push_str(&format!("{blank}{} {}\n", "#".repeat(depth.clamp(1, 6)), line(words)));
    }

    pub(super) fn paragraph(&mut self, words: &str) {
        self.0.push_str(&format!("\n{}\n", lines(words, "\\\n")));
    }

    /// `- **name:** words`; nothing where there are no words.
    pub(super) fn entry(&mut self, name: &str, words: &str) {
        if !words.is_empty() {
            self.0.push_str(&format!("- **{}:** {}\n", line(name), lines(words, "\\\n  ")));
        }
    }

    /// Between a paragraph or a heading and a list.
    pub(super) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// Words that somebody said or wrote, with where they stand or who wrote them.
    pub(super) fn quote(&mut self, words: &str, source: &str) {
        self.0.push_str(&format!("\n> {}\n", lines(words, "\\\n> ")));
        if !source.is_empty() {
            self.0.push_str(&format!(">\n> – {}\n", line(source)));
        }
    }

    /// Lines that stay as they are, cell below cell.
    pub(super) fn as_printed(&mut self, printed: &str) {
        let words = visible_lines(printed);
        let longest = words.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.0.push_str(&format!("\n{fence}text\n{words}{fence}\n"));
    }

    pub(super) fn done(self) -> String {
        self.0
    }
}

/// Words on one line.
fn line(words: &str) -> String {
    words.split_whitespace().map(unmarked).collect::<Vec<_>>().join(" ")
}

fn lines(words: &str, between: &str) -> String {
    words.trim_end().lines().map(unmarked).collect::<Vec<_>>().join(between)
}
