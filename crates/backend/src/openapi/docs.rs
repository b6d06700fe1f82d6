//! `/api/docs/`: the description as a page, by RapiDoc 9.3.8 (MIT), whose file is kept here because the
//! page may load nothing from elsewhere. Of the known viewers its markup has the fewest barriers; those
//! it has are mended in `docs/page.js` and `docs/page.css`.

use actix_web::http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::respond_with_etag;

macro_rules! files {
    ($($name:literal: $kind:literal = $file:literal),+ $(,)?) => {
        [$(($name, $kind, include_bytes!(concat!("docs/", $file)).as_slice())),+]
    };
}

/// By their names in the page's folder.
const FILES: [(&str, &str, &[u8]); 4] = files! {
    "": "text/html; charset=utf-8" = "index.html",
    "page.css": "text/css; charset=utf-8" = "page.css",
    "page.js": "text/javascript; charset=utf-8" = "page.js",
    "rapidoc.js": "text/javascript; charset=utf-8" = "rapidoc.js",
};

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(web::resource("/api/docs").route(web::get().to(to_folder)));
    for (name, kind, content) in FILES {
        let serve = move |request: HttpRequest| async move { file(&request, kind, content) };
        config.service(web::resource(format!("/api/docs/{name}")).route(web::get().to(serve)));
    }
}

async fn to_folder() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/api/docs/"))
        .finish()
}

fn file(request: &HttpRequest, kind: &'static str, content: &'static [u8]) -> HttpResponse {
    let mut response = respond_with_etag(request, Bytes::from_static(content));
    let headers = response.headers_mut();
    if headers.contains_key(CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}
