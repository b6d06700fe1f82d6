//! `/api/invitations`.

mod accepting;
mod registering;
mod sending;
mod teams;
mod void;

use serde_json::{Value, json};

use crate::support::{Client, Response, TestApp, User};

/// Invites an address to be friends.
async fn invite(inviter: &User, email: &str) -> Response {
    let body = json!({ "target": { "kind": "friend" }, "email": email });
    inviter.post("/api/invitations", body).await
}

/// Invites an address to be friends. Returns the invitation and the token of the link to copy.
async fn invited(inviter: &User, email: &str) -> (Value, String) {
    made(&invite(inviter, email).await.expect(201))
}

fn made(response: &Value) -> (Value, String) {
    let path = response["path"].as_str().unwrap();
    let token = path.strip_prefix("/invitation?token=").unwrap();
    (response["invitation"].clone(), token.to_owned())
}

/// The token in the mail of an invitation to an address.
async fn mailed(app: &TestApp, email: &str) -> String {
    app.mail.with_link_to("invitation", email).await.token()
}

async fn look_up(client: &Client, token: &str) -> Response {
    let body = json!({ "token": token });
    client.post("/api/invitations/look-up", body).await
}

async fn accept(client: &Client, token: &str) -> Response {
    let body = json!({ "token": token });
    client.post("/api/invitations/accept", body).await
}

async fn register(app: &TestApp, token: &str, email: &str) -> Response {
    let body = json!({
        "token": token, "email": email, "password": User::PASSWORD, "name": "New",
    });
    app.anonymous()
        .post("/api/invitations/register", body)
        .await
}

/// The names of somebody's friends.
async fn friends(user: &Client) -> Vec<String> {
    let friends = user.get("/api/friends").await.expect(200);
    let names = friends["friends"].as_array().unwrap().iter();
    names
        .map(|friend| friend["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The status of each invitation that somebody has sent, the latest first.
async fn statuses(user: &User) -> Vec<String> {
    let list = user.get("/api/invitations").await.expect(200);
    let invitations = list["invitations"].as_array().unwrap().iter();
    invitations
        .map(|one| one["status"].as_str().unwrap().to_owned())
        .collect()
}
