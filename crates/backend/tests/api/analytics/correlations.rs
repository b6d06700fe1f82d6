//! `GET /api/analytics/correlations`.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates};

/// Three habits over days before 18 March: the second follows the first, the third is the same on all days.
async fn log_days(ann: &mut User, days: usize) {
    let first = json!({ "name": "Walking", "target": 100, "effectiveFrom": "2026-01-01" });
    ann.only_habit(first).await;
    for name in ["Reading", "Rest"] {
        ann.make_habit(json!({ "name": name, "target": 100, "effectiveFrom": "2026-01-01" }))
            .await;
    }
    for (day, date) in dates("2026-01-20", days).iter().enumerate() {
        let minutes = (day * 7 % 11 * 10) as i64;
        let entries = [
            ("Walking", minutes),
            ("Reading", minutes / 2 + 5),
            ("Rest", 50),
        ];
        ann.log(date, &entries).await;
    }
}

const PATH: &str = "/api/analytics/correlations?from=2026-01-01&to=2026-03-31";

#[actix_web::test]
async fn what_goes_together_is_told_with_its_days_and_interval() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    log_days(&mut ann, 30).await;
    let found = ann.get(PATH).await.expect(200);
    assert_eq!(found["minCommonDays"], 30);
    assert_eq!(
        (&found["pairs"], &found["comparedPairs"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        found["betweenHabits"],
        json!([{
            "habitId": ann.habit("Walking"),
            "name": "Walking",
            "otherHabitId": ann.habit("Reading"),
            "otherName": "Reading",
            "days": 30,
            "coefficient": 1.0,
            "low": 1.0,
            "high": 1.0,
            "holds": true,
            "reason": Value::Null,
        }])
    );
    let rest = &found["withKpi"][2];
    assert_eq!(
        [
            &rest["name"],
            &rest["coefficient"],
            &rest["low"],
            &rest["reason"],
            &rest["days"]
        ],
        [
            &json!("Rest"),
            &Value::Null,
            &Value::Null,
            &json!("does_not_vary"),
            &json!(30)
        ]
    );
    assert_eq!(found["withKpi"][0]["holds"], true);
}

#[actix_web::test]
async fn fewer_than_thirty_common_days_tell_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    log_days(&mut ann, 30).await;
    ann.fall_ill("2026-02-01").await;
    let found = ann.get(PATH).await.expect(200);
    assert_eq!(found["comparedPairs"], 0);
    assert_eq!(found["betweenHabits"], json!([]));
    for habit in found["withKpi"].as_array().unwrap() {
        assert_eq!(
            (&habit["reason"], &habit["days"]),
            (&json!("too_few_days"), &json!(29))
        );
    }
}
