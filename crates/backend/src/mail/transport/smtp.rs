//! Mails to an SMTP server.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use crate::mail::{Failure, FailureKind, Security, SmtpConfig};

type Pool = AsyncSmtpTransport<Tokio1Executor>;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// An SMTP server, with connections kept open while there is something to send.
pub(super) struct Smtp {
    builder: AsyncSmtpTransportBuilder,
    pool: Mutex<Pool>,
    patience: Duration,
}

impl Smtp {
    pub(super) fn new(config: &SmtpConfig) -> Result<Self, Error> {
        let mut trust = TlsParameters::builder(config.host.clone());
        if let Some(authorities) = &config.authorities {
            trust = trust.add_root_certificate(authorities.clone());
        }
        let trust = trust.build()?;
        let mut builder = Pool::builder_dangerous(&config.host)
            .port(config.port)
            .timeout(Some(CONNECT_TIMEOUT))
            .tls(match config.security {
                Security::Tls => Tls::Wrapper(trust),
                Security::StartTls => Tls::Required(trust),
                Security::Opportunistic => Tls::Opportunistic(trust),
            });
        if let Some((user, password)) = &config.credentials {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            pool: Mutex::new(builder.clone().build()),
            builder,
            patience: config.patience,
        })
    }

    pub(super) async fn send(&self, message: Message) -> Result<(), Failure> {
        let pool = self.pool();
        match tokio::time::timeout(self.patience, pool.send(message)).await {
            Ok(sent) => Ok(sent.map(drop)?),
            Err(_elapsed) => {
                self.abandon(&pool).await;
                let detail = format!("no answer within {} s", self.patience.as_secs());
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

    /// A connection that was left in the middle of a conversation goes back to its pool as if it
    /// were well, and whoever got it next would take the old mail's answers for the new one's. So
    /// that pool is given up.
    async fn abandon(&self, pool: &Pool) {
        let fresh = self.builder.clone().build();
        *self.pool.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        pool.shutdown().await;
    }
}
