//! Ann, and somebody in each relation to her.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::table::Ids;
use crate::support::{TestApp, User, entry, habit_input};

/// The columns of the tables. The last five are or were in Ann's team, in which she is a plain member.
pub const RELATIONS: [&str; 9] = [
    "stranger",
    "requester",
    "friend",
    "blocked",
    "blocked-mate",
    "member",
    "deputy",
    "leader",
    "removed",
];

/// Ann's name, which stands in nothing else.
pub const NAME: &str = "ann-of-the-table";
/// Her habit's.
pub const HABIT: &str = "Habit of the table";
/// What nobody else ever sees.
pub const SECRETS: [&str; 4] = [
    "Note of the table",
    "Task of the table",
    "Flu",
    "@example.com",
];

pub struct Relations {
    pub ann: User,
    /// What is Ann's; the ids of others stand for hers.
    pub ids: Ids,
    /// Her KPI, as it is written in JSON.
    pub kpi: String,
    /// As in [`RELATIONS`].
    pub others: Vec<User>,
}

impl Relations {
    pub async fn of(app: &TestApp) -> Self {
        let mut ann = app.user(NAME).await;
        let mut others = Vec::new();
        for relation in RELATIONS {
            others.push(app.user(relation).await);
        }
        let [
            _,
            requester,
            friend,
            blocked,
            blocked_mate,
            member,
            deputy,
            leader,
            removed,
        ] = &others[..]
        else {
            unreachable!("RELATIONS has nine")
        };
        requester.ask(&ann).await;
        friend.befriend(&ann).await;
        blocked.befriend(&ann).await;
        let team = leader.create_team("Team").await;
        let path = |part: &str| format!("/api/teams/{team}{part}");
        for user in [&ann, blocked_mate, member, deputy, removed] {
            user.join_team(leader, &team).await;
        }
        blocked_mate.ask(&ann).await;
        for user in [blocked, blocked_mate] {
            let path = format!("/api/friends/blocked/{}", user.id().await);
            ann.request(Method::PUT, &path, None).await.expect(204);
        }
        let role = path(&format!("/members/{}/role", deputy.id().await));
        leader
            .put(&role, json!({ "role": "deputy" }))
            .await
            .expect(204);
        let remove = path(&format!("/members/{}/remove", removed.id().await));
        leader
            .post(&remove, json!({ "reason": "Spam" }))
            .await
            .expect(204);

        let mut goals = Vec::new();
        for (unit, source) in [("pages", "entered"), ("min", "habit")] {
            let goal = json!({
                "title": "Goal", "target": 10, "unit": unit, "from": "2026-03-01",
                "to": "2026-03-31", "source": source,
            });
            let created = leader.post(&path("/goals"), goal).await.expect(201);
            goals.push(created["id"].as_str().unwrap().to_owned());
        }
        let [goal, fed_goal] = goals.try_into().unwrap();
        let habit = json!({ "name": HABIT, "target": 100 });
        ann.only_habit(habit_input(habit)).await;
        let feed = path(&format!("/goals/{fed_goal}/habit"));
        let fed = json!({ "habitId": ann.habit(HABIT) });
        ann.put(&feed, fed).await.expect(204);
        let mut day = ann.day_of(&[(HABIT, 73)]);
        day["note"] = json!(SECRETS[0]);
        day["tasks"] = json!([{ "title": SECRETS[1], "priority": "high", "quadrant": "Q1" }]);
        let day = ann.save("2026-03-17", day).await.expect(200);
        assert_eq!(entry(&day, ann.habit(HABIT))["amount"], 73.0);
        ann.fall_ill("2026-03-16").await;
        let entered = path(&format!("/goals/{goal}/progress/2026-03-17"));
        ann.put(&entered, json!({ "amount": 10 })).await.expect(204);
        let sent = ann
            .post(&path("/messages"), json!({ "text": "Hello" }))
            .await;
        let message = sent.expect(201);
        let to_friend = format!("/api/friends/{}/messages", friend.id().await);
        ann.post(&to_friend, json!({ "text": "Well done" }))
            .await
            .expect(201);
        let invitation = json!({ "target": { "kind": "friend" }, "email": "invited@example.com" });
        let invited = ann.post("/api/invitations", invitation).await.expect(201);
        let sessions = ann.get("/api/auth/sessions").await.expect(200);
        let script = json!({ "name": SECRETS[0], "scopes": ["read"] });
        let issued = ann.post("/api/auth/tokens", script).await.expect(201);

        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let id = ann.id().await;
        let ids = Ids {
            email: ann.email.clone(),
            habit: ann.habit(HABIT).to_owned(),
            archived: ann.habit(HABIT).to_owned(),
            task: text(&day["tasks"][0]["id"]),
            session: text(&sessions["sessions"][0]["id"]),
            access_token: text(&issued["accessToken"]["id"]),
            friend: id.clone(),
            requester: id.clone(),
            blocked: id,
            invitation: text(&invited["invitation"]["id"]),
            team,
            goal,
            fed_goal,
            message: text(&message["id"]),
            focus: super::focus(&ann, HABIT).await,
        };
        let kpi = day["kpi"].to_string();
        Self {
            ann,
            ids,
            kpi,
            others,
        }
    }

    /// Ann chooses what friends and team mates see.
    pub async fn show(&self, visibility: &str) {
        let settings = json!({ "friends": visibility, "teams": visibility });
        self.ann.put("/api/sharing", settings).await.expect(200);
    }
}

/// A table of what each relation gets, one line for each title that has anything, without those of nothing.
pub fn table(lines: &[(String, Vec<String>)]) -> String {
    let mut rows = vec![("".to_owned(), RELATIONS.map(str::to_owned).to_vec())];
    rows.extend_from_slice(lines);
    let first = rows.iter().map(|(title, _)| title.len()).max().unwrap();
    let widths: Vec<usize> = (0..RELATIONS.len())
        .map(|at| rows.iter().map(|(_, cells)| cells[at].len()).max().unwrap())
        .collect();
    let line = |(title, cells): &(String, Vec<String>)| {
        let cells = cells.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{title:first$} | {}", cells.join(" | "))
            .trim_end()
            .to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
