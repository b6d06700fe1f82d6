//! Compressed responses, and saving what was read compressed.

use std::io::Read as _;

use actix_web::http::Method;
use serde_json::json;

use crate::support::{Client, Response, TestApp, entry};

const DAY: &str = "/api/days/2026-03-10";

fn decoded(response: &Response) -> Vec<u8> {
    let (mut body, mut coded) = (Vec::new(), response.bytes());
    match response.header("content-encoding") {
        "br" => brotli::BrotliDecompress(&mut coded, &mut body).unwrap(),
        "gzip" => {
            flate2::read::GzDecoder::new(coded)
                .read_to_end(&mut body)
                .unwrap();
        }
        other => assert!(other.is_empty(), "{other}"),
    }
    body
}

async fn accepting(client: &Client, coding: &str, path: &str) -> Response {
    client.with("accept-encoding", coding).get(path).await
}

#[actix_web::test]
async fn the_client_chooses_the_coding() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let plain = ann.get(DAY).await;
    assert!(plain.bytes().len() > 1024, "{}", plain.bytes().len());
    assert_eq!(plain.all("vary"), ["accept-encoding", "Origin"]);
    for (accepted, coding) in [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br, gzip", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("GZIP", "gzip"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=nonsense", ""),
        ("zstd", ""),
        ("", ""),
    ] {
        let response = accepting(&ann, accepted, DAY).await;
        assert_eq!(response.header("content-encoding"), coding, "{accepted}");
        assert_eq!(
            response.all("vary"),
            ["accept-encoding", "Origin"],
            "{accepted}"
        );
        assert_eq!(response.header("content-type"), "application/json");
        assert_eq!(response.header("cache-control"), "private, no-cache");
        if coding.is_empty() {
            assert_eq!(response.bytes(), plain.bytes(), "{accepted}");
            assert_eq!(response.etag(), plain.etag(), "{accepted}");
        } else {
            assert_eq!(decoded(&response), plain.bytes(), "{accepted}");
            assert!(
                response.bytes().len() < plain.bytes().len() / 2,
                "{accepted}"
            );
            let tag = plain.etag().trim_matches('"').to_owned();
            assert_eq!(response.etag(), format!("\"{tag}-{coding}\""));
        }
    }
    let head = ann
        .with("accept-encoding", "br")
        .request(Method::HEAD, DAY, None)
        .await;
    assert_eq!(
        (head.header("content-encoding"), head.text().as_str()),
        ("br", "")
    );
}

#[actix_web::test]
async fn short_bodies_and_images_stay_as_they_are() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for path in ["/api/auth/me", "/api/nowhere", "/health"] {
        let response = accepting(&ann, "br, gzip", path).await;
        assert!(response.bytes().len() <= 1024, "{path}");
        assert_eq!(response.header("content-encoding"), "", "{path}");
    }
    let description = accepting(&ann, "br, gzip", "/api/openapi.json").await;
    assert_eq!(description.header("content-encoding"), "br");
    let plain = accepting(&ann, "identity", "/api/openapi.json").await;
    let lengths = [&description, &plain].map(|response| response.bytes().len());
    assert!(lengths[0] * 5 < lengths[1], "{lengths:?}");
}

/// A proxy that compresses changes the tag: nginx makes it weak, Apache and Caddy append the coding.
#[actix_web::test]
async fn what_was_read_compressed_can_be_saved() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (number, form) in [
        "W/\"T\"",
        "\"T-gzip\"",
        "\"T-br\"",
        "W/\"T-gzip\"",
        "\"x\", \"T\"",
    ]
    .into_iter()
    .enumerate()
    {
        let form = |tag: &str| form.replace('T', tag.trim_matches('"'));
        let stale = ann.get(DAY).await.etag();
        let minutes = i64::try_from(number).unwrap() * 10;
        let day = json!(ann.day_of(&[("Sleep", minutes)]));
        let saved = ann
            .with("if-match", &form(&stale))
            .put(DAY, day.clone())
            .await;
        let current = saved.etag();
        assert_eq!(
            entry(&saved.expect(200), ann.habit("Sleep"))["amount"],
            minutes
        );
        ann.with("if-match", &form(&stale))
            .put(DAY, day)
            .await
            .problem(412, "day-changed");
        assert_eq!(ann.get(DAY).await.etag(), current);
    }
    let browser = ann.with("accept-encoding", "gzip, deflate, br, zstd");
    let mut tag = browser.get(DAY).await.etag();
    for minutes in [100, 110] {
        let day = json!(ann.day_of(&[("Sleep", minutes)]));
        let saved = browser.with("if-match", &tag).put(DAY, day).await;
        assert_eq!(
            (saved.status, saved.header("content-encoding")),
            (200, "br")
        );
        tag = saved.etag();
        assert!(tag.ends_with("-br\""), "{tag}");
    }
}
