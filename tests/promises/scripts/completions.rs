//! Command shells complete names, flags and values of scripts.

use super::write;
use crate::harness::Shell;
use std::process::Command;

const SCRIPT: &str = "//! Calls.\n//! @param who: collaborator   whom\n//! @param client: client[]?   whose\n\
    //! @param state: open|closed = open   which\n//! @param greet: bool = yes   greet\n1\n";

fn offered(shell: &Shell, words: &[&str]) -> Vec<String> {
    let said = shell.run(&[&["complete", "--"], words].concat());
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    said.stdout.lines().map(first).collect()
}

#[test]
fn names_flags_and_values_are_offered() {
    let marie = Shell::as_("marie@epic.events");
    write(&marie, "scripts/call.rhai", SCRIPT);
    assert_eq!(offered(&marie, &["run", "ca"]), ["call"]);
    assert_eq!(offered(&marie, &["run", "--format", "csv", "ca"]), ["call"]);
    assert_eq!(offered(&marie, &["scripts", "check", "unp"]), ["unpaid"]);
    assert_eq!(offered(&marie, &["run", "call", "--w"]), ["--who"]);
    assert!(offered(&marie, &["run", "call", "--"]).contains(&"--no-greet".to_owned()));
    assert!(offered(&marie, &["run", "call", "--d"]).contains(&"--dry-run".to_owned()));
    assert_eq!(
        offered(&marie, &["run", "call", "--state", ""]),
        ["open", "closed"]
    );
    assert_eq!(
        offered(&marie, &["run", "call", "--state=c"]),
        ["--state=closed"]
    );
    assert_eq!(
        offered(&marie, &["run", "call", "--who", "mar"]),
        ["marie@epic.events"]
    );
    assert_eq!(
        offered(&marie, &["run", "call", "--client=kevin.casey@c"]),
        ["--client=kevin.casey@cool-startup.example.com"]
    );
    for words in [&["run", "none", "--w"][..], &["whoami", "x"], &[]] {
        assert_eq!(offered(&marie, words), [""; 0], "{words:?}");
    }
    let nobody = Shell::signed_out();
    write(&nobody, "scripts/call.rhai", SCRIPT);
    assert_eq!(offered(&nobody, &["run", "call", "--who", "mar"]), [""; 0]);
}

/// What bash offers for a line, by its own completion.
fn in_bash(shell: &Shell, line: &str) -> String {
    let text = shell.run(&["completions", "bash"]);
    write(shell, "completions.bash", text.ok());
    let quoted = pieces(line).into_iter().map(|piece| format!(" '{piece}'"));
    let pieces = quoted.collect::<Vec<_>>().concat();
    let script = format!(
        "source completions.bash; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({pieces}); \
         COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); \
         _epic_saved epic \"${{COMP_WORDS[COMP_CWORD]}}\" ''; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let epic = shell.command(&[]);
    let folder = std::path::Path::new(epic.get_program())
        .parent()
        .expect("a folder");
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut bash = Command::new("bash");
    bash.args(["-c", &script])
        .env("PATH", path)
        .current_dir(shell.home());
    for (name, value) in epic.get_envs() {
        match value {
            Some(value) => bash.env(name, value),
            None => bash.env_remove(name),
        };
    }
    shell.said(bash).ok().to_owned()
}

/// A line as bash cuts it.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in line.chars() {
        match letter {
            ' ' => pieces.push(String::new()),
            '@' | '=' | ':' => pieces.extend([letter.to_string(), String::new()]),
            letter => pieces.last_mut().expect("one").push(letter),
        }
    }
    pieces
}

#[test]
fn bash_puts_values_with_signs_in_them_together() {
    let marie = Shell::as_("marie@epic.events");
    write(&marie, "scripts/call.rhai", SCRIPT);
    assert_eq!(in_bash(&marie, "epic run ca"), "call");
    assert_eq!(
        in_bash(&marie, "epic run call --who mar"),
        "marie@epic.events"
    );
    assert_eq!(
        in_bash(&marie, "epic run call --who marie@ep"),
        "epic.events"
    );
    assert_eq!(
        in_bash(&marie, "epic run call --who=marie@ep"),
        "epic.events"
    );
    assert_eq!(in_bash(&marie, "epic run call --state=c"), "closed");
    assert!(in_bash(&marie, "epic who").contains("whoami"));
    assert!(in_bash(&marie, "epic scripts ").contains("definitions"));
}
