//! Stopping without cutting anyone off.
//!
//! On SIGTERM or SIGINT a service first only says that it is going ([`Life::is_leaving`]), for as
//! long as whoever sends it requests needs to notice. Then the server stops accepting, closes idle
//! keep-alive connections at once and gives running requests `SHUTDOWN_TIMEOUT` seconds. A second
//! signal ends the process at once. The server must be built with `.disable_signals()` (actix
//! treats SIGINT as a hard stop) and `.shutdown_timeout(…)`.

use std::io;
use std::time::Duration;

use actix_web::dev::Server;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How far a service is on its way out; shared by all who must know.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// It serves, but will stop in a moment.
    leaving: CancellationToken,
    /// It accepts no more.
    stopping: CancellationToken,
}

impl Life {
    /// Whether nobody should send it anything new: it will stop in a moment, or stops already.
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_cancelled()
    }

    /// Resolves when it stops.
    pub async fn stops(self) {
        self.stopping.cancelled().await;
    }
}

/// Runs the server until it ends, a signal stopped it gracefully, or a second signal cut it off;
/// tells `life` what happens, and serves on for `delay` after the first signal.
pub async fn run(server: Server, life: &Life, delay: Duration) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let signals = async move || {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    };
    run_until(server, life, delay, signals).await
}

/// As [`run`], with signals from anywhere.
async fn run_until(
    server: Server,
    life: &Life,
    delay: Duration,
    mut signal: impl AsyncFnMut() -> &'static str,
) -> io::Result<()> {
    let handle = server.handle();
    tokio::pin!(server);
    let name = tokio::select! {
        outcome = &mut server => return outcome,
        name = signal() => name,
    };
    tracing::info!(signal = name, delay_s = delay.as_secs_f64(), "leaving");
    life.leaving.cancel();
    let stop = async {
        tokio::time::sleep(delay).await;
        tracing::info!("stopping: running requests are finished first");
        life.stopping.cancel();
        // It is under way as soon as it is asked for; the server's end is what is waited for.
        drop(handle.stop(true));
    };
    tokio::select! {
        (outcome, ()) = async { tokio::join!(server, stop) } => {
            tracing::info!("stopped");
            outcome
        }
        name = signal() => {
            tracing::warn!(signal = name, "stopped at once by a second signal");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpResponse, HttpServer, web};
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use tokio::sync::{Notify, mpsc};

    use super::*;

    /// Longer than any test may take: who waits for it has failed.
    const TIMEOUT: u64 = 60;

    fn server(started: web::Data<Notify>, release: web::Data<Notify>) -> (Server, u16) {
        let (listeners, port) = crate::listen::bind("127.0.0.1", 0).unwrap();
        let mut server = HttpServer::new(move || {
            let (started, release) = (started.clone(), release.clone());
            App::new()
                .route("/fast", web::get().to(HttpResponse::Ok))
                .route(
                    "/slow",
                    web::get().to(move || {
                        let (started, release) = (started.clone(), release.clone());
                        async move {
                            started.notify_one();
                            release.notified().await;
                            "the whole answer"
                        }
                    }),
                )
        })
        .workers(1)
        .disable_signals()
        .shutdown_timeout(TIMEOUT);
        for listener in listeners {
            server = server.listen(listener).unwrap();
        }
        (server.run(), port)
    }

    async fn run_until_at_once(
        server: Server,
        signal: impl AsyncFnMut() -> &'static str,
    ) -> io::Result<()> {
        run_until(server, &Life::default(), Duration::ZERO, signal).await
    }

    fn ask(port: u16, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(TIMEOUT)))
            .unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        stream
    }

    fn notify() -> web::Data<Notify> {
        web::Data::new(Notify::new())
    }

    /// Signals from a test, as many as are sent.
    fn signals() -> (mpsc::UnboundedSender<()>, impl AsyncFnMut() -> &'static str) {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let next = async move || match receiver.recv().await {
            Some(()) => "a test",
            None => std::future::pending().await,
        };
        (sender, next)
    }

    #[actix_web::test]
    async fn an_idle_keep_alive_connection_does_not_hold_the_stop_up() {
        let (server, port) = server(notify(), notify());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let mut idle = web::block(move || {
            let mut stream = ask(port, "/fast");
            let mut head = [0; 12];
            stream.read_exact(&mut head).unwrap();
            assert_eq!(&head, b"HTTP/1.1 200");
            stream
        })
        .await
        .unwrap();

        signal.send(()).unwrap();
        let stopped = tokio::time::timeout(Duration::from_secs(TIMEOUT / 2), running).await;
        stopped
            .expect("the idle connection held the stop up")
            .unwrap()
            .unwrap();
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).unwrap();
    }

    #[actix_web::test]
    async fn a_running_request_gets_its_whole_answer() {
        let (started, release) = (notify(), notify());
        let (server, port) = server(started.clone(), release.clone());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let answer = actix_web::rt::task::spawn_blocking(move || {
            let mut answer = String::new();
            ask(port, "/slow").read_to_string(&mut answer).unwrap();
            answer
        });

        started.notified().await;
        signal.send(()).unwrap();
        // Only once the port is closed has the stop really begun.
        web::block(move || while TcpStream::connect(("127.0.0.1", port)).is_ok() {})
            .await
            .unwrap();
        release.notify_one();

        assert!(answer.await.unwrap().ends_with("the whole answer"));
        running.await.unwrap().unwrap();
    }

    #[actix_web::test]
    async fn a_second_signal_ends_it_at_once() {
        let started = notify();
        let (server, port) = server(started.clone(), notify());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let stuck = web::block(move || ask(port, "/slow")).await.unwrap();

        started.notified().await;
        signal.send(()).unwrap();
        signal.send(()).unwrap();
        let stopped = tokio::time::timeout(Duration::from_secs(TIMEOUT / 2), running).await;
        stopped
            .expect("the second signal was not heard")
            .unwrap()
            .unwrap();
        drop(stuck);
    }

    #[actix_web::test]
    async fn it_serves_for_a_moment_after_the_first_signal_and_tells() {
        let (server, port) = server(notify(), notify());
        let (signal, signalled) = signals();
        let life = Life::default();
        let (leaving, stops) = (life.clone(), actix_web::rt::spawn(life.clone().stops()));
        let delay = Duration::from_millis(300);
        let running =
            actix_web::rt::spawn(async move { run_until(server, &life, delay, signalled).await });
        assert!(!leaving.is_leaving());
        signal.send(()).unwrap();
        while !leaving.is_leaving() {
            tokio::task::yield_now().await;
        }
        web::block(move || {
            let mut head = [0; 12];
            ask(port, "/fast").read_exact(&mut head).unwrap();
            assert_eq!(&head, b"HTTP/1.1 200");
        })
        .await
        .unwrap();
        stops.await.unwrap();
        running.await.unwrap().unwrap();
    }
}
