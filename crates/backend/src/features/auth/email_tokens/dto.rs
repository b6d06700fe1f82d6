//! Requests about email tokens.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::features::auth::model::TypedAddress;
use crate::identity::NewPassword;

/// Requests an email to reset the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgottenPassword {
    /// The account's address.
    #[schema(value_type = String)]
    pub email: TypedAddress,
}

/// Resets the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordReset {
    /// The token from the link.
    #[schema(value_type = String)]
    pub token: SecretString,
    /// At least 8 characters, at most 72 bytes.
    pub password: NewPassword,
}

/// Verifies the email address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailVerification {
    /// The token from the link.
    #[schema(value_type = String)]
    pub token: SecretString,
}
