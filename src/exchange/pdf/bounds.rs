//! What a PDF file may hold. The crate that reads it has no bounds of its own: everything is unpacked whole, and what
//! is drawn is drawn as often and as deep as the file says.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::exchange::{LIMIT, Unreadable};

/// The most memory that the objects of a file may take up, and what draws a page with all that stands in it.
const MEMORY: usize = 144 << 20;
/// What one object, number or name takes up at most, and one that holds others.
const SMALL: usize = 112;
const HOLDER: usize = 5 * SMALL;
/// The most bytes by which all pages are drawn, a piece counted as often as it is.
const DRAWN: usize = 256 << 20;
/// How deep pages may stand in parts of the file, and pieces of pages in each other.
const DEEPEST: usize = 64;
const MOST_PAGES: usize = 5_000;
/// The most bytes that say which signs the codes of a font mean.
const MEANINGS: usize = 1 << 20;
/// The most bytes of an old packing, of which one may stand for a thousand.
const OLD_PACKED: usize = 64 << 10;

fn too_large(what: &'static str) -> Unreadable {
    Unreadable::PdfTooLarge { what }
}

/// Sees to what is unpacked as soon as a file is opened: objects, which may be packed in streams.
///
/// # Errors
/// There are more than any transcript has.
pub fn of_file(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut memory = 0_usize;
    let mut from = 0;
    while memory <= MEMORY && from < bytes.len() {
        let head = memmem::find(&bytes[from..], b"stream").map_or(bytes.len(), |at| from + at);
        let between = &bytes[from..head];
        memory = memory.saturating_add(weight(between, false));
        let data = bytes.get(head + b"stream".len()..).unwrap_or_default();
        let packed = memmem::find(data, b"endstream").unwrap_or(data.len());
        if [b"/ObjStm".as_slice(), b"/XRef"].iter().any(|kind| memmem::find(between, kind).is_some()) {
            let data = data.strip_prefix(b"\r").unwrap_or(data);
            let data = data.strip_prefix(b"\n").unwrap_or(data);
            memory = memory.saturating_add(weight(&inflated(data, LIMIT), false));
        }
        from = head + b"stream".len() + packed + b"endstream".len();
    }
    if memory > MEMORY { Err(too_large("what is not drawn")) } else { Ok(()) }
}

/// How much memory objects take up at most that are written so; where they draw, words are orders with objects.
fn weight(bytes: &[u8], draws: bool) -> usize {
    let mut before = b' ';
    bytes.iter().fold(0, |sum, &byte| {
        let parted = before.is_ascii_whitespace() || b"[]<>()".contains(&before);
        before = byte;
        sum + match byte {
            b'[' | b'<' => HOLDER,
            b'/' | b'(' => SMALL,
            b']' | b'>' | b')' => 0,
            _ if !parted || byte.is_ascii_whitespace() => 0,
            _ if draws && byte.is_ascii_alphabetic() => HOLDER,
            _ => SMALL,
        }
    })
}

/// What was seen of a file on the way.
pub struct Seen {
    pub pictures: usize,
    /// Whether what letters mean is said beside them, which the crate does not read.
    pub is_said_otherwise: bool,
}

/// Sees to what is unpacked and drawn for the pages. Pictures are emptied, as their bytes would be taken for drawing;
/// they are counted.
///
/// # Errors
/// A stream, a page or a piece is larger or stands deeper than in any transcript.
pub fn of_pages(file: &mut Document) -> Result<Seen, Unreadable> {
    let (mut pictures, mut masks) = (0_usize, 0);
    for stream in file.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()) {
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            // What says where a picture is clear is a picture too.
            masks += usize::from(stream.dict.has(b"SMask"));
            pictures += 1;
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        } else {
            unpacked(stream)?;
        }
    }
    let meanings = file.objects.values().filter_map(|object| object.as_dict().ok());
    let meanings = meanings.flat_map(|font| [font.get_deref(b"ToUnicode", file), font.get_deref(b"Encoding", file)]);
    for stream in meanings.flatten().filter_map(|meanings| meanings.as_stream().ok()) {
        if unpacked(stream)?.len() > MEANINGS {
            return Err(too_large("what says what its letters mean"));
        }
    }
    let pages = file.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(too_large("the number of pages"));
    }
    let mut pieces = Pieces { file, known: HashMap::new(), deep: 0, is_said_otherwise: false };
    let mut drawn = 0_usize;
    for page in pages.into_values() {
        drawn = drawn.saturating_add(pieces.drawn_by_page(page)?);
        if drawn > DRAWN {
            return Err(too_large("what is drawn"));
        }
    }
    Ok(Seen { pictures: pictures.saturating_sub(masks), is_said_otherwise: pieces.is_said_otherwise })
}

/// A stream unpacked, where the crate would unpack it.
fn unpacked(stream: &Stream) -> Result<Vec<u8>, Unreadable> {
    let filters = stream.filters().unwrap_or_default();
    let count = |kind: &[u8]| filters.iter().filter(|filter| **filter == kind).count();
    let as_it_is = || stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let size = match (count(b"FlateDecode"), count(b"LZWDecode")) {
        (0, 0) => 0,
        (1, 0) if filters.first() == Some(&b"FlateDecode".as_slice()) => inflated(&stream.content, LIMIT).len(),
        (1, 0) => {
            let letters = dictionary! { "Filter" => "ASCII85Decode" };
            let bytes = Stream::new(letters, stream.content.clone()).decompressed_content().unwrap_or_default();
            inflated(&bytes, LIMIT).len()
        }
        (0, 1) if stream.content.len() <= OLD_PACKED => 0,
        (0, 1) => return Err(too_large("what is packed")),
        // Nobody packs twice what can be packed once.
        _ => return Err(too_large("what is packed twice")),
    };
    if size > LIMIT { Err(too_large("a part")) } else { Ok(as_it_is()) }
}

/// What unpacks from packed bytes, up to one more than so many.
fn inflated(bytes: &[u8], most: usize) -> Vec<u8> {
    let all = |reader: &mut dyn Read| {
        let mut all = Vec::new();
        let _ = reader.take(most as u64 + 1).read_to_end(&mut all);
        all
    };
    let bytes_with_head = all(&mut ZlibDecoder::new(bytes));
    // The crate, too, tries it without the head.
    let without = || all(&mut DeflateDecoder::new(bytes.get(2..).unwrap_or_default()));
    if bytes_with_head.is_empty() { without() } else { bytes_with_head }
}

/// How often pieces are drawn at most: words of a string that look the same are counted, too.
fn calls_in(content: &[u8]) -> usize {
    let goes_on = |byte: &u8| byte.is_ascii_alphabetic();
    let is_call = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| content.get(before));
        !before.is_some_and(|byte| goes_on(byte) || *byte == b'(') && !content.get(at + 2).is_some_and(goes_on)
    };
    memmem::find_iter(content, b"Do").filter(is_call).count()
}

/// What it takes to draw something.
#[derive(Clone, Copy, Default)]
struct Load {
    /// Bytes that are gone through.
    drawn: usize,
    /// Memory that is taken up at a time.
    held: usize,
}

/// The pieces that pages share, with the load that each is; none while that is worked out.
struct Pieces<'a> {
    file: &'a Document,
    known: HashMap<ObjectId, Option<Load>>,
    /// How many pieces stand in each other here.
    deep: usize,
    is_said_otherwise: bool,
}

impl<'a> Pieces<'a> {
    fn drawn_by_page(&mut self, page: ObjectId) -> Result<usize, Unreadable> {
        let mut part = self.file.get_dictionary(page).ok();
        let mut resources = None;
        let mut deep = 0;
        while let Some(dictionary) = part {
            deep += 1;
            if deep > DEEPEST {
                return Err(Unreadable::TooDeep);
            }
            resources = resources.or_else(|| self.within(dictionary, b"Resources"));
            part = self.within(dictionary, b"Parent");
        }
        let contents = self.file.get_page_contents(page);
        let streams = contents.into_iter().filter_map(|id| self.file.get_object(id).and_then(Object::as_stream).ok());
        let mut content = Vec::new();
        for stream in streams {
            content.extend(unpacked(stream)?);
            if content.len() > MEMORY {
                return Err(too_large("a page"));
            }
        }
        Ok(self.load(&content, resources)?.drawn)
    }

    fn within(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        dictionary.get_deref(key, self.file).and_then(Object::as_dict).ok()
    }

    /// The load of what is drawn so, with the pieces that are named there.
    fn load(&mut self, content: &[u8], resources: Option<&'a Dictionary>) -> Result<Load, Unreadable> {
        let calls = calls_in(content);
        self.is_said_otherwise |= memmem::find(content, b"/ActualText").is_some();
        let mut inside = Load::default();
        let named = resources.filter(|_| calls > 0).and_then(|resources| self.within(resources, b"XObject"));
        for id in named.into_iter().flat_map(|named| named.iter()).filter_map(|(_, piece)| piece.as_reference().ok()) {
            let piece = self.piece(id)?;
            inside = Load { drawn: inside.drawn.max(piece.drawn), held: inside.held.max(piece.held) };
        }
        let drawn = content.len().saturating_add(calls.saturating_mul(inside.drawn)).max(1);
        let held = weight(content, true).saturating_add(inside.held);
        if held > MEMORY { Err(too_large("a page")) } else { Ok(Load { drawn, held }) }
    }

    fn piece(&mut self, id: ObjectId) -> Result<Load, Unreadable> {
        match self.known.get(&id) {
            Some(Some(load)) => return Ok(*load),
            // It stands in itself.
            Some(None) => return Err(Unreadable::TooDeep),
            None if self.deep == DEEPEST => return Err(Unreadable::TooDeep),
            None => self.known.insert(id, None),
        };
        let mut load = Load::default();
        if let Ok(stream) = self.file.get_object(id).and_then(Object::as_stream) {
            let content = unpacked(stream)?;
            let resources = self.within(&stream.dict, b"Resources");
            if resources.is_none() && calls_in(&content) > 0 {
                // It draws what the page names, so perhaps itself.
                return Err(Unreadable::TooDeep);
            }
            self.deep += 1;
            load = self.load(&content, resources)?;
            self.deep -= 1;
        }
        self.known.insert(id, Some(load));
        Ok(load)
    }
}
