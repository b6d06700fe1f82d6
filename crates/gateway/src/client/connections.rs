//! How many connections are open, and that one address does not take them all.
//!
//! One too many is told so and closed before a byte of it is read; over TLS, where telling would
//! take a handshake, it is only closed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::net::{IpAddr, Shutdown};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kpi_common::client_ip::{TrustedProxies, network};
use socket2::SockRef;
use tokio::net::TcpStream;

use super::refusal;
use crate::metrics::Metrics;
use crate::problem;

/// The open connections of all workers.
pub(crate) struct Connections {
    /// Of one address; 0 counts none.
    limit: usize,
    /// Many clients come by one proxy, whose connections are its own concern.
    trusted: TrustedProxies,
    by_address: Mutex<HashMap<IpAddr, usize>>,
    metrics: Arc<Metrics>,
}

/// One open connection; held by it.
pub(super) struct OpenConnection {
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

    /// Counts a new connection, or closes it.
    pub(super) fn open(
        self: &Arc<Self>,
        stream: &TcpStream,
        is_tls: bool,
    ) -> Option<OpenConnection> {
        let peer = stream.peer_addr().ok().map(|peer| peer.ip());
        let address = peer
            .filter(|peer| self.limit > 0 && !self.trusted.contains(*peer))
            .map(network);
        if address.is_some_and(|address| !self.add(address)) {
            self.metrics.connection_refused();
            // Whoever does not take it in time has lost nothing.
            let _ = refuse(stream, !is_tls);
            return None;
        }
        self.metrics.connection_opened();
        Some(OpenConnection {
            address,
            connections: Arc::clone(self),
        })
    }

    fn add(&self, address: IpAddr) -> bool {
        let mut by_address = self.by_address();
        let count = by_address.entry(address).or_insert(0);
        let has_room = *count < self.limit;
        *count += usize::from(has_room);
        has_room
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

/// The socket is new, so its buffer takes the whole response.
fn refuse(stream: &TcpStream, can_be_told: bool) -> io::Result<()> {
    let socket = SockRef::from(stream);
    if can_be_told {
        socket.send(refusal::response(&problem::too_many_connections()).as_bytes())?;
    }
    socket.shutdown(Shutdown::Both)
}

impl Drop for OpenConnection {
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
    fn those_who_leave_make_room() {
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
