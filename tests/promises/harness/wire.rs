//! A wire between `epic` and the server that writes down what is sent: how many statements a script
//! really takes. It may break when a commit is sent.

use epic::store::Server;
use postgres::config::Host;
use secrecy::{ExposeSecret, SecretString};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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
    pooler: Mutex<Option<Pooler>>,
    cancels: Mutex<Vec<Cancelled>>,
    callers: AtomicUsize,
}

/// What some poolers do with the parameter `options` of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooler {
    /// It does not get through, and nobody is told.
    Ignores,
    /// There is no connection with it.
    Refuses,
}

/// Who closed a connection first that asked to cancel a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    ClientLeft,
    ServerClosed,
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
                known.callers.fetch_add(1, Ordering::SeqCst);
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

    /// Nothing gets through any more, in no direction, and nobody is told.
    pub fn falls_silent(&self) {
        self.log.is_silent.store(true, Ordering::SeqCst);
    }

    /// Everything gets through again.
    pub fn speaks(&self) {
        self.log.is_silent.store(false, Ordering::SeqCst);
    }

    /// Does as a pooler does.
    pub fn is_a_pooler(&self, how: Pooler) {
        *lock(&self.log.pooler) = Some(how);
    }

    /// How the requests to cancel ended.
    pub fn cancels(&self) -> Vec<Cancelled> {
        lock(&self.log.cancels).clone()
    }

    /// How many connections were begun.
    pub fn callers(&self) -> usize {
        self.log.callers.load(Ordering::SeqCst)
    }

    /// Breaks at the next commit.
    pub fn breaks(&self, how: Break) {
        *lock(&self.log.plan) = Some(how);
    }
}

/// What a connection begins with that asks to cancel a statement.
const CANCEL: [u8; 4] = [0x04, 0xd2, 0x16, 0x2e];

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
                let (back, end) = (server.try_clone()?, server.try_clone()?);
                let hang_up = move || end.shutdown(Shutdown::Both);
                both_ways(client, server, back, hang_up, known)
            }),
            Self::Tcp(address) => TcpStream::connect(address).and_then(|server| {
                let (back, end) = (server.try_clone()?, server.try_clone()?);
                let hang_up = move || end.shutdown(Shutdown::Both);
                both_ways(client, server, back, hang_up, known)
            }),
        };
    }
}

fn both_ways(
    mut client: TcpStream,
    mut server: impl Write,
    mut back: impl Read + Send + 'static,
    hang_up: impl FnOnce() -> io::Result<()>,
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
    let Ok(first) = message(&mut client, false) else {
        return hang_up();
    };
    if first[4..8] == CANCEL {
        return cancel(client, server, &first, known);
    }
    let pooler = *lock(&known.pooler);
    match pooler.filter(|_| has_options(&first)) {
        Some(Pooler::Refuses) => {
            client.write_all(&refusal())?;
            return client.shutdown(Shutdown::Both);
        }
        Some(Pooler::Ignores) => server.write_all(&without_options(&first))?,
        None => server.write_all(&first)?,
    }
    loop {
        let Ok(message) = message(&mut client, true) else {
            return hang_up();
        };
        known.waits();
        let statement = statement(&message);
        match known.breaks_at(statement.as_deref()) {
            // The server does not notice.
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

/// Passes a request to cancel on; the server closes the connection after a while.
fn cancel(
    mut client: TcpStream,
    mut server: impl Write,
    request: &[u8],
    known: &Log,
) -> io::Result<()> {
    client.set_read_timeout(Some(Duration::from_millis(300)))?;
    let first = match client.read(&mut [0]) {
        Ok(0) => Cancelled::ClientLeft,
        _ => Cancelled::ServerClosed,
    };
    server.write_all(request)?;
    lock(&known.cancels).push(first);
    thread::sleep(Duration::from_millis(100));
    client.shutdown(Shutdown::Both)
}

/// The parameters of the first message: names and values, each ended by a zero.
fn parameters(first: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut parts = first[8..].split(|byte| *byte == 0);
    let mut found = Vec::new();
    while let (Some(name @ [_, ..]), Some(value)) = (parts.next(), parts.next()) {
        found.push((name, value));
    }
    found
}

fn has_options(first: &[u8]) -> bool {
    parameters(first)
        .iter()
        .any(|(name, _)| *name == b"options")
}

fn without_options(first: &[u8]) -> Vec<u8> {
    let mut rest = first[4..8].to_vec();
    for (name, value) in parameters(first) {
        if name != b"options" {
            rest.extend([name, b"\0", value, b"\0"].concat());
        }
    }
    rest.push(0);
    let length = u32::try_from(rest.len() + 4).expect("a short message");
    [&length.to_be_bytes()[..], &rest].concat()
}

/// The words of `PgBouncer`.
fn refusal() -> Vec<u8> {
    let fields = b"SFATAL\0C08P01\0Munsupported startup parameter: options\0\0";
    let length = u32::try_from(fields.len() + 4).expect("a short message");
    [b"E", &length.to_be_bytes()[..], fields].concat()
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
