//! Loops read a batch at a time, and what relations lead to with it.

use crate::harness::Shell;

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
fn whoever_is_signed_in_is_read_once_until_something_changes() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    let row = "from collaborators t where t.id = ";
    for (code, reads) in [
        ("clients.filter(|c| c.commercial == me).count()", 1),
        ("let n = 0; for i in 0..50 { n += me.id } n", 1),
        (
            "let c = clients.mine().first(); me.id; c.update(#{ phone: \"1\" }); me.id; me.id",
            2,
        ),
        ("print(me); me", 1),
    ] {
        wire.take();
        shell.e(code).ok();
        let statements = wire.take();
        let of_me = statements.iter().filter(|sql| sql.contains(row));
        assert_eq!(of_me.count(), reads, "{code}: {statements:#?}");
    }
}

#[test]
fn relations_in_a_loop_are_read_once_for_a_batch() {
    let (shell, wire) = Shell::as_("marie@epic.events").on_wire();
    // 2,500 contracts are three batches; each relation is one statement for each of them.
    for (code, reads) in [
        (
            "for k in contracts.take(1000) { k.client.commercial.full_name; n += 1 }",
            [0, 1, 0, 1],
        ),
        (
            "for k in contracts { k.client.commercial.full_name; n += 1 }",
            [0, 3, 0, 3],
        ),
        (
            "for k in contracts.all() { k.client.commercial.full_name; n += 1 }",
            [1, 3, 0, 3],
        ),
        (
            "for k in contracts.filter(|k| k.signed).take(500).all() { n += k.client.id }",
            [1, 1, 0, 0],
        ),
        (
            "for c in clients { n += c.contracts.count() }",
            [1, 0, 0, 0],
        ),
        (
            "for c in clients.take(200) { for k in c.contracts { n += k.client.id } }",
            [1, 1, 0, 0],
        ),
        (
            "for c in clients.take(200) { for k in c.contracts { for e in k.events { n += e.id } } }",
            [1, 0, 1, 0],
        ),
        (
            "for c in clients.take(200).all() { for k in c.contracts { n += k.events.count() } }",
            [1, 1, 1, 0],
        ),
        (
            "for c in clients.take(200) { if c.contracts.exists() { n += c.contracts.first().id } }",
            [1, 0, 0, 0],
        ),
        (
            "for r in sql(\"select * from clients limit 200\") { n += r.commercial_id }",
            [0, 0, 0, 0],
        ),
    ] {
        wire.take();
        shell.e(&format!("let n = 0; {code} n")).ok();
        let sent = wire.take();
        let read = ["contracts", "clients", "events", "collaborators"].map(|rows| {
            let from = format!(" from {rows} t ");
            let of_rows =
                |sql: &&String| sql.starts_with("select t.") && format!("{sql} ").contains(&from);
            sent.iter().filter(of_rows).count()
        });
        let few = &sent[..sent.len().min(20)];
        assert_eq!(read, reads, "{code}\n{few:#?}");
        assert!(sent.len() < 20, "{code}\n{few:#?}");
    }
}
