//! How often somebody may ask: counted to the letter, whatever the asker says of itself, alone and
//! together with other gateways.

use futures_util::future::join_all;
use uuid::Uuid;

use crate::edge_auth::{SECRET, token_of};
use crate::redis::{PASSWORD, TestRedis};
use crate::support::{World, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn get(path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{more}\r\n")
}

/// Asks, and answers for the backend if the request gets there.
async fn ask(world: &World, request: &str) -> String {
    let mut client = world.ask(request).await;
    tokio::select! {
        head = client.head() => head,
        _ = world.backend.answer(EMPTY) => client.head().await,
    }
}

async fn statuses(world: &World, requests: impl IntoIterator<Item = String>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(status(&ask(world, &request).await));
    }
    statuses
}

fn count(statuses: &[u16], wanted: u16) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}

#[actix_web::test]
async fn exactly_the_limit_gets_through_also_when_addresses_are_forged() {
    let world = World::with(&[("RATE_LIMIT_MAX_REQUESTS", "7")]).await;
    let forged = |number: usize| {
        let fields = format!(
            "X-Forwarded-For: 192.0.2.{number}\r\nForwarded: for=192.0.2.{number}\r\n\
             X-Real-IP: 192.0.2.{number}\r\nX_Forwarded_For: 192.0.2.{number}\r\nX-User-Id: {number}\r\n"
        );
        get("/api/x", &fields)
    };
    let statuses = statuses(&world, (0..12).map(forged)).await;
    assert_eq!(
        (count(&statuses, 200), count(&statuses, 429)),
        (7, 5),
        "{statuses:?}"
    );
    assert_eq!(statuses[..7], [200; 7]);
}

#[actix_web::test]
async fn the_counts_are_told_and_the_refusal_is_the_guides() {
    let world = World::with(&[("RATE_LIMIT_MAX_REQUESTS", "2")]).await;
    let head = ask(&world, &get("/api/x", "")).await;
    assert_eq!(fields(&head, "ratelimit-limit"), ["2"]);
    assert_eq!(fields(&head, "ratelimit-remaining"), ["1"]);
    // One of the two is given back after half of the quarter of an hour.
    assert_eq!(fields(&head, "ratelimit-reset"), ["450"]);
    assert!(!head.to_lowercase().contains("x-ratelimit"), "{head}");
    ask(&world, &get("/api/x", "")).await;

    let mut client = world.ask(&get("/api/x", "")).await;
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
async fn what_is_used_is_given_back() {
    let world = World::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_WINDOW_MS", "300"),
    ])
    .await;
    assert_eq!(status(&ask(&world, &get("/api/x", "")).await), 200);
    // However long the requests take, sooner or later the window is over.
    let mut refused = 0;
    while status(&ask(&world, &get("/api/x", "")).await) == 429 {
        refused += 1;
    }
    assert!(refused > 0);
}

#[actix_web::test]
async fn clients_behind_a_trusted_proxy_are_counted_by_themselves() {
    let world = World::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ])
    .await;
    let from = |address: &str| get("/api/x", &format!("X-Forwarded-For: {address}\r\n"));
    let asked = ["192.0.2.1", "192.0.2.2", "192.0.2.1", "9.9.9.9, 192.0.2.2"];
    assert_eq!(
        statuses(&world, asked.map(from)).await,
        [200, 200, 429, 429]
    );
    let asked = ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"];
    assert_eq!(statuses(&world, asked.map(from)).await, [200, 429, 200]);
}

#[actix_web::test]
async fn users_are_counted_by_themselves_and_have_more() {
    let world = World::with(&[
        ("JWT_SECRET", SECRET),
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "3"),
    ])
    .await;
    let as_user = |token: &str| get("/api/habits", &format!("Authorization: Bearer {token}\r\n"));
    let [one, other] = [token_of(Uuid::now_v7()), token_of(Uuid::now_v7())];
    let asked = [&one, &one, &one, &one, &other].map(|token| as_user(token));
    assert_eq!(statuses(&world, asked).await, [200, 200, 200, 429, 200]);
    // A token that does not stand counts for the address, and so does a personal access token,
    // which anybody could make up.
    let forged = [as_user("kpi_pat_1"), as_user("kpi_pat_2"), as_user("x")];
    assert_eq!(statuses(&world, forged).await, [200, 429, 429]);
}

#[actix_web::test]
async fn passwords_are_not_guessed() {
    let world = World::with(&[("RATE_LIMIT_AUTH_MAX_REQUESTS", "3")]).await;
    let post = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
    };
    let login = || post("/api/auth/login");
    // The backend reads an escaped letter as the letter.
    let escaped = || post("/api/auth/%6cogin");
    let asked = [
        login(),
        post("/api/auth/register"),
        escaped(),
        login(),
        escaped(),
    ];
    assert_eq!(statuses(&world, asked).await, [200, 200, 200, 429, 429]);
    // The rest of the API goes on, less what has been used.
    let head = ask(&world, &get("/api/x", "")).await;
    assert_eq!(fields(&head, "ratelimit-remaining"), ["96"], "{head}");
}

#[actix_web::test]
async fn health_preflights_and_the_web_app_are_not_limited() {
    let world = World::with(&[("RATE_LIMIT_MAX_REQUESTS", "1")]).await;
    for _ in 0..3 {
        for path in ["/health", "/api/health"] {
            let head = ask(&world, &get(path, "")).await;
            assert_eq!(status(&head), 200);
            assert!(fields(&head, "ratelimit-limit").is_empty());
        }
        let preflight = "OPTIONS /api/x HTTP/1.1\r\nHost: gateway\r\nOrigin: http://localhost:3000\r\n\
                         Access-Control-Request-Method: PUT\r\n\r\n";
        assert_eq!(status(&world.ask(preflight).await.head().await), 200);
        let mut client = world.ask(&get("/app.js", "")).await;
        world.frontend.answer(EMPTY).await;
        assert_eq!(status(&client.head().await), 200);
    }
}

#[actix_web::test]
async fn a_flood_at_once_is_counted_right() {
    let world = World::with(&[("RATE_LIMIT_MAX_REQUESTS", "20"), ("WORKERS", "2")]).await;
    let answers = async {
        for _ in 0..20 {
            world.backend.answer(EMPTY).await;
        }
    };
    let asks = join_all((0..50).map(|_| async {
        let mut client = world.ask(&get("/api/x", "")).await;
        status(&client.head().await)
    }));
    let (statuses, ()) = futures_util::future::join(asks, answers).await;
    assert_eq!((count(&statuses, 200), count(&statuses, 429)), (20, 30));
}

async fn with_redis(url: &str, limit: &str) -> World {
    World::with(&[
        ("REDIS_URL", url),
        ("REDIS_PASSWORD", PASSWORD),
        ("RATE_LIMIT_MAX_REQUESTS", limit),
    ])
    .await
}

#[actix_web::test]
async fn gateways_count_together_in_redis() {
    let redis = TestRedis::start();
    let url = redis.url();
    let (one, other) = (with_redis(&url, "5").await, with_redis(&url, "5").await);
    let request = || get("/api/x", "");
    let first = statuses(&one, (0..3).map(|_| request())).await;
    let second = statuses(&other, (0..4).map(|_| request())).await;
    assert_eq!(first, [200; 3]);
    assert_eq!(second, [200, 200, 429, 429]);
    let head = ask(&one, &request()).await;
    assert_eq!(status(&head), 429);
    assert_eq!(fields(&head, "ratelimit-remaining"), ["0"]);
}

#[actix_web::test]
async fn without_redis_each_counts_alone_and_together_again_when_it_is_back() {
    let mut redis = TestRedis::stopped();
    let world = with_redis(&redis.url(), "3").await;
    let request = || get("/api/x", "");
    let asked = statuses(&world, (0..4).map(|_| request())).await;
    assert_eq!(asked, [200, 200, 200, 429]);

    redis.restart();
    // Back in Redis the window is a new one; it is found without anybody's doing.
    while status(&ask(&world, &request()).await) == 429 {}
    let other = with_redis(&redis.url(), "3").await;
    let asked = statuses(&other, (0..3).map(|_| request())).await;
    assert_eq!(asked, [200, 200, 429]);

    redis.stop();
    // Nobody is let down when it goes, and the local count stands.
    let asked = statuses(&other, (0..4).map(|_| request())).await;
    assert_eq!(asked, [200, 200, 200, 429]);
}
