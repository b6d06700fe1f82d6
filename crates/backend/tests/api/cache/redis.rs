//! The shared cache in Redis, and a Redis that fails.

use std::time::{Duration, Instant};

use kpi_common::redis::client::{self, TypedCommands};

use super::KEPT;
use crate::support::{PASSWORD, TestApp, TestRedis};

fn settings(redis: &TestRedis) -> [(&'static str, String); 2] {
    [
        ("REDIS_URL", redis.url()),
        ("REDIS_PASSWORD", PASSWORD.to_owned()),
    ]
}

async fn app_on(redis: &TestRedis, more: &[(&str, &str)]) -> TestApp {
    let own = settings(redis);
    let own = own.each_ref().map(|(name, value)| (*name, value.as_str()));
    TestApp::with(&[&own[..], more].concat()).await
}

#[actix_web::test]
async fn instances_share_cached_responses() {
    let redis = TestRedis::start();
    let prefix = [("REDIS_PREFIX", "shared:")];
    let one = app_on(&redis, &prefix).await;
    let database = format!("{}?connection_limit=4", one.database_url());
    let both = [("DATABASE_URL", database.as_str()), prefix[0]];
    let ann = one.user("ann").await;
    let other = app_on(&redis, &both).await;
    let elsewhere = other.anonymous().bearing(&ann.token);
    let mut server =
        client::Client::open(format!("redis://:{PASSWORD}@127.0.0.1:{}", redis.port()))
            .unwrap()
            .get_connection()
            .unwrap();

    let first = ann.get(KEPT[0]).await;
    assert_eq!(first.header("x-cache"), "miss");
    // The entry is written in the background.
    let began = Instant::now();
    let keys = loop {
        let keys = server.keys("shared:cache:*").unwrap();
        if !keys.is_empty() {
            break keys;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it is not kept");
    };
    let id = ann.get("/api/auth/me").await.expect(200)["id"].clone();
    let key = format!("shared:cache:{}:year/2026", id.as_str().unwrap());
    assert_eq!(keys, [key.as_str()]);
    let left = server.ttl(&key).unwrap().raw();
    // Five minutes, less the seconds that the test took.
    assert!((240..=300).contains(&left), "{left} s");

    let second = elsewhere.get(KEPT[0]).await;
    assert_eq!(second.header("x-cache"), "hit");
    assert_eq!(second.text(), first.text());
    assert_eq!(second.etag(), first.etag());

    // An entry of another build may have another shape.
    let id = id.as_str().unwrap();
    let revision = one.text(&format!(
        "SELECT revision AS text FROM users WHERE id = '{id}'"
    ));
    let stamp = format!("{} {revision} 2026-03-18\n{{}}", env!("CARGO_PKG_VERSION"));
    server.set(&key, stamp).unwrap();
    let third = app_on(&redis, &both).await;
    let asked = third.anonymous().bearing(&ann.token).get(KEPT[0]).await;
    assert_eq!(asked.header("x-cache"), "miss", "{}", asked.text());

    // A newer version replaces it.
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(elsewhere.get(KEPT[0]).await.header("x-cache"), "miss");
    assert_eq!(server.keys("shared:cache:*").unwrap(), [key.as_str()]);
}

#[actix_web::test]
async fn a_redis_that_hangs_delays_no_response() {
    let redis = TestRedis::start();
    let app = app_on(&redis, &[]).await;
    app.until_check("/health/redis", "redis", "ok").await;
    let ann = app.user("ann").await;
    redis.suspend();
    for number in 1..=3 {
        ann.log("2026-03-10", &[("Sleep", number)]).await;
        for path in KEPT {
            let asked = Instant::now();
            let month = ann.get(path).await.expect(200);
            assert_eq!(month["minutes"], number, "{path}");
            assert_eq!(ann.get(path).await.header("x-cache"), "hit", "{path}");
            // The timeout is 100 ms; the rest is tolerance for a slow machine.
            assert!(asked.elapsed() < Duration::from_secs(30), "{path}");
        }
    }
    redis.resume();
    app.until_check("/health/redis", "redis", "ok").await;
}

/// A Redis without free memory responds, but stores nothing.
#[actix_web::test]
async fn a_redis_that_refuses_writes_fails_no_response() {
    let redis = TestRedis::with(&["--maxmemory", "1"]);
    let app = app_on(&redis, &[]).await;
    let ann = app.user("ann").await;
    for found in ["miss", "hit"] {
        assert_eq!(ann.get(KEPT[0]).await.header("x-cache"), found);
    }
}
