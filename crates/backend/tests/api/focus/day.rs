//! Sessions and the KPI of their day.

use serde_json::{Value, json};

use super::{amount, record, start, stop};
use crate::support::{TestApp, User, term};

async fn live_in(user: &User, zone: &str, hour: i64) {
    let profile = json!({
        "name": "Ann", "timeZone": zone, "dayStartHour": hour, "language": "en", "theme": "system",
    });
    user.put("/api/auth/me", profile).await.expect(200);
}

#[actix_web::test]
async fn two_short_ones_give_five_and_a_long_one_ten() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (date, points) = ("2026-03-18", async |code| {
        let day = ann.day("2026-03-18").await;
        term(&day["explanation"], code).clone()
    });
    record(&ann, "Work", "2026-03-18T05:00:00Z", "2026-03-18T05:25:00Z").await;
    assert_eq!(points("pomodoro").await, Value::Null);
    record(&ann, "Work", "2026-03-18T06:00:00Z", "2026-03-18T06:50:00Z").await;
    assert_eq!(points("pomodoro").await, 5.0);
    record(&ann, "Work", "2026-03-18T07:00:00Z", "2026-03-18T08:30:00Z").await;
    assert_eq!(
        (points("pomodoro").await, points("deep_work").await),
        (json!(5.0), json!(10.0))
    );
    assert_eq!(amount(&ann, "Work", date).await, 165);

    // Saved, previewed and recomputed alike.
    let day = ann.day_of(&[("Work", 165), ("Sleep", 480)]);
    let preview = json!({ "date": date, "entries": day["entries"], "tasks": [] });
    let previewed = ann.post("/api/kpi/preview", preview).await.expect(200);
    assert_eq!(term(&previewed, "deep_work"), &json!(10.0));
    let saved = ann.save(date, day).await.expect(200);
    assert_eq!(saved["explanation"], previewed);
    app.execute("UPDATE days SET kpi = 1");
    let range = json!({ "from": date, "to": date });
    ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(ann.day(date).await, saved);
    // Clearing the day leaves them.
    ann.delete("/api/days/2026-03-18").await.expect(204);
    assert_eq!(points("deep_work").await, 10.0);
}

#[actix_web::test]
async fn a_day_that_depends_on_it_and_an_exception_keep_their_rules() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    record(&ann, "Work", "2026-03-17T05:00:00Z", "2026-03-17T06:30:00Z").await;
    ann.log("2026-03-18", &[("Work", 360)]).await;
    let before = ann.day("2026-03-17").await;
    // A change before it cascades into it, with its session.
    ann.log("2026-03-16", &[("Work", 360)]).await;
    assert_eq!(ann.day("2026-03-17").await["kpi"], before["kpi"]);
    ann.fall_ill("2026-03-17").await;
    record(&ann, "Work", "2026-03-17T08:00:00Z", "2026-03-17T08:30:00Z").await;
    let ill = ann.day("2026-03-17").await;
    assert_eq!(
        (&ill["kpi"], &ill["explanation"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(amount(&ann, "Work", "2026-03-17").await, 120);
}

#[actix_web::test]
async fn suggestions_tell_of_sessions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut entries = Vec::new();
    for habit in ann.habits().await {
        if habit["name"] != "Work" {
            entries.push(json!({ "habitId": habit["id"], "amount": habit["target"] }));
        }
    }
    let day = json!({ "entries": entries, "tasks": [] });
    let saved = ann.save("2026-03-18", day).await.expect(200);
    let raises = saved["explanation"]["raises"].as_array().unwrap();
    let codes: Vec<&str> = raises
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"deep_work") || codes.contains(&"pomodoro"),
        "{codes:?}"
    );
}

/// Zone, day start, the instants of a start and an end, the minutes and the day.
const NIGHTS: [(&str, i64, &str, &str, i64, &str); 8] = [
    (
        "UTC",
        0,
        "2026-03-18T23:50:00Z",
        "2026-03-19T00:15:00Z",
        25,
        "2026-03-18",
    ),
    (
        "UTC",
        4,
        "2026-03-19T23:50:00Z",
        "2026-03-20T00:15:00Z",
        25,
        "2026-03-19",
    ),
    (
        "UTC",
        4,
        "2026-03-21T03:50:00Z",
        "2026-03-21T04:15:00Z",
        25,
        "2026-03-20",
    ),
    (
        "UTC",
        4,
        "2026-03-22T04:00:00Z",
        "2026-03-22T04:25:00Z",
        25,
        "2026-03-22",
    ),
    // The clock shows 01:45 to 03:15.
    (
        "Europe/Berlin",
        0,
        "2026-03-29T00:45:00Z",
        "2026-03-29T01:15:00Z",
        30,
        "2026-03-29",
    ),
    // It shows 23:45 to 01:15.
    (
        "America/Santiago",
        0,
        "2026-09-06T03:45:00Z",
        "2026-09-06T04:15:00Z",
        30,
        "2026-09-05",
    ),
    // It shows 01:45 to 02:15, and its hour twice.
    (
        "Europe/Berlin",
        0,
        "2026-10-24T23:45:00Z",
        "2026-10-25T01:15:00Z",
        90,
        "2026-10-25",
    ),
    (
        "Europe/Berlin",
        4,
        "2026-10-26T23:45:00Z",
        "2026-10-27T01:15:00Z",
        90,
        "2026-10-26",
    ),
];

#[actix_web::test]
async fn it_counts_for_the_day_in_which_it_began_by_the_difference_of_instants() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (zone, hour, from, to, minutes, date) in NIGHTS {
        live_in(&ann, zone, hour).await;
        app.travel_to(from);
        let session = start(&ann, "Work", None).await;
        assert_eq!(session["date"], date, "{zone} {from}");
        app.travel_to(to);
        let stopped = stop(&ann, &session, json!({})).await.expect(200);
        assert_eq!(stopped["minutes"], minutes, "{zone} {from}");
        assert_eq!(amount(&ann, "Work", date).await, minutes, "{zone} {from}");
    }
}

#[actix_web::test]
async fn moving_while_it_runs_does_not_move_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    live_in(&ann, "Asia/Tokyo", 0).await;
    app.travel_to("2026-03-18T15:30:00Z");
    let session = start(&ann, "Work", None).await;
    assert_eq!(session["date"], "2026-03-19");
    live_in(&ann, "America/Santiago", 0).await;
    app.travel_to("2026-03-18T16:00:00Z");
    let stopped = stop(&ann, &session, json!({})).await.expect(200);
    assert_eq!(stopped["date"], "2026-03-19");
    assert_eq!(amount(&ann, "Work", "2026-03-19").await, 30);
}

#[actix_web::test]
async fn a_day_of_sessions_adds_no_more_than_the_day_has() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.travel_to("2026-03-20T10:00:00Z");
    ann.log("2026-03-18", &[("Work", 120)]).await;
    let mut last = Value::Null;
    for hour in 0..24 {
        let from = format!("2026-03-18T{hour:02}:00:00Z");
        let to = match hour {
            23 => "2026-03-19T00:00:00Z".to_owned(),
            _ => format!("2026-03-18T{:02}:00:00Z", hour + 1),
        };
        last = record(&ann, "Work", &from, &to).await;
    }
    assert_eq!(last["countedMinutes"], 0);
    assert_eq!(amount(&ann, "Work", "2026-03-18").await, 1440);
}

#[actix_web::test]
async fn users_have_their_own() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let before = bob.day("2026-03-18").await;
    record(&ann, "Work", "2026-03-18T07:00:00Z", "2026-03-18T08:30:00Z").await;
    assert_eq!(bob.day("2026-03-18").await, before);
    let path = "/api/focus?from=2026-03-18&to=2026-03-18";
    assert_eq!(bob.get(path).await.expect(200)["sessions"], json!([]));
}
