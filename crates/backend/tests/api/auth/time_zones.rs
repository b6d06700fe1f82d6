//! Names of time zones at registration and in the profile.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

#[actix_web::test]
async fn every_name_of_the_tz_database_is_a_zone_and_nothing_else() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (name, zone) in [
        (json!("UTC"), Some("UTC")),
        (json!("utc"), Some("UTC")),
        (json!("GMT"), Some("GMT")),
        (json!("Etc/GMT+6"), Some("Etc/GMT+6")),
        (json!("europe/berlin"), Some("Europe/Berlin")),
        (json!("EUROPE/BERLIN"), Some("Europe/Berlin")),
        // Older names and newer ones.
        (json!("Asia/Calcutta"), Some("Asia/Calcutta")),
        (json!("Asia/Kolkata"), Some("Asia/Kolkata")),
        (json!("Asia/Katmandu"), Some("Asia/Katmandu")),
        (json!("Asia/Kathmandu"), Some("Asia/Kathmandu")),
        (json!("Europe/Kiev"), Some("Europe/Kiev")),
        (json!("Europe/Kyiv"), Some("Europe/Kyiv")),
        (json!("America/Coyhaique"), Some("America/Coyhaique")),
        (json!("US/Pacific"), Some("US/Pacific")),
        (json!("Etc/Unknown"), None),
        (json!("US/Pacific-New"), None),
        (json!("+03:00"), None),
        (json!("Mars/Olympus"), None),
        (json!(" UTC"), None),
        (json!(""), None),
    ] {
        let email = format!("user-{}@example.com", app.rows("users"));
        let registration = json!({
            "email": email, "password": User::PASSWORD, "name": "Bob", "timeZone": name,
        });
        let anonymous = app.anonymous();
        let registered = anonymous.post("/api/auth/register", registration).await;
        let profile = json!({
            "name": "Ann", "timeZone": name, "dayStartHour": 0, "language": "en", "theme": "dark",
        });
        let updated = ann.put("/api/auth/me", profile).await;
        if let Some(zone) = zone {
            let session = registered.expect(201);
            assert_eq!(session["user"]["timeZone"], zone, "{name}");
            assert_eq!(updated.expect(200)["timeZone"], zone, "{name}");
        } else {
            for response in [registered, updated] {
                let found = response.invalid();
                let expected = ("/timeZone".to_owned(), "time_zone_unknown".to_owned());
                assert_eq!(found, expected, "{name}");
            }
        }
    }
    for name in [Value::Null, json!({})] {
        let mut registration = json!({
            "email": "none@example.com", "password": User::PASSWORD, "name": "Bob",
        });
        if name.is_null() {
            registration["timeZone"] = name;
        } else {
            registration["email"] = json!("missing@example.com");
        }
        let anonymous = app.anonymous();
        let session = anonymous.post("/api/auth/register", registration).await;
        assert_eq!(session.expect(201)["user"]["timeZone"], "UTC");
    }
}
