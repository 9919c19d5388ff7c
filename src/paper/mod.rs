//! What files that people read are made of: words shielded from what shows them, and the packing of documents.
//!
//! In a page no word is a tag, and it neither runs nor fetches anything; in Markdown no word is a mark.

mod pack;
mod word;

pub use word::{LINKS, Part, Tracking, WORDS, word_file};

use crate::text::{visible, visible_lines};

/// What a browser may do with a page: show it with its own style, and neither run nor fetch anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A whole HTML file of a title (marked up already), a style sheet and a body.
pub fn html_page(title: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{title}</title>\n<style>\n{style}\n</style>\n\
         </head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Words as HTML shows them, nothing in them hidden or a tag.
pub fn marked_up(words: &str) -> String {
    let mut out = String::new();
    for character in visible_lines(words).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Words as Markdown shows them, nothing in them hidden or a mark.
pub fn unmarked(words: &str) -> String {
    let mut out = String::new();
    for character in visible(words).chars() {
        if matches!(character, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | '#') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_would_act_are_shown() {
        let words = "<script>\"R&D\"</script>\u{202e}'";
        assert_eq!(marked_up(words), "&lt;script&gt;&quot;R&amp;D&quot;&lt;/script&gt;¤&#39;");
    }
    #[test]
    fn words_that_would_be_marks_are_shown() {
        assert_eq!(unmarked("a*b_[c](d) <e> #1 | `\\\u{202e}"), "a\\*b\\_\\[c](d) \\<e> \\#1 \\| \\`\\\\¤");
    }
}
