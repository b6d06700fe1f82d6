//! Serde functions for the fields of settings, beyond what `config` converts: for `with`,
//! `deserialize_with` and `serialize_with`. Types with `FromStr` and `Display` use
//! `with = "As::<DisplayFromStr>"` (serde_with).
//!
//! Each error states what is expected; [`Settings`](super::Settings) adds the variable and its value.

use std::time::Duration;

use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

/// The longest duration of a setting, in seconds.
const DAY: f64 = 86_400.0;

/// Every secret is serialised as this; it marks the field as a secret.
pub(super) const SECRET: &str = "not set";

/// Marks a secret: it is neither trimmed nor printed, and has no default.
pub fn secret<S: Serializer>(_: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(SECRET)
}

/// A whole number within these bounds.
///
/// The conversion of `config` would accept "yes" as 1.
pub fn within<'de, D, T, const MIN: u64, const MAX: u64>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    number::<T, MIN, MAX>(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// A whole number within these bounds, or none.
pub fn optional_within<'de, D, T, const MIN: u64, const MAX: u64>(
    deserializer: D,
) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| number::<T, MIN, MAX>(&text))
        .transpose()
        .map_err(D::Error::custom)
}

/// A whole number, also 0.
pub fn count<'de, D: Deserializer<'de>, T: TryFrom<u64>>(deserializer: D) -> Result<T, D::Error> {
    within::<D, T, 0, { u64::MAX }>(deserializer)
}

/// A whole number above 0.
pub fn positive<'de, D: Deserializer<'de>, T: TryFrom<u64>>(
    deserializer: D,
) -> Result<T, D::Error> {
    within::<D, T, 1, { u64::MAX }>(deserializer)
}

/// A port; 0 takes a free one.
pub fn port<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    within::<D, u16, 0, 65_535>(deserializer)
}

/// A port, or none.
pub fn optional_port<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    optional_within::<D, u16, 0, 65_535>(deserializer)
}

fn number<T: TryFrom<u64>, const MIN: u64, const MAX: u64>(text: &str) -> Result<T, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (MIN..=MAX).contains(number));
    let number = number.and_then(|number| number.try_into().ok());
    number.ok_or_else(|| match MAX {
        u64::MAX => format!("expected a whole number from {MIN} on"),
        _ => format!("expected a whole number from {MIN} to {MAX}"),
    })
}

/// A duration above 0, in seconds; fractions are allowed.
pub mod seconds {
    use super::{Deserializer, Duration, Error, Serializer};

    /// Serialises to seconds.
    pub fn serialize<S, T>(duration: &T, serializer: S) -> Result<S::Ok, S::Error>
    where
        S: Serializer,
        T: Copy + Into<Option<Duration>>,
    {
        let duration = (*duration).into().unwrap_or_default();
        serializer.serialize_f64(duration.as_secs_f64())
    }

    /// Deserialises from seconds.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        super::duration(deserializer)?
            .filter(|duration| !duration.is_zero())
            .ok_or_else(|| D::Error::custom("expected a number of seconds from above 0 to 86400"))
    }
}

/// A duration in seconds; 0 means `None`.
pub mod seconds_or_never {
    pub use super::seconds::serialize;
    use super::{Deserializer, Duration, Error};

    /// Deserialises from seconds.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let duration = super::duration(deserializer)?;
        let expected = "expected a number of seconds up to 86400, or 0 for never";
        let duration = duration.ok_or_else(|| D::Error::custom(expected))?;
        Ok(Some(duration).filter(|duration| !duration.is_zero()))
    }
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let seconds = String::deserialize(deserializer)?.parse().ok();
    let seconds = seconds.filter(|seconds| (0.0..=DAY).contains(seconds));
    Ok(seconds.map(Duration::from_secs_f64))
}
