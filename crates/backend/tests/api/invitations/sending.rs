//! Sending, listing, renewing and canceling.

use chrono::TimeDelta;
use serde_json::json;

use super::{accept, invite, invited, look_up, made, mailed, statuses};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn an_invitation_has_a_link_to_copy_and_a_mailed_one() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let response = invite(&ann, " Bob@Example.com").await.expect(201);
    assert_eq!(response["mailed"], true);
    let (invitation, link) = made(&response);
    assert_eq!(invitation["email"], "bob@example.com");
    assert_eq!(invitation["target"], json!({ "kind": "friend" }));
    assert_eq!(
        (&invitation["inviter"], &invitation["status"]),
        (&json!("ann"), &json!("open"))
    );

    let mail = app.mail.with_link_to("invitation", "bob@example.com").await;
    assert_eq!(mail.subject(), "An invitation to KPI Productivity");
    assert!(
        mail.body("text/plain")
            .contains("ann invites you to be friends")
    );
    let by_mail = mail.token();
    assert_ne!(by_mail, link);
    // Looking uses nothing; only the mailed link shows the whole address.
    for (token, email) in [
        (&link, json!(null)),
        (&by_mail, json!("bob@example.com")),
        (&link, json!(null)),
    ] {
        let seen = look_up(&app.anonymous(), token).await.expect(200);
        assert_eq!(seen["target"], json!({ "kind": "friend" }));
        assert_eq!(seen["inviter"], "ann");
        assert_eq!(seen["maskedEmail"], "b•••@example.com");
        assert_eq!(seen["email"], email);
        assert_eq!(seen["canRegister"], true);
    }
    // The database has no token.
    for token in [&link, &by_mail] {
        let rows = format!("invitations WHERE link_digest = '{token}' OR mail_digest = '{token}'");
        assert_eq!(app.rows(&rows), 0);
    }
}

#[actix_web::test]
async fn without_mail_there_is_the_link_to_copy() {
    let app = TestApp::without_mail().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let response = invite(&ann, "bob@example.com").await.expect(201);
    assert_eq!(response["mailed"], false);
    accept(&bob, &made(&response).1).await.expect(200);
}

#[actix_web::test]
async fn no_response_tells_whether_an_address_has_an_account() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    let mut shapes = Vec::new();
    for email in ["bob@example.com", "nobody@example.com"] {
        let mut response = invite(&ann, email).await.expect(201);
        for name in ["id", "email", "createdAt", "expiresAt"] {
            response["invitation"].as_object_mut().unwrap().remove(name);
        }
        response.as_object_mut().unwrap().remove("path");
        shapes.push(response);
    }
    assert_eq!(shapes[0], shapes[1]);
}

#[actix_web::test]
async fn addresses_that_cannot_be_invited_are_refused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (email, code) in [
        ("ANN@example.com", "own_address"),
        ("bob@example.com, eve@example.com", "email_invalid"),
        ("bob@example.com\r\nBcc: eve@example.com", "email_invalid"),
        ("", "email_invalid"),
    ] {
        let refused = invite(&ann, email).await.invalid();
        assert_eq!(refused, ("/email".to_owned(), code.to_owned()), "{email:?}");
    }
    assert_eq!(app.rows("invitations"), 0);
}

#[actix_web::test]
async fn a_renewed_invitation_has_new_links_and_a_new_lifetime() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (first, old) = invited(&ann, "bob@example.com").await;
    let old_mailed = mailed(&app, "bob@example.com").await;
    app.wait(TimeDelta::days(8));
    look_up(&app.anonymous(), &old)
        .await
        .problem(410, "invitation-expired");
    assert_eq!(statuses(&ann).await, ["expired"]);

    let resend = format!("/api/invitations/{}/resend", first["id"].as_str().unwrap());
    let (second, new) = made(&ann.post(&resend, None).await.expect(200));
    assert_eq!(second["id"], first["id"]);
    for token in [&old, &old_mailed] {
        look_up(&app.anonymous(), token)
            .await
            .problem(404, "not-found");
    }
    look_up(&app.anonymous(), &new).await.expect(200);

    // Inviting again renews it, too, and is no other invitation.
    app.wait(TimeDelta::minutes(1));
    let (third, _) = invited(&ann, "BOB@example.com").await;
    assert_eq!(third["id"], first["id"]);
    look_up(&app.anonymous(), &new)
        .await
        .problem(404, "not-found");
    assert_eq!(statuses(&ann).await, ["open"]);

    // Nobody else can.
    let eve = app.user("eve").await;
    eve.post(&resend, None).await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_canceled_invitation_cannot_be_accepted() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (invitation, token) = invited(&ann, "bob@example.com").await;
    let path = format!("/api/invitations/{}", invitation["id"].as_str().unwrap());
    bob.delete(&path).await.problem(404, "not-found");
    ann.delete(&path).await.expect(204);
    ann.delete(&path).await.expect(204);
    for response in [look_up(&bob, &token).await, accept(&bob, &token).await] {
        response.problem(410, "invitation-canceled");
    }
    let resend = format!("{path}/resend");
    ann.post(&resend, None)
        .await
        .problem(410, "invitation-canceled");
    // Another one is a new invitation.
    let (another, _) = invited(&ann, "bob@example.com").await;
    assert_ne!(another["id"], invitation["id"]);
    assert_eq!(statuses(&ann).await, ["open", "canceled"]);
}

#[actix_web::test]
async fn mails_are_limited_by_recipient_and_invitations_by_inviter() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    // As other mails: two at once, then with waits, whoever sends them.
    invite(&ann, "eve@example.com").await.expect(201);
    invite(&bob, "eve@example.com").await.expect(201);
    invite(&ann, "eve@example.com")
        .await
        .problem(429, "too-many-attempts");
    app.wait(TimeDelta::minutes(1));
    invite(&ann, "eve@example.com").await.expect(201);

    app.wait(TimeDelta::minutes(1));
    for n in 1..50 {
        invite(&ann, &format!("someone{n}@example.com"))
            .await
            .expect(201);
    }
    let refused = invite(&ann, "one-more@example.com").await;
    refused.clone().problem(429, "too-many-attempts");
    let seconds: i64 = refused.header("retry-after").parse().unwrap();
    assert!(seconds <= 86_400, "{seconds}");
    app.wait(TimeDelta::seconds(seconds));
    invite(&ann, "one-more@example.com").await.expect(201);
}

#[actix_web::test]
async fn an_invitation_that_is_sent_again_counts_on_that_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (old, _) = invited(&ann, "eve@example.com").await;
    app.wait(TimeDelta::days(2));
    for n in 0..50 {
        invite(&ann, &format!("someone{n}@example.com"))
            .await
            .expect(201);
    }
    let resend = format!("/api/invitations/{}/resend", old["id"].as_str().unwrap());
    ann.post(&resend, None)
        .await
        .problem(429, "too-many-attempts");
    // One that was sent on this day is counted already.
    invite(&ann, "someone7@example.com").await.expect(201);
}

#[actix_web::test]
async fn invitations_count_whatever_becomes_of_them() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let team = ann.create_team("Readers").await;
    bob.join_team(&ann, &team).await;
    let role = format!("/api/teams/{team}/members/{}/role", bob.id().await);
    ann.put(&role, json!({ "role": "deputy" }))
        .await
        .expect(204);
    let mut first = None;
    for n in 0..50 {
        let email = format!("someone{n}@example.com");
        let target = json!({ "kind": "team", "teamId": team });
        let body = json!({ "target": target, "email": email });
        let made = ann.post("/api/invitations", body).await.expect(201);
        first.get_or_insert(made["invitation"]["id"].clone());
    }
    // A deputy's now, and then of no team.
    let first = first.unwrap();
    let resend = format!("/api/invitations/{}/resend", first.as_str().unwrap());
    app.wait(TimeDelta::minutes(1));
    bob.post(&resend, None).await.expect(200);
    ann.delete(&format!("/api/teams/{team}")).await.expect(204);
    invite(&ann, "one-more@example.com")
        .await
        .problem(429, "too-many-attempts");
}

#[actix_web::test]
async fn a_name_that_leads_somewhere_is_not_in_the_mail() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.execute("UPDATE users SET name = 'Win at evil.example' WHERE email = 'ann@example.com'");
    invite(&ann, "bob@example.com").await.expect(201);
    let mail = app.mail.with_link_to("invitation", "bob@example.com").await;
    let text = mail.body("text/plain");
    assert!(text.contains("Someone invites you to be friends") && !text.contains("evil"));
}

#[actix_web::test]
async fn a_mail_has_the_language_that_is_chosen() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let body = json!({
        "target": { "kind": "friend" }, "email": "bob@example.com", "language": "ru",
    });
    ann.post("/api/invitations", body).await.expect(201);
    let mail = app.mail.with_link_to("invitation", "bob@example.com").await;
    assert_eq!(mail.subject(), "Приглашение в KPI Productivity");
    assert!(
        mail.body("text/plain")
            .contains("ann приглашает вас дружить")
    );
}

#[actix_web::test]
async fn administrators_invite_to_the_installation_and_the_log_tells_it() {
    let app = TestApp::start().await;
    let [ann, root, other] = app.users(["ann", "root", "other"]).await;
    let body = json!({ "target": { "kind": "installation" }, "email": "new@example.com" });
    ann.post("/api/invitations", body.clone())
        .await
        .problem(403, "forbidden");
    for admin in [&root, &other] {
        app.promote(admin);
    }
    let (invitation, _) = made(&root.post("/api/invitations", body).await.expect(201));

    let list = async |user: &User| {
        let list = user.get("/api/invitations?kind=installation").await;
        list.expect(200)["invitations"].as_array().unwrap().len()
    };
    assert_eq!(
        (list(&root).await, list(&other).await, list(&ann).await),
        (1, 1, 0)
    );
    // Any administrator can take it back.
    let path = format!("/api/invitations/{}", invitation["id"].as_str().unwrap());
    ann.delete(&path).await.problem(404, "not-found");
    other.delete(&path).await.expect(204);
    let log = root.get("/api/admin/audit-log").await.expect(200);
    let told = |n: usize| {
        let entry = &log["entries"][n];
        ["action", "actor", "subject"].map(|name| entry[name].as_str().unwrap().to_owned())
    };
    assert_eq!(
        told(1),
        ["invitation_sent", "root@example.com", "new@example.com"]
    );
    assert_eq!(
        told(0),
        [
            "invitation_canceled",
            "other@example.com",
            "new@example.com"
        ]
    );
    assert_eq!(log["entries"][0]["subjectId"], invitation["id"]);
}
