//! How a change to an old day reaches the days after it.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates, term};

/// That scoring everything again would change nothing.
async fn assert_settled(user: &User) {
    let range = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let done = user.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(done["changed"], 0, "{done}");
}

#[actix_web::test]
async fn editing_an_old_day_rewrites_streaks_and_the_compound_law_after_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dates = dates("2026-02-01", 10);
    for date in &dates {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    let compound = async |date: &str| term(&ann.day(date).await["explanation"], "compound").clone();
    assert_eq!(compound(&dates[5]).await, Value::Null, "the sixth day");
    assert_eq!(compound(&dates[6]).await, 5.0, "the seventh");
    assert_eq!(compound(&dates[9]).await, 5.0);
    let before = ann.day(&dates[9]).await["kpi"].as_f64().unwrap();

    ann.log(&dates[4], &[("Sleep", 60)]).await;
    for (date, streak) in dates.iter().zip([1, 2, 3, 4, 0, 1, 2, 3, 4, 5]) {
        assert_eq!(ann.streak("Sleep", date).await, streak, "{date}");
        assert_eq!(compound(date).await, Value::Null, "{date}");
    }
    let after = ann.day(&dates[9]).await["kpi"].as_f64().unwrap();
    assert_eq!(format!("{:.1}", before - after), "5.0", "the law's points");
    assert_settled(&ann).await;

    ann.log(&dates[4], &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", &dates[9]).await, 10);
    assert_eq!(ann.day(&dates[9]).await["kpi"], before);
    let listed = ann
        .get(&format!("/api/days?from={0}&to={0}", dates[9]))
        .await
        .expect(200);
    assert_eq!(listed["days"][0]["kpi"], before, "the stored figure, too");
    assert_settled(&ann).await;
}

#[actix_web::test]
async fn filling_a_gap_joins_two_streaks_however_long() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dates = dates("2026-01-01", 70);
    for (number, date) in dates.iter().enumerate() {
        if number != 30 {
            ann.log(date, &[("Sleep", 480)]).await;
        }
    }
    assert_eq!(ann.streak("Sleep", &dates[69]).await, 39);
    assert_eq!(
        term(&ann.day(&dates[69]).await["explanation"], "compound"),
        8.0
    );
    ann.log(&dates[30], &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", &dates[69]).await, 70);
    assert_eq!(
        term(&ann.day(&dates[69]).await["explanation"], "compound"),
        10.0
    );
    assert_settled(&ann).await;
}

#[actix_web::test]
async fn days_recorded_backwards_end_as_those_recorded_forwards() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let dates = dates("2026-02-01", 9);
    for date in &dates {
        ann.log(date, &[("Sleep", 480), ("Work", 300)]).await;
    }
    for date in dates.iter().rev() {
        bob.log(date, &[("Sleep", 480), ("Work", 300)]).await;
    }
    for date in &dates {
        let (forwards, backwards) = (ann.day(date).await, bob.day(date).await);
        assert_eq!(forwards["kpi"], backwards["kpi"], "{date}");
        let streaks = |day: &Value| -> Vec<Value> {
            let entries = day["entries"].as_array().unwrap();
            entries
                .iter()
                .map(|entry| entry["streak"].clone())
                .collect()
        };
        assert_eq!(streaks(&forwards), streaks(&backwards), "{date}");
    }
    assert_settled(&bob).await;
}
