//! What every role may execute because PostgreSQL lets PUBLIC do so: reviewed by hand, compared with the catalog.

use crate::harness::{TestDatabase, is_set_up_by_superuser, server_version};
use std::collections::BTreeSet;

/// Functions that do something (they are volatile) and that PUBLIC may execute. A version of PostgreSQL that brings a new
/// one fails here, and somebody decides: revoke it in `sql/init/02_database.sql`, or take it into the list of
/// `docs/security.md`.
#[test]
fn what_public_may_execute_was_decided_one_by_one() {
    if !is_set_up_by_superuser() {
        return; // who is none can revoke nothing of PostgreSQL's own
    }
    let database = TestDatabase::with_demo_data();
    let names = column(
        &database,
        "select distinct p.proname::text from pg_proc p
          where p.pronamespace = 'pg_catalog'::regnamespace and p.provolatile = 'v' and p.prokind = 'f'
            and p.prorettype <> 'trigger'::regtype and p.prorettype <> 'event_trigger'::regtype
            and not 'internal'::regtype = any (p.proargtypes)
            and has_function_privilege('public', p.oid, 'execute')",
    );
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let decided = decided();
    let new: Vec<_> = names.difference(&decided).collect();
    let gone: Vec<_> = decided.difference(&names).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "new: {new:?}, gone: {gone:?}"
    );
}

/// The names in the list of `docs/security.md` that this version has: `one` (from 16), `another` (to 15).
fn decided() -> BTreeSet<&'static str> {
    let text = include_str!("../../docs/security.md");
    let section = text
        .split("\n## ")
        .find(|it| it.starts_with("What PUBLIC may do"));
    let parts: Vec<&str> = section.expect("a list").split('`').collect();
    let named = parts[1..].chunks(2).map(|pair| (pair[0], pair.get(1)));
    let here = named.filter(|(_, then)| then.is_none_or(|then| is_here(then)));
    here.map(|(name, _)| name).collect()
}

/// Whether what follows a name says that this version has it.
fn is_here(then: &str) -> bool {
    let bound = |word: &str| {
        let said = then.trim_start().strip_prefix(word)?;
        said.split(')').next()?.trim().parse::<u32>().ok()
    };
    let version = server_version();
    bound("(from").is_none_or(|from| from <= version) && bound("(to").is_none_or(|to| version <= to)
}

/// Ours: every one is granted by name.
#[test]
fn public_may_execute_none_of_our_own_functions_and_use_no_schema_or_language() {
    let database = TestDatabase::with_demo_data();
    let mut ours = column(
        &database,
        "select p.oid::regprocedure::text from pg_proc p
          where p.pronamespace::regnamespace::text in ('crm', 'auth', 'auth_gate', 'audit', 'epic')
            and has_function_privilege('public', p.oid, 'execute')
         union all
         select l.lanname::text from pg_language l
          where l.lanname not in ('internal', 'c', 'sql') and has_language_privilege('public', l.oid, 'usage')
         union all
         select n.nspname::text from pg_namespace n
          where n.nspname not in ('pg_catalog', 'information_schema')
            and has_schema_privilege('public', n.oid, 'usage, create')",
    );
    // Only a superuser can take a language from everybody.
    ours.retain(|name| is_set_up_by_superuser() || name != "plpgsql");
    assert!(ours.is_empty(), "{ours:?}");
}

fn column(database: &TestDatabase, sql: &str) -> Vec<String> {
    let rows = database.owner().query(sql, &[]).expect("an answer");
    rows.iter().map(|row| row.get(0)).collect()
}
