//! `GET /api/habits`.

use serde_json::Value;

use crate::support::TestApp;

#[actix_web::test]
async fn habits_are_filtered_by_category_quadrant_and_archived() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}/archive", ann.habit("AI"));
    ann.post(&path, None).await.expect(200);
    for (query, names) in [
        ("category=health", vec!["Sleep", "Exercise"]),
        ("quadrant=Q3", vec!["Rest"]),
        (
            "category=skills",
            vec!["English", "Driving licence", "Analytics"],
        ),
        ("category=skills&archived=true", vec!["AI"]),
        (
            "category=skills&archived=all",
            vec!["English", "Driving licence", "AI", "Analytics"],
        ),
        ("category=skills&archived=false&quadrant=Q1", vec![]),
    ] {
        let habits = ann.get(&format!("/api/habits?{query}")).await.expect(200);
        let found: Vec<&Value> = habits["habits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|habit| &habit["name"])
            .collect();
        assert_eq!(found, names, "{query}");
    }
}
