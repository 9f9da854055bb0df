//! An entry is kept whole or not at all.

use crate::harness::Shell;
use insta::assert_snapshot;

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
    assert_snapshot!(shell.e(&format!("{caught} 1")), @r"
    --- stderr
    error: nothing of this was kept: an earlier statement failed
     hint: it said: a client's name is not blank
     hint: to go on after a failure, put the step in transaction(|| { … })
    --- exit 1
    ");
    assert_snapshot!(shell.e(&format!("{caught} {update}")), @r#"
    --- stderr
    error: nothing of this was kept: an earlier statement failed
     1 │ try { clients.create(#{ full_name: " ", email: "x@example.com" }) } catch {} clients.get(12).update(#{ phone: "new" })
       │                                                                                      ^^^
     hint: it said: a client's name is not blank
     hint: to go on after a failure, put the step in transaction(|| { … })
    --- exit 1
    "#);
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
    assert_snapshot!(shell.e(code), @"a client's name is not blank");
    assert_snapshot!(shell.e("let c = clients.get(12); c.phone + \", \" + c.company_name"), @"before, after");
    assert_snapshot!(shell.e("transaction(|| 1 + 1)"), @"2");
    assert_snapshot!(shell.e("transaction(|| clients.get(0))"), @r"
    --- stderr
    error: there is no client 0
     1 │ transaction(|| clients.get(0))
       │                        ^^^
    --- exit 1
    ");
}
