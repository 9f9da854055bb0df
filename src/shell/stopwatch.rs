//! How long the parts of an entry take: the database, the script, the drawing.

use crate::store::waited;
use std::time::{Duration, Instant};

/// Measures one part after the other.
pub(super) struct Stopwatch {
    since: Instant,
    waited: Duration,
}

/// How long a part took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lap {
    /// Waiting for the database.
    pub(super) database: Duration,
    /// All else.
    pub(super) own: Duration,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            since: Instant::now(),
            waited: waited(),
        }
    }

    /// The part that ends now; the next begins.
    pub(super) fn lap(&mut self) -> Lap {
        let before = std::mem::replace(self, Self::start());
        let database = self.waited.saturating_sub(before.waited);
        let took = self.since.duration_since(before.since);
        Lap {
            database,
            own: took.saturating_sub(database),
        }
    }
}

/// `4.2 ms: database 3.1, script 0.8, drawing 0.3`
pub(super) fn told(script: Lap, drawing: Lap) -> String {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let database = script.database + drawing.database;
    format!(
        "{:.1} ms: database {:.1}, script {:.1}, drawing {:.1}",
        millis(database + script.own + drawing.own),
        millis(database),
        millis(script.own),
        millis(drawing.own)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_whole() {
        let lap = |database, own| Lap {
            database: Duration::from_micros(database),
            own: Duration::from_micros(own),
        };
        assert_eq!(
            told(lap(3000, 800), lap(100, 300)),
            "4.2 ms: database 3.1, script 0.8, drawing 0.3"
        );
        let mut watch = Stopwatch::start();
        assert_eq!(watch.lap().database, Duration::ZERO);
    }
}
