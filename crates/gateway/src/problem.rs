//! What the client is told when the exchange with an upstream fails.
//!
//! | what happened | status |
//! | --- | --- |
//! | the connection was refused, broke, or the answer is no HTTP | 502 |
//! | no connection, or no answer, in time | 504 |
//! | the body is larger than the limit | 413 |
//! | the body stopped coming in time | 408 |
//! | the body is no HTTP, or its sender left | 400 |

use std::io;

use actix_http::error::ParseError;
use actix_web::http::StatusCode;
use kpi_common::problem::Problem;

use crate::forward::UploadFault;

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
    Nonsense(ParseError),
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
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Upload(fault) => of_upload(fault),
            ExchangeError::Late => Self::gateway_timeout().caused_by(error),
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
        UploadFault::Stalled => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "request-timeout",
            "Request too slow",
        )
        .detail("The body of the request stopped coming."),
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
        assert_eq!(status(ExchangeError::Nonsense(ParseError::Status)), 502);
        assert_eq!(status(ExchangeError::Late), 504);
        assert_eq!(
            status(ExchangeError::Upload(UploadFault::TooLarge { limit: 1 })),
            413
        );
        assert_eq!(status(ExchangeError::Upload(UploadFault::Stalled)), 408);
        assert_eq!(status(ExchangeError::Upload(UploadFault::Broken)), 400);
    }
}
