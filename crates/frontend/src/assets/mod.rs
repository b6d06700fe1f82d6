//! The files of the built app, with its page as fallback for navigations (single-page app).
//!
//! Files are looked up for each request, so that a new build is served without a restart. Each has
//! the `Cache-Control` of its kind, and is served in the best pre-compressed encoding.

mod caching;
mod encoding;
mod navigation;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use actix_files::{NamedFile, PathBufWrap};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use kpi_common::problem::Problem;
use kpi_common::read_only;

use encoding::Encoding;

const PAGE: &str = "index.html";

/// The folder of the built app.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    folder: PathBuf,
}

impl Assets {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the app has been built.
    pub(crate) fn is_built(&self) -> bool {
        self.folder.join(PAGE).is_file()
    }

    /// Opens the file at `path`, in the first existing encoding of `encodings`; blocks.
    fn open(&self, path: &Path, encodings: &[Encoding]) -> io::Result<Option<NamedFile>> {
        let plain = self.folder.join(path);
        for encoding in encodings {
            if let Some(file) = open_file(&encoding.path_of(&plain))? {
                let named = NamedFile::from_file(file, &plain)?;
                return Ok(Some(
                    named.set_content_encoding(encoding.content_encoding()),
                ));
            }
        }
        open_file(&plain)?
            .map(|file| NamedFile::from_file(file, &plain))
            .transpose()
    }
}

/// Opens the file; `None` if it does not exist, is a folder, or has an invalid name.
fn open_file(path: &Path) -> io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(file.metadata()?.is_file().then_some(file)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidFilename => Ok(None),
            _ => Err(error),
        },
    }
}

/// Handler: serves any path without another route.
pub(crate) async fn serve(
    request: HttpRequest,
    assets: web::Data<Assets>,
) -> actix_web::Result<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(read_only::method_not_allowed().into());
    }
    // Path traversal and hidden files are 404.
    let Ok(path) = PathBufWrap::parse_req_path(&request, false) else {
        return Err(not_found());
    };
    let path = page_or(path.as_ref());
    if let Some(response) = file(&request, &assets, path).await? {
        return Ok(response);
    }
    if path == Path::new(PAGE) {
        return Ok(not_built());
    }
    if !navigation::is_navigation(path, request.headers()) {
        return Err(not_found());
    }
    Ok(file(&request, &assets, Path::new(PAGE))
        .await?
        .unwrap_or_else(not_built))
}

fn page_or(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(PAGE)
    } else {
        path
    }
}

async fn file(
    request: &HttpRequest,
    assets: &web::Data<Assets>,
    path: &Path,
) -> actix_web::Result<Option<HttpResponse>> {
    let encodings = encoding::acceptable(request);
    let (folder, wanted) = (assets.clone(), path.to_owned());
    let opened = web::block(move || folder.open(&wanted, &encodings))
        .await
        .map_err(|error| Problem::internal().caused_by(error))?
        .map_err(|error| Problem::internal().caused_by(error))?;
    let Some(file) = opened else { return Ok(None) };

    let mut response = file
        .prefer_utf8(true)
        .disable_content_disposition()
        .into_response(request);
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(caching::cache_control(path)),
    );
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    Ok(Some(response))
}

/// 404, not cacheable: during a deployment the file may appear at any time.
fn not_found() -> actix_web::Error {
    Problem::not_found()
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .into()
}

/// The page that is shown before the first build.
fn not_built() -> HttpResponse {
    const TEXT: &str = include_str!("not_built.html");
    HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::RETRY_AFTER, "10"))
        .body(TEXT)
}
