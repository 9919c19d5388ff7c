//! Macros: what was done, recorded as steps that can be read, edited and done again as one act.

use crate::app::actions::action;
use crate::app::keys::{Code, Key, parse_keys, show_keys};
use crate::app::overlay::{Overlay, Script};
use crate::app::{App, Trouble};
use crate::place::Step;
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// What no macro does: it would play itself, leave, or take back what belongs to the same act.
const NEVER: &[&str] =
    &["record-macro", "replay-macro", "edit-macro", "undo", "redo", "undo-or-suspend", "saved", "history", "quit"];

impl App {
    /// Whether what is done is being recorded.
    pub fn is_recording(&self) -> bool {
        self.recording.is_some()
    }

    /// Records an action that was just done; what failed is no step.
    pub(crate) fn record_action(&mut self, name: &str, count: Option<u32>) {
        let failed = self.toast.as_ref().is_some_and(|toast| toast.alarm);
        let Some(steps) = self.recording.as_mut().filter(|_| !failed && name != "record-macro") else { return };
        if NEVER.contains(&name) {
            return self.alarm(format!("{name} is done, and not recorded: no macro can do it"));
        }
        steps.push(Step::Do { action: name.to_string(), count });
    }

    /// Records a key typed into an input.
    pub(crate) fn record_key(&mut self, key: Key) {
        let Some(steps) = &mut self.recording else { return };
        match (key.code, steps.last_mut()) {
            (Code::Char(letter), Some(Step::Type(words))) if !key.ctrl && !key.alt => words.push(letter),
            (Code::Char(letter), _) if !key.ctrl && !key.alt => steps.push(Step::Type(letter.to_string())),
            (_, Some(Step::Press(keys))) => *keys = format!("{keys} {key}"),
            _ => steps.push(Step::Press(key.to_string())),
        }
    }

    /// Does one step of a macro.
    fn play(&mut self, step: &Step) -> Done {
        let typing = !matches!(self.overlays.last(), None | Some(Overlay::Sheet(_)));
        let keys = match step {
            Step::Do { .. } if typing => return Err("something is being typed there".into()),
            Step::Do { action: name, count } => {
                let action = action(name).ok_or_else(|| Trouble::Say(format!("there is no command {name:?}")))?;
                self.count = *count;
                let done = self.do_action(action);
                self.count = None;
                return done;
            }
            Step::Type(_) | Step::Press(_) if !typing => return Err("nothing is open to type into".into()),
            Step::Type(words) => words.chars().map(Key::char).collect(),
            Step::Press(keys) => parse_keys(keys).map_err(|bad| Trouble::Say(bad.to_string()))?,
        };
        keys.into_iter().for_each(|key| self.key(key));
        match self.toast.take_if(|toast| toast.alarm) {
            Some(toast) => Err(Trouble::Say(toast.words)),
            None => Ok(()),
        }
    }
}

/// Whether an action may not be done within a macro.
pub fn never_in_a_macro(name: &str) -> bool {
    NEVER.contains(&name)
}

/// Begins to record, or ends it and keeps what was recorded.
pub fn record(app: &mut App) -> Done {
    match app.recording.take() {
        None => {
            app.recording = Some(Vec::new());
            app.say("REC: all that you do is recorded; Q ends it");
        }
        Some(steps) if steps.is_empty() => app.say("nothing was recorded; the macro is as it was"),
        Some(steps) => {
            app.say(format!("Recorded {}.  @ does it again  Space Q edits it", count_of(steps.len(), "step")));
            app.place.macro_steps = steps;
        }
    }
    Ok(())
}

/// Does the macro again, as often as was typed, as one act; a step that cannot be done ends it.
pub fn replay(app: &mut App) -> Done {
    if app.is_recording() {
        return Err("a macro cannot play while it is recorded; Q ends it".into());
    }
    let (steps, times) = (app.place.macro_steps.clone(), app.times());
    app.replaying = true;
    app.desk.begin_act();
    let numbered = || steps.iter().enumerate();
    let stopped = (0..times).flat_map(|_| numbered()).find_map(|(place, step)| Some((place, app.play(step).err()?)));
    let changes = app.desk.end_act();
    app.replaying = false;
    let undo = if changes > 0 { "  u undo" } else { "" };
    if let Some((place, why)) = stopped {
        let step = write(&steps[place..=place]);
        return Err(Trouble::Say(format!("the macro stopped at step {} ({step}): {why}{undo}", place + 1)));
    }
    let times = if times == 1 { String::new() } else { format!(", {times} times") };
    app.say(format!("Played {}{times}.{undo}", count_of(steps.len(), "step")));
    Ok(())
}

/// Opens the macro as lines of text, one step a line.
pub fn edit(app: &mut App) -> Done {
    let script = Script::of(&write(&app.place.macro_steps));
    app.overlays.push(Overlay::Script(Box::new(script)));
    Ok(())
}

/// Keeps the macro that was written.
///
/// # Errors
/// A line is no step: which, and why.
pub fn keep(app: &mut App, words: &str) -> Done {
    app.place.macro_steps = read(words)?;
    app.say(format!("The macro has {}.  @ plays it", count_of(app.place.macro_steps.len(), "step")));
    Ok(())
}

/// Steps as a person writes them: `3 turn-next`, `type being heard`, `press Enter`.
pub fn write(steps: &[Step]) -> String {
    let line = |step: &Step| match step {
        Step::Do { action, count: Some(count) } => format!("{count} {action}"),
        Step::Do { action, count: None } => action.clone(),
        Step::Type(words) => format!("type {words}"),
        Step::Press(keys) => format!("press {keys}"),
    };
    steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what `write` writes.
///
/// # Errors
/// A line is no step: which, and why.
pub fn read(words: &str) -> Result<Vec<Step>, Trouble> {
    let lines = words.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let step =
        |(place, line): (usize, &str)| step_of(line).map_err(|why| Trouble::Say(format!("line {}: {why}", place + 1)));
    lines.map(step).collect()
}

fn step_of(line: &str) -> Result<Step, String> {
    // Blanks at the end are typed too.
    if let Some(words) = line.trim_start().strip_prefix("type ") {
        return Ok(Step::Type(words.to_string()));
    }
    let line = line.trim();
    if let Some(keys) = line.strip_prefix("press ") {
        let keys = parse_keys(keys).map_err(|bad| bad.to_string())?;
        return Ok(Step::Press(show_keys(&keys)));
    }
    let (count, name) = match line.split_once(' ') {
        Some((count, name)) => {
            let count = count
                .parse()
                .map_err(|_| format!("{count:?} is no number; write  3 {name}, type WORDS or press KEYS"))?;
            (Some(count), name.trim())
        }
        None => (None, line),
    };
    match action(name) {
        None => Err(format!("there is no command {name:?}; Ctrl-p lists them")),
        Some(_) if NEVER.contains(&name) => Err(format!("no macro can do {name}")),
        Some(action) => Ok(Step::Do { action: action.name.to_string(), count }),
    }
}
