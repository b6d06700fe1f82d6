//! Invitations to a team.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{accept, look_up, made, register};
use crate::support::{Response, TestApp, User};

async fn team(leader: &User) -> String {
    let body = json!({ "name": "Readers" });
    let team = leader.post("/api/teams", body).await.expect(201);
    team["id"].as_str().unwrap().to_owned()
}

async fn invite(inviter: &User, team: &str, email: &str) -> Response {
    let body = json!({ "target": { "kind": "team", "teamId": team }, "email": email });
    inviter.post("/api/invitations", body).await
}

async fn set_role(leader: &User, team: &str, member: &User, role: &str) {
    let path = format!("/api/teams/{team}/members/{}/role", member.id().await);
    leader
        .request(Method::PUT, &path, Some(json!({ "role": role })))
        .await
        .expect(204);
}

/// Name and role of each member.
async fn members(user: &User, team: &str) -> Vec<(Value, Value)> {
    let list = user.get(&format!("/api/teams/{team}/members")).await;
    let list = list.expect(200);
    let members = list["members"].as_array().unwrap().iter();
    members
        .map(|member| (member["name"].clone(), member["role"].clone()))
        .collect()
}

#[actix_web::test]
async fn an_invitation_makes_a_member() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let team = team(&ann).await;
    let (_, token) = made(&invite(&ann, &team, "bob@example.com").await.expect(201));
    let mail = app.mail.with_link_to("invitation", "bob@example.com").await;
    let text = mail.body("text/plain");
    assert!(text.contains("ann invites you to the team “Readers”"));
    let seen = look_up(&app.anonymous(), &token).await.expect(200);
    let target = json!({ "kind": "team", "teamId": team });
    assert_eq!(
        (&seen["target"], &seen["team"]),
        (&target, &json!("Readers"))
    );
    let accepted = accept(&bob, &token).await.expect(200);
    assert_eq!(accepted["target"], target);
    let both = [
        (json!("ann"), json!("leader")),
        (json!("bob"), json!("member")),
    ];
    assert_eq!(members(&bob, &team).await, both);

    // Members stay what they are.
    set_role(&ann, &team, &bob, "deputy").await;
    app.wait(chrono::TimeDelta::hours(1));
    let (_, token) = made(&invite(&ann, &team, "bob@example.com").await.expect(201));
    accept(&bob, &token).await.expect(200);
    assert_eq!(members(&ann, &team).await[1].1, "deputy");

    let (_, token) = made(&invite(&ann, &team, "new@example.com").await.expect(201));
    register(&app, &token, "new@example.com").await.expect(201);
    assert_eq!(members(&ann, &team).await.len(), 3);
}

#[actix_web::test]
async fn the_role_of_the_inviter_decides_when_sending_and_when_accepting() {
    let app = TestApp::start().await;
    let [ann, bob, eve, joe] = app.users(["ann", "bob", "eve", "joe"]).await;
    let team = team(&ann).await;
    invite(&bob, &team, "joe@example.com")
        .await
        .problem(404, "not-found");
    let (_, token) = made(&invite(&ann, &team, "bob@example.com").await.expect(201));
    accept(&bob, &token).await.expect(200);
    invite(&bob, &team, "joe@example.com")
        .await
        .problem(403, "forbidden");

    set_role(&ann, &team, &bob, "deputy").await;
    let (invitation, token) = made(&invite(&bob, &team, "joe@example.com").await.expect(201));
    let list = format!("/api/invitations?kind=team&teamId={team}");
    let of_team = ann.get(&list).await.expect(200);
    assert_eq!(of_team["invitations"][0]["inviter"], "bob");
    eve.get(&list).await.problem(404, "not-found");

    set_role(&ann, &team, &bob, "member").await;
    bob.get(&list).await.problem(403, "forbidden");
    accept(&joe, &token).await.problem(410, "invitation-void");
    bob.post(&resend_path(&invitation), None)
        .await
        .problem(403, "forbidden");
    assert_eq!(members(&ann, &team).await.len(), 2);

    set_role(&ann, &team, &bob, "deputy").await;
    accept(&joe, &token).await.expect(200);
}

#[actix_web::test]
async fn an_invitation_that_another_leader_sends_again_is_theirs() {
    let app = TestApp::start().await;
    let [ann, bob, joe, eve] = app.users(["ann", "bob", "joe", "eve"]).await;
    let team = team(&ann).await;
    bob.join_team(&ann, &team).await;
    set_role(&ann, &team, &bob, "deputy").await;
    let (to_joe, old) = made(&invite(&bob, &team, "joe@example.com").await.expect(201));
    let (to_eve, old_of_eve) = made(&invite(&bob, &team, "eve@example.com").await.expect(201));
    let (own, _) = made(&invite(&ann, &team, "eve@example.com").await.expect(201));
    set_role(&ann, &team, &bob, "member").await;

    app.wait(TimeDelta::minutes(1));
    let (again, token) = made(&ann.post(&resend_path(&to_joe), None).await.expect(200));
    assert_eq!(again["id"], to_joe["id"]);
    assert_eq!(again["inviter"], "ann");
    accept(&joe, &old).await.problem(404, "not-found");
    accept(&joe, &token).await.expect(200);

    // One inviter has one open invitation for an address: that of the other is canceled.
    let (again, token) = made(&ann.post(&resend_path(&to_eve), None).await.expect(200));
    assert_eq!(again["id"], own["id"]);
    accept(&eve, &old_of_eve)
        .await
        .problem(410, "invitation-canceled");
    accept(&eve, &token).await.expect(200);
}

fn resend_path(invitation: &Value) -> String {
    format!(
        "/api/invitations/{}/resend",
        invitation["id"].as_str().unwrap()
    )
}

#[actix_web::test]
async fn with_a_team_go_its_invitations() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let team = team(&ann).await;
    let (invitation, token) = made(&invite(&ann, &team, "bob@example.com").await.expect(201));
    let cancel = format!("/api/invitations/{}", invitation["id"].as_str().unwrap());
    bob.delete(&cancel).await.problem(404, "not-found");
    let path = format!("/api/teams/{team}");
    ann.delete(&path).await.expect(204);
    accept(&bob, &token).await.problem(404, "not-found");
    assert_eq!(app.rows("invitations"), 0);
}

#[actix_web::test]
async fn an_invitation_names_no_role_and_no_team_where_there_is_none() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let team = team(&ann).await;
    for target in [
        json!({ "kind": "team" }),
        json!({ "kind": "team", "teamId": team, "role": "leader" }),
        json!({ "kind": "friend", "teamId": team }),
        json!({ "kind": "owner" }),
    ] {
        let body = json!({ "target": target, "email": "bob@example.com" });
        let refused = ann.post("/api/invitations", body).await;
        assert!([400, 422].contains(&refused.status), "{target}");
    }
    assert_eq!(app.rows("invitations"), 0);
}

#[actix_web::test]
async fn a_removed_member_does_not_come_back_by_an_older_invitation() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    let team = team(&ann).await;
    for user in [&bob, &eve] {
        user.join_team(&ann, &team).await;
    }
    set_role(&ann, &team, &bob, "deputy").await;
    let (_, older) = made(&invite(&bob, &team, "eve@example.com").await.expect(201));
    let remove = format!("/api/teams/{team}/members/{}/remove", eve.id().await);
    let reason = json!({ "reason": "Spam" });
    ann.post(&remove, reason).await.expect(204);
    accept(&eve, &older)
        .await
        .problem(410, "invitation-canceled");
    assert_eq!(members(&ann, &team).await.len(), 2);
    // A new one is meant.
    let (_, newer) = made(&invite(&bob, &team, "eve@example.com").await.expect(201));
    accept(&eve, &newer).await.expect(200);
    assert_eq!(members(&ann, &team).await.len(), 3);
}
