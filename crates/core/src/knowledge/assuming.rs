//! What the model of a difference assumes beyond tests and groups: how parts go together, how time and chance act.
//!
//! Each assumption is one entry of the catalogue with its source and grade; [`ModelRules`] is what the model
//! computes with. Read next: `docs/model.md`.

use super::{AssumptionId, Grade, SourceId};
use serde::Deserialize;

/// One assumption of the model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The id, such as `correlation-of-groups`.
    pub id: AssumptionId,
    /// What it says, in one plain sentence.
    pub text: String,
    /// The figure.
    pub value: f64,
    /// Its unit in words, such as `share of the variance`.
    pub unit: String,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// The figures that the model computes with.
///
/// # Units
/// Shares and correlations 0–1; `times` are factors of a standard deviation; `percent` is `100·ln`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModelRules {
    /// Correlation of the usual part of the differences of two groups of one quality.
    pub correlation_of_groups: f64,
    /// The same for two groups of one family.
    pub correlation_of_family: f64,
    /// Correlation of the levels of two groups of one quality.
    pub correlation_of_levels: f64,
    /// Share of a quirk's variance that tests of one group, protocol and device have in common.
    pub quirk_of_protocol: f64,
    /// Share of a leg's day variance that belongs to the muscle and not to the test.
    pub day_of_muscle: f64,
    /// Share of it that belongs to the whole leg and shows in every muscle.
    pub day_of_leg: f64,
    /// How often a trial is wild.
    pub wild_trial_share: f64,
    /// How many times wider a wild trial scatters.
    pub wild_trial_times: f64,
    /// How often a leg's day in a test is wild.
    pub wild_day_share: f64,
    /// How many times wider a wild day scatters.
    pub wild_day_times: f64,
    /// How often a muscle of one leg has a wild day in all its tests.
    pub wild_muscle_share: f64,
    /// How many times wider than a usual day of a leg that scatters, in all those tests alike.
    pub wild_muscle_times: f64,
    /// How often all that one leg did in one test on one day was measured wrongly.
    pub mistake_share: f64,
    /// By how much that is off, as an SD.
    pub mistake_percent: f64,
    /// The same for angles, in degrees.
    pub mistake_deg: f64,
    /// How far a norm may be off for a device and protocol.
    pub norm_offset_percent: f64,
    /// The same for angles, in degrees.
    pub norm_offset_deg: f64,
    /// SD of the wander of a difference in a year, as a part of its usual SD.
    pub difference_walk: f64,
    /// The same while somebody trains.
    pub difference_walk_training: f64,
    /// What ten hard sets a week add to a leg's strength in a week, before anything fades, in percent.
    pub training_gain_percent: f64,
    /// Power of the sets by which that grows: below 1, as more sets bring ever less.
    pub training_sets_power: f64,
    /// The part of a leg's gain that the other leg has when it does less.
    pub training_cross: f64,
    /// How much people differ in what they gain: SD of a factor whose mean is 1.
    pub training_response_sd: f64,
    /// SD of the wander of a level in a year, as a part of its SD.
    pub level_walk: f64,
    /// SD of the full drift of a difference, as a part of its usual SD.
    pub difference_drift: f64,
    /// SD of the full drift of a level, as a part of its SD.
    pub level_drift: f64,
    /// How probable it is that a difference drifts as far as a large one is wide.
    pub large_change_share: f64,
    /// How often a large difference ends in a year, at once or little by little, and as often another one begins.
    pub large_end_per_year: f64,
    /// Weeks after which 63 % of a drift is done.
    pub drift_weeks: f64,
    /// Gain of both legs from the first to later visits of one test.
    pub learning_percent: f64,
    /// How much that gain varies between tests and people.
    pub learning_sd_percent: f64,
    /// How many of the large differences are far larger still.
    pub far_share: f64,
    /// How many times as wide these are.
    pub far_times: f64,
    /// How many of the wild days of a muscle, and of the mistakes in measuring, are as many times as wide.
    pub far_day_share: f64,
    /// How probable a large part is in a group that was injured on one side.
    pub injured_share: f64,
    /// By how much the injured side is then weaker in the mean.
    pub injured_percent: f64,
    /// From 60 to 69 years differences of strength spread so many times wider.
    pub sixty_times: f64,
    /// From 70 years on.
    pub seventy_times: f64,
    /// SD of `ln` of what repeats may multiply a noise of grade A or B by.
    pub learn_known: f64,
    /// The same for grade C or E.
    pub learn_unknown: f64,
    /// The same for how common large differences are.
    pub learn_large: f64,
    /// The same for how common bad days are.
    pub learn_bad_days: f64,
    /// SD of `ln` of how much noisier or steadier one person is than others.
    pub noise_of_person: f64,
}

impl ModelRules {
    /// Nothing goes together, nothing is wild, nothing moves: the plainest model, for small examples and tests.
    pub const PLAIN: ModelRules = ModelRules {
        correlation_of_groups: 0.0,
        correlation_of_family: 0.0,
        correlation_of_levels: 0.0,
        quirk_of_protocol: 0.0,
        day_of_muscle: 0.0,
        day_of_leg: 0.0,
        wild_trial_share: 0.0,
        wild_trial_times: 1.0,
        wild_day_share: 0.0,
        wild_day_times: 1.0,
        wild_muscle_share: 0.0,
        wild_muscle_times: 1.0,
        mistake_share: 0.0,
        mistake_percent: 0.0,
        mistake_deg: 0.0,
        norm_offset_percent: 10.0,
        norm_offset_deg: 3.0,
        difference_walk: 0.0,
        difference_walk_training: 0.0,
        training_gain_percent: 0.0,
        training_sets_power: 1.0,
        training_cross: 0.0,
        training_response_sd: 0.0,
        level_walk: 0.0,
        difference_drift: 0.0,
        level_drift: 0.0,
        large_change_share: 0.0,
        large_end_per_year: 0.0,
        drift_weeks: 26.0,
        learning_percent: 0.0,
        learning_sd_percent: 0.0,
        far_share: 0.0,
        far_times: 1.0,
        far_day_share: 0.0,
        injured_share: 0.0,
        injured_percent: 0.0,
        sixty_times: 1.0,
        seventy_times: 1.0,
        learn_known: 0.0,
        learn_unknown: 0.0,
        learn_large: 0.0,
        learn_bad_days: 0.0,
        noise_of_person: 0.0,
    };

    /// Takes every figure from the assumptions.
    ///
    /// # Errors
    /// The id of the first assumption that is missing.
    pub fn read(mut value_of: impl FnMut(&'static str) -> Option<f64>) -> Result<Self, &'static str> {
        let mut get = |id: &'static str| value_of(id).ok_or(id);
        Ok(Self {
            correlation_of_groups: get("correlation-of-groups")?,
            correlation_of_family: get("correlation-of-family")?,
            correlation_of_levels: get("correlation-of-levels")?,
            quirk_of_protocol: get("quirk-of-protocol")?,
            day_of_muscle: get("day-of-muscle")?,
            day_of_leg: get("day-of-leg")?,
            wild_trial_share: get("wild-trial-share")?,
            wild_trial_times: get("wild-trial-times")?,
            wild_day_share: get("wild-day-share")?,
            wild_day_times: get("wild-day-times")?,
            wild_muscle_share: get("wild-muscle-share")?,
            wild_muscle_times: get("wild-muscle-times")?,
            mistake_share: get("mistake-share")?,
            mistake_percent: get("mistake-percent")?,
            mistake_deg: get("mistake-deg")?,
            norm_offset_percent: get("norm-offset-percent")?,
            norm_offset_deg: get("norm-offset-deg")?,
            difference_walk: get("difference-walk")?,
            difference_walk_training: get("difference-walk-training")?,
            training_gain_percent: get("training-gain-percent")?,
            training_sets_power: get("training-sets-power")?,
            training_cross: get("training-cross")?,
            training_response_sd: get("training-response-sd")?,
            level_walk: get("level-walk")?,
            difference_drift: get("difference-drift")?,
            level_drift: get("level-drift")?,
            large_change_share: get("large-change-share")?,
            large_end_per_year: get("large-end-per-year")?,
            drift_weeks: get("drift-weeks")?,
            learning_percent: get("learning-percent")?,
            learning_sd_percent: get("learning-sd-percent")?,
            far_share: get("far-share")?,
            far_times: get("far-times")?,
            far_day_share: get("far-day-share")?,
            injured_share: get("injured-share")?,
            injured_percent: get("injured-percent")?,
            sixty_times: get("sixty-times")?,
            seventy_times: get("seventy-times")?,
            learn_known: get("learn-known")?,
            learn_unknown: get("learn-unknown")?,
            learn_large: get("learn-large")?,
            learn_bad_days: get("learn-bad-days")?,
            noise_of_person: get("noise-of-person")?,
        })
    }
}
