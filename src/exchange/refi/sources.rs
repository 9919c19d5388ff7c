//! The sources of a REFI-QDA project as the file has them: texts, and what was marked in them.

use uuid::Uuid;

use super::element::Element;
use crate::exchange::Fidelity;
use crate::exchange::json::moment;
use crate::exchange::offsets::Marked;

/// Names what a file names by letters that are no GUID, the same letters always alike.
const ODD: Uuid = Uuid::from_u128(0x3c6a_7d0e_52f1_4c0e_9a53_6b1f_0d2e_7a41);

/// The GUID that a file writes: with or without braces, in any case, and where it is none, one made of its letters.
pub fn guid(word: &str) -> Uuid {
    let word = word.trim().trim_start_matches('{').trim_end_matches('}');
    Uuid::try_parse(word).unwrap_or_else(|_| Uuid::new_v5(&ODD, word.to_lowercase().as_bytes()))
}

/// Where the words of a source or note are.
#[derive(Debug, Default)]
pub enum TextAt {
    /// In the file itself.
    Here(String),
    /// In a part of the archive, or elsewhere.
    Path(String),
    /// In a document of a word processor, with no plain text beside it.
    Rich(String),
    /// Nowhere.
    #[default]
    Nowhere,
}

impl TextAt {
    /// Where the words of a text source are.
    pub fn of(source: &Element) -> TextAt {
        let here = source.all("plaintextcontent").next().map(|content| content.text.clone());
        let path = |name: &str| source.attribute(name).map(str::to_owned);
        let plain = here.map(TextAt::Here).or_else(|| path("plaintextpath").map(TextAt::Path));
        plain.or_else(|| path("richtextpath").map(TextAt::Rich)).unwrap_or_default()
    }
}

/// A code that was put on something.
#[derive(Debug)]
pub struct Put {
    pub code: Option<Uuid>,
    pub user: Option<Uuid>,
    /// When (UTC, milliseconds since 1970).
    pub at: Option<i64>,
    pub notes: Box<[Uuid]>,
}

impl Put {
    fn all(of: &Element) -> Vec<Put> {
        let put = |coding: &Element| Put {
            code: coding.targets("coderef").next().map(guid),
            user: coding.attribute("creatinguser").map(guid),
            at: coding.attribute("creationdatetime").and_then(moment),
            notes: notes_of(coding),
        };
        of.all("coding").map(put).collect()
    }
}

/// A passage as the file has it.
#[derive(Debug)]
pub struct Selection {
    pub guid: Uuid,
    /// Where it begins and ends, counted as the file counts.
    pub start: i64,
    pub end: i64,
    pub name: Option<Box<str>>,
    pub user: Option<Uuid>,
    pub description: Option<Box<str>>,
    pub notes: Box<[Uuid]>,
    pub codings: Vec<Put>,
}

impl Marked for Selection {
    fn ends(&self) -> (i64, i64) {
        (self.start, self.end)
    }

    fn said(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl Selection {
    fn of(element: &Element, start: i64, end: i64) -> Selection {
        Selection {
            guid: guid_of(element),
            start,
            end,
            name: element.attribute("name").map(Box::from),
            user: element.attribute("creatinguser").map(guid),
            description: element.words("description").map(Box::from),
            notes: notes_of(element),
            codings: Put::all(element),
        }
    }
}

/// A source that has words, or should have.
#[derive(Debug, Default)]
pub struct Source {
    pub guid: Uuid,
    pub title: String,
    pub text: TextAt,
    pub user: Option<Uuid>,
    pub selections: Vec<Selection>,
    /// What was coded as a whole.
    pub codings: Vec<Put>,
    /// Where something was said when: position (as the file counts), time (ms).
    pub times: Vec<(i64, u64)>,
    pub description: Option<String>,
    pub notes: Box<[Uuid]>,
    /// Values by variable.
    pub values: Vec<(Uuid, String)>,
}

impl Source {
    /// The sources with words in one of the file's: most have one, a recording one for every transcript of it.
    pub fn all(element: &Element, fidelity: &mut Fidelity) -> Vec<Source> {
        let title = title(element);
        match &*element.name {
            "textsource" => vec![Source::text(element, element, &title, fidelity)],
            "pdfsource" => {
                areas(element, "pdfselection", "areas of PDF pages, left out", fidelity);
                representation(element, "representation", &title, "PDF files without their text, left out", fidelity)
            }
            "picturesource" => {
                areas(element, "pictureselection", "areas of pictures, left out", fidelity);
                representation(element, "textdescription", &title, "pictures, left out", fidelity)
            }
            "audiosource" | "videosource" => {
                for kind in ["audioselection", "videoselection"] {
                    areas(element, kind, "stretches of recordings, left out", fidelity);
                }
                let transcripts: Vec<&Element> = element.all("transcript").collect();
                if transcripts.is_empty() {
                    fidelity.left_out("recordings without a transcript, left out", &title);
                    uncodable(element, &title, fidelity);
                }
                transcripts.into_iter().map(|transcript| Source::text(transcript, element, &title, fidelity)).collect()
            }
            other => {
                fidelity.left_out("sources of a kind that emic does not know, left out", format!("{title} ({other})"));
                Vec::new()
            }
        }
    }

    /// The words of `text`, which stands in `whole` or is the same.
    fn text(text: &Element, whole: &Element, title: &str, fidelity: &mut Fidelity) -> Source {
        let mut source = Source {
            guid: guid_of(text),
            title: text.attribute("name").unwrap_or(title).to_owned(),
            text: TextAt::of(text),
            user: text.attribute("creatinguser").or(whole.attribute("creatinguser")).map(guid),
            description: text.words("description").or(whole.words("description")).map(str::to_owned),
            codings: Put::all(whole),
            notes: notes_of(whole),
            values: values_of(whole),
            ..Source::default()
        };
        let mut moments = Vec::new();
        for point in text.all("syncpoint") {
            let number = |name: &str| point.attribute(name).and_then(|word| word.parse::<i64>().ok());
            match (number("position"), number("timestamp").and_then(|time| u64::try_from(time).ok())) {
                (Some(position), Some(time)) => source.times.push((position, time)),
                (Some(_), None) => {}
                _ => fidelity.left_out("moments of a recording without a place in the transcript, left out", title),
            }
            moments.push((guid_of(point), number("position")));
        }
        let at = |element: &Element, name: &str| {
            let point = guid(element.attribute(name)?);
            moments.iter().find(|(moment, _)| *moment == point)?.1
        };
        for element in &text.children {
            let place = match &*element.name {
                "plaintextselection" => {
                    let number = |name: &str| element.attribute(name).and_then(|word| word.parse::<i64>().ok());
                    number("startposition").zip(number("endposition"))
                }
                "transcriptselection" => at(element, "fromsyncpoint").zip(at(element, "tosyncpoint")),
                _ => continue,
            };
            match place {
                Some((start, end)) => source.selections.push(Selection::of(element, start, end)),
                None => fidelity.left_out("passages without a place, left out", named(element, title)),
            }
        }
        source
    }
}

/// What stands for the words of a source that is no text.
fn representation(
    element: &Element,
    kind: &str,
    title: &str,
    missing: &'static str,
    fidelity: &mut Fidelity,
) -> Vec<Source> {
    let texts: Vec<Source> = element.all(kind).map(|text| Source::text(text, element, title, fidelity)).collect();
    if texts.is_empty() {
        fidelity.left_out(missing, title);
        uncodable(element, title, fidelity);
    }
    texts
}

/// Notes codings of what has no words.
fn uncodable(element: &Element, title: &str, fidelity: &mut Fidelity) {
    Put::all(element).iter().for_each(|_| fidelity.left_out(WORDLESS, title));
}

/// What is said of them.
pub const WORDLESS: &str = "codings of a whole source without words, left out";

/// Notes what was marked where no words are.
fn areas(element: &Element, kind: &str, what: &'static str, fidelity: &mut Fidelity) {
    let title = title(element);
    element.all(kind).for_each(|area| fidelity.left_out(what, named(area, &title)));
}

fn named(element: &Element, title: &str) -> String {
    match element.attribute("name") {
        Some(name) => format!("{title}: {name}"),
        None => title.to_owned(),
    }
}

/// What a source is called: its name, else that of its file.
fn title(element: &Element) -> String {
    let path = ["currentpath", "path", "plaintextpath", "richtextpath"].iter().find_map(|name| element.attribute(name));
    let file = path.map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
    let title = element.attribute("name").or(file).or(element.attribute("guid"));
    title.unwrap_or("source").to_owned()
}

/// The GUID of an element; without one, that of no letters.
pub fn guid_of(element: &Element) -> Uuid {
    guid(element.attribute("guid").unwrap_or_default())
}

/// The notes that an element names.
pub fn notes_of(element: &Element) -> Box<[Uuid]> {
    element.targets("noteref").map(guid).collect()
}

/// The values of variables that stand in an element.
pub fn values_of(element: &Element) -> Vec<(Uuid, String)> {
    let value = |value: &Element| {
        let variable = guid(value.targets("variableref").next()?);
        let said = value.children.iter().find(|child| child.name.ends_with("value"))?;
        Some((variable, said.text.trim().to_owned())).filter(|(_, said)| !said.is_empty())
    };
    element.all("variablevalue").filter_map(value).collect()
}
