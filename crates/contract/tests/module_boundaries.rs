//! The dependencies between the top-level modules of each crate are acyclic.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kpi_contract::in_repository;

/// A module, and the modules that it depends on.
type Dependencies = BTreeMap<String, BTreeSet<String>>;

#[test]
fn module_dependencies_are_acyclic() {
    for (name, min) in [
        ("common", 15),
        ("backend", 20),
        ("frontend", 6),
        ("gateway", 12),
    ] {
        let dependencies = dependencies_of(&in_repository("crates").join(name).join("src"));
        assert!(
            dependencies.len() >= min,
            "{name} has too few modules: {dependencies:?}"
        );
        assert_eq!(cycles(dependencies), Dependencies::new(), "{name}");
    }
}

#[test]
fn a_cycle_is_found_with_its_dependents() {
    let dependencies = |pairs: &[(&str, &str)]| {
        let mut dependencies = Dependencies::new();
        for (from, to) in pairs {
            dependencies
                .entry((*from).into())
                .or_default()
                .insert((*to).into());
            dependencies.entry((*to).into()).or_default();
        }
        dependencies
    };
    let acyclic = dependencies(&[("app", "edge"), ("edge", "area"), ("app", "area")]);
    assert_eq!(cycles(acyclic), Dependencies::new());
    let cyclic = dependencies(&[("app", "edge"), ("edge", "area"), ("area", "edge")]);
    assert_eq!(cycles(cyclic).len(), 3);
}

#[test]
fn every_form_of_use_is_found() {
    let code = "use crate::{a, b::c};\nuse crate::d::E;\n// crate::f\nlet g = crate::g::h();\n";
    assert_eq!(
        modules_used(code),
        BTreeSet::from(["a", "b", "d", "g"].map(String::from))
    );
}

/// Repeatedly removes the modules without dependencies on the others. The rest are in a cycle, or
/// depend on one.
fn cycles(mut dependencies: Dependencies) -> Dependencies {
    loop {
        let leaves: Vec<_> = dependencies
            .iter()
            .filter(|(_, used)| used.is_empty())
            .map(|(module, _)| module.clone())
            .collect();
        if leaves.is_empty() {
            return dependencies;
        }
        for module in leaves {
            dependencies.remove(&module);
            for used in dependencies.values_mut() {
                used.remove(&module);
            }
        }
    }
}

fn dependencies_of(source: &Path) -> Dependencies {
    let mut dependencies = Dependencies::new();
    let mut files = Vec::new();
    collect(source, &mut files);
    for file in files {
        let relative = file.strip_prefix(source).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap();
        let module = module.trim_end_matches(".rs");
        let mut used = modules_used(&fs::read_to_string(&file).unwrap());
        used.remove(module);
        dependencies
            .entry(module.to_owned())
            .or_default()
            .extend(used);
    }
    let modules: BTreeSet<_> = dependencies.keys().cloned().collect();
    for used in dependencies.values_mut() {
        used.retain(|name| modules.contains(name));
    }
    dependencies
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
}

/// The modules after `crate::` in code, without the test module of the file.
fn modules_used(code: &str) -> BTreeSet<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut used = BTreeSet::new();
    for line in code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let list = rest.strip_prefix('{').map(|list| list.split('}').next());
            for path in list.flatten().unwrap_or(rest).split(", ") {
                let is_name_char = |c: char| c.is_alphanumeric() || c == '_';
                let name: String = path.chars().take_while(|c| is_name_char(*c)).collect();
                used.insert(name);
                if list.is_none() {
                    break;
                }
            }
        }
    }
    used
}
