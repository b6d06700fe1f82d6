//! Messages about missing dependencies.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::redis::{PASSWORD, TestRedis};
use super::{Backend, SECRET, TestDatabase};

#[test]
fn a_port_in_use_is_reported_in_one_sentence() {
    let database = TestDatabase::create(true);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let backend = Backend::on(&database, &[("PORT", &port)]);
    let ended = backend.run(&["serve"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    assert!(
        ended.stderr.contains(&format!("127.0.0.1:{port}")) && ended.stderr.contains("in use"),
        "{ended:?}"
    );
}

#[test]
fn an_unreachable_database_is_reported_in_one_sentence() {
    // Nothing listens there.
    let url = "postgres://kpi:hunter2@127.0.0.1:1/kpi?pool_timeout=1";
    let backend = Backend::with(&[("JWT_SECRET", SECRET), ("DATABASE_URL", url)]);
    for arguments in [&["migrate", "deploy"][..], &["seed"]] {
        let ended = backend.run(arguments);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(
            !ended.stderr.is_empty() && !ended.stderr.contains("panicked"),
            "{ended:?}"
        );
        assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    }
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert!(doctor.stdout.contains("problem  database"), "{doctor:?}");
    assert!(!doctor.stdout.contains("hunter2"), "{doctor:?}");
}

#[test]
fn without_a_required_redis_the_service_does_not_start() {
    let database = TestDatabase::create(true);
    let settings = [
        ("REDIS_URL", "redis://:hunter2@127.0.0.1:1"),
        ("REDIS_REQUIRED", "true"),
    ];
    let backend = Backend::on(&database, &settings);
    let ended = backend.run(&["serve"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    assert!(ended.stderr.contains("REDIS_REQUIRED"), "{ended:?}");
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert!(doctor.stdout.contains("problem  redis"), "{doctor:?}");
    for text in [&ended.stdout, &ended.stderr, &doctor.stdout] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn doctor_and_healthcheck_check_redis() {
    let database = TestDatabase::create(true);
    let mut redis = TestRedis::start();
    let (url, settings) = (redis.url(), [("REDIS_PASSWORD", PASSWORD)]);
    let required = [("REDIS_URL", url.as_str()), ("REDIS_REQUIRED", "true")];
    let settings = [&settings[..], &required].concat();
    let serving = Backend::on(&database, &settings).serve();
    let port = serving.port.to_string();
    let asking = Backend::on(&database, &[&settings[..], &[("PORT", &port)]].concat());
    let doctor = asking.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert!(
        doctor.stdout.contains("ok       redis: answers, version ")
            && !doctor.stdout.contains("unknown"),
        "{doctor:?}"
    );
    assert_eq!(asking.run(&["healthcheck"]).code, Some(0));

    redis.stop();
    let began = Instant::now();
    let unwell = loop {
        let ended = asking.run(&["healthcheck"]);
        if ended.code != Some(0) {
            break ended;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it notices");
    };
    assert_eq!(unwell.code, Some(1), "{unwell:?}");
    assert!(unwell.stderr.contains("/health/redis"), "{unwell:?}");
    let (status, _) = serving.terminate();
    assert!(status.success());
}
