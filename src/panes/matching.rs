//! Which rows of a list a person means by what they type, best first.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::fold;

/// Names are compared up to so many characters: matching takes time that grows with their square.
const LONGEST: usize = 200;

/// The tier of letters that merely come in that order: taken only where nothing fits better.
const SCATTERED: u32 = 1_000;

/// How well a row fits, the smaller the better; `None` where it does not.
///
/// Words may stand in any order and must all be found. Case and accents are folded. A word fits best
/// as a whole name, then as a name's start, a word's start, a part, and last as letters in that order;
/// in the last part of a path it counts double.
fn rank(matcher: &SkimMatcherV2, name: &str, wanted: &[String]) -> Option<u32> {
    let (name, last) = match name.rsplit_once(" > ") {
        Some((_, last)) => (name, last),
        None => (name, name),
    };
    wanted.iter().try_fold(0, |sum, word| {
        let whole = tier(matcher, name, word).map(|tier| tier * 2 + 2);
        let in_last = tier(matcher, last, word).map(|tier| tier * 2);
        Some(sum + whole.into_iter().chain(in_last).min()?)
    })
}

fn tier(matcher: &SkimMatcherV2, name: &str, word: &str) -> Option<u32> {
    let starts_word = || name.match_indices(word).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric));
    if name == word {
        Some(0)
    } else if name.starts_with(word) {
        Some(1)
    } else if starts_word() {
        Some(2)
    } else if name.contains(word) {
        Some(3)
    } else {
        matcher.fuzzy_match(name, word).map(|_| SCATTERED)
    }
}

fn folded(words: &str) -> String {
    fold(&words.chars().take(LONGEST).collect::<String>())
}

/// Names made ready for matching.
pub struct Names(Vec<String>);

impl Names {
    /// Folds the names once; rows are matched again with every key.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        Names(names.map(folded).collect())
    }

    /// The places of the names that fit what was typed, best first; equals stay in their order.
    pub fn fitting(&self, typed: &str) -> Vec<usize> {
        let typed = folded(typed);
        let wanted: Vec<String> = typed
            .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .map(str::to_string)
            .filter(|word| !word.is_empty())
            .collect();
        if wanted.is_empty() {
            return (0..self.0.len()).collect();
        }
        let matcher = SkimMatcherV2::default();
        let mut ranked: Vec<(u32, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(place, name)| Some((rank(&matcher, name, &wanted)?, place)))
            .collect();
        ranked.sort_unstable();
        if ranked.first().is_some_and(|(rank, _)| *rank < SCATTERED) {
            ranked.retain(|(rank, _)| *rank < SCATTERED);
        }
        ranked.into_iter().map(|(_, place)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn found(names: &[&str], typed: &str) -> Vec<String> {
        let fitting = Names::of(names.iter().copied()).fitting(typed);
        fitting.into_iter().map(|place| names[place].to_string()).collect()
    }

    #[test]
    fn words_are_found_in_any_order_and_without_their_accents() {
        let names = ["Peer support", "Barriers > Résistance", "Self > upset"];
        assert_eq!(found(&names, "support peer"), ["Peer support"]);
        assert_eq!(found(&names, "resist"), ["Barriers > Résistance"]);
        assert_eq!(found(&names, "barriers/res"), ["Barriers > Résistance"]);
        assert_eq!(found(&names, "zzz"), [""; 0]);
    }

    #[test]
    fn a_words_start_goes_before_letters_in_its_middle() {
        assert_eq!(found(&["Self > upset", "Peer support"], "sup"), ["Peer support"]);
        assert_eq!(found(&["Self > upset", "Peer support"], "psrt"), ["Peer support"]);
        assert_eq!(found(&["Stigma at work", "Stigma"], "stigma"), ["Stigma", "Stigma at work"]);
        assert_eq!(found(&["Stigma > Self", "Self"], "self"), ["Stigma > Self", "Self"]);
    }
}
