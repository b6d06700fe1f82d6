//! Connections that wait for their next request.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, ReadBuf};

use super::connection::Connection;

/// An idle connection is given up before the service does so: actix closes after five seconds,
/// and a request must not run into the closing.
const PATIENCE: Duration = Duration::from_secs(4);

/// More than this are not worth their file descriptors.
const MAX_IDLE: usize = 256;

/// The idle connections to one service, the warmest last.
#[derive(Default)]
pub(super) struct Pool {
    idle: RefCell<VecDeque<Idle>>,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

impl Pool {
    /// The warmest connection that is still good.
    pub(super) fn take(&self) -> Option<Connection> {
        let mut idle = self.idle.borrow_mut();
        while let Some(Idle {
            mut connection,
            since,
        }) = idle.pop_back()
        {
            if since.elapsed() >= PATIENCE {
                // Those before it have waited longer still.
                idle.clear();
                return None;
            }
            if is_quiet(&mut connection) {
                return Some(connection);
            }
        }
        None
    }

    /// Keeps a connection whose last exchange has ended on both sides.
    pub(super) fn put(&self, connection: Connection) {
        let mut idle = self.idle.borrow_mut();
        let is_stale = |first: &Idle| first.since.elapsed() >= PATIENCE;
        while idle.len() >= MAX_IDLE || idle.front().is_some_and(is_stale) {
            idle.pop_front();
        }
        idle.push_back(Idle {
            connection,
            since: Instant::now(),
        });
    }
}

/// Whether a connection is open and has nothing to say: unasked bytes would be taken for the
/// answer to the next request, and an end means that it is closed.
fn is_quiet(connection: &mut Connection) -> bool {
    let mut byte = [0; 1];
    let mut context = Context::from_waker(Waker::noop());
    Pin::new(connection)
        .poll_read(&mut context, &mut ReadBuf::new(&mut byte))
        .is_pending()
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt, duplex};

    use super::*;

    #[actix_web::test]
    async fn the_warmest_good_connection_is_taken() {
        let pool = Pool::default();
        let (mut other_first, first) = duplex(16);
        let (other_second, second) = duplex(16);
        let (mut other_third, third) = duplex(16);
        for connection in [first, second, third] {
            pool.put(Box::new(connection));
        }
        // The third speaks unasked, the second is closed.
        other_third.write_all(b"HTTP/1.1 200 OK").await.unwrap();
        drop(other_second);

        let mut taken = pool.take().unwrap();
        taken.write_all(b"first").await.unwrap();
        let mut heard = [0; 5];
        tokio::io::AsyncReadExt::read_exact(&mut other_first, &mut heard)
            .await
            .unwrap();
        assert_eq!(&heard, b"first");
        assert!(pool.take().is_none());
    }

    #[test]
    fn there_are_never_too_many() {
        let pool = Pool::default();
        for _ in 0..=MAX_IDLE {
            pool.put(Box::new(duplex(1).0));
        }
        assert_eq!(pool.idle.borrow().len(), MAX_IDLE);
    }
}
