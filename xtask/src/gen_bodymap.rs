//! Turns the point lists of the leg map into the paths that the app draws.
//!
//! `crates/catalog/data/bodymap.toml` holds the points, `crates/app/src/picture/bodymap_paths.rs` the
//! paths; the second is made from the first and is committed, so that nothing needs this code to build.
//! It draws nothing itself. Read next: [`shapes`] for how shapes are cut, [`write`] for the file.

mod shapes;
mod smooth;
mod write;

use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Where the points stand, from the root of the workspace.
const SOURCE: &str = "crates/catalog/data/bodymap.toml";
/// Where the paths are written, from the root of the workspace.
const TARGET: &str = "crates/app/src/picture/bodymap_paths.rs";

/// A point `[u, y]`, or `[u, y, 1]` for a corner.
type Point = Vec<f64>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawing {
    region: Vec<Region>,
    view: Vec<View>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    id: String,
    deep: bool,
    #[serde(default)]
    over: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct View {
    id: String,
    outline: Vec<Point>,
    details: Vec<[Point; 3]>,
    shape: Vec<Shape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    part: String,
    group: Option<String>,
    tissue: Option<String>,
    points: Vec<Point>,
}

/// Writes the paths anew.
///
/// # Errors
/// The point lists cannot be read or do not hold, or the file cannot be written.
pub(crate) fn generate(root: &Path) -> Result<(), String> {
    let text = text_of_paths(root)?;
    let target = root.join(TARGET);
    fs::write(&target, text).map_err(|error| format!("write {}: {error}", target.display()))
}

/// Says whether the committed paths are those that the point lists give.
///
/// # Errors
/// The point lists cannot be read or do not hold, the committed file cannot be read, or the two differ.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let wanted = text_of_paths(root)?;
    let target = root.join(TARGET);
    let found = fs::read_to_string(&target).map_err(|error| format!("read {}: {error}", target.display()))?;
    if found == wanted {
        return Ok(());
    }
    let line = 1 + found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
    Err(format!(
        "find {TARGET} up to date: line {line} differs\nhint: run `cargo xtask gen` and commit the file"
    ))
}

fn text_of_paths(root: &Path) -> Result<String, String> {
    let source = root.join(SOURCE);
    let text = fs::read_to_string(&source).map_err(|error| format!("read {}: {error}", source.display()))?;
    let drawing: Drawing = toml::from_str(&text).map_err(|error| format!("read {SOURCE}: {error}"))?;
    hold(&drawing).map_err(|error| format!("read {SOURCE}: {error}"))?;
    Ok(write::rust_file(&drawing))
}

/// Refuses a drawing that the cutting could not make sense of.
fn hold(drawing: &Drawing) -> Result<(), String> {
    for view in &drawing.view {
        for shape in &view.shape {
            let place = format!("view {}, part {}", view.id, shape.part);
            match (&shape.group, &shape.tissue) {
                (Some(group), None) if drawing.region.iter().all(|region| region.id != *group) => {
                    return Err(format!("{place}: no region has the id “{group}”"));
                }
                (Some(_), None) => {}
                (None, Some(tissue)) if !["plain", "strap", "bone", "tendon"].contains(&tissue.as_str()) => {
                    return Err(format!("{place}: expected plain, strap, bone or tendon, found “{tissue}”"));
                }
                (None, Some(_)) => {}
                (None, None) | (Some(_), Some(_)) => {
                    return Err(format!("{place}: expected either a group or a tissue"));
                }
            }
            if shape.points.len() < 4 {
                return Err(format!("{place}: expected at least 4 points, found {}", shape.points.len()));
            }
        }
        let points = view.shape.iter().flat_map(|shape| &shape.points);
        let points = points.chain(&view.outline).chain(view.details.iter().flatten());
        for point in points {
            if !(2..=3).contains(&point.len()) || point.iter().any(|number| !number.is_finite()) {
                return Err(format!("view {}: expected [u, y] or [u, y, 1], found {point:?}", view.id));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the task crate stands in the workspace")
    }

    #[test]
    fn the_committed_paths_are_those_that_the_point_lists_give() {
        assert_eq!(check(root()), Ok(()));
    }

    #[test]
    fn a_drawing_that_does_not_hold_is_refused_with_its_place() {
        let drawing = |shape: &str| -> Drawing {
            let text = format!(
                "[[region]]\nid = \"quads\"\ndeep = false\n[[view]]\nid = \"front\"\noutline = [[0, 0]]\ndetails = []\n\
                 [[view.shape]]\npart = \"rf\"\n{shape}\n"
            );
            toml::from_str(&text).expect("the test's own text is a drawing")
        };
        let square = "points = [[0, 0], [1, 0], [1, 1], [0, 1]]";
        for (shape, message) in [
            (format!("group = \"thigh\"\n{square}"), "no region has the id “thigh”"),
            (format!("tissue = \"fat\"\n{square}"), "expected plain, strap, bone or tendon, found “fat”"),
            (square.to_owned(), "expected either a group or a tissue"),
            ("group = \"quads\"\npoints = [[0, 0], [1, 0]]".to_owned(), "expected at least 4 points, found 2"),
        ] {
            let error = hold(&drawing(&shape)).expect_err("this drawing does not hold");
            assert!(error.contains(message), "{error}");
            assert!(error.contains("view front, part rf"), "{error}");
        }
    }
}
