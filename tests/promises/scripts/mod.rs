//! Saved scripts: one declaration is flags, help, questions, checks and constants; where scripts and modules are; and
//! what a script touches is known before it runs.

mod checks;
mod completions;
mod headers;
mod modules;
mod parameters;
mod places;
mod prompts;
mod shipped;

use crate::harness::Shell;

/// Writes a file below the working folder, with the folders that it needs.
fn write(shell: &Shell, path: &str, text: &str) {
    let path = shell.home().join(path);
    let folder = path.parent().expect("it is in a folder");
    std::fs::create_dir_all(folder).expect("folders");
    std::fs::write(path, text).expect("a file");
}
