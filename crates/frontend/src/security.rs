//! The security headers of the app: content security policy and framing.

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::middleware::DefaultHeaders;
use kpi_common::security_headers::{APP_POLICY, FIXED};

use crate::config::WebConfig;
use crate::url::{http_url, origin_of};

/// Middleware: sets the headers of every response.
pub(crate) fn headers(web: &WebConfig) -> DefaultHeaders {
    let headers = DefaultHeaders::new().add((CONTENT_SECURITY_POLICY, policy(web)));
    FIXED.into_iter().fold(headers, DefaultHeaders::add)
}

fn policy(web: &WebConfig) -> String {
    let connect = format!("connect-src {}", connect_sources(web).join(" "));
    APP_POLICY.replace("connect-src 'self'", &connect)
}

fn connect_sources(web: &WebConfig) -> Vec<String> {
    let mut sources = vec!["'self'".to_owned()];
    if let Some(api) = http_url(&web.api_url).and_then(|url| origin_of(&url)) {
        // The WebSocket of that API: `http…` becomes `ws…`.
        sources.push(api.replacen("http", "ws", 1));
        sources.push(api);
    }
    if web.enable_error_reporting {
        let sentry = web.sentry_dsn.as_deref().and_then(http_url);
        sources.extend(sentry.and_then(|url| origin_of(&url)));
    }
    if web.enable_analytics && web.mixpanel_token.is_some() {
        sources.extend(http_url(&web.mixpanel_api_host).and_then(|url| origin_of(&url)));
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web_config() -> WebConfig {
        WebConfig {
            api_url: "/api".into(),
            sentry_dsn: None,
            sentry_environment: "production".into(),
            mixpanel_token: None,
            mixpanel_api_host: "https://api-js.mixpanel.com".into(),
            enable_analytics: true,
            enable_error_reporting: true,
            app_version: "1.0.0".into(),
            debug_mode: false,
        }
    }

    #[test]
    fn by_default_the_app_connects_to_its_own_origin_only() {
        assert_eq!(connect_sources(&web_config()), ["'self'"]);
        let policy = policy(&web_config());
        assert!(
            policy.starts_with("default-src 'self'; script-src 'self'; "),
            "{policy}"
        );
        assert!(policy.contains("; connect-src 'self'; "), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn configured_services_are_allowed_by_origin() {
        let web = WebConfig {
            api_url: "https://api.example.com/api".into(),
            sentry_dsn: Some("https://key@o1.ingest.sentry.io/2".into()),
            mixpanel_token: Some("token".into()),
            mixpanel_api_host: "https://api-eu.mixpanel.com/proxied".into(),
            ..web_config()
        };
        assert_eq!(
            connect_sources(&web),
            [
                "'self'",
                "wss://api.example.com",
                "https://api.example.com",
                "https://o1.ingest.sentry.io",
                "https://api-eu.mixpanel.com",
            ]
        );
    }

    #[test]
    fn disabled_services_are_not_allowed() {
        let web = WebConfig {
            sentry_dsn: Some("https://key@o1.ingest.sentry.io/2".into()),
            mixpanel_token: Some("token".into()),
            enable_analytics: false,
            enable_error_reporting: false,
            ..web_config()
        };
        assert_eq!(connect_sources(&web), ["'self'"]);
    }
}
