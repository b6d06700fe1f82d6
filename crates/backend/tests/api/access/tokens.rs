//! Expired and revoked tokens of sessions.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use super::table::{Ids, TABLE};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn expired_and_revoked_tokens_are_rejected_everywhere() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "90d")]).await;
    let ids = Ids::nobodys();
    let credentials = |user: &User| json!({ "email": user.email, "password": User::PASSWORD });
    for end in [
        "logout",
        "logout-all",
        "list",
        "password",
        "reset",
        "deletion",
        "expiry",
    ] {
        let user = app.user(end).await;
        let token = user.bearing(&user.token);
        match end {
            "logout" => drop(token.post("/api/auth/logout", None).await.expect(204)),
            "logout-all" => drop(token.post("/api/auth/logout-all", None).await.expect(204)),
            "list" => {
                let sessions = token.get("/api/auth/sessions").await.expect(200);
                let id = sessions["sessions"][0]["id"].as_str().unwrap();
                let path = format!("/api/auth/sessions/{id}");
                token.delete(&path).await.expect(204);
            }
            "password" => {
                let change = json!({
                    "currentPassword": User::PASSWORD, "newPassword": "another one",
                });
                token.put("/api/auth/password", change).await.expect(200);
            }
            "reset" => {
                let forgotten = json!({ "email": user.email });
                token
                    .post("/api/auth/password/forgot", forgotten)
                    .await
                    .expect(202);
                let mail = app.mail.with_link_to("reset-password", &user.email).await;
                let reset = json!({ "token": mail.token(), "password": "another one" });
                token
                    .post("/api/auth/password/reset", reset)
                    .await
                    .expect(204);
            }
            "deletion" => {
                let body = Some(credentials(&user));
                let deleted = token.request(Method::DELETE, "/api/auth/me", body).await;
                deleted.expect(204);
            }
            _ => {
                app.wait(TimeDelta::days(90) - TimeDelta::seconds(1));
                token.get("/api/auth/me").await.expect(200);
                app.wait(TimeDelta::seconds(1));
            }
        }
        for row in TABLE
            .iter()
            .filter(|row| row.nobody == 401 && row.path != "/api/auth/login")
        {
            let response = row.send(&token, &ids).await;
            assert_eq!(
                response.status,
                401,
                "{} after {end}: {}",
                row.operation(),
                response.text()
            );
            response.problem(401, "unauthorized");
        }
    }
}
