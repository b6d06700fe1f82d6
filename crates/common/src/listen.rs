//! Sockets to accept connections on, for every address that a host name stands for.
//!
//! `localhost` is two addresses on most machines and a browser may try either, so each gets its
//! listener; `::` takes IPv4 and IPv6 on one. Port 0 gives one free port, the same for all.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket, Type};

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 1024;

/// How often a free port is looked for that is free on all addresses.
const FREE_PORT_ATTEMPTS: u32 = 16;

/// Why a service cannot listen; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The name leads to no address.
    #[error(
        "Cannot listen on \"{host}\": the host name does not resolve to an address ({source})."
    )]
    UnknownHost {
        /// The name that was given.
        host: String,
        /// What the resolver said.
        source: io::Error,
    },
    /// Somebody else has the port.
    #[error(
        "Cannot listen on {address}: the port is already in use by another program; stop it or choose another port."
    )]
    InUse {
        /// The address that is taken.
        address: SocketAddr,
    },
    /// Ports below 1024 need a privilege.
    #[error("Cannot listen on {address}: this user may not use the port; choose one from 1024 on.")]
    Forbidden {
        /// The address that was refused.
        address: SocketAddr,
    },
    /// The address is not one of this machine's.
    #[error("Cannot listen on {address}: it is no address of this machine.")]
    NotHere {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// Anything else.
    #[error("Cannot listen on {address}: {source}.")]
    Other {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

impl ListenError {
    fn new(address: SocketAddr, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::InUse { address },
            io::ErrorKind::PermissionDenied => Self::Forbidden { address },
            io::ErrorKind::AddrNotAvailable => Self::NotHere { address },
            _ => Self::Other { address, source },
        }
    }
}

/// Listens on every address of `host`, on the same port.
///
/// An address family that this machine lacks is passed over while another address serves:
/// `localhost` often names `::1` where there is no IPv6.
pub fn bind(host: &str, port: u16) -> Result<Vec<TcpListener>, ListenError> {
    let addresses = resolve(host)?;
    if port != 0 {
        return bind_all(&addresses, port);
    }
    let mut attempts = 1;
    loop {
        match bind_all(&addresses, 0) {
            // The port that one address gave may be taken on another.
            Err(ListenError::InUse { .. }) if attempts < FREE_PORT_ATTEMPTS => attempts += 1,
            outcome => return outcome,
        }
    }
}

/// The port that the listeners have in common.
pub fn port(listeners: &[TcpListener]) -> Option<u16> {
    listeners
        .first()?
        .local_addr()
        .ok()
        .map(|address| address.port())
}

fn resolve(host: &str) -> Result<Vec<IpAddr>, ListenError> {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    let unknown = |source| ListenError::UnknownHost {
        host: host.to_owned(),
        source,
    };
    let mut addresses = Vec::new();
    for address in (bare, 0).to_socket_addrs().map_err(unknown)? {
        if !addresses.contains(&address.ip()) {
            addresses.push(address.ip());
        }
    }
    if addresses.is_empty() {
        return Err(unknown(io::Error::from(io::ErrorKind::NotFound)));
    }
    Ok(addresses)
}

fn bind_all(addresses: &[IpAddr], port: u16) -> Result<Vec<TcpListener>, ListenError> {
    let mut port = port;
    let mut listeners = Vec::new();
    let mut passed_over = None;
    for ip in addresses {
        let address = SocketAddr::new(*ip, port);
        match bind_one(address) {
            Ok(listener) => {
                port = listener
                    .local_addr()
                    .map_err(|error| ListenError::new(address, error))?
                    .port();
                listeners.push(listener);
            }
            Err(error) if is_family_missing(&error) => {
                passed_over = Some(ListenError::new(address, error))
            }
            Err(error) => return Err(ListenError::new(address, error)),
        }
    }
    match passed_over {
        Some(error) if listeners.is_empty() => Err(error),
        _ => Ok(listeners),
    }
}

fn bind_one(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        // `::` must take IPv4 too, whatever the system's default; one address must be only itself.
        socket.set_only_v6(!address.ip().is_unspecified())?;
    }
    // A restart must not wait for the connections of the previous process to be forgotten.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn is_family_missing(error: &io::Error) -> bool {
    const EAFNOSUPPORT: i32 = 97;
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(EAFNOSUPPORT)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn localhost_listens_on_all_its_addresses_with_one_port() {
        let listeners = bind("localhost", 0).unwrap();
        let port = port(&listeners).unwrap();
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
    fn the_ipv6_wildcard_takes_ipv4_too() {
        // Where there is no IPv6 at all there is nothing to show.
        let Ok(listeners) = bind("::", 0) else { return };
        assert_eq!(listeners.len(), 1);
        assert!(TcpStream::connect(("127.0.0.1", port(&listeners).unwrap())).is_ok());
    }

    #[test]
    fn a_taken_port_is_told_in_one_sentence() {
        let taken = bind("127.0.0.1", 0).unwrap();
        let port = port(&taken).unwrap();
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
    fn a_name_without_address_is_told_in_one_sentence() {
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
        assert!(matches!(error, ListenError::NotHere { .. }), "{error}");
    }
}
