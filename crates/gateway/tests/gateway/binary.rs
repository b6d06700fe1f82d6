//! The program: exit codes, messages, shutdown.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"));
    command
        .env_clear()
        .current_dir(std::env::temp_dir())
        .env("GATEWAY_HOST", "127.0.0.1")
        .env("LOG_DIR", "");
    command
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn an_invalid_configuration_is_reported_completely_and_exits_with_2() {
    let (code, _, stderr) = run(program()
        .env("GATEWAY_PORT", "x")
        .env("BACKEND_URL", "nowhere"));
    assert_eq!(code, Some(2), "{stderr}");
    assert!(
        stderr.contains("\nGATEWAY_PORT: ") && stderr.contains("\nBACKEND_URL: "),
        "{stderr}"
    );
}

#[test]
fn unreadable_certificates_exit_with_1() {
    let mut command = program();
    command
        .env("GATEWAY_PORT", "0")
        .env("UPSTREAM_CA_FILE", "/nowhere/ca.pem");
    let (code, _, stderr) = run(&mut command);
    assert_eq!(code, Some(1));
    assert!(
        stderr.starts_with("UPSTREAM_CA_FILE: the certificates in /nowhere/ca.pem"),
        "{stderr}"
    );
}

#[test]
fn config_shows_the_effective_settings() {
    let (code, stdout, _) = run(program().arg("config").env("PORT", "4000"));
    assert_eq!(code, Some(0));
    let line = stdout
        .lines()
        .find(|line| line.starts_with("GATEWAY_PORT "))
        .unwrap();
    assert!(line.contains("4000") && line.ends_with("default"), "{line}");
    assert!(stdout.contains("http://localhost:3001"), "{stdout}");
}

/// The running program; killed on drop.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Usually it has exited already.
        let _ = self.0.kill();
    }
}

/// The next line of the log with this message.
fn line(lines: &mut impl Iterator<Item = String>, message: &str) -> serde_json::Value {
    lines
        .map(|line| serde_json::from_str::<serde_json::Value>(&line).unwrap())
        .find(|line| line["message"] == message)
        .unwrap()
}

#[test]
fn it_logs_passes_its_health_check_without_upstreams_and_stops_on_sigterm() {
    let mut child = program()
        .env("GATEWAY_PORT", "0")
        .env("NODE_ENV", "production")
        .env("DRAIN_DELAY", "0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    let mut running = Running(child);
    let mut lines = BufReader::new(stdout).lines().map(Result::unwrap);
    let started = line(&mut lines, "the gateway is open");
    assert_eq!(started["service"], "kpi-gateway");
    let port = started["port"].to_string();
    let (code, _, stderr) = run(program().arg("healthcheck").env("GATEWAY_PORT", port));
    assert_eq!(code, Some(0), "{stderr}");
    let request = line(&mut lines, "request");
    assert_eq!(request["url"], "/gateway/health/live");

    let pid = running.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(running.0.wait().unwrap().success());
}
