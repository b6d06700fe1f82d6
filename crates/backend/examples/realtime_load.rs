//! Measures WebSockets of running backends on this machine; `scripts/bench-realtime.sh` starts them.
//!
//! Usage: `realtime_load idle PORT PID SOCKETS`, `realtime_load fan-out PORT PORT SOCKETS`,
//! `realtime_load storm PORT SOCKETS COMMAND` where the command restarts the backend. Prints one line of
//! figures each, and ends by itself.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool that ends at the first error"
)]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use std::{env, fs};

use actix_web::rt;
use awc::http::Method;
use futures_util::StreamExt as _;
use futures_util::future::join_all;
use rand::RngExt as _;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Sockets of a user in one process.
const SOCKETS_PER_USER: usize = 5;
/// Friends of one person.
const MAX_FRIENDS: usize = 200;
/// Users who sign up at once: a backend refuses when too many passwords wait to be hashed.
const AT_ONCE: usize = 8;
/// How long what has opened the sockets is cleared away.
const SETTLE: Duration = Duration::from_secs(5);
/// How long the processor is measured.
const IDLE_SECONDS: u32 = 20;
/// Events of a measurement.
const EVENTS: usize = 20;
/// No wait for an answer, an event or a reconnect is longer.
const LIMIT: Duration = Duration::from_secs(60);

/// A user's session.
#[derive(Clone)]
struct User {
    http: awc::Client,
    token: String,
}

impl User {
    async fn sign_up(port: u16, number: usize) -> Self {
        let http = awc::Client::builder().timeout(LIMIT).finish();
        let mut user = Self {
            http,
            token: String::new(),
        };
        let unique: u64 = rand::rng().random();
        let registration = json!({ "email": format!("load-{number}-{unique}@example.com"),
            "password": "a password of the load tool", "name": "Load" });
        let session = user
            .send(port, Method::POST, "/api/auth/register", Some(registration))
            .await
            .unwrap();
        user.token = session["token"].as_str().unwrap().to_owned();
        user
    }

    /// The JSON of a response; `None` if there is none.
    async fn send(
        &self,
        port: u16,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Option<Value> {
        let request = self
            .http
            .request(method, format!("http://127.0.0.1:{port}{path}"))
            .bearer_auth(&self.token)
            // Open connections would count as sockets; the gateway has a few.
            .force_close();
        let response = match body {
            Some(body) => request.send_json(&body).await,
            None => request.send().await,
        };
        let mut response = response.ok()?;
        let body = response.body().limit(1 << 20).await.ok()?;
        response
            .status()
            .is_success()
            .then(|| serde_json::from_slice(&body).unwrap_or_default())
    }

    /// Opens a WebSocket, and reads `hello` and `resync`; `None` if it does not succeed.
    async fn socket(&self, port: u16) -> Option<WebSocketStream<TcpStream>> {
        let ticket = self
            .send(port, Method::POST, "/api/realtime/ticket", None)
            .await?;
        let ticket = ticket["ticket"].as_str()?;
        let stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        let uri = format!("ws://127.0.0.1:{port}/api/realtime/ws?ticket={ticket}");
        let (mut socket, _) = client_async(uri, stream).await.ok()?;
        for _ in 0..2 {
            socket.next().await?.ok()?;
        }
        Some(socket)
    }
}

async fn sign_up(port: u16, count: usize) -> Vec<User> {
    let mut users = Vec::with_capacity(count);
    while users.len() < count {
        let more = (users.len()..count).take(AT_ONCE);
        users.extend(join_all(more.map(|number| User::sign_up(port, number))).await);
    }
    users
}

/// Opens this many sockets, as many for each user.
async fn open(port: u16, users: &[User], count: usize) -> Vec<WebSocketStream<TcpStream>> {
    let mut sockets = Vec::with_capacity(count);
    for users in users.chunks(20) {
        let each = users
            .iter()
            .flat_map(|user| std::iter::repeat_n(user, SOCKETS_PER_USER));
        let each = each.take(count - sockets.len());
        let opened = join_all(each.map(|user| user.socket(port))).await;
        sockets.extend(opened.into_iter().map(Option::unwrap));
    }
    sockets
}

/// Resident memory in KiB, and processor time in clock ticks.
fn usage(pid: &str) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.unwrap().split_whitespace().next().unwrap();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks = [fields[11], fields[12]].map(|ticks| ticks.parse::<u64>().unwrap());
    (resident.parse().unwrap(), ticks[0] + ticks[1])
}

/// The value below which this share of the durations is, in milliseconds.
fn percentile(durations: &mut [Duration], share: f64) -> f64 {
    durations.sort_unstable();
    let index = (durations.len().saturating_sub(1)) as f64 * share;
    durations
        .get(index as usize)
        .map_or(f64::NAN, |duration| duration.as_secs_f64() * 1000.0)
}

async fn idle(port: u16, pid: &str, count: usize) {
    let users = sign_up(port, count.div_ceil(SOCKETS_PER_USER)).await;
    let (before, _) = usage(pid);
    let sockets = open(port, &users, count).await;
    for mut socket in sockets {
        // Pings are answered while it is read.
        rt::spawn(async move { while socket.next().await.is_some() {} });
    }
    sleep(SETTLE).await;
    let (_, ticks) = usage(pid);
    sleep(Duration::from_secs(IDLE_SECONDS.into())).await;
    let (resident, more) = usage(pid);
    println!(
        "{count} idle sockets: {:.1} MiB resident, {:.1} KiB each above {:.1} MiB; {:.2} % CPU",
        resident as f64 / 1024.0,
        resident.saturating_sub(before) as f64 / count as f64,
        before as f64 / 1024.0,
        (more - ticks) as f64 / f64::from(IDLE_SECONDS),
    );
}

/// A person's setting is told to all friends: from the request to the last of their sockets.
async fn fan_out(ports: [u16; 2], count: usize) {
    let friends = count.div_ceil(2 * SOCKETS_PER_USER);
    assert!(friends <= MAX_FRIENDS, "at most {MAX_FRIENDS} friends");
    let mut people = sign_up(ports[0], friends + 1).await;
    let person = people.pop().unwrap();
    let code = person
        .send(ports[0], Method::GET, "/api/friends/code", None)
        .await;
    let path = "/api/friends/requests";
    for friend in &people {
        let theirs = friend
            .send(ports[0], Method::GET, "/api/friends/code", None)
            .await;
        for (user, code) in [(friend, code.clone()), (&person, theirs)] {
            user.send(ports[0], Method::POST, path, code).await.unwrap();
        }
    }
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    for port in ports {
        for mut socket in open(port, &people, count / 2).await {
            let arrived = arrived.clone();
            rt::spawn(async move {
                while let Some(Ok(message)) = socket.next().await {
                    let is_told = matches!(&message, Message::Text(text)
                        if text.contains(r#""type":"friend.request""#));
                    if is_told {
                        let _ = arrived.send(Instant::now());
                    }
                }
            });
        }
    }
    let mut delays = Vec::new();
    let settings = json!({ "friends": "kpi", "teams": "kpi" });
    for number in 0..EVENTS {
        let (port, began) = (ports[number % 2], Instant::now());
        let path = "/api/sharing";
        let sent = person.send(port, Method::PUT, path, Some(settings.clone()));
        sent.await.unwrap();
        for _ in 0..count / 2 * 2 {
            let at = timeout(LIMIT, arrivals.recv()).await.unwrap().unwrap();
            delays.push(at - began);
        }
    }
    println!(
        "an event to {count} sockets on two backends, from the request on: p50 {:.1} ms, p99 {:.1} ms",
        percentile(&mut delays, 0.5),
        percentile(&mut delays, 0.99),
    );
}

/// Requests of somebody else, until it is told to stop; those that fail while the backend is away are left out.
async fn ask(port: u16, user: User, durations: Rc<RefCell<Vec<Duration>>>) {
    loop {
        let began = Instant::now();
        let answered = user.send(port, Method::GET, "/api/habits", None).await;
        if answered.is_some() {
            durations.borrow_mut().push(began.elapsed());
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn storm(port: u16, count: usize, command: &str) {
    let users = sign_up(port, count.div_ceil(SOCKETS_PER_USER) + 1).await;
    let (other, users) = users.split_first().unwrap();
    let durations = Rc::default();
    let asking = rt::spawn(ask(port, other.clone(), Rc::clone(&durations)));
    sleep(Duration::from_secs(5)).await;
    let mut quiet = std::mem::take(&mut *durations.borrow_mut());

    let sockets = open(port, users, count).await;
    durations.borrow_mut().clear();
    let owners = users
        .iter()
        .flat_map(|user| std::iter::repeat_n(user, SOCKETS_PER_USER));
    let returns = sockets.into_iter().zip(owners).map(|(mut socket, user)| {
        let user = user.clone();
        rt::spawn(async move {
            while let Some(Ok(_)) = socket.next().await {}
            // As the app does when a server restarts: full jitter, spread wide at first.
            let (mut wait, mut next) = (15_000, 2_000);
            loop {
                let delay = rand::rng().random_range(0..wait);
                sleep(Duration::from_millis(delay)).await;
                if let Some(socket) = user.socket(port).await {
                    return (Instant::now(), socket);
                }
                (wait, next) = (next, (next * 2).min(60_000));
            }
        })
    });
    let returns: Vec<_> = returns.collect();
    let restarted = Command::new("sh").args(["-c", command]).status().await;
    assert!(
        restarted.unwrap().success(),
        "the backend was not restarted"
    );
    let began = Instant::now();
    let back = timeout(LIMIT, join_all(returns)).await.unwrap();
    asking.abort();
    let mut waits: Vec<Duration> = back
        .iter()
        .map(|returned| {
            returned
                .as_ref()
                .unwrap()
                .0
                .saturating_duration_since(began)
        })
        .collect();
    println!(
        "{count} sockets after a restart: all back within {:.1} s; others' p99 {:.1} ms, before {:.1} ms",
        percentile(&mut waits, 1.0) / 1000.0,
        percentile(&mut durations.borrow_mut(), 0.99),
        percentile(&mut quiet, 0.99),
    );
}

#[actix_web::main]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let port = |text: &str| text.parse::<u16>().unwrap();
    let count = |text: &str| text.parse::<usize>().unwrap();
    match arguments[..] {
        ["idle", one, pid, sockets] => idle(port(one), pid, count(sockets)).await,
        ["fan-out", one, other, sockets] => {
            fan_out([port(one), port(other)], count(sockets)).await;
        }
        ["storm", one, sockets, command] => storm(port(one), count(sockets), command).await,
        _ => println!("realtime_load idle|fan-out|storm …; see scripts/bench-realtime.sh"),
    }
}
