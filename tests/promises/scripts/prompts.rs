//! At a terminal, what is missing is asked for, and the shell's `:run` is the same as `epic run`.

use crate::harness::{Shell, Terminal};

const SCRIPT: &str = "//! Greets.\n//! @param client: client   whom\n//! @param days: int = 30   for how long\n\
    //! @param loud: bool   in capitals\n//! @param note: text?   more\n\
    `${client.full_name} ${days} ${loud} ${note}`\n";

#[test]
fn what_is_missing_is_asked_for_until_it_fits() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/greet.rhai", SCRIPT);
    let mut terminal = Terminal::of(&marie, &["run", "greet"]);
    terminal.reads("client, whom (the id or e-mail of a client): ");
    terminal.enters("99999");
    terminal.reads("there is no client 99999");
    terminal.reads("of a client): ");
    terminal.enters("12");
    terminal.reads("days, for how long (an int) [30]: ");
    terminal.enters("many");
    terminal.reads("an int is expected");
    terminal.reads("[30]: ");
    terminal.enters("");
    terminal.reads("[no]: ");
    terminal.enters("y");
    terminal.reads("Kevin Casey 30 true ");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn nothing_is_asked_when_all_is_given_or_something_is_wrong() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/greet.rhai", SCRIPT);
    let mut terminal = Terminal::of(&marie, &["run", "greet", "--client", "12"]);
    terminal.reads("Kevin Casey 30 false ");
    assert_eq!(terminal.ends(), 0);
    let mut terminal = Terminal::of(&marie, &["run", "greet", "--days", "x"]);
    terminal.reads("--days x");
    assert_eq!(terminal.ends(), 2);
    let mut terminal = Terminal::of(&marie, &["run", "greet"]);
    terminal.reads("of a client): ");
    terminal.interrupts("interrupted");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn the_prompt_runs_saved_scripts_too() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/greet.rhai", SCRIPT);
    marie.file("scripts/lib/m.rhai", "export const X = 41;");
    let mut terminal = Terminal::of(&marie, &[]);
    terminal.prompts("❯ ");
    terminal.enters(":run greet --client 12 --days=3");
    terminal.reads("Kevin Casey 3 false");
    terminal.prompts("❯ ");
    terminal.enters(":run greet --dayz 3 --client x");
    terminal.reads("there is no such flag; did you mean '--days'?");
    terminal.prompts("❯ ");
    terminal.enters(":run greet --help");
    terminal.reads("--client <CLIENT>");
    terminal.prompts("❯ ");
    terminal.enters(":run gret");
    terminal.reads("did you mean 'greet'?");
    terminal.prompts("❯ ");
    terminal.enters(":scripts");
    terminal.reads("greet");
    terminal.prompts("❯ ");
    terminal.enters("import \"lib/m\" as m; m::X + 1");
    terminal.reads("= 42");
    terminal.prompts("❯ ");
    // What the script was given is gone, and so are its variables.
    terminal.enters("loud");
    terminal.reads("'loud'");
    terminal.prompts("❯ ");
    assert_eq!(terminal.leaves(), 0);
}
