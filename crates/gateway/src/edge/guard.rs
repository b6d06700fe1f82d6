//! The second phase: requests that nobody behind should see are refused by their heads.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use kpi_common::problem::Problem;

use super::settings::GuardConfig;
use super::visit::Visit;
use crate::area::Area;
use crate::problem;

/// The methods that pass. TRACE shows credentials to whoever can make a browser ask (RFC 9110
/// §9.3.8), and a gateway opens no tunnels by CONNECT (§9.3.6).
const METHODS: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

/// Judges a head. That of a body is judged while it streams.
pub(super) fn check(
    request: &ServiceRequest,
    visit: &Visit,
    limits: &GuardConfig,
) -> Result<(), Problem> {
    if !METHODS.contains(&visit.method) {
        return Err(Problem::method_not_allowed().allow(&METHODS));
    }
    let target = visit.uri.path_and_query();
    if target.is_some_and(|target| target.as_str().len() > limits.max_uri_bytes) {
        let most = limits.max_uri_bytes;
        return Err(
            problem::uri_too_long().detail(format!("The address may have at most {most} bytes."))
        );
    }
    if visit.area == Area::Nowhere {
        return Err(Problem::malformed("The path of the request is ambiguous."));
    }
    let headers = request.headers();
    // The separators of a line are counted too: `: ` and the line's end.
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    if headers.len() > limits.max_headers || bytes > limits.max_header_bytes {
        return Err(problem::headers_too_large()
            .detail("The request has too many header fields, or too long ones."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_methods_pass() {
        for name in ["TRACE", "CONNECT", "PROPFIND", "get"] {
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            assert!(!METHODS.contains(&method), "{name}");
        }
    }
}
