//! `GET /api/analytics/trends`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn means_look_back_before_the_period_and_name_their_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut kpis = Vec::new();
    for (date, sleep) in [
        ("2026-02-05", 480),
        ("2026-02-20", 240),
        ("2026-03-01", 480),
        ("2026-03-03", 120),
    ] {
        let day = ann.log(date, &[("Sleep", sleep)]).await;
        kpis.push(day["kpi"].as_f64().unwrap());
    }
    ann.fall_ill("2026-03-02").await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;

    let path = "/api/analytics/trends?from=2026-03-01&to=2026-03-31";
    let trends = ann.get(path).await.expect(200);
    let rounded = |sum: f64, count: f64| json!((sum / count * 10.0).round() / 10.0);
    assert_eq!(trends["meanKpi"], rounded(kpis[2] + kpis[3], 2.0));
    assert_eq!(trends["countedDays"], 2, "neither the day away nor today");
    assert_eq!(
        trends["points"],
        json!([
            {
                "date": "2026-03-01",
                "kpi": kpis[2],
                "mean7": { "mean": kpis[2], "days": 1 },
                "mean28": { "mean": rounded(kpis[0..3].iter().sum(), 3.0), "days": 3 },
            },
            {
                "date": "2026-03-03",
                "kpi": kpis[3],
                "mean7": { "mean": rounded(kpis[2] + kpis[3], 2.0), "days": 2 },
                "mean28": { "mean": rounded(kpis[0..4].iter().sum(), 4.0), "days": 4 },
            },
        ])
    );
}

#[actix_web::test]
async fn without_days_there_is_no_mean() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = "/api/analytics/trends?from=2026-03-01&to=2026-03-31";
    let trends = ann.get(path).await.expect(200);
    assert_eq!(
        trends,
        json!({ "meanKpi": Value::Null, "countedDays": 0, "points": [] })
    );
}
