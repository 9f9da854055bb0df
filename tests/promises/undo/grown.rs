//! Changes that are grown from a number, as an admin could make them in one entry.

/// Numbers that look like chance, and are the same each time.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(super) fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % count
    }

    fn of_list<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let count = u64::try_from(list.len()).expect("a short list");
        list[usize::try_from(self.below(count)).expect("small")]
    }
}

/// `$n`: a number; `$client` and so on: the id of some row; `$new`: that of one created in this entry, if any.
const CHANGES: [&str; 34] = [
    "update clients set phone = '$n', company_name = null where id % 97 = $n % 97",
    "update clients set phone = case when phone = '$n' then null else '$n' end where id = $client",
    "update clients set last_contact_date = last_contact_date - 1, phone = phone where id = $client",
    "update clients set email = 'c$n@example.org' where id = $client",
    "update clients set full_name = E'Ünïcode \\\" \\\\ '' {$n}' where id = $client",
    "update contracts set amount_due = 0 where id % 53 = $n % 53",
    "update contracts set total_amount = total_amount + 0.10 where id = $contract",
    "update contracts set signed_at = '2026-01-01 10:00:00.123456+02' where id = $contract",
    "update contracts k set signed_at = null where id = $contract and not exists (select from events e where e.contract_id = k.id)",
    "update events set notes = repeat('x', $n % 50), attendees = null where id % 61 = $n % 61",
    "update events set support_id = $support where id = $event",
    "update events set support_id = null where id = $event",
    "update events set starts_at = starts_at - interval '1 day' where id = $event",
    "update clients set commercial_id = $commercial where id % 89 = $n % 89",
    "update contracts set client_id = $client where id = $contract",
    "update events set contract_id = (select id from contracts where signed order by md5(id::text || '$n') limit 1) where id = $event",
    "insert into clients (full_name, email, commercial_id) values ('New $n', 'n$n@example.org', $commercial)",
    "insert into clients (full_name, email, commercial_id) values ('Up $n', (select email from clients where id = $client), $commercial)
       on conflict (email) do update set full_name = excluded.full_name, phone = '$n'",
    "insert into contracts (client_id, total_amount, amount_due, signed_at) values ($client, $n, 0, case when $n % 2 = 0 then now() end)",
    "insert into contracts (client_id, total_amount, amount_due) select id, $n, 1 from clients where id % 101 = $n % 101",
    "insert into events (contract_id, name, starts_at, ends_at, support_id)
       select id, 'Party $n', now(), now() + interval '2 h', $support from contracts where signed and id % 103 = $n % 103",
    "delete from events where id = $event",
    "delete from events where id % 47 = $n % 47",
    "with gone as (delete from events where contract_id = $contract) delete from contracts where id = $contract",
    "delete from contracts k where id % 41 = $n % 41 and not exists (select from events e where e.contract_id = k.id)",
    // Twins are made one: their contracts go to the other, which takes over the e-mail.
    "with moved as (update contracts set client_id = $client where client_id = $other) delete from clients where id = $other",
    "update clients set email = (select email from clients where id = $other) || '.old' where id = $client",
    "insert into collaborators (employee_number, full_name, email, department, role)
       values ('N-$n', 'New $n', 'n$n@epic.events', 'Sales', (array['admin', 'commercial', 'support']::crm.staff_role[])[1 + $n % 3])",
    "update collaborators set active = not active where id = $support",
    "update collaborators set department = 'D$n', full_name = full_name || ' $n' where id = $commercial",
    "delete from collaborators p where id > 12 and not exists (select from clients c where c.commercial_id = p.id)
       and not exists (select from events e where e.support_id = p.id)",
    "update collaborators p set role = 'support' where id = $commercial and not exists (select from clients c where c.commercial_id = p.id)",
    "insert into clients (full_name, email, commercial_id) select 'Chain ' || i, 'chain' || i || '-$n@example.org', $commercial from generate_series(1, 5) i",
    "delete from clients c where not exists (select from contracts k where k.client_id = c.id) and id % 7 = $n % 7",
];

/// Several statements that only make sense together.
const SEQUENCES: [&[&str]; 7] = [
    // E-mails are swapped, by way of a third one.
    &[
        "update clients set email = 'swap$n@example.org' where id = $client",
        "update clients set email = (select old.email from (select email from clients where id = $other) old) where false",
        "with other as (select email from clients where id = $other) update clients set email = 'swap2$n@example.org' where id = $other",
    ],
    // A row is made and goes again; another one is made of its e-mail.
    &[
        "insert into clients (full_name, email, commercial_id) values ('Short', 'short$n@example.org', $commercial)",
        "update clients set phone = '$n' where email = 'short$n@example.org'",
        "delete from clients where email = 'short$n@example.org'",
        "insert into clients (full_name, email, commercial_id) values ('Long', 'short$n@example.org', $commercial)",
    ],
    // A client goes, and a new one takes the e-mail.
    &[
        "update clients set email = 'freed$n@example.org' where id = $client",
        "update contracts set client_id = $other where client_id = $client",
        "delete from clients where id = $client",
        "insert into clients (full_name, email, commercial_id) values ('Heir', 'freed$n@example.org', $commercial)",
        "update contracts set client_id = (select id from clients where email = 'freed$n@example.org') where client_id = $other",
    ],
    // A contract is signed and has its first event.
    &[
        "update contracts set signed_at = now() where id = $contract",
        "insert into events (contract_id, name, starts_at, ends_at) values ($contract, 'First', now(), now() + interval '1 h')",
    ],
    // The last event goes, and the contract is no longer signed.
    &[
        "delete from events where contract_id = $contract",
        "update contracts set signed_at = null where id = $contract",
    ],
    // Somebody's clients go to somebody else, and they change trade.
    &[
        "update clients set commercial_id = $commercial where commercial_id = 9",
        "update collaborators set role = 'support' where id = 9 and not exists (select from clients where commercial_id = 9)",
        "update events set support_id = 9 where id = $event and exists (select from collaborators where id = 9 and role = 'support')",
    ],
    // A row goes, and comes back otherwise.
    &[
        "update events set attendees = 7 where id = $event",
        "delete from events where id = $event",
        "insert into events (id, contract_id, name, starts_at, ends_at) overriding system value
           select $event, id, 'Back', now(), now() + interval '1 h' from contracts where signed order by id limit 1",
        "update events set attendees = 8 where id = $event",
    ],
];

/// The statements of one entry.
pub(super) fn entry(chance: &mut Chance) -> Vec<String> {
    let mut statements = Vec::new();
    for _ in 0..=chance.below(7) {
        if chance.below(4) == 0 {
            let place = usize::try_from(chance.below(7)).expect("small");
            let row = Rows::some(chance);
            statements.extend(SEQUENCES[place].iter().map(|text| row.fill(text)));
        } else {
            let text = chance.of_list(&CHANGES);
            statements.push(Rows::some(chance).fill(text));
        }
    }
    statements
}

/// Which rows the words of a statement mean.
struct Rows([(&'static str, u64); 7]);

impl Rows {
    fn some(chance: &mut Chance) -> Self {
        Self([
            ("$n", 1 + chance.below(999_999)),
            ("$client", 1 + chance.below(1000)),
            ("$other", 1 + chance.below(1000)),
            ("$contract", 1 + chance.below(2500)),
            ("$event", 1 + chance.below(1200)),
            (
                "$commercial",
                [2, 3, 7, 8][usize::try_from(chance.below(4)).expect("small")],
            ),
            (
                "$support",
                [4, 5, 10, 11][usize::try_from(chance.below(4)).expect("small")],
            ),
        ])
    }

    fn fill(&self, text: &str) -> String {
        let Self(words) = self;
        // The longest words first.
        let mut words = words.to_vec();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        words.iter().fold(text.to_owned(), |text, (word, value)| {
            text.replace(word, &value.to_string())
        })
    }
}
