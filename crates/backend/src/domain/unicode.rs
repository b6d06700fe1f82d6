//! Unicode forms of texts: [`nfc`], and [`fold_case`] for searches.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The text in form C (UAX #15): canonically equal texts, which look the same, become equal.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The text in form C without case (simple case folding, one character for one), with е for ё, which is mostly
/// written so, and with blanks for line ends.
pub(crate) fn fold_case(text: &str) -> String {
    let case = CaseMapper::new();
    let fold = |c: char| match c {
        '\n' => ' ',
        c => match case.simple_fold(c) {
            'ё' => 'е',
            c => c,
        },
    };
    nfc(text).chars().map(fold).collect()
}
