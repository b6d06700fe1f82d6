//! Moderation, and its log.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Team, UNKNOWN};
use crate::support::{Response, TestApp, User};

/// Who did what to whom, and why, the latest first.
async fn log(team: &Team) -> Vec<[Value; 4]> {
    let log = team
        .leader
        .get(&team.path("/moderation-log"))
        .await
        .expect(200);
    let entries = log["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            let name = |person: &str| entry[person]["name"].clone();
            [
                name("actor"),
                entry["action"].clone(),
                name("subject"),
                entry["reason"].clone(),
            ]
        })
        .collect()
}

async fn mute(team: &Team, until: &str) -> Response {
    let path = team.of_member(&team.member, "/muting").await;
    team.deputy
        .put(&path, json!({ "until": until, "reason": "Noise" }))
        .await
}

#[actix_web::test]
async fn each_act_is_logged_with_its_reason() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let path = team.of_member(&team.member, "/warnings").await;
    team.deputy
        .post(&path, json!({ "reason": "Spam" }))
        .await
        .expect(204);
    mute(&team, "2026-03-18T11:00:00Z").await.expect(204);
    let path = team.of_member(&team.member, "/muting").await;
    team.leader.delete(&path).await.expect(204);
    let text = json!({ "text": "Buy!" });
    let sent = team
        .member
        .post(&team.path("/messages"), text)
        .await
        .expect(201);
    let path = team.path(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    team.deputy.delete(&path).await.expect(204);
    let warned = team.member.get(&team.path("")).await.expect(200)["own"]["warnings"].clone();
    assert_eq!(
        warned,
        json!([{ "at": "2026-03-18T10:00:00Z", "reason": "Spam" }])
    );
    assert_eq!(
        team.deputy.get(&team.path("")).await.expect(200)["own"]["warnings"],
        json!([])
    );
    team.remove(&team.member).await.expect(204);
    let entry = |actor: &str, action: &str, reason: Value| {
        [actor.into(), action.into(), "mia".into(), reason]
    };
    let expected = [
        entry("lea", "remove", "Spam".into()),
        entry("dan", "message_removed", Value::Null),
        entry("lea", "unmute", Value::Null),
        entry("dan", "mute", "Noise".into()),
        entry("dan", "warn", "Spam".into()),
    ];
    assert_eq!(log(&team).await, expected);

    // Who deletes the account has no name there.
    for user in [&team.member, &team.deputy] {
        let deletion = json!({ "email": user.email, "password": User::PASSWORD });
        user.request(Method::DELETE, "/api/auth/me", Some(deletion))
            .await
            .expect(204);
    }
    let last = log(&team).await[4].clone();
    assert_eq!(
        last,
        [Value::Null, "warn".into(), Value::Null, "Spam".into()]
    );
}

#[actix_web::test]
async fn the_muted_are_silent_for_the_time() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    for until in [
        "2026-03-18T10:00:00Z",
        "2026-01-01T00:00:00Z",
        "2026-04-17T10:00:01Z",
    ] {
        let refused = mute(&team, until).await.invalid();
        assert_eq!(
            refused,
            ("/until".to_owned(), "out_of_range".to_owned()),
            "{until}"
        );
    }
    mute(&team, "2026-04-17T10:00:00Z").await.expect(204);
    mute(&team, "2026-03-18T11:00:00Z").await.expect(204);
    let say = async || {
        team.member
            .post(&team.path("/messages"), json!({ "text": "Hi" }))
            .await
    };
    let problem = say().await.problem(403, "muted");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("2026-03-18T11:00:00Z"), "{detail}");
    let until = async |user: &User| {
        let members = user.get(&team.path("/members")).await.expect(200);
        members["members"][2]["mutedUntil"].clone()
    };
    assert_eq!(until(&team.member).await, "2026-03-18T11:00:00Z");
    assert_eq!(until(&team.deputy).await, "2026-03-18T11:00:00Z");
    let ann = app.user("ann").await;
    ann.join_team(&team.leader, &team.id).await;
    // By name after ann.
    let members = ann.get(&team.path("/members")).await.expect(200);
    assert_eq!(
        (
            &members["members"][3]["name"],
            &members["members"][3]["mutedUntil"]
        ),
        (&json!("mia"), &Value::Null)
    );
    app.wait(TimeDelta::hours(1));
    say().await.expect(201);
    let own = team.member.get(&team.path("")).await.expect(200);
    assert_eq!(own["own"]["mutedUntil"], Value::Null);
}

#[actix_web::test]
async fn nobody_moderates_themselves_or_nobody() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let reason = || json!({ "reason": "Spam" });
    for act in ["/warnings", "/remove"] {
        for user in [&team.leader, &team.deputy] {
            let path = team.of_member(user, act).await;
            user.post(&path, reason()).await.problem(403, "forbidden");
        }
        let path = team.path(&format!("/members/{UNKNOWN}{act}"));
        team.leader
            .post(&path, reason())
            .await
            .problem(404, "not-found");
        let path = team.of_member(&team.member, act).await;
        let refused = team
            .leader
            .post(&path, json!({ "reason": " " }))
            .await
            .invalid();
        assert_eq!(refused, ("/reason".to_owned(), "required".to_owned()));
    }
    assert!(log(&team).await.is_empty());
}

#[actix_web::test]
async fn the_database_refuses_changes_of_the_log() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let path = team.of_member(&team.member, "/warnings").await;
    team.leader
        .post(&path, json!({ "reason": "Spam" }))
        .await
        .expect(204);
    for statement in [
        "UPDATE team_moderation_log SET reason = 'Other'",
        "DELETE FROM team_moderation_log",
    ] {
        app.try_execute(statement).unwrap_err();
    }
    assert_eq!(log(&team).await.len(), 1);
    team.leader.delete(&team.path("")).await.expect(204);
    assert_eq!(app.rows("team_moderation_log"), 0);
}

#[actix_web::test]
async fn the_log_comes_in_parts() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let path = team.of_member(&team.member, "/warnings").await;
    for number in 0..51 {
        let reason = json!({ "reason": number.to_string() });
        if number > 0 && number % 20 == 0 {
            let refused = team.leader.post(&path, reason.clone()).await;
            refused.problem(429, "too-many-attempts");
            app.wait(TimeDelta::days(1));
        }
        team.leader.post(&path, reason).await.expect(204);
    }
    let path = team.path("/moderation-log");
    let first = team.deputy.get(&path).await.expect(200);
    assert_eq!(
        (&first["entries"][0]["reason"], &first["more"]),
        (&json!("50"), &json!(true))
    );
    let last = first["entries"][49]["id"].as_str().unwrap();
    let rest = team
        .deputy
        .get(&format!("{path}?before={last}"))
        .await
        .expect(200);
    assert_eq!(
        (&rest["entries"][0]["reason"], &rest["more"]),
        (&json!("0"), &json!(false))
    );
    let warnings = team.member.get(&team.path("")).await.expect(200)["own"]["warnings"].clone();
    assert_eq!(warnings.as_array().unwrap().len(), 10);
}

#[actix_web::test]
async fn a_mute_holds_for_a_member_who_leaves_and_comes_back() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let write = async || {
        let message = json!({ "text": "Hello" });
        team.member.post(&team.path("/messages"), message).await
    };
    let come_back = async || {
        team.member
            .post(&team.path("/leave"), None)
            .await
            .expect(204);
        team.member.join_team(&team.leader, &team.id).await;
    };
    mute(&team, "2026-03-18T12:00:00Z").await.expect(204);
    come_back().await;
    write().await.problem(403, "muted");
    let path = team.of_member(&team.member, "/muting").await;
    team.leader.delete(&path).await.expect(204);
    come_back().await;
    write().await.expect(201);
    mute(&team, "2026-03-18T12:00:00Z").await.expect(204);
    app.wait(TimeDelta::hours(3));
    come_back().await;
    write().await.expect(201);
}
