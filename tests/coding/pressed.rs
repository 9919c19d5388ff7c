//! Every key there is, and the test that presses it: a table that is kept in step.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::thread;

use emic::app::actions::action;
use emic::app::keymap::{CONTEXTS, Keymap};

use super::ROOMS;
use super::sitting::{Typed, typed};

/// Every test with what it types, in the order of the files.
fn all_typed() -> Vec<(String, Vec<Typed>)> {
    let tests = ROOMS.iter().flat_map(|room| {
        let (_, list) = room.source.split_once("TESTS: &[fn()] =").unwrap();
        let (list, _) = list.trim_start().trim_start_matches("&[").split_once("];").unwrap();
        let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.zip(room.tests).map(|(name, test)| (format!("{}::{name}", room.name), *test))
    });
    let tests: Vec<(String, fn())> = tests.collect();
    let waiting = Mutex::new((0..tests.len()).rev().collect::<Vec<usize>>());
    let done = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(place) = { waiting.lock().unwrap().pop() } {
            // What is typed is noted thread by thread. A test that fails says so itself.
            let of_this = thread::scope(|scope| {
                let test = tests[place].1;
                scope.spawn(move || (test(), typed()).1).join().unwrap_or_default()
            });
            done.lock().unwrap().insert(place, of_this);
        }
    };
    thread::scope(|scope| {
        let n_threads = thread::available_parallelism().map_or(1, usize::from);
        (0..n_threads).for_each(|_| drop(scope.spawn(work)));
    });
    let done = done.into_inner().unwrap();
    tests.into_iter().zip(done.into_values()).map(|((name, _), typed)| (name, typed.into_iter().collect())).collect()
}

#[test]
fn every_key_is_pressed_by_a_test() {
    let typed = all_typed();
    let keymap = Keymap::built_in();
    let mut table =
        "Every key of the keymap emic comes with, and a test in tests/coding that presses it.\n\n".to_string();
    table += "| where | keys | action | what it does | test |\n|---|---|---|---|---|\n";
    let mut unpressed: Vec<String> = Vec::new();
    for &context in CONTEXTS {
        for (keys, name) in keymap.bindings(context) {
            let pressed = |typed: &Typed| {
                let heard = typed.context == context || matches!(context, "global" | "sheet");
                heard && typed.keys == keys && typed.action == name
            };
            let says = action(name).map_or("", |action| action.says);
            let test = typed.iter().find(|(_, typed)| typed.iter().any(pressed));
            match test {
                Some((test, _)) => {
                    let keys = keys.replace('|', "\\|");
                    writeln!(table, "| {context} | `{keys}` | {name} | {says} | {test} |").unwrap();
                }
                None => unpressed.push(format!("{context}: {keys} {name}")),
            }
        }
    }
    assert_eq!(unpressed, [""; 0], "no test presses these");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("keys-and-their-tests", table);
    });
}
