//! A team always has a leader.

use actix_web::http::Method;
use futures_util::future::join;
use serde_json::json;

use super::Team;
use crate::support::{Response, TestApp, User};

async fn delete_account(user: &User) -> Response {
    let deletion = json!({ "email": user.email, "password": User::PASSWORD });
    user.request(Method::DELETE, "/api/auth/me", Some(deletion))
        .await
}

#[actix_web::test]
async fn the_last_leader_does_not_go() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let leave = team.path("/leave");
    team.leader
        .post(&leave, None)
        .await
        .problem(409, "last-leader");
    team.give(&team.leader, "member")
        .await
        .problem(409, "last-leader");
    delete_account(&team.leader)
        .await
        .problem(409, "last-leader");

    team.give(&team.member, "leader").await.expect(204);
    team.give(&team.leader, "deputy").await.expect(204);
    team.leader.post(&leave, None).await.expect(204);
    team.member
        .post(&leave, None)
        .await
        .problem(409, "last-leader");
    // Members go as they like.
    delete_account(&team.deputy).await.expect(204);
    // Who is alone takes the team along.
    delete_account(&team.member).await.expect(204);
    assert_eq!(app.rows("teams"), 0);
}

#[actix_web::test]
async fn of_two_leaders_who_go_at_once_one_stays() {
    let app = TestApp::start().await;
    for round in 0..6 {
        let one = app.user(&format!("one-{round}")).await;
        let other = app.user(&format!("other-{round}")).await;
        let id = one.create_team("Walkers").await;
        other.join_team(&one, &id).await;
        let member = app.user(&format!("member-{round}")).await;
        member.join_team(&one, &id).await;
        let role = |user: String| format!("/api/teams/{id}/members/{user}/role");
        let path = role(other.id().await);
        one.put(&path, json!({ "role": "leader" }))
            .await
            .expect(204);
        let leave = format!("/api/teams/{id}/leave");
        let (first, second) = match round % 3 {
            0 => join(one.post(&leave, None), other.post(&leave, None)).await,
            1 => join(one.post(&leave, None), delete_account(&other)).await,
            _ => {
                let (own, others) = (role(one.id().await), role(other.id().await));
                let member = || json!({ "role": "member" });
                join(one.put(&own, member()), other.put(&others, member())).await
            }
        };
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "round {round}");
        let leaders = format!("team_members WHERE team_id = '{id}' AND role = 'leader'");
        assert_eq!(app.rows(&leaders), 1, "round {round}");
    }
}

#[actix_web::test]
async fn a_team_whose_leaders_are_disabled_waits_for_one_who_is_enabled() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    let disable = async |user: &str, disabled: bool| {
        let path = format!("/api/admin/people/{user}/disabled");
        let body = json!({ "disabled": disabled });
        root.put(&path, body).await.expect(204);
    };
    let leader = app.user("leader").await;
    let member = app.user("member").await;
    let id = leader.create_team("Walkers").await;
    member.join_team(&leader, &id).await;
    let code = leader.get(&format!("/api/teams/{id}")).await.expect(200)["joinCode"].clone();
    let (leader, member) = (leader.id().await, member.id().await);
    disable(&member, true).await;
    disable(&leader, true).await;
    // Nobody lets people in.
    let late = app.user("late").await;
    late.post("/api/teams/join", json!({ "code": code }))
        .await
        .problem(404, "not-found");
    disable(&member, false).await;
    let leads = format!("team_members WHERE team_id = '{id}' AND role = 'leader'");
    assert_eq!(app.rows(&leads), 2);
    late.post("/api/teams/join", json!({ "code": code }))
        .await
        .expect(200);
    // Who leads nothing goes as they like.
    disable(&member, true).await;
    delete_account(&late).await.expect(204);
}

#[actix_web::test]
async fn a_leader_whom_an_administrator_deletes_is_followed_by_who_serves_longest() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    let delete = async |user: &User| {
        let path = format!("/api/admin/people/{}", user.id().await);
        root.delete(&path).await.expect(204);
    };
    let team = Team::of(&app).await;
    // Led by somebody else, too, and with nobody else.
    let second = app.user("second").await;
    let shared = team.leader.create_team("Shared").await;
    second.join_team(&team.leader, &shared).await;
    let path = format!("/api/teams/{shared}/members/{}/role", second.id().await);
    team.leader
        .put(&path, json!({ "role": "leader" }))
        .await
        .expect(204);
    team.leader.create_team("Alone").await;

    // Who came later is a member since before the deputy.
    let late = app.user("late").await;
    late.join_team(&team.leader, &team.id).await;
    delete(&team.leader).await;
    assert_eq!(app.rows("teams"), 2);
    let roles = |members: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = members
            .iter()
            .map(|(name, role)| ((*name).to_owned(), (*role).to_owned()));
        owned.collect()
    };
    assert_eq!(
        team.members(&late).await,
        roles(&[("dan", "leader"), ("late", "member"), ("mia", "member")])
    );
    assert_eq!(
        team.activity(&late).await[0],
        ("role_changed".to_owned(), "dan".to_owned())
    );
    let told = team.deputy.get("/api/notifications").await.expect(200);
    let told = &told["notifications"][0];
    assert_eq!(
        (&told["kind"], &told["detail"], &told["team"]["id"]),
        (&json!("team_role"), &json!("leader"), &json!(team.id))
    );
    delete(&team.deputy).await;
    assert_eq!(
        team.members(&late).await,
        roles(&[("mia", "leader"), ("late", "member")])
    );
    delete(&team.member).await;
    delete(&late).await;
    assert_eq!(app.rows("teams"), 1);
}

#[actix_web::test]
async fn the_only_leader_whose_account_is_disabled_is_joined_by_who_serves_longest() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let alone = team.leader.create_team("Alone").await;
    let root = app.user("root").await;
    app.promote(&root);
    let disabled = format!("/api/admin/people/{}/disabled", team.leader.id().await);
    let set = async |on: bool| {
        root.put(&disabled, json!({ "disabled": on }))
            .await
            .expect(204);
    };
    let mut mias = team.member.socket().await;
    set(true).await;
    mias.event("team.memberChanged").await;
    let own = team.deputy.get(&team.path("")).await.expect(200);
    assert_eq!(own["own"]["role"], "leader");
    let told = team.deputy.get("/api/notifications").await.expect(200);
    assert_eq!(told["notifications"][0]["kind"], "team_role");

    // With the account the role comes back; the other stays.
    set(false).await;
    let again = team.leader.another_session(&app.anonymous()).await;
    for path in [format!("/api/teams/{alone}"), team.path("")] {
        let own = again.get(&path).await.expect(200);
        assert_eq!(own["own"]["role"], "leader");
    }
}

#[actix_web::test]
async fn a_leader_whose_account_is_disabled_does_not_count() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let root = app.user("root").await;
    app.promote(&root);
    team.give(&team.deputy, "leader").await.expect(204);
    let disabled = format!("/api/admin/people/{}/disabled", team.deputy.id().await);
    root.put(&disabled, json!({ "disabled": true }))
        .await
        .expect(204);
    team.leader
        .post(&team.path("/leave"), None)
        .await
        .problem(409, "last-leader");
    team.give(&team.leader, "member")
        .await
        .problem(409, "last-leader");
    delete_account(&team.leader)
        .await
        .problem(409, "last-leader");
    // An active member is followed, not a disabled leader.
    let person = format!("/api/admin/people/{}", team.leader.id().await);
    root.delete(&person).await.expect(204);
    let own = team.member.get(&team.path("")).await.expect(200);
    assert_eq!(own["own"]["role"], "leader");
}
