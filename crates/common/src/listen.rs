//! Listening sockets, one for every address that a host name resolves to.
//!
//! `localhost` has two addresses on most machines and a browser may try either, so each gets a
//! listener; `::` accepts IPv4 and IPv6 on one. Port 0 takes one free port, the same for all.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket, Type};

/// The accept queue.
const BACKLOG: i32 = 1024;

/// Attempts to find a port that is free on all addresses.
const FREE_PORT_ATTEMPTS: u32 = 16;

/// Why a service cannot listen on a host; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[error("Cannot listen on {address}: {}.", reason(.source))]
pub struct ListenError {
    address: String,
    source: io::Error,
}

fn reason(error: &io::Error) -> String {
    let reason = match error.kind() {
        ErrorKind::AddrInUse => {
            "the port is already in use by another program; stop it or choose another port"
        }
        ErrorKind::PermissionDenied => "this user may not use the port; choose one from 1024 on",
        ErrorKind::AddrNotAvailable => "it is no address of this machine",
        _ => return error.to_string(),
    };
    reason.to_owned()
}

/// Listens on every address of `host`, on the same port, which is returned too.
///
/// An address family that this machine does not support is skipped if another address works:
/// `localhost` often resolves to `::1` without IPv6.
pub fn bind(host: &str, port: u16) -> Result<(Vec<TcpListener>, u16), ListenError> {
    let addresses = resolve(host)?;
    let mut attempts = if port == 0 { FREE_PORT_ATTEMPTS } else { 1 };
    loop {
        attempts -= 1;
        match bind_all(&addresses, port) {
            // A port that is free on one address may be taken on another.
            Err(error) if error.source.kind() == ErrorKind::AddrInUse && attempts > 0 => {}
            outcome => return outcome,
        }
    }
}

fn resolve(host: &str) -> Result<BTreeSet<IpAddr>, ListenError> {
    let bare = host.trim_matches(['[', ']']);
    let resolved = (bare, 0).to_socket_addrs().map_err(|error| ListenError {
        address: format!("\"{host}\""),
        source: io::Error::other(format!(
            "the host name does not resolve to an address ({error})"
        )),
    })?;
    Ok(resolved.map(|address| address.ip()).collect())
}

fn bind_all(
    addresses: &BTreeSet<IpAddr>,
    mut port: u16,
) -> Result<(Vec<TcpListener>, u16), ListenError> {
    let mut listeners = Vec::new();
    let mut skipped = None;
    for ip in addresses {
        let address = SocketAddr::new(*ip, port);
        let bound = bind_one(address).and_then(|listener| {
            port = listener.local_addr()?.port();
            Ok(listener)
        });
        let failed = |source| ListenError {
            address: address.to_string(),
            source,
        };
        match bound {
            Ok(listener) => listeners.push(listener),
            Err(error) if is_family_missing(&error) => skipped = Some(failed(error)),
            Err(error) => return Err(failed(error)),
        }
    }
    match skipped {
        Some(error) if listeners.is_empty() => Err(error),
        _ => Ok((listeners, port)),
    }
}

fn bind_one(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        // `::` must accept IPv4 too, whatever the system's default; other addresses must not.
        socket.set_only_v6(!address.ip().is_unspecified())?;
    }
    // A restart must not fail on connections of the previous process in TIME_WAIT.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn is_family_missing(error: &io::Error) -> bool {
    const EAFNOSUPPORT: i32 = 97;
    error.kind() == ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(EAFNOSUPPORT)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn localhost_listens_on_all_its_addresses_with_one_port() {
        let (listeners, port) = bind("localhost", 0).unwrap();
        assert_ne!(port, 0);
        for listener in &listeners {
            let address = listener.local_addr().unwrap();
            assert!(address.ip().is_loopback());
            assert_eq!(address.port(), port);
            TcpStream::connect(address).unwrap();
        }
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    }

    #[test]
    fn the_ipv6_wildcard_accepts_ipv4_too() {
        // Skipped without IPv6.
        let Ok((listeners, port)) = bind("::", 0) else {
            return;
        };
        assert_eq!(listeners.len(), 1);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    }

    #[test]
    fn a_port_in_use_is_reported_in_one_sentence() {
        let (_taken, port) = bind("127.0.0.1", 0).unwrap();
        let error = bind("127.0.0.1", port).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "Cannot listen on 127.0.0.1:{port}: the port is already in use by another program; \
                 stop it or choose another port."
            )
        );
    }

    #[test]
    fn an_unresolvable_name_is_reported_in_one_sentence() {
        let error = bind("no-such-host.invalid", 0).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with(
                "Cannot listen on \"no-such-host.invalid\": the host name does not resolve"
            ),
            "{text}"
        );
    }

    #[test]
    fn an_address_of_another_machine_is_refused() {
        let error = bind("192.0.2.1", 0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Cannot listen on 192.0.2.1:0: it is no address of this machine."
        );
    }
}
