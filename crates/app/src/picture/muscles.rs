//! Which muscle groups a test loads or an exercise trains: one pair of legs from the front and from behind.
//!
//! A whole share is filled and outlined strongly, a part is striped, so that colour is not needed to tell them apart;
//! the list beside the picture says the same in words. It judges nobody. Read next: [`super::bodymap`] for findings.

use super::bodymap_paths::{BACK, FRONT};
use super::paths::ViewPaths;
use evenstride_core::body::MuscleGroupId;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// How much of a set or of a result a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// A helper's part.
    Part,
    /// So much that it counts.
    Most,
}

impl Share {
    /// The share of a number from 0 to 1, when so much of it counts.
    #[must_use]
    pub fn from(share: f64, counts_from: f64) -> Self {
        if share >= counts_from { Share::Most } else { Share::Part }
    }

    fn class(self) -> &'static str {
        match self {
            Share::Part => "mu-part",
            Share::Most => "mu-most",
        }
    }
}

/// The style that a picture brings along, so that it can stand in a file of its own.
const STYLE: &str = "\
.mu-skin{fill:#e9ecef;stroke:#59616a;stroke-width:1.5}.mu-rest{fill:#fff;stroke:#8a929a;stroke-width:.9}\
.mu-most{fill:#0b57a4;stroke:#06305a;stroke-width:1.4}.mu-part{fill:url(#mu-stripe);stroke:#0b57a4;stroke-width:1.4}\
.mu-ground{fill:#e3eefb}.mu-line{fill:#0b57a4}\
@media (prefers-color-scheme:dark){.mu-skin{fill:#2a2f36;stroke:#98a2ac}.mu-rest{fill:#14171a;stroke:#7d8791}\
.mu-most{fill:#8ac2ff;stroke:#d6e9ff}.mu-part{stroke:#8ac2ff}.mu-ground{fill:#14304d}.mu-line{fill:#8ac2ff}}\
@media (forced-colors:active){.mu-skin,.mu-rest{fill:Canvas;stroke:CanvasText}.mu-most,.mu-line{fill:CanvasText}\
.mu-part{stroke:CanvasText}.mu-ground{fill:Canvas}}";

/// Both legs from the front and from behind with the shares filled in, as a file of its own.
///
/// Groups that the leg map does not draw are left to the words beside it.
#[must_use]
pub fn muscles(shares: &BTreeMap<MuscleGroupId, Share>, title: &str) -> String {
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 660" role="img" aria-labelledby="t" {
            title id="t" { (title) }
            style { (PreEscaped(STYLE)) }
            defs {
                pattern id="mu-stripe" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.mu-ground width="9" height="9" {}
                    rect.mu-line width="4" height="9" {}
                }
            }
            (view(&FRONT, 120, shares))
            (view(&BACK, 360, shares))
        }
    };
    picture.into_string()
}

fn view(paths: &ViewPaths, midline: u32, shares: &BTreeMap<MuscleGroupId, Share>) -> Markup {
    let share_of = |group: &str| shares.iter().find(|(id, _)| id.as_str() == group).map(|(_, share)| *share);
    // What is filled is drawn last, so that a deep muscle is seen through those that lie over it.
    let (filled, rest): (Vec<_>, Vec<_>) =
        paths.regions.iter().partition(|region| share_of(region.group).is_some());
    html! {
        g transform={ "translate(" (midline) ")" } {
            path.mu-skin d=(paths.silhouette) {}
            @for transform in ["scale(1)", "scale(-1 1)"] {
                g transform=(transform) {
                    @for region in &rest {
                        @for (_, path) in region.parts { path.mu-rest d=(path) {} }
                    }
                    @for region in &filled {
                        @for (_, path) in region.parts {
                            path class=(share_of(region.group).map_or("mu-rest", Share::class)) d=(path) {}
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_share_is_filled_a_part_is_striped_and_the_rest_is_left_white() {
        let group = |id: &str| MuscleGroupId::new(id).expect("an id");
        let shares = [(group("quads"), Share::from(0.5, 0.5)), (group("adductors"), Share::from(0.25, 0.5))];
        let picture = muscles(&shares.into_iter().collect(), "Front of thigh & inner thigh");
        let count = |class: &str| picture.matches(&format!("class=\"{class}\"")).count();
        assert!(count("mu-most") > 0 && count("mu-part") > 0 && count("mu-rest") > 20);
        assert!(picture.contains("Front of thigh &amp; inner thigh"));
        let nothing = muscles(&BTreeMap::new(), "x");
        assert!(!nothing.contains("class=\"mu-most\"") && !nothing.contains("class=\"mu-part\""));
    }
}
