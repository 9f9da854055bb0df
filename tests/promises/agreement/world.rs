//! A database whose rows are as nasty as rows can be: the rules of the business are taken away first.

use crate::harness::Local;
use epic::error::Result;
use epic::value::Value;

/// Somebody in a small, nasty world, with all its rows loaded.
pub struct World(Local);

impl World {
    pub fn new() -> Self {
        let mut local = Local::as_("marie@epic.events");
        let mut owner = local.shell.owner();
        owner.batch_execute(ROWS).expect("nasty rows");
        for collection in ["clients", "contracts", "events"] {
            local.e(&format!("let {collection}_rows = {collection}.all(); ()"));
        }
        Self(local)
    }

    pub fn value(&mut self, code: &str) -> Result<Value> {
        self.0.value(code)
    }

    /// An entry that only prepares something.
    pub fn e(&mut self, code: &str) {
        self.0.e(code);
    }

    /// The entry as people see it.
    pub fn try_e(&mut self, code: &str) -> Result<String> {
        self.0.try_e(code)
    }

    /// Gives a client another name.
    pub fn rename(&mut self, client: i64, name: &str) {
        let sql = "update crm.clients set full_name = $2 where id = $1";
        let mut owner = self.0.shell.owner();
        owner.execute(sql, &[&client, &name]).expect("a name");
    }
}

const ROWS: &str = r#"
alter table crm.clients drop constraint "a client's name is not blank";
alter table crm.contracts drop constraint "the amount due is between 0 and the total";
alter table crm.contracts alter total_amount type numeric, alter amount_due type numeric;
alter table crm.events drop constraint "the number of attendees is not negative";
alter table crm.events drop constraint "an event's name is not blank";
alter table crm.clients drop constraint "contacts with a client were between 1900 and 2200";
alter table crm.contracts drop constraint "a contract's dates are between 1900 and 2200";
alter table crm.events drop constraint "an event is between 1900 and 2200";
truncate crm.clients, crm.contracts, crm.events restart identity;

create temp table texts (n int generated always as identity, t text);
insert into texts (t) values
  (null), (''), (' '), ('Ada'), ('ada'), ('ADA'), ('Étienne'), ('étienne'), (E'e\u0301tienne'), ('a%b'), ('a_b'), (E'a\\b'),
  ('100%'), ('_'), (E'\\'), ('%'), (E'\ttab\n'), (' lead'), ('trail '), ('O''Brien'), ('"quoted"'), ('日本語'),
  ('😀 party'), ('a''; drop table clients; --'), ('()'), (E'\u00a0nbsp'), (repeat('x', 300)), ('-1'), ('1.0'), (null);

create temp table days (n int generated always as identity, d date);
insert into days (d) values ('0001-01-01'), ('1582-10-15'), ('1900-02-28'), ('1969-12-31'), ('1970-01-01'),
  ('2000-02-29'), ('2024-12-31'), ('2026-11-25'), ('9999-12-31');

create temp table amounts (n int generated always as identity, a numeric);
insert into amounts (a) values (0), (0.00), (0.01), (-0.01), (0.5), (1.5), (2.5), (-2.5), (10), (10.0), (10.00), (33.33),
  (99999999999.99), (-99999999999.99), (0.0000000001), (100.005), (-100.005), (123456.7890123);

create temp table guests (n int generated always as identity, g int);
insert into guests (g) values (null), (0), (-1), (1), (2147483647), (-2147483648), (7), (100);

insert into crm.clients (full_name, email, phone, company_name, first_contact_date, last_contact_date, commercial_id)
select coalesce(t.t, 'nobody'), format('c%s@example.org', t.n),
       (select o.t from texts o where o.n = t.n * 7 % 30 + 1), (select o.t from texts o where o.n = t.n * 11 % 30 + 1),
       (select d from days where n = t.n % 9 + 1), (select d from days where n = t.n * 5 % 9 + 1),
       (select id from crm.collaborators where email = case t.n % 2 when 0 then 'marie@epic.events' else 'luc@epic.events' end)
  from texts t order by t.n;

insert into crm.contracts (client_id, total_amount, amount_due, creation_date, signed_at)
select i * 3 % 20 + 1, (select a from amounts where n = i % 18 + 1), (select a from amounts where n = i * 5 % 18 + 1),
       (select d from days where n = i % 9 + 1),
       case when i % 3 <> 0 then (select d from days where n = i * 2 % 9 + 1) + time '23:59:59.999999' at time zone 'utc' end
  from generate_series(1, 36) i order by i;

insert into crm.events (contract_id, name, starts_at, ends_at, support_id, client_contact, location, attendees, notes)
select (array[1, 2, 4, 5, 7, 8, 10, 11])[i % 8 + 1], format('event %s', i), s.at, s.at + i * interval '37 min 0.5 s',
       (select id from crm.collaborators where email = case i % 3 when 1 then 'sam@epic.events' when 2 then 'ines@epic.events' end),
       (select t from texts where n = i % 30 + 1), (select t from texts where n = i * 13 % 30 + 1),
       (select g from guests where n = i % 8 + 1), (select t from texts where n = i * 17 % 30 + 1)
  from generate_series(1, 24) i,
       lateral (select ((select d from days where n = i % 9 + 1) + i * time '00:59:59.999' * 1 )::timestamp at time zone 'utc' as at) s
 order by i;
"#;
