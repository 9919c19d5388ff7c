//! After names are replaced none is left, every coding is on its words, and nothing changed at home.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::exchange::desk_tests::Desk;
use crate::exchange::{dump, read_dump};
use crate::text::fold;

fn replacement(words: &str, becomes: &str) -> Replacement {
    Replacement { words: words.to_string(), becomes: becomes.to_string() }
}

fn disguise(names: &[(&str, &str)]) -> Disguise {
    let all: Vec<Replacement> = names.iter().map(|(words, becomes)| replacement(words, becomes)).collect();
    Disguise::of(&all, []).unwrap()
}

/// All that is said in a project: names and the like, texts, memos.
fn said(project: &Project, texts: &dyn Texts) -> Vec<String> {
    let mut all = Vec::new();
    project.for_each_words(&mut |_, words| all.push(words.to_string()));
    let keys = project.documents().map(|(_, document)| document.text).chain(project.memos().map(|(_, memo)| memo.text));
    all.extend(keys.filter_map(|key| texts.text(key)).map(|text| text.as_str().to_string()));
    all
}

#[test]
fn names_are_replaced_whole_the_longest_first_whatever_their_case() {
    let put_on = |words: &str| disguise(&[("Maria", "Carla"), ("Maria Lopez", "[Person 1]")]).put_on(words);
    assert_eq!(put_on("MARÍA lopez and maria's, not Mariana").as_deref(), Some("[Person 1] and Carla's, not Mariana"));
    assert_eq!(put_on("nobody"), None);
}

#[test]
fn a_pseudonym_with_a_name_in_it_is_refused() {
    let again = Disguise::of(&[replacement("Ana", "Eva"), replacement("Eva", "Person")], []);
    let told = again.err().map(|why| why.to_string()).unwrap_or_default();
    assert_eq!(told, "\"Eva\" is to be replaced and stands in the pseudonym \"Eva\" too; choose another pseudonym");
}

#[test]
fn two_names_that_become_one_are_told_apart_where_they_must_be() {
    let mut desk = Desk::new(1);
    for name in ["Ana", "Aná", "[Person 1]"] {
        let case = CaseId(desk.id());
        desk.make(Edit::AddCase { case, name: name.to_string() });
    }
    let done = disguised(desk.fold.project(), &desk.shelf, &disguise(&[("Ana", "[Person 1]")]));
    let names: Vec<String> = done.project.cases().map(|(_, case)| case.name.clone()).collect();
    assert_eq!(names, ["[Person 1] (2)", "[Person 1] (3)", "[Person 1]"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_name_is_left_and_every_coding_is_on_its_words(
        wishes in prop::collection::vec(any::<(u8, u8, u8)>(), 0..120),
        chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut desk = Desk::new(1);
        wishes.into_iter().for_each(|wish| desk.wish(wish));
        let project = desk.fold.project();
        // Any words of it may be names, but for what stands in the pseudonym.
        let words: BTreeSet<String> = said(project, &desk.shelf)
            .iter()
            .flat_map(|words| words.split(|letter: char| !letter.is_alphanumeric()).map(fold).collect::<Vec<_>>())
            .filter(|word| word.chars().any(char::is_alphabetic) && word != "zz")
            .collect();
        prop_assume!(!words.is_empty());
        let words: Vec<String> = words.into_iter().collect();
        let one = |at: &prop::sample::Index| at.get::<String>(&words).clone();
        let listed: Vec<Replacement> = chosen.iter().map(|at| replacement(&one(at), "[zz]")).collect();
        let disguise = Disguise::of(&listed, []).unwrap();
        let before = project.clone();
        let done = disguised(project, &desk.shelf, &disguise);
        prop_assert!(before == *project);
        for words in said(&done.project, &done) {
            prop_assert_eq!(disguise.names.first_in(&words), None, "{}", words);
        }
        prop_assert_eq!(done.project.n_codings(), project.n_codings());
        for (id, document) in project.documents() {
            let (Some(old), Some(there)) = (desk.shelf.text(document.text), done.project.document(id)) else { continue };
            let new = done.text(there.text).unwrap();
            for (coding, found) in project.codings_in(id) {
                let span = done.project.coding(coding).unwrap().span;
                // A passage that begins or ends within a name has all of the pseudonym.
                let cut = |at: u32| disguise.names.find(&old).iter().any(|name| name.span.start() < at && at < name.span.end());
                if !cut(found.span.start()) && !cut(found.span.end()) {
                    let words = old.passage(found.span);
                    let becomes = disguise.names.find(&old).into_iter().filter(|name| found.span.covers(name.span)).count();
                    prop_assert_eq!(new.passage(span).matches("[zz]").count(), becomes + words.matches("[zz]").count());
                    prop_assert_eq!(becomes == 0, words == new.passage(span));
                }
            }
        }
        let mut out = Vec::new();
        dump(&done.project, &done, &mut out).unwrap();
        let mut other = Desk::new(2 << 40);
        other.takes(read_dump(&mut &out[..]).unwrap());
        prop_assert_eq!(other.fold.project().n_codings() > 0, done.project.n_codings() > 0);
    }
}
