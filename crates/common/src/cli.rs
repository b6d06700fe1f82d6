//! The command line of the three services: health check, effective settings, exit codes.
//!
//! Exit codes: 0 success, 1 failure, 2 invalid configuration.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::TlsConfig;

use crate::config::{ConfigProblems, Setting, Settings};

const HEALTHCHECK_TIMEOUT: Duration = Duration::from_secs(5);

/// The commands that every service has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::Subcommand)]
pub enum ServiceCommand {
    /// Run the service (the default).
    #[default]
    Serve,
    /// Ask the running service whether it is well: exit code 0 or 1.
    Healthcheck,
    /// Show the settings in effect and where each comes from; secrets stay hidden.
    Config,
}

/// The error that ends the process: a sentence for the operator.
///
/// It does not implement `Error`, so that it can be made from any error.
#[derive(Debug)]
pub struct Failure(Box<dyn Error + Send + Sync>);

impl Failure {
    /// Wraps any error; its text should be a sentence for the operator.
    pub fn other(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::other(error)
    }
}

/// The end of `main`: prints a failure on stderr and returns the exit code.
pub fn exit(outcome: Result<(), Failure>) -> ExitCode {
    crate::telemetry::flush();
    let Err(Failure(error)) = outcome else {
        return ExitCode::SUCCESS;
    };
    let (heading, code) = if error.is::<ConfigProblems>() {
        ("Invalid configuration:\n", ExitCode::from(2))
    } else {
        ("", ExitCode::FAILURE)
    };
    // A closed stderr cannot be reported anywhere.
    let _ = writeln!(io::stderr(), "{heading}{error}");
    code
}

/// Prints settings as a table: name, value, source. Warnings go to stderr, and problems are
/// the failure.
pub fn show_settings(settings: Settings) -> Result<(), Failure> {
    write_settings(&settings.effective(), &mut io::stdout().lock())?;
    for line in settings.warnings().lines() {
        writeln!(io::stderr(), "warning: {line}")?;
    }
    Ok(settings.finish()?)
}

fn write_settings(settings: &[Setting], out: &mut impl Write) -> io::Result<()> {
    let width =
        |text: fn(&Setting) -> &str| settings.iter().map(|it| text(it).chars().count()).max();
    let names = width(|setting| &setting.name).unwrap_or(0);
    let values = width(|setting| &setting.value).unwrap_or(0);
    settings.iter().try_for_each(
        |Setting {
             name,
             value,
             source,
         }| writeln!(out, "{name:names$}  {value:values$}  {source}"),
    )
}

/// The URL of a service from its own machine: `localhost` for a wildcard host.
pub fn local_url(host: &str, port: u16, path: &str) -> String {
    let bare = host.trim_matches(['[', ']']);
    match bare {
        "::" | "0.0.0.0" => format!("http://localhost:{port}{path}"),
        bare if bare.contains(':') => format!("http://[{bare}]:{port}{path}"),
        bare => format!("http://{bare}:{port}{path}"),
    }
}

/// Requests a health endpoint of this machine (`http://host:port/path`, or `https:` if the service
/// has a certificate); healthy is a status of 2xx within five seconds.
pub fn healthcheck(url: &str) -> Result<(), Failure> {
    let config = Agent::config_builder()
        .timeout_global(Some(HEALTHCHECK_TIMEOUT))
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent("kpi-healthcheck")
        // The certificate need not name the local address.
        .tls_config(TlsConfig::builder().disable_verification(true).build())
        .build();
    let agent = Agent::new_with_config(config);
    let failed = |error| Failure::other(format!("{url} does not answer: {error}."));
    let response = agent.get(url).call().map_err(failed)?;
    let (version, status) = (response.version(), response.status());
    if status.is_success() {
        return Ok(());
    }
    Err(Failure::other(format!(
        "{url} answers {version:?} {status}."
    )))
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    fn respond_with(response: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/health/live", listener.local_addr().unwrap());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let count = stream.read(&mut request).unwrap();
            assert!(request[..count].starts_with(b"GET /health/live HTTP/1.1\r\n"));
            stream.write_all(response.as_bytes()).unwrap();
        });
        url
    }

    fn failure(url: &str) -> String {
        healthcheck(url).unwrap_err().0.to_string()
    }

    #[test]
    fn a_service_is_healthy_if_it_responds_with_success() {
        assert!(
            healthcheck(&respond_with(
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
            ))
            .is_ok()
        );
        for (response, expected) in [
            (
                "HTTP/1.1 503 Service Unavailable\r\n\r\n",
                "answers HTTP/1.1 503 Service Unavailable.",
            ),
            (
                "HTTP/1.1 302 Found\r\nlocation: /\r\n\r\n",
                "answers HTTP/1.1 302 Found.",
            ),
        ] {
            let failure = failure(&respond_with(response));
            assert!(failure.ends_with(expected), "{failure}");
        }
    }

    #[test]
    fn closed_ports_and_invalid_responses_are_reported() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let silent = format!("http://{}/health", listener.local_addr().unwrap());
        drop(listener);
        for url in [silent, "nonsense".to_owned(), respond_with("")] {
            let failure = failure(&url);
            assert!(
                failure.starts_with(&format!("{url} does not answer: ")),
                "{failure}"
            );
        }
    }

    #[test]
    fn a_local_url_reaches_every_kind_of_host() {
        assert_eq!(local_url("0.0.0.0", 1, "/h"), "http://localhost:1/h");
        assert_eq!(local_url("::", 1, "/h"), "http://localhost:1/h");
        assert_eq!(local_url("[::1]", 1, "/h"), "http://[::1]:1/h");
        assert_eq!(local_url("example", 1, "/h"), "http://example:1/h");
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    struct Example {
        port: u16,
        #[serde(serialize_with = "crate::config::fields::secret")]
        jwt_secret: Option<secrecy::SecretString>,
    }

    #[test]
    fn settings_are_shown_as_a_table_without_secrets() {
        let mut settings = Settings::from_pairs([("PORT", "3001"), ("JWT_SECRET", "hunter2")]);
        settings.read(Example {
            port: 0,
            jwt_secret: None,
        });
        let mut out = Vec::new();
        write_settings(&settings.effective(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "JWT_SECRET  set   environment\nPORT        3001  environment\n"
        );
    }
}
