//! A minimal SMTP server for tests: plain, STARTTLS or implicit TLS, authentication, and injected
//! failures.
//!
//! (Existing crates support no implicit TLS, or cannot drop a connection.)

mod conversation;
mod received;
mod trust;

use std::collections::VecDeque;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{OwnedRwLockWriteGuard, RwLock, mpsc, oneshot};
use tokio_rustls::TlsAcceptor;

pub use received::Received;
pub use trust::Authority;

/// Timeout for the arrival of an email.
const PATIENCE: Duration = Duration::from_secs(30);

/// The transport security of the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// STARTTLS.
    StartTls,
    /// Implicit TLS.
    Tls,
}

/// An injected failure for the next email.
#[derive(Clone, Copy)]
pub enum Fault {
    /// A transient error.
    Defer,
    /// A permanent error.
    Refuse,
    /// Drops the connection after the message.
    HangUp,
    /// Another reply to the recipient.
    Reply(&'static str),
    /// Accepts the message, and closes the connection.
    Close,
}

/// The options of a server; by default it is plain and accepts everything.
#[derive(Default)]
pub struct Ways<'a> {
    /// Transport security, with the certificate authority.
    pub protection: Option<(Protection, &'a Authority)>,
    /// The certificate has its name as common name only.
    pub common_name_only: bool,
    /// Required mechanism, user and password.
    pub login: Option<Login>,
    /// The line that offers the mechanism, if not `AUTH` with its name.
    pub offer: Option<&'static str>,
    /// The reply to EHLO, instead of accepting it.
    pub refusal: Option<&'static str>,
    /// Its port; 0 for any.
    pub port: u16,
}

/// Mechanism, user and password.
pub type Login = (&'static str, &'static str, &'static str);

/// A running server, stopped when dropped.
pub struct SmtpServer {
    port: u16,
    shared: Arc<Shared>,
    received: tokio::sync::Mutex<mpsc::UnboundedReceiver<Received>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    protection: Option<(Protection, TlsAcceptor)>,
    login: Option<Login>,
    offer: Option<&'static str>,
    refusal: Option<&'static str>,
    faults: Mutex<VecDeque<Fault>>,
    /// A write guard blocks the reply to the message.
    gate: Arc<RwLock<()>>,
    /// A write guard blocks the greeting.
    entrance: Arc<RwLock<()>>,
    inbox: mpsc::UnboundedSender<Received>,
}

impl SmtpServer {
    /// Starts a plain server that accepts everything.
    pub fn start() -> Self {
        Self::with(Ways::default())
    }

    /// Starts a server with options.
    pub fn with(ways: Ways<'_>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, ways.port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (inbox, received) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            protection: ways.protection.map(|(protection, authority)| {
                (protection, authority.acceptor(ways.common_name_only))
            }),
            login: ways.login,
            offer: ways.offer,
            refusal: ways.refusal,
            faults: Mutex::default(),
            gate: Arc::default(),
            entrance: Arc::default(),
            inbox,
        });
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    _ = stopped => {}
                    () = serve(listener, serving) => {}
                }
            });
        });
        Self {
            port,
            shared,
            received: received.into(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the next email.
    pub async fn mail(&self) -> Received {
        let mut received = self.received.lock().await;
        let mail = tokio::time::timeout(PATIENCE, received.recv()).await;
        mail.unwrap().unwrap()
    }

    /// The next email to an address with a link to this page; others are skipped.
    pub async fn with_link_to(&self, page: &str, address: &str) -> Received {
        loop {
            let mail = self.mail().await;
            if mail.to == address && mail.body("text/plain").contains(&format!("/{page}?token=")) {
                return mail;
            }
        }
    }

    /// The received emails that the test has not taken.
    pub async fn unread(&self) -> Vec<Received> {
        let mut received = self.received.lock().await;
        std::iter::from_fn(|| received.try_recv().ok()).collect()
    }

    /// Their recipients, in order.
    pub async fn recipients(&self) -> Vec<String> {
        let mut recipients: Vec<_> = self
            .unread()
            .await
            .into_iter()
            .map(|mail| mail.to)
            .collect();
        recipients.sort();
        recipients
    }

    /// Injects failures for the next emails, one each.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.faults.lock().unwrap().extend(faults);
    }

    /// Blocks replies to messages until the guard is dropped.
    pub async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.shared.gate).write_owned().await
    }

    /// Blocks greetings until the guard is dropped.
    pub async fn hold_greetings(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.shared.entrance).write_owned().await
    }
}

async fn serve(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let shared = Arc::clone(&shared);
        // The client may disconnect, or reject the certificate.
        tokio::spawn(async move { conversation::hold(&shared, socket).await.ok() });
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            assert!(matches!(ended, Some(Ok(()))), "the mail server panicked");
        }
    }
}
