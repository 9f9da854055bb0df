//! The migrations are built into the binary, so a new file makes it anew.

fn main() {
    println!("cargo::rerun-if-changed=sql/migrations");
}
