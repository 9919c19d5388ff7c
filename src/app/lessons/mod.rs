//! Showing somebody how it goes, one line at a time: the coach of the sample's first sitting, and the tutor.
//!
//! A lesson says what to do and looks whether it was done; keys stand in it by the names of their actions,
//! so that every keymap shows its own.

mod coach;
mod tutor;

use std::collections::BTreeSet;

use super::keymap::{CONTEXTS, Keymap};
use super::{App, Wish};
use crate::place::{Coach, Place};
pub use coach::COACH;
pub use tutor::TUTOR;

/// Something to do, and how it is seen to be done.
pub struct Lesson {
    /// What to do. `{action}` stands for its keys, `<Enter>` for a key of what lies over the panes, `'…'` for
    /// words to type: in the order in which they are typed.
    pub words: &'static str,
    /// Whether it is done.
    done: fn(&Look) -> bool,
}

/// How it was when a lesson began.
#[derive(Debug, Default)]
struct Begun {
    place: Place,
    mine: usize,
    memos: usize,
    codes: usize,
    /// Actions done since.
    did: BTreeSet<&'static str>,
}

/// What a lesson looks at.
struct Look<'a> {
    app: &'a App,
    begun: &'a Begun,
}

impl Look<'_> {
    /// The action was done since the lesson began.
    fn did(&self, action: &str) -> bool {
        self.begun.did.contains(action)
    }

    /// The coder has put on more codes than when the lesson began.
    fn coded(&self) -> bool {
        mine(self.app) > self.begun.mine
    }

    /// As `coded`, the last one with the code of this name.
    fn coded_as(&self, name: &str) -> bool {
        let project = self.app.desk.project();
        let last = self.app.place.last_codes.first().and_then(|&code| project.code(code));
        self.coded() && last.is_some_and(|code| code.name == name)
    }
}

/// So many lessons of the coach can be done at once: this one, and two that come after it.
const AHEAD: usize = 3;

/// How many codings are this coder's.
fn mine(app: &App) -> usize {
    let project = app.desk.project();
    let codings = project.documents().flat_map(|(id, _)| project.codings_in(id));
    codings.filter(|(_, coding)| coding.coder == app.desk.coder()).count()
}

impl Begun {
    fn now(app: &App) -> Begun {
        let project = app.desk.project();
        Begun {
            place: app.place.clone(),
            mine: mine(app),
            memos: project.memos().count(),
            codes: project.codebook().rows().len(),
            did: BTreeSet::new(),
        }
    }
}

/// Lessons, one after the other.
pub struct Course {
    lessons: &'static [Lesson],
    at: usize,
    begun: Begun,
    /// The tutor stays after the last lesson, and Esc leaves the scratch copy with it.
    tutor: bool,
}

impl Course {
    /// Whether it is the tutor.
    pub fn is_tutor(&self) -> bool {
        self.tutor
    }

    /// How many lessons are done.
    pub fn n_done(&self) -> usize {
        self.at
    }

    /// What is to be done now, with the keys of this keymap.
    pub fn words(&self, keymap: &Keymap) -> String {
        let (n, esc) = (self.lessons.len(), show("{cancel}", keymap));
        match self.lessons.get(self.at) {
            Some(lesson) if self.at == 0 && !self.tutor => {
                format!("1/{n}  {}; {esc} twice ends the tour", show(lesson.words, keymap))
            }
            Some(lesson) => format!("{}/{n}  {}", self.at + 1, show(lesson.words, keymap)),
            None => format!("{n}/{n}  That was all, and it stays no longer than you do: {esc} leaves the tutor."),
        }
    }
}

/// The words with each action's keys in its place.
fn show(words: &str, keymap: &Keymap) -> String {
    let mut shown = String::new();
    let mut rest = words;
    while let Some((before, (action, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
        shown.push_str(before);
        let keys = CONTEXTS.iter().find_map(|context| keymap.keys_for(context, action).into_iter().next());
        shown.push_str(&keys.unwrap_or_else(|| format!("(no key for {action})")));
        rest = after;
    }
    shown.push_str(rest);
    shown.replace("<Enter>", "Enter").replace("<Esc>", "Esc")
}

impl App {
    /// Shows a newcomer round, from where the coach had come.
    pub fn begin_coach(&mut self) {
        if let Coach::At(at) = self.place.coach {
            self.course = Some(Course { lessons: COACH, at, begun: Begun::now(self), tutor: false });
        }
    }

    /// Begins the lessons.
    pub fn begin_tutor(&mut self) {
        self.course = Some(Course { lessons: TUTOR, at: 0, begun: Begun::now(self), tutor: true });
    }

    /// Notes an action for the lesson that waits for it.
    pub(super) fn note_action(&mut self, action: &'static str) {
        if let Some(course) = &mut self.course {
            course.begun.did.insert(action);
        }
    }

    /// Goes on to the next lesson when this one is done.
    pub(super) fn look_at_lesson(&mut self) {
        let Some(mut course) = self.course.take() else { return };
        let look = Look { app: self, begun: &course.begun };
        let left = course.lessons.get(course.at..).unwrap_or_default();
        // Who does already what the coach would come to later is not held up.
        let ahead = if course.tutor { 1 } else { AHEAD };
        let done = left[..ahead.min(left.len())].iter().rposition(|lesson| (lesson.done)(&look));
        if let Some(done) = done {
            course.at += done + 1;
            course.begun = Begun::now(self);
        }
        if course.tutor {
            self.course = Some(course);
        } else if course.at < course.lessons.len() {
            self.place.coach = Coach::At(course.at);
            self.course = Some(course);
        } else {
            self.place.coach = Coach::Gone;
            let words = "That was the tour. {help} says what else can be done here; {tutor} is the tutor.";
            self.say(show(words, &self.keymap));
        }
    }

    /// Sends the coach away for good, or leaves the tutor; whether there was one.
    pub(super) fn leave_course(&mut self) -> bool {
        let Some(course) = self.course.take() else { return false };
        if course.tutor {
            self.wishes.push(Wish::Quit);
        } else if self.again != Some("cancel") {
            self.again = Some("cancel");
            self.course = Some(course);
            self.say("Esc again sends the coach away");
        } else {
            self.place.coach = Coach::Gone;
            self.say(show("The coach is gone; {tutor} is the tutor, {help} the help.", &self.keymap));
        }
        true
    }
}
