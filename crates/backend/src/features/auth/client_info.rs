//! [`ClientInfo`]: the client's address and user agent.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use kpi_common::client_ip;

use crate::error::AppError;

/// Longest `User-Agent` that is stored; longer ones are truncated.
const USER_AGENT_CHARS: usize = 200;

/// The client of a request, for the session list and the login throttle.
#[derive(Debug, Clone)]
pub(crate) struct ClientInfo {
    /// The client's address, as far as it is trusted.
    pub address: Option<IpAddr>,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
}

impl ClientInfo {
    /// The network that counts as one client.
    pub(crate) fn network(&self) -> Option<IpAddr> {
        self.address.map(client_ip::network)
    }
}

impl FromRequest for ClientInfo {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request
            .headers()
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        ready(Ok(Self {
            address: client_ip::from_request(request),
            user_agent: user_agent.map(|text| text.chars().take(USER_AGENT_CHARS).collect()),
        }))
    }
}
