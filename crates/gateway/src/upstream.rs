//! The services behind the gateway: where they are, and the client that reaches them.
//!
//! The client is a proxy's, not a browser's: it follows no redirect, unpacks nothing, adds no
//! header and sets no limit on how long an answer may stream. It is not `Send`; each worker makes
//! its own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Uri;
use actix_web::http::uri::{Authority, PathAndQuery, Scheme};
use awc::{Client, Connector};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::config::UpstreamConfig;

/// An idle connection is given up before an upstream does so: actix closes after five seconds,
/// and a request must not run into the closing.
const IDLE: Duration = Duration::from_secs(4);

/// Where a service is: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    authority: Authority,
}

/// The text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOrigin {
    /// It is no URL of http or https.
    #[error("it is no http or https URL")]
    NotHttp,
    /// It has more than an origin has.
    #[error("it has a user, a path or a query")]
    TooMuch,
}

impl Origin {
    /// A service on this machine, in plain HTTP.
    pub fn local(port: u16) -> Self {
        // "localhost" and a number always make an authority; the other arm stands for nothing.
        let authority = Authority::try_from(format!("localhost:{port}"));
        let authority = authority.unwrap_or_else(|_| Authority::from_static("localhost"));
        Self {
            scheme: Scheme::HTTP,
            authority,
        }
    }

    /// The address of `path_and_query` there, byte for byte as it is written.
    pub(crate) fn uri(&self, path_and_query: PathAndQuery) -> Uri {
        let mut parts = actix_web::http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path_and_query);
        // With all three parts there is nothing that could be missing.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text
            .parse()
            .map_err(|_invalid: actix_web::http::uri::InvalidUri| NotAnOrigin::NotHttp)?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(NotAnOrigin::NotHttp);
        };
        if (scheme != Scheme::HTTP && scheme != Scheme::HTTPS) || authority.host().is_empty() {
            return Err(NotAnOrigin::NotHttp);
        }
        let has_path = parts
            .path_and_query
            .is_some_and(|path| path.as_str() != "/");
        if has_path || authority.as_str().contains('@') {
            return Err(NotAnOrigin::TooMuch);
        }
        Ok(Self { scheme, authority })
    }
}

/// Why no TLS to upstreams is possible.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file of certificates cannot be used.
    #[error("UPSTREAM_CA_FILE: the certificates in {path} cannot be read: {reason}.")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The TLS library refuses its own defaults.
    #[error("TLS to upstreams cannot be set up: {0}.")]
    Library(#[from] rustls::Error),
}

/// How upstreams of https are trusted: the public authorities, and those of `UPSTREAM_CA_FILE`.
pub(crate) fn tls(config: &UpstreamConfig) -> Result<Arc<ClientConfig>, TlsError> {
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = &config.ca_file {
        add_certificates(&mut roots, path)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(tls))
}

fn add_certificates(roots: &mut RootCertStore, path: &Path) -> Result<(), TlsError> {
    let fault = |reason: String| TlsError::Certificates {
        path: path.to_owned(),
        reason,
    };
    let mut count = 0;
    for certificate in
        CertificateDer::pem_file_iter(path).map_err(|error| fault(error.to_string()))?
    {
        let certificate = certificate.map_err(|error| fault(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| fault(error.to_string()))?;
        count += 1;
    }
    if count == 0 {
        Err(fault("there is none in it".to_owned()))
    } else {
        Ok(())
    }
}

/// The client of one worker.
pub(crate) fn client(config: &UpstreamConfig, tls: Arc<ClientConfig>) -> Client {
    let connector = Connector::new()
        .rustls_0_23(tls)
        .timeout(config.connect_timeout)
        .handshake_timeout(config.connect_timeout)
        .conn_keep_alive(IDLE)
        // The listener bounds how many requests there are; a second bound here would make some
        // wait where nobody sees it.
        .limit(0);
    Client::builder()
        .connector(connector)
        .disable_redirects()
        .disable_timeout()
        .no_default_headers()
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_more() {
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
            assert_eq!(bad.parse::<Origin>(), Err(NotAnOrigin::NotHttp), "{bad}");
        }
        for bad in ["http://a/b", "http://a/?b", "http://user@a"] {
            assert_eq!(bad.parse::<Origin>(), Err(NotAnOrigin::TooMuch), "{bad}");
        }
    }

    #[test]
    fn paths_stay_as_they_are_written() {
        let path = "/api/a%2Fb/%C3%A9?q=%20+&x=a%26b".parse().unwrap();
        assert_eq!(
            Origin::local(3001).uri(path).to_string(),
            "http://localhost:3001/api/a%2Fb/%C3%A9?q=%20+&x=a%26b"
        );
    }
}
