//! The last phase: the access log line and the metrics of a request, recorded when the response body
//! has ended or the client has closed the connection, so that the duration includes a streamed body.

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
use crate::upstream::UpstreamInfo;

/// Logs the request and records its metrics when it is dropped.
pub(crate) struct RequestLog {
    context: Rc<RequestContext>,
    metrics: Arc<Metrics>,
    connection: Option<Rc<ConnectionState>>,
    upstream: Option<UpstreamInfo>,
    is_tunnel: bool,
    bytes: u64,
}

impl RequestLog {
    pub(super) fn new(
        context: Rc<RequestContext>,
        metrics: Arc<Metrics>,
        connection: Option<Rc<ConnectionState>>,
    ) -> Self {
        metrics.request_started();
        Self {
            context,
            metrics,
            connection,
            upstream: None,
            is_tunnel: false,
            bytes: 0,
        }
    }

    /// Adds what is known once there is a response.
    pub(super) fn with_response(mut self, request: &HttpRequest) -> Self {
        self.upstream = request.extensions().get::<UpstreamInfo>().cloned();
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

impl Drop for RequestLog {
    fn drop(&mut self) {
        let entry = &self.context.entry;
        if let Some(connection) = &self.connection {
            connection.end();
            if entry.status.get() == client_closed_request() && connection.has_timed_out() {
                // The request timed out before it had a response.
                entry.status.set(StatusCode::GATEWAY_TIMEOUT);
            }
        }
        let duration = entry.started.elapsed();
        let upstream = self.upstream.as_ref();
        let response_time = upstream.map(|upstream| upstream.response_time);
        let status = entry.status.get();
        self.metrics
            .request_ended(self.context.area, status, duration, response_time);
        if self.is_tunnel {
            self.metrics.tunnel_closed();
        }
        let fields = ProxyFields {
            bytes: self.bytes,
            upstream: response_time,
            instance: upstream.map(|upstream| &*upstream.instance),
            trace_id: self.context.trace.as_str(),
        };
        entry.log(duration, Some(fields));
    }
}

pin_project_lite::pin_project! {
    /// A response body that is counted; the request is logged when it is dropped.
    pub(crate) struct LoggedBody<B> {
        #[pin]
        pub(super) body: B,
        pub(super) log: RequestLog,
    }
}

impl<B: MessageBody> MessageBody for LoggedBody<B> {
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
            this.log.bytes += part.len() as u64;
        }
        Poll::Ready(part)
    }
}
