//! What a script touches, and what of it I may do, is said without running it.

use super::write;
use crate::harness::Shell;
use insta::assert_snapshot;

const SCRIPT: &str = "//! Everything.
//! @param client: client
//! @param many: contract[]?
import \"lib/more\" as more;
fn pay_all(found) { for k in found { k.pay(k.amount_due) } }
print(\"it runs\");
let mine = clients.mine().filter(|c| c.contracts.any(|k| !k.signed));
for c in mine { c.update(#{ phone: \"1\" }); }
pay_all(client.contracts);
let e = client.contracts[0].events.first();
e.delete();
for k in many { k.sign() }
collaborators.create(#{});
sql(\"select * from events e\");
sql_exec(\"update clients set phone = '1' where id = 1\");
more::touch(client);
";

#[test]
fn what_a_script_touches_is_said_and_what_i_may() {
    let marie = Shell::as_("marie@epic.events");
    write(&marie, "scripts/all.rhai", SCRIPT);
    write(
        &marie,
        "scripts/lib/more.rhai",
        "fn touch(c) { let x = clients.get(1); x.delete(); [1, 2].map(|i| i.update(1)) }",
    );
    assert_snapshot!(marie.run(&["scripts", "check", "all"]), @r"
    ");
    let said = marie.beside("sam@epic.events");
    write(
        &said,
        "scripts/all.rhai",
        "clients.first().update(#{ phone: `1` })",
    );
    assert_snapshot!(said.run(&["scripts", "check", "all", "--format", "csv"]), @r"
    ");
}

#[test]
fn a_fault_is_an_error_and_the_others_are_checked_too() {
    let marie = Shell::as_("marie@epic.events");
    write(&marie, "scripts/a.rhai", "//! @param days: itn\n1");
    write(&marie, "scripts/b.rhai", "let a = ;");
    write(&marie, "scripts/c.rhai", "import \"lib/none\" as n;");
    write(&marie, "scripts/d.rhai", "1");
    assert_snapshot!(marie.run(&["scripts", "check", "a", "b", "c", "d"]), @r"
    ");
    let said = marie.run(&["scripts", "check"]);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stdout.contains("follow-ups: in order"), "{said}");
    // Without a session, a script can be in order too.
    let nobody = Shell::signed_out();
    let said = nobody.run(&["scripts", "check"]);
    assert!(said.ok().contains("unpaid: in order"), "{said}");
    assert!(said.stderr.contains("sign in"), "{said}");
}
