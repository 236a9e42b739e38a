//! A prior that stands in a block of its own, and how it takes the place of a built-in group's.
//!
//! In the built-in files priors stand in their groups; a clinic replaces one without writing the whole group again.
//! Nothing but figures can change this way: red flags, cautions and the loads of tests do not rest on priors.
//! Read next: [`super::overlay`].

use super::overlay::{at, is_built_in};
use super::read::{Gathered, Listed};
use evenstride_core::body::{MuscleGroupId, Quality};
use evenstride_core::knowledge::{DifferencePrior, Grade, SourceId};
use serde::Deserialize;

/// The prior of one quality of one muscle group; the fields after `quality` are those of [`DifferencePrior`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupPrior {
    /// The group.
    pub group: MuscleGroupId,
    /// The quality.
    pub quality: Quality,
    usual_sd: f64,
    large_sd: f64,
    large_share: f64,
    level_sd: f64,
    delta: f64,
    #[serde(default)]
    usual_up_to: Option<f64>,
    grade: Grade,
    source: Vec<SourceId>,
}

impl GroupPrior {
    /// What of it stands in the group.
    fn into_prior(self) -> DifferencePrior {
        DifferencePrior {
            usual_sd: self.usual_sd,
            large_sd: self.large_sd,
            large_share: self.large_share,
            level_sd: self.level_sd,
            delta: self.delta,
            usual_up_to: self.usual_up_to,
            grade: self.grade,
            source: self.source,
        }
    }
}

/// Puts every prior that stands in a block of its own into its built-in group, and counts them.
pub(super) fn lay(all: &mut Gathered) -> usize {
    let mut replaced = 0;
    for Listed { item, span } in std::mem::take(&mut all.priors) {
        let (group, quality) = (item.group.clone(), item.quality);
        let known = all.groups.iter_mut().find(|listed| is_built_in(listed) && listed.item.id == group);
        let place = known.and_then(|listed| listed.item.prior.get_mut(&quality));
        let found = match place {
            None => "to replace a built-in one, found none",
            Some(_) if all.laid_priors.contains_key(&(group.clone(), quality)) => {
                "to stand once, found it again"
            }
            Some(place) => {
                *place = item.into_prior();
                all.laid_priors.insert((group, quality), span);
                replaced += 1;
                continue;
            }
        };
        let message = format!("read the {quality} prior of “{group}”: expected it {found}");
        all.errors.push(at(span, &all.files, message));
    }
    replaced
}
