//! The client against a real Redis that stops, hangs, replies with errors and restarts.

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

/// Long enough for a reply on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(2);

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

/// Sets a key; the result, and how long it took.
async fn set(redis: &Redis) -> (Option<()>, Duration) {
    let started = Instant::now();
    let key = redis.key("greeting");
    let command =
        async |connection: &mut Connection| connection.set::<_, _, ()>(&key, "hello").await;
    let reply = redis.execute(TIMEOUT, command).await;
    (reply, started.elapsed())
}

async fn get(redis: &Redis) -> Option<Option<String>> {
    get_within(redis, TIMEOUT).await
}

async fn get_within(redis: &Redis, timeout: Duration) -> Option<Option<String>> {
    let key = redis.key("greeting");
    let command =
        async |connection: &mut Connection| connection.get::<_, Option<String>>(&key).await;
    redis.execute(timeout, command).await
}

/// Waits until it is available, or unavailable.
async fn wait_until(redis: &Redis, is_available: bool) {
    tokio::time::timeout(Duration::from_secs(30), redis.wait_until(is_available))
        .await
        .unwrap();
}

/// A proxy to Redis that delays connections until they are released.
struct SlowProxy {
    port: u16,
    accepted: Arc<AtomicUsize>,
    released: watch::Sender<usize>,
}

impl SlowProxy {
    /// Starts the proxy; the first connection is not delayed.
    async fn to(server: &TestRedis) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            accepted: Arc::default(),
            released: watch::Sender::new(1),
        };
        let (accepted, released, port) = (
            Arc::clone(&proxy.accepted),
            proxy.released.clone(),
            server.port(),
        );
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let number = accepted.fetch_add(1, Ordering::SeqCst) + 1;
                let mut released = released.subscribe();
                tokio::spawn(async move {
                    released.wait_for(|count| number <= *count).await.unwrap();
                    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    // Either side may close.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        proxy
    }

    /// Releases the connections accepted so far.
    fn release(&self) {
        self.released
            .send_replace(self.accepted.load(Ordering::SeqCst));
    }
}

#[tokio::test]
async fn a_connection_made_after_its_caller_timed_out_is_pooled() {
    let server = TestRedis::start();
    let proxy = SlowProxy::to(&server).await;
    let url = format!("redis://127.0.0.1:{}", proxy.port);
    let redis = connect(&[("REDIS_URL", &url), ("REDIS_PASSWORD", PASSWORD)]);
    // The connection of the monitor.
    redis.initial_connect().await.unwrap();
    assert_eq!(proxy.accepted.load(Ordering::SeqCst), 1);
    let replied = async {
        // Each is released after its caller has timed out, so none completes in time.
        while get_within(&redis, Duration::from_millis(50))
            .await
            .is_none()
        {
            proxy.release();
            tokio::task::yield_now().await;
        }
    };
    let outcome = tokio::time::timeout(Duration::from_secs(30), replied).await;
    let accepted = proxy.accepted.load(Ordering::SeqCst);
    assert!(
        outcome.is_ok(),
        "{accepted} connections, and none was pooled"
    );
    assert!(accepted > 1, "the monitor's connection is not shared");
}

#[tokio::test]
async fn commands_work_at_once_with_the_prefix() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    // Waits for the first attempt to connect.
    assert_eq!(set(&redis).await.0, Some(()));
    assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
    assert_eq!(redis.key("greeting"), "test:greeting");
    redis.initial_connect().await.unwrap();
}

#[tokio::test]
async fn unavailable_at_the_start_it_is_found_when_it_starts() {
    let mut server = TestRedis::stopped();
    let redis = connect_to(&server);
    let reason = redis.initial_connect().await.unwrap_err();
    assert!(reason.contains("refused"), "{reason}");
    let (reply, took) = set(&redis).await;
    assert_eq!(reply, None);
    assert!(took < TIMEOUT / 2, "it does not wait: {took:?}");
    server.restart();
    wait_until(&redis, true).await;
    assert_eq!(set(&redis).await.0, Some(()));
}

#[tokio::test]
async fn it_goes_and_comes_back_by_itself() {
    let mut server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    for _ in 0..2 {
        server.stop();
        // Without a command.
        wait_until(&redis, false).await;
        assert_eq!(set(&redis).await.0, None);
        server.restart();
        wait_until(&redis, true).await;
        assert_eq!(get(&redis).await, Some(None), "it has restarted empty");
        assert_eq!(set(&redis).await.0, Some(()));
    }
}

#[tokio::test]
async fn a_hanging_server_times_out_and_then_is_unavailable() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    server.suspend();
    let (reply, took) = set(&redis).await;
    assert_eq!(reply, None);
    assert!(took < TIMEOUT * 3, "{took:?}");
    wait_until(&redis, false).await;
    let (reply, took) = set(&redis).await;
    assert_eq!(reply, None);
    assert!(took < TIMEOUT / 2, "{took:?}");
    server.resume();
    wait_until(&redis, true).await;
    assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
}

#[tokio::test]
async fn a_late_reply_affects_its_own_command_only() {
    let server = TestRedis::start();
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, Some(()));
    // This command never gets a reply.
    let late = redis.execute(TIMEOUT, async |connection: &mut Connection| {
        connection
            .blpop::<_, Option<String>>("test:nothing", 0.0)
            .await
    });
    let (late, meanwhile) = tokio::join!(late, set(&redis));
    assert_eq!(late, None);
    assert_eq!(meanwhile.0, Some(()));
    assert!(redis.is_available());
    for _ in 0..20 {
        assert_eq!(get(&redis).await, Some(Some("hello".to_owned())));
    }
    assert!(redis.is_available());
}

#[tokio::test]
async fn a_server_that_replies_with_errors_is_available() {
    let server = TestRedis::with(&["--maxmemory", "1"]);
    let redis = connect_to(&server);
    assert_eq!(set(&redis).await.0, None, "out of memory");
    assert!(redis.is_available());
    assert_eq!(get(&redis).await, Some(None));
}

#[tokio::test]
async fn a_wrong_password_is_reported_without_it() {
    let server = TestRedis::start();
    let redis = connect(&[("REDIS_URL", &server.url()), ("REDIS_PASSWORD", "hunter2")]);
    let reason = redis.initial_connect().await.unwrap_err();
    assert!(reason.to_lowercase().contains("password"), "{reason}");
    assert!(!reason.contains("hunter2"), "{reason}");
}

#[tokio::test]
async fn tls_trusts_the_named_issuer_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let issued = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    fs::write(path("cert.pem"), issued.cert.pem()).unwrap();
    fs::write(path("key.pem"), issued.signing_key.serialize_pem()).unwrap();
    let reserved = TestRedis::stopped();
    let port = reserved.port();
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
    let trusting = with(&[("REDIS_CA_FILE", &path("cert.pem"))]);
    trusting.initial_connect().await.unwrap();
    assert_eq!(set(&trusting).await.0, Some(()));
    let reason = with(&[]).initial_connect().await.unwrap_err();
    assert!(reason.contains("certificate"), "{reason}");
}
