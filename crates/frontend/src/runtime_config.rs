//! `/config.js`: the run-time configuration of the app in the browser, as one assignment.
//!
//! The text is built once at the start. Browsers revalidate it each time, so that a changed setting
//! takes effect with the next page load.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::config::WebConfig;

/// The content of `/config.js`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Script(web::Bytes);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PublicConfig<'a> {
    api_url: &'a str,
    sentry_dsn: Option<&'a str>,
    sentry_environment: &'a str,
    mixpanel_token: Option<&'a str>,
    mixpanel_api_host: &'a str,
    enable_analytics: bool,
    enable_error_reporting: bool,
    app_version: &'a str,
    debug_mode: bool,
}

impl Script {
    pub(crate) fn new(web: &WebConfig) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_string(&PublicConfig {
            api_url: &web.api_url,
            sentry_dsn: web.sentry_dsn.as_deref(),
            sentry_environment: &web.sentry_environment,
            mixpanel_token: web.mixpanel_token.as_deref(),
            mixpanel_api_host: &web.mixpanel_api_host,
            enable_analytics: web.enable_analytics,
            enable_error_reporting: web.enable_error_reporting,
            app_version: &web.app_version,
            debug_mode: web.debug_mode,
        })?;
        let script = format!("window.__KPI_CONFIG__ = {};\n", escape_for_html(&json));
        Ok(Self(script.into()))
    }
}

/// Escapes characters that could end a script element or a line of JavaScript, in case the text is
/// embedded in a page. In JSON they occur only inside strings, where the escape is equivalent.
fn escape_for_html(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => text.push(other),
        }
    }
    text
}

/// Handler: responds with the script.
pub(crate) async fn serve(script: web::Data<Script>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "application/javascript; charset=utf-8",
        ))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .body(script.0.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web_config() -> WebConfig {
        WebConfig {
            api_url: "/api".into(),
            sentry_dsn: None,
            sentry_environment: "staging".into(),
            mixpanel_token: Some("token".into()),
            mixpanel_api_host: "https://api-js.mixpanel.com".into(),
            enable_analytics: true,
            enable_error_reporting: false,
            app_version: "1.0.0".into(),
            debug_mode: false,
        }
    }

    #[test]
    fn the_script_is_one_assignment_of_json() {
        let script = Script::new(&web_config()).unwrap();
        let text = std::str::from_utf8(&script.0).unwrap();
        let json = text
            .strip_prefix("window.__KPI_CONFIG__ = ")
            .unwrap()
            .strip_suffix(";\n")
            .unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(json).unwrap(),
            serde_json::json!({
                "apiUrl": "/api",
                "sentryDsn": null,
                "sentryEnvironment": "staging",
                "mixpanelToken": "token",
                "mixpanelApiHost": "https://api-js.mixpanel.com",
                "enableAnalytics": true,
                "enableErrorReporting": false,
                "appVersion": "1.0.0",
                "debugMode": false,
            })
        );
    }

    #[test]
    fn nothing_in_it_can_end_a_script_element() {
        let version = "</script><script>alert(1)\u{2028}";
        let web = WebConfig {
            app_version: version.into(),
            ..web_config()
        };
        let script = Script::new(&web).unwrap();
        let text = std::str::from_utf8(&script.0).unwrap();
        assert!(!text.contains(['<', '>', '\u{2028}']), "{text}");
        let json = text
            .strip_prefix("window.__KPI_CONFIG__ = ")
            .unwrap()
            .strip_suffix(";\n")
            .unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(json).unwrap()["appVersion"],
            version
        );
    }
}
