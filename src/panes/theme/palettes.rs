//! The colours of the themes that paint their ground.

use ratatui::style::Color::{self, *};

use super::{Colours, Ink, LANES};

/// The colours of one theme, by what they are for.
pub(super) struct Palette {
    pub words: Color,
    pub ground: Color,
    pub dim: Color,
    pub label: Color,
    pub accent: Color,
    pub found: Color,
    /// Words and ground of what must be seen.
    pub alarm: (Color, Color),
    pub good: Color,
    /// Words and ground of what is selected or has the keys.
    pub lit: (Color, Color),
    pub stripes: [Color; LANES],
}

const fn light() -> Palette {
    Palette {
        words: Indexed(16),
        ground: Indexed(231),
        dim: Indexed(240),
        label: Indexed(25),
        accent: Indexed(90),
        found: Indexed(124),
        alarm: (Indexed(231), Indexed(124)),
        good: Indexed(22),
        lit: (Indexed(16), Indexed(153)),
        stripes: [Indexed(25), Indexed(90), Indexed(94), Indexed(22), Indexed(124), Indexed(23)],
    }
}

/// The Linux console has no bright grounds.
const fn light_16() -> Palette {
    Palette {
        words: Black,
        ground: Gray,
        dim: Black,
        label: Blue,
        accent: Magenta,
        found: Red,
        alarm: (White, Red),
        good: Black,
        lit: (White, Blue),
        stripes: [Blue, Magenta, Red, Black, Blue, Magenta],
    }
}

const fn dark() -> Palette {
    Palette {
        words: Indexed(252),
        ground: Indexed(234),
        dim: Indexed(247),
        label: Indexed(117),
        accent: Indexed(222),
        found: Indexed(215),
        alarm: (Indexed(16), Indexed(210)),
        good: Indexed(114),
        lit: (Indexed(16), Indexed(117)),
        stripes: [Indexed(117), Indexed(176), Indexed(222), Indexed(114), Indexed(209), Indexed(147)],
    }
}

const fn dark_16() -> Palette {
    Palette {
        words: Gray,
        ground: Black,
        dim: Gray,
        label: LightCyan,
        accent: Yellow,
        found: LightYellow,
        alarm: (White, Red),
        good: LightGreen,
        lit: (Black, Cyan),
        stripes: [LightCyan, LightMagenta, LightYellow, LightGreen, LightRed, White],
    }
}

const fn high_contrast() -> Palette {
    Palette {
        words: Indexed(231),
        ground: Indexed(16),
        dim: Indexed(231),
        label: Indexed(226),
        accent: Indexed(51),
        found: Indexed(226),
        alarm: (Indexed(231), Indexed(160)),
        good: Indexed(46),
        lit: (Indexed(16), Indexed(226)),
        stripes: [Indexed(51), Indexed(226), Indexed(213), Indexed(46), Indexed(214), Indexed(231)],
    }
}

const fn high_contrast_16() -> Palette {
    Palette {
        words: White,
        ground: Black,
        dim: White,
        label: LightYellow,
        accent: LightCyan,
        found: LightYellow,
        alarm: (White, Red),
        good: LightGreen,
        lit: (Black, Gray),
        stripes: [LightCyan, LightYellow, LightMagenta, LightGreen, White, Gray],
    }
}

/// The colours of Okabe and Ito (2008), the nearest of 256, without the blue that is lost on black.
const fn colour_blind() -> Palette {
    Palette {
        words: Indexed(255),
        ground: Indexed(16),
        dim: Indexed(249),
        label: Indexed(74),
        accent: Indexed(214),
        found: Indexed(227),
        alarm: (Indexed(16), Indexed(214)),
        good: Indexed(74),
        lit: (Indexed(16), Indexed(74)),
        stripes: [Indexed(74), Indexed(214), Indexed(36), Indexed(227), Indexed(166), Indexed(175)],
    }
}

const fn colour_blind_16() -> Palette {
    Palette {
        words: Gray,
        ground: Black,
        dim: Gray,
        label: LightCyan,
        accent: LightYellow,
        found: LightYellow,
        alarm: (Black, Yellow),
        good: LightCyan,
        lit: (Black, Cyan),
        stripes: [LightCyan, LightYellow, LightMagenta, White, Cyan, Gray],
    }
}

/// The colours of a painted theme for a terminal.
pub(super) fn of(name: &str, ink: Ink) -> Palette {
    let many = ink.colours == Colours::Many;
    match (name, many) {
        ("light", true) => light(),
        ("light", false) => light_16(),
        ("high-contrast", true) => high_contrast(),
        ("high-contrast", false) => high_contrast_16(),
        ("colour-blind", true) => colour_blind(),
        ("colour-blind", false) => colour_blind_16(),
        (_, true) => dark(),
        (_, false) => dark_16(),
    }
}
