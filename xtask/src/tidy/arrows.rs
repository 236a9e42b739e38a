//! Which room may know which, and what every manifest takes from the workspace.
//!
//! ```text
//! core ← catalog     core ← ingest     {core, catalog, ingest} ← app ← {web, py}     {app, web} ← cli
//! ```

use super::{Problem, Tree};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// What each room may depend on; a room that is not here has no place yet.
const ARROWS: &[(&str, &[&str])] = &[
    ("crates/core", &[]),
    ("crates/planner", &["crates/core"]),
    ("crates/catalog", &["crates/core"]),
    ("crates/ingest", &["crates/core"]),
    ("crates/app", &["crates/core", "crates/planner", "crates/catalog", "crates/ingest"]),
    ("crates/web", &["crates/app"]),
    ("crates/py", &["crates/app"]),
    ("crates/cli", &["crates/app", "crates/web"]),
    ("xtask", &["crates/core", "crates/catalog"]),
    ("benches", &["crates/core", "crates/catalog"]),
];

/// The cases run through the app, and their test may hold them against any room.
const TESTED_AGAINST_ALL: &str = "crates/app";

/// Every dependency between rooms follows the arrows.
pub(super) fn rooms_depend_along_the_arrows(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut manifests = Vec::new();
    for (path, room, text) in room_manifests(tree) {
        match text.parse::<Table>() {
            Ok(table) => manifests.push((path, room, table)),
            Err(error) => {
                problems.push(Problem::error(path, None, format!("cannot be read: {}", error.message())));
            }
        }
    }
    let room_of: BTreeMap<&str, &str> = manifests
        .iter()
        .filter_map(|(_, room, table)| Some((table.get("package")?.get("name")?.as_str()?, *room)))
        .collect();
    for (path, room, table) in &manifests {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == room) else {
            let message = "this room has no arrows yet: say in xtask/src/tidy/arrows.rs what it may know";
            problems.push(Problem::error(path, None, message));
            continue;
        };
        for (kind, package) in dependencies(table) {
            let Some(target) = room_of.get(package.as_str()) else { continue };
            let excused = kind == "dev-dependencies" && *room == TESTED_AGAINST_ALL;
            if !excused && !allowed.contains(target) {
                let message =
                    format!("{kind}: {room} must not know {target}; see the arrows in docs/architecture.md");
                problems.push(Problem::error(path, None, message));
            }
        }
    }
    problems
}

/// Every manifest takes lints, licence and edition from the workspace.
pub(super) fn manifests_take_lints_and_licence_from_the_workspace(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, _, text) in room_manifests(tree) {
        let Ok(table) = text.parse::<Table>() else { continue };
        let from_workspace = |section: &str, key: Option<&str>| {
            let section = table.get(section);
            let value = match key {
                Some(key) => section.and_then(|section| section.get(key)),
                None => section,
            };
            value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
        };
        for (section, key, wanted) in [
            ("lints", None, "[lints] workspace = true"),
            ("package", Some("license"), "license.workspace = true"),
            ("package", Some("edition"), "edition.workspace = true"),
        ] {
            if !from_workspace(section, key) {
                problems.push(Problem::error(path, None, format!("`{wanted}` is missing")));
            }
        }
    }
    problems
}

/// The manifests of all members with their room, which is their folder.
fn room_manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str, &str)> {
    tree.texts().filter_map(|(path, text)| {
        let room = path.strip_suffix("/Cargo.toml")?;
        let is_member = room == "xtask"
            || room == "benches"
            || room.strip_prefix("crates/").is_some_and(|name| !name.contains('/'));
        is_member.then_some((path, room, text))
    })
}

/// All dependencies as (section, package name), those of single platforms included.
fn dependencies(table: &Table) -> Vec<(&'static str, String)> {
    let platforms = table.get("target").and_then(Value::as_table);
    let platforms = platforms.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let mut found = Vec::new();
    for holder in std::iter::once(table).chain(platforms) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(section) = holder.get(kind).and_then(Value::as_table) else { continue };
            for (key, value) in section {
                let package = value.get("package").and_then(Value::as_str).unwrap_or(key);
                found.push((kind, package.to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!(
            "[package]\nname = \"{name}\"\nlicense.workspace = true\nedition.workspace = true\n\
             [lints]\nworkspace = true\n{rest}"
        )
    }

    fn broken(app: &str, core: &str) -> Vec<String> {
        let (app, core) = (manifest("the-app", app), manifest("the-core", core));
        let tree =
            Tree::of(&[("crates/app/Cargo.toml", app.as_str()), ("crates/core/Cargo.toml", core.as_str())]);
        assert_eq!(manifests_take_lints_and_licence_from_the_workspace(&tree), []);
        rooms_depend_along_the_arrows(&tree).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn app_may_know_core_and_core_may_not_know_app() {
        assert!(broken("[dependencies]\nthe-core.workspace = true\nserde = \"1\"", "").is_empty());
        let found = broken("", "[dependencies]\nthe-app.workspace = true");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("dependencies: crates/core must not know crates/app"), "{found:?}");
    }

    #[test]
    fn renamed_platform_build_and_test_dependencies_are_arrows_too() {
        for section in [
            "[dependencies]\nother = { package = \"the-app\", path = \"../app\" }",
            "[target.'cfg(unix)'.dependencies]\nthe-app = { path = \"../app\" }",
            "[build-dependencies]\nthe-app.workspace = true",
            "[dev-dependencies]\nthe-app.workspace = true",
        ] {
            assert_eq!(broken("", section).len(), 1, "{section}");
        }
    }

    #[test]
    fn a_room_that_nobody_placed_is_named() {
        let text = manifest("new", "");
        let tree = Tree::of(&[("crates/new/Cargo.toml", text.as_str())]);
        assert!(rooms_depend_along_the_arrows(&tree)[0].message.contains("no arrows yet"));
    }

    #[test]
    fn a_manifest_of_its_own_mind_is_named() {
        let tree = Tree::of(&[("crates/core/Cargo.toml", "[package]\nname = \"c\"\nlicense = \"MIT\"\n")]);
        let found = manifests_take_lints_and_licence_from_the_workspace(&tree);
        assert_eq!(found.len(), 3);
        let tree = Tree::of(&[("crates/core/Cargo.toml", "[package")]);
        assert!(rooms_depend_along_the_arrows(&tree)[0].message.starts_with("cannot be read"));
    }
}
