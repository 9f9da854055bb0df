//! A newer `epic` finds a database of an older one, with data in it: what is missing is applied, and what is
//! there goes on.

use crate::harness::{PASSWORD, Shell, TestDatabase, server_version};
use epic::access::password;
use epic::api::Wanted;
use epic::store::{Database, setup};
use epic::value::Value;

mod all {
    refinery::embed_migrations!("sql/migrations");
}

const USUAL: &str = "m=19456,t=2,p=1";

#[test]
fn version_10_keeps_what_is_usable_and_mends_the_rest() {
    let marie = signed_in_at(9, "marie@epic.events");
    let mut owner = marie.owner();
    let luc = marie.beside("luc@epic.events");
    let broken = [
        "update crm.collaborators set email = repeat('x', 400) || '@epic.events' where id = 4",
        "update auth.credential set argon = 'm=9999999,t=999,p=1' where collaborator_id = 3",
        "update auth.credential set argon = repeat('m', 1000000) where collaborator_id = 4",
        // Within the old bounds, but no client takes it.
        "update auth.config set argon = 'm=4096,t=1,p=1'",
    ];
    for sql in broken {
        assert_eq!(owner.execute(sql, &[]).expect("it may"), 1, "{sql}");
    }
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert_eq!(
        applied.first().map(String::as_str),
        Some("V10 bounds of logins")
    );
    assert!(
        setup::migrate(&marie.database.admin)
            .expect("again")
            .is_empty()
    );

    let costs = owner
        .query_one("select argon from auth.config", &[])
        .expect("a row");
    assert_eq!(costs.get::<_, String>(0), USUAL);
    let kept = "select array_agg(collaborator_id order by collaborator_id) from auth.credential where collaborator_id < 5";
    let kept: Vec<i64> = owner.query_one(kept, &[]).expect("a row").get(0);
    assert_eq!(kept, [1, 2]);

    // Sessions go on, but for those whose password is gone; and that is set again as any other.
    assert_eq!(marie.e("clients.count()").ok(), "1000");
    assert_eq!(
        luc.e("1 + clients.count()").error(),
        "your session has ended"
    );
    assert_eq!(luc.login("luc@epic.events", PASSWORD).code, 3);
    let admin = marie.beside("admin@epic.events");
    let new = PASSWORD.to_owned().into();
    admin.session().set_password(3, &new).expect("she may");
    luc.login("luc@epic.events", PASSWORD).ok();
    let deactivate = "collaborators.get(4).update(#{ active: false })";
    let rule = "a collaborator's e-mail has at most 320 characters";
    assert_eq!(admin.e(deactivate).error(), rule);
    admin
        .e("collaborators.get(4).update(#{ email: \"sam@epic.events\", active: false })")
        .ok();
    marie.login("marie@epic.events", PASSWORD).ok();
}

#[test]
fn the_database_takes_the_costs_that_a_client_takes_and_no_others() {
    let shell = Shell::as_("admin@epic.events");
    let mut owner = shell.owner();
    let costs = [
        (USUAL, true),
        ("m=7168,t=5,p=1", true),
        ("m=7167,t=5,p=1", false),
        ("m=1048576,t=16,p=4", true),
        ("m=1048576,t=17,p=1", false),
        ("m=1048577,t=1,p=1", false),
        ("m=35840,t=1,p=99", true),
        ("m=19456,t=2,p=0", false),
        ("m=19456,t=2,p=1 ", false),
        ("m=19456,t=2", false),
        ("m=019456,t=2,p=1", false),
        ("m=19456,t=2,p=1\n", false),
        ("", false),
    ];
    for (text, is_fine) in costs {
        let says = owner.query_one("select auth.is_bearable($1)", &[&text]);
        assert_eq!(
            says.expect("an answer").get::<_, bool>(0),
            is_fine,
            "{text:?}"
        );
        for table in ["auth.config", "auth.credential"] {
            let set = format!("update {table} set argon = $1");
            let mut trial = owner.transaction().expect("a transaction");
            match trial.execute(&set, &[&text]) {
                Ok(_) => assert!(is_fine, "{table} took {text:?}"),
                Err(error) => {
                    let error = error.as_db_error().expect("of the database");
                    let rule = "argon2id takes 35 MiB to 16 GiB of work, as m=19456,t=2,p=1";
                    assert_eq!(error.constraint(), Some(rule), "{text:?}");
                    assert!(!is_fine, "{table} refused {text:?}");
                }
            }
        }
    }
    // And a client takes what the database takes.
    for costs in ["m=131072,t=1,p=1", "m=7168,t=20,p=2"] {
        let set = "update auth.config set argon = $1";
        owner.execute(set, &[&costs]).expect("it is bearable");
        let new = PASSWORD.to_owned().into();
        shell
            .session()
            .set_password(2, &new)
            .expect("a client takes it");
        shell.beside("marie@epic.events");
    }
}

#[test]
fn version_11_changes_no_value_and_lets_no_more_in_that_nobody_can_read() {
    let marie = Shell::at(at_version(10));
    let mut owner = marie.owner();
    let stored = [
        "update crm.clients set last_contact_date = 'infinity' where id = 1",
        "update crm.clients set full_name = repeat('x', 100000) where id = 2",
        "update crm.clients set full_name = E'\\u200b' where id = 3",
        "update crm.contracts set total_amount = 'NaN', amount_due = 'NaN' where id = 1",
        "update crm.events set ends_at = '200000-01-01' where id = 1",
    ];
    for sql in stored {
        assert_eq!(owner.execute(sql, &[]).expect("it was allowed"), 1, "{sql}");
    }
    let all = "select md5(string_agg(r::text, '' order by id)) from crm.clients r \
               union all select md5(string_agg(r::text, '' order by id)) from crm.contracts r \
               union all select md5(string_agg(r::text, '' order by id)) from crm.events r";
    let before = texts(&mut owner, all);
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert_eq!(
        applied.first().map(String::as_str),
        Some("V11 values that everybody can read")
    );
    assert_eq!(texts(&mut owner, all), before);

    // A rule that rows break holds for what comes; all others hold for all rows.
    let open = "select conname from pg_constraint where not convalidated and connamespace = 'crm'::regnamespace \
                and conname not like '%e-mail has at most 320%' order by 1";
    let broken = [
        "a client's name has at most 320 characters",
        "a client's name is not blank",
        "a contract's amounts are numbers",
        "an event is between 1900 and 2200",
        "contacts with a client were between 1900 and 2200",
    ];
    assert_eq!(texts(&mut owner, open), broken);
    for sql in stored {
        let again = owner.execute(&sql.replace("id = ", "id = 10 + "), &[]);
        let error = again.expect_err("no more of them");
        let rule = error.as_db_error().and_then(|error| error.constraint());
        assert!(broken.contains(&rule.unwrap_or_default()), "{sql}: {error}");
    }
}

#[test]
fn what_nobody_could_read_can_not_be_stored() {
    let shell = Shell::as_("marie@epic.events");
    let mut owner = shell.owner();
    let long = "repeat('x', 321)";
    let dates = [
        "'infinity'",
        "'-infinity'",
        "'1899-12-31'",
        "'2201-01-01'",
        "'0044-03-15 BC'",
    ];
    let columns = "select table_name || '.' || column_name || '.' || udt_name from information_schema.columns \
                   where table_schema = 'crm' and is_generated = 'NEVER' \
                   and udt_name in ('date', 'timestamptz', 'numeric', 'text') order by 1";
    let columns = texts(&mut owner, columns);
    assert_eq!(columns.len(), 21, "{columns:?}");
    for column in columns {
        let [table, column, kind] = column.split('.').collect::<Vec<_>>()[..] else {
            panic!("{column}")
        };
        let bad: Vec<&str> = match kind {
            "numeric" => vec!["'NaN'", "'Infinity'", "'-Infinity'"],
            "text" if column == "notes" => vec!["repeat('x', 10001)"],
            "text" if column == "email" => vec!["repeat('x', 312) || '@epic.com'"],
            "text" => vec![long],
            _ => dates.to_vec(),
        };
        for value in bad {
            // Both ends of what has two, so that no other rule comes first.
            let set = match column {
                "starts_at" | "ends_at" => format!("starts_at = {value}, ends_at = {value}"),
                _ => format!("{column} = {value}"),
            };
            let failed = owner.execute(&format!("update crm.{table} set {set} where id = 1"), &[]);
            let error = failed.expect_err(&format!("{table}.{column} takes {value}"));
            let state = error.code().map(|state| state.code().to_owned());
            let of_the_type = value.contains("Infinity") && state.as_deref() == Some("22003");
            assert!(
                of_the_type || state.as_deref() == Some("23514"),
                "{table}.{column}: {error}"
            );
        }
    }
}

#[test]
fn a_name_has_a_visible_character_and_an_address_has_no_other() {
    let shell = Shell::as_("marie@epic.events");
    let mut owner = shell.owner();
    let unseen = [
        "",
        " ",
        "\t\n",
        "\u{a0}",
        "\u{200b}",
        "\u{202e}",
        "\u{2800}",
        "\u{301}",
        "\u{feff}",
        "\u{3000}",
        "\u{e0020}",
        "\u{3164}",
        "\u{ad}",
        "\u{200d}\u{fe0f}",
    ];
    let names = [
        ("clients", "full_name"),
        ("events", "name"),
        ("collaborators", "full_name"),
        ("collaborators", "employee_number"),
        ("collaborators", "department"),
    ];
    for (table, column) in names {
        let set = format!("update crm.{table} set {column} = $1 where id = 1");
        for name in unseen {
            let error = owner.execute(&set, &[&name]).expect_err("it is blank");
            let rule = error.as_db_error().and_then(|error| error.constraint());
            assert!(
                rule.is_some_and(|rule| rule.ends_with("is not blank")),
                "{column} {name:?}: {error}"
            );
        }
        // Words, signs and joiners of all scripts are names.
        for name in [
            "O'Brien",
            "محمد\u{200c}رضا",
            "Zoë",
            "Zoe\u{308}",
            "👩\u{200d}🎤",
            "李",
            "?",
            "אבי",
        ] {
            owner.execute(&set, &[&name]).expect(name);
        }
    }
    for table in ["clients", "collaborators"] {
        let set = format!("update crm.{table} set email = $1 where id = 1");
        for sign in unseen.iter().filter(|sign| !sign.is_empty()) {
            let address = format!("jo{sign}hn@epic.events");
            let error = owner
                .execute(&set, &[&address])
                .expect_err("it looks like another");
            assert_eq!(
                error.code().map(postgres::error::SqlState::code),
                Some("23514"),
                "{address:?}: {error}"
            );
        }
        owner
            .execute(&set, &[&"zo\u{eb}@epic.events"])
            .expect("one way to write it");
        owner
            .execute(&set, &[&"zoe\u{308}@epic.events"])
            .expect_err("not two");
    }
}

#[test]
fn version_15_makes_ids_that_do_not_end_and_changes_nothing_else() {
    let marie = signed_in_at(14, "marie@epic.events");
    let mut owner = marie.owner();
    marie
        .e("clients.filter(|c| c.commercial == me).first().update(#{ phone: \"1\" })")
        .ok();
    // Everything that is said about what is made again, and every row.
    let shape = "select concat_ws(' ', polrelid::regclass, polname, polcmd, polpermissive, polroles, pg_get_expr(polqual, polrelid),
                        pg_get_expr(polwithcheck, polrelid), obj_description(oid, 'pg_policy')) from pg_policy
          union all select concat_ws(' ', pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')) from pg_trigger where not tgisinternal
          union all select concat_ws(' ', oid::regclass, relowner::regrole, relacl, pg_get_viewdef(oid), obj_description(oid, 'pg_class'))
                      from pg_class where relkind = 'v' and relnamespace = 'auth'::regnamespace
          union all select concat_ws(' ', oid::regprocedure, proowner::regrole, proacl, pg_get_functiondef(oid), obj_description(oid, 'pg_proc'))
                      from pg_proc where pronamespace::regnamespace::text in ('crm', 'auth', 'audit', 'epic')
          union all select concat_ws(' ', attrelid::regclass, attname, attacl, attnotnull, attidentity, col_description(attrelid, attnum),
                        pg_get_expr(adbin, adrelid)) from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                     where attrelid in (select oid from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('crm', 'auth', 'audit')) and attnum > 0
          union all select concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'))
                      from pg_constraint where connamespace::regnamespace::text in ('crm', 'auth', 'audit')
          union all select concat_ws(' ', indexrelid::regclass, pg_get_indexdef(indexrelid)) from pg_index
                     where indrelid::regclass::text ~ '^(crm|auth|audit)'
          order by 1";
    let rows = "select r::text from crm.collaborators r union all select r::text from crm.clients r
                union all select r::text from crm.contracts r union all select r::text from crm.events r
                union all select r::text from audit.log r union all select r::text from auth.session r order by 1";
    let wide = |text: String| {
        let text = text.replace("int4send", "int8send");
        regex::Regex::new(r"\b(int|integer)\b")
            .expect("a pattern")
            .replace_all(&text, "bigint")
            .into_owned()
    };
    let (said, stored) = (texts(&mut owner, shape), texts(&mut owner, rows));
    migrate_to(&marie.database, 15);
    assert_eq!(texts(&mut owner, rows), stored);
    let mut wanted: Vec<_> = said.into_iter().map(wide).collect();
    let mut found: Vec<_> = texts(&mut owner, shape).into_iter().map(wide).collect();
    wanted.sort();
    found.sort();
    for (wanted, found) in wanted.iter().zip(&found) {
        assert_eq!(wanted, found);
    }
    assert_eq!(wanted.len(), found.len());

    setup::migrate(&marie.database.admin).expect("the rest");

    // No id is an int any more, and they go on beyond the last of those.
    let narrow = "select attrelid::regclass || '.' || attname from pg_attribute
                   where atttypid = 'int'::regtype and attnum > 0 and attname ~ '^u?id$|_id$'
                     and attrelid in (select oid from pg_class where relnamespace::regnamespace::text in ('crm', 'auth', 'audit'))";
    assert_eq!(texts(&mut owner, narrow), [""; 0]);
    for table in ["collaborators", "clients", "contracts", "events"] {
        let far = format!("alter table crm.{table} alter id restart with 2147483648");
        owner.batch_execute(&far).expect("as after so many");
    }
    let admin = marie.beside("admin@epic.events");
    let create = r#"let client = clients.create(#{ full_name: "Far", email: "far@example.org", commercial: collaborators.get(2) });
        let contract = contracts.create(#{ client: client, total_amount: 10, amount_due: 10, signed_at: now() });
        let party = events.create(#{ contract: contract, name: "Party", starts_at: now(), ends_at: now() + 1.hours });
        client.update(#{ phone: "2" });
        [client.id, client.history().filter(|h| h.field == "phone").len(), sql("select holds from epic.why('crm.events', 'update', $1)", [party.id]).len()]"#;
    assert_eq!(admin.e(create).ok(), "[2147483648, 1, 2]");
    assert!(
        marie
            .e("clients.get(2147483648).update(#{ phone: \"3\" }); clients.get(2147483648).id")
            .ok()
            .ends_with("2147483648")
    );
}

#[test]
fn versions_16_and_17_keep_open_sessions_and_accounts_that_rest() {
    let marie = signed_in_at(15, "marie@epic.events");
    let mut superuser = marie.database.superuser();
    for n in 0..5 {
        let guess = marie.login("luc@epic.events", &format!("guess {n}"));
        assert_eq!(guess.code, 3, "{guess}");
    }
    superuser
        .batch_execute("drop function auth_gate.holders(name)")
        .expect("as it was set up until then");
    let error = setup::migrate(&marie.database.admin).expect_err("the roles are old");
    assert!(error.message.contains("epic db init"), "{error}");

    setup::initialise(&marie.database.admin, None).expect("it is set up anew");
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert_eq!(
        applied.first().map(String::as_str),
        Some("V16 who holds a lock")
    );
    assert_eq!(
        marie.e("clients.count()").ok(),
        "1000",
        "her session goes on"
    );
    let luc = marie.login("luc@epic.events", PASSWORD);
    assert_eq!(
        luc.error(),
        "too many wrong passwords: this account takes no logins for another 15 min"
    );
    // Attempts of somebody who is gone hinder nothing.
    let mut owner = marie.owner();
    owner
        .batch_execute(
            "delete from crm.events; delete from crm.contracts; delete from crm.clients; delete from crm.collaborators where id = 3",
        )
        .expect("it may");
    let luc = marie.login("luc@epic.events", PASSWORD);
    assert_eq!(luc.error(), "wrong e-mail or password");
    marie.login("marie@epic.events", PASSWORD).ok();
}

#[test]
fn version_18_believes_no_label_of_before_and_knows_the_runs_that_come() {
    let marie = signed_in_at(17, "marie@epic.events");
    let mut owner = marie.owner();
    let label = "c7dc8a4b-6bd2-4d8e-bd33-0b4a48a1a1a1";
    let mut open = marie.psql_url();
    open.batch_execute(&format!(
        "update clients set phone = '1' where id = 12;
         set epic.run = '{label}'; update clients set phone = '2' where id = 12"
    ))
    .expect("it may");
    let rows = "select l::text from audit.log l order by id";
    let before = texts(&mut owner, rows);
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert_eq!(applied.first().map(String::as_str), Some("V18 runs"));
    assert_eq!(texts(&mut owner, rows), before);
    // Her connection goes on, and its label is worth nothing.
    open.batch_execute("update clients set phone = '3' where id = 12")
        .expect("it may");
    let session = marie.session();
    let runs = session.runs(&Wanted::default()).expect("runs");
    assert_eq!(runs.len(), 1, "{runs:?}");
    assert_eq!(runs[0].counts.to_string(), "clients: 1 updated");
    assert_eq!(
        session.run_record(label).expect_err("it is none").message,
        format!("there is no run '{label}'")
    );
    let history = "clients.get(12).history().filter(|h| h.field == \"phone\").map(|h| h.run).len()";
    assert_eq!(marie.e(history).ok(), "4");
}

#[test]
fn version_19_takes_back_what_was_run_before() {
    let admin = signed_in_at(18, "admin@epic.events");
    let mut owner = admin.owner();
    let rows =
        "select r::text from crm.clients r union all select r::text from crm.events r order by 1";
    let before = texts(&mut owner, rows);
    let mut open = admin.psql_url();
    open.batch_execute(
        "delete from events where id < 10; update clients set phone = '1' where id < 10",
    )
    .expect("it may");
    let applied = setup::migrate(&admin.database.admin).expect("it can be migrated");
    assert_eq!(applied.first().map(String::as_str), Some("V19 undo"));
    open.batch_execute("update clients set phone = '2' where id = 12")
        .expect("her connection goes on");
    let session = admin.session();
    let runs = session.runs(&Wanted::default()).expect("runs");
    assert_eq!(runs.len(), 2, "{runs:?}");
    for run in runs {
        let undone = session.undo(run.id).and_then(epic::api::Undo::commit);
        undone.expect("it can be undone");
    }
    assert_eq!(texts(&mut owner, rows), before);
}

#[test]
fn version_20_says_how_many_digits_a_column_keeps_and_changes_no_other_word_of_the_catalog() {
    let marie = signed_in_at(17, "marie@epic.events");
    let mut owner = marie.owner();
    let catalog = |owner: &mut postgres::Client| -> serde_json::Value {
        let text = "select epic.fields(c.oid)::text from pg_class c where c.oid = 'crm.contracts'::regclass";
        let text: String = owner.query_one(text, &[]).expect("a row").get(0);
        serde_json::from_str(&text).expect("json")
    };
    let money = "select md5(string_agg(k::text, '' order by id)) from crm.contracts k";
    let (before, paid) = (catalog(&mut owner), texts(&mut owner, money));
    // The shell of a database that does not say it yet.
    assert_eq!(marie.e("contracts.count()").ok(), "2500");

    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert!(
        applied.contains(&"V20 digits of columns".to_owned()),
        "{applied:?}"
    );
    let mut after = catalog(&mut owner);
    let digits = |name: &str, after: &serde_json::Value| {
        let fields = after.as_array().expect("a list").iter();
        let field = fields.into_iter().find(|field| field["name"] == name);
        let field = field.expect("a field");
        (field["precision"].as_i64(), field["scale"].as_i64())
    };
    assert_eq!(digits("amount_due", &after), (Some(14), Some(2)));
    assert_eq!(digits("id", &after), (None, None));
    for field in after.as_array_mut().expect("a list") {
        let field = field.as_object_mut().expect("an object");
        assert!(field.remove("precision").is_some() && field.remove("scale").is_some());
        assert!(field.remove("words").is_some(), "V23 adds them");
    }
    assert_eq!(after, before);
    assert_eq!(texts(&mut owner, money), paid);
    // Columns of any number of digits, of none behind the point, and (from 15 on) before it.
    let before_the_point = server_version() >= 15;
    let thousands = if before_the_point {
        "numeric(4, -3)"
    } else {
        "int"
    };
    let columns = format!(
        "alter table crm.contracts add any_digits numeric, add whole numeric(9),
         add thousands {thousands}; grant select, update on crm.contracts to epic_admin"
    );
    owner.batch_execute(&columns).expect("columns");
    let after = catalog(&mut owner);
    assert_eq!(digits("any_digits", &after), (None, None));
    assert_eq!(digits("whole", &after), (Some(9), Some(0)));
    let of_thousands = before_the_point.then_some((Some(4), Some(-3)));
    assert_eq!(
        digits("thousands", &after),
        of_thousands.unwrap_or_default()
    );
    let refused = marie
        .beside("admin@epic.events")
        .e("contracts.get(1).update(#{ whole: 1.5 })");
    assert_eq!(refused.code, 1, "{refused}");
    let own = "let k = contracts.filter(|k| k.client.commercial == me).first(); k.total_amount = dec(\"0.001\")";
    assert_eq!(
        marie.e(own).error(),
        "total_amount can't be 0.001: it has 2 decimals"
    );
}

#[test]
fn version_24_gives_the_same_version_of_the_catalog_until_something_is_changed() {
    let marie = signed_in_at(23, "marie@epic.events");
    let mut owner = marie.owner();
    let version = "select version from epic.catalog_version";
    let of_before = texts(&mut owner, version);
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert!(
        applied.contains(&"V24 version of large catalogs".to_owned()),
        "{applied:?}"
    );
    let after = texts(&mut owner, version);
    assert_ne!(after, of_before, "what is kept is read anew");
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
    // Other transactions do not change it.
    let data = "update crm.clients set phone = '1' where id = 12";
    assert_eq!(owner.execute(data, &[]).expect("it may"), 1);
    assert_eq!(texts(&mut owner, version), after);
    let index = "create index on crm.clients (phone); comment on schema crm is 'the house'";
    owner.batch_execute(index).expect("it may");
    assert_ne!(texts(&mut owner, version), after);
}

#[test]
fn version_25_tells_of_what_was_kept_before_it() {
    let marie = signed_in_at(24, "marie@epic.events");
    let own = "clients.filter(|c| c.commercial == me).first().update(#{ phone: \"1\" })";
    marie.e(own).ok();
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert!(
        applied.iter().any(|name| name.starts_with("V25 ")),
        "{applied:?}"
    );
    let asked = "select format('select audit.was_kept(%L, %L)', txid, began) from audit.joined";
    let asked = texts(&mut marie.database.superuser(), asked);
    assert_eq!(asked.len(), 1, "{asked:?}");
    let told = marie.run(&["sql", &asked[0], "--format", "csv"]);
    assert_eq!(told.ok(), "was_kept\ntrue");
}

#[test]
fn version_26_lets_a_catalog_be_kept_that_was_read_each_time_before() {
    let marie = signed_in_at(25, "marie@epic.events");
    let kept = marie.state().join("catalog");
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
    assert!(!kept.exists(), "the database tells no version of it");
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert!(
        applied.contains(&"V26 version of the catalog for somebody".to_owned()),
        "{applied:?}"
    );
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
    assert!(kept.exists());
    assert_eq!(marie.e("contracts.count()").ok(), "2500");
}

#[test]
fn version_27_ends_sessions_as_a_database_before_it_does() {
    let marie = signed_in_at(26, "marie@epic.events");
    let admin = marie.beside("admin@epic.events");
    let set_active = |active| {
        let change = format!("collaborators.get(2).update(#{{ active: {active} }})");
        admin.e(&change).ok();
    };
    let is_cut = || {
        let mut open = marie.psql_url();
        set_active(false);
        let is_cut = open.simple_query("select 1").is_err();
        set_active(true);
        is_cut
    };
    assert!(is_cut());
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert!(
        applied.iter().any(|name| name.starts_with("V27 ")),
        "{applied:?}"
    );
    marie.login("marie@epic.events", PASSWORD).ok();
    assert!(is_cut());
}

/// The texts of a query's only column.
fn texts(client: &mut postgres::Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).expect("rows");
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn version_12_keeps_open_sessions_and_asks_for_the_roles_of_its_time() {
    let marie = signed_in_at(11, "marie@epic.events");
    let mut superuser = marie.database.superuser();
    let role = marie.session().token().claims.db_role.clone();
    let mut open = marie.psql_url();
    // As they were set up until then.
    superuser
        .batch_execute(&format!(
            "revoke epic_session from \"{role}\"; drop function auth_gate.terminate_logins(regclass)"
        ))
        .expect("it may");
    let error = setup::migrate(&marie.database.admin).expect_err("the roles are old");
    for words in [
        "the roles of this database are of an older version",
        "epic db init",
    ] {
        assert!(error.message.contains(words), "{error}");
    }

    setup::initialise(&marie.database.admin, None).expect("it is set up again");
    let applied = setup::migrate(&marie.database.admin).expect("it can be migrated");
    assert_eq!(
        applied.first().map(String::as_str),
        Some("V12 the end of a session")
    );
    open.simple_query("select full_name from crm.clients")
        .expect("her session goes on");
    assert_eq!(marie.e("clients.count()").ok(), "1000");
    let admin = marie.beside("admin@epic.events");
    admin
        .e("collaborators.get(2).update(#{ active: false })")
        .ok();
    assert_eq!(marie.e("clients.count()").error(), "your session has ended");
}

/// Somebody who is signed in to a database of that version.
fn signed_in_at(version: i32, email: &str) -> Shell {
    let shell = Shell::at(at_version(version));
    for id in [1, 2, 3, 4] {
        old_password(&shell, id);
    }
    shell.login(email, PASSWORD).ok();
    shell
}

/// A database as a binary made it whose last migration was this one, with the demo data.
fn at_version(version: i32) -> TestDatabase {
    let database = TestDatabase::none();
    setup::initialise(&database.installer(), None).expect("it is set up");
    migrate_to(&database, version);
    database
        .owner()
        .batch_execute(include_str!("../../sql/seed/demo.sql"))
        .expect("demo data");
    database
}

fn migrate_to(database: &TestDatabase, version: i32) {
    let mut runner = all::migrations::runner();
    runner.set_migration_table_name("epic.migrations");
    runner
        .set_target(refinery::Target::Version(version))
        .run(&mut database.owner())
        .expect("it is migrated");
}

/// Sets a password, as a binary did that took any costs.
fn old_password(shell: &Shell, id: i64) {
    let owner = Database::new(shell.database.admin.as_owner());
    password::set(&owner, id, &PASSWORD.to_owned().into()).expect("a password");
    let row = owner.query(
        "select argon from auth.credential where collaborator_id = $1",
        &[Value::Int(id)],
    );
    assert_eq!(
        row.expect("a row")[0].get(0).expect("a text"),
        Value::Text(USUAL.into())
    );
}
