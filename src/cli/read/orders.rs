//! What can be ordered while reading line by line: one list, from which the help is made.

use serde_json::json;

use super::saying::Telling;
use super::{Open, Reader};
use crate::analysis::{Counting, Layer, tallies};
use crate::cli::changes::added;
use crate::cli::edit::checked;
use crate::cli::paper::changes_of;
use crate::cli::{Failure, names};
use crate::desk::Desk;
use crate::project::{Coding, CodingId, Edit, MemoId, MemoKind, Stand, Target, Texts, Theme, ThemeId, say};
use crate::text::{Span, find_all, turn_at};

type Answer = Result<String, Failure>;

/// Something to order.
pub(super) struct Order {
    /// How it is called; its first letters are enough where no other order begins so.
    name: &'static str,
    /// What it takes.
    takes: &'static str,
    /// What it does.
    says: &'static str,
    /// Does it with what stands behind the name, and gives back what is to be said.
    run: fn(&mut Reader, &str) -> Answer,
}

const fn order(
    name: &'static str,
    takes: &'static str,
    says: &'static str,
    run: fn(&mut Reader, &str) -> Answer,
) -> Order {
    Order { name, takes, says, run }
}

/// Every order, as the help lists them.
const ORDERS: &[Order] = &[
    order("next", "[HOW MANY]", "reads the next line, or so many; Enter alone does too", next),
    order("back", "[HOW MANY]", "goes back a line, or so many", back),
    order("line", "LINES", "reads these lines, as 107 or 107-109; the numbers alone do too", line),
    order("turn", "", "reads on to the end of the turn", turn),
    order("where", "", "says where you are, and all that is coded here", where_am_i),
    order("find", "[WORDS]", "reads the next line that has these words, or those of last time", find),
    order("code", "[LINES] CODE; CODE", "codes these lines, else the one here", code),
    order("uncode", "[LINES] [CODE]", "takes your own code off again", uncode),
    order("memo", "[LINES] WORDS", "writes a memo on these lines, or adds to yours", memo),
    order(
        "evidence",
        "[LINES] STAND CLAIM",
        "says how these lines stand toward a claim; alone it lists the claims",
        evidence,
    ),
    order("add", "PATH", "makes a code, as Barriers > Money", add),
    order("codes", "[WORDS]", "lists the codes, or those with these words", codes),
    order("documents", "", "lists the documents", documents),
    order("open", "TITLE", "opens another document", open),
    order("undo", "", "takes back your last change, in any sitting", undo),
    order("redo", "", "does again what was taken back", redo),
    order("saved", "", "says whether everything is saved, and tries again", saved),
    order("help", "[ORDER]", "lists the orders", |_, words| helped(words)),
    order("quit", "", "leaves", quit),
];

/// The orders, a line each.
pub(super) fn help() -> String {
    let lines = ORDERS.iter().map(|order| format!("  {}\n", described(order)));
    let begin = "The orders. First letters are enough where only one order begins so:\n";
    std::iter::once(begin.to_string()).chain(lines).collect()
}

fn described(order: &Order) -> String {
    let takes = if order.takes.is_empty() { String::new() } else { format!(" {}", order.takes) };
    format!("{}{takes}: {}", order.name, order.says)
}

/// Does what is ordered: `next`, `107`, `107-109 stigma; role strain`, or nothing for the next line.
pub(super) fn give(reader: &mut Reader, words: &str) -> Answer {
    reader.desk.catch_up()?;
    let words = words.trim();
    if words.is_empty() {
        return next(reader, "");
    }
    if words.starts_with(|letter: char| letter.is_ascii_digit()) {
        // As it is written on paper.
        return if lines_and_rest(words).1.is_empty() { line(reader, words) } else { code(reader, words) };
    }
    let (name, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    (order_of(name)?.run)(reader, rest.trim())
}

fn order_of(typed: &str) -> Result<&'static Order, Failure> {
    let lower = typed.to_lowercase();
    let begun: Vec<&Order> = ORDERS.iter().filter(|order| order.name.starts_with(&lower)).collect();
    match (ORDERS.iter().find(|order| order.name == lower), &begun[..]) {
        (Some(order), _) => Ok(order),
        (None, [order]) => Ok(order),
        (None, [_, ..]) => {
            let names = begun.iter().map(|order| order.name).collect::<Vec<_>>().join(", ");
            Err(Failure::Usage(format!("{typed}: several orders begin so: {names}")))
        }
        (None, []) => Err(names::unknown("order", typed, ORDERS.iter().map(|order| order.name))),
    }
}

fn helped(words: &str) -> Answer {
    if words.is_empty() { Ok(help()) } else { Ok(format!("{}\n", described(order_of(words)?))) }
}

fn how_many(words: &str) -> Result<usize, Failure> {
    let number = if words.is_empty() { Some(1) } else { words.parse().ok().filter(|&number| number > 0) };
    number.ok_or_else(|| Failure::Usage(format!("{words}: not a number of lines; write one, as next 5")))
}

/// Reads these lines (from 0) and stands on the last one.
fn read(reader: &mut Reader, open: &Open, lines: std::ops::RangeInclusive<usize>, telling: Telling) -> String {
    let first = *lines.start();
    let mut said = String::new();
    for line in lines {
        let telling = if line == first { telling } else { Telling::Onward };
        said.push_str(&reader.told(open, line, telling));
        reader.stand_on(open, line);
    }
    said
}

fn next(reader: &mut Reader, words: &str) -> Answer {
    let (open, many) = (reader.open()?, how_many(words)?);
    let (here, last) = (reader.line(&open), open.document.lines.len().saturating_sub(1));
    if here >= last {
        return Err(Failure::Refused(format!("{} ends here", open.document.title)));
    }
    Ok(read(reader, &open, here + 1..=here.saturating_add(many).min(last), Telling::Onward))
}

fn back(reader: &mut Reader, words: &str) -> Answer {
    let (open, many) = (reader.open()?, how_many(words)?);
    let here = reader.line(&open);
    if here == 0 {
        return Err(Failure::Refused(format!("{} begins here", open.document.title)));
    }
    let to = here.saturating_sub(many);
    Ok(read(reader, &open, to..=to, Telling::Landing))
}

fn line(reader: &mut Reader, words: &str) -> Answer {
    let open = reader.open()?;
    let (first, last) = names::lines(words)?;
    let (title, n_lines) = (&open.document.title, open.document.lines.len());
    if last as usize > n_lines {
        return Err(Failure::Usage(format!("{title} has no line {last}; it ends at line {n_lines}")));
    }
    Ok(read(reader, &open, first as usize - 1..=last as usize - 1, Telling::Landing))
}

fn turn(reader: &mut Reader, _: &str) -> Answer {
    let open = reader.open()?;
    let turn_of = |line: usize| turn_at(&open.document.turns, open.document.lines[line]);
    let (first, n_lines) = (reader.line(&open) + 1, open.document.lines.len());
    let same = (first..n_lines).take_while(|&line| turn_of(line) == turn_of(first)).count();
    next(reader, &same.max(1).to_string())
}

fn where_am_i(reader: &mut Reader, _: &str) -> Answer {
    let open = reader.open()?;
    let (line, turns) = (reader.line(&open), &open.document.turns);
    let turn = turn_at(turns, reader.place.cursor).map(|turn| format!(", turn {} of {}", turn + 1, turns.len()));
    let place = format!("line {} of {}{}", line + 1, open.document.lines.len(), turn.unwrap_or_default());
    let heading = format!("{}, {}, {place}\n", open.document.title, open.document.kind.word());
    Ok(heading + &reader.told(&open, line, Telling::Landing))
}

fn find(reader: &mut Reader, words: &str) -> Answer {
    let open = reader.open()?;
    if !words.is_empty() {
        reader.place.search = words.to_string();
    }
    let words = reader.place.search.clone();
    if words.is_empty() {
        return Err(Failure::Usage("nothing to find; write some words, as find felt heard".to_string()));
    }
    let hits = find_all(&open.text, &words);
    let after = open.document.lines.get(reader.line(&open) + 1).copied().unwrap_or(open.document.characters);
    let below = hits.iter().position(|hit| hit.start() >= after);
    let at = below.unwrap_or(0);
    let Some(hit) = hits.get(at) else {
        return Err(Failure::Refused(format!("{words}: nowhere in {}", open.document.title)));
    };
    let again = if below.is_none() { ", again from the top" } else { "" };
    let line = crate::text::line_of(&open.document.lines, hit.start());
    let said = format!("place {} of {}{again}\n", at + 1, hits.len());
    Ok(said + &read(reader, &open, line..=line, Telling::Landing))
}

/// The lines that words begin with, and the rest; none where they begin otherwise.
fn lines_and_rest(words: &str) -> (&str, &str) {
    let end = words.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '-' | '–'));
    let (lines, rest) = words.split_at(end.unwrap_or(words.len()));
    let is_apart = rest.is_empty() || rest.starts_with(|letter: char| letter == ':' || letter.is_whitespace());
    if is_apart && !lines.is_empty() { (lines, rest.trim_start_matches(':').trim()) } else { ("", words) }
}

/// The lines meant, as written or else the one here; their words; and what stands behind them.
fn passage<'a>(reader: &Reader, open: &Open, words: &'a str) -> Result<(String, Span, &'a str), Failure> {
    let (lines, rest) = lines_and_rest(words);
    let lines = if lines.is_empty() { (reader.line(open) + 1).to_string() } else { lines.to_string() };
    let span = names::words_of_lines(&reader.desk, open.id, names::lines(&lines)?)?;
    Ok((lines, span, rest))
}

/// Makes changes as one act, waits until they are on the disk, and says them.
fn make(reader: &mut Reader, edits: Vec<Edit>) -> Answer {
    let done = edits.clone();
    reader.desk.commit(edits)?;
    reader.session.saved(&reader.desk)?;
    let said: Vec<String> = done.iter().map(|edit| say(reader.desk.project(), edit)).collect();
    Ok(format!("{}; undo takes it back\n", said.join("; ")))
}

fn code(reader: &mut Reader, words: &str) -> Answer {
    let open = reader.open()?;
    let (lines, _, codes) = passage(reader, &open, words)?;
    if codes.is_empty() {
        return Err(Failure::Usage("which code? write it behind the lines, as code 107-109 stigma".to_string()));
    }
    let hint = "add PATH makes one";
    let (edits, repeated) = changes_of(&mut reader.desk, open.id, &format!("{lines} {codes}"), hint)?;
    let repeated: String = repeated.into_iter().map(|words| words + "\n").collect();
    if edits.is_empty() { Ok(repeated) } else { Ok(repeated + &make(reader, edits)?) }
}

fn uncode(reader: &mut Reader, words: &str) -> Answer {
    let open = reader.open()?;
    let (lines, span, rest) = passage(reader, &open, words)?;
    let project = reader.desk.project();
    let code = if rest.is_empty() { None } else { Some(names::code(project, rest)?) };
    let is_mine = |(_, coding): &(CodingId, &Coding)| {
        project.coder_of(coding.coder) == project.coder_of(reader.desk.coder())
            && code.is_none_or(|code| project.stands_for(coding.code) == code)
    };
    let mine: Vec<(CodingId, &Coding)> = project.codings_touching(open.id, span).filter(is_mine).collect();
    let exact: Vec<(CodingId, &Coding)> = mine.iter().filter(|(_, coding)| coding.span == span).copied().collect();
    let coding = match (&exact[..], &mine[..]) {
        ([(coding, _)], _) | ([], [(coding, _)]) => *coding,
        ([], []) => return Err(Failure::Refused(format!("{lines}: no such coding of yours; where says what is here"))),
        ([], several) | (several, _) => {
            let one = |(_, coding): &(CodingId, &Coding)| {
                format!("{} {}", project.line_range(open.id, coding.span), project.code_words(coding.code))
            };
            let there = several.iter().map(one).collect::<Vec<_>>().join("; ");
            return Err(Failure::Usage(format!("{lines}: which one? write its lines and its code: {there}")));
        }
    };
    let edit = checked(&mut reader.desk, json!({ "Remove": { "thing": { "Coding": coding } } }))?;
    make(reader, vec![edit])
}

fn memo(reader: &mut Reader, words: &str) -> Answer {
    let open = reader.open()?;
    let (_, span, words) = passage(reader, &open, words)?;
    if words.is_empty() {
        return Err(Failure::Usage("write the memo behind the lines, as memo 107 Why him?".to_string()));
    }
    let (project, on) = (reader.desk.project(), Target::Excerpt(open.id, span));
    let mine = project.coder_of(reader.desk.coder());
    // One memo for each coder and passage, as on the screen.
    let was = project.memos().find(|(_, memo)| memo.on == on && project.coder_of(memo.coder) == mine);
    let edit = match was.map(|(id, memo)| (id, memo.kind, memo.text)) {
        Some((memo, kind, text)) => {
            let before = reader.desk.texts().text(text).map(|text| text.as_str().to_string()).unwrap_or_default();
            let text = reader.desk.hold(&format!("{before}\n{words}"));
            Edit::WriteMemo { memo, kind, text, excerpts: None }
        }
        None => {
            let (memo, text) = (MemoId(reader.desk.next_id()), reader.desk.hold(words));
            let (kind, coder) = (MemoKind::Analytic, reader.desk.coder());
            Edit::AddMemo { memo, on, kind, coder, text, excerpts: None }
        }
    };
    make(reader, vec![edit])
}

fn evidence(reader: &mut Reader, words: &str) -> Answer {
    if words.is_empty() {
        return claims(reader);
    }
    if let Some(claim) = words.strip_prefix("new ") {
        let edit = checked(&mut reader.desk, json!({ "AddTheme": { "claim": claim.trim() } }))?;
        return make(reader, vec![edit]);
    }
    let open = reader.open()?;
    let (lines, span, rest) = passage(reader, &open, words)?;
    let (stand, claim) = rest.split_once(' ').unwrap_or((rest, ""));
    let stand = match stand {
        "off" => None,
        word => Some(Stand::of(word).ok_or_else(|| {
            let example = format!("evidence {lines} against CLAIM");
            Failure::Usage(format!("{word}: write for, against, qualifies or off, and the claim, as {example}"))
        })?),
    };
    let theme = names::theme(reader.desk.project(), claim.trim())?;
    if reader.desk.project().stand(theme, open.id, span) == stand {
        return Err(Failure::Refused(format!("{lines}: stands so already; nothing was changed")));
    }
    let passage = reader.desk.passage(open.id, span.start(), span.end())?;
    make(reader, vec![Edit::TakeStand { theme, passage, stand }])
}

fn claims(reader: &Reader) -> Answer {
    let project = reader.desk.project();
    let said = |(id, theme): (ThemeId, &Theme)| {
        let count = |wanted| project.stands(id).filter(|(.., stand)| *stand == wanted).count();
        let sides = Stand::ALL.map(|stand| format!("{} {}", count(stand), stand.word()));
        format!("{}: {}\n", theme.claim, sides.join(", "))
    };
    let lines: String = project.themes().map(said).collect();
    match lines.is_empty() {
        true => Err(Failure::Refused("no claims yet; evidence new CLAIM makes one".to_string())),
        false => Ok(lines),
    }
}

fn add(reader: &mut Reader, words: &str) -> Answer {
    let mut lines = added(reader.desk.project(), words)?.into_iter();
    let edits = reader.desk.rehearse(|desk: &mut Desk| lines.next().map(|line| checked(desk, line)))?;
    make(reader, edits)
}

fn codes(reader: &mut Reader, words: &str) -> Answer {
    let project = reader.desk.project();
    let counts = tallies(&Counting::new(project, Layer::Union));
    let lower = words.to_lowercase();
    let lines: Vec<String> = project
        .codebook()
        .rows()
        .iter()
        .zip(counts)
        .map(|(row, tally)| (project.code_words(row.code), tally.own))
        .filter(|(path, _)| path.to_lowercase().contains(&lower))
        .map(|(path, own)| format!("{path}: excerpts {}, respondents {}\n", own.excerpts, own.respondents))
        .collect();
    match lines.is_empty() {
        true if words.is_empty() => Err(Failure::Refused("no codes yet; add PATH makes one".to_string())),
        true => Err(Failure::Refused(format!("{words}: in no code; codes lists all"))),
        false => Ok(lines.concat()),
    }
}

fn documents(reader: &mut Reader, _: &str) -> Answer {
    let line = |(id, document): (_, &crate::project::Document)| {
        let here = if reader.place.document == Some(id) { ", open" } else { "" };
        format!("{}, {}, lines {}{here}\n", document.title, document.kind.word(), document.lines.len())
    };
    let lines: String = reader.desk.project().documents().map(line).collect();
    if lines.is_empty() { reader.open().map(|_| lines) } else { Ok(lines) }
}

/// Opens another document where it was left.
pub(super) fn open(reader: &mut Reader, title: &str) -> Answer {
    let document = names::document(reader.desk.project(), title)?;
    if reader.place.document != Some(document) {
        reader.place.remember_jump();
    }
    reader.place.open(document, None);
    Ok(reader.document_and_line())
}

fn undo(reader: &mut Reader, _: &str) -> Answer {
    let what = reader.desk.undo()?;
    reader.session.saved(&reader.desk)?;
    Ok(format!("took back: {what}; redo does it again\n"))
}

fn redo(reader: &mut Reader, _: &str) -> Answer {
    let what = reader.desk.redo()?;
    reader.session.saved(&reader.desk)?;
    Ok(format!("did again: {what}; undo takes it back\n"))
}

fn saved(reader: &mut Reader, _: &str) -> Answer {
    reader.desk.retry();
    reader.session.saved(&reader.desk)?;
    Ok("everything is saved\n".to_string())
}

fn quit(reader: &mut Reader, _: &str) -> Answer {
    reader.leaves = true;
    saved(reader, "")
}
