//! What is given for parameters becomes typed constants; all that is wrong is said at once, and nothing runs.

use crate::harness::{Said, Shell};
use insta::assert_snapshot;

const ALL: &str = "//! All types.
//!
//! With more about them.
//! @param days: int = 30             how long
//! @param least: decimal = 0         at least
//! @param assign: bool               assign them
//! @param greet: bool = yes          greet them
//! @param title: text = \"a b\"        of the letter
//! @param since: date = -30d         since when
//! @param at: timestamp?             at what moment
//! @param pause: span = 2w           between two
//! @param file: path?                where to
//! @param to: email?                 whom to
//! @param state: open|closed = open  in which state
//! @param client: client?            whose
//! @param staff: collaborator[]?     which
fn seen() { `${days}/${title}` }
let mine = clients.filter(|c| c.id <= days).count();
print([type_of(days), type_of(least), type_of(since), type_of(pause), type_of(at)]);
#{ days: days, least: least, assign: assign, greet: greet, title: title, since: since == today() - 30.days,
   at: at, pause: pause == 14.days, file: file, to: to, state: state, client: client?.full_name,
   staff: staff.map(|s| s.email), seen: seen(), mine: mine }
";

#[test]
fn parameters_are_typed_constants_seen_everywhere() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/all.rhai", ALL);
    assert_snapshot!(marie.run(&["run", "all"]), @r#"
    ["i64", "decimal", "date", "span", "()"]
    ─ 1 ──────────────────────────
    assign │ false
    at     │ null
    client │ null
    days   │ 30
    file   │ null
    greet  │ true
    least  │ 0
    mine   │ 30
    pause  │ true
    seen   │ 30/a b
    since  │ true
    staff  │ []
    state  │ open
    title  │ a b
    to     │ null
    "#);
    assert_snapshot!(marie.run(&[
        "run", "all", "--days=-1", "--least", "12.50", "--assign", "--no-greet", "--title", "-x", "--since",
        "2026-01-31", "--at", "2026-01-31 18:00", "--pause", "1d 12h", "--file", "a b.csv", "--to", "Ada@Example.com",
        "--state", "closed", "--client", "kevin.casey@cool-startup.example.com", "--staff", "me", "--staff",
        "EE-0121", "--staff=sam@epic.events",
    ]), @r#"
    ["i64", "decimal", "date", "span", "timestamp"]
    ─ 1 ──────────────────────────
    assign │ true
    at     │ 2026-01-31 18:00
    client │ Kevin Casey
    days   │ -1
    file   │ a b.csv
    greet  │ false
    least  │ 12.50
    mine   │ 0
    pause  │ false
    seen   │ -1/-x
    since  │ false
    staff  │ [marie@epic.events, luc@epic.events, sam@epic.events]
    state  │ closed
    title  │ -x
    to     │ ada@example.com
    "#);
}

/// Help without the options that all scripts have.
fn own(said: &Said) -> String {
    let (about, rest) = said.ok().split_once("Options:\n").expect("options");
    let (_, own) = rest.split_once("Parameters:\n").expect("parameters");
    format!("{about}Parameters:\n{own}")
}

#[test]
fn help_is_that_of_the_script() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/all.rhai", ALL);
    marie.file("scripts/needs.rhai",
        "//! Needs.\n//! @param from: collaborator   whose\n//! @param api_token: text\n//! @role admin\n1\n",
    );
    assert_snapshot!(own(&marie.run(&["run", "all", "--help"])), @r#"
    All types.

    With more about them.

    Usage: epic run all [OPTIONS]

    Parameters:
          --days <INT>
              how long
              
              [default: 30]

          --least <DECIMAL>
              at least
              
              [default: 0]

          --assign
              assign them

          --no-greet
              greet them

          --title <TEXT>
              of the letter
              
              [default: "a b"]

          --since <DATE>
              since when
              
              [default: -30d]

          --at <TIMESTAMP>
              at what moment

          --pause <SPAN>
              between two
              
              [default: 2w]

          --file <PATH>
              where to

          --to <EMAIL>
              whom to

          --state <STATE>
              in which state [possible values: open, closed]
              
              [default: open]

          --client <CLIENT>
              whose

          --staff <COLLABORATOR>
              which

    Its text: epic scripts show all
    "#);
    assert_snapshot!(own(&marie.run(&["run", "needs", "-h"])), @r"
    Needs.

    Usage: epic run needs [OPTIONS] --from <COLLABORATOR>

    Parameters:
          --from <COLLABORATOR>  whose

    For: admin.
    Its text: epic scripts show needs
    ");
    assert!(
        marie
            .run(&["run", "--help"])
            .ok()
            .contains("epic run [OPTIONS] [SCRIPT]")
    );
    assert_eq!(marie.run(&["run"]).code, 2);
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_nothing_runs() {
    let marie = Shell::as_("marie@epic.events");
    let script = "//! @param days: int\n//! @param since: date = today\n//! @param client: client\n\
        //! @param state: open|closed = open\n//! @param who: collaborator?\n\
        print(\"it runs\"); clients.mine().first().update(#{ phone: \"0\" })";
    marie.file("scripts/strict.rhai", script);
    assert_snapshot!(marie.run(&[
        "run", "strict", "--days", "x", "--since", "soon", "--client", "kevin.cassey@cool-startup.example.com",
        "--state", "opne", "--who", "99", "--dayz", "14", "--state", "open", "stray",
    ]), @r"
    --- stderr
    error: strict can't run with that:
       --dayz 14                                        there is no such flag; did you mean '--days'?
       stray                                            parameters are given by their flags
       --days x                                         an int is expected, such as 30
       --since soon                                     a date is expected, such as 2026-01-31, today, -30d or next monday
       --client kevin.cassey@cool-startup.example.com   there is no client kevin.cassey@cool-startup.example.com; did you mean 'kevin.casey@cool-startup.example.com'?
       --state opne, open                               it is given more than once, and is no list
       --who 99                                         there is no collaborator 99
     hint: see: epic run strict --help
    --- exit 2
    ");
    assert_snapshot!(marie.run(&["run", "strict", "--client", "12"]), @r"
    --- stderr
    error: --days: missing; an int is expected
     hint: see: epic run strict --help
    --- exit 2
    ");
    assert_snapshot!(marie.run(&["run", "strict", "--days", "--client", "12"]), @r"
    --- stderr
    error: strict can't run with that:
       12                parameters are given by their flags
       --days --client   an int is expected
       --client          missing; the id or e-mail of a client is expected
     hint: see: epic run strict --help
    --- exit 2
    ");
    assert_eq!(marie.run(&["run", "strict", "--days"]).code, 2);
    // Without a session, what is known to be wrong is said all the same.
    let nobody = Shell::signed_out();
    nobody.file("scripts/strict.rhai", script);
    assert_eq!(nobody.run(&["run", "strict", "--dayz", "3"]).code, 2);
    assert_eq!(nobody.run(&["run", "strict", "--days", "3"]).code, 3);
}

#[test]
fn the_options_of_every_script_go_before_and_behind_its_own() {
    let admin = Shell::as_("admin@epic.events");
    let script = "//! @param phone: text\nclients.get(1).update(#{ phone: phone }); phone";
    admin.file("scripts/call.rhai", script);
    let phone = || admin.e("clients.get(1).phone").ok().to_owned();
    let before = phone();
    for arguments in [
        [
            "run",
            "--dry-run",
            "call",
            "--phone",
            "1",
            "--format",
            "csv",
        ]
        .as_slice(),
        &["run", "call", "--phone", "1", "--dry-run", "--format=csv"],
        &["--format", "csv", "run", "call", "--dry-run", "--phone=1"],
    ] {
        let said = admin.run(arguments);
        assert!(said.ok().contains("phone"), "{said}");
        assert_eq!(phone(), before, "{arguments:?}");
    }
    let said = admin.run(&["run", "call", "--phone", "1", "--format", "json"]);
    assert_eq!(said.ok(), "[\n{\"value\":\"1\"}\n]");
    assert_eq!(phone(), "1");
}

#[test]
fn what_was_given_is_written_down_with_the_run() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/all.rhai", ALL);
    marie
        .run(&[
            "run",
            "all",
            "--days",
            "3",
            "--client",
            "12",
            "--staff",
            "me",
            "--since",
            "2026-01-31",
        ])
        .ok();
    let sql =
        "select parameters->'days' days, parameters->'client' client, parameters->'staff' staff,
        parameters->'since' since, parameters->'pause' pause, length(sha256) sha256
        from audit.runs where script = 'all'";
    let row = marie
        .owner()
        .query_one(&format!("select row_to_json(r)::text from ({sql}) r"), &[]);
    let row: String = row.expect("a run").get(0);
    assert_eq!(
        row,
        r#"{"days":3,"client":12,"staff":[2],"since":"2026-01-31","pause":"14 days","sha256":64}"#
    );
}

#[test]
fn a_role_is_courtesy_and_said() {
    let sam = Shell::as_("sam@epic.events");
    sam.file(
        "scripts/sales.rhai",
        "//! @role commercial, admin\n//! @param days: int\n1\n",
    );
    assert_snapshot!(sam.run(&["run", "sales"]), @r"
    --- stderr
    error: sales is for a commercial or admin, and you are a support
    --- exit 4
    ");
    // Who leaves it out comes no further: the database decides.
    sam.file(
        "scripts/bare.rhai",
        "clients.get(1).update(#{ phone: \"1\" })",
    );
    assert_eq!(sam.run(&["run", "bare"]).code, 4);
}

#[test]
fn a_secret_comes_from_the_environment_and_is_seen_by_nobody() {
    let admin = Shell::as_("admin@epic.events");
    let script = "//! @param new_password: text   of Sam\nprint(new_password);\n\
        collaborators.filter(|c| c.email == \"sam@epic.events\").first().set_password(new_password)";
    admin.file("scripts/reset.rhai", script);
    let said = admin.run(&["run", "reset", "--new-password", "very secret words"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(!said.stderr.contains("very secret"), "{said}");
    let why = "a secret is never an argument: it is taken from EPIC_PARAM_NEW_PASSWORD";
    assert!(said.stderr.contains(why), "{said}");
    let said = admin.run(&["run", "reset"]);
    assert!(
        said.error().contains("EPIC_PARAM_NEW_PASSWORD: missing"),
        "{said}"
    );
    let mut command = admin.command(&["run", "reset"]);
    command.env("EPIC_PARAM_NEW_PASSWORD", "correct horse battery");
    let said = admin.said(command);
    assert!(said.ok().starts_with("a secret\n"), "{said}");
    // It is not written down with the run.
    let runs = "select parameters::text from audit.runs where script = 'reset'";
    for row in admin.owner().query(runs, &[]).expect("runs") {
        assert_eq!(row.get::<_, String>(0), "{}");
    }
    assert_eq!(
        admin.login("sam@epic.events", "correct horse battery").code,
        0
    );
}
