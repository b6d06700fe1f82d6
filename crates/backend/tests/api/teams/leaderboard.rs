//! The leaderboard.

use serde_json::{Value, json};

use super::{Team, names, rows};
use crate::support::{TestApp, User, dates};

/// Saves a day that has this KPI, directly in the database.
fn score(app: &TestApp, user: &User, date: &str, kpi: f64) {
    app.execute(&format!(
        "UPDATE days SET kpi = {kpi} WHERE date = '{date}' AND user_id = (SELECT id FROM users WHERE email = '{}')",
        user.email
    ));
}

/// Records days with these KPIs.
async fn record(app: &TestApp, user: &User, days: &[(&str, f64)]) {
    for (date, kpi) in days {
        user.log(date, &[("Sleep", 480)]).await;
        score(app, user, date, *kpi);
    }
}

fn row<'a>(board: &'a Value, name: &str) -> &'a Value {
    let mut rows = board["rows"].as_array().unwrap().iter();
    rows.find(|row| row["person"]["name"] == name).unwrap()
}

fn kinds(board: &Value, name: &str) -> Vec<String> {
    let badges = row(board, name)["badges"].as_array().unwrap().iter();
    badges
        .map(|badge| badge["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn move_to(user: &User, name: &str, zone: &str, hour: u8) {
    let profile = json!({
        "name": name, "timeZone": zone, "dayStartHour": hour, "language": "en", "theme": "system",
    });
    user.put("/api/auth/me", profile).await.expect(200);
}

#[actix_web::test]
async fn equal_means_have_equal_places_and_who_has_no_counted_day_has_none() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let mut others = Vec::new();
    for name in ["ann", "bob", "cem", "eve"] {
        let user = app.user(name).await;
        user.join_team(&team.leader, &team.id).await;
        others.push(user);
    }
    let [ann, bob, cem, eve] = others.try_into().ok().unwrap();
    // 90.04 and 90 are shown alike; 90.05 is not.
    record(
        &app,
        &team.leader,
        &[("2026-03-16", 90.0), ("2026-03-17", 90.08)],
    )
    .await;
    record(&app, &team.deputy, &[("2026-03-16", 90.0)]).await;
    record(&app, &team.member, &[("2026-03-17", 90.05)]).await;
    record(&app, &ann, &[("2026-03-16", 120.0), ("2026-03-17", 100.0)]).await;
    // 0 is a place, away is none.
    record(&app, &bob, &[("2026-03-16", 0.0)]).await;
    cem.fall_ill("2026-03-16").await;
    cem.fall_ill("2026-03-17").await;
    // Eve has recorded today alone, which is not over.
    record(&app, &eve, &[("2026-03-18", 150.0)]).await;
    let board = team.board(&bob, "").await;
    let placed = |place, name: &str, value| (place, name.to_owned(), value);
    assert_eq!(
        rows(&board),
        [
            placed(Some(1), "ann", Some(110.0)),
            placed(Some(2), "mia", Some(90.1)),
            placed(Some(3), "dan", Some(90.0)),
            placed(Some(3), "lea", Some(90.0)),
            placed(Some(5), "bob", Some(0.0)),
            placed(None, "cem", None),
            placed(None, "eve", None),
        ]
    );
    assert_eq!(
        (&board["period"], &board["by"], &board["from"], &board["to"]),
        (
            &json!("week"),
            &json!("kpi"),
            &json!("2026-03-16"),
            &json!("2026-03-22")
        )
    );
    let figures = |name: &str| {
        let row = row(&board, name);
        (
            row["countedDays"].as_i64().unwrap(),
            row["awayDays"].as_i64().unwrap(),
        )
    };
    assert_eq!(
        [
            figures("ann"),
            figures("bob"),
            figures("cem"),
            figures("eve")
        ],
        [(2, 0), (1, 0), (0, 2), (0, 0)]
    );
    assert_eq!(
        (&row(&board, "ann")["band"], &row(&board, "cem")["band"]),
        (&json!("good"), &Value::Null)
    );
}

#[actix_web::test]
async fn days_that_are_not_plausible_do_not_count() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    team.member.log("2026-03-16", &[("Sleep", 480)]).await;
    let fair = team.member.day("2026-03-16").await["kpi"].clone();
    let mean = async || row(&team.board(&team.member, "").await, "mia")["value"].clone();
    team.member
        .log("2026-03-17", &[("Sleep", 1_440), ("Work", 60)])
        .await;
    assert_eq!(mean().await, fair);
    // By tasks, and with the same KPI.
    team.member.log("2026-03-17", &[("Sleep", 480)]).await;
    let mut day = team.member.day_of(&[("Sleep", 480)]);
    day["tasks"] =
        json!([{ "title": "Drive", "priority": "low", "quadrant": "Q4", "actualMinutes": 961 }]);
    team.member.save("2026-03-17", day).await.expect(200);
    assert_eq!(mean().await, fair);
    assert_eq!(
        row(&team.board(&team.member, "").await, "mia")["countedDays"],
        1
    );
    // It counts as soon as it is corrected.
    team.member.log("2026-03-17", &[("Sleep", 480)]).await;
    assert_eq!(
        row(&team.board(&team.member, "").await, "mia")["countedDays"],
        2
    );
}

#[actix_web::test]
async fn each_member_counts_by_their_own_calendar() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    // At 10:30 UTC it is the 19th in Kiritimati, the 18th in London, and the 17th in Niue and for who sleeps late.
    app.travel_to("2026-03-18T10:30:00Z");
    let late = app.user("late").await;
    late.join_team(&team.leader, &team.id).await;
    move_to(&team.deputy, "dan", "Pacific/Kiritimati", 0).await;
    move_to(&team.member, "mia", "Pacific/Niue", 0).await;
    move_to(&late, "late", "Europe/London", 12).await;
    for user in [&team.leader, &team.deputy, &team.member, &late] {
        for date in dates("2026-03-16", 3) {
            record(&app, user, &[(&date, 100.0)]).await;
        }
    }
    let counted = async |query: &str| {
        let board = team.board(&team.leader, query).await;
        ["dan", "lea", "late", "mia"].map(|name| row(&board, name)["countedDays"].as_i64().unwrap())
    };
    assert_eq!(counted("?period=week").await, [3, 2, 1, 1]);
    assert_eq!(counted("?period=day&date=2026-03-18").await, [1, 0, 0, 0]);
    assert_eq!(counted("?period=day&date=2026-03-17").await, [1, 1, 0, 0]);
    assert_eq!(counted("?period=day&date=2026-03-16").await, [1, 1, 1, 1]);
    assert_eq!(
        counted("?period=custom&from=2026-03-16&to=2026-03-31").await,
        [3, 2, 1, 1]
    );
    // A day of its own, by the calendar of who asks.
    let board = team.board(&team.member, "?period=day").await;
    assert_eq!(
        (&board["from"], &board["to"]),
        (&json!("2026-03-16"), &json!("2026-03-16"))
    );
    let board = team.board(&team.deputy, "?period=day").await;
    assert_eq!(board["from"], "2026-03-18");
}

#[actix_web::test]
async fn a_period_is_named_and_valid() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    for (query, period, from, to) in [
        ("", "week", "2026-03-16", "2026-03-22"),
        ("?period=day", "day", "2026-03-17", "2026-03-17"),
        (
            "?period=week&date=2026-01-01",
            "week",
            "2025-12-29",
            "2026-01-04",
        ),
        ("?period=month", "month", "2026-03-01", "2026-03-31"),
        (
            "?period=month&date=2028-02-10",
            "month",
            "2028-02-01",
            "2028-02-29",
        ),
        (
            "?period=custom&from=2026-01-01&to=2026-12-31",
            "custom",
            "2026-01-01",
            "2026-12-31",
        ),
    ] {
        let board = team.board(&team.leader, query).await;
        let named =
            [&board["period"], &board["from"], &board["to"]].map(|one| one.as_str().unwrap());
        assert_eq!(named, [period, from, to], "{query}");
        assert_eq!(names(&board), ["dan", "lea", "mia"]);
    }
    for (query, pointer, code) in [
        ("?period=year", "", "query_invalid"),
        ("?period=day&date=2026-02-30", "/date", "date_invalid"),
        ("?period=day&from=2026-02-01", "/from", "not_of_period"),
        ("?to=2026-02-01", "/to", "not_of_period"),
        ("?period=custom", "/from", "date_invalid"),
        ("?period=custom&from=2026-01-01", "/to", "date_invalid"),
        ("?period=custom&date=2026-01-01", "/date", "not_of_period"),
        (
            "?period=custom&from=2026-01-02&to=2026-01-01",
            "/to",
            "range_reversed",
        ),
        (
            "?period=custom&from=2026-01-01&to=2027-01-02",
            "/to",
            "range_too_long",
        ),
        ("?by=steps", "", "query_invalid"),
    ] {
        let path = team.path(&format!("/leaderboard{query}"));
        let refused = team.leader.get(&path).await.invalid();
        assert_eq!(refused, (pointer.to_owned(), code.to_owned()), "{query}");
    }
}

#[actix_web::test]
async fn a_leaderboard_of_goals_has_those_of_its_period() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let read = team.goal("Read", 10.0, "books", "entered").await;
    let run = team.goal("Run", 100.0, "km", "entered").await;
    for (user, goal, date, amount) in [
        (&team.leader, &read, "2026-03-10", 5.0),
        (&team.leader, &run, "2026-03-10", 100.0),
        (&team.deputy, &read, "2026-03-10", 10.0),
        (&team.deputy, &run, "2026-03-16", 80.0),
        // Today is not over.
        (&team.member, &read, "2026-03-18", 10.0),
    ] {
        team.enter(user, goal, date, amount).await.expect(204);
    }
    let placed = |place, name: &str, value| (place, name.to_owned(), value);
    let board = team.board(&team.member, "?by=goals").await;
    assert_eq!(
        rows(&board),
        [
            placed(Some(1), "dan", Some(90.0)),
            placed(Some(2), "lea", Some(75.0)),
            placed(Some(3), "mia", Some(0.0)),
        ]
    );
    assert_eq!(kinds(&board, "dan"), ["perfect", "consistent"]);
    assert_eq!(kinds(&board, "lea"), ["perfect"]);
    assert!(kinds(&board, "mia").is_empty());
    let perfect = &row(&board, "lea")["badges"][0];
    assert_eq!(
        *perfect,
        json!({ "kind": "perfect", "threshold": 100.0, "value": 100.0, "goal": "Run" })
    );
    // Who was away is not low.
    for date in ["2026-03-16", "2026-03-17"] {
        team.member.fall_ill(date).await;
    }
    let board = team.board(&team.member, "?by=goals").await;
    assert_eq!(rows(&board)[2], placed(None, "mia", None));
    assert_eq!(row(&board, "mia")["awayDays"], 2);
    // As it was at the end of the period.
    let board = team
        .board(&team.member, "?by=goals&period=day&date=2026-03-12")
        .await;
    assert_eq!(rows(&board)[1], placed(Some(2), "dan", Some(50.0)));
    // No goal, no place.
    let board = team
        .board(&team.member, "?by=goals&period=month&date=2026-02-01")
        .await;
    assert_eq!(rows(&board)[0], placed(None, "dan", None));
}

#[actix_web::test]
async fn badges_follow_habits_and_streaks_of_counted_days() {
    let app = TestApp::start().await;
    let mut team = Team::of(&app).await;
    team.member
        .only_habit(json!({ "effectiveFrom": "2026-02-01" }))
        .await;
    for date in dates("2026-03-01", 8) {
        team.member.log(&date, &[("Walking", 60)]).await;
    }
    team.member.log("2026-03-09", &[("Walking", 30)]).await;
    let board = team.board(&team.leader, "?period=month").await;
    assert_eq!(
        row(&board, "mia")["badges"],
        json!([
            { "kind": "top_performer", "threshold": 90.0, "value": null, "goal": null },
            { "kind": "streak_7", "threshold": 7.0, "value": null, "goal": null },
        ])
    );
    // Who may see habits is told how far they were reached.
    let board = team.board(&team.member, "?period=month").await;
    assert_eq!(row(&board, "mia")["badges"][0]["value"], 94.4);
    super::show(&team.member, "habits").await;
    let board = team.board(&team.leader, "?period=month").await;
    assert_eq!(row(&board, "mia")["badges"][0]["value"], 94.4);
    // A period of its own.
    let board = team
        .board(&team.leader, "?period=day&date=2026-03-09")
        .await;
    assert!(kinds(&board, "mia").is_empty());
    // A day that is not plausible earns nothing.
    for date in dates("2026-03-01", 8) {
        let mut day = team.member.day_of(&[("Walking", 60)]);
        day["tasks"] = json!([{ "title": "Drive", "priority": "low", "quadrant": "Q4", "actualMinutes": 1_440 }]);
        team.member.save(&date, day).await.expect(200);
    }
    let board = team.board(&team.leader, "?period=month").await;
    assert!(kinds(&board, "mia").is_empty());
}

#[actix_web::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_members() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    team.goal("Sleep", 480.0, "min", "habit").await;
    let mut counted = Vec::new();
    for number in 0..4 {
        let user = app.user(&format!("ann-{number}")).await;
        user.join_team(&team.leader, &team.id).await;
        user.log("2026-03-17", &[("Sleep", 480)]).await;
        team.enter(&user, &goal, "2026-03-17", 5.0)
            .await
            .expect(204);
        // The least of several times, because background tasks poll the database too.
        let mut least = u64::MAX;
        for _ in 0..3 {
            let before = app.statements().await;
            team.board(&team.leader, "").await;
            least = least.min(app.statements().await - before);
        }
        counted.push(least);
    }
    assert!(
        counted.iter().all(|count| *count == counted[0]),
        "{counted:?}"
    );
    assert!(counted[0] <= 11, "{counted:?}");
}

/// Whole months are read by their sums, which have to follow every change of a day.
#[actix_web::test]
async fn whole_months_have_the_figures_of_their_days() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let check = async |what: &str| {
        let days = team
            .member
            .get("/api/days?from=2026-01-01&to=2026-02-28")
            .await
            .expect(200);
        let days = days["days"].as_array().unwrap();
        let counted = days
            .iter()
            .filter(|day| day["plausible"] == true && day["kpi"].is_number());
        let counted: Vec<f64> = counted.map(|day| day["kpi"].as_f64().unwrap()).collect();
        let away = days
            .iter()
            .filter(|day| day["exception"].is_string())
            .count();
        let mean = counted.iter().sum::<f64>() / counted.len().max(1) as f64;
        for query in [
            "from=2026-01-01&to=2026-02-28",
            "from=2025-12-31&to=2026-03-01",
        ] {
            let board = team
                .board(&team.leader, &format!("?period=custom&{query}"))
                .await;
            let mia = row(&board, "mia");
            assert_eq!(mia["countedDays"], counted.len(), "{what}");
            assert_eq!(mia["awayDays"], away, "{what}");
            let shown = mia["value"].as_f64().unwrap_or(0.0);
            assert!(
                (shown - mean).abs() <= 0.05 + 1e-6,
                "{what}: {shown}, {mean}"
            );
        }
    };
    check("nothing").await;
    for (date, minutes) in [("2026-01-01", 480), ("2026-01-31", 240), ("2026-02-28", 60)] {
        team.member.log(date, &[("Sleep", minutes)]).await;
    }
    check("inserted").await;
    team.member
        .log("2026-01-31", &[("Sleep", 480), ("Work", 300)])
        .await;
    check("updated").await;
    team.member
        .log("2026-02-28", &[("Sleep", 1_440), ("Work", 60)])
        .await;
    check("not plausible").await;
    let range = json!({ "from": "2026-01-30", "to": "2026-02-02", "kind": "travel" });
    team.member
        .put("/api/days/exceptions", range)
        .await
        .expect(200);
    check("away").await;
    let path = "/api/days/exceptions?from=2026-01-31&to=2026-02-01";
    team.member.delete(path).await.expect(200);
    check("back").await;
    team.member.delete("/api/days/2026-01-01").await.expect(204);
    check("deleted").await;
    team.member
        .delete(&format!("/api/habits/{}", team.member.habit("Sleep")))
        .await
        .expect(204);
    check("a habit deleted").await;
    assert!(app.rows("day_months WHERE recorded > 0") > 0);
}
