//! `GET /api/kpi/laws`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn all_eleven_with_their_points_and_rules() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let laws = ann.get("/api/kpi/laws").await.expect(200);
    let laws = laws["laws"].as_array().unwrap();
    let points: Vec<Value> = laws
        .iter()
        .map(|law| json!([law["code"], law["minPoints"], law["maxPoints"]]))
        .collect();
    assert_eq!(
        Value::from(points),
        json!([
            ["pareto", 0.0, 10.0],
            ["parkinson", -10.0, 10.0],
            ["diminishing_returns", -10.0, 0.0],
            ["yerkes_dodson", 0.0, 5.0],
            ["pomodoro", 0.0, 5.0],
            ["deep_work", 0.0, 10.0],
            ["time_blocking", 0.0, 5.0],
            ["habit_stacking", 0.0, 5.0],
            ["compound", 0.0, 10.0],
            ["focus_blocks", 0.0, 5.0],
            ["q2_focus", 0.0, 5.0],
        ])
    );
    for law in laws {
        assert!(law["rule"].as_str().unwrap().len() > 20, "{law}");
        // Focus sessions cannot be recorded.
        let code = law["code"].as_str().unwrap();
        let available = !["pomodoro", "deep_work"].contains(&code);
        assert_eq!(law["available"], available, "{law}");
        assert_eq!(law["unavailableBecause"].is_null(), available, "{law}");
    }
}
