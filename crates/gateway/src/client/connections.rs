//! The open connections, with a limit per address.
//!
//! A connection beyond the limit gets a 503 and is closed before anything is read; with TLS, where a
//! response would need a handshake, it is only closed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::net::{IpAddr, Shutdown};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kpi_common::client_ip::{TrustedProxies, network};
use socket2::SockRef;
use tokio::net::TcpStream;

use super::error_response;
use crate::metrics::Metrics;
use crate::problem;

/// The open connections of all workers.
pub(crate) struct Connections {
    /// The limit of one address; 0 for none.
    limit: usize,
    /// Trusted proxies are not limited: many clients share one.
    trusted: TrustedProxies,
    by_address: Mutex<HashMap<IpAddr, usize>>,
    metrics: Arc<Metrics>,
}

/// Counts one open connection, until it is dropped.
pub(super) struct ConnectionGuard {
    address: Option<IpAddr>,
    connections: Arc<Connections>,
}

impl Connections {
    pub(crate) fn new(limit: usize, trusted: TrustedProxies, metrics: Arc<Metrics>) -> Self {
        Self {
            limit,
            trusted,
            by_address: Mutex::default(),
            metrics,
        }
    }

    /// Counts a new connection, or rejects it.
    pub(super) fn accept(
        self: &Arc<Self>,
        stream: &TcpStream,
        is_tls: bool,
    ) -> Option<ConnectionGuard> {
        let peer = stream.peer_addr().ok().map(|peer| peer.ip());
        let address = peer
            .filter(|peer| self.limit > 0 && !self.trusted.contains(*peer))
            .map(network);
        if address.is_some_and(|address| !self.add(address)) {
            self.metrics.connection_refused();
            // Best effort.
            let _ = reject(stream, !is_tls);
            return None;
        }
        self.metrics.connection_opened();
        Some(ConnectionGuard {
            address,
            connections: Arc::clone(self),
        })
    }

    fn add(&self, address: IpAddr) -> bool {
        let mut by_address = self.by_address();
        let count = by_address.entry(address).or_insert(0);
        let is_allowed = *count < self.limit;
        *count += usize::from(is_allowed);
        is_allowed
    }

    fn remove(&self, address: IpAddr) {
        if let Entry::Occupied(mut entry) = self.by_address().entry(address) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }

    fn by_address(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Responds without blocking: the send buffer of a new socket is empty.
fn reject(stream: &TcpStream, can_respond: bool) -> io::Result<()> {
    let socket = SockRef::from(stream);
    if can_respond {
        socket.send(error_response::serialize(&problem::too_many_connections()).as_bytes())?;
    }
    socket.shutdown(Shutdown::Both)
}

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        self.connections.metrics.connection_closed();
        if let Some(address) = self.address {
            self.connections.remove(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_connections_are_not_counted() {
        let metrics = Arc::new(Metrics::new().unwrap());
        let connections = Connections::new(2, TrustedProxies::default(), metrics);
        let address = IpAddr::from([192, 0, 2, 1]);
        let other = IpAddr::from([192, 0, 2, 2]);
        assert!(connections.add(address) && connections.add(address));
        assert!(!connections.add(address) && connections.add(other));
        connections.remove(address);
        assert!(connections.add(address));
        connections.remove(other);
        assert_eq!(connections.by_address().len(), 1);
    }
}
