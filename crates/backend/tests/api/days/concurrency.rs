//! Concurrent writes.

use actix_web::http::Method;
use chrono::NaiveDate;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::support::{TestApp, User, entry, habit_input};

#[actix_web::test]
async fn of_many_puts_with_the_same_etag_one_wins() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let tag = ann.get("/api/days/2026-03-10").await.etag();
    let guarded = ann.with("if-match", &tag);
    let responses =
        join_all((1..=8).map(|hours| {
            guarded.put("/api/days/2026-03-10", ann.day_of(&[("Sleep", hours * 60)]))
        }))
        .await;
    let (won, lost): (Vec<_>, Vec<_>) = responses
        .into_iter()
        .partition(|response| response.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 7));
    for response in lost {
        response.problem(412, "day-changed");
    }
    assert_eq!(
        ann.get("/api/days/2026-03-10").await.etag(),
        won[0].etag(),
        "the winner's day is what is there"
    );
}

#[actix_web::test]
async fn days_saved_at_once_end_with_right_streaks() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let first: NaiveDate = "2026-03-01".parse().unwrap();
    let dates: Vec<String> = first
        .iter_days()
        .take(12)
        .map(|date| date.to_string())
        .collect();
    let responses = join_all(
        dates
            .iter()
            .map(|date| ann.save(date, ann.day_of(&[("Sleep", 480), ("Work", 360)]))),
    )
    .await;
    for response in responses {
        response.expect(200);
    }
    for (date, streak) in dates.iter().zip(1..) {
        let day = ann.day(date).await;
        for habit in ["Sleep", "Work"] {
            let entry = entry(&day, ann.habit(habit));
            assert_eq!(entry["streak"], streak, "{habit} on {date}");
            assert_eq!(entry["streakBefore"], streak - 1, "{habit} on {date}");
        }
    }
    // Recomputing everything changes nothing.
    let range = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    let again = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(again, json!({ "days": 12, "changed": 0, "rest": null }));
}

#[actix_web::test]
async fn tasks_added_at_once_are_five_at_most_and_none_is_lost() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let responses = join_all((0..9).map(|number| {
        let task = json!({ "title": number.to_string(), "priority": "low", "quadrant": "Q4" });
        ann.post("/api/days/2026-03-10/tasks", task)
    }))
    .await;
    let mut statuses: Vec<u16> = responses.iter().map(|response| response.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 201, 201, 201, 422, 422, 422, 422]);
    let day = ann.day("2026-03-10").await;
    assert_eq!(day["tasks"].as_array().unwrap().len(), 5);
}

#[actix_web::test]
async fn of_six_tasks_sent_twice_to_a_day_with_four_one_is_added() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = || json!({ "title": "Same", "priority": "low", "quadrant": "Q4" });
    let add = || ann.post("/api/days/2026-03-10/tasks", task());
    // The same body sent twice makes two tasks.
    for response in join_all([add(), add(), add(), add()]).await {
        response.expect(201);
    }
    let mut statuses: Vec<u16> = join_all((0..6).map(|_| add()))
        .await
        .iter()
        .map(|response| response.status)
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422]);
    let day = ann.day("2026-03-10").await;
    assert_eq!(day["tasks"].as_array().unwrap().len(), 5);
}

#[actix_web::test]
async fn concurrent_saves_of_two_users_succeed() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let both = (1..=10).flat_map(|day| {
        [&ann, &bob].map(|user| {
            let date = format!("2026-03-{day:02}");
            async move { user.log(&date, &[("Sleep", 480)]).await }
        })
    });
    join_all(both).await;
    for user in [&ann, &bob] {
        assert_eq!(user.streak("Sleep", "2026-03-10").await, 10);
    }
}

#[actix_web::test]
async fn a_target_changed_while_days_are_saved_leaves_no_stale_score() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}", ann.habit("Sleep"));
    let change = async |target: i64| {
        let habit = habit_input(json!({
            "name": "Sleep", "target": target, "effectiveFrom": "2026-03-01",
        }));
        ann.put(&path, habit).await.expect(200);
    };
    let save = async |day: i64| {
        ann.log(&format!("2026-03-{day:02}"), &[("Sleep", 300)])
            .await;
    };
    let changes = join_all((0..6).map(|number| change(300 + 60 * number)));
    let saves = join_all((1..=10).map(save));
    join(changes, saves).await;

    let habit = ann.get(&path).await.expect(200);
    for day in 1..=10 {
        let day = ann.day(&format!("2026-03-{day:02}")).await;
        let sleep = entry(&day, ann.habit("Sleep"));
        assert_eq!(sleep["target"], habit["target"]);
    }
    let range = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    let again = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(again, json!({ "days": 10, "changed": 0, "rest": null }));
}

/// Requests after the deletion are 401 or 404, never 500.
#[actix_web::test]
async fn an_account_deleted_during_writes_is_deleted() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    let delete = ann.request(Method::DELETE, "/api/auth/me", Some(credentials));
    let saves = join_all((1..=20).map(async |day| {
        let date = format!("2026-03-{day:02}");
        let minutes = [("Sleep", 480)];
        // Every other day is saved empty.
        let minutes = &minutes[..day % 2];
        ann.save(&date, ann.day_of(minutes)).await.status
    }));
    let (deleted, statuses) = join(delete, saves).await;
    deleted.expect(204);
    assert!(
        statuses
            .iter()
            .all(|status| [200, 401, 404].contains(status)),
        "{statuses:?}"
    );
    ann.get("/api/auth/me").await.problem(401, "unauthorized");
}
