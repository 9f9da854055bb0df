//! Whether a login costs the same after thousands of others: each makes a role, and its end drops it. How long a login
//! takes, and how large the catalogs of roles and the tables of sessions are, before and after.
//!
//! Run it with `cargo bench --bench logins`. `LOGINS=10000` says how many there are in between.

mod harness;

use epic::api::Session;
use epic::store::Server;
use harness::Home;
use postgres::Client;
use std::env;
use std::time::{Duration, Instant};

/// In between, unless `LOGINS` says otherwise.
const LOGINS: usize = 2000;
/// So many are measured, before and after.
const MEASURED: usize = 40;

/// What grows with roles and sessions.
const SIZES: &str = "
    select relation::regclass::text, pg_total_relation_size(relation) / 1024
      from unnest(array['pg_authid', 'pg_auth_members', 'pg_shdepend', 'pg_db_role_setting', 'pg_shdescription',
                        'auth.session', 'auth.attempt', 'auth.ending']::regclass[]) relation";
const ROLES: &str = "select count(*) from pg_roles where rolname like 's\\_%'";

fn main() {
    let home = Home::new("admin@epic.events");
    let people = people(&home);
    let logins = env::var("LOGINS").ok();
    let logins = logins
        .and_then(|count| count.parse().ok())
        .unwrap_or(LOGINS);
    let login = login(&home);
    let mut superuser = home.superuser();
    let sign_in = |number: usize| {
        let since = Instant::now();
        let email = &people[number % people.len()];
        let password = "epic-events-demo".to_owned().into();
        let session = Session::login(&login, email, &password).expect("a session");
        let took = since.elapsed();
        session.me().expect("somebody");
        took
    };
    sign_in(0); // all is warm
    let before = median((0..MEASURED).map(sign_in).collect());
    report("before", before, &mut superuser);
    let since = Instant::now();
    for number in 0..logins {
        sign_in(number);
    }
    println!(
        "{logins} logins took {:.0} s",
        since.elapsed().as_secs_f64()
    );
    let after = median((0..MEASURED).map(sign_in).collect());
    report("after", after, &mut superuser);
    println!(
        "after : before = {:.2}",
        after.as_secs_f64() / before.as_secs_f64()
    );
}

/// Who can sign in.
fn people(home: &Home) -> Vec<String> {
    let rows = home.superuser().query(
        "select email from crm.collaborators where active order by id",
        &[],
    );
    rows.expect("people").iter().map(|row| row.get(0)).collect()
}

/// As the role that may only log in.
fn login(home: &Home) -> Server {
    let (embedded, host, port) = home.server();
    let password = embedded.login_password().expect("a password");
    Server::on_socket(host, port, "epic").as_role("epic_login", &password)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn report(when: &str, login: Duration, superuser: &mut Client) {
    let roles: i64 = superuser.query_one(ROLES, &[]).expect("a count").get(0);
    println!(
        "{when}: a login takes {:.1} ms; {roles} roles of sessions",
        login.as_secs_f64() * 1e3
    );
    for row in superuser.query(SIZES, &[]).expect("sizes") {
        let (name, size): (String, i64) = (row.get(0), row.get(1));
        println!("  {name:20} {size:>8} kB");
    }
}
