//! The embedded server: whether its programs are here, and its database.

use super::finding::{Findings, Verdict};
use super::server::{NEEDS_EMBEDDED, Subject};
use super::{database, login};
use crate::config::Config;
use crate::error::Result;
use crate::place::{self, Here};
use crate::store::embedded::newest_version;

/// What is said where there is none.
const NONE_YET: &str = "there is no embedded database yet";
/// What to do then.
const TO_MAKE_ONE: &str =
    "epic demo makes one, with demo data; or set DATABASE_URL to a server of yours";
const CHECK: &str = "embedded server";

/// Takes part in the embedded server, if there is a database, and says so. It runs as long as what is returned lives.
pub(super) fn open(config: &Config, found: &mut Findings) -> Option<Here> {
    let (said, here) = join(config).unwrap_or_else(|error| (error.into(), None));
    found.add(CHECK, said);
    here
}

pub(super) fn look(config: &Config, found: &mut Findings) {
    let here = open(config, found);
    let subject = |server: Result<_>| server.ok().map(|server| Subject::of(server, None));
    let staff = here.as_ref().and_then(|here| subject(here.login()));
    login::look(config, staff.as_ref(), NEEDS_EMBEDDED, found);
    let owner = here.as_ref().and_then(|here| subject(here.owner()));
    database::look(owner.as_ref(), NEEDS_EMBEDDED, found);
}

fn join(config: &Config) -> Result<(Verdict, Option<Here>)> {
    let embedded = place::embedded(config);
    let Some(made_by) = embedded.status().version else {
        let programs = embedded.programs()?;
        let none = Verdict::note(format!("{NONE_YET}; it would be of PostgreSQL {programs}"));
        return Ok((none.hint(TO_MAKE_ONE), None));
    };
    let here = Here::open(config)?;
    if !here.was_prepared() {
        return Ok((Verdict::note(NONE_YET).hint(TO_MAKE_ONE), None));
    }
    let newest = newest_version()?;
    let newer = if newest == made_by {
        String::new()
    } else {
        format!("; {newest} is installed here too")
    };
    let folder = embedded.folder();
    let said = Verdict::ok(format!(
        "PostgreSQL {made_by} in {}{newer}",
        folder.display()
    ));
    Ok((said, Some(here)))
}
