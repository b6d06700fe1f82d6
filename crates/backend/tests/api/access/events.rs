//! Which events each relation gets of what Ann does, as she shows the KPI, and nothing.

use std::collections::BTreeSet;

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::relations::{HABIT, Relations, table};
use crate::support::{Socket, TestApp, User};

/// Sockets of the others, and the table of what they got.
struct Listeners {
    sockets: Vec<Socket>,
    lines: Vec<(String, Vec<String>)>,
}

impl Listeners {
    /// Adds a line for each type of event that has come because of this action.
    async fn note(&mut self, action: &str) {
        let told: Vec<Vec<String>> = join_all(self.sockets.iter_mut().map(Socket::rest)).await;
        let kinds: BTreeSet<&String> = told.iter().flatten().collect();
        for kind in &kinds {
            let cells = told.iter().map(|told| {
                let mark = if told.contains(kind) { "x" } else { "" };
                mark.to_owned()
            });
            self.lines
                .push((format!("{action}: {kind}"), cells.collect()));
        }
        if kinds.is_empty() {
            let cells = vec![String::new(); told.len()];
            self.lines.push((format!("{action}: nothing"), cells));
        }
    }
}

/// A person whose days and presence a friend is told of. What Ann does before is told no later, as an instance gathers
/// both for seconds, and tells them in turn.
struct Marker {
    person: User,
    socket: Option<Socket>,
    friend: Socket,
}

impl Marker {
    async fn of(app: &TestApp) -> Self {
        let (person, friend) = (app.user("zoe").await, app.user("yan").await);
        person.befriend(&friend).await;
        Self {
            socket: None,
            friend: friend.socket().await,
            person,
        }
    }

    async fn records(&mut self) {
        self.person.log("2026-03-14", &[("Sleep", 480)]).await;
        self.friend.event("friend.activity").await;
    }

    async fn comes_online(&mut self) {
        self.socket = Some(self.person.socket().await);
        self.friend.event("presence.changed").await;
    }

    async fn goes_offline(&mut self) {
        self.socket = None;
        self.friend.event("presence.changed").await;
    }
}

/// On one instance, so that [`Marker`] holds.
#[actix_web::test]
async fn each_relation_gets_the_events_that_the_table_says() {
    let app = TestApp::single().await;
    let relations = Relations::of(&app).await;
    let mut marker = Marker::of(&app).await;
    let (ann, ids) = (&relations.ann, &relations.ids);
    marker.records().await;
    let mut listeners = Listeners {
        sockets: Vec::new(),
        lines: Vec::new(),
    };
    for other in &relations.others {
        listeners.sockets.push(other.socket().await);
    }
    let [stranger, requester, friend, ..] = &relations.others[..] else {
        unreachable!("there are nine")
    };
    let team = format!("/api/teams/{}", ids.team);
    let to_team = format!("{team}/messages");
    let to_friend = format!("/api/friends/{}/messages", friend.id().await);
    let entered = format!("{team}/goals/{}/progress/2026-03-15", ids.goal);
    let message = Some(json!({ "text": "Hello" }));
    let send = async |action: &str, method: Method, path: &str, body: Option<Value>| {
        let response = ann.request(method, path, body).await;
        assert!(response.status < 300, "{action}: {}", response.text());
    };

    // They are told of each other.
    marker.comes_online().await;
    listeners.note("").await;
    listeners.lines.clear();

    let mut online = ann.socket().await;
    marker.goes_offline().await;
    listeners.note("comes online").await;
    marker.comes_online().await;
    for step in ["kpi", "nothing"] {
        relations.show(step).await;
        listeners.note(&format!("shows {step}")).await;
        ann.log("2026-03-14", &[(HABIT, 80)]).await;
        marker.records().await;
        listeners.note("saves a day").await;
        for (action, method, path, body) in [
            (
                "enters progress",
                Method::PUT,
                &entered,
                Some(json!({ "amount": 1 })),
            ),
            (
                "writes to the team",
                Method::POST,
                &to_team,
                message.clone(),
            ),
            (
                "writes to the friend",
                Method::POST,
                &to_friend,
                message.clone(),
            ),
        ] {
            send(action, method, path, body).await;
            listeners.note(action).await;
        }
        drop(online);
        marker.goes_offline().await;
        listeners.note("goes offline").await;
        online = ann.socket().await;
        marker.comes_online().await;
        listeners.note("comes online").await;
        app.wait(TimeDelta::hours(1));
    }
    let code = stranger.get("/api/friends/code").await.expect(200);
    let of_friend = format!("/api/friends/{}", friend.id().await);
    let block = format!("/api/friends/blocked/{}", requester.id().await);
    let leave = format!("{team}/leave");
    for (action, method, path, body) in [
        (
            "asks the stranger",
            Method::POST,
            "/api/friends/requests",
            Some(code),
        ),
        ("ends the friendship", Method::DELETE, &of_friend, None),
        ("blocks the requester", Method::PUT, &block, None),
        ("leaves the team", Method::POST, &leave, None),
    ] {
        send(action, method, path, body).await;
        listeners.note(action).await;
    }
    insta::assert_snapshot!(table(&listeners.lines), @"
                                           | stranger | requester | friend | blocked | blocked-mate | member | deputy | leader | removed
comes online: presence.changed             |          |           | x      |         |              | x      | x      | x      |
shows kpi: friend.request                  |          |           | x      |         |              |        |        |        |
shows kpi: team.memberChanged              |          |           |        |         |              | x      | x      | x      |
saves a day: friend.activity               |          |           | x      |         |              |        |        |        |
saves a day: leaderboard.updated           |          |           |        |         |              | x      | x      | x      |
saves a day: teamGoal.progress             |          |           |        |         |              | x      | x      | x      |
enters progress: leaderboard.updated       |          |           |        |         |              | x      | x      | x      |
enters progress: teamGoal.progress         |          |           |        |         |              | x      | x      | x      |
writes to the team: team.message           |          |           |        |         |              | x      | x      | x      |
writes to the friend: message.received     |          |           | x      |         |              |        |        |        |
writes to the friend: notification.created |          |           | x      |         |              |        |        |        |
goes offline: presence.changed             |          |           | x      |         |              | x      | x      | x      |
comes online: presence.changed             |          |           | x      |         |              | x      | x      | x      |
shows nothing: friend.request              |          |           | x      |         |              |        |        |        |
shows nothing: presence.changed            |          |           | x      |         |              | x      | x      | x      |
shows nothing: team.memberChanged          |          |           |        |         |              | x      | x      | x      |
saves a day: nothing                       |          |           |        |         |              |        |        |        |
enters progress: nothing                   |          |           |        |         |              |        |        |        |
writes to the team: team.message           |          |           |        |         |              | x      | x      | x      |
writes to the friend: message.received     |          |           | x      |         |              |        |        |        |
writes to the friend: notification.created |          |           | x      |         |              |        |        |        |
goes offline: nothing                      |          |           |        |         |              |        |        |        |
comes online: nothing                      |          |           |        |         |              |        |        |        |
asks the stranger: friend.request          | x        |           |        |         |              |        |        |        |
asks the stranger: notification.created    | x        |           |        |         |              |        |        |        |
ends the friendship: friend.request        |          |           | x      |         |              |        |        |        |
blocks the requester: friend.request       |          | x         |        |         |              |        |        |        |
leaves the team: team.memberChanged        |          |           |        |         | x            | x      | x      | x      |
");
}
