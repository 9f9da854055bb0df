//! Encrypted connections, to a real server with a certificate authority of the test's own. The server is on this
//! machine, where a URL may ask for TLS as anywhere else.

use crate::harness::{OwnServer, PASSWORD, Said, Shell, server_version};
use insta::assert_snapshot;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};
use secrecy::ExposeSecret;

type Authority = CertifiedIssuer<'static, KeyPair>;

/// The server's side of a test: its certificate is what the test is about.
struct Served {
    server: OwnServer,
    shell: Shell,
}

#[test]
fn a_certificate_is_verified_or_nobody_signs_in() {
    let served = Served::unencrypted();
    let (ours, theirs) = (authority(), authority());
    served.shell.file("ca.pem", &ours.pem());

    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: epic on localhost:PORT does not encrypt connections
     hint: whoever runs the server turns it on: ssl = on
    --- exit 5
    ");

    served.shows(&params("localhost"), Some(&ours));
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    Signed in as Marie Durand (commercial) until ….
    ");
    assert_snapshot!(served.login("127.0.0.1", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: the certificate of epic on 127.0.0.1:PORT is for another name
     hint: write the host in the URL as the certificate has it
    --- exit 5
    ");
    assert_snapshot!(served.login("localhost", "verify-full"), @r"
    --- stderr
    error: the certificate of epic on localhost:PORT is not signed by an authority that is trusted here
     hint: for an authority of your own: sslrootcert=FILE in the URL, with its certificate
    --- exit 5
    ");

    served.shows(&params("127.0.0.1"), Some(&ours));
    served
        .login("127.0.0.1", "verify-full&sslrootcert=ca.pem")
        .ok();

    served.shows(&params("localhost"), Some(&theirs));
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: the certificate of epic on localhost:PORT is not signed by an authority that is trusted here
     hint: for an authority of your own: sslrootcert=FILE in the URL, with its certificate
    --- exit 5
    ");
    served.shows(&params("localhost"), None);
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: the certificate of epic on localhost:PORT is not signed by an authority that is trusted here
     hint: for an authority of your own: sslrootcert=FILE in the URL, with its certificate
    --- exit 5
    ");

    let mut expired = params("localhost");
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    served.shows(&expired, Some(&ours));
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: the certificate of epic on localhost:PORT has expired
     hint: whoever runs the server renews it; is the clock of this machine right?
    --- exit 5
    ");
    let mut early = params("localhost");
    early.not_before = date_time_ymd(2090, 1, 1);
    served.shows(&early, Some(&ours));
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=ca.pem"), @r"
    --- stderr
    error: the certificate of epic on localhost:PORT is not valid yet
     hint: is the clock of this machine right?
    --- exit 5
    ");

    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=none.pem"), @r"
    --- stderr
    error: sslrootcert $EPIC_HOME/none.pem: I/O error: No such file or directory (os error 2)
     hint: it must be a PEM file with the certificate of the authority that signed the server's
    --- exit 2
    ");
    served.shell.file("empty.pem", "");
    assert_snapshot!(served.login("localhost", "verify-full&sslrootcert=empty.pem"), @r"
    --- stderr
    error: sslrootcert $EPIC_HOME/empty.pem: holds no certificate
     hint: it must be a PEM file with the certificate of the authority that signed the server's
    --- exit 2
    ");
}

#[test]
fn a_server_that_is_its_own_authority_is_answered_in_words() {
    let served = Served::unencrypted();
    let mut own = params("localhost");
    for is_ca in [IsCa::NoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        own.is_ca = is_ca;
        let certificate = served.shows(&own, None);
        served.shell.file("own.pem", &certificate);
        let said = served.login("localhost", "verify-full&sslrootcert=own.pem");
        assert!(said.code == 0 || !said.stderr.contains("Other"), "{said}");
        if own.is_ca != IsCa::NoCa {
            assert_snapshot!(said, @r"
            --- stderr
            error: the certificate of epic on localhost:PORT is that of an authority, not of a server
             hint: a self-signed one is not enough: whoever runs the server has it signed by an authority, whose certificate is sslrootcert
            --- exit 5
            ");
        }
    }
}

#[test]
fn require_is_a_choice_with_a_warning_and_is_encrypted() {
    let served = Served::unencrypted();
    assert_snapshot!(served.login("localhost", "require"), @r"
    --- stderr
    warning: sslmode=require encrypts, but any server would be taken for epic on localhost:PORT. Write sslmode=verify-full.
    error: epic on localhost:PORT does not encrypt connections
     hint: whoever runs the server turns it on: ssl = on
    --- exit 5
    ");
    served.shows(&params("somewhere.example.org"), None);
    assert_snapshot!(served.login("localhost", "require"), @r"
    --- stderr
    warning: sslmode=require encrypts, but any server would be taken for epic on localhost:PORT. Write sslmode=verify-full.
    Signed in as Marie Durand (commercial) until ….
    ");
    let sql = "select ssl, version from pg_stat_ssl where pid = pg_backend_pid()";
    assert_snapshot!(served.says(&["sql", sql], "localhost", "require"), @r"
     ssl  │ version
    ──────┼────────
     true │ TLSv1.3
    --- stderr
    warning: sslmode=require encrypts, but any server would be taken for epic on localhost:PORT. Write sslmode=verify-full.
    ");
    let url = served.says(&["url"], "localhost", "require");
    assert!(url.ok().ends_with("/epic?sslmode=require"), "{url}");
}

#[test]
fn the_url_for_other_programs_asks_for_the_same() {
    let served = Served::unencrypted();
    let ours = authority();
    served.shell.file("ca of ours.pem", &ours.pem());
    served.shows(&params("localhost"), Some(&ours));
    let mode = "verify-full&sslrootcert=ca%20of%20ours.pem";
    served.login("localhost", mode).ok();
    let url = served.says(&["url"], "localhost", mode);
    let home = served.shell.home().display().to_string();
    let url = url.ok().replace("$EPIC_HOME", &home);
    let end = format!(
        "?sslmode=verify-full&sslrootcert={}%2Fca%20of%20ours.pem",
        home.replace('/', "%2F")
    );
    assert!(url.ends_with(&end), "{url}");
    // libpq understands it, and is encrypted with it.
    let asked = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    let psql = std::process::Command::new("psql")
        .args(["-X", "-A", "-t", &url, "-c", asked])
        .output();
    if let Ok(said) = psql {
        assert_eq!(String::from_utf8_lossy(&said.stdout), "t\n", "{said:?}");
    }
}

#[test]
fn channel_binding_is_asked_for_and_had_where_there_is_tls() {
    let served = Served::unencrypted();
    let ours = authority();
    served.shell.file("ca.pem", &ours.pem());
    assert_snapshot!(served.login("localhost", "disable&channel_binding=require"), @r"
    --- stderr
    error: epic on localhost:PORT does not prove that nobody is in between, which channel_binding=require asks for
     hint: that takes an encrypted connection, and scram-sha-256 in pg_hba.conf of the server
    --- exit 5
    ");
    served.shows(&params("localhost"), Some(&ours));
    let bound = "verify-full&sslrootcert=ca.pem&channel_binding=require";
    served.login("localhost", bound).ok();
    let url = served.says(&["url"], "localhost", bound);
    assert!(url.ok().ends_with("&channel_binding=require"), "{url}");
    // From version 17 on, the connection may begin encrypted.
    let direct = served.login("localhost", &format!("{bound}&sslnegotiation=direct"));
    assert_eq!(direct.code == 0, server_version() >= 17, "{direct}");
}

#[test]
fn a_server_elsewhere_is_never_spoken_to_unprotected() {
    let shell = Shell::signed_out();
    for weak in [
        "sslmode=disable",
        "sslmode=allow",
        "sslmode=prefer",
        "sslmode=verify-ca",
        "sslmode=nonsense",
    ] {
        for host in [
            "db.example.org",
            "192.0.2.1",
            "[2001:db8::1]",
            "localhost.example.org",
        ] {
            let mut command = shell.command(&["login", "marie@epic.events", "--password-stdin"]);
            command.env(
                "DATABASE_URL",
                format!("postgres://epic_login:x@{host}/events?{weak}"),
            );
            let said = shell.said(command);
            assert_eq!(said.code, 2, "{host} {weak}: {said}");
            assert!(said.error().starts_with("sslmode="), "{said}");
        }
    }
}

impl Served {
    fn unencrypted() -> Self {
        let server = OwnServer::with(&[]);
        let shell = Shell::at(server.database());
        Self { server, shell }
    }

    /// The server shows this certificate from now on; signed by an authority, or by itself. Returns it.
    fn shows(&self, params: &CertificateParams, authority: Option<&Authority>) -> String {
        let key = KeyPair::generate().expect("a key");
        let certificate = match authority {
            Some(authority) => params.signed_by(&key, authority),
            None => params.self_signed(&key),
        };
        let certificate = certificate.expect("a certificate").pem();
        self.server.private_file("server.crt", &certificate);
        self.server.private_file("server.key", &key.serialize_pem());
        self.server.set(&[("ssl", "on")]);
        certificate
    }

    fn login(&self, host: &str, mode: &str) -> Said {
        self.says(
            &["login", "marie@epic.events", "--password-stdin"],
            host,
            mode,
        )
    }

    fn says(&self, arguments: &[&str], host: &str, mode: &str) -> Said {
        let password = self.shell.database.login.password().expect("a password");
        let (password, port) = (password.expose_secret(), self.server.port);
        let url = format!("postgres://epic_login:{password}@{host}:{port}/epic?sslmode={mode}");
        let mut command = self.shell.command(arguments);
        command.env("DATABASE_URL", url);
        let mut said = self.shell.said_with(command, PASSWORD);
        said.stderr = said.stderr.replace(&format!(":{port}"), ":PORT");
        said
    }
}

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("an authority of the tests");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an authority")
}

/// A certificate for a host, good for many years.
fn params(host: &str) -> CertificateParams {
    let mut params = CertificateParams::new([host.to_owned()]).expect("a name");
    params.distinguished_name = named(host);
    params
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}
