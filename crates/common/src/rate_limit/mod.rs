//! Rate limits: how many requests a client may send in a window.
//!
//! | rule | limits | key |
//! | --- | --- | --- |
//! | `sign-in` | sign-ins, registrations and password resets, in addition to `address` | the client's network |
//! | `socket` | tickets and handshakes of WebSockets, instead of the two below | the user, or the client's network |
//! | `user` | requests of a signed-in user | the user |
//! | `address` | all other requests | the client's network |
//!
//! Each rule is one actix-governor middleware: a burst of `limit` requests, replenished evenly over
//! the window (GCRA). A service inserts a [`Subject`] into the extensions of each request that is
//! limited, and mounts [`RateLimits`], which passes a request to the governors of the rules that
//! apply to it.
//!
//! With Redis, processes share one fixed window for each key: [`RateLimits`] counts the request
//! there instead of in the governors. While Redis is unavailable, the governors enforce the limits.

mod redis;

use std::array;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task;
use std::time::Duration;

use actix_governor::governor::NotUntil;
use actix_governor::governor::clock::{Clock, DefaultClock, QuantaInstant};
use actix_governor::governor::middleware::StateInformationMiddleware;
use actix_governor::{
    Governor, GovernorConfig, GovernorConfigBuilder, GovernorMiddleware, GovernorResult,
    KeyExtractor,
};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Extensions, Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{Error, HttpMessage, HttpResponse, HttpResponseBuilder, ResponseError};
use educe::Educe;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use self::redis::SharedWindows;
use crate::client_ip;
use crate::config::{Settings, fields};
use crate::problem::Problem;
use crate::redis::Redis;

/// How often keys with a fully replenished quota are removed.
const PURGE_EVERY: Duration = Duration::from_secs(1);

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The fields that actix-governor sets; the guide turns these off (`legacyHeaders: false`).
const LEGACY: [HeaderName; 3] = [
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-whitelisted"),
];

/// One rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name in headers, metrics and Redis: a token of small letters and hyphens.
    pub name: &'static str,
    /// The burst size.
    pub limit: NonZeroU32,
    /// The time to replenish the whole limit: whole milliseconds, at most a day.
    pub window: Duration,
}

impl Rule {
    /// The time to replenish one request; rounded up, so that a window never replenishes more than
    /// the limit.
    fn period(&self) -> Duration {
        let nanos = self.window.as_nanos().div_ceil(self.limit.get().into());
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// The rules; `None` means no limit.
#[derive(Debug, Clone)]
pub struct RateLimitConfig {
    /// Requests per client network.
    pub address: Option<Rule>,
    /// Requests per signed-in user.
    pub user: Option<Rule>,
    /// Sign-ins, registrations and password resets per client network.
    pub sign_in: Option<Rule>,
    /// Tickets and handshakes of WebSockets per signed-in user, or client network.
    pub socket: Option<Rule>,
    /// How many keys are held; beyond that, clients are counted by their provider's network.
    pub max_keys: usize,
}

/// The `RATE_LIMIT_*` settings.
#[derive(Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RateLimitSettings {
    /// The window that requests are counted in, in milliseconds, at most a day.
    #[educe(Default = 900_000)]
    #[serde(deserialize_with = "fields::within::<_, _, 1, 86_400_000>")]
    rate_limit_window_ms: u64,
    /// Requests per address and window; 0 for no limit.
    #[educe(Default = 100)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_max_requests: u32,
    /// Requests per signed-in user and window; 0 for no limit.
    #[educe(Default = 5000)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_user_max_requests: u32,
    /// Sign-ins and registrations per address and window; 0 for no limit.
    #[educe(Default = 20)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_auth_max_requests: u32,
    /// WebSockets opened per signed-in user, or address, and window; 0 for no limit.
    #[educe(Default = 2000)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_socket_max_requests: u32,
    /// Keys that are held; beyond that, clients are counted by their provider's network.
    #[educe(Default = 100_000)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_max_keys: usize,
}

impl RateLimitConfig {
    /// Reads `RATE_LIMIT_*`.
    pub fn read(settings: &mut Settings) -> Self {
        let read = settings.read(RateLimitSettings::default());
        let window = Duration::from_millis(read.rate_limit_window_ms);
        let rule = |name, limit| {
            NonZeroU32::new(limit).map(|limit| Rule {
                name,
                limit,
                window,
            })
        };
        Self {
            address: rule("address", read.rate_limit_max_requests),
            user: rule("user", read.rate_limit_user_max_requests),
            sign_in: rule("sign-in", read.rate_limit_auth_max_requests),
            socket: rule("socket", read.rate_limit_socket_max_requests),
            max_keys: read.rate_limit_max_keys,
        }
    }
}

/// The key that a request is counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display)]
pub enum RateLimitKey {
    /// The network of a client that is not signed in ([`client_ip::network`]).
    #[strum(to_string = "{0}")]
    Network(IpAddr),
    /// A signed-in user.
    #[strum(to_string = "{0}")]
    User(Uuid),
}

impl RateLimitKey {
    /// The provider's network instead of the client's: a /16 of IPv4, a /32 of IPv6.
    fn coarse(self) -> Self {
        match self {
            Self::Network(IpAddr::V4(address)) => {
                Self::Network(Ipv4Addr::from_bits(address.to_bits() & (!0 << 16)).into())
            }
            Self::Network(IpAddr::V6(address)) => {
                Self::Network(Ipv6Addr::from_bits(address.to_bits() & (!0 << 96)).into())
            }
            Self::User(_) => self,
        }
    }
}

/// What a limited request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// A sign-in, registration or password reset.
    SignIn,
    /// A ticket or the handshake of a WebSocket: clients that come back must not use up what the user's other
    /// requests need.
    Socket,
    /// Anything else.
    Other,
}

impl RequestKind {
    /// The kind of a request to this path.
    #[must_use]
    pub fn of(path: &str, is_sign_in: bool) -> Self {
        match path {
            _ if is_sign_in => Self::SignIn,
            "/api/realtime/ticket" | "/api/realtime/ws" => Self::Socket,
            _ => Self::Other,
        }
    }
}

/// Whose quota a limited request uses; stored in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    key: RateLimitKey,
    kind: RequestKind,
}

impl Subject {
    /// A sign-in is counted by address even for a signed-in user: a session must not give further
    /// attempts at other users' passwords.
    #[must_use]
    pub fn new(address: IpAddr, user: Option<Uuid>, kind: RequestKind) -> Self {
        let key = match user {
            Some(user) if kind != RequestKind::SignIn => RateLimitKey::User(user),
            _ => RateLimitKey::Network(client_ip::network(address)),
        };
        Self { key, kind }
    }

    /// The key under a rule, if the rule applies to the request.
    fn key(&self, rule: usize) -> Option<RateLimitKey> {
        let is_socket = self.kind == RequestKind::Socket;
        let applies = match rule {
            SIGN_IN => self.kind == RequestKind::SignIn,
            SOCKET => is_socket,
            USER => !is_socket && matches!(self.key, RateLimitKey::User(_)),
            _ => !is_socket && matches!(self.key, RateLimitKey::Network(_)),
        };
        applies.then_some(self.key)
    }
}

/// Indexes of the rules, in the order in which they count a request.
const SIGN_IN: usize = 0;
const USER: usize = 1;
const ADDRESS: usize = 2;
const SOCKET: usize = 3;
/// The number of rules.
const RULES: usize = 4;

/// The rule whose limit a request exceeded; stored in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExceededRule(pub &'static str);

/// The decision of one rule on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decision {
    rule: Rule,
    is_allowed: bool,
    /// The remaining burst.
    remaining: u32,
    /// The time until the limit is fully replenished.
    resets_in: Duration,
}

/// The decision of each rule that applies.
type Decisions = [Option<Decision>; RULES];

/// A rule cannot be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the limit of the rule \"{0}\" is invalid")]
pub struct InvalidRule(&'static str);

/// The limiters of one process, and the middleware that enforces them. Mount it innermost, as the
/// first `wrap`: governors require a service whose future is `Unpin`.
#[derive(Clone)]
pub struct RateLimits(Arc<Limits>);

struct Limits {
    sign_in: Limiter<SIGN_IN>,
    user: Limiter<USER>,
    address: Limiter<ADDRESS>,
    socket: Limiter<SOCKET>,
    rules: [Option<Rule>; RULES],
    redis: Option<SharedWindows>,
}

impl RateLimits {
    /// Starts counting, in this process only, or in Redis where it is configured.
    ///
    /// # Errors
    /// When a rule cannot be applied. [`RateLimitConfig::read`] does not produce such a rule.
    pub fn start(config: &RateLimitConfig, redis: Option<Redis>) -> Result<Self, InvalidRule> {
        let limits = Arc::new(Limits {
            sign_in: Limiter::new(config.sign_in, config.max_keys)?,
            user: Limiter::new(config.user, config.max_keys)?,
            address: Limiter::new(config.address, config.max_keys)?,
            socket: Limiter::new(config.socket, config.max_keys)?,
            rules: [config.sign_in, config.user, config.address, config.socket],
            redis: redis.map(SharedWindows::new),
        });
        actix_web::rt::spawn(purge_periodically(Arc::downgrade(&limits)));
        Ok(Self(limits))
    }
}

type Governed<S, const RULE: usize> =
    GovernorMiddleware<Rc<S>, RuleKeyExtractor<RULE>, StateInformationMiddleware>;

impl<S, B> Transform<S, ServiceRequest> for RateLimits
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    S::Future: Unpin,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = RateLimited<S>;
    type InitError = ();
    type Future = LocalBoxFuture<'static, Result<RateLimited<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let limits = Arc::clone(&self.0);
        Box::pin(async move {
            let service = Rc::new(service);
            let address = limits.address.governor();
            let address = Rc::new(address.new_transform(Rc::clone(&service)).await?);
            let sign_in = limits.sign_in.governor();
            let sign_in = sign_in.new_transform(Rc::clone(&address)).await?;
            let user = limits.user.governor();
            let user = user.new_transform(Rc::clone(&service)).await?;
            let socket = limits.socket.governor();
            let socket = socket.new_transform(Rc::clone(&service)).await?;
            Ok(RateLimited(Rc::new(Governors {
                limits,
                service,
                address,
                sign_in,
                user,
                socket,
            })))
        })
    }
}

/// A service whose requests are limited.
pub struct RateLimited<S>(Rc<Governors<S>>);

struct Governors<S> {
    limits: Arc<Limits>,
    service: Rc<S>,
    address: Rc<Governed<S, ADDRESS>>,
    sign_in: Governed<Governed<S, ADDRESS>, SIGN_IN>,
    user: Governed<S, USER>,
    socket: Governed<S, SOCKET>,
}

impl<S, B> Service<ServiceRequest> for RateLimited<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    S::Future: Unpin,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    fn poll_ready(&self, context: &mut task::Context<'_>) -> task::Poll<Result<(), Error>> {
        self.0.service.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let governors = Rc::clone(&self.0);
        Box::pin(async move { governors.handle(request).await })
    }
}

impl<S, B> Governors<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    S::Future: Unpin,
    B: MessageBody + 'static,
{
    /// Counts in Redis if it is available, else in the governors, and sets the `RateLimit-*` fields.
    async fn handle(&self, request: ServiceRequest) -> Result<ServiceResponse<BoxBody>, Error> {
        let subject = request.extensions().get::<Subject>().copied();
        let Some(subject) = subject else {
            return Ok(self.service.call(request).await?.map_into_boxed_body());
        };
        let shared = self.limits.count_in_redis(&subject).await;
        let mut response = match shared.as_ref().map(exceeded) {
            Some(Some(exceeded)) => {
                request.into_response(too_many(exceeded.rule.name, exceeded.resets_in))
            }
            Some(None) => self.service.call(request).await?.map_into_boxed_body(),
            None => match (subject.kind, subject.key) {
                (RequestKind::SignIn, _) => self.sign_in.call(request).await?.map_into_boxed_body(),
                (RequestKind::Socket, _) => self.socket.call(request).await?.map_into_boxed_body(),
                (_, RateLimitKey::User(_)) => self.user.call(request).await?.map_into_boxed_body(),
                (_, RateLimitKey::Network(_)) => {
                    self.address.call(request).await?.map_into_boxed_body()
                }
            },
        };
        let decisions =
            shared.unwrap_or_else(|| self.limits.decisions(&response.request().extensions()));
        if let Some(exceeded) = exceeded(&decisions) {
            let mut extensions = response.request().extensions_mut();
            extensions.insert(ExceededRule(exceeded.rule.name));
        }
        write_headers(&decisions, response.headers_mut());
        Ok(response)
    }
}

impl Limits {
    fn purge(&self) {
        self.sign_in.purge();
        self.user.purge();
        self.address.purge();
        self.socket.purge();
    }

    /// Counts a request in Redis. `None`: the governors must count it.
    async fn count_in_redis(&self, subject: &Subject) -> Option<Decisions> {
        let redis = self.redis.as_ref()?;
        let rules = array::from_fn(|at| self.rules[at].filter(|_| subject.key(at).is_some()));
        // Boxed: rarely used and large, so it must not enlarge the future of every request.
        Box::pin(redis.count(subject.key, rules)).await
    }

    /// The decisions of the governors, from the extensions.
    fn decisions(&self, extensions: &Extensions) -> Decisions {
        let [sign_in, user, address, socket] = self.rules;
        [
            read::<SIGN_IN>(sign_in, extensions),
            read::<USER>(user, extensions),
            read::<ADDRESS>(address, extensions),
            read::<SOCKET>(socket, extensions),
        ]
    }
}

/// The decision of one governor.
fn read<const RULE: usize>(rule: Option<Rule>, extensions: &Extensions) -> Option<Decision> {
    let rule = rule?;
    let (wait, remaining) = match extensions.get::<GovernorResult<KeyExtractionError<RULE>>>()? {
        GovernorResult::Ok { remaining, .. } => (None, (*remaining)?),
        // In whole seconds, rounded down; one request is replenished then.
        GovernorResult::Wait { wait, .. } => (Some(Duration::from_secs(wait + 1)), 1),
        GovernorResult::Whitelisted | GovernorResult::Err(_) => return None,
    };
    let used = rule.limit.get().saturating_sub(remaining);
    Some(Decision {
        rule,
        is_allowed: wait.is_none(),
        remaining: wait.map_or(remaining, |_| 0),
        resets_in: wait.unwrap_or_default() + rule.period().saturating_mul(used),
    })
}

fn exceeded(decisions: &Decisions) -> Option<&Decision> {
    decisions
        .iter()
        .flatten()
        .find(|decision| !decision.is_allowed)
}

/// Reports the rule with the fewest remaining requests, in the three fields of the guide's limiter
/// (draft-ietf-httpapi-ratelimit-headers-06).
fn write_headers(decisions: &Decisions, headers: &mut HeaderMap) {
    for name in LEGACY {
        headers.remove(name);
    }
    let decisions = decisions.iter().flatten();
    if let Some(nearest) = decisions.min_by_key(|decision| decision.remaining) {
        headers.insert(LIMIT, HeaderValue::from(nearest.rule.limit.get()));
        headers.insert(REMAINING, HeaderValue::from(nearest.remaining));
        headers.insert(RESET, HeaderValue::from(whole_seconds(nearest.resets_in)));
    }
}

/// The 429 response, with the guide's text.
fn too_many(rule: &'static str, wait: Duration) -> HttpResponse {
    let detail = match rule {
        "user" => "Too many requests from this account",
        "socket" => "Too many WebSockets were opened",
        _ => "Too many requests from this IP",
    };
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests",
    )
    .detail(detail)
    .retry_after(u32::try_from(whole_seconds(wait)).unwrap_or(u32::MAX))
    .error_response()
}

/// A duration in whole seconds, rounded up.
fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// The limiter of one rule.
struct Limiter<const RULE: usize> {
    config: GovernorConfig<RuleKeyExtractor<RULE>, StateInformationMiddleware>,
    max_keys: usize,
    is_full: Arc<AtomicBool>,
}

impl<const RULE: usize> Limiter<RULE> {
    fn new(rule: Option<Rule>, max_keys: usize) -> Result<Self, InvalidRule> {
        let is_full = Arc::new(AtomicBool::new(false));
        let mut builder = GovernorConfigBuilder::default();
        if let Some(rule) = rule {
            builder.burst_size(rule.limit.get()).period(rule.period());
        }
        let config = builder
            .use_headers()
            .key_extractor(RuleKeyExtractor {
                rule,
                is_full: Arc::clone(&is_full),
            })
            .finish()
            .ok_or(InvalidRule(rule.map_or("", |rule| rule.name)))?;
        Ok(Self {
            config,
            max_keys,
            is_full,
        })
    }

    fn governor(&self) -> Governor<RuleKeyExtractor<RULE>, StateInformationMiddleware> {
        Governor::new(&self.config)
    }

    /// Removes keys with a fully replenished quota. While more than `max_keys` are left, clients
    /// are counted by their provider's network, so that the number of keys is bounded.
    fn purge(&self) {
        let limiter = self.config.limiter();
        limiter.retain_recent();
        let is_full = limiter.len() > self.max_keys;
        if self.is_full.swap(is_full, Ordering::Relaxed) && !is_full {
            limiter.shrink_to_fit();
        }
    }
}

/// Purges periodically until the limits are dropped. It visits every key, which takes milliseconds
/// when there are many: run it on a thread that serves no requests, such as that of `main`.
async fn purge_periodically(limits: Weak<Limits>) {
    while let Some(limits) = limits.upgrade() {
        limits.purge();
        drop(limits);
        tokio::time::sleep(PURGE_EVERY).await;
    }
}

/// Extracts the key of a request under one rule; `None` if the rule does not apply.
#[derive(Debug, Clone)]
pub struct RuleKeyExtractor<const RULE: usize> {
    rule: Option<Rule>,
    is_full: Arc<AtomicBool>,
}

/// Key extraction never fails. One type per rule, because `GovernorResult` is looked up by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeyExtractionError<const RULE: usize>(Infallible);

impl<const RULE: usize> ResponseError for KeyExtractionError<RULE> {}

impl<const RULE: usize> KeyExtractor for RuleKeyExtractor<RULE> {
    type Key = Option<RateLimitKey>;
    type KeyExtractionError = KeyExtractionError<RULE>;

    fn extract(&self, request: &ServiceRequest) -> Result<Self::Key, KeyExtractionError<RULE>> {
        let extensions = request.extensions();
        let subject = self.rule.and_then(|_| extensions.get::<Subject>());
        let key = subject.and_then(|subject| subject.key(RULE));
        if self.is_full.load(Ordering::Relaxed) {
            return Ok(key.map(RateLimitKey::coarse));
        }
        Ok(key)
    }

    fn whitelisted_keys(&self) -> Vec<Self::Key> {
        vec![None]
    }

    fn exceed_rate_limit_response(
        &self,
        negative: &NotUntil<QuantaInstant>,
        _: HttpResponseBuilder,
    ) -> HttpResponse {
        let wait = negative.wait_time_from(DefaultClock::default().now());
        too_many(self.rule.map_or("", |rule| rule.name), wait)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use actix_web::body::to_bytes;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, web};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn config(sign_in: u32, user: u32, address: u32, window: Duration) -> RateLimitConfig {
        let rule = |name, limit| {
            NonZeroU32::new(limit).map(|limit| Rule {
                name,
                limit,
                window,
            })
        };
        RateLimitConfig {
            sign_in: rule("sign-in", sign_in),
            user: rule("user", user),
            address: rule("address", address),
            socket: rule("socket", 2),
            max_keys: 10,
        }
    }

    fn stranger(address: &str) -> Subject {
        Subject::new(address.parse().unwrap(), None, RequestKind::Other)
    }

    fn sign_in(address: &str) -> Subject {
        Subject::new(address.parse().unwrap(), None, RequestKind::SignIn)
    }

    /// A service under these limits, which responds with 204.
    macro_rules! limited {
        ($limits:expr) => {
            init_service(
                App::new()
                    .default_service(web::to(async || HttpResponse::NoContent()))
                    .wrap($limits.clone()),
            )
            .await
        };
    }

    macro_rules! send {
        ($service:expr, $subject:expr) => {{
            let request = TestRequest::default().to_request();
            if let Some(subject) = $subject {
                request.extensions_mut().insert::<Subject>(subject);
            }
            call_service(&$service, request).await
        }};
    }

    fn texts<'a, B>(response: &'a ServiceResponse<B>, name: &str) -> Vec<&'a str> {
        let values = response.headers().get_all(name);
        values.map(|value| value.to_str().unwrap()).collect()
    }

    #[actix_web::test]
    async fn each_rule_counts_the_requests_it_applies_to() {
        let limits = RateLimits::start(&config(1, 2, 3, HOUR), None).unwrap();
        let service = limited!(limits);
        let user_id = Some(Uuid::now_v7());
        let user = Subject::new(stranger_ip(), user_id, RequestKind::Other);
        let socket = |user| Subject::new(stranger_ip(), user, RequestKind::Socket);
        let as_user = Subject::new(stranger_ip(), Some(Uuid::now_v7()), RequestKind::SignIn);
        for (subject, status, exceeded_rule) in [
            (sign_in("192.0.2.1"), 204, None),
            (sign_in("192.0.2.1"), 429, Some("sign-in")),
            (as_user, 429, Some("sign-in")),
            (user, 204, None),
            (user, 204, None),
            (user, 429, Some("user")),
            // The allowed sign-in has used one.
            (stranger("192.0.2.1"), 204, None),
            (stranger("192.0.2.1"), 204, None),
            (stranger("192.0.2.1"), 429, Some("address")),
            (stranger("192.0.2.2"), 204, None),
            // Neither uses what the other requests need.
            (socket(user_id), 204, None),
            (socket(user_id), 204, None),
            (socket(user_id), 429, Some("socket")),
            (socket(None), 204, None),
        ] {
            let response = send!(service, Some(subject));
            assert_eq!(response.status(), status, "{subject:?}");
            let extensions = response.request().extensions();
            let exceeded = extensions.get::<ExceededRule>().map(|exceeded| exceeded.0);
            assert_eq!(exceeded, exceeded_rule, "{subject:?}");
        }
        for _ in 0..10 {
            assert_eq!(send!(service, None::<Subject>).status(), 204);
        }
    }

    fn stranger_ip() -> IpAddr {
        IpAddr::from([192, 0, 2, 1])
    }

    #[actix_web::test]
    async fn a_limit_of_zero_is_no_limit() {
        let limits = RateLimits::start(&config(0, 0, 0, HOUR), None).unwrap();
        let service = limited!(limits);
        for _ in 0..10 {
            let response = send!(service, Some(sign_in("192.0.2.1")));
            assert_eq!(response.status(), 204);
            let expected = response
                .headers()
                .keys()
                .filter(|name| name.as_str().contains("limit"));
            assert_eq!(expected.count(), 0);
        }
    }

    #[actix_web::test]
    async fn headers_report_the_rule_with_the_fewest_remaining_requests() {
        let limits = RateLimits::start(&config(4, 2, 8, HOUR), None).unwrap();
        let service = limited!(limits);
        let response = send!(service, Some(sign_in("192.0.2.1")));
        for (name, expected) in [
            ("ratelimit-limit", vec!["4"]),
            ("ratelimit-remaining", vec!["3"]),
            // Four per hour: one is replenished after a quarter of an hour.
            ("ratelimit-reset", vec!["900"]),
        ] {
            assert_eq!(texts(&response, name), expected, "{name}");
        }
        let legacy = response
            .headers()
            .keys()
            .filter(|name| name.as_str().starts_with("x-"));
        assert_eq!(legacy.count(), 0);

        let user = Subject::new(stranger_ip(), Some(Uuid::now_v7()), RequestKind::Other);
        send!(service, Some(user));
        send!(service, Some(user));
        let refused = send!(service, Some(user));
        assert_eq!(texts(&refused, "ratelimit-remaining"), ["0"]);
        assert_eq!(texts(&refused, "ratelimit-reset"), ["3600"]);
        assert_eq!(texts(&refused, "retry-after"), ["1800"]);
        let legacy = refused
            .headers()
            .keys()
            .filter(|name| name.as_str().starts_with("x-"));
        assert_eq!(legacy.count(), 0);
        let body = to_bytes(refused.into_body()).await.unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["detail"], "Too many requests from this account");
    }

    /// Independent of the machine's speed: each request beyond the burst needs one period.
    #[actix_web::test]
    async fn the_quota_is_replenished_over_the_window() {
        let window = Duration::from_millis(200);
        let limits = RateLimits::start(&config(0, 0, 4, window), None).unwrap();
        let service = limited!(limits);
        let (began, mut allowed) = (Instant::now(), 0);
        while allowed < 10 {
            if send!(service, Some(stranger("192.0.2.1"))).status() == 204 {
                allowed += 1;
            }
        }
        // Each of the six replenished requests took a quarter of the window.
        assert!(began.elapsed() >= window / 4 * 6, "{:?}", began.elapsed());
    }

    #[test]
    fn any_limit_of_any_window_has_a_period() {
        for (limit, millis, nanos) in [
            (100, 900_000, 9_000_000_000),
            (3, 1, 333_334),
            (u32::MAX, 1, 1),
            (1, 86_400_000, 86_400_000_000_000),
        ] {
            let rule = Rule {
                name: "address",
                limit: NonZeroU32::new(limit).unwrap(),
                window: Duration::from_millis(millis),
            };
            assert_eq!(rule.period(), Duration::from_nanos(nanos));
        }
    }

    /// Counts a request by the rule `address`.
    fn count(limits: &Limits, subject: Subject) {
        let request = TestRequest::default().to_srv_request();
        request.extensions_mut().insert(subject);
        let keys = RuleKeyExtractor::<ADDRESS> {
            rule: limits.rules[ADDRESS],
            is_full: Arc::clone(&limits.address.is_full),
        };
        let key = keys.extract(&request).unwrap();
        let _ = limits.address.config.limiter().check_key(&key);
    }

    #[actix_web::test]
    async fn the_number_of_keys_is_bounded() {
        let limits = RateLimits::start(&config(0, 0, 4, HOUR), None).unwrap().0;
        let len = || limits.address.config.limiter().len();
        for host in 0..=limits.address.max_keys {
            count(&limits, stranger(&format!("192.0.2.{host}")));
        }
        limits.purge();
        let full = len();
        assert_eq!(
            full,
            limits.address.max_keys + 1,
            "nothing is replenished so soon"
        );
        for host in 0..=255 {
            count(&limits, stranger(&format!("198.51.100.{host}")));
            count(&limits, stranger(&format!("2001:db8:0:{host:x}::1")));
        }
        assert_eq!(len(), full + 2, "one key for each provider's network");
    }

    #[actix_web::test]
    async fn keys_are_removed_when_the_quota_is_replenished() {
        let limits = RateLimits::start(&config(0, 0, 4, Duration::from_millis(1)), None)
            .unwrap()
            .0;
        for host in 0..=limits.address.max_keys {
            count(&limits, stranger(&format!("192.0.2.{host}")));
        }
        // The background task purges them.
        while !limits.address.config.limiter().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(!limits.address.is_full.load(Ordering::Relaxed));
    }
}
