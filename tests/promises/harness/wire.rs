//! A wire between `epic` and the server that writes down what is sent: how many statements a script
//! really takes.

use epic::store::Server;
use postgres::config::Host;
use secrecy::{ExposeSecret, SecretString};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Listens on 127.0.0.1 and passes everything on.
pub struct Wire {
    port: u16,
    statements: Arc<Mutex<Vec<String>>>,
}

impl Wire {
    /// A wire to a server.
    pub fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let statements: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, address) = (Arc::clone(&statements), Address::of(server));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (known, address) = (Arc::clone(&known), address.clone());
                thread::spawn(move || address.carry(client, &known));
            }
        });
        Self { port, statements }
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
        std::mem::take(
            &mut *self
                .statements
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
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

    fn carry(&self, client: TcpStream, known: &Mutex<Vec<String>>) {
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
    known: &Mutex<Vec<String>>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut answers = client.try_clone()?;
    thread::spawn(move || {
        let _ = io::copy(&mut back, &mut answers);
        let _ = answers.shutdown(Shutdown::Both);
    });
    pass(&mut client, &mut server, false)?;
    loop {
        let message = pass(&mut client, &mut server, true)?;
        if let Some(statement) = statement(&message) {
            known
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(statement);
        }
    }
}

/// Passes on one message of the client: its kind (but for the first message), its length, the rest.
fn pass(client: &mut impl Read, server: &mut impl Write, has_kind: bool) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 4 + usize::from(has_kind)];
    client.read_exact(&mut message)?;
    let length = message[message.len() - 4..]
        .iter()
        .fold(0, |length, byte| length << 8 | usize::from(*byte));
    let head = message.len();
    message.resize(head + length.saturating_sub(4), 0);
    client.read_exact(&mut message[head..])?;
    server.write_all(&message)?;
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
