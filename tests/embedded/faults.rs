//! What can be wrong with a cluster, and what people read then.

use std::fs;
use std::process::Command;

use epic::error::Kind;

use crate::cluster::{Cluster, is_alive, kill};

#[test]
fn a_note_of_a_server_that_is_gone_is_no_server() {
    let cluster = Cluster::made();
    let mut stranger = Command::new("sleep").arg("60").spawn().expect("a process");
    let note = cluster.folder.join("data/postmaster.pid");
    let text = format!(
        "{}\n{}\n1\n5432\n/tmp/none\n\n1 1\nready   \n",
        stranger.id(),
        note.display()
    );
    fs::write(&note, &text).expect("a note");
    assert!(!cluster.embedded.status().running);
    assert_eq!(cluster.embedded.stop(), Ok(false));
    assert_eq!(
        stranger.try_wait().expect("it can be asked"),
        None,
        "a stranger is left alone"
    );
    stranger.kill().expect("it is ours");
    stranger.wait().expect("it ends");
    cluster
        .join()
        .leave()
        .expect("the note of a dead process does no harm");
}

#[test]
fn a_server_whose_socket_was_removed_is_started_anew() {
    let cluster = Cluster::made();
    let status = cluster.embedded.start(None).expect("it starts");
    let socket = status.socket_folder.expect("it runs").join(".s.PGSQL.5432");
    fs::remove_file(socket).expect("a cleaner of folders");
    assert!(!cluster.embedded.status().running);
    let _member = cluster.join();
    assert_ne!(Some(cluster.pid()), status.pid);
    assert!(!is_alive(status.pid.expect("it ran")));
    cluster
        .connect()
        .simple_query("select 1")
        .expect("an answer");
}

#[test]
fn a_server_that_does_not_start_shows_the_end_of_its_log() {
    let cluster = Cluster::made();
    let settings = cluster.folder.join("data/postgresql.conf");
    let mut text = fs::read_to_string(&settings).expect("readable");
    text.push_str("\nshared_buffers = 'plenty'\n");
    fs::write(&settings, text).expect("writable");
    let error = cluster.embedded.join().expect_err("nonsense");
    assert_eq!(error.kind, Kind::Unreachable);
    let text = error.to_string();
    assert!(
        text.contains("the database server does not start:\n   "),
        "{text}"
    );
    assert!(
        text.contains("shared_buffers") && text.contains("server.log"),
        "{text}"
    );
}

#[test]
fn a_cluster_of_another_version_is_refused_and_left_alone() {
    let cluster = Cluster::made();
    let version = cluster.folder.join("data/PG_VERSION");
    let ours = fs::read_to_string(&version).expect("readable");
    fs::write(&version, "8\n").expect("writable");
    let error = cluster.embedded.join().expect_err("nobody has that");
    assert!(
        error.to_string().contains("made by PostgreSQL 8"),
        "{error}"
    );
    fs::write(&version, ours).expect("writable");
    cluster.join().leave().expect("nothing was changed");
}

#[test]
fn a_folder_that_can_not_be_made_is_a_clear_error() {
    let cluster = Cluster::new("file");
    fs::write(&cluster.folder, "").expect("a file");
    let error = cluster.embedded.join().expect_err("a file is no folder");
    assert_eq!(error.kind, Kind::Unreachable);
    assert!(
        error
            .to_string()
            .contains(&cluster.folder.display().to_string()),
        "{error}"
    );
    fs::remove_file(&cluster.folder).expect("ours");
}

#[test]
fn an_initdb_that_fails_says_why_and_leaves_nothing() {
    let cluster = Cluster::new("postgres");
    fs::create_dir(&cluster.folder).expect("a folder");
    fs::write(cluster.folder.join("data"), "").expect("something in the way");
    let error = cluster.embedded.join().expect_err("the name is taken");
    assert!(error.to_string().contains("data"), "{error}");
    let left: Vec<_> = fs::read_dir(&cluster.folder)
        .expect("readable")
        .flatten()
        .collect();
    assert!(
        left.iter()
            .all(|entry| !entry.file_name().to_string_lossy().starts_with("data.new")),
        "{left:?}"
    );
    fs::remove_file(cluster.folder.join("data")).expect("ours");
    cluster.join().leave().expect("the next attempt works");
}

#[test]
fn a_start_that_was_interrupted_is_taken_over() {
    let cluster = Cluster::made();
    let first = cluster.join();
    let pid = cluster.pid();
    std::mem::forget(first); // as if the process had been killed, but for the lock
    assert_eq!(cluster.embedded.stop(), Ok(true));
    assert!(!is_alive(pid));
    let again = cluster.join();
    kill(cluster.pid());
    drop(again);
    cluster.join().leave().expect("it starts once more");
}
