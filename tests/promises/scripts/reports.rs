//! The shipped scripts that only read say what the database says.

use super::rows;
use crate::harness::Shell;

#[test]
fn my_week_is_what_is_assigned_to_me_or_what_my_clients_have() {
    let sam = Shell::as_("sam@epic.events");
    let marie = sam.beside("marie@epic.events");
    let mut owner = sam.owner();
    for (person, email, whose) in [
        (&sam, "sam@epic.events", "e.support_id"),
        (&marie, "marie@epic.events", "c.commercial_id"),
    ] {
        for (arguments, first, days) in [
            (&[][..], "0", 7),
            (&["--from", "-30d", "--days", "90"], "-30", 90),
        ] {
            let said = person.run(&[&["run", "my-week", "--format", "csv"], arguments].concat());
            let found: Vec<String> = rows(&said).iter().map(|row| row[0].clone()).collect();
            let sql = format!(
                "select coalesce(string_agg(e.id::text, ' ' order by e.starts_at, e.id), '') from crm.events e
                   join crm.contracts k on k.id = e.contract_id join crm.clients c on c.id = k.client_id
                   join crm.collaborators p on p.id = {whose},
                   lateral (select (now() at time zone 'UTC')::date + {first} as day) f
                  where p.email = '{email}' and (e.ends_at at time zone 'UTC')::date >= f.day
                    and (e.starts_at at time zone 'UTC')::date < f.day + {days}"
            );
            let wanted: String = owner.query_one(&sql, &[]).expect("events").get(0);
            assert_eq!(found.join(" "), wanted, "{email} {arguments:?}");
            assert!(!wanted.is_empty(), "{email} {arguments:?}");
        }
    }
}

#[test]
fn the_monthly_report_adds_up_by_commercial() {
    let admin = Shell::as_("admin@epic.events");
    let mut owner = admin.owner();
    let sql = "
        select format('%s,%s,%s,%s,%s,%s,%s', m.start, p.full_name,
          (select count(*) from crm.clients c
            where c.commercial_id = p.id and date_trunc('month', c.first_contact_date) = m.start),
          k.n, k.worth, k.due,
          (select count(*) from crm.events e join crm.contracts k on k.id = e.contract_id
             join crm.clients c on c.id = k.client_id
            where c.commercial_id = p.id and date_trunc('month', e.starts_at at time zone 'UTC') = m.start))
          from (select date_trunc('month', (now() at time zone 'UTC') - $1::text::interval)::date as start) m,
               crm.collaborators p,
               lateral (select count(*) as n, sum(k.total_amount) as worth, sum(k.amount_due) as due
                          from crm.contracts k join crm.clients c on c.id = k.client_id
                         where c.commercial_id = p.id
                           and date_trunc('month', k.signed_at at time zone 'UTC') = m.start) k
         where p.role = 'commercial' order by p.full_name collate \"C\"";
    let said = admin.run(&["run", "monthly-report", "--format", "csv"]);
    let wanted = owner.query(sql, &[&"1 month"]).expect("a report");
    let wanted: Vec<String> = wanted.iter().map(|row| row.get(0)).collect();
    let found: Vec<String> = rows(&said).iter().map(|row| row.join(",")).collect();
    assert_eq!(found, wanted);
    assert_eq!(found.len(), 5);

    // Any day of a month means the month.
    let said = admin.run(&[
        "run",
        "monthly-report",
        "--month",
        "today",
        "--format",
        "csv",
    ]);
    let wanted = owner.query(sql, &[&"0"]).expect("a report");
    let first: String = wanted[0].get(0);
    assert_eq!(rows(&said)[0][0], first.split(',').next().expect("a day"));
    for day in ["2024-02-01", "2024-02-29"] {
        let said = admin.run(&["run", "monthly-report", "--month", day, "--format", "csv"]);
        assert!(
            rows(&said).iter().all(|row| row[0] == "2024-02-01"),
            "{said}"
        );
    }
}

#[test]
fn data_quality_finds_what_is_wrong_and_nothing_else() {
    let admin = Shell::as_("admin@epic.events");
    let found = |arguments: &[&str]| -> Vec<String> {
        let all = [&["run", "data-quality", "--format", "csv"], arguments].concat();
        let said = admin.run(&all);
        rows(&said).iter().map(|row| row.join(" · ")).collect()
    };
    assert_eq!(found(&[]), [""; 0]);
    let spoil = "clients.get(13).update(#{ full_name: \" kevin CASEY\", phone: \"12 3\" });
        clients.get(14).update(#{ phone: \"call after six\" });
        clients.get(15).update(#{ phone: \"(0)1.99-00/12 34\", first_contact_date: \"2026-02-01\", last_contact_date: \"2026-01-31\" });
        clients.get(16).update(#{ last_contact_date: \"2190-01-01\" });
        contracts.get(4).update(#{ creation_date: \"2190-01-01\" });
        contracts.get(1).update(#{ creation_date: \"2026-02-01\", signed_at: timestamp(\"2026-01-31 10:00\") });
        let ones = contracts.get(1);
        events.filter(|e| e.contract == ones).delete();
        let gala = #{ contract: ones, name: \"Gala\", starts_at: timestamp(\"2190-01-01 10:00\") };
        gala.ends_at = timestamp(\"2190-03-01 10:00\");
        gala.client_contact = \" \";
        events.create(gala).id";
    let said = admin.e(spoil);
    let event = said.ok();
    let name = |code: &str| admin.e(code).ok().to_owned();
    let (four, one) = (
        name("contracts.get(4).client.full_name"),
        name("contracts.get(1).client.full_name"),
    );
    let fourteen = name("clients.get(14).full_name");
    let fifteen = name("clients.get(15).full_name");
    let sixteen = name("clients.get(16).full_name");
    let met = name("clients.get(16).first_contact_date");
    assert_eq!(
        found(&[]),
        [
            "client 12 · Kevin Casey · 2 clients have this name".to_owned(),
            "client 13 ·  kevin CASEY · 2 clients have this name".to_owned(),
            "client 13 ·  kevin CASEY · '12 3' is no phone number".to_owned(),
            format!("client 14 · {fourteen} · 'call after six' is no phone number"),
            format!("client 15 · {fifteen} · first contact 2026-02-01, last contact 2026-01-31"),
            format!("client 16 · {sixteen} · first contact {met}, last contact 2190-01-01"),
            format!("contract 1 · {one} · drawn up 2026-02-01, signed 2026-01-31 10:00"),
            format!("contract 4 · {four} · drawn up 2190-01-01, signed not yet"),
            format!(
                "event {event} · Gala · signed 2026-01-31 10:00, from 2190-01-01 10:00 to 2190-03-01 10:00"
            ),
            format!("event {event} · Gala · nobody to talk to on the client's side"),
        ]
    );
    // Kevin Casey is Marie's, and his twin is somebody else's.
    let hers = found(&["--commercial", "marie@epic.events"]);
    assert!(hers.contains(&"client 12 · Kevin Casey · 2 clients have this name".to_owned()));
    assert!(
        !hers.iter().any(|row| row.starts_with("client 13")),
        "{hers:?}"
    );
}
