//! Words that mislead: every hint is right for the very input, and what it says to write works.

use crate::harness::{Local, Shell};
use epic::error::Error;

/// What was written, what the hint says to write, and the line as it is then.
type Said<'a> = (&'a str, &'a str, &'a str);

fn hint_of(error: &Error) -> String {
    error.hints.join("\n")
}

/// Each is refused with the hint, and what follows from the hint runs.
#[track_caller]
fn each_step_works(person: &mut Local, said: &[Said<'_>]) {
    for (code, hint, then) in said {
        let error = person.error(code);
        assert!(
            hint_of(&error).contains(hint),
            "{code}\n{error}\nshould say: {hint}"
        );
        if let Err(error) = person.try_e(then) {
            panic!("{code}\nsays: {hint}\nbut {then}\n{error}");
        }
    }
}

/// Of collections.
const OF_COLLECTIONS: &[Said<'_>] = &[
    ("clients.find(12)", "write .get(12)", "clients.get(12)"),
    (
        "clients.find(|c| c.id > 3)",
        "write .filter(|c| c.id > 3).first()",
        "clients.filter(|c| c.id > 3).first()",
    ),
    (
        "clients.find(\"Ada\")",
        "write .search(\"Ada\")",
        "clients.search(\"Ada\")",
    ),
    ("clients.length", "write .count()", "clients.count()"),
    ("clients.size", "write .count()", "clients.count()"),
    ("clients.length()", "write .count()", "clients.count()"),
    ("clients.count", "write count()", "clients.count()"),
    (
        "clients.last",
        "write .sort_desc(|x| x.id).first()",
        "clients.sort_desc(|x| x.id).first()",
    ),
    (
        "clients.last(2)",
        "write .sort_desc(|x| x.id).take(2)",
        "clients.sort_desc(|x| x.id).take(2)",
    ),
    (
        "clients.map(|c| c.id)",
        "write .select(|c| c.id), or load the rows: .all().map(|c| c.id)",
        "[clients.select(|c| c.id).count(), clients.all().map(|c| c.id)]",
    ),
    (
        "clients.where(|c| c.id > 3)",
        "write .filter(|c| c.id > 3)",
        "clients.filter(|c| c.id > 3)",
    ),
    (
        "clients.order_by(|c| c.id)",
        "write .sort(|c| c.id) or .sort_desc(|c| c.id)",
        "[clients.sort(|c| c.id), clients.sort_desc(|c| c.id)]",
    ),
    ("clients.limit(3)", "write .take(3)", "clients.take(3)"),
    ("clients.first(3)", "write .take(3)", "clients.take(3)"),
    ("clients.offset(3)", "write .skip(3)", "clients.skip(3)"),
    (
        "clients.group_by(|c| c.commercial)",
        "write .group(|c| c.commercial)",
        "clients.group(|c| c.commercial)",
    ),
    (
        "contracts.average(|k| k.amount_due)",
        "write .avg(|k| k.amount_due)",
        "contracts.avg(|k| k.amount_due)",
    ),
    (
        "clients.rev()",
        "write .sort_desc(|x| x.id)",
        "clients.sort_desc(|x| x.id)",
    ),
    (
        "clients.take(2).each(|c| print(c))",
        "write for x in clients.take(2) { … }",
        "for x in clients.take(2) { print(x) }",
    ),
    (
        "clients.contains(12)",
        "write .filter(|x| x.id == 12).exists()",
        "clients.filter(|x| x.id == 12).exists()",
    ),
    (
        "clients.get(\"kevin@example.com\")",
        ".filter(|x| x.email == \"kevin@example.com\").first()",
        "clients.filter(|x| x.email == \"kevin@example.com\").first()",
    ),
    (
        "clients.join(contracts)",
        "contracts.select(|k| #{ id: k.id, client: k.client.full_name })",
        "contracts.select(|k| #{ id: k.id, client: k.client.full_name })",
    ),
    (
        "clients.add(#{ full_name: \"Ada\", email: \"ada@a.example\" })",
        "write .create(#{ full_name: \"Ada\", email: \"ada@a.example\" })",
        "clients.create(#{ full_name: \"Ada\", email: \"ada@a.example\" })",
    ),
    (
        "clients.mine().first(); clients.update(12, #{ phone: \"1\" })",
        "write .get(12).update(#{ phone: \"1\" })",
        "let k = clients.mine().first(); clients.get(k.id).update(#{ phone: \"1\" })",
    ),
];

#[test]
fn words_of_other_languages_for_collections_say_what_to_write_here() {
    let mut marie = Local::as_("marie@epic.events");
    each_step_works(&mut marie, OF_COLLECTIONS);
    let mut admin = Local::of(marie.shell.beside("admin@epic.events"));
    each_step_works(
        &mut admin,
        &[(
            "events.delete(5)",
            "write .get(5).delete()",
            "events.get(5).delete()",
        )],
    );
    // Where a field of rows may be meant, that is said; a word that is none gets no such hint.
    let error = marie.error("clients.full_name");
    assert!(
        hint_of(&error).contains("write .select(|x| x.full_name)"),
        "{error}"
    );
    let error = marie.error("clients.nonsense");
    assert!(!error.to_string().contains("select"), "{error}");
}

#[test]
fn words_of_other_languages_for_lists_and_texts_say_what_to_write_here() {
    let mut marie = Local::as_("marie@epic.events");
    each_step_works(
        &mut marie,
        &[
            ("[1, 2].length", "write .len()", "[1, 2].len()"),
            ("[1, 2].size()", "write .len()", "[1, 2].len()"),
            ("[1, 2].first()", "write [0]", "[1, 2][0]"),
            ("[1, 2].last()", "write [-1]", "[1, 2][-1]"),
            (
                "[1, 2].take(1)",
                "write .extract(0, 1)",
                "[1, 2].extract(0, 1)",
            ),
            ("[1, 2].skip(1)", "write .extract(1)", "[1, 2].extract(1)"),
            (
                "[1, 2].select(|x| x)",
                "write .map(|x| x)",
                "[1, 2].map(|x| x)",
            ),
            (
                "[1, 2].any(|x| x > 1)",
                "write .some(|x| x > 1)",
                "[1, 2].some(|x| x > 1)",
            ),
            (
                "[1, 2].sum()",
                "write .reduce(|sum, x| sum + x, 0)",
                "[1, 2].reduce(|sum, x| sum + x, 0)",
            ),
            (
                "clients.take(3).all().avg(|c| c.id)",
                "leave out .all()",
                "clients.take(3).avg(|c| c.id)",
            ),
            ("\"abc\".upper()", "write .to_upper()", "\"abc\".to_upper()"),
            ("\"abc\".length", "write .len()", "\"abc\".len()"),
            (
                "\"abc\".startsWith(\"a\")",
                "write .starts_with(\"a\")",
                "\"abc\".starts_with(\"a\")",
            ),
            (
                "\"abc\".substring(1, 2)",
                "write .sub_string(1, 2)",
                "\"abc\".sub_string(1, 2)",
            ),
        ],
    );
    assert!(!hint_of(&marie.error("[1, 2].avg(|x| x)")).contains(".all()"));
    assert_eq!(
        marie.e("[1, \"a\", today() == today()].join(\", \")"),
        "1, a, true"
    );
    assert_eq!(marie.e("[].join(\", \")"), "");
    assert_eq!(
        marie.e("[date(\"2026-01-31\"), dec(\"1.50\")].join(\"; \")"),
        "2026-01-31; 1.50"
    );
}

#[test]
fn a_variable_that_holds_a_closure_is_called_by_call() {
    let mut marie = Local::as_("marie@epic.events");
    each_step_works(
        &mut marie,
        &[("let f = |x| x * 2; f(3)", "write f.call(3)", "f.call(3)")],
    );
    assert_eq!(
        marie.error("let n = 3; n(3)").message,
        "'n' is a variable, no function"
    );
}

#[test]
fn what_other_shells_and_languages_write_is_answered_with_what_works() {
    let mut marie = Local::as_("marie@epic.events");
    // Nothing was shown yet: there is nothing to go on with.
    assert_eq!(hint_of(&marie.error(".take(2)")), "");
    marie.e("clients");
    each_step_works(
        &mut marie,
        &[
            (".take(2)", "write it.take(2)", "it.take(2)"),
            ("help filter", "write help(\"filter\")", "help(\"filter\")"),
            ("help", "write help()", "help()"),
            ("today", "write today()", "today()"),
            (
                "describe clients",
                "write help(\"clients\")",
                "help(\"clients\")",
            ),
            ("show tables", "help() shows what there is", "help()"),
            ("print clients", "write print(clients)", "print(clients)"),
            (
                "for c in clients.take(3): print(c)",
                "write for c in clients.take(3) { print(c) }",
                "for c in clients.take(3) { print(c) }",
            ),
            (
                "for c in clients.take(3) print(c)",
                "write for c in clients.take(3) { print(c) }",
                "for c in clients.take(3) { print(c) }",
            ),
            (
                "if 1 > 2: print(3)",
                "write if 1 > 2 { print(3) }",
                "if 1 > 2 { print(3) }",
            ),
            ("begin", "transaction(|| { … })", "transaction(|| { 1 })"),
            ("commit;", "transaction(|| { … })", "transaction(|| { 1 })"),
            (
                "begin transaction",
                "transaction(|| { … })",
                "transaction(|| { 1 })",
            ),
            (
                "select * from clients",
                "sql(\"select …\")",
                "sql(\"select * from clients limit 1\")",
            ),
            (
                "update clients set phone = null",
                "sql_exec(\"update …\")",
                "sql_exec(\"update clients set phone = null where id = 0\")",
            ),
        ],
    );
}

#[test]
fn how_rows_become_a_file_is_said_truly() {
    let mut marie = Local::as_("marie@epic.events");
    for code in [
        "clients.take(2).export(\"x.csv\")",
        "clients.take(2).to_csv()",
        "clients.take(2).to_excel(\"x.xlsx\")",
        "to_csv(clients.take(2))",
    ] {
        let hint = hint_of(&marie.error(code));
        assert!(
            hint.contains("write .save_as(\"list.xlsx\")"),
            "{code}\n{hint}"
        );
    }
    let csv = marie
        .shell
        .run(&["-e", "clients.take(2)", "--format", "csv"]);
    assert_eq!(csv.ok().lines().count(), 3);
    let hint = hint_of(&marie.error("clients.import(\"x.csv\")"));
    assert!(hint.contains("clients.import_file("), "{hint}");
}

#[test]
fn words_that_are_no_commands_are_answered_with_what_there_is() {
    let marie = Shell::as_("marie@epic.events");
    let export = marie.run(&["export"]).stderr;
    assert!(
        export.contains("epic -e clients --out clients.csv"),
        "{export}"
    );
    marie.run(&["-e", "clients", "--out", "clients.csv"]).ok();
    let import = marie.run(&["import"]).stderr;
    assert!(import.contains("epic -e 'clients.import_file"), "{import}");
    let flag = marie.run(&["run", "x", "--flag"]).stderr;
    assert!(flag.contains("there is no script 'x'"), "{flag}");
    let json = marie.run(&["-e", "clients.count()", "--json"]).stderr;
    assert!(json.contains("write --format json"), "{json}");
    marie
        .run(&["-e", "clients.count()", "--format", "json"])
        .ok();
}

#[test]
fn a_function_of_another_type_says_whose_it_is() {
    let mut marie = Local::as_("marie@epic.events");
    assert!(hint_of(&marie.error("save(3)")).contains("'save' is for a record"));
    let error = marie.error("clients.assign(3)");
    assert!(
        hint_of(&error).contains("'assign' is for a record"),
        "{error}"
    );
    each_step_works(
        &mut marie,
        &[
            (
                "contracts.mine().unsigned().first().sign",
                "write .sign()",
                "contracts.mine().unsigned().first().sign()",
            ),
            (
                "clients.first().history",
                "write .history()",
                "clients.first().history()",
            ),
        ],
    );
}

#[test]
fn moments_are_written_as_create_takes_them() {
    let mut marie = Local::as_("marie@epic.events");
    let count = marie.e("events.filter(|e| e.starts_at > timestamp(\"2026-06-01 10:00\")).count()");
    for code in [
        "events.filter(|e| e.starts_at > \"2026-06-01 10:00\").count()",
        "events.filter(|e| \"2026-06-01 10:00\" < e.starts_at).count()",
        "events.all().filter(|e| e.starts_at > \"2026-06-01 10:00\").len()",
        "events.all().filter(|e| !(e.starts_at <= timestamp(\"2026-06-01 10:00\"))).len()",
    ] {
        assert_eq!(marie.e(code), count, "{code}");
    }
    let days = marie.e("clients.filter(|c| c.first_contact_date > date(\"2026-06-01\")).count()");
    for code in [
        "clients.filter(|c| c.first_contact_date > \"2026-06-01\").count()",
        "clients.all().filter(|c| c.first_contact_date > \"2026-06-01\").len()",
    ] {
        assert_eq!(marie.e(code), days, "{code}");
    }
    assert_eq!(marie.e("date(\"2026-01-31\") == \"2026-01-31\""), "true");
    each_step_works(
        &mut marie,
        &[
            (
                "moment(\"2026-01-01 10:00\")",
                "write timestamp(\"2026-01-01 10:00\")",
                "timestamp(\"2026-01-01 10:00\")",
            ),
            (
                "date(\"2026-01-31\") + 10.hours",
                "timestamp(\"2026-01-31\") + 10.hours",
                "timestamp(\"2026-01-31\") + 10.hours",
            ),
            (
                "date(\"2026-01-31\") - 90.minutes",
                "timestamp(\"2026-01-31\") - 90.minutes",
                "timestamp(\"2026-01-31\") - 90.minutes",
            ),
            (
                "\"2026-01-01\" + 1.days",
                "write date(\"2026-01-01\") + 1.days",
                "date(\"2026-01-01\") + 1.days",
            ),
            (
                "\"2026-01-01\" + 1.hours",
                "write timestamp(\"2026-01-01\") + 1.hours",
                "timestamp(\"2026-01-01\") + 1.hours",
            ),
            (
                "\"in \" + 1.days",
                "to join texts: `in ${1.days}`",
                "`in ${1.days}`",
            ),
            (
                "today() > \"soon\"",
                "write date(\"2026-01-31\")",
                "today() > date(\"2026-01-31\")",
            ),
            (
                "now() > \"soon\"",
                "write timestamp(\"2026-01-31 18:00\")",
                "now() > timestamp(\"2026-01-31 18:00\")",
            ),
        ],
    );
}

#[test]
fn collections_and_rows_have_no_order() {
    let mut marie = Local::as_("marie@epic.events");
    for code in [
        "clients > \"x.csv\"",
        "clients > 3",
        "3 < clients",
        "me > 3",
        "me > me",
        "clients >= clients",
    ] {
        let error = marie.error(code);
        assert!(
            error.message.contains("order") || error.message.contains("=="),
            "{code}\n{error}"
        );
    }
    assert_eq!(marie.e("clients.count() > 3"), "true");
}

#[test]
fn a_refusal_of_a_field_names_only_rules_of_those_who_may_give_that_field() {
    let marie = Shell::as_("marie@epic.events");
    let own = "clients.mine().first().update";
    let said = marie.e(&format!("{own}(#{{ commercial: 3 }})")).stderr;
    assert!(said.contains("an admin updates any client"), "{said}");
    assert!(
        !said.contains("a commercial updates their own clients"),
        "{said}"
    );
    let said = marie
        .e("clients.mine().take(1).update(#{ commercial: 3 })")
        .stderr;
    assert!(
        !said.contains("a commercial updates their own clients"),
        "{said}"
    );
    marie
        .e(&format!("{own}(#{{ phone: \"+33 1 99 00 12 34\" }})"))
        .ok();
    let admin = marie.beside("admin@epic.events");
    admin.e("clients.first().update(#{ commercial: 3 })").ok();
}

#[test]
fn a_row_that_needs_a_relation_is_told_its_name() {
    let mut admin = Local::as_("admin@epic.events");
    let error = admin.error("clients.create(#{ full_name: \"Ada\", email: \"ada@a.example\" })");
    assert!(hint_of(&error).contains("commercial: …"), "{error}");
    admin.e("clients.create(#{ full_name: \"Ada\", email: \"ada@a.example\", commercial: 2 })");
}

#[test]
fn a_record_with_unsaved_fields_says_so_and_can_be_read_again() {
    let mut marie = Local::as_("marie@epic.events");
    let code = "let c = clients.mine().first(); c.phone = \"7\"; c";
    let said = marie.shell.e(code);
    assert!(
        said.stderr
            .contains("phone is not saved: .save() keeps it, .reload() forgets it")
    );
    assert_eq!(marie.shell.e("clients.mine().first()").stderr, "");
    let before = marie.e("clients.mine().first().phone");
    marie.e(code);
    assert_eq!(marie.e("c.phone"), "7");
    marie.e("c.reload()");
    assert_eq!(marie.e("c.phone"), before);
    assert_eq!(
        marie.e("c.save()").split(' ').next_back(),
        Some("unchanged")
    );
}

#[test]
fn a_history_keeps_its_field_on_a_narrow_screen_and_seconds() {
    let mut marie = Local::as_("marie@epic.events");
    marie.e("clients.mine().first().update(#{ phone: \"+33 1 99 00 12 34\" })");
    let history = marie.e("clients.mine().first().history()");
    assert!(
        history
            .lines()
            .last()
            .is_some_and(|line| line.contains(" field=phone "))
    );
    assert!(!history.lines().any(|line| {
        line.split(" field")
            .next()
            .is_some_and(|when| when.contains('.'))
    }));
}

#[test]
fn an_order_written_between_a_number_and_a_text_is_an_error() {
    let mut marie = Local::as_("marie@epic.events");
    let error = marie.error("3 > \"a\"");
    assert_eq!(error.message, "an int is compared with a text");
    marie.error("clients.count() >= \"3\"");
    marie.error("for c in clients.take(1) { if c.contracts.count() < \"3\" { print(c) } }");
    assert_eq!(marie.e("3 == \"a\""), "false");
    assert_eq!(marie.e("let n = 3; n < 4 && \"a\" < \"b\""), "true");
}

#[test]
fn whole_numbers_divide_to_a_whole_one_and_it_is_said() {
    let marie = Shell::as_("marie@epic.events");
    let said = marie.e("1/3");
    assert_eq!(said.ok(), "0");
    assert!(said.stderr.contains("dec(1) / 3"), "{said}");
    assert!(marie.e("dec(1) / 3").ok().starts_with("0.333"));
    assert_eq!(marie.e("6/3").stderr, "");
}

#[test]
fn help_fits_a_screen_of_24_lines() {
    let marie = Shell::as_("marie@epic.events");
    let help = marie.e("help()");
    let height = |line: &str| line.chars().count().div_ceil(80).max(1);
    let lines: usize = help.ok().lines().map(height).sum();
    assert!(lines <= 23, "{lines} lines\n{help}");
    // What is left out of it is one step away.
    marie.e("help(\"narrow\")").ok();
}
