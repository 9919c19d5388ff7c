//! What became of everything that arrived, or that was to leave: taken over, changed or left out.
//!
//! Nothing is dropped without a line: whoever reads or writes another program's file says here what it met,
//! thing by thing. Findings of one kind stand together, in the order in which the first of them was met.

use std::borrow::Cow;
use std::fmt;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is there as it was.
    Understood,
    /// It is there, but not as it was.
    Changed,
    /// It is not there.
    LeftOut,
}

impl Fate {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Understood => "understood",
            Fate::Changed => "changed",
            Fate::LeftOut => "left out",
        }
    }
}

/// Things of one kind that met with one fate for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What became of them.
    pub fate: Fate,
    /// What they are, and why it became of them.
    pub what: Cow<'static, str>,
    /// How many they are.
    pub count: usize,
    /// Their names, of some thousands the first; of what was understood, how, where that is not plain.
    pub names: Vec<String>,
}

/// What became of everything in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fidelity(Vec<Finding>);

impl Fidelity {
    /// How many of one kind are named; a file in which more go wrong is another kind of file.
    const NAMED: usize = 10_000;

    /// How many a note names.
    const NOTED: usize = 5;

    /// Counts things that are as they were.
    pub fn understood(&mut self, what: impl Into<Cow<'static, str>>, count: usize) {
        if count > 0 {
            self.finding(Fate::Understood, what.into()).count += count;
        }
    }

    /// As `understood`, with how it was understood, where that is not plain.
    pub fn understood_by(&mut self, what: impl Into<Cow<'static, str>>, count: usize, how: String) {
        let finding = self.finding(Fate::Understood, what.into());
        finding.count += count;
        finding.names.push(how);
    }

    /// Notes a thing that is not as it was.
    pub fn changed(&mut self, what: impl Into<Cow<'static, str>>, which: impl fmt::Display) {
        self.add(Fate::Changed, what.into(), which);
    }

    /// Notes a thing that is not there.
    pub fn left_out(&mut self, what: impl Into<Cow<'static, str>>, which: impl fmt::Display) {
        self.add(Fate::LeftOut, what.into(), which);
    }

    fn add(&mut self, fate: Fate, what: Cow<'static, str>, which: impl fmt::Display) {
        let finding = self.finding(fate, what);
        finding.count += 1;
        if finding.names.len() < Fidelity::NAMED {
            finding.names.push(which.to_string());
        }
    }

    fn finding(&mut self, fate: Fate, what: Cow<'static, str>) -> &mut Finding {
        let place = self.0.iter().position(|other| other.fate == fate && other.what == what);
        let place = place.unwrap_or_else(|| {
            self.0.push(Finding { fate, what, count: 0, names: Vec::new() });
            self.0.len() - 1
        });
        &mut self.0[place]
    }

    /// Takes in what another reader met.
    pub fn extend(&mut self, other: Fidelity) {
        for Finding { fate, what, count, names } in other.0 {
            let finding = self.finding(fate, what);
            finding.count += count;
            let room = Fidelity::NAMED.saturating_sub(finding.names.len());
            finding.names.extend(names.into_iter().take(room));
        }
    }

    /// What was understood first, then what was changed, then what was left out.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.0.iter().collect();
        findings.sort_by_key(|finding| finding.fate);
        findings
    }

    /// Of what is not as it was a sentence each: how many, and the first few.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.0.iter().filter(|finding| finding.fate != Fate::Understood).map(|finding| {
            let named = &finding.names[..finding.names.len().min(Fidelity::NOTED)];
            let more = if finding.count > named.len() { ", …" } else { "" };
            format!("{}: {} ({}{more})", finding.what, finding.count, named.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_one_kind_is_said_once_and_every_name_is_kept() {
        let mut fidelity = Fidelity::default();
        (0..7).for_each(|number| fidelity.left_out("pictures, left out", number));
        fidelity.changed("codes without a name, now \"unnamed\"", "7f3a");
        fidelity.understood("codes", 0);
        fidelity.understood("codes", 12);
        let mut both = fidelity.clone();
        both.extend(fidelity);
        let said: Vec<String> = both.notes().collect();
        let pictures = "pictures, left out: 14 (0, 1, 2, 3, 4, …)";
        assert_eq!(said, [pictures, "codes without a name, now \"unnamed\": 2 (7f3a, 7f3a)"]);
        let all: Vec<(&str, usize, usize)> =
            both.findings().iter().map(|finding| (finding.fate.word(), finding.count, finding.names.len())).collect();
        assert_eq!(all, [("understood", 24, 0), ("changed", 2, 2), ("left out", 14, 14)]);
    }
}
