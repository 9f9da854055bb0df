//! The migrations are built into the binary, so a new file creates it again.

fn main() {
    println!("cargo::rerun-if-changed=sql/migrations");
}
