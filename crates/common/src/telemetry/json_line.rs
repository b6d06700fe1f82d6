//! One event as one line of JSON.
//!
//! tracing-subscriber's own JSON has no place for `service` and `environment`, and nests fields
//! and spans, which log search does not want.

use std::fmt::{self, Write};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use crate::config::Environment;

/// Formats events for a service in an environment. Spans must be formatted by [`JsonFields`].
#[derive(Debug)]
pub(super) struct JsonLine {
    /// `,"service":"…","environment":"…"`, which is the same on every line.
    origin: String,
}

impl JsonLine {
    pub(super) fn new(service: &'static str, environment: Environment) -> Self {
        let origin = format!(
            r#","service":{},"environment":"{environment}""#,
            Value::from(service)
        );
        Self { origin }
    }
}

impl<S> FormatEvent<S, JsonFields> for JsonLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        let mut fields = Members(String::new());
        event.record(&mut fields);

        writer.write_str(r#"{"timestamp":""#)?;
        SystemTime.format_time(&mut writer)?;
        write!(
            writer,
            r#"","level":"{}"{}"#,
            lower(*metadata.level()),
            self.origin
        )?;
        write!(writer, r#","target":"{}"{}"#, metadata.target(), fields.0)?;
        for span in context.event_scope().into_iter().flatten() {
            if let Some(formatted) = span.extensions().get::<FormattedFields<JsonFields>>() {
                // An object of its own; its members are spliced into the line.
                let members = formatted
                    .fields
                    .trim_start_matches('{')
                    .trim_end_matches('}');
                if !members.is_empty() {
                    write!(writer, ",{members}")?;
                }
            }
        }
        writer.write_str("}\n")
    }
}

fn lower(level: tracing::Level) -> &'static str {
    match level {
        tracing::Level::ERROR => "error",
        tracing::Level::WARN => "warn",
        tracing::Level::INFO => "info",
        tracing::Level::DEBUG => "debug",
        tracing::Level::TRACE => "trace",
    }
}

/// The fields of an event as `,"name":value` after each other.
struct Members(String);

impl Members {
    fn add(&mut self, field: &Field, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, r#","{}":{value}"#, field.name());
    }
}

impl Visit for Members {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Fields of the `log` bridge repeat what the metadata says.
        if !field.name().starts_with("log.") {
            self.add(field, Value::from(format!("{value:?}")));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if !field.name().starts_with("log.") {
            self.add(field, Value::from(value));
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        // JSON has no infinity; null stands for it.
        self.add(field, Value::from(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::captured::Captured;

    fn lines_of(log: impl FnOnce()) -> Vec<Value> {
        let (captured, _guard) = Captured::start();
        log();
        captured.lines()
    }

    #[test]
    fn a_line_has_its_origin_its_fields_and_those_of_its_spans() {
        let lines = lines_of(|| {
            let _span = tracing::info_span!("request", request_id = "id-1").entered();
            tracing::warn!(
                count = 3,
                wanted = true,
                text = "a \"quoted\"\nline",
                "it {}",
                "happened"
            );
        });
        let line = &lines[0];
        assert_eq!(lines.len(), 1);
        assert_eq!(line["level"], "warn");
        assert_eq!(line["message"], "it happened");
        assert_eq!(line["service"], "kpi-test");
        assert_eq!(line["environment"], "staging");
        assert_eq!(line["request_id"], "id-1");
        assert_eq!(line["count"], 3);
        assert_eq!(line["wanted"], true);
        assert_eq!(line["text"], "a \"quoted\"\nline");
        let timestamp = line["timestamp"].as_str().unwrap();
        assert!(
            chrono::DateTime::parse_from_rfc3339(timestamp).is_ok(),
            "{timestamp}"
        );
    }

    #[test]
    fn numbers_that_json_lacks_become_null() {
        let lines = lines_of(|| tracing::info!(ratio = f64::NAN, half = 0.5));
        assert_eq!(lines[0]["ratio"], Value::Null);
        assert_eq!(lines[0]["half"], 0.5);
    }
}
