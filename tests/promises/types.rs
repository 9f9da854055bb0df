//! Types: every type of PostgreSQL is shown as psql shows it, alone and inside others.

use crate::harness::Shell;
use epic::store::{Answer, Database};
use epic::value::{Type, Value};

/// Types that have no values of their own: nobody can write one.
const UNWRITTEN: [&str; 8] = [
    "gtrgm",
    "pg_node_tree",
    "pg_ndistinct",
    "pg_dependencies",
    "pg_mcv_list",
    "pg_brin_bloom_summary",
    "pg_brin_minmax_multi_summary",
    "gtsvector",
];

/// Texts of values, by type.
const SAMPLES: &[(&str, &[&str])] = &[
    ("bool", &["t", "f"]),
    ("bytea", &["\\x00ff", ""]),
    ("char", &["a", ""]),
    ("name", &["a b"]),
    ("int8", &["9223372036854775807", "-9223372036854775808"]),
    ("int2", &["-32768"]),
    ("int2vector", &["1 2 3"]),
    ("int4", &["2147483647"]),
    ("regproc", &["now"]),
    (
        "text",
        &["a", "", "a \"b\", {c} \\ d\ne", "NULL", "null", "é李"],
    ),
    ("oid", &["4294967295"]),
    ("tid", &["(1,2)"]),
    ("xid", &["7"]),
    ("cid", &["7"]),
    ("oidvector", &["1 2"]),
    (
        "json",
        &[
            "{\"b\": 1.50,  \"a\":[1,null, 1e400]}",
            "null",
            "12345678901234567890.10",
        ],
    ),
    ("xml", &["<a>b</a>"]),
    ("point", &["(1.5,2)"]),
    ("lseg", &["[(0,0),(1,1)]"]),
    ("path", &["((0,0),(1,1))"]),
    ("box", &["(1,1),(0,0)"]),
    ("circle", &["<(0,0),1.5>"]),
    ("polygon", &["((0,0),(1,1),(1,0))"]),
    ("line", &["{1,2,3}"]),
    ("float4", &["0.1", "NaN", "-Infinity", "1e20"]),
    (
        "float8",
        &[
            "0.1",
            "1e300",
            "1e-7",
            "1e15",
            "123456789012345",
            "NaN",
            "Infinity",
            "-0.5",
        ],
    ),
    ("money", &["12.50"]),
    ("macaddr", &["08:00:2b:01:02:03"]),
    ("inet", &["10.0.0.1/8", "::1"]),
    ("cidr", &["10.0.0.0/8"]),
    ("macaddr8", &["08:00:2b:01:02:03:04:05"]),
    ("aclitem", &["=r/postgres"]),
    ("bpchar", &["a "]),
    ("varchar", &["a "]),
    (
        "date",
        &[
            "2026-01-31",
            "infinity",
            "-infinity",
            "0044-03-15 BC",
            "4713-01-01 BC",
            "10000-01-01",
            "5874897-12-31",
        ],
    ),
    ("time", &["10:00", "24:00:00"]),
    (
        "timestamp",
        &[
            "2026-01-31 10:00:05.25",
            "infinity",
            "-infinity",
            "0044-03-15 10:00:01 BC",
            "294276-12-31 23:59:59.999999",
        ],
    ),
    (
        "timestamptz",
        &[
            "2026-01-31 10:00:05.25Z",
            "infinity",
            "-infinity",
            "0044-03-15 10:00:01Z BC",
            "294276-12-31 23:59:59Z",
        ],
    ),
    ("interval", &["1 year 2 mons -3 days 04:05:06.5"]),
    ("timetz", &["10:00:00+02"]),
    ("bit", &["1"]),
    ("varbit", &["1010"]),
    (
        "numeric",
        &[
            "0",
            "12.50",
            "-0.00",
            "NaN",
            "Infinity",
            "-Infinity",
            "12345678901234567890123456789012345.5",
            "0.00000000000000000000000000005",
            "-79228162514264337593543950335",
            "1e-28",
            "10000",
            "0.0001",
        ],
    ),
    ("refcursor", &["c"]),
    ("regprocedure", &["now()"]),
    ("regoper", &["||/"]),
    ("regoperator", &["+(integer,integer)"]),
    ("regclass", &["pg_class"]),
    ("regtype", &["integer"]),
    ("uuid", &["00000000-0000-0000-0000-000000000001"]),
    ("pg_lsn", &["0/10"]),
    ("tsvector", &["'a':1 'b'"]),
    ("tsquery", &["'a' & 'b'"]),
    ("regconfig", &["english"]),
    ("regdictionary", &["simple"]),
    (
        "jsonb",
        &[
            "{\"b\": 1.50, \"a\": [1, null, 1e40]}",
            "\"x\"",
            "12345678901234567890.10",
        ],
    ),
    ("jsonpath", &["$.\"a\""]),
    ("txid_snapshot", &["10:20:10,14"]),
    ("xid8", &["7"]),
    ("pg_snapshot", &["10:20:10,14"]),
    ("regnamespace", &["pg_catalog"]),
    ("regrole", &["postgres"]),
    ("regcollation", &["\"C\""]),
    ("int4range", &["[1,5)", "empty"]),
    ("numrange", &["[1.5,]"]),
    ("tsrange", &["[2026-01-31 10:00,infinity)"]),
    ("tstzrange", &["[2026-01-31 10:00Z,)"]),
    ("daterange", &["[2026-01-31,2026-02-02)"]),
    ("int8range", &["[1,5)"]),
    ("int4multirange", &["{[1,5),[7,9)}"]),
    ("nummultirange", &["{[1.5,2]}"]),
    ("tsmultirange", &["{[2026-01-31 10:00,2026-01-31 11:00)}"]),
    ("tstzmultirange", &["{}"]),
    ("datemultirange", &["{[2026-01-31,2026-02-02)}"]),
    ("int8multirange", &["{[1,5)}"]),
    ("t_enum", &["a b", "c"]),
    ("t_pair", &["(1,\"a \"\"b\"\", c\")", "(,)"]),
    ("t_domain", &["5"]),
    ("t_range", &["[1.5,2)"]),
    ("t_multirange", &["{[1.5,2)}"]),
];

/// What psql shows, in the words of ours: truth in full, moments as in every table.
fn ours(kind: &str, text: &str) -> String {
    match (kind, text) {
        ("bool", "t") => "true".to_owned(),
        ("bool", _) => "false".to_owned(),
        ("timestamptz", text) if !text.starts_with("29") => text.replacen("+00", "", 1),
        _ => text.to_owned(),
    }
}

/// Moments have six digits behind the second where they have any.
fn close(shown: &str, expected: &str) -> bool {
    let number = |text: &str| text.parse::<f32>().ok();
    shown == expected
        || shown.replace("250000", "25") == expected
        || matches!((number(shown), number(expected)), (Some(a), Some(b)) if a.to_bits() == b.to_bits() && shown.contains('e') | !shown.contains('.'))
}

#[test]
#[allow(clippy::too_many_lines)] // one table of types, shown in each way
fn every_type_is_shown_as_psql_shows_it() {
    let shell = Shell::as_("admin@epic.events");
    let mut psql = shell.database.superuser();
    psql.batch_execute(
        "set timezone = 'UTC';
         create type public.t_enum as enum ('a b', 'c'); create type public.t_pair as (a int, b text);
         create domain public.t_domain as int;
         create type public.t_range as range (subtype = float8, multirange_type_name = public.t_multirange);",
    ).expect("types");
    let kinds = psql.query(
        "select t.typname::text, format('%I.%I', n.nspname, t.typname) from pg_type t join pg_namespace n on n.oid = t.typnamespace
         left join pg_class c on c.oid = t.typrelid
         where t.typtype in ('b', 'r', 'm', 'e', 'c', 'd') and t.typcategory <> 'A' and (c.oid is null or c.relkind = 'c')
           and n.nspname in ('pg_catalog', 'public')", &[]).expect("types");
    assert!(kinds.len() > 70);
    let database = Database::new(shell.database.admin.clone());
    let one = |sql: &str| -> Value {
        match database.adhoc(sql, epic::store::Parameters::NONE) {
            Ok(Answer::Rows(rows)) => rows.rows.into_iter().flatten().next().expect("a value"),
            other => panic!("{sql}: {other:?}"),
        }
    };
    let mut plain = |sql: &str| -> Option<String> {
        let messages = psql
            .simple_query(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        messages
            .iter()
            .find_map(|message| match message {
                postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).map(str::to_owned)),
                _ => None,
            })
            .expect("a row")
    };
    for row in kinds {
        let (kind, name): (String, String) = (row.get(0), row.get(1));
        let kind = kind.as_str();
        if UNWRITTEN.contains(&kind) {
            assert_eq!(
                one(&format!("select null::{name} as v")),
                Value::Null,
                "{kind}"
            );
            continue;
        }
        let sample = SAMPLES.iter().find(|(sample, _)| *sample == kind);
        let (_, texts) = sample.unwrap_or_else(|| panic!("{kind} has no sample"));
        for text in *texts {
            let literal = format!("'{}'::{name}", text.replace('\'', "''"));
            let alone = one(&format!("select {literal} as v"));
            let expected = plain(&format!("select {literal}")).expect("no null");
            let shown = alone.to_string();
            assert!(
                close(&shown, &ours(kind, &expected)),
                "{literal}: {shown}, psql: {expected}"
            );
            if !["bool", "timestamp", "timestamptz"].contains(&kind) {
                assert!(
                    close(&alone.exact(), &expected),
                    "{literal} as csv: {}",
                    alone.exact()
                );
            }
            for around in [
                format!("row({literal}, null, 'a')"),
                format!("array[row({literal})]"),
            ] {
                let sql = format!("select {around} as v");
                assert_eq!(Some(one(&sql).to_string()), plain(&sql), "{sql}");
            }
            let sql = format!("select array[{literal}, null, {literal}] as v");
            let expected = plain(&sql).expect("an array");
            match one(&sql) {
                Value::List(items) => {
                    let same = [alone.clone(), Value::Null, alone.clone()];
                    // As text: NaN does not equal itself.
                    assert_eq!(format!("{items:?}"), format!("{same:?}"), "{sql}");
                }
                value => assert_eq!(value.to_string(), expected, "{sql}"),
            }
            let sql = format!("select ('[0:1]=' || array[{literal}, null]::text)::{name}[] as v");
            assert_eq!(Some(one(&sql).to_string()), plain(&sql), "{sql}");
            let sql = format!("select to_json({literal}) as v");
            let json = one(&sql);
            assert_eq!(Some(json.to_string()), plain(&sql), "{sql}");
            assert!(json.is_null() || json.kind() == Some(Type::Json), "{sql}");
        }
        let sql = format!("select null::{name} as v");
        assert_eq!(one(&sql), Value::Null, "{sql}");
        let sql = format!("select array[]::{name}[] as v");
        assert!(["{}", "[]"].contains(&&*one(&sql).to_string()), "{sql}");
    }
    for (sql, shown) in [
        ("select array[[1]] as v", "[[1]]"),
        (
            "select array[[1, 2], [3, null]] as v",
            "[[1, 2], [3, null]]",
        ),
        ("select array[[['a'], ['b']]] as v", "[[[a], [b]]]"),
        (
            "select '[0:1][2:2]={{1},{2}}'::int[] as v",
            "[0:1][2:2]={{1},{2}}",
        ),
        ("select array[[interval '1 day']] as v", "{{\"1 day\"}}"),
        (
            "with x as (select interval '1 day' as i) select i from x",
            "1 day",
        ),
        ("values (interval '1 day')", "1 day"),
        ("select pg_sleep(0)", ""),
    ] {
        assert_eq!(one(sql).to_string(), shown, "{sql}");
    }
}
