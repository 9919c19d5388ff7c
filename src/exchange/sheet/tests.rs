use super::*;
use crate::exchange::{Dump, Fate, How, Whole, read_whole};

fn study(file: &str, bytes: &[u8], how: How) -> Dump {
    match read_whole(file, bytes, how) {
        Ok(Whole::Study(dump)) => *dump,
        Ok(Whole::People(..)) => panic!("taken for people"),
        Err(error) => panic!("{error}"),
    }
}

fn read(sheet: &str) -> Dump {
    study("x.csv", sheet.as_bytes(), How::default())
}

/// Every code with what is said of it.
fn codes(dump: &Dump) -> Vec<String> {
    let code = |code: &crate::exchange::json::CodeRecord| {
        let said = [&code.definition, &code.include, &code.exclude, &code.example];
        let said: Vec<&str> = said.into_iter().map(String::as_str).filter(|said| !said.is_empty()).collect();
        format!("{}{}{}", code.path.join(" > "), if said.is_empty() { "" } else { ": " }, said.join(" | "))
    };
    dump.codes.iter().map(code).collect()
}

fn left_out(dump: &Dump) -> Vec<String> {
    let findings = dump.fidelity.findings().into_iter().filter(|finding| finding.fate != Fate::Understood);
    findings.map(|finding| format!("{}: {}", finding.what, finding.names.join("; "))).collect()
}

#[test]
fn the_heading_says_what_the_rows_are() {
    let of = |sheet: &str| Sheet::of(&rows_of(sheet).unwrap());
    assert_eq!(of("case,Age,gender,interest\nID1,20,f,science\n"), Sheet::People);
    assert_eq!(of("person;site\nAna;north\n"), Sheet::People);
    assert_eq!(of("document,date\nFG1,2024-01-02\n"), Sheet::People);
    assert_eq!(of("Code,Parent,Definition\nx,,y\n"), Sheet::Codebook);
    assert_eq!(of("tag,description,number of highlights\nx,y,3\n"), Sheet::Codebook);
    assert_eq!(of("Level 1\tLevel 2\nA\t\n\tB\n"), Sheet::Codebook);
    assert_eq!(of("Case,Age,freetext\nID4,24,I wanted to do some more studies\n"), Sheet::Survey);
    // A zip code is no code of a codebook.
    assert_eq!(of("name,code,age\nAna,12345,30\n"), Sheet::People);
}

#[test]
fn codebooks_come_in_however_they_say_what_stands_under_what() {
    let expected = ["Barriers: what hinders", "Barriers > Time: no time | at work | leisure | \"I never\"", "Help"];
    let by_parent = "Code,Parent,Definition,Include,Exclude,Example\nBarriers,,what hinders\n\
                     Time,Barriers,no time,at work,leisure,\"\"\"I never\"\"\"\nHelp,,\n";
    assert_eq!(codes(&read(by_parent)), expected);
    let by_path = "Path;Description;Inclusion criteria;When not to use;Quote\nBarriers;what hinders\n\
                   Barriers > Time;no time;at work;leisure;\"\"\"I never\"\"\"\nHelp;\n";
    assert_eq!(
        codes(&study("x.csv", by_path.as_bytes(), How { sheet: Some(Sheet::Codebook), ..How::default() })),
        expected
    );
    let by_level = "Level 1\tLevel 2\tDefinition\tInclude\tExclude\tExample\nBarriers\t\twhat hinders\n\
                    \tTime\tno time\tat work\tleisure\t\"\"\"I never\"\"\"\nHelp\n";
    assert_eq!(codes(&read(by_level)), expected);
    let by_id = "Id,Parent Id,Depth,Title,Description,Code\n";
    let by_id = format!("{by_id}1,,0,Barriers,what hinders,\n2,1,1,Time,,\n3,,0,Time,,\n");
    assert_eq!(
        codes(&read(&by_id.replace("Title", "x").replace("Code\n", "y\n").replace("x,", "Code,"))),
        ["Barriers: what hinders", "Barriers > Time", "Time"]
    );
    let nvivo = "Name,Hierarchical Name,Description,Files\nTime,Nodes\\\\Barriers\\Time,no time,3\n";
    assert_eq!(
        codes(&study("x.csv", nvivo.as_bytes(), How { sheet: Some(Sheet::Codebook), ..How::default() })),
        ["Barriers", "Barriers > Time: no time"]
    );
}

#[test]
fn what_is_no_part_of_a_codebook_is_listed() {
    let dump = read("tag,description,number of highlights\nx,first,3\n,nothing,\nx,second,1\n");
    assert_eq!(codes(&dump), ["x: first"]);
    assert_eq!(
        left_out(&dump),
        [
            "columns that no part of a codebook is, left out: number of highlights",
            "rows that name no code, left out: line 3",
            "codes that stand twice, the second left out: x"
        ]
    );
    assert!(dump.codes.iter().all(|code| code.given));
    // Two that stand under each other end somewhere.
    assert_eq!(codes(&read("code,parent\na,b\nb,a\n")), ["b", "b > a", "a", "a > b"]);
}

#[test]
fn a_survey_is_people_and_a_document_for_every_open_question() {
    let sheet = "Respondent ID,Age,Would you do it again?,What helped you?,\"Is there anything else about the first year in this work \
                 that you would like to tell us?\"\n\
                 7,24,yes,\"My supervisor, who listened.\nAnd peers: all of them.\",\n\
                 8,,no,N/A,Only that the pay has to be better than it is\n\
                 8,31,yes,Nothing helped me at all there,no\n";
    let dump = read(sheet);
    let people: Vec<String> = dump
        .cases
        .iter()
        .map(|case| {
            let values: Vec<&str> = case.attributes.0.iter().map(|value| value.value.as_str()).collect();
            format!("{}: {}", case.name, values.join(", "))
        })
        .collect();
    assert_eq!(people, ["7: 24, yes", "8: no", "8 (2): 31, yes"]);
    let kinds: Vec<(&str, &str)> = dump.attributes.iter().map(|it| (it.name.as_str(), it.values.as_str())).collect();
    assert_eq!(kinds, [("Age", "number"), ("Would you do it again?", "yes-no")]);
    assert_eq!(
        dump.documents[0].text,
        "7: My supervisor, who listened.\nAnd peers: all of them.\n\n8 (2): Nothing helped me at all there\n\n"
    );
    assert_eq!(dump.documents[0].title, "x: What helped you?");
    assert!(dump.documents[1].text.starts_with("Question: Is there anything else about"));
    assert!(dump.documents[1].title.ends_with('…'));
    for document in &dump.documents {
        for turn in &document.turns {
            let words: String =
                document.text.chars().collect::<Vec<_>>()[turn.start as usize..turn.end as usize].iter().collect();
            assert!(words.starts_with(&format!("{}: ", turn.speaker)) && words.trim_end() == words, "{words:?}");
        }
    }
    let speakers: Vec<String> =
        dump.speakers.iter().map(|it| format!("{} {} {}", it.label, it.role, it.case)).collect();
    assert_eq!(
        speakers,
        [
            "7 participant 7",
            "8 (2) participant 8 (2)",
            "8 participant 8",
            "8 (2) participant 8 (2)",
            "Question interviewer "
        ]
    );
    assert_eq!(left_out(&dump), ["people with the name of another, now numbered: 8 (2)"]);
}

#[test]
fn lists_and_guides_are_codebooks_where_it_is_said() {
    let how = How { sheet: Some(Sheet::Codebook), ..How::default() };
    let list = study("codes.txt", b"Barriers\n  Time: none of it\nHelp\n", how);
    assert_eq!(codes(&list), ["Barriers", "Barriers > Time: none of it", "Help"]);
    let refused = |file: &str, bytes: &[u8], how: How| read_whole(file, bytes, how).err().unwrap().to_string();
    assert!(refused("x.txt", b"Ana: hello", How { sheet: Some(Sheet::Survey), ..how }).contains("save it as .csv"));
    assert!(refused("x.csv", b"code\n", How::default()).contains("no codes here"));
    assert!(refused("x.csv", b"a,b\n", How { sheet: Some(Sheet::Survey), ..how }).contains("no rows here"));
    let wide = ",".repeat(20_000);
    assert!(refused("x.csv", wide.as_bytes(), How::default()).contains("more than 1,000 columns"));
}

#[cfg(feature = "sheets")]
mod workbooks {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn workbook() -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("empty").unwrap();
        let sheet = book.add_worksheet().set_name("people").unwrap();
        let row = ["person", "age", "share", "since", "at", "length", "online", "note"];
        for (column, name) in row.into_iter().enumerate() {
            sheet.write(0, column as u16, name).unwrap();
        }
        sheet.write(2, 0, "Ana").unwrap();
        sheet.write(2, 1, 24).unwrap();
        sheet.write(2, 2, 0.5).unwrap();
        let formats =
            ["yyyy-mm-dd", "dd/mm/yyyy hh:mm", "[hh]:mm:ss"].map(|format| Format::new().set_num_format(format));
        let day = ExcelDateTime::from_ymd(2024, 3, 5).unwrap();
        sheet.write_with_format(2, 3, &day, &formats[0]).unwrap();
        sheet.write_with_format(2, 4, day.and_hms(10, 30, 0).unwrap(), &formats[1]).unwrap();
        sheet.write_with_format(2, 5, ExcelDateTime::from_hms(1, 2, 3).unwrap(), &formats[2]).unwrap();
        sheet.write(2, 6, true).unwrap();
        sheet.write(2, 7, "two\tparts\nand \"lines\"").unwrap();
        book.add_worksheet().set_name("more").unwrap().write(0, 0, "x").unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn the_rows_of_the_first_sheet_with_any_are_read_as_they_show() {
        let (text, others) = sheet_text(&workbook()).unwrap();
        assert_eq!(others, ["the sheet \"more\""]);
        let rows = rows_of(&text).unwrap();
        let cells =
            ["Ana", "24", "0.5", "2024-03-05", "2024-03-05 10:30", "01:02:03", "yes", "two parts and \"lines\""];
        assert_eq!(rows[1], Row { line: 3, cells: cells.map(str::to_owned).into() });
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_workbook_that_is_none_or_built_to_do_harm_is_refused() {
        let refused = |bytes: &[u8]| sheet_text(bytes).err().map(|error| error.to_string()).unwrap_or_default();
        let whole = workbook();
        for cut in [30, whole.len() / 2, whole.len() - 30] {
            assert!(refused(&whole[..cut]).contains("damaged"), "{}", refused(&whole[..cut]));
        }
        let far = |cell: &str| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "a").unwrap();
            let mut packed = std::io::Cursor::new(book.save_to_buffer().unwrap());
            let mut archive = zip::ZipArchive::new(&mut packed).unwrap();
            let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for place in 0..archive.len() {
                let mut file = archive.by_index(place).unwrap();
                let mut words = String::new();
                std::io::Read::read_to_string(&mut file, &mut words).unwrap();
                let name = file.name().unwrap().into_owned();
                writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut writer, words.replace("r=\"A1\"", cell).as_bytes()).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        // Two corners of a sheet are far apart, and everything between them would have to be held.
        assert!(refused(&far("r=\"XFD1\"")).contains("more than 1,000 columns"), "{}", refused(&far("r=\"XFD1\"")));
        assert!(refused(&far("r=\"A1048576\"")).contains("1,000,000 cells"));
    }
}
