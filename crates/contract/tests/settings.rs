//! The documented settings compared with those that the services read: `.env.example`, the README's
//! tables, the guide's names, and the effect of each variable.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "settings/certificate.rs"]
mod certificate;
#[path = "settings/samples.rs"]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;

use certificate::certificate;
use kpi_common::config::{Setting, Settings};
use kpi_contract::{example, in_repository, markdown};
use samples::{CERTIFICATE, GUIDE, NEEDED, SAMPLES};

const SERVICES: [&str; 3] = ["backend", "frontend", "gateway"];

/// The effective settings of a service with these variables, and the `Debug` of its configuration.
fn read(service: &str, pairs: &[(&str, &str)]) -> (BTreeMap<String, String>, String) {
    let mut settings = Settings::from_pairs(pairs.iter().copied());
    let config = match service {
        "backend" => format!("{:#?}", kpi_backend::config::Config::read(&mut settings)),
        "frontend" => format!("{:#?}", kpi_frontend::config::Config::read(&mut settings)),
        _ => format!("{:#?}", kpi_gateway::config::Config::read(&mut settings)),
    };
    let effective = settings.effective();
    let problems = settings.finish().err().map(|problems| problems.to_string());
    // The only allowed problem is a required setting that is not set.
    let problems = problems.unwrap_or_default();
    assert!(
        problems.lines().all(|line| line.contains("is not set")),
        "{service} {pairs:?}: {problems}"
    );
    let effective = effective
        .into_iter()
        .map(|Setting { name, value, .. }| (name, value))
        .collect();
    (effective, config)
}

/// The settings of a service and their defaults in development.
fn defaults(service: &str) -> BTreeMap<String, String> {
    let (defaults, _) = read(service, &[]);
    defaults
}

/// The documented default: empty if there is none, or if it depends on the machine.
fn written(name: &str, default: &str) -> String {
    let has_none = ["(not set)", "not set"].contains(&default) || name == "WORKERS";
    if has_none { "" } else { default }.to_owned()
}

fn document(path: &str) -> String {
    fs::read_to_string(in_repository(path)).unwrap()
}

#[test]
fn the_example_lists_every_setting_with_its_default() {
    let sections = example::sections(&document(".env.example"));
    for (service, section) in SERVICES.iter().zip(["Backend", "Frontend", "Gateway"]) {
        let mut documented = sections["Every service"].clone();
        documented.extend(sections[section].clone());
        let read: BTreeMap<_, _> = defaults(service)
            .into_iter()
            .map(|(name, default)| {
                let default = written(&name, &default);
                (name, default)
            })
            .collect();
        assert_eq!(documented, read, "{service}");
    }
}

/// A row of the README: `| names | services | defaults | meaning |`.
#[test]
fn the_readme_lists_every_setting_with_its_default() {
    let services: BTreeMap<_, _> = SERVICES.map(|service| (service, defaults(service))).into();
    let mut documented = BTreeSet::new();
    let document = document("README.md");
    let (_, part) = document.split_once("\n## Settings\n").unwrap();
    let (part, _) = part.split_once("\n## ").unwrap();
    let rows = markdown::rows(part);
    for row in &rows {
        let [names, of, default, _] = &row[..] else {
            panic!("not a row of the settings: {row:?}");
        };
        let names = markdown::codes(names);
        let of: Vec<_> = match of.as_str() {
            "all" => SERVICES.to_vec(),
            some => some.split(", ").collect(),
        };
        for (at, name) in names.iter().enumerate() {
            for (nth, service) in of.iter().enumerate() {
                let actual = services[service].get(*name);
                let actual = actual.unwrap_or_else(|| panic!("the {service} does not read {name}"));
                let stated = documented_default(default, names.len(), at, of.len(), nth);
                // The crate's version is not repeated there.
                if *name != "VITE_APP_VERSION" {
                    assert_eq!(stated, written(name, actual), "{name} of the {service}");
                }
                documented.insert((*service, (*name).to_owned()));
            }
        }
    }
    let read: BTreeSet<_> = services
        .iter()
        .flat_map(|(service, settings)| settings.keys().map(|name| (*service, name.clone())))
        .collect();
    let missing: Vec<_> = read.difference(&documented).collect();
    assert!(missing.is_empty(), "not in the README: {missing:?}");
}

/// The default in a cell: one for all names, one for each name, or for one name one for each
/// service. Plain text means no default.
fn documented_default(
    cell: &str,
    names: usize,
    name: usize,
    services: usize,
    service: usize,
) -> String {
    let parts: Vec<_> = cell.split(", ").collect();
    let is_code = |part: &&str| *part == "–" || (part.starts_with('`') && part.ends_with('`'));
    let part = if names > 1 && parts.len() == names {
        parts[name]
    } else if names == 1 && parts.len() == services && parts.iter().all(is_code) {
        parts[service]
    } else {
        parts[0]
    };
    markdown::codes(part)
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_guides_variables_are_read_by_their_service() {
    for (service, names) in GUIDE {
        let read = defaults(service);
        for name in *names {
            assert!(
                read.contains_key(*name),
                "the {service} does not read {name}"
            );
        }
    }
}

/// A row of the printed table.
struct Row {
    service: &'static str,
    name: String,
    default: String,
    set: &'static str,
    changed: String,
}

/// Sets every variable to another value, and prints what that changes.
#[test]
fn every_variable_changes_the_configuration() {
    let mut rows = Vec::new();
    let mut unused: BTreeSet<_> = SAMPLES.iter().map(|(name, _)| *name).collect();
    for service in SERVICES {
        for (name, default) in defaults(service) {
            let sample = SAMPLES.iter().find(|(known, _)| *known == name);
            let (known, set) = *sample.unwrap_or_else(|| panic!("no sample for {name}"));
            unused.remove(known);
            rows.push(Row {
                service,
                changed: changed(service, known, set),
                name,
                default,
                set,
            });
        }
    }
    assert_eq!(unused, BTreeSet::new(), "not read by any service");
    // Directly to stdout: the test harness captures `println!`.
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "\nservice   variable                       default -> set: what changed"
    )
    .unwrap();
    for Row {
        service,
        name,
        default,
        set,
        changed,
    } in &rows
    {
        writeln!(out, "{service:9} {name:30} {default} -> {set}: {changed}").unwrap();
    }
    writeln!(
        out,
        "{} variables of {} services",
        rows.len(),
        SERVICES.len()
    )
    .unwrap();
    drop(out);
    for row in &rows {
        assert!(
            !row.changed.is_empty(),
            "{} of the {} changes nothing",
            row.name,
            row.service
        );
    }
}

/// The lines of a service's configuration that this variable changes. For a secret, which is
/// redacted there, the change of the effective setting.
fn changed(service: &str, name: &str, set: &str) -> String {
    let needed: Vec<_> = NEEDED
        .iter()
        .filter(|(of, _)| name.starts_with(of))
        .flat_map(|(_, pairs)| pairs.iter().copied())
        .filter(|(needed, _)| *needed != name)
        .collect();
    let certificate = certificate();
    let set = if set == CERTIFICATE {
        &certificate
    } else {
        set
    };
    let (before, config_before) = read(service, &needed);
    let mut pairs = needed.clone();
    pairs.push((name, set));
    let (after, config_after) = read(service, &pairs);
    let old: BTreeSet<_> = config_before.lines().map(str::trim).collect();
    let new = config_after.lines().map(str::trim);
    let lines: Vec<_> = new
        .filter(|line| !old.contains(line) && line.len() > 2)
        .map(|line| line.trim_end_matches([',', ' ', '{', '(']))
        .collect();
    if !lines.is_empty() {
        return lines.join(", ");
    }
    match (&before[name], &after[name]) {
        (before, after) if before == after => String::new(),
        (before, after) => format!("{before} -> {after}"),
    }
}
