//! What a script touches, and what of it I may do, is said without running it.

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
    marie.file("scripts/all.rhai", SCRIPT);
    marie.file(
        "scripts/lib/more.rhai",
        "fn touch(c) { let x = clients.get(1); x.delete(); [1, 2].map(|i| i.update(1)) }",
    );
    assert_snapshot!(marie.run(&["scripts", "check", "all"]), @r"
    all: in order
      reads clients, contracts, events, collaborators: you may
      updates clients: you may (a commercial updates their own clients)
      deletes events: you may not; these rules allow it: an admin deletes any event
      updates contracts: you may (a commercial updates contracts of their own clients)
      creates collaborators: you may not; these rules allow it: an admin creates any collaborator
      deletes clients: you may not; these rules allow it: an admin deletes any client
      line 1 of ./scripts/lib/more.rhai: .update(…) of rows that come from elsewhere; what that touches shows when it runs
    ");
    let said = marie.beside("sam@epic.events");
    said.file(
        "scripts/all.rhai",
        "clients.first().update(#{ phone: `1` })",
    );
    assert_snapshot!(said.run(&["scripts", "check", "all", "--format", "csv"]), @r"
    script,action,entity,allowed,rules
    all,read,clients,true,everyone reads every client
    all,update,clients,false,a commercial updates their own clients; an admin updates any client
    ");
}

#[test]
fn a_fault_is_an_error_and_the_others_are_checked_too() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/a.rhai", "//! @param days: itn\n1");
    marie.file("scripts/b.rhai", "let a = ;");
    marie.file("scripts/c.rhai", "import \"lib/none\" as n;");
    marie.file("scripts/d.rhai", "1");
    assert_snapshot!(marie.run(&["scripts", "check", "a", "b", "c", "d"]), @r#"
    d: in order
      touches no rows
    --- stderr
    error: ./scripts/a.rhai: there is no type 'itn'
     1 │ //! @param days: itn
       │                  ^^^
     hint: did you mean 'int'?
     hint: types: int, decimal, bool, text, date, timestamp, span, path, email, collaborator, client, contract, event, or values: a|b|c
    error: ./scripts/b.rhai: unexpected ';'
     1 │ let a = ;
       │         ^
    error: ./scripts/c.rhai: there is no module 'lib/none'
     1 │ import "lib/none" as n;
       │ ^^^^^^
     hint: looked for in: ./scripts, $EPIC_HOME/config/scripts, built in
    --- exit 1
    "#);
    let said = marie.run(&["scripts", "check"]);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stdout.contains("follow-ups: in order"), "{said}");
    // Without a session, a script can be in order too.
    let nobody = Shell::signed_out();
    let said = nobody.run(&["scripts", "check"]);
    assert!(said.ok().contains("unpaid: in order"), "{said}");
    assert!(said.stderr.contains("sign in"), "{said}");
}
