//! A PgBouncer for one test, in transaction mode. It stops when it is dropped.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;
use tokio::net::TcpSocket;

use super::TestDatabase;

/// The server's connections that all clients share.
const POOL_SIZE: u8 = 2;

/// The pooler, on a fixed port.
pub struct PgBouncer {
    /// Bound to reserve the port.
    place: TcpSocket,
    name: String,
    child: Child,
    _folder: TempDir,
}

impl PgBouncer {
    /// Starts it in front of a PostgreSQL database.
    pub fn before(database: &TestDatabase) -> Self {
        let (server, name) = parts(database.url());
        let place = TcpSocket::new_v4().unwrap();
        // PgBouncer sets it, too: then both may bind the port, as this one does not listen.
        place.set_reuseaddr(true).unwrap();
        place.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let port = place.local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pgbouncer.ini");
        let settings = format!(
            "[databases]\n* = {server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = {POOL_SIZE}\nlog_connections = 0\nlog_disconnections = 0\n"
        );
        fs::write(&file, settings).unwrap();
        let mut command = Command::new("pgbouncer");
        // It refuses to be root.
        if fs::metadata(&file).unwrap().uid() == 0 {
            for (path, mode) in [(folder.path(), 0o755), (&file, 0o644)] {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
            command.uid(id_of_nobody());
        }
        let mut child = command
            .arg(&file)
            .env("PATH", path_with_sbin())
            .stderr(Stdio::piped())
            .spawn()
            .expect("pgbouncer is missing: apt-get install pgbouncer");
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("process up") {
            let read = log.read_line(&mut said).unwrap();
            assert_ne!(read, 0, "pgbouncer did not start: {said}");
        }
        // The rest must be drained, so that the pipe does not fill up.
        thread::spawn(move || log.read_to_end(&mut Vec::new()));
        Self {
            place,
            name,
            child,
            _folder: folder,
        }
    }

    /// The URL of the database through the pooler.
    pub fn url(&self) -> String {
        let port = self.place.local_addr().unwrap().port();
        format!("postgresql://any_user@127.0.0.1:{port}/{}", self.name)
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        // Also while its test fails.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The server as PgBouncer's settings name it, and the database's name.
fn parts(url: &str) -> (String, String) {
    let (_, rest) = url.split_once("://").unwrap();
    let (place, name) = rest.split_once('/').unwrap();
    let (login, host) = place.rsplit_once('@').unwrap();
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let (host, port) = host.split_once(':').unwrap_or((host, "5432"));
    let server = format!("host={host} port={port} user={user} password={password}");
    (server, name.to_owned())
}

fn id_of_nobody() -> u32 {
    let text = Command::new("id").args(["-u", "nobody"]).output().unwrap();
    String::from_utf8(text.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

/// Debian's package puts it where only root's PATH leads.
fn path_with_sbin() -> String {
    format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default())
}
