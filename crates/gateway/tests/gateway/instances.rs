//! Several instances of one service: load balancing, retries, ejection.

use futures_util::future::join_all;

use crate::support::{FakeService, FakeUpstream, TestGateway, assert_problem, fields, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
const POST: &str = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\nabc";

#[actix_web::test]
async fn the_least_loaded_instance_is_selected() {
    let (one, two) = (FakeUpstream::start().await, FakeUpstream::start().await);
    let urls = format!("{},{}", one.url(), two.url());
    let gateway = TestGateway::with(&[("BACKEND_URL", &urls)]).await;
    let mut first_client = gateway.send_request(GET).await;
    let mut second_client = gateway.send_request(GET).await;
    let (mut busy, mut free) = (one.accept().await, two.accept().await);
    busy.head().await;
    free.head().await;
    // One responds, the other does not.
    free.send(OK).await;
    let mut client = tokio::select! {
        head = first_client.head() => { assert_eq!(status(&head), 200); first_client }
        head = second_client.head() => { assert_eq!(status(&head), 200); second_client }
    };
    client.exactly(2).await;
    for _ in 0..3 {
        client.send(GET).await;
        free.head().await;
        free.send(OK).await;
        assert_eq!(status(&client.head().await), 200);
        client.exactly(2).await;
    }
}

#[actix_web::test]
async fn unsent_requests_are_retried_for_every_method() {
    let closed = FakeUpstream::start().await.url();
    let there = FakeService::start(OK).await;
    let urls = format!("{closed},{}", there.url());
    let gateway = TestGateway::with(&[("BACKEND_URL", &urls)]).await;
    for request in [GET, POST, GET, POST, GET, POST] {
        assert_eq!(
            status(&gateway.send_request(request).await.head().await),
            200
        );
    }
}

#[actix_web::test]
async fn sent_requests_are_retried_only_if_idempotent_and_without_body() {
    for (request, may_repeat) in [
        ("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", true),
        (
            "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n",
            true,
        ),
        (
            "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n",
            false,
        ),
        (
            "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\nabc",
            false,
        ),
    ] {
        let (one, two) = (FakeUpstream::start().await, FakeUpstream::start().await);
        let urls = format!("{},{}", one.url(), two.url());
        let gateway = TestGateway::with(&[("BACKEND_URL", &urls)]).await;
        let mut client = gateway.send_request(request).await;
        let (mut breaking, other) = tokio::select! {
            connection = one.accept() => (connection, &two),
            connection = two.accept() => (connection, &one),
        };
        breaking.head().await;
        drop(breaking);
        if may_repeat {
            other.respond(OK).await;
            assert_eq!(status(&client.head().await), 200, "{request}");
        } else {
            assert_problem(&mut client, 502).await;
        }
    }
}

#[actix_web::test]
async fn a_closed_pooled_connection_is_not_counted_as_a_retry() {
    let (one, two) = (FakeUpstream::start().await, FakeUpstream::start().await);
    let urls = format!("{},{}", one.url(), two.url());
    let gateway = TestGateway::with(&[("BACKEND_URL", &urls), ("UPSTREAM_RETRIES", "1")]).await;
    let mut clients = [
        gateway.send_request(GET).await,
        gateway.send_request(GET).await,
    ];
    let mut pooled = [one.accept().await, two.accept().await];
    for connection in &mut pooled {
        connection.head().await;
        connection.send(OK).await;
    }
    for client in &mut clients {
        assert_eq!(status(&client.head().await), 200);
        client.exactly(2).await;
    }
    let [mut client, _] = clients;
    client.send(GET).await;
    let [mut of_one, mut of_two] = pooled;
    let (instance, closed, mut other) = tokio::select! {
        _ = of_one.head() => (&one, of_one, of_two),
        _ = of_two.head() => (&two, of_two, of_one),
    };
    drop(closed);
    // The instance is stopping: it accepts the new connection, and closes it.
    let mut fresh = instance.accept().await;
    fresh.head().await;
    drop(fresh);
    other.head().await;
    other.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}

#[actix_web::test]
async fn a_refusing_instance_is_ejected_and_recovers_half_open() {
    let mut only = FakeService::start(OK).await;
    only.stop();
    let gateway = TestGateway::with(&[
        ("BACKEND_URL", &only.url()),
        ("UPSTREAM_EJECT_FAILURES", "2"),
        ("UPSTREAM_EJECT_TIME", "0.2"),
        ("RATE_LIMIT_MAX_REQUESTS", "1000000"),
    ])
    .await;
    for _ in 0..2 {
        assert_problem(&mut gateway.send_request(GET).await, 502).await;
    }
    let (head, _) = assert_problem(&mut gateway.send_request(GET).await, 503).await;
    assert_eq!(fields(&head, "retry-after"), ["1"]);
    only.restart().await;
    // It gets a request again only after the ejection.
    while status(&gateway.send_request(GET).await.head().await) == 503 {}
    assert_eq!(only.requests(), 1);
    assert_eq!(status(&gateway.send_request(GET).await.head().await), 200);
}

#[actix_web::test]
async fn an_instance_that_keeps_responding_503_is_ejected() {
    let ill = FakeService::start("HTTP/1.1 503 Ill\r\nContent-Length: 0\r\n\r\n").await;
    let well = FakeService::start(OK).await;
    let urls = format!("{},{}", ill.url(), well.url());
    let gateway = TestGateway::with(&[
        ("BACKEND_URL", &urls),
        ("UPSTREAM_EJECT_TIME", "60"),
        ("UPSTREAM_EJECT_MAX", "60"),
    ])
    .await;
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(status(&gateway.send_request(GET).await.head().await));
    }
    assert_eq!(ill.requests(), 3, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 3);

    // The only healthy instance is not ejected.
    let gateway = TestGateway::with(&[("BACKEND_URL", &ill.url())]).await;
    for _ in 0..5 {
        let head = gateway.send_request(GET).await.head().await;
        assert!(fields(&head, "retry-after").is_empty(), "{head}");
    }
    assert_eq!(ill.requests(), 8);
}

#[actix_web::test]
async fn restarts_of_one_of_two_instances_fail_no_request() {
    const CLIENTS: usize = 16;
    const RESTARTS: usize = 20;
    let steady = FakeService::start(OK).await;
    let mut restarting = FakeService::start(OK).await;
    let urls = format!("{},{}", steady.url(), restarting.url());
    let gateway = TestGateway::with(&[
        ("BACKEND_URL", &urls),
        ("UPSTREAM_EJECT_TIME", "0.01"),
        ("UPSTREAM_EJECT_MAX", "0.02"),
        ("UPSTREAM_PROBE_INTERVAL", "0.05"),
        ("RATE_LIMIT_MAX_REQUESTS", "1000000"),
    ])
    .await;
    let is_over = std::cell::Cell::new(false);
    let clients = (0..CLIENTS).map(|_| async {
        let (mut client, mut count) = (gateway.connect().await, 0);
        while !is_over.get() {
            client.send(GET).await;
            let head = client.head().await;
            assert_eq!(status(&head), 200, "{head}");
            assert_eq!(client.exactly(2).await, b"ok");
            count += 1;
        }
        count
    });
    let restarts = async {
        for _ in 0..RESTARTS {
            // Running until it has had requests, stopped until the other one has.
            let (here, there) = (restarting.requests(), steady.requests());
            while restarting.requests() < here + 20 {
                tokio::task::yield_now().await;
            }
            restarting.stop();
            while steady.requests() < there + 40 {
                tokio::task::yield_now().await;
            }
            restarting.restart().await;
        }
        is_over.set(true);
    };
    let (counts, ()) = futures_util::future::join(join_all(clients), restarts).await;
    assert!(counts.iter().sum::<usize>() >= RESTARTS * 20, "{counts:?}");
}
