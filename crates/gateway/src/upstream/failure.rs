//! Why an exchange with an instance failed, and what the client is told then.
//!
//! | what happened | status |
//! | --- | --- |
//! | the connection was refused, broke, or the answer is no HTTP | 502 |
//! | no connection, or no answer, in time | 504 |
//! | no instance is in service | 503 with Retry-After |
//! | the body is larger than the limit | 413 |
//! | the body stopped coming in time | 408 |
//! | the body is no HTTP, or its sender left | 400 |

use std::io;
use std::time::Duration;

use kpi_common::problem::Problem;

use super::http1::BadAnswer;
use crate::outgoing::UploadFault;
use crate::problem::request_timeout;

/// Why an exchange failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// No connection could be made.
    #[error("the upstream cannot be reached: {0}")]
    Unreachable(io::Error),
    /// The connection broke before the answer began.
    #[error("the connection to the upstream broke: {0}")]
    Broken(io::Error),
    /// The connection broke, and it had been used before: the upstream may have closed it just as
    /// the request was on its way.
    #[error("a used connection to the upstream broke: {0}")]
    Stale(io::Error),
    /// The answer is no HTTP.
    #[error("the answer of the upstream cannot be read: {0}")]
    Nonsense(BadAnswer),
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
    Upload(UploadFault),
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
        matches!(self, Self::Unreachable(_) | Self::NoConnection)
    }

    /// Whether the connection failed, rather than who is at its ends.
    pub(crate) fn is_of_connection(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Stale(_))
    }

    /// Whether it speaks against the instance.
    pub(crate) fn is_of_instance(&self) -> bool {
        !matches!(
            self,
            Self::Stale(_) | Self::Upload(_) | Self::NoInstance { .. }
        )
    }
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Upload(fault) => of_upload(fault),
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
            | ExchangeError::Nonsense(_) => Self::bad_gateway().caused_by(error),
        }
    }
}

fn of_upload(fault: UploadFault) -> Problem {
    match fault {
        UploadFault::TooLarge { limit } => Problem::payload_too_large(limit),
        UploadFault::Stalled => request_timeout().detail("The body of the request stopped coming."),
        UploadFault::Broken => Problem::malformed("The body of the request cannot be read."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(error: ExchangeError) -> u16 {
        Problem::from(error).status().as_u16()
    }

    #[test]
    fn each_failure_has_its_status() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(status(ExchangeError::Unreachable(refused)), 502);
        assert_eq!(status(ExchangeError::Nonsense(BadAnswer::Head)), 502);
        assert_eq!(status(ExchangeError::Late), 504);
        assert_eq!(status(ExchangeError::NoConnection), 504);
        let returns_in = Duration::from_secs(1);
        assert_eq!(status(ExchangeError::NoInstance { returns_in }), 503);
        assert_eq!(
            status(ExchangeError::Upload(UploadFault::TooLarge { limit: 1 })),
            413
        );
        assert_eq!(status(ExchangeError::Upload(UploadFault::Stalled)), 408);
        assert_eq!(status(ExchangeError::Upload(UploadFault::Broken)), 400);
    }
}
