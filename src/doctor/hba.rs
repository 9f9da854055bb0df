//! `pg_hba.conf`, where the server lets it be read: it must have no mistakes, and trust nobody.

use super::finding::Verdict;
use super::server::Subject;
use crate::error::{Kind, Result};
use crate::value::Value;

/// The first line that can't be read or trusts whoever comes.
const LINES: &str = "
    select line_number, error, auth_method = 'trust'
      from pg_hba_file_rules
     where error is not null or auth_method = 'trust'
     order by line_number limit 1";

pub(super) fn lines(of: &Subject) -> Result<Verdict> {
    let rows = match of.database().query(LINES, &[]) {
        Err(error) if error.kind == Kind::NotAllowed => {
            return Ok(Verdict::not_checked("only a superuser may read it"));
        }
        rows => rows?,
    };
    let Some(row) = rows.first() else {
        return Ok(Verdict::ok("no line trusts whoever comes"));
    };
    let (line, error) = (row.get(0)?, row.get(1)?);
    Ok(match error {
        Value::Text(error) => Verdict::wrong(format!("line {line} has a mistake: {error}"))
            .hint("mend it: until then the server goes on by what it read before"),
        _ => Verdict::wrong(format!(
            "line {line} trusts: it lets anybody in as anybody, whatever this program does"
        ))
        .hint("write scram-sha-256 in its place, and reload: select pg_reload_conf()"),
    })
}
