//! What is about to be imported: the labels found in all files, put right before anything comes in.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Item, Overlay, Picked, Picker, Prompt, leaves};
use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::act::{importing, speakers};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble, Wish};
use crate::exchange::speakers::{Label, Speakers};
use crate::exchange::{Arriving, names_nobody};
use crate::panes::Theme;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::Role;

/// What happens when an import is done or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterImport {
    /// The coder goes on in the project.
    Stay,
    /// The shell has the terminal again.
    Leave,
}

/// The table of labels of what is about to be imported.
pub struct Import {
    /// What is to come in.
    pub arriving: Arriving,
    after: AfterImport,
    sheet: Sheet,
}

impl Import {
    /// Shows the labels found.
    pub fn of(arriving: Arriving, after: AfterImport) -> Import {
        let mut sheet = Sheet::new(listing(&arriving));
        sheet.column = 0;
        Import { arriving, after, sheet }
    }

    fn here(&self) -> Option<usize> {
        self.sheet.entry().and_then(place)
    }

    fn renew(&mut self) {
        self.sheet.show(listing(&self.arriving));
        self.sheet.go(0, 0);
    }

    /// Leaves the chosen labels out, or takes them in again; marks off.
    fn leave_out(&mut self) {
        for label in self.sheet.chosen().into_iter().filter_map(place) {
            let label = &mut self.arriving.table.labels[label];
            label.accepted = !label.accepted;
        }
        self.sheet.marked.clear();
        self.renew();
    }

    /// Changes every person that a chosen label stands for, marks off; the labels are taken in.
    fn each_person(&mut self, change: impl Fn(&mut Label)) {
        for label in self.sheet.chosen().into_iter().filter_map(place) {
            let person = self.arriving.table.person(label);
            self.arriving.table.labels[label].accepted = true;
            change(&mut self.arriving.table.labels[person]);
        }
        self.sheet.marked.clear();
        self.renew();
    }

    fn give_role(&mut self, role: Role) {
        self.each_person(|label| label.role = role);
    }

    /// The marked labels and the one here are one person; without marks, the one here is one person in every
    /// transcript, or again another in each.
    fn same(&mut self) {
        let Some(here) = self.here() else { return };
        let marked: Vec<usize> =
            self.sheet.chosen().into_iter().filter_map(place).filter(|&label| label != here).collect();
        let table = &mut self.arriving.table;
        match marked.first() {
            None => {
                let label = &mut table.labels[here];
                label.case = if label.case.is_none() { Some(label.name.clone()) } else { None };
            }
            Some(&first) => {
                for &label in marked[1..].iter().chain([&here]) {
                    table.join(label, first);
                }
                let person = table.person(first);
                let name = table.labels[person].name.clone();
                table.labels[person].case.get_or_insert(name);
            }
        }
        self.sheet.marked.clear();
        self.renew();
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) && !self.sheet.marked.is_empty() {
            self.sheet.marked.clear();
            return Some(Overlay::Import(self));
        }
        if leaves(key) || key.code == Code::Char('q') {
            match self.after {
                AfterImport::Leave => app.wishes.push(Wish::Quit),
                AfterImport::Stay => app.say("nothing was imported"),
            }
            return None;
        }
        match key.code {
            Code::Enter => return self.take(app),
            Code::Char('j') | Code::Down => self.sheet.go(1, 0),
            Code::Char('k') | Code::Up => self.sheet.go(-1, 0),
            Code::PageDown => self.sheet.go(10, 0),
            Code::PageUp => self.sheet.go(-10, 0),
            Code::Char('h') | Code::Left => self.sheet.go(0, -1),
            Code::Char('l') | Code::Right => self.sheet.go(0, 1),
            Code::Char('g') | Code::Home => self.sheet.go(isize::MIN, 0),
            Code::Char('G') | Code::End => self.sheet.go(isize::MAX, 0),
            Code::Char('p') => self.give_role(Role::Participant),
            Code::Char('i') => self.give_role(Role::Interviewer),
            Code::Char('o') => self.give_role(Role::Observer),
            Code::Char('R') => app.overlays.push(pick_role()),
            Code::Char('x') => self.leave_out(),
            Code::Char('v') => {
                self.sheet.mark();
                self.sheet.go(1, 0);
            }
            Code::Char('=') => self.same(),
            Code::Char('c') => app.overlays.push(pick_case(app)),
            Code::Char('r') => app.overlays.extend(self.ask_name()),
            Code::Char('/' | 'P') => app.overlays.push(ask_pattern()),
            _ => app.alarm(format!("{key} does nothing here; Enter imports all, Esc nothing")),
        }
        Some(Overlay::Import(self))
    }

    fn take(self: Box<Self>, app: &mut App) -> Option<Overlay> {
        match importing::bring(app, &self.arriving) {
            Err(trouble) => {
                app.alarm(trouble.to_string());
                return Some(Overlay::Import(self));
            }
            Ok(()) if self.after == AfterImport::Leave => app.wishes.push(Wish::Quit),
            Ok(()) => {}
        }
        None
    }

    fn ask_name(&self) -> Option<Overlay> {
        let label = self.arriving.table.labels.get(self.here()?)?;
        let title = format!("what is {} called?", label.label);
        let prompt = Prompt::of(title, &label.name, |app, name| {
            if name.is_empty() {
                return Err("a name needs at least one visible character".into());
            }
            let import = on_top(app)?;
            let here = import.here();
            if let Some(label) = here.and_then(|here| import.arriving.table.labels.get_mut(here)) {
                label.name = name.to_string();
            }
            import.renew();
            Ok(())
        });
        Some(Overlay::Prompt(Box::new(prompt)))
    }

    pub(super) fn draw(&mut self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        self.sheet.prepare(area);
        self.sheet.draw(area, theme, buf)
    }
}

fn place(entry: Entry) -> Option<usize> {
    if let Entry::Label(label) = entry { Some(label) } else { None }
}

/// The import that lies on top again, once what lay over it is done.
fn on_top(app: &mut App) -> Result<&mut Import, Trouble> {
    match app.overlays.last_mut() {
        Some(Overlay::Import(import)) => Ok(import),
        _ => Err("nothing is being imported".into()),
    }
}

fn pick_role() -> Overlay {
    let items = Role::ALL.iter().map(|role| Item { words: role.word().to_string(), ..Item::default() }).collect();
    let picker = Picker::of("role", items, |app, picked| {
        if let Picked::Places(places) = picked {
            on_top(app)?.give_role(Role::ALL[places[0]]);
        }
        Ok(())
    });
    Overlay::Picker(Box::new(picker))
}

fn pick_case(app: &App) -> Overlay {
    let names: Vec<String> = app.desk.project().cases().map(|(_, case)| case.name.clone()).collect();
    let items = names.iter().map(|name| Item { words: name.clone(), ..Item::default() }).collect();
    let picker = Picker::of("who is it?", items, move |app, picked| {
        let name = match picked {
            Picked::Places(places) => names[places[0]].clone(),
            Picked::New(name, _) => name,
        };
        on_top(app)?.each_person(|label| {
            label.case = Some(name.clone());
            label.role = Role::Participant;
        });
        Ok(())
    });
    Overlay::Picker(Box::new(picker.or_new("person")))
}

fn ask_pattern() -> Overlay {
    let title = "labels by a regular expression, e.g.  ^<(\\w+)>  (look: by bold and the like; nothing: as before)";
    let prompt = Prompt::of(title, "", |app, typed| {
        let how = match typed {
            "" => Speakers::Auto,
            "look" => Speakers::Look,
            pattern => Speakers::Pattern(speakers::wanted(pattern)?),
        };
        let import = on_top(app)?;
        import.arriving.look_again(&how);
        import.sheet.marked.clear();
        import.renew();
        Ok(())
    });
    Overlay::Prompt(Box::new(prompt))
}

fn listing(arriving: &Arriving) -> Listing {
    let labels = arriving.table.labels.len();
    Listing { table: labels_table(arriving), entries: (0..labels).map(Entry::Label).collect() }
}

/// The labels found in transcripts that are about to come in: whom each stands for, where, and how often.
pub fn labels_table(arriving: &Arriving) -> Table {
    let column = |(title, kind): (&str, Kind)| Column { key: title.to_string(), title: title.to_string(), kind };
    let columns = [
        ("Label", Kind::Words),
        ("role", Kind::Words),
        ("person", Kind::Words),
        ("turns", Kind::Numbers),
        ("documents", Kind::Words),
        ("first words", Kind::Words),
    ];
    let mut table = Table {
        report: "import",
        title: format!("Import {}: who speaks?", importing::transcripts(arriving.n_transcripts())),
        columns: columns.map(column).into(),
        ..Table::default()
    };
    let labels = &arriving.table.labels;
    for (place, label) in labels.iter().enumerate() {
        let person = arriving.table.person(place);
        let role = if label.accepted { labels[person].role.word() } else { "left out" };
        let titles = arriving.titles(label);
        let meant = arriving.table.meant(place);
        let who = match &label.case {
            None if meant.is_some() => meant.map_or_else(String::new, |meant| format!("{}?", labels[meant].name)),
            _ if !label.accepted || labels[person].role != Role::Participant => String::new(),
            _ if person != place => match &labels[person].case {
                Some(name) => name.clone(),
                None => format!("same as {}", labels[person].name),
            },
            Some(name) => name.clone(),
            None if names_nobody(&label.name) && titles.len() > 1 => "(one in each)".to_string(),
            None => label.name.clone(),
        };
        let at = if titles.len() > 4 { format!("{} documents", titles.len()) } else { titles.join(", ") };
        table.rows.push(vec![
            Cell::from(label.name.as_str()),
            Cell::from(role),
            Cell::from(who.as_str()),
            Cell::from(u64::from(label.turns)),
            Cell::from(at.as_str()),
            Cell::from(label.first_words.as_str()),
        ]);
    }
    let silent = arriving.silent();
    if !silent.is_empty() {
        let note =
            format!("nobody is found to speak in {}: their excerpts will have no respondents", silent.join(", "));
        table.notes.push(note);
    }
    table.notes.extend(arriving.hints());
    table
}
