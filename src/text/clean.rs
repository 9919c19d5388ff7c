//! The door through which words come to be stored.

/// Drops byte order marks at the start and makes every line end a line feed; changes nothing else.
///
/// Accents stay as they were written (no NFC), so every character can be found again in the source.
pub fn clean(words: String) -> String {
    if !words.starts_with('\u{feff}') && !words.contains('\r') {
        return words;
    }
    words.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        assert_eq!(clean("\u{feff}one\r\ntwo\rthree\n\r\n".into()), "one\ntwo\nthree\n\n");
    }

    #[test]
    fn nothing_else_is_touched() {
        let words = "e\u{301} é \u{b} \u{2028} a\u{feff}b \t";
        assert_eq!(clean(words.into()), words);
    }

    proptest! {
        #[test]
        fn clean_words_are_clean(words in "[a\u{feff}\r\n]{0,12}") {
            let once = clean(words);
            prop_assert_eq!(clean(once.clone()), once);
        }
    }
}
