//! The last phase: one line for each request, and its share of the metrics, when the last byte of
//! the answer has been handed over or the client has left. So the duration of a streamed answer is
//! the whole of it.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest};
use kpi_common::telemetry::{ProxyFields, client_closed_request};

use super::context::RequestContext;
use crate::connection_state::ConnectionState;
use crate::metrics::Metrics;
use crate::upstream::ServedBy;

/// What is logged of a request, when it is dropped.
pub(crate) struct Line {
    context: Rc<RequestContext>,
    metrics: Arc<Metrics>,
    connection: Option<Rc<ConnectionState>>,
    upstream: Option<ServedBy>,
    is_tunnel: bool,
    bytes: u64,
}

impl Line {
    pub(super) fn new(
        context: Rc<RequestContext>,
        metrics: Arc<Metrics>,
        connection: Option<Rc<ConnectionState>>,
    ) -> Self {
        metrics.began();
        Self {
            context,
            metrics,
            connection,
            upstream: None,
            is_tunnel: false,
            bytes: 0,
        }
    }

    /// The answer has begun.
    pub(super) fn answered(mut self, request: &HttpRequest) -> Self {
        self.upstream = request.extensions().get::<ServedBy>().cloned();
        if self.context.entry.status.get() == StatusCode::SWITCHING_PROTOCOLS {
            self.is_tunnel = true;
            if let Some(connection) = &self.connection {
                connection.become_tunnel();
            }
            self.metrics.tunnel_opened();
        }
        self
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let entry = &self.context.entry;
        if let Some(connection) = &self.connection {
            connection.end();
            if entry.status.get() == client_closed_request() && connection.has_timed_out() {
                // Nobody was told so: the time was up before anything could be.
                entry.status.set(StatusCode::GATEWAY_TIMEOUT);
            }
        }
        let took = entry.started.elapsed();
        let upstream = self.upstream.as_ref();
        let began_after = upstream.map(|upstream| upstream.began_after);
        let status = entry.status.get();
        self.metrics
            .ended(self.context.area, status, took, began_after);
        if self.is_tunnel {
            self.metrics.tunnel_closed();
        }
        let proxied = ProxyFields {
            bytes: self.bytes,
            upstream: began_after,
            instance: upstream.map(|upstream| &*upstream.instance),
            trace_id: self.context.trace.as_str(),
        };
        entry.log(took, Some(proxied));
    }
}

pin_project_lite::pin_project! {
    /// A body that is counted, and that ends the line of its request with itself.
    pub(crate) struct Logged<B> {
        #[pin]
        pub(super) body: B,
        pub(super) line: Line,
    }
}

impl<B: MessageBody> MessageBody for Logged<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.project();
        let part = ready!(this.body.poll_next(cx));
        if let Some(Ok(part)) = &part {
            this.line.bytes += part.len() as u64;
        }
        Poll::Ready(part)
    }
}
