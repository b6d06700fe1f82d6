//! Problems that several modules respond with.

use actix_web::http::StatusCode;
use kpi_common::problem::Problem;

/// 414.
pub(crate) fn uri_too_long() -> Problem {
    Problem::new(StatusCode::URI_TOO_LONG, "uri-too-long", "Address too long")
        .detail("The address of the request is too long.")
}

/// 431.
pub(crate) fn headers_too_large() -> Problem {
    Problem::new(
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "headers-too-large",
        "Header fields too large",
    )
    .detail("The request has too many header fields, or too long ones.")
}

/// 408.
pub(crate) fn request_timeout() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        "request-timeout",
        "Request too slow",
    )
    .detail("The request did not come in time.")
}

/// 503, before a request is read.
pub(crate) fn too_many_connections() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "too-many-connections",
        "Too many connections",
    )
    .detail("This IP has too many open connections. Close some, and try again.")
    .retry_after(5)
}
