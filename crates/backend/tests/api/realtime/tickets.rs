//! Tickets: valid once, for 30 seconds, from pages of the own origin or of one that is allowed.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use crate::support::{Socket, TestApp};

#[actix_web::test]
async fn a_ticket_opens_one_socket() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ticket = ann.ticket().await;
    assert_eq!(ticket.len(), 64);
    assert!(ann.open_socket(&ticket, "").await.is_ok());
    assert_eq!(ann.open_socket(&ticket, "").await.err(), Some(401));
    assert_eq!(app.rows("realtime_tickets"), 0);
}

#[actix_web::test]
async fn of_many_who_use_a_ticket_at_once_one_gets_in() {
    let app = TestApp::start().await;
    let other = app.another_instance().await;
    let ann = app.user("ann").await;
    let there = other.anonymous();
    let ticket = ann.ticket().await;
    let tries = (0..8).map(|number| {
        let client = if number % 2 == 0 { &*ann } else { &there };
        client.open_socket(&ticket, "")
    });
    let outcomes = futures_util::future::join_all(tries).await;
    let opened = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(opened, 1);
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(refused.clone().all(|status| *status == 401));
    assert_eq!(refused.count(), 7);
}

#[actix_web::test]
async fn a_late_unknown_or_missing_ticket_opens_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let late = ann.ticket().await;
    app.wait(TimeDelta::seconds(29));
    let in_time = ann.ticket().await;
    app.wait(TimeDelta::seconds(2));
    assert!(ann.open_socket(&in_time, "").await.is_ok());
    for ticket in [late.as_str(), &"0".repeat(64), "", "short", &in_time] {
        let outcome = ann.open_socket(ticket, "").await;
        assert_eq!(outcome.err(), Some(401), "{ticket}");
    }
    let without = format!("ws://127.0.0.1:{}/api/realtime/ws", app.port());
    assert_eq!(Socket::open(&without, &[]).await.err(), Some(422));
}

#[actix_web::test]
async fn the_database_has_no_ticket_in_the_clear() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ticket = ann.ticket().await;
    let stored = app.text("SELECT digest AS text FROM realtime_tickets");
    assert!(!stored.contains(&ticket));
    assert_eq!(stored.len(), 64);
}

#[actix_web::test]
async fn a_ticket_ends_with_its_session() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ticket = ann.ticket().await;
    ann.post("/api/auth/logout-all", None).await.expect(204);
    assert_eq!(ann.open_socket(&ticket, "").await.err(), Some(401));
}

#[actix_web::test]
async fn pages_of_other_origins_are_refused() {
    let settings = [("CORS_ORIGIN", "https://friend.example")];
    let app = TestApp::with(&settings).await;
    let ann = app.user("ann").await;
    let own = format!("http://127.0.0.1:{}", app.port());
    for (headers, expected) in [
        (vec![], None),
        (vec![("Origin", own.as_str())], None),
        (vec![("Origin", "https://friend.example")], None),
        (vec![("Origin", "https://evil.example")], Some(403)),
        (vec![("Origin", "null")], Some(403)),
        (vec![("Sec-Fetch-Site", "cross-site")], Some(403)),
        (
            vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "same-site")],
            Some(403),
        ),
        (
            vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")],
            None,
        ),
    ] {
        let ticket = ann.ticket().await;
        let uri = format!(
            "ws://127.0.0.1:{}/api/realtime/ws?ticket={ticket}",
            app.port()
        );
        let outcome = Socket::open(&uri, &headers).await;
        assert_eq!(outcome.err(), expected, "{headers:?}");
        if expected.is_some() {
            // A refused page has not spent it.
            assert!(Socket::open(&uri, &[]).await.is_ok(), "{headers:?}");
        }
    }
}

#[actix_web::test]
async fn a_request_that_is_no_handshake_spends_no_ticket() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ticket = ann.ticket().await;
    let path = format!("/api/realtime/ws?ticket={ticket}");
    ann.get(&path).await.problem(400, "malformed");
    assert!(ann.open_socket(&ticket, "").await.is_ok());
}

#[actix_web::test]
async fn a_page_of_another_origin_gets_no_ticket_by_the_cookie() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    let page = app
        .anonymous()
        .with("cookie", &format!("kpi_session={}", ann.token));
    let own = format!("http://127.0.0.1:{}", app.port());
    for (origin, status) in [("https://evil.example", 403), (own.as_str(), 201)] {
        let asked = page.with("origin", origin);
        let response = asked
            .request(Method::POST, "/api/realtime/ticket", None)
            .await;
        assert_eq!(response.status, status, "{origin}");
    }
}

#[actix_web::test]
async fn a_user_has_twenty_tickets_at_most() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    for _ in 0..20 {
        ann.ticket().await;
    }
    let refused = ann.post("/api/realtime/ticket", None).await;
    assert_eq!(refused.header("retry-after"), "30");
    refused.problem(429, "too-many-attempts");
    bob.ticket().await;
    app.wait(TimeDelta::seconds(30));
    ann.ticket().await;
}

#[actix_web::test]
async fn sockets_and_their_tickets_are_not_counted_against_the_users_limit() {
    let settings = [
        ("RATE_LIMIT_USER_MAX_REQUESTS", "30"),
        ("RATE_LIMIT_MAX_REQUESTS", "30"),
    ];
    let app = TestApp::with(&settings).await;
    let ann = app.user("ann").await;
    let left =
        |response: &crate::support::Response| response.header("ratelimit-remaining").to_owned();
    let before = ann.get("/api/auth/me").await;
    for _ in 0..15 {
        let ticket = ann.ticket().await;
        assert!(ann.open_socket(&ticket, "").await.is_ok());
        app.wait(TimeDelta::seconds(2));
    }
    let after = ann.get("/api/auth/me").await;
    let number = |text: String| text.parse::<i32>().unwrap();
    assert_eq!(number(left(&before)) - number(left(&after)), 1);
    let everything = json!({ "status": after.status });
    assert_eq!(everything["status"], 200);
}
