//! A record is one row as it was read: it is changed by assignment and `save()`, or by `update`, never over
//! somebody else's change, and never in a way that is lost.

use crate::harness::{Local, Shell, shows};

#[test]
fn what_is_so_already_is_not_sent_and_is_said_to_be_unchanged() {
    let (shell, wire) = Shell::as_("admin@epic.events").on_wire();
    for code in [
        "let c = clients.get(13); c.update(#{})",
        "let c = clients.get(13); c.update(#{ phone: c.phone, commercial: c.commercial })",
        "let c = clients.get(13); c.save()",
        "let c = clients.get(13); let was = c.phone; c.phone = \"1\"; c.phone = was; c.save()",
        "let c = clients.get(13); let was = c.phone; c.phone = \"1\"; c.update(#{ phone: was })",
        "let c = clients.get(13); c.id = 13; c.transfer(c.commercial.email)",
        "let c = clients.get(13); c.commercial = c.commercial; c.save()",
    ] {
        assert_eq!(shell.e(code).ok(), "clients 13 unchanged", "{code}");
    }
    let sent = wire.take();
    assert!(!sent.iter().any(|sql| sql.contains("update ")), "{sent:#?}");
    assert_eq!(
        shell.e("clients.get(13).update(#{ phone: \"1\" })").ok(),
        "clients 13 updated"
    );
}

#[test]
fn fields_are_given_one_by_one_and_saved_together() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "fields_are_given_one_by_one_and_saved_together",
        &admin.said(&[
            "let c = clients.get(13)",
            "c.phone = \"+33 1 99 00 12 34\"; c.commercial = \"luc@epic.events\"; c.commercial.full_name",
            "clients.get(13).commercial.full_name == \"Luc Moreau\"",
            "c.save()",
            "clients.get(13).commercial.full_name",
            "c.update(#{ commercial: collaborators.get(2), company_name: () }); c.commercial.full_name",
            "c.update(#{ commercial: 7 }); c.commercial.full_name",
            "c.phone = 12",
            "c.first_contact_date = \"2026-02-30\"",
            "c.full_name = (); c.save()",
            "let e = events.get(3); e.attendees = 3_000_000_000",
            "e.support = clients",
            "e.support = [1]",
            "e.support = 1.5",
            "e.contract = \"x\"",
            "transaction(|c| c)",
        ]),
    );
}

#[test]
fn asking_for_a_field_never_changes_it() {
    let mut admin = Local::as_("admin@epic.events");
    for question in [
        "c[\"full_name\"].len.to_string()",
        "c[\"full_name\"].index_of(\"a\").to_string()",
        "c[\"id\"].abs().to_string()",
        "c.id.to_string()",
        "c[\"commercial\"][\"full_name\"].len.to_string()",
        "c[\"last_contact_date\"].year.to_string()",
        "m.c[\"phone\"].len().to_string()",
    ] {
        let before = "let c = clients.get(12); let m = #{ c: c };";
        let after = "c.save() + `, ${c == clients.get(12)} ${c.full_name} ${m.c.phone != ()}`";
        assert_eq!(
            admin.e(&format!("{before} {question}; {after}")),
            "clients 12 unchanged, true Kevin Casey true",
            "{question}"
        );
    }
    for row in [
        "sql(\"select 1 as n, -7 as m\")[0]",
        "clients.select(|c| #{ n: 1, m: -7 }).first()",
    ] {
        let code =
            format!("let r = {row}; [r.n.to_string(), r[\"m\"].abs().to_string(), r.n, r.m]");
        assert_eq!(admin.e(&code), "[1, 7, 1, -7]", "{row}");
    }
    // What is meant as a change is one.
    let code = "let c = clients.get(12); c[\"phone\"].len().to_string(); c[\"phone\"] = (); c.full_name += \"!\"; c[\"company_name\"].make_upper(); [c.phone == (), c.full_name, c.company_name]";
    assert_eq!(admin.e(code), "[true, Kevin Casey!, COOL STARTUP]");
}

/// A call that takes a field's value leaves `()` behind, and a field can be emptied: only the position tells which.
#[test]
fn a_field_is_emptied_also_where_an_earlier_entry_read_it() {
    let mut admin = Local::as_("admin@epic.events");
    admin.e("let c = clients.get(12)");
    assert_eq!(admin.e("c.phone.to_string() != \"\""), "true");
    // Lines are counted anew after these.
    admin.e(&format!("{}1", "\n".repeat(59_995)));
    for _ in 0..3 {
        admin.e("1");
    }
    assert_eq!(admin.e("c.phone = (); c.phone == ()"), "true");
    // What `history` does: a read and a change of one field in one entry.
    let both = "c.reload(); c.phone.to_string(); c.phone = \"x\"; c.phone.to_string(); c.phone = (); \
                c[\"phone\"] = \"y\"; c.save() + ` ${c.phone}`";
    assert_eq!(admin.e(both), "clients 12 updated y");
    // One expression that reads and changes, again and again.
    let twice = "for word in [\"a\", \"b\"] { c.phone += word; c.phone.to_string() } c.phone";
    assert_eq!(admin.e(twice), "yab");
}

#[test]
fn a_record_stays_the_row_that_it_is() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "a_record_stays_the_row_that_it_is",
        &admin.said(&[
            "let c = clients.create(#{ full_name: \"Ada\", email: \"ada@example.org\", commercial: 2 }); c.id = 1000",
            "c.update(#{ id: 1000 })",
            "c.delete()",
            "c.full_name",
            "c.phone = \"1\"; c.save()",
            "c.delete()",
            "c.contacted()",
            "clients.exists() && clients.filter(|c| c.id == 1000).exists()",
        ]),
    );
}

#[test]
fn a_change_of_a_related_record_is_never_lost() {
    let mut admin = Local::as_("admin@epic.events");
    shows!(
        "a_change_of_a_related_record_is_never_lost",
        &admin.said(&[
            "let e = events.get(3)",
            "e.contract.client.phone = \"1\"",
            "e.contract.client.update(#{ phone: \"1\" }); e.contract.client.phone",
            "let c = e.contract.client; c.phone = \"2\"; c.save(); e.contract.client.phone",
            "let said = \"\"; try { transaction(|| { e.contract.client.update(#{ phone: \"3\" }); throw e.contract.client.phone }) } catch (p) { said = `${p}, then ${e.contract.client.phone}` } said",
        ]),
    );
}

#[test]
fn a_loop_that_changes_rows_reads_what_they_lead_to_alone_and_one_that_reads_on_for_all() {
    let (shell, wire) = Shell::as_("admin@epic.events").on_wire();
    let reads = |code: &str, answer: &str| {
        wire.take();
        assert_eq!(shell.e(code).ok(), answer, "{code}");
        let sent = wire.take();
        let related = sent
            .iter()
            .filter(|sql| sql.contains("from contracts t where"));
        related.count()
    };
    let counted = "let n = 0; for c in clients.take(100) { n += c.contracts.count(); CHANGE } n";
    let total = shell.e(&counted.replace("CHANGE", "")).ok().to_owned();
    assert_eq!(reads(&counted.replace("CHANGE", ""), &total), 1);
    let update = "c.update(#{ phone: `+33 ${n} ${c.id}` });";
    assert_eq!(reads(&counted.replace("CHANGE", update), &total), 100);
    let once = "if c.id == 50 { c.update(#{ phone: \"+44\" }); }";
    assert_eq!(reads(&counted.replace("CHANGE", once), &total), 1 + 8 + 1);
    // What was changed meanwhile is seen.
    let added = "let c = clients.get(1); let n = c.contracts.count(); contracts.create(#{ client: c, total_amount: 1, amount_due: 1 }); c.contracts.count() - n";
    assert_eq!(reads(added, "1"), 2);
}

#[test]
fn rows_that_a_query_computed_are_no_records_of_a_table() {
    let mut admin = Local::as_("admin@epic.events");
    let before = admin.e("clients.count() + contracts.count() + events.count()");
    shows!(
        "rows_that_a_query_computed_are_no_records_of_a_table",
        &admin.said(&[
            "clients.select(|c| #{ id: c.id + 1 }).first().delete()",
            "clients.select(|c| #{ id: c.id, phone: c.phone }).first().update(#{ phone: \"1\" })",
            "let r = clients.select(|c| #{ id: c.id, phone: c.phone }).first(); r.phone = \"1\"",
            "clients.select(|c| #{ id: c.id, last_contact_date: c.last_contact_date }).first().contacted()",
            "contracts.select(|k| #{ id: k.id, amount_due: k.amount_due }).first().pay(1)",
            "clients.select(|c| #{ name: c.full_name }).create(#{ name: \"Ada\" })",
            "sql(\"select id, full_name from clients where id = 1\")[0].delete()",
            "let r = sql(\"select id, full_name from clients where id = 1\")[0]; r.full_name = \"x\"",
            "sql(\"select 1 as id\")[0].history()",
            "why(\"update\", sql(\"select 1 as id\")[0])",
            "let groups = contracts.group(|k| k.signed).all(); [groups[0] == groups[1], groups[0] == groups[0]]",
            "let rows = sql(\"select 1 as id, 2 as n union select 1, 3\"); [rows[0] == rows[1], rows[0] == rows[0]]",
        ]),
    );
    assert_eq!(
        admin.e("clients.count() + contracts.count() + events.count()"),
        before
    );
}

#[test]
fn rows_that_somebody_else_holds_are_said_to_be_held() {
    let mut admin = Local::as_("admin@epic.events");
    let mut other = admin.shell.beside("admin@epic.events").psql_url();
    other
        .batch_execute("begin; update clients set phone = '1' where id = 14")
        .expect("she may");
    let error = admin.error(
        "sql_exec(\"set local lock_timeout = '100ms'\"); clients.get(14).update(#{ phone: \"2\" })",
    );
    assert_eq!(
        error.message,
        "somebody else holds these rows at this moment"
    );
    assert_eq!(error.hints, ["run it again"]);
    other.batch_execute("commit").expect("she may");
    assert_eq!(admin.e("clients.get(14).phone"), "1");
}

#[test]
fn nobodys_change_is_overwritten_and_the_error_shows_both() {
    let mut admin = Local::as_("admin@epic.events");
    admin.e("let c = clients.get(12); let k = contracts.filter(|k| k.client == c && k.amount_due > 100).first();");
    let marie = admin.shell.beside("marie@epic.events");
    marie
        .e("clients.get(12).update(#{ phone: \"+33 2\", company_name: () })")
        .ok();
    shows!(
        "nobodys_change_is_overwritten_and_the_error_shows_both",
        &admin.said(&[
            "c.phone = \"+33 1\"; c.company_name = \"Ours\"; c.save()",
            "clients.get(12).phone",
            "c.update(#{ full_name: \"Kevin\" })",
            "c = clients.get(12); c.update(#{ full_name: \"Kevin\" }); c.phone",
        ]),
    );
    // A payment is taken off whatever is due by now.
    marie.e("let k = contracts.filter(|k| k.client == clients.get(12) && k.amount_due > 100).first(); k.pay(40)").ok();
    assert_eq!(
        admin.e("let due = k.amount_due; k.pay(50); due - k.amount_due"),
        "90.00"
    );
}
