//! Fields that are meant for one connection only stay on it (RFC 9110 §7.6.1).
//!
//! Those are the ones listed there, those that `Connection` names, and the proxy authentication
//! fields, which are for the next proxy and not for what stands behind it (§11.7).

use actix_web::http::header::{
    self, CONNECTION, HeaderMap, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};

static KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
static PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// A copy without the fields of this connection.
pub(crate) fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let named = named_in_connection(headers);
    let mut kept = HeaderMap::with_capacity(headers.capacity());
    for (name, value) in headers {
        let is_named = named
            .iter()
            .any(|option| option.eq_ignore_ascii_case(name.as_str()));
        if !is_named && !is_hop_by_hop(name) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

fn is_hop_by_hop(name: &HeaderName) -> bool {
    match *name {
        // Trailers themselves are not carried over, so announcing them would be untrue (§6.6.2).
        CONNECTION | PROXY_AUTHENTICATE | PROXY_AUTHORIZATION | TE | TRAILER
        | TRANSFER_ENCODING | UPGRADE => true,
        _ => *name == KEEP_ALIVE || *name == PROXY_CONNECTION,
    }
}

/// The connection options (§7.6.1): names of further fields, or tokens that name none.
fn named_in_connection(headers: &HeaderMap) -> Vec<&str> {
    headers
        .get_all(header::CONNECTION)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|option| !option.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        headers
    }

    #[test]
    fn fields_of_the_connection_stay_behind() {
        let headers = map(&[
            ("connection", "keep-alive"),
            ("keep-alive", "timeout=5"),
            ("proxy-connection", "keep-alive"),
            ("proxy-authorization", "Basic x"),
            ("proxy-authenticate", "Basic"),
            ("te", "trailers"),
            ("trailer", "expires"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "websocket"),
            ("accept", "*/*"),
        ]);
        let kept = end_to_end(&headers);
        assert_eq!(
            kept.keys().map(HeaderName::as_str).collect::<Vec<_>>(),
            ["accept"]
        );
    }

    #[test]
    fn what_connection_names_stays_behind_too() {
        let headers = map(&[
            ("connection", "close, X-Private"),
            ("connection", "x-other ,"),
            ("x-private", "1"),
            ("x-other", "2"),
            ("x-public", "3"),
        ]);
        let kept = end_to_end(&headers);
        assert_eq!(
            kept.keys().map(HeaderName::as_str).collect::<Vec<_>>(),
            ["x-public"]
        );
    }

    #[test]
    fn repeated_fields_keep_all_their_values_in_order() {
        let kept = end_to_end(&map(&[("set-cookie", "a=1"), ("set-cookie", "b=2")]));
        let cookies: Vec<_> = kept
            .get_all("set-cookie")
            .map(|value| value.to_str().unwrap())
            .collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
    }
}
