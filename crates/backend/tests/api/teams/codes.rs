//! The code to join.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Team;
use crate::support::{Response, TestApp, User};

async fn join(user: &User, code: &Value) -> Response {
    user.post("/api/teams/join", json!({ "code": code })).await
}

async fn code(team: &Team, user: &User) -> Value {
    user.get(&team.path("")).await.expect(200)["joinCode"].clone()
}

#[actix_web::test]
async fn a_code_is_seen_by_those_who_invite_renewed_and_switched_off_by_leaders() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let first = code(&team, &team.leader).await;
    assert_eq!(code(&team, &team.deputy).await, first);
    assert_eq!(code(&team, &team.member).await, Value::Null);

    let second = team
        .leader
        .post(&team.path("/code"), None)
        .await
        .expect(201)["code"]
        .clone();
    assert_ne!(second, first);
    let ann = app.user("ann").await;
    join(&ann, &first).await.problem(404, "not-found");
    team.leader.delete(&team.path("/code")).await.expect(204);
    assert_eq!(code(&team, &team.leader).await, Value::Null);
    join(&ann, &second).await.problem(404, "not-found");

    let third = team
        .leader
        .post(&team.path("/code"), None)
        .await
        .expect(201)["code"]
        .clone();
    let typed = third.as_str().unwrap().to_lowercase().replace('-', " ");
    let joined = join(&ann, &typed.into()).await.expect(200);
    assert_eq!(joined, json!({ "id": team.id, "name": "Walkers" }));
    // Again changes nothing.
    join(&ann, &third).await.expect(200);
    join(&team.leader, &third).await.expect(200);
    let own = team.leader.get(&team.path("")).await.expect(200);
    assert_eq!(
        (&own["own"]["role"], &own["members"]),
        (&json!("leader"), &json!(4))
    );
    let refused = join(&ann, &json!("7K2M")).await.invalid();
    assert_eq!(
        refused,
        ("/code".to_owned(), "friend_code_invalid".to_owned())
    );
}

#[actix_web::test]
async fn guessed_codes_have_to_wait() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let right = code(&team, &team.leader).await;
    let ann = app.user("ann").await;
    let wrong = json!("0000-0000-00000");
    for _ in 0..10 {
        join(&ann, &wrong).await.problem(404, "not-found");
    }
    // The right one waits, too.
    let refused = join(&ann, &right).await;
    assert_eq!(refused.header("retry-after"), "1");
    refused.problem(429, "too-many-attempts");
    app.wait(TimeDelta::seconds(1));
    join(&ann, &wrong).await.problem(404, "not-found");
    app.wait(TimeDelta::seconds(1));
    join(&ann, &right).await.problem(429, "too-many-attempts");
    app.wait(TimeDelta::seconds(1));
    join(&ann, &right).await.expect(200);
    // A success resets the count.
    for _ in 0..10 {
        join(&ann, &wrong).await.problem(404, "not-found");
    }
    // Somebody else is not hindered.
    join(&app.user("bob").await, &right).await.expect(200);
}

#[actix_web::test]
async fn who_was_removed_does_not_come_back_by_the_code() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let code = code(&team, &team.leader).await;
    team.remove(&team.member).await.expect(204);
    join(&team.member, &code).await.problem(404, "not-found");
    // Who left does.
    team.deputy
        .post(&team.path("/leave"), None)
        .await
        .expect(204);
    join(&team.deputy, &code).await.expect(200);
}
