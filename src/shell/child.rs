//! Programs that the shell starts and waits for: an editor, a pager.

use crate::error::{Error, Result};
use crate::store::interrupt;
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to end when we have to.
const FAREWELL: Duration = Duration::from_secs(1);
/// How often we look whether it has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// Waits for a program. A signal that ends this process is passed on to it.
///
/// # Errors
/// The process is to end.
pub(super) fn end_of(mut program: Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = program.try_wait()? {
            return Ok(status);
        }
        if interrupt::ending().is_some() {
            if let Some(pid) = i32::try_from(program.id()).ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::TERM); // it may have just ended
            }
            let end = Instant::now() + FAREWELL;
            while program.try_wait()?.is_none() && Instant::now() < end {
                thread::sleep(GLANCE); // it makes the terminal as it was
            }
            return Err(Error::interrupted());
        }
        thread::sleep(GLANCE);
    }
}
