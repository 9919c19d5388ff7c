//! What is asked of excerpts in words.

use emic::analysis::*;
use emic::project::*;
use proptest::prelude::*;

use super::study::Study;
use super::{TALK, apply, focus_group};

/// Two groups: codes that overlap, a site for each person, a phase for each group.
fn study() -> Study {
    let mut study = Study::new("s");
    let first = focus_group(&mut study, "FG1", TALK);
    let second = focus_group(&mut study, "Follow-up one", "I: Again?\nP1: heard at last\nP3: no more to say");
    let barriers = study.code("Barriers", None);
    let money = study.code("Money", Some(barriers));
    let heard = study.code("being heard", None);
    apply(&mut study, heard, first, "I felt heard in there");
    apply(&mut study, heard, second, "heard at last");
    apply(&mut study, money, first, "felt heard");
    apply(&mut study, barriers, second, "no more to say");
    let site = study.attribute("site");
    let people: Vec<CaseId> = study.project().cases().map(|(id, _)| id).collect();
    for (case, value) in people.into_iter().zip(["North", "South", "North east"]) {
        study.value(site, case, value);
    }
    let phase = AttributeId(study.id());
    let values = ValueType::Ordered(vec!["1".into(), "2".into()]);
    study.make(Edit::AddAttribute { attribute: phase, name: "phase".into(), on: Bearer::Document, values });
    let (subject, value) = (Subject::Document(second), Some("2".to_string()));
    study.make(Edit::SetAttribute { attribute: phase, subject, phase: None, value });
    study
}

/// The words of the excerpts asked for, or why it cannot be asked.
fn found(study: &Study, text: &str) -> Result<Vec<String>, String> {
    let project = study.project();
    let asking = Asking::parse(project, text).map_err(|wrong| wrong.to_string())?;
    let words = |one: Excerpt| {
        let text = study.text(project.document(one.document).unwrap().text).unwrap();
        text.passage(one.span).to_string()
    };
    Ok(asking.excerpts(project, study, Layer::Settled).into_iter().map(words).collect())
}

#[test]
fn every_condition_narrows() {
    let study = study();
    let finds = |text: &str, words: &[&str]| assert_eq!(found(&study, text).unwrap(), words, "{text}");
    finds("", &["I felt heard in there", "felt heard", "heard at last", "no more to say"]);
    finds("own:barriers", &["no more to say"]);
    finds("code:barriers", &["felt heard", "no more to say"]);
    finds("code:barriers*", &["felt heard", "no more to say"]);
    finds("under:Barriers", &["felt heard", "no more to say"]);
    finds("code:\"Barriers > Money\"", &["felt heard"]);
    finds("code:barriers/money", &["felt heard"]);
    finds("code:\"being heard\" code:money", &["I felt heard in there"]);
    finds("code:being not:money", &["heard at last"]);
    finds("not:barriers", &["heard at last"]);
    finds("-own:barriers", &["I felt heard in there", "felt heard", "heard at last"]);
    finds("case:P3", &["no more to say"]);
    finds("spk:P1 in", &["I felt heard in there"]);
    finds("doc:FG1 coder:mk", &["I felt heard in there", "felt heard"]);
    finds("phase=", &["I felt heard in there", "felt heard"]);
    finds("site=North heard", &["I felt heard in there", "felt heard", "heard at last"]);
    finds("\"heard at\"", &["heard at last"]);
    finds("flag:key", &[]);
    finds("memo:yes", &[]);
    finds("memo:no doc:follow", &["heard at last", "no more to say"]);
}

#[test]
fn conditions_are_joined_turned_round_and_related() {
    let study = study();
    let finds = |text: &str, words: &[&str]| assert_eq!(found(&study, text).unwrap(), words, "{text}");
    let heard = ["I felt heard in there", "felt heard", "heard at last"];
    finds("code:being OR code:money", &heard);
    finds("(code:being OR code:money) doc:FG1", &heard[..2]);
    finds("code:being AND doc:FG1 OR doc:follow no", &["I felt heard in there", "no more to say"]);
    finds("NOT code:being", &["no more to say"]);
    finds("-code:being doc:FG1", &[]);
    finds("NOT (code:being OR doc:FG1)", &["no more to say"]);
    finds("NOT NOT heard", &heard);
    finds("-heard", &["no more to say"]);
    finds("-case:P3", &heard);
    finds("code:being -(memo:yes OR case:P3)", &[heard[0], heard[2]]);
    finds("/^(felt|no) .*/", &["felt heard", "no more to say"]);
    finds("-/felt/ doc:FG1", &[]);
    finds("/HEARD/", &[]);
    // The passages on the left are listed.
    finds("code:money within code:being", &["felt heard"]);
    finds("code:being within code:money", &[]);
    finds("code:being overlaps code:money", &["I felt heard in there"]);
    finds("(code:money OR own:barriers) overlaps code:being", &["felt heard"]);
    finds("code:being (code:money OR own:barriers)", &["I felt heard in there"]);
    finds("own:barriers near 1 turn code:being", &["no more to say"]);
    finds("own:barriers near 0 turns code:being", &[]);
    finds("code:money near 9 words code:being", &[]); // they overlap
    finds("own:barriers near 1 words code:being OR code:money", &["felt heard", "no more to say"]);
    finds("code:being doc:follow near 1 word (own:barriers case:P3)", &["heard at last"]);
    finds("own:barriers near 0 words code:being", &[]);
    // Where they do not join anything, signs are words.
    finds("no near more", &[]);
    finds("more to within", &[]);
    finds("\"OR\"", &[]);
}

#[test]
fn a_passage_that_is_not_coded_yet_is_asked_for_itself() {
    let mut study = Study::new("s");
    let talk = focus_group(&mut study, "FG1", TALK);
    let [one, other] = ["one", "other"].map(|name| study.code(name, None));
    apply(&mut study, one, talk, "felt");
    apply(&mut study, other, talk, "in there");
    // The two passages share a word; only what each touches itself holds of it.
    let found = |within: &str| {
        let rule = Rule::read(study.project(), "felt heard, heard in there", Extent::Match, within).unwrap();
        rule.passages(study.project(), &study).len()
    };
    assert_eq!(found(""), 2);
    assert_eq!((found("code:one"), found("code:one OR code:other")), (1, 2));
    assert_eq!(found("code:one (code:other OR case:P2)"), 0);
    assert_eq!(found("code:one -(code:other OR case:P2)"), 1);
}

#[test]
fn what_cannot_be_read_says_at_which_column() {
    let study = study();
    let says = |text: &str, why: &str| assert_eq!(found(&study, text).unwrap_err(), why, "{text}");
    let sign = "; signs that are looked for as words stand in quotation marks";
    says("é code:being OR", &format!("column 16: something to ask for is missing here{sign}"));
    says("OR heard", &format!("column 1: something to ask for is missing before this{sign}"));
    says("heard AND OR x", &format!("column 11: something to ask for is missing before this{sign}"));
    says("(heard OR (x)", &format!("column 1: this ( is not closed by a ){sign}"));
    says("heard)", &format!("column 6: no ( stands before this ){sign}"));
    says("heard /(a/", "column 7: the pattern cannot be read: not a pattern: unclosed group");
    says("heard /a", "column 7: a quotation mark or a / is open here; close it");
    says("()", &format!("column 2: something to ask for is missing before this{sign}"));
    says(&"(".repeat(99), &format!("column 33: too many brackets stand in brackets{sign}"));
    says("heard (doc:FG1 doc:Fo)", "column 16: doc stands there twice; one of them is enough");
}

#[test]
fn names_may_be_cut_short_as_long_as_one_begins_so() {
    let study = study();
    let says = |text: &str, why: &str| assert_eq!(found(&study, text).unwrap_err(), why, "{text}");
    assert_eq!(found(&study, "code:mon").unwrap(), ["felt heard"]);
    assert_eq!(found(&study, "site=north phase:2").unwrap(), ["heard at last"]);
    says("code:mony", "column 1: \"mony\": no such code; there are \"Barriers > Money\", Barriers, \"being heard\"");
    says("doc:fx", "column 1: \"fx\": no such document; there are FG1, \"Follow-up one\"");
    says("doc:f", "column 1: \"f\" may be several documents: FG1, \"Follow-up one\"");
    says("site=e", "column 1: \"e\": no such value of site; there are \"North east\", North, South");
    says("doc:FG1 doc:Fo", "column 9: doc stands there twice; one of them is enough");
    says("\"felt", "column 1: a quotation mark or a / is open here; close it");
    says("flag:", "column 1: flag: wants something behind it: flagged so: key, discuss");
    assert!(
        found(&study, "at:noon")
            .unwrap_err()
            .starts_with("column 1: \"at\" is nothing to ask by; there are code: own: ")
    );
}

#[test]
fn what_is_begun_is_completed_from_what_there_is() {
    let study = study();
    let ways = |text: &str| Asking::completions(study.project(), text);
    assert_eq!(ways("co"), ["code:", "coder:"]);
    assert_eq!(ways("felt s"), ["felt spk:", "felt stand:", "felt site=", "felt case:", "felt phase="]);
    assert_eq!(ways("code:mo"), ["code:\"Barriers > Money\""]);
    assert_eq!(ways("code:hea"), ["code:\"being heard\""]);
    assert_eq!(ways("site="), ["site=North", "site=\"North east\"", "site=South"]);
    assert_eq!(ways("not:bar phase="), ["not:bar phase=1", "not:bar phase=2"]);
    assert_eq!(ways("").len(), ASK_KEYS.len() + 2);
    assert_eq!(ways("code:\"Barriers > M"), ["code:\"Barriers > Money\""]);
}

/// A study whose names are as people never should write them.
fn oddly_named(names: &[String]) -> Study {
    let mut study = Study::new("s");
    for name in names {
        let parent = study.code(name, None);
        study.code("twice", Some(parent));
        let case = study.case(name);
        let attribute = study.attribute(name);
        study.value(attribute, case, name);
        let speakers = [Speaker { label: name.clone(), role: Role::Participant, case: Some(case) }];
        study.document(name, "Words.", &speakers, &[]);
        let coder = CoderId(study.id());
        study.make(Edit::AddCoder { coder, name: name.clone(), kind: CoderKind::Person });
    }
    study
}

/// Joins the conditions with others in those ways, one around the other.
fn joined(shape: &[u8], plain: &Asking) -> Asking {
    let other = || Asking::Plain(Box::new(Plain { says: vec![Says::Words("other".into())], ..Plain::default() }));
    shape.iter().fold(plain.clone(), |inner, way| match (way, inner) {
        (0, inner) => Asking::Any(vec![inner, other()]),
        (1, inner) => Asking::Not(Box::new(Asking::Any(vec![other(), inner]))),
        (2, inner) => Asking::Related(Box::new(other()), Relation::Within, Box::new(inner)),
        (3, inner) => Asking::Related(Box::new(inner), Relation::Near(Distance::Turns(1)), Box::new(other())),
        (4, inner @ (Asking::Plain(_) | Asking::All(_))) => inner,
        (4, inner) => Asking::All(vec![inner, other()]),
        (_, inner) => Asking::Related(Box::new(inner), Relation::Near(Distance::Words(9)), Box::new(other())),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_back_is_read_the_same(
        names in proptest::collection::btree_set("[a-b\"\\\\:=*()/ é\u{301}>-]{0,5}[a-cE]|code|case|n|near|within", 1..4),
        picks in proptest::collection::vec(any::<proptest::sample::Index>(), 12),
        given in proptest::collection::vec(any::<bool>(), 12),
        words in proptest::collection::vec("[a-b\"\\\\:=*()/ -]{0,6}[a-b\"\\\\:=*()/-]|AND|OR|NOT|near|within", 0..3),
        pattern in proptest::option::of("[a-c]{1,3}|a/b|[(]a[|]b[)] +c|a\\\\d"),
        shape in proptest::collection::vec(0..6_u8, 0..4),
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let study = oddly_named(&names);
        let project = study.project();
        let codes: Vec<CodeId> = project.codebook().rows().iter().map(|row| row.code).collect();
        let reach = |n: usize| if given[n] { Reach::Subtree } else { Reach::Own };
        let some = |n: usize| given[n].then_some(picks[n]);
        let code = some(0).map(|pick| *pick.get(&codes));
        let also = code.and(some(1)).map(|pick| (*pick.get(&codes), reach(2)));
        let attributes: Vec<AttributeId> = project.attributes().map(|(id, _)| id).collect();
        let people = project.people();
        let coders: Vec<CoderId> = project.coders().map(|(id, _)| id).collect();
        let value = some(3).map(|pick| {
            let at = pick.index(names.len());
            (attributes[at], given[4].then(|| names[at].clone()))
        });
        let query = Query {
            code,
            reach: if code.is_some() { reach(5) } else { Reach::Own },
            with: also.into_iter().collect(),
            without: some(6).map(|pick| (*pick.get(&codes), reach(7))).into_iter().collect(),
            document: some(8).map(|pick| *pick.get(project.document_order())),
            person: some(9).map(|pick| *pick.get(&people)),
            label: some(10).map(|pick| pick.get(&names).clone()),
            values: value.into_iter().collect(),
            flag: some(11).map(|pick| *pick.get(&Flag::ALL)),
            coder: some(2).map(|pick| *pick.get(&coders)),
            memo: some(1).map(|pick| *pick.get(&[Memoed::Any, Memoed::None, Memoed::Of(MemoKind::Decision)])),
            ..Query::default()
        };
        let says = words.into_iter().map(Says::Words).chain(pattern.map(Says::Pattern)).collect();
        let plain = Asking::Plain(Box::new(Plain { query, says }));
        let asking = joined(&shape, &plain);
        let text = asking.to_text(project);
        prop_assert_eq!(Asking::parse(project, &text), Ok(asking), "{}", text);
    }
}
