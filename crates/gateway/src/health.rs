//! `/gateway/health` (readiness: the services and the gateway) and `/gateway/health/live` (liveness).

use std::sync::Arc;
use std::time::Instant;

use actix_web::{HttpResponse, web};
use kpi_common::config::Environment;
use kpi_common::health::{self, Check, Report};
use kpi_common::shutdown::Lifecycle;
use serde::Serialize;
use serde_json::json;

use crate::edge::Admitted;
use crate::upstream::{Group, State};

/// The state of an instance that is in service.
const UP: &str = "up";

/// The data of a report.
#[derive(Clone)]
pub(crate) struct Health {
    pub(crate) backend: Arc<Group>,
    pub(crate) frontend: Arc<Group>,
    pub(crate) started: Instant,
    pub(crate) environment: Environment,
    pub(crate) lifecycle: Lifecycle,
}

/// The report, with the state of each instance.
#[derive(Serialize)]
struct GatewayReport {
    #[serde(flatten)]
    report: Report,
    instances: Vec<InstanceReport>,
}

/// One instance, identified by its number: addresses must not be exposed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstanceReport {
    service: &'static str,
    number: usize,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
    in_flight: usize,
}

/// The health report of the services and the gateway's memory: 200, or 503 if one of them fails.
pub(crate) async fn report(_: Admitted, health: web::Data<Health>) -> HttpResponse {
    let services = [&health.backend, &health.frontend]
        .map(|group| (group.name(), instances(group).collect::<Vec<_>>()));
    let checks = services
        .each_ref()
        .map(|(name, reports)| (*name, check(reports)));
    let checks = checks.into_iter().chain([("memory", health::memory())]);
    let is_draining = health.lifecycle.is_draining();
    // Fails while draining, so that load balancers stop sending requests before connections are
    // refused.
    let draining = is_draining.then(|| ("gateway", Check::error("draining")));
    let checks = checks.chain(draining);
    let version = env!("CARGO_PKG_VERSION");
    let report = Report::new(health.started, version, health.environment, checks);
    let mut response = HttpResponse::build(report.http_status());
    if is_draining {
        response.force_close();
    }
    response.json(GatewayReport {
        report,
        instances: services.into_iter().flat_map(|(_, it)| it).collect(),
    })
}

/// Liveness.
pub(crate) async fn live(_: Admitted) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// A service is healthy while one of its instances is.
fn check(instances: &[InstanceReport]) -> Check {
    let up = instances.iter().filter(|one| one.state == UP).count();
    match (up, instances) {
        (1, [_]) => Check::ok(),
        (0, [one]) => Check::error(one.detail.unwrap_or("unknown")),
        (0, _) => Check::error(format!("none of {} instances", instances.len())),
        _ => Check::ok().detail(format!("{up} of {} instances", instances.len())),
    }
}

/// A snapshot of the state of each instance.
fn instances(group: &Group) -> impl Iterator<Item = InstanceReport> {
    let service = group.name();
    group
        .instances()
        .iter()
        .enumerate()
        .map(move |(index, one)| {
            let (state, detail) = state_and_detail(one.state());
            InstanceReport {
                service,
                number: index + 1,
                state,
                detail,
                in_flight: one.in_flight(),
            }
        })
}

fn state_and_detail(state: State) -> (&'static str, Option<&'static str>) {
    match state {
        State::Unknown => ("unknown", Some("not probed yet")),
        State::Up => (UP, None),
        State::Down(why) => ("down", Some(why)),
        State::Ejected => ("ejected", Some("failed requests")),
        State::HalfOpen => ("trial", Some("half-open after failed requests")),
    }
}
