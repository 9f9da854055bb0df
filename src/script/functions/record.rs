//! Records: one row.

use crate::api::{Collection, Member, Record};
use crate::error::Error;
use crate::script::context::Context;
use crate::script::raise::{Raised, raise};
use crate::script::reference::{example, of_record};
use crate::script::types::{Hinted, Message, Told};
use crate::script::values::{from_rhai, given, given_one, to_rhai};
use rhai::plugin::{export_module, exported_module};
use rhai::{Dynamic, Engine, Map, Module, NativeCallContext};

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(change)]
}

pub(super) fn register(engine: &mut Engine, context: &Context) {
    engine.register_type_with_name::<Record>("record");
    engine.register_type_with_name::<Message>("message");
    engine.register_type_with_name::<Hinted>("message");
    engine.register_type_with_name::<Told>("text");
    // A property that is not registered falls back to this: one type serves every entity.
    let reading = context.clone();
    engine.register_indexer_get(
        move |ctx: NativeCallContext, record: &mut Record, name: &str| {
            reading.reads().note(&ctx, name);
            member(record, name)
        },
    );
    let writing = context.clone();
    engine.register_indexer_set(
        move |ctx: NativeCallContext, record: &mut Record, name: &str, value: Dynamic| {
            if writing.reads().include(&ctx, name) && is_as_it_was(record, name, &value) {
                return Ok(());
            }
            set(record, name, &value)
        },
    );
}

/// Whether a value that was read is written back as it was; only `()` is when a call took it.
fn is_as_it_was(record: &Record, name: &str, value: &Dynamic) -> bool {
    value.is_unit()
        || matches!((record.value(name), from_rhai(value)), (Ok(now), Ok(back)) if now == back)
}

/// Gives a member a new value. After a call such as `c.contracts.count()` Rhai hands the member back, in
/// case the call changed it: collections never change.
fn set(record: &mut Record, name: &str, value: &Dynamic) -> Raised<()> {
    if value.is::<Collection>() && matches!(record.member(name), Ok(Member::Collection(_))) {
        return Ok(());
    }
    if let Some(related) = value.clone().try_cast::<Record>()
        && related.is_changed()
        && is_there_already(record, name, &related)
    {
        // `c.commercial.phone = …` is handed back the same way, and would be lost.
        let error = Error::failed(format!(
            "{name} is a record of its own, and saved by itself"
        ));
        let how = format!(
            "let r = {}.{name}; r.field = …; r.save()",
            record.entity().singular()
        );
        return Err(raise(error.hint(how)));
    }
    given_one(value)
        .and_then(|given| record.set(name, given))
        .map_err(raise)
}

fn is_there_already(record: &Record, name: &str, related: &Record) -> bool {
    matches!(record.member(name), Ok(Member::Record(Some(now))) if now.is_same_row(related))
}

/// What follows the dot of a record.
pub(in crate::script) fn member(record: &Record, name: &str) -> Raised<Dynamic> {
    let found = record.member(name).map_err(|mut error| {
        let is_there = record.entity().members().any(|member| member == name);
        if let Some(call) = call_of(name).filter(|_| !is_there) {
            error.hints = vec![call];
        }
        raise(error)
    });
    Ok(match found? {
        Member::Value(value) => to_rhai(value),
        Member::Record(record) => record.map_or(Dynamic::UNIT, Dynamic::from),
        Member::Collection(collection) => Dynamic::from(collection),
    })
}

/// How a record's function is called, for who left out the brackets.
fn call_of(name: &str) -> Option<String> {
    let mut forms = of_record(name).peekable();
    forms.peek()?;
    Some(if forms.any(|form| form.params.len() == 1) {
        format!("write .{name}()")
    } else {
        match example(name) {
            Some(example) => format!("for example: {example}"),
            None => format!("see how it is called: help(\"{name}\")"),
        }
    })
}

/// What a change of a record reports. The record is then as the database has it.
pub(super) fn done(record: &mut Record, changed: Record, what: &str) -> Message {
    // What already is so was not sent.
    let what = if changed.is_same_reading(record) {
        "unchanged"
    } else {
        what
    };
    *record = changed;
    reported(record, what)
}

fn reported(record: &Record, what: &str) -> Message {
    let id = record.id().unwrap_or_default();
    Message(format!("{} {id} {what}", record.entity().name))
}

/// Change
#[export_module]
mod change {
    /// Changes fields of a record. Where they are so already, nothing is sent.
    ///
    /// What somebody else changed since the record was read is not overwritten: that is an error.
    ///
    /// ```rhai
    /// let c = clients.get(12);
    /// c.update(#{ phone: "+33 6 12 34 56 78" })
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn update(record: &mut Record, values: Map) -> Raised<Message> {
        let changed = given(values)
            .and_then(|values| record.update(values))
            .map_err(raise)?;
        Ok(done(record, changed, "updated"))
    }

    /// Writes the fields that were given new values, all in one statement.
    ///
    /// What somebody else changed since the record was read is not overwritten: that is an error.
    ///
    /// ```rhai
    /// let c = clients.get(12);
    /// c.phone = "+33 6 12 34 56 78";
    /// c.save()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn save(record: &mut Record) -> Raised<Message> {
        let changed = record.save().map_err(raise)?;
        Ok(done(record, changed, "updated"))
    }

    /// Reads a record again. What was changed here and not saved is forgotten.
    ///
    /// ```rhai
    /// let c = clients.get(12);
    /// c.phone = "+33 6 12 34 56 78";
    /// c.reload()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn reload(record: &mut Record) -> Raised<Record> {
        *record = record.reload().map_err(raise)?;
        Ok(record.clone())
    }

    /// Deletes a record.
    ///
    /// ```rhai
    /// events.get(3).delete()
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn delete(record: &mut Record) -> Raised<Message> {
        record.delete().map_err(raise)?;
        Ok(reported(record, "deleted"))
    }

    // Whether two records are the same row.
    #[rhai_fn(name = "==")]
    pub fn is_same(left: Record, right: Record) -> bool {
        left.is_same_row(&right)
    }

    // Whether two records are different rows.
    #[rhai_fn(name = "!=")]
    pub fn is_other(left: Record, right: Record) -> bool {
        !is_same(left, right)
    }

    // What a record looks like in a text.
    #[rhai_fn(name = "to_string", name = "to_debug")]
    pub fn text(record: Record) -> String {
        record.to_string()
    }
}
