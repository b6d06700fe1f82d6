//! Graceful shutdown.
//!
//! On SIGTERM or SIGINT a service first drains ([`Lifecycle::is_draining`]): it still serves, so
//! that load balancers can notice. After the delay the server stops accepting, closes idle
//! keep-alive connections at once and gives requests in flight `SHUTDOWN_TIMEOUT` seconds. A second
//! signal ends the process at once. The server must be built with `.disable_signals()` (actix
//! treats SIGINT as a hard stop) and `.shutdown_timeout(…)`.

use std::io;
use std::time::Duration;

use actix_web::dev::Server;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The lifecycle of a service; clones share the state.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// It still serves, but will stop soon.
    draining: CancellationToken,
    /// It accepts no more connections.
    stopping: CancellationToken,
}

impl Lifecycle {
    /// Whether clients should send new requests elsewhere: it will stop soon, or is stopping.
    pub fn is_draining(&self) -> bool {
        self.draining.is_cancelled()
    }

    /// Resolves when the service stops accepting.
    pub async fn stopped(self) {
        self.stopping.cancelled().await;
    }
}

/// Runs the server until it ends, a signal stops it gracefully, or a second signal ends it at once;
/// updates `lifecycle`, and keeps serving for `delay` after the first signal.
pub async fn run(server: Server, lifecycle: &Lifecycle, delay: Duration) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let signals = async move || {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    };
    run_until(server, lifecycle, delay, signals).await
}

/// As [`run`], with a given source of signals.
async fn run_until(
    server: Server,
    lifecycle: &Lifecycle,
    delay: Duration,
    mut signal: impl AsyncFnMut() -> &'static str,
) -> io::Result<()> {
    let handle = server.handle();
    tokio::pin!(server);
    let name = tokio::select! {
        outcome = &mut server => return outcome,
        name = signal() => name,
    };
    tracing::info!(signal = name, delay_s = delay.as_secs_f64(), "draining");
    lifecycle.draining.cancel();
    let stop = async {
        tokio::time::sleep(delay).await;
        tracing::info!("stopping: waiting for requests in flight");
        lifecycle.stopping.cancel();
        // It takes effect when it is called; the end of the server is awaited below.
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

    /// Longer than any test takes.
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
                            "the whole response"
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
        run_until(server, &Lifecycle::default(), Duration::ZERO, signal).await
    }

    fn send(port: u16, path: &str) -> TcpStream {
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

    /// A source of signals that a test controls.
    fn signals() -> (mpsc::UnboundedSender<()>, impl AsyncFnMut() -> &'static str) {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let next = async move || match receiver.recv().await {
            Some(()) => "test",
            None => std::future::pending().await,
        };
        (sender, next)
    }

    #[actix_web::test]
    async fn an_idle_keep_alive_connection_does_not_delay_shutdown() {
        let (server, port) = server(notify(), notify());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let mut idle = web::block(move || {
            let mut stream = send(port, "/fast");
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
            .expect("the idle connection delayed shutdown")
            .unwrap()
            .unwrap();
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).unwrap();
    }

    #[actix_web::test]
    async fn a_request_in_flight_is_completed() {
        let (started, release) = (notify(), notify());
        let (server, port) = server(started.clone(), release.clone());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let response = actix_web::rt::task::spawn_blocking(move || {
            let mut response = String::new();
            send(port, "/slow").read_to_string(&mut response).unwrap();
            response
        });

        started.notified().await;
        signal.send(()).unwrap();
        // The server is stopping once the port is closed.
        web::block(move || while TcpStream::connect(("127.0.0.1", port)).is_ok() {})
            .await
            .unwrap();
        release.notify_one();

        assert!(response.await.unwrap().ends_with("the whole response"));
        running.await.unwrap().unwrap();
    }

    #[actix_web::test]
    async fn a_second_signal_ends_it_at_once() {
        let started = notify();
        let (server, port) = server(started.clone(), notify());
        let (signal, signalled) = signals();
        let running = actix_web::rt::spawn(run_until_at_once(server, signalled));
        let stuck = web::block(move || send(port, "/slow")).await.unwrap();

        started.notified().await;
        signal.send(()).unwrap();
        signal.send(()).unwrap();
        let stopped = tokio::time::timeout(Duration::from_secs(TIMEOUT / 2), running).await;
        stopped
            .expect("the second signal was ignored")
            .unwrap()
            .unwrap();
        drop(stuck);
    }

    #[actix_web::test]
    async fn it_drains_for_the_delay_after_the_first_signal() {
        let (server, port) = server(notify(), notify());
        let (signal, signalled) = signals();
        let lifecycle = Lifecycle::default();
        let (draining, stopped) = (
            lifecycle.clone(),
            actix_web::rt::spawn(lifecycle.clone().stopped()),
        );
        let delay = Duration::from_millis(300);
        let running =
            actix_web::rt::spawn(
                async move { run_until(server, &lifecycle, delay, signalled).await },
            );
        assert!(!draining.is_draining());
        signal.send(()).unwrap();
        while !draining.is_draining() {
            tokio::task::yield_now().await;
        }
        web::block(move || {
            let mut head = [0; 12];
            send(port, "/fast").read_exact(&mut head).unwrap();
            assert_eq!(&head, b"HTTP/1.1 200");
        })
        .await
        .unwrap();
        stopped.await.unwrap();
        running.await.unwrap().unwrap();
    }
}
