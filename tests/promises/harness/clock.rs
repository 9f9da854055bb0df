//! A program whose clock is wrong, or becomes so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A library that puts the clock of a program ahead, so many seconds.
pub fn clock_ahead(folder: &Path, seconds: u32) -> PathBuf {
    ahead_if(folder, seconds, "1")
}

/// A clock that two hours pass for while a file is there.
pub struct JumpingClock {
    /// What a program loads before everything else.
    pub library: PathBuf,
    switch: PathBuf,
}

impl JumpingClock {
    pub fn new(folder: &Path) -> Self {
        let switch = folder.join("two hours later");
        let is_there = format!("!access(\"{}\", F_OK)", switch.display());
        Self {
            library: ahead_if(folder, 2 * 60 * 60, &is_there),
            switch,
        }
    }

    /// Two hours pass.
    pub fn jumps(&self) {
        fs::write(&self.switch, "").expect("a file");
    }

    /// They never did.
    pub fn jumps_back(&self) {
        fs::remove_file(&self.switch).expect("it is there");
    }
}

fn ahead_if(folder: &Path, seconds: u32, condition: &str) -> PathBuf {
    let source = format!(
        r#"#define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t clock, struct timespec *now) {{
            int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
            int result = real(clock, now), known = errno;
            if (clock == CLOCK_REALTIME && {condition}) now->tv_sec += {seconds};
            errno = known;
            return result;
        }}"#
    );
    let (file, library) = (folder.join("clock.c"), folder.join("clock.so"));
    fs::write(&file, source).expect("a file");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &file])
        .status();
    assert!(built.expect("a C compiler").success());
    library
}
