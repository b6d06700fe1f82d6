//! The table: each operation of the API, its request, and the expected status per client.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Client, Response, User};

/// One operation: `{habit}`, `{archived}`, `{task}`, `{session}`, `{access_token}`, `{friend}`, `{requester}`, `{blocked}`,
/// `{invitation}`, `{team}`, `{goal}`, `{fed_goal}`, `{message}`, `{focus}` and, in a body, `{owner}` for the address and `{habit}` stand for the
/// owner's, who has also recorded 2026-03-10 and leads the team.
pub struct Row {
    pub method: &'static str,
    /// The path in the document, with `=` and a value for each parameter.
    pub path: &'static str,
    pub body: fn() -> Option<Value>,
    pub nobody: u16,
    pub owner: u16,
    /// Another user, with the owner's ids.
    pub other: u16,
}

const NOTHING: fn() -> Option<Value> = || None;

pub const fn row(
    method: &'static str,
    path: &'static str,
    body: fn() -> Option<Value>,
    [nobody, owner, other]: [u16; 3],
) -> Row {
    Row {
        method,
        path,
        body,
        nobody,
        owner,
        other,
    }
}

fn profile() -> Option<Value> {
    Some(json!({
        "name": "Changed", "timeZone": "Asia/Tokyo", "dayStartHour": 3, "language": "ru",
        "theme": "dark",
    }))
}

fn habit() -> Option<Value> {
    Some(json!({
        "name": "Changed", "category": "wellness", "quadrant": "Q4", "target": 7,
        "effectiveFrom": "2026-03-01",
    }))
}

fn task() -> Option<Value> {
    Some(json!({ "title": "Changed", "priority": "low", "quadrant": "Q4", "completed": true }))
}

fn empty_day() -> Option<Value> {
    Some(json!({ "entries": [], "tasks": [] }))
}

/// Operations on the user's own data have the same status for every signed-in user; operations on an id
/// are 404 for other users; operations for administrators are rejected for both.
pub const TABLE: &[Row] = &[
    row("GET", "/api/health", NOTHING, [200, 200, 200]),
    row("GET", "/api/auth/registration", NOTHING, [200, 200, 200]),
    row(
        "POST",
        "/api/auth/register",
        || Some(json!({ "email": "taken@example.com", "password": "12345678", "name": "X" })),
        [201, 409, 409],
    ),
    row(
        "POST",
        "/api/auth/login",
        || Some(json!({ "email": "nobody@example.com", "password": "12345678" })),
        [401, 401, 401],
    ),
    row(
        "POST",
        "/api/auth/password/forgot",
        || Some(json!({ "email": "{owner}" })),
        [202, 202, 202],
    ),
    row(
        "POST",
        "/api/auth/password/reset",
        || Some(json!({ "token": "nobody's", "password": "12345678" })),
        [422, 422, 422],
    ),
    row(
        "POST",
        "/api/auth/email/verify",
        || Some(json!({ "token": "nobody's" })),
        [422, 422, 422],
    ),
    row(
        "POST",
        "/api/auth/email/verify/resend",
        NOTHING,
        [401, 202, 202],
    ),
    row("POST", "/api/auth/logout", NOTHING, [401, 204, 204]),
    row("POST", "/api/auth/logout-all", NOTHING, [401, 204, 204]),
    row("GET", "/api/auth/sessions", NOTHING, [401, 200, 200]),
    row(
        "DELETE",
        "/api/auth/sessions/{id={session}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/auth/tokens", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/auth/tokens",
        || Some(json!({ "name": "Another", "scopes": ["read"] })),
        [401, 201, 201],
    ),
    row(
        "DELETE",
        "/api/auth/tokens/{id={access_token}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/auth/me", NOTHING, [401, 200, 200]),
    row("PUT", "/api/auth/me", profile, [401, 200, 200]),
    // The last leader of a team stays.
    row(
        "DELETE",
        "/api/auth/me",
        || Some(json!({ "email": "{owner}", "password": User::PASSWORD })),
        [401, 409, 422],
    ),
    row(
        "PUT",
        "/api/auth/password",
        || Some(json!({ "currentPassword": User::PASSWORD, "newPassword": "another one" })),
        [401, 200, 200],
    ),
    row("GET", "/api/habits", NOTHING, [401, 200, 200]),
    row("POST", "/api/habits", habit, [401, 201, 201]),
    row("POST", "/api/habits/defaults", NOTHING, [401, 201, 201]),
    row(
        "PUT",
        "/api/habits/order",
        || Some(json!({ "ids": [] })),
        [401, 422, 422],
    ),
    row("GET", "/api/habits/{id={habit}}", NOTHING, [401, 200, 404]),
    row("PUT", "/api/habits/{id={habit}}", habit, [401, 200, 404]),
    row(
        "DELETE",
        "/api/habits/{id={habit}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/habits/{id={habit}}/archive",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/habits/{id={archived}}/restore",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/habits/{id={habit}}/history?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/habits/{id={habit}}/stats",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/days?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/days/{date=2026-03-10}",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}",
        empty_day,
        [401, 200, 200],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}/exception",
        || Some(json!({ "kind": "travel" })),
        [401, 200, 200],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}/exception",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "PUT",
        "/api/days/exceptions",
        || Some(json!({ "from": "2026-03-10", "to": "2026-03-12", "kind": "travel" })),
        [401, 200, 200],
    ),
    row(
        "DELETE",
        "/api/days/exceptions?from=2026-03-10&to=2026-03-12",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "POST",
        "/api/days/{date=2026-03-10}/tasks",
        task,
        [401, 201, 201],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}/tasks/{task={task}}",
        task,
        [401, 200, 404],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}/tasks/{task={task}}",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/focus?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row("GET", "/api/focus/current", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/focus/start",
        || Some(json!({ "habitId": "{habit}", "minutes": 25 })),
        [401, 201, 422],
    ),
    row(
        "POST",
        "/api/focus/{id={focus}}/stop",
        || Some(json!({})),
        [401, 200, 404],
    ),
    row(
        "PUT",
        "/api/focus/{id={focus}}",
        || Some(json!({ "endedAt": "2026-03-18T10:00:00Z", "interrupted": true })),
        [401, 200, 404],
    ),
    row(
        "DELETE",
        "/api/focus/{id={focus}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/kpi/preview",
        || Some(json!({ "date": "2026-03-10", "entries": [], "tasks": [] })),
        [401, 200, 200],
    ),
    row("GET", "/api/kpi/laws", NOTHING, [401, 200, 200]),
    row("GET", "/api/kpi/recompute", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/kpi/recompute",
        || Some(json!({ "from": "2026-03-01", "to": "2026-03-31" })),
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/dashboards/year/{year=2026}",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/dashboards/month/{year=2026}/{month=3}",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/analytics/trends?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/analytics/patterns?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/analytics/consistency?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/analytics/correlations?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/analytics/comparison?from=2026-03-01&to=2026-03-31&previousFrom=2026-02-01&previousTo=2026-02-28",
        NOTHING,
        [401, 200, 200],
    ),
    row("GET", "/api/exceptions/types", NOTHING, [401, 200, 200]),
    row(
        "GET",
        "/api/exceptions?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/exceptions/statistics?year=2026",
        NOTHING,
        [401, 200, 200],
    ),
    row("GET", "/api/friends", NOTHING, [401, 200, 200]),
    row(
        "DELETE",
        "/api/friends/{id={friend}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/friends/code", NOTHING, [401, 200, 200]),
    row("POST", "/api/friends/code", NOTHING, [401, 201, 201]),
    row("GET", "/api/sharing", NOTHING, [401, 200, 200]),
    row(
        "PUT",
        "/api/sharing",
        || Some(json!({ "friends": "nothing", "teams": "nothing" })),
        [401, 200, 200],
    ),
    row(
        "POST",
        "/api/friends/requests",
        || Some(json!({ "code": "0000-0000-00000" })),
        [401, 404, 404],
    ),
    row(
        "DELETE",
        "/api/friends/requests/{id={requester}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/friends/requests/{id={requester}}/accept",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/friends/blocked/{id={friend}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "DELETE",
        "/api/friends/blocked/{id={blocked}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/friends/messages", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/friends/messages/read",
        NOTHING,
        [401, 204, 204],
    ),
    row(
        "PUT",
        "/api/friends/{id={friend}}/muting",
        || Some(json!({ "muted": true })),
        [401, 204, 404],
    ),
    row(
        "GET",
        "/api/friends/{id={friend}}/progress",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/friends/{id={friend}}/messages",
        || Some(json!({ "text": "Well done" })),
        [401, 201, 404],
    ),
    row("GET", "/api/teams", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/teams",
        || Some(json!({ "name": "Another" })),
        [401, 201, 201],
    ),
    row(
        "POST",
        "/api/teams/join",
        || Some(json!({ "code": "0000-0000-00000" })),
        [401, 404, 404],
    ),
    row("GET", "/api/teams/{id={team}}", NOTHING, [401, 200, 404]),
    row(
        "PUT",
        "/api/teams/{id={team}}",
        || Some(json!({ "name": "Changed" })),
        [401, 204, 404],
    ),
    row("DELETE", "/api/teams/{id={team}}", NOTHING, [401, 204, 404]),
    row(
        "POST",
        "/api/teams/{id={team}}/code",
        NOTHING,
        [401, 201, 404],
    ),
    row(
        "DELETE",
        "/api/teams/{id={team}}/code",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/teams/{id={team}}/leave",
        NOTHING,
        [401, 409, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/members",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "PUT",
        "/api/teams/{id={team}}/members/{user={friend}}/role",
        || Some(json!({ "role": "deputy" })),
        [401, 204, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/members/{user={friend}}/progress",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/teams/{id={team}}/members/{user={friend}}/warnings",
        || Some(json!({ "reason": "Spam" })),
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/teams/{id={team}}/members/{user={friend}}/muting",
        || Some(json!({ "until": "2026-03-20T00:00:00Z", "reason": "Spam" })),
        [401, 204, 404],
    ),
    row(
        "DELETE",
        "/api/teams/{id={team}}/members/{user={friend}}/muting",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/teams/{id={team}}/members/{user={friend}}/remove",
        || Some(json!({ "reason": "Spam" })),
        [401, 204, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/moderation-log",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/goals",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/teams/{id={team}}/goals",
        || {
            Some(json!({
                "title": "New", "target": 1, "unit": "km", "from": "2026-03-01", "to": "2026-03-31",
                "source": "entered",
            }))
        },
        [401, 201, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/goals/{goal={goal}}",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "PUT",
        "/api/teams/{id={team}}/goals/{goal={goal}}",
        || {
            Some(json!({
                "title": "New", "target": 1, "unit": "km", "from": "2026-03-01", "to": "2026-03-31",
            }))
        },
        [401, 204, 404],
    ),
    row(
        "DELETE",
        "/api/teams/{id={team}}/goals/{goal={goal}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/teams/{id={team}}/goals/{goal={goal}}/progress/{date=2026-03-10}",
        || Some(json!({ "amount": 5 })),
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/teams/{id={team}}/goals/{goal={fed_goal}}/habit",
        || Some(json!({ "habitId": "{habit}" })),
        [401, 204, 404],
    ),
    row(
        "DELETE",
        "/api/teams/{id={team}}/goals/{goal={fed_goal}}/habit",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/leaderboard",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/analytics?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/export?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/teams/{id={team}}/activity",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/teams/{id={team}}/messages",
        || Some(json!({ "text": "Hello" })),
        [401, 201, 404],
    ),
    row(
        "DELETE",
        "/api/teams/{id={team}}/messages/{message={message}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/invitations", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/invitations",
        || Some(json!({ "target": { "kind": "friend" }, "email": "new@example.com" })),
        [401, 201, 201],
    ),
    row(
        "POST",
        "/api/invitations/look-up",
        || Some(json!({ "token": "unknown" })),
        [404, 404, 404],
    ),
    row(
        "POST",
        "/api/invitations/accept",
        || Some(json!({ "token": "unknown" })),
        [401, 404, 404],
    ),
    row(
        "POST",
        "/api/invitations/register",
        || {
            Some(json!({
                "token": "unknown", "email": "new@example.com", "password": "12345678",
                "name": "New",
            }))
        },
        [404, 404, 404],
    ),
    row(
        "POST",
        "/api/invitations/{id={invitation}}/resend",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "DELETE",
        "/api/invitations/{id={invitation}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/notifications", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/notifications/read",
        || Some(json!({ "ids": [] })),
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/notifications/preferences",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "PUT",
        "/api/notifications/preferences",
        || Some(json!({ "preferences": [{ "kind": "team_role", "enabled": false }] })),
        [401, 200, 200],
    ),
    row("POST", "/api/realtime/ticket", NOTHING, [401, 201, 201]),
    // The ticket decides.
    row("GET", "/api/realtime/ws", NOTHING, [422, 422, 422]),
    row("GET", "/api/realtime/presence", NOTHING, [401, 200, 200]),
    row("GET", "/api/admin/people", NOTHING, [401, 403, 403]),
    row(
        "POST",
        "/api/admin/people",
        || Some(json!({ "email": "new@example.com", "name": "New" })),
        [401, 403, 403],
    ),
    row(
        "DELETE",
        "/api/admin/people/{id={friend}}",
        NOTHING,
        [401, 403, 403],
    ),
    row(
        "PUT",
        "/api/admin/people/{id={friend}}/role",
        || Some(json!({ "role": "admin" })),
        [401, 403, 403],
    ),
    row(
        "PUT",
        "/api/admin/people/{id={friend}}/disabled",
        || Some(json!({ "disabled": true })),
        [401, 403, 403],
    ),
    row(
        "POST",
        "/api/admin/people/{id={friend}}/sign-out",
        NOTHING,
        [401, 403, 403],
    ),
    row(
        "POST",
        "/api/admin/people/{id={friend}}/reset-link",
        || Some(json!({ "delivery": "copy" })),
        [401, 403, 403],
    ),
    row("GET", "/api/admin/status", NOTHING, [401, 403, 403]),
    row("GET", "/api/admin/audit-log", NOTHING, [401, 403, 403]),
    row(
        "GET",
        "/api/admin/audit-log/export",
        NOTHING,
        [401, 403, 403],
    ),
    row("GET", "/api/email/status", NOTHING, [401, 403, 403]),
    row("POST", "/api/email/test", NOTHING, [401, 403, 403]),
];

impl Row {
    /// Method and path as in the document, such as `PUT /api/habits/{id}`.
    pub fn operation(&self) -> String {
        let path = self.path.split('?').next().unwrap();
        let path: String = segments(path)
            .map(|segment| match segment.split_once('=') {
                Some((name, _)) => format!("/{name}}}"),
                None => format!("/{segment}"),
            })
            .collect();
        format!("{} {path}", self.method)
    }

    /// Sends it, with the owner's ids.
    pub async fn send(&self, client: &Client, ids: &Ids) -> Response {
        let (path, query) = match self.path.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (self.path, String::new()),
        };
        let path: String = segments(path)
            .map(|segment| match segment.split_once('=') {
                Some((_, value)) => {
                    let value = value.strip_suffix('}').unwrap();
                    let value = match value {
                        "{habit}" => &ids.habit,
                        "{archived}" => &ids.archived,
                        "{task}" => &ids.task,
                        "{session}" => &ids.session,
                        "{access_token}" => &ids.access_token,
                        "{friend}" => &ids.friend,
                        "{requester}" => &ids.requester,
                        "{blocked}" => &ids.blocked,
                        "{invitation}" => &ids.invitation,
                        "{team}" => &ids.team,
                        "{goal}" => &ids.goal,
                        "{fed_goal}" => &ids.fed_goal,
                        "{message}" => &ids.message,
                        "{focus}" => &ids.focus,
                        value => value,
                    };
                    format!("/{value}")
                }
                None => format!("/{segment}"),
            })
            .collect();
        let method: Method = self.method.parse().unwrap();
        let mut body = (self.body)();
        if let Some(body) = &mut body {
            for (field, value) in [("email", &ids.email), ("habitId", &ids.habit)] {
                if body[field]
                    .as_str()
                    .is_some_and(|text| text.starts_with('{'))
                {
                    body[field] = value.as_str().into();
                }
            }
        }
        client
            .request(method, &format!("{path}{query}"), body)
            .await
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_start_matches('/').split('/')
}

/// The owner's ids.
pub struct Ids {
    pub email: String,
    pub habit: String,
    pub archived: String,
    pub task: String,
    pub session: String,
    pub access_token: String,
    pub friend: String,
    pub requester: String,
    pub blocked: String,
    pub invitation: String,
    pub team: String,
    pub goal: String,
    pub fed_goal: String,
    pub message: String,
    pub focus: String,
}

impl Ids {
    /// Well-formed ids of nothing.
    pub fn nobodys() -> Self {
        let id = "01890000-0000-7000-8000-000000000000".to_owned();
        Self {
            email: "nobody@example.com".to_owned(),
            habit: id.clone(),
            archived: id.clone(),
            task: id.clone(),
            session: id.clone(),
            access_token: id.clone(),
            friend: id.clone(),
            requester: id.clone(),
            blocked: id.clone(),
            invitation: id.clone(),
            team: id.clone(),
            goal: id.clone(),
            fed_goal: id.clone(),
            message: id.clone(),
            focus: id,
        }
    }
}
