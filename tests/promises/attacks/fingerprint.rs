//! Everything that an attack could change: data, and who may do what.

use postgres::Client;
use std::collections::BTreeMap;

/// A checksum for each thing.
pub type Fingerprint = BTreeMap<String, String>;

/// Things of the catalog. Roles belong to the whole cluster, where other tests are at work: only those
/// of this database's sessions and the shared ones count.
const CATALOG: &[(&str, &str)] = &[
    (
        "relations and their rights",
        "select oid, relname, relnamespace, relowner, relacl, relrowsecurity, relkind from pg_class
          where relnamespace::regnamespace::text !~ '^pg_(toast|temp)'",
    ),
    (
        "columns and their rights",
        "select attrelid, attname, attacl, attisdropped from pg_attribute where attacl is not null",
    ),
    ("policies", "select * from pg_policy"),
    (
        "functions and their rights",
        "select oid, proname, proowner, proacl, prosecdef, proconfig, prosrc from pg_proc
          where oid >= 16384 or proacl is not null",
    ),
    ("operators", "select oid, oprname from pg_operator where oid >= 16384"),
    (
        "types",
        "select oid, typname, typacl from pg_type where oid >= 16384",
    ),
    (
        "triggers",
        "select oid, tgname, tgrelid, tgenabled from pg_trigger",
    ),
    (
        "schemas and their rights",
        "select nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_(toast_)?temp'",
    ),
    ("default rights", "select * from pg_default_acl"),
    ("large objects", "select * from pg_largeobject_metadata"),
    (
        "extensions and languages",
        "select extname, extowner from pg_extension union all select lanname, lanowner from pg_language",
    ),
    (
        "the database and its rights",
        "select datname, datdba, datacl, datconnlimit from pg_database where datname = current_database()",
    ),
    (
        "roles",
        "select r.* from pg_authid r, pg_database d where d.datname = current_database()
            and (r.rolname ~ format('^(s|epic_db)_%s(_|$)', d.oid) or r.rolname ~ '^epic_[a-z]+$')",
    ),
    (
        "members of roles",
        "select m.* from pg_auth_members m, pg_roles r, pg_roles g, pg_database d
          where d.datname = current_database() and r.oid = m.member and g.oid = m.roleid
            and (g.rolname !~ '^(s|epic_db)_' or g.rolname ~ format('^(s|epic_db)_%s(_|$)', d.oid))
            and (r.rolname ~ format('^(s|epic_db)_%s(_|$)', d.oid) or r.rolname ~ '^epic_[a-z]+$')",
    ),
    (
        "settings of roles",
        "select s.* from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole, pg_database d
          where d.datname = current_database() and s.setdatabase in (0, d.oid)
            and (r.rolname is null or r.rolname ~ format('^s_%s_', d.oid) or r.rolname ~ '^epic_[a-z]+$')",
    ),
];

/// Takes the fingerprint of a database, as a superuser.
pub fn take(superuser: &mut Client) -> Fingerprint {
    // Attempts to sign in and ends of sessions are written down, whoever makes them.
    let tables = "select format('%I.%I', n.nspname, c.relname)
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relkind = 'r' and n.nspname in ('crm', 'auth', 'audit', 'epic', 'public')
                     and c.relname not in ('attempt', 'ending')";
    let tables: Vec<String> = superuser
        .query(tables, &[])
        .expect("the tables")
        .iter()
        .map(|row| row.get(0))
        .collect();
    let mut things: Vec<(String, String)> = tables
        .into_iter()
        .map(|table| (table.clone(), format!("select * from {table}")))
        .collect();
    things.extend(CATALOG.iter().map(|(n, sql)| ((*n).into(), (*sql).into())));
    let sums: Vec<String> = things
        .iter()
        .map(|(name, sql)| {
            format!(
                "select '{name}', concat(count(*), ' ', sum(hashtextextended(thing::text, 0)::numeric))
                   from ({sql}) thing"
            )
        })
        .collect();
    let rows = superuser.query(&sums.join(" union all "), &[]);
    rows.expect("checksums")
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect()
}

/// What differs.
pub fn difference(before: &Fingerprint, after: &Fingerprint) -> Option<String> {
    let names: Vec<&str> = before
        .keys()
        .chain(after.keys().filter(|name| !before.contains_key(*name)))
        .filter(|name| before.get(*name) != after.get(*name))
        .map(String::as_str)
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}
