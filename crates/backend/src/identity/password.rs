//! Password hashing: bcrypt on blocking threads, with limited concurrency.
//!
//! bcrypt takes about 250 ms on purpose. It would block an event loop, and on all cores it would slow
//! down every other request. So at most half of the cores hash at a time, and the queue is bounded.
//!
//! # Constant time
//!
//! The duration of a sign-in must not reveal whether an account exists. So every verification takes as
//! long as the highest cost: the configured one, or, where the cost was lowered, the highest cost
//! verified since the start. A hash of a lower cost, made before the cost was raised, is followed by
//! verifications of dummy hashes at its cost and at each higher one: cost n is 2^n rounds, and
//! 2^n + 2^n + 2^(n+1) + … + 2^(m-1) = 2^m. Without an account a dummy hash of the highest cost is
//! verified.
//!
//! A sign-in rehashes the password at the configured cost and keeps the salt. A changed password gets a
//! new salt. So a concurrent request can tell by the salt that a rehash is still the same password.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bcrypt::{BcryptResult, HashParts};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::domain::ValidationError;
use crate::error::AppError;

/// bcrypt ignores further bytes (its key schedule takes 18 words of 4 bytes).
const MAX_BYTES: usize = 72;
const MIN_CHARS: usize = 8;
/// Salt and digest of a hash that no password matches.
const DUMMY_HASH: &str = "abcdefghijklmnopqrstuuO8Q3c5Vb4gYw7sZ1xKpNfMhTjLdRaEi";
/// At 250 ms each, a longer queue would exceed the timeout of clients.
const QUEUE_PER_CORE: usize = 20;

/// A password for hashing: at least 8 characters, and at most 72 bytes, so that bcrypt does not
/// truncate it.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct NewPassword(SecretString);

impl TryFrom<String> for NewPassword {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        if text.chars().count() < MIN_CHARS {
            let message = format!("must have at least {MIN_CHARS} characters");
            return Err(ValidationError::new("password_too_short", message));
        }
        if text.len() > MAX_BYTES {
            let message = format!("must have at most {MAX_BYTES} bytes");
            return Err(ValidationError::new("password_too_long", message));
        }
        if text.contains('\0') {
            return Err(ValidationError::new(
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
    /// Limits the hashes that run at a time.
    hashing: Arc<Semaphore>,
    /// Limits the hashes that run or wait.
    queue: Arc<Semaphore>,
    capacity: usize,
    rounds: u32,
    /// The highest cost that a verification may have.
    max_cost: Arc<AtomicU32>,
}

impl PasswordHasher {
    /// A hasher with the bcrypt cost `rounds`, on half of the cores.
    #[must_use]
    pub fn new(rounds: u32) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let cores = cores.div_ceil(2);
        let capacity = cores * QUEUE_PER_CORE;
        Self {
            hashing: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(capacity)),
            capacity,
            rounds,
            max_cost: Arc::new(AtomicU32::new(rounds)),
        }
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// [`AppError::HasherBusy`] when the queue is full.
    pub async fn hash(&self, password: NewPassword) -> Result<String, AppError> {
        let rounds = self.rounds;
        self.run(move || bcrypt::hash(password.0.expose_secret(), rounds))
            .await
    }

    /// Whether `password` matches `hash`. Without a hash (no such account) it returns false after the
    /// same time.
    ///
    /// # Errors
    /// [`AppError::HasherBusy`] when the queue is full.
    pub async fn verify(
        &self,
        password: SecretString,
        hash: Option<String>,
    ) -> Result<bool, AppError> {
        // bcrypt would truncate a longer password and might accept it.
        let possible = hash.is_some() && password.expose_secret().len() <= MAX_BYTES;
        let cost = hash.as_deref().map(cost_of).transpose()?.unwrap_or(0);
        let max_cost = self.max_cost.fetch_max(cost, Ordering::Relaxed).max(cost);
        let hash = hash.unwrap_or_else(|| dummy_hash(max_cost));
        let matches = self
            .run(move || verify_at_cost(password.expose_secret(), &hash, max_cost))
            .await?;
        Ok(matches && possible)
    }

    /// Hashes `password` at the configured cost, with the salt of `hash`. `None` when `hash` has that
    /// cost already, or when the queue is full: the next sign-in tries again.
    ///
    /// # Errors
    /// When hashing itself fails.
    pub async fn rehash(
        &self,
        password: SecretString,
        hash: &str,
    ) -> Result<Option<String>, AppError> {
        let parts: HashParts = hash.parse()?;
        let rounds = self.rounds;
        if parts.get_cost() == rounds {
            return Ok(None);
        }
        let hashing = self.run(move || {
            bcrypt::hash_with_salt(password.expose_secret(), rounds, parts.get_salt_raw())
        });
        match hashing.await {
            Ok(hash) => Ok(Some(hash.to_string())),
            Err(AppError::HasherBusy) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// As [`PasswordHasher::hash`], for a command line without an event loop.
    ///
    /// # Errors
    /// When hashing itself fails.
    pub fn hash_blocking(&self, password: &NewPassword) -> Result<String, AppError> {
        Ok(bcrypt::hash(password.0.expose_secret(), self.rounds)?)
    }

    /// How many hashes run or wait.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.capacity.saturating_sub(self.queue.available_permits())
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> BcryptResult<T> + Send + 'static,
    ) -> Result<T, AppError> {
        // Released at once when the request is dropped while it waits.
        let _queued = self
            .queue
            .try_acquire()
            .map_err(|_full| AppError::HasherBusy)?;
        let core = Arc::clone(&self.hashing)
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

/// Whether two hashes have the same salt: they are then of the same password, see the module
/// documentation.
#[must_use]
pub fn has_same_salt(one: &str, other: &str) -> bool {
    let salt = |hash: &str| {
        hash.parse::<HashParts>()
            .ok()
            .map(|parts| parts.get_salt_raw())
    };
    salt(one).is_some_and(|of_one| salt(other) == Some(of_one))
}

/// Whether the password matches the hash, in the time that `max_cost` takes.
fn verify_at_cost(password: &str, hash: &str, max_cost: u32) -> BcryptResult<bool> {
    let matches = bcrypt::verify(password, hash)?;
    for cost in cost_of(hash)?..max_cost {
        bcrypt::verify(password, &dummy_hash(cost))?;
    }
    Ok(matches)
}

fn cost_of(hash: &str) -> BcryptResult<u32> {
    Ok(hash.parse::<HashParts>()?.get_cost())
}

/// A hash of this cost that no password matches.
fn dummy_hash(cost: u32) -> String {
    format!("$2b${cost:02}${DUMMY_HASH}")
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

    /// bcrypt would reject an invalid hash without any work.
    #[test]
    fn a_dummy_hash_is_valid_and_has_its_cost() {
        for cost in [4, 12, 31] {
            assert_eq!(cost_of(&dummy_hash(cost)).unwrap(), cost);
        }
        assert!(!bcrypt::verify("12345678", &dummy_hash(4)).unwrap());
    }

    #[actix_web::test]
    async fn a_rehash_keeps_the_salt_and_a_new_password_gets_another() {
        let (cheap, expensive) = (PasswordHasher::new(4), PasswordHasher::new(5));
        let chosen = NewPassword::try_from("correct horse".to_owned()).unwrap();
        let hash = cheap.hash(chosen.clone()).await.unwrap();
        assert_eq!(cheap.rehash(chosen.0.clone(), &hash).await.unwrap(), None);
        let rehashed = expensive
            .rehash(chosen.0.clone(), &hash)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(cost_of(&rehashed).unwrap(), 5);
        assert!(has_same_salt(&hash, &rehashed));
        let verified = expensive.verify(chosen.0.clone(), Some(rehashed)).await;
        assert!(verified.unwrap());
        assert!(!has_same_salt(&hash, &cheap.hash(chosen).await.unwrap()));
        assert!(!has_same_salt("no hash", "no hash"));
    }

    /// The highest cost verified so far counts, not the configured one.
    #[actix_web::test]
    async fn an_unknown_account_costs_as_much_as_the_most_expensive_hash() {
        let hasher = PasswordHasher::new(4);
        for cost in [4, 6, 5] {
            let hash = Some(dummy_hash(cost));
            assert!(!hasher.verify("12345678".into(), hash).await.unwrap());
        }
        assert_eq!(hasher.max_cost.load(Ordering::Relaxed), 6);
        assert!(!hasher.verify("12345678".into(), None).await.unwrap());
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
            ("an unknown password", None, false),
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
