//! Connections that wait for their next request.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::wire::Wire;

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
    wire: Wire,
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

    /// The warmest connection that is still good; `certainly` takes a closer look.
    pub(super) fn take(&self, certainly: bool) -> Option<Wire> {
        let mut idle = self.idle.borrow_mut();
        while let Some(Idle { mut wire, since }) = idle.pop_back() {
            if since.elapsed() >= self.keep_alive {
                // Those before it have waited longer still.
                idle.clear();
                return None;
            }
            if wire.is_quiet(certainly) {
                return Some(wire);
            }
        }
        None
    }

    /// Keeps a connection whose last exchange has ended on both sides.
    pub(super) fn put(&self, mut wire: Wire) {
        wire.shrink();
        let mut idle = self.idle.borrow_mut();
        if idle.len() >= MAX_IDLE {
            idle.pop_front();
        }
        idle.push_back(Idle {
            wire,
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

    use super::*;
    use crate::connection::Connection;

    async fn pair(listener: &TcpListener) -> (Wire, TcpStream) {
        let address = listener.local_addr().unwrap();
        let ours = TcpStream::connect(address).await.unwrap();
        let (theirs, _) = listener.accept().await.unwrap();
        (Wire::new(Connection::Plain(ours)), theirs)
    }

    #[actix_web::test]
    async fn the_warmest_good_connection_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_secs(60));
        let (first, first_peer) = pair(&listener).await;
        let (second, second_peer) = pair(&listener).await;
        let (third, mut third_peer) = pair(&listener).await;
        for wire in [first, second, third] {
            pool.put(wire);
        }
        // The third speaks unasked, the second is closed.
        third_peer.write_all(b"HTTP/1.1 200 OK").await.unwrap();
        drop(second_peer);
        assert!(pool.take(true).is_some());
        assert!(pool.take(true).is_none());
        drop(first_peer);
    }

    #[actix_web::test]
    async fn what_has_waited_too_long_is_let_go() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pool = Pool::new(Duration::from_millis(1));
        let (wire, mut peer) = pair(&listener).await;
        pool.put(wire);
        let mut byte = [0; 1];
        let read = tokio::io::AsyncReadExt::read(&mut peer, &mut byte).await;
        assert_eq!(read.unwrap(), 0, "it is closed without anyone asking");
        assert!(pool.take(false).is_none());
    }
}
