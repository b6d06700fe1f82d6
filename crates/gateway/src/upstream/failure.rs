//! Why an exchange with an instance failed, and what the client is told then.
//!
//! | what happened | status |
//! | --- | --- |
//! | the connection was refused, broke, or the response is no HTTP | 502 |
//! | no connection, or no answer, in time | 504 |
//! | no instance is in service | 503 with Retry-After |
//! | the body is larger than the limit | 413 |
//! | the body stopped coming in time | 408 |
//! | the body is no HTTP, or its sender left | 400 |

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
    Unreachable(io::Error),
    /// The connection broke before the answer began.
    #[error("the connection to the upstream broke: {0}")]
    Broken(hyper::Error),
    /// The connection broke, and it had been used before: the upstream may have closed it just as
    /// the request was on its way.
    #[error("a used connection to the upstream broke: {0}")]
    Stale(hyper::Error),
    /// The connection was closed before anything of the request was sent over it.
    #[error("a connection to the upstream was closed before it was used: {0}")]
    Unsent(hyper::Error),
    /// The response is no HTTP.
    #[error("the response of the upstream cannot be read: {0}")]
    Malformed(hyper::Error),
    /// Where the response ends is unclear.
    #[error("the length of the upstream's response is ambiguous")]
    Ambiguous,
    /// It switches to a protocol that was not asked for.
    #[error("the upstream switches protocols unasked")]
    UnexpectedUpgrade,
    /// The request cannot be written.
    #[error("the request cannot be sent on: {0}")]
    Unsendable(#[from] hyper::http::Error),
    /// No connection stood in time.
    #[error("no connection to the upstream stood in time")]
    NoConnection,
    /// No instance is in service.
    #[error("no instance of the service is in service")]
    NoInstance {
        /// How long until one may be.
        returns_in: Duration,
    },
    /// The upstream let its time pass.
    #[error("the upstream neither took the request nor answered in time")]
    Late,
    /// The client's own body.
    #[error("{0}")]
    Body(BodyError),
}

impl ExchangeError {
    /// The same failure, on a connection that had been used before.
    pub(crate) fn on_used_connection(self) -> Self {
        match self {
            Self::Broken(error) => Self::Stale(error),
            other => other,
        }
    }

    /// Whether nothing of the request was sent.
    pub(crate) fn is_before_sending(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::NoConnection | Self::Unsent(_)
        )
    }

    /// Whether the connection failed, rather than who is at its ends.
    pub(crate) fn is_of_connection(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Stale(_))
    }

    /// Whether it speaks against the instance.
    pub(crate) fn is_of_instance(&self) -> bool {
        !matches!(
            self,
            Self::Stale(_)
                | Self::Unsent(_)
                | Self::Body(_)
                | Self::NoInstance { .. }
                | Self::Unsendable(_)
        )
    }
}

impl From<hyper::Error> for ExchangeError {
    fn from(error: hyper::Error) -> Self {
        // An end in the midst of a head is nonsense, too, but hyper does not tell it from one before.
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
            ExchangeError::Body(error) => of_body(error),
            ExchangeError::Unsendable(_) => {
                Self::malformed("The address of the request is no URI.")
            }
            ExchangeError::Late | ExchangeError::NoConnection => {
                Self::gateway_timeout().caused_by(error)
            }
            ExchangeError::NoInstance { returns_in } => {
                // Rounded up: a client that comes too early comes in vain.
                let seconds = u32::try_from(returns_in.as_secs()).unwrap_or(u32::MAX);
                Self::unavailable(
                    "The service is not available at the moment.",
                    seconds.saturating_add(1),
                )
                .caused_by(error)
            }
            ExchangeError::Unreachable(_)
            | ExchangeError::Broken(_)
            | ExchangeError::Stale(_)
            | ExchangeError::Unsent(_)
            | ExchangeError::Malformed(_)
            | ExchangeError::Ambiguous
            | ExchangeError::UnexpectedUpgrade => Self::bad_gateway().caused_by(error),
        }
    }
}

fn of_body(error: BodyError) -> Problem {
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
    fn each_failure_has_its_status() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(status(ExchangeError::Unreachable(refused)), 502);
        assert_eq!(status(ExchangeError::Ambiguous), 502);
        assert_eq!(status(ExchangeError::Late), 504);
        assert_eq!(status(ExchangeError::NoConnection), 504);
        let returns_in = Duration::from_secs(1);
        assert_eq!(status(ExchangeError::NoInstance { returns_in }), 503);
        assert_eq!(
            status(ExchangeError::Body(BodyError::TooLarge { limit: 1 })),
            413
        );
        assert_eq!(status(ExchangeError::Body(BodyError::Stalled)), 408);
        assert_eq!(status(ExchangeError::Body(BodyError::Broken)), 400);
    }
}
