//! Several open programs on one folder, each with what it was told so far.

use std::sync::Arc;

use emic::app::App;
use emic::app::keymap::Keymap;
use emic::app::keys::parse_keys;
use emic::app::{decoder::Input, draw};
use emic::desk::{Desk, World};
use emic::panes::Theme;
use emic::project::*;
use emic::store::{Folder, Sharing};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

fn sits_down(home: &TempDir, coder: &str) -> Desk {
    let folder = Folder::open(&home.path().join("study")).unwrap();
    Desk::open(folder, None, coder, World { wake: Arc::new(|| {}), ..World::real() }).unwrap()
}

fn study() -> TempDir {
    let home = TempDir::new().unwrap();
    Folder::create(&home.path().join("study"), "study", Sharing::Private).unwrap();
    home
}

fn saved(desk: &Desk) {
    assert_eq!(desk.wait(std::time::Duration::from_secs(60)).unsaved, 0);
}

fn adds(desk: &mut Desk, name: &str, parent: Option<CodeId>) -> CodeId {
    let code = CodeId(desk.next_id());
    let rank = desk.project().rank_last(parent);
    desk.commit(vec![Edit::AddCode { code, name: name.into(), parent, rank, from: None }]).unwrap();
    saved(desk);
    code
}

fn moves(desk: &mut Desk, code: CodeId, parent: CodeId) {
    desk.commit(vec![Edit::MoveCode { code, parent: Some(parent), rank: 1 }]).unwrap();
    saved(desk);
}

/// Ada puts one under Two, Ben at the same time Two under One.
fn circle() -> (TempDir, [Desk; 2], [CodeId; 2]) {
    let home = study();
    let (mut ada, mut ben) = (sits_down(&home, "ada"), sits_down(&home, "ben"));
    let (one, two) = (adds(&mut ada, "One", None), adds(&mut ada, "Two", None));
    ben.catch_up().unwrap();
    moves(&mut ada, one, two);
    moves(&mut ben, two, one);
    let told = [&mut ada, &mut ben].map(|desk| desk.catch_up().unwrap().unwrap().conflicts);
    assert_eq!(told, [1, 1], "one of the two changes no longer fits, and both are told so");
    assert_eq!(ada.project(), ben.project());
    (home, [ada, ben], [one, two])
}

#[test]
fn of_two_moves_that_close_a_circle_the_later_is_listed_with_both_sides() {
    let (_home, [mut ada, mut ben], [one, two]) = circle();
    let said: Vec<[String; 3]> = [&mut ada, &mut ben]
        .map(|desk| {
            let fold = desk.history().unwrap();
            let conflicts: Vec<_> = fold.conflicts().collect();
            assert_eq!(conflicts.len(), 1);
            conflicts[0].said(fold.project())
        })
        .into();
    assert_eq!(said[0], said[1]);
    let [wanted, why, against] = &said[0];
    assert!(why.contains("a code cannot stand under itself"), "{why}");
    assert!(wanted.contains("moved the code") && against.contains("moved the code"), "{wanted} / {against}");
    assert_ne!(wanted.split(' ').next(), against.split(' ').next(), "each side says who: {wanted} / {against}");
    let rows = ada.project().codebook().rows().len();
    assert_eq!(rows, 2, "no code is lost in a circle");
    assert!(ada.project().codebook().parent(one).is_some() != ada.project().codebook().parent(two).is_some());
}

#[test]
fn a_conflict_is_settled_for_all_and_listed_again_by_undo() {
    let (_home, [mut ada, mut ben], _) = circle();
    let change = ada.history().unwrap().conflicts().next().unwrap().op.id;
    let said = ada.settle(change, false).unwrap();
    assert!(said.starts_with("Left undone: moved the code"), "{said}");
    saved(&ada);
    ben.catch_up().unwrap();
    assert_eq!(ben.history().unwrap().conflicts().count(), 0);
    assert!(ben.settle(change, false).is_err(), "it is settled already");
    ada.undo().unwrap();
    saved(&ada);
    ben.catch_up().unwrap();
    assert_eq!(ben.history().unwrap().conflicts().count(), 1);
}

#[test]
fn a_move_that_did_not_fit_is_done_again_by_turning_the_branch_round() {
    let (_home, [mut ada, mut ben], [one, two]) = circle();
    let conflict = ada.history().unwrap().conflicts().next().unwrap().op.clone();
    let Edit::MoveCode { code, parent, .. } = conflict.edit else { panic!("{conflict:?}") };
    ada.settle(conflict.id, true).unwrap();
    saved(&ada);
    ben.catch_up().unwrap();
    let book = ben.project().codebook();
    assert_eq!(book.parent(code), parent, "now it is as it was wanted");
    assert_eq!(book.rows().len(), 2);
    assert!([one, two].contains(&code));
    assert_eq!(ben.history().unwrap().conflicts().count(), 0);
    ada.undo().unwrap();
    assert_eq!(ada.history().unwrap().conflicts().count(), 1, "one u takes all of it back");
}

#[test]
fn a_change_that_never_took_effect_does_not_stand_in_the_way_of_undo() {
    let (_home, [mut ada, mut ben], _) = circle();
    let by = ada.history().unwrap().conflicts().next().unwrap().op.by;
    let desk = if by == ada.coder() { &mut ada } else { &mut ben };
    let took = desk.undo().map(|said| said.contains("moved"));
    assert_ne!(took, Ok(true), "what was not done is not taken back");
}

fn screen(app: &mut App, keys: &str) -> String {
    for key in parse_keys(keys).unwrap() {
        app.input(Input::Key(key));
    }
    app.tick(std::time::Instant::now());
    let area = Rect::new(0, 0, 120, 36);
    let mut buf = Buffer::empty(area);
    draw(app, area, &mut buf);
    let row = |y| (0..area.width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..area.height).map(|y| row(y) + "\n").collect()
}

#[test]
fn conflicts_and_codes_made_twice_are_put_right_on_the_screen() {
    let (_home, [mut ada, mut ben], _) = circle();
    adds(&mut ben, "Stigma", None);
    let stigma = adds(&mut ada, "stigma", None);
    ada.catch_up().unwrap();
    ada.commit(vec![Edit::DefineCode { code: stigma, definition: Definition::default() }]).unwrap();
    let mut app = App::new(ada, Theme::mono(true), Keymap::built_in());
    let shown = screen(&mut app, "Space !");
    assert!(shown.contains("did not fit") && shown.contains("2 codes"), "{shown}");
    let shown = screen(&mut app, "Enter");
    assert!(
        shown.contains("wanted: ") && shown.contains("in its way: ") && shown.contains("a  do it again"),
        "{shown}"
    );
    let shown = screen(&mut app, "s");
    assert!(shown.contains("Left undone: moved the code"), "{shown}");
    let shown = screen(&mut app, "Space !");
    assert!(!shown.contains("did not fit") && shown.contains("2 codes"), "{shown}");
    screen(&mut app, "Enter");
    screen(&mut app, "M");
    let shown = screen(&mut app, "Enter");
    assert!(shown.contains("Merged 1 code into"), "{shown}");
    let shown = screen(&mut app, "Space !");
    assert!(shown.contains("nothing that was done here is in conflict"), "{shown}");
}

/// Who looks when makes no difference to what all know in the end.
#[test]
fn desks_that_look_now_and_then_know_the_same_in_the_end() {
    let home = study();
    let mut desks: Vec<Desk> = ["ada", "ben", "eve", "zoe"].iter().map(|coder| sits_down(&home, coder)).collect();
    let mut state = 11_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for turn in 0..160 {
        let (who, looks, what) = (next(4), next(3) == 0, next(6));
        let desk = &mut desks[who];
        if looks {
            desk.catch_up().unwrap();
        }
        let codes: Vec<CodeId> = desk.project().codes().map(|(code, _)| code).collect();
        let parent = codes.get(next(codes.len() + 1)).copied();
        let edit = match (what, codes.get(next(codes.len().max(1))).copied()) {
            (0 | 1, _) | (_, None) => {
                let code = CodeId(desk.next_id());
                Edit::AddCode { code, name: format!("c{}", turn % 9), parent, rank: 1, from: None }
            }
            (2, Some(code)) => Edit::MergeCode { code, into: parent },
            (3, Some(code)) => Edit::RenameCode { code, name: format!("r{turn}"), from: None },
            (_, Some(code)) => Edit::MoveCode { code, parent, rank: 1 },
        };
        // What is refused at a desk is no change.
        let _ = desk.commit(vec![edit]);
        if next(9) == 0 {
            let _ = desk.undo();
        }
    }
    desks.iter().for_each(saved);
    for desk in &mut desks {
        desk.catch_up().unwrap();
    }
    let fresh = sits_down(&home, "ada");
    for desk in &desks {
        assert_eq!(desk.project(), fresh.project());
        assert_eq!(desk.set_aside(), []);
    }
}
