//! How values print: by themselves, in a text, in a list or a map, all the same.

use crate::api::Reasons;
use crate::error::Error;
use crate::script::secret::Secret;
use crate::script::types::{AggregateCall, Hinted, Message, Told};
use crate::script::values::words;
use crate::value::{Beyond, Value};
use chrono::NaiveDateTime;
use rhai::{Blob, Dynamic, Engine, FnPtr};

pub(super) fn register(engine: &mut Engine) {
    macro_rules! printed {
        ($($kind:ty),*) => { $(
            for name in ["to_string", "to_debug"] {
                engine.register_fn(name, |value: &mut $kind| {
                    words(&Dynamic::from(value.clone()))
                });
            }
        )* };
    }
    printed!(
        Message,
        Hinted,
        Told,
        Reasons,
        Error,
        AggregateCall,
        Secret,
        Beyond,
        FnPtr,
        Blob
    );
    for name in ["to_string", "to_debug"] {
        engine.register_fn(name, |clock: &mut NaiveDateTime| {
            Value::LocalTimestamp(*clock).to_string()
        });
    }
}
