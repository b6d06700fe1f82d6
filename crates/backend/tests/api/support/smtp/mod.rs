//! A mail server: small, but real. It speaks SMTP on a socket, in the clear, by STARTTLS or over
//! TLS, asks for a password, and refuses what a test tells it to.
//!
//! (The servers to be had as crates know no implicit TLS, or can't break off a conversation.)

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

/// Longer than any mail takes: who waits so long for one has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a server protects its conversations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// It offers STARTTLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// What a server does to the next mail instead of taking it.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Asks to try again later.
    Defer,
    /// Refuses it for good.
    Refuse,
    /// Breaks off when it has read all of it.
    HangUp,
}

/// A server's ways; by default it is plain and takes everything.
#[derive(Default)]
pub struct Ways<'a> {
    /// How it protects conversations, and by whose certificate.
    pub protection: Option<(Protection, &'a Authority)>,
    /// Mechanism, user and password without which it takes no mail.
    pub login: Option<Login>,
    /// Its port; 0 for any.
    pub port: u16,
}

/// Mechanism, user and password.
pub type Login = (&'static str, &'static str, &'static str);

/// A running server; it is gone when this is dropped.
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
    faults: Mutex<VecDeque<Fault>>,
    /// Whoever holds it for writing keeps the server from answering a mail's content.
    gate: Arc<RwLock<()>>,
    inbox: mpsc::UnboundedSender<Received>,
}

impl SmtpServer {
    /// Starts one that is plain and takes everything.
    pub fn start() -> Self {
        Self::with(Ways::default())
    }

    /// Starts one with ways of its own.
    pub fn with(ways: Ways<'_>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, ways.port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (inbox, received) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            protection: ways
                .protection
                .map(|(protection, authority)| (protection, authority.acceptor())),
            login: ways.login,
            faults: Mutex::default(),
            gate: Arc::default(),
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

    /// Waits for the next mail whose content it has.
    pub async fn mail(&self) -> Received {
        let mut received = self.received.lock().await;
        let mail = tokio::time::timeout(PATIENCE, received.recv()).await;
        mail.unwrap().unwrap()
    }

    /// The next mail to an address with a link to such a page; those before it are passed over.
    pub async fn with_link_to(&self, page: &str, address: &str) -> Received {
        loop {
            let mail = self.mail().await;
            if mail.to == address && mail.body("text/plain").contains(&format!("/{page}?token=")) {
                return mail;
            }
        }
    }

    /// The mails it has that nobody looked at.
    pub async fn unread(&self) -> Vec<Received> {
        let mut received = self.received.lock().await;
        std::iter::from_fn(|| received.try_recv().ok()).collect()
    }

    /// Whom those are to, in order.
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

    /// Does this to the next mails, one each.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.faults.lock().unwrap().extend(faults);
    }

    /// Keeps it from confirming mails until the guard is dropped.
    pub async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.shared.gate).write_owned().await
    }
}

async fn serve(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let shared = Arc::clone(&shared);
        // A client that breaks off, or does not trust the certificate, is none of its faults.
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
