//! Accepting with an account.

use chrono::TimeDelta;
use futures_util::future::{join, join_all};
use serde_json::json;

use super::{accept, friends, invited, look_up, mailed, register, statuses};
use crate::support::TestApp;

#[actix_web::test]
async fn the_account_of_the_address_accepts_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, token) = invited(&ann, "BOB@example.com").await;
    let accepted = accept(&bob, &token).await.expect(200);
    assert_eq!(accepted["target"], json!({ "kind": "friend" }));
    assert_eq!(friends(&ann).await, ["bob"]);
    assert_eq!(friends(&bob).await, ["ann"]);
    assert_eq!(statuses(&ann).await, ["accepted"]);
    // Not with the other link either.
    for token in [token, mailed(&app, "bob@example.com").await] {
        accept(&bob, &token).await.problem(410, "invitation-used");
        look_up(&bob, &token).await.problem(410, "invitation-used");
    }
    let list = ann.get("/api/invitations").await.expect(200);
    let path = format!(
        "/api/invitations/{}",
        list["invitations"][0]["id"].as_str().unwrap()
    );
    ann.delete(&path).await.problem(410, "invitation-used");
}

#[actix_web::test]
async fn another_account_is_told_for_whom_it_is() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    for email in ["eve@example.com", "bob+work@example.com"] {
        let (_, token) = invited(&ann, email).await;
        let refused = accept(&bob, &token)
            .await
            .problem(403, "invitation-for-another");
        let detail = refused["detail"].as_str().unwrap();
        assert!(detail.contains("•••@example.com") && !detail.contains(email));
        look_up(&bob, &token).await.expect(200);
    }
    assert!(friends(&bob).await.is_empty());
    app.anonymous()
        .post("/api/invitations/accept", json!({ "token": "x" }))
        .await
        .problem(401, "unauthorized");
    accept(&bob, "x").await.problem(404, "not-found");
}

#[actix_web::test]
async fn of_many_acceptances_at_once_one_succeeds() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, link) = invited(&ann, "bob@example.com").await;
    let by_mail = mailed(&app, "bob@example.com").await;
    let tokens = [&link, &by_mail, &link, &by_mail, &link, &by_mail];
    let responses = join_all(tokens.map(|token| accept(&bob, token))).await;
    let accepted = responses.iter().filter(|one| one.status == 200).count();
    let used = responses.iter().filter(|one| one.status == 410).count();
    assert_eq!((accepted, used), (1, 5));

    // Neither do two registrations make two accounts.
    let (_, link) = invited(&ann, "new@example.com").await;
    let both = join(
        register(&app, &link, "new@example.com"),
        register(&app, &link, "new@example.com"),
    );
    let mut statuses = <[_; 2]>::from(both.await).map(|one| one.status);
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!([409, 410].contains(&statuses[1]), "{statuses:?}");
    assert_eq!(app.rows("users WHERE email = 'new@example.com'"), 1);
    assert_eq!(app.rows("friendships"), 4);
}

#[actix_web::test]
async fn it_expires_to_the_second() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, token) = invited(&ann, "bob@example.com").await;
    app.wait(TimeDelta::days(7) - TimeDelta::seconds(1));
    look_up(&bob, &token).await.expect(200);
    app.wait(TimeDelta::seconds(1));
    let bob = bob.another_session(&app.anonymous()).await;
    accept(&bob, &token)
        .await
        .problem(410, "invitation-expired");
}

#[actix_web::test]
async fn friends_accept_without_a_change() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, token) = invited(&ann, "bob@example.com").await;
    ann.befriend(&bob).await;
    accept(&bob, &token).await.expect(200);
    assert_eq!(friends(&ann).await, ["bob"]);
}
