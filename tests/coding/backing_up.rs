//! A checked copy, made from the screen.

use super::sitting::Sitting;
use emic::store::Folder;

pub const TESTS: &[fn()] = &[the_project_is_copied_and_the_copy_is_a_project];

#[test]
fn the_project_is_copied_and_the_copy_is_a_project() {
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter> <Space>B <Enter>");
    assert_eq!(sitting.said(), "no folder was named; nothing was copied");
    sitting.types("<Space>B kept <Enter>");
    assert!(sitting.said().starts_with("Copied 1 log and 1 text to "), "{}", sitting.said());
    assert!(sitting.said().ends_with("read back and compared"), "{}", sitting.said());
    assert!(sitting.types("j").screen().contains("backup today"), "{}", sitting.screen());
    let kept = std::fs::read_dir(sitting.app.here.join("kept")).unwrap().next().unwrap().unwrap().path();
    assert!(Folder::open(&kept).is_ok());
    let inside = sitting.folder().join("log").display().to_string();
    assert!(sitting.types(&format!("<Space>B '{inside}' <Enter>")).said().contains("it lies in the project"));
    assert!(sitting.again("ben").screen().contains("backup today"), "whoever opens it sees it");
}
