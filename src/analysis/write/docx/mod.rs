//! Tables and pages as Word documents, in styles that a journal or a colleague can change.

mod styles;

use crate::analysis::{Block, Kind, Page, Table};
use crate::paper::{LINKS, Part, Tracking, WORDS, word_file};
use crate::text::visible_lines;

use super::layout::{GAP, Laid, Layout, Panel, STEP};
use super::xml::Xml;
use super::{said_beneath, shown};

/// A character in the type of a table, a twentieth of a point each.
const CHARACTER: usize = 112;
/// A page of A4 inside its margins, in the same unit, upright and on its side.
const UPRIGHT: usize = 9026;
const SIDEWAYS: usize = 13_958;

/// The table with three rules, its title above it and what must be read with it beneath.
pub(super) fn table(table: &Table) -> Vec<u8> {
    let layout = Layout::of(table);
    let page = if layout.fits(UPRIGHT / CHARACTER - GAP) { UPRIGHT } else { SIDEWAYS };
    document(&table.title, page, |xml| {
        let panels = layout.panels(page / CHARACTER - GAP);
        for (order, panel) in panels.iter().enumerate() {
            let goes_on = if order > 0 { " (continued)" } else { "" };
            paragraph(xml, "Caption", |xml| run(xml, &format!("{}{goes_on}", shown(&table.title))));
            grid(xml, table, &layout, panel);
            if order + 1 < panels.len() {
                paragraph(xml, "Note", |_| {});
            }
        }
        for (order, line) in said_beneath(table).iter().enumerate() {
            paragraph(xml, "Note", |xml| {
                if order == 0 {
                    styled(xml, "Emphasis", "Note. ");
                }
                run(xml, line);
            });
        }
        if table.notes.is_empty() && table.settings.is_empty() {
            // Word wants a paragraph behind a table.
            paragraph(xml, "Note", |_| {});
        }
    })
}

fn grid(xml: &mut Xml, table: &Table, layout: &Layout, panel: &Panel) {
    let twips: Vec<String> = panel.widths.iter().map(|wide| ((wide + GAP) * CHARACTER).to_string()).collect();
    let total = panel.widths.iter().map(|wide| (wide + GAP) * CHARACTER).sum::<usize>().to_string();
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", "ReportTable")]);
            xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            xml.empty("w:tblLook", &[("w:val", "0620"), ("w:firstRow", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")]);
            xml.empty("w:tblCaption", &[("w:val", &shown(&table.title))]);
        });
        xml.within("w:tblGrid", &[], |xml| {
            twips.iter().for_each(|wide| xml.empty("w:gridCol", &[("w:w", wide)]));
        });
        // The first row comes back at the top of every page.
        line(xml, &["w:cantSplit", "w:tblHeader"], |xml| {
            for (&column, wide) in panel.columns.iter().zip(&twips) {
                let said = &table.columns[column];
                let style = if said.kind == Kind::Numbers { "TableHeadNumber" } else { "TableHead" };
                cell(xml, wide, style, &Laid { words: shown(&said.title), depth: 0 });
            }
        });
        for row in 0..table.rows.len() {
            line(xml, &["w:cantSplit"], |xml| {
                for (&column, wide) in panel.columns.iter().zip(&twips) {
                    let is_number = table.columns[column].kind == Kind::Numbers;
                    let style = if is_number { "TableNumber" } else { "TableWords" };
                    cell(xml, wide, style, &layout.cell(row, column));
                }
            });
        }
    });
}

fn line(xml: &mut Xml, settings: &[&str], cells: impl FnOnce(&mut Xml)) {
    xml.within("w:tr", &[], |xml| {
        xml.within("w:trPr", &[], |xml| settings.iter().for_each(|setting| xml.empty(setting, &[])));
        cells(xml);
    });
}

fn cell(xml: &mut Xml, wide: &str, style: &str, laid: &Laid) {
    xml.within("w:tc", &[], |xml| {
        xml.within("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", wide), ("w:type", "dxa")]));
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", style)]);
                if laid.depth > 0 {
                    xml.empty("w:ind", &[("w:left", &(laid.depth * STEP * CHARACTER).to_string())]);
                }
            });
            run(xml, &laid.words);
        });
    });
}

/// The page, with headings that a table of contents can be made of.
pub(super) fn page(page: &Page) -> Vec<u8> {
    document(&page.title, UPRIGHT, |xml| {
        paragraph(xml, "Title", |xml| run(xml, &shown(&page.title)));
        for block in &page.blocks {
            match block {
                Block::Heading { depth, words } => {
                    paragraph(xml, &format!("Heading{}", depth.saturating_add(1).min(9)), |xml| {
                        run(xml, &shown(words))
                    });
                }
                Block::Paragraph(words) => paragraph(xml, "BodyText", |xml| run(xml, &visible_lines(words))),
                Block::Entry { name, words } => paragraph(xml, "BodyText", |xml| {
                    styled(xml, "Strong", &format!("{}: ", shown(name)));
                    run(xml, &visible_lines(words));
                }),
                Block::Quote { words, source } => {
                    paragraph(xml, "Quote", |xml| run(xml, &visible_lines(words)));
                    paragraph(xml, "QuoteSource", |xml| run(xml, &format!("– {}", shown(source))));
                }
                Block::Note(words) => paragraph(xml, "Note", |xml| run(xml, &shown(words))),
            }
        }
    })
}

fn paragraph(xml: &mut Xml, style: &str, runs: impl FnOnce(&mut Xml)) {
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", style)]));
        runs(xml);
    });
}

fn styled(xml: &mut Xml, style: &str, words: &str) {
    xml.within("w:r", &[], |xml| {
        xml.within("w:rPr", &[], |xml| xml.empty("w:rStyle", &[("w:val", style)]));
        said(xml, words);
    });
}

/// Words with nothing hidden in them; lines and tabs are elements of their own.
fn run(xml: &mut Xml, words: &str) {
    if !words.is_empty() {
        xml.within("w:r", &[], |xml| said(xml, words));
    }
}

fn said(xml: &mut Xml, words: &str) {
    for (order, line) in words.split('\n').enumerate() {
        if order > 0 {
            xml.empty("w:br", &[]);
        }
        for (order, part) in line.split('\t').enumerate() {
            if order > 0 {
                xml.empty("w:tab", &[]);
            }
            if !part.is_empty() {
                xml.within("w:t", &[("xml:space", "preserve")], |xml| xml.words(part));
            }
        }
    }
}

/// A whole document, on a page that leaves so much room across.
fn document(title: &str, room: usize, body: impl FnOnce(&mut Xml)) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.within("w:document", &[("xmlns:w", WORDS), ("xmlns:r", LINKS)], |xml| {
        xml.within("w:body", &[], |xml| {
            body(xml);
            xml.within("w:sectPr", &[], |xml| {
                xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
                if room == SIDEWAYS {
                    xml.empty("w:pgSz", &[("w:w", "16838"), ("w:h", "11906"), ("w:orient", "landscape")]);
                } else {
                    xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
                }
                let sides = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1440"));
                xml.empty(
                    "w:pgMar",
                    &[&sides[..], &[("w:header", "708"), ("w:footer", "708"), ("w:gutter", "0")]].concat(),
                );
            });
        });
    });
    let parts = vec![(Part::Core, core(title)), (Part::Document, xml.into_bytes()), (Part::Styles, styles::styles())];
    let packed = word_file(Tracking::Off, parts);
    debug_assert!(packed.is_ok(), "writing to memory does not fail");
    packed.unwrap_or_default()
}

/// What the document says of itself, as of the first day that an archive can name: there is no clock here.
fn core(title: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.within("cp:coreProperties", &names, |xml| {
        xml.within("dc:title", &[], |xml| xml.words(&shown(title)));
        xml.within("dc:creator", &[], |xml| xml.words("emic"));
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.within(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.words("1980-01-01T00:00:00Z"));
        }
    });
    xml.into_bytes()
}
