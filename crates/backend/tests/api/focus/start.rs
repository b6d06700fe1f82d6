//! `POST /api/focus/start`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{current, record, sessions, start, stop};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn it_runs_until_its_deadline() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    assert_eq!(current(&ann).await, Value::Null);
    let session = start(&ann, "Reading", Some(25)).await;
    assert_eq!(
        session,
        json!({
            "id": session["id"], "habitId": ann.habit("Reading"), "taskId": null,
            "name": "Reading", "date": "2026-03-18", "startedAt": "2026-03-18T10:00:00Z",
            "plannedMinutes": 25, "deadline": "2026-03-18T10:25:00Z", "endedAt": null,
            "minutes": null, "countedMinutes": 0, "interrupted": false, "stopped": false,
        })
    );
    app.travel_to("2026-03-18T10:10:00Z");
    let now = ann.get("/api/focus/current").await.expect(200);
    assert_eq!(
        now,
        json!({ "session": session, "now": "2026-03-18T10:10:00Z" })
    );
    let open = app.user("bob").await;
    let session = start(&open, "Reading", None).await;
    assert_eq!(session["deadline"], "2026-03-19T10:10:00Z");
}

#[actix_web::test]
async fn one_runs_at_a_time() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let first = start(&ann, "Reading", Some(25)).await;
    let second = json!({ "habitId": ann.habit("Work") });
    ann.post("/api/focus/start", second.clone())
        .await
        .problem(409, "focus-running");
    assert_eq!(current(&ann).await, first);
    start(&bob, "Reading", Some(25)).await;
    stop(&ann, &first, json!({})).await.expect(200);
    ann.post("/api/focus/start", second).await.expect(201);
}

#[actix_web::test]
async fn of_two_at_once_one_wins() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let habits = ["Reading", "Work", "English", "Sleep", "Blog", "AI"];
    let starts = habits.map(|habit| {
        let input = json!({ "habitId": ann.habit(habit), "minutes": 25 });
        ann.post("/api/focus/start", input)
    });
    let started: Vec<u16> = join_all(starts)
        .await
        .iter()
        .map(|one| one.status)
        .collect();
    let of = |status| started.iter().filter(|one| **one == status).count();
    assert_eq!((of(201), of(409)), (1, 5), "{started:?}");
    assert_eq!(app.rows("focus_sessions"), 1);
    // The database, too, would refuse a second one.
    let again = "INSERT INTO focus_sessions SELECT user_id, user_id, habit_id, task_id, date, started_at, \
                 planned_minutes, deadline, ended_at, minutes, counted_minutes, interrupted, stopped \
                 FROM focus_sessions";
    assert!(app.try_execute(again).is_err());
}

#[actix_web::test]
async fn a_repeated_start_starts_nothing() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let id = "01890000-0000-7000-8000-000000000001";
    let input = |user: &User| json!({ "id": id, "habitId": user.habit("Reading"), "minutes": 25 });
    let first = ann.post("/api/focus/start", input(&ann)).await.expect(201);
    assert_eq!(first["id"], id);
    app.travel_to("2026-03-18T10:05:00Z");
    let again = ann.post("/api/focus/start", input(&ann)).await.expect(201);
    assert_eq!(again, first);
    let stopped = stop(&ann, &first, json!({})).await.expect(200);
    let again = ann.post("/api/focus/start", input(&ann)).await.expect(201);
    assert_eq!(again, stopped);
    assert_eq!(sessions(&ann, "2026-03-18", "2026-03-18").await.len(), 1);
    // An id is the user's own.
    let bobs = bob.post("/api/focus/start", input(&bob)).await.expect(201);
    assert_eq!(bobs["endedAt"], Value::Null);
    bob.delete(&format!("/api/focus/{id}")).await.expect(204);
    assert_eq!(sessions(&ann, "2026-03-18", "2026-03-18").await, [stopped]);
}

#[actix_web::test]
async fn the_subject_is_a_habit_in_minutes_or_a_task_of_the_day() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let bob = app.user("bob").await;
    let check = json!({ "name": "Vitamins", "measure": "check", "target": 1 });
    ann.make_habit(check).await;
    let archive = format!("/api/habits/{}/archive", ann.habit("AI"));
    ann.post(&archive, None).await.expect(200);
    let task = json!({ "title": "Report", "priority": "high", "quadrant": "Q1" });
    let task_on = async |date: &str| {
        let path = format!("/api/days/{date}/tasks");
        let day = ann.post(&path, task.clone()).await.expect(201);
        day["tasks"][0]["id"].clone()
    };
    let (yesterdays, todays) = (task_on("2026-03-17").await, task_on("2026-03-18").await);
    for (input, pointer, code) in [
        (json!({}), "/habitId", "required"),
        (
            json!({ "habitId": ann.habit("Work"), "taskId": todays }),
            "/taskId",
            "one_subject",
        ),
        (
            json!({ "habitId": ann.habit("Vitamins") }),
            "/habitId",
            "not_minutes",
        ),
        (
            json!({ "habitId": ann.habit("AI") }),
            "/habitId",
            "unknown_habit",
        ),
        (
            json!({ "habitId": bob.habit("Work") }),
            "/habitId",
            "unknown_habit",
        ),
        (json!({ "taskId": yesterdays }), "/taskId", "unknown_task"),
        (
            json!({ "taskId": ann.habit("Work") }),
            "/taskId",
            "unknown_task",
        ),
        (
            json!({ "habitId": ann.habit("Work"), "minutes": 0 }),
            "/minutes",
            "out_of_range",
        ),
        (
            json!({ "habitId": ann.habit("Work"), "minutes": 1441 }),
            "/minutes",
            "out_of_range",
        ),
        (
            json!({ "habitId": ann.habit("Work"), "startedAt": "2026-03-18 09:00:00Z" }),
            "/startedAt",
            "instant_invalid",
        ),
    ] {
        let invalid = ann.post("/api/focus/start", input).await.invalid();
        assert_eq!(invalid, (pointer.to_owned(), code.to_owned()));
    }
    let started = ann
        .post("/api/focus/start", json!({ "taskId": todays }))
        .await;
    let session = started.expect(201);
    assert_eq!(
        (&session["taskId"], &session["name"]),
        (&todays, &json!("Report"))
    );
}

#[actix_web::test]
async fn what_began_without_a_network_is_told_later() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let tell = async |fields: Value| {
        let mut input = json!({ "habitId": ann.habit("Reading") });
        for (name, value) in fields.as_object().unwrap() {
            input[name] = value.clone();
        }
        ann.post("/api/focus/start", input).await
    };
    for (fields, pointer, code) in [
        (
            json!({ "startedAt": "2026-03-18T10:02:01Z" }),
            "/startedAt",
            "in_future",
        ),
        (
            json!({ "startedAt": "2026-03-11T09:59:59Z" }),
            "/startedAt",
            "too_old",
        ),
        (
            json!({ "startedAt": "2026-03-18T09:00:00Z", "endedAt": "2026-03-18T08:55:00Z" }),
            "/endedAt",
            "before_start",
        ),
        (
            json!({ "startedAt": "2026-03-18T09:00:00Z", "endedAt": "2026-03-18T10:05:00Z" }),
            "/endedAt",
            "in_future",
        ),
    ] {
        let invalid = tell(fields).await.invalid();
        assert_eq!(invalid, (pointer.to_owned(), code.to_owned()));
    }
    // Begun and ended on another day, with an offset.
    let told = tell(json!({
        "startedAt": "2026-03-17T10:00:00+02:00", "endedAt": "2026-03-17T08:40:00Z", "minutes": 50,
    }));
    let told = told.await.expect(201);
    assert_eq!(
        (&told["date"], &told["minutes"]),
        (&json!("2026-03-17"), &json!(40))
    );
    // One that would have ended by now has.
    let told = tell(json!({ "startedAt": "2026-03-18T08:00:00Z", "minutes": 25 }));
    let told = told.await.expect(201);
    assert_eq!(told["endedAt"], "2026-03-18T08:25:00Z");
    assert_eq!(told["stopped"], false);
    // One that runs goes on from when it began; a clock that is ahead does not put that into the future.
    let told = tell(json!({ "startedAt": "2026-03-18T10:01:59Z", "minutes": 25 }));
    assert_eq!(told.await.expect(201)["startedAt"], "2026-03-18T10:00:00Z");
}

#[actix_web::test]
async fn sessions_do_not_overlap() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    record(
        &ann,
        "Reading",
        "2026-03-17T23:50:00Z",
        "2026-03-18T00:15:00Z",
    )
    .await;
    for (from, to) in [
        ("2026-03-18T00:14:59Z", "2026-03-18T00:30:00Z"),
        ("2026-03-17T23:00:00Z", "2026-03-17T23:50:01Z"),
        ("2026-03-17T23:55:00Z", "2026-03-18T00:05:00Z"),
    ] {
        let input = json!({ "habitId": ann.habit("Work"), "startedAt": from, "endedAt": to });
        ann.post("/api/focus/start", input)
            .await
            .problem(409, "focus-overlap");
    }
    record(&ann, "Work", "2026-03-18T00:15:00Z", "2026-03-18T00:30:00Z").await;
    // Beside one that runs, what was over before is told.
    start(&ann, "Reading", None).await;
    app.travel_to("2026-03-18T10:30:00Z");
    record(&ann, "Work", "2026-03-18T09:00:00Z", "2026-03-18T10:00:00Z").await;
    let input = json!({
        "habitId": ann.habit("Work"), "startedAt": "2026-03-18T10:10:00Z",
        "endedAt": "2026-03-18T10:20:00Z",
    });
    ann.post("/api/focus/start", input)
        .await
        .problem(409, "focus-overlap");
}

#[actix_web::test]
async fn a_day_has_at_most_a_hundred() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for minute in 0..100 {
        let at = |minute: i32| format!("2026-03-18T0{}:{:02}:00Z", minute / 60, minute % 60);
        record(&ann, "Reading", &at(minute), &at(minute + 1)).await;
    }
    ann.post(
        "/api/focus/start",
        json!({ "habitId": ann.habit("Reading") }),
    )
    .await
    .problem(409, "too-many-focus-sessions");
}
