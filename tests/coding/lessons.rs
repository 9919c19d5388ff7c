//! The coach and the tutor: whoever types just what they say gets to the end.

use super::sitting::{Sitting, write_keys};
use emic::app::Wish;
use emic::app::keymap::{CONTEXTS, Keymap};
use emic::app::keys::parse_keys;
use emic::app::lessons::{COACH, Lesson, TUTOR};
use emic::panes::Theme;
use emic::place::Coach;

pub const TESTS: &[fn()] = &[
    the_tutor_is_played_by_its_own_words,
    the_coach_is_followed_by_its_own_words,
    esc_sends_the_coach_away_for_good,
    esc_leaves_the_tutor,
];

/// The keys that a lesson names, in their order.
fn keys_of(lesson: &Lesson) -> String {
    let keymap = Keymap::built_in();
    let mut keys = String::new();
    let mut rest = lesson.words;
    while let Some(at) = rest.find(['{', '<', '\'']) {
        let close = match &rest[at..=at] {
            "{" => '}',
            "<" => '>',
            _ => '\'',
        };
        let (word, after) = rest[at + 1..].split_once(close).unwrap();
        match close {
            '}' => {
                let bound = CONTEXTS.iter().find_map(|context| keymap.keys_for(context, word).into_iter().next());
                keys += &write_keys(&parse_keys(&bound.unwrap_or_else(|| panic!("{word}"))).unwrap());
            }
            '>' => keys += &format!("<{word}>"),
            _ => keys += &format!("'{word}'"),
        }
        keys.push(' ');
        rest = after;
    }
    keys
}

fn plays(lessons: &[Lesson], sitting: &mut Sitting, done: impl Fn(&Sitting) -> usize) {
    for (place, lesson) in lessons.iter().enumerate() {
        assert_eq!(done(sitting), place, "before {}", lesson.words);
        let keys = keys_of(lesson);
        let last = keys.trim_end();
        assert!(!last.is_empty(), "{}", lesson.words);
        sitting.types(&keys);
        assert_eq!(done(sitting), place + 1, "{}\n-- typed {keys}\n{}", lesson.words, sitting.screen());
    }
}

/// The sample as somebody sees it who never saw it before.
fn newcomer() -> Sitting {
    Sitting::sample(Theme::mono(false)).again("nia")
}

#[test]
fn the_tutor_is_played_by_its_own_words() {
    assert_eq!(TUTOR.len(), 12);
    let mut sitting = newcomer();
    sitting.app.begin_tutor();
    plays(TUTOR, &mut sitting, |sitting| sitting.app.course.as_ref().unwrap().n_done());
    assert!(sitting.screen().contains("12/12  That was all"), "{}", sitting.screen());
}

#[test]
fn the_coach_is_followed_by_its_own_words() {
    assert_eq!(COACH.len(), 7);
    let mut sitting = newcomer();
    sitting.app.begin_coach();
    assert!(sitting.screen().contains("1/7  press ] u to go to the next passage"), "{}", sitting.screen());
    plays(COACH, &mut sitting, |sitting| match sitting.app.place.coach {
        Coach::At(at) => at,
        Coach::Gone => COACH.len(),
    });
    assert_eq!(sitting.said(), "That was the tour. ? says what else can be done here; Space T is the tutor.");
}

#[test]
fn esc_sends_the_coach_away_for_good() {
    let mut sitting = newcomer();
    sitting.app.begin_coach();
    sitting.types("]u x <Esc>");
    assert!(sitting.screen().contains("3/7"), "the selection goes first\n{}", sitting.screen());
    assert_eq!(sitting.types("<Esc>").said(), "Esc again sends the coach away");
    assert_eq!(sitting.types("x <Esc> <Esc>").said(), "Esc again sends the coach away", "not at once");
    assert_eq!(sitting.types("<Esc>").said(), "The coach is gone; Space T is the tutor, ? the help.");
    // Who has changed nothing yet is nobody whose place could be kept.
    sitting.types("x c job <Enter>");
    let mut sitting = sitting.again("nia");
    sitting.app.begin_coach();
    assert!(sitting.app.course.is_none());
}

#[test]
fn esc_leaves_the_tutor() {
    let mut sitting = newcomer();
    sitting.app.begin_tutor();
    sitting.types("<Esc>");
    assert_eq!(sitting.app.take_wishes(), [Wish::Quit]);
}
