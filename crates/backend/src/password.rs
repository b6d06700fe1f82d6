//! Passwords: bcrypt on blocking threads, a few at a time.
//!
//! bcrypt takes a quarter of a second on purpose. On the event loop it would stop every other
//! request, and on all cores at once it would slow them all; so half of the cores may hash, and the
//! queue for them is full rather than endless while logins flood.
//!
//! # One time for all
//!
//! Whoever could tell by the time whether there is an account, need not guess. So every comparison
//! takes as long as the dearest there is: that of the cost that is set, or, where the cost was
//! lowered, of the dearest hash that has been compared since the start. A cheaper hash, made before
//! the cost was raised, is followed by comparisons with decoys at its cost and at each one above it:
//! cost n is 2^n rounds, and 2^n + 2^n + 2^(n+1) + … + 2^(m-1) = 2^m. What has no account is compared
//! with the dearest decoy.
//!
//! At a sign-in the hash is made anew at the cost that is set. It keeps its salt: a password that is
//! chosen gets a new one, so by the salt those who compared with the older hash meanwhile know that
//! it is still the same password.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bcrypt::{BcryptResult, HashParts};
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
    /// The highest cost that a comparison may have.
    dearest: Arc<AtomicU32>,
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
            dearest: Arc::new(AtomicU32::new(rounds)),
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
        let cost = hash.as_deref().map(cost_of).transpose()?.unwrap_or(0);
        let dearest = self.dearest.fetch_max(cost, Ordering::Relaxed).max(cost);
        let hash = hash.unwrap_or_else(|| decoy(dearest));
        let matches = self
            .run(move || compare(password.expose_secret(), &hash, dearest))
            .await?;
        Ok(matches && possible)
    }

    /// `hash`, which was made of `password`, made anew at the cost that is set; `None` where it has
    /// that, and where the hasher has no time: there will be another sign-in.
    ///
    /// # Errors
    /// When hashing itself fails.
    pub async fn renewed(
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
            Ok(renewed) => Ok(Some(renewed.to_string())),
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

    /// How many are being hashed or wait for it.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.capacity.saturating_sub(self.queue.available_permits())
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> BcryptResult<T> + Send + 'static,
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

/// Whether two hashes are of one password, as it was chosen once: of the same salt.
#[must_use]
pub fn is_one_choice(one: &str, other: &str) -> bool {
    let salt = |hash: &str| {
        hash.parse::<HashParts>()
            .ok()
            .map(|parts| parts.get_salt_raw())
    };
    salt(one).is_some_and(|of_one| salt(other) == Some(of_one))
}

/// Whether the hash was made of the password, after the time that the cost `dearest` takes.
fn compare(password: &str, hash: &str, dearest: u32) -> BcryptResult<bool> {
    let matches = bcrypt::verify(password, hash)?;
    for cost in cost_of(hash)?..dearest {
        bcrypt::verify(password, &decoy(cost))?;
    }
    Ok(matches)
}

fn cost_of(hash: &str) -> BcryptResult<u32> {
    Ok(hash.parse::<HashParts>()?.get_cost())
}

/// A hash of this cost that no password has.
fn decoy(cost: u32) -> String {
    format!("$2b${cost:02}${DECOY}")
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
    fn a_decoy_is_a_hash_of_its_cost() {
        for cost in [4, 12, 31] {
            assert_eq!(cost_of(&decoy(cost)).unwrap(), cost);
        }
        assert!(!bcrypt::verify("12345678", &decoy(4)).unwrap());
    }

    #[actix_web::test]
    async fn a_renewed_hash_is_of_the_same_choice_and_a_new_one_is_not() {
        let (cheap, dear) = (PasswordHasher::new(4), PasswordHasher::new(5));
        let chosen = NewPassword::try_from("correct horse".to_owned()).unwrap();
        let hash = cheap.hash(chosen.clone()).await.unwrap();
        assert_eq!(cheap.renewed(chosen.0.clone(), &hash).await.unwrap(), None);
        let renewed = dear
            .renewed(chosen.0.clone(), &hash)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(cost_of(&renewed).unwrap(), 5);
        assert!(is_one_choice(&hash, &renewed));
        let verified = dear.verify(chosen.0.clone(), Some(renewed)).await;
        assert!(verified.unwrap());
        assert!(!is_one_choice(&hash, &cheap.hash(chosen).await.unwrap()));
        assert!(!is_one_choice("no hash", "no hash"));
    }

    /// Of the dearest it has met, whatever is set.
    #[actix_web::test]
    async fn what_has_no_account_costs_as_much_as_the_dearest_hash() {
        let hasher = PasswordHasher::new(4);
        for cost in [4, 6, 5] {
            let hash = Some(decoy(cost));
            assert!(!hasher.verify("12345678".into(), hash).await.unwrap());
        }
        assert_eq!(hasher.dearest.load(Ordering::Relaxed), 6);
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
