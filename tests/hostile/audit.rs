//! What may reach a terminal: printable characters, and the few sequences that emic itself writes.

use base64::Engine;

/// How many characters without a width may follow each other.
const MOST_JOINED: usize = 6;

/// Characters that stand nowhere in what is shown: they act, hide, or turn the line round.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter), 0x200b | 0x200e..=0x200f | 0x61c | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
            | 0xfff9..=0xfffb | 0xe0000..=0xe007f)
}

/// Everything wrong in words that a command printed; line feeds and tabs part lines and cells.
pub fn faults_of_words(bytes: &[u8]) -> Vec<String> {
    let Ok(words) = std::str::from_utf8(bytes) else { return vec!["it is no UTF-8".to_string()] };
    let mut faults: Vec<String> = words
        .chars()
        .filter(|&letter| acts(letter) && !"\n\t".contains(letter))
        .map(|letter| format!("{letter:?}"))
        .collect();
    faults.extend(piled(words));
    faults
}

/// A pile of accents, where there is one.
fn piled(words: &str) -> Option<String> {
    let mut joined = 0;
    words.chars().find_map(|letter| {
        joined = if unicode_width::UnicodeWidthChar::width(letter) == Some(0) { joined + 1 } else { 0 };
        (joined > MOST_JOINED).then(|| format!("more than {MOST_JOINED} characters without a width in a row"))
    })
}

/// Everything wrong in the bytes that the screen was sent, and what was put on the clipboard.
pub fn faults_of_screen(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut faults, mut copied) = (Vec::new(), Vec::new());
    let Ok(words) = std::str::from_utf8(bytes) else { return (vec!["it is no UTF-8".to_string()], copied) };
    let mut plain = String::new();
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        if letter == '\x1b' {
            plain.push('\n');
            let length = match ours(rest) {
                Some((length, clip)) => {
                    copied.extend(clip);
                    length
                }
                None => {
                    faults.push(format!("a foreign sequence: {:?}", rest.chars().take(24).collect::<String>()));
                    1
                }
            };
            rest = &rest[length..];
            continue;
        }
        // On leaving, the terminal's own settings are back and a line may end.
        if acts(letter) && letter != '\n' && letter != '\r' {
            faults.push(format!("{letter:?}"));
        }
        plain.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    faults.extend(piled(&plain));
    (faults, copied)
}

/// The length of the sequence that stands here, where it is one of emic's, and what it copies.
fn ours(rest: &str) -> Option<(usize, Option<String>)> {
    if let Some(copy) = rest.strip_prefix("\x1b]52;c;") {
        let end = copy.find('\x07')?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(&copy[..end]).ok()?;
        return Some((rest.len() - copy.len() + end + 1, Some(String::from_utf8(bytes).ok()?)));
    }
    let inside = rest.strip_prefix("\x1b[")?;
    let end = inside.find(|letter: char| !"?0123456789;:".contains(letter))?;
    let (parameters, last) = (&inside[..end], inside[end..].chars().next()?);
    let is_ours = match (parameters.strip_prefix('?'), last) {
        (Some(mode), 'h' | 'l') => ["25", "1002", "1006", "1049", "2004", "2026"].contains(&mode),
        (None, 'H') => parameters.split(';').count() == 2,
        (None, 'J') => parameters == "2",
        (None, 'n') => parameters == "6",
        (None, 'm') => true,
        _ => false,
    };
    is_ours.then_some((rest.len() - inside.len() + end + 1, None))
}

#[test]
fn the_audit_sees_what_is_foreign() {
    for ours in
        ["\x1b[?1049h\x1b[2J\x1b[1;1H\x1b[38;5;4mAna\x1b[0m\x1b[6n", "é彼👩\u{200d}🚀 e\u{301}", "\x1b]52;c;QW5h\x07"]
    {
        assert_eq!(faults_of_screen(ours.as_bytes()).0, [""; 0], "{ours:?}");
    }
    let joined = format!("e{}", "\u{301}".repeat(7));
    for foreign in [
        "\x1b]0;x\x07",
        "\x1b[5n",
        "\x1bc",
        "\x1b[?1047h",
        "\x1bP$q\x1b\\",
        "\u{9b}m",
        "\u{202e}",
        "\x08",
        "\0",
        &joined,
    ] {
        assert_ne!(faults_of_screen(foreign.as_bytes()).0, [""; 0], "{foreign:?}");
    }
    assert_eq!(faults_of_words("a\tb\n\x1b[m".as_bytes()), ["'\\u{1b}'"]);
    assert_ne!(faults_of_words(b"\x9b"), [""; 0]);
}
