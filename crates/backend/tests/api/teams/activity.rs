//! The activity of a team, and messages.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Team, UNKNOWN};
use crate::support::{Response, TestApp, User};

async fn send(team: &Team, user: &User, text: &str) -> Response {
    user.post(&team.path("/messages"), json!({ "text": text }))
        .await
}

async fn page(team: &Team, before: Option<&Value>) -> Value {
    let query = before.map_or_else(String::new, |id| {
        format!("?before={}", id.as_str().unwrap())
    });
    let path = team.path(&format!("/activity{query}"));
    team.member.get(&path).await.expect(200)
}

#[actix_web::test]
async fn messages_stand_in_the_activity_until_they_are_removed() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let sent = send(&team, &team.member, "  Ещё день!\r\n=1+1 ")
        .await
        .expect(201);
    let entry = page(&team, None).await["entries"][0].clone();
    let expected = json!({
        "id": sent["id"], "at": "2026-03-18T10:00:00Z", "kind": "message",
        "person": { "id": team.member.id().await, "name": "mia" },
        "goalTitle": null, "role": null, "text": "Ещё день! =1+1",
    });
    assert_eq!(entry, expected);
    let path = team.path(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    team.member.delete(&path).await.expect(204);
    team.member.delete(&path).await.problem(404, "not-found");
    // One's own removal is no moderation.
    assert_eq!(app.rows("team_moderation_log"), 0);
    // Only messages are removed.
    let joined = page(&team, None).await["entries"][1]["id"].clone();
    let path = team.path(&format!("/messages/{}", joined.as_str().unwrap()));
    team.leader.delete(&path).await.problem(404, "not-found");

    for (text, code) in [
        ("", "required"),
        (" \u{200b}", "required"),
        ("\u{202e}done", "directional_controls"),
        (&"x".repeat(281), "too_long"),
    ] {
        let refused = send(&team, &team.member, text).await.invalid();
        assert_eq!(refused, ("/text".to_owned(), code.to_owned()), "{text:?}");
    }
}

#[actix_web::test]
async fn ten_an_hour_to_one_team_and_fifty_a_day() {
    let app = TestApp::start().await;
    let mut team = Team::of(&app).await;
    for _ in 0..10 {
        send(&team, &team.member, "Hello").await.expect(201);
    }
    app.wait(TimeDelta::minutes(20));
    let refused = send(&team, &team.member, "Hello").await;
    assert_eq!(refused.header("retry-after"), "2401");
    refused.problem(429, "too-many-attempts");
    send(&team, &team.leader, "Hello").await.expect(201);
    // Those that are removed count all the same, and who comes back has sent them.
    let entries = page(&team, None).await["entries"].clone();
    for entry in entries.as_array().unwrap() {
        if entry["kind"] == "message" {
            let path = team.path(&format!("/messages/{}", entry["id"].as_str().unwrap()));
            team.leader.delete(&path).await.expect(204);
        }
    }
    team.member
        .post(&team.path("/leave"), None)
        .await
        .expect(204);
    team.member.join_team(&team.leader, &team.id).await;
    send(&team, &team.member, "Hello")
        .await
        .problem(429, "too-many-attempts");
    for number in 0..4 {
        team.id = team.member.create_team(&format!("Team {number}")).await;
        for _ in 0..10 {
            send(&team, &team.member, "Hello").await.expect(201);
        }
    }
    team.id = team.member.create_team("Last").await;
    send(&team, &team.member, "Hello")
        .await
        .problem(429, "too-many-attempts");
    app.wait(TimeDelta::hours(24));
    send(&team, &team.member, "Hello").await.expect(201);
}

#[actix_web::test]
async fn the_activity_comes_in_parts() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    for number in 0..53 {
        app.wait(TimeDelta::hours(1));
        send(&team, &team.leader, &number.to_string())
            .await
            .expect(201);
    }
    let first = page(&team, None).await;
    let entries = first["entries"].as_array().unwrap();
    assert_eq!(
        (entries.len(), &entries[0]["text"], &first["more"]),
        (50, &json!("52"), &json!(true))
    );
    let second = page(&team, Some(&entries[49]["id"])).await;
    let entries = second["entries"].as_array().unwrap();
    // Three messages, a role, and three who joined.
    assert_eq!(
        (entries.len(), &entries[0]["text"], &second["more"]),
        (7, &json!("2"), &json!(false))
    );
    let path = team.path(&format!("/activity?before={UNKNOWN}"));
    let none = team.member.get(&path).await.expect(200);
    assert_eq!(none, json!({ "entries": [], "more": false }));
}
