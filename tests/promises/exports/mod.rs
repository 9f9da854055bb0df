//! Files out by `.save_as`: what is in them is read back by readers that are not ours; they are there after the commit,
//! below the working folder, and nowhere else.

mod calendars;
mod commits;
mod others;
mod places;
mod random;
pub mod readers;
mod spreadsheets;
mod texts;

use crate::harness::Shell;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The bytes of a file in somebody's home folder.
fn bytes(shell: &Shell, name: &str) -> Vec<u8> {
    fs::read(shell.home().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(shell: &Shell, name: &str) -> String {
    String::from_utf8(bytes(shell, name)).expect("UTF-8")
}

/// The names of the files in a folder of their home, hidden ones too.
pub fn files_in(shell: &Shell, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(shell.home().join(folder)).expect("a folder");
    let entries = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Makes a file an hour older.
pub fn age(file: &Path) {
    let then = SystemTime::now() - Duration::from_hours(1);
    let file = File::options().append(true).open(file).expect("a file");
    file.set_modified(then).expect("a time");
}
