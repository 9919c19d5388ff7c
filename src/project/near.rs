//! Names that may mean the same: another case, accent, hyphen or ending, or a slip of the finger.

use super::{CodeId, Project};
use crate::text::{edits_between, fold};

/// A name without what two people write differently.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Core {
    letters: String,
    /// "Phase 1" is not "Phase 2".
    digits: String,
}

impl Core {
    fn of(name: &str) -> Core {
        let folded = fold(name);
        let words = folded.split(|letter: char| !letter.is_alphanumeric()).map(singular);
        let (digits, letters) = words.flat_map(str::chars).partition(|letter| letter.is_numeric());
        Core { letters, digits }
    }

    /// How many letters they are apart; `None` where they are too far apart to be a slip.
    fn apart(&self, other: &Core) -> Option<usize> {
        let lengths = [self, other].map(|core| core.letters.chars().count());
        let most = match lengths.into_iter().min().unwrap_or(0) {
            0..=3 => 0,
            4..=8 => 1,
            _ => 2,
        };
        if self.digits != other.digits || lengths[0].abs_diff(lengths[1]) > most {
            return None;
        }
        Some(edits_between(&self.letters, &other.letters)).filter(|&apart| apart <= most)
    }
}

/// A word without the s of its plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() >= 3 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

impl Project {
    /// The codes in use whose names may mean the same as this one: equal but for case, accents, blanks,
    /// punctuation and the s of a plural, or one letter apart (none in names of up to three letters, two
    /// in names of more than eight). The nearest first, of those equally near the ones under `parent`.
    pub fn near_names(&self, name: &str, parent: Option<CodeId>) -> Vec<CodeId> {
        let wanted = Core::of(name);
        let codebook = self.codebook();
        let rows = codebook.rows().iter().enumerate();
        let mut near: Vec<_> = rows
            .filter_map(|(place, row)| {
                let apart = wanted.apart(&Core::of(&self.code(row.code)?.name))?;
                Some((apart, codebook.parent(row.code) != parent, place, row.code))
            })
            .collect();
        near.sort_unstable();
        near.into_iter().map(|(.., code)| code).collect()
    }

    /// Every two codes in use whose names may mean the same, each pair once, in codebook order.
    pub fn near_pairs(&self) -> Vec<(CodeId, CodeId)> {
        let cores =
            self.codebook().rows().iter().filter_map(|row| Some((row.code, Core::of(&self.code(row.code)?.name))));
        let cores: Vec<(CodeId, Core)> = cores.collect();
        let mut pairs = Vec::new();
        for (place, (code, core)) in cores.iter().enumerate() {
            let near = cores[place + 1..].iter().filter(|(_, other)| core.apart(other).is_some());
            pairs.extend(near.map(|(other, _)| (*code, *other)));
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(one: &str, other: &str) -> Option<usize> {
        Core::of(one).apart(&Core::of(other))
    }

    #[test]
    fn what_two_people_write_differently_is_the_same() {
        for (one, other) in [
            ("Peer support", "peer-support"),
            ("Barriers", "barrier"),
            ("Being heard", "being  heard!"),
            ("Müdigkeit", "Mudigkeit"),
            ("Nurses' needs", "Nurse needs"),
            ("彼女", "彼女"),
        ] {
            assert_eq!(apart(one, other), Some(0), "{one} {other}");
        }
    }

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        for (one, other, letters) in [
            ("Stigma", "Stigna", 1),
            ("Recovery", "Recovry", 1),
            ("Organisation", "Organization", 1),
            ("Acceptance", "Aceptence", 2),
        ] {
            assert_eq!(apart(one, other), Some(letters), "{one} {other}");
        }
        for (one, other) in
            [("Phase 1", "Phase 2"), ("Pay", "Pal"), ("Trust", "Truth"), ("Loss", "Boss of us"), ("", "a")]
        {
            assert_eq!(apart(one, other), None, "{one} {other}");
        }
    }
}
