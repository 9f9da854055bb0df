//! A real primary and a real standby, which follows it by PostgreSQL's own replication.

use crate::harness::{Break, OwnServer, PASSWORD, Said, Shell, Terminal, until};
use insta::assert_snapshot;
use secrecy::ExposeSecret;
use std::fs;
use std::process::Stdio;

const MARIE: &str = "marie@epic.events";

/// Both servers, with twenty clients; nothing where the programs for that are not installed.
fn both() -> Option<(OwnServer, OwnServer)> {
    let primary = OwnServer::with(&[]);
    let clients = "insert into crm.clients (full_name, email, commercial_id)
        select 'Client ' || n, 'c' || n || '@example.org', 2 from generate_series(1, 20) n";
    primary.superuser().batch_execute(clients).expect("clients");
    let standby = primary.standby();
    if standby.is_none() {
        eprintln!("pg_basebackup of the server's version is not here");
    }
    Some((primary, standby?))
}

#[test]
fn at_a_standby_whoever_is_signed_in_reads_and_nothing_else() {
    let Some((primary, standby)) = both() else {
        return;
    };
    let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    marie.file("count.rhai", "clients.count()");
    let url = OwnServer::url_of(&[&standby], "");
    let there = |arguments: &[&str]| {
        let mut command = marie.command(arguments);
        command.env("DATABASE_URL", &url);
        marie.said_with(command, PASSWORD)
    };
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    assert_eq!(there(&["count.rhai"]).ok(), "20");
    assert_eq!(there(&["--read-only", "-e", "clients.count()"]).ok(), "20");
    assert_eq!(
        there(&[
            "sql",
            "select count(*) as n from clients",
            "--format",
            "csv"
        ])
        .ok(),
        "n\n20"
    );
    let streamed = "let n = 0; for c in clients { n += 1; } n";
    assert_eq!(there(&["-e", streamed]).ok(), "20");
    for arguments in [
        &["whoami"][..],
        &["sessions"],
        &["runs"],
        &["doctor"],
        &["url"],
    ] {
        assert_eq!(there(arguments).code, 0, "{arguments:?}");
    }
    let change = r#"clients.get(1).update(#{ phone: "1" })"#;
    let said = |arguments: &[&str]| {
        there(arguments)
            .to_string()
            .replace(&standby.host(), "HOST")
    };
    assert_snapshot!(said(&["-e", change]), @r#"
    --- stderr
    error: epic on HOST is a standby, which only follows the primary: nothing can be changed there
     1 │ clients.get(1).update(#{ phone: "1" })
       │                ^^^^^^
     hint: to change something, name the primary in DATABASE_URL; of several hosts, target_session_attrs=primary takes it
    --- exit 1
    "#);
    assert_snapshot!(said(&["sql", "update clients set phone = null where id = 1"]), @r"
    --- stderr
    error: epic on HOST is a standby, which only follows the primary: nothing can be changed there
     hint: to change something, name the primary in DATABASE_URL; of several hosts, target_session_attrs=primary takes it
    --- exit 1
    ");
    assert_snapshot!(said(&["login", MARIE, "--password-stdin"]), @r"
    --- stderr
    error: epic on HOST only reads: nobody can sign in there
     hint: sign in at the primary server; whoever is signed in can read here
    --- exit 5
    ");
    assert!(
        there(&["logout"])
            .error()
            .ends_with("nothing can be changed there")
    );
    // The session is over there once its end has arrived.
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    standby.falls_behind();
    let end = "delete from auth.session where collaborator_id = 2";
    primary.superuser().batch_execute(end).expect("it may");
    assert_eq!(there(&["-e", "clients.count()"]).ok(), "20");
    standby.catches_up();
    primary.is_followed_by(&standby);
    let said = there(&["-e", "clients.count()"]);
    assert_eq!((said.code, said.error()), (3, "your session has ended"));
}

#[test]
fn of_several_hosts_the_kind_is_taken_that_is_asked_for_and_signing_in_takes_the_primary() {
    let Some((primary, standby)) = both() else {
        return;
    };
    for (attributes, taken) in [
        ("", &standby),
        ("?target_session_attrs=standby", &standby),
        ("?target_session_attrs=prefer-standby", &standby),
        ("?target_session_attrs=primary", &primary),
        ("?target_session_attrs=read-write", &primary),
    ] {
        let marie = Shell::at(OwnServer::database_of(&[&standby, &primary], attributes));
        marie.login(MARIE, PASSWORD).ok();
        primary.is_followed_by(&standby);
        let whoami = marie.run(&["whoami", "--format", "json"]);
        assert!(
            whoami.ok().contains(&taken.host()),
            "{attributes}: {whoami}"
        );
        assert_eq!(marie.e("clients.count()").ok(), "20", "{attributes}");
    }
    // Both are used in turn when that is asked for.
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?load_balance_hosts=random",
    ));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    for server in [&primary, &standby] {
        until("it is its turn", || {
            let whoami = marie.run(&["whoami", "--format", "json"]);
            whoami.ok().contains(&server.host())
        });
    }
    standby.stops();
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?target_session_attrs=prefer-standby",
    ));
    marie.login(MARIE, PASSWORD).ok();
    assert_eq!(marie.e("clients.count()").ok(), "20");
}

#[test]
fn a_standby_that_is_promoted_takes_changes_and_logins() {
    let Some((primary, standby)) = both() else {
        return;
    };
    let marie = Shell::at(OwnServer::database_of(&[&primary, &standby], ""));
    marie.login(MARIE, PASSWORD).ok();
    primary.is_followed_by(&standby);
    primary.stops();
    standby.is_promoted();
    let change = r#"clients.get(1).update(#{ phone: "+33 1" }); clients.get(1).phone"#;
    assert_eq!(marie.e(change).ok(), "+33 1");
    marie.login(MARIE, PASSWORD).ok();
    assert_eq!(marie.e("clients.get(1).phone").ok(), "+33 1");
}

/// Marie, who signed in at the primary, with a standby for what only reads.
struct Reader {
    marie: Shell,
    primary: OwnServer,
    standby: OwnServer,
}

impl Reader {
    fn new() -> Option<Self> {
        let (primary, standby) = both()?;
        Some(Self::at(primary, standby))
    }

    fn at(primary: OwnServer, standby: OwnServer) -> Self {
        let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
        marie.login(MARIE, PASSWORD).ok();
        let config = marie.home().join("config");
        fs::create_dir_all(&config).expect("a folder");
        let text = format!(
            "database_url = '{}'\nreplica_url = 'postgres://{},{}/epic'\n",
            OwnServer::url_of(&[&primary, &standby], "?target_session_attrs=primary"),
            primary.host(),
            standby.host()
        );
        fs::write(config.join("config.toml"), text).expect("a file");
        primary.is_followed_by(&standby);
        let reader = Self {
            marie,
            primary,
            standby,
        };
        // It may have been asked too early.
        until("it reads there", || reader.is_beside());
        reader
    }

    /// `epic ARGUMENTS…`
    fn run(&self, arguments: &[&str]) -> Said {
        let mut command = self.marie.command(arguments);
        command.env_remove("DATABASE_URL");
        self.marie.said(command)
    }

    fn terminal(&self) -> Terminal {
        let mut command = self.marie.command(&["--no-color"]);
        command.env_remove("DATABASE_URL");
        Terminal::with(command)
    }

    /// Whether it is the standby that answers.
    fn is_beside(&self) -> bool {
        self.run(&["-e", WHERE]).ok() == self.there()
    }

    /// What the standby answers.
    fn there(&self) -> String {
        self.standby.port.to_string()
    }

    /// What the primary does.
    fn here(&self) -> String {
        self.primary.port.to_string()
    }

    fn follows(&self) {
        self.primary.is_followed_by(&self.standby);
    }
}

/// Which server answers: its port.
const WHERE: &str = "sql(\"select inet_server_port() as it\")[0].it";
const IN_SQL: &str = "select inet_server_port() as it;";
const PROMPT: &str = "marie (commercial) ❯ ";

#[test]
fn what_only_reads_goes_to_the_standby_and_what_changes_something_to_the_primary_as_a_whole() {
    let Some(reader) = Reader::new() else { return };
    let (here, there) = (reader.here(), reader.there());
    let answers = |code: &str| reader.run(&["-e", code]).ok().to_owned();
    assert_eq!(answers(&format!("clients.count(); {WHERE}")), there);
    assert_eq!(answers(&format!("transaction(|| {WHERE})")), there);
    let streamed = "let n = 0; for c in clients { n += c.contracts.count() + 1; }";
    let streamed = answers(&format!("{streamed} [n, {WHERE}]"));
    assert_eq!(streamed, format!("[20, {there}]"));
    let sql = |sql: &str| {
        let said = reader.run(&["sql", sql, "--format", "csv"]);
        said.ok().lines().nth(1).expect("a row").to_owned()
    };
    assert_eq!(sql(IN_SQL), there);
    // Where anything in it may change something, all of it is done at the primary.
    let change = r#"clients.get(1).update(#{ phone: "+33 1" })"#;
    let all = format!("let first = {WHERE}; {change}; first");
    assert_eq!(answers(&all), here);
    let perhaps = format!("if clients.count() < 0 {{ {change} }} {WHERE}");
    assert_eq!(answers(&perhaps), here);
    let both = format!("{IN_SQL} {IN_SQL}");
    assert_eq!(sql(&both), here);
    assert_eq!(
        answers("sql(\"select pg_is_in_recovery() as it\")[0].it"),
        "false"
    );
    // A script is written down at the primary, wherever it reads.
    reader.marie.file("where.rhai", WHERE);
    assert_eq!(reader.run(&["where.rhai"]).ok(), there);
    assert!(reader.run(&["runs"]).ok().contains("where.rhai"));
    let dry = reader.run(&["--dry-run", "-e", WHERE]);
    assert!(
        dry.ok().contains("nothing") || dry.stderr.contains("nothing"),
        "{dry}"
    );
    // What was changed is seen at once, here and by the next program, wherever it reads.
    reader.standby.falls_behind();
    let change = change.replace("+33 1", "+33 2");
    assert_eq!(answers(&change), "clients 1 updated");
    assert_eq!(answers("clients.get(1).phone"), "+33 2");
    assert_eq!(answers(WHERE), here);
    reader.standby.catches_up();
    reader.follows();
    until("it reads there again", || reader.is_beside());
    assert_eq!(answers("clients.get(1).phone"), "+33 2");
    // SQL that only looks like reading is refused there, and done at the primary.
    let look = "create function crm.touch() returns int language sql security definer as
        'update crm.clients set phone = ''touched'' where id = 3 returning 3'; grant execute on function crm.touch() to epic_app";
    reader
        .primary
        .superuser()
        .batch_execute(look)
        .expect("a function");
    reader.follows();
    assert_eq!(sql("select touch() as it"), "3");
    assert_eq!(answers("clients.get(3).phone"), "touched");
}

#[test]
fn the_end_of_a_session_takes_effect_at_the_standby_when_it_has_arrived() {
    let Some(reader) = Reader::new() else { return };
    let there = reader.there();
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    assert!(terminal.answers(WHERE, PROMPT).contains(&there));
    reader.standby.falls_behind();
    let end = "delete from auth.session where collaborator_id = 2";
    reader
        .primary
        .superuser()
        .batch_execute(end)
        .expect("it may");
    assert!(terminal.answers("clients.count()", PROMPT).contains("= 20"));
    // A program that begins asks the primary what there is.
    assert_eq!(reader.run(&["-e", "clients.count()"]).code, 3);
    reader.standby.catches_up();
    reader.follows();
    terminal.enters("clients.count()");
    terminal.reads("your session has ended");
}

#[test]
fn at_the_prompt_the_last_change_is_seen_and_the_lag_is_said() {
    let Some(reader) = Reader::new() else { return };
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.there()));
    assert!(terminal.answers(IN_SQL, PROMPT).contains(&reader.there()));
    reader.standby.falls_behind();
    let answer = terminal.answers(r#"clients.get(1).update(#{ phone: "+33 3" })"#, PROMPT);
    assert!(answer.contains("clients 1 updated"), "{answer}");
    let answer = terminal.answers("clients.get(1).phone", PROMPT);
    assert!(answer.contains("+33 3"), "{answer}");
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.here()));
    reader.standby.catches_up();
    reader.follows();
    assert!(terminal.answers(WHERE, PROMPT).contains(&reader.there()));
    terminal.enters(&format!(":watch 1 {WHERE}"));
    terminal.reads(&reader.there());
    terminal.interrupts(PROMPT);
    // Somebody else's change need not be there; how far it is behind is said.
    let place = terminal.answers(":whoami", PROMPT);
    assert!(place.contains("it has all that it was sent"), "{place}");
    reader.standby.falls_behind();
    let change = "update crm.clients set phone = 'theirs' where id = 2";
    reader
        .primary
        .superuser()
        .batch_execute(change)
        .expect("it may");
    until("it is said", || {
        let answer = terminal.answers("clients.get(2).phone", PROMPT);
        assert!(!answer.contains("theirs"), "{answer}");
        answer.contains("a standby: ") && answer.contains(" behind")
    });
    let place = terminal.answers("\\conninfo", PROMPT);
    assert!(place.contains(" behind"), "{place}");
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("note         replica_url: ")
    );
    reader.standby.catches_up();
    reader.follows();
    let answer = terminal.answers("clients.get(2).phone", PROMPT);
    assert!(
        answer.contains("theirs") && !answer.contains("behind"),
        "{answer}"
    );

    // Away, it is missed once, and found again.
    reader.standby.stops();
    let answer = terminal.answers("clients.count()", PROMPT);
    assert!(
        answer.contains("= 20") && answer.contains("goes to the primary"),
        "{answer}"
    );
    let answer = terminal.answers("clients.count()", PROMPT);
    assert!(
        answer.contains("= 20") && !answer.contains("primary"),
        "{answer}"
    );
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("wrong        replica_url: ")
    );
    reader.standby.starts_again();
    until("it reads there again", || {
        terminal.answers(WHERE, PROMPT).contains(&reader.there())
    });
    assert!(
        reader
            .run(&["doctor"])
            .stdout
            .contains("ok           replica_url: ")
    );
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_query_that_keeps_the_standby_from_following_is_given_up_and_said_to_be() {
    let Some((primary, standby)) = both() else {
        return;
    };
    standby.set(&[("max_standby_streaming_delay", "0")]);
    let marie = Shell::at(OwnServer::database_of(
        &[&standby, &primary],
        "?target_session_attrs=standby",
    ));
    marie.login(MARIE, PASSWORD).ok();
    let mut superuser = primary.superuser();
    superuser
        .batch_execute("alter table crm.clients disable trigger user")
        .expect("it may");
    let mut command = marie.command(&[
        "sql",
        "select count(*), pg_sleep(60) from clients where id < 3",
    ]);
    let reading = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let reading = reading.expect("epic runs");
    until("it reads", || {
        let sql = "select count(*) from pg_stat_activity where query like '%pg_sleep(60)%' and wait_event = 'PgSleep'";
        let count = standby.superuser().query_one(sql, &[]);
        count.expect("a row").get::<_, i64>(0) > 0
    });
    for change in [
        "delete from crm.clients where id > 10",
        "vacuum crm.clients",
    ] {
        superuser.batch_execute(change).expect("it may");
    }
    let said = Said::of(&reading.wait_with_output().expect("it ends"), &[]);
    assert_snapshot!(said, @r"
    --- stderr
    error: the standby gave this up: the primary has taken away what it was still reading
     hint: run it again; max_standby_streaming_delay of the standby says how long it waits for readers
    --- exit 1
    ");
}

#[test]
fn a_failover_in_mid_session_is_survived_and_no_change_is_repeated() {
    let Some((primary, standby)) = both() else {
        return;
    };
    for server in [&primary, &standby] {
        server.set(&[("wal_retrieve_retry_interval", "100ms")]);
    }
    let reader = Reader::at(primary, standby);
    let sandbox = "marie (commercial) sandbox ❯ ";
    let mut terminal = reader.terminal();
    terminal.prompts(PROMPT);
    terminal.answers("let kept = 40; fn more(n) { n + 2 }", PROMPT);
    let change = r#"clients.get(1).update(#{ phone: "kept" })"#;
    terminal.answers(change, PROMPT);
    terminal.answers(":sandbox", sandbox);
    terminal.answers(r#"clients.get(2).update(#{ phone: "open" })"#, sandbox);
    reader.follows();
    reader.primary.is_killed();

    let answer = terminal.answers("clients.count()", sandbox);
    for said in [
        "error: ",
        "The sandbox was lost: nothing of it is kept.",
        "The connection is made again in the background.",
    ] {
        assert!(answer.contains(said), "{answer}");
    }
    terminal.answers(":sandbox off", PROMPT);
    // What only reads goes on where there is no primary; what changes something does not.
    let answer = terminal.answers("clients.get(1).phone", PROMPT);
    assert!(
        answer.contains("kept") && answer.contains("not connected to the primary"),
        "{answer}"
    );
    let answer = terminal.answers(r#"clients.get(3).update(#{ phone: "lost" })"#, PROMPT);
    assert!(answer.contains("error: "), "{answer}");

    reader.standby.is_promoted();
    terminal.reads("Connected again.");
    terminal.answers("1", PROMPT);
    let answer = terminal.answers(
        "[more(kept), clients.get(1).phone, clients.get(2).phone, clients.get(3).phone]",
        PROMPT,
    );
    assert!(answer.contains("[42, kept, null, null]"), "{answer}");
    let answer = terminal.answers(r#"clients.get(3).update(#{ phone: "+33 3" })"#, PROMPT);
    assert!(answer.contains("clients 3 updated"), "{answer}");
    let answer = terminal.answers("clients.get(3).phone", PROMPT);
    assert!(answer.contains("+33 3"), "{answer}");
    assert_eq!(terminal.leaves(), 0);
    // Once each: before, and after.
    let mut superuser = reader.standby.superuser();
    let changes = superuser.query_one(
        "select count(*) from audit.log where table_name = 'clients' and uid = 2",
        &[],
    );
    assert_eq!(changes.expect("a row").get::<_, i64>(0), 2);
}

/// A change of marie's at the primary whose answer is lost together with the primary, after `before` was done; and what she is
/// told once the standby is promoted, and others changed things there.
fn told_after_failover(before: impl FnOnce(&OwnServer, &OwnServer)) -> Option<Said> {
    let (primary, standby) = both()?;
    let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
    marie.login(MARIE, PASSWORD).ok();
    let (wired, wire) = marie.on_wire();
    primary.is_followed_by(&standby);
    before(&primary, &standby);
    let url = wire.url(&marie.database.login);
    let url = url.expose_secret();
    let here = url.split(['@', '/']).nth(3).expect("a host");
    let both = format!("{here},{}", standby.host());
    let url = format!(
        "{}?target_session_attrs=primary",
        url.replacen(here, &both, 1)
    );
    let mut command = wired.command(&["-e", r#"clients.get(1).update(#{ phone: "+33 1" })"#]);
    wire.breaks(Break::ForGood);
    command.env("DATABASE_URL", url);
    let changing = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let changing = changing.expect("epic runs");
    until("it is committed", || {
        let sql = "select phone = '+33 1' from crm.clients where id = 1";
        let row = primary.superuser().query_one(sql, &[]);
        row.expect("a row").get::<_, Option<bool>>(0) == Some(true)
    });
    if standby.hears() {
        primary.is_followed_by(&standby);
    }
    primary.is_killed();
    standby.is_promoted();
    // The numbers of transactions that the standby never heard of are given again.
    for n in 0..50 {
        let change = format!("update crm.clients set phone = '{n}' where id = 20");
        standby.superuser().batch_execute(&change).expect("it may");
    }
    Some(Said::of(
        &changing.wait_with_output().expect("it ends"),
        &[],
    ))
}

#[test]
fn a_commit_whose_answer_is_lost_in_a_failover_is_said_to_be_kept_where_it_was() {
    let Some(said) = told_after_failover(|_, _| {}) else {
        return;
    };
    assert_snapshot!(said, @r"
    clients 1 updated
    --- stderr
    note: the connection was lost during the commit; the server says that it was kept
    ");
}

#[test]
fn a_commit_that_a_failover_lost_is_not_taken_for_that_of_somebody_else() {
    let stops_to_hear = |_: &OwnServer, standby: &OwnServer| {
        standby.set(&[("primary_conninfo", "")]);
        until("it hears nothing", || !standby.hears());
    };
    let Some(said) = told_after_failover(stops_to_hear) else {
        return;
    };
    assert_snapshot!(said, @r"
    clients 1 updated
    --- stderr
    error: the connection was lost during the commit, and another server took over: no row was changed there by this
     hint: look, and run it again
    --- exit 5
    ");
}

#[test]
fn what_was_kept_is_told_of_one_s_own_transactions_alone() {
    let admin = Shell::as_("admin@epic.events");
    admin.e(r#"clients.get(12).update(#{ phone: "1" })"#).ok();
    let marie = admin.beside(MARIE);
    let sql = "select format('select audit.was_kept(%L, %L)', txid, began) from audit.joined";
    let row = admin.database.superuser().query_one(sql, &[]);
    let ask: String = row.expect("a row").get(0);
    let told = |shell: &Shell| shell.run(&["sql", &ask, "--format", "csv"]).ok().to_owned();
    assert_eq!(told(&admin), "was_kept\ntrue");
    assert_eq!(told(&marie), "was_kept\nfalse");
}

#[test]
fn a_standby_elsewhere_is_not_spoken_to_unprotected_and_one_of_something_else_is_passed_over() {
    let marie = Shell::as_(MARIE);
    let config = marie.home().join("config");
    fs::create_dir_all(&config).expect("a folder");
    let told = |replica: &str| {
        let url = marie.database.login.url();
        let text = format!(
            "database_url = '{}'\nreplica_url = '{replica}'\n",
            url.expose_secret()
        );
        fs::write(config.join("config.toml"), text).expect("a file");
        let mut command = marie.command(&["-e", "clients.count()"]);
        command.env_remove("DATABASE_URL");
        marie.said(command)
    };
    let said = told("postgres://db.example.org/epic?sslmode=disable");
    assert_eq!(
        said.error(),
        "replica_url: sslmode=disable would send your login over the network unprotected"
    );
    // The primary itself is no standby, and a database of another name knows nobody.
    let itself = marie.database.login.url();
    let said = told(itself.expose_secret());
    assert_eq!(said.ok(), "1000");
    assert!(
        said.stderr.contains("what only reads goes to the primary"),
        "{said}"
    );
    let other = OwnServer::with(&[]);
    let said = told(&format!("postgres://{}/epic", other.host()));
    assert_eq!(said.ok(), "1000");
}
