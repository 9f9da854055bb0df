//! The language: what a line does, and what it says when it can't.

use crate::harness::Shell;
use epic::script::{Interpreter, Outcome};
use insta::assert_snapshot;

#[test]
fn collections_are_narrowed_and_taken() {
    let shell = Shell::as_("marie@epic.events");
    for (code, answer) in [
        ("clients.count()", "1000"),
        ("clients.take(3).count()", "3"),
        ("clients.skip(990).count()", "10"),
        ("clients.skip(2).take(3).first().id", "3"),
        ("clients.take(10).skip(4).count()", "6"),
        ("clients.skip(1000).first()", ""),
        ("clients.skip(1000).exists()", "false"),
        ("events.exists()", "true"),
        ("clients.take(3).all().len()", "3"),
        ("clients.get(12).full_name", "Kevin Casey"),
        ("clients.take(0).count()", "0"),
        ("let n = 0; for c in clients.take(5) { n += c.id } n", "15"),
        ("let n = 0; for c in contracts { n += 1 } n", "2500"),
        (
            "let n = 0; for c in clients { n += 1; if n == 7 { break } } n",
            "7",
        ),
        ("let c = clients; c.count()", "1000"),
    ] {
        assert_eq!(shell.e(code).ok(), answer, "{code}");
    }
    assert_snapshot!(shell.e("clients.get(0)"), @"");
    assert_snapshot!(shell.e("clients.take(-1)"), @"");
}

#[test]
fn a_loop_over_many_rows_reads_a_batch_at_a_time() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    shell.e("for k in contracts { k.id }").ok();
    let statements = wire.take();
    let fetches = statements
        .iter()
        .filter(|sql| sql.starts_with("fetch forward 1000 "));
    assert_eq!(fetches.count(), 3, "{statements:#?}");
}

#[test]
fn relations_in_a_loop_are_read_once_for_a_batch() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    let named = "let n = 0; for k in contracts.take(1000) { if k.client.commercial.full_name != \"\" { n += 1 } } n";
    assert_eq!(shell.e(named).ok(), "1000");
    assert_snapshot!(wire.take().join("\n"), @"");
}

#[test]
fn relations_lead_both_ways() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clients.get(12).commercial.full_name"), @"");
    assert_snapshot!(shell.e("clients.get(12).contracts.count() == sql(\"select from contracts where client_id = 12\").len()"), @"");
    assert_snapshot!(shell.e("events.get(1).contract.client.full_name == clients.get(events.get(1).contract.client_id).full_name"), @"");
    assert_snapshot!(shell.e("let e = (); for x in events { if x.support_id == () { e = x; break } } e.support"), @"");
    assert_snapshot!(shell.e("clients.get(12).comercial"), @"");
}

#[test]
fn a_record_is_shown_from_top_to_bottom() {
    let shell = Shell::as_("marie@epic.events");
    let created = r#"clients.create(#{ full_name: "Ada Byron", email: "ada@example.com",
        first_contact_date: "2026-01-31", last_contact_date: date("2026-02-01") })"#;
    assert_snapshot!(shell.e(created), @"");
}

#[test]
fn rows_are_shown_as_a_table() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("[#{ name: \"Ada\", due: dec(\"12.50\") }, #{ name: \"Zoé\", due: 3 }]"), @"");
    assert_snapshot!(shell.e("sql(\"select id, full_name, role from collaborators where id < 4 order by id\")"), @"");
}

#[test]
fn changes_say_what_they_did() {
    let shell = Shell::as_("admin@epic.events");
    assert_snapshot!(shell.e("clients.get(12).update(#{ phone: \"+33 6 12 34 56 78\" })"), @"");
    assert_snapshot!(shell.e("clients.get(12).phone"), @"");
    assert_snapshot!(shell.e("let c = clients.get(12); c.update(#{ company_name: () }); c.company_name == ()"), @"");
    assert_snapshot!(shell.e("let e = events.get(1); e.delete()"), @"");
    assert_snapshot!(shell.e("events.get(1)"), @"");
    assert_snapshot!(shell.e("let e = events.get(2); e.delete(); e.delete()"), @"");
}

#[test]
fn values_become_the_fields_type_where_nothing_is_lost() {
    let shell = Shell::as_("marie@epic.events");
    let mut owner = shell.owner();
    let contract = |amount: &str| {
        format!(
            "contracts.create(#{{ client: clients.get(12), total_amount: {amount}, amount_due: 0 }}).total_amount"
        )
    };
    assert_eq!(shell.e(&contract("100")).ok(), "100.00");
    assert_eq!(shell.e(&contract("dec(\"10.50\")")).ok(), "10.50");
    assert_eq!(shell.e(&contract("\"10.50\"")).ok(), "10.50");
    assert_snapshot!(shell.e(&contract("10.5")), @"");
    assert_snapshot!(shell.e(&contract("\"ten\"")), @"");
    let client = |field: &str| format!("clients.get(12).update(#{{ {field} }})");
    assert_snapshot!(shell.e(&client("phone: 33")), @"");
    assert_snapshot!(shell.e(&client("last_contact_date: \"2026-02-30\"")), @"");
    assert_snapshot!(shell.e(&client("last_contact_date: \"2026-01-31\"")), @"");
    let kept: chrono::NaiveDate = owner
        .query_one("select last_contact_date from clients where id = 12", &[])
        .expect("a row")
        .get(0);
    assert_eq!(kept.to_string(), "2026-01-31");
    assert_snapshot!(shell.e(&client("commercial: events.get(1)")), @"");
    assert_snapshot!(shell.e("contracts.get(1).update(#{ signed: true })"), @"");
    let admin = shell.beside("admin@epic.events");
    assert_snapshot!(admin.e("collaborators.get(4).update(#{ role: \"comercial\" })"), @"");
    assert_snapshot!(admin.e("collaborators.get(4).update(#{ active: \"no\" })"), @"");
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_the_nearest() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clints.count()"), @"");
    assert_snapshot!(shell.e("clients.cuont()"), @"");
    assert_snapshot!(shell.e("clients.get(12).fullname"), @"");
    assert_snapshot!(shell.e("clients.get(12).update(#{ fone: \"1\" })"), @"");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\", mail: \"a@example.com\" })"), @"");
    assert_snapshot!(shell.e("clients.get(\"12\")"), @"");
    assert_snapshot!(shell.e("zzzzzz"), @"");
}

#[test]
fn a_mistake_is_shown_in_its_line() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("let x = 1;\nlet y = clients.count();\nx + nothing + y"), @"");
    assert_snapshot!(shell.e("let x = ;"), @"");
    assert_snapshot!(shell.e("clients.count("), @"");
    assert_snapshot!(shell.e("\"open"), @"");
    assert_snapshot!(shell.e("fn f(c) {\n  c.nmae\n}\nf(clients.get(12))"), @"");
    assert_snapshot!(shell.e("1 + \"a\" - 2"), @"");
    assert_snapshot!(shell.e("throw \"enough\""), @"");
    assert_snapshot!(shell.e("sql(\"select nme from clients\")"), @"");
}

#[test]
fn each_rule_of_the_business_is_told_by_its_sentence() {
    let shell = Shell::as_("admin@epic.events");
    let mut owner = shell.owner();
    let mut id = |sql: &str| -> i32 { owner.query_one(sql, &[]).expect("a row").get(0) };
    let unsigned = id("select id from contracts where not signed limit 1");
    let busy = id("select contract_id from events limit 1");
    for (code, sentence) in [
        (
            "contracts.get(1).update(#{ amount_due: -1 })".to_owned(),
            "the amount due is between 0 and the total",
        ),
        (
            "contracts.get(1).update(#{ total_amount: 1, amount_due: 2 })".to_owned(),
            "the amount due is between 0 and the total",
        ),
        (
            "let e = events.get(1); e.update(#{ ends_at: e.starts_at })".to_owned(),
            "an event ends after it starts",
        ),
        (
            format!("events.get(1).update(#{{ contract: {unsigned} }})"),
            "an event needs a signed contract",
        ),
        (
            format!("contracts.get({busy}).update(#{{ signed_at: () }})"),
            "an event needs a signed contract",
        ),
        (
            format!("contracts.get({busy}).delete()"),
            "an event needs a signed contract",
        ),
        (
            "events.get(1).update(#{ support: 2 })".to_owned(),
            "an event's support is a support collaborator",
        ),
        (
            "events.get(1).update(#{ support: 12 })".to_owned(),
            "an event's support is active",
        ),
        (
            "events.get(1).update(#{ attendees: -1 })".to_owned(),
            "the number of attendees is not negative",
        ),
        (
            "events.get(1).update(#{ name: \" \" })".to_owned(),
            "an event's name is not blank",
        ),
        (
            "clients.get(12).update(#{ commercial: 4 })".to_owned(),
            "a client's commercial is a commercial",
        ),
        (
            "clients.get(12).update(#{ email: \"kevin\" })".to_owned(),
            "a client's e-mail looks like an e-mail",
        ),
        (
            "clients.get(12).update(#{ email: \"Kevin@example.com\" })".to_owned(),
            "a client's e-mail is in lower case",
        ),
        (
            "clients.get(12).update(#{ email: clients.get(13).email })".to_owned(),
            "each client has their own e-mail",
        ),
        (
            "clients.get(12).update(#{ full_name: \"\" })".to_owned(),
            "a client's name is not blank",
        ),
        (
            "clients.get(12).delete()".to_owned(),
            "a contract belongs to a client",
        ),
        (
            "contracts.get(1).update(#{ client: 0 })".to_owned(),
            "a contract belongs to a client",
        ),
        (
            "collaborators.get(2).delete()".to_owned(),
            "a client's commercial is a commercial",
        ),
        (
            "collaborators.get(2).update(#{ role: \"support\" })".to_owned(),
            "a client's commercial is a commercial",
        ),
        (
            "collaborators.get(2).update(#{ email: \"luc@epic.events\" })".to_owned(),
            "each collaborator has their own e-mail",
        ),
        (
            "collaborators.get(2).update(#{ email: \"Luc\" })".to_owned(),
            "a collaborator's e-mail is in lower case",
        ),
        (
            "collaborators.get(2).update(#{ department: \"\" })".to_owned(),
            "a collaborator's department is not blank",
        ),
    ] {
        let said = shell.e(&code);
        assert_eq!((said.error(), said.code), (sentence, 1), "{code}: {said}");
    }
    assert_snapshot!(shell.e("events.get(1).update(#{ attendees: -1 })"), @"");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\" })"), @"");
    assert_snapshot!(shell.e("collaborators.get(1).update(#{ role: \"support\" })"), @"");
}

#[test]
fn a_refusal_names_the_rules_that_would_allow_it() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("events.get(3).update(#{ notes: \"VIP\" })"), @"");
    assert_snapshot!(shell.e("clients.get(12).delete()"), @"");
    assert_snapshot!(shell.e("clients.get(12).update(#{ commercial: 3 })"), @"");
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Eve\", email: \"eve@example.com\", commercial: 3 })"), @"");
    assert_snapshot!(shell.e("sql_exec(\"delete from events\")"), @"");
    assert_snapshot!(shell.run(&["sql", "delete from events"]), @"");
}

#[test]
fn an_entry_is_kept_whole_or_not_at_all() {
    let shell = Shell::as_("marie@epic.events");
    let phone = "clients.get(12).phone";
    let update = "clients.get(12).update(#{ phone: \"new\" });";
    for end in [
        "throw \"stop\"",
        "clients.get(0)",
        "1 / 0",
        "clients.create(#{})",
    ] {
        assert_ne!(shell.e(&format!("{update} {end}")).code, 0);
        assert_eq!(shell.e(phone).ok(), "+678 123 456 78", "{end}");
    }
    shell.e(update).ok();
    assert_eq!(shell.e(phone).ok(), "new");
}

#[test]
fn a_failure_that_was_caught_loses_nothing_silently() {
    let shell = Shell::as_("marie@epic.events");
    let caught = "try { clients.create(#{ full_name: \" \", email: \"x@example.com\" }) } catch {}";
    let update = "clients.get(12).update(#{ phone: \"new\" })";
    assert_snapshot!(shell.e(&format!("{caught} 1")), @"");
    assert_snapshot!(shell.e(&format!("{caught} {update}")), @"");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+678 123 456 78");
    let message = "try { clients.get(0) } catch (e) { e.message }";
    assert_snapshot!(shell.e(message), @"");
}

#[test]
fn a_step_of_its_own_can_fail_alone() {
    let shell = Shell::as_("marie@epic.events");
    let code = r#"
        let c = clients.get(12);
        c.update(#{ phone: "before" });
        let said = "";
        try {
            transaction(|| {
                clients.get(12).update(#{ phone: "inside" });
                clients.create(#{ full_name: " ", email: "x@example.com" })
            })
        } catch (e) { said = e.message }
        clients.get(12).update(#{ company_name: "after" });
        said
    "#;
    assert_snapshot!(shell.e(code), @"");
    assert_snapshot!(shell.e("let c = clients.get(12); c.phone + \", \" + c.company_name"), @"");
    assert_snapshot!(shell.e("transaction(|| 1 + 1)"), @"");
    assert_snapshot!(shell.e("transaction(|| clients.get(0))"), @"");
}

#[test]
fn plain_sql_takes_parameters_and_only_reads() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("sql(\"select full_name from clients where id = $1\", [12])[0].full_name"), @"");
    assert_snapshot!(shell.e("sql(\"select count(*) as n from clients where id = any($1)\", [[1, 2, 12]])[0].n"), @"");
    assert_snapshot!(shell.e("sql(\"select $1::date + 1 as d\", [date(\"2026-01-31\")])[0].d"), @"");
    assert_snapshot!(shell.e("sql(\"select $1::int + $2::int as n\", [1])"), @"");
    assert_snapshot!(shell.e("sql(\"update clients set phone = null where id = 12\")"), @"");
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = $1 where id = $2\", [\"+33\", 12])"), @"");
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    assert_snapshot!(shell.e("sql(\"select 1; select 2\")"), @"");
    assert_snapshot!(shell.e("sql_exec(\"update clients set phone = '1'; commit\")"), @"");
    for command in [
        "commit",
        "rollback",
        "begin",
        "/* */ COMMIT",
        "savepoint x",
        "copy clients to stdout",
    ] {
        let said = shell.e(&format!(
            "clients.get(12).update(#{{ phone: \"+34\" }}); sql_exec(\"{command}\")"
        ));
        assert_eq!(said.code, 1, "{said}");
        assert!(
            said.error().ends_with("is not for here") || said.error().contains("is not for here: "),
            "{said}"
        );
    }
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+33");
    // Reading does not make the rest of the entry read-only.
    shell
        .e("sql(\"select 1\"); clients.get(12).update(#{ phone: \"+35\" })")
        .ok();
    assert_eq!(shell.e("clients.get(12).phone").ok(), "+35");
}

#[test]
fn values_are_never_pasted_into_statements() {
    let shell = Shell::as_("marie@epic.events");
    for evil in [
        "'; drop table clients; --",
        "'' or 1=1",
        "$1 {x} %s \\\\' \u{2019}",
        "robert'); delete from clients; --",
    ] {
        let code = format!(
            "let c = clients.get(12); c.update(#{{ phone: `{evil}` }}); clients.get(12).phone == `{evil}`"
        );
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("sql(\"select $1::text as t\", [`{evil}`])[0].t == `{evil}`");
        assert_eq!(shell.e(&code).ok(), "true", "{evil}");
        let code = format!("clients.get(12).update(#{{ `{evil}`: 1 }})");
        assert_ne!(shell.e(&code).code, 0, "{evil}");
    }
    assert_snapshot!(shell.e("clients.get(12).update(#{ \"phone\\\" = null; --\": \"x\" })"), @"");
    assert_eq!(shell.e("clients.count()").ok(), "1000");
}

#[test]
fn money_is_exact_and_days_are_counted() {
    let shell = Shell::as_("marie@epic.events");
    for (code, answer) in [
        ("dec(\"0.10\") + dec(\"0.20\")", "0.30"),
        ("dec(\"0.1\") * 3 == dec(\"0.3\")", "true"),
        ("date(\"2026-01-31\") + 1.days", "2026-02-01"),
        ("date(\"2026-02-28\") + 2.weeks", "2026-03-14"),
        ("date(\"2026-03-01\") > date(\"2026-02-28\")", "true"),
        ("today() - 30.days < today()", "true"),
    ] {
        assert_eq!(shell.e(code).ok(), answer, "{code}");
    }
    assert_snapshot!(shell.e("dec(\"ten\")"), @"");
    assert_snapshot!(shell.e("date(\"31/01/2026\")"), @"");
}

#[test]
fn a_script_can_not_leave_its_room() {
    let shell = Shell::as_("marie@epic.events");
    for code in [
        "eval(\"1\")",
        "import \"/etc/passwd\" as x;",
        "fn f(n) { f(n + 1) } f(0)",
        "let clients = 1;",
        "let me = 1;",
        "clients = 1;",
    ] {
        let said = shell.e(code);
        assert_eq!(said.code, 1, "{code}: {said}");
    }
    assert_snapshot!(shell.e("fn f(n) { f(n + 1) } f(0)"), @"");
    assert_snapshot!(shell.e("let clients = 1;"), @"");
}

#[test]
fn a_session_of_the_shell_keeps_variables_functions_and_the_last_value() {
    let shell = Shell::as_("marie@epic.events");
    let mut interpreter = Interpreter::new(Some(shell.session()));
    let mut entry = |text: &str| {
        interpreter.evaluate(text, |outcome| {
            Ok(match outcome {
                Outcome::Value(value) => value.to_string(),
                Outcome::Message(message) => message,
                _ => String::new(),
            })
        })
    };
    assert_eq!(entry("let n = 20;").as_deref(), Ok(""));
    assert_eq!(entry("fn double(x) { x * 2 }").as_deref(), Ok(""));
    assert_eq!(entry("double(n)").as_deref(), Ok("40"));
    assert_eq!(entry("it + 1").as_deref(), Ok("41"));
    assert_eq!(
        entry("let c = clients.get(12); c.full_name").as_deref(),
        Ok("Kevin Casey")
    );
    assert_eq!(
        entry("it + \", \" + c.email").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com")
    );
    let error = entry("\n\ndouble(").unwrap_err();
    assert_eq!(error.message, "the entry is not finished");
    let error = entry("let m = 1;\nit + nosuch").unwrap_err();
    assert_eq!(error.excerpt.map(|place| place.line), Some(2));
    assert_eq!(
        entry("it").as_deref(),
        Ok("Kevin Casey, kevin.casey@cool-startup.example.com"),
        "an error leaves it"
    );
    assert_eq!(entry("me.full_name").as_deref(), Ok("Marie Durand"));
}
