//! Roles, and that somebody administers the installation.

use actix_web::http::Method;
use futures_util::future::join;
use serde_json::json;

use super::{administrator, demote, disable, log, set};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn a_role_is_given_and_taken() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    ann.get("/api/admin/people").await.problem(403, "forbidden");
    set(&root, &ann.id().await, "role", json!({ "role": "admin" }))
        .await
        .expect(204);
    ann.get("/api/admin/people").await.expect(200);
    demote(&ann, &root.id().await).await.expect(204);
    root.get("/api/admin/people")
        .await
        .problem(403, "forbidden");
    demote(&root, &ann.id().await)
        .await
        .problem(403, "forbidden");
    assert_eq!(
        log(&ann).await,
        [
            ["role_changed", "root@example.com", "user"],
            ["role_changed", "ann@example.com", "admin"],
        ]
        .map(|entry| entry.map(str::to_owned))
    );
}

#[actix_web::test]
async fn the_last_administrator_does_not_go() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let own = root.id().await;
    demote(&root, &own).await.problem(409, "last-administrator");
    disable(&root, &own)
        .await
        .problem(409, "last-administrator");
    let path = format!("/api/admin/people/{own}");
    root.delete(&path).await.problem(409, "last-administrator");
    let deletion = json!({ "email": root.email, "password": User::PASSWORD });
    let refused = root
        .request(Method::DELETE, "/api/auth/me", Some(deletion.clone()))
        .await;
    refused.problem(409, "last-administrator");
    assert!(log(&root).await.is_empty());

    // A disabled administrator is none.
    let ann = administrator(&app, "ann").await.id().await;
    disable(&root, &ann).await.expect(204);
    demote(&root, &own).await.problem(409, "last-administrator");
    set(&root, &ann, "disabled", json!({ "disabled": false }))
        .await
        .expect(204);
    root.request(Method::DELETE, "/api/auth/me", Some(deletion))
        .await
        .expect(204);
}

#[actix_web::test]
async fn of_two_administrators_who_go_at_once_one_stays() {
    let app = TestApp::start().await;
    for round in 0..6 {
        let one = administrator(&app, &format!("one-{round}")).await;
        let other = administrator(&app, &format!("other-{round}")).await;
        let ids = [one.id().await, other.id().await];
        let (first, second) = join(demote(&one, &ids[0]), demote(&other, &ids[1])).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "round {round}");
        let stays = if first.status == 409 { &one } else { &other };
        // Not the last one of the next round.
        app.execute("UPDATE users SET role = 'user'");
        stays
            .get("/api/admin/people")
            .await
            .problem(403, "forbidden");
    }
}
