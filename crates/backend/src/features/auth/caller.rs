//! [`Caller`]: who is asking, before they are anybody.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use kpi_common::client_ip;

use crate::error::AppError;

/// Longest `User-Agent` that is kept; clients may send anything.
const USER_AGENT_CHARS: usize = 200;

/// Where a request comes from, for the session list and for counting attempts.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The client's address, as far as it can be believed.
    pub address: Option<IpAddr>,
    /// The client's program, in its own words.
    pub user_agent: Option<String>,
}

impl Caller {
    /// What counts as one client.
    pub(crate) fn network(&self) -> Option<IpAddr> {
        self.address.map(client_ip::network)
    }
}

impl FromRequest for Caller {
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
