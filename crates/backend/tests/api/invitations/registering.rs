//! Registering with an invitation.

use serde_json::json;

use super::{friends, invite, invited, look_up, made, mailed, register};
use crate::support::TestApp;

#[actix_web::test]
async fn the_mailed_link_opens_a_verified_account_and_the_copied_one_an_unverified() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (email, by_mail) in [("bob@example.com", true), ("eve@example.com", false)] {
        let (_, link) = invited(&ann, email).await;
        let mailed = mailed(&app, email).await;
        let token = if by_mail { mailed } else { link };
        let session = register(&app, &token, email).await.expect(201);
        assert_eq!(session["user"]["emailVerified"], by_mail);
        let new = app.anonymous().bearing(session["token"].as_str().unwrap());
        assert_eq!(friends(&new).await, ["ann"]);
        let habits = new.get("/api/habits").await.expect(200);
        assert_eq!(habits["habits"].as_array().unwrap().len(), 10);
        if !by_mail {
            app.mail.with_link_to("verify-email", email).await;
        }
        register(&app, &token, email)
            .await
            .problem(410, "invitation-used");
    }
    assert_eq!(app.rows("mail_outbox WHERE kind = 'verify_email'"), 2);
}

#[actix_web::test]
async fn it_is_for_its_address_alone() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (_, token) = invited(&ann, "bob@example.com").await;
    register(&app, &token, "eve@example.com")
        .await
        .problem(403, "invitation-for-another");
    register(&app, "x", "bob@example.com")
        .await
        .problem(404, "not-found");
    // The address has an account already: it has to sign in.
    app.user("bob").await;
    register(&app, &token, "Bob@example.com")
        .await
        .problem(409, "email-taken");
    look_up(&ann, &token).await.expect(200);
    assert_eq!(app.rows("users"), 2);
}

#[actix_web::test]
async fn the_mode_of_registration_decides_who_may_come_in() {
    let admin_invites = json!({ "target": { "kind": "installation" }, "email": "a@example.com" });
    for (mode, domains, plain, friend, installation) in [
        ("open", "", (201, ""), (201, ""), (201, "")),
        (
            "open",
            "example.org",
            (422, "invalid"),
            (422, "invalid"),
            (201, ""),
        ),
        (
            "invite",
            "",
            (403, "registration-by-invitation"),
            (201, ""),
            (201, ""),
        ),
        (
            "invite",
            "example.org",
            (403, "registration-by-invitation"),
            (422, "invalid"),
            (201, ""),
        ),
        (
            "closed",
            "",
            (403, "registration-closed"),
            (403, "registration-closed"),
            (201, ""),
        ),
    ] {
        let settings = [("REGISTRATION", mode), ("REGISTRATION_DOMAINS", domains)];
        let open = TestApp::start().await;
        let root = open.user("root").await;
        open.promote(&root);
        let app = open.another_instance_with(&settings).await;
        let case = format!("{mode} {domains:?}");

        let status = app.anonymous().get("/api/auth/registration").await;
        assert_eq!(status.expect(200)["mode"], mode);
        let registration = json!({
            "email": "p@example.com", "password": "correct horse", "name": "P",
        });
        let plainly = app
            .anonymous()
            .post("/api/auth/register", registration)
            .await;
        let by_friend = invite(&root, "f@example.com").await.expect(201);
        let by_admin = root.post("/api/invitations", admin_invites.clone()).await;
        let mut responses = vec![("plain", plainly, plain)];
        for (response, email, expected) in [
            (by_friend, "f@example.com", friend),
            (by_admin.expect(201), "a@example.com", installation),
        ] {
            let (_, token) = made(&response);
            let seen = look_up(&app.anonymous(), &token).await.expect(200);
            assert_eq!(seen["canRegister"], expected.0 == 201, "{case} {email}");
            responses.push((email, register(&app, &token, email).await, expected));
        }
        for (what, response, (status, kind)) in responses {
            assert_eq!(response.status, status, "{case} {what}");
            if status != 201 {
                response.problem(status, kind);
            }
        }
    }
}
