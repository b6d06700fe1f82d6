//! Who may do what: every endpoint of a team for every role.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Team, show};
use crate::support::{Client, TestApp, User};

/// A request: `{deputy}` and `{other}` in the path are members of these roles, `{goal}`, `{fed}` and `{message}`
/// something of the leader's; the expected statuses of a stranger, a member, a deputy, a leader, and somebody who was
/// removed. A member who hides may do what a member may. Nobody gets 401 everywhere.
type Row = (&'static str, &'static str, fn() -> Option<Value>, [u16; 5]);

const NOTHING: fn() -> Option<Value> = || None;

fn goal() -> Option<Value> {
    Some(json!({
        "title": "Read", "target": 10, "unit": "books", "from": "2026-03-01", "to": "2026-03-31",
        "source": "entered",
    }))
}

fn reason() -> Option<Value> {
    Some(json!({ "reason": "Spam" }))
}

const TABLE: &[Row] = &[
    ("GET", "", NOTHING, [404, 200, 200, 200, 404]),
    (
        "PUT",
        "",
        || Some(json!({ "name": "Other" })),
        [404, 403, 403, 204, 404],
    ),
    ("DELETE", "", NOTHING, [404, 403, 403, 204, 404]),
    ("POST", "/code", NOTHING, [404, 403, 403, 201, 404]),
    ("DELETE", "/code", NOTHING, [404, 403, 403, 204, 404]),
    // The leader is the last one.
    ("POST", "/leave", NOTHING, [404, 204, 204, 409, 404]),
    ("GET", "/members", NOTHING, [404, 200, 200, 200, 404]),
    (
        "PUT",
        "/members/{other}/role",
        || Some(json!({ "role": "deputy" })),
        [404, 403, 403, 204, 404],
    ),
    (
        "GET",
        "/members/{other}/progress",
        NOTHING,
        [404, 403, 200, 200, 404],
    ),
    (
        "POST",
        "/members/{other}/warnings",
        reason,
        [404, 403, 204, 204, 404],
    ),
    (
        "POST",
        "/members/{deputy}/warnings",
        reason,
        [404, 403, 403, 204, 404],
    ),
    (
        "PUT",
        "/members/{other}/muting",
        || Some(json!({ "until": "2026-03-20T00:00:00Z", "reason": "Spam" })),
        [404, 403, 204, 204, 404],
    ),
    (
        "PUT",
        "/members/{deputy}/muting",
        || Some(json!({ "until": "2026-03-20T00:00:00Z", "reason": "Spam" })),
        [404, 403, 403, 204, 404],
    ),
    (
        "DELETE",
        "/members/{other}/muting",
        NOTHING,
        [404, 403, 204, 204, 404],
    ),
    (
        "DELETE",
        "/members/{deputy}/muting",
        NOTHING,
        [404, 403, 403, 204, 404],
    ),
    (
        "POST",
        "/members/{other}/remove",
        reason,
        [404, 403, 204, 204, 404],
    ),
    (
        "POST",
        "/members/{deputy}/remove",
        reason,
        [404, 403, 403, 204, 404],
    ),
    ("GET", "/moderation-log", NOTHING, [404, 403, 200, 200, 404]),
    ("GET", "/goals", NOTHING, [404, 200, 200, 200, 404]),
    ("POST", "/goals", goal, [404, 403, 201, 201, 404]),
    ("GET", "/goals/{goal}", NOTHING, [404, 200, 200, 200, 404]),
    (
        "PUT",
        "/goals/{goal}",
        || {
            Some(json!({
                "title": "Read", "target": 10, "unit": "books", "from": "2026-03-01",
                "to": "2026-03-31",
            }))
        },
        [404, 403, 204, 204, 404],
    ),
    (
        "DELETE",
        "/goals/{goal}",
        NOTHING,
        [404, 403, 403, 204, 404],
    ),
    (
        "PUT",
        "/goals/{goal}/progress/2026-03-10",
        || Some(json!({ "amount": 1 })),
        [404, 204, 204, 204, 404],
    ),
    (
        "PUT",
        "/goals/{fed}/habit",
        || Some(json!({ "habitId": "{habit}" })),
        [404, 204, 204, 204, 404],
    ),
    // Only the leader has one.
    (
        "DELETE",
        "/goals/{fed}/habit",
        NOTHING,
        [404, 404, 404, 204, 404],
    ),
    ("GET", "/leaderboard", NOTHING, [404, 200, 200, 200, 404]),
    (
        "GET",
        "/analytics?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [404, 403, 200, 200, 404],
    ),
    (
        "GET",
        "/export?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [404, 403, 200, 200, 404],
    ),
    ("GET", "/activity", NOTHING, [404, 200, 200, 200, 404]),
    (
        "POST",
        "/messages",
        || Some(json!({ "text": "Hello" })),
        [404, 201, 201, 201, 404],
    ),
    (
        "DELETE",
        "/messages/{message}",
        NOTHING,
        [404, 403, 403, 204, 404],
    ),
];

#[actix_web::test]
async fn each_role_may_do_what_the_table_says() {
    let app = TestApp::start().await;
    let mut team = Team::of(&app).await;
    let [stranger, removed, other] = app.users(["stranger", "removed", "other"]).await;
    let second = app.user("second").await;
    let hidden = app.user("hidden").await;
    show(&hidden, "nothing").await;
    for (method, part, body, expected) in TABLE {
        let [_, member, ..] = expected;
        for (role, expected) in expected.iter().chain([member]).enumerate() {
            // Each time a new team, because some requests change it.
            team.id = team.leader.create_team("Walkers").await;
            for user in [
                &team.deputy,
                &team.member,
                &removed,
                &other,
                &second,
                &hidden,
            ] {
                user.join_team(&team.leader, &team.id).await;
            }
            for deputy in [&team.deputy, &second] {
                team.give(deputy, "deputy").await.expect(204);
            }
            team.remove(&removed).await.expect(204);
            // Nobody sends one for each row in a day.
            let mut message = String::new();
            if part.contains("{message}") {
                let text = json!({ "text": "Hi" });
                let sent = team.leader.post(&team.path("/messages"), text).await;
                message = sent.expect(201)["id"].as_str().unwrap().to_owned();
            }
            let goal = team.goal("Read", 10.0, "books", "entered").await;
            let fed = team.goal("Sleep", 480.0, "min", "habit").await;
            let habit = json!({ "habitId": team.leader.habit("Sleep") });
            let feed = team.path(&format!("/goals/{fed}/habit"));
            team.leader.put(&feed, habit).await.expect(204);

            let path = part
                .replace("{other}", &other.id().await)
                .replace("{deputy}", &second.id().await)
                .replace("{goal}", &goal)
                .replace("{fed}", &fed)
                .replace("{message}", &message);
            let path = team.path(&path);
            let clients: [&User; 6] = [
                &stranger,
                &team.member,
                &team.deputy,
                &team.leader,
                &removed,
                &hidden,
            ];
            let client = clients[role];
            let mut body = body();
            if let Some(body) = &mut body
                && body["habitId"].is_string()
            {
                body["habitId"] = client.habit("Sleep").into();
            }
            let method: Method = method.parse().unwrap();
            let send =
                async |client: &Client| client.request(method.clone(), &path, body.clone()).await;
            assert_eq!(send(&app.anonymous()).await.status, 401, "{method} {part}");
            let response = send(client).await;
            assert_eq!(
                response.status,
                *expected,
                "{method} {part} as {}: {}",
                client.email,
                response.text()
            );
            // Teams are many, and one person is in 50 at most.
            let path = team.path("");
            if !(part.is_empty() && method == Method::DELETE && role == 3) {
                team.leader.delete(&path).await.expect(204);
            }
        }
    }
}

#[actix_web::test]
async fn every_operation_of_a_team_is_in_the_table() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let paths = description["paths"].as_object().unwrap().iter();
    let described: BTreeSet<String> = paths
        .filter_map(|(path, item)| Some((path.strip_prefix("/api/teams/{id}")?, item)))
        .flat_map(|(part, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {}", method.to_uppercase(), pattern(part)))
        })
        .collect();
    let rows = TABLE.iter().map(|(method, part, ..)| {
        let part = part.split('?').next().unwrap();
        format!(
            "{method} {}",
            pattern(&part.replace("2026-03-10", "{date}"))
        )
    });
    assert_eq!(rows.collect::<BTreeSet<_>>(), described);
}

/// The path with `{}` for each parameter.
fn pattern(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[actix_web::test]
async fn a_right_that_was_lost_does_not_count() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let log = team.path("/moderation-log");
    team.deputy.get(&log).await.expect(200);
    team.give(&team.deputy, "member").await.expect(204);
    team.deputy.get(&log).await.problem(403, "forbidden");
    team.remove(&team.deputy).await.expect(204);
    team.deputy.get(&log).await.problem(404, "not-found");
}

#[actix_web::test]
async fn what_belongs_to_another_team_is_not_found() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    let sent = team
        .leader
        .post(&team.path("/messages"), json!({ "text": "Hi" }))
        .await;
    let message = sent.expect(201)["id"].as_str().unwrap().to_owned();
    let other = app.user("other").await;
    let own = other.create_team("Own").await;
    let own = |part: &str| format!("/api/teams/{own}{part}");
    let member = team.member.id().await;
    for (method, part, body) in [
        (Method::GET, format!("/goals/{goal}"), None),
        (
            Method::PUT,
            format!("/goals/{goal}"),
            Some(json!({
                "title": "Read", "target": 1, "unit": "km", "from": "2026-03-01", "to": "2026-03-31",
            })),
        ),
        (Method::DELETE, format!("/goals/{goal}"), None),
        (
            Method::PUT,
            format!("/goals/{goal}/progress/2026-03-10"),
            Some(json!({ "amount": 1 })),
        ),
        (Method::DELETE, format!("/messages/{message}"), None),
        (
            Method::PUT,
            format!("/members/{member}/role"),
            Some(json!({ "role": "deputy" })),
        ),
        (Method::GET, format!("/members/{member}/progress"), None),
        (
            Method::POST,
            format!("/members/{member}/warnings"),
            reason(),
        ),
        (Method::POST, format!("/members/{member}/remove"), reason()),
    ] {
        let response = other.request(method, &own(&part), body).await;
        response.problem(404, "not-found");
    }
    for part in ["", "/members", "/nowhere"] {
        let path = format!("/api/teams/nonsense{part}");
        other.get(&path).await.problem(404, "not-found");
    }
}
