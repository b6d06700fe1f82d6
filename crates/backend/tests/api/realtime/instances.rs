//! Two instances, with and without Redis.

use kpi_common::redis::client;

use crate::support::{Client, PASSWORD, Socket, TestApp, TestRedis, User};

/// Two instances of one database with this Redis.
async fn pair(redis: &TestRedis) -> (TestApp, TestApp) {
    let url = redis.url();
    let settings = [
        ("REDIS_URL", url.as_str()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_PREFIX", "pair:"),
        ("REDIS_REQUIRED", "false"),
    ];
    let one = TestApp::with(&settings).await;
    let other = one.another_instance_with(&settings).await;
    (one, other)
}

/// The user as a client of another instance.
fn at(app: &TestApp, user: &User) -> Client {
    app.anonymous().bearing(&user.token)
}

/// A socket of an instance that is connected to the others, or not.
async fn socket_with(client: &Client, live: &str) -> Socket {
    let ticket = client.ticket().await;
    let mut socket = client.open_socket(&ticket, "").await.unwrap();
    let mut hello = socket.message().await;
    assert_eq!(socket.message().await["type"], "resync");
    while hello["live"] != live {
        hello = socket.event("hello").await;
    }
    socket
}

#[actix_web::test]
async fn events_cross_instances_and_can_be_resumed_on_either() {
    let redis = TestRedis::start();
    let (one, other) = pair(&redis).await;
    let ann = one.user("ann").await;
    let elsewhere = at(&other, &ann);
    let mut there = socket_with(&elsewhere, "all").await;
    let mut here = socket_with(&ann, "all").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let (event, same) = (here.message().await, there.message().await);
    assert_eq!(event["type"], "day.saved");
    assert_eq!(event, same);
    assert_eq!(here.message().await, there.message().await);
    drop((here, there));

    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    let last = format!("&lastEventId={}", event["id"].as_str().unwrap());
    let url = redis.url();
    let settings = [
        ("REDIS_URL", url.as_str()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_PREFIX", "pair:"),
    ];
    let third = one.another_instance_with(&settings).await;
    // An instance that starts knows what the others have published.
    drop(socket_with(&at(&third, &ann), "all").await);
    for app in [&one, &other, &third] {
        let client = at(app, &ann);
        let ticket = client.ticket().await;
        let mut socket = client.open_socket(&ticket, &last).await.unwrap();
        assert_eq!(socket.message().await["type"], "hello");
        for (kind, date) in [
            ("kpi.calculated", "2026-03-10"),
            ("day.saved", "2026-03-11"),
            ("kpi.calculated", "2026-03-11"),
        ] {
            let event = socket.message().await;
            assert_eq!(event["type"], kind);
            assert_eq!(event["data"]["from"], date);
        }
        assert!(socket.is_silent().await);
    }
}

#[actix_web::test]
async fn a_sign_out_closes_the_sockets_of_other_instances() {
    let redis = TestRedis::start();
    let (one, other) = pair(&redis).await;
    let ann = one.user("ann").await;
    let mut there = socket_with(&at(&other, &ann), "all").await;
    ann.post("/api/auth/logout", None).await.expect(204);
    assert_eq!(there.closed().await, 4401);
}

#[actix_web::test]
async fn without_redis_an_instance_serves_itself_and_says_so_until_redis_is_back() {
    let mut redis = TestRedis::start();
    let (one, other) = pair(&redis).await;
    let ann = one.user("ann").await;
    let elsewhere = at(&other, &ann);
    let mut here = socket_with(&ann, "all").await;
    let mut there = socket_with(&elsewhere, "all").await;

    redis.stop();
    for socket in [&mut here, &mut there] {
        assert_eq!(socket.message().await["live"], "instance");
    }
    let health = one.until_check("/health/redis", "redis", "degraded").await;
    let detail = health["checks"]["redis"]["detail"].as_str().unwrap();
    assert!(detail.contains("this instance"), "{detail}");
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(here.message().await["type"], "day.saved");
    assert_eq!(here.message().await["type"], "kpi.calculated");
    assert!(there.is_silent().await);

    redis.restart();
    for socket in [&mut here, &mut there] {
        // Events of the meantime have not reached everybody.
        let (mut is_live, mut asks) = (false, false);
        while !(is_live && asks) {
            let message = socket.message().await;
            is_live |= message["live"] == "all";
            asks |= message["type"] == "resync";
        }
    }
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    for socket in [&mut here, &mut there] {
        let event = socket.event("day.saved").await;
        assert_eq!(event["data"]["from"], "2026-03-11");
    }
}

/// A subscription that breaks while Redis goes on: what came meanwhile is read from the stream.
#[actix_web::test]
async fn a_subscription_that_breaks_misses_nothing() {
    let redis = TestRedis::start();
    let (one, other) = pair(&redis).await;
    let ann = one.user("ann").await;
    let mut there = socket_with(&at(&other, &ann), "all").await;
    let mut admin = client::Client::open(format!("redis://:{PASSWORD}@127.0.0.1:{}", redis.port()))
        .unwrap()
        .get_connection()
        .unwrap();
    for number in 1..=3 {
        let _: i64 = client::cmd("CLIENT")
            .arg(&["KILL", "TYPE", "pubsub"])
            .query(&mut admin)
            .unwrap();
        ann.log("2026-03-10", &[("Sleep", number)]).await;
        let event = there.event("day.saved").await;
        assert_eq!(event["data"]["from"], "2026-03-10");
        let event = there.event("kpi.calculated").await;
        assert_eq!(event["data"]["from"], "2026-03-10");
    }
}

#[actix_web::test]
async fn presence_is_that_of_all_instances() {
    let redis = TestRedis::start();
    let (one, other) = pair(&redis).await;
    let (ann, bob) = (one.user("ann").await, one.user("bob").await);
    ann.befriend(&bob).await;
    let mut of_bob = socket_with(&at(&other, &bob), "all").await;
    let of_ann = socket_with(&ann, "all").await;
    let event = of_bob.event("presence.changed").await;
    assert_eq!(event["data"]["online"], true);
    let id = ann.id().await;
    let there = at(&other, &bob);
    let online = there.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], serde_json::json!([id]));
    drop(of_ann);
    let event = of_bob.event("presence.changed").await;
    assert_eq!(event["data"]["online"], false);
    let online = there.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], serde_json::json!([]));
}
