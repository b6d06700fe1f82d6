//! The binary as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::SECRET;
use super::test_database::TestDatabase;

/// The binary in an empty folder, with only these settings.
pub struct Backend {
    pub folder: TempDir,
    pub settings: Vec<(String, String)>,
}

impl Backend {
    pub fn with(settings: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            folder: tempfile::tempdir().unwrap(),
            settings: settings.iter().map(owned).collect(),
        }
    }

    /// With a secret, a low bcrypt cost and this database.
    pub fn on(database: &TestDatabase, more: &[(&str, &str)]) -> Self {
        let mut settings = vec![
            ("DATABASE_URL", database.url()),
            ("JWT_SECRET", SECRET),
            ("BCRYPT_ROUNDS", "4"),
            ("HOST", "127.0.0.1"),
            ("PORT", "0"),
        ];
        settings.extend_from_slice(more);
        Self::with(&settings)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kpi-backend"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().unwrap())
    }

    /// The same with some settings changed.
    pub fn and(mut self, changed: &[(&str, &str)]) -> Self {
        for (name, value) in changed {
            self.settings.retain(|(known, _)| known != name);
            self.settings
                .push(((*name).to_owned(), (*value).to_owned()));
        }
        self
    }

    /// As [`Backend::run`], with something on its standard input.
    pub fn run_with(&self, arguments: &[&str], stdin: &str) -> Ended {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // A command that reads nothing may have ended already.
        drop(input.write_all(stdin.as_bytes()));
        drop(input);
        Ended::from(child.wait_with_output().unwrap())
    }

    /// Starts `serve` and waits until it listens.
    pub fn serve(&self) -> Serving {
        self.serve_with(Stdio::inherit())
    }

    /// The same, with this stderr.
    pub fn serve_with(&self, stderr: Stdio) -> Serving {
        let mut child = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stdout.take().unwrap());
        let mut serving = Serving {
            child,
            log,
            port: 0,
        };
        let mut said = String::new();
        while serving.port == 0 {
            let mut line = String::new();
            let read = serving.log.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "it ended: {said}");
            said.push_str(&line);
            serving.port = port_in(&line).unwrap_or(0);
        }
        serving
    }
}

/// The port in the log line about listening, in either log format.
fn port_in(line: &str) -> Option<u16> {
    let (_, rest) = line
        .split_once("port=")
        .or_else(|| line.split_once("\"port\":"))
        .filter(|_| line.contains("listening"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A command that has ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A running service, killed when dropped.
pub struct Serving {
    pub child: Child,
    pub log: BufReader<ChildStdout>,
    pub port: u16,
}

impl Serving {
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.post_as("", path, body)
    }

    pub fn post_as(&self, token: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nHost: localhost\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    pub fn get(&self, path: &str, token: &str) -> (u16, Value) {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\
             Host: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    pub fn send(&self, request: &str) -> (u16, Value) {
        exchange(self.port, request)
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.child.id())])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Sends SIGTERM; returns the exit status and the rest of the log.
    pub fn terminate(mut self) -> (ExitStatus, String) {
        self.signal("TERM");
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }
}

/// Sends a request with `Connection: close`, and reads the response.
pub fn exchange(port: u16, request: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
