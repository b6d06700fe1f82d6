//! `/api/days/exceptions`.

use actix_web::http::Method;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::support::{Response, TestApp, User, dates, entry};

const RANGE: &str = "/api/days/exceptions";

async fn mark(user: &User, from: &str, to: &str, kind: &str) -> Response {
    let body = json!({ "from": from, "to": to, "kind": kind, "note": "By the sea" });
    user.put(RANGE, body).await
}

async fn clear(user: &User, from: &str, to: &str) -> Response {
    user.delete(&format!("{RANGE}?from={from}&to={to}")).await
}

/// What a client sees of these days.
async fn all_of(user: &User, dates: &[String]) -> Vec<Value> {
    let mut days = Vec::new();
    for date in dates {
        days.push(user.day(date).await);
    }
    days
}

#[actix_web::test]
async fn every_day_of_a_range_is_marked_with_its_data_kept() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut day = ann.day_of(&[("Sleep", 480)]);
    day["tasks"] = json!([{ "title": "Pack", "priority": "high", "quadrant": "Q1" }]);
    day["note"] = "Off we go".into();
    ann.save("2026-03-11", day).await.expect(200);

    let marked = mark(&ann, "2026-03-10", "2026-03-12", "travel").await;
    let list = ann.get("/api/days?from=2026-03-10&to=2026-03-12").await;
    assert_eq!(marked.etag(), list.etag());
    let marked = marked.expect(200);
    assert_eq!(marked, list.expect(200));
    for (index, minutes) in [0, 480, 0].into_iter().enumerate() {
        let day = &marked["days"][index];
        assert_eq!(day["exception"], "travel");
        assert_eq!(day["kpi"], Value::Null);
        assert_eq!(day["minutes"], minutes);
    }
    let day = ann.day("2026-03-11").await;
    let exception = json!({ "kind": "travel", "note": "By the sea" });
    assert_eq!(day["exception"], exception);
    assert_eq!(entry(&day, ann.habit("Sleep"))["amount"], 480);
    assert_eq!(day["tasks"][0]["title"], "Pack");
    assert_eq!(day["note"], "Off we go");
    assert_eq!(ann.day("2026-03-13").await["exception"], Value::Null);
}

#[actix_web::test]
async fn a_range_is_marked_as_day_by_day() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let range = dates("2026-03-10", 3);
    for user in [&ann, &bob] {
        user.log("2026-03-11", &[("Sleep", 480)]).await;
        user.log("2026-03-13", &[("Sleep", 480)]).await;
    }
    mark(&ann, &range[0], &range[2], "illness")
        .await
        .expect(200);
    for date in &range {
        let body = json!({ "kind": "illness", "note": "By the sea" });
        let path = format!("/api/days/{date}/exception");
        bob.put(&path, body).await.expect(200);
    }
    for date in dates("2026-03-09", 6) {
        assert_eq!(
            seen(&ann.day(&date).await),
            seen(&bob.day(&date).await),
            "{date}"
        );
    }
}

/// A day without the ids of its habits, which differ between users.
fn seen(day: &Value) -> Value {
    let mut day = day.clone();
    for entry in day["entries"].as_array_mut().unwrap() {
        entry["habitId"] = Value::Null;
    }
    for suggestion in day["explanation"]["raises"]
        .as_array_mut()
        .into_iter()
        .flatten()
    {
        suggestion["habitId"] = Value::Null;
    }
    day
}

#[actix_web::test]
async fn marking_again_changes_nothing_and_another_kind_replaces() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (from, to) = ("2026-03-10", "2026-03-12");
    ann.fall_ill("2026-03-11").await;
    let first = mark(&ann, from, to, "travel").await.expect(200);
    let written = || app.text("SELECT CAST(max(updated_at) AS text) AS text FROM days");
    let before = written();
    app.wait(chrono::TimeDelta::minutes(1));
    assert_eq!(mark(&ann, from, to, "travel").await.expect(200), first);
    assert_eq!(written(), before, "nothing was written");
    let other = mark(&ann, from, to, "technical").await.expect(200);
    for day in other["days"].as_array().unwrap() {
        assert_eq!(day["exception"], "technical");
    }
    assert_ne!(written(), before);
}

#[actix_web::test]
async fn up_to_sixty_days_past_and_to_come() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (from, to) in [
        ("2026-01-01", "2026-03-01"),
        ("2026-03-18", "2026-03-18"),
        ("2026-03-10", "2026-04-10"),
        ("2027-02-01", "2027-03-19"),
        ("2000-01-01", "2000-01-02"),
    ] {
        let marked = mark(&ann, from, to, "travel").await.expect(200);
        let days = marked["days"].as_array().unwrap();
        assert_eq!(days[0]["date"], from);
        assert_eq!(days[days.len() - 1]["date"], to);
        let cleared = clear(&ann, from, to).await.expect(200);
        assert_eq!(cleared["days"], json!([]), "{from}");
    }
    assert_eq!(app.rows("days"), 0);
}

#[actix_web::test]
async fn clearing_what_was_never_marked_records_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    let before = ann.get("/api/days?from=2026-03-10&to=2026-03-12").await;
    let cleared = clear(&ann, "2026-03-10", "2026-03-12").await;
    assert_eq!(cleared.etag(), before.etag());
    assert_eq!(app.rows("days"), 1);
}

#[actix_web::test]
async fn a_range_neither_breaks_nor_extends_a_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let month = dates("2026-02-01", 30);
    for date in month[..10].iter().chain(&month[20..]) {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", &month[29]).await, 10, "a gap ends it");
    mark(&ann, &month[10], &month[19], "illness")
        .await
        .expect(200);
    for (date, streak) in [(10, 10), (19, 10), (20, 11), (29, 20)] {
        assert_eq!(ann.streak("Sleep", &month[date]).await, streak, "{date}");
    }
    // Over done days it takes them out, too.
    mark(&ann, &month[5], &month[24], "illness")
        .await
        .expect(200);
    assert_eq!(ann.streak("Sleep", &month[24]).await, 5);
    assert_eq!(ann.streak("Sleep", &month[29]).await, 10);
    clear(&ann, &month[10], &month[19]).await.expect(200);
    assert_eq!(ann.streak("Sleep", &month[29]).await, 5);
}

/// Records some of the days, each with other minutes.
async fn record(user: &User, dates: &[String], random: &mut StdRng) {
    for date in dates {
        if random.random_bool(0.8) {
            let sleep = random.random_range(300..600);
            let entries = [("Sleep", sleep), ("Work", sleep / 2), ("Exercise", 60)];
            user.log(date, &entries).await;
        }
    }
}

#[actix_web::test]
async fn marking_and_clearing_returns_every_score_to_the_last_digit() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut random = StdRng::seed_from_u64(11);
    let all = dates("2026-01-10", 50);
    record(&ann, &all, &mut random).await;
    let before = all_of(&ann, &all).await;
    for _ in 0..5 {
        let from = random.random_range(0..all.len());
        let to = random.random_range(from..all.len());
        mark(&ann, &all[from], &all[to], "travel").await.expect(200);
        clear(&ann, &all[from], &all[to]).await.expect(200);
        assert_eq!(all_of(&ann, &all).await, before, "{from}..={to}");
    }
}

/// Whatever ranges were marked and cleared, and whenever the days were recorded: what they are in the end counts.
#[actix_web::test]
async fn the_way_to_the_same_exceptions_does_not_matter() {
    let app = TestApp::start().await;
    let all = dates("2026-02-01", 24);
    for seed in 0..6 {
        let mut random = StdRng::seed_from_u64(seed);
        let (ann, bob) = (
            app.user(&format!("ann{seed}")).await,
            app.user(&format!("bob{seed}")).await,
        );
        let mut away = vec![false; all.len()];
        for _ in 0..6 {
            let from = random.random_range(0..all.len());
            let to = random.random_range(from..all.len());
            let marks = random.random_bool(0.6);
            if marks {
                mark(&ann, &all[from], &all[to], "illness")
                    .await
                    .expect(200);
            } else {
                clear(&ann, &all[from], &all[to]).await.expect(200);
            }
            away[from..=to].fill(marks);
        }
        let mut for_bob = StdRng::seed_from_u64(seed);
        let mut for_ann = StdRng::seed_from_u64(seed);
        record(&bob, &all, &mut for_bob).await;
        for (date, _) in all.iter().zip(&away).rev().filter(|(_, away)| **away) {
            let body = json!({ "kind": "illness", "note": "By the sea" });
            let path = format!("/api/days/{date}/exception");
            bob.put(&path, body).await.expect(200);
        }
        record(&ann, &all, &mut for_ann).await;
        for date in &all {
            let (of_ann, of_bob) = (ann.day(date).await, bob.day(date).await);
            assert_eq!(seen(&of_ann), seen(&of_bob), "{seed}: {date} {away:?}");
        }
    }
}

#[actix_web::test]
async fn a_range_long_ago_is_recalculated_to_the_last_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let all = dates("2025-10-01", 161);
    for date in &all {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    // The streak through all days becomes shorter.
    mark(&ann, &all[0], &all[29], "travel").await.expect(200);
    let progress = ann.get("/api/kpi/recompute").await.expect(200);
    assert_ne!(progress["from"], Value::Null, "{progress}");
    ann.until_recalculated().await;
    assert_eq!(ann.streak("Sleep", &all[160]).await, 131);
    let everything = json!({ "from": all[0], "to": all[90] });
    let again = ann.post("/api/kpi/recompute", everything).await.expect(200);
    assert_eq!(again["changed"], 0, "{again}");
}

#[actix_web::test]
async fn the_number_of_statements_does_not_depend_on_the_length() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let all = dates("2026-01-01", 60);
    for date in &all {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    let mut counts = Vec::new();
    for first in [58, 50, 1] {
        let (mut marking, mut clearing) = (u64::MAX, u64::MAX);
        // The minimum of several runs, because background tasks poll the database too.
        for _ in 0..3 {
            let before = app.statements().await;
            mark(&ann, &all[first], &all[59], "travel")
                .await
                .expect(200);
            let between = app.statements().await;
            clear(&ann, &all[first], &all[59]).await.expect(200);
            marking = marking.min(between - before);
            clearing = clearing.min(app.statements().await - between);
        }
        counts.push((marking, clearing));
    }
    let (marking, clearing) = counts[0];
    assert!((1..=14).contains(&marking) && clearing <= 14, "{counts:?}");
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
}

#[actix_web::test]
async fn conditions_are_those_of_the_list_of_the_range() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    let list = "/api/days?from=2026-03-10&to=2026-03-12";
    let range = format!("{RANGE}?from=2026-03-10&to=2026-03-12");
    let body = || json!({ "from": "2026-03-10", "to": "2026-03-12", "kind": "travel" });
    let stale = ann.with("if-match", "\"other\"");
    stale.put(RANGE, body()).await.problem(412, "day-changed");
    stale.delete(&range).await.problem(412, "day-changed");
    let marked = ann.with("if-match", "*");
    marked.put(RANGE, body()).await.problem(412, "day-changed");

    let tag = ann.get(list).await.etag();
    let done = ann.with("if-match", &tag).put(RANGE, body()).await;
    let tag = done.etag();
    done.expect(200);
    let unmarked = ann.with("if-none-match", "*");
    unmarked
        .put(RANGE, body())
        .await
        .problem(412, "precondition-failed");
    marked.put(RANGE, body()).await.expect(200);
    let mut noted = body();
    noted["note"] = "Meanwhile, elsewhere".into();
    marked.put(RANGE, noted).await.expect(200);
    let overwritten = ann.with("if-match", &tag).put(RANGE, body()).await;
    overwritten.problem(412, "day-changed");
    let tag = ann.get(list).await.etag();
    ann.with("if-match", &tag).delete(&range).await.expect(200);
    let malformed = ann.with("if-match", "no tag");
    let refused = malformed.request(Method::PUT, RANGE, Some(body())).await;
    assert_eq!(refused.status, 400);
}
