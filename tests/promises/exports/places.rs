//! Where files may be: below the working folder, whatever the name and the links in it say.

use super::{files_in, text};
use crate::harness::Shell;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

#[test]
fn only_the_working_folder_is_written_to() {
    let marie = Shell::as_("marie@epic.events");
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.csv");
    fs::write(&secret, "old").expect("a file");
    fs::create_dir(marie.home().join("work")).expect("a folder");
    marie.file("work/list.csv", "old");
    let at = |name: &str| marie.home().join("work").join(name);
    symlink(&secret, at("link.csv")).expect("a link");
    symlink(outside.path().join("none.csv"), at("nowhere.csv")).expect("a link");
    symlink(outside.path(), at("out")).expect("a link");
    let before = files_in(&marie, "work");
    let secret_name = secret.display().to_string();
    for name in [
        "../list.csv",
        "work/../../list.csv",
        "out/secret.csv",
        "out/new.csv",
        secret_name.as_str(),
        "/etc/list.csv",
    ] {
        let said = save_in_work(&marie, name);
        let says = format!("'{name}' is not below the working folder");
        assert_eq!((said.code, said.error()), (1, says.as_str()));
    }
    for name in ["link.csv", "nowhere.csv"] {
        let said = save_in_work(&marie, name);
        assert_eq!(said.error(), format!("{name} is there, and is no file"));
    }
    assert_eq!(fs::read_to_string(&secret).expect("a file"), "old");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1);
    assert_eq!(files_in(&marie, "work"), before);
}

fn save_in_work(shell: &Shell, name: &str) -> crate::harness::Said {
    let code = format!("[#{{ a: 1 }}].save_as(\"{name}\")");
    let mut command = shell.command(&["-e", &code, "--yes"]);
    command.current_dir(shell.home().join("work"));
    shell.said(command)
}

#[test]
fn a_file_that_can_not_be_is_said_and_nothing_is_kept() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("list.csv", "old");
    fs::create_dir(marie.home().join("lists.csv")).expect("a folder");
    let change = "clients.get(12).update(#{ phone: \"new\" })";
    for (name, says) in [
        ("none/list.csv", "there is no folder 'none'"),
        ("list.csv/a.csv", "there is no folder 'list.csv'"),
        ("lists.csv", "lists.csv is there, and is no file"),
        (
            "list.pdf",
            "no format is known for files that end with .pdf",
        ),
        ("list", "the name 'list' does not say the format"),
        ("list.xlsx.gz", "a .xlsx is not compressed once more"),
        ("", "the name '' does not say the format"),
    ] {
        let said = marie.run(&[
            "-e",
            &format!("{change}; clients.save_as(\"{name}\")"),
            "--yes",
        ]);
        assert_ne!(said.code, 0, "{name}");
        assert_eq!(said.error(), says, "{name}");
        assert!(said.stderr.contains("hint: "), "{said}");
    }
    assert_ne!(marie.e("clients.get(12).phone").ok(), "new");
    assert_eq!(files_in(&marie, "."), ["list.csv"]);
    assert_eq!(text(&marie, "list.csv"), "old");
}

#[test]
fn a_folder_that_can_not_be_written_to_is_said() {
    let marie = Shell::as_("marie@epic.events");
    let folder = marie.home().join("sealed");
    fs::create_dir(&folder).expect("a folder");
    marie.file("sealed/list.csv", "old");
    let mount = |options: &[&str]| {
        let mut mount = Command::new("mount");
        mount.args(options).arg(&folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    let bound = folder.display().to_string();
    if !mount(&["--bind", &bound]) {
        return; // only root may
    }
    let sealed = mount(&["-o", "remount,bind,ro"]);
    let said = marie.run(&["-e", "[#{ a: 1 }].save_as(\"sealed/list.csv\")", "--yes"]);
    let old = text(&marie, "sealed/list.csv");
    let _ = Command::new("umount").arg("-l").arg(&folder).status();
    assert!(sealed);
    assert!(
        said.error()
            .starts_with("sealed/list.csv can't be written: "),
        "{said}"
    );
    assert!(
        said.stderr.contains("name a file in a folder of yours"),
        "{said}"
    );
    assert_eq!(old, "old");
}
