//! Every report on both sample studies, in every form.

use std::fmt::Write as _;

use emic::analysis::{Answer, PAGE_FORMATS, REPORTS, Report, TABLE_FORMATS};
use emic::desk::Desk;

use super::{copy, desk};

/// The study, the report, and its settings.
type Asked = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What a report is asked for, where it says little or nothing without settings.
const ASKED: &[Asked] = &[
    ("peer-work", "frequency", &[("by", "document")]),
    ("peer-work", "crosstab", &[("by", "gender")]),
    ("peer-work", "coverage", &[("by", "document"), ("of", "participants"), ("unit", "words")]),
    ("peer-work", "cooccurrence", &[("layer", "union"), ("near", "2 turns")]),
    ("peer-work", "agreement", &[("interval", "kappa")]),
    ("peer-work", "strip", &[("code", "Barriers"), ("count", "subtree")]),
    ("peer-work", "code", &[("code", "Barriers > Boundaries")]),
    ("peer-work", "quotations", &[("where", "code:Integrated")]),
    ("leaders", "code", &[("code", "Essential"), ("by", "site")]),
    ("leaders", "quotations", &[("where", "flag:discuss"), ("by", "site")]),
    ("leaders", "frequency", &[("by", "site"), ("count", "subtree")]),
    ("leaders", "crosstab", &[("by", "site,phase")]),
    ("leaders", "phases", &[("by", "site")]),
    ("leaders", "category", &[("count", "subtree"), ("where", "phase=2 -code:Setting")]),
    ("leaders", "cooccurrence", &[("near", "60 words")]),
    ("leaders", "saturation", &[("orders", "200")]),
    ("leaders", "strip", &[("code", "Setting"), ("count", "subtree")]),
];

fn answer(desk: &Desk, study: &str, report: &Report) -> Result<Answer, String> {
    let asked = ASKED.iter().find(|(one, name, _)| (*one, *name) == (study, report.name));
    let settings = asked.map_or(&[][..], |(_, _, settings)| settings);
    report.answer(desk.project(), None, desk.texts(), settings).map_err(|wrong| wrong.to_string())
}

/// An answer in every form: the form's name, and its bytes.
fn written(answer: &Answer) -> Vec<(&'static str, Vec<u8>)> {
    match answer {
        Answer::Table(table) => TABLE_FORMATS.iter().map(|form| (form.name, form.bytes(table, None))).collect(),
        Answer::Page(page) => PAGE_FORMATS.iter().map(|form| (form.name, form.bytes(page, None))).collect(),
    }
}

/// What a change of a report, or of a form, changes in the files that people have: the tables are there to be read,
/// of the other forms how long they are and what their bytes come to.
#[test]
fn every_report_on_both_studies_is_written_in_every_form_as_before() {
    let mut forms = String::from("Bytes and the beginning of their BLAKE3 hash.\n\n");
    for study in ["peer-work", "leaders"] {
        let (_above, folder) = copy(study);
        let desk = desk(&folder, "mara");
        let mut tables = String::new();
        for report in REPORTS {
            writeln!(tables, "== {}", report.name).unwrap();
            let answer = match answer(&desk, study, report) {
                Ok(answer) => answer,
                Err(wrong) => {
                    writeln!(tables, "{wrong}\n").unwrap();
                    continue;
                }
            };
            let (forms_of, again) = (written(&answer), written(&answer));
            // The first form is the one to be read.
            writeln!(tables, "{}", String::from_utf8_lossy(&forms_of[0].1)).unwrap();
            for ((form, bytes), (_, again)) in forms_of.iter().zip(&again) {
                assert_eq!(bytes, again, "{} as {form} is not the same twice", report.name);
                let hash = blake3::hash(bytes).to_hex();
                writeln!(forms, "{study:<10} {:<14} {form:<6} {:>7} {}", report.name, bytes.len(), &hash[..16])
                    .unwrap();
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
            insta::assert_snapshot!(format!("reports-of-{study}"), tables);
        });
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("reports-in-every-form", forms);
    });
}
