use super::*;

/// A study of `Ana`, who has a site, `Ben`, and a label `P1` in `FG1` that nobody has named.
fn study() -> Fold {
    let mut number = 0;
    let mut id = || {
        number += 1;
        LogId::from_random(7).thing(number).unwrap()
    };
    let (ana, ben, site) = (CaseId(id()), CaseId(id()), AttributeId(id()));
    let speakers = ["P1"].map(|label| Speaker { label: label.to_string(), ..Speaker::default() }).to_vec();
    let edits = vec![
        Edit::AddCase { case: ana, name: "Ana".to_string() },
        Edit::AddCase { case: ben, name: "Ben".to_string() },
        Edit::AddAttribute {
            attribute: site,
            name: "Site".to_string(),
            on: Bearer::Case,
            values: ValueType::Ordered(vec!["North".to_string(), "South".to_string()]),
        },
        Edit::SetAttribute {
            attribute: site,
            subject: Subject::Case(ana),
            phase: None,
            value: Some("North".to_string()),
        },
        Edit::AddDocument {
            document: DocumentId(id()),
            title: "FG1".to_string(),
            kind: DocumentKind::FocusGroup,
            text: TextKey::default(),
            salt: TextKey::default(),
            characters: 0,
            words: 0,
            speakers,
            turns: Vec::new().into(),
            lines: Vec::new().into(),
            times: Vec::new().into(),
            rank: 1,
        },
    ];
    let mut fold = Fold::new("study");
    apply(&mut fold, edits);
    fold
}

fn apply(fold: &mut Fold, edits: Vec<Edit>) {
    for edit in edits {
        fold.project().check(&edit).unwrap();
        let id = OpId(LogId::from_random(9).thing(fold.done().len() as u32 + 1).unwrap());
        let (tick, gesture) = (fold.next_tick(), Gesture { first: id, size: 1 });
        let by = CoderId(id.0);
        fold.insert(Op { id, tick, by, at: 0, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() });
    }
}

fn planned(fold: &Fold, sheet: &str) -> Values {
    let mut number = 100 * fold.done().len() as u32;
    let mut ids = || {
        number += 1;
        LogId::from_random(8).thing(number).unwrap()
    };
    plan_values(fold.project(), sheet, &mut ids).unwrap()
}

/// Every value as `person attribute[@phase]=value`.
fn values(fold: &Fold) -> Vec<String> {
    let project = fold.project();
    let of = |(case, named): (CaseId, &Case)| {
        let name = named.name.clone();
        let say = move |(id, phase, value): (AttributeId, Option<&str>, &str)| {
            let attribute = project.attributes().find(|(other, _)| *other == id).unwrap().1;
            let phase = phase.map_or_else(String::new, |phase| format!("@{phase}"));
            format!("{name} {}{phase}={value}", attribute.name)
        };
        project.values_of(Subject::Case(case)).map(say).collect::<Vec<_>>()
    };
    project.cases().flat_map(of).collect()
}

#[test]
fn a_sheet_sets_what_differs_and_adds_what_is_not_there() {
    let mut fold = study();
    let sheet = "id\tname\tsite\tage\tPeer\n17\tana\tnorth\t31\tY\n18\tBen\tSOUTH\tna\tN\n19\tCleo\t\t40\tn\n";
    let plan = planned(&fold, sheet);
    assert_eq!((plan.set, plan.subjects, plan.faults.len()), (9, 3, 0), "{plan:?}");
    assert_eq!(plan.attributes, ["id (number)", "age (number)", "Peer (yes-no)"]);
    assert_eq!(plan.people, ["Cleo"]);
    apply(&mut fold, plan.edits);
    let given = values(&fold);
    assert!(given.contains(&"Ben Site=South".to_string()) && given.contains(&"Cleo Peer=no".to_string()));
    assert_eq!(planned(&fold, sheet).edits, [], "a second time changes nothing");
}

#[test]
fn what_does_not_fit_is_named_with_its_line() {
    let plan = planned(&study(), "person,site\nAna,West\n\"\",North\n\nBen,south\n");
    let said: Vec<String> = plan.faults.iter().map(|fault| format!("{} {}", fault.line, fault.what)).collect();
    assert_eq!(said, ["2 \"West\": Site takes one of North, South", "3 nobody is named here"]);
    assert_eq!(plan.set, 1);
}

#[test]
fn values_hold_for_a_phase_where_the_heading_or_the_row_says_so() {
    let mut fold = study();
    let plan = planned(&fold, "person;distress@phase 1;distress@phase 2\nBen;3;5\n");
    assert_eq!(plan.attributes, ["distress (number)"]);
    apply(&mut fold, plan.edits);
    let plan = planned(&fold, "person,phase,mood\nBen,phase 1,low\n");
    apply(&mut fold, plan.edits);
    let given = ["Ana Site=North", "Ben distress@phase 1=3", "Ben distress@phase 2=5", "Ben mood@phase 1=low"];
    assert_eq!(values(&fold), given);
}

#[test]
fn a_label_is_a_person_as_soon_as_something_is_known_of_it() {
    let mut fold = study();
    let plan = planned(&fold, "speaker,age\nP1,50\np1,51\n");
    assert_eq!((plan.people.len(), plan.faults.len()), (0, 0));
    apply(&mut fold, plan.edits);
    assert_eq!(values(&fold), ["Ana Site=North", "P1 (FG1) age=51"]);
}

#[test]
fn documents_have_values_too_and_no_rows_are_said() {
    let plan = planned(&study(), "document,phase\nfg1,phase 1\nFG9,phase 2\n");
    assert_eq!((plan.set, plan.faults[0].line), (1, 3));
    assert_eq!(
        plan_values(&Project::new("study"), "one line", &mut || LogId::from_random(1).thing(1).unwrap()),
        Err(NOTHING.to_string())
    );
}

#[test]
fn two_who_are_one_keep_what_both_had() {
    let mut fold = study();
    let plan = planned(&fold, "person,site,age\nBen,south,40\n");
    apply(&mut fold, plan.edits);
    let cases: Vec<CaseId> = fold.project().cases().map(|(id, _)| id).collect();
    let (edits, differ) = handed_over(fold.project(), cases[1], cases[0]);
    assert_eq!(differ, ["Site"]);
    apply(&mut fold, edits);
    assert!(values(&fold).contains(&"Ana age=40".to_string()));
}
