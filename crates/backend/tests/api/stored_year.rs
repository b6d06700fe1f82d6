//! A year that a version without measures has stored and scored, in `tests/fixtures/stored_year.json`: it is
//! migrated, and every day keeps its score.

use chrono::{Days, NaiveDate};
use diesel::connection::SimpleConnection;
use kpi_backend::db::{Database, DbConnection, Migrations};
use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// The migration that brought measures.
const MIGRATION: &str = "_measures";
/// Days that one request recomputes by itself.
const SLICE: u64 = 60;

fn stored_year() -> Value {
    serde_json::from_str(include_str!("../fixtures/stored_year.json")).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A literal that both databases read.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

fn row(values: &[&Value]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
    format!("({})", values.join(", "))
}

fn habit_id(index: u64) -> Value {
    format!("01890000-0000-7000-8000-{index:012x}").into()
}

/// The statements that insert the year into the tables of its version.
fn inserts(year: &Value, user: &Value) -> Vec<String> {
    let at = json!("2024-01-01T00:00:00.000000Z");
    let [mut habits, mut versions, mut days, mut entries, mut tasks] = [const { Vec::new() }; 5];
    for (index, habit) in (0..).zip(list(&year["habits"])) {
        let id = habit_id(index);
        let (name, level) = (&habit["name"], &habit["skillLevel"]);
        habits.push(row(&[&id, user, name, level, &json!(index), &at, &at]));
        for version in list(&habit["versions"]) {
            let of = |name: &str| &version[name];
            versions.push(row(&[
                &id,
                of("effectiveFrom"),
                of("category"),
                of("quadrant"),
                of("direction"),
                of("targetMinutes"),
                of("weekendTargetMinutes"),
                of("schedule"),
                of("active"),
            ]));
        }
    }
    let mut task_number = 0;
    for day in list(&year["days"]) {
        let (date, exception) = (&day["date"], &day["exception"]);
        let formula = &year["formulaVersion"];
        let (kind, note) = (&exception[0], &exception[1]);
        days.push(row(&[
            user,
            date,
            kind,
            note,
            &day["kpi"],
            formula,
            &at,
            &at,
        ]));
        for entry in list(&day["entries"]) {
            let id = habit_id(entry[0].as_u64().unwrap());
            let mut values = vec![user, date, &id];
            values.extend(&list(entry)[1..]);
            entries.push(row(&values));
        }
        for (position, task) in (1..).zip(list(&day["tasks"])) {
            task_number += 1;
            let (id, position) = (habit_id(1_000_000 + task_number), json!(position));
            let mut values = vec![&id, user, date, &position];
            values.extend(list(task));
            tasks.push(row(&values));
        }
    }
    [
        (
            "habits (id, user_id, name, skill_level, position, created_at, updated_at)",
            habits,
        ),
        (
            "habit_versions (habit_id, effective_from, category, quadrant, direction, \
             target_minutes, weekend_target_minutes, schedule, active)",
            versions,
        ),
        (
            "days (user_id, date, exception_kind, exception_note, kpi, formula_version, \
             created_at, updated_at)",
            days,
        ),
        (
            "entries (user_id, date, habit_id, minutes, quality, target_minutes, completion, \
             streak)",
            entries,
        ),
        (
            "tasks (id, user_id, date, position, title, priority, quadrant, \
             estimated_minutes, actual_minutes, completed)",
            tasks,
        ),
    ]
    .into_iter()
    .map(|(table, rows)| format!("INSERT INTO {table} VALUES {}", rows.join(", ")))
    .collect()
}

fn migrate(conn: &mut DbConnection, year: &Value, user: &Value) {
    while !Migrations::on(conn).revert().unwrap().ends_with(MIGRATION) {}
    let user_id = literal(user);
    conn.batch_execute(&format!("DELETE FROM habits WHERE user_id = {user_id}"))
        .unwrap();
    for insert in inserts(year, user) {
        conn.batch_execute(&insert).unwrap();
    }
    Migrations::on(conn).deploy().unwrap();
}

/// Recomputes the year in slices; how many days changed.
async fn recompute(user: &User, first: NaiveDate, last: NaiveDate) -> i64 {
    let (mut from, mut changed) = (first, 0);
    while from <= last {
        let to = last.min(from + Days::new(SLICE - 1));
        let range = json!({ "from": from, "to": to });
        let done = user.post("/api/kpi/recompute", range).await.expect(200);
        assert_eq!(done["rest"], Value::Null);
        assert!(done["days"].as_i64().unwrap() > 0);
        changed += done["changed"].as_i64().unwrap();
        from = to + Days::new(1);
    }
    changed
}

async fn scores(user: &User, first: NaiveDate, last: NaiveDate) -> Vec<Value> {
    let listed = user.get(&format!("/api/days?from={first}&to={last}")).await;
    let of_day = |day: &Value| json!([day["date"], day["kpi"], day["exception"]]);
    list(&listed.expect(200)["days"])
        .iter()
        .map(of_day)
        .collect()
}

#[actix_web::test]
async fn every_day_keeps_its_score_to_the_last_digit() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let year = stored_year();
    let id = ann.get("/api/auth/me").await.expect(200)["id"].clone();
    let database = Database::new(app.database_url().parse().unwrap());
    migrate(&mut database.connection().unwrap(), &year, &id);

    let days = list(&year["days"]);
    let date = |day: &Value| -> NaiveDate { day["date"].as_str().unwrap().parse().unwrap() };
    let (first, last) = (date(&days[0]), date(&days[days.len() - 1]));
    assert!(days.len() > 340);
    let expected: Vec<Value> = days
        .iter()
        .map(|day| json!([day["date"], day["kpi"], day["exception"][0]]))
        .collect();
    assert_eq!(scores(&ann, first, last).await, expected, "migrated");
    assert_eq!(recompute(&ann, first, last).await, 0);
    assert_eq!(scores(&ann, first, last).await, expected, "recomputed");

    // The comparison finds a difference.
    app.execute("UPDATE days SET kpi = kpi - 0.1 WHERE kpi > 140");
    assert!(recompute(&ann, first, last).await > 0);
    assert_eq!(
        scores(&ann, first, last).await,
        expected,
        "recomputed again"
    );

    // A habit that is counted from now on leaves the past alone.
    let habits = ann.habits().await;
    let reading = habits.iter().find(|one| one["name"] == "Reading").unwrap();
    let pages = json!({
        "name": "Reading", "category": "learning", "quadrant": "Q2",
        "measure": "count", "unit": "pages", "target": 20,
    });
    let path = format!("/api/habits/{}", reading["id"].as_str().unwrap());
    ann.put(&path, pages).await.expect(200);
    assert_eq!(recompute(&ann, first, last).await, 0);
    assert_eq!(scores(&ann, first, last).await, expected, "counted since");
}
