//! Somebody who was studied withdraws.

use std::path::Path;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches};

use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Choices, Holding, certificate, certificate_name};
use crate::desk::{Desk, NotErased};
use crate::exchange::{key_without, plan_erasure};
use crate::project::*;
use crate::store::{Overwrite, write_output};

/// Lists what there is of a person, and does what they want done with it.
pub const WITHDRAW: Command = Command {
    name: "withdraw",
    says: "List what there is of a person who withdraws; keep, stop or remove it",
    examples: &[
        ("emic withdraw P3", "every turn, excerpt, memo, name and copy that holds what they said; changes nothing"),
        ("emic withdraw P3 --stop", "nothing of theirs counts from now on; `emic undo` or --back takes it back"),
        ("emic withdraw P3 --remove --yes", "erases their words for good, and writes a certificate"),
        ("emic withdraw P3 --remove --also Maria --spare river", "another name of theirs; a word that may stay"),
    ],
    arguments: |command| {
        let flag =
            |name: &'static str, says: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(says);
        let many = |name: &'static str, value: &'static str, says: &'static str| {
            Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(says)
        };
        let how = ArgGroup::new("how").args(["keep", "stop", "remove", "back"]);
        let certificate = Arg::new("certificate").long("certificate").value_name("FILE").requires("remove");
        with_format(command.args([
            Arg::new("person").value_name("PERSON").required(true).help("The person, by name or id"),
            flag("keep", "Note that they withdrew; what they said stays and counts"),
            flag("stop", "What they said stays, and counts nowhere from now on"),
            flag("remove", "What they said is erased for good, and all that repeats it"),
            flag("back", "They are in the study again"),
            many("also", "NAME", "Take this name out too, wherever it stands"),
            many("spare", "WORD", "Leave this word wherever it stands"),
            flag("yes", "Erase; without it, what would be erased is listed").short('y').requires("remove"),
            certificate.help("Where the certificate goes (it is kept in the vault as well)"),
        ]))
        .group(how)
    },
    run: |session, matches| {
        session.lists_names();
        let mut desk = session.desk()?;
        let typed = matches.get_one::<String>("person").map_or("", String::as_str);
        let (case, made) = case_of(&mut desk, typed)?;
        let how = [Withdrawal::Kept, Withdrawal::Stopped];
        match how.into_iter().find(|how| matches.get_flag(flag_of(*how))) {
            Some(how) => set(session, &mut desk, made, (case, Some(how))),
            None if matches.get_flag("back") => set(session, &mut desk, made, (case, None)),
            None if matches.get_flag("yes") => remove(session, desk, made, case, matches),
            None => list(session, desk, made, case, matches),
        }
    },
};

fn flag_of(how: Withdrawal) -> &'static str {
    match how {
        Withdrawal::Kept => "keep",
        Withdrawal::Stopped => "stop",
        Withdrawal::Removed => "remove",
    }
}

/// The case meant, whether they withdrew or not; one that is only a label becomes a case by the edits.
fn case_of(desk: &mut Desk, typed: &str) -> Result<(CaseId, Vec<Edit>), Failure> {
    let known = names::case(desk.project(), typed);
    if known.is_ok() || !matches!(names::person(desk.project(), typed), Ok(Person::Speaker(..))) {
        return Ok((known?, Vec::new()));
    }
    let Person::Speaker(document, place) = names::person(desk.project(), typed)? else {
        return Ok((known?, Vec::new()));
    };
    let case = CaseId(desk.next_id());
    let speaker = desk.project().document(document).and_then(|found| found.speakers.get(usize::from(place)));
    let Speaker { label, role, .. } = speaker.cloned().unwrap_or_default();
    let name = desk.project().person_name(Person::Speaker(document, place));
    let edits = vec![Edit::AddCase { case, name }, Edit::MapSpeaker { document, label, role, case: Some(case) }];
    Ok((case, edits))
}

fn set(
    session: &Session,
    desk: &mut Desk,
    mut edits: Vec<Edit>,
    (case, how): (CaseId, Option<Withdrawal>),
) -> Result<Outcome, Failure> {
    let known = desk.project().case(case);
    if known.is_some_and(|known| known.withdrawn == how) {
        talk("it is so already; nothing was changed");
        return Ok(Outcome::Short);
    }
    edits.push(Edit::Withdraw { case, how });
    desk.commit(edits)?;
    session.saved(desk)?;
    let name = desk.project().case(case).map_or("", |case| &case.name);
    let how = how.map_or("is in the study again", Withdrawal::said);
    talk(&format!("{name}: {how}; `emic undo` takes it back"));
    Ok(Outcome::Done)
}

fn choices(matches: &ArgMatches) -> Choices {
    let given = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
    Choices { also: given("also"), spared: given("spare") }
}

fn list(
    session: &Session,
    mut desk: Desk,
    made: Vec<Edit>,
    case: CaseId,
    matches: &ArgMatches,
) -> Result<Outcome, Failure> {
    let texts = desk.texts().clone();
    if !made.is_empty() {
        desk.begin_act(); // looked at as if they were a case, and never handed over
        desk.commit(made)?;
    }
    let fold = desk.history().map_err(|why| Failure::Unreadable(why.to_string()))?;
    let mut table = Holding::of(fold, &texts, case, &choices(matches)).table(fold);
    table.notes.extend(desk.out_of_reach().into_iter().map(|place| format!("out of reach: {place}")));
    session.answer(&table)?;
    if !matches.get_flag("remove") {
        talk("nothing was changed; --keep, --stop or --remove says what is to become of it");
        return Ok(Outcome::Done);
    }
    let why = "nothing was erased: look at what would go, name what is missing with --also and what may stay with --spare, and add --yes; it cannot be taken back";
    Err(Failure::Refused(why.to_string()))
}

fn remove(
    session: &Session,
    mut desk: Desk,
    made: Vec<Edit>,
    case: CaseId,
    matches: &ArgMatches,
) -> Result<Outcome, Failure> {
    if !made.is_empty() {
        desk.commit(made)?;
    }
    let texts = desk.texts().clone();
    let there = texts.there()?;
    let fold = desk.history().map_err(|why| Failure::Unreadable(why.to_string()))?.clone();
    let holding = Holding::of(&fold, &texts, case, &choices(matches));
    let plan = desk.plan(|_, ids, _| plan_erasure(&fold, &texts, (holding.person(), &holding), &there, ids));
    plan.notes.iter().for_each(|note| talk(note));
    let withdrawn = desk.project().case(holding.person()).and_then(|case| case.withdrawn);
    if withdrawn == Some(Withdrawal::Removed) && plan.edits.iter().all(says_nothing_new) {
        talk("nothing of theirs is left; nothing was changed");
        return Ok(Outcome::Short);
    }
    let counts = holding.counts(&plan.edits);
    let repeats = |words: &str| holding.written(words).is_some();
    let gone = desk.take_out(plan.texts, plan.edits, &repeats, &|key| key_without(key, &holding));
    let gone = gone.map_err(|error| match error {
        NotErased::Refused(refusal) => Failure::from(refusal),
        other => Failure::NotWritten(other.to_string()),
    })?;
    let who = (holding.name(), holding.person(), desk.today());
    let page = certificate(desk.project(), who, &counts, &gone.files(), &desk.out_of_reach());
    session.print_shielded(&page.text(None))?;
    let name = certificate_name(desk.today(), holding.person());
    let path = desk.write_certificate(&name, &page.markdown())?;
    talk(&format!("erased for good; the certificate is {}", path.display()));
    if let Some(file) = matches.get_one::<String>("certificate") {
        write_output(Path::new(file), page.markdown().as_bytes(), Overwrite::Refuse)?;
    }
    Ok(Outcome::Done)
}

/// Whether an edit of an erasure leaves all as it is where one was made before.
fn says_nothing_new(edit: &Edit) -> bool {
    match edit {
        Edit::Withdraw { .. } => true,
        Edit::Erase { texts, lines, .. } => texts.is_empty() && lines.is_empty(),
        _ => false,
    }
}
