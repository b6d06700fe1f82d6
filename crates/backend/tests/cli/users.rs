//! `kpi-backend user`.

use serde_json::json;

use super::process::Ended;
use super::{Backend, TestDatabase};

/// The last word of the line that says it.
fn password_in(ended: &Ended) -> &str {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let (_, password) = ended.stdout.split_once("password: ").unwrap();
    password.trim()
}

#[test]
fn create_admin_creates_an_administrator() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    let make = ["user", "create-admin", " Root@Example.com", "Root"];
    let made = backend.run(&make);
    let password = password_in(&made);
    assert!(made.stdout.contains("root@example.com"), "{made:?}");

    // An existing account is not changed.
    let again = backend.run(&make);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(
        again.stderr.contains("root@example.com already"),
        "{again:?}"
    );
    assert_eq!(again.stderr.lines().count(), 1, "{again:?}");
    assert!(!again.stdout.contains("password"), "{again:?}");

    let serving = backend.serve();
    let credentials = json!({ "email": "root@example.com", "password": password });
    let (status, session) = serving.post("/api/auth/login", &credentials);
    assert_eq!((status, &session["user"]["role"]), (200, &json!("admin")));
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/email/status", token).0, 200);

    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let (_, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(session["user"]["role"], "user");
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/email/status", token).0, 403);
}

#[test]
fn invalid_accounts_are_reported_in_one_sentence() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    for (arguments, stdin, word) in [
        (&["create-admin", "root", "Root"][..], "", "\"root\""),
        (&["create-admin", "root@example.com", " "], "", "name"),
        (
            &[
                "create-admin",
                "root@example.com",
                "Root",
                "--password-stdin",
            ],
            "short\n",
            "8 characters",
        ),
        (&["reset-password", "nobody@example.com"], "", "no account"),
        (&["reset-password", "nobody"], "", "\"nobody\""),
    ] {
        let ended = backend.run_with(&[&["user"], arguments].concat(), stdin);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.stderr.contains(word), "{ended:?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
        assert!(!ended.stdout.contains("password"), "{ended:?}");
    }
}

#[test]
fn reset_password_ends_all_sessions() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    let serving = backend.serve();
    let credentials = |password: &str| json!({ "email": "ann@example.com", "password": password });
    let mut registration = credentials("correct horse");
    registration["name"] = "Ann".into();
    let (status, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(status, 201, "{session}");
    // After so many failed attempts the next one would have to wait.
    let statuses: Vec<u16> = (0..6)
        .map(|_| serving.post("/api/auth/login", &credentials("a guess")).0)
        .collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);

    let reset = backend.run(&["user", "reset-password", "ANN@example.com"]);
    let made_up = password_in(&reset);
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/auth/me", token).0, 401);
    let login = |password: &str| serving.post("/api/auth/login", &credentials(password)).0;
    assert_eq!(login(made_up), 200);
    assert_eq!(login("correct horse"), 401);

    let arguments = [
        "user",
        "reset-password",
        "ann@example.com",
        "--password-stdin",
    ];
    let chosen = backend.run_with(&arguments, "chosen by the operator\n");
    assert_eq!(chosen.code, Some(0), "{chosen:?}");
    assert!(!chosen.stdout.contains("chosen by"), "{chosen:?}");
    assert_eq!(login("chosen by the operator"), 200);
    assert_eq!(login(made_up), 401);
}
