//! Servers that stay when nobody takes part, and those that listen on a TCP port too.

use std::net::TcpListener;

use postgres::NoTls;

use crate::cluster::{Cluster, is_alive, kill};

#[test]
fn a_server_that_was_started_to_stay_stays_until_it_is_stopped() {
    let cluster = Cluster::made();
    let status = cluster.embedded.start(None).expect("it starts");
    assert!(status.running && status.stays && status.tcp.is_none());
    cluster.join().leave().expect("it leaves");
    assert_eq!(cluster.embedded.status(), status);

    let member = cluster.join();
    let mut session = cluster.connect();
    assert_eq!(cluster.embedded.stop(), Ok(true));
    assert!(!is_alive(status.pid.expect("it ran")));
    assert!(
        session.simple_query("select 1").is_err(),
        "sessions lose their connection"
    );
    let status = cluster.embedded.status();
    assert!(!status.running && !status.stays);
    assert_eq!(cluster.embedded.stop(), Ok(false));

    let again = cluster.join();
    member.leave().expect("another one takes part");
    assert!(cluster.embedded.status().running);
    again.leave().expect("the last");
    assert!(!cluster.embedded.status().running);
}

#[test]
fn it_stays_also_when_it_was_running_already() {
    let cluster = Cluster::made();
    let member = cluster.join();
    let pid = cluster.pid();
    assert_eq!(
        cluster.embedded.start(None).expect("it runs").pid,
        Some(pid)
    );
    member.leave().expect("it leaves");
    assert_eq!(cluster.pid(), pid);
}

#[test]
fn a_port_is_opened_on_this_machine_only_when_it_is_asked_for() {
    let cluster = Cluster::made();
    let port = free_port();
    cluster.embedded.start(None).expect("it starts");
    let status = cluster
        .embedded
        .start(Some(port))
        .expect("nobody used it, so it restarts");
    assert_eq!(status.tcp, Some(port));
    cluster
        .superuser()
        .host("127.0.0.1")
        .port(port)
        .connect(NoTls)
        .expect("a connection");
    let member = cluster.join();
    assert_eq!((member.port(), member.tcp()), (port, Some(port)));
    cluster
        .connect()
        .simple_query("select 1")
        .expect("the socket works too");

    let error = cluster
        .embedded
        .start(Some(free_port()))
        .expect_err("it is in use");
    assert!(
        error.to_string().contains("hint: leave the other shells"),
        "{error}"
    );
    assert_eq!(
        cluster.embedded.start(Some(port)).expect("as it is").pid,
        status.pid
    );

    kill(cluster.pid());
    let status = cluster.embedded.start(None).expect("it starts again");
    assert_eq!(status.tcp, Some(port), "the port was asked for once");
}

#[test]
fn a_port_that_is_taken_is_a_clear_error() {
    let cluster = Cluster::made();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let error = cluster.embedded.start(Some(port)).expect_err("it is taken");
    assert!(
        error
            .to_string()
            .contains("hint: the port is taken: choose another one"),
        "{error}"
    );
    assert!(!cluster.embedded.status().stays);
    cluster.join().leave().expect("it starts without");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
