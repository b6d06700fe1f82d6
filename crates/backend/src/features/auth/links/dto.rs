//! What goes over the wire for links.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::identity::NewPassword;

/// Ask for a link to choose a new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgottenPassword {
    /// The account's address.
    pub email: String,
}

/// Choose a new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordReset {
    /// What the link has after `token=`.
    #[schema(value_type = String)]
    pub token: SecretString,
    /// At least 8 characters, at most 72 bytes.
    pub password: NewPassword,
}

/// Show that the address is one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailVerification {
    /// What the link has after `token=`.
    #[schema(value_type = String)]
    pub token: SecretString,
}
