//! The one door by which names of files are made: no title leads out of a folder, hides in it or hits another.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// More bytes than this no name has, so that a number and an ending have room on every file system.
const LONGEST: usize = 100;

/// What Windows takes for a device, whatever stands behind the dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Names of files in one folder.
#[derive(Default)]
pub(super) struct FileNames(BTreeSet<String>);

impl FileNames {
    /// A name for what is called so, without an ending: letters and digits of any script, `-` and `_`, and unlike
    /// every other of this folder where capitals do not count.
    pub(super) fn name(&mut self, title: &str) -> String {
        let stem = harmless(title);
        let numbered = (2_u32..).map(|count| format!("{stem}-{count}"));
        let free = std::iter::once(stem.clone()).chain(numbered).find(|name| self.0.insert(name.to_lowercase()));
        free.unwrap_or(stem)
    }
}

fn harmless(title: &str) -> String {
    let mut name = String::new();
    for letter in title.nfc() {
        match letter {
            letter if letter.is_alphanumeric() || letter == '_' => name.push(letter),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
        if name.len() > LONGEST {
            name.pop();
            break;
        }
    }
    let name = name.trim_matches('-');
    let folded = name.to_lowercase();
    let number = |rest: &str| rest.is_empty() || rest.len() == 1 && rest.chars().all(|digit| digit.is_ascii_digit());
    let is_device = DEVICES.iter().any(|device| folded.strip_prefix(device).is_some_and(number));
    match name {
        "" => "untitled".to_string(),
        name if is_device => format!("{name}-"),
        name => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_can_be_read() {
        let mut names = FileNames::default();
        let made = |names: &mut FileNames, title: &str| names.name(title);
        assert_eq!(made(&mut names, "FG 1: Zoe\u{308} & José (2.1)"), "FG-1-Zoë-José-2-1");
        assert_eq!(made(&mut names, "../../etc/passwd"), "etc-passwd");
        assert_eq!(made(&mut names, "INT1"), "INT1");
        assert_eq!(made(&mut names, "int1"), "int1-2");
        assert_eq!(made(&mut names, ".hidden"), "hidden");
        assert_eq!(made(&mut names, "CON"), "CON-");
        assert_eq!(made(&mut names, "Lpt1"), "Lpt1-");
        assert_eq!(made(&mut names, "Concept"), "Concept");
        assert_eq!(made(&mut names, " \u{202e}\u{0} "), "untitled");
        assert_eq!(made(&mut names, ""), "untitled-2");
        assert!(made(&mut names, &"é".repeat(300)).len() <= LONGEST);
    }

    proptest! {
        #[test]
        fn no_title_leads_out_of_a_folder(titles in prop::collection::vec("\\PC{0,12}|[./\\\\:aA-]{0,6}", 1..12)) {
            let mut names = FileNames::default();
            let made: Vec<String> = titles.iter().map(|title| names.name(title)).collect();
            for name in &made {
                prop_assert!(!name.is_empty() && name.len() <= LONGEST + 8);
                prop_assert!(name.chars().all(|letter| letter.is_alphanumeric() || "-_".contains(letter)), "{name}");
            }
            let apart: BTreeSet<String> = made.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(apart.len(), made.len());
        }
    }
}
