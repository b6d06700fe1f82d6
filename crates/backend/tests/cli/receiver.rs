//! A fake Sentry, which stores envelopes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;

/// Listens until the test's process ends.
pub struct Receiver {
    port: u16,
    /// All received bytes, including heads.
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let hearing = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let hearing = Arc::clone(&hearing);
                thread::spawn(move || listen(stream.unwrap(), &hearing));
            }
        });
        Self { port, heard }
    }

    /// The DSN.
    pub fn dsn(&self) -> String {
        format!("http://public-key@127.0.0.1:{}/1", self.port)
    }

    /// All received data.
    pub fn text(&self) -> String {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&heard).into_owned()
    }

    /// The items of this type: `event` or `transaction`.
    pub fn items(&self, kind: &str) -> Vec<Value> {
        let text = self.text();
        let lines: Vec<&str> = text.lines().collect();
        let of_kind =
            |line: &str| serde_json::from_str::<Value>(line).is_ok_and(|head| head["type"] == kind);
        lines
            .windows(2)
            .filter(|pair| of_kind(pair[0]))
            .map(|pair| serde_json::from_str(pair[1]).unwrap())
            .collect()
    }
}

/// Answers one request after another.
fn listen(stream: TcpStream, heard: &Mutex<Vec<u8>>) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse())
        });
        let mut body = vec![0; length.unwrap().unwrap()];
        reader.read_exact(&mut body).unwrap();
        {
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.extend_from_slice(head.as_bytes());
            heard.extend_from_slice(&body);
            heard.push(b'\n');
        }
        let response =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        reader.get_mut().write_all(response.as_bytes()).unwrap();
    }
}
