//! A redis-server process for a test, which can stop, suspend and restart it. It is killed on drop.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tokio::net::TcpSocket;

/// The password of the server.
pub const PASSWORD: &str = "known-to-the-tests";

/// The server, on a reserved port.
pub struct TestRedis {
    /// Bound, so that no other process gets the port while the server is stopped.
    reserved: TcpSocket,
    options: Vec<String>,
    child: Option<Child>,
}

impl TestRedis {
    /// Starts it.
    pub fn start() -> Self {
        let mut redis = Self::stopped();
        redis.restart();
        redis
    }

    /// Starts it with further options, such as `--maxmemory 1mb`.
    pub fn with(options: &[&str]) -> Self {
        let mut redis = Self::stopped();
        redis
            .options
            .extend(options.iter().map(|option| (*option).to_owned()));
        redis.restart();
        redis
    }

    /// Reserves a port, without starting the server.
    pub fn stopped() -> Self {
        let reserved = TcpSocket::new_v4().unwrap();
        // Redis sets it, too: then both can bind the port, because this socket does not listen.
        reserved.set_reuseaddr(true).unwrap();
        reserved.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self {
            reserved,
            options: Vec::new(),
            child: None,
        }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.reserved.local_addr().unwrap().port()
    }

    /// The URL, without the password.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port())
    }

    /// Restarts it, empty, on the same port.
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
        // Logged once it listens on all ports. Later output is not read.
        let is_ready = |line: String| line.contains("Ready to accept connections");
        let mut lines = log.lines().map_while(Result::ok);
        assert!(lines.any(is_ready), "redis-server did not start");
    }

    /// Kills it; its connections break.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Suspends it: it accepts connections, but does not reply.
    pub fn suspend(&self) {
        self.signal("STOP");
    }

    /// Resumes it.
    pub fn resume(&self) {
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
