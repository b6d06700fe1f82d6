//! Rate limits: exact, independent of forged fields, local and shared with other gateways.

use futures_util::future::join_all;
use uuid::Uuid;

use crate::edge_auth::{SECRET, access_token_of, token_of};
use crate::redis::{PASSWORD, TestRedis};
use crate::support::{TestGateway, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn get(path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{more}\r\n")
}

/// Sends a request, and responds for the backend if the request is forwarded.
async fn status_head(gateway: &TestGateway, request: &str) -> String {
    let mut client = gateway.send_request(request).await;
    tokio::select! {
        head = client.head() => head,
        _ = gateway.backend.respond(EMPTY) => client.head().await,
    }
}

async fn statuses(gateway: &TestGateway, requests: impl IntoIterator<Item = String>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(status(&status_head(gateway, &request).await));
    }
    statuses
}

fn count(statuses: &[u16], wanted: u16) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}

#[actix_web::test]
async fn exactly_the_limit_gets_through_also_when_addresses_are_forged() {
    let gateway = TestGateway::with(&[("RATE_LIMIT_MAX_REQUESTS", "7")]).await;
    let forged = |number: usize| {
        let fields = format!(
            "X-Forwarded-For: 192.0.2.{number}\r\nForwarded: for=192.0.2.{number}\r\n\
             X-Real-IP: 192.0.2.{number}\r\nX_Forwarded_For: 192.0.2.{number}\r\nX-User-Id: {number}\r\n"
        );
        get("/api/x", &fields)
    };
    let statuses = statuses(&gateway, (0..12).map(forged)).await;
    assert_eq!(
        (count(&statuses, 200), count(&statuses, 429)),
        (7, 5),
        "{statuses:?}"
    );
    assert_eq!(statuses[..7], [200; 7]);
}

#[actix_web::test]
async fn rate_limit_headers_and_the_429_are_those_of_the_guide() {
    let gateway = TestGateway::with(&[("RATE_LIMIT_MAX_REQUESTS", "2")]).await;
    let head = status_head(&gateway, &get("/api/x", "")).await;
    assert_eq!(fields(&head, "ratelimit-limit"), ["2"]);
    assert_eq!(fields(&head, "ratelimit-remaining"), ["1"]);
    // One of the two is replenished after half of the window.
    assert_eq!(fields(&head, "ratelimit-reset"), ["450"]);
    assert!(!head.to_lowercase().contains("x-ratelimit"), "{head}");
    status_head(&gateway, &get("/api/x", "")).await;

    let mut client = gateway.send_request(&get("/api/x", "")).await;
    let (head, body) = assert_problem(&mut client, 429).await;
    assert!(
        body.contains("\"detail\":\"Too many requests from this IP\""),
        "{body}"
    );
    assert_eq!(fields(&head, "ratelimit-remaining"), ["0"]);
    assert!(!head.to_lowercase().contains("x-ratelimit"), "{head}");
    let retry_after: u64 = fields(&head, "retry-after")[0].parse().unwrap();
    assert!((1..=450).contains(&retry_after), "{head}");
}

#[actix_web::test]
async fn the_quota_is_replenished() {
    let gateway = TestGateway::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_WINDOW_MS", "300"),
    ])
    .await;
    assert_eq!(
        status(&status_head(&gateway, &get("/api/x", "")).await),
        200
    );
    // Until the window has passed.
    let mut refused = 0;
    while status(&status_head(&gateway, &get("/api/x", "")).await) == 429 {
        refused += 1;
    }
    assert!(refused > 0);
}

#[actix_web::test]
async fn clients_behind_a_trusted_proxy_are_counted_separately() {
    let gateway = TestGateway::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ])
    .await;
    let from = |address: &str| get("/api/x", &format!("X-Forwarded-For: {address}\r\n"));
    let requests = ["192.0.2.1", "192.0.2.2", "192.0.2.1", "9.9.9.9, 192.0.2.2"];
    assert_eq!(
        statuses(&gateway, requests.map(from)).await,
        [200, 200, 429, 429]
    );
    let requests = ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"];
    assert_eq!(
        statuses(&gateway, requests.map(from)).await,
        [200, 429, 200]
    );
}

#[actix_web::test]
async fn users_are_counted_separately_with_a_higher_limit() {
    let gateway = TestGateway::with(&[
        ("JWT_SECRET", SECRET),
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "3"),
    ])
    .await;
    let as_user = |token: &str| get("/api/habits", &format!("Authorization: Bearer {token}\r\n"));
    let [one, other] = [token_of(Uuid::now_v7()), token_of(Uuid::now_v7())];
    let requests = [&one, &one, &one, &one, &other].map(|token| as_user(token));
    assert_eq!(
        statuses(&gateway, requests).await,
        [200, 200, 200, 429, 200]
    );
    // Requests with an invalid token are counted by address.
    let forged = [as_user("kpi_pat_1"), as_user("kpi_pat_2"), as_user("x")];
    assert_eq!(statuses(&gateway, forged).await, [401, 429, 429]);
}

#[actix_web::test]
async fn access_tokens_and_sessions_of_a_user_count_together() {
    let gateway = TestGateway::with(&[
        ("JWT_SECRET", SECRET),
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "3"),
    ])
    .await;
    let (user, other) = (Uuid::now_v7(), Uuid::now_v7());
    let tokens = [
        access_token_of(user),
        token_of(user),
        access_token_of(user),
        access_token_of(user),
        access_token_of(other),
    ];
    let requests =
        tokens.map(|token| get("/api/habits", &format!("Authorization: Bearer {token}\r\n")));
    assert_eq!(
        statuses(&gateway, requests).await,
        [200, 200, 200, 429, 200]
    );
}

#[actix_web::test]
async fn sign_ins_are_limited() {
    let gateway = TestGateway::with(&[("RATE_LIMIT_AUTH_MAX_REQUESTS", "3")]).await;
    let post = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
    };
    let login = || post("/api/auth/login");
    // The backend decodes the path.
    let escaped = || post("/api/auth/%6cogin");
    let requests = [
        login(),
        post("/api/auth/register"),
        escaped(),
        login(),
        escaped(),
    ];
    assert_eq!(
        statuses(&gateway, requests).await,
        [200, 200, 200, 429, 429]
    );
    // Other requests are allowed, less those that were used.
    let head = status_head(&gateway, &get("/api/x", "")).await;
    assert_eq!(fields(&head, "ratelimit-remaining"), ["96"], "{head}");
}

/// Whoever comes back often must not use up what the page's other requests need.
#[actix_web::test]
async fn opening_websockets_has_a_limit_of_its_own() {
    let gateway = TestGateway::with(&[
        ("JWT_SECRET", SECRET),
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_SOCKET_MAX_REQUESTS", "3"),
    ])
    .await;
    let cookie = format!("Authorization: Bearer {}\r\n", token_of(Uuid::now_v7()));
    let socket = || get("/api/realtime/ws?ticket=x", &cookie);
    let ticket = format!(
        "POST /api/realtime/ticket HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\
         Content-Length: 0\r\n{cookie}\r\n"
    );
    let requests = [socket(), ticket.clone(), socket(), socket(), ticket];
    assert_eq!(
        statuses(&gateway, requests).await,
        [200, 200, 200, 429, 429]
    );
    let other = || get("/api/habits", &cookie);
    assert_eq!(statuses(&gateway, [other(), other()]).await, [200, 429]);
    // Without a session they are counted by address, and so are other requests.
    let anonymous = || get("/api/realtime/ws?ticket=x", "");
    let requests = [anonymous(), anonymous(), anonymous(), anonymous()];
    assert_eq!(statuses(&gateway, requests).await, [200, 200, 200, 429]);
    let public = || get("/api/openapi.json", "");
    assert_eq!(statuses(&gateway, [public(), public()]).await, [200, 429]);
}

#[actix_web::test]
async fn health_preflights_and_the_web_app_are_not_limited() {
    let gateway = TestGateway::with(&[("RATE_LIMIT_MAX_REQUESTS", "1")]).await;
    for _ in 0..3 {
        for path in ["/health", "/api/health"] {
            let head = status_head(&gateway, &get(path, "")).await;
            assert_eq!(status(&head), 200);
            assert!(fields(&head, "ratelimit-limit").is_empty());
        }
        let preflight = "OPTIONS /api/x HTTP/1.1\r\nHost: gateway\r\nOrigin: http://localhost:3000\r\n\
                         Access-Control-Request-Method: PUT\r\n\r\n";
        assert_eq!(
            status(&gateway.send_request(preflight).await.head().await),
            200
        );
        let mut client = gateway.send_request(&get("/app.js", "")).await;
        gateway.frontend.respond(EMPTY).await;
        assert_eq!(status(&client.head().await), 200);
    }
}

#[actix_web::test]
async fn concurrent_requests_are_counted_exactly() {
    let gateway = TestGateway::with(&[("RATE_LIMIT_MAX_REQUESTS", "20"), ("WORKERS", "2")]).await;
    let responses = async {
        for _ in 0..20 {
            gateway.backend.respond(EMPTY).await;
        }
    };
    let requests = join_all((0..50).map(|_| async {
        let mut client = gateway.send_request(&get("/api/x", "")).await;
        status(&client.head().await)
    }));
    let (statuses, ()) = futures_util::future::join(requests, responses).await;
    assert_eq!((count(&statuses, 200), count(&statuses, 429)), (20, 30));
}

async fn with_redis(url: &str, limit: &str) -> TestGateway {
    TestGateway::with(&[
        ("REDIS_URL", url),
        ("REDIS_PASSWORD", PASSWORD),
        ("RATE_LIMIT_MAX_REQUESTS", limit),
    ])
    .await
}

#[actix_web::test]
async fn gateways_share_their_limits_in_redis() {
    let redis = TestRedis::start();
    let url = redis.url();
    let (one, other) = (with_redis(&url, "5").await, with_redis(&url, "5").await);
    let request = || get("/api/x", "");
    let first = statuses(&one, (0..3).map(|_| request())).await;
    let second = statuses(&other, (0..4).map(|_| request())).await;
    assert_eq!(first, [200; 3]);
    assert_eq!(second, [200, 200, 429, 429]);
    let head = status_head(&one, &request()).await;
    assert_eq!(status(&head), 429);
    assert_eq!(fields(&head, "ratelimit-remaining"), ["0"]);
}

#[actix_web::test]
async fn without_redis_limits_are_local_until_it_is_available_again() {
    let mut redis = TestRedis::stopped();
    let gateway = with_redis(&redis.url(), "3").await;
    let request = || get("/api/x", "");
    let requests = statuses(&gateway, (0..4).map(|_| request())).await;
    assert_eq!(requests, [200, 200, 200, 429]);

    redis.restart();
    // The window in Redis is a new one.
    while status(&status_head(&gateway, &request()).await) == 429 {}
    let other = with_redis(&redis.url(), "3").await;
    let requests = statuses(&other, (0..3).map(|_| request())).await;
    assert_eq!(requests, [200, 200, 429]);

    redis.stop();
    // Without Redis, the local limit applies.
    let requests = statuses(&other, (0..4).map(|_| request())).await;
    assert_eq!(requests, [200, 200, 200, 429]);
}
