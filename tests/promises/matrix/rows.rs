//! The rows that everything is tried on: some that a commercial and a support call their own, and the
//! same of their colleagues. Nothing hangs on the ones that are to be deleted.

use postgres::Client;

/// Whose rows an actor tries something on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Their own; of a support: those of an event assigned to them.
    Own,
    /// A colleague's.
    Anothers,
}

/// The ids of rows.
#[derive(Debug, Clone, Copy)]
pub struct Ids {
    pub own: Set,
    pub anothers: Set,
}

/// Rows of one commercial, with an event that is assigned to one support.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    pub collaborator: i64,
    /// Another role than the collaborator has.
    pub new_role: &'static str,
    pub commercial: i64,
    pub client: i64,
    pub contract: i64,
    pub event: i64,
}

impl Ids {
    pub fn of(&self, whose: Whose) -> Set {
        match whose {
            Whose::Own => self.own,
            Whose::Anothers => self.anothers,
        }
    }

    /// The rows of the other commercial.
    pub fn other(&self, than: &Set) -> Set {
        if than.client == self.own.client {
            self.anothers
        } else {
            self.own
        }
    }
}

/// Makes the rows.
pub fn prepare(owner: &mut Client) -> Ids {
    owner
        .batch_execute(
            "insert into collaborators (employee_number, full_name, email, department, role) values
               ('T-8', 'Nobody of Note', 'target@epic.events', 'Management', 'admin'),
               ('T-9', 'Zoe Gone',       'zoe@epic.events',    'Management', 'admin')",
        )
        .expect("people");
    let target = id(owner, "collaborators", "email = 'target@epic.events'");
    Ids {
        own: set(owner, "marie", "sam", target),
        anothers: set(owner, "luc", "ines", target),
    }
}

fn set(owner: &mut Client, commercial: &str, support: &str, collaborator: i64) -> Set {
    let by_email = |name: &str| format!("email = '{name}@epic.events'");
    let support = id(owner, "collaborators", &by_email(support));
    let commercial_id = id(owner, "collaborators", &by_email(commercial));
    let mut client = |name: &str| {
        insert(
            owner,
            "clients",
            &format!(
                "(full_name, email, commercial_id) values
                 ('{name}', '{name}.{commercial}@example.com', {commercial_id})"
            ),
        )
    };
    let (alone, client_with_contract) = (client("alone"), client("busy"));
    let mut contract = || {
        insert(
            owner,
            "contracts",
            &format!(
                "(client_id, total_amount, amount_due, signed_at) values
                 ({client_with_contract}, 100, 100, '2026-01-01')"
            ),
        )
    };
    let (contract_alone, contract_with_event) = (contract(), contract());
    let event = insert(
        owner,
        "events",
        &format!(
            "(contract_id, name, starts_at, ends_at, support_id) values
             ({contract_with_event}, 'Party', '2030-01-01 18:00', '2030-01-02', {support})"
        ),
    );
    Set {
        collaborator,
        new_role: "support",
        commercial: commercial_id,
        client: alone,
        contract: contract_alone,
        event,
    }
}

fn insert(owner: &mut Client, table: &str, what: &str) -> i64 {
    let sql = format!("insert into {table} {what} returning id");
    owner.query_one(&sql, &[]).expect("a row").get(0)
}

/// The id of a row.
pub fn id(owner: &mut Client, table: &str, condition: &str) -> i64 {
    let sql = format!("select id from {table} where {condition}");
    owner.query_one(&sql, &[]).expect("a row").get(0)
}
