//! Different keys of one action do the same.

use std::collections::BTreeMap;

use emic::app::keymap::{CONTEXTS, Keymap};
use emic::app::keys::parse_keys;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[all_keys_of_an_action_do_the_same];

/// How a coder comes to where a context has the keys.
fn standing_in(context: &str) -> Sitting {
    let mut sitting = Sitting::with(&["P07: One. Two.\nP08: <Three. Four.>\nP07: Five.\nI: Six.", "P09: Seven."]);
    sitting.types("c being <Enter> a 'Hm.' <Esc> ma ]t c money <Enter> a 'Oh.' <Esc> ]t [t");
    sitting.types(match context {
        "tree" => "<Tab> gg j",
        "excerpts" => "<Tab> gg <Enter>",
        "sheet" => "<Space>t",
        "speakers" => "<Space>k",
        "documents" => "<Space>F",
        _ => "",
    });
    sitting
}

#[test]
fn all_keys_of_an_action_do_the_same() {
    let keymap = Keymap::built_in();
    for &context in CONTEXTS {
        let mut keys_of: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        keymap.bindings(context).for_each(|(keys, action)| keys_of.entry(action).or_default().push(keys));
        for (action, keys) in keys_of.iter().filter(|(_, keys)| keys.len() > 1) {
            let after = |keys: &String| {
                let mut sitting = standing_in(context);
                // The keys of sheets hold in every one; the one opened here is a table.
                let here = if sitting.app.context() == "table" { "sheet" } else { sitting.app.context() };
                assert!(context == "global" || here == context, "{context}: {}", sitting.app.context());
                parse_keys(keys).unwrap().into_iter().for_each(|key| sitting.press(key));
                (sitting.said().to_string(), sitting.screen(), ron::to_string(&sitting.app.place).unwrap())
            };
            let first = after(&keys[0]);
            for other in &keys[1..] {
                assert_eq!(after(other), first, "{context} {action}: {} and {other}", keys[0]);
            }
        }
    }
}
