//! Goals of a team.

use serde_json::{Value, json};

use super::{Team, text};
use crate::support::{TestApp, User};

/// A goal as a user sees it.
async fn seen(team: &Team, user: &User, goal: &str) -> Value {
    let path = team.path(&format!("/goals/{goal}"));
    user.get(&path).await.expect(200)
}

/// Names, amounts and completions of the members.
fn members(details: &Value) -> Vec<(String, f64, f64)> {
    let members = details["members"].as_array().unwrap().iter();
    members
        .map(|one| {
            let name = text(&one["person"]["name"]);
            (
                name,
                one["amount"].as_f64().unwrap(),
                one["completion"].as_f64().unwrap(),
            )
        })
        .collect()
}

#[actix_web::test]
async fn each_member_aims_at_the_target_and_the_team_has_the_mean() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    let nothing = seen(&team, &team.member, &goal).await;
    assert_eq!(nothing["goal"]["progress"], 0.0);
    for (user, date, amount) in [
        (&team.leader, "2026-03-01", 4.0),
        (&team.leader, "2026-03-10", 1.5),
        // More than the target counts as the target.
        (&team.deputy, "2026-03-18", 25.0),
        (&team.member, "2026-03-02", 3.0),
        // In place of the one before.
        (&team.member, "2026-03-02", 2.0),
        (&team.member, "2026-03-03", 7.0),
        // 0 deletes it.
        (&team.member, "2026-03-03", 0.0),
    ] {
        team.enter(user, &goal, date, amount).await.expect(204);
    }
    let details = seen(&team, &team.member, &goal).await;
    let expected = json!({
        "id": goal, "title": "Read", "target": 10.0, "unit": "books", "from": "2026-03-01",
        "to": "2026-03-31", "source": "entered",
        // The mean of 55, 100 and 20.
        "progress": 58.3, "countedMembers": 3,
        "own": { "amount": 2.0, "completion": 20.0, "habitId": null },
    });
    assert_eq!(details["goal"], expected);
    assert_eq!(
        details["entered"],
        json!([{ "date": "2026-03-02", "amount": 2.0 }])
    );
    assert_eq!(details["members"], Value::Null);
    let listed = team.member.get(&team.path("/goals")).await.expect(200);
    assert_eq!(listed["goals"], json!([expected]));
    let details = seen(&team, &team.deputy, &goal).await;
    let of = |name: &str, amount, completion| (name.to_owned(), amount, completion);
    assert_eq!(
        members(&details),
        [
            of("dan", 25.0, 100.0),
            of("lea", 5.5, 55.0),
            of("mia", 2.0, 20.0)
        ]
    );

    // Other dates leave out what lies outside.
    let change = json!({
        "title": "Read more", "target": 2, "unit": "novels", "from": "2026-03-05",
        "to": "2026-03-31",
    });
    let path = team.path(&format!("/goals/{goal}"));
    team.deputy.put(&path, change).await.expect(204);
    let details = seen(&team, &team.deputy, &goal).await;
    assert_eq!(
        (&details["goal"]["title"], &details["goal"]["unit"]),
        (&json!("Read more"), &json!("novels"))
    );
    assert_eq!(
        members(&details),
        [
            of("dan", 25.0, 100.0),
            of("lea", 1.5, 75.0),
            of("mia", 0.0, 0.0)
        ]
    );
    team.leader.delete(&path).await.expect(204);
    team.leader.delete(&path).await.problem(404, "not-found");
    assert_eq!(app.rows("team_goal_progress"), 0);
}

#[actix_web::test]
async fn a_reached_goal_is_told_once() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 0.3, "books", "entered").await;
    for (date, amount) in [
        ("2026-03-01", 0.1),
        ("2026-03-02", 0.2),
        ("2026-03-03", 1.0),
        ("2026-03-03", 0.0),
        ("2026-03-04", 5.0),
    ] {
        team.enter(&team.member, &goal, date, amount)
            .await
            .expect(204);
    }
    let list = team.leader.get(&team.path("/activity")).await.expect(200);
    let reached = list["entries"].as_array().unwrap().iter();
    let reached: Vec<_> = reached
        .filter(|entry| entry["kind"] == "goal_reached")
        .collect();
    assert_eq!(reached.len(), 1);
    assert_eq!(
        (&reached[0]["goalTitle"], &reached[0]["person"]["name"]),
        (&json!("Read"), &json!("mia"))
    );
}

#[actix_web::test]
async fn a_lower_target_may_be_reached_already() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    let entered = team.enter(&team.member, &goal, "2026-03-02", 6.0).await;
    entered.expect(204);
    let change = json!({
        "title": "Read", "target": 5, "unit": "books", "from": "2026-03-01", "to": "2026-03-31",
    });
    let path = team.path(&format!("/goals/{goal}"));
    team.leader.put(&path, change).await.expect(204);
    assert_eq!(
        team.activity(&team.leader).await[0],
        ("goal_reached".to_owned(), "mia".to_owned())
    );
}

#[actix_web::test]
async fn entries_in_another_unit_do_not_feed_a_goal() {
    let app = TestApp::start().await;
    let mut team = Team::of(&app).await;
    let goal = team.goal("Drink", 20.0, "glasses", "habit").await;
    let path = team.path(&format!("/goals/{goal}/habit"));
    let count = |name: &str, unit: &str| {
        json!({
            "name": name, "measure": "count", "unit": unit, "target": 8, "category": "health",
            "quadrant": "Q2", "effectiveFrom": "2026-03-10",
        })
    };
    for (name, unit) in [("Water", "glasses"), ("Pages", "pages")] {
        team.member.make_habit(count(name, unit)).await;
    }
    let (water, pages) = (team.member.habit("Water"), team.member.habit("Pages"));
    let set_unit = async |habit: &str, unit: &str, from: &str| {
        let mut body = count("Habit", unit);
        body["effectiveFrom"] = from.into();
        team.member.put(&format!("/api/habits/{habit}"), body).await
    };
    let body = |habit: &str| json!({ "habitId": habit });
    team.member.put(&path, body(water)).await.expect(204);
    let refused = set_unit(water, "pages", "2026-03-18").await.invalid();
    assert_eq!(refused, ("/unit".to_owned(), "unit_feeds_goal".to_owned()));
    set_unit(water, "Glasses", "2026-03-18").await.expect(200);

    // Pages before, glasses since today.
    set_unit(pages, "glasses", "2026-03-18").await.expect(200);
    let refused = team.member.put(&path, body(pages)).await.invalid();
    assert_eq!(refused, ("/habitId".to_owned(), "unit_differs".to_owned()));
    team.member.delete(&path).await.expect(204);
    set_unit(water, "pages", "2026-03-18").await.expect(200);
}

#[actix_web::test]
async fn a_habit_in_the_unit_of_the_goal_feeds_it() {
    let app = TestApp::start().await;
    let mut team = Team::of(&app).await;
    let sleep = team.goal("Sleep", 1_000.0, "min", "habit").await;
    let water = team.goal("Drink", 20.0, "glasses", "habit").await;
    team.member
        .make_habit(json!({
            "name": "Water", "measure": "count", "unit": "Glasses", "target": 8,
            "effectiveFrom": "2026-02-01",
        }))
        .await;
    team.member
        .make_habit(json!({ "name": "Stretch", "measure": "check", "effectiveFrom": "2026-02-01", "target": 1 }))
        .await;
    for (date, minutes, glasses) in [
        ("2026-02-28", 480, 8),
        ("2026-03-01", 480, 8),
        ("2026-03-17", 300, 5),
        // Today counts.
        ("2026-03-18", 120, 2),
    ] {
        team.member
            .log(date, &[("Sleep", minutes), ("Water", glasses)])
            .await;
    }
    // Not within 24 hours.
    team.member
        .log(
            "2026-03-02",
            &[("Sleep", 1_440), ("Work", 60), ("Water", 9)],
        )
        .await;
    let feed = async |goal: &str, habit: &str| {
        let path = team.path(&format!("/goals/{goal}/habit"));
        team.member.put(&path, json!({ "habitId": habit })).await
    };
    for (goal, habit, code) in [
        (&sleep, team.member.habit("Water"), "unit_differs"),
        (&water, team.member.habit("Sleep"), "unit_differs"),
        (&water, team.member.habit("Stretch"), "unit_differs"),
        (&sleep, team.leader.habit("Sleep"), "unknown_habit"),
    ] {
        let refused = feed(goal, habit).await.invalid();
        assert_eq!(refused, ("/habitId".to_owned(), code.to_owned()));
    }
    feed(&sleep, team.member.habit("Exercise"))
        .await
        .expect(204);
    feed(&sleep, team.member.habit("Sleep")).await.expect(204);
    feed(&water, team.member.habit("Water")).await.expect(204);
    let own = async |goal: &str| seen(&team, &team.member, goal).await["goal"]["own"].clone();
    let expected =
        json!({ "amount": 900.0, "completion": 90.0, "habitId": team.member.habit("Sleep") });
    assert_eq!(own(&sleep).await, expected);
    assert_eq!(own(&water).await["amount"], 15.0);

    let entered = team
        .enter(&team.member, &sleep, "2026-03-10", 1.0)
        .await
        .invalid();
    assert_eq!(
        entered,
        ("/goal".to_owned(), "goal_fed_by_habits".to_owned())
    );
    let change = json!({
        "title": "Sleep", "target": 1_000, "unit": "h", "from": "2026-03-01", "to": "2026-03-31",
    });
    let path = team.path(&format!("/goals/{sleep}"));
    let refused = team.leader.put(&path, change).await.invalid();
    assert_eq!(refused, ("/unit".to_owned(), "unit_fixed".to_owned()));

    let path = team.path(&format!("/goals/{water}/habit"));
    team.member.delete(&path).await.expect(204);
    team.member.delete(&path).await.problem(404, "not-found");
    assert_eq!(own(&water).await["amount"], 0.0);
    // A deleted habit feeds nothing.
    let path = format!("/api/habits/{}", team.member.habit("Sleep"));
    team.member.delete(&path).await.expect(204);
    let expected = json!({ "amount": 0.0, "completion": 0.0, "habitId": null });
    assert_eq!(own(&sleep).await, expected);
    let entered = team.goal("Read", 10.0, "min", "entered").await;
    let refused = feed(&entered, team.member.habit("Exercise"))
        .await
        .invalid();
    assert_eq!(refused, ("/goal".to_owned(), "goal_entered".to_owned()));
}

#[actix_web::test]
async fn goals_and_progress_have_limits() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let path = team.path("/goals");
    for (field, value, expected) in [
        ("title", json!(""), ("/title", "required")),
        ("title", json!("x".repeat(201)), ("/title", "too_long")),
        ("target", json!(0), ("/target", "out_of_range")),
        ("target", json!(-1), ("/target", "out_of_range")),
        ("target", json!(1_000_000_001), ("/target", "out_of_range")),
        ("unit", json!("x".repeat(21)), ("/unit", "too_long")),
        ("from", json!("2026-02-30"), ("/from", "date_invalid")),
        ("to", json!("2026-02-28"), ("/to", "range_reversed")),
        ("to", json!("2028-03-01"), ("/to", "range_too_long")),
    ] {
        let mut goal = json!({
            "title": "Read", "target": 1, "unit": "km", "from": "2026-03-01", "to": "2026-03-31",
            "source": "entered",
        });
        goal[field] = value;
        let (pointer, code) = team.leader.post(&path, goal.clone()).await.invalid();
        assert_eq!((&*pointer, &*code), expected, "{goal}");
    }
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    for (date, amount, expected) in [
        ("2026-03-10", -1.0, ("/amount", "out_of_range")),
        ("2026-02-28", 1.0, ("/date", "date_out_of_range")),
        // Tomorrow.
        ("2026-03-19", 1.0, ("/date", "date_out_of_range")),
        ("2026-04-01", 1.0, ("/date", "date_out_of_range")),
        ("yesterday", 1.0, ("/date", "date_invalid")),
    ] {
        let (pointer, code) = team
            .enter(&team.member, &goal, date, amount)
            .await
            .invalid();
        assert_eq!((&*pointer, &*code), expected, "{date}");
    }
    team.enter(&team.member, &goal, "today", 1.0)
        .await
        .expect(204);
    for number in 1..50 {
        team.goal(&format!("Goal {number}"), 1.0, "km", "entered")
            .await;
    }
    let one_more = json!({
        "title": "Read", "target": 1, "unit": "km", "from": "2026-03-01", "to": "2026-03-31",
        "source": "entered",
    });
    team.deputy
        .post(&path, one_more)
        .await
        .problem(409, "too-many-goals");
}
