//! How long a key takes, from its arrival to the finished frame of 120 by 36 cells; the terminal's own
//! work is not in it.

mod study;

use divan::Bencher;
use emic::app::decoder::Input;
use emic::app::keymap::Keymap;
use emic::app::keys::parse_keys;
use emic::app::{App, draw};
use emic::panes::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use study::{SIZES, Size, Study};

fn main() {
    divan::main();
}

const SCREEN: Rect = Rect { x: 0, y: 0, width: 120, height: 36 };

/// Presses keys one after the other, each with its frame.
fn press(app: &mut App, keys: &str) {
    for key in parse_keys(keys).expect("keys as a keymap writes them") {
        app.input(Input::Key(key));
        let mut frame = Buffer::empty(SCREEN);
        draw(app, SCREEN, &mut frame);
    }
}

/// Measures `keys`, after `before` has brought the coder to where they are pressed.
fn measure(bencher: Bencher, size: Size, before: &str, keys: &str) {
    let study = Study::of(size);
    let mut app = App::new(study.desk(), Theme::colour(false), Keymap::built_in());
    press(&mut app, before);
    bencher.bench_local(|| press(&mut app, keys));
}

/// A line down and up again: two keys.
#[divan::bench(args = SIZES)]
fn line_down_and_up(bencher: Bencher, size: Size) {
    measure(bencher, size, "j", "j k");
}

/// Half a page down and up again: two keys.
#[divan::bench(args = SIZES)]
fn page_down_and_up(bencher: Bencher, size: Size) {
    measure(bencher, size, "j", "PgDn PgUp");
}

/// The last code put on the turn here, and taken back: two keys, two lines of the log.
#[divan::bench(args = SIZES)]
fn apply_a_code_and_undo(bencher: Bencher, size: Size) {
    measure(bencher, size, "] t c T h e m e Enter u", ". u");
}

/// Coding with a code that is chosen by name, and undo: eight keys, two lines of the log.
#[divan::bench(args = SIZES)]
fn choose_a_code_and_undo(bencher: Bencher, size: Size) {
    measure(bencher, size, "] t", "c t h e m e Enter u");
}
