//! How it looks: named colours that follow the person's own palette, or none at all.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// Styles by what they are for. Whatever a colour says, a sign or a word says too.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Words.
    pub plain: Style,
    /// What helps and may be overlooked: line numbers, labels, hints.
    pub dim: Style,
    /// The participants' labels.
    pub label: Style,
    /// The row or the field that has the keys.
    pub here: Style,
    /// The row of a pane that has not the keys.
    pub rested: Style,
    /// What is selected.
    pub selected: Style,
    /// What is selected and coded already.
    pub spent: Style,
    /// What a search found.
    pub found: Style,
    /// The frame of a pane.
    pub border: Style,
    /// The frame of the pane with the keys.
    pub border_here: Style,
    /// A title.
    pub title: Style,
    /// The title of the pane with the keys.
    pub title_here: Style,
    /// Keys in hints.
    pub key: Style,
    /// What must be seen.
    pub alarm: Style,
    /// What went well.
    pub good: Style,
    /// The colours of stripes, in turn.
    stripes: Vec<Style>,
    /// The signs of frames.
    pub lines: border::Set<'static>,
    /// The sign of a stripe.
    pub bar: &'static str,
    /// Only ASCII signs are drawn.
    pub ascii: bool,
}

const COLOURS: [Color; 6] = [Color::Cyan, Color::Magenta, Color::Yellow, Color::Green, Color::Blue, Color::Red];

const ASCII_LINES: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Theme {
    /// The theme for a terminal with colours.
    pub fn colour(ascii: bool) -> Theme {
        let plain = Style::default();
        let bold = plain.add_modifier(Modifier::BOLD);
        Theme {
            dim: plain.add_modifier(Modifier::DIM),
            label: plain.fg(Color::Cyan),
            found: plain.add_modifier(Modifier::UNDERLINED).fg(Color::Yellow),
            border_here: plain.fg(Color::Cyan),
            title_here: bold.fg(Color::Cyan),
            key: bold.fg(Color::Cyan),
            alarm: bold.fg(Color::Red),
            good: plain.fg(Color::Green),
            stripes: COLOURS.iter().map(|&colour| plain.fg(colour)).collect(),
            ..Theme::mono(ascii)
        }
    }

    /// The theme without a single colour.
    pub fn mono(ascii: bool) -> Theme {
        let plain = Style::default();
        let bold = plain.add_modifier(Modifier::BOLD);
        Theme {
            plain,
            dim: plain,
            label: bold,
            here: plain.add_modifier(Modifier::REVERSED),
            rested: bold.add_modifier(Modifier::UNDERLINED),
            selected: plain.add_modifier(Modifier::REVERSED),
            spent: bold.add_modifier(Modifier::UNDERLINED),
            found: plain.add_modifier(Modifier::UNDERLINED),
            border: plain,
            border_here: bold,
            title: plain,
            title_here: bold.add_modifier(Modifier::REVERSED),
            key: bold,
            alarm: bold.add_modifier(Modifier::REVERSED),
            good: plain,
            stripes: vec![plain],
            lines: if ascii { ASCII_LINES } else { border::PLAIN },
            bar: if ascii { "|" } else { "│" },
            ascii,
        }
    }

    /// The style of the `n`th stripe.
    pub fn stripe(&self, n: usize) -> Style {
        self.stripes[n % self.stripes.len()]
    }

    /// The theme that the environment asks for: no colours where `NO_COLOR` is set or the terminal is
    /// dumb, ASCII signs where `EMIC_ASCII` is set or the locale is not UTF-8.
    pub fn from_environment(environment: impl Fn(&str) -> Option<String>) -> Theme {
        let set = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| environment(name).filter(|v| !v.is_empty()));
        let unicode = locale.is_none_or(|locale| {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        let linux = environment("TERM").is_some_and(|term| term == "linux" || term == "dumb");
        let ascii = set("EMIC_ASCII") || !unicode || linux;
        let dumb = environment("TERM").is_some_and(|term| term == "dumb");
        let mono = set("NO_COLOR") || dumb || environment("EMIC_THEME").is_some_and(|theme| theme == "mono");
        if mono { Theme::mono(ascii) } else { Theme::colour(ascii) }
    }
}
