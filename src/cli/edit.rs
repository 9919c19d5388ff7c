//! Changes as lines of JSON, made as one act.

use clap::Arg;
use serde_json::{Map, Value, json};

use super::passphrase::with_passphrase;
use super::session::talk;
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Asking, Layer};
use crate::desk::Desk;
use crate::project::*;
use crate::text::Span;

/// The largest file of changes, in bytes.
const LIMIT: usize = 1 << 30;

/// Makes changes.
pub const EDIT: Command = Command {
    name: "edit",
    says: "Make changes given as lines of JSON, all of them or none",
    examples: &[
        (r#"echo '{"ApplyCode":{"document":"FG2","span":[120,240],"code":"Stigma"}}' | emic edit"#, "one change"),
        ("emic edit changes.jsonl", "many, which one undo takes back"),
    ],
    arguments: |command| {
        let file = Arg::new("file").value_name("FILE").default_value("-");
        let file = file.help("Lines of JSON, one change each; - is standard input");
        with_passphrase(command.arg(file)).after_long_help(WRITTEN)
    },
    run: |session, matches| {
        let file = matches.get_one::<String>("file").map_or("-", String::as_str);
        let bytes = session.read_input(file, LIMIT)?;
        let words = String::from_utf8(bytes)
            .map_err(|_| Failure::Unreadable(format!("{file}: it is not UTF-8 text; save it as UTF-8")))?;
        let mut lines = words.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let mut desk = session.desk()?;
        make(session, &mut desk, |desk| {
            let (number, line) = lines.next()?;
            let place = if file == "-" { format!("line {}", number + 1) } else { format!("{file}:{}", number + 1) };
            let read = serde_json::from_str(line).map_err(|error| Failure::Usage(format!("not JSON ({error})")));
            Some(read.and_then(|line| checked(desk, line)).map_err(|failure| failure.at(&place)))
        })
    },
};

const WRITTEN: &str = "\
Each line is {\"Change\":{its fields}}. Documents, codes, cases, coders and attributes are given by name
(codes by path) or id. What may be left out: ids of new things, seals, the coder, the place among siblings.
The ids of what was added are printed, one a line.

  {\"AddCode\":{\"name\":\"Boundaries\",\"parent\":\"Barriers\"}}
  {\"ApplyCode\":{\"document\":\"FG2\",\"span\":[120,240],\"code\":\"Barriers > Boundaries\"}}
  {\"FlagCoding\":{\"coding\":\"k3f9x2m7-14\",\"flag\":\"KeyQuote\",\"set\":true}}
  {\"AddMemo\":{\"on\":{\"Code\":\"Barriers\"},\"kind\":\"Analytic\",\"words\":\"What stands in the way?\"}}
  {\"AddMemo\":{\"on\":{\"Cell\":[\"P07\",\"Barriers\"]},\"kind\":\"Analytic\",\"words\":\"What P07 says of barriers.\"}}   (a cell of the framework matrix)
  {\"AddAttribute\":{\"name\":\"site\",\"on\":\"Case\",\"values\":\"Text\"}}   (or Number, Date, YesNo, {\"Ordered\":[\"a\",\"b\"]}; on Document too)
  {\"SetAttribute\":{\"attribute\":\"site\",\"subject\":{\"Case\":\"P07\"},\"value\":\"North\"}}
  {\"Compare\":{\"code\":\"Barriers\",\"excerpts\":[{\"document\":\"FG2\",\"span\":[120,240]},{\"document\":\"FG3\",\"span\":[7,90]}],\"decision\":\"Kept\"}}
  {\"AddTheme\":{\"claim\":\"Peers open doors\"}}
  {\"TakeStand\":{\"theme\":\"Peers open doors\",\"document\":\"FG2\",\"span\":[120,240],\"stand\":\"Against\"}}   (or For, Qualifies, null)
  {\"MarkNegative\":{\"theme\":\"Peers open doors\",\"who\":{\"Case\":\"P07\"},\"done\":\"Revised\"}}   (or Limited, Explained, null; {\"Value\":[\"site\",\"North\"]})
  {\"SearchEvidence\":{\"theme\":\"Peers open doors\",\"query\":\"code:Barriers\"}}   (the number found is counted, if it is not given)
  {\"Remove\":{\"thing\":{\"Coding\":\"k3f9x2m7-14\"}}}";

/// Makes the changes that `next` gives as one act, each in sight of those before, waits until they are on
/// the disk, and prints the ids of what they added.
pub fn make(
    session: &Session,
    desk: &mut Desk,
    next: impl FnMut(&mut Desk) -> Option<Result<Edit, Failure>>,
) -> Result<Outcome, Failure> {
    let edits = desk.rehearse(next)?;
    if edits.is_empty() {
        return Err(Failure::Usage("no changes were given; `emic edit --help` shows how they are written".to_string()));
    }
    let added: Vec<String> = edits.iter().filter_map(Edit::adds).map(|thing| format!("{}\n", thing.id())).collect();
    // What adds nothing has no id to print; that it was done is said all the same.
    let done = edits.first().filter(|_| added.is_empty()).cloned();
    desk.commit(edits)?;
    session.saved(desk)?;
    done.iter().for_each(|edit| talk(&say(desk.project(), edit)));
    session.print(&added.concat())
}

/// Reads a change and asks the project whether it may be made now.
pub fn checked(desk: &mut Desk, line: Value) -> Result<Edit, Failure> {
    let edit = read(desk, line)?;
    desk.project().check(&edit)?;
    Ok(edit)
}

fn read(desk: &mut Desk, line: Value) -> Result<Edit, Failure> {
    let Value::Object(line) = line else {
        return Err(Failure::Usage("a change is written {\"ApplyCode\":{…}}".to_string()));
    };
    let mut whole = Map::new();
    for (change, fields) in line {
        let fields = match fields {
            Value::Object(fields) => Value::Object(Filling { desk: &mut *desk, change: &change }.fill(fields)?),
            other => other,
        };
        whole.insert(change, fields);
    }
    serde_json::from_value(Value::Object(whole)).map_err(|error| Failure::Usage(error.to_string()))
}

/// What each change that adds something calls its id.
const ADDS: &[(&str, &str)] = &[
    ("AddDocument", "document"),
    ("AddCase", "case"),
    ("AddAttribute", "attribute"),
    ("AddCode", "code"),
    ("ApplyCode", "coding"),
    ("AddMemo", "memo"),
    ("Compare", "comparison"),
    ("AddTheme", "theme"),
    ("SearchEvidence", "search"),
    ("AddCoder", "coder"),
];

/// One change whose fields are being filled in.
struct Filling<'a> {
    desk: &'a mut Desk,
    change: &'a str,
}

type Fields = Map<String, Value>;

impl Filling<'_> {
    fn fill(&mut self, mut fields: Fields) -> Result<Fields, Failure> {
        let own = ADDS.iter().find(|(change, _)| *change == self.change).map(|(_, field)| *field);
        for (field, value) in fields.iter_mut().filter(|(field, _)| Some(field.as_str()) != own) {
            self.resolve(field, value)?;
        }
        if let Some(own) = own {
            let id = self.desk.next_id().to_string();
            fields.entry(own).or_insert(id.into());
        }
        if let Some(words) = fields.remove("words").filter(|_| matches!(self.change, "AddMemo" | "WriteMemo")) {
            let key = self.desk.hold(words.as_str().unwrap_or_default());
            fields.insert("text".to_string(), key.to_string().into());
        }
        if matches!(self.change, "AddMemo" | "WriteMemo") && !fields.contains_key("excerpts") {
            fields.extend(self.cell_seal(&fields).map(|seal| ("excerpts".to_string(), seal.to_string().into())));
        }
        if matches!(self.change, "ApplyCode" | "AddMemo" | "Compare" | "AddTheme" | "SearchEvidence") {
            fields.entry("coder").or_insert(self.desk.coder().to_string().into());
        }
        if self.change == "SearchEvidence" && !fields.contains_key("found") {
            let found = self.found(fields.get("query").and_then(Value::as_str).unwrap_or_default())?;
            fields.insert("found".to_string(), found.into());
        }
        if matches!(self.change, "AddCode" | "MoveCode") {
            let parent = fields.entry("parent").or_insert(Value::Null).as_str().and_then(|id| id.parse().ok());
            fields.entry("rank").or_insert(self.desk.project().rank_last(parent).into());
        }
        if self.change == "AddCoder" {
            fields.entry("kind").or_insert("Person".into());
        }
        if matches!(self.change, "ApplyCode" | "ResizeCoding" | "Attribute" | "TakeStand") {
            self.passage(&mut fields)?;
        }
        if let Some(Value::Object(words)) = fields.get_mut("from") {
            self.seal(words)?;
        }
        if let Some(Value::Array(excerpts)) = fields.get_mut("excerpts") {
            excerpts.iter_mut().filter_map(Value::as_object_mut).try_for_each(|excerpt| self.seal(excerpt))?;
        }
        Ok(fields)
    }

    /// How many excerpts answer a query now.
    fn found(&self, query: &str) -> Result<usize, Failure> {
        let project = self.desk.project();
        Ok(Asking::parse(project, query)?.excerpts(project, self.desk.texts(), Layer::Union).len())
    }

    /// Proof of the excerpts that a memo on a cell of the matrix is written of.
    fn cell_seal(&self, fields: &Fields) -> Option<Seal> {
        let project = self.desk.project();
        let written = || fields.get("memo")?.as_str()?.parse().ok().and_then(|id| project.memo(id));
        let on = match fields.get("on") {
            Some(on) => serde_json::from_value(on.clone()).ok()?,
            None => written()?.on,
        };
        project.cell_seal(on)
    }

    /// Puts the id in the place of a name, whatever stands in that field.
    fn resolve(&self, field: &str, value: &mut Value) -> Result<(), Failure> {
        if let Value::Object(inner) = value {
            let is_reference = matches!(field, "subject" | "on" | "who" | "thing" | "passage" | "from" | "excerpts");
            return inner.iter_mut().filter(|_| is_reference).try_for_each(|(kind, value)| self.resolve(kind, value));
        }
        if let (Value::Array(excerpts), "excerpts") = (&mut *value, field) {
            return excerpts.iter_mut().try_for_each(|excerpt| self.resolve(field, excerpt));
        }
        if let (Value::Array(parts), "Excerpt") = (&mut *value, field) {
            return parts.first_mut().map_or(Ok(()), |document| self.resolve("document", document));
        }
        if let (Value::Array(parts), "Cell") = (&mut *value, field) {
            let parts = parts.iter_mut().zip(["case", "code"]);
            return parts.into_iter().try_for_each(|(part, field)| self.resolve(field, part));
        }
        if let (Value::Array(parts), "Value") = (&mut *value, field) {
            return parts.first_mut().map_or(Ok(()), |attribute| self.resolve("attribute", attribute));
        }
        let Some(typed) = value.as_str() else { return Ok(()) };
        let into = match self.change {
            "MergeCode" => "code",
            "JoinCases" => "case",
            _ => "coder",
        };
        let project = self.desk.project();
        let kind = if field == "into" { into.to_string() } else { field.to_lowercase() };
        // An id may be of something that no name finds any more.
        if typed.parse::<Id>().is_ok() {
            return Ok(());
        }
        let id = match kind.as_str() {
            "document" => names::document(project, typed)?.to_string(),
            "parent" => names::code(project, typed)?.to_string(),
            "code" => names::any_code(project, typed)?.to_string(),
            "case" => names::case(project, typed)?.to_string(),
            "coder" => names::coder(project, typed)?.to_string(),
            "attribute" => names::attribute(project, typed)?.to_string(),
            "theme" => names::theme(project, typed)?.to_string(),
            _ => return Ok(()),
        };
        *value = id.into();
        Ok(())
    }

    /// Makes a sealed passage of document and span, however they are given.
    fn passage(&self, fields: &mut Fields) -> Result<(), Failure> {
        let mut passage = match fields.remove("passage") {
            Some(Value::Object(passage)) => passage,
            Some(other) => {
                return Err(Failure::Usage(format!("{other}: not a passage; give \"document\" and \"span\"")));
            }
            None => Fields::new(),
        };
        for field in ["document", "span"] {
            if let Some(value) = fields.remove(field) {
                passage.insert(field.to_string(), value);
            }
        }
        if let (false, Some(coding)) = (passage.contains_key("document"), fields.get("coding").and_then(Value::as_str))
            && let Some(found) = coding.parse().ok().and_then(|id| self.desk.project().coding(id))
        {
            passage.insert("document".to_string(), found.document.to_string().into());
        }
        self.seal(&mut passage)?;
        fields.insert("passage".to_string(), Value::Object(passage));
        Ok(())
    }

    /// Adds the proof of its words to a passage that has none.
    fn seal(&self, passage: &mut Fields) -> Result<(), Failure> {
        if !passage.contains_key("seal")
            && let Some(document) = passage.get("document").and_then(|id| id.as_str()?.parse().ok())
            && let Some((start, end)) = passage.get("span").and_then(ends)
        {
            let sealed = self.desk.passage(document, start, end)?;
            passage.insert("seal".to_string(), sealed.seal.to_string().into());
        }
        Ok(())
    }
}

fn ends(span: &Value) -> Option<(u32, u32)> {
    let [start, end] = span.as_array()?.as_slice() else { return None };
    Some((u32::try_from(start.as_u64()?).ok()?, u32::try_from(end.as_u64()?).ok()?))
}

/// The line that puts a code on a passage.
pub fn apply_line(document: &str, span: Span, code: &str) -> Value {
    json!({ "ApplyCode": { "document": document, "span": span, "code": code } })
}
