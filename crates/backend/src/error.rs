//! [`AppError`], and its mapping to problem responses (RFC 9457).
//!
//! The message of an [`AppError`] is for the log. Clients get the text of the problem, and a 5xx does not
//! reveal the cause. A 5xx is logged here, once, with the request id.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use kpi_common::problem::Problem;

use crate::db::{DatabaseError, RETRY_AFTER, TransactionError};
use crate::domain::ValidationError;

/// Every error of a request.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Does not exist, or belongs to another user.
    #[error("not found")]
    NotFound,
    /// No valid session.
    #[error("not signed in")]
    Unauthenticated,
    /// The ticket of a WebSocket is unknown, spent or expired, or its session has ended.
    #[error("the ticket is not valid")]
    TicketInvalid,
    /// A page of another origin tried to act by the session cookie.
    #[error("another origin")]
    ForeignOrigin,
    /// The sender takes another user for the signed-in one.
    #[error("another user is signed in")]
    SessionChanged,
    /// Not an administrator.
    #[error("not an administrator")]
    Forbidden,
    /// An access token without this scope.
    #[error("the access token has no scope {0}")]
    ScopeMissing(&'static str),
    /// An access token may not do this, whatever its scopes.
    #[error("access tokens may not do this")]
    SessionRequired,
    /// The user has as many access tokens as the service keeps.
    #[error("too many access tokens")]
    TooManyAccessTokens,
    /// No mail server is configured.
    #[error("mail is off")]
    MailOff,
    /// Sign-in with an unknown address or a wrong password.
    #[error("wrong address or password")]
    WrongCredentials,
    /// Throttled; the next attempt is allowed after this many seconds.
    #[error("too many attempts, the next one in {0} s")]
    TooManyAttempts(u32),
    /// A signed-in user confirmed something with a wrong password.
    #[error("wrong password")]
    WrongPassword,
    /// Nobody may sign up.
    #[error("registration is closed")]
    RegistrationClosed,
    /// Only invited people may sign up.
    #[error("registration is by invitation")]
    InvitationRequired,
    /// The invitation is for another address, here masked.
    #[error("the invitation is for another address")]
    InvitationForAnother(String),
    /// The invitation was accepted.
    #[error("the invitation was used")]
    InvitationUsed,
    /// The invitation was not accepted in time.
    #[error("the invitation has expired")]
    InvitationExpired,
    /// Whoever had sent the invitation took it back.
    #[error("the invitation was canceled")]
    InvitationCanceled,
    /// Whoever had sent the invitation may not invite any more.
    #[error("the inviter may not invite any more")]
    InvitationVoid,
    /// The account may not be signed in to.
    #[error("the account is disabled")]
    AccountDisabled,
    /// Nobody else administers the installation.
    #[error("the last administrator")]
    LastAdministrator,
    /// The address belongs to another account.
    #[error("the address is taken")]
    EmailTaken,
    /// One of the two has as many friends, or as many open requests, as the service keeps.
    #[error("too many friends or requests")]
    TooManyFriends,
    /// Nobody else leads a team.
    #[error("the last leader of a team")]
    LastLeader,
    /// A team has as many members as it can have.
    #[error("the team is full")]
    TeamFull,
    /// The user is in as many teams as the service keeps.
    #[error("too many teams")]
    TooManyTeams,
    /// The team has as many goals as the service keeps.
    #[error("too many goals")]
    TooManyGoals,
    /// A focus session of the user is running.
    #[error("a focus session is running")]
    FocusRunning,
    /// The user has another focus session at that time.
    #[error("focus sessions overlap")]
    FocusOverlap,
    /// The day has as many focus sessions as the service keeps.
    #[error("too many focus sessions")]
    TooManyFocusSessions,
    /// The member may not write messages to the team before this instant.
    #[error("muted until {0}")]
    Muted(DateTime<Utc>),
    /// `If-Match` does not match the current state of the day.
    #[error("the day has changed")]
    DayChanged,
    /// `If-Match` or `If-None-Match` does not hold.
    #[error("a condition of the request does not hold")]
    PreconditionFailed,
    /// A well-formed request with an invalid value.
    #[error("invalid at {pointer}: {problem}")]
    Invalid {
        /// RFC 6901 pointer into the body, or to the parameter.
        pointer: String,
        /// Why it is invalid.
        problem: ValidationError,
    },
    /// A malformed request.
    #[error("malformed: {0}")]
    Malformed(String),
    /// A body with another content type than JSON.
    #[error("not JSON")]
    NotJson,
    /// A body in a content coding.
    #[error("a body in a content coding")]
    ContentCoding,
    /// A body over the limit.
    #[error("a body over {0} bytes")]
    TooLarge(usize),
    /// The password hasher's queue is full.
    #[error("too many passwords are being hashed")]
    HasherBusy,
    /// Hashing failed.
    #[error("hashing failed: {0}")]
    Hashing(#[from] bcrypt::BcryptError),
    /// Signing a token failed.
    #[error("signing a token failed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
    /// A database error.
    #[error(transparent)]
    Database(DatabaseError),
    /// The error of a concurrent request that computed the response for this one too.
    #[error(transparent)]
    Shared(#[from] Arc<Self>),
    /// The database has inconsistent data.
    #[error("inconsistent data: {0}")]
    Inconsistent(String),
}

impl AppError {
    /// An invalid value at `pointer`.
    pub fn invalid(
        pointer: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self::Invalid {
            pointer: pointer.into(),
            problem: ValidationError::new(code, message),
        }
    }

    /// Throttled until this instant.
    pub(crate) fn too_early(next: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let seconds = (next - now).num_seconds() + 1;
        Self::TooManyAttempts(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    fn problem(&self) -> Problem {
        let retry_after = u32::try_from(RETRY_AFTER.as_secs()).unwrap_or(u32::MAX);
        match self {
            Self::NotFound => Problem::not_found(),
            Self::Unauthenticated => {
                Problem::unauthorized("Sign in, and send the token as Authorization: Bearer.")
            }
            Self::TicketInvalid => Problem::unauthorized(
                "A ticket is valid once, within 30 seconds. Ask for another one.",
            ),
            Self::ForeignOrigin => Problem::foreign_origin(),
            Self::SessionChanged => Problem::new(
                StatusCode::CONFLICT,
                "session-changed",
                "Another account is signed in",
            )
            .detail("Someone else has signed in with this browser since. Reload the page."),
            Self::Forbidden => Problem::forbidden(),
            Self::ScopeMissing(scope) => Problem::scope_missing(scope),
            Self::SessionRequired => Problem::new(
                StatusCode::FORBIDDEN,
                "session-required",
                "Not with an access token",
            )
            .detail("Access tokens can't do this, whatever their scopes. Sign in with the password."),
            Self::TooManyAccessTokens => Problem::new(
                StatusCode::CONFLICT,
                "too-many-access-tokens",
                "Too many access tokens",
            )
            .detail("A person can have 20 access tokens. Revoke one, and try again."),
            Self::MailOff => Problem::new(StatusCode::CONFLICT, "mail-off", "Mail is off")
                .detail("No mail server is named. Set SMTP_HOST, and start the service anew."),
            Self::WrongCredentials => Problem::new(
                StatusCode::UNAUTHORIZED,
                "wrong-credentials",
                "Wrong address or password",
            )
            .detail("Check both, or sign up if you have no account yet."),
            Self::TooManyAttempts(seconds) => Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-attempts",
                "Too many attempts",
            )
            .detail(format!("Try again in {seconds} s."))
            .retry_after(*seconds),
            Self::WrongPassword => {
                Problem::new(StatusCode::FORBIDDEN, "wrong-password", "Wrong password")
                    .detail("Enter the password you sign in with.")
            }
            Self::RegistrationClosed => Problem::new(
                StatusCode::FORBIDDEN,
                "registration-closed",
                "Registration is closed",
            )
            .detail("Nobody can sign up here. Ask the administrator for an account."),
            Self::InvitationRequired => Problem::new(
                StatusCode::FORBIDDEN,
                "registration-by-invitation",
                "Registration is by invitation",
            )
            .detail("Only invited people can sign up here. Open the link of your invitation."),
            Self::InvitationForAnother(address) => Problem::new(
                StatusCode::FORBIDDEN,
                "invitation-for-another",
                "This invitation is for somebody else",
            )
            .detail(format!("It is for {address}. Sign in with the account of that address.")),
            Self::InvitationUsed => Problem::new(
                StatusCode::GONE,
                "invitation-used",
                "Invitation already accepted",
            )
            .detail("An invitation can be accepted once."),
            Self::InvitationExpired => Problem::new(
                StatusCode::GONE,
                "invitation-expired",
                "Invitation expired",
            )
            .detail("Ask for a new one."),
            Self::InvitationCanceled => Problem::new(
                StatusCode::GONE,
                "invitation-canceled",
                "Invitation canceled",
            )
            .detail("It was taken back. Ask for a new one."),
            Self::InvitationVoid => Problem::new(
                StatusCode::GONE,
                "invitation-void",
                "Invitation not valid any more",
            )
            .detail("Whoever sent it may not invite any more. Ask somebody else for one."),
            Self::AccountDisabled => Problem::new(
                StatusCode::FORBIDDEN,
                "account-disabled",
                "Account disabled",
            )
            .detail("An administrator has disabled this account. Ask them."),
            Self::LastAdministrator => Problem::new(
                StatusCode::CONFLICT,
                "last-administrator",
                "The last administrator",
            )
            .detail("Somebody has to administer this installation. Make another account an administrator first."),
            Self::EmailTaken => {
                Problem::new(StatusCode::CONFLICT, "email-taken", "Address already taken").detail(
                    "There is an account with this address. Sign in, or use another address.",
                )
            }
            Self::TooManyFriends => {
                Problem::new(StatusCode::CONFLICT, "too-many-friends", "Too many friends").detail(
                    "One of you has too many friends or open requests. Remove one, and try again.",
                )
            }
            Self::LastLeader => {
                Problem::new(StatusCode::CONFLICT, "last-leader", "The last leader").detail(
                    "A team has to have a leader. Make another member a leader first, or dissolve the team.",
                )
            }
            Self::TeamFull => Problem::new(StatusCode::CONFLICT, "team-full", "The team is full")
                .detail("A team can have 99 members."),
            Self::TooManyTeams => {
                Problem::new(StatusCode::CONFLICT, "too-many-teams", "Too many teams")
                    .detail("A person can be in 50 teams. Leave one, and try again.")
            }
            Self::TooManyGoals => {
                Problem::new(StatusCode::CONFLICT, "too-many-goals", "Too many goals")
                    .detail("A team can have 50 goals. Delete one, and try again.")
            }
            Self::FocusRunning => {
                Problem::new(StatusCode::CONFLICT, "focus-running", "A focus session is running")
                    .detail("One runs at a time. Stop it first.")
            }
            Self::FocusOverlap => {
                Problem::new(StatusCode::CONFLICT, "focus-overlap", "Another focus session at that time")
                    .detail("Focus sessions cannot overlap. Correct or delete the other one first.")
            }
            Self::TooManyFocusSessions => {
                Problem::new(StatusCode::CONFLICT, "too-many-focus-sessions", "Too many focus sessions")
                    .detail("A day can have 100 focus sessions. Delete one, and try again.")
            }
            Self::Muted(until) => Problem::new(StatusCode::FORBIDDEN, "muted", "Muted").detail(format!(
                "A leader or deputy has muted you in this team until {}.",
                until.to_rfc3339_opts(SecondsFormat::Secs, true)
            )),
            Self::DayChanged => Problem::new(
                StatusCode::PRECONDITION_FAILED,
                "day-changed",
                "The day has changed",
            )
            .detail("It is not as you read it any more. Read it again and repeat your change."),
            Self::PreconditionFailed => Problem::new(
                StatusCode::PRECONDITION_FAILED,
                "precondition-failed",
                "Precondition failed",
            )
            .detail("If-Match or If-None-Match does not hold for what is there now."),
            Self::Invalid { pointer, problem } => Problem::invalid().field(
                pointer.clone(),
                problem.code.clone(),
                problem.message.clone(),
            ),
            Self::Malformed(detail) => Problem::malformed(detail.clone()),
            Self::NotJson => Problem::unsupported_media_type(),
            // RFC 9110 §12.5.3: the field tells a refused coding from a refused type.
            Self::ContentCoding => Problem::unsupported_media_type()
                .detail("This address reads bodies without a Content-Encoding only.")
                .header(
                    header::ACCEPT_ENCODING,
                    HeaderValue::from_static("identity"),
                ),
            Self::TooLarge(limit) => Problem::payload_too_large(*limit),
            Self::HasherBusy => {
                Problem::unavailable("Too many people are signing in. Try again shortly.", 1)
            }
            Self::Database(
                DatabaseError::Pool(_) | DatabaseError::Lost(_) | DatabaseError::Canceled,
            ) => Problem::unavailable(
                "The database can't be reached. Try again shortly.",
                retry_after,
            ),
            Self::Database(DatabaseError::Pooler) => Problem::unavailable(
                "The service is not set up for its database. Its operator finds the cure in its log.",
                retry_after,
            ),
            Self::Database(DatabaseError::Busy(_)) => {
                Problem::unavailable("The database is busy. Try again shortly.", 1)
            }
            Self::Shared(error) => error.problem(),
            Self::Hashing(_) | Self::Signing(_) | Self::Database(_) | Self::Inconsistent(_) => {
                Problem::internal()
            }
        }
    }
}

impl TransactionError for AppError {
    fn database_error(&self) -> Option<&DatabaseError> {
        match self {
            Self::Database(error) => Some(error),
            Self::Shared(error) => error.database_error(),
            _ => None,
        }
    }
}

impl From<DatabaseError> for AppError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Query(QueryError::NotFound) => Self::NotFound,
            other => Self::Database(other),
        }
    }
}

impl From<QueryError> for AppError {
    fn from(error: QueryError) -> Self {
        DatabaseError::from(error).into()
    }
}

/// Whether a query violated a unique constraint. SQLite reports columns instead of the constraint, so a
/// caller must know which one its query can violate.
pub(crate) fn is_unique_violation(error: &QueryError) -> bool {
    matches!(
        error,
        QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)
    )
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        self.problem().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem().respond(Some(self))
    }
}
