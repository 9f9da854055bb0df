//! Names that do not exist, and mistakes in the text.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn a_name_that_does_not_exist_is_answered_with_the_nearest() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clints.count()"), @r"
    --- stderr
    error: there is nothing called 'clints'
     1 │ clints.count()
       │ ^^^^^^
     hint: did you mean 'clients'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.cuont()"), @r"
    --- stderr
    error: there is no function 'cuont' for collection
     1 │ clients.cuont()
       │         ^^^^^
     hint: did you mean 'count'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.get(12).fullname"), @r"
    --- stderr
    error: clients have no field or relation 'fullname'
     1 │ clients.get(12).fullname
       │                ^
     hint: did you mean 'full_name'?
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.get(12).update(#{ fone: \"1\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'fone'
     1 │ clients.get(12).update(#{ fone: "1" })
       │                 ^^^^^^
     hint: did you mean 'phone'?
    --- exit 1
    "#);
    assert_snapshot!(shell.e("clients.create(#{ full_name: \"Ada\", mail: \"a@example.com\" })"), @r#"
    --- stderr
    error: clients have no field or relation 'mail'
     1 │ clients.create(#{ full_name: "Ada", mail: "a@example.com" })
       │         ^^^^^^
     hint: did you mean 'email'?
    --- exit 1
    "#);
    assert_snapshot!(shell.e("clients.get(\"12\")"), @r#"
    --- stderr
    error: there is no function 'get' for collection, text
     1 │ clients.get("12")
       │         ^^^
     hint: it takes an id; by something else: .filter(|x| x.email == "12").first()
    --- exit 1
    "#);
    assert_snapshot!(shell.e("zzzzzz"), @r"
    --- stderr
    error: there is nothing called 'zzzzzz'
     1 │ zzzzzz
       │ ^^^^^^
    --- exit 1
    ");
}

#[test]
fn a_mistake_is_shown_in_its_line() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("let x = 1;\nlet y = clients.count();\nx + nothing + y"), @r"
    --- stderr
    error: there is nothing called 'nothing'
     3 │ x + nothing + y
       │     ^^^^^^^
    --- exit 1
    ");
    assert_snapshot!(shell.e("let x = ;"), @r"
    --- stderr
    error: unexpected ';'
     1 │ let x = ;
       │         ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("clients.count("), @r"
    --- stderr
    error: expecting ')' to close the arguments list of this function call 'count'
     1 │ clients.count(
       │               ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("\"open"), @r#"
    --- stderr
    error: open string is not terminated
     1 │ "open
       │ ^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("fn f(c) {\n  c.nmae\n}\nf(clients.get(12))"), @r"
    --- stderr
    error: clients have no field or relation 'nmae'
     2 │   c.nmae
       │    ^
    --- exit 1
    ");
    assert_snapshot!(shell.e("1 + \"a\" - 2"), @r#"
    --- stderr
    error: '-' does not work between text and int
     1 │ 1 + "a" - 2
       │         ^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("throw \"enough\""), @r#"
    --- stderr
    error: enough
     1 │ throw "enough"
       │ ^^^^^
    --- exit 1
    "#);
    assert_snapshot!(shell.e("sql(\"select nme from clients\")"), @r#"
    --- stderr
    error: column "nme" does not exist
     1 │ select nme from clients
       │        ^^^
    --- exit 1
    "#);
}
