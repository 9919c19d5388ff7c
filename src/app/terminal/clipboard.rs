//! The clipboard, by whichever way reaches it from here.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::store::Policy;

/// Terminals take no more bytes than this by OSC 52.
const MOST: usize = 74_000;
/// How long tmux may take before it is called silent.
const PATIENCE: Duration = Duration::from_secs(2);

/// By which way words go to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clipboard {
    /// Into a buffer of tmux, which passes it on to the terminal where it may.
    Tmux,
    /// To the terminal itself, as an OSC 52 sequence.
    Osc52,
    /// Not at all, because the person chose so.
    Off,
    /// Not at all: the policy of this machine does not allow it.
    Forbidden,
}

impl Clipboard {
    /// Reads `EMIC_CLIPBOARD` (auto, tmux, osc52, off) and whether this is within tmux, where the policy allows
    /// copying at all.
    pub fn from_environment(policy: &Policy, variable: impl Fn(&str) -> Option<String>) -> Clipboard {
        if !policy.clipboard {
            return Clipboard::Forbidden;
        }
        match variable("EMIC_CLIPBOARD").as_deref().map(str::trim) {
            Some("off") => Clipboard::Off,
            Some("tmux") => Clipboard::Tmux,
            Some("osc52") => Clipboard::Osc52,
            // In tmux an OSC 52 is dropped without a word unless tmux was told otherwise.
            _ if variable("TMUX").is_some() => Clipboard::Tmux,
            _ => Clipboard::Osc52,
        }
    }

    /// Puts words on the clipboard, writing to the terminal where that is the way; gives back how it is
    /// said of what was copied.
    ///
    /// # Errors
    /// Why nothing was copied, and what to do.
    pub fn put(self, words: &str, terminal: &mut impl Write) -> Result<&'static str, String> {
        match self {
            Clipboard::Off => Err("copying is off here (EMIC_CLIPBOARD=off); nothing was copied".to_string()),
            Clipboard::Forbidden => {
                let policy = Policy::here().words();
                Err(format!("copying is not allowed on this machine; nothing was copied ({policy})"))
            }
            Clipboard::Tmux => to_tmux(words.to_string()).map(|()| "by tmux buffer"),
            Clipboard::Osc52 if words.len() > MOST => Err(format!(
                "these are {} kB, and terminals take {} kB at most; nothing was copied",
                words.len().div_ceil(1000),
                MOST / 1000
            )),
            Clipboard::Osc52 => {
                let sent = write!(terminal, "\x1b]52;c;{}\x07", STANDARD.encode(words)).and_then(|()| terminal.flush());
                sent.map_err(|error| format!("the terminal did not take it ({error}); nothing was copied"))?;
                Ok("by OSC 52; if paste does not bring it, your terminal forbids it")
            }
        }
    }
}

/// Gives words to tmux, and waits for it as long as a person would.
fn to_tmux(words: String) -> Result<(), String> {
    let failed = |why: &str| format!("tmux did not take it ({why}); EMIC_CLIPBOARD=osc52 goes past it");
    let (done, answer) = channel();
    thread::spawn(move || done.send(load_buffer(&words).map_err(|error| error.to_string())));
    answer.recv_timeout(PATIENCE).map_err(|_| failed("it did not answer"))?.map_err(|why| failed(&why))
}

fn load_buffer(words: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let written = tmux.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(words.as_bytes()));
    let ended = tmux.wait_with_output()?;
    if ended.status.success() {
        return written;
    }
    Err(io::Error::other(String::from_utf8_lossy(&ended.stderr).trim().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(clipboard: bool) -> Policy {
        Policy {
            path: "/etc/p".into(),
            is_there: true,
            clipboard,
            other_remotes: false,
            originals: true,
            trouble: None,
        }
    }

    fn chosen(set: &[(&str, &str)]) -> Clipboard {
        Clipboard::from_environment(&policy(true), |name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_string())
        })
    }

    #[test]
    fn tmux_is_the_way_within_tmux_unless_the_person_says_otherwise() {
        assert_eq!(chosen(&[]), Clipboard::Osc52);
        assert_eq!(chosen(&[("TMUX", "/tmp/tmux")]), Clipboard::Tmux);
        assert_eq!(chosen(&[("TMUX", "/tmp/tmux"), ("EMIC_CLIPBOARD", "auto")]), Clipboard::Tmux);
        assert_eq!(chosen(&[("TMUX", "/tmp/tmux"), ("EMIC_CLIPBOARD", "osc52")]), Clipboard::Osc52);
        assert_eq!(chosen(&[("EMIC_CLIPBOARD", "tmux")]), Clipboard::Tmux);
        assert_eq!(chosen(&[("EMIC_CLIPBOARD", "off")]), Clipboard::Off);
    }

    #[test]
    fn the_policy_is_stronger_than_what_a_person_chose() {
        for way in ["osc52", "tmux", "auto"] {
            let found = Clipboard::from_environment(&policy(false), |_| Some(way.to_string()));
            assert_eq!(found, Clipboard::Forbidden);
        }
        let mut sent = Vec::new();
        let why = Clipboard::Forbidden.put("felt", &mut sent).unwrap_err();
        assert!(why.contains("nothing was copied") && sent.is_empty(), "{why}");
    }

    #[test]
    fn words_go_to_the_terminal_in_letters_it_cannot_obey() {
        let mut sent = Vec::new();
        assert!(Clipboard::Osc52.put("felt\nheard", &mut sent).is_ok());
        assert_eq!(sent, b"\x1b]52;c;ZmVsdApoZWFyZA==\x07");
    }

    #[test]
    fn too_much_and_switched_off_write_nothing_and_say_so() {
        let mut sent = Vec::new();
        let long = Clipboard::Osc52.put(&"a".repeat(MOST + 1), &mut sent).unwrap_err();
        assert!(long.starts_with("these are 75 kB, and terminals take 74 kB at most"), "{long}");
        assert!(Clipboard::Osc52.put(&"a".repeat(MOST), &mut Vec::new()).is_ok());
        let off = Clipboard::Off.put("felt", &mut sent).unwrap_err();
        assert!(off.contains("nothing was copied"), "{off}");
        assert_eq!(sent, b"");
    }
}
