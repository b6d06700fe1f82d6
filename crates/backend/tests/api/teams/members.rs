//! Members: joining, limits, leaving.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{Team, UNKNOWN};
use crate::support::{TestApp, User};

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = all
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()));
    owned.collect()
}

#[actix_web::test]
async fn a_team_is_created_changed_and_dissolved() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let changed = json!({ "name": " Runners ", "description": "One\r\ntwo" });
    team.leader.put(&team.path(""), changed).await.expect(204);
    let seen = team.member.get(&team.path("")).await.expect(200);
    let expected = json!({
        "id": team.id, "name": "Runners", "description": "One\ntwo",
        "createdAt": "2026-03-18T10:00:00Z", "members": 3, "joinCode": null,
        "own": {
            "role": "member", "joinedAt": "2026-03-18T10:00:00Z", "mutedUntil": null,
            "warnings": [],
        },
    });
    assert_eq!(seen, expected);
    let listed = team.deputy.get("/api/teams").await.expect(200);
    let expected = json!({ "teams": [{
        "id": team.id, "name": "Runners", "description": "One\ntwo", "role": "deputy",
        "members": 3,
    }] });
    assert_eq!(listed, expected);
    assert_eq!(
        team.members(&team.member).await,
        pairs(&[("lea", "leader"), ("dan", "deputy"), ("mia", "member")])
    );
    assert_eq!(
        team.activity(&team.member).await,
        pairs(&[
            ("role_changed", "dan"),
            ("joined", "mia"),
            ("joined", "dan"),
            ("joined", "lea"),
        ])
    );

    let goal = team.goal("Read", 10.0, "books", "entered").await;
    team.enter(&team.member, &goal, "2026-03-10", 1.0)
        .await
        .expect(204);
    let path = team.of_member(&team.member, "/warnings").await;
    team.leader
        .post(&path, json!({ "reason": "Late" }))
        .await
        .expect(204);
    team.leader.delete(&team.path("")).await.expect(204);
    for table in [
        "teams",
        "team_members",
        "team_goals",
        "team_goal_progress",
        "team_activity",
        "team_moderation_log",
    ] {
        assert_eq!(app.rows(table), 0, "{table}");
    }
    assert_eq!(
        team.member.get("/api/teams").await.expect(200)["teams"],
        json!([])
    );
}

#[actix_web::test]
async fn names_and_descriptions_have_limits() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (settings, expected) in [
        (json!({ "name": "" }), ("/name", "required")),
        (json!({ "name": "\u{200b}" }), ("/name", "required")),
        (json!({ "name": "x".repeat(101) }), ("/name", "too_long")),
        (
            json!({ "name": "\u{202e}x" }),
            ("/name", "directional_controls"),
        ),
        (
            json!({ "name": "x", "description": "x".repeat(501) }),
            ("/description", "too_long"),
        ),
        (
            json!({ "name": "x", "leader": true }),
            ("/leader", "unknown_field"),
        ),
    ] {
        let (pointer, code) = ann.post("/api/teams", settings.clone()).await.invalid();
        assert_eq!((&*pointer, &*code), expected, "{settings}");
    }
    let odd = json!({ "name": "=1+1\r\n\u{7}<b>", "description": "ж".repeat(500) });
    let created = ann.post("/api/teams", odd).await.expect(201);
    assert_eq!(created["name"], "=1+1 <b>");
}

#[actix_web::test]
async fn a_team_has_99_members_however_many_join_at_once() {
    let app = TestApp::start().await;
    let leader = app.user("lea").await;
    let id = leader.create_team("Walkers").await;
    let mut people = Vec::new();
    for number in 0..104 {
        people.push(app.user(&format!("ann-{number}")).await);
    }
    let code = leader.get(&format!("/api/teams/{id}")).await.expect(200)["joinCode"].clone();
    let join = async |person: &User| {
        let joined = person.post("/api/teams/join", json!({ "code": code }));
        joined.await.status
    };
    let mut statuses = Vec::new();
    for half in people.chunks(52) {
        statuses.extend(join_all(half.iter().map(&join)).await);
    }
    let joined = statuses.iter().filter(|status| **status == 200).count();
    let full = statuses.iter().filter(|status| **status == 409).count();
    assert_eq!((joined, full, app.rows("team_members")), (98, 6, 99));
    let refused = people
        .iter()
        .zip(&statuses)
        .filter(|(_, status)| **status == 409);
    let refused: Vec<_> = refused.map(|(person, _)| person).collect();

    // The place of who goes is free for one of them.
    let member = people
        .iter()
        .zip(&statuses)
        .find(|(_, status)| **status == 200);
    let leave = format!("/api/teams/{id}/leave");
    member.unwrap().0.post(&leave, None).await.expect(204);
    let statuses = join_all(refused.into_iter().map(&join)).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(app.rows("team_members"), 99);

    // The database knows the limit, too.
    let one_more = "INSERT INTO team_members (team_id, user_id, position, role, joined_at) \
                    SELECT team_id, users.id, 100, 'member', joined_at FROM team_members, users \
                    WHERE position = 1 AND users.id NOT IN (SELECT user_id FROM team_members)";
    app.try_execute(one_more).unwrap_err();
}

#[actix_web::test]
async fn a_person_is_in_50_teams() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let ann = app.user("ann").await;
    for number in 0..50 {
        ann.create_team(&format!("Team {number}")).await;
    }
    let another = ann.post("/api/teams", json!({ "name": "Another" })).await;
    another.problem(409, "too-many-teams");
    let code = team.leader.get(&team.path("")).await.expect(200)["joinCode"].clone();
    let join = ann.post("/api/teams/join", json!({ "code": code })).await;
    join.problem(409, "too-many-teams");
    assert_eq!(app.rows("teams"), 51);
}

#[actix_web::test]
async fn who_leaves_takes_along_what_they_left() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    let fed = team.goal("Sleep", 480.0, "min", "habit").await;
    team.enter(&team.member, &goal, "2026-03-10", 10.0)
        .await
        .expect(204);
    let habit = json!({ "habitId": team.member.habit("Sleep") });
    let path = team.path(&format!("/goals/{fed}/habit"));
    team.member.put(&path, habit).await.expect(204);
    let message = json!({ "text": "Bye" });
    team.member
        .post(&team.path("/messages"), message)
        .await
        .expect(201);
    let path = team.path("/leave");
    team.member.post(&path, None).await.expect(204);
    team.member
        .post(&path, None)
        .await
        .problem(404, "not-found");
    let entries = team.activity(&team.leader).await;
    let of_mia: Vec<_> = entries.iter().filter(|(_, name)| name == "mia").collect();
    assert_eq!(of_mia, [&("left".to_owned(), "mia".to_owned())]);
    for table in ["team_goal_progress", "team_goal_habits"] {
        assert_eq!(app.rows(table), 0, "{table}");
    }
    let goals = team.leader.get(&team.path("/goals")).await.expect(200);
    assert_eq!(goals["goals"][0]["countedMembers"], 2);
}

#[actix_web::test]
async fn leaders_are_told_once_of_who_leaves_and_joins_again() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let other = team.leader.create_team("Other").await;
    team.member.join_team(&team.leader, &other).await;
    for _ in 0..3 {
        let leave = format!("/api/teams/{}/leave", team.id);
        team.member.post(&leave, None).await.expect(204);
        team.member.join_team(&team.leader, &team.id).await;
    }
    let told = team.leader.get("/api/notifications").await.expect(200);
    let told = told["notifications"].as_array().unwrap().iter();
    let of_member =
        told.filter(|one| one["kind"] == "team_joined" && one["actor"]["name"] == "mia");
    let teams: Vec<&Value> = of_member.map(|one| &one["team"]["name"]).collect();
    assert_eq!(teams, ["Walkers", "Other"]);
}

#[actix_web::test]
async fn roles_are_given_to_members_alone() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let path = team.path(&format!("/members/{UNKNOWN}/role"));
    let nobody = team.leader.put(&path, json!({ "role": "deputy" })).await;
    nobody.problem(404, "not-found");
    let path = team.of_member(&team.member, "/role").await;
    let refused = team.leader.put(&path, json!({ "role": "owner" })).await;
    assert_eq!(refused.invalid().0, "/role");
    let before = team.activity(&team.leader).await;
    // The same role changes nothing.
    team.give(&team.member, "member").await.expect(204);
    assert_eq!(team.activity(&team.leader).await, before);
    team.give(&team.member, "deputy").await.expect(204);
    let entry = team.leader.get(&team.path("/activity")).await.expect(200)["entries"][0].clone();
    assert_eq!(
        (&entry["kind"], &entry["role"]),
        (&json!("role_changed"), &json!("deputy"))
    );
    assert_eq!(entry["text"], Value::Null);
}
