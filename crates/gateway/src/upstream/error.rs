//! Errors of an exchange with an instance, and the client's response.
//!
//! | error | status |
//! | --- | --- |
//! | the connection was refused or broke, or the response is malformed | 502 |
//! | the connection or the response timed out | 504 |
//! | no instance is healthy | 503 with Retry-After |
//! | the request body is too large | 413 |
//! | the request body timed out | 408 |
//! | the request body is malformed, or the client disconnected | 400 |

use std::io;
use std::time::Duration;

use kpi_common::problem::Problem;

use crate::outgoing::BodyError;
use crate::problem::request_timeout;

/// Why an exchange failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// No connection could be made.
    #[error("the upstream cannot be reached: {0}")]
    Connect(io::Error),
    /// The connection broke before the response head.
    #[error("the connection to the upstream broke: {0}")]
    Broken(hyper::Error),
    /// A reused connection broke: the upstream may have closed it before the request arrived.
    #[error("a used connection to the upstream broke: {0}")]
    Stale(hyper::Error),
    /// The connection was closed before any part of the request was sent.
    #[error("a connection to the upstream was closed before it was used: {0}")]
    Unsent(hyper::Error),
    /// The response is malformed.
    #[error("the response of the upstream cannot be read: {0}")]
    Malformed(hyper::Error),
    /// The response length is ambiguous.
    #[error("the length of the upstream's response is ambiguous")]
    Ambiguous,
    /// The instance switches to a protocol that was not requested.
    #[error("the upstream switches to a protocol that was not requested")]
    UnexpectedUpgrade,
    /// The request cannot be converted for hyper.
    #[error("the request cannot be sent on: {0}")]
    InvalidRequest(#[from] hyper::http::Error),
    /// Connecting timed out.
    #[error("connecting to the upstream timed out")]
    ConnectTimeout,
    /// No instance is healthy.
    #[error("no instance of the service is healthy")]
    NoHealthyInstance {
        /// The time until one may be.
        retry_after: Duration,
    },
    /// The upstream timed out.
    #[error("the upstream neither read the request nor responded in time")]
    Timeout,
    /// The client's request body.
    #[error("{0}")]
    Body(BodyError),
}

impl ExchangeError {
    /// The same error, on a reused connection.
    pub(crate) fn on_used_connection(self) -> Self {
        match self {
            Self::Broken(error) => Self::Stale(error),
            other => other,
        }
    }

    /// Whether no part of the request was sent.
    pub(crate) fn is_before_sending(&self) -> bool {
        matches!(
            self,
            Self::Connect(_) | Self::ConnectTimeout | Self::Unsent(_)
        )
    }

    /// Whether the connection broke.
    pub(crate) fn is_connection_error(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Stale(_))
    }

    /// Whether it counts as a failure of the instance.
    pub(crate) fn is_instance_failure(&self) -> bool {
        !matches!(
            self,
            Self::Stale(_)
                | Self::Unsent(_)
                | Self::Body(_)
                | Self::NoHealthyInstance { .. }
                | Self::InvalidRequest(_)
        )
    }
}

impl From<hyper::Error> for ExchangeError {
    fn from(error: hyper::Error) -> Self {
        // hyper does not distinguish an EOF inside the head from one before it.
        if error.is_parse() {
            Self::Malformed(error)
        } else {
            Self::Broken(error)
        }
    }
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Body(error) => body_problem(error),
            ExchangeError::InvalidRequest(_) => {
                Self::malformed("The address of the request is no URI.")
            }
            ExchangeError::Timeout | ExchangeError::ConnectTimeout => {
                Self::gateway_timeout().caused_by(error)
            }
            ExchangeError::NoHealthyInstance { retry_after } => {
                // Rounded up: an earlier retry would fail.
                let seconds = u32::try_from(retry_after.as_secs()).unwrap_or(u32::MAX);
                Self::unavailable(
                    "The service is not available at the moment.",
                    seconds.saturating_add(1),
                )
                .caused_by(error)
            }
            ExchangeError::Connect(_)
            | ExchangeError::Broken(_)
            | ExchangeError::Stale(_)
            | ExchangeError::Unsent(_)
            | ExchangeError::Malformed(_)
            | ExchangeError::Ambiguous
            | ExchangeError::UnexpectedUpgrade => Self::bad_gateway().caused_by(error),
        }
    }
}

fn body_problem(error: BodyError) -> Problem {
    match error {
        BodyError::TooLarge { limit } => {
            Problem::payload_too_large(usize::try_from(limit).unwrap_or(usize::MAX))
        }
        BodyError::Stalled => request_timeout().detail("The body of the request stopped coming."),
        BodyError::Broken => Problem::malformed("The body of the request cannot be read."),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError as _;

    use super::*;

    fn status(error: ExchangeError) -> u16 {
        Problem::from(error).status_code().as_u16()
    }

    #[test]
    fn each_error_has_its_status() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(status(ExchangeError::Connect(refused)), 502);
        assert_eq!(status(ExchangeError::Ambiguous), 502);
        assert_eq!(status(ExchangeError::Timeout), 504);
        assert_eq!(status(ExchangeError::ConnectTimeout), 504);
        let retry_after = Duration::from_secs(1);
        assert_eq!(
            status(ExchangeError::NoHealthyInstance { retry_after }),
            503
        );
        assert_eq!(
            status(ExchangeError::Body(BodyError::TooLarge { limit: 1 })),
            413
        );
        assert_eq!(status(ExchangeError::Body(BodyError::Stalled)), 408);
        assert_eq!(status(ExchangeError::Body(BodyError::Broken)), 400);
    }
}
