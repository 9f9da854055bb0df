//! Functions of Rhai that can make much of little in one operation: these look at the size first.

use super::stop::{Limits, Stopped};
use crate::script::raise::Raised;
use rhai::{Array, Blob, Dynamic, Engine, EvalAltResult, ImmutableString, Position};

pub(super) fn register(engine: &mut Engine, limits: Limits) {
    let most = limits.memory;
    engine.register_fn("blob", move |length: i64| blob(most, length, 0));
    engine.register_fn("blob", move |length: i64, byte: i64| {
        blob(most, length, byte)
    });
    engine.register_fn("pad", move |bytes: &mut Blob, length: i64, byte: i64| {
        let length = fits(most, length, 1)?.max(bytes.len());
        bytes.resize(length, byte_of(byte));
        Raised::Ok(())
    });
    engine.register_fn(
        "pad",
        move |list: &mut Array, length: i64, item: Dynamic| {
            let length = fits(most, length, size_of::<Dynamic>())?.max(list.len());
            list.resize(length, item);
            Raised::Ok(())
        },
    );
    engine.register_fn(
        "pad",
        move |text: &mut ImmutableString, length: i64, with: char| {
            pad(most, text, length, with.encode_utf8(&mut [0; 4]))
        },
    );
    engine.register_fn(
        "pad",
        move |text: &mut ImmutableString, length: i64, with: &str| pad(most, text, length, with),
    );
    engine.register_fn(
        "replace",
        move |text: &mut ImmutableString, from: &str, to: &str| replace(most, text, from, to),
    );
    engine.register_fn(
        "replace",
        move |text: &mut ImmutableString, from: char, to: &str| {
            replace(most, text, from.encode_utf8(&mut [0; 4]), to)
        },
    );
}

fn blob(most: usize, length: i64, byte: i64) -> Raised<Blob> {
    fits(most, length, 1).map(|length| vec![byte_of(byte); length])
}

/// The lowest eight bits, as Rhai takes them.
fn byte_of(number: i64) -> u8 {
    number.to_le_bytes()[0]
}

fn pad(most: usize, text: &mut ImmutableString, length: i64, with: &str) -> Raised<()> {
    let missing = fits(most, length, 1)?.saturating_sub(text.chars().count());
    if missing > 0 && !with.is_empty() {
        let times = missing.div_ceil(with.chars().count());
        fits(most, i64::try_from(times).unwrap_or(i64::MAX), with.len())?;
        text.make_mut().push_str(&with.repeat(times));
    }
    Ok(())
}

fn replace(most: usize, text: &mut ImmutableString, from: &str, to: &str) -> Raised<()> {
    if to.len() > from.len() {
        let times = text.matches(from).count();
        fits(most, i64::try_from(times).unwrap_or(i64::MAX), to.len())?;
    }
    *text = text.replace(from, to).into();
    Ok(())
}

/// So many things of a size, if they fit into the memory that a script may take.
fn fits(most: usize, count: i64, size: usize) -> Raised<usize> {
    let count = usize::try_from(count).unwrap_or(0);
    if count.saturating_mul(size) > most {
        let stopped = Dynamic::from(Stopped::TooMuch(most));
        return Err(EvalAltResult::ErrorTerminated(stopped, Position::NONE).into());
    }
    Ok(count)
}
