//! Ports of this machine.

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where ports are looked for, and how many there are: below those that the system gives to whoever connects to somewhere,
/// which could be taken before they are used, or while their server is stopped.
const FIRST: u16 = 10_000;
const PORTS: u32 = 20_000;

/// A port that nobody listens on, another one each time.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(101); // another run begins elsewhere
    loop {
        let next = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = FIRST + u16::try_from(next % PORTS).expect("it is small");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until somebody listens on a port; whether somebody does.
pub fn until_somebody_listens(port: u16) -> bool {
    let end = Instant::now() + Duration::from_mins(1);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > end {
            return false;
        }
        sleep(Duration::from_millis(20));
    }
    true
}
