//! The shipped scripts that change something do it rightly, and can be taken back, but for one.

use super::rows;
use crate::harness::Shell;

const UPCOMING: &str = "events.filter(|e| e.ends_at > now())";

/// Takes the last run back.
#[track_caller]
fn undo(shell: &Shell) -> crate::harness::Said {
    let run = shell.e("runs()[0].id");
    shell.run(&["undo", run.ok()])
}

#[test]
fn an_event_goes_to_whoever_is_free_and_has_the_least() {
    let admin = Shell::as_("admin@epic.events");
    let scene = "events.filter(|e| e.ends_at > now()).delete();
        let signed = contracts.filter(|k| k.signed).first();
        let day = timestamp(`${today() + 10.days} 00:00`);
        let event = |name, from, to, support| #{
            contract: signed, name: name, starts_at: day + from.minutes, ends_at: day + to.minutes, support: support
        };
        events.create([
            event.call(\"sam's\", 0, 60, \"sam@epic.events\"),
            event.call(\"kate's\", 780, 900, \"kate@epic.events\"),
            event.call(\"alienor's\", 780, 900, \"alienor@epic.events\"),
            event.call(\"least\", 600, 720, ()),
            event.call(\"next\", 660, 780, ()),
            event.call(\"nobody is free\", 690, 840, ()),
            event.call(\"right after\", 900, 960, ()),
        ]);
        1";
    admin.e(scene).ok();
    let assign = &["run", "unassigned-events", "--assign", "--format", "csv"];
    let said = admin.run(assign);
    let found: Vec<String> = rows(&said)
        .iter()
        .map(|row| format!("{}: {}", row[3], row[7]))
        .collect();
    // Bruno has nothing to come, but has left. Inès has nothing else; then Sam comes before Kate and Aliénor, who have as
    // many; then all four are at something.
    let wanted = [
        "least: Inès Benali",
        "next: Sam Okafor",
        "nobody is free: nobody",
        "right after: Inès Benali",
    ];
    assert_eq!(found, wanted);
    let left = format!("{UPCOMING}.filter(|e| e.support == ()).count()");
    assert_eq!(admin.e(&left).ok(), "1");
    undo(&admin).ok();
    assert_eq!(admin.e(&left).ok(), "4");
    let soon = admin.run(&[
        "run",
        "unassigned-events",
        "--within",
        "9d",
        "--format",
        "csv",
    ]);
    assert!(rows(&soon).is_empty(), "{soon}");
}

#[test]
fn a_portfolio_goes_over_with_the_account_closed_and_comes_back() {
    let admin = Shell::as_("admin@epic.events");
    let of = |email: &str| {
        let code = format!("clients.filter(|c| c.commercial.email == \"{email}\").count()");
        admin.e(&code).ok().parse::<u32>().expect("a number")
    };
    let state = || {
        let is_active = admin.e("collaborators.get(3).active").ok().to_owned();
        (of("luc@epic.events"), of("marie@epic.events"), is_active)
    };
    let before = state();
    assert!(before.0 > 0);
    let luc_to_marie = [
        "run",
        "reassign-portfolio",
        "--from",
        "luc@epic.events",
        "--to",
        "marie@epic.events",
        "--deactivate",
    ];
    let said = admin.run(&luc_to_marie);
    assert_eq!(said.ok(), format!("{} clients updated", before.0));
    assert_eq!(state(), (0, before.0 + before.1, "false".to_owned()));
    undo(&admin).ok();
    assert_eq!(state(), before);
}

#[test]
fn a_support_hands_over_what_is_to_come_and_keeps_what_was() {
    let admin = Shell::as_("admin@epic.events");
    let count = |whose: &str, when: &str| {
        let code = format!(
            "events.filter(|e| e.support.email == \"{whose}@epic.events\" && e.ends_at {when} now()).count()"
        );
        admin.e(&code).ok().parse::<u32>().expect("a number")
    };
    let (past, to_come, theirs) = (count("sam", "<="), count("sam", ">"), count("kate", ">"));
    assert!(past > 0 && to_come > 0);
    let hand_over = |to: &str| {
        let to = format!("{to}@epic.events");
        admin.run(&[
            "run",
            "reassign-portfolio",
            "--from",
            "sam@epic.events",
            "--to",
            &to,
        ])
    };
    hand_over("kate").ok();
    let after = (count("sam", "<="), count("sam", ">"), count("kate", ">"));
    assert_eq!(after, (past, 0, to_come + theirs));
    for (to, why) in [
        (
            "sam",
            "Sam Okafor (support) can't hand over to Sam Okafor (support)",
        ),
        (
            "luc",
            "Sam Okafor (support) can't hand over to Luc Moreau (commercial)",
        ),
        ("bruno", "Bruno Keller is not active"),
    ] {
        let said = hand_over(to);
        assert_eq!(
            (said.code, said.error().starts_with(why)),
            (1, true),
            "{said}"
        );
    }
}

#[test]
fn who_is_inactive_is_forgotten_for_good_unless_something_is_open() {
    let admin = Shell::as_("admin@epic.events");
    let mut owner = admin.owner();
    let run = ["run", "anonymise-inactive", "--silence", "60d"];
    let open = "exists (select from crm.contracts k left join crm.events e on e.contract_id = k.id
        where k.client_id = c.id and (k.signed_at is null or k.amount_due > 0 or e.ends_at > now()))";
    let names = |owner: &mut postgres::Client| -> (String, String) {
        let sql = format!(
            "select string_agg(md5(c::text), '' order by c.id) filter (where {open} or c.last_contact_date >= (now() at time zone 'UTC')::date - 60),
                    string_agg(c.id || c.full_name || c.email || coalesce(c.phone || c.company_name, ''), ' ' order by c.id)
                      filter (where not {open} and c.last_contact_date < (now() at time zone 'UTC')::date - 60)
               from crm.clients c"
        );
        let row = owner.query_one(&sql, &[]).expect("clients");
        (row.get(0), row.get(1))
    };
    let before = names(&mut owner);
    let said = admin.run(&run);
    assert_eq!(said.code, 2, "nobody confirmed it: {said}");
    assert_eq!(names(&mut owner), before);

    let yes = admin.run(&[&run[..], &["--yes"]].concat());
    yes.ok();
    let after = names(&mut owner);
    assert_eq!(after.0, before.0, "others are left alone");
    let forgotten: Vec<&str> = after
        .1
        .split(' ')
        .filter(|word| word.contains('@'))
        .collect();
    let nameless = |word: &&&str| word.ends_with("@anonymous.invalid");
    assert_eq!(forgotten.iter().filter(nameless).count(), forgotten.len());
    assert_eq!(yes.ok(), format!("{} clients updated", forgotten.len()));
    let told: i64 = owner
        .query_one(
            "select count(*) from crm.events e join crm.contracts k on k.id = e.contract_id
               join crm.clients c on c.id = k.client_id
              where c.email like '%@anonymous.invalid'
                and (e.name <> 'event ' || e.id or e.client_contact is not null or e.notes is not null)",
            &[],
        )
        .expect("events")
        .get(0);
    assert_eq!(told, 0);

    let undone = undo(&admin);
    let why = "people are forgotten for good";
    assert_eq!(undone.code, 1, "{undone}");
    assert!(undone.error().ends_with(why), "{undone}");
    assert_eq!(names(&mut owner), after);
    let again = admin.run(&[&run[..], &["--yes"]].concat());
    assert_eq!(again.ok(), "nobody is to be forgotten");
}

#[test]
fn clients_are_imported_or_the_lines_are_named() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("new.csv", "Full name,E-mail,Phone\nAda Byron,ada@example.org,\nKevin Casey,kevin.casey@cool-startup.example.com,1\n");
    let mine = "clients.mine().filter(|c| c.email == \"ada@example.org\").count()";
    let import = |arguments: &[&str]| {
        marie.run(&[&["run", "import-clients", "--file", "new.csv"], arguments].concat())
    };
    let said = import(&[]);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains("line 3"), "{said}");
    assert_eq!(marie.e(mine).ok(), "0");
    import(&["--duplicates", "skip"]).ok();
    assert_eq!(marie.e(mine).ok(), "1");
    assert_ne!(marie.e("clients.get(12).phone").ok(), "1");
    undo(&marie.beside("admin@epic.events")).ok();
    assert_eq!(marie.e(mine).ok(), "0");
    import(&["--left", "left.csv"]).ok();
    assert_eq!(marie.e(mine).ok(), "1");
    let left = std::fs::read_to_string(marie.home().join("left.csv")).expect("a file");
    assert!(left.contains("kevin.casey@"), "{left}");
}
