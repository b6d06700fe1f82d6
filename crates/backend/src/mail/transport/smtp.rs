//! Sends emails to an SMTP server.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use crate::mail::{Failure, FailureKind, Security, SmtpConfig};

type Pool = AsyncSmtpTransport<Tokio1Executor>;

/// Timeout of a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// An SMTP client with a connection pool.
pub(super) struct Smtp {
    builder: AsyncSmtpTransportBuilder,
    pool: Mutex<Pool>,
    send_timeout: Duration,
}

impl Smtp {
    pub(super) fn new(config: &SmtpConfig) -> Result<Self, Error> {
        let mut tls = TlsParameters::builder(config.host.clone());
        if let Some(certificate_authorities) = &config.certificate_authorities {
            tls = tls.add_root_certificate(certificate_authorities.clone());
        }
        let tls = tls.build()?;
        let mut builder = Pool::builder_dangerous(&config.host)
            .port(config.port)
            .timeout(Some(CONNECT_TIMEOUT))
            .tls(match config.security {
                Security::Tls => Tls::Wrapper(tls),
                Security::StartTls => Tls::Required(tls),
                Security::Opportunistic => Tls::Opportunistic(tls),
            });
        if let Some((user, password)) = &config.credentials {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            pool: Mutex::new(builder.clone().build()),
            builder,
            send_timeout: config.send_timeout,
        })
    }

    pub(super) async fn send(&self, message: Message) -> Result<(), Failure> {
        let pool = self.pool();
        match tokio::time::timeout(self.send_timeout, pool.send(message)).await {
            Ok(sent) => Ok(sent.map(drop)?),
            Err(_elapsed) => {
                self.replace_pool(&pool).await;
                let detail = format!("no answer within {} s", self.send_timeout.as_secs());
                Err(Failure::new(FailureKind::Unreachable, detail))
            }
        }
    }

    pub(super) async fn close(&self) {
        self.pool().shutdown().await;
    }

    fn pool(&self) -> Pool {
        let pool = self.pool.lock();
        pool.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the pool after a timeout: lettre returns a connection in the middle of a transaction to
    /// the pool, and the next email would read the replies to the previous one.
    async fn replace_pool(&self, pool: &Pool) {
        let new_pool = self.builder.clone().build();
        *self.pool.lock().unwrap_or_else(PoisonError::into_inner) = new_pool;
        pool.shutdown().await;
    }
}
