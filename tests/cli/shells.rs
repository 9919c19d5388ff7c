//! What shells make of the scripts they are given to complete emic's command lines.

use std::process::Command;

use super::Desk;

/// Whether a shell is here; where it is not, that is said.
fn is_here(shell: &str) -> bool {
    let here = Command::new(shell).arg("--version").output().is_ok();
    if !here {
        eprintln!("{shell} is not installed, so its script was not tried");
    }
    here
}

/// What a shell prints that runs a script with `emic` on its path.
fn runs(desk: &Desk, shell: &[&str], script: &str) -> String {
    let folder = assert_cmd::cargo::cargo_bin("emic").parent().unwrap().to_path_buf();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(script).current_dir(desk.path("")).env_clear();
    command.env("PATH", path).env("HOME", desk.path("")).env("EMIC_PROJECT", "peers");
    command.env("EMIC_DATA_DIR", desk.path("data")).env("EMIC_CONFIG", desk.path("config"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_shell_takes_its_script() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"].into_iter().filter(|shell| is_here(shell)) {
        let file = format!("emic.{shell}");
        desk.file(&file, desk.does(&format!("completions {shell}")));
        let output = Command::new(shell).args(["-n", &file]).current_dir(desk.path("")).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{shell}: {output:?}");
    }
}

#[test]
fn bash_completes_names_with_blanks_and_signs() {
    if !is_here("bash") {
        return;
    }
    let desk = Desk::with_study();
    desk.does("code rename Recovery It's_own");
    desk.file("emic.bash", desk.does("completions bash"));
    // What bash has typed so far is split into words as it would split it; blanks stay behind a backslash.
    let after = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
        let script = format!(
            "source emic.bash; COMP_WORDS=(emic {}); COMP_CWORD={}; _emic; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted.join(" "),
            words.len()
        );
        let answer = runs(&desk, &["bash", "--norc", "-c"], &script);
        answer.lines().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(after(&["excerpts", "--code", "bar"]), ["Barriers", r"Barriers\ \>\ Boundaries"]);
    assert_eq!(after(&["excerpts", "--code", r"Barriers\ \>"]), [r"Barriers\ \>\ Boundaries"]);
    assert_eq!(after(&["excerpts", "--code", r#""Barriers > B"#]), ["Barriers > Boundaries"]);
    assert_eq!(after(&["excerpts", "--code", "it"]), [r"It\'s_own"]);
    assert_eq!(after(&["read", ""]), ["FG1", "INT1"]);
    assert_eq!(after(&["--project", "pe"]), ["peers"]);
    assert_eq!(after(&["excerpts", "--docu"]), ["--document"]);
    assert_eq!(after(&["rea"]), ["read"]);
    let whole = "source emic.bash; complete -p emic";
    assert!(runs(&desk, &["bash", "--norc", "-c"], whole).contains("-F _emic emic"));
}

#[test]
fn fish_and_zsh_complete_names_with_blanks_and_signs() {
    let desk = Desk::with_study();
    if is_here("fish") {
        desk.file("emic.fish", desk.does("completions fish"));
        let script = "source emic.fish; complete --do-complete 'emic excerpts --code bar'";
        let answer = runs(&desk, &["fish", "--no-config", "-c"], script);
        assert!(answer.contains("Barriers > Boundaries"), "{answer}");
    }
    if is_here("zsh") {
        desk.file("emic.zsh", desk.does("completions zsh"));
        // Outside the line editor only what would be offered can be seen.
        let script = "autoload -Uz compinit; compinit -D -u; compadd() { print -rl -- $found }; source ./emic.zsh; \
            words=(emic excerpts --code 'Barriers\\ \\>'); CURRENT=4; _emic; print -r -- $_comps[emic]";
        assert_eq!(runs(&desk, &["zsh", "-f", "-c"], script), "Barriers > Boundaries\n_emic\n");
    }
}
