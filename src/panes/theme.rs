//! How it looks: styles by what they are for, in one of several themes.
//!
//! `auto` and `mono` stand on the terminal's own ground; every other theme paints its ground, so that
//! its words are legible on any terminal.

mod palettes;
#[cfg(test)]
mod tests;

use ratatui::style::{Modifier, Style};
use ratatui::symbols::border;

use palettes::Palette;

/// Styles by what they are for. Whatever a colour says, a sign or a word says too.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Which of the [`THEMES`].
    pub name: &'static str,
    /// What the terminal can show.
    pub ink: Ink,
    /// Words, and the ground they stand on.
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
    /// The bars of stripes, a sign of its own for each lane.
    pub bars: [&'static str; LANES],
    /// Only ASCII signs are drawn.
    pub ascii: bool,
}

/// So many stripes stand side by side.
pub const LANES: usize = 6;

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted.
    None,
    /// The 16 with names, which follow the person's own palette.
    Sixteen,
    /// 256, the same everywhere.
    Many,
}

/// What a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// How many colours.
    pub colours: Colours,
    /// Only ASCII signs.
    pub ascii: bool,
}

/// A theme that can be chosen.
pub struct Named {
    /// What it is called.
    pub name: &'static str,
    /// What the list says of it.
    pub says: &'static str,
    /// Makes it for a terminal.
    make: fn(Ink) -> Theme,
}

/// Every theme, in the order of the list.
pub const THEMES: &[Named] = &[
    Named { name: "auto", says: "the colours of your terminal, on its own ground", make: auto },
    Named { name: "light", says: "dark words on a light ground", make: |ink| painted("light", ink) },
    Named { name: "dark", says: "light words on a dark ground", make: |ink| painted("dark", ink) },
    Named { name: "high-contrast", says: "white and yellow on black", make: |ink| painted("high-contrast", ink) },
    Named {
        name: "colour-blind",
        says: "colours that are told apart without red and green",
        make: |ink| painted("colour-blind", ink),
    },
    Named { name: "mono", says: "no colour at all", make: mono },
];

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

const BARS: [&str; LANES] = ["│", "║", "┃", "┊", "╏", "╎"];
const ASCII_BARS: [&str; LANES] = ["|", ":", "!", ";", "=", "%"];

impl Theme {
    /// The theme of that name; without colours, where the terminal shows none, the one without.
    pub fn named(name: &str, ink: Ink) -> Option<Theme> {
        let named = THEMES.iter().find(|theme| theme.name == name)?;
        Some(if ink.colours == Colours::None { mono(ink) } else { (named.make)(ink) })
    }

    /// The theme that follows the terminal's own colours.
    pub fn colour(ascii: bool) -> Theme {
        auto(Ink { colours: Colours::Sixteen, ascii })
    }

    /// The theme without a single colour.
    pub fn mono(ascii: bool) -> Theme {
        mono(Ink { colours: Colours::None, ascii })
    }

    /// The style of the `n`th stripe.
    pub fn stripe(&self, n: usize) -> Style {
        self.stripes[n % self.stripes.len()]
    }

    /// Every style of words, for whoever looks at all of them.
    pub fn styles(&self) -> Vec<Style> {
        let Theme { plain, dim, label, here, rested, selected, spent, found, .. } = *self;
        let Theme { border, border_here, title, title_here, key, alarm, good, .. } = *self;
        let words = [plain, dim, label, here, rested, selected, spent, found, border, border_here];
        words.into_iter().chain([title, title_here, key, alarm, good]).chain(self.stripes.iter().copied()).collect()
    }

    /// The theme that the environment asks for, and what was asked for in vain: the one that
    /// `EMIC_THEME` names; no colours where `NO_COLOR` is set or the terminal is dumb, ASCII signs
    /// where `EMIC_ASCII` is set, the locale is not UTF-8, or the terminal is the Linux console.
    pub fn from_environment(environment: impl Fn(&str) -> Option<String>) -> (Theme, Option<String>) {
        let value = |name: &str| environment(name).filter(|value| !value.is_empty());
        let ink = Ink::from_environment(value);
        let auto = || if ink.colours == Colours::None { mono(ink) } else { auto(ink) };
        let Some(name) = value("EMIC_THEME") else { return (auto(), None) };
        match Theme::named(&name, ink) {
            Some(theme) => (theme, None),
            None => {
                let names: Vec<&str> = THEMES.iter().map(|theme| theme.name).collect();
                let problem = format!("EMIC_THEME: no theme is named {name}; there are {}", names.join(", "));
                (auto(), Some(problem))
            }
        }
    }
}

impl Ink {
    fn from_environment(value: impl Fn(&str) -> Option<String>) -> Ink {
        let term = value("TERM").unwrap_or_default();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(&value).map(|locale| locale.to_lowercase());
        let unicode = locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"));
        let many = value("COLORTERM").is_some_and(|colours| matches!(colours.as_str(), "truecolor" | "24bit"));
        let colours = match term.as_str() {
            _ if value("NO_COLOR").is_some() => Colours::None,
            "dumb" => Colours::None,
            "linux" => Colours::Sixteen,
            term if many || term.contains("256color") => Colours::Many,
            _ => Colours::Sixteen,
        };
        let ascii = value("EMIC_ASCII").is_some() || !unicode || matches!(term.as_str(), "linux" | "dumb");
        Ink { colours, ascii }
    }
}

fn mono(ink: Ink) -> Theme {
    let plain = Style::default();
    let bold = plain.add_modifier(Modifier::BOLD);
    Theme {
        name: "mono",
        ink,
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
        lines: if ink.ascii { ASCII_LINES } else { border::PLAIN },
        bars: if ink.ascii { ASCII_BARS } else { BARS },
        ascii: ink.ascii,
    }
}

/// Magenta and red alone are legible on black and on white in nearly every palette; the other colours
/// are left to the stripes, whose bars have signs of their own.
fn auto(ink: Ink) -> Theme {
    use ratatui::style::Color::{Blue, Cyan, Green, Magenta, Red};
    let plain = Style::default();
    let bold = plain.add_modifier(Modifier::BOLD);
    Theme {
        name: "auto",
        dim: plain.add_modifier(Modifier::DIM),
        found: plain.add_modifier(Modifier::UNDERLINED).fg(Magenta),
        border_here: plain.fg(Magenta),
        title_here: bold.fg(Magenta),
        key: bold.fg(Magenta),
        alarm: bold.fg(Red),
        stripes: [Magenta, Cyan, Red, Green, Blue].map(|colour| plain.fg(colour)).into_iter().chain([plain]).collect(),
        ..mono(ink)
    }
}

fn painted(name: &'static str, ink: Ink) -> Theme {
    let Palette { words, ground, dim, label, accent, found, alarm, good, lit, stripes } = palettes::of(name, ink);
    let on = |colour| Style::default().fg(colour).bg(ground);
    let bold = |colour| on(colour).add_modifier(Modifier::BOLD);
    let lit = Style::default().fg(lit.0).bg(lit.1);
    Theme {
        name,
        plain: on(words),
        dim: on(dim),
        label: bold(label),
        here: lit,
        rested: bold(words).add_modifier(Modifier::UNDERLINED),
        selected: lit,
        spent: bold(accent).add_modifier(Modifier::UNDERLINED),
        found: on(found).add_modifier(Modifier::UNDERLINED),
        border: on(dim),
        border_here: bold(accent),
        title: on(words),
        title_here: lit.add_modifier(Modifier::BOLD),
        key: bold(accent),
        alarm: Style::default().fg(alarm.0).bg(alarm.1).add_modifier(Modifier::BOLD),
        good: on(good),
        stripes: stripes.map(on).to_vec(),
        ..mono(ink)
    }
}
