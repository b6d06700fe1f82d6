//! Passwords: bcrypt on blocking threads, a few at a time.
//!
//! bcrypt takes a quarter of a second on purpose. On the event loop it would stop every other
//! request, and on all cores at once it would slow them all; so half of the cores may hash, and the
//! queue for them is full rather than endless while logins flood.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::invalid::Invalid;

/// bcrypt reads no further (its key schedule takes 18 words of 4 bytes).
const MAX_BYTES: usize = 72;
const MIN_CHARS: usize = 8;
/// Salt and digest of a hash that was made of no password.
const DECOY: &str = "abcdefghijklmnopqrstuuO8Q3c5Vb4gYw7sZ1xKpNfMhTjLdRaEi";
/// At a quarter of a second each, those behind these would wait longer than anyone does.
const QUEUE_PER_CORE: usize = 20;

/// A password someone chose: 8 characters or more, 72 bytes at most, so that none of it is
/// silently left out of the hash.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct NewPassword(SecretString);

impl TryFrom<String> for NewPassword {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        if text.chars().count() < MIN_CHARS {
            let message = format!("must have at least {MIN_CHARS} characters");
            return Err(Invalid::new("password_too_short", message));
        }
        if text.len() > MAX_BYTES {
            let message = format!("must have at most {MAX_BYTES} bytes");
            return Err(Invalid::new("password_too_long", message));
        }
        if text.contains('\0') {
            return Err(Invalid::new(
                "control_characters",
                "must not hold a NUL character",
            ));
        }
        Ok(Self(text.into()))
    }
}

impl utoipa::PartialSchema for NewPassword {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .min_length(Some(MIN_CHARS))
            .max_length(Some(MAX_BYTES))
            .description(Some("At least 8 characters, at most 72 bytes of UTF-8."))
            .into()
    }
}

impl utoipa::ToSchema for NewPassword {}

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct PasswordHasher {
    /// A permit for each password that may be hashed now.
    cores: Arc<Semaphore>,
    /// A permit for each request that hashes or waits for it.
    queue: Arc<Semaphore>,
    capacity: usize,
    rounds: u32,
    /// Compared with where there is no account, so that it takes as long as where there is one.
    decoy: Arc<str>,
}

impl PasswordHasher {
    /// A hasher with bcrypt's cost `rounds`, which takes half of the cores.
    #[must_use]
    pub fn new(rounds: u32) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let cores = cores.div_ceil(2);
        let capacity = cores * QUEUE_PER_CORE;
        Self {
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(capacity)),
            capacity,
            rounds,
            decoy: format!("$2b${rounds:02}${DECOY}").into(),
        }
    }

    /// The hash of a chosen password.
    ///
    /// # Errors
    /// [`AppError::HasherBusy`] when the queue is full.
    pub async fn hash(&self, password: NewPassword) -> Result<String, AppError> {
        let rounds = self.rounds;
        self.run(move || bcrypt::hash(password.0.expose_secret(), rounds))
            .await
    }

    /// Whether `password` is the one `hash` was made of. Without a hash (no such account) the
    /// answer is no, after the same time.
    ///
    /// # Errors
    /// [`AppError::HasherBusy`] when the queue is full.
    pub async fn verify(
        &self,
        password: SecretString,
        hash: Option<String>,
    ) -> Result<bool, AppError> {
        // bcrypt would leave out what follows, and let it pass.
        let possible = hash.is_some() && password.expose_secret().len() <= MAX_BYTES;
        let decoy = Arc::clone(&self.decoy);
        let matches = self
            .run(move || {
                bcrypt::verify(password.expose_secret(), hash.as_deref().unwrap_or(&decoy))
            })
            .await?;
        Ok(matches && possible)
    }

    /// As [`PasswordHasher::hash`], for a command line without an event loop.
    ///
    /// # Errors
    /// When hashing itself fails.
    pub fn hash_blocking(&self, password: &NewPassword) -> Result<String, AppError> {
        Ok(bcrypt::hash(password.0.expose_secret(), self.rounds)?)
    }

    /// How many are being hashed or wait for it.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.capacity.saturating_sub(self.queue.available_permits())
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, bcrypt::BcryptError> + Send + 'static,
    ) -> Result<T, AppError> {
        // Whoever hangs up while waiting gives the place back at once.
        let _place = self
            .queue
            .try_acquire()
            .map_err(|_full| AppError::HasherBusy)?;
        let core = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|_closed| AppError::HasherBusy)?;
        let hashed = spawn_blocking(move || {
            let outcome = work();
            drop(core);
            outcome
        });
        Ok(hashed.await.map_err(|_ended| AppError::HasherBusy)??)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_measured_in_characters_and_bytes() {
        for (text, code) in [
            ("1234567", Some("password_too_short")),
            ("пароль7", Some("password_too_short")),
            ("12345678", None),
            ("пароль78", None),
            (&"x".repeat(72), None),
            (&"x".repeat(73), Some("password_too_long")),
            // 37 characters, 74 bytes.
            (&"я".repeat(37), Some("password_too_long")),
            ("1234567\0", Some("control_characters")),
        ] {
            let refused = NewPassword::try_from(text.to_owned())
                .err()
                .map(|invalid| invalid.code);
            assert_eq!(refused.as_deref(), code, "{text}");
        }
    }

    /// One that bcrypt could not read would be refused without any work.
    #[test]
    fn what_is_compared_without_an_account_is_a_hash_of_the_same_cost() {
        for rounds in [4, 5] {
            let hasher = PasswordHasher::new(rounds);
            assert!(!bcrypt::verify("12345678", &hasher.decoy).unwrap());
            let parts: bcrypt::HashParts = hasher.decoy.parse().unwrap();
            assert_eq!(parts.get_cost(), rounds);
        }
    }

    #[actix_web::test]
    async fn only_the_right_password_of_an_account_is_verified() {
        let hasher = PasswordHasher::new(4);
        let hash = hasher
            .hash(NewPassword::try_from("correct horse".to_owned()).unwrap())
            .await;
        let hash = hash.unwrap();
        let long = hasher
            .hash(NewPassword::try_from("x".repeat(72)).unwrap())
            .await
            .unwrap();
        for (password, hash, expected) in [
            ("correct horse", Some(hash.clone()), true),
            ("correct horse!", Some(hash), false),
            ("nobody has this password", None, false),
            (&"x".repeat(72), Some(long.clone()), true),
            (&"x".repeat(73), Some(long), false),
        ] {
            assert_eq!(
                hasher.verify(password.into(), hash).await.unwrap(),
                expected
            );
        }
    }
}
