//! Python with the libraries of `requirements.txt`, in a folder of the build.

use crate::harness::Shell;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/promises/exports/readers"
);
/// What is said where there is no Python: `bin/test` installs it.
const HINT: &str = "python3 with venv and pip is needed to read files back: bin/test installs it";

/// What Python reads in a file of somebody's home folder, as `read.py` prints it: `csv`, `xlsx` or `ics`.
#[track_caller]
pub fn read(shell: &Shell, kind: &str, name: &str) -> Value {
    static PYTHON: LazyLock<PathBuf> = LazyLock::new(python);
    let mut command = Command::new(&*PYTHON);
    command.arg(Path::new(FOLDER).join("read.py"));
    command.args([kind, name]).current_dir(shell.home());
    serde_json::from_slice(&output(&mut command)).expect("JSON")
}

/// Makes the environment, or takes the one that was made of the same requirements.
fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    let python = folder.join("bin/python");
    let requirements = Path::new(FOLDER).join("requirements.txt");
    let wanted = fs::read_to_string(&requirements).expect("requirements");
    let done = folder.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return python;
    }
    output(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    );
    let install = ["-m", "pip", "install", "-q", "-r"];
    output(Command::new(&python).args(install).arg(&requirements));
    fs::write(done, wanted).expect("a file");
    python
}

#[track_caller]
fn output(command: &mut Command) -> Vec<u8> {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{HINT} ({command:?}: {error})"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{HINT} ({command:?}: {said})");
    output.stdout
}
