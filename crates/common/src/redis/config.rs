//! The `REDIS_*` settings: address, credentials, certificates, key prefix.

use std::path::{Path, PathBuf};

use deadpool_redis::redis::ConnectionAddr::TcpTls;
use deadpool_redis::redis::{
    Client, ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisError, TlsCertificates,
};
use educe::Educe;
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::config::{Settings, fields};

/// The connection (`REDIS_URL`, `REDIS_USERNAME`, `REDIS_PASSWORD`, `REDIS_DB`), the trusted
/// certificates (`REDIS_CA_FILE`), and the prefix of keys (`REDIS_PREFIX`).
// The `Debug` of `ConnectionInfo` redacts the password.
#[derive(Debug, Clone)]
pub struct RedisConfig {
    pub(super) connection: ConnectionInfo,
    pub(super) prefix: String,
}

/// The settings as they are read.
#[derive(Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RedisSettings {
    /// The server that instances share: `redis://` or `rediss://`.
    #[serde(serialize_with = "fields::secret")]
    redis_url: Option<SecretString>,
    /// The user, if the URL does not have it.
    redis_username: Option<String>,
    /// The password, if the URL does not have it.
    #[serde(serialize_with = "fields::secret")]
    redis_password: Option<SecretString>,
    /// The number of the database, if the URL does not have it.
    #[serde(deserialize_with = "fields::optional_within::<_, _, 0, { u64::MAX }>")]
    redis_db: Option<i64>,
    /// Certificates (PEM) to trust instead of the public ones.
    redis_ca_file: Option<PathBuf>,
    /// The prefix of every key.
    #[educe(Default = "kpi:")]
    redis_prefix: String,
}

impl RedisConfig {
    /// Reads the settings; `None` without `REDIS_URL`.
    pub fn read(settings: &mut Settings) -> Option<Self> {
        let read = settings.read(RedisSettings::default());
        let authorities = read_authorities(settings, read.redis_ca_file.as_deref());
        let (url, prefix) = (read.redis_url.clone()?, read.redis_prefix.clone());
        let problem = match connection(&url, read, authorities) {
            Ok(connection) if matches!(connection.addr(), TcpTls { insecure: true, .. }) => {
                "ends in #insecure, which disables verification; name the certificate's issuer in \
                 REDIS_CA_FILE instead"
            }
            Ok(connection) => return Some(Self { connection, prefix }),
            // The URL may contain a password, so neither it nor the library's error is shown.
            Err(_) => {
                "is no address of the form redis://host:6379 or rediss://user:password@host:6380/0; \
                 percent-encode the password, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25"
            }
        };
        settings.problem("REDIS_URL", problem);
        None
    }

    /// Whether the connection uses TLS.
    pub(super) fn is_tls(&self) -> bool {
        matches!(self.connection.addr(), TcpTls { .. })
    }
}

/// The certificates (PEM) in the file that `REDIS_CA_FILE` names.
fn read_authorities(settings: &mut Settings, path: Option<&Path>) -> Option<Vec<u8>> {
    let path = path?;
    let problem = match std::fs::read(path) {
        Ok(pem) if are_certificates(&pem) => return Some(pem),
        Ok(_) => "holds no certificate (PEM), or one that is broken".to_owned(),
        Err(error) => format!("cannot be read: {error}"),
    };
    settings.problem("REDIS_CA_FILE", format!("{} {problem}", path.display()));
    None
}

/// Whether these are one or more certificates that rustls accepts.
fn are_certificates(pem: &[u8]) -> bool {
    let mut roots = RootCertStore::empty();
    let add = |it: Result<_, _>| it.is_ok_and(|it| roots.add(it).is_ok());
    CertificateDer::pem_slice_iter(pem).all(add) && !roots.is_empty()
}

/// Whether an `@` is not the one after the password, or a `%` encodes nothing: the library would take a
/// piece of the password for something else.
fn has_raw_delimiter(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let is_encoded = |digits: &str| {
        let digits = digits.get(..2).unwrap_or_default().as_bytes();
        digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
    };
    after.contains('@')
        || authority.matches('@').count() > 1
        || !authority.split('%').skip(1).all(is_encoded)
}

fn connection(
    url: &SecretString,
    read: RedisSettings,
    authorities: Option<Vec<u8>>,
) -> Result<ConnectionInfo, RedisError> {
    let url = url.expose_secret().trim();
    if has_raw_delimiter(url) {
        return Err((
            ErrorKind::InvalidClientConfig,
            "the password is not percent-encoded",
        )
            .into());
    }
    let info = url.into_connection_info()?;
    let mut redis = info.redis_settings().clone();
    if let Some(username) = read.redis_username {
        redis = redis.set_username(username);
    }
    if let Some(password) = read.redis_password {
        redis = redis.set_password(password.expose_secret());
    }
    if let Some(db) = read.redis_db {
        redis = redis.set_db(db);
    }
    let info = info.set_redis_settings(redis);
    let TcpTls { .. } = info.addr() else {
        return Ok(info);
    };
    let certificates = TlsCertificates {
        client_tls: None,
        root_cert: authorities,
    };
    let client = Client::build_with_tls(info, certificates)?;
    Ok(client.get_connection_info().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Result<Option<RedisConfig>, String> {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = RedisConfig::read(&mut settings);
        settings.finish().map_err(|problems| problems.to_string())?;
        Ok(config)
    }

    #[test]
    fn separate_settings_override_the_url() {
        let config = config(&[
            ("REDIS_URL", "redis://cache:6380/1"),
            ("REDIS_USERNAME", "kpi"),
            ("REDIS_PASSWORD", "p@ss:word"),
            ("REDIS_DB", "3"),
        ]);
        let config = config.unwrap().unwrap();
        let redis = config.connection.redis_settings();
        assert_eq!(redis.username(), Some("kpi"));
        assert_eq!(redis.password(), Some("p@ss:word"));
        assert_eq!(redis.db(), 3);
        assert_eq!(config.prefix, "kpi:");
        assert!(!config.is_tls());
        let shown = format!("{config:?}");
        assert!(!shown.contains("p@ss"), "{shown}");
    }

    #[test]
    fn rediss_means_tls_and_no_url_means_no_redis() {
        let config_of = |url| config(&[("REDIS_URL", url)]).unwrap().unwrap();
        assert!(config_of("rediss://cache.example.com:6380").is_tls());
        assert!(!config_of("redis://cache.example.com").is_tls());
        let encoded = config_of("redis://kpi:p%40ss%3A%2F%3F%23%25@cache/1");
        let redis = encoded.connection.redis_settings();
        assert_eq!(redis.password(), Some("p@ss:/?#%"));
        assert!(config(&[("REDIS_DB", "1")]).unwrap().is_none());
    }

    #[test]
    fn invalid_settings_are_reported_without_secrets() {
        for (name, pairs) in [
            (
                "REDIS_URL",
                vec![("REDIS_URL", "http://user:hunter2@cache")],
            ),
            (
                "REDIS_URL",
                vec![("REDIS_URL", "rediss://:hunter2@cache/0#insecure")],
            ),
            (
                "REDIS_URL",
                vec![("REDIS_URL", "redis://:hunter2@cache/none")],
            ),
            (
                "REDIS_URL",
                vec![("REDIS_URL", "redis://kpi:12?hunter2@cache")],
            ),
            (
                "REDIS_URL",
                vec![("REDIS_URL", "redis://kpi:12#hunter2@cache")],
            ),
            ("REDIS_URL", vec![("REDIS_URL", "redis://:a@hunter2@cache")]),
            ("REDIS_URL", vec![("REDIS_URL", "redis://:hunter2%@cache")]),
            (
                "REDIS_CA_FILE",
                vec![
                    ("REDIS_URL", "rediss://:hunter2@cache"),
                    ("REDIS_CA_FILE", "/nowhere/ca.pem"),
                ],
            ),
        ] {
            let problems = config(&pairs).unwrap_err();
            assert!(problems.starts_with(&format!("{name}: ")), "{problems}");
            assert!(!problems.contains("hunter2"), "{problems}");
        }
    }

    #[test]
    fn a_ca_file_without_a_certificate_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let of_file = |content: &str| {
            std::fs::write(&path, content).unwrap();
            let path = path.to_str().unwrap();
            config(&[("REDIS_URL", "rediss://cache"), ("REDIS_CA_FILE", path)])
        };
        let issued = rcgen::generate_simple_self_signed(["cache".to_owned()]).unwrap();
        let key = issued.signing_key.serialize_pem();
        let broken = issued.cert.pem().replace("\nM", "\n!");
        let expected = format!(
            "REDIS_CA_FILE: {} holds no certificate (PEM)",
            path.display()
        );
        let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let one_of_two = issued.cert.pem() + no_certificate;
        for content in ["", "nonsense", &key, &broken, no_certificate, &one_of_two] {
            let problems = of_file(content).unwrap_err();
            assert!(problems.starts_with(&expected), "{content}: {problems}");
        }
        assert!(of_file(&issued.cert.pem()).unwrap().unwrap().is_tls());
    }
}
