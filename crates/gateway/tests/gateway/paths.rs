//! Routing by path; paths are forwarded unchanged.

use crate::support::{TestGateway, assert_problem, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[actix_web::test]
async fn path_and_query_are_forwarded_byte_for_byte() {
    let gateway = TestGateway::new().await;
    for target in [
        "/api",
        "/api/habits/a%2Fb?q=%20+&x=a%26b&&=",
        "/health/live",
        "/api/?",
        "/%61pi/%C3%a9",
    ] {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        let (seen, head, client) = gateway.exchange(&request, OK).await;
        assert!(
            seen.starts_with(&format!("GET {target} HTTP/1.1\r\n")),
            "{target}: {seen}"
        );
        assert_eq!(status(&head), 200);
        assert_eq!(client.rest().await, "ok");
    }
}

#[actix_web::test]
async fn everything_else_goes_to_the_frontend() {
    let gateway = TestGateway::new().await;
    for target in ["/", "/apiary", "/assets/app.js?v=1", "/teams/7"] {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        let client = gateway.send_request(&request).await;
        let seen = gateway.frontend.respond(OK).await;
        assert!(
            seen.starts_with(&format!("GET {target} HTTP/1.1\r\n")),
            "{target}: {seen}"
        );
        assert!(client.rest().await.ends_with("\r\n\r\nok"));
    }
}

#[actix_web::test]
async fn ambiguous_paths_and_dangerous_methods_are_rejected() {
    let gateway = TestGateway::new().await;
    for target in [
        "/api/../x",
        "/x/%2e%2e/api",
        "/x%2f..%2fapi",
        "//api/x",
        "/x%00",
    ] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: gateway\r\n\r\n");
        assert_problem(&mut gateway.send_request(&request).await, 400).await;
    }
    let trace = "TRACE /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (head, _) = assert_problem(&mut gateway.send_request(trace).await, 405).await;
    assert!(
        head.contains("allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
        "{head}"
    );
}

#[actix_web::test]
async fn the_host_of_an_absolute_target_does_not_choose_the_upstream() {
    let gateway = TestGateway::new().await;
    let request = "GET http://elsewhere.example/api/x HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (seen, _, _) = gateway.exchange(request, OK).await;
    assert!(seen.starts_with("GET /api/x HTTP/1.1\r\n"), "{seen}");
    assert!(
        seen.contains(&format!("host: {}\r\n", gateway.backend.authority())),
        "{seen}"
    );
}
