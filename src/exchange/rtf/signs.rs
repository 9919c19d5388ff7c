//! The signs that rich text has words for, and the encodings that it has numbers for.

use encoding_rs::Encoding;

/// Words that stand for a sign.
pub const SIGNS: &[(&str, &str)] = &[
    ("tab", "\t"),
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
    ("emspace", "\u{2003}"),
    ("enspace", "\u{2002}"),
    ("qmspace", "\u{2005}"),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
];

/// The encoding of a code page by its number.
pub fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        0 => "windows-1252",
        932 => "shift_jis",
        936 => "gbk",
        949 | 1361 => "euc-kr",
        950 => "big5",
        866 => "ibm866",
        10_000 => "macintosh",
        10_007 => "x-mac-cyrillic",
        20_866 => "koi8-r",
        65_001 => "utf-8",
        874 | 1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()),
        28_591..=28_606 => return Encoding::for_label(format!("iso-8859-{}", number - 28_590).as_bytes()),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font by its character set: `None` where that is the text's own, `Some(None)` for symbols.
pub fn charset(number: i32) -> Option<Option<&'static Encoding>> {
    let page = match number {
        0 => 1252,
        2 => return Some(None),
        77 => 10_000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page).map(Some)
}
