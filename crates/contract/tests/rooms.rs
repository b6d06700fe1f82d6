//! Within each crate the arrows between rooms (the modules at its top) point one way: whoever reads
//! a room needs to know the rooms below it and none above.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kpi_contract::in_repository;

/// A room, and the rooms that it names.
type Arrows = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_two_rooms_know_each_other() {
    for (name, most) in [
        ("common", 15),
        ("backend", 20),
        ("frontend", 6),
        ("gateway", 12),
    ] {
        let arrows = arrows_of(&in_repository("crates").join(name).join("src"));
        assert!(
            arrows.len() >= most,
            "{name} has no rooms to read: {arrows:?}"
        );
        assert_eq!(circles(arrows), Arrows::new(), "{name}");
    }
}

#[test]
fn a_circle_is_found_and_what_hangs_on_it_is_told() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            arrows
                .entry((*from).into())
                .or_default()
                .insert((*to).into());
            arrows.entry((*to).into()).or_default();
        }
        arrows
    };
    let straight = arrows(&[("app", "edge"), ("edge", "area"), ("app", "area")]);
    assert_eq!(circles(straight), Arrows::new());
    let round = arrows(&[("app", "edge"), ("edge", "area"), ("area", "edge")]);
    assert_eq!(circles(round).len(), 3);
}

#[test]
fn a_room_is_named_however_it_is_used() {
    let code = "use crate::{a, b::c};\nuse crate::d::E;\n// crate::f\nlet g = crate::g::h();\n";
    assert_eq!(
        rooms_named(code),
        BTreeSet::from(["a", "b", "d", "g"].map(String::from))
    );
}

/// Takes away, again and again, the rooms that know none of those left. What is left then goes
/// round, or hangs on what does.
fn circles(mut arrows: Arrows) -> Arrows {
    loop {
        let free: Vec<_> = arrows
            .iter()
            .filter(|(_, known)| known.is_empty())
            .map(|(room, _)| room.clone())
            .collect();
        if free.is_empty() {
            return arrows;
        }
        for room in free {
            arrows.remove(&room);
            for known in arrows.values_mut() {
                known.remove(&room);
            }
        }
    }
}

fn arrows_of(source: &Path) -> Arrows {
    let mut arrows = Arrows::new();
    let mut files = Vec::new();
    collect(source, &mut files);
    for file in files {
        let below = file.strip_prefix(source).unwrap();
        let room = below.iter().next().unwrap().to_str().unwrap();
        let room = room.trim_end_matches(".rs");
        let mut named = rooms_named(&fs::read_to_string(&file).unwrap());
        named.remove(room);
        arrows.entry(room.to_owned()).or_default().extend(named);
    }
    let rooms: BTreeSet<_> = arrows.keys().cloned().collect();
    for named in arrows.values_mut() {
        named.retain(|name| rooms.contains(name));
    }
    arrows
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

/// What stands behind `crate::` in code, tests within the file left out.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut named = BTreeSet::new();
    for line in code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let list = rest.strip_prefix('{').map(|list| list.split('}').next());
            for path in list.flatten().unwrap_or(rest).split(", ") {
                let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
                let name: String = path.chars().take_while(|c| is_of_name(*c)).collect();
                named.insert(name);
                if list.is_none() {
                    break;
                }
            }
        }
    }
    named
}
