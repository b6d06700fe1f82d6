//! `/api/docs/`: the description as a page, by RapiDoc 9.3.8 (MIT), whose file is kept here because the
//! page may load nothing from elsewhere. Of the known viewers its markup has the fewest barriers; those
//! it has are mended in `docs/page.js` and `docs/page.css`.

use actix_web::http::header::LOCATION;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::{Tagged, respond_tagged};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// By their names in the page's folder, with their types.
const FILES: [(&str, &str, &[u8]); 4] = [
    ("", HTML, include_bytes!("docs/index.html")),
    ("page.css", CSS, include_bytes!("docs/page.css")),
    ("page.js", SCRIPT, include_bytes!("docs/page.js")),
    ("rapidoc.js", SCRIPT, include_bytes!("docs/rapidoc.js")),
];

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(web::resource("/api/docs").route(web::get().to(to_folder)));
    for (name, kind, content) in FILES {
        let file = Tagged::from(Bytes::from_static(content));
        let serve = move |request: HttpRequest| {
            let response = respond_tagged(&request, kind, file.clone());
            async move { response }
        };
        config.service(web::resource(format!("/api/docs/{name}")).route(web::get().to(serve)));
    }
}

async fn to_folder() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/api/docs/"))
        .finish()
}
