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
//! # Forms of a password
//!
//! A keyboard, a password manager or another system may type the same letters as other code points. So
//! passwords are hashed as an OpaqueString (RFC 8265 §4.2): in normalization form C, with all kinds of
//! blanks as U+0020. Unlike there, invisible characters that belong to emoji are allowed. Earlier versions
//! hashed what was typed: such a hash is verified too, and replaced at the next sign-in. A password with
//! two forms takes two verifications, whether or not there is an account.
//!
//! A sign-in rehashes the password at the configured cost and keeps the salt. A changed password gets a
//! new salt. So a concurrent request can tell by the salt that a rehash is still the same password.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bcrypt::{BcryptResult, HashParts};
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::domain::{ValidationError, nfc};
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
        let text = normalized(&SecretString::from(text));
        let text = text.expose_secret();
        if text.chars().count() < MIN_CHARS {
            let message = format!("must have at least {MIN_CHARS} characters");
            return Err(ValidationError::new("password_too_short", message));
        }
        if text.len() > MAX_BYTES {
            let message = format!(
                "must have at most {MAX_BYTES} bytes: about {MAX_BYTES} letters of English, {} of Russian \
                 or {} emoji",
                MAX_BYTES / 2,
                MAX_BYTES / 4
            );
            return Err(ValidationError::new("password_too_long", message));
        }
        if text.contains(char::is_control) {
            return Err(ValidationError::new(
                "control_characters",
                "must not hold tabs, line ends or other control characters",
            ));
        }
        Ok(Self(text.into()))
    }
}

/// The normalized form of a password.
fn normalized(password: &SecretString) -> SecretString {
    let category = CodePointMapData::<GeneralCategory>::new();
    let with_plain_blanks: String = password
        .expose_secret()
        .chars()
        .map(|c| match category.get(c) {
            GeneralCategory::SpaceSeparator => ' ',
            _ => c,
        })
        .collect();
    let with_plain_blanks = SecretString::from(with_plain_blanks);
    SecretString::from(nfc(with_plain_blanks.expose_secret()).into_owned())
}

/// The form of a password that its hash was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordForm {
    /// The normalized form.
    Normalized,
    /// As it was typed, by an earlier version.
    Typed,
}

/// The forms of a password that may have a hash: bcrypt would truncate a longer one, and might accept it.
fn forms(typed: SecretString) -> Vec<(PasswordForm, SecretString)> {
    let normalized = normalized(&typed);
    let mut forms = vec![(PasswordForm::Normalized, normalized)];
    if forms[0].1.expose_secret() != typed.expose_secret() {
        forms.push((PasswordForm::Typed, typed));
    }
    forms.retain(|(_, form)| form.expose_secret().len() <= MAX_BYTES);
    forms
}

impl utoipa::PartialSchema for NewPassword {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .min_length(Some(MIN_CHARS))
            .max_length(Some(MAX_BYTES))
            .description(Some(
                "At least 8 characters, at most 72 bytes of UTF-8 in normalization form C.",
            ))
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

    /// The hash to verify against, and the cost that it takes: the highest so far, and a dummy without
    /// a hash.
    fn hash_or_dummy(&self, hash: Option<String>) -> Result<(String, u32), AppError> {
        let cost = hash.as_deref().map(cost_of).transpose()?.unwrap_or(0);
        let max_cost = self.max_cost.fetch_max(cost, Ordering::Relaxed).max(cost);
        Ok((hash.unwrap_or_else(|| dummy_hash(max_cost)), max_cost))
    }

    /// The form in which `password` matches `hash`, if it does. Without a hash (no such account) it returns
    /// `None` after the same time.
    ///
    /// # Errors
    /// [`AppError::HasherBusy`] when the queue is full.
    pub async fn verify(
        &self,
        password: SecretString,
        hash: Option<String>,
    ) -> Result<Option<PasswordForm>, AppError> {
        let exists = hash.is_some();
        let (hash, max_cost) = self.hash_or_dummy(hash)?;
        let matched = self
            .run(move || {
                for (form, text) in forms(password) {
                    if verify_at_cost(text.expose_secret(), &hash, max_cost)? {
                        return Ok(Some(form));
                    }
                }
                Ok(None)
            })
            .await?;
        Ok(matched.filter(|_| exists))
    }

    /// Hashes the normalized form of `password` at the configured cost, with the salt of `hash`, which
    /// `form` of it matches. `None` when `hash` is so already, when the normalized form is too long, or when
    /// the queue is full: the next sign-in tries again.
    ///
    /// # Errors
    /// When hashing itself fails.
    pub async fn rehash(
        &self,
        password: SecretString,
        form: PasswordForm,
        hash: &str,
    ) -> Result<Option<String>, AppError> {
        let parts: HashParts = hash.parse()?;
        let rounds = self.rounds;
        let password = normalized(&password);
        let is_current = parts.get_cost() == rounds && form == PasswordForm::Normalized;
        if is_current || password.expose_secret().len() > MAX_BYTES {
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
            // 18 emoji are 72 bytes.
            (&"😀".repeat(18), None),
            (&"😀".repeat(19), Some("password_too_long")),
            // 72 bytes in form D, and 8 characters only in form D.
            (&"a\u{308}".repeat(36), None),
            ("a\u{308}".repeat(4).as_str(), Some("password_too_short")),
            (" 123456 ", None),
            ("1234567\0", Some("control_characters")),
            ("correct horse\n", Some("control_characters")),
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
        let form = PasswordForm::Normalized;
        let rehash = async |hasher: &PasswordHasher| {
            hasher.rehash(chosen.0.clone(), form, &hash).await.unwrap()
        };
        assert_eq!(rehash(&cheap).await, None);
        let rehashed = rehash(&expensive).await.unwrap();
        assert_eq!(cost_of(&rehashed).unwrap(), 5);
        assert!(has_same_salt(&hash, &rehashed));
        let verified = expensive.verify(chosen.0.clone(), Some(rehashed)).await;
        assert_eq!(verified.unwrap(), Some(form));
        assert!(!has_same_salt(&hash, &cheap.hash(chosen).await.unwrap()));
        assert!(!has_same_salt("no hash", "no hash"));
    }

    /// The forms of a password, and the forms that a hash of what was typed verifies.
    #[actix_web::test]
    async fn a_hash_of_another_form_is_verified_and_replaced() {
        let hasher = PasswordHasher::new(4);
        for (one, other, same) in [
            ("pässwörd", "pa\u{308}sswo\u{308}rd", true),
            ("Ångström", "\u{212b}ngstro\u{308}m", true),
            ("correct horse", "correct\u{a0}horse", true),
            ("correct horse", "correct\u{3000}horse", true),
            ("ﬁne and dandy", "fine and dandy", false),
            ("１２３４５６７８", "12345678", false),
            ("correct horse", " correct horse", false),
            ("correct horse", "correct horse ", false),
            ("correct horse", "Correct horse", false),
        ] {
            for (set, typed) in [(one, other), (other, one)] {
                let new = NewPassword::try_from(set.to_owned()).unwrap();
                let hash = hasher.hash(new).await.unwrap();
                let verified = hasher.verify(typed.into(), Some(hash)).await.unwrap();
                let expected = same.then_some(PasswordForm::Normalized);
                assert_eq!(verified, expected, "{set:?} {typed:?}");
            }
        }

        let decomposed = "pa\u{308}sswo\u{308}rd";
        let old = bcrypt::hash(decomposed, 4).unwrap();
        let verify = async |typed: &str, hash: &str| {
            let hash = Some(hash.to_owned());
            hasher.verify(typed.into(), hash).await.unwrap()
        };
        assert_eq!(verify("pässwörd", &old).await, None);
        let form = verify(decomposed, &old).await.unwrap();
        assert_eq!(form, PasswordForm::Typed);
        let rehashed = hasher.rehash(decomposed.into(), form, &old).await;
        let rehashed = rehashed.unwrap().unwrap();
        assert!(has_same_salt(&old, &rehashed));
        for typed in [decomposed, "pässwörd"] {
            let form = verify(typed, &rehashed).await;
            assert_eq!(form, Some(PasswordForm::Normalized), "{typed:?}");
        }

        // U+0958 takes 3 bytes, its form C 6: the hash of 72 bytes cannot be replaced.
        let long = "\u{958}".repeat(24);
        let old = bcrypt::hash(&long, 4).unwrap();
        let form = verify(&long, &old).await.unwrap();
        assert_eq!(form, PasswordForm::Typed);
        let rehashed = hasher.rehash(long.as_str().into(), form, &old).await;
        assert_eq!(rehashed.unwrap(), None);
    }

    /// The highest cost verified so far counts, not the configured one.
    #[actix_web::test]
    async fn an_unknown_account_costs_as_much_as_the_most_expensive_hash() {
        let hasher = PasswordHasher::new(4);
        for cost in [4, 6, 5] {
            let hash = Some(dummy_hash(cost));
            assert_eq!(hasher.verify("12345678".into(), hash).await.unwrap(), None);
        }
        let (dummy, cost) = hasher.hash_or_dummy(None).unwrap();
        assert_eq!((cost_of(&dummy).unwrap(), cost), (6, 6));
        assert_eq!(hasher.verify("12345678".into(), None).await.unwrap(), None);
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
            let verified = hasher.verify(password.into(), hash).await.unwrap();
            assert_eq!(verified.is_some(), expected);
        }
    }
}
