//! The date of `today`.

use serde_json::json;

use crate::support::{TestApp, User};

async fn live_in(user: &User, time_zone: &str, day_start_hour: u8) {
    let profile = json!({
        "name": "Ann", "timeZone": time_zone, "dayStartHour": day_start_hour,
        "language": "en", "theme": "system",
    });
    user.put("/api/auth/me", profile).await.expect(200);
}

#[actix_web::test]
async fn today_follows_zone_and_day_start_across_midnight() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (now, zone, hour, today) in [
        ("2026-03-18T23:59:59Z", "UTC", 0, "2026-03-18"),
        ("2026-03-19T00:00:00Z", "UTC", 0, "2026-03-19"),
        ("2026-03-19T03:59:59Z", "UTC", 4, "2026-03-18"),
        ("2026-03-19T04:00:00Z", "UTC", 4, "2026-03-19"),
        ("2026-03-18T14:59:59Z", "Asia/Tokyo", 0, "2026-03-18"),
        ("2026-03-18T15:00:00Z", "Asia/Tokyo", 0, "2026-03-19"),
        ("2026-03-19T03:00:00Z", "America/New_York", 0, "2026-03-18"),
        ("2026-03-29T01:30:00Z", "Europe/Berlin", 3, "2026-03-29"),
    ] {
        app.travel_to(now);
        live_in(&ann, zone, hour).await;
        let case = format!("{now} in {zone} from {hour}");
        let me = ann.get("/api/auth/me").await.expect(200);
        assert_eq!(me["today"], today, "{case}");
        assert_eq!(ann.day("today").await["date"], today, "{case}");
        let empty = json!({ "entries": [], "tasks": [] });
        let saved = ann.save("today", empty).await.expect(200);
        assert_eq!(saved["date"], today, "{case}");
    }
}

#[actix_web::test]
async fn changes_from_today_use_the_users_today() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    app.travel_to("2026-03-19T01:30:00Z");
    live_in(&ann, "UTC", 4).await;
    let habit = ann.make_habit(json!({ "name": "Yoga" })).await;
    assert_eq!(habit["startsOn"], "2026-03-18");
    let path = format!("/api/habits/{}/archive", ann.habit("Yoga"));
    app.travel_to("2026-03-19T04:00:00Z");
    let archived = ann.post(&path, None).await.expect(200);
    assert_eq!(archived["archivedOn"], "2026-03-19");
}
