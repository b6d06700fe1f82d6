//! Migrations and seed data.

use std::fs;

use serde_json::json;

use super::{Backend, TestDatabase};

#[test]
fn migrations_are_run_listed_and_reverted() {
    let database = TestDatabase::create(false);
    let backend = Backend::on(&database, &[]);
    let status = |state: &str| {
        let ended = backend.run(&["migrate", "status"]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let lines = ended.stdout.lines();
        lines.filter(|line| line.starts_with(state)).count()
    };
    let all = status("pending");
    assert!(all >= 2);
    assert_eq!(status("applied"), 0);

    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1));
    assert!(
        doctor.stdout.contains("problem  database") && doctor.stdout.contains("migrate deploy"),
        "{doctor:?}"
    );

    let deploy = backend.run(&["migrate", "deploy"]);
    assert_eq!(deploy.code, Some(0), "{deploy:?}");
    assert_eq!(deploy.stdout.lines().count(), all, "{deploy:?}");
    assert_eq!((status("applied"), status("pending")), (all, 0));
    let again = backend.run(&["migrate", "deploy"]);
    assert_eq!(again.code, Some(0));
    assert!(again.stdout.contains("Nothing to do"), "{again:?}");

    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert!(!doctor.stdout.contains("problem"), "{doctor:?}");

    let revert = backend.run(&["migrate", "revert"]);
    assert_eq!(revert.code, Some(0), "{revert:?}");
    let newest = deploy.stdout.lines().last().unwrap();
    let newest = newest.trim_start_matches("Ran ").trim_end_matches('.');
    assert!(revert.stdout.contains(newest), "by its name: {revert:?}");
    assert_eq!((status("applied"), status("pending")), (all - 1, 1));
    let reset = backend.run(&["migrate", "reset"]);
    assert_eq!(reset.code, Some(0), "{reset:?}");
    assert_eq!((status("applied"), status("pending")), (all, 0));
}

#[test]
fn a_new_migration_gets_its_files_for_both_databases() {
    let backend = Backend::with(&[]);
    let outside = backend.run(&["migrate", "new", "add_things"]);
    assert_eq!(outside.code, Some(1), "{outside:?}");
    assert_eq!(outside.stderr.lines().count(), 1, "{outside:?}");

    let migrations = backend.folder.path().join("migrations");
    fs::create_dir_all(migrations.join("postgres/2026-01-01-000001_first")).unwrap();
    for name in ["Add things", "../up", ""] {
        let ended = backend.run(&["migrate", "new", name]);
        assert_eq!(ended.code, Some(1), "{name}: {ended:?}");
    }
    let made = backend.run(&["migrate", "new", "add_things"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    for database in ["postgres", "sqlite"] {
        let folders: Vec<_> = fs::read_dir(migrations.join(database))
            .unwrap()
            .map(|folder| folder.unwrap().path())
            .filter(|folder| folder.to_string_lossy().ends_with("-000002_add_things"))
            .collect();
        assert_eq!(folders.len(), 1, "{database}");
        assert!(folders[0].join("up.sql").is_file() && folders[0].join("down.sql").is_file());
    }
}

#[test]
fn destructive_commands_are_rejected_in_production() {
    let database = TestDatabase::create(true);
    for environment in ["staging", "production"] {
        let backend = Backend::on(
            &database,
            &[("NODE_ENV", environment), ("REDIS_REQUIRED", "false")],
        );
        let reset = backend.run(&["migrate", "reset"]);
        assert_eq!(reset.code, Some(1), "{reset:?}");
        assert!(reset.stderr.contains(environment), "{reset:?}");
    }
    let production = Backend::on(
        &database,
        &[("NODE_ENV", "production"), ("REDIS_REQUIRED", "false")],
    );
    let demo = production.run(&["seed", "--demo"]);
    assert_eq!(demo.code, Some(1), "{demo:?}");
    assert_eq!(demo.stderr.lines().count(), 1, "{demo:?}");
    assert!(!demo.stdout.contains("password:"), "{demo:?}");

    let serving = Backend::on(&database, &[]).serve();
    let credentials = json!({ "email": "demo@example.com", "password": "x" });
    assert_eq!(serving.post("/api/auth/login", &credentials).0, 401);
}

#[test]
fn the_demo_user_has_the_printed_password_and_a_year_of_days() {
    let database = TestDatabase::create(false);
    let backend = Backend::on(&database, &[]);
    let plain = backend.run(&["seed"]);
    assert_eq!(plain.code, Some(0), "{plain:?}");
    backend.run(&["seed", "--demo"]);
    // Again: it replaces the first one.
    let seeded = backend.run(&["seed", "--demo"]);
    assert_eq!(seeded.code, Some(0), "{seeded:?}");
    let (_, password) = seeded.stdout.split_once("password: ").unwrap();

    let serving = backend.serve();
    let credentials = json!({ "email": "demo@example.com", "password": password.trim() });
    let (status, session) = serving.post("/api/auth/login", &credentials);
    assert_eq!(status, 200, "{session}");
    let year = session["user"]["today"].as_str().unwrap()[..4].to_owned();
    let token = session["token"].as_str().unwrap();
    let (status, year) = serving.get(&format!("/api/dashboards/year/{year}"), token);
    assert_eq!(status, 200, "{year}");
    assert!(year["recordedDays"].as_i64().unwrap() > 0, "{year}");
    let (status, found) = serving.get("/api/days?q=walk", token);
    assert_eq!(status, 200, "{found}");
    assert!(found["days"].as_array().unwrap().len() > 2, "{found}");
}

/// The service migrates in development only; elsewhere it starts, but is not ready.
#[test]
fn outside_development_the_service_does_not_migrate() {
    let database = TestDatabase::create(false);
    let settings = [("NODE_ENV", "production"), ("REDIS_REQUIRED", "false")];
    let production = Backend::on(&database, &settings);
    let serving = production.serve();
    let (status, report) = serving.get("/health/ready", "");
    assert_eq!(status, 503, "{report}");
    assert_eq!(report["checks"]["migrations"]["status"], "error");
    drop(serving);
    let serving = Backend::on(&database, &[]).serve();
    let (status, report) = serving.get("/health/ready", "");
    assert_eq!(status, 200, "{report}");
}
