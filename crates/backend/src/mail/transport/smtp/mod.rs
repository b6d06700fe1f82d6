//! Sends emails to an SMTP server.
//!
//! lettre's own pool does not tell at which step a server failed, so connections are opened here, and
//! kept for the next email as long as servers usually keep them too.

mod failure;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use secrecy::ExposeSecret;

use self::failure::{Step, describe, describe_timeout};
use crate::mail::{Failure, Security, SmtpConfig};

/// Timeout of a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a connection is kept for the next email.
const MAX_IDLE: Duration = Duration::from_secs(30);

/// An SMTP client.
pub(super) struct Smtp {
    config: SmtpConfig,
    tls: TlsParameters,
    credentials: Option<Credentials>,
    idle: Mutex<Vec<(Instant, AsyncSmtpConnection)>>,
}

impl Smtp {
    pub(super) fn new(config: &SmtpConfig) -> Result<Self, Error> {
        let mut tls = TlsParameters::builder(config.host.clone());
        if let Some(certificate_authorities) = &config.certificate_authorities {
            tls = tls.add_root_certificate(certificate_authorities.clone());
        }
        let credentials = config.credentials.as_ref();
        Ok(Self {
            tls: tls.build()?,
            credentials: credentials.map(|(user, password)| {
                Credentials::new(user.clone(), password.expose_secret().to_owned())
            }),
            idle: Mutex::default(),
            config: config.clone(),
        })
    }

    /// Sends an email. After a failure or a timeout the connection is closed: the next email would read
    /// the replies to this one.
    pub(super) async fn send(&self, message: Message) -> Result<(), Failure> {
        let mut step = Step::Connect;
        let sending = self.send_on(&mut step, &message);
        match tokio::time::timeout(self.config.send_timeout, sending).await {
            Ok(sent) => sent.map_err(|error| describe(step, &error, &self.config)),
            Err(_elapsed) => Err(describe_timeout(step, &self.config)),
        }
    }

    async fn send_on(&self, step: &mut Step, message: &Message) -> Result<(), Error> {
        let mut connection = match self.reuse().await {
            Some(connection) => connection,
            None => self.connect(step).await?,
        };
        *step = Step::Mail;
        connection
            .send(message.envelope(), &message.formatted())
            .await?;
        self.idle().push((Instant::now(), connection));
        Ok(())
    }

    /// A kept connection that the server has not closed.
    async fn reuse(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (since, mut connection) = self.idle().pop()?;
            if since.elapsed() < MAX_IDLE && connection.test_connected().await {
                return Some(connection);
            }
            connection.abort().await;
        }
    }

    async fn connect(&self, step: &mut Step) -> Result<AsyncSmtpConnection, Error> {
        let SmtpConfig {
            host,
            port,
            security,
            helo_name,
            ..
        } = &self.config;
        let tls = (*security == Security::Tls).then(|| self.tls.clone());
        let address = (host.trim_matches(['[', ']']), *port);
        let timeout = Some(CONNECT_TIMEOUT);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, timeout, helo_name, tls, None).await?;
        let is_optional = *security == Security::Opportunistic;
        if *security == Security::StartTls || is_optional && connection.can_starttls() {
            *step = Step::StartTls;
            connection.starttls(self.tls.clone(), helo_name).await?;
        }
        if let Some(credentials) = &self.credentials {
            *step = Step::SignIn;
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// Closes the kept connections.
    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle());
        for (_, mut connection) in idle {
            connection.abort().await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Instant, AsyncSmtpConnection)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
