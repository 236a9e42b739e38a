//! Noise learnt from repeats (filled in below).

use crate::knowledge::{ModelRules, Noise, Test, TestId};
use std::collections::BTreeMap;

use super::finding::NoiseFrom;

/// What repeats have taught about noise and differences, ready to be used for other measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    pub(super) noise: BTreeMap<TestId, (f64, NoiseFrom)>,
    pub(super) usual_times: f64,
    pub(super) quirk_times: f64,
    pub(super) walk_times: f64,
    pub(super) day_of_muscle: Option<f64>,
}

impl Default for Learnt {
    fn default() -> Self {
        Self {
            noise: BTreeMap::new(),
            usual_times: 1.0,
            quirk_times: 1.0,
            walk_times: 1.0,
            day_of_muscle: None,
        }
    }
}

impl Learnt {
    /// The noise to use for a test.
    #[must_use]
    pub fn noise(&self, test: &Test) -> Noise {
        let times = self.noise.get(&test.id).map_or(1.0, |(times, _)| *times);
        let Noise { trial, leg_day, shared_day, quirk } = test.noise;
        Noise { trial: trial * times, leg_day: leg_day * times, shared_day: shared_day * times, quirk }
    }

    /// Whose noise that is.
    #[must_use]
    pub fn noise_from(&self, test: &TestId) -> NoiseFrom {
        self.noise.get(test).map_or(NoiseFrom::Catalogue, |(_, from)| *from)
    }

    pub(super) fn rules(&self, rules: &ModelRules) -> ModelRules {
        ModelRules {
            difference_walk: rules.difference_walk * self.walk_times,
            day_of_muscle: self.day_of_muscle.unwrap_or(rules.day_of_muscle),
            ..*rules
        }
    }
}
