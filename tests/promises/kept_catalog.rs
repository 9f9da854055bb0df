//! The catalog is kept between programs, and never outlives what it tells: the first statement of a program asks whether
//! it is still true.

use crate::harness::{OwnServer, PASSWORD, Shell, Wire, until};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// Whether a program began by reading the whole catalog, or asked for its version, or both.
fn asked(shell: &Shell, wire: &Wire) -> Vec<&'static str> {
    wire.take();
    shell.e("clients.count()").ok();
    let what = |sql: String| match sql {
        sql if sql.starts_with("select epic.catalog()") => Some("all"),
        sql if sql.contains("epic.catalog_version") => Some("version"),
        _ => None,
    };
    wire.take().into_iter().filter_map(what).collect()
}

fn file(shell: &Shell) -> PathBuf {
    shell.state().join("catalog")
}

/// Somebody whose catalog is kept.
fn kept(email: &str) -> (Shell, Wire) {
    let (shell, wire) = Shell::as_(email).on_wire();
    assert_eq!(asked(&shell, &wire), ["all"]);
    assert_eq!(asked(&shell, &wire), ["version"]);
    (shell, wire)
}

#[test]
fn whatever_changes_in_the_database_is_read_anew() {
    let (marie, wire) = kept("marie@epic.events");
    for change in [
        "grant update (id) on crm.clients to epic_commercial",
        "revoke update (id) on crm.clients from epic_commercial",
        "grant truncate on crm.clients to epic_admin",
        "alter table crm.clients add column language text default 'fr'",
        "alter table crm.clients alter language set not null",
        "comment on column crm.clients.language is 'what they speak'",
        "comment on table crm.clients is 'who pays'",
        "alter table crm.clients add constraint \"a language has two letters\" check (language ~ '^[a-z]{2}$') not valid",
        "comment on constraint \"a language has two letters\" on crm.clients is 'such as fr'",
        "alter table crm.clients drop constraint \"a language has two letters\"",
        "create policy \"nobody sees client 12\" on crm.clients as restrictive for select using (id <> 12)",
        "alter policy \"nobody sees client 12\" on crm.clients using (id <> 13)",
        "comment on policy \"nobody sees client 12\" on crm.clients is 'for now'",
        "drop policy \"nobody sees client 12\" on crm.clients",
        "alter type crm.staff_role add value 'guest'",
        "create table crm.venues (id int)",
        "drop table crm.venues",
        "update crm.collaborators set full_name = 'Marie D.' where email = 'marie@epic.events'",
    ] {
        marie.owner().batch_execute(change).expect(change);
        assert_eq!(asked(&marie, &wire), ["version", "all"], "{change}");
        assert_eq!(asked(&marie, &wire), ["version"], "after {change}");
    }
}

#[test]
fn what_was_begun_before_and_ends_after_it_was_read_is_read_anew() {
    let (marie, wire) = kept("marie@epic.events");
    let mut owner = marie.owner();
    let mut open = owner.transaction().expect("it begins");
    open.batch_execute("create table crm.venues (id int)")
        .expect("it may");
    marie
        .owner()
        .batch_execute("create table crm.halls (id int)")
        .expect("it may");
    assert_eq!(asked(&marie, &wire), ["version", "all"]);
    assert_eq!(asked(&marie, &wire), ["version"]);
    open.commit().expect("it is kept");
    assert_eq!(asked(&marie, &wire), ["version", "all"]);
}

/// Where no transaction has ended since, nobody looks for changes: one that is said to be known already is not found.
#[test]
fn nothing_is_looked_through_when_no_transaction_has_ended() {
    let server = OwnServer::with(&[]);
    let marie = Shell::at(server.database());
    marie.login("marie@epic.events", PASSWORD).ok();
    let language = || marie.e("clients.filter(|c| c.language == \"fr\").count()");
    let mut owner = marie.owner();
    owner
        .batch_execute("alter table crm.clients add column language text default 'fr'")
        .expect("it may");
    let snapshot = marie.state().join("catalog_snapshot");
    let kept = [file(&marie), snapshot.clone()].map(|path| {
        let text = fs::read_to_string(&path).expect("a file");
        (path, text)
    });
    let (of_the_catalog, seen) = kept[1].1.rsplit_once('\n').expect("lines");
    let (timeline, _) = seen.split_once(' ').expect("a timeline");
    until("it believes that", || {
        for (path, text) in &kept {
            fs::write(path, text).expect("own file");
        }
        let now = owner.query_one("select pg_current_snapshot()::text", &[]);
        let now: String = now.expect("a row").get(0);
        let text = format!("{of_the_catalog}\n{timeline} {now}");
        fs::write(&snapshot, text).expect("own file");
        language()
            .stderr
            .contains("no field or relation 'language'")
    });
    fs::set_permissions(&snapshot, Permissions::from_mode(0o644)).expect("own file");
    assert_eq!(language().ok(), "0", "others may have written it");
}

#[test]
fn data_is_not_part_of_it() {
    let (marie, wire) = kept("marie@epic.events");
    let change = "update crm.clients set phone = '1'; vacuum analyze crm.clients";
    for statement in change.split(';') {
        marie.owner().batch_execute(statement).expect("it may");
    }
    marie.e("clients.get(12).update(#{ phone: \"2\" })").ok();
    assert_eq!(asked(&marie, &wire), ["version"]);
}

#[test]
fn it_is_one_session_s_own_and_for_nobody_else_s_eyes() {
    let (marie, wire) = kept("marie@epic.events");
    let mode = |path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(file(&marie)), 0o600);
    // another session of the same person, in the same folder
    marie.login("marie@epic.events", PASSWORD).ok();
    assert_eq!(asked(&marie, &wire), ["version"], "the login read it");
    let other = marie.beside("sam@epic.events");
    fs::copy(file(&marie), file(&other)).expect("a copy");
    assert_eq!(other.e("me.full_name").ok(), "Sam Okafor");

    fs::set_permissions(file(&marie), Permissions::from_mode(0o644)).expect("own file");
    assert_eq!(asked(&marie, &wire), ["all"], "others may have written it");
    assert_eq!(mode(file(&marie)), 0o600);

    marie.run(&["logout"]).ok();
    assert!(!file(&marie).exists(), "it is forgotten with the token");
    assert!(!marie.state().join("catalog_snapshot").exists());
}

#[test]
fn what_is_no_catalog_is_read_anew() {
    let (marie, wire) = kept("marie@epic.events");
    let good = fs::read_to_string(file(&marie)).expect("a file");
    for damaged in [
        "",
        "\n\n",
        &good[..good.len() / 2],
        &good.replace("\"fields\"", "\"columns\""),
    ] {
        fs::write(file(&marie), damaged).expect("own file");
        assert_eq!(asked(&marie, &wire), ["all"], "{damaged:.80}");
        assert_eq!(fs::read_to_string(file(&marie)).expect("a file"), good);
    }
    fs::write(file(&marie), [0xff, 0xfe, b'\n', 0, b'\n', 0xff]).expect("own file");
    assert_eq!(asked(&marie, &wire), ["all"], "no text at all");
    // where nothing can be kept
    fs::remove_file(file(&marie)).expect("own file");
    fs::create_dir(file(&marie)).expect("own folder");
    assert_eq!(asked(&marie, &wire), ["all"]);
    assert_eq!(asked(&marie, &wire), ["all"]);
}

/// Who forges it can be told nonsense by their own shell, and gains nothing.
#[test]
fn it_never_decides_a_right() {
    let (sam, _wire) = kept("sam@epic.events");
    let good = fs::read_to_string(file(&sam)).expect("a file");
    let forged = good
        .replace("\"role\":\"support\"", "\"role\":\"admin\"")
        .replace(",\"may_insert\":true", "")
        .replace(",\"may_update\":true", "")
        .replace(
            "\"may_select\":true",
            "\"may_select\":true,\"may_insert\":true,\"may_update\":true",
        )
        .replace("\"may_delete\":false", "\"may_delete\":true");
    assert_ne!(good, forged);
    for code in [
        "clients.get(12).update(#{ phone: \"1\" })",
        "clients.get(12).delete()",
        "clients.create(#{ full_name: \"Ada\", email: \"ada@example.com\" })",
    ] {
        let by_the_database = |kept: &str| {
            fs::write(file(&sam), kept).expect("own file");
            let said = sam.e(code);
            assert_eq!(said.code, 4, "{said}");
            said.stderr.lines().next().map(str::to_owned)
        };
        assert_eq!(by_the_database(&forged), by_the_database(&good));
    }
}

#[test]
fn a_session_that_is_over_has_no_use_for_it() {
    let (marie, _wire) = kept("marie@epic.events");
    marie.database.expire_sessions_of("marie@epic.events");
    let said = marie.e("clients.count()");
    assert_eq!(said.code, 3, "{said}");
    assert!(said.stderr.contains("session"), "{said}");
}
