//! Putting one choice into a person's file, and touching nothing else in it.

use super::{FILE, Written};
use crate::store::{Home, Overwrite, StoreError, read_if_there, write_output};

/// What became of a choice that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It stands in the file.
    Written,
    /// The file is the person's own work: this line has to be put into it by hand.
    ByHand(String),
}

/// Keeps a choice (words) for every project: in a file of its own where there is none, else in the place of
/// what was chosen there.
///
/// # Errors
/// The file cannot be read or written.
pub fn keep(home: &Home, name: &str, value: &str) -> Result<Kept, StoreError> {
    let path = home.config.join(FILE);
    let line = format!("{name}: {value:?},");
    let Some(words) = read_if_there(&path)? else {
        home.write_config(FILE, &format!("(\n    {line}\n)\n"))?;
        return Ok(Kept::Written);
    };
    let Some(words) = replaced(&words, name, value) else { return Ok(Kept::ByHand(line)) };
    write_output(&path, words.as_bytes(), Overwrite::Replace)?;
    Ok(Kept::Written)
}

/// The file with another value in the place of the one that stands there.
fn replaced(words: &str, name: &str, value: &str) -> Option<String> {
    let written: Written = ron::from_str(words).ok()?;
    let (_, raw) = written.0.iter().find(|(other, _)| other == name)?;
    let raw = raw.trim().get_ron();
    // The value is borrowed from the words, so its address is its place.
    let at = raw.as_ptr().addr() - words.as_ptr().addr();
    Some(format!("{}{value:?}{}", &words[..at], &words[at + raw.len()..]))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::settings::blank_file;

    #[test]
    fn a_choice_is_put_in_its_place_and_no_remark_is_lost() {
        let folder = TempDir::new().unwrap();
        let home = Home::find_in(|name| name.starts_with("EMIC_").then(|| folder.path().into())).unwrap();
        let file = folder.path().join(FILE);
        assert_eq!(keep(&home, "keymap", "vim"), Ok(Kept::Written));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "(\n    keymap: \"vim\",\n)\n");
        let own = "// mine\n(theme: \"dark\", // at night\n keymap: /* or vim */ \"arrows\", )\n";
        std::fs::write(&file, own).unwrap();
        assert_eq!(keep(&home, "keymap", "emacs"), Ok(Kept::Written));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), own.replace("arrows", "emacs"));
        let line = "keymap: \"emacs\",".to_string();
        std::fs::write(&file, blank_file()).unwrap();
        assert_eq!(keep(&home, "keymap", "emacs"), Ok(Kept::ByHand(line)));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), blank_file());
    }
}
