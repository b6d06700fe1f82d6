//! The pool of idle keep-alive connections.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::client::UpstreamConnection;

/// The maximum of idle connections.
const MAX_IDLE: usize = 256;

/// The idle connections of one worker to one instance, the most recent last.
pub(super) struct Pool {
    /// The idle timeout. It must be shorter than the service's, so that no request is sent on a
    /// connection that is being closed.
    keep_alive: Duration,
    idle: RefCell<VecDeque<Idle>>,
}

struct Idle {
    connection: UpstreamConnection,
    since: Instant,
}

impl Pool {
    /// A pool with this idle timeout.
    pub(super) fn new(keep_alive: Duration) -> Rc<Self> {
        let pool = Rc::new(Self {
            keep_alive,
            idle: RefCell::default(),
        });
        actix_web::rt::spawn(purge_periodically(Rc::downgrade(&pool), keep_alive));
        pool
    }

    /// The most recent usable connection.
    pub(super) fn take(&self) -> Option<UpstreamConnection> {
        let mut idle = self.idle.borrow_mut();
        while let Some(Idle { connection, since }) = idle.pop_back() {
            if since.elapsed() >= self.keep_alive {
                // The others are older.
                idle.clear();
                return None;
            }
            if connection.is_ready() {
                return Some(connection);
            }
        }
        None
    }

    /// Adds a connection whose last exchange is complete.
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

    /// Closes all connections: the instance has closed one, so it probably has closed the others.
    pub(super) fn clear(&self) {
        self.idle.borrow_mut().clear();
    }

    fn purge_expired(&self) {
        let mut idle = self.idle.borrow_mut();
        let is_expired = |first: &Idle| first.since.elapsed() >= self.keep_alive;
        while idle.front().is_some_and(is_expired) {
            idle.pop_front();
        }
    }
}

/// Closes expired connections also while no request comes, until the pool is dropped.
async fn purge_periodically(pool: Weak<Pool>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let Some(pool) = pool.upgrade() else { return };
        pool.purge_expired();
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

    /// Waits until hyper has noticed what the peer did.
    async fn until_used_up(pool: &Pool) {
        while pool.idle.borrow().back().unwrap().connection.is_ready() {
            tokio::task::yield_now().await;
        }
    }

    #[actix_web::test]
    async fn the_most_recent_usable_connection_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_secs(60));
        let (first, first_peer) = pair(&listener).await;
        pool.put(first);
        for unsolicited in [&b""[..], b"HTTP/1.1 200 OK"] {
            let (next, mut peer) = pair(&listener).await;
            pool.put(next);
            // It is closed, or sends unsolicited data.
            peer.write_all(unsolicited).await.unwrap();
            if unsolicited.is_empty() {
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
    async fn expired_connections_are_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_millis(1));
        let (connection, mut peer) = pair(&listener).await;
        pool.put(connection);
        let mut byte = [0; 1];
        let read = tokio::io::AsyncReadExt::read(&mut peer, &mut byte).await;
        assert_eq!(read.unwrap(), 0, "it is closed without a request");
        assert!(pool.take().is_none());
    }
}
