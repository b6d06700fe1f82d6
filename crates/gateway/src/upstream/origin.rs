//! Origins of upstreams.

use std::fmt;
use std::str::FromStr;

use actix_web::http::Uri;
use actix_web::http::uri::{Authority, Scheme};
use hyper::header::HeaderValue;

/// An origin: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    authority: Authority,
}

/// The text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrigin {
    /// It is not an http or https URL.
    #[error("it is no http or https URL")]
    NotHttp,
    /// It has a user, a path or a query.
    #[error("it has a user, a path or a query")]
    NotBare,
    /// The same instance is listed twice.
    #[error("it names an instance twice")]
    Duplicate,
}

impl Origin {
    /// A plain-HTTP service on this machine.
    pub fn local(port: u16) -> Self {
        // "localhost" and a number always parse, so this does not fail.
        let authority = Authority::try_from(format!("localhost:{port}"));
        let authority = authority.unwrap_or_else(|_| Authority::from_static("localhost"));
        Self {
            scheme: Scheme::HTTP,
            authority,
        }
    }

    /// Whether connections use TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// The name or address to connect to, without the brackets of an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        self.authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']')
    }

    /// The port to connect to.
    pub(crate) fn port(&self) -> u16 {
        self.authority
            .port_u16()
            .unwrap_or(if self.is_tls() { 443 } else { 80 })
    }

    /// The value of `Host` for requests to it.
    pub(crate) fn authority(&self) -> HeaderValue {
        // An authority is a valid header value.
        HeaderValue::from_str(self.authority.as_str())
            .unwrap_or_else(|_| HeaderValue::from_static("localhost"))
    }
}

/// The origins of the instances of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// One plain-HTTP instance on this machine.
    pub fn local(port: u16) -> Self {
        Self(vec![Origin::local(port)])
    }

    /// The origins, in the order of the setting.
    pub fn iter(&self) -> impl Iterator<Item = &Origin> {
        self.0.iter()
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, origin) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{origin}")?;
        }
        Ok(())
    }
}

impl FromStr for Origins {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut origins = Vec::new();
        for entry in text.split(',') {
            let origin = entry.trim().parse()?;
            if origins.contains(&origin) {
                return Err(InvalidOrigin::Duplicate);
            }
            origins.push(origin);
        }
        Ok(Self(origins))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text
            .parse()
            .map_err(|_invalid: actix_web::http::uri::InvalidUri| InvalidOrigin::NotHttp)?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(InvalidOrigin::NotHttp);
        };
        if (scheme != Scheme::HTTP && scheme != Scheme::HTTPS) || authority.host().is_empty() {
            return Err(InvalidOrigin::NotHttp);
        }
        let has_path = parts
            .path_and_query
            .is_some_and(|path| path.as_str() != "/");
        if has_path || authority.as_str().contains('@') {
            return Err(InvalidOrigin::NotBare);
        }
        Ok(Self { scheme, authority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_only() {
        for good in [
            "http://localhost:3001",
            "https://api.example.com",
            "http://[::1]:3001",
        ] {
            assert_eq!(good.parse::<Origin>().unwrap().to_string(), good);
        }
        assert_eq!(
            "http://a/".parse::<Origin>().unwrap().to_string(),
            "http://a"
        );
        for bad in ["localhost:3001", "ftp://a", "/api", "", "http://"] {
            assert_eq!(bad.parse::<Origin>(), Err(InvalidOrigin::NotHttp), "{bad}");
        }
        for bad in ["http://a/b", "http://a/?b", "http://user@a"] {
            assert_eq!(bad.parse::<Origin>(), Err(InvalidOrigin::NotBare), "{bad}");
        }
    }

    #[test]
    fn a_list_contains_each_instance_once() {
        let list = "http://a:1 ,https://b".parse::<Origins>().unwrap();
        assert_eq!(list.to_string(), "http://a:1,https://b");
        assert_eq!("http://a,".parse::<Origins>(), Err(InvalidOrigin::NotHttp));
        assert_eq!(
            "http://a,http://a".parse::<Origins>(),
            Err(InvalidOrigin::Duplicate)
        );
    }
}
