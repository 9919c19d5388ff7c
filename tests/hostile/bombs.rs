//! Files that are built to fill a memory or a disk, to write elsewhere, or to be read as what they are not.
//!
//! `EMIC_HEAVY=1 cargo test --release --test hostile memory -- --nocapture` also takes in the largest files
//! that are allowed, which lasts some minutes.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use nix::sys::resource::{UsageWho, getrusage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::audit::faults_of_words;
use super::{all_in, emic, fenced, outside, run};

const MIB: usize = 1 << 20;

/// The most memory that any import may take (MiB).
const MOST: i64 = 512;

const PAGE: &str = "<w:p><w:r><w:t>words</w:t></w:r></w:p>";

/// What is written into a file, piece by piece.
type Pieces = Box<dyn Iterator<Item = String>>;

/// The same piece again and again, up to so many bytes.
fn again(piece: &str, bytes: usize) -> Pieces {
    Box::new(std::iter::repeat_n(piece.to_string(), bytes / piece.len()))
}

/// A head, pieces and an end.
fn between(head: &str, pieces: Pieces, end: &str) -> Pieces {
    Box::new(std::iter::once(head.to_string()).chain(pieces).chain(std::iter::once(end.to_string())))
}

/// A numbered piece, up to so many bytes.
fn numbered(piece: fn(usize) -> String, bytes: usize) -> Pieces {
    Box::new((0..).map(piece).scan(0, move |sum, piece| {
        *sum += piece.len();
        (*sum <= bytes).then_some(piece)
    }))
}

fn write(path: &Path, pieces: Pieces) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    pieces.for_each(|piece| file.write_all(piece.as_bytes()).unwrap());
    file.flush().unwrap();
}

/// A zip archive of these parts, each written piece by piece.
fn pack(path: &Path, parts: Vec<(String, Pieces)>) {
    let mut writer = ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    for (name, pieces) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        pieces.for_each(|piece| writer.write_all(piece.as_bytes()).unwrap());
    }
    writer.finish().unwrap().flush().unwrap();
}

fn document(pieces: Pieces) -> Vec<(String, Pieces)> {
    vec![("word/document.xml".to_string(), pieces)]
}

fn page() -> Pieces {
    Box::new(std::iter::once(PAGE.to_string()))
}

/// Words that pack badly: hexadecimal digits that only look random.
fn noise(place: usize) -> String {
    let mut drawn = place as u64 + 1;
    let mut next = || {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        drawn
    };
    format!("{:016x}{:016x}", next(), next())
}

fn fonts() -> Pieces {
    numbered(|place| format!("\\f{place}\\fcharset204"), 63 * MIB)
}

/// A PDF file with a list of numbers that nobody needs, and one page that is drawn by saying one thing again and again.
fn pdf(drawn: &'static str, numbers: Pieces, bytes: usize) -> Pieces {
    let numbers: String = numbers.collect();
    let head = "%PDF-1.4\n".to_string();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>".to_string(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>".to_string(),
        format!("<</Length {bytes}>>\nstream\n{}\nendstream", drawn.repeat(bytes / drawn.len().max(1))),
        format!("[{numbers}]"),
    ];
    let mut at = head.len();
    let mut list = "0000000000 65535 f \n".to_string();
    let numbered =
        objects.into_iter().enumerate().map(|(place, object)| format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    let objects: Vec<String> = numbered.collect();
    for object in &objects {
        list += &format!("{at:010} 00000 n \n");
        at += object.len();
    }
    let end = format!("xref\n0 6\n{list}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
    between(&head, Box::new(objects.into_iter()), &end)
}

/// Every file with how it is made and what is said of it.
fn bombs(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut made = Vec::new();
    let mut packed = |name: &str, parts: Vec<(String, Pieces)>, says: &'static str| {
        pack(&folder.join(name), parts);
        made.push((folder.join(name), says));
    };
    packed("dense.docx", document(again(&" ".repeat(4_096), 256 * MIB)), "unpacks to more than");
    let laughs: String = ('b'..='k')
        .map(|name| format!("<!ENTITY {name} '{}'>", format!("&{};", (name as u8 - 1) as char).repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE l [<!ENTITY a 'ha'>{laughs}]><w:p><w:t>&k;</w:t></w:p>");
    packed("laughs.docx", document(Box::new(std::iter::once(laughs))), "XML entities of its own");
    let square =
        format!("<!DOCTYPE l [<!ENTITY a '{}'>]><w:p><w:t>{}</w:t></w:p>", "a".repeat(50_000), "&a;".repeat(50_000));
    packed("quadratic.docx", document(Box::new(std::iter::once(square))), "XML entities of its own");
    let content = |pieces: Pieces| vec![("content.xml".to_string(), pieces)];
    packed("dense.odt", content(again(&" ".repeat(4_096), 256 * MIB)), "unpacks to more than");
    let spaces = numbered(|place| format!("<text:s text:c='9{place}'/>"), 30 * MIB);
    packed("spaces.odt", content(between("<text:p>x", spaces, "</text:p>")), "larger than 64 MiB");
    let laughing = "<!DOCTYPE l [<!ENTITY a 'ha'>]><text:p>&a;</text:p>".to_string();
    packed("laughs.odt", content(Box::new(std::iter::once(laughing))), "XML entities of its own");
    let study = |pieces: Pieces| vec![("a.qde".to_string(), pieces)];
    packed("dense.qdpx", study(again(&" ".repeat(4_096), 256 * MIB)), "its XML ends too early");
    let codes = numbered(|place| format!("<Code name='{}'/>", noise(place)), 200 * MIB);
    packed(
        "codes.qdpx",
        study(between("<Project><CodeBook><Codes>", codes, "</Codes></CodeBook></Project>")),
        "than in any study",
    );
    let attributes = numbered(|place| format!("a{place}='' "), 60 * MIB);
    packed("attributes.qdpx", study(between("<Project ", attributes, "/>")), "nothing in this file was understood");
    let laughing = "<!DOCTYPE l [<!ENTITY a 'ha'>]><Project name='&a;'/>".to_string();
    packed("laughs.qdpx", study(Box::new(std::iter::once(laughing))), "XML entities of its own");
    let deep = Box::new((0..200_000).map(|place| format!("<a i='{}'>", noise(place))));
    packed("deep.docx", document(deep), "more than 256 deep");
    let many = (0..20_000).map(|place| (format!("part{place}"), again("x", 1))).chain(document(page())).collect();
    packed("many.docx", many, "more than 10,000 parts");
    for (name, path) in [("up.docx", "../../../escaped"), ("root.docx", "/tmp/escaped"), ("back.docx", "..\\escaped")] {
        packed(
            name,
            [document(page()), vec![(path.to_string(), again("x", 1))]].into_iter().flatten().collect(),
            "leads out of it",
        );
    }
    let lines = numbered(|place| format!("{}<!--{}-->", "<w:p/>".repeat(500), noise(place)), 60 * MIB);
    packed("paragraphs.docx", document(between("<w:d>", lines, &format!("{PAGE}</w:d>"))), "more than 1,000,000 lines");
    let mut written = |name: &str, pieces: Pieces, says: &'static str| {
        write(&folder.join(name), pieces);
        made.push((folder.join(name), says));
    };
    written(
        "codes.json",
        between(r#"{"format":1,"codes":["#, again("{},", 60 * MIB), "{}]}"),
        "more records than 256 MiB can hold",
    );
    written("nested.json", between(r#"{"format":1,"x":"#, again("[", 4 * MIB), ""), "mend it there");
    written(
        "newlines.json",
        between(r#"{"format":1,"documents":[{"text":""#, again("x\\n", 6 * MIB), "\"}]}"),
        "more than 1,000,000 lines",
    );
    written("newlines.txt", between("x", again("\n", 63 * MIB), ""), "more than 1,000,000 lines");
    written("labels.txt", numbered(|place| format!("P{place}: yes\n"), 63 * MIB), "more than 1,000,000 lines");
    written("large.txt", again("words and ", 65 * MIB), "larger than 64 MiB");
    written("cues.vtt", between("WEBVTT\n\n", again("0:0 --> 0:1\nx\n", 63 * MIB), ""), "more than 1,000,000 lines");
    written("marks.md", numbered(|place| format!("*{place}* [a](b)\n"), 63 * MIB), "more than 1,000,000 lines");
    written("one-line.txt", again("words and ", 63 * MIB), "longer than 4 MiB");
    written("groups.rtf", between("{\\rtf1 ", again("{", 63 * MIB), ""), "more than 256 deep");
    written("lines.rtf", between("{\\rtf1 x", again("\\par", 63 * MIB), "}"), "more than 1,000,000 lines");
    written("fonts.rtf", between("{\\rtf1{\\fonttbl", fonts(), "}}"), "there is no text");
    written("tags.html", between("x", again("<br>", 63 * MIB), "y"), "more than 1,000,000 lines");
    written(
        "attributes.html",
        between("<p ", numbered(|place| format!("a{place} "), 63 * MIB), ">"),
        "there is no text",
    );
    written("deep.html", again("<div>", 63 * MIB), "there is no text");
    if cfg!(feature = "pdf") {
        written("objects.pdf", pdf("", again("0 ", 63 * MIB), 0), "what is not drawn");
        // As much as is taken in: nearly 144 MiB of objects, and of what draws a page.
        written("numbers.pdf", pdf("", again("0 ", 2 * 130 * MIB / 112), 0), "there is no text");
        written("arrays.pdf", pdf("", again("[0]", 3 * 130 * MIB / 672), 0), "there is no text");
        written("orders.pdf", pdf("0 g ", Box::new(std::iter::empty()), 4 * 130 * MIB / 672), "there is no text");
    }
    written("not-a-zip.docx", again("PK\x03\x04\x14", MIB), "damaged");
    made
}

/// The largest files that are taken in.
fn heavy(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut made = Vec::new();
    let words =
        numbered(|place| format!("<w:p><w:t>{}{}</w:t></w:p>", "words and ".repeat(12), noise(place)), 60 * MIB);
    pack(&folder.join("long.docx"), document(between("<w:d>", words, "</w:d>")));
    made.push((folder.join("long.docx"), "document"));
    for (name, pieces) in [
        ("marks.txt", again(&format!("e{}\n", "\u{301}".repeat(MIB)), 63 * MIB)),
        ("stars.md", again(&format!("{}\n", "*a ".repeat(MIB)), 63 * MIB)),
        ("brackets.md", again(&format!("{}\n", "[".repeat(MIB)), 63 * MIB)),
        ("lines.txt", again("words and words and words and words and words and words and words\n", 60 * MIB)),
        (
            "speakers.txt",
            numbered(
                |place| format!("P{}: words and words and words and words and words and so on\n", place % 5_000),
                55 * MIB,
            ),
        ),
    ] {
        write(&folder.join(name), pieces);
        made.push((folder.join(name), "document"));
    }
    made
}

/// The most memory that any program started so far took (MiB).
fn most_memory() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).expect("it is known what children took").max_rss() / 1024
}

#[test]
fn no_file_takes_more_memory_than_512_mib_or_writes_elsewhere() {
    let (above, home) = fenced();
    emic(&home, &["new", "study"]);
    let mut files = bombs(&home);
    if std::env::var_os("EMIC_HEAVY").is_some() {
        files.extend(heavy(&home));
    }
    let before = all_in(above.path());
    for (path, says) in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let import = run(&home, &["import", "--yes", "--project", "study", name]);
        let words = String::from_utf8_lossy(&[import.stderr.as_slice(), &import.stdout].concat()).into_owned();
        println!("{name}: {} MiB at most so far; {}", most_memory(), words.lines().next().unwrap_or_default());
        assert!(words.contains(says), "{name}: {words}");
        let refused = *says != "document";
        assert_eq!(import.status.code() == Some(3), refused, "{name}: {words}");
        assert!(most_memory() <= MOST, "{name} took {} MiB", most_memory());
    }
    assert_eq!(outside(above.path(), &home, &before), Vec::<PathBuf>::new());
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_file_that_breaks_its_reader_down_is_refused_like_any_other() {
    let (_above, home) = fenced();
    emic(&home, &["new", "study"]);
    let drawn = "/Nobody Do ";
    write(&home.join("odd.pdf"), pdf(drawn, again("0 ", 2), drawn.len()));
    let import = run(&home, &["import", "--yes", "--project", "study", "odd.pdf"]);
    let said = String::from_utf8_lossy(&import.stderr).into_owned();
    assert_eq!(import.status.code(), Some(3), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("no page of it could be read") && !said.contains("broke down"), "{said}");
}

#[test]
fn a_sheet_and_a_keymap_that_are_built_to_do_harm_are_refused() {
    let (_above, home) = fenced();
    emic(&home, &["new", "study"]);
    write(&home.join("wide.csv"), between("person,", again("a,", 20 * MIB), "\nP1,x\n"));
    let long = again(&format!("P1{}\n", ",b".repeat(500)), 8 * MIB);
    write(&home.join("long.csv"), between(&format!("person{}\n", ",a".repeat(500)), long, ""));
    for name in ["wide.csv", "long.csv"] {
        let taken = run(&home, &["attributes", "--project", "study", name]);
        let words = String::from_utf8_lossy(&taken.stderr).into_owned();
        assert!(words.contains("cut the sheet into parts"), "{name}: {words}");
    }
    for (name, pieces) in [
        ("deep.ron", again("(", MIB - 1)),
        ("lists.ron", between("(global: [", again("[", MIB / 2), "")),
        ("large.ron", again(" ", 2 * MIB)),
    ] {
        write(&home.join(name), pieces);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_emic"));
        command.args(["config"]).env_clear().envs(super::environment(&home)).env("EMIC_KEYMAP", home.join(name));
        let shown = command.output().unwrap();
        assert!(shown.status.code().is_some(), "{name}: it broke down");
        assert_eq!(faults_of_words(&[shown.stdout, shown.stderr].concat()), [""; 0]);
    }
    assert!(most_memory() <= MOST, "{} MiB", most_memory());
}

#[test]
fn wrong_encodings_are_read_or_refused_in_words() {
    let (_above, home) = fenced();
    emic(&home, &["new", "study"]);
    let utf16 = |words: &str, order: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let files: [(&str, Vec<u8>, Result<&str, &str>); 8] = [
        ("le.txt", utf16("\u{feff}Ana: caf\u{e9}", u16::to_le_bytes), Ok("Ana: caf\u{e9}")),
        ("be.txt", utf16("\u{feff}Ana: naïve", u16::to_be_bytes), Ok("Ana: naïve")),
        (
            "latin.txt",
            b"Ana: the caf\xe9 on the corner was my na\xefve place".to_vec(),
            Ok("Ana: the café on the corner was my naïve place"),
        ),
        ("half.txt", [utf16("\u{feff}Ana: a", u16::to_le_bytes), vec![0x00, 0xd8]].concat(), Err("")),
        ("binary.txt", (0..=255).collect(), Err("this is not text")),
        ("overlong.txt", b"Ana: \xc0\x80\xe0\x80\x80\xf4\x90\x80\x80 yes \0".to_vec(), Err("this is not text")),
        ("latin.json", b"{\"format\":1,\"project\":\"caf\xe9\"}".to_vec(), Err("line 1")),
        ("surrogate.json", br#"{"format":1,"project":"\ud800"}"#.to_vec(), Err("line 1")),
    ];
    for (name, bytes, wanted) in files {
        fs::write(home.join(name), bytes).unwrap();
        let import = run(&home, &["import", "--yes", "--project", "study", name]);
        let said = String::from_utf8_lossy(&import.stderr).into_owned();
        match wanted {
            Ok(words) => {
                assert!(import.status.success(), "{name}: {said}");
                let dump = emic(&home, &["dump", "--project", "study"]);
                assert!(dump.contains(&format!("\"text\":{words:?}")), "{name}: {dump}");
            }
            Err(why) => assert!(import.status.code() == Some(3) && said.contains(why), "{name}: {said}"),
        }
    }
}
