//! Where SQL and scripts differ: each difference that `docs/decisions/0006` lists, as it is.

use super::world::World;
use crate::harness::{Local, Shell, TestDatabase, shows};

/// What an expression about one row gives: in SQL, and in a script.
fn both(world: &mut World, row: &str, expr: &str) -> String {
    let (collection, id) = row.split_once(' ').expect("clients 12");
    let select = format!("{collection}.filter(|x| x.id == {id}).select(|x| #{{ v: {expr} }})");
    let script = format!("{{ let f = |x| {expr}; f.call({collection}.get({id})) }}");
    let mut shown = |code: &str| match world.try_e(code) {
        Ok(value) if value.is_empty() => "nothing".to_owned(),
        Ok(value) => value,
        Err(error) => format!("error: {}", error.message),
    };
    let sql = shown(&format!("{select}.first().v"));
    format!(
        "{expr}\n    SQL     {sql}\n    script  {}\n",
        shown(&script)
    )
}

fn all(world: &mut World, cases: &[(&str, &str)]) -> String {
    cases
        .iter()
        .map(|(row, expr)| both(world, row, expr))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn nothing_inside_an_expression() {
    let mut world = World::new();
    shows!(
        "nothing_inside_an_expression",
        &all(
            &mut world,
            &[
                ("clients 30", "x.phone.len()"),
                ("clients 30", r#"x.phone.contains("a")"#),
                ("events 8", "x.attendees + 1"),
                ("events 3", "x.support.full_name"),
                ("contracts 11", "x.total_amount / x.amount_due"),
                ("clients 30", "x.phone?.len()"),
                ("events 8", "(x.attendees ?? 0) + 1"),
                ("events 3", "x.support?.full_name"),
            ],
        ),
    );
}

#[test]
fn digits_of_decimal_numbers() {
    let mut world = World::new();
    shows!(
        "digits_of_decimal_numbers",
        &all(
            &mut world,
            &[
                ("contracts 12", "x.total_amount / 3"),
                ("contracts 12", "(x.total_amount / 3).round(2)"),
                ("contracts 11", "`${x.amount_due} ${x.amount_due + 1}`"),
                (
                    "contracts 12",
                    r#"x.total_amount * dec("9999999999999999999")"#,
                ),
                ("contracts 12", "x.id / 0.0"),
            ],
        ),
    );
}

#[test]
fn letters_that_are_more_than_one_in_capitals() {
    let mut world = World::new();
    world.rename(1, "Straße ΟΔΟΣ");
    shows!(
        "letters_that_are_more_than_one_in_capitals",
        &all(
            &mut world,
            &[
                ("clients 1", "x.full_name.to_upper()"),
                ("clients 1", "x.full_name.to_lower()"),
            ],
        ),
    );
}

#[test]
fn digits_of_other_scripts() {
    let mut world = World::new();
    world.rename(1, "٣");
    shows!(
        "digits_of_other_scripts",
        &all(
            &mut world,
            &[
                ("clients 1", r#"x.full_name.matches("\\d")"#),
                ("clients 1", r#"x.full_name.matches("[0-9]")"#),
            ],
        ),
    );
}

#[test]
fn years_before_the_first_and_after_9999() {
    let mut world = World::new();
    shows!(
        "years_before_the_first_and_after_9999",
        &all(
            &mut world,
            &[
                ("clients 9", "(x.first_contact_date - 1.days).year"),
                ("clients 9", "`${x.first_contact_date - 1.days}`"),
                ("clients 8", "`${x.first_contact_date + 1.days}`"),
            ],
        ),
    );
}

#[test]
fn a_closure_about_a_row_that_is_just_being_asked() {
    let mut world = World::new();
    shows!(
        "a_closure_about_a_row_that_is_just_being_asked",
        &all(
            &mut world,
            &[
                ("clients 4", "x.contracts.any(|k| k.client == x)"),
                (
                    "clients 4",
                    "{ let ks = x.contracts; ks.any(|k| k.client == x) }",
                ),
            ],
        ),
    );
}

#[test]
fn sorting_texts_follows_the_language_of_the_database() {
    let database = TestDatabase::in_language("fr");
    let mut marie = Local::of(Shell::at(database).beside("marie@epic.events"));
    let mut owner = marie.shell.owner();
    let names = "update crm.clients set full_name = (array['zoe', 'Étienne', 'Zoe', 'etienne', 'Ada'])[id] where id < 6";
    owner.execute(names, &[]).expect("names");
    let five = "let five = clients.filter(|c| c.id < 6)";
    let mut names = |code: &str| marie.e(&format!("{five}; {code}"));
    // People expect a list in their language …
    assert_eq!(
        names("five.sort(|c| c.full_name).all().map(|c| c.full_name)"),
        "[Ada, etienne, Étienne, zoe, Zoe]"
    );
    // … a script sorts by code points …
    assert_eq!(
        names("let names = five.all().map(|c| c.full_name); names.sort(); names"),
        "[Ada, Zoe, etienne, zoe, Étienne]"
    );
    // … and so does `<`, in both.
    for of in ["five", "five.all()"] {
        let found = names(&format!(
            "let f = |c| c.full_name > \"a\"; let ids = []; for c in {of}.filter(f) {{ ids.push(c.id) }} ids"
        ));
        assert_eq!(found, "[1, 2, 4]");
    }
}
