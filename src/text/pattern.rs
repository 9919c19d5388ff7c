//! Finding words by a regular expression.

use regex::{Regex, RegexBuilder};

use super::{Span, Text};

/// A regular expression takes so many bytes of memory at most.
const LARGEST: usize = 1 << 20;

/// What is looked for: words as they stand, or a regular expression.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// Words: without capitals any case, without accents any.
    Words(String),
    /// A regular expression; without capitals any case.
    Regex(Regex),
}

impl Pattern {
    /// A regular expression.
    ///
    /// # Errors
    /// It is none, or would take too much memory; what is wrong with it, in one line.
    pub fn regex(typed: &str) -> Result<Pattern, String> {
        // `\W` and `\S` are no capitals.
        let escaped =
            typed.chars().zip(typed.chars().skip(1)).filter(|(first, then)| *first == '\\' && then.is_uppercase());
        let capitals = typed.chars().filter(|c| c.is_uppercase()).count() > escaped.count();
        let built = RegexBuilder::new(typed).case_insensitive(!capitals).multi_line(true).size_limit(LARGEST).build();
        built.map(Pattern::Regex).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large; make it shorter".to_string(),
            error => {
                let words = error.to_string();
                let why = words.lines().last().unwrap_or_default().trim_start_matches("error:").trim();
                format!("not a pattern: {why}")
            }
        })
    }

    /// Every place where the text has it, in order, none overlapping, none empty.
    pub fn find_all(&self, text: &Text) -> Vec<Span> {
        match self {
            Pattern::Words(words) => super::find_all(text, words),
            Pattern::Regex(regex) => {
                let found = regex.find_iter(text.as_str()).filter(|found| !found.is_empty());
                let span =
                    |found: regex::Match| Span::new(text.char_of(found.start()), text.char_of(found.end()), text.len());
                found.filter_map(span).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a Text, typed: &str) -> Vec<&'a str> {
        let pattern = Pattern::regex(typed).unwrap();
        pattern.find_all(text).into_iter().map(|span| text.passage(span)).collect()
    }

    #[test]
    fn a_pattern_finds_what_it_describes() {
        let text = Text::new("Café, peer-led.\nPeer support; peers.");
        assert_eq!(found(&text, r"peers?\b"), ["peer", "Peer", "peers"]);
        assert_eq!(found(&text, r"^Peer \S+"), ["Peer support;"]);
        assert_eq!(found(&text, r"\Speer"), [""; 0], "the capital of an escape is no capital");
        assert_eq!(found(&text, "x*"), [""; 0], "nothing is not found");
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        assert_eq!(Pattern::regex("(peer").unwrap_err(), "not a pattern: unclosed group");
        assert_eq!(Pattern::regex("a{999}{999}").unwrap_err(), "the pattern is too large; make it shorter");
    }
}
