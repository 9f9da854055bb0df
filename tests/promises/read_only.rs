//! `epic --read-only` changes nothing, whatever is said or run, and says so before anything is asked.

use crate::harness::{PASSWORD, Pooler, Shell, Terminal};
use insta::assert_snapshot;
use postgres::{Client, NoTls};
use std::fs;

const ALL_ROWS: &str = "select coalesce(md5(string_agg(t::text, ',')), '') from (
    select c::text from crm.clients c union all select k::text from crm.contracts k union all select e::text from crm.events e
    union all select p::text from crm.collaborators p union all select r::text from audit.runs r order by 1) t(t)";

fn data(shell: &Shell) -> String {
    let row = shell.database.superuser().query_one(ALL_ROWS, &[]);
    row.expect("a row").get(0)
}

#[test]
fn nothing_is_changed_in_the_language_nor_in_sql_nor_by_commands() {
    let admin = Shell::as_("admin@epic.events");
    admin.file("new.csv", "full_name,email\nA,a@example.org\n");
    admin.e(r#"clients.get(1).update(#{ phone: "1" })"#).ok();
    let run = admin
        .e("sql(\"select audit.last_run()::text as id\")[0].id")
        .ok()
        .to_owned();
    let before = data(&admin);
    let refused = "this would change something, and epic only reads here";
    for code in [
        r#"clients.create(#{ full_name: "A", email: "a@example.org", commercial: "marie@epic.events" })"#,
        r#"clients.get(12).update(#{ phone: "1" })"#,
        r#"let c = clients.get(12); c.phone = "1"; c.save()"#,
        "clients.get(12).delete()",
        "events.delete()",
        r#"clients.update(#{ phone: "1" })"#,
        r#"clients.import_file("new.csv")"#,
        "contracts.unsigned().first().sign()",
        "contracts.unpaid().first().pay(1)",
        r#"clients.get(12).transfer("luc@epic.events")"#,
        r#"sql_exec("update clients set phone = '1'")"#,
        r#"sql_exec("with c as (delete from events returning id) select * from c")"#,
        r#"try { clients.get(12).delete() } catch { } clients.get(12).update(#{ phone: "1" })"#,
        "collaborators.get(2).deactivate()",
        r#"collaborators.get(2).set_password(env_password("NEW_PASSWORD"))"#,
    ] {
        let mut command = admin.command(&["--read-only", "-e", code]);
        command.env("NEW_PASSWORD", "a long pass phrase");
        let said = admin.said(command);
        assert_eq!((said.code, said.error()), (1, refused), "{code}: {said}");
    }
    for arguments in [
        &["sql", "select auth.end_session(id) from auth.sessions()"][..],
        &["sql", "select id from clients where id = 12 for update"],
        &["sql", "delete from events"],
        &["undo", &run],
        &["passwd", "--password-stdin"],
        &["sessions", "end", "0"],
    ] {
        let said = admin.run_with(&[&["--read-only"], arguments].concat(), "a\nb\n");
        assert_eq!(said.error(), refused, "{arguments:?}: {said}");
    }
    let seed = admin.run(&["--read-only", "db", "seed"]);
    assert_eq!(seed.code, 2, "{seed}");
    assert_eq!(data(&admin), before);
    assert_snapshot!(admin.run(&["--read-only", "sql", "select 1;\nupdate clients set phone = null"]), @r"
     ?column?
    ─────────
            1
    --- stderr
    error: this would change something, and epic only reads here
     2 │ update clients set phone = null
       │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
     hint: to change something, leave --read-only away (in config.toml: read_only)
     hint: this is statement 2 of 2; nothing of any is kept
    --- exit 1
    ");
}

/// It keeps slips away, and is no boundary: rights are.
#[test]
fn no_statement_of_sql_switches_it_off() {
    let marie = Shell::as_("marie@epic.events");
    let change = "update clients set phone = 'changed' where id = 12";
    let tricks = [
        "set transaction read write",
        "set local transaction_read_only = off",
        "select set_config('transaction_read_only', 'off', false)",
        "select set_config('default_transaction_read_only', 'off', false)",
        "set local default_transaction_read_only = off",
    ];
    let before = data(&marie);
    let (wired, wire) = marie.on_wire();
    for shell in [&marie, &wired] {
        for trick in tricks {
            let said = shell.run(&["--read-only", "sql", &format!("{trick}; {change}")]);
            assert_ne!(said.code, 0, "{trick}: {said}");
            let code =
                format!("try {{ sql_exec(\"{trick}\") }} catch {{ }} sql_exec(\"{change}\")");
            assert_ne!(shell.e(&code).code, 99, "{trick}");
            let said = shell.run(&["--read-only", "-e", &code]);
            assert_ne!(said.code, 0, "{trick}: {said}");
        }
        wire.is_a_pooler(Pooler::Ignores);
    }
    // What was tried without the option did change it.
    assert_ne!(data(&marie), before);
}

#[test]
fn what_reads_works_and_leaves_no_trace() {
    let marie = Shell::as_("marie@epic.events");
    let before = data(&marie);
    marie.file("count.rhai", "clients.count()");
    let only_reads = |arguments: &[&str]| marie.run(&[&["--read-only"], arguments].concat());
    assert_eq!(only_reads(&["count.rhai"]).ok(), "1000");
    assert_eq!(
        only_reads(&["-e", "let n = 0; for c in clients { n += 1; } n"]).ok(),
        "1000"
    );
    assert_eq!(only_reads(&["-e", "can(\"update\", clients)"]).ok(), "true");
    only_reads(&["runs"]).ok();
    only_reads(&["sessions"]).ok();
    only_reads(&["whoami"]).ok();
    assert_eq!(data(&marie), before);
    // The session itself is no data: it can be begun and ended.
    only_reads(&["logout"]).ok();
    marie
        .run_with(
            &[
                "--read-only",
                "login",
                "marie@epic.events",
                "--password-stdin",
            ],
            PASSWORD,
        )
        .ok();
    // Other programs get it too.
    let url = marie.command(&["--read-only", "url"]).output();
    let url = String::from_utf8(url.expect("epic runs").stdout).expect("a text");
    let mut client = Client::connect(url.trim(), NoTls).expect("a URL");
    let refused = client.batch_execute("update clients set phone = '1' where id = 12");
    let refused = refused.expect_err("it only reads");
    assert_eq!(
        refused.code().map(postgres::error::SqlState::code),
        Some("25006")
    );
}

#[test]
fn a_profile_may_say_it_and_the_prompt_tells() {
    let marie = Shell::as_("marie@epic.events");
    let text = "[profiles.look]\nread_only = true\n[profiles.work]\n";
    marie.file("config/config.toml", text);
    for profile in ["look", "work"] {
        let profiles = marie.state().join("profiles").join(profile);
        fs::create_dir_all(&profiles).expect("a folder");
        fs::copy(marie.state().join("token"), profiles.join("token")).expect("a token");
    }
    let change = r#"clients.get(12).update(#{ phone: "1" })"#;
    let said = marie.run(&["--profile", "look", "-e", change]);
    assert_snapshot!(said, @r#"
    --- stderr
    error: this would change something, and epic only reads here
     1 │ clients.get(12).update(#{ phone: "1" })
       │                 ^^^^^^
     hint: to change something, leave --read-only away (in config.toml: read_only)
    --- exit 1
    "#);
    marie.run(&["--profile", "work", "-e", change]).ok();

    let prompt = "look · marie (commercial) read only ❯ ";
    let mut terminal = Terminal::of(&marie, &["--profile", "look"]);
    terminal.prompts(prompt);
    let change = r#"clients.get(12).update(#{ phone: "2" })"#;
    for (entry, said) in [
        (change, "epic only reads here"),
        ("delete from events;", "epic only reads here"),
        (":undo", "epic only reads here"),
        (":passwd", "epic only reads here"),
        (":sessions end 0", "epic only reads here"),
        ("clients.count()", "= 1000"),
        (
            ":watch 1 sql_exec(\"delete from events\")",
            "epic only reads here",
        ),
    ] {
        let answer = terminal.answers(entry, prompt);
        assert!(answer.contains(said), "{entry}: {answer}");
    }
    terminal.answers(":sandbox", "look · marie (commercial) sandbox read only ❯ ");
    let answer = terminal.answers(change, "look · marie (commercial) sandbox read only ❯ ");
    assert!(answer.contains("epic only reads here"), "{answer}");
    terminal.answers(":sandbox off", prompt);
    assert_eq!(terminal.leaves(), 0);
}
