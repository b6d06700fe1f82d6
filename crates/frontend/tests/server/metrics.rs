//! The metrics.

use crate::support::{Response, TestServer};

#[actix_web::test]
async fn requests_are_counted_with_one_route_for_files() {
    let server = TestServer::with(&[("FRONTEND_METRICS_PORT", "0")]);
    server.write("index.html", "<!doctype html>");
    server.write("favicon.svg", "<svg/>");
    for path in ["/health", "/favicon.svg", "/", "/nowhere.js", "/metrics"] {
        Response::to(server.get(path)).await;
    }
    let text = server.metrics().await;
    for line in [
        r#"frontend_requests_total{method="GET",route="/health",status="200"} 1"#,
        r#"frontend_requests_total{method="GET",route="none",status="200"} 2"#,
        r#"frontend_requests_total{method="GET",route="none",status="404"} 2"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("favicon"), "{text}");
}
