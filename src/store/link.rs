//! A connection to one host, driven by the thread that uses it. It can be given up at any moment: what waits for an
//! answer then continues without.

use super::cancel::Cancel;
use super::runtime::runtime;
use super::settings::Opening;
use super::shuffle::shuffle;
use super::target::Target;
use super::tls::Tls;
use super::{interrupt, notice, settings, zone};
use std::future::{self, Future};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::config::LoadBalanceHosts;
use tokio_postgres::error::{DbError, Severity, SqlState};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Client, Config, Error, SimpleQueryMessage, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

type Driver =
    tokio_postgres::Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// A statement that takes longer is looked at.
const LONG: Duration = Duration::from_secs(1);
/// How long to wait for one host.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long what is said at last may take.
const AT_LAST: Duration = Duration::from_secs(3);
/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_millis(500);

/// What is said of prepared statements, which nobody here can prepare by name, on another connection than theirs.
pub(super) const LOST: [SqlState; 2] = [
    SqlState::INVALID_SQL_STATEMENT_NAME,
    SqlState::DUPLICATE_PSTATEMENT,
];

/// Why a connection could not be made.
pub(super) enum Failure {
    /// The driver or the server says why.
    Driver(Error),
    /// The name of the host leads nowhere, or the system has no more files.
    System(std::io::Error),
    /// Nothing was heard.
    TooLate(Duration),
    /// Ctrl-C.
    Interrupted,
    /// No host is what `target_session_attrs` asks for.
    NoneOfTheKind(&'static str),
}

impl Failure {
    /// What the server said, if it was the server.
    pub(super) fn code(&self) -> Option<&tokio_postgres::error::SqlState> {
        match self {
            Self::Driver(error) => error.code(),
            _ => None,
        }
    }
}

/// A connection to one host.
pub(super) struct Link {
    runtime: Runtime,
    /// None only while it is dropped.
    client: Option<Client>,
    /// None when the connection is over.
    driver: Option<Driver>,
    target: Target,
    tls: Tls,
    is_standby: bool,
}

impl Link {
    /// Connects; Ctrl-C stops the wait.
    pub(super) fn to(
        target: &Target,
        config: &Config,
        tls: &Tls,
        opening: Opening,
    ) -> Result<Self, Failure> {
        let runtime = runtime().map_err(Failure::System)?;
        let connecting = async {
            let mut failure = None;
            let mut addresses = target.addresses().await.map_err(Failure::System)?;
            if config.get_load_balance_hosts() == LoadBalanceHosts::Random {
                shuffle(&mut addresses);
            }
            for target in addresses {
                let mut config = config.clone();
                target.write_to(&mut config);
                match config.connect(tls.connector()).await {
                    Ok(connected) => return Ok((target, connected)),
                    Err(error) => failure = Some(error),
                }
            }
            Err(failure.map_or_else(nowhere, Failure::Driver))
        };
        let (target, (client, driver)) = match runtime.block_on(bounded(connecting)) {
            Ok(connected) => connected,
            Err(failure) => {
                // A name may still be looked up, which nothing can stop.
                runtime.shutdown_background();
                return Err(failure);
            }
        };
        let said = |name| driver.parameter(name);
        let (is_standby, arrived) = (
            said("in_hot_standby") == Some("on"),
            settings::arrived(said("application_name")),
        );
        let mut link = Self {
            runtime,
            client: Some(client),
            driver: Some(driver),
            target,
            tls: tls.clone(),
            is_standby,
        };
        if !arrived {
            link.set(opening)?;
        }
        link.compare_zones();
        Ok(link)
    }

    /// Whether it only follows another server, and changes nothing.
    pub(super) fn is_standby(&self) -> bool {
        self.is_standby
    }

    /// Whether it is of no use any more.
    pub(super) fn is_over(&self) -> bool {
        self.driver.is_none() || self.client.as_ref().is_none_or(Client::is_closed)
    }

    /// Closes it without a word; the server finds out.
    pub(super) fn give_up(&mut self) {
        self.driver = None;
    }

    /// How the statement that runs on it is cancelled.
    pub(super) fn cancel(&self) -> Option<Cancel> {
        let token = self.client.as_ref()?.cancel_token();
        Some(Cancel::new(token, self.target.clone(), self.tls.clone()))
    }

    /// Runs something on it and waits for the answer. Nothing when it was given up meanwhile, by a second Ctrl-C.
    pub(super) fn run<T>(
        &mut self,
        work: impl AsyncFnOnce(&Client) -> Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        self.run_watched(work, || {})
    }

    /// The same; what takes long is looked at.
    pub(super) fn run_watched<T>(
        &mut self,
        work: impl AsyncFnOnce(&Client) -> Result<T, Error>,
        look: impl FnOnce(),
    ) -> Option<Result<T, Error>> {
        let client = self.client.as_ref()?;
        let driver = &mut self.driver;
        let mut look = Some(look);
        let answer = self.runtime.block_on(async {
            let mut work = pin!(work(client));
            let mut late = pin!(tokio::time::sleep(LONG));
            let mut given_up = pin!(interrupt::raised(interrupt::is_given_up));
            future::poll_fn(|cx| {
                let passed_on = drive(driver, cx);
                if let Poll::Ready(answer) = work.as_mut().poll(cx) {
                    // It was said before the question, which is only told that nobody answers.
                    let said = passed_on.err().filter(is_end_of_idle);
                    return Poll::Ready(Some(said.map_or(answer, Err)));
                }
                if look.is_some() && late.as_mut().poll(cx).is_ready() {
                    look.take().into_iter().for_each(|look| look());
                }
                match passed_on {
                    Err(error) => Poll::Ready(Some(Err(error))),
                    Ok(()) => given_up.as_mut().poll(cx).map(|()| None),
                }
            })
            .await
        });
        // What the server ends is over at once, though its end may be read later.
        if answer
            .as_ref()
            .is_none_or(|answer| answer.as_ref().is_err_and(is_fatal))
        {
            self.give_up();
        }
        answer
    }

    /// Runs something on it that no signal stops. Nothing when the server does not answer in time.
    pub(super) fn run_at_last<T>(
        &mut self,
        work: impl AsyncFnOnce(&Client) -> Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        let client = self.client.as_ref()?;
        let driver = &mut self.driver;
        let answer = self.runtime.block_on(async {
            let mut work = pin!(work(client));
            let answered = future::poll_fn(|cx| {
                let passed_on = drive(driver, cx);
                match (work.as_mut().poll(cx), passed_on) {
                    (Poll::Pending, Err(error)) => Poll::Ready(Err(error)),
                    (answer, _) => answer,
                }
            });
            tokio::time::timeout(AT_LAST, answered).await.ok()
        });
        if answer.is_none() {
            self.give_up();
        }
        answer
    }

    /// Where it is not certain that scripts and SQL agree on the hour, the server is asked.
    fn compare_zones(&mut self) {
        let Some(question) = zone::question() else {
            return;
        };
        let answer = self.run(async |client| client.simple_query(question).await);
        let Some(Ok(said)) = answer else { return };
        let offsets: Vec<i32> = said
            .iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
                _ => None,
            })
            .collect();
        if let Some(zone) = zone::compare(&offsets) {
            let set = format!("set TimeZone to '{zone}'");
            let _ = self.run(async |client| client.batch_execute(&set).await);
        }
    }

    /// Says what did not come with the connection.
    fn set(&mut self, opening: Opening) -> Result<(), Failure> {
        for statement in settings::statements(opening) {
            match self.run(async |client| client.batch_execute(&statement).await) {
                None => return Err(Failure::Interrupted),
                Some(Err(error)) if settings::can_do_without(&error) => {}
                Some(result) => result.map_err(Failure::Driver)?,
            }
        }
        Ok(())
    }
}

/// The server is told, so that it does not log a lost connection.
impl Drop for Link {
    fn drop(&mut self) {
        drop(self.client.take());
        let driver = &mut self.driver;
        if driver.is_some() {
            let goodbye = future::poll_fn(|cx| match drive(driver, cx) {
                Ok(()) if driver.is_some() => Poll::Pending,
                _ => Poll::Ready(()),
            });
            let _ = self
                .runtime
                .block_on(async { tokio::time::timeout(GOODBYE, goodbye).await });
        }
    }
}

/// Sends and receives what there is now; what is over is dropped.
fn drive(driver: &mut Option<Driver>, cx: &mut Context<'_>) -> Result<(), Error> {
    while let Some(open) = driver {
        match open.poll_message(cx) {
            Poll::Ready(Some(Ok(AsyncMessage::Notice(said)))) => notice::hand_on(&said),
            Poll::Ready(Some(Ok(_))) => {}
            Poll::Ready(Some(Err(error))) => {
                *driver = None;
                return Err(error);
            }
            Poll::Ready(None) => *driver = None,
            Poll::Pending => break,
        }
    }
    Ok(())
}

/// Whether the server ended a transaction in which nothing was done for long.
fn is_end_of_idle(error: &Error) -> bool {
    error.code() == Some(&SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT)
}

/// Whether the connection is of no use after it: the server closes it, or a pooler has lost what the driver itself prepared on
/// it, to ask for types.
pub(super) fn is_fatal(error: &Error) -> bool {
    let severity = error.as_db_error().and_then(DbError::parsed_severity);
    matches!(severity, Some(Severity::Fatal | Severity::Panic))
        || error.code().is_some_and(|code| LOST.contains(code))
}

/// Ctrl-C and time end a wait.
async fn bounded<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let mut work = pin!(work);
    let mut interrupted = pin!(interrupt::raised(interrupt::requested));
    let mut late = pin!(tokio::time::sleep(PATIENCE));
    future::poll_fn(|cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(done);
        }
        if interrupted.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(Failure::Interrupted));
        }
        late.as_mut()
            .poll(cx)
            .map(|()| Err(Failure::TooLate(PATIENCE)))
    })
    .await
}

fn nowhere() -> Failure {
    Failure::System(std::io::Error::other("the name of the host leads nowhere"))
}
