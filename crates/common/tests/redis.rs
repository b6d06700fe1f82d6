//! The connection to a real Redis that goes, hangs, refuses and comes back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/redis.rs"]
mod support;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kpi_common::config::Settings;
use kpi_common::redis::client::AsyncCommands;
use kpi_common::redis::{Connection, Redis, RedisConfig};
use support::{PASSWORD, TestRedis};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Ample for a reply, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(2);

fn connect(pairs: &[(&str, &str)]) -> Redis {
    let mut settings = Settings::from_pairs(pairs.iter().copied());
    let config = RedisConfig::read(&mut settings).unwrap();
    settings.finish().unwrap();
    Redis::start(&config).unwrap()
}

fn connect_to(server: &TestRedis) -> Redis {
    connect(&[
        ("REDIS_URL", &server.url()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_PREFIX", "test:"),
    ])
}

/// Sets a key, and how long that took to come to an end.
async fn set(redis: &Redis) -> (Option<()>, Duration) {
    let began = Instant::now();
    let key = redis.key("greeting");
    let question =
        async |connection: &mut Connection| connection.set::<_, _, ()>(&key, "hello").await;
    let answer = redis.ask(PATIENCE, question).await;
    (answer, began.elapsed())
}

async fn get(redis: &Redis) -> Option<Option<String>> {
    get_within(redis, PATIENCE).await
}

async fn get_within(redis: &Redis, patience: Duration) -> Option<Option<String>> {
    let key = redis.key("greeting");
    let question =
        async |connection: &mut Connection| connection.get::<_, Option<String>>(&key).await;
    redis.ask(patience, question).await
}

/// Waits until it is there, or not any more.
async fn until(redis: &Redis, is_here: bool) {
    tokio::time::timeout(Duration::from_secs(30), redis.until(is_here))
        .await
        .unwrap();
}

/// A way to Redis on which connections stand still until they are let go.
struct SlowWay {
    port: u16,
    begun: Arc<AtomicUsize>,
    let_go: watch::Sender<usize>,
}

impl SlowWay {
    /// The first connection is let go at once.
    async fn to(server: &TestRedis) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let way = Self {
            port: listener.local_addr().unwrap().port(),
            begun: Arc::default(),
            let_go: watch::Sender::new(1),
        };
        let (begun, let_go, port) = (Arc::clone(&way.begun), way.let_go.clone(), server.port());
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let number = begun.fetch_add(1, Ordering::SeqCst) + 1;
                let mut let_go = let_go.subscribe();
                tokio::spawn(async move {
                    let_go.wait_for(|count| number <= *count).await.unwrap();
                    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    // Either side may break off.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        way
    }

    /// Lets go all that have been begun, and not those to come.
    fn let_go(&self) {
        self.let_go.send_replace(self.begun.load(Ordering::SeqCst));
    }
}

#[tokio::test]
async fn a_connection_that_outlasts_whoever_began_it_is_kept_for_the_next_one() {
    let server = TestRedis::start();
    let way = SlowWay::to(&server).await;
    let url = format!("redis://127.0.0.1:{}", way.port);
    let redis = connect(&[("REDIS_URL", &url), ("REDIS_PASSWORD", PASSWORD)]);
    // The watch has a connection of its own.
    redis.first_try().await.unwrap();
    assert_eq!(way.begun.load(Ordering::SeqCst), 1);
    let answered = async {
        // Each is let go when its asker has given up: none is made while one waits for it.
        while get_within(&redis, Duration::from_millis(50))
            .await
            .is_none()
        {
            way.let_go();
            tokio::task::yield_now().await;
        }
    };
    let outcome = tokio::time::timeout(Duration::from_secs(30), answered).await;
    let begun = way.begun.load(Ordering::SeqCst);
    assert!(outcome.is_ok(), "{begun} connections, and none was kept");
    assert!(begun > 1, "the watch's connection is for nobody else");
}

#[tokio::test]
async fn it_is_asked_under_the_prefix_from_the_first_moment() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    // The first try is under way, and waited for.
    assert_eq!(set(&redis).await.0, Some(()));
    assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
    assert_eq!(redis.key("greeting"), "test:greeting");
    redis.first_try().await.unwrap();
}

#[tokio::test]
async fn away_at_the_start_it_is_found_when_it_comes() {
    let mut server = TestRedis::away();
    let redis = connect_to(&server);
    let reason = redis.first_try().await.unwrap_err();
    assert!(reason.contains("refused"), "{reason}");
    let (answer, took) = set(&redis).await;
    assert_eq!(answer, None);
    assert!(took < PATIENCE / 2, "nobody waits for it: {took:?}");
    server.restart();
    until(&redis, true).await;
    assert_eq!(set(&redis).await.0, Some(()));
}

#[tokio::test]
async fn it_goes_and_comes_back_by_itself() {
    let mut server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    for _ in 0..2 {
        server.stop();
        // Though nobody asks.
        until(&redis, false).await;
        assert_eq!(set(&redis).await.0, None);
        server.restart();
        until(&redis, true).await;
        assert_eq!(get(&redis).await, Some(None), "it has come back empty");
        assert_eq!(set(&redis).await.0, Some(()));
    }
}

#[tokio::test]
async fn one_that_hangs_is_late_until_that_is_known_and_then_is_away() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    server.hold_up();
    let (answer, took) = set(&redis).await;
    assert_eq!(answer, None);
    assert!(took < PATIENCE * 3, "{took:?}");
    until(&redis, false).await;
    let (answer, took) = set(&redis).await;
    assert_eq!(answer, None);
    assert!(took < PATIENCE / 2, "{took:?}");
    server.let_go();
    until(&redis, true).await;
    assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
}

#[tokio::test]
async fn a_late_reply_is_missed_by_its_question_alone() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    // Its reply never comes, however long one waits.
    let late = redis.ask(PATIENCE, async |connection: &mut Connection| {
        connection
            .blpop::<_, Option<String>>("test:nothing", 0.0)
            .await
    });
    let (late, meanwhile) = tokio::join!(late, set(&redis));
    assert_eq!(late, None);
    assert_eq!(meanwhile.0, Some(()));
    assert!(redis.is_here());
    for _ in 0..20 {
        assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
    }
    assert!(redis.is_here());
}

#[tokio::test]
async fn one_that_refuses_is_still_there() {
    let server = TestRedis::with(&["--maxmemory", "1"]);
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, None, "there is no memory for it");
    assert!(redis.is_here());
    assert_eq!(get(&redis).await, Some(None));
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let server = TestRedis::start();
    let redis = connect(&[("REDIS_URL", &server.url()), ("REDIS_PASSWORD", "hunter2")]);
    let reason = redis.first_try().await.unwrap_err();
    assert!(reason.to_lowercase().contains("password"), "{reason}");
    assert!(!reason.contains("hunter2"), "{reason}");
}

#[tokio::test]
async fn tls_believes_the_named_issuer_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let issued = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    fs::write(path("cert.pem"), issued.cert.pem()).unwrap();
    fs::write(path("key.pem"), issued.signing_key.serialize_pem()).unwrap();
    let place = TestRedis::away();
    let port = place.port();
    let _server = TestRedis::with(&[
        "--tls-port",
        &port.to_string(),
        "--tls-cert-file",
        &path("cert.pem"),
        "--tls-key-file",
        &path("key.pem"),
        "--tls-auth-clients",
        "no",
    ]);
    let url = format!("rediss://localhost:{port}");
    let with = |more: &[(&str, &str)]| {
        let pairs = [("REDIS_URL", url.as_str()), ("REDIS_PASSWORD", PASSWORD)];
        connect(&[&pairs, more].concat())
    };
    let believing = with(&[("REDIS_CA_FILE", &path("cert.pem"))]);
    believing.first_try().await.unwrap();
    assert_eq!(set(&believing).await.0, Some(()));
    let reason = with(&[]).first_try().await.unwrap_err();
    assert!(reason.contains("certificate"), "{reason}");
}
