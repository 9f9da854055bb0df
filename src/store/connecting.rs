//! The one policy of faults in connecting: what is tried again, where, and for how long.
//!
//! Hosts are tried in the order of the URL, unless that asks for another one each time. What a server can't be told is left out. A server that is only
//! starting up is retried, and so is one that has no connection free at this moment. (What happens to a connection that is lost later is said in `database.rs`.)

use super::link::Failure;
use super::server::Server;
use super::shuffle::shuffle;
use super::target::Target;
use super::wanted::Wanted;
use super::{failure, interrupt, settings};
use postgres::config::{LoadBalanceHosts, TargetSessionAttrs};
use std::time::{Duration, Instant};
use tokio_postgres::Config;

/// How long to wait for a server that is starting up.
const STARTING_UP: Duration = Duration::from_secs(15);
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(20);
/// How long to wait for a connection where all are in use.
const ALL_IN_USE: Duration = Duration::from_secs(20);
/// Between two attempts then, at first and at last. Each costs the server a process and a proof of the password, so those
/// who wait come ever more rarely, and not all at once.
const PAUSES_MS: (u64, u64) = (50, 1000);

impl Server {
    /// Connects, for what needs the driver itself.
    ///
    /// # Errors
    /// Not reachable, or the role or password is not (or no longer) good.
    pub(super) fn connect(&self) -> Result<postgres::Client, Failure> {
        let attempt = |target: &Target, config: &Config| {
            let mut config = config.clone();
            target.write_to(&mut config);
            if self.wanted == Wanted::Primary {
                config.target_session_attrs(TargetSessionAttrs::ReadWrite);
            }
            let config = postgres::Config::from(config);
            config
                .connect(self.tls.connector())
                .map_err(Failure::Driver)
        };
        connect(self, &attempt, &|_| self.wanted == Wanted::Standby)
    }
}

/// Connects to the first host that answers and is of the kind that is wanted.
pub(super) fn connect<C>(
    server: &Server,
    attempt: &dyn Fn(&Target, &Config) -> Result<C, Failure>,
    is_standby: &dyn Fn(&C) -> bool,
) -> Result<C, Failure> {
    let since = Instant::now();
    let mut longest = PAUSES_MS.0;
    loop {
        let failure = match one_round(server, attempt, is_standby) {
            Err(Failure::Driver(error)) => error,
            result => return result,
        };
        let (patience, pause) = if failure::is_starting_up(&failure) {
            (STARTING_UP, PAUSE)
        } else if failure::is_full(&failure) {
            longest = (longest * 2).min(PAUSES_MS.1);
            (ALL_IN_USE, some_of(longest))
        } else {
            (Duration::ZERO, PAUSE)
        };
        if since.elapsed() < patience && !interrupt::requested() {
            std::thread::sleep(pause);
        } else if !settings::can_do_without(&failure) {
            return Err(Failure::Driver(failure));
        }
    }
}

/// Half of so many milliseconds, and some of the other half.
fn some_of(longest: u64) -> Duration {
    let mut random = [u8::MAX];
    let _ = getrandom::fill(&mut random); // else it is the longest
    Duration::from_millis(longest / 2 + longest * u64::from(random[0]) / 512)
}

fn one_round<C>(
    server: &Server,
    attempt: &dyn Fn(&Target, &Config) -> Result<C, Failure>,
    is_standby: &dyn Fn(&C) -> bool,
) -> Result<C, Failure> {
    let config = server.ready();
    let mut failure = None;
    let mut second_best = None;
    let mut hosts: Vec<_> = server.targets().iter().enumerate().collect();
    if config.get_load_balance_hosts() == LoadBalanceHosts::Random {
        shuffle(&mut hosts);
    }
    for (index, target) in hosts {
        match attempt(target, &config) {
            Ok(connected) if server.wanted.fits(is_standby(&connected)) => {
                server.uses(index, is_standby(&connected));
                return Ok(connected);
            }
            Ok(connected) => {
                second_best.get_or_insert((index, connected));
            }
            Err(Failure::Interrupted) => return Err(Failure::Interrupted),
            // The first host's is not hidden by that of one that is not there at all.
            Err(error) => {
                failure.get_or_insert(error);
            }
        }
    }
    match (second_best, failure) {
        (Some((index, connected)), _) if server.wanted == Wanted::PreferStandby => {
            server.uses(index, false);
            Ok(connected)
        }
        // One of the kind may be there, and refuse.
        (Some(_), Some(failure)) if failure.code().is_some() => Err(failure),
        (Some(_), _) | (None, None) => Err(Failure::NoneOfTheKind(server.wanted.name())),
        (None, Some(failure)) => Err(failure),
    }
}
