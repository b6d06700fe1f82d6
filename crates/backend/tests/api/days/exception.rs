//! `/api/days/{date}/exception`.

use serde_json::{Value, json};

use crate::support::{TestApp, entry};

#[actix_web::test]
async fn an_exception_day_has_no_kpi_until_it_is_cleared() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let before = ann.log("2026-03-10", &[("Sleep", 480)]).await;
    for kind in ["illness", "travel", "emergency", "technical"] {
        let body = json!({ "kind": kind, "note": " By the sea " });
        let marked = ann.put("/api/days/2026-03-10/exception", body).await;
        assert_eq!(marked.etag(), ann.get("/api/days/2026-03-10").await.etag());
        let marked = marked.expect(200);
        assert_eq!(
            marked["exception"],
            json!({ "kind": kind, "note": "By the sea" })
        );
        assert_eq!(marked["kpi"], Value::Null);
        assert_eq!(marked["explanation"], Value::Null);
        assert_eq!(entry(&marked, ann.habit("Sleep"))["amount"], 480);
    }
    let cleared = ann
        .delete("/api/days/2026-03-10/exception")
        .await
        .expect(200);
    assert_eq!(cleared, before);
}

#[actix_web::test]
async fn the_note_is_optional() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let marked = ann
        .put(
            "/api/days/2026-03-10/exception",
            json!({ "kind": "travel" }),
        )
        .await
        .expect(200);
    assert_eq!(
        marked["exception"],
        json!({ "kind": "travel", "note": null })
    );
    assert_eq!(marked["saved"], true);
}

#[actix_web::test]
async fn clearing_what_was_never_marked_records_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.delete("/api/days/2026-03-10/exception")
        .await
        .expect(200);
    assert_eq!(ann.day("2026-03-10").await["saved"], false);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["meanKpi"], Value::Null);
}

#[actix_web::test]
async fn clearing_the_exception_of_an_empty_day_deletes_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let before = ann.day("2026-03-10").await;
    ann.fall_ill("2026-03-10").await;
    let cleared = ann.delete("/api/days/2026-03-10/exception").await;
    assert_eq!(cleared.etag(), ann.get("/api/days/2026-03-10").await.etag());
    assert_eq!(cleared.expect(200), before);
}

#[actix_web::test]
async fn an_exception_carries_streaks_and_its_end_ends_them() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-09", "2026-03-10", "2026-03-12"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2026-03-12").await, 1);
    ann.fall_ill("2026-03-11").await;
    assert_eq!(ann.streak("Sleep", "2026-03-11").await, 2, "not extended");
    assert_eq!(ann.streak("Sleep", "2026-03-12").await, 3, "nor broken");
    ann.delete("/api/days/2026-03-11/exception")
        .await
        .expect(200);
    assert_eq!(ann.streak("Sleep", "2026-03-12").await, 1);
}

#[actix_web::test]
async fn minutes_on_an_exception_day_do_not_extend_a_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    ann.fall_ill("2026-03-10").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", "2026-03-10").await, 1);
    assert_eq!(
        ann.log("2026-03-11", &[("Sleep", 480)]).await["entries"][0]["streak"],
        2
    );
}
