//! The settings of the SMTP server.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use educe::Educe;
use kpi_common::config::{Settings, fields};
use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::extension::ClientId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::helo_name;

/// Port of submission with STARTTLS (RFC 6409).
const STARTTLS_PORT: u16 = 587;
/// Port of submission with implicit TLS (RFC 8314).
const TLS_PORT: u16 = 465;
/// Longer than a healthy server takes, and shorter than the lease of the worker.
const SEND_TIMEOUT: Duration = Duration::from_secs(60);

/// An SMTP server.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// Host name, which the certificate must match.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Transport security.
    pub security: Security,
    /// User and password.
    pub credentials: Option<(String, SecretString)>,
    /// Trusted certificate authorities besides the public ones.
    pub certificate_authorities: Option<Certificate>,
    /// The name in the greeting (EHLO).
    pub helo_name: ClientId,
    /// Timeout for sending an email, including the connection.
    pub send_timeout: Duration,
}

/// Transport security of the connection to an SMTP server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Implicit TLS.
    Tls,
    /// STARTTLS, required.
    StartTls,
    /// STARTTLS if the server offers it: for servers on this machine, or with SMTP_REQUIRE_TLS=false.
    Opportunistic,
}

/// The `SMTP_*` settings.
#[derive(Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct SmtpSettings {
    /// The mail server.
    smtp_host: Option<String>,
    /// Its port: 587, or 465 with TLS from the first byte.
    #[educe(Default = STARTTLS_PORT)]
    #[serde(deserialize_with = "fields::within::<_, _, 1, 65_535>")]
    smtp_port: u16,
    /// TLS from the first byte instead of STARTTLS.
    smtp_secure: bool,
    /// Whether mails go only where the server offers TLS; not by default on this machine.
    #[educe(Default = true)]
    smtp_require_tls: bool,
    /// The user, if the server wants one.
    smtp_user: Option<String>,
    /// The user's password.
    #[serde(serialize_with = "fields::secret")]
    smtp_pass: Option<SecretString>,
    /// Certificates (PEM) to trust besides the public ones.
    smtp_ca_file: Option<PathBuf>,
    /// The name in the greeting (EHLO): a full host name, or an address in brackets.
    smtp_helo_name: Option<String>,
}

/// Reads the server; `None` if SMTP_HOST is not set. The default of SMTP_HELO_NAME is given.
pub(super) fn read(settings: &mut Settings, helo_name: Option<String>) -> Option<SmtpConfig> {
    let first = settings.read(SmtpSettings::default());
    let tls = first.smtp_secure;
    let on_this_machine = first.smtp_host.as_deref().is_some_and(is_loopback);
    let read = settings.read(SmtpSettings {
        smtp_port: if tls { TLS_PORT } else { STARTTLS_PORT },
        smtp_require_tls: tls || !on_this_machine,
        smtp_helo_name: helo_name,
        ..SmtpSettings::default()
    });
    let (host, port, tls_required) = (read.smtp_host, read.smtp_port, read.smtp_require_tls);
    check_port(settings, port, tls);
    let helo_name = read
        .smtp_helo_name
        .map(|text| helo_name_of(settings, &text));
    let credentials = credentials(settings, read.smtp_user, read.smtp_pass);
    let certificate_authorities = certificate_authorities(settings, read.smtp_ca_file.as_deref());
    let Some(host) = host else {
        if credentials.is_some() {
            settings.problem(
                "SMTP_USER",
                "is set without SMTP_HOST; name the server they sign in to",
            );
        }
        return None;
    };
    if !is_host(&host) {
        // It is not shown: a URL may contain a password.
        settings.problem(
            "SMTP_HOST",
            "is neither a host name nor an address; the port, the user and TLS have settings of their \
             own: SMTP_PORT, SMTP_USER, SMTP_PASS and SMTP_SECURE",
        );
    }
    if tls && !tls_required {
        settings.problem(
            "SMTP_REQUIRE_TLS",
            "is false while SMTP_SECURE is true; leave it out",
        );
    }
    if !tls_required && !on_this_machine && credentials.is_some() {
        settings.problem(
            "SMTP_REQUIRE_TLS",
            format!(
                "is false, so SMTP_PASS could travel unencrypted to {host}; leave it out, or \
                     leave out SMTP_USER and SMTP_PASS"
            ),
        );
    }
    Some(SmtpConfig {
        host,
        port,
        security: if tls {
            Security::Tls
        } else if tls_required {
            Security::StartTls
        } else {
            Security::Opportunistic
        },
        credentials,
        certificate_authorities,
        helo_name: helo_name.unwrap_or_default(),
        send_timeout: SEND_TIMEOUT,
    })
}

fn check_port(settings: &mut Settings, port: u16, tls: bool) {
    match (port, tls) {
        (STARTTLS_PORT, true) => settings.problem(
            "SMTP_SECURE",
            "is true, which means TLS from the first byte, as on port 465; port 587 starts \
             unencrypted and upgrades with STARTTLS: set SMTP_PORT=465 or SMTP_SECURE=false",
        ),
        (TLS_PORT, false) => settings.problem(
            "SMTP_PORT",
            "is 465, where servers speak TLS from the first byte: set SMTP_SECURE=true too, or \
             SMTP_PORT=587",
        ),
        _ => {}
    }
}

fn credentials(
    settings: &mut Settings,
    user: Option<String>,
    password: Option<SecretString>,
) -> Option<(String, SecretString)> {
    if user.is_some() != password.is_some() {
        let (unset, set) = match &user {
            Some(_) => ("SMTP_PASS", "SMTP_USER"),
            None => ("SMTP_USER", "SMTP_PASS"),
        };
        let message = format!("is not set while {set} is; set both or neither");
        settings.problem(unset, message);
    }
    user.zip(password)
}

fn certificate_authorities(settings: &mut Settings, path: Option<&Path>) -> Option<Certificate> {
    const HEAD: &str = "-----BEGIN CERTIFICATE-----";
    let path = path?;
    let read = std::fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|pem| {
            if pem.contains(HEAD) {
                Certificate::from_pem(pem.as_bytes()).map_err(|error| error.to_string())
            } else {
                Err("there is none in it".to_owned())
            }
        });
    match read {
        Ok(certificates) => Some(certificates),
        Err(reason) => {
            let path = path.display();
            settings.problem(
                "SMTP_CA_FILE",
                format!("the certificates in {path} cannot be read: {reason}"),
            );
            None
        }
    }
}

fn helo_name_of(settings: &mut Settings, text: &str) -> ClientId {
    helo_name::parse(text).unwrap_or_else(|| {
        settings.problem(
            "SMTP_HELO_NAME",
            format!(
                "\"{text}\" is invalid; expected a full host name like kpi.example.com, or an address \
                 like [192.0.2.1] or [IPv6:2001:db8::1]"
            ),
        );
        ClientId::default()
    })
}

/// Whether this is a host name or an address, also in brackets.
fn is_host(text: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() || text.bytes().all(is_name)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: [(&str, &str); 2] = [("SMTP_USER", "me"), ("SMTP_PASS", "hunter2")];

    fn read_from(host: &str, more: &[(&str, &str)]) -> Result<Option<SmtpConfig>, String> {
        let pairs = [("SMTP_HOST", host)]
            .into_iter()
            .chain(more.iter().copied());
        let mut settings = Settings::from_pairs(pairs);
        let server = read(&mut settings, None);
        settings
            .finish()
            .map(|()| server)
            .map_err(|problems| problems.to_string())
    }

    fn server(host: &str, more: &[(&str, &str)]) -> SmtpConfig {
        read_from(host, more).unwrap().unwrap()
    }

    #[test]
    fn starttls_is_the_default() {
        let remote = server("smtp.example.com", &[]);
        assert_eq!((remote.port, remote.security), (587, Security::StartTls));
        let remote = server("smtp.example.com", &[("SMTP_SECURE", "true")]);
        assert_eq!((remote.port, remote.security), (465, Security::Tls));
        let remote = server("smtp.example.com", &[("SMTP_REQUIRE_TLS", "false")]);
        assert_eq!(remote.security, Security::Opportunistic);
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert_eq!(
                server(host, &[]).security,
                Security::Opportunistic,
                "{host}"
            );
        }
        let local = server("localhost", &[("SMTP_REQUIRE_TLS", "true")]);
        assert_eq!(local.security, Security::StartTls);
    }

    #[test]
    fn contradictions_are_reported() {
        let in_the_clear = [
            CREDENTIALS[0],
            CREDENTIALS[1],
            ("SMTP_REQUIRE_TLS", "false"),
        ];
        for (settings, named) in [
            (
                &[("SMTP_SECURE", "true"), ("SMTP_PORT", "587")][..],
                "SMTP_SECURE",
            ),
            (&[("SMTP_PORT", "465")], "SMTP_PORT"),
            (&[("SMTP_PORT", "0")], "SMTP_PORT"),
            (&CREDENTIALS[..1], "SMTP_PASS"),
            (&CREDENTIALS[1..], "SMTP_USER"),
            (&[("SMTP_CA_FILE", "/nowhere/ca.pem")], "SMTP_CA_FILE"),
            (&[("SMTP_CA_FILE", "Cargo.toml")], "SMTP_CA_FILE"),
            (
                &[("SMTP_SECURE", "true"), ("SMTP_REQUIRE_TLS", "false")],
                "SMTP_REQUIRE_TLS",
            ),
            (&in_the_clear, "SMTP_REQUIRE_TLS"),
            (&[("SMTP_HELO_NAME", "3f2a9c")], "SMTP_HELO_NAME"),
        ] {
            let problems = read_from("smtp.example.com", settings).unwrap_err();
            assert_eq!(problems.lines().count(), 1, "{settings:?}: {problems}");
            assert!(problems.starts_with(&format!("{named}: ")), "{problems}");
            assert!(!problems.contains("hunter2"), "{problems}");
        }
        let problems = read_from("", &CREDENTIALS).unwrap_err();
        assert!(
            problems.starts_with("SMTP_USER: is set without SMTP_HOST"),
            "{problems}"
        );
    }

    #[test]
    fn a_url_is_not_a_host_and_not_shown() {
        for host in [
            "smtps://me:hunter2@smtp.example.com:465",
            "me:hunter2@smtp.example.com",
            "a b",
        ] {
            let problems = read_from(host, &[]).unwrap_err();
            assert!(problems.starts_with("SMTP_HOST: is neither"), "{problems}");
            assert!(!problems.contains("hunter2"), "{problems}");
        }
        for host in [
            "smtp.example.com",
            "mail_1",
            "192.0.2.1",
            "::1",
            "[2001:db8::1]",
        ] {
            assert!(read_from(host, &[]).is_ok(), "{host}");
        }
    }

    #[test]
    fn the_password_is_not_shown() {
        let server = server("smtp.example.com", &CREDENTIALS);
        assert!(server.credentials.is_some());
        assert!(!format!("{server:?}").contains("hunter2"));
    }
}
