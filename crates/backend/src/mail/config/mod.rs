//! The mail settings and their validation.

mod helo_name;
mod smtp;

use std::path::PathBuf;

use actix_web::http::Uri;
use kpi_common::config::Settings;
use lettre::Address;
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

pub use self::smtp::{Security, SmtpConfig};

/// The mail folder in development.
const DEVELOPMENT_FOLDER: &str = "data/mail";
/// The address of the app in development.
const DEVELOPMENT_FRONTEND: &str = "http://localhost:3000";
/// The sender in development.
const DEVELOPMENT_SENDER: (&str, &str) = ("noreply", "localhost");

/// How emails are rendered and sent.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// The transport.
    pub transport: TransportConfig,
    /// The sender.
    pub from: Mailbox,
    /// The name of the application.
    pub app_name: String,
    /// The base URL of links: the address of the app, without a trailing slash.
    pub frontend_url: String,
}

/// The mail settings.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct MailSettings {
    /// What mails call the application.
    app_name: String,
    /// Where people open the app: links in mails lead there.
    frontend_url: Option<String>,
    /// In development the folder that mails are written to; their links are in the log.
    mail_dir: Option<PathBuf>,
    /// The address that mails are from.
    smtp_from: Option<String>,
}

/// The transport of emails.
#[derive(Debug, Clone)]
pub enum TransportConfig {
    /// An SMTP server.
    Smtp(SmtpConfig),
    /// Files in a folder: the default in development.
    Folder(PathBuf),
    /// None: the default in staging and production.
    Off,
}

impl MailConfig {
    /// Reads the mail settings and leaves the problems in `settings`.
    pub fn read(settings: &mut Settings, development: bool) -> Self {
        let defaults = |mail_dir: Option<PathBuf>| MailSettings {
            app_name: "KPI Productivity".to_owned(),
            frontend_url: development.then(|| DEVELOPMENT_FRONTEND.to_owned()),
            mail_dir,
            smtp_from: None,
        };
        let first = settings.read(defaults(None));
        let server = smtp::read(settings, host_name(&first));
        let is_smtp = server.is_some();
        let folder = (development && !is_smtp).then(|| DEVELOPMENT_FOLDER.into());
        let read = settings.read(defaults(folder));
        Self {
            from: sender(settings, read.smtp_from, &read.app_name, is_smtp),
            frontend_url: frontend_url(settings, read.frontend_url, is_smtp),
            transport: transport(settings, server, read.mail_dir, development),
            app_name: read.app_name,
        }
    }
}

/// The full host name in FRONTEND_URL, or else the domain of SMTP_FROM: the default of SMTP_HELO_NAME.
fn host_name(read: &MailSettings) -> Option<String> {
    let frontend: Option<Uri> = read.frontend_url.as_ref().and_then(|url| url.parse().ok());
    let from: Option<Mailbox> = read.smtp_from.as_ref().and_then(|from| from.parse().ok());
    let host = frontend.as_ref().and_then(|url| url.host());
    let names = [host, from.as_ref().map(|from| from.email.domain())];
    let mut names = names.into_iter().flatten();
    names
        .find(|name| helo_name::is_full_host_name(name))
        .map(ToOwned::to_owned)
}

fn transport(
    settings: &mut Settings,
    server: Option<SmtpConfig>,
    folder: Option<PathBuf>,
    development: bool,
) -> TransportConfig {
    match (server, folder) {
        (Some(server), folder) => {
            if folder.is_some() {
                settings.problem(
                    "MAIL_DIR",
                    "is set together with SMTP_HOST; mails go to one of them, so keep one",
                );
            }
            TransportConfig::Smtp(server)
        }
        (None, Some(folder)) if development => TransportConfig::Folder(folder),
        (None, Some(_)) => {
            settings.problem(
                "MAIL_DIR",
                "is for development only: emails in files are unencrypted and not delivered; set \
                 SMTP_HOST instead, or neither to run without mail",
            );
            TransportConfig::Off
        }
        (None, None) => TransportConfig::Off,
    }
}

fn sender(settings: &mut Settings, from: Option<String>, app_name: &str, is_smtp: bool) -> Mailbox {
    let unset = Mailbox {
        name: Some(app_name.to_owned()),
        email: Address::new_dangerous(DEVELOPMENT_SENDER.0, DEVELOPMENT_SENDER.1),
    };
    let Some(text) = from else {
        if is_smtp {
            settings.problem(
                "SMTP_FROM",
                "is not set while SMTP_HOST is; name the address that mails are from, like \
                 noreply@example.com",
            );
        }
        return unset;
    };
    match text.parse::<Mailbox>() {
        Ok(from) => Mailbox {
            name: from.name.or(unset.name),
            email: from.email,
        },
        Err(_no_address) => {
            settings.problem(
                "SMTP_FROM",
                format!(
                    "\"{text}\" is invalid; expected an address such as noreply@example.com, or \
                     with a name: Example <noreply@example.com>"
                ),
            );
            unset
        }
    }
}

fn frontend_url(settings: &mut Settings, url: Option<String>, is_smtp: bool) -> String {
    let Some(text) = url else {
        if is_smtp {
            settings.problem(
                "FRONTEND_URL",
                "is not set while SMTP_HOST is; links in mails need the address at which people \
                 open the app, like https://kpi.example.com",
            );
        }
        return DEVELOPMENT_FRONTEND.to_owned();
    };
    let usable = text.parse::<Uri>().is_ok_and(|url| {
        let scheme = url.scheme_str().unwrap_or_default();
        ["http", "https"].contains(&scheme) && url.host().is_some() && url.query().is_none()
    });
    if !usable || text.contains([',', '#', '@']) {
        settings.problem(
            "FRONTEND_URL",
            format!(
                "\"{text}\" is invalid; expected the one address at which people open the app, \
                 like https://kpi.example.com"
            ),
        );
    }
    text.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: [(&str, &str); 3] = [
        ("SMTP_HOST", "smtp.example.com"),
        ("SMTP_FROM", "noreply@example.com"),
        ("FRONTEND_URL", "https://kpi.example.com/"),
    ];

    fn read(pairs: &[(&str, &str)], development: bool) -> Result<MailConfig, String> {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = MailConfig::read(&mut settings, development);
        settings
            .finish()
            .map(|()| config)
            .map_err(|problems| problems.to_string())
    }

    #[test]
    fn development_writes_to_a_folder() {
        let config = read(&[], true).unwrap();
        let TransportConfig::Folder(folder) = config.transport else {
            panic!("{:?}", config.transport);
        };
        assert_eq!(folder.to_str(), Some("data/mail"));
        assert_eq!(config.frontend_url, "http://localhost:3000");
        assert_eq!(
            config.from.to_string(),
            "KPI Productivity <noreply@localhost>"
        );
    }

    #[test]
    fn outside_development_mail_is_off_by_default() {
        let config = read(&[], false).unwrap();
        assert!(matches!(config.transport, TransportConfig::Off));
    }

    #[test]
    fn the_sender_name_defaults_to_the_application() {
        for (from, app, expected) in [
            ("noreply@example.com", "Days", "Days <noreply@example.com>"),
            ("Team K <k@example.com>", "Days", "Team K <k@example.com>"),
        ] {
            let mut pairs = SERVER.to_vec();
            pairs[1] = ("SMTP_FROM", from);
            pairs.push(("APP_NAME", app));
            let config = read(&pairs, false).unwrap();
            assert_eq!(config.from.to_string(), expected);
            assert_eq!(config.frontend_url, "https://kpi.example.com");
        }
    }

    #[test]
    fn the_greeting_is_set_or_comes_from_the_app_or_the_sender() {
        for (frontend_url, from, set, greeting) in [
            (
                "https://kpi.example.com",
                "a@example.org",
                "",
                "kpi.example.com",
            ),
            (
                "https://kpi.example.com:8443/app",
                "a@example.org",
                "",
                "kpi.example.com",
            ),
            (
                "http://192.168.1.10:30002",
                "a@example.org",
                "",
                "example.org",
            ),
            ("http://[fd00::1]", "K <a@example.org>", "", "example.org"),
            ("http://kpi", "a@example.org", "", "example.org"),
            ("http://kpi", "a@localhost", "", "[127.0.0.1]"),
            (
                "https://kpi.example.com",
                "a@example.org",
                "mx.example.net",
                "mx.example.net",
            ),
            (
                "https://kpi.example.com",
                "a@example.org",
                "[192.0.2.1]",
                "[192.0.2.1]",
            ),
        ] {
            let config = read(
                &[
                    ("SMTP_HOST", "smtp.example.com"),
                    ("SMTP_FROM", from),
                    ("FRONTEND_URL", frontend_url),
                    ("SMTP_HELO_NAME", set),
                ],
                false,
            );
            let TransportConfig::Smtp(server) = config.unwrap().transport else {
                panic!("no server");
            };
            assert_eq!(server.helo_name.to_string(), greeting);
        }
    }

    #[test]
    fn contradictions_are_reported() {
        for (name, value) in [
            ("SMTP_FROM", ""),
            ("SMTP_FROM", "nobody"),
            ("FRONTEND_URL", ""),
            ("FRONTEND_URL", "kpi.example.com"),
            ("FRONTEND_URL", "ftp://kpi.example.com"),
            ("FRONTEND_URL", "http://a:1,http://b:2"),
            ("MAIL_DIR", "mails"),
        ] {
            let mut pairs = SERVER.to_vec();
            pairs.retain(|(known, _)| *known != name);
            pairs.push((name, value));
            let problems = read(&pairs, false).unwrap_err();
            assert_eq!(problems.lines().count(), 1, "{name}={value}: {problems}");
            assert!(problems.starts_with(&format!("{name}: ")), "{problems}");
        }
        let problems = read(&[("MAIL_DIR", "mails")], false).unwrap_err();
        assert!(
            problems.starts_with("MAIL_DIR: is for development only"),
            "{problems}"
        );
    }
}
