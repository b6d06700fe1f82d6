//! The program: exit codes, messages, shutdown.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kpi-frontend"));
    command
        .env_clear()
        .current_dir(std::env::temp_dir())
        .env("HOST", "127.0.0.1")
        .env("LOG_DIR", "");
    command
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    (status.code(), text(&stdout), text(&stderr))
}

#[test]
fn an_invalid_configuration_is_reported_completely_and_exits_with_2() {
    let (code, _, stderr) = run(program().env("PORT", "x").env("NODE_ENV", "prod"));
    assert_eq!(code, Some(2), "{stderr}");
    assert!(
        stderr.contains("\nPORT: ") && stderr.contains("\nNODE_ENV: "),
        "{stderr}"
    );
}

#[test]
fn a_port_in_use_is_reported_in_one_sentence_and_exits_with_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, stderr) = run(program().env("PORT", port));
    assert_eq!(code, Some(1));
    assert!(stderr.contains("the port is already in use"), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
fn config_shows_the_effective_settings() {
    let (code, stdout, _) = run(program().arg("config").env("PORT", "4000"));
    assert_eq!(code, Some(0));
    let line = stdout
        .lines()
        .find(|line| line.starts_with("PORT "))
        .unwrap();
    assert!(
        line.contains("4000") && line.ends_with("environment"),
        "{line}"
    );
    assert!(
        stdout
            .lines()
            .any(|line| line.starts_with("VITE_API_URL") && line.ends_with("default"))
    );
}

#[test]
fn a_service_that_does_not_respond_is_unhealthy() {
    // The port is closed.
    let (code, _, stderr) = run(program().arg("healthcheck").env("PORT", "1"));
    assert_eq!(code, Some(1));
    assert!(stderr.contains("does not answer"), "{stderr}");
}

#[test]
fn it_logs_json_passes_its_health_check_and_stops_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "built").unwrap();
    let mut child = program()
        .env("PORT", "0")
        .env("NODE_ENV", "production")
        .env("STATIC_DIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let started: serde_json::Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    assert_eq!(started["service"], "kpi-frontend");
    assert_eq!(started["environment"], "production");
    let port = started["port"].to_string();

    let (code, _, stderr) = run(program().arg("healthcheck").env("PORT", port));
    assert_eq!(code, Some(0), "{stderr}");
    let request: serde_json::Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    assert_eq!(request["method"], "GET");
    assert_eq!(request["url"], "/health");
    assert_eq!(request["status"], 200);
    assert_eq!(request["user_agent"], "kpi-healthcheck");
    assert_eq!(request["address"], "127.0.0.1");
    assert!(request["duration_ms"].is_number() && request["request_id"].is_string());

    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(child.wait().unwrap().success());
    let rest: Vec<_> = lines.collect();
    assert!(
        rest.iter().any(|line| line.contains("\"SIGTERM\"")),
        "{rest:?}"
    );
}
