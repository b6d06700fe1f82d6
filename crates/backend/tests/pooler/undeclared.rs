//! Without `pgbouncer=true`: the log, the health check and `doctor` say what to set, and no request is a
//! 500.

use std::sync::Barrier;
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::{QueryDsl, RunQueryDsl};
use kpi_backend::db::{Database, DatabaseError, users};
use serde_json::json;

use super::{PgBouncer, backend, exchange, postgres};

/// The setting in the messages.
const CURE: &str = "pgbouncer=true";

#[test]
fn log_health_and_doctor_say_what_to_set_and_requests_are_503() {
    let Some(database) = postgres(true) else {
        return;
    };
    let pooler = PgBouncer::before(&database);
    let backend = backend(&database, &pooler, "");
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    let text = doctor
        .stdout
        .lines()
        .find(|line| line.starts_with("problem  database: "));
    assert!(text.is_some_and(|line| line.contains(CURE)), "{doctor:?}");

    let serving = backend.serve();
    let together = Barrier::new(30);
    let credentials =
        json!({ "email": "ann@example.com", "password": "whatever it is" }).to_string();
    let request = format!(
        "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{credentials}",
        credentials.len()
    );
    thread::scope(|scope| {
        for _ in 0..30 {
            scope.spawn(|| {
                together.wait();
                let (status, problem) = exchange(serving.port, &request);
                assert_eq!(status, 503, "{problem}");
            });
        }
    });
    for (page, check) in [
        ("/health/database", "database"),
        ("/health/ready", "migrations"),
    ] {
        loop {
            let (status, report) = serving.get(page, "");
            assert_eq!(status, 503, "{report}");
            let detail = report["checks"][check]["detail"].as_str();
            // Retried, because a busy machine may exceed the timeout of the check.
            if detail != Some("no answer in time") {
                assert!(
                    detail.is_some_and(|detail| detail.contains(CURE)),
                    "{report}"
                );
                break;
            }
        }
    }
    let (_, log) = serving.terminate();
    assert!(log.contains(CURE), "{log}");
}

#[test]
fn a_direct_url_through_a_pooler_or_to_another_database_is_detected() {
    let (Some(database), Some(other)) = (postgres(true), postgres(true)) else {
        return;
    };
    let pooler = PgBouncer::before(&database);
    for (direct, code, text) in [
        (database.url(), 0, "ok       direct: answers"),
        (
            &pooler.url(),
            1,
            "problem  direct: DIRECT_URL leads to a pooler",
        ),
        (
            other.url(),
            1,
            "problem  direct: DIRECT_URL leads to the database kpi_test_",
        ),
    ] {
        let backend = backend(&database, &pooler, "?pgbouncer=true").and(&[("DIRECT_URL", direct)]);
        let doctor = backend.run(&["doctor"]);
        assert_eq!(doctor.code, Some(code), "{doctor:?}");
        assert!(doctor.stdout.contains(text), "{doctor:?}");
    }
}

/// A pooler that appears after the start is detected by the first error. A session without its prepared
/// statements simulates it.
#[actix_web::test]
async fn the_first_error_detects_the_pooler() {
    let Some(database) = postgres(true) else {
        return;
    };
    let url = format!("{}?connection_limit=1", database.url());
    let database = Database::new(url.parse().unwrap());
    let ask =
        || database.query(|conn| Ok::<i64, DatabaseError>(users::table.count().get_result(conn)?));
    assert_eq!(ask().await.unwrap(), 0);
    database
        .query(|conn| Ok::<_, DatabaseError>(conn.batch_execute("DEALLOCATE ALL")?))
        .await
        .unwrap();
    for _ in 0..2 {
        let error = ask().await.unwrap_err();
        assert!(matches!(error, DatabaseError::Pooler), "{error}");
        assert!(error.to_string().contains(CURE), "{error}");
    }
}
