//! A wire between `epic` and the server that writes down what is sent: how many statements a script
//! really takes. It may break when a commit is sent.

use epic::store::Server;
use postgres::config::Host;
use secrecy::{ExposeSecret, SecretString};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Listens on 127.0.0.1 and passes everything on.
pub struct Wire {
    port: u16,
    log: Arc<Log>,
}

/// How the wire breaks at the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The server hears of the commit, and its answer is lost.
    AfterIt,
    /// The server never hears of it.
    BeforeIt,
    /// The answer is lost, and nobody gets through from then on.
    ForGood,
}

#[derive(Default)]
struct Log {
    statements: Mutex<Vec<String>>,
    /// How it is to break.
    plan: Mutex<Option<Break>>,
    is_dead: AtomicBool,
    is_silent: AtomicBool,
}

impl Log {
    fn write(&self, statement: String) {
        lock(&self.statements).push(statement);
    }

    /// Waits as long as nothing gets through.
    fn waits(&self) {
        while self.is_silent.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// How the wire breaks at this statement; once.
    fn breaks_at(&self, statement: Option<&str>) -> Option<Break> {
        statement.filter(|statement| *statement == "commit")?;
        let plan = lock(&self.plan).take();
        if plan == Some(Break::ForGood) {
            self.is_dead.store(true, Ordering::SeqCst);
        }
        plan
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Wire {
    /// A wire to a server.
    pub fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let log: Arc<Log> = Arc::default();
        let (known, address) = (Arc::clone(&log), Address::of(server));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if known.is_dead.load(Ordering::SeqCst) {
                    continue;
                }
                let (known, address) = (Arc::clone(&known), address.clone());
                thread::spawn(move || {
                    known.waits();
                    address.carry(client, &known);
                });
            }
        });
        Self { port, log }
    }

    /// The URL of the same database through this wire.
    pub fn url(&self, server: &Server) -> SecretString {
        let password = server.password().expect("a password");
        let mut url = url::Url::parse("postgres://127.0.0.1").expect("a URL");
        url.set_username(server.role().expect("a role"))
            .expect("it has a host");
        url.set_password(Some(password.expose_secret()))
            .expect("it has a host");
        url.set_port(Some(self.port)).expect("it has a host");
        url.set_path(server.database());
        url.to_string().into()
    }

    /// The statements sent since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.log.statements))
    }

    /// Whether something like it was sent since the last [`Wire::take`].
    pub fn has(&self, part: &str) -> bool {
        lock(&self.log.statements)
            .iter()
            .any(|sql| sql.contains(part))
    }

    /// Nothing gets through any more, in no direction, and nobody is told.
    pub fn falls_silent(&self) {
        self.log.is_silent.store(true, Ordering::SeqCst);
    }

    /// Everything gets through again.
    pub fn speaks(&self) {
        self.log.is_silent.store(false, Ordering::SeqCst);
    }

    /// Breaks at the next commit.
    pub fn breaks(&self, how: Break) {
        *lock(&self.log.plan) = Some(how);
    }
}

#[derive(Clone)]
enum Address {
    Socket(String),
    Tcp(String),
}

impl Address {
    fn of(server: &Server) -> Self {
        let config: postgres::Config = server.url().expose_secret().parse().expect("a URL");
        let port = config.get_ports().first().copied().unwrap_or(5432);
        match config.get_hosts().first().expect("a host") {
            Host::Unix(folder) => Self::Socket(format!("{}/.s.PGSQL.{port}", folder.display())),
            Host::Tcp(name) => Self::Tcp(format!("{name}:{port}")),
        }
    }

    fn carry(&self, client: TcpStream, known: &Arc<Log>) {
        // Either side may hang up at any time.
        let _ = match self {
            Self::Socket(path) => UnixStream::connect(path).and_then(|server| {
                let back = server.try_clone()?;
                both_ways(client, server, back, known)
            }),
            Self::Tcp(address) => TcpStream::connect(address).and_then(|server| {
                let back = server.try_clone()?;
                both_ways(client, server, back, known)
            }),
        };
    }
}

fn both_ways(
    mut client: TcpStream,
    mut server: impl Write,
    mut back: impl Read + Send + 'static,
    known: &Arc<Log>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut answers = client.try_clone()?;
    let is_lost = Arc::new(AtomicBool::new(false));
    let (lost, log) = (Arc::clone(&is_lost), Arc::clone(known));
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(length @ 1..) = back.read(&mut bytes) {
            log.waits();
            if lost.load(Ordering::SeqCst) || answers.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        let _ = answers.shutdown(Shutdown::Both);
    });
    server.write_all(&message(&mut client, false)?)?;
    loop {
        let message = message(&mut client, true)?;
        known.waits();
        let statement = statement(&message);
        match known.breaks_at(statement.as_deref()) {
            Some(Break::BeforeIt) => return client.shutdown(Shutdown::Both),
            Some(_) => is_lost.store(true, Ordering::SeqCst),
            None => {}
        }
        if let Some(statement) = statement {
            known.write(statement);
        }
        server.write_all(&message)?;
    }
}

/// One message of the client: its kind (but for the first message), its length, the rest.
fn message(client: &mut impl Read, has_kind: bool) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 4 + usize::from(has_kind)];
    client.read_exact(&mut message)?;
    let length = message[message.len() - 4..]
        .iter()
        .fold(0, |length, byte| length << 8 | usize::from(*byte));
    let head = message.len();
    message.resize(head + length.saturating_sub(4), 0);
    client.read_exact(&mut message[head..])?;
    Ok(message)
}

/// The text of a simple query (`Q`), or of a statement that is prepared (`P`, after its name).
fn statement(message: &[u8]) -> Option<String> {
    let rest = message.get(5..)?;
    let text = match message[0] {
        b'Q' => rest.split(|byte| *byte == 0).next()?,
        b'P' => rest.split(|byte| *byte == 0).nth(1)?,
        _ => return None,
    };
    Some(String::from_utf8_lossy(text).into_owned())
}
