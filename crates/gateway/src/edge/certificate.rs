//! The gateway's TLS certificate, which can be reloaded while it runs.
//!
//! Open connections keep the certificate of their handshake; later ones get the new certificate. A
//! failed reload changes nothing.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::settings::TlsFiles;

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The chain.
    #[error("SSL_CERT_PATH: the certificates in {path} cannot be used: {reason}.")]
    Chain {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The key.
    #[error("SSL_KEY_PATH: the key in {path} cannot be used: {reason}.")]
    Key {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// rustls rejects the configuration.
    #[error("TLS cannot be set up: {0}.")]
    Library(#[from] rustls::Error),
}

/// The current certificate.
#[derive(Debug)]
pub(crate) struct Certificate {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Loads it.
    pub(crate) fn read(files: &TlsFiles) -> Result<Arc<Self>, CertificateError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let current = load(files, &provider)?;
        Ok(Arc::new(Self {
            files: files.clone(),
            provider,
            current: RwLock::new(Arc::new(current)),
        }))
    }

    /// Reloads it.
    pub(crate) fn reload(&self) {
        match load(&self.files, &self.provider) {
            Ok(key) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
                tracing::info!("the certificate has been read again");
            }
            Err(error) => tracing::error!(%error, "the old certificate stays"),
        }
    }

    /// The server configuration.
    pub(crate) fn server_config(self: &Arc<Self>) -> Result<ServerConfig, CertificateError> {
        let resolver = Arc::clone(self) as Arc<dyn ResolvesServerCert>;
        let config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        Ok(config)
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

fn load(files: &TlsFiles, provider: &CryptoProvider) -> Result<CertifiedKey, CertificateError> {
    let chain_error = |reason: String| CertificateError::Chain {
        path: files.certificates.clone(),
        reason,
    };
    let key_error = |reason: String| CertificateError::Key {
        path: files.key.clone(),
        reason,
    };
    let chain = CertificateDer::pem_file_iter(&files.certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| chain_error(error.to_string()))?;
    if chain.is_empty() {
        return Err(chain_error("the file contains none".to_owned()));
    }
    let key =
        PrivateKeyDer::from_pem_file(&files.key).map_err(|error| key_error(error.to_string()))?;
    // This also detects a key that does not match the certificate.
    CertifiedKey::from_der(chain, key, provider).map_err(|error| key_error(error.to_string()))
}
