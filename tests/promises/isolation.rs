//! A rule that looks at another table holds until the commit, whatever the isolation level and whoever is at work.

use crate::harness::{Shell, until_somebody_waits};
use postgres::error::SqlState;
use postgres::{Client, Error};

const LEVELS: [&str; 3] = ["read committed", "repeatable read", "serializable"];

/// What Marie may do for client `$c`, whose contract is `$k`, and no longer when he is Luc's; `$o` is another of hers.
const CHANGES: [&str; 4] = [
    "update crm.contracts set amount_due = 0 where id = $k",
    "update crm.contracts set client_id = $o where id = $k",
    "insert into crm.contracts (client_id, total_amount, amount_due) values ($c, 10, 10)",
    "insert into crm.events (contract_id, name, starts_at, ends_at) values ($k, 'Party', now(), now() + interval '1 h')",
];

#[test]
fn a_client_who_was_transferred_meanwhile_is_nobodys_to_change() {
    in_each_case(|case| {
        case.begin();
        case.marie
            .execute("select from crm.clients", &[])
            .expect("a snapshot");
        case.admin.execute(&case.transfer, &[]).expect("a transfer");
        let ended = case.marie.execute(&case.change, &[]);
        case.must_be_refused(ended);
    });
}

#[test]
fn a_change_waits_for_a_transfer_that_is_not_committed_yet() {
    in_each_case(|case| {
        let mut transfer = case.admin.transaction().expect("a transaction");
        transfer.execute(&case.transfer, &[]).expect("a transfer");
        let ended = std::thread::scope(|scope| {
            let at_work = scope.spawn(|| {
                case.marie
                    .batch_execute(&case.begin)
                    .expect("a transaction");
                case.marie.execute(&case.change, &[])
            });
            until_somebody_waits(&mut case.owner);
            transfer.commit().expect("it is transferred");
            at_work.join().expect("no panic")
        });
        case.must_be_refused(ended);
    });
}

#[test]
fn a_transfer_waits_for_a_change_that_is_not_committed_yet() {
    in_each_case(|case| {
        case.begin();
        assert_eq!(
            case.marie.execute(&case.change, &[]).expect("her client"),
            1
        );
        case.admin
            .batch_execute("set lock_timeout = '50ms'")
            .expect("a setting");
        let error = case
            .admin
            .execute(&case.transfer, &[])
            .expect_err("she is at it");
        assert_eq!(
            error.code(),
            Some(&SqlState::LOCK_NOT_AVAILABLE),
            "{}",
            case.name
        );
        case.marie
            .batch_execute("commit")
            .expect("it was hers all the time");
        case.admin
            .execute(&case.transfer, &[])
            .expect("now it can be");
    });
}

/// One change at one level.
struct Case {
    name: String,
    begin: String,
    change: String,
    transfer: String,
    marie: Client,
    admin: Client,
    owner: Client,
}

impl Case {
    fn begin(&mut self) {
        self.marie
            .batch_execute(&self.begin)
            .expect("a transaction");
    }

    /// Read committed sees that the row is somebody else's, the others that their snapshot is too old.
    #[track_caller]
    fn must_be_refused(&self, ended: Result<u64, Error>) {
        let is_fresh = self.begin.contains("read committed");
        match ended {
            Ok(rows) => assert!(is_fresh && rows == 0, "{}: {rows} changed", self.name),
            Err(error) => {
                let expected = if is_fresh {
                    SqlState::INSUFFICIENT_PRIVILEGE
                } else {
                    SqlState::T_R_SERIALIZATION_FAILURE
                };
                assert_eq!(error.code(), Some(&expected), "{}: {error}", self.name);
            }
        }
    }
}

fn in_each_case(mut test: impl FnMut(&mut Case)) {
    let shell = Shell::as_("marie@epic.events");
    let boss = shell.beside("admin@epic.events");
    let find = "select c.id::text, min(k.id)::text,
                       (select min(o.id)::text from crm.clients o where o.commercial_id = c.commercial_id and o.id <> c.id)
                  from crm.clients c join crm.contracts k on k.client_id = c.id
                 where c.commercial_id = 2 and k.signed group by c.id order by c.id limit 1";
    let found = shell
        .owner()
        .query_one(find, &[])
        .expect("a client with a contract");
    let [client, contract, other] = [0, 1, 2].map(|column| found.get::<_, String>(column));
    for level in LEVELS {
        for change in CHANGES {
            let change = change
                .replace("$c", &client)
                .replace("$k", &contract)
                .replace("$o", &other);
            let mut case = Case {
                name: format!("{level}: {change}"),
                begin: format!("begin isolation level {level}"),
                transfer: format!("update crm.clients set commercial_id = 3 where id = {client}"),
                change,
                marie: shell.psql_url(),
                admin: boss.psql_url(),
                owner: shell.database.superuser(),
            };
            test(&mut case);
            drop((case.marie, case.admin));
            let back = format!(
                "update crm.clients set commercial_id = 2 where id = {client};
                 update crm.contracts set client_id = {client} where id = {contract}"
            );
            case.owner.batch_execute(&back).expect("as it was");
        }
    }
}
