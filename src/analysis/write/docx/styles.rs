//! The styles of a Word document: each paragraph has one, and nothing is set beside them.

use crate::analysis::write::xml::Xml;

use crate::paper::WORDS;

/// A style of paragraphs.
struct Paragraph {
    /// What paragraphs call it.
    id: &'static str,
    /// What Word shows; its own names where it has one.
    name: &'static str,
    /// What it is a kind of.
    of: &'static str,
    /// How its paragraphs stand.
    stands: &'static [Setting],
    /// How its letters look.
    looks: &'static [Setting],
}

/// An element with its attributes.
type Setting = (&'static str, &'static [(&'static str, &'static str)]);

/// In the order in which Word wants the elements of a paragraph and of its letters.
const PARAGRAPHS: &[Paragraph] = &[
    Paragraph {
        id: "BodyText",
        name: "Body Text",
        of: "Normal",
        stands: &[("w:spacing", &[("w:after", "80")])],
        looks: &[],
    },
    Paragraph {
        id: "Title",
        name: "Title",
        of: "Normal",
        stands: &[("w:keepNext", &[]), ("w:spacing", &[("w:after", "240")])],
        looks: &[("w:b", &[]), ("w:sz", &[("w:val", "36")])],
    },
    Paragraph {
        id: "Quote",
        name: "Quote",
        of: "Normal",
        stands: &[
            ("w:keepNext", &[]),
            ("w:spacing", &[("w:before", "120"), ("w:after", "0")]),
            ("w:ind", &[("w:left", "720"), ("w:right", "720")]),
        ],
        looks: &[],
    },
    Paragraph {
        id: "QuoteSource",
        name: "Quote Source",
        of: "Normal",
        stands: &[
            ("w:spacing", &[("w:after", "120")]),
            ("w:ind", &[("w:left", "720"), ("w:right", "720")]),
            ("w:jc", &[("w:val", "right")]),
        ],
        looks: &[("w:sz", &[("w:val", "20")])],
    },
    Paragraph {
        id: "Caption",
        name: "caption",
        of: "Normal",
        stands: &[("w:keepNext", &[]), ("w:spacing", &[("w:after", "120")])],
        looks: &[("w:i", &[])],
    },
    Paragraph {
        id: "TableWords",
        name: "Table Words",
        of: "Normal",
        stands: &[("w:spacing", &[("w:before", "40"), ("w:after", "40")]), ("w:jc", &[("w:val", "left")])],
        looks: &[("w:sz", &[("w:val", "20")])],
    },
    Paragraph {
        id: "TableNumber",
        name: "Table Number",
        of: "TableWords",
        stands: &[("w:jc", &[("w:val", "right")])],
        looks: &[],
    },
    Paragraph { id: "TableHead", name: "Table Head", of: "TableWords", stands: &[("w:keepNext", &[])], looks: &[] },
    Paragraph {
        id: "TableHeadNumber",
        name: "Table Head Number",
        of: "TableHead",
        stands: &[("w:jc", &[("w:val", "right")])],
        looks: &[],
    },
    Paragraph {
        id: "Note",
        name: "Note",
        of: "Normal",
        stands: &[("w:spacing", &[("w:before", "60"), ("w:after", "0")])],
        looks: &[("w:sz", &[("w:val", "18")])],
    },
    Paragraph { id: "Footer", name: "footer", of: "Normal", stands: &[("w:jc", &[("w:val", "right")])], looks: &[] },
];

/// Sizes of headings from the top down, in half points; those below are as small as the last.
const HEADINGS: [&str; 9] = ["30", "27", "25", "24", "23", "22", "22", "22", "22"];

/// The part of a Word document that says how everything looks.
pub(super) fn styles() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.within("w:styles", &[("xmlns:w", WORDS)], |xml| {
        xml.within("w:docDefaults", &[], |xml| {
            xml.within("w:rPrDefault", &[], |xml| {
                let font = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|script| (script, "Times New Roman"));
                letters(xml, &[("w:rFonts", &font), ("w:sz", &[("w:val", "22")]), ("w:szCs", &[("w:val", "22")])]);
            });
            xml.empty("w:pPrDefault", &[]);
        });
        xml.within("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")], |xml| {
            named(xml, "Normal");
        });
        PARAGRAPHS.iter().for_each(|style| style.write(xml));
        HEADINGS.iter().enumerate().for_each(|(depth, size)| heading(xml, depth, size));
        character(xml, "Strong", "w:b");
        character(xml, "Emphasis", "w:i");
        report_table(xml);
    });
    xml.into_bytes()
}

impl Paragraph {
    fn write(&self, xml: &mut Xml) {
        xml.within("w:style", &[("w:type", "paragraph"), ("w:styleId", self.id)], |xml| {
            named(xml, self.name);
            xml.empty("w:basedOn", &[("w:val", self.of)]);
            xml.empty("w:qFormat", &[]);
            xml.within("w:pPr", &[], |xml| self.stands.iter().for_each(|(name, values)| xml.empty(name, values)));
            letters(xml, self.looks);
        });
    }
}

fn heading(xml: &mut Xml, depth: usize, size: &str) {
    let (id, name) = (format!("Heading{}", depth + 1), format!("heading {}", depth + 1));
    xml.within("w:style", &[("w:type", "paragraph"), ("w:styleId", &id)], |xml| {
        named(xml, &name);
        xml.empty("w:basedOn", &[("w:val", "Normal")]);
        xml.empty("w:next", &[("w:val", "BodyText")]);
        xml.empty("w:qFormat", &[]);
        xml.within("w:pPr", &[], |xml| {
            xml.empty("w:keepNext", &[]);
            xml.empty("w:keepLines", &[]);
            xml.empty("w:spacing", &[("w:before", "200"), ("w:after", "60")]);
            xml.empty("w:outlineLvl", &[("w:val", &depth.to_string())]);
        });
        letters(xml, &[("w:b", &[]), ("w:sz", &[("w:val", size)])]);
    });
}

fn character(xml: &mut Xml, name: &str, look: &str) {
    xml.within("w:style", &[("w:type", "character"), ("w:styleId", name)], |xml| {
        named(xml, name);
        xml.empty("w:qFormat", &[]);
        letters(xml, &[(look, &[])]);
    });
}

/// Three rules, as journals ask for: above the heading, below it, below the last row.
fn report_table(xml: &mut Xml) {
    let rule = |xml: &mut Xml, side: &str, size: &str| {
        xml.empty(side, &[("w:val", "single"), ("w:sz", size), ("w:space", "0"), ("w:color", "auto")]);
    };
    xml.within("w:style", &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", "ReportTable")], |xml| {
        named(xml, "Report Table");
        xml.empty("w:qFormat", &[]);
        xml.within("w:tblPr", &[], |xml| {
            xml.within("w:tblBorders", &[], |xml| {
                rule(xml, "w:top", "8");
                rule(xml, "w:bottom", "8");
            });
            xml.within("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    xml.empty(side, &[("w:w", "100"), ("w:type", "dxa")]);
                }
            });
        });
        xml.within("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
            xml.within("w:tcPr", &[], |xml| {
                xml.within("w:tcBorders", &[], |xml| rule(xml, "w:bottom", "4"));
                xml.empty("w:vAlign", &[("w:val", "bottom")]);
            });
        });
    });
}

fn named(xml: &mut Xml, name: &str) {
    xml.empty("w:name", &[("w:val", name)]);
}

fn letters(xml: &mut Xml, looks: &[(&str, &[(&str, &str)])]) {
    xml.within("w:rPr", &[], |xml| looks.iter().for_each(|(name, values)| xml.empty(name, values)));
}
