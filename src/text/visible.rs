//! The one shield between words and a terminal, a log or a title.
//!
//! Control characters become their control pictures (`␉`); everything else that would draw nothing,
//! turn the line round or hide a message becomes [`MARK`]. Letters of every script, emoji families
//! and accents pass untouched.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Stands for a character that has no shape of its own; one cell wide.
pub const MARK: char = '¤';

/// Accents and joiners that may follow one base character; the rest fall behind a [`MARK`].
const MOST_JOINED: usize = 6;

/// The words with every hidden or dangerous character made visible, line feeds and tabs too.
pub fn visible(words: &str) -> Cow<'_, str> {
    shield(words, |_| false)
}

/// Like [`visible()`], but keeps line feeds and tabs: for words of several lines.
pub fn visible_lines(words: &str) -> Cow<'_, str> {
    shield(words, |character| matches!(character, '\n' | '\t'))
}

/// Whether a character draws nothing, or acts on the terminal or the line instead of standing in it.
pub fn is_hidden(character: char) -> bool {
    picture(character).is_some()
}

/// Cells that the words take once they are made visible.
pub fn width(words: &str) -> usize {
    if plain(words) {
        return words.len();
    }
    let seen = visible(words);
    let (mut cells, mut end) = (0, 0);
    for (at, grapheme) in behind_plain(&seen) {
        cells += at - end + grapheme.width();
        end = at + grapheme.len();
    }
    cells
}

/// The words cut to `cells`, closed with `ending` (one cell, such as `…` or `+`) where something was cut.
///
/// The words should have passed [`visible()`].
pub fn clip(words: &str, cells: usize, ending: char) -> Cow<'_, str> {
    if width(words) <= cells {
        return Cow::Borrowed(words);
    }
    let (mut taken, mut kept) = (0, 0);
    for (at, grapheme) in words.grapheme_indices(true) {
        taken += width(grapheme);
        if taken > cells {
            let ending = if cells > 0 { String::from(ending) } else { String::new() };
            return Cow::Owned(words[..kept].to_owned() + &ending);
        }
        if taken < cells {
            kept = at + grapheme.len();
        }
    }
    Cow::Borrowed(words)
}

/// Names are shown in so many cells, where room is scarce.
const NAME: usize = 7;

/// A name in few cells: `Respondent 6` as `Resp 6`, `Stephen` whole.
pub fn short_name(name: &str) -> String {
    let seen = visible(name);
    if width(&seen) <= NAME {
        return seen.into_owned();
    }
    let words = seen.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &seen[words.len()..];
    let letters: String = words.chars().take(NAME.saturating_sub(1 + digits.len()).max(3)).collect();
    if digits.is_empty() { format!("{}+", letters.trim_end()) } else { format!("{} {digits}", letters.trim_end()) }
}

fn shield(words: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    if plain(words) {
        return Cow::Borrowed(words);
    }
    let mut shown = String::new();
    let mut copied = 0;
    for (at, grapheme) in behind_plain(words) {
        if let Cow::Owned(changed) = drawn(grapheme)
            && !grapheme.starts_with(keep)
        {
            shown.push_str(&words[copied..at]);
            shown.push_str(&changed);
            copied = at + grapheme.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(words);
    }
    shown.push_str(&words[copied..]);
    Cow::Owned(shown)
}

/// The graphemes of the words with their places (bytes), but for printable ASCII before each: there nothing can happen,
/// only the last character of it may carry an accent.
fn behind_plain(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let run = words.as_bytes()[end..].iter().take_while(|&&byte| printable(byte)).count();
        let at = end + run.saturating_sub(1);
        let grapheme = words[at..].graphemes(true).next()?;
        end = at + grapheme.len();
        Some((at, grapheme))
    })
}

fn printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Whether the words are printable ASCII, which is always safe and one cell a character.
fn plain(words: &str) -> bool {
    // A stretch at a time without a way out in it, so that many bytes are looked at at once.
    words.as_bytes().chunks(32).all(|stretch| stretch.iter().fold(true, |all, &byte| all & printable(byte)))
}

/// One grapheme as it may be drawn.
fn drawn(grapheme: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut based = false;
    let mut joined = 0;
    for character in grapheme.chars() {
        if let Some(picture) = picture(character) {
            // A flag's hidden tags are one message: one mark says it is there.
            if picture != MARK || !shown.ends_with(MARK) {
                shown.push(picture);
            }
            based = false;
        } else if character.width() != Some(0) {
            shown.push(character);
            (based, joined) = (true, 0);
        } else if based && joined < MOST_JOINED {
            shown.push(character);
            joined += 1;
        } else if !shown.ends_with(MARK) {
            // Nothing to stand on, or one too many: a mark for all of them.
            shown.push(MARK);
        }
    }
    if shown == grapheme { Cow::Borrowed(grapheme) } else { Cow::Owned(shown) }
}

/// What stands for a character that must not reach the terminal; `None` for all others.
fn picture(character: char) -> Option<char> {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)),
        '\x7f' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some(MARK),
        // soft hyphen, direction of reading, fillers, zero width, separators of lines and paragraphs
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' => Some(MARK),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => Some(MARK),
        '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' => Some(MARK),
        // no characters at all: XML may not hold them
        '\u{fffe}' | '\u{ffff}' => Some(MARK),
        // tags, and all that is reserved to be ignored, but not the variation selectors
        '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}' => Some(MARK),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_words_and_every_script_pass_untouched() {
        for words in ["I felt heard.", "naïve", "彼女は", "שָׁלוֹם", "می‌خواهم", "👩🏽‍❤️‍💋‍👨🏽", "🇳🇱", "각", "नमस्ते", "क्‍ष"]
        {
            assert!(matches!(visible(words), Cow::Borrowed(same) if same == words), "{words}");
        }
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(visible("a\x1b[31m\t\n\x7f\u{9b}"), "a␛[31m␉␊␡¤");
        assert_eq!(visible("x\u{202e}y\u{2066}\u{200b}\u{feff}\u{2028}z"), "x¤y¤¤¤¤z");
        assert_eq!(visible("a\u{fffe}\u{ffff}b"), "a¤¤b");
        assert_eq!(visible("🏴\u{e0067}\u{e0062}\u{e007f}"), "🏴¤");
        assert_eq!(visible("\u{200d}a\u{301}"), "¤a\u{301}");
        assert_eq!(visible_lines("a\n\tb\r"), "a\n\tb␍");
    }

    #[test]
    fn five_hundred_accents_become_six_and_a_mark() {
        let zalgo = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(visible(&zalgo), format!("a{}¤b", "\u{301}".repeat(6)));
    }

    #[test]
    fn clipping_counts_cells() {
        assert_eq!(clip("peer support", 12, '…'), "peer support");
        assert_eq!(clip("peer support", 6, '…'), "peer …");
        assert_eq!(clip("彼女は", 4, '+'), "彼+");
        assert_eq!(clip("彼女は", 1, '+'), "+");
        assert_eq!(clip("ab", 0, '+'), "");
        assert_eq!(width("👨‍👩‍👧‍👦 e\u{301}\t"), 5);
    }

    proptest! {
        #[test]
        fn what_is_visible_stays_as_it_is(words in hostile()) {
            let once = visible(&words).into_owned();
            prop_assert!(!once.chars().any(|character| picture(character).is_some()), "{once:?}");
            prop_assert_eq!(&once, &words.graphemes(true).map(drawn).collect::<String>());
            let twice = visible(&once);
            prop_assert_eq!(twice.as_ref(), once.as_str());
            for grapheme in once.graphemes(true) {
                prop_assert!(grapheme.width() > 0, "{:?} draws nothing", grapheme);
            }
        }

        #[test]
        fn clipped_words_fit(words in hostile(), cells in 0usize..20) {
            let words = visible(&words).into_owned();
            prop_assert!(width(&clip(&words, cells, '…')) <= cells);
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let nasty = "[a \u{0}-\u{1f}\u{80}-\u{9f}\u{300}-\u{303}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{e0061}-\u{e0063}\
            \u{fe0f}\u{600}\u{903}\u{1100}\u{1161}\u{11a8}👩🚀🏽🇳\u{94d}\u{915}\u{1160}\u{180b}\u{e0100}\u{34f}彼]{0,24}";
        prop_oneof![nasty, any::<String>()]
    }
}
