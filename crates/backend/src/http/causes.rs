//! On a developer's machine an answer of 5xx tells what caused it; elsewhere nobody is told.
//!
//! The cause is a further member of the problem (RFC 9457 §3.2). The middleware that adds it is
//! mounted in development alone, so that elsewhere nothing could show internals to strangers.

use actix_web::Error;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use serde_json::{Map, Value};

use crate::error::AppError;

/// Middleware: shows the cause of a 5xx.
pub(crate) async fn show<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?;
    let cause = response
        .response()
        .error()
        .filter(|_| response.status().is_server_error())
        .and_then(|error| error.as_error::<AppError>())
        .map(AppError::to_string);
    Ok(match cause {
        Some(cause) => response.map_body(|_, body| with_cause(body, cause)),
        None => response.map_into_left_body(),
    })
}

/// The same problem with one more member; anything else as it is.
fn with_cause<B: MessageBody>(body: B, cause: String) -> EitherBody<B> {
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return EitherBody::left(body),
    };
    let told = serde_json::from_slice(&bytes).and_then(|mut problem: Map<String, Value>| {
        problem.insert("cause".to_owned(), cause.into());
        serde_json::to_vec(&problem)
    });
    EitherBody::right(match told {
        Ok(told) => BoxBody::new(told),
        Err(_no_problem) => BoxBody::new(bytes),
    })
}
