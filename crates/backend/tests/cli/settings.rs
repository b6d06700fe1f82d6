//! Invalid settings and commands, and `config`.

use std::fs;

use super::{Backend, SECRET};

#[test]
fn all_invalid_settings_are_reported_with_exit_code_2() {
    let backend = Backend::with(&[
        ("NODE_ENV", "prod"),
        ("PORT", "seventy"),
        ("JWT_SECRET", "hunter2"),
        ("JWT_EXPIRES_IN", "soon"),
        ("DATABASE_URL", "mysql://root:hunter3@localhost/kpi"),
        ("BCRYPT_ROUNDS", "99"),
        ("LOG_LEVEL", "loud"),
        ("SHUTDOWN_TIMEOUT", "-1"),
        ("MAX_BODY_BYTES", "1 MB"),
        ("REDIS_URL", "http://:hunter4@localhost"),
        ("REDIS_REQUIRED", "perhaps"),
        ("HEALTH_CHECK_REDIS", "sometimes"),
    ]);
    for arguments in [
        &["serve"][..],
        &[],
        &["migrate", "deploy"],
        &["migrate", "status"],
        &["seed"],
        &["doctor"],
        &["healthcheck"],
        &["config"],
    ] {
        let ended = backend.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {ended:?}");
        for (name, _) in &backend.settings {
            assert!(
                ended.stderr.contains(&format!("{name}: ")),
                "{name}: {ended:?}"
            );
        }
        let text = ended.stdout + &ended.stderr;
        assert!(!text.contains("hunter"), "a secret is shown: {text}");
        assert!(!text.contains("panicked"), "{text}");
    }
    assert_eq!(
        fs::read_dir(backend.folder.path()).unwrap().count(),
        0,
        "nothing is begun"
    );
}

#[test]
fn an_unknown_command_has_exit_code_2() {
    let ended = Backend::with(&[]).run(&["serv"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("serve"), "{ended:?}");
}

#[test]
fn config_shows_settings_and_sources_and_hides_secrets() {
    let backend = Backend::with(&[
        ("JWT_SECRET", SECRET),
        ("DATABASE_URL", "postgres://kpi:hunter2@localhost/kpi"),
        ("PORT", "4711"),
    ]);
    let ended = backend.run(&["config"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let line = |name: &str| -> Vec<&str> {
        let line = ended.stdout.lines().find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("no {name}: {ended:?}"))
            .split_whitespace()
            .collect()
    };
    assert_eq!(line("PORT"), ["PORT", "4711", "environment"]);
    assert_eq!(line("NODE_ENV"), ["NODE_ENV", "development", "default"]);
    assert_eq!(line("JWT_SECRET"), ["JWT_SECRET", "set", "environment"]);
    assert_eq!(line("DATABASE_URL"), ["DATABASE_URL", "set", "environment"]);
    assert!(!ended.stdout.contains("hunter2") && !ended.stdout.contains(SECRET));
}
