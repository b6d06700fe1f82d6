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
}

#[actix_web::test]
async fn in_the_language_of_the_user_or_of_the_query() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let english = ann.get("/api/kpi/laws").await.expect(200);
    let russian = ann.get("/api/kpi/laws?language=ru").await.expect(200);
    for (english, russian) in laws_of(&english).zip(laws_of(&russian)) {
        for field in ["rule", "source"] {
            let texts = [english, russian].map(|law| law[field].as_str().unwrap());
            let is_cyrillic = texts.map(|text| text.chars().any(|one| ('а'..='я').contains(&one)));
            assert_eq!(is_cyrillic, [false, true], "{texts:?}");
            for text in texts {
                assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            }
        }
        assert_eq!(english["group"], russian["group"]);
    }
    let mut profile = ann.get("/api/auth/me").await.expect(200);
    profile["language"] = json!("ru");
    let fields = ["name", "timeZone", "dayStartHour", "language", "theme"];
    let profile: Value = fields
        .map(|field| (field, profile[field].clone()))
        .into_iter()
        .collect();
    ann.put("/api/auth/me", profile).await.expect(200);
    assert_eq!(ann.get("/api/kpi/laws").await.expect(200), russian);
    ann.get("/api/kpi/laws?language=de")
        .await
        .problem(422, "invalid");
}

fn laws_of(laws: &Value) -> impl Iterator<Item = &Value> {
    laws["laws"].as_array().unwrap().iter()
}
