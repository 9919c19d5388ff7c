//! Where the team's own writing repeats what somebody said, or names them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use crate::project::WITHDRAWN;
use crate::text::{Text, find_whole, fold};

/// So many words that stand one after the other nowhere else are somebody's.
const RUN: usize = 4;
/// A word of so many letters that nobody else uses may tell who used it.
const LONG: usize = 4;

/// What of the words written about the study repeats one person's words.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Names and labels with what comes in their place, the longest first.
    names: Vec<(String, String)>,
    /// Names that were taken from their words, with what comes in their place.
    in_vivo: BTreeMap<String, String>,
    /// Hashes of the runs of words that only they used.
    runs: HashSet<u64>,
    /// The words that only they used.
    words: HashSet<String>,
}

impl Repeats {
    /// Of what this person said (`theirs`), what everybody else said, and the words that the team has for codes and
    /// the like: these are the team's, whoever else uses them.
    pub fn of<'a>(
        theirs: impl Iterator<Item = &'a str>,
        others: impl Iterator<Item = &'a str>,
        team: impl Iterator<Item = &'a str>,
    ) -> Repeats {
        let (mut runs, mut words) = (HashSet::new(), HashSet::new());
        for said in theirs.map(words_of) {
            runs.extend(said.windows(RUN).map(run));
            words.extend(said.into_iter().map(|(_, word)| word).filter(|word| word.chars().count() >= LONG));
        }
        for said in others.map(words_of) {
            for run in said.windows(RUN).map(run) {
                runs.remove(&run);
            }
            for (_, word) in said {
                words.remove(&word);
            }
        }
        for (_, word) in team.flat_map(words_of) {
            words.remove(&word);
        }
        Repeats { runs, words, ..Repeats::default() }
    }

    /// With names, and names that were taken from what they said.
    pub fn naming(mut self, names: Vec<(String, String)>, in_vivo: BTreeMap<String, String>) -> Repeats {
        (self.names, self.in_vivo) = (names, in_vivo);
        self.names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        self
    }

    /// Lets these words stand, whoever used them.
    pub fn sparing(mut self, spared: &BTreeSet<String>) -> Repeats {
        let spared: BTreeSet<String> = spared.iter().map(|word| fold(word)).collect();
        self.words.retain(|word| !spared.contains(word));
        self.names.retain(|(name, _)| !spared.contains(&fold(name)));
        self
    }

    /// The words without what repeats; `None` where nothing does.
    pub fn taken_out(&self, words: &str) -> Option<String> {
        if let Some(becomes) = self.in_vivo.get(words) {
            return Some(becomes.clone());
        }
        let places = self.places(words);
        if places.is_empty() {
            return None;
        }
        let (mut left, mut at) = (String::with_capacity(words.len()), 0);
        for (place, becomes) in places {
            left.push_str(&words[at..place.start]);
            left.push_str(becomes);
            at = place.end;
        }
        left.push_str(&words[at..]);
        Some(left)
    }

    /// What is to go (bytes), in order and apart, each with what comes in its place.
    fn places(&self, words: &str) -> Vec<(Range<usize>, &str)> {
        let mut places: Vec<(Range<usize>, &str)> = Vec::new();
        let mut put = |place: Range<usize>, becomes| {
            let next = places.partition_point(|(other, _)| other.start < place.start);
            let free = places.get(next).is_none_or(|(other, _)| place.end <= other.start)
                && next.checked_sub(1).is_none_or(|before| places[before].0.end <= place.start);
            if free {
                places.insert(next, (place, becomes));
            }
        };
        for (name, becomes) in &self.names {
            found(words, name).into_iter().for_each(|place| put(place, becomes));
        }
        repeated(words, self).into_iter().for_each(|place| put(place, WITHDRAWN));
        places
    }

    /// The places (bytes) at which they are named, each with what comes there.
    pub fn named<'a>(&'a self, words: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> {
        self.names
            .iter()
            .flat_map(move |(name, becomes)| found(words, name).into_iter().map(move |place| (place, becomes.as_str())))
    }
}

/// Where words repeat theirs: each stretch of runs and single words as one.
fn repeated(words: &str, repeats: &Repeats) -> Vec<Range<usize>> {
    let said = words_of(words);
    let mut marked = vec![false; said.len()];
    for (place, words) in said.windows(RUN).enumerate() {
        if repeats.runs.contains(&run(words)) {
            marked[place..place + RUN].fill(true);
        }
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for ((place, word), marked) in said.iter().zip(marked) {
        let is_theirs = marked || repeats.words.contains(word);
        match places.last_mut().filter(|_| goes_on) {
            Some(last) if is_theirs => last.end = place.end,
            _ if is_theirs => places.push(place.clone()),
            _ => {}
        }
        goes_on = is_theirs;
    }
    places
}

fn found(words: &str, name: &str) -> Vec<Range<usize>> {
    let text = Text::new(words);
    let bytes = |at| text.byte_of(at);
    find_whole(&text, name).into_iter().map(|span| bytes(span.start())..bytes(span.end())).collect()
}

/// The words with where each stands (bytes): letters and digits, whatever their case and accents.
fn words_of(words: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut opened = None;
    let ends = words.char_indices().map(|(at, letter)| (at, letter.is_alphanumeric())).chain([(words.len(), false)]);
    for (at, is_word) in ends {
        match (is_word, opened) {
            (true, None) => opened = Some(at),
            (false, Some(start)) => {
                found.push((start..at, fold(&words[start..at])));
                opened = None;
            }
            _ => {}
        }
    }
    found
}

fn run(words: &[(Range<usize>, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.iter().for_each(|(_, word)| word.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeats() -> Repeats {
        let theirs = ["My sister Ayşe keeps quokkas and I never told anybody about it."];
        let others = ["And how did your sister feel about it? I never told anybody."];
        let names = [("Maria Braun", "Withdrawn 1"), ("Maria", "Withdrawn 1")];
        let in_vivo = BTreeMap::from([("keeping quiet".to_string(), WITHDRAWN.to_string())]);
        Repeats::of(theirs.into_iter(), others.into_iter(), ["Keeps in touch"].into_iter())
            .naming(names.map(|(one, other)| (one.to_string(), other.to_string())).into(), in_vivo)
    }

    fn out(words: &str) -> String {
        repeats().taken_out(words).unwrap_or_else(|| "(stays)".to_string())
    }

    #[test]
    fn what_only_they_said_and_what_names_them_is_taken_out_of_what_the_team_wrote() {
        assert_eq!(out("She keeps QUOKKAS, she says."), "She keeps [withdrawn], she says.");
        assert_eq!(out("Maria Braun says more than Maria's sister"), "Withdrawn 1 says more than Withdrawn 1's sister");
        assert_eq!(out("\"told anybody about it\" is the core"), "\"[withdrawn]\" is the core");
        assert_eq!(out("keeping quiet"), "[withdrawn]");
        assert_eq!(out("ayse keeps quokkas and"), "[withdrawn]");
    }

    #[test]
    fn what_others_say_too_and_the_teams_own_words_stay() {
        for words in ["I never told anybody", "Mariana", "keeps", "a sister", "on keeping quiet", ""] {
            assert_eq!(out(words), "(stays)", "{words}");
        }
        let spared = repeats().sparing(&BTreeSet::from(["quokkas".to_string(), "Maria".to_string()]));
        assert_eq!(spared.taken_out("quokkas and Maria"), None);
    }
}
