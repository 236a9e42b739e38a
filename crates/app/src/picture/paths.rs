//! What the generated paths of the leg map are made of; one half of a view, with the midline at 0.

/// A place in a view: distance from the midline, and down from the waist.
pub(super) struct Anchor {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The paths of a muscle group in a view.
pub(super) struct RegionPaths {
    /// The id of the group.
    pub(super) group: &'static str,
    /// Does it lie under others, so that its outline is dashed?
    pub(super) deep: bool,
    /// Names and paths of its parts.
    pub(super) parts: &'static [(&'static str, &'static str)],
    /// What answers to a tap.
    pub(super) hit: &'static str,
    /// Where the badge stands.
    pub(super) badge: Anchor,
    /// How far that is from the nearest edge.
    pub(super) depth: f64,
    /// What the label points at.
    pub(super) label: Anchor,
    /// How high the label stands, when the view is the place to name the group.
    pub(super) label_y: Option<f64>,
}

/// The paths of a view.
pub(super) struct ViewPaths {
    /// The outline of both legs.
    pub(super) silhouette: &'static str,
    /// Lines for orientation.
    pub(super) details: &'static str,
    /// Name, tissue and path of what is no muscle group.
    pub(super) tissues: &'static [(&'static str, &'static str, &'static str)],
    /// The muscle groups in the order of drawing.
    pub(super) regions: &'static [RegionPaths],
}

impl ViewPaths {
    /// The paths of a group, when this view shows it.
    pub(super) fn region(&self, group: &str) -> Option<&'static RegionPaths> {
        self.regions.iter().find(|region| region.group == group)
    }
}
