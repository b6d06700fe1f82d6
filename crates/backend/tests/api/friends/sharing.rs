//! What friends see of each other.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

async fn show(user: &User, friends: &str) {
    let settings = json!({ "friends": friends, "teams": "nothing" });
    let path = "/api/sharing";
    let shown = user.put(path, settings.clone()).await;
    assert_eq!(shown.expect(200), settings);
    assert_eq!(user.get(path).await.expect(200), settings);
}

async fn progress(user: &User, friend: &User) -> Value {
    let path = format!("/api/friends/{}/progress", friend.id().await);
    user.get(&path).await.expect(200)
}

/// Bob, with two recorded days, one away, and today.
async fn bob(app: &TestApp) -> (User, [Value; 2]) {
    let bob = app.user("bob").await;
    let first = bob
        .log("2026-03-15", &[("Sleep", 480), ("Reading", 30)])
        .await["kpi"]
        .clone();
    bob.fall_ill("2026-03-16").await;
    let mut day = bob.day_of(&[("Sleep", 480), ("Work", 360), ("Reading", 30)]);
    day["note"] = "A secret".into();
    day["tasks"] = json!([{ "title": "Secret task", "priority": "high", "quadrant": "Q1" }]);
    let last = bob.save("2026-03-17", day).await.expect(200)["kpi"].clone();
    bob.log("2026-03-18", &[("Sleep", 60)]).await;
    (bob, [first, last])
}

#[actix_web::test]
async fn a_new_account_shows_its_kpi_to_friends() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let settings = ann.get("/api/sharing").await.expect(200);
    assert_eq!(settings, json!({ "friends": "kpi", "teams": "kpi" }));
    for (settings, pointer) in [
        (json!({ "friends": "all", "teams": "kpi" }), "/friends"),
        (json!({ "friends": "kpi", "teams": "all" }), "/teams"),
        (json!({}), ""),
        (json!({ "friends": "kpi", "teams": "kpi", "x": 1 }), "/x"),
    ] {
        let refused = ann.put("/api/sharing", settings).await;
        assert_eq!(refused.invalid().0, pointer);
    }
}

#[actix_web::test]
async fn the_kpi_shows_days_that_are_over_and_not_why_somebody_was_away() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (bob, [first, last]) = bob(&app).await;
    bob.befriend(&ann).await;
    let friends = ann.get("/api/friends").await.expect(200);
    let mean = (first.as_f64().unwrap() + last.as_f64().unwrap()) / 2.0;
    let week = &friends["friends"][0]["week"];
    assert!(
        (week["mean"].as_f64().unwrap() - mean).abs() <= 0.05,
        "{week}"
    );
    assert_eq!(week["countedDays"], 2);
    assert_eq!(week["awayDays"], 1);
    assert_eq!(week["from"], "2026-03-11");
    assert_eq!(week["to"], "2026-03-17");

    let seen = progress(&ann, &bob).await;
    assert_eq!(seen["shows"], "kpi");
    assert_eq!(seen["habits"], Value::Null);
    assert_eq!(
        seen["days"],
        json!([
            { "date": "2026-03-15", "kpi": first, "band": "needs_attention", "away": false, "plausible": true },
            { "date": "2026-03-16", "kpi": null, "band": null, "away": true, "plausible": true },
            { "date": "2026-03-17", "kpi": last, "band": "needs_attention", "away": false, "plausible": true },
        ])
    );
    let everything = format!("{friends}{seen}").to_lowercase();
    for secret in ["secret", "illness", "flu", "reading", "@example.com"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn a_person_decides_how_much_is_seen() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (bob, _) = bob(&app).await;
    bob.befriend(&ann).await;

    show(&bob, "nothing").await;
    let friends = ann.get("/api/friends").await.expect(200);
    assert_eq!(friends["friends"][0]["week"], Value::Null);
    let seen = progress(&ann, &bob).await;
    assert_eq!((&seen["days"], &seen["habits"]), (&json!([]), &Value::Null));

    show(&bob, "habits").await;
    let seen = progress(&ann, &bob).await;
    assert_eq!(seen["days"].as_array().unwrap().len(), 3);
    let habits = seen["habits"].as_array().unwrap();
    assert_eq!(habits.len(), 10);
    let of = |name: &str| habits.iter().find(|habit| habit["name"] == name).unwrap();
    // The day away is neutral.
    assert_eq!(of("Reading")["streak"], 2);
    assert_eq!(of("Reading")["completion"], 1.0);
    assert_eq!(of("Reading")["scheduledDays"], 2);
    assert_eq!(of("Reading")["weekly"], false);
    assert_eq!(of("Blog")["streak"], 0);
    let everything = seen.to_string().to_lowercase();
    for secret in ["secret", "illness", "flu"] {
        assert!(!everything.contains(secret), "{secret}");
    }
    // Each person decides for themselves.
    assert_eq!(progress(&bob, &ann).await["shows"], "kpi");
}

#[actix_web::test]
async fn a_stranger_sees_nothing_also_one_who_has_asked() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (bob, _) = bob(&app).await;
    show(&bob, "habits").await;
    let path = format!("/api/friends/{}/progress", bob.id().await);
    ann.get(&path).await.problem(404, "not-found");
    ann.ask(&bob).await;
    ann.get(&path).await.problem(404, "not-found");
    let lists = ann.get("/api/friends").await.expect(200);
    let shown = json!({ "id": bob.id().await, "name": "bob", "at": "2026-03-18T10:00:00Z" });
    assert_eq!(lists["outgoing"], json!([shown]));
}

#[actix_web::test]
async fn a_week_is_that_of_the_friends_own_calendar() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    bob.befriend(&ann).await;
    let profile = json!({
        "name": "bob", "timeZone": "Pacific/Kiritimati", "dayStartHour": 0, "language": "en",
        "theme": "system",
    });
    bob.put("/api/auth/me", profile).await.expect(200);
    // It is the 19th there.
    bob.log("2026-03-18", &[("Sleep", 480)]).await;
    let week = ann.get("/api/friends").await.expect(200)["friends"][0]["week"].clone();
    assert_eq!(
        (&week["to"], &week["countedDays"]),
        (&json!("2026-03-18"), &json!(1))
    );
}

#[actix_web::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_friends() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut counted = Vec::new();
    for number in 0..6 {
        let friend = app.user(&format!("friend-{number}")).await;
        friend.befriend(&ann).await;
        friend.log("2026-03-17", &[("Sleep", 480)]).await;
        // The least of several times, because background tasks poll the database too.
        let mut least = u64::MAX;
        for _ in 0..3 {
            let before = app.statements().await;
            ann.get("/api/friends").await.expect(200);
            least = least.min(app.statements().await - before);
        }
        counted.push(least);
    }
    assert!(
        counted.iter().all(|count| *count == counted[0]),
        "{counted:?}"
    );
    assert!(counted[0] <= 9, "{counted:?}");
}
