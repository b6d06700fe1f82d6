//! `/api/teams`.

mod activity;
mod analytics;
mod codes;
mod export;
mod goals;
mod leaderboard;
mod leaders;
mod members;
mod moderation;
mod privacy;
mod rights;

use serde_json::{Value, json};

use crate::support::{Response, TestApp, User};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

/// A team of three.
struct Team {
    id: String,
    leader: User,
    deputy: User,
    member: User,
}

impl Team {
    async fn of(app: &TestApp) -> Self {
        let [leader, deputy, member] = app.users(["lea", "dan", "mia"]).await;
        let id = leader.create_team("Walkers").await;
        let team = Self {
            id,
            leader,
            deputy,
            member,
        };
        for user in [&team.deputy, &team.member] {
            user.join_team(&team.leader, &team.id).await;
        }
        team.give(&team.deputy, "deputy").await.expect(204);
        team
    }

    /// The path of a part of the team, such as `/goals`.
    fn path(&self, part: &str) -> String {
        format!("/api/teams/{}{part}", self.id)
    }

    /// The path of a part of a member, such as `/role`.
    async fn of_member(&self, user: &User, part: &str) -> String {
        self.path(&format!("/members/{}{part}", user.id().await))
    }

    /// The leader gives a role.
    async fn give(&self, user: &User, role: &str) -> Response {
        let path = self.of_member(user, "/role").await;
        self.leader.put(&path, json!({ "role": role })).await
    }

    /// The leader removes a member.
    async fn remove(&self, user: &User) -> Response {
        let path = self.of_member(user, "/remove").await;
        self.leader.post(&path, json!({ "reason": "Spam" })).await
    }

    /// Creates a goal for March; its id.
    async fn goal(&self, title: &str, target: f64, unit: &str, source: &str) -> String {
        let goal = json!({
            "title": title, "target": target, "unit": unit, "from": "2026-03-01",
            "to": "2026-03-31", "source": source,
        });
        let created = self.leader.post(&self.path("/goals"), goal).await;
        created.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// Enters the progress of a date.
    async fn enter(&self, user: &User, goal: &str, date: &str, amount: f64) -> Response {
        let path = self.path(&format!("/goals/{goal}/progress/{date}"));
        user.put(&path, json!({ "amount": amount })).await
    }

    /// The kinds of activity with their people, the latest first.
    async fn activity(&self, user: &User) -> Vec<(String, String)> {
        let list = user.get(&self.path("/activity")).await.expect(200);
        let entries = list["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| (text(&entry["kind"]), text(&entry["person"]["name"])))
            .collect()
    }

    /// The names and roles of the members.
    async fn members(&self, user: &User) -> Vec<(String, String)> {
        let list = user.get(&self.path("/members")).await.expect(200);
        let members = list["members"].as_array().unwrap().iter();
        members
            .map(|member| (text(&member["name"]), text(&member["role"])))
            .collect()
    }

    /// The leaderboard that a user sees.
    async fn board(&self, user: &User, query: &str) -> Value {
        let path = self.path(&format!("/leaderboard{query}"));
        user.get(&path).await.expect(200)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Sets what a user shows to teams.
async fn show(user: &User, teams: &str) {
    let settings = json!({ "friends": "kpi", "teams": teams });
    user.put("/api/sharing", settings).await.expect(200);
}

/// Places, names and values of a leaderboard.
fn rows(board: &Value) -> Vec<(Option<i64>, String, Option<f64>)> {
    let rows = board["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let name = text(&row["person"]["name"]);
        (row["place"].as_i64(), name, row["value"].as_f64())
    })
    .collect()
}

/// The names on a leaderboard.
fn names(board: &Value) -> Vec<String> {
    rows(board).into_iter().map(|(_, name, _)| name).collect()
}
