//! What the command lines of the three services share: health checks, showing settings, and how a
//! failure ends the process.
//!
//! Exit codes: 0 well, 1 failed, 2 impossible configuration.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

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

/// Why the process ends before its time.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration is impossible: exit code 2.
    #[error("The configuration will not do:\n{0}")]
    Config(#[from] ConfigProblems),
    /// Anything else: exit code 1.
    #[error("{0}")]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// Wraps any error; its text should be a sentence for the operator.
    pub fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(error.into())
    }
}

impl From<crate::listen::ListenError> for Failure {
    fn from(error: crate::listen::ListenError) -> Self {
        Self::other(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::other(error)
    }
}

impl From<HealthcheckError> for Failure {
    fn from(error: HealthcheckError) -> Self {
        Self::other(error)
    }
}

impl From<crate::telemetry::TelemetryError> for Failure {
    fn from(error: crate::telemetry::TelemetryError) -> Self {
        Self::other(error)
    }
}

/// Ends a `main`: a failure is told on stderr and becomes its exit code.
pub fn exit(outcome: Result<(), Failure>) -> ExitCode {
    crate::telemetry::flush();
    let Err(failure) = outcome else {
        return ExitCode::SUCCESS;
    };
    // Nobody is left to tell that stderr is closed.
    let _ = writeln!(io::stderr(), "{failure}");
    match failure {
        Failure::Config(_) => ExitCode::from(2),
        Failure::Other(_) => ExitCode::FAILURE,
    }
}

/// Prints settings as a table: name, value, source. What is odd goes to stderr, and what is wrong
/// is the failure.
pub fn show_settings(settings: Settings) -> Result<(), Failure> {
    write_settings(&settings.effective(), &mut io::stdout().lock())?;
    for line in settings.warnings().lines() {
        writeln!(io::stderr(), "warning: {line}")?;
    }
    Ok(settings.finish()?)
}

fn write_settings(settings: &[Setting], out: &mut impl Write) -> io::Result<()> {
    let width = |text: fn(&Setting) -> usize| settings.iter().map(text).max().unwrap_or(0);
    let names = width(|setting| setting.name.chars().count());
    let values = width(|setting| setting.value.chars().count());
    for Setting {
        name,
        value,
        source,
    } in settings
    {
        writeln!(out, "{name:names$}  {value:values$}  {source}")?;
    }
    Ok(())
}

/// Why a service is not well.
#[derive(Debug, thiserror::Error)]
pub enum HealthcheckError {
    /// The address makes no sense.
    #[error("\"{0}\" is no address of the form http://host:port/path.")]
    Address(String),
    /// Nobody answers.
    #[error("{url} does not answer: {source}.")]
    Silent {
        /// What was asked.
        url: String,
        /// What went wrong.
        source: io::Error,
    },
    /// Somebody answers, but not with success.
    #[error("{url} answers {status}.")]
    Unwell {
        /// What was asked.
        url: String,
        /// The status line.
        status: String,
    },
}

/// The address under which a service reaches itself: a wildcard host is reached as `localhost`.
pub fn own_url(host: &str, port: u16, path: &str) -> String {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare {
        "::" | "0.0.0.0" => format!("http://localhost:{port}{path}"),
        bare if bare.contains(':') => format!("http://[{bare}]:{port}{path}"),
        bare => format!("http://{bare}:{port}{path}"),
    }
}

/// GETs a health endpoint (`http://host:port/path`); well is a status of 2xx within five seconds.
///
/// It speaks plain HTTP/1.1 over a std socket, so that an image needs no curl for its health check.
pub fn healthcheck(url: &str) -> Result<(), HealthcheckError> {
    let address = || HealthcheckError::Address(url.to_owned());
    let rest = url.strip_prefix("http://").ok_or_else(address)?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let silent = |source| HealthcheckError::Silent {
        url: url.to_owned(),
        source,
    };

    let mut stream = connect(authority).map_err(silent)?;
    let status = ask(&mut stream, authority, path).map_err(silent)?;
    let code = status.split(' ').nth(1).unwrap_or_default();
    if code.len() == 3 && code.starts_with('2') {
        return Ok(());
    }
    Err(HealthcheckError::Unwell {
        url: url.to_owned(),
        status,
    })
}

fn connect(authority: &str) -> io::Result<TcpStream> {
    let mut outcome = Err(io::Error::from(io::ErrorKind::NotFound));
    for address in authority.to_socket_addrs()? {
        outcome = TcpStream::connect_timeout(&address, HEALTHCHECK_TIMEOUT);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn ask(stream: &mut TcpStream, authority: &str, path: &str) -> io::Result<String> {
    stream.set_read_timeout(Some(HEALTHCHECK_TIMEOUT))?;
    stream.set_write_timeout(Some(HEALTHCHECK_TIMEOUT))?;
    // In one piece: `write!` would send each part of the format as a packet of its own.
    let question = format!(
        "GET /{path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: kpi-healthcheck\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(question.as_bytes())?;
    // The status line is all that counts, and no sane one is longer.
    let mut answer = Vec::new();
    let mut chunk = [0; 256];
    while !answer.contains(&b'\n') && answer.len() < 1024 {
        match stream.read(&mut chunk)? {
            0 => break,
            count => answer.extend_from_slice(&chunk[..count]),
        }
    }
    let line = answer
        .split(|byte| *byte == b'\r' || *byte == b'\n')
        .next()
        .unwrap_or_default();
    Ok(String::from_utf8_lossy(line).into_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    fn answering(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/health/live", listener.local_addr().unwrap());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let count = stream.read(&mut request).unwrap();
            assert!(request[..count].starts_with(b"GET /health/live HTTP/1.1\r\n"));
            stream.write_all(answer.as_bytes()).unwrap();
        });
        url
    }

    #[test]
    fn a_service_is_well_when_it_answers_with_success() {
        assert!(healthcheck(&answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).is_ok());
        let unwell =
            healthcheck(&answering("HTTP/1.1 503 Service Unavailable\r\n\r\n")).unwrap_err();
        assert!(
            unwell
                .to_string()
                .ends_with("answers HTTP/1.1 503 Service Unavailable."),
            "{unwell}"
        );
    }

    #[test]
    fn silence_and_nonsense_are_told() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/health", listener.local_addr().unwrap());
        drop(listener);
        assert!(matches!(
            healthcheck(&url),
            Err(HealthcheckError::Silent { .. })
        ));
        assert!(matches!(
            healthcheck("https://localhost/"),
            Err(HealthcheckError::Address(_))
        ));
        assert!(matches!(
            healthcheck(&answering("")),
            Err(HealthcheckError::Unwell { .. })
        ));
    }

    #[test]
    fn a_service_reaches_itself_whatever_it_listens_on() {
        assert_eq!(own_url("0.0.0.0", 1, "/h"), "http://localhost:1/h");
        assert_eq!(own_url("::", 1, "/h"), "http://localhost:1/h");
        assert_eq!(own_url("[::1]", 1, "/h"), "http://[::1]:1/h");
        assert_eq!(own_url("example", 1, "/h"), "http://example:1/h");
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
