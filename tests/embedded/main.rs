//! The embedded server, for real: made, started, shared, killed, stopped.

mod cluster;
mod faults;
mod staying;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;

use cluster::{Cluster, FOLDER, is_alive, kill, mode};
use epic::store::embedded::{Embedded, Options};
use postgres::NoTls;
use secrecy::ExposeSecret;

#[test]
fn the_first_to_join_makes_it_and_the_last_to_leave_stops_it() {
    let cluster = Cluster::new("l'été, \"ici\" 日本");
    assert!(!cluster.embedded.status().running);
    assert!(!cluster.folder.exists(), "looking makes nothing");
    fs::create_dir_all(cluster.folder.join("data.new-1/base")).expect("an interrupted initdb");

    let first = cluster.join();
    let pid = cluster.pid();
    assert!(!cluster.folder.join("data.new-1").exists());
    assert_eq!(mode(&cluster.folder.join("superuser.password")), 0o600);
    assert_eq!(cluster.embedded.status().folder, cluster.folder);
    assert_eq!(
        first.host().to_str().map(|host| host.len() < 90),
        Some(true)
    );
    cluster
        .connect()
        .batch_execute("create table kept as select 'é' as letter")
        .expect("a table");

    let second = cluster.join();
    assert_eq!(cluster.pid(), pid);
    first.leave().expect("the other stays");
    assert_eq!(cluster.pid(), pid);
    drop(second);
    let third = cluster.join();
    assert_ne!(
        cluster.pid(),
        pid,
        "it was stopping, and is another one now"
    );
    let letter: String = cluster
        .connect()
        .query_one("select letter from kept", &[])
        .expect("kept")
        .get(0);
    assert_eq!(letter, "é");
    let pid = cluster.pid();
    third.leave().expect("it stops");
    assert!(!cluster.embedded.status().running);
    assert!(!is_alive(pid));
}

#[test]
fn a_password_is_needed_although_the_socket_is_private() {
    let cluster = Cluster::made();
    let member = cluster.join();
    assert_eq!(mode(member.host()), 0o700);
    let mut config = cluster.superuser();
    config.host_path(member.host()).port(member.port());
    config.connect(NoTls).expect("the right password");
    let error = config
        .password("postgres")
        .connect(NoTls)
        .err()
        .expect("a wrong password");
    assert_eq!(
        error.code().map(|code| code.code().to_owned()).as_deref(),
        Some("28P01")
    );
}

#[test]
fn many_that_come_first_at_once_share_one_server() {
    let cluster = Cluster::new("postgres");
    let processes: Vec<_> = (0..2)
        .map(|_| {
            cluster
                .member_process()
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("a process")
        })
        .collect();
    let start = Barrier::new(4);
    let members: Vec<_> = thread::scope(|scope| {
        let join = || {
            start.wait();
            let member = cluster.join();
            (cluster.pid(), member)
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(join)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    let pid = cluster.pid();
    assert!(members.iter().all(|(other, _)| *other == pid));
    drop(members);
    for process in processes {
        let done = process.wait_with_output().expect("it ends");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        );
    }
    cluster.join().leave().expect("the last");
    assert!(!cluster.embedded.status().running);
}

#[test]
fn coming_and_going_at_once_never_fails() {
    let cluster = Cluster::made();
    let visit = || {
        for round in 0..8 {
            let member = cluster.join();
            let one: i32 = cluster
                .connect()
                .query_one("select 1", &[])
                .expect("an answer")
                .get(0);
            assert_eq!(one, 1);
            if round % 2 == 0 {
                member.leave().expect("it leaves");
            }
        }
    };
    thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(visit))));
    cluster.join().leave().expect("the last");
    assert!(!cluster.embedded.status().running);
}

#[test]
fn a_killed_member_leaves_the_server_to_the_next() {
    let cluster = Cluster::made();
    let mut process = cluster
        .member_process()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut said = [0];
    let out = process.stdout.as_mut().expect("piped");
    while said != *b"!" {
        out.read_exact(&mut said)
            .expect("it tells when it has joined");
    }
    let pid = cluster.pid();
    process.kill().expect("it is killed");
    process.wait().expect("it ends");
    assert!(is_alive(pid));
    let member = cluster.join();
    assert_eq!(cluster.pid(), pid);
    member.leave().expect("it was the last");
    assert!(!is_alive(pid));
}

#[test]
fn the_server_is_out_of_reach_of_ctrl_c() {
    let cluster = Cluster::made();
    let _member = cluster.join();
    let group = |pid: String| {
        let said = Command::new("ps")
            .args(["-o", "pgid=", "-p", &pid])
            .output()
            .expect("ps runs");
        String::from_utf8(said.stdout)
            .expect("a number")
            .trim()
            .to_owned()
    };
    assert_eq!(group(cluster.pid().to_string()), cluster.pid().to_string());
    assert_ne!(
        group(std::process::id().to_string()),
        cluster.pid().to_string()
    );
}

#[test]
fn everybody_gets_the_same_login_password() {
    let cluster = Cluster::new("postgres");
    let passwords: Vec<_> = thread::scope(|scope| {
        let ask = || cluster.embedded.login_password().expect("a password");
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(
        passwords
            .iter()
            .all(|password| password.expose_secret() == passwords[0].expose_secret())
    );
    assert_eq!(mode(&cluster.folder.join("login.password")), 0o600);
    assert!(!cluster.embedded.status().running, "asking starts nothing");
}

#[test]
#[ignore = "what the tests above run in another process"]
fn a_member_in_another_process() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let member = Embedded::with(Path::new(&folder), Options::for_tests())
        .join()
        .expect("it joins");
    println!("!");
    std::io::stdin()
        .read_to_end(&mut Vec::new())
        .expect("an end");
    member.leave().expect("it leaves");
}

#[test]
fn a_killed_server_is_started_again_with_its_data() {
    let cluster = Cluster::made();
    let member = cluster.join();
    cluster
        .connect()
        .batch_execute("create table kept ()")
        .expect("a table");
    cluster
        .connect()
        .batch_execute("checkpoint")
        .expect("it is on the disk");
    let session = cluster.connect();
    let pid = cluster.pid();
    kill(pid);
    assert!(!cluster.embedded.status().running);
    let again = cluster.join();
    assert_ne!(cluster.pid(), pid);
    cluster
        .connect()
        .batch_execute("select from kept")
        .expect("it is kept");
    drop((session, member, again));
}
