//! [`LanguageQuery`]: the language of a response's texts.

use serde::Deserialize;
use utoipa::IntoParams;

use super::CurrentUser;
use crate::identity::Language;

/// The language of a response's texts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LanguageQuery {
    /// The user's language by default.
    language: Option<Language>,
}

impl LanguageQuery {
    /// The language asked for, else the user's.
    #[must_use]
    pub fn language_for(&self, user: &CurrentUser) -> Language {
        self.language.unwrap_or(user.language)
    }
}
