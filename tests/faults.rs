//! A disk that fails: the screen says so, work goes on, and nothing is lost.

use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use emic::app::decoder::Input;
use emic::app::keymap::Keymap;
use emic::app::keys::parse_keys;
use emic::app::{App, Wish, draw};
use emic::desk::{Desk, World};
use emic::panes::Theme;
use emic::store::{Failure, Failures, Faulty, Folder, SampleWork, put_sample};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn open(path: &Path, failures: &Failures) -> App {
    let folder = Folder::open(path).unwrap();
    let disk = Faulty::new(Box::new(folder.disk(None)), failures.clone());
    let world = World { wake: Arc::new(|| {}), ..World::real() };
    let desk = Desk::open_on(folder, Box::new(disk), "ada", world).unwrap();
    App::new(desk, Theme::mono(true), Keymap::built_in())
}

fn screen(app: &mut App) -> String {
    let area = Rect::new(0, 0, 120, 36);
    let mut buf = Buffer::empty(area);
    draw(app, area, &mut buf);
    let row = |y| (0..area.width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..area.height).map(|y| row(y) + "\n").collect()
}

fn types(app: &mut App, keys: &str) {
    for key in parse_keys(keys).unwrap() {
        app.input(Input::Key(key));
        screen(app);
    }
}

/// Waits for the disk: its thread works beside the screen.
fn sees(app: &mut App, words: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    while !screen(app).contains(words) {
        assert!(Instant::now() < end, "never saw {words:?} on\n{}", screen(app));
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn mine(app: &App) -> usize {
    let project = app.desk.project();
    let codings = project.document_order().iter().flat_map(|&id| project.codings_in(id));
    codings.filter(|(_, coding)| coding.coder == app.desk.coder()).count()
}

fn a_failure_is_said_and_outlived(failure: Failure, reason: &str) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("demo");
    put_sample(&path, SampleWork::Kept).unwrap();
    let failures = Failures::default();
    let mut app = open(&path, &failures);
    types(&mut app, "] u c m e d i Enter");
    sees(&mut app, " saved ");
    assert_eq!(mine(&app), 1);

    failures.always(Some(failure));
    types(&mut app, "] u .");
    sees(&mut app, "NOT SAVED");
    types(&mut app, "] u .");
    types(&mut app, "k");
    let shown = screen(&mut app);
    assert!(shown.contains("nothing is lost") && shown.contains(reason), "{reason} in\n{shown}");
    assert_eq!(mine(&app), 3, "work goes on");
    types(&mut app, "q");
    assert!(screen(&mut app).contains("changes are not saved"), "quitting asks");
    types(&mut app, "Esc");
    assert!(!app.take_wishes().contains(&Wish::Quit));

    failures.end();
    types(&mut app, "Ctrl-s");
    sees(&mut app, " saved ");
    types(&mut app, "q q");
    assert!(app.take_wishes().contains(&Wish::Quit), "with everything saved q q leaves");
    drop(app);

    let again = open(&path, &Failures::default());
    assert_eq!(mine(&again), 3, "all of it is found again");
    assert_eq!(again.desk.set_aside(), []);
}

#[test]
fn a_full_disk() {
    a_failure_is_said_and_outlived(Failure::Full, "no space left");
}

#[test]
fn a_disk_that_fills_up_in_the_middle_of_a_line() {
    a_failure_is_said_and_outlived(Failure::FullHalfway, "no space left");
}

#[test]
fn a_folder_that_became_read_only() {
    a_failure_is_said_and_outlived(Failure::ReadOnly, "read-only");
}

#[test]
fn a_disk_that_cannot_say_whether_it_has_written() {
    a_failure_is_said_and_outlived(Failure::Sync, "");
}

/// A part of what `inject_screen.py` does at length: file operations of the real program's failed by `strace`.
#[cfg(target_os = "linux")]
#[test]
fn what_the_real_screen_calls_saved_outlives_operations_that_fail() {
    let there =
        |program: &str, asked: &str| Command::new(program).arg(asked).output().is_ok_and(|ran| ran.status.success());
    if let Some(missing) = [("strace", "-V"), ("python3", "-V")].iter().find(|(program, asked)| !there(program, asked))
    {
        println!("skipped: {} is not installed", missing.0);
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inject_screen.py");
    let ran =
        Command::new("python3").arg("-B").arg(script).args([env!("CARGO_BIN_EXE_emic"), "--limit", "40"]).output();
    let ran = ran.expect("the script runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    println!("{said}");
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    let tried =
        said.lines().find_map(|line| line.strip_prefix("all ")?.split_whitespace().next()?.parse::<usize>().ok());
    assert!(tried.is_some_and(|tried| tried > 20) || said.starts_with("skipped: "), "{said}");
}
