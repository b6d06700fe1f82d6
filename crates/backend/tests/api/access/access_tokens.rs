//! Every operation of the description for access tokens of the owner, by scope.

use serde_json::{Value, json};

use super::table::{Ids, Row, TABLE};
use super::{assert_described, owner};
use crate::support::{Client, Response, TestApp, User};

async fn bearer(app: &TestApp, user: &User, scope: &str) -> Client {
    let new = json!({ "name": scope, "scopes": [scope] });
    let issued = user.post("/api/auth/tokens", new).await.expect(201);
    app.anonymous().bearing(issued["token"].as_str().unwrap())
}

/// What became of a request.
fn outcome(response: &Response) -> String {
    let refusal = match (response.status, response.text()) {
        (403, text) if text.contains("/problems/session-required") => " session",
        (403, text) if text.contains(r#""scope":"write""#) => " scope",
        _ => "",
    };
    format!("{}{refusal}", response.status)
}

/// The scope that an operation names; `None` without access tokens, and an empty text for public ones.
fn described<'a>(description: &'a Value, row: &Row) -> Option<&'a str> {
    let operation = row.operation();
    let (method, path) = operation.split_once(' ').unwrap();
    let security = &description["paths"][path][method.to_lowercase()]["security"];
    let security = security.as_array().unwrap();
    if security.contains(&json!({})) {
        return Some("");
    }
    let scopes = security.iter().find_map(|one| one.get("accessToken"))?;
    scopes[0].as_str()
}

#[actix_web::test]
async fn each_scope_may_do_what_the_table_says() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    app.user("taken").await;
    let (reading, ids_of_reading) = owner(&app, "reading").await;
    let reader = bearer(&app, &reading, "read").await;
    let mut lines = String::new();
    for (number, row) in TABLE.iter().enumerate() {
        let (writing, ids) = owner(&app, &format!("writing-{number}")).await;
        let writer = bearer(&app, &writing, "write").await;
        let read = row.send(&reader, &ids_of_reading).await;
        let written = row.send(&writer, &ids).await;
        for response in [&read, &written] {
            assert_described(&description, row, response.status);
        }
        let (read, written) = (outcome(&read), outcome(&written));
        let expected = match described(&description, row) {
            None => ["403 session"; 2].map(str::to_owned),
            Some("write") => ["403 scope".to_owned(), row.owner.to_string()],
            Some(_) => [row.owner, row.owner].map(|status| status.to_string()),
        };
        assert_eq!(
            [&read, &written],
            [&expected[0], &expected[1]],
            "{}",
            row.operation()
        );
        lines += &format!("{:<58} | {read:<11} | {written}\n", row.operation());
    }
    insta::assert_snapshot!(lines, @"
GET /api/health                                            | 200         | 200
GET /api/auth/registration                                 | 200         | 200
POST /api/auth/register                                    | 409         | 409
POST /api/auth/login                                       | 401         | 401
POST /api/auth/password/forgot                             | 202         | 202
POST /api/auth/password/reset                              | 422         | 422
POST /api/auth/email/verify                                | 422         | 422
POST /api/auth/email/verify/resend                         | 403 session | 403 session
POST /api/auth/logout                                      | 403 session | 403 session
POST /api/auth/logout-all                                  | 403 session | 403 session
GET /api/auth/sessions                                     | 403 session | 403 session
DELETE /api/auth/sessions/{id}                             | 403 session | 403 session
GET /api/auth/tokens                                       | 403 session | 403 session
POST /api/auth/tokens                                      | 403 session | 403 session
DELETE /api/auth/tokens/{id}                               | 403 session | 403 session
GET /api/auth/me                                           | 200         | 200
PUT /api/auth/me                                           | 403 scope   | 200
DELETE /api/auth/me                                        | 403 session | 403 session
PUT /api/auth/password                                     | 403 session | 403 session
GET /api/habits                                            | 200         | 200
POST /api/habits                                           | 403 scope   | 201
POST /api/habits/defaults                                  | 403 scope   | 201
PUT /api/habits/order                                      | 403 scope   | 422
GET /api/habits/{id}                                       | 200         | 200
PUT /api/habits/{id}                                       | 403 scope   | 200
DELETE /api/habits/{id}                                    | 403 scope   | 204
POST /api/habits/{id}/archive                              | 403 scope   | 200
POST /api/habits/{id}/restore                              | 403 scope   | 200
GET /api/habits/{id}/history                               | 200         | 200
GET /api/habits/{id}/stats                                 | 200         | 200
GET /api/days                                              | 200         | 200
GET /api/days/{date}                                       | 200         | 200
PUT /api/days/{date}                                       | 403 scope   | 200
DELETE /api/days/{date}                                    | 403 scope   | 204
PUT /api/days/{date}/exception                             | 403 scope   | 200
DELETE /api/days/{date}/exception                          | 403 scope   | 200
PUT /api/days/exceptions                                   | 403 scope   | 200
DELETE /api/days/exceptions                                | 403 scope   | 200
POST /api/days/{date}/tasks                                | 403 scope   | 201
PUT /api/days/{date}/tasks/{task}                          | 403 scope   | 200
DELETE /api/days/{date}/tasks/{task}                       | 403 scope   | 200
GET /api/focus                                             | 200         | 200
GET /api/focus/current                                     | 200         | 200
POST /api/focus/start                                      | 403 scope   | 201
POST /api/focus/{id}/stop                                  | 403 scope   | 200
PUT /api/focus/{id}                                        | 403 scope   | 200
DELETE /api/focus/{id}                                     | 403 scope   | 204
POST /api/kpi/preview                                      | 403 scope   | 200
GET /api/kpi/laws                                          | 200         | 200
GET /api/kpi/recompute                                     | 200         | 200
POST /api/kpi/recompute                                    | 403 scope   | 200
GET /api/dashboards/year/{year}                            | 200         | 200
GET /api/dashboards/month/{year}/{month}                   | 200         | 200
GET /api/analytics/trends                                  | 200         | 200
GET /api/analytics/patterns                                | 200         | 200
GET /api/analytics/consistency                             | 200         | 200
GET /api/analytics/correlations                            | 200         | 200
GET /api/analytics/comparison                              | 200         | 200
GET /api/exceptions/types                                  | 200         | 200
GET /api/exceptions                                        | 200         | 200
GET /api/exceptions/statistics                             | 200         | 200
GET /api/friends                                           | 200         | 200
DELETE /api/friends/{id}                                   | 403 scope   | 204
GET /api/friends/code                                      | 200         | 200
POST /api/friends/code                                     | 403 scope   | 201
GET /api/sharing                                           | 200         | 200
PUT /api/sharing                                           | 403 scope   | 200
POST /api/friends/requests                                 | 403 scope   | 404
DELETE /api/friends/requests/{id}                          | 403 scope   | 204
POST /api/friends/requests/{id}/accept                     | 403 scope   | 204
PUT /api/friends/blocked/{id}                              | 403 scope   | 204
DELETE /api/friends/blocked/{id}                           | 403 scope   | 204
GET /api/friends/messages                                  | 200         | 200
POST /api/friends/messages/read                            | 403 scope   | 204
PUT /api/friends/{id}/muting                               | 403 scope   | 204
GET /api/friends/{id}/progress                             | 200         | 200
POST /api/friends/{id}/messages                            | 403 scope   | 201
GET /api/teams                                             | 200         | 200
POST /api/teams                                            | 403 scope   | 201
POST /api/teams/join                                       | 403 scope   | 404
GET /api/teams/{id}                                        | 200         | 200
PUT /api/teams/{id}                                        | 403 scope   | 204
DELETE /api/teams/{id}                                     | 403 scope   | 204
POST /api/teams/{id}/code                                  | 403 scope   | 201
DELETE /api/teams/{id}/code                                | 403 scope   | 204
POST /api/teams/{id}/leave                                 | 403 scope   | 409
GET /api/teams/{id}/members                                | 200         | 200
PUT /api/teams/{id}/members/{user}/role                    | 403 scope   | 204
GET /api/teams/{id}/members/{user}/progress                | 200         | 200
POST /api/teams/{id}/members/{user}/warnings               | 403 scope   | 204
PUT /api/teams/{id}/members/{user}/muting                  | 403 scope   | 204
DELETE /api/teams/{id}/members/{user}/muting               | 403 scope   | 204
POST /api/teams/{id}/members/{user}/remove                 | 403 scope   | 204
GET /api/teams/{id}/moderation-log                         | 200         | 200
GET /api/teams/{id}/goals                                  | 200         | 200
POST /api/teams/{id}/goals                                 | 403 scope   | 201
GET /api/teams/{id}/goals/{goal}                           | 200         | 200
PUT /api/teams/{id}/goals/{goal}                           | 403 scope   | 204
DELETE /api/teams/{id}/goals/{goal}                        | 403 scope   | 204
PUT /api/teams/{id}/goals/{goal}/progress/{date}           | 403 scope   | 204
PUT /api/teams/{id}/goals/{goal}/habit                     | 403 scope   | 204
DELETE /api/teams/{id}/goals/{goal}/habit                  | 403 scope   | 204
GET /api/teams/{id}/leaderboard                            | 200         | 200
GET /api/teams/{id}/analytics                              | 200         | 200
GET /api/teams/{id}/export                                 | 200         | 200
GET /api/teams/{id}/activity                               | 200         | 200
POST /api/teams/{id}/messages                              | 403 scope   | 201
DELETE /api/teams/{id}/messages/{message}                  | 403 scope   | 204
GET /api/invitations                                       | 200         | 200
POST /api/invitations                                      | 403 scope   | 201
POST /api/invitations/look-up                              | 404         | 404
POST /api/invitations/accept                               | 403 scope   | 404
POST /api/invitations/register                             | 404         | 404
POST /api/invitations/{id}/resend                          | 403 scope   | 200
DELETE /api/invitations/{id}                               | 403 scope   | 204
GET /api/notifications                                     | 200         | 200
POST /api/notifications/read                               | 403 scope   | 200
GET /api/notifications/preferences                         | 200         | 200
PUT /api/notifications/preferences                         | 403 scope   | 200
POST /api/realtime/ticket                                  | 403 session | 403 session
GET /api/realtime/ws                                       | 422         | 422
GET /api/realtime/presence                                 | 200         | 200
GET /api/admin/people                                      | 403 session | 403 session
POST /api/admin/people                                     | 403 session | 403 session
DELETE /api/admin/people/{id}                              | 403 session | 403 session
PUT /api/admin/people/{id}/role                            | 403 session | 403 session
PUT /api/admin/people/{id}/disabled                        | 403 session | 403 session
POST /api/admin/people/{id}/sign-out                       | 403 session | 403 session
POST /api/admin/people/{id}/reset-link                     | 403 session | 403 session
GET /api/admin/status                                      | 403 session | 403 session
GET /api/admin/audit-log                                   | 403 session | 403 session
GET /api/admin/audit-log/export                            | 403 session | 403 session
GET /api/email/status                                      | 403 session | 403 session
POST /api/email/test                                       | 403 session | 403 session
");
    // Nothing was changed by the token that only reads.
    reading.get("/api/auth/me").await.expect(200);
    let sessions = reading.get("/api/auth/sessions").await.expect(200);
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
}

/// The rights of an administrator do not come with a token.
#[actix_web::test]
async fn no_token_administers() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    let token = bearer(&app, &root, "write").await;
    let ids = Ids::nobodys();
    for row in TABLE
        .iter()
        .filter(|row| row.path.starts_with("/api/admin") || row.path.starts_with("/api/email"))
    {
        let refused = row.send(&token, &ids).await;
        refused.problem(403, "session-required");
    }
}
