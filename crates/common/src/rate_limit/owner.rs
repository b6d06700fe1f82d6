//! Whom a request counts for.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use uuid::Uuid;

/// Whom a request counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A client that is not signed in; made by [`Owner::of_address`].
    Address(IpAddr),
    /// A signed-in user.
    User(Uuid),
}

impl Owner {
    /// A client's address; of an IPv6 address the network counts (its first 64 bits), for one
    /// household has as many addresses as it likes.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        const NETWORK: u128 = !0 << 64;
        Self::Address(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
            address @ IpAddr::V4(_) => address,
        })
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::User(user) => user.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(address: &str) -> Owner {
        Owner::of_address(address.parse().unwrap())
    }

    #[test]
    fn a_household_of_ipv6_is_one_owner() {
        assert_eq!(owner("2001:db8:1:2::1"), owner("2001:db8:1:2:ffff::9"));
        assert_ne!(owner("2001:db8:1:2::1"), owner("2001:db8:1:3::1"));
        assert_eq!(owner("::ffff:192.0.2.1"), owner("192.0.2.1"));
        assert_ne!(owner("192.0.2.1"), owner("192.0.2.2"));
        assert_eq!(owner("2001:db8:1:2::1").to_string(), "2001:db8:1:2::");
    }
}
