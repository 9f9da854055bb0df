//! A program whose clock is wrong.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A library that puts the clock of a program ahead, so many seconds.
pub fn clock_ahead(folder: &Path, seconds: u32) -> PathBuf {
    let source = format!(
        r#"#define _GNU_SOURCE
        #include <dlfcn.h>
        #include <time.h>
        int clock_gettime(clockid_t clock, struct timespec *now) {{
            int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
            int result = real(clock, now);
            if (clock == CLOCK_REALTIME) now->tv_sec += {seconds};
            return result;
        }}"#
    );
    let (file, library) = (folder.join("clock.c"), folder.join("clock.so"));
    std::fs::write(&file, source).expect("a file");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &file])
        .status();
    assert!(built.expect("a C compiler").success());
    library
}
