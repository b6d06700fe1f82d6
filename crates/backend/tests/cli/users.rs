//! `kpi-backend user`.

use diesel::RunQueryDsl;
use kpi_backend::db::{Database, DbConnection};
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

/// Earlier versions stored the domain as it was typed.
#[test]
fn a_deployment_stores_addresses_in_one_spelling_and_locks_nobody_out() {
    let database = TestDatabase::create(true);
    let limits = [
        ("RATE_LIMIT_MAX_REQUESTS", "0"),
        ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
    ];
    let backend = Backend::on(&database, &limits);
    let serving = backend.serve();
    let accounts = [
        // Of these two the second one is verified.
        ("ann@bu\u{308}cher.example", "ann@bu\u{308}cher.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("bob@bücher.example", "bob@xn--bcher-kva.example"),
        ("carol@bücher.example", "carol@bücher.example"),
        ("carol@xn--bcher-kva.example", "carol@xn--bcher-kva.example"),
        ("a..b@example.com", "a..b@example.com"),
        ("dora@example.com", "dora@example.com"),
    ];
    let pool = Database::new(database.url().parse().unwrap());
    let conn: &mut DbConnection = &mut pool.connection().unwrap();
    for (number, (old, _)) in accounts.iter().enumerate() {
        let email = format!("user-{number}@example.com");
        let body = json!({ "email": email, "password": format!("password {number}"), "name": "A" });
        let (status, session) = serving.post("/api/auth/register", &body);
        assert_eq!(status, 201, "{session}");
        let statement = format!("UPDATE users SET email = '{old}' WHERE email = '{email}'");
        diesel::sql_query(statement).execute(conn).unwrap();
    }
    let verified =
        "UPDATE users SET email_verified_at = created_at WHERE email = 'ann@bücher.example'";
    diesel::sql_query(verified).execute(conn).unwrap();
    let sign_in = |typed: &str, number: usize| {
        let password = format!("password {number}");
        let (status, session) = serving.post(
            "/api/auth/login",
            &json!({ "email": typed, "password": password }),
        );
        assert_eq!(status, 200, "{typed}: {session}");
        session["user"]["email"].as_str().unwrap().to_owned()
    };
    for (number, (old, _)) in accounts.iter().enumerate() {
        assert_eq!(sign_in(old, number), *old);
    }
    for lines in [2, 1] {
        let deploy = backend.run(&["migrate", "deploy"]);
        assert_eq!(deploy.code, Some(0), "{deploy:?}");
        assert_eq!(deploy.stdout.lines().count(), lines, "{deploy:?}");
        for (number, (old, new)) in accounts.iter().enumerate() {
            assert_eq!(sign_in(&old.to_uppercase(), number), *new);
        }
    }
    let (_, again) = serving.post(
        "/api/auth/register",
        &json!({ "email": "bob@BÜCHER.example", "password": "password 9", "name": "B" }),
    );
    assert_eq!(again["type"], "/problems/email-taken");
    for (email, number) in [("carol@bücher.example", 3), ("bob@bücher.example", 2)] {
        let arguments = ["user", "reset-password", email, "--password-stdin"];
        let reset = backend.run_with(&arguments, "password 9\n");
        assert_eq!(reset.code, Some(0), "{reset:?}");
        let credentials =
            |number| json!({ "email": email, "password": format!("password {number}") });
        assert_eq!(serving.post("/api/auth/login", &credentials(number)).0, 401);
        assert_eq!(serving.post("/api/auth/login", &credentials(9)).0, 200);
    }
    sign_in("carol@xn--bcher-kva.example", 4);
}
