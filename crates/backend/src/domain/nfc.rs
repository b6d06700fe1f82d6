//! [`nfc`]: Unicode normalization form C.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The text in form C (UAX #15): canonically equal texts, which look the same, become equal.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}
