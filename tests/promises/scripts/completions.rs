//! Command shells complete names, flags and values of scripts.

use crate::harness::{Shell, Terminal};
use std::process::Command;

const SCRIPT: &str = "//! Calls.\n//! @param who: collaborator   whom\n//! @param client: client[]?   whose\n\
    //! @param state: open|closed = open   which\n//! @param greet: bool = yes   greet\n1\n";

/// What zsh writes when it begins to read a line: pasted text is to be marked.
const READY: &str = "\x1b[?2004h";

fn offered(shell: &Shell, words: &[&str]) -> Vec<String> {
    let said = shell.run(&[&["complete", "--"], words].concat());
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    said.stdout.lines().map(first).collect()
}

#[test]
fn names_flags_and_values_are_offered() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/call.rhai", SCRIPT);
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
    nobody.file("scripts/call.rhai", SCRIPT);
    assert_eq!(offered(&nobody, &["run", "call", "--who", "mar"]), [""; 0]);
}

/// What bash offers for a line, by its own completion.
fn in_bash(shell: &Shell, line: &str) -> String {
    let text = shell.run(&["completions", "bash"]);
    shell.file("completions.bash", text.ok());
    let quoted = pieces(line).into_iter().map(|piece| format!(" '{piece}'"));
    let pieces = quoted.collect::<Vec<_>>().concat();
    let script = format!(
        "source completions.bash; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({pieces}); \
         COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); \
         _epic_saved epic \"${{COMP_WORDS[COMP_CWORD]}}\" ''; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let mut bash = command_shell(shell, "bash");
    bash.args(["-c", &script]);
    shell.said(bash).ok().to_owned()
}

/// A command shell that finds `epic`, in the home folder.
fn command_shell(shell: &Shell, name: &str) -> Command {
    let epic = shell.command(&[]);
    let folder = std::path::Path::new(epic.get_program())
        .parent()
        .expect("a folder");
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut command = Command::new(name);
    command.env("PATH", path).current_dir(shell.home());
    for (name, value) in epic.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Whether a command shell is installed here; it is said when it is not.
fn is_there(name: &str) -> bool {
    let is_there = Command::new(name).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("{name} is not installed here");
    }
    is_there
}

#[test]
fn zsh_asks_at_each_tab_not_at_the_first_alone() {
    if !is_there("zsh") {
        return;
    }
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/call.rhai", SCRIPT);
    marie.file("_epic", marie.run(&["completions", "zsh"]).ok());
    // What is entered is printed in place of being run.
    let setup = "epic() { if [[ $1 == complete ]]; then command epic \"$@\"; else print -r -- \"<$*>\"; fi }\n\
        PS1='% '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d zcompdump\n";
    marie.file("setup.zsh", setup);
    let mut zsh = command_shell(&marie, "zsh");
    zsh.arg("-f");
    let mut terminal = Terminal::with(zsh);
    terminal.reads(READY);
    terminal.enters("source ./setup.zsh; print rea''dy");
    terminal.reads("ready");
    terminal.reads(READY);
    for (line, completed) in [
        ("epic run ca\t", "<run call>"),
        ("epic run call --wh\t", "<run call --who>"),
        (
            "epic run call --who mar\t",
            "<run call --who marie@epic.events>",
        ),
        ("epic run call --state=c\t", "<run call --state=closed>"),
        ("epic scripts show unp\t", "<scripts show unpaid>"),
        ("epic --sandb\t", "<--sandbox>"),
    ] {
        terminal.enters(line);
        terminal.reads(completed);
        terminal.reads(READY);
    }
    terminal.leaves();
}

#[test]
fn fish_asks_too() {
    if !is_there("fish") {
        return;
    }
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/call.rhai", SCRIPT);
    marie.file("epic.fish", marie.run(&["completions", "fish"]).ok());
    for (line, offered) in [
        ("epic run ca", "call"),
        ("epic run call --wh", "--who"),
        ("epic run call --who mar", "marie@epic.events"),
        ("epic scripts show unp", "unpaid"),
        ("epic --sandb", "--sandbox"),
    ] {
        let mut fish = command_shell(&marie, "fish");
        let script = format!("source epic.fish; complete -C '{line}'");
        fish.args(["--no-config", "-c", &script]);
        let said = marie.said(fish);
        let first = said.ok().split(['\t', '\n']).next();
        assert_eq!(first, Some(offered), "{line}: {said}");
    }
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
    marie.file("scripts/call.rhai", SCRIPT);
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
