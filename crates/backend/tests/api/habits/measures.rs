//! Counts and checks beside minutes.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{TestApp, User, entry, habit_input};

fn water() -> Value {
    json!({
        "name": "Water", "measure": "count", "unit": "glasses", "target": 8,
        "effectiveFrom": "2026-03-01",
    })
}

fn stretching() -> Value {
    json!({
        "name": "Stretching", "measure": "check", "target": 1, "effectiveFrom": "2026-03-01",
    })
}

fn figures(day: &Value, habit: &str) -> Value {
    let entry = entry(day, habit);
    json!([
        entry["measure"],
        entry["unit"],
        entry["target"],
        entry["amount"],
        entry["completion"]
    ])
}

async fn update(user: &User, name: &str, input: Value) -> crate::support::Response {
    let path = format!("/api/habits/{}", user.habit(name));
    user.put(&path, habit_input(input)).await
}

#[actix_web::test]
async fn counts_and_checks_are_entered_scored_and_read_back() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let made = ann.only_habit(water()).await;
    assert_eq!(
        json!([
            made["measure"],
            made["unit"],
            made["target"],
            made["weekendTarget"]
        ]),
        json!(["count", "glasses", 8, null])
    );
    let made = ann.make_habit(stretching()).await;
    assert_eq!(
        json!([made["measure"], made["unit"], made["target"]]),
        json!(["check", null, 1])
    );

    let day = ann
        .log("2026-03-10", &[("Water", 6), ("Stretching", 1)])
        .await;
    let (water, stretching) = (ann.habit("Water"), ann.habit("Stretching"));
    assert_eq!(
        figures(&day, water),
        json!(["count", "glasses", 8, 6, 0.75])
    );
    assert_eq!(figures(&day, stretching), json!(["check", null, 1, 1, 1.0]));
    assert_eq!(day["explanation"]["terms"][0]["points"], 87.5);
    assert_eq!(ann.day("2026-03-10").await, day);

    let most = ann
        .log("2026-03-11", &[("Water", 10_000), ("Stretching", 0)])
        .await;
    assert_eq!(
        figures(&most, water),
        json!(["count", "glasses", 8, 10_000, 1.5])
    );
    assert_eq!(
        figures(&most, stretching),
        json!(["check", null, 1, 0, 0.0])
    );
    assert_eq!(most["plausible"], true, "a count is no time");
}

#[actix_web::test]
async fn amounts_beyond_their_measure_are_refused_at_their_entry() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(water()).await;
    ann.make_habit(stretching()).await;
    for (name, amount) in [("Sleep", 1441), ("Water", 10_001), ("Stretching", 2)] {
        let day = ann.day_of(&[("Work", 60), (name, amount)]);
        let mut preview = day.clone();
        preview["date"] = "2026-03-10".into();
        for refused in [
            ann.save("2026-03-10", day).await,
            ann.post("/api/kpi/preview", preview).await,
        ] {
            let problem = refused.expect(422);
            let error = &problem["errors"][0];
            assert_eq!(error["pointer"], "/entries/1/amount", "{name}");
            assert_eq!(error["code"], "out_of_range", "{name}");
        }
    }
    assert_eq!(ann.day("2026-03-10").await["saved"], false);
}

#[actix_web::test]
async fn the_database_keeps_amounts_within_their_measure() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(water()).await;
    ann.make_habit(stretching()).await;
    ann.log(
        "2026-03-10",
        &[("Water", 6), ("Stretching", 1), ("Sleep", 480)],
    )
    .await;
    for change in [
        "UPDATE entries SET minutes = 1441 WHERE measure = 'minutes'",
        "UPDATE entries SET minutes = 10001 WHERE measure = 'count'",
        "UPDATE entries SET minutes = 2 WHERE measure = 'check'",
        "UPDATE entries SET target_minutes = 2 WHERE measure = 'check'",
        "UPDATE entries SET measure = 'hours'",
        "UPDATE habit_versions SET target_minutes = 1441 WHERE measure = 'minutes'",
        "UPDATE habit_versions SET target_minutes = 10001 WHERE measure = 'count'",
        "UPDATE habit_versions SET weekend_target_minutes = 2 WHERE measure = 'check'",
        "UPDATE habit_versions SET unit = NULL WHERE measure = 'count'",
        "UPDATE habit_versions SET unit = 'times' WHERE measure = 'check'",
        "UPDATE habit_versions SET direction = 'at_most' WHERE measure = 'check'",
    ] {
        assert!(app.try_execute(change).is_err(), "{change}");
    }
}

#[actix_web::test]
async fn only_minutes_are_time() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(water()).await;
    ann.make_habit(stretching()).await;
    let amounts = [("Walking", 45), ("Water", 2000), ("Stretching", 1)];
    ann.log("2026-03-10", &amounts).await;

    let listed = ann.get("/api/days?from=2026-03-10&to=2026-03-10").await;
    let day = listed.expect(200)["days"][0].clone();
    assert_eq!(json!([day["minutes"], day["plausible"]]), json!([45, true]));
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["minutes"], 45);
    let activities = year["activities"].as_array().unwrap();
    let named: Vec<_> = activities.iter().map(|one| &one["name"]).collect();
    assert_eq!(named, ["Walking"]);
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["minutes"], 45);
    let habits = month["habits"].as_array().unwrap();
    let figures: Vec<_> = habits
        .iter()
        .map(|one| json!([one["measure"], one["unit"], one["amount"], one["target"]]))
        .collect();
    assert_eq!(
        figures,
        [
            json!(["minutes", null, 45, 60]),
            json!(["count", "glasses", 2000, 8]),
            json!(["check", null, 1, 1]),
        ]
    );
}

#[actix_web::test]
async fn a_changed_measure_counts_from_a_date_and_the_old_days_keep_theirs() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Reading on", "target": 30, "effectiveFrom": "2026-03-01" }))
        .await;
    let past = ann.log("2026-03-17", &[("Reading on", 24)]).await;
    let pages = json!({ "name": "Reading on", "measure": "count", "unit": "pages", "target": 20 });
    let changed = update(&ann, "Reading on", pages.clone()).await.expect(200);
    assert_eq!(
        json!([changed["measure"], changed["unit"], changed["target"]]),
        json!(["count", "pages", 20])
    );
    assert_eq!(ann.day("2026-03-17").await, past);
    let today = ann.log("2026-03-18", &[("Reading on", 15)]).await;
    let id = ann.habit("Reading on");
    assert_eq!(figures(&today, id), json!(["count", "pages", 20, 15, 0.75]));

    let path = format!("/api/habits/{id}/history?from=2026-03-17&to=2026-03-18");
    let history = ann.get(&path).await.expect(200);
    let measures: Vec<_> = history["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["measure"], one["amount"], one["target"]]))
        .collect();
    assert_eq!(
        measures,
        [json!(["minutes", 24, 30]), json!(["count", 15, 20])]
    );
    app.wait(TimeDelta::days(1));
    let stats = ann
        .get(&format!("/api/habits/{id}/stats"))
        .await
        .expect(200);
    assert_eq!(
        json!([
            stats["recordedDays"],
            stats["measure"],
            stats["totalAmount"],
            stats["meanAmount"]
        ]),
        json!([2, "count", 15, 15.0])
    );
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    let habits = month["habits"].as_array().unwrap();
    let of_habit = habits.iter().find(|one| one["habitId"] == id).unwrap();
    assert_eq!(
        json!([
            of_habit["measure"],
            of_habit["amount"],
            of_habit["target"],
            of_habit["scheduledDays"],
            of_habit["doneDays"]
        ]),
        json!(["count", 15, 20, 2, 1])
    );
    let completion = of_habit["completion"].as_f64().unwrap();
    assert_eq!(format!("{completion:.3}"), "0.775", "of both measures");
}

#[actix_web::test]
async fn a_measure_does_not_change_over_amounts_in_the_old_one() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Walks", "effectiveFrom": "2026-03-10" }))
        .await;
    ann.log("2026-03-12", &[("Walks", 60)]).await;
    ann.log("2026-03-18", &[("Walks", 30)]).await;
    let before = (ann.habits().await, ann.day("2026-03-18").await);
    let steps = |from: &str| {
        json!({ "name": "Steps", "measure": "count", "unit": "steps", "target": 8000,
                "effectiveFrom": from })
    };
    for from in [
        "2026-03-01",
        "2026-03-10",
        "2026-03-11",
        "2026-03-12",
        "2026-03-18",
    ] {
        let problem = update(&ann, "Walks", steps(from)).await.expect(422);
        let error = &problem["errors"][0];
        assert_eq!(
            json!([error["pointer"], error["code"]]),
            json!(["/measure", "amounts_in_other_measure"]),
            "{from}"
        );
    }
    assert_eq!(
        (ann.habits().await, ann.day("2026-03-18").await),
        before,
        "nothing half-done"
    );

    // The first version also holds for the dates before it.
    ann.log("2026-03-05", &[("Walks", 20)]).await;
    ann.delete("/api/days/2026-03-12").await.expect(204);
    ann.delete("/api/days/2026-03-18").await.expect(204);
    update(&ann, "Walks", steps("2026-03-10")).await.expect(422);
    update(&ann, "Walks", steps("2026-03-11")).await.expect(200);
    let day = ann.log("2026-03-12", &[("Walks", 9000)]).await;
    assert_eq!(entry(&day, ann.habit("Walks"))["measure"], "count");
    assert_eq!(
        entry(&ann.day("2026-03-05").await, ann.habit("Walks"))["measure"],
        "minutes"
    );

    // A quality alone has no measure.
    ann.delete("/api/days/2026-03-12").await.expect(204);
    let rated =
        json!({ "entries": [{ "habitId": ann.habit("Walks"), "quality": 3 }], "tasks": [] });
    ann.save("2026-03-13", rated).await.expect(200);
    let check = json!({ "name": "Walks", "measure": "check", "target": 1,
                        "effectiveFrom": "2026-03-12" });
    update(&ann, "Walks", check).await.expect(200);
    let day = ann.day("2026-03-13").await;
    assert_eq!(entry(&day, ann.habit("Walks"))["measure"], "check");
    assert_eq!(entry(&day, ann.habit("Walks"))["quality"], 3);
}

#[actix_web::test]
async fn suggestions_are_in_the_measure_of_their_habit() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(water()).await;
    ann.make_habit(stretching()).await;
    let day = ann.log("2026-03-10", &[("Water", 5)]).await;
    let raises = day["explanation"]["raises"].as_array().unwrap();
    let of = |name: &str| {
        let id = ann.habit(name);
        let raise = raises.iter().find(|one| one["habitId"] == id).unwrap();
        json!([raise["code"], raise["amount"], raise["reason"]])
    };
    assert_eq!(
        of("Water"),
        json!([
            "log_habit",
            3,
            "Add 3 to this habit to reach its target of 8."
        ])
    );
    assert_eq!(
        of("Stretching"),
        json!(["log_habit", 1, "Do this habit and check it."])
    );
}
