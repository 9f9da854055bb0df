//! What can be typed after `epic`, and what it exits with.

use crate::harness::Shell;
use insta::assert_snapshot;

#[test]
fn an_expression_is_evaluated_and_its_value_printed() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.e("clients.count()"), @"1000");
    let (shell, wire) = shell.on_wire();
    assert_snapshot!(shell.e("clients.count()"), @"1000");
    println!("{:#?}", wire.take());
}
