//! What completion asks the database for while somebody waits for a key: it comes at once, or the next time. Each
//! question is one statement with the rights of the session, outside of its transaction, which the server gives up soon.

use super::runs::RunRecord;
use super::session::Session;
use super::sessions::OpenSession;
use crate::error::Result;
use crate::query::{Expr, Function, Statement};
use crate::store::{Ahead, Row};
use crate::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// What completion asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lookup {
    /// Texts that rows have in a field, and that have what is typed in them.
    Texts {
        /// The collection.
        entity: String,
        /// The field.
        field: String,
        /// What is typed, in lower case.
        typed: String,
    },
    /// The newest runs.
    Runs,
    /// The open sessions that I may end.
    Sessions,
    /// The functions of SQL: how they are called, and what they do.
    Functions,
}

/// The functions that people call: not those that operators, indexes and types are made of.
const FUNCTIONS: &str = "
    select distinct on (p.proname) p.proname || '(' || pg_get_function_arguments(p.oid) || ')', coalesce(d.description, '')
      from pg_proc p
      left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
     where pg_function_is_visible(p.oid) and has_function_privilege(p.oid, 'execute') and p.prokind <> 'p'
       and not p.prorettype = any ('{internal,trigger,event_trigger}'::regtype[])
       and not 'internal'::regtype = any (p.proargtypes::oid[])
       and p.proname !~ '^_' and coalesce(d.description, '') !~ '^(implementation of|I/O|\\(internal\\))'
     order by p.proname, p.pronargs";

/// How long an answer is good.
const FRESH: Duration = Duration::from_mins(1);
/// How many rows are looked through for different texts.
const ROWS: u64 = 1000;
/// How many texts are offered.
const MOST: u64 = 50;
/// How many runs are offered.
const RUNS: u32 = 30;

/// What was found: what is written, and what it is.
pub type LookedUp = (String, String);

/// What a session looked up, and what is still on its way.
pub struct Lookups {
    session: Session,
    kept: RefCell<HashMap<Lookup, Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    found: Vec<LookedUp>,
    /// When it was asked for, and the state of the data then.
    asked: Option<(Instant, u64)>,
    coming: Option<Ahead>,
}

impl Lookups {
    /// Nothing yet.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self {
            session,
            kept: RefCell::default(),
        }
    }

    /// Whose they are.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Looks something up, and waits so long for it. What fails or takes longer gives what was found earlier.
    #[must_use]
    pub fn find(&self, what: &Lookup, wait: Duration) -> Vec<LookedUp> {
        let mut all = self.kept.borrow_mut();
        let kept = all.entry(what.clone()).or_default();
        let state = self.session.0.state.get();
        let is_fresh = |(at, then): (Instant, u64)| at.elapsed() < FRESH && then == state;
        let lasts = *what == Lookup::Functions && !kept.found.is_empty();
        if kept.coming.is_none() && !lasts && !kept.asked.is_some_and(is_fresh) {
            kept.coming = self.ask(what).ok().flatten();
            kept.asked = Some((Instant::now(), state));
        }
        if let Some(answer) = kept
            .coming
            .as_ref()
            .and_then(|coming| coming.rows_within(wait))
        {
            kept.coming = None;
            if let Ok(found) = answer.and_then(|rows| what.read(&rows)) {
                kept.found = found;
            }
        }
        if kept.found.is_empty() && kept.coming.is_some() {
            return of_less(&all, what);
        }
        kept.found.clone()
    }

    fn ask(&self, what: &Lookup) -> Result<Option<Ahead>> {
        let (text, params) = match what {
            Lookup::Runs => RunRecord::newest(RUNS),
            Lookup::Sessions => OpenSession::all(),
            Lookup::Functions => (FUNCTIONS.to_owned(), Vec::new()),
            Lookup::Texts {
                entity,
                field,
                typed,
            } => {
                let statement = self.texts(entity, field, typed)?;
                (statement.text, statement.params)
            }
        };
        Ok(self.session.database().query_shortly(text, params))
    }

    /// The different texts of a field, with the names of the rows they are of.
    fn texts(&self, entity: &str, field: &str, typed: &str) -> Result<Statement> {
        let rows = self.session.collection(entity)?;
        let row = rows.select().row();
        let entity = rows.entity();
        let text = row.field(entity.known_field(field)?);
        let typed = Expr::Value(Value::Text(typed.to_owned()));
        let has_it = Expr::Call(Function::Finds, vec![text.clone(), typed]);
        let title = entity.title().filter(|title| title.name != field);
        let mut columns = vec![("text".to_owned(), text)];
        columns.extend(title.map(|title| ("title".to_owned(), row.field(title))));
        let found = rows.filter(has_it).take(ROWS).columns_of(columns)?;
        Ok(found.distinct().take(MOST).select().rows())
    }
}

impl Lookup {
    /// Texts of a field that have what is typed in them, in letters of any size.
    #[must_use]
    pub fn texts(entity: &str, field: &str, typed: &str) -> Self {
        Self::Texts {
            entity: entity.to_owned(),
            field: field.to_owned(),
            typed: typed.to_lowercase(),
        }
    }

    fn read(&self, rows: &[Row]) -> Result<Vec<LookedUp>> {
        let text = |row: &Row| {
            let values = row.values()?;
            let mut texts = values.iter().map(ToString::to_string);
            Ok((
                texts.next().unwrap_or_default(),
                texts.next().unwrap_or_default(),
            ))
        };
        match self {
            Self::Texts { .. } | Self::Functions => rows.iter().map(text).collect(),
            Self::Runs => rows.iter().map(RunRecord::suggested).collect(),
            Self::Sessions => rows.iter().map(OpenSession::suggested).collect(),
        }
    }
}

/// What was found for less of the same text, as far as it has this in it.
fn of_less(all: &HashMap<Lookup, Kept>, what: &Lookup) -> Vec<LookedUp> {
    let Lookup::Texts {
        entity,
        field,
        typed,
    } = what
    else {
        return Vec::new();
    };
    let is_less = |known: &Lookup| match known {
        Lookup::Texts {
            entity: e,
            field: f,
            typed: t,
        } => e == entity && f == field && typed.contains(t.as_str()),
        Lookup::Runs | Lookup::Sessions | Lookup::Functions => false,
    };
    let found = all.iter().filter(|(known, _)| is_less(known));
    let found = found.flat_map(|(_, kept)| &kept.found);
    let found = found.filter(|(text, _)| text.to_lowercase().contains(typed.as_str()));
    found.cloned().collect()
}
