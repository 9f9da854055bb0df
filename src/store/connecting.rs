//! The one policy of faults in connecting: what is tried again, where, and for how long.
//!
//! Hosts are tried in the order of the URL. What a server can't be told is left out. A server that is only
//! starting up is retried. (What happens to a connection that is lost later is said in `database.rs`.)

use super::link::Failure;
use super::server::{Server, Wanted};
use super::target::Target;
use super::{failure, interrupt, settings};
use postgres::config::TargetSessionAttrs;
use std::time::{Duration, Instant};
use tokio_postgres::Config;

/// How long to wait for a server that is starting up.
const STARTING_UP: Duration = Duration::from_secs(15);
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

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
    loop {
        let failure = match one_round(server, attempt, is_standby) {
            Err(Failure::Driver(error)) => error,
            result => return result,
        };
        if failure::is_starting_up(&failure)
            && since.elapsed() < STARTING_UP
            && !interrupt::requested()
        {
            std::thread::sleep(PAUSE);
        } else if !settings::can_do_without(&failure) {
            return Err(Failure::Driver(failure));
        }
    }
}

fn one_round<C>(
    server: &Server,
    attempt: &dyn Fn(&Target, &Config) -> Result<C, Failure>,
    is_standby: &dyn Fn(&C) -> bool,
) -> Result<C, Failure> {
    let config = server.ready();
    let mut failure = None;
    let mut second_best = None;
    for (index, target) in server.targets().iter().enumerate() {
        match attempt(target, &config) {
            Ok(connected) if server.wanted.fits(is_standby(&connected)) => {
                server.uses(index);
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
            server.uses(index);
            Ok(connected)
        }
        (Some(_), _) | (None, None) => Err(Failure::NoneOfTheKind(server.wanted.name())),
        (None, Some(failure)) => Err(failure),
    }
}
