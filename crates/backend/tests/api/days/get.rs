//! `GET /api/days/{date}`.

use serde_json::{Value, json};

use crate::support::{TestApp, entry};

#[actix_web::test]
async fn an_unrecorded_day_is_empty() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = ann.day("2026-03-10").await;
    assert_eq!(day["saved"], false);
    assert_eq!(day["kpi"], Value::Null);
    assert_eq!(day["tasks"], json!([]));
    assert_eq!(day["entries"].as_array().unwrap().len(), 10);
    let sleep = entry(&day, ann.habit("Sleep"));
    assert_eq!(sleep["amount"], Value::Null);
    assert_eq!(sleep["target"], 480);
    assert_eq!(sleep["completion"], 0.0);
    // The explanation is present, so that the screen can show its terms.
    assert_eq!(day["explanation"]["terms"][0]["code"], "base");
}

#[actix_web::test]
async fn reading_a_day_does_not_record_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.day("2026-03-10").await;
    let days = ann
        .get("/api/days?from=2026-03-01&to=2026-03-31")
        .await
        .expect(200);
    assert_eq!(days["days"], json!([]));
}

#[actix_web::test]
async fn a_saved_day_is_read_back() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let saved = ann
        .save("2026-03-10", ann.day_of(&[("Sleep", 450), ("Work", 400)]))
        .await;
    let read = ann.get("/api/days/2026-03-10").await;
    assert_eq!(read.etag(), saved.etag());
    assert_eq!(read.expect(200), saved.expect(200));
}

#[actix_web::test]
async fn a_matching_etag_is_304() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 450)]).await;
    let first = ann.get("/api/days/2026-03-10").await;
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let of = |coding: &str| first.etag().replacen('"', "", 1).replace('"', coding);
    let (gzip, brotli) = (format!("\"{}", of("-gzip\"")), format!("\"{}", of("-br\"")));
    let weak = format!("W/{}", first.etag());
    // The response has the tag in the form that the client knows it in.
    for (condition, tag) in [
        (first.etag(), first.etag()),
        ("*".to_owned(), first.etag()),
        (weak.clone(), weak),
        (format!("\"other\", {}", first.etag()), first.etag()),
        (gzip.clone(), gzip),
        (brotli.clone(), brotli),
    ] {
        let again = ann
            .with("if-none-match", &condition)
            .get("/api/days/2026-03-10")
            .await;
        assert_eq!(
            (again.status, again.text().as_str()),
            (304, ""),
            "{condition}"
        );
        assert_eq!(again.etag(), tag);
    }
    ann.log("2026-03-10", &[("Sleep", 460)]).await;
    let changed = ann
        .with("if-none-match", &first.etag())
        .get("/api/days/2026-03-10")
        .await;
    assert_ne!(changed.etag(), first.etag());
    changed.expect(200);
}

#[actix_web::test]
async fn weekends_and_weekdays_have_their_own_targets() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, target) in [
        ("2026-03-13", 360), // Friday
        ("2026-03-14", 180),
        ("2026-03-15", 180),
        ("2026-03-16", 360),
    ] {
        let day = ann.day(date).await;
        let work = entry(&day, ann.habit("Work"));
        assert_eq!(work["target"], target, "{date}");
    }
}
