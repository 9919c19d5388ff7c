//! How the terminal's colours look, where nobody has changed them.

use ratatui::style::Color;

/// Words of a terminal that says nothing of its own.
#[allow(dead_code)] // pictures need it, tests of contrast do not
pub const WORDS: [u8; 3] = [0xd0, 0xd0, 0xd0];
/// Its ground.
#[allow(dead_code)] // as above
pub const GROUND: [u8; 3] = [0x10, 0x10, 0x10];

/// The 16 colours with names, as xterm has them.
const NAMED: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Red, green and blue; `otherwise` where the terminal's own colour is left.
pub fn rgb(colour: Color, otherwise: [u8; 3]) -> [u8; 3] {
    let named = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(n) => indexed(n),
        other => named.iter().position(|&name| name == other).map_or(otherwise, |place| NAMED[place]),
    }
}

fn indexed(n: u8) -> [u8; 3] {
    match n {
        0..16 => NAMED[usize::from(n)],
        16..232 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = n - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        }
        232.. => [8 + 10 * (n - 232); 3],
    }
}

/// The colour as `#rrggbb`.
#[allow(dead_code)] // as above
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
