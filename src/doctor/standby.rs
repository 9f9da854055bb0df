//! The standby that may do what only reads: whether it does.

use super::finding::{Findings, Verdict};
use crate::account;
use crate::api::{Session, reading_place};
use crate::config::Config;
use crate::error::Result;
use crate::store::Server;

/// Looks at it, where there is to be one.
pub(super) fn look(config: &Config, found: &mut Findings) {
    let Some(url) = &config.replica_url else {
        return;
    };
    let verdict = Server::from_url(url).and_then(|standby| verdict(config, standby));
    found.add("replica_url", verdict.unwrap_or_else(Verdict::from));
}

fn verdict(config: &Config, standby: Server) -> Result<Verdict> {
    let (Some(primary), Some(token)) = (&config.database_url, account::token(config)?) else {
        return Ok(Verdict::not_checked("nobody is signed in here"));
    };
    let server = Server::from_url(primary)?.with_replica(standby);
    let session = Session::resume(&server, token);
    let Some((name, standing)) = session.standby() else {
        return Ok(Verdict::not_checked("there is none"));
    };
    let place = reading_place(&name, &standing);
    Ok(match standing {
        Ok(standing) if standing.follows && standing.lag().is_none() => Verdict::ok(place),
        Ok(standing) if standing.follows => Verdict::note(place),
        Ok(_) => Verdict::wrong(place).hint("replica_url names a standby of the database"),
        Err(error) => error
            .hints
            .into_iter()
            .fold(Verdict::wrong(place), Verdict::hint),
    })
}
