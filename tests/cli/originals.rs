//! The files that arrive are kept in the vault, or none where rules forbid copies.

use std::fs;

use super::{Desk, said};

impl Desk {
    /// The names of the files in the vault.
    fn vault(&self) -> Vec<String> {
        let vaults = fs::read_dir(self.path("data/vault")).into_iter().flatten().flatten();
        let files = vaults.flat_map(|vault| fs::read_dir(vault.path()).unwrap());
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    fn with_two_files() -> Desk {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file("a.txt", "I: Who?\nAna: Me.\n");
        desk.file("b.txt", "I: Who?\nBen: Me too.\n");
        desk
    }
}

#[test]
fn no_file_is_kept_where_a_person_chose_so_but_keys_are() {
    let desk = Desk::with_two_files();
    desk.does("import --yes a.txt");
    assert!(desk.vault().iter().any(|name| name.ends_with("-a.txt")), "{:?}", desk.vault());
    fs::create_dir_all(desk.path("config")).unwrap();
    desk.file("config/config.ron", "(originals: false)");
    desk.does("import --yes b.txt");
    desk.does("dump --output dump.json");
    desk.does("--project other new other");
    desk.does("--project other import dump.json");
    let kept = desk.vault();
    assert!(!kept.iter().any(|name| name.ends_with("-b.txt") || name.starts_with("project-")), "{kept:?}");
    assert!(desk.does("search too").contains("Me too"), "the words came in");
    desk.file("words.csv", "words,becomes\nAna,person\n");
    desk.does("identifiers --with words.csv --yes");
    assert!(desk.vault().iter().any(|name| name.starts_with("pseudonyms-")), "{:?}", desk.vault());
    assert!(desk.does("config --origin --format csv").contains("originals,false,your file,"));
}

#[test]
fn the_environment_a_project_and_the_machine_can_forbid_it() {
    let desk = Desk::with_two_files();
    let import = |file: &str, name: &str, value: &str| {
        let output = desk.emic().env(name, value).args(["import", "--yes", file]).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    };
    import("a.txt", "EMIC_ORIGINALS", "0");
    desk.file("policy.ron", "(originals: false)");
    #[cfg(unix)]
    fs::set_permissions(desk.path("policy.ron"), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    import("b.txt", "EMIC_TEST_POLICY", desk.path("policy.ron").to_str().unwrap());
    assert!(!desk.vault().iter().any(|name| name.ends_with(".txt")), "{:?}", desk.vault());
    fs::write(desk.project("config.ron"), "(originals: false)").unwrap();
    desk.file("c.txt", "I: Who?\nEva: Me three.\n");
    desk.does("import --yes c.txt");
    assert!(!desk.vault().iter().any(|name| name.ends_with(".txt")), "{:?}", desk.vault());
    fs::write(desk.project("config.ron"), "(originals: true)").unwrap();
    desk.fails("config check", 1, "a project may forbid copies, and cannot ask for them");
}
