//! Long work that shows how far it is.

use super::collection::stream;
use crate::api::Collection;
use crate::error::{Error, Result};
use crate::host::{Host, Progress};
use crate::rows::Size;
use crate::script::context::Context;
use crate::script::raise::{Raised, article, raise};
use crate::script::values::words;
use rhai::plugin::{export_module, exported_module};
use rhai::{Array, Dynamic, Engine, Module, NativeCallContext};
use std::any::TypeId;
use std::rc::Rc;

pub(super) fn modules() -> Vec<Module> {
    vec![exported_module!(talk)]
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Tracked>("progress");
    for name in ["to_string", "to_debug"] {
        engine.register_fn(name, |tracked: &mut Tracked| {
            words(&Dynamic::from(tracked.clone()))
        });
    }
    let mut iteration = Module::new();
    iteration.set_iter_result(TypeId::of::<Tracked>(), |tracked| {
        match tracked.cast::<Tracked>().begin() {
            Ok(steps) => Box::new(steps),
            Err(error) => Box::new(std::iter::once(Err(raise(error)))),
        }
    });
    engine.register_global_module(iteration.into());
}

/// Rows whose loop shows how far it is.
#[derive(Clone)]
pub(super) struct Tracked {
    of: Source,
    label: String,
    host: Rc<dyn Host>,
}

#[derive(Clone)]
enum Source {
    Collection(Collection),
    List(Array),
}

impl Source {
    fn of(value: Dynamic) -> Result<Self> {
        let kind = value.type_name();
        let value = match value.try_cast_result::<Collection>() {
            Ok(collection) => return Ok(Self::Collection(collection)),
            Err(value) => value,
        };
        value.try_cast::<Array>().map(Self::List).ok_or_else(|| {
            Error::failed(format!(
                "progress goes through a collection or a list, not {}",
                article(kind)
            ))
        })
    }

    /// How many there are: counted where that is quick.
    fn size(&self) -> Result<Size> {
        match self {
            Self::Collection(collection) => collection.size(),
            Self::List(items) => Ok(Size::Counted(items.len() as u64)),
        }
    }

    fn items(self) -> Box<dyn Iterator<Item = Raised<Dynamic>>> {
        match self {
            Self::Collection(collection) => stream(&collection),
            Self::List(items) => Box::new(items.into_iter().map(Ok)),
        }
    }
}

impl Tracked {
    fn begin(self) -> Result<Steps> {
        let progress = self.host.progress(&self.label, &|| self.of.size())?;
        Ok(Steps {
            items: self.of.items(),
            progress,
            is_begun: false,
        })
    }
}

/// The rows of a loop; when the next one is asked for, the one before is done.
struct Steps {
    items: Box<dyn Iterator<Item = Raised<Dynamic>>>,
    progress: Box<dyn Progress>,
    is_begun: bool,
}

impl Iterator for Steps {
    type Item = Raised<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        if std::mem::replace(&mut self.is_begun, true) {
            self.progress.advance(1);
        }
        self.items.next()
    }
}

/// Talk
#[export_module]
mod talk {
    /// The rows of a query, or the items of a list, for a loop that shows how far it is.
    ///
    /// A bar says how fast it is and how long it will take. It is seen at a terminal only, and goes away at the end;
    /// `print` writes above it. Rows are counted first where that is quick; else their number is what the database
    /// expects.
    ///
    /// ```rhai
    /// for c in progress(clients.filter(|c| c.phone != ()).take(3), "calling") { print(c.phone) }
    /// ```
    #[rhai_fn(return_raw)]
    pub fn progress(ctx: NativeCallContext, query: Dynamic, label: &str) -> Raised<Tracked> {
        let of = Source::of(query).map_err(raise)?;
        let context = Context::of(ctx.tag()).map_err(raise)?;
        Ok(Tracked {
            of,
            label: label.to_owned(),
            host: context.host(),
        })
    }
}
