//! Files: caching, encodings, conditional requests, ranges, path traversal.

use std::io::{Read, Write};
use std::net::TcpStream;

use actix_web::http::Method;

use crate::support::{Response, TestServer};

#[actix_web::test]
async fn hashed_files_are_cached_forever_and_the_page_is_not() {
    let server = TestServer::with_app();
    let script = Response::to(server.get("/assets/app-1a2b.js")).await;
    assert_eq!(script.status, 200);
    assert_eq!(script.body, "plain script");
    assert_eq!(
        script.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert_eq!(script.header("content-disposition"), "");

    for path in ["/", "/index.html"] {
        let page = Response::to(server.get(path)).await;
        assert_eq!(
            (page.status, page.header("cache-control")),
            (200, "no-cache"),
            "{path}"
        );
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    let icon = Response::to(server.get("/favicon.svg")).await;
    assert_eq!(icon.header("cache-control"), "public, max-age=3600");
    assert_eq!(icon.header("content-type"), "image/svg+xml");
}

#[actix_web::test]
async fn a_compressed_sibling_is_served_if_accepted() {
    let server = TestServer::with_app();
    for (accepts, encoding, body) in [
        ("gzip, deflate, br", "br", "brotli script"),
        ("gzip", "gzip", "gzip script"),
        ("br;q=0, gzip;q=0", "", "plain script"),
    ] {
        let request = server
            .get("/assets/app-1a2b.js")
            .insert_header(("accept-encoding", accepts));
        let response = Response::to(request).await;
        assert_eq!(response.body, body);
        assert_eq!(response.header("content-encoding"), encoding);
        assert_eq!(response.header("vary"), "Accept-Encoding");
        assert!(
            response
                .header("content-type")
                .starts_with("text/javascript")
        );
    }
    // Without a sibling the plain file is served.
    let request = server
        .get("/favicon.svg")
        .insert_header(("accept-encoding", "br"));
    let response = Response::to(request).await;
    assert_eq!(
        (response.body.as_str(), response.header("content-encoding")),
        ("<svg/>", "")
    );
    assert_eq!(response.header("vary"), "Accept-Encoding");
}

#[actix_web::test]
async fn an_unchanged_file_is_304() {
    let server = TestServer::with_app();
    let first = Response::to(server.get("/assets/app-1a2b.js")).await;
    let etag = first.header("etag").to_owned();
    assert_ne!(etag, "");
    let request = server
        .get("/assets/app-1a2b.js")
        .insert_header(("if-none-match", etag.clone()));
    let second = Response::to(request).await;
    assert_eq!((second.status, second.body.as_str()), (304, ""));
    assert_eq!(
        second.header("cache-control"),
        first.header("cache-control")
    );
    assert_eq!(second.header("vary"), "Accept-Encoding");

    // Another encoding is another representation.
    let request = server
        .get("/assets/app-1a2b.js")
        .insert_header(("accept-encoding", "br"))
        .insert_header(("if-none-match", etag));
    assert_eq!(Response::to(request).await.status, 200);
}

#[actix_web::test]
async fn ranges_and_head_are_supported() {
    let server = TestServer::with_app();
    let request = server
        .get("/assets/font-3c.woff2")
        .insert_header(("range", "bytes=2-4"));
    let part = Response::to(request).await;
    assert_eq!((part.status, part.body.as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), "bytes 2-4/10");

    let head = Response::to(server.request(Method::HEAD, "/assets/font-3c.woff2")).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), "10");
}

#[actix_web::test]
async fn other_methods_are_rejected() {
    let server = TestServer::with_app();
    for path in ["/", "/assets/app-1a2b.js", "/config.js", "/health"] {
        let response = Response::to(server.request(Method::POST, path)).await;
        response.assert_problem(405);
        assert_eq!(response.header("allow"), "GET, HEAD", "{path}");
    }
}

#[actix_web::test]
async fn no_path_leads_outside_the_folder_or_to_hidden_files() {
    let server = TestServer::with_app();
    server.write(".env", "SECRET=1");
    std::fs::write(server.folder.path().with_extension("txt"), "outside").unwrap();
    let outside = server.folder.path().with_extension("txt");
    let name = outside.file_name().unwrap().to_str().unwrap();
    for path in [
        format!("/../{name}"),
        format!("/assets/../../{name}"),
        format!("/%2e%2e/{name}"),
        format!("/..%2f{name}"),
        format!("/%2e%2e%2f{name}"),
        format!("/..%5c{name}"),
        format!("//{}", outside.display()),
        "/.env".to_owned(),
        "/%2eenv".to_owned(),
        "/index.html%00.js".to_owned(),
        "/%ff".to_owned(),
        "/assets".to_owned(),
        "/assets/".to_owned(),
    ] {
        let response = raw_get(&server, &path).await;
        assert!(response.starts_with("HTTP/1.1 404 "), "{path}: {response}");
        assert!(
            response.contains("application/problem+json"),
            "{path}: {response}"
        );
    }
    std::fs::remove_file(outside).unwrap();
}

/// Sends the path unchanged; a client library would normalise it.
async fn raw_get(server: &TestServer, path: &str) -> String {
    let port = server.port();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let exchange = move || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    actix_web::web::block(exchange).await.unwrap()
}
