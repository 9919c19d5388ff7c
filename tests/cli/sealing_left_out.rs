//! An emic that was built without sealing.

use super::Desk;

#[test]
fn without_sealing_a_sealed_file_and_a_wish_for_one_are_refused_with_a_next_step() {
    let desk = Desk::with_study();
    desk.file("pass", "four odd words here\n");
    desk.fails(
        "dump --seal --passphrase-file pass --output s.age",
        2,
        "dump without --seal, then seal the file with `age -p`",
    );
    assert!(!desk.path("s.age").exists());
    desk.file("s.age", "age-encryption.org/v1\n-> scrypt c2FsdA 18\nYQ\n--- YQ\n");
    desk.fails("import s.age", 3, "this emic was built without sealing; open it with `age -d`");
}
