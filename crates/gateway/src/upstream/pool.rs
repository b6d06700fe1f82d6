//! Connections that wait for their next request.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::client::UpstreamConnection;

/// More than this are not worth their file descriptors.
const MAX_IDLE: usize = 256;

/// The idle connections of one worker to one instance, the warmest last.
pub(super) struct Pool {
    /// An idle connection is given up before the service does so: a request must not run into the
    /// closing.
    keep_alive: Duration,
    idle: RefCell<VecDeque<Idle>>,
}

struct Idle {
    connection: UpstreamConnection,
    since: Instant,
}

impl Pool {
    /// A pool that lets go of what has waited longer than `keep_alive`.
    pub(super) fn new(keep_alive: Duration) -> Rc<Self> {
        let pool = Rc::new(Self {
            keep_alive,
            idle: RefCell::default(),
        });
        actix_web::rt::spawn(sweep(Rc::downgrade(&pool), keep_alive));
        pool
    }

    /// The warmest connection that is still good.
    pub(super) fn take(&self) -> Option<UpstreamConnection> {
        let mut idle = self.idle.borrow_mut();
        while let Some(Idle { connection, since }) = idle.pop_back() {
            if since.elapsed() >= self.keep_alive {
                // Those before it have waited longer still.
                idle.clear();
                return None;
            }
            if connection.is_ready() {
                return Some(connection);
            }
        }
        None
    }

    /// Keeps a connection whose last exchange has ended on both sides.
    pub(super) fn put(&self, connection: UpstreamConnection) {
        let mut idle = self.idle.borrow_mut();
        if idle.len() >= MAX_IDLE {
            idle.pop_front();
        }
        idle.push_back(Idle {
            connection,
            since: Instant::now(),
        });
    }

    /// Lets go of all of them: the instance has closed one, and so it will have the others.
    pub(super) fn clear(&self) {
        self.idle.borrow_mut().clear();
    }

    fn drop_stale(&self) {
        let mut idle = self.idle.borrow_mut();
        let is_stale = |first: &Idle| first.since.elapsed() >= self.keep_alive;
        while idle.front().is_some_and(is_stale) {
            idle.pop_front();
        }
    }
}

/// Lets go of stale connections even when no request comes, as long as there is the pool.
async fn sweep(pool: Weak<Pool>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let Some(pool) = pool.upgrade() else { return };
        pool.drop_stale();
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};

    use tokio_util::either::Either;

    use super::*;

    async fn pair(listener: &TcpListener) -> (UpstreamConnection, TcpStream) {
        let address = listener.local_addr().unwrap();
        let ours = TcpStream::connect(address).await.unwrap();
        let (theirs, _) = listener.accept().await.unwrap();
        let ours = UpstreamConnection::handshake(Either::Left(ours)).await;
        (ours.unwrap(), theirs)
    }

    /// Waits until hyper has seen what the other side did.
    async fn until_used_up(pool: &Pool) {
        while pool.idle.borrow().back().unwrap().connection.is_ready() {
            tokio::task::yield_now().await;
        }
    }

    #[actix_web::test]
    async fn the_warmest_good_connection_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_secs(60));
        let (first, first_peer) = pair(&listener).await;
        pool.put(first);
        for unasked in [&b""[..], b"HTTP/1.1 200 OK"] {
            let (next, mut peer) = pair(&listener).await;
            pool.put(next);
            // It is closed, or speaks unasked.
            peer.write_all(unasked).await.unwrap();
            if unasked.is_empty() {
                drop(peer);
            }
            until_used_up(&pool).await;
            let good = pool.take().unwrap();
            assert!(pool.take().is_none());
            pool.put(good);
        }
        drop(first_peer);
    }

    #[actix_web::test]
    async fn what_has_waited_too_long_is_let_go() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_millis(1));
        let (connection, mut peer) = pair(&listener).await;
        pool.put(connection);
        let mut byte = [0; 1];
        let read = tokio::io::AsyncReadExt::read(&mut peer, &mut byte).await;
        assert_eq!(read.unwrap(), 0, "it is closed without anyone asking");
        assert!(pool.take().is_none());
    }
}
