//! Connections: how many are open, and that one address does not take them all.
//!
//! One too many is told so and closed before a byte of it is read; over TLS, where telling would
//! take a handshake, it is only closed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::net::Shutdown;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kpi_common::client_ip::TrustedProxies;
use kpi_common::rate_limit::Owner;
use socket2::SockRef;
use tokio::net::TcpStream;

use crate::metrics::Metrics;

const TOO_MANY: &str = concat!(
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n",
    "Content-Length: 162\r\nRetry-After: 5\r\nConnection: close\r\n",
    "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\r\n",
    r#"{"type":"/problems/too-many-connections","title":"Too many connections","status":503,"#,
    r#""detail":"This IP has too many open connections. Close some, and try again."}"#,
);

/// The open connections of all workers.
pub(crate) struct Connections {
    /// Of one address; 0 counts none.
    limit: usize,
    /// Many clients come by one proxy, whose connections are its own concern.
    trusted: TrustedProxies,
    open: Mutex<HashMap<Owner, usize>>,
    metrics: Arc<Metrics>,
}

/// One open connection; a part of it.
pub(crate) struct Admitted {
    owner: Option<Owner>,
    connections: Arc<Connections>,
}

impl Connections {
    pub(crate) fn new(limit: usize, trusted: TrustedProxies, metrics: Arc<Metrics>) -> Self {
        Self {
            limit,
            trusted,
            open: Mutex::new(HashMap::new()),
            metrics,
        }
    }

    /// Takes a new connection in, or turns it away.
    pub(crate) fn admit(self: &Arc<Self>, stream: &TcpStream, is_tls: bool) -> Option<Admitted> {
        let owner = match stream.peer_addr() {
            Ok(peer) if self.limit > 0 && !self.trusted.contains(peer.ip()) => {
                Some(Owner::of_address(peer.ip()))
            }
            _ => None,
        };
        if owner.is_some_and(|owner| !self.enter(owner)) {
            self.metrics.connection_refused();
            // Whoever does not take it in time has lost nothing.
            let _ = turn_away(stream, !is_tls);
            return None;
        }
        self.metrics.connection_opened();
        Some(Admitted {
            owner,
            connections: Arc::clone(self),
        })
    }

    fn enter(&self, owner: Owner) -> bool {
        let mut open = self.open();
        let count = open.entry(owner).or_insert(0);
        if *count >= self.limit {
            return false;
        }
        *count += 1;
        true
    }

    fn leave(&self, owner: Owner) {
        if let Entry::Occupied(mut entry) = self.open().entry(owner) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<Owner, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The socket is new, so its buffer takes the whole answer.
fn turn_away(stream: &TcpStream, can_be_told: bool) -> io::Result<()> {
    let socket = SockRef::from(stream);
    let told = can_be_told.then(|| socket.send(TOO_MANY.as_bytes()));
    socket.shutdown(Shutdown::Both)?;
    told.transpose().map(|_| ())
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.connections.metrics.connection_closed();
        if let Some(owner) = self.owner {
            self.connections.leave(owner);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn the_canned_answer_says_its_length() {
        let (head, body) = TOO_MANY.split_once("\r\n\r\n").unwrap();
        assert!(
            head.contains(&format!("Content-Length: {}\r\n", body.len())),
            "{}",
            body.len()
        );
        assert!(serde_json::from_str::<serde_json::Value>(body).is_ok());
    }

    #[test]
    fn those_who_leave_make_room() {
        let metrics = Arc::new(Metrics::new().unwrap());
        let connections = Connections::new(2, TrustedProxies::default(), metrics);
        let owner = Owner::of_address(IpAddr::from([192, 0, 2, 1]));
        let other = Owner::of_address(IpAddr::from([192, 0, 2, 2]));
        assert!(connections.enter(owner) && connections.enter(owner));
        assert!(!connections.enter(owner) && connections.enter(other));
        connections.leave(owner);
        assert!(connections.enter(owner));
        connections.leave(other);
        assert_eq!(connections.open().len(), 1);
    }
}
