//! Passwords: changing one's own, setting others', keeping them with stronger costs, and what a stolen token
//! can't do to them.

use crate::harness::{PASSWORD, Said, Shell};
use epic::access::password;
use epic::store::Database;
use insta::assert_snapshot;
use postgres::Client;
use std::fs;

const NEW: &str = "four words in a row";
/// More work than the demo data's passwords were kept with.
const STRONGER: &str = "m=19456,t=3,p=1";

#[test]
fn changing_ones_password_ends_all_sessions_and_begins_a_new_one() {
    let marie = Shell::as_("marie@epic.events");
    let second = marie.beside("marie@epic.events");
    let token = fs::read_to_string(marie.state().join("token")).expect("a token");
    assert_snapshot!(passwd(&marie, PASSWORD, NEW), @r"
    --- stderr
    The password is changed, and all your sessions have ended.
    Signed in as Marie Durand (commercial) until ….
    ");
    marie.e("clients.count()").ok();
    assert_ne!(
        fs::read_to_string(marie.state().join("token")).expect("a token"),
        token
    );
    assert_eq!(
        second.e("clients.count()").error(),
        "your session has ended"
    );
    assert_eq!(second.login("marie@epic.events", PASSWORD).code, 3);
    second.login("marie@epic.events", NEW).ok();
}

#[test]
fn a_password_that_can_not_be_changed_stays() {
    let marie = Shell::as_("marie@epic.events");
    assert_snapshot!(passwd(&marie, "not the present one", NEW), @r"
    --- stderr
    error: the present password is wrong
     hint: after five wrong passwords nothing is accepted for a quarter of an hour
    --- exit 4
    ");
    assert_snapshot!(passwd(&marie, PASSWORD, "elevenchars"), @r"
    --- stderr
    error: the password is too short: at least 12 characters
     hint: a few words in a row are long and easy to remember
    --- exit 2
    ");
    assert_snapshot!(passwd(&marie, PASSWORD, PASSWORD), @r"
    --- stderr
    error: the new password is the present one
    --- exit 2
    ");
    assert_snapshot!(marie.run_with(&["passwd", "--password-stdin"], PASSWORD), @r"
    --- stderr
    error: --password-stdin needs two lines
     hint: the present password, then the new one
    --- exit 2
    ");
    marie.e("clients.count()").ok();
    marie.login("marie@epic.events", PASSWORD).ok();
    marie.run(&["logout"]).ok();
    assert_eq!(passwd(&marie, PASSWORD, NEW).code, 3);
}

#[test]
fn guessing_the_present_password_is_counted_with_guesses_at_login() {
    let marie = Shell::as_("marie@epic.events");
    for n in 0..5 {
        assert_eq!(passwd(&marie, &format!("guess {n}"), NEW).code, 4);
    }
    assert_eq!(passwd(&marie, PASSWORD, NEW).code, 4, "it rests now");
    assert_eq!(marie.login("marie@epic.events", PASSWORD).code, 3);
}

#[test]
fn an_admin_sets_the_passwords_of_others_through_the_api() {
    let marie = Shell::as_("marie@epic.events");
    let admin = marie.beside("admin@epic.events").session();
    let new = NEW.to_owned().into();
    admin.set_password(2, &new).expect("she may");
    assert_eq!(
        marie.e("1 + clients.count()").error(),
        "your session has ended"
    );
    marie.login("marie@epic.events", NEW).ok();

    let own = admin.set_password(1, &new).expect_err("not her own");
    assert_eq!(own.message, "your own password takes the present one");
    let marie = marie.session();
    let refused = marie.set_password(3, &new).expect_err("she may not");
    assert_eq!(
        refused.message,
        "you may not set the password of collaborator 3"
    );
    let database = Database::new(marie.server().clone());
    let refused = password::set(&database, 3, &new).expect_err("the database says so too");
    assert_eq!(refused.message, "you may not set this password");
}

#[test]
fn an_account_gets_its_password_from_the_environment_or_later() {
    let admin = Shell::as_("admin@epic.events");
    let create = |name: &str, more: &str| {
        let code = format!(
            "collaborators.create(#{{ full_name: \"{name}\", email: \"{name}@epic.events\", employee_number: \"{name}\", department: \"IT\", role: \"support\"{more} }}).id"
        );
        let mut command = admin.command(&["-e", &code]);
        command.env("PASSWORD_OF_ZOE", "a new one for zoe");
        command.env("SHORT_PASSWORD", "short");
        admin.said(command)
    };
    assert_snapshot!(create("zoe", ", password: \"written down\""), @r#"
    --- stderr
    error: a password is never written in a script or an entry
     hint: leave it out to be asked for it
     hint: or: password: env_password("NEW_PASSWORD")
    --- exit 2
    "#);
    let refused = [
        (
            "SHORT_PASSWORD",
            "the password is too short: at least 12 characters",
        ),
        (
            "NO_PASSWORD",
            "the variable NO_PASSWORD of the environment is not set",
        ),
        // A script that somebody else wrote makes nothing that is known, or secret, a password.
        ("PATH", "the variable 'PATH' is not for passwords"),
        (
            "EPIC_TOKEN",
            "the variable 'EPIC_TOKEN' is not for passwords",
        ),
        (
            "DATABASE_URL",
            "the variable 'DATABASE_URL' is not for passwords",
        ),
    ];
    for (variable, error) in refused {
        let said = create("zoe", &format!(", password: env_password(\"{variable}\")"));
        assert_eq!(said.error(), error);
    }
    // None of these left an account behind.
    let with = create("zoe", ", password: env_password(\"PASSWORD_OF_ZOE\")");
    assert!(!with.to_string().contains("hint"), "{with}");
    admin
        .beside("marie@epic.events")
        .login("zoe@epic.events", "a new one for zoe")
        .ok();
    let without = create("abe", "");
    let id = without.stdout.trim();
    assert_eq!(
        without.stderr.trim(),
        format!(
            "hint: they can sign in once they have a password: collaborators.get({id}).set_password()"
        )
    );
    assert_eq!(create("bob", ", password: ()").stderr, "");
}

#[test]
fn a_secret_can_only_be_handed_on() {
    let admin = Shell::as_("admin@epic.events");
    let e = |code: &str| {
        let mut command = admin.command(&["-e", code]);
        command.env("SECRET_PASSWORD", "correct horse battery");
        admin.said(command).to_string()
    };
    for code in [
        "env_password(\"SECRET_PASSWORD\")",
        "let s = env_password(\"SECRET_PASSWORD\"); print(s); debug(s); `${s}`",
        "[env_password(\"SECRET_PASSWORD\")]",
        "#{ a: env_password(\"SECRET_PASSWORD\") }",
        "env_password(\"SECRET_PASSWORD\") + \"\"",
        "throw env_password(\"SECRET_PASSWORD\")",
        "env_password(\"SECRET_PASSWORD\").len()",
        "sql(\"select $1::text as t\", [env_password(\"SECRET_PASSWORD\")])",
        "clients.get(12).update(#{ phone: env_password(\"SECRET_PASSWORD\") })",
        "clients.filter(|c| c.full_name == env_password(\"SECRET_PASSWORD\")).sql()",
        "collaborators.get(5).set_password(env_password(\"SECRET_PASSWORD\"))",
    ] {
        let said = e(code);
        assert!(!said.contains("correct horse"), "{code}\n{said}");
    }
    admin
        .login("ines@epic.events", "correct horse battery")
        .ok();
    // A computed row may carry anybody's id.
    let computed = "collaborators.select(|p| #{ id: 2, full_name: p.full_name }).first().set_password(env_password(\"SECRET_PASSWORD\"))";
    let said = e(computed);
    assert!(
        said.contains("only collaborators have a password"),
        "{said}"
    );
}

#[test]
fn nobody_is_asked_for_a_password_without_a_terminal() {
    let admin = Shell::as_("admin@epic.events");
    let marie = admin.beside("marie@epic.events");
    // A session of its own, so that there is no terminal to inherit.
    let set = |shell: &Shell, code: &str| {
        let epic = shell.command(&["-e", code]);
        let mut command = std::process::Command::new("setsid");
        command
            .arg("-w")
            .arg(epic.get_program())
            .args(epic.get_args())
            .current_dir(shell.home());
        for (name, value) in epic.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        shell.said(command).error().to_owned()
    };
    assert_eq!(
        set(&admin, "collaborators.get(2).set_password()"),
        "there is no terminal to ask on"
    );
    assert_eq!(
        set(&marie, "collaborators.get(3).set_password()"),
        "you may not set the password of collaborator 3"
    );
    assert_eq!(
        set(&admin, "clients.get(3).set_password()"),
        "only collaborators have a password"
    );
}

#[test]
fn a_stolen_token_changes_no_password() {
    for (email, id) in [("marie@epic.events", 2), ("admin@epic.events", 1)] {
        let shell = Shell::as_(email);
        let mut owner = shell.owner();
        owner
            .batch_execute(&format!("update auth.config set argon = '{STRONGER}'"))
            .expect("a setting");
        let mut thief = shell.psql_url();
        let mut says = |sql: &str| -> bool { thief.query_one(sql, &[]).expect("an answer").get(0) };
        let salt = "'\\x00112233445566778899aabbccddeeff'::bytea";
        let set = format!("auth.set_password({id}, {salt}, '{STRONGER}', sha256('x')");
        let upgrade = format!("auth.upgrade({salt}, '{STRONGER}', sha256('x')");
        assert!(!says(&format!("select {set})")), "{email}: without a proof");
        assert!(
            !says(&format!("select {set}, gen_random_uuid())")),
            "{email}: with a made-up proof"
        );
        assert!(
            !says(&format!("select {upgrade}, gen_random_uuid())")),
            "{email}: upgraded without a proof"
        );
        assert!(
            !says(&format!("select {upgrade}, null)")),
            "{email}: upgraded without a proof"
        );
        let guess = attempt(&mut thief, email, "sha256('a guess')");
        assert!(
            !bool_of(&mut thief, &format!("select {upgrade}, '{guess}')")),
            "{email}: a wrong guess"
        );

        // The proof of somebody else, with whom the thief conspires.
        let luc = key_of(&mut owner, 3);
        let guess = attempt(&mut thief, "luc@epic.events", &luc);
        assert!(
            !bool_of(&mut thief, &format!("select {upgrade}, '{guess}')")),
            "{email}: Luc's proof"
        );
        // The attempt and its judgement in one transaction.
        let own = key_of(&mut owner, id);
        let both = format!("select {upgrade}, auth.attempt('{email}', {own}))");
        assert!(!bool_of(&mut thief, &both), "{email}: not committed first");
        let kept = "select argon from auth.credential where collaborator_id = $1";
        let kept: String = owner.query_one(kept, &[&id]).expect("a row").get(0);
        assert_ne!(kept, STRONGER, "{email}");
    }
}

#[test]
fn a_password_is_kept_with_stronger_costs_at_the_next_login_and_sessions_go_on() {
    let marie = Shell::as_("marie@epic.events");
    let mut owner = marie.owner();
    let mut kept = |id: i64| -> (String, Vec<u8>) {
        let row = owner.query_one(
            "select argon, salt from auth.credential where collaborator_id = $1",
            &[&id],
        );
        let row = row.expect("a row");
        (row.get(0), row.get(1))
    };
    let before = kept(2);
    let second = marie.beside("marie@epic.events");
    assert_eq!(kept(2), before, "nothing is done without need");

    marie
        .owner()
        .batch_execute(&format!("update auth.config set argon = '{STRONGER}'"))
        .expect("a setting");
    second.login("marie@epic.events", PASSWORD).ok();
    let after = kept(2);
    assert_eq!(after.0, STRONGER);
    assert_ne!(after.1, before.1, "the salt is new too");
    marie.e("clients.count()").ok();
    second.login("marie@epic.events", PASSWORD).ok();
    assert_eq!(kept(2), after);
    assert_eq!(kept(3).0, before.0, "others wait for their own login");

    // Weaker ones are for nobody who is there already.
    let weaker = "update auth.config set argon = 'm=19456,t=2,p=1'";
    marie.owner().batch_execute(weaker).expect("a setting");
    second.login("marie@epic.events", PASSWORD).ok();
    assert_eq!(kept(2), after);
}

#[test]
fn costs_do_not_tell_who_has_an_account() {
    let shell = Shell::signed_out();
    let mut owner = shell.owner();
    owner
        .batch_execute(&format!("update auth.config set argon = '{STRONGER}'"))
        .expect("a setting");
    // Half of the staff signed in meanwhile.
    let half =
        format!("update auth.credential set argon = '{STRONGER}' where collaborator_id % 2 = 0");
    owner.batch_execute(&half).expect("a setting");
    let mut strong = 0;
    for n in 0..100 {
        let sql = "select argon from auth.salt('nobody' || $1::int::text)";
        let argon = |owner: &mut Client| -> String {
            owner.query_one(sql, &[&n]).expect("an answer").get(0)
        };
        let first = argon(&mut owner);
        assert_eq!(first, argon(&mut owner), "always the same");
        strong += i32::from(first == STRONGER);
    }
    assert!(
        (20..80).contains(&strong),
        "{strong} of 100 strangers have the new costs"
    );
}

fn passwd(shell: &Shell, present: &str, new: &str) -> Said {
    shell.run_with(
        &["passwd", "--password-stdin"],
        &format!("{present}\n{new}\n"),
    )
}

/// An attempt that is committed; `key` is an expression.
fn attempt(client: &mut Client, email: &str, key: &str) -> String {
    let sql = format!("select auth.attempt('{email}', {key})::text");
    client.query_one(&sql, &[]).expect("an attempt").get(0)
}

fn bool_of(client: &mut Client, sql: &str) -> bool {
    client.query_one(sql, &[]).expect("an answer").get(0)
}

/// Gives somebody a key that is known here, and returns it as an expression.
fn key_of(owner: &mut Client, collaborator: i64) -> String {
    let key = "sha256('known')";
    let sql = format!(
        "update auth.credential set key_hash = sha256({key}) where collaborator_id = {collaborator}"
    );
    owner.batch_execute(&sql).expect("a key");
    key.to_owned()
}
