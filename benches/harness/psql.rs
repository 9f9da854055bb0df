//! The real psql: Debian's is a script around it, which takes longer than psql itself.

/// Where it is, in its newest version.
pub fn psql() -> Option<String> {
    let folders = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let programs = folders.filter_map(|version| Some(version.ok()?.path().join("bin/psql")));
    programs
        .filter(|program| program.exists())
        .max()
        .map(|program| program.display().to_string())
}
