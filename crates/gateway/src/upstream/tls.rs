//! How upstreams of https are trusted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::UpstreamConfig;

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
