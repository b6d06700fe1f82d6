//! A Redis of a test's own, which the test may stop, hold up and start again. It ends when it is
//! dropped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tokio::net::TcpSocket;

/// What has to be sent to it as password.
pub const PASSWORD: &str = "known-to-the-tests";

/// The server, on a port that it keeps.
pub struct TestRedis {
    /// Bound, so that nobody else gets the port while the server is away.
    place: TcpSocket,
    options: Vec<String>,
    child: Option<Child>,
}

impl TestRedis {
    /// Starts it.
    pub fn start() -> Self {
        let mut redis = Self::away();
        redis.restart();
        redis
    }

    /// Starts it with more options than usual, such as `--maxmemory 1mb`. It then listens as
    /// those say.
    pub fn with(options: &[&str]) -> Self {
        let mut redis = Self::away();
        redis
            .options
            .extend(options.iter().map(|option| (*option).to_owned()));
        redis.restart();
        redis
    }

    /// One that is not started yet.
    pub fn away() -> Self {
        let place = TcpSocket::new_v4().unwrap();
        // Redis sets it, too: then both may bind the port, as this one does not listen.
        place.set_reuseaddr(true).unwrap();
        place.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self {
            place,
            options: Vec::new(),
            child: None,
        }
    }

    /// The port that it listens on, while it runs.
    pub fn port(&self) -> u16 {
        self.place.local_addr().unwrap().port()
    }

    /// Its address, without the password.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port())
    }

    /// Starts it anew, empty, on the same port.
    pub fn restart(&mut self) {
        self.stop();
        let port = self.port().to_string();
        // Debian's package is redis-server.
        let mut child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &port, "--requirepass", PASSWORD])
            .args(&self.options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stdout.take().unwrap());
        self.child = Some(child);
        // It says so once it listens on all its ports. What it says later is not read; it does
        // not mind.
        let is_ready = |line: String| line.contains("Ready to accept connections");
        let mut lines = log.lines().map_while(Result::ok);
        assert!(lines.any(is_ready), "redis-server did not start");
    }

    /// Ends it at once; its connections break.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Holds it up: it takes connections, and answers nothing.
    pub fn hold_up(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn let_go(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let child = self.child.as_ref().unwrap().id();
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {child}")])
            .status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for TestRedis {
    fn drop(&mut self) {
        self.stop();
    }
}
