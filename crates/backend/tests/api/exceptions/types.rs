//! `GET /api/exceptions/types`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn the_kinds_have_names_in_the_language_of_the_user_or_of_the_request() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let names = async |query: &str| {
        let path = format!("/api/exceptions/types{query}");
        let types = ann.get(&path).await.expect(200)["types"].clone();
        let kinds: Vec<Value> = types
            .as_array()
            .unwrap()
            .iter()
            .map(|kind| kind["kind"].clone())
            .collect();
        assert_eq!(kinds, ["illness", "travel", "emergency", "technical"]);
        types[0]["name"].clone()
    };
    assert_eq!(names("").await, "Illness");
    assert_eq!(names("?language=ru").await, "Болезнь");
    let profile = json!({
        "name": "Ann", "timeZone": "UTC", "dayStartHour": 0, "language": "ru", "theme": "dark",
    });
    ann.put("/api/auth/me", profile).await.expect(200);
    assert_eq!(names("").await, "Болезнь");
    assert_eq!(names("?language=en").await, "Illness");
    let unknown = ann.get("/api/exceptions/types?language=de").await.invalid();
    assert_eq!(unknown, (String::new(), "query_invalid".to_owned()));
}
