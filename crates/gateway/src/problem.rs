//! What the client is told when the exchange with an upstream fails.
//!
//! | what happened | status |
//! | --- | --- |
//! | the connection was refused, broke, or the answer is no HTTP | 502 |
//! | no connection, or no answer, in time | 504 |
//! | the body is larger than the limit | 413 |
//! | the body stopped coming in time | 408 |
//! | the body is no HTTP, or its sender left | 400 |

use actix_web::http::StatusCode;
use awc::error::{ConnectError, SendRequestError};
use kpi_common::problem::Problem;

use crate::forward::UploadFault;

/// Why an exchange failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    /// The connection, or what came over it.
    #[error("{0}")]
    Upstream(SendRequestError),
    /// The upstream let its time pass.
    #[error("the upstream neither took the request nor answered in time")]
    Late,
    /// The client's own body.
    #[error("{0}")]
    Upload(UploadFault),
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        // awc's errors cannot be shared between threads; their text can.
        let cause = error.to_string();
        match error {
            ExchangeError::Upload(fault) => of_upload(fault),
            ExchangeError::Late
            | ExchangeError::Upstream(
                SendRequestError::Timeout | SendRequestError::Connect(ConnectError::Timeout),
            ) => Self::gateway_timeout().caused_by(cause),
            ExchangeError::Upstream(_) => Self::bad_gateway().caused_by(cause),
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
    use std::io;

    use super::*;

    fn status(error: ExchangeError) -> u16 {
        Problem::from(error).status().as_u16()
    }

    #[test]
    fn each_failure_has_its_status() {
        let refused = ConnectError::Io(io::Error::from(io::ErrorKind::ConnectionRefused));
        assert_eq!(
            status(ExchangeError::Upstream(SendRequestError::Connect(refused))),
            502
        );
        let late = SendRequestError::Connect(ConnectError::Timeout);
        assert_eq!(status(ExchangeError::Upstream(late)), 504);
        assert_eq!(status(ExchangeError::Late), 504);
        assert_eq!(
            status(ExchangeError::Upload(UploadFault::TooLarge { limit: 1 })),
            413
        );
        assert_eq!(status(ExchangeError::Upload(UploadFault::Stalled)), 408);
        assert_eq!(status(ExchangeError::Upload(UploadFault::Broken)), 400);
    }
}
