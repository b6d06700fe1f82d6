//! What more than one phase has to tell a client. Each says itself what it was about this time.

use actix_web::http::StatusCode;
use kpi_common::problem::Problem;

/// 414. Add how long it may be.
pub(crate) fn uri_too_long() -> Problem {
    Problem::new(StatusCode::URI_TOO_LONG, "uri-too-long", "Address too long")
}

/// 431. Add what is too much of them.
pub(crate) fn headers_too_large() -> Problem {
    Problem::new(
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "headers-too-large",
        "Header fields too large",
    )
}

/// 408. Add what did not come in time.
pub(crate) fn request_timeout() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        "request-timeout",
        "Request too slow",
    )
}
