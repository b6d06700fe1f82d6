//! What members see of each other: who hides, is blocked, was removed or has gone is gone at once.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Team, names, show, text};
use crate::support::{TestApp, User};

/// The names with numbers that a leader or deputy sees: on the leaderboard, in the activity as having reached a goal,
/// among the progress to the goal, in the export of days, and of the goal.
async fn visible(team: &Team, user: &User, goal: &str) -> [Vec<String>; 5] {
    let board = team.board(user, "").await;
    let activity = user.get(&team.path("/activity")).await.expect(200);
    let reached = list(&activity["entries"], "person", |entry| {
        entry["kind"] == "goal_reached"
    });
    let details = user
        .get(&team.path(&format!("/goals/{goal}")))
        .await
        .expect(200);
    let progress = list(&details["members"], "person", |_| true);
    let path = team.path("/export?from=2026-03-01&to=2026-03-31");
    let export = user.get(&path).await.expect(200);
    let days = export["members"].as_array().unwrap().iter();
    let days = days.filter(|member| !member["days"].as_array().unwrap().is_empty());
    let mut days: Vec<String> = days.map(|member| text(&member["name"])).collect();
    days.sort();
    let exported = list(&export["goals"][0]["members"], "person", |_| true);
    let mut board = names(&board);
    board.sort();
    [board, reached, progress, days, exported]
}

fn list(entries: &Value, person: &str, filter: impl Fn(&Value) -> bool) -> Vec<String> {
    let entries = entries
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| filter(entry));
    let mut names: Vec<String> = entries.map(|entry| text(&entry[person]["name"])).collect();
    names.sort();
    names
}

/// A team in which everybody has a day and has reached a goal.
async fn active(app: &TestApp) -> (Team, String) {
    let team = Team::of(app).await;
    let goal = team.goal("Read", 1.0, "books", "entered").await;
    for user in [&team.leader, &team.deputy, &team.member] {
        user.log("2026-03-17", &[("Sleep", 480)]).await;
        team.enter(user, &goal, "2026-03-17", 1.0).await.expect(204);
    }
    (team, goal)
}

fn everywhere(names: &[&str]) -> [Vec<String>; 5] {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    [
        names.clone(),
        names.clone(),
        names.clone(),
        names.clone(),
        names,
    ]
}

#[actix_web::test]
async fn who_hides_is_gone_at_once_and_stays_a_member() {
    let app = TestApp::start().await;
    let (team, goal) = active(&app).await;
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["dan", "lea", "mia"])
    );
    show(&team.member, "nothing").await;
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["dan", "lea"])
    );
    assert_eq!(team.members(&team.leader).await.len(), 3);
    let members = team.leader.get(&team.path("/members")).await.expect(200);
    assert_eq!(
        (
            &members["members"][2]["name"],
            &members["members"][2]["shows"]
        ),
        (&json!("mia"), &json!("nothing"))
    );
    let path = team.of_member(&team.member, "/progress").await;
    let progress = team.leader.get(&path).await.expect(200);
    assert_eq!(
        (&progress["days"], &progress["habits"]),
        (&json!([]), &Value::Null)
    );
    // The same board for all, also for who hides.
    assert_eq!(names(&team.board(&team.member, "").await), ["dan", "lea"]);
    let own = team
        .member
        .get(&team.path(&format!("/goals/{goal}")))
        .await
        .expect(200);
    assert_eq!(
        (
            &own["goal"]["own"]["amount"],
            &own["goal"]["countedMembers"]
        ),
        (&json!(1.0), &json!(2))
    );
    let path = team.path("/analytics?from=2026-03-16&to=2026-03-17");
    let analytics = team.deputy.get(&path).await.expect(200);
    assert_eq!(
        analytics["members"],
        json!({ "hidden": 1, "active": 2, "away": 0, "silent": 0 })
    );
    assert_eq!(analytics["days"][1]["counted"], 2);
    show(&team.member, "kpi").await;
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["dan", "lea", "mia"])
    );
}

#[actix_web::test]
async fn habits_are_for_leaders_and_deputies_if_the_member_shows_them() {
    let app = TestApp::start().await;
    let (team, _) = active(&app).await;
    let path = team.of_member(&team.member, "/progress").await;
    for (shown, habits) in [("kpi", false), ("habits", true)] {
        show(&team.member, shown).await;
        for user in [&team.leader, &team.deputy] {
            let progress = user.get(&path).await.expect(200);
            assert_eq!(progress["days"].as_array().unwrap().len(), 1);
            assert_eq!(progress["habits"].is_array(), habits, "{shown}");
        }
    }
    // One's own, whatever one shows; another's never without a role.
    show(&team.member, "nothing").await;
    let own = team.member.get(&path).await.expect(200);
    assert_eq!(own["shows"], "habits");
    let path = team.of_member(&team.leader, "/progress").await;
    team.member.get(&path).await.problem(403, "forbidden");
    let members = team.member.get(&team.path("/members")).await.expect(200);
    show(&team.leader, "habits").await;
    assert_eq!(members["members"][0]["shows"], "kpi");
}

#[actix_web::test]
async fn neither_of_two_who_are_blocked_sees_the_others_numbers() {
    let app = TestApp::start().await;
    let (team, goal) = active(&app).await;
    team.deputy.befriend(&team.leader).await;
    let text = json!({ "text": "Hello" });
    team.leader
        .post(&team.path("/messages"), text)
        .await
        .expect(201);
    let block = format!("/api/friends/blocked/{}", team.leader.id().await);
    team.deputy
        .request(Method::PUT, &block, None)
        .await
        .expect(204);
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["lea", "mia"])
    );
    assert_eq!(
        visible(&team, &team.deputy, &goal).await,
        everywhere(&["dan", "mia"])
    );
    let message = ("message".to_owned(), "lea".to_owned());
    assert!(!team.activity(&team.deputy).await.contains(&message));
    assert!(team.activity(&team.leader).await.contains(&message));
    // Both stay members, and others see both.
    assert_eq!(team.members(&team.deputy).await.len(), 3);
    assert_eq!(
        names(&team.board(&team.member, "").await),
        ["dan", "lea", "mia"]
    );
    let path = team.of_member(&team.deputy, "/progress").await;
    let progress = team.leader.get(&path).await.expect(200);
    assert_eq!(
        (&progress["days"], &progress["shows"]),
        (&json!([]), &json!("nothing"))
    );
}

#[actix_web::test]
async fn who_was_removed_or_deleted_is_gone_at_once() {
    let app = TestApp::start().await;
    let (team, goal) = active(&app).await;
    team.remove(&team.member).await.expect(204);
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["dan", "lea"])
    );
    let entries = team.activity(&team.leader).await;
    let of_mia: Vec<_> = entries.iter().filter(|(_, name)| name == "mia").collect();
    assert_eq!(of_mia, [&("removed".to_owned(), "mia".to_owned())]);
    let deletion = json!({ "email": team.deputy.email, "password": User::PASSWORD });
    let deleted = team
        .deputy
        .request(Method::DELETE, "/api/auth/me", Some(deletion))
        .await;
    deleted.expect(204);
    assert_eq!(
        visible(&team, &team.leader, &goal).await,
        everywhere(&["lea"])
    );
    let entries = team.activity(&team.leader).await;
    assert!(
        !entries.iter().any(|(_, name)| name == "dan"),
        "{entries:?}"
    );
}
