//! The sender: a thread that is started by the first event and talks to Sentry.

use sentry::protocol::Event;
use sentry::types::Dsn;
use sentry::{Client, ClientOptions};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// The thread's name.
const NAME: &str = "telemetry";
/// How long the thread's own work may take before Sentry is waited for: on a machine that does other things too, it is not
/// Sentry that keeps us waiting.
const OWN_WORK: Duration = Duration::from_secs(8);

static DSN: OnceLock<Dsn> = OnceLock::new();
static SENDER: OnceLock<Sender<Task>> = OnceLock::new();

enum Task {
    Send(Box<Event<'static>>),
    Flush(Sender<()>, Duration),
}

/// Remembers where to send; false when that was said before.
pub(super) fn send_to(dsn: Dsn) -> bool {
    DSN.set(dsn).is_ok()
}

/// Whether anything is sent at all.
pub(super) fn is_on() -> bool {
    DSN.get().is_some()
}

/// Whether this is a thread that sends: it can't wait for itself.
pub(super) fn is_here() -> bool {
    let name = thread::current().name().unwrap_or_default().to_owned();
    name == NAME || name.starts_with("sentry")
}

/// Hands an event over; never waits.
pub(super) fn send(event: Event<'static>) {
    let Some(dsn) = DSN.get() else { return };
    let sender = SENDER.get_or_init(|| start(dsn.clone()));
    // Without a thread there is nobody to tell.
    let _ = sender.send(Task::Send(Box::new(event)));
}

/// Waits until all events that were handed over are sent; for Sentry at most so long.
pub(super) fn flush(patience: Duration) {
    let Some(sender) = SENDER.get() else { return };
    let (done, wait) = mpsc::channel();
    if sender.send(Task::Flush(done, patience)).is_ok() {
        let _ = wait.recv_timeout(OWN_WORK + patience);
    }
}

fn start(dsn: Dsn) -> Sender<Task> {
    let (sender, tasks) = mpsc::channel();
    let _ = thread::Builder::new().name(NAME.into()).spawn(move || {
        let client = client(&dsn);
        for task in tasks {
            match task {
                Task::Send(event) => {
                    client.capture_event(*event, None);
                }
                Task::Flush(done, patience) => {
                    client.flush(Some(patience));
                    let _ = done.send(());
                }
            }
        }
    });
    sender
}

fn client(dsn: &Dsn) -> Client {
    let options = ClientOptions::new()
        .dsn(&dsn.to_string())
        .release(concat!("epic@", env!("CARGO_PKG_VERSION")))
        .default_integrations(false)
        .add_integration(sentry::integrations::contexts::ContextIntegration::new())
        .before_send(|mut event| {
            // The name of a machine can be that of a person.
            event.server_name = None;
            Some(event)
        });
    Client::from_config(sentry::apply_defaults(options))
}
