use rusqlite::Connection;

use super::read;
use crate::exchange::whole::{Folder, How};
use crate::exchange::{Dump, Fate, Offsets, Unreadable};

/// The bytes of a database in which this was done.
fn database(statements: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(statements).unwrap();
    connection.serialize("main").unwrap().to_vec()
}

fn understood(statements: &str) -> Dump {
    read(&database(statements), Offsets::default()).unwrap()
}

/// Every coding: its words, its code, its coder.
fn codings(dump: &Dump) -> Vec<(String, String, &str)> {
    let read = |coding: &crate::exchange::json::CodingRecord| {
        let document = dump.documents.iter().find(|document| document.id == *coding.document).unwrap();
        let code = dump.codes.iter().find(|code| code.id == *coding.code);
        let words = document.text.chars().skip(coding.start as usize).take((coding.end - coding.start) as usize);
        let path = code.map_or_else(|| coding.code.to_string(), |code| code.path.join(" > "));
        (words.collect(), path, dump.coders.iter().find(|coder| coder.id == *coding.coder).map_or("", |it| &it.name))
    };
    dump.codings.iter().map(read).collect()
}

/// What is not as it was, with names.
fn listed(dump: &Dump) -> Vec<String> {
    let findings = dump.fidelity.findings().into_iter().filter(|finding| finding.fate != Fate::Understood);
    findings.map(|finding| format!("{}: {}", finding.what, finding.names.join("; "))).collect()
}

/// QualCoder's tables, as its version 17 makes them.
const QUALCODER: &str = "
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
    date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, cid integer, memo text, owner text);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, owner text);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text);
CREATE TABLE attribute_type (name text primary key, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, owner text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, avid integer, important integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, color text,
    supercid integer);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE graph (grid integer primary key, name text);
CREATE VIEW code_text_visible AS SELECT * FROM code_text;
INSERT INTO project VALUES ('v17', '2026-01-02 10:00:00', 'On peers', 'QualCoder', 0, 'mk');
";

#[test]
fn a_study_of_qualcoder_comes_in_whole() {
    let dump = understood(&format!(
        "{QUALCODER}
        INSERT INTO source VALUES (1, 'May', 'Ana: I felt 😀 heard.\nThen it stopped.', NULL, 'first talk', 'mk', '', NULL, NULL);
        INSERT INTO source VALUES (2, 'survey', 'I wanted to study.\nI needed time.', NULL, '', 'ao', '', NULL, NULL);
        INSERT INTO source VALUES (3, 'photo.png', NULL, '/images/photo.png', '', 'ao', '', NULL, NULL);
        INSERT INTO code_cat VALUES (1, 'Course', 'mk', '', 'the way', NULL), (2, 'Begin', 'mk', '', '', 1);
        INSERT INTO code_name VALUES (1, 'heard', 'being heard', 2, 'mk', '#ff0000', NULL),
            (2, 'Course', 'a twin', 1, 'mk', '', NULL), (3, 'deep', '', NULL, 'ao', '', 1);
        INSERT INTO code_text VALUES (1, 1, 1, 'I felt 😀 heard', 5, 20, 'mk', '2026-01-03 11:12:13', 'strong', NULL, 1),
            (2, 3, 1, 'Then it stopped', 22, 37, 'ao', '', '', NULL, NULL),
            (3, 2, 2, 'needed time', 21, 32, 'ao', '', '', NULL, 0), (4, 1, 7, 'gone', 0, 4, 'mk', '', '', NULL, 0),
            (5, 1, 2, 'far', 90, 93, 'mk', '', '', NULL, 0);
        INSERT INTO code_image VALUES (1, 3, 1, '', 'mk');
        INSERT INTO annotation VALUES (1, 1, 0, 3, 'who is Ana', 'ao');
        INSERT INTO attribute_type VALUES ('Age', 'mk', 'in years', 'case', 'numeric'), ('site', 'mk', '', 'file', 'character');
        INSERT INTO cases VALUES (1, 'Ana', 'lively', 'mk', ''), (2, 'ID4', '', 'mk', ''), (3, 'ID5', '', 'mk', '');
        INSERT INTO attribute VALUES (1, 'Age', 'case', '24', 1, 'mk'), (2, 'Age', 'case', 'old', 2, 'mk'),
            (3, 'Age', 'case', '', 3, 'mk'), (4, 'site', 'file', 'north', 1, 'mk');
        INSERT INTO case_text VALUES (1, 1, 1, 0, 38), (2, 2, 2, 0, 18), (3, 3, 2, 19, 33);
        INSERT INTO journal VALUES (1, 'First day', 'It began.', '2026-01-02 10:00:00', 'mk');
        INSERT INTO graph VALUES (1, 'map');"
    ));
    // Emoji show that this version counts UTF-16 code units.
    let begin = "Course > Begin > heard".to_owned();
    let words = [("I felt 😀 heard", begin.clone(), "mk"), ("Then it stopped", format!("{begin} > deep"), "ao")];
    let third = ("needed time".to_owned(), "Course".to_owned(), "ao");
    let said: Vec<_> = words.into_iter().map(|(words, code, coder)| (words.to_owned(), code, coder)).collect();
    assert_eq!(codings(&dump), [said, vec![third]].concat());
    assert_eq!(dump.codings[0].at, Some(1_767_438_733_000));
    assert_eq!(dump.codings.iter().map(|coding| coding.flags.iter().count()).collect::<Vec<_>>(), [1, 0, 0]);
    let definitions: Vec<&str> = dump.codes.iter().map(|code| code.definition.as_str()).collect();
    assert_eq!(definitions, ["the way", "", "being heard", ""]);
    let memos: Vec<&str> = dump.memos.iter().map(|memo| memo.text.as_str()).collect();
    assert_eq!(memos, ["On peers", "a twin", "first talk", "lively", "First day\n\nIt began.", "strong", "who is Ana"]);
    assert_eq!(dump.memos[4].on.day, "2026-01-02");
    let people: Vec<(&str, usize)> =
        dump.cases.iter().map(|case| (case.name.as_str(), case.attributes.0.len())).collect();
    assert_eq!(people, [("Ana", 1), ("ID4", 0), ("ID5", 0)]);
    assert_eq!(dump.documents[0].attributes.0[0].value, "north");
    let speakers: Vec<&str> = dump.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    assert_eq!(speakers, ["Ana", "ID4", "ID5"]);
    let turns: Vec<(u32, u32)> = dump.documents[1].turns.iter().map(|turn| (turn.start, turn.end)).collect();
    assert_eq!(turns, [(0, 18), (19, 33)]);
    let listed = listed(&dump);
    for said in [
        "categories that cannot be coded there, now codes: Course; Begin",
        "codes called as the category they stand in, now one with it: Course",
        "colours of codes, left out: emic gives its own: heard",
        "descriptions of variables, left out: Age: in years",
        "values that are no numbers, left out: Age: old",
        "pictures, sound, film and scans, left out: photo.png: /images/photo.png",
        "passages of sources that are not here, left out: gone",
        "passages that lie outside their document, left out: survey 90..93: far",
        "codings of pictures, left out: photo.png: heard",
        "graphs, left out: map",
        "notes on a coding, now memos on its passage: coding 1",
    ] {
        assert!(listed.iter().any(|line| line == said), "{said}\n{listed:#?}");
    }
    assert_eq!(listed.len(), 11, "{listed:#?}");
}

#[test]
fn the_first_versions_of_qualcoder_had_fewer_columns() {
    let dump = understood(
        "CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text);
        CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text);
        CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text);
        INSERT INTO source VALUES (1, 'May', 'I was heard.', NULL, NULL, 'mk', '');
        INSERT INTO code_name VALUES (1, 'heard', NULL, NULL, 'mk', '', NULL);
        INSERT INTO code_text VALUES (1, 1, 'heard', 6, 11, 'mk', '2019-01-03', NULL);",
    );
    assert_eq!(codings(&dump), [("heard".to_owned(), "heard".to_owned(), "mk")]);
    assert_eq!(listed(&dump), [] as [String; 0]);
}

const TAGUETTE: &str = "
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, filename VARCHAR(200),
    created DATETIME, project_id INTEGER, text_direction VARCHAR(13), contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR(30), project_id INTEGER,
    document_id INTEGER, payload TEXT);
INSERT INTO projects VALUES (1, 'Peers', 'About peers', '');
";

#[test]
fn highlights_of_taguette_come_to_lie_on_their_words() {
    let dump = understood(&format!(
        "{TAGUETTE}
        INSERT INTO documents VALUES (1, 'May', 'first', 'may.docx', '', 1, 'LEFT_TO_RIGHT',
            '<h1>Talk of May</h1>\n<p>INT: How <b>did</b>\n   it begin?</p>\n<p>Zoë: I felt 😀 heard &amp; seen. Then\n it stopped.</p><ul>\n<li>one</li></ul>');
        INSERT INTO tags VALUES (1, 1, 'people', 'all'), (2, 1, 'people.staff', ''), (3, 1, 'e.g. this', '');
        INSERT INTO highlights VALUES (1, 1, 44, 86, '<p>I felt 😀 heard &amp; seen. Then\n it stopped</p>'),
            (2, 1, 17, 37, '<p>How <b>did</b>\n   it begin?</p>'), (3, 1, 88, 91, '<li>one</li>'),
            (4, 1, 0, 4, '<h1>Tale</h1>'), (5, 1, 900, 904, '<p>far</p>');
        INSERT INTO highlight_tags VALUES (1, 3), (2, 1), (2, 2), (4, 1), (5, 1), (77, 1);
        INSERT INTO commands VALUES
            (1, '2026-01-03 11:12:13.5', 'mara', 1, 1, '{{\"type\": \"highlight_add\", \"highlight_id\": 1}}'),
            (2, '2026-01-03 11:12:13', 'jo', 1, 1, '{{\"type\": \"highlight_add\", \"highlight_id\": 2}}');"
    ));
    assert_eq!(dump.project(), "Peers");
    let said = [
        ("I felt 😀 heard & seen. Then it stopped", "e.g. this", "mara"),
        ("How did it begin?", "people", "jo"),
        ("How did it begin?", "people > staff", "jo"),
        ("Talk", "people", ""),
    ];
    assert_eq!(codings(&dump), said.map(|(words, code, coder)| (words.to_owned(), code.to_owned(), coder)));
    assert_eq!(dump.codings[1].at, Some(1_767_438_733_000));
    assert_eq!(
        listed(&dump),
        [
            "passages whose words are not those they are named by; look at them: May 0..4: Tale",
            "codings without a passage, left out: highlight 77, tag 1",
            "passages with neither code nor note, left out: May 80..83: one",
            "passages that lie outside their document, left out: May 4294967295..4294967295: far",
        ]
    );
    let two = format!("{TAGUETTE} INSERT INTO projects VALUES (2, 'Other', '', '');");
    let refused = read(&database(&two), Offsets::default());
    assert_eq!(refused.err(), Some(Unreadable::SeveralProjects { names: "Peers, Other".to_owned() }));
}

#[test]
fn segments_of_requal_are_counted_as_r_counts() {
    let tables = "
        CREATE TABLE projects (project_id INTEGER PRIMARY KEY, project_name TEXT, project_description TEXT);
        CREATE TABLE users (user_id INTEGER PRIMARY KEY, user_name TEXT);
        CREATE TABLE documents (doc_id INTEGER PRIMARY KEY, project_id INTEGER, doc_name TEXT, doc_description TEXT, doc_text TEXT);
        CREATE TABLE codes (project_id INTEGER, code_id INTEGER PRIMARY KEY, code_name TEXT, code_description TEXT, code_color TEXT);
        CREATE TABLE categories (project_id INTEGER, category_id INTEGER PRIMARY KEY, category_name TEXT, category_description TEXT);
        CREATE TABLE category_code_map (project_id INTEGER, category_id INTEGER, code_id INTEGER);
        CREATE TABLE cases (project_id INTEGER, case_id INTEGER PRIMARY KEY, case_name TEXT, case_description TEXT);
        CREATE TABLE case_document_map (project_id INTEGER, case_id INTEGER, doc_id INTEGER);
        CREATE TABLE segments (project_id INTEGER, user_id INTEGER, doc_id INTEGER, code_id INTEGER, segment_id INTEGER PRIMARY KEY,
            segment_start INTEGER, segment_end INTEGER, segment_text TEXT);
        CREATE TABLE memos (memo_id INTEGER PRIMARY KEY, text TEXT, user_id INTEGER);
        CREATE TABLE memos_segments_map (memo_id INTEGER, segment_id INTEGER);
        CREATE TABLE memos_codes_map (memo_id INTEGER, code_id INTEGER);
        INSERT INTO projects VALUES (1, 'Peers', '');
        INSERT INTO users VALUES (1, 'mk');
        INSERT INTO documents VALUES (1, 1, 'May', '', 'I was 😀 heard.' || char(13) || char(10) || 'It stopped.');
        INSERT INTO codes VALUES (1, 1, 'heard', 'being heard', '#fff'), (1, 2, 'end', '', '');
        INSERT INTO categories VALUES (1, 1, 'Course', ''), (1, 2, 'Other', '');
        INSERT INTO category_code_map VALUES (1, 1, 1), (1, 2, 1);
        INSERT INTO cases VALUES (1, 1, 'Ana', 'lively');
        INSERT INTO case_document_map VALUES (1, 1, 1);
        INSERT INTO memos VALUES (1, 'why', 1), (2, 'what', 1), (3, 'free', 1);
        INSERT INTO memos_segments_map VALUES (1, 2);
        INSERT INTO memos_codes_map VALUES (2, 1);";
    // From 1 with the last counted in, from 0 with the last counted in, from 0.
    for (start, end) in [(1, 0), (0, -1), (0, 0)] {
        let segments = [(8, 13, "heard", 1), (19, 26, "stopped", 2)].map(|(from, to, words, code)| {
            let (from, to) = (from + start, to + end);
            format!("INSERT INTO segments VALUES (1, 1, 1, {code}, {code}, {from}, {to}, '{words}');")
        });
        let dump = understood(&format!("{tables}{}", segments.concat()));
        let said = [("heard", "Course > heard", "mk"), ("stopped", "end", "mk")];
        assert_eq!(codings(&dump), said.map(|(words, code, coder)| (words.to_owned(), code.to_owned(), coder)));
        let memos: Vec<(&str, Option<u32>)> =
            dump.memos.iter().map(|memo| (memo.text.as_str(), memo.on.start)).collect();
        assert_eq!(memos, [("what", None), ("free", None), ("lively", None), ("why", Some(18))]);
        assert_eq!(dump.speakers[0].label, "Ana");
        assert!(
            listed(&dump).contains(&"codes in several categories, now under the first: heard: not in Other".to_owned())
        );
    }
}

#[test]
fn a_folder_of_qc_has_its_lines_coded() {
    let base = database(
        "CREATE TABLE document_index (id INTEGER PRIMARY KEY, name VARCHAR, document_id VARCHAR);
        CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INTEGER, end_line INTEGER, document_index_id INTEGER);
        CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INTEGER, coder_id VARCHAR, code_id VARCHAR);
        CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
        INSERT INTO document_index VALUES (1, 'paragraphs', 'year/talk.txt');
        INSERT INTO location VALUES (1, 0, 9, 1);
        INSERT INTO coded_line VALUES (1, 2, 'mk', 'heard'), (2, 2, 'ao', 'new'), (3, 40, 'mk', 'heard'), (4, 1, 'mk', 'lost');
        INSERT INTO coded_line_location_association VALUES (1, 1), (2, 1), (3, 1);",
    );
    let files: Vec<(String, Vec<u8>)> = [
        ("settings.yaml", "qc_version: 1.7.8\ncorpus_dir: corpus\ndatabase: 'my.sqlite3'\n".into()),
        ("my.sqlite3", base),
        ("codebook.yaml", "- feeling:\n  - heard\n- end:\n  - heard\n".into()),
        ("corpus/year/talk.txt", "INT: How?\r\n\r\nAna: I felt heard.\r\n".into()),
        ("memos/2026-01-02_mk.md", "It began.".into()),
    ]
    .map(|(name, bytes): (&str, Vec<u8>)| (name.to_owned(), bytes))
    .into();
    let folder = Folder::all().iter().find(|folder| folder.sign == "settings.yaml").unwrap();
    let dump = folder.read(&files, How::default()).unwrap();
    let said = [("Ana: I felt heard.", "feeling > heard", "mk"), ("Ana: I felt heard.", "new", "ao")];
    assert_eq!(codings(&dump), said.map(|(words, code, coder)| (words.to_owned(), code.to_owned(), coder)));
    assert_eq!((dump.memos[0].text.as_str(), dump.memos[0].coder.as_str()), ("It began.", "mk"));
    assert_eq!(
        listed(&dump),
        [
            "codes that are not in the codebook: new",
            "codings without a passage, left out: coded line 4: lost",
            "passages that lie outside their document, left out: year/talk -1..-1: unnamed",
        ]
    );
    let missing = folder.read(&files[..1], How::default()).err();
    assert!(matches!(missing, Some(Unreadable::BrokenProject { what }) if what == "there is no my.sqlite3 in it"));
}

#[test]
fn a_folder_that_qualcoder_has_open_is_not_read() {
    let folder = Folder::all().iter().find(|folder| folder.sign == "data.qda").unwrap();
    let mut files = vec![("data.qda".to_owned(), database(QUALCODER)), ("data.qda-wal".to_owned(), b"x".to_vec())];
    assert_eq!(folder.read(&files, How::default()).err(), Some(Unreadable::StillOpen));
    files[1].1.clear();
    // A study with a memo and nothing else is none.
    assert_eq!(folder.read(&files, How::default()).err(), Some(Unreadable::NothingUnderstood));
}

#[test]
fn what_is_no_such_database_is_refused_in_words() {
    let refused = |bytes: &[u8]| read(bytes, Offsets::default()).err().unwrap();
    assert_eq!(refused(b""), Unreadable::Empty);
    assert_eq!(refused(b"SQLite"), Unreadable::NotWhatItSays { ending: "sqlite3" });
    assert_eq!(refused(&database("CREATE TABLE books (title TEXT);")), Unreadable::OtherDatabase);
    let whole = database(QUALCODER);
    for cut in [20, 100, 4_000, whole.len() / 2, whole.len() - 1] {
        let refusal = refused(&whole[..cut]).to_string();
        assert!(refusal.contains("it is no whole database") || refusal.contains("nothing"), "{cut}: {refusal}");
    }
}

#[test]
fn what_is_built_to_do_harm_is_refused() {
    // A view that never ends takes the place of a table; it is no table.
    let endless = "CREATE VIEW source (id, name, fulltext) AS
        WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more) SELECT n, 'x', 'x' FROM more;
        CREATE TABLE code_text (cid, fid, pos0, pos1);";
    assert_eq!(read(&database(endless), Offsets::default()).err(), Some(Unreadable::OtherDatabase));
    // Computed columns are as good as functions: they are not read.
    let computed = "CREATE TABLE source (id, name, n, fulltext GENERATED ALWAYS AS (hex(zeroblob(n))) VIRTUAL);
        CREATE TABLE code_text (cid, fid, pos0, pos1);
        INSERT INTO source VALUES (1, 'x', 5);";
    assert_eq!(read(&database(computed), Offsets::default()).err(), Some(Unreadable::OtherDatabase));
    // What is damaged inside is found, or read without harm.
    let mut bytes =
        database(&format!("{QUALCODER} INSERT INTO source VALUES (1, 'May', 'I was heard.', NULL, '', '', '', 0, 0);"));
    for place in (0..bytes.len()).step_by(37) {
        let was = std::mem::replace(&mut bytes[place], 0xff);
        drop(read(&bytes, Offsets::default()));
        bytes[place] = was;
    }
}
