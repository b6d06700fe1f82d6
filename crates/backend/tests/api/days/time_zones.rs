//! Days when the time zone or the day's hour changes, and dates that a zone's calendar lacks.

use serde_json::{Value, json};

use crate::support::{TestApp, User, entry};

async fn live_in(user: &User, time_zone: &str, day_start_hour: u8) {
    let profile = json!({
        "name": "Ann", "timeZone": time_zone, "dayStartHour": day_start_hour,
        "language": "en", "theme": "system",
    });
    user.put("/api/auth/me", profile).await.expect(200);
}

async fn today(user: &User) -> Value {
    user.get("/api/auth/me").await.expect(200)["today"].clone()
}

/// Dates are calendar dates: no change of the zone moves, doubles or deletes one.
#[actix_web::test]
async fn a_change_of_zone_or_day_start_keeps_every_recorded_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.travel_to("2026-06-10T12:00:00Z");
    let mut recorded = Vec::new();
    for (zone, hour, date) in [
        ("Pacific/Auckland", 4, "2026-06-10"),
        ("Pacific/Honolulu", 4, "2026-06-09"),
        ("Pacific/Auckland", 4, "2026-06-10"),
        ("Pacific/Kiritimati", 0, "2026-06-11"),
        ("Pacific/Kiritimati", 23, "2026-06-10"),
        ("UTC", 0, "2026-06-10"),
        ("UTC", 23, "2026-06-09"),
    ] {
        live_in(&ann, zone, hour).await;
        assert_eq!(today(&ann).await, date, "{zone} from {hour}");
        let minutes = 400 + i64::try_from(recorded.len()).unwrap();
        ann.log("today", &[("Sleep", minutes)]).await;
        recorded.retain(|(known, _)| *known != date);
        recorded.push((date, minutes));
        recorded.sort_unstable();

        let expected: Vec<&str> = recorded.iter().map(|(date, _)| *date).collect();
        let dates_in = |days: &Value| -> Vec<String> {
            let days = days.as_array().unwrap().iter();
            days.map(|day| day["date"].as_str().unwrap().to_owned())
                .collect()
        };
        let list = ann.get("/api/days?from=2026-06-01&to=2026-06-30").await;
        assert_eq!(dates_in(&list.expect(200)["days"]), expected, "{zone}");
        let year = ann.get("/api/dashboards/year/2026").await.expect(200);
        assert_eq!(dates_in(&year["months"][5]["days"]), expected, "{zone}");
        let month = ann.get("/api/dashboards/month/2026/6").await.expect(200);
        assert_eq!(dates_in(&month["days"]), expected, "{zone}");
        for (date, minutes) in &recorded {
            let day = ann.day(date).await;
            assert_eq!(entry(&day, ann.habit("Sleep"))["amount"], *minutes);
            // It can still be changed, tomorrow or not.
            ann.save(date, ann.day_of(&[("Sleep", *minutes)]))
                .await
                .expect(200);
        }
    }
}

#[actix_web::test]
async fn a_date_that_the_calendar_lacks_ends_no_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    live_in(&ann, "Pacific/Apia", 0).await;
    for date in ["2011-12-28", "2011-12-29", "2011-12-31"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2011-12-31").await, 3);
    let missing = ann.day("2011-12-30").await;
    let entries = missing["entries"].as_array().unwrap();
    assert!(
        entries.iter().all(|entry| entry["scheduled"] == false),
        "{missing}"
    );
    // Elsewhere it was a day like any other.
    live_in(&ann, "Pacific/Auckland", 0).await;
    assert_eq!(ann.day("2011-12-30").await["entries"][0]["scheduled"], true);
    let range = json!({ "from": "2011-12-01", "to": "2011-12-31" });
    ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(ann.streak("Sleep", "2011-12-31").await, 1);
}

#[actix_web::test]
async fn a_date_recorded_before_moving_to_where_it_is_missing_keeps_its_score() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    live_in(&ann, "Europe/Berlin", 0).await;
    for date in ["2011-12-29", "2011-12-30", "2011-12-31"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    let before = ann.day("2011-12-30").await;
    live_in(&ann, "Pacific/Apia", 0).await;
    let range = json!({ "from": "2011-12-01", "to": "2011-12-31" });
    let done = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(done["changed"], 0);
    assert_eq!(ann.day("2011-12-30").await, before);
    assert_eq!(ann.streak("Sleep", "2011-12-31").await, 3);
}

#[actix_web::test]
async fn today_never_goes_back() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (zone, hour, date, instants) in [
        (
            "Pacific/Chatham",
            3,
            "2026-04-05",
            [
                "2026-04-04T13:59:00Z",
                "2026-04-04T14:00:00Z",
                "2026-04-04T14:15:00Z",
            ],
        ),
        (
            "Antarctica/Troll",
            2,
            "2026-10-25",
            [
                "2026-10-25T00:59:00Z",
                "2026-10-25T01:00:00Z",
                "2026-10-25T02:00:00Z",
            ],
        ),
    ] {
        live_in(&ann, zone, hour).await;
        for instant in instants {
            app.travel_to(instant);
            assert_eq!(today(&ann).await, date, "{instant}");
            assert_eq!(ann.day("today").await["date"], date, "{instant}");
        }
    }
}
