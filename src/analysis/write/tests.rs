//! What somebody said or named, in forms that other programs open.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::analysis::{Block, Cell, Column, Kind, Value};

/// A table of codes with a share; the words of a name are the path of a code.
fn table(codes: &[&str], shares: &[Value]) -> Table {
    let column = |key: &str, title: &str, kind| Column { key: key.into(), title: title.into(), kind };
    let row = |(code, share): (&&str, &Value)| {
        let path = code.split(" > ").map(str::to_string).collect();
        vec![Cell::from(Value::Path(path)), Cell::from(share.clone())]
    };
    Table {
        report: "category",
        title: "Codes & <counts>".into(),
        settings: vec![("layer", "settled".into())],
        columns: vec![column("code", "Code", Kind::Words), column("share", "% of people", Kind::Numbers)],
        rows: codes.iter().zip(shares.iter().cycle()).map(row).collect(),
        notes: vec!["all coders".into()],
    }
}

fn named(code: &str) -> Table {
    table(&[code], &[Value::Count(2)])
}

fn said(words: &str) -> Page {
    let mut page = Page::new("Memos");
    page.heading(0, "1 Role");
    page.entry("definition", words);
    page.blocks.push(Block::Quote { words: words.into(), source: "FG1 7".into() });
    page.note("all coders");
    page
}

fn table_in(form: &str, table: &Table) -> Vec<u8> {
    Format::<Table>::of(form).unwrap().bytes(table, None)
}

fn page_in(form: &str, page: &Page) -> Vec<u8> {
    Format::<Page>::of(form).unwrap().bytes(page, None)
}

fn words(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut xml = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    xml
}

/// Every part of an archive is whole XML without characters that XML may not hold.
fn opens(bytes: &[u8]) {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert!(archive.len() > 4);
    for at in 0..archive.len() {
        let mut xml = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut xml).unwrap();
        let stray = |character: char| character < ' ' && !matches!(character, '\n' | '\t' | '\r');
        assert!(!xml.contains(stray) && !xml.contains(['\u{fffe}', '\u{ffff}']), "{xml}");
        let mut reader = Reader::from_str(&xml);
        reader.config_mut().check_end_names = true;
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
}

#[test]
fn nothing_somebody_says_is_a_tag_a_command_or_a_formula() {
    let html = words(table_in("html", &named("<script>alert(1)</script> & \"more\"")));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;") && !html.contains("<script"));
    let latex = words(table_in("latex", &named("\\input{x} 50% of #1 & $a_b^c~ [x] -- `")));
    assert!(
        latex.contains(
            "\\textbackslash{}input\\{x\\} 50\\% of \\#1 \\& \\$a\\_b\\textasciicircum{}c\\textasciitilde{} {[}x{]} \
             -{}- \\textasciigrave{} & 2 \\\\"
        ),
        "{latex}"
    );
    let docx = part(&table_in("docx", &named("<w:p>&")), "word/document.xml");
    assert!(docx.contains("&lt;w:p&gt;&amp;"), "{docx}");
    for formula in ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)"] {
        let book = table_in("xlsx", &named(formula));
        let sheet = part(&book, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>"), "{sheet}");
        assert!(part(&book, "xl/styles.xml").contains("quotePrefix=\"1\""), "it stays words when it is opened again");
    }
}

#[test]
fn what_is_hidden_in_words_is_seen_in_every_form() {
    let hostile = "a\u{202e}b\u{1b}[31m\0\u{ffff}c";
    for format in TABLE_FORMATS {
        let bytes = format.bytes(&named(hostile), None);
        let seen = match format.name {
            "docx" => part(&bytes, "word/document.xml"),
            "xlsx" => part(&bytes, "xl/sharedStrings.xml"),
            _ => words(bytes),
        };
        assert!(seen.replace("{[}", "[").replace("\\[", "[").contains("a¤b␛[31m␀¤c"), "{}: {seen}", format.name);
    }
    for format in PAGE_FORMATS {
        let bytes = format.bytes(&said(hostile), None);
        let seen = if format.name == "docx" { part(&bytes, "word/document.xml") } else { words(bytes) };
        assert!(seen.replace("{[}", "[").replace("\\[", "[").contains("a¤b␛[31m␀¤c"), "{}: {seen}", format.name);
    }
}

#[test]
fn codes_stand_in_by_their_depth_where_their_parents_stand_above() {
    let tree = ["Barriers", "Barriers > Boundaries", "Training"];
    let html = words(table_in("html", &table(&tree, &[Value::Count(1)])));
    assert!(html.contains("<th scope=\"row\" style=\"padding-left: 1.5em\">Boundaries</th>"), "{html}");
    assert!(words(table_in("latex", &table(&tree, &[Value::Count(1)]))).contains("\\hspace*{1em}Boundaries & 1"));
    let docx = part(&table_in("docx", &table(&tree, &[Value::Count(1)])), "word/document.xml");
    assert!(docx.contains("<w:ind w:left=\"224\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Boundaries<"), "{docx}");
    let book = table_in("xlsx", &table(&tree, &[Value::Count(1)]));
    assert!(part(&book, "xl/sharedStrings.xml").contains(">Barriers &gt; Boundaries<"), "whoever sorts needs the path");
    let alone = words(table_in("html", &table(&["Training", "Barriers > Boundaries"], &[Value::Count(1)])));
    assert!(alone.contains("<th scope=\"row\">Barriers &gt; Boundaries</th>"), "{alone}");
}

#[test]
fn a_spreadsheet_reckons_with_numbers_and_with_nothing_that_is_none() {
    let values = [Value::Count(7), Value::Share(0.125), Value::Figure(-0.5), Value::Rate(2.5), Value::Undefined];
    let book = table_in("xlsx", &table(&["a", "b", "c", "d", "e"], &values));
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    for number in ["<v>7</v>", "<v>0.125</v>", "<v>-0.5</v>", "<v>2.5</v>"] {
        assert!(sheet.contains(number), "{number}: {sheet}");
    }
    assert!(sheet.contains("<pane xSplit=\"1\" ySplit=\"1\"") && !sheet.contains("NaN"), "{sheet}");
    let styles = part(&book, "xl/styles.xml");
    assert!(
        ["0.0 %", "0.000", "0.00"]
            .iter()
            .all(|shape| styles.contains(shape) || *shape == "0.00" && styles.contains("numFmtId=\"2\"")),
        "{styles}"
    );
    assert!(part(&book, "xl/sharedStrings.xml").contains(">–<"), "no number is no zero");
    assert!(part(&book, "xl/worksheets/sheet2.xml").contains("<row"), "settings and notes");
}

#[test]
fn a_cell_too_long_for_a_spreadsheet_is_cut_and_said_to_be() {
    let book = table_in("xlsx", &named(&"😀".repeat(20_000)));
    let strings = part(&book, "xl/sharedStrings.xml");
    assert!(
        strings.contains("😀…<") && strings.contains("cells have no room for all of their words: 1; csv has them all")
    );
}

#[test]
fn a_word_document_has_styles_a_journal_can_change() {
    let docx = part(&table_in("docx", &table(&["a"], &[Value::Undefined])), "word/document.xml");
    for sign in [
        "\"Caption\"",
        "<w:tblHeader/>",
        "\"ReportTable\"",
        "\"TableNumber\"/></w:pPr><w:r><w:t xml:space=\"preserve\">–<",
        "\"Note\"",
    ] {
        assert!(docx.contains(sign), "{sign}: {docx}");
    }
    let page = part(&page_in("docx", &said("I am\nstaff")), "word/document.xml");
    for sign in ["\"Title\"", "\"Heading1\"", "\"Quote\"", "\"Strong\"", "I am</w:t><w:br/>"] {
        assert!(page.contains(sign), "{sign}: {page}");
    }
}

#[test]
fn a_wide_table_is_set_in_panels_that_each_say_what_a_row_is() {
    let mut wide = named("a code");
    for order in 0..40 {
        wide.column(format!("c{order}"), format!("Respondent {order}"), Kind::Numbers);
        wide.rows[0].push(Cell::from(order));
    }
    let docx = part(&table_in("docx", &wide), "word/document.xml");
    let panels = docx.matches("<w:tbl>").count();
    assert!(panels > 1 && docx.matches(">a code<").count() == panels, "{panels}");
    assert_eq!(docx.matches(" (continued)<").count(), panels - 1);
    assert!((0..40).all(|order| docx.matches(&format!(">Respondent {order}<")).count() == 1));
    let latex = words(table_in("latex", &wide));
    assert_eq!(latex.matches("\\begin{table}").count(), latex.matches("a code & ").count());
}

#[test]
fn a_long_table_goes_on_over_pages() {
    let codes: Vec<String> = (0..50).map(|order| format!("code {order}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let latex = words(table_in("latex", &table(&codes, &[Value::Count(1)])));
    assert!(latex.contains("\\begin{longtable}{@{}lr@{}}") && latex.contains("\\endhead"), "{latex}");
    assert!(latex.contains("{\\footnotesize\\raggedright\n\\emph{Note.} layer: settled\\par\nall coders\\par\n}"));
}

#[test]
fn a_table_without_rows_or_columns_is_written_too() {
    for format in TABLE_FORMATS {
        format.bytes(&table(&[], &[]), None);
        format.bytes(&Table::default(), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_said_opens_again_and_is_written_alike_twice(
        title in any::<String>(),
        codes in proptest::collection::vec(any::<String>(), 0..5),
        note in "[\u{0}-\u{ff}\u{200b}-\u{202f}\u{fff0}-\u{ffff}_x0-9<&>]{0,20}",
    ) {
        let paths: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut table = table(&paths, &[Value::Share(0.5), Value::Undefined]);
        table.title = title.clone();
        table.notes.push(note.clone());
        for form in ["docx", "xlsx"] {
            let bytes = table_in(form, &table);
            opens(&bytes);
            prop_assert!(bytes == table_in(form, &table), "{}", form);
        }
        let mut page = said(&note);
        page.title = title;
        codes.iter().for_each(|words| page.paragraph(words));
        let bytes = page_in("docx", &page);
        opens(&bytes);
        prop_assert!(bytes == page_in("docx", &page));
    }
}
