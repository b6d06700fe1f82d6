//! TLS to upstreams.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::UpstreamConfig;

/// Why TLS to upstreams cannot be configured.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file of certificates cannot be used.
    #[error("UPSTREAM_CA_FILE: the certificates in {path} cannot be read: {reason}.")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// rustls rejects the configuration.
    #[error("TLS to upstreams cannot be set up: {0}.")]
    Library(#[from] rustls::Error),
}

/// The client configuration: it trusts the public roots, and those of `UPSTREAM_CA_FILE`.
pub(crate) fn client_config(config: &UpstreamConfig) -> Result<Arc<ClientConfig>, TlsError> {
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
    let invalid = |reason: String| TlsError::Certificates {
        path: path.to_owned(),
        reason,
    };
    let mut count = 0;
    for certificate in
        CertificateDer::pem_file_iter(path).map_err(|error| invalid(error.to_string()))?
    {
        let certificate = certificate.map_err(|error| invalid(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| invalid(error.to_string()))?;
        count += 1;
    }
    if count == 0 {
        Err(invalid("the file contains none".to_owned()))
    } else {
        Ok(())
    }
}
