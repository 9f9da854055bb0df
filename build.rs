//! What is built into the binary: a new migration creates it again, and so does a new script.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=sql/migrations");
    println!("cargo::rerun-if-changed=scripts");
    let top = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let scripts = top.join("scripts");
    let mut found = Vec::new();
    collect(&scripts, &scripts, &mut found)?;
    found.sort();
    let mut list = String::from("const SCRIPTS: &[(&str, &str)] = &[\n");
    for (name, path) in found {
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", path.display());
    }
    list.push_str("];\n");
    fs::write(out.join("scripts.rs"), list)
}

/// The scripts of a folder and of those in it, by their names: `follow-ups`, `lib/dates`.
fn collect(top: &Path, folder: &Path, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(top, &path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rhai") {
            let name = path.strip_prefix(top).unwrap_or(&path).with_extension("");
            let name = name.display().to_string().replace('\\', "/");
            found.push((name, path));
        }
    }
    Ok(())
}
