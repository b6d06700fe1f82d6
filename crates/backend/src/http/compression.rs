//! Compression of responses by what the client accepts (RFC 9110 §12.5.3), done here because the gateway
//! passes bodies on as they are. actix-http compresses chunks of more than 1 KiB on blocking threads.

use actix_http::encoding::Encoder;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Version;
use actix_web::http::header::{
    self, AcceptEncoding, ContentEncoding, Encoding, EntityTag, Header as _, HeaderMap,
    HeaderValue, TryIntoHeaderValue as _,
};
use actix_web::middleware::Next;

use super::etag::with_coding;

/// Shorter bodies fit into one packet either way.
const MIN_BYTES: u64 = 1024;

/// Compresses a response, gives it the entity tag of its coding, and sets `Vary`: on each response, as
/// one with 304 or with a short body has the `Vary` of the others (RFC 9110 §15.4.5).
pub(crate) async fn middleware<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Encoder<B>>, actix_web::Error> {
    let accepted = accepted(&request);
    let response = next.call(request).await?;
    Ok(response.map_body(|head, body| {
        let is_compressible = is_compressible(head.headers(), body.size());
        let coding = if is_compressible {
            accepted
        } else {
            ContentEncoding::Identity
        };
        let body = Encoder::response(coding, head, body);
        // The encoder has set `Vary` where it compresses.
        if is_compressible && head.headers.contains_key(header::CONTENT_ENCODING) {
            tag_coding(&mut head.headers, accepted.as_str());
        } else {
            let vary = HeaderValue::from_static("accept-encoding");
            head.headers.append(header::VARY, vary);
        }
        body
    }))
}

/// The coding that the client likes best; br before gzip, if it likes both.
fn accepted(request: &ServiceRequest) -> ContentEncoding {
    let supported = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    // The length of a compressed body is unknown before, which HTTP/1.0 has no means for.
    let accepted =
        Some(AcceptEncoding::parse(request)).filter(|_| request.version() >= Version::HTTP_11);
    match accepted.and_then(|accepted| accepted.ok()?.negotiate(supported.iter())) {
        Some(Encoding::Known(coding)) => coding,
        _ => ContentEncoding::Identity,
    }
}

fn is_compressible(headers: &HeaderMap, size: BodySize) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let is_image = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"image/"));
    let is_long = match size {
        BodySize::None => false,
        BodySize::Sized(bytes) => bytes > MIN_BYTES,
        BodySize::Stream => true,
    };
    is_long && !is_image && !headers.contains_key(header::CONTENT_ENCODING)
}

fn tag_coding(headers: &mut HeaderMap, coding: &str) {
    let tag = headers
        .get(header::ETAG)
        .and_then(|tag| tag.to_str().ok()?.parse().ok());
    if let Some(Ok(tag)) = tag.map(|tag: EntityTag| with_coding(&tag, coding).try_into_value()) {
        headers.insert(header::ETAG, tag);
    }
}
