//! The server is killed in the middle of entries, or its disk is full: an entry is there as a whole, or not at all.

use crate::harness::{OwnServer, PASSWORD, Shell, TestDatabase};
use epic::api::Session;
use epic::error::{Kind, Result};
use epic::script::Interpreter;
use postgres::Client;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// Rows of one entry.
const ROWS: i64 = 20;
const KILLS: u32 = 8;

/// Whether what runs is to stop, and how much went well.
#[derive(Default)]
struct Progress {
    stop: AtomicBool,
    done: AtomicUsize,
}

#[test]
fn a_server_that_is_killed_leaves_no_entry_half_done_and_loses_none() {
    let server = OwnServer::with(&[]);
    let mut superuser = server.superuser();
    // The servers of tests promise less than others.
    superuser
        .batch_execute("alter database epic set synchronous_commit = on")
        .expect("a setting");
    let (progress, database) = (Progress::default(), server.database());
    let said = thread::scope(|scope| {
        let _stopped = Stops(&progress); // also when this fails, or the scope would wait for ever
        let entries = scope.spawn(|| run_entries(&database, &progress));
        for kill in 0..KILLS {
            progress.goes_on();
            sleep(Duration::from_millis(u64::from(40 + 53 * kill)));
            // The whole server, or the process that serves us, after which it recovers by itself.
            if kill % 2 == 0 {
                killed(server.pid());
                server.starts_again();
            } else if let Some(pid) = serving(&mut server.superuser()) {
                killed(pid);
            }
        }
        progress.goes_on();
        progress.stop.store(true, Ordering::Relaxed);
        entries.join().expect("no panic")
    });

    let mut superuser = server.superuser();
    let mut counted = |sql: &str| -> BTreeMap<String, i64> {
        let rows = superuser.query(sql, &[]).expect("rows");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    };
    let there = counted("select company_name, count(*) from crm.clients group by 1");
    let written = counted(
        "select new ->> 'company_name', count(*) from audit.log where table_name = 'clients' and action = 'insert' group by 1",
    );
    let changed = counted(
        "select c.company_name, count(*) from audit.log l join crm.clients c on c.id = l.row_id
          where l.table_name = 'clients' and l.action = 'update' group by 1",
    );
    assert!(there.values().all(|count| *count == ROWS), "{there:?}");
    assert_eq!(written, there);
    assert_eq!(changed, there);
    let mut lost = 0;
    for (entry, outcome) in &said {
        match outcome {
            Ok(()) => assert!(there.contains_key(entry), "{entry} is lost"),
            Err(_) => lost += 1,
        }
    }
    assert!(lost > 0, "no entry was hit: {}", said.len());
}

/// Entries of many statements, one after the other; and what became of each.
fn run_entries(database: &TestDatabase, progress: &Progress) -> Vec<(String, Result<()>)> {
    let password = PASSWORD.to_owned().into();
    let session = Session::login(&database.login, "marie@epic.events", &password);
    let mut interpreter = Interpreter::new(Some(session.expect("a session")));
    let mut said = Vec::new();
    while !progress.stop.load(Ordering::Relaxed) {
        let name = format!("entry {}", said.len());
        let entry = format!(
            "for i in 0..{ROWS} {{
                let one = clients.create(#{{ full_name: \"N\", email: `n{}-${{i}}@example.org`, company_name: \"{name}\" }});
                one.update(#{{ phone: `${{i}}` }});
             }}",
            said.len()
        );
        let outcome = interpreter.evaluate(&entry, |_| Ok(()));
        match &outcome {
            Ok(()) => {
                progress.done.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => {
                assert_eq!(error.kind, Kind::Unreachable, "{error}");
                sleep(Duration::from_millis(20));
            }
        }
        said.push((name, outcome));
    }
    said
}

/// Stops the entries at its end.
struct Stops<'a>(&'a Progress);

impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

impl Progress {
    /// Waits until two more entries went well.
    fn goes_on(&self) {
        let (before, since) = (self.done.load(Ordering::Relaxed), Instant::now());
        while self.done.load(Ordering::Relaxed) < before + 2 {
            assert!(since.elapsed() < Duration::from_mins(1), "it stands still");
            sleep(Duration::from_millis(5));
        }
    }
}

/// The process that serves marie.
fn serving(superuser: &mut Client) -> Option<i32> {
    let sql = "select pid from pg_stat_activity where usename ~ '^s_' and state <> 'idle' limit 1";
    let row = superuser.query_opt(sql, &[]).expect("an answer");
    row.map(|row| row.get(0))
}

fn killed(pid: i32) {
    let process = Pid::from_raw(pid).expect("a process");
    kill_process(process, Signal::KILL).expect("it is there");
    while test_kill_process(process).is_ok() && !is_zombie(pid) {
        sleep(Duration::from_millis(1));
    }
}

/// Nobody may have waited for it yet.
fn is_zombie(pid: i32) -> bool {
    let state = fs::read_to_string(format!("/proc/{pid}/stat"));
    state.is_ok_and(|text| text.contains(") Z "))
}

#[test]
fn a_disk_that_is_full_refuses_an_entry_as_a_whole_and_readers_go_on() {
    let server = OwnServer::with(&[]);
    let Some(disk) = server.small_disk(2) else {
        println!("skipped: no disk can be mounted here");
        return;
    };
    let sql = format!(
        "create tablespace small location '{}'",
        disk.0.join("space").display()
    );
    let space = disk.0.join("space");
    fs::create_dir(&space).expect("a folder");
    let owner = fs::metadata(&disk.0).expect("a folder");
    std::os::unix::fs::chown(
        &space,
        Some(std::os::unix::fs::MetadataExt::uid(&owner)),
        Some(std::os::unix::fs::MetadataExt::gid(&owner)),
    )
    .expect("an owner");
    let mut superuser = server.superuser();
    superuser.batch_execute(&sql).expect("a tablespace");
    superuser
        .batch_execute("alter table crm.clients set tablespace small")
        .expect("it moves");
    let marie = Shell::at(server.database()).beside("marie@epic.events");
    let create = |name: &str, rows: u32| {
        marie.e(&format!(
            "let all = []; for i in 0..{rows} {{ all.push(#{{ full_name: \"N\", email: `{name}-${{i}}@example.org`, company_name: \"{name}\" }}) }} clients.create(all).len()"
        ))
    };
    create("first", 10).ok();
    let full = create("many", 40_000);
    assert_ne!(full.code, 0, "{full}");
    assert!(full.error().contains("No space left on device"), "{full}");
    assert_eq!(marie.e("clients.count()").ok(), "10");
    let kept = superuser.query_one(
        "select count(*) from audit.log where table_name = 'clients'",
        &[],
    );
    assert_eq!(kept.expect("a row").get::<_, i64>(0), 10);

    superuser
        .batch_execute("alter table crm.clients set tablespace pg_default")
        .expect("there is room");
    create("more", 10).ok();
    assert_eq!(marie.e("clients.count()").ok(), "20");
    superuser
        .batch_execute("drop tablespace small")
        .expect("it is empty");
}
