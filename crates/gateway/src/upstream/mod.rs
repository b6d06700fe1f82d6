//! The services behind the gateway, and the HTTP/1.1 client that reaches them.
//!
//! The client is a proxy's, on actix-http's codec. awc, the codec's usual client, is built for
//! other ends: it reads no answer before the whole request is written, leaves the tail of a large
//! upload unsent when the socket is full at its end, holds small parts of an upload back, and
//! takes a chunked answer that breaks off for a whole one. Here head and body of a request are
//! written while the answer is awaited, an answer that breaks off is an error, and a connection
//! is used again only after an exchange that ended as it should on both sides.
//!
//! Nothing here is `Send`: each worker has its own connections.

mod answer;
mod connection;
mod exchange;
mod origin;
mod pool;
mod tls;

use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::RequestHead;

pub(crate) use answer::{Answer, AnswerBody};
pub use origin::Origin;
pub use tls::TlsError;
pub(crate) use tls::tls;

use crate::config::UpstreamConfig;
use crate::forward::UploadFault;
use crate::problem::ExchangeError;
use connection::Connector;
use pool::Pool;

/// One service, as one worker reaches it.
pub(crate) struct Upstream {
    origin: Origin,
    connector: Connector,
    pool: Rc<Pool>,
}

impl Upstream {
    pub(crate) fn new(
        origin: &Origin,
        config: &UpstreamConfig,
        tls: Arc<rustls::ClientConfig>,
    ) -> Self {
        Self {
            origin: origin.clone(),
            connector: Connector::new(config.connect_timeout, tls),
            pool: Rc::new(Pool::default()),
        }
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Sends a request and waits for the head of its answer, without a limit of time.
    pub(crate) async fn send(
        &self,
        head: &Rc<RequestHead>,
        body: impl MessageBody<Error = UploadFault>,
    ) -> Result<Answer, ExchangeError> {
        match self.pool.take() {
            Some(connection) => exchange::exchange(connection, head, body, &self.pool)
                .await
                .map_err(ExchangeError::on_used_connection),
            None => {
                let connection = self.connector.connect(&self.origin).await?;
                exchange::exchange(connection, head, body, &self.pool).await
            }
        }
    }
}
