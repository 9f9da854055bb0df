//! Values: whatever is stored can be shown, and no digit is lost in silence.

use crate::harness::{Local, Shell};

const ADMIN: &str = "admin@epic.events";

/// Takes away every rule about single values, so that a row may hold what they keep out.
const NO_RULES: &str = "do $$ declare rule record; begin
    for rule in select conrelid::regclass as owner, conname from pg_constraint
        where contype = 'c' and conrelid::regclass::text in ('clients', 'contracts', 'events') loop
        execute format('alter table %s drop constraint %I', rule.owner, rule.conname);
    end loop; end $$;
    set session_replication_role = replica;";

fn unruly(changes: &str) -> Shell {
    let shell = Shell::as_(ADMIN);
    let mut client = shell.database.superuser();
    client.batch_execute(NO_RULES).expect("no rules");
    client.batch_execute(changes).expect("strange values");
    shell
}

#[test]
fn a_row_whose_date_is_beyond_ours_is_shown_and_so_are_all_others() {
    let shell = unruly(
        "update clients set last_contact_date = 'infinity' where id = 2;
         update clients set last_contact_date = '0044-03-15 BC' where id = 3;
         update clients set last_contact_date = '5874897-12-31' where id = 4;
         update clients set first_contact_date = '-infinity' where id = 5;
         update events set ends_at = 'infinity' where id = 1;
         update events set ends_at = '294276-12-31 23:59:59Z' where id = 2;",
    );
    let all = shell.run(&["-e", "clients", "--format", "csv"]);
    let all = all.ok();
    for shown in [",infinity,", "0044-03-15 BC", "5874897-12-31", "-infinity"] {
        assert!(all.contains(shown), "{shown} in {all}");
    }
    let moments = shell.run(&["-e", "events", "--format", "csv"]);
    let moments = moments.ok();
    assert!(moments.contains(",infinity,"), "{moments}");
    assert!(moments.contains("294276-12-31 23:59:59+00"), "{moments}");
    for format in ["table", "vertical", "json", "ndjson", "markdown", "html"] {
        let said = shell.run(&["-e", "clients.get(2)", "--format", format]);
        assert!(said.ok().contains("infinity"), "{said}");
    }
    let mut local = Local::of(shell);
    assert_eq!(local.e("clients.get(2).last_contact_date"), "infinity");
    assert_eq!(
        local.e("`${clients.get(4).last_contact_date}`"),
        "5874897-12-31"
    );
    assert_eq!(local.e("clients.get(3).last_contact_date.year"), "-43");
    assert_eq!(
        local.e("clients.get(2).last_contact_date == clients.get(5).first_contact_date"),
        "false"
    );
    assert_eq!(
        local
            .error("clients.get(2).last_contact_date > today()")
            .message,
        "infinity is a date that can be shown here, and not calculated with"
    );
    let error = local.error("clients.get(2).last_contact_date + 1.days");
    assert_eq!(
        error.hints,
        ["the database can: in a closure, or in plain SQL"]
    );
    assert_eq!(
        local.error("clients.get(2).last_contact_date.year").message,
        "a value out of range has no 'year'"
    );
    // It can be handed back as it is.
    assert!(
        local
            .e("clients.count(|c| c.last_contact_date == clients.get(2).last_contact_date)")
            .ends_with('1')
    );
}

#[test]
fn a_number_that_is_none_is_shown_in_sums_too() {
    let shell = unruly(
        "update contracts set total_amount = 'NaN', amount_due = 'NaN' where id = 3;
         update contracts set total_amount = 'NaN', amount_due = 'NaN' where id = 4;",
    );
    let mut local = Local::of(shell);
    assert_eq!(local.e("contracts.get(3).total_amount"), "NaN");
    assert_eq!(local.e("contracts.sum(|k| k.total_amount)"), "NaN");
    assert_eq!(
        local.e("contracts.get(3).total_amount == contracts.get(4).total_amount"),
        "true"
    );
    assert!(local.e("contracts").contains("total_amount=NaN"));
    let most = local.e("contracts.sum(|k| if k.id == 5 { dec(\"79228162514264337593543950335\") * k.id } else { 0 })");
    assert!(most.starts_with("396140812571321687967719751675"), "{most}");
    for entry in [
        "contracts.get(3).total_amount + 1",
        "1.5 * contracts.get(3).total_amount",
        "dec(2) < contracts.get(3).total_amount",
        "contracts.get(3).total_amount.round(2)",
    ] {
        let error = local.error(entry);
        assert_eq!(
            error.message,
            "NaN is a decimal that can be shown here, and not calculated with"
        );
    }
}
