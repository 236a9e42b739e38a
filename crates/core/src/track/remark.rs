//! What was said beside the training that is followed: remarks, and rows that no plan can follow.
//!
//! It is searched for signs to stop, and what was felt there makes a leg wait as it does beside sets that count. Read next:
//! [`super::Log`], `super::waits`.

use super::from_training::NotLogged;
use crate::body::Side;
use crate::knowledge::RuleId;
use crate::plan::PlannedSide;
use crate::training::{Trained, TrainedSide};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Something that was said beside the training that is followed: a remark, or a row that no plan can follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The day.
    pub on: Date,
    /// Signs to stop that were ticked.
    pub signs: BTreeSet<RuleId>,
    /// What was written; never shown elsewhere.
    pub text: String,
    /// How the legs felt; none for words alone, and for training of other parts of the body.
    pub felt: Option<Felt>,
}

/// How something felt that no plan can follow.
///
/// # Units
/// As in [`super::LoggedSets`]: pain is 0–10, `morning_points` are points more than on the morning before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Felt {
    /// The leg; both when nobody said which.
    pub side: PlannedSide,
    /// The worst pain during or after it.
    pub pain: Option<u8>,
    /// How much more the next morning hurt than the morning before.
    pub morning_points: Option<i8>,
    /// Did a joint swell during it or in the hours after?
    pub swelling: bool,
}

impl Remark {
    /// Words alone.
    #[must_use]
    pub fn said(on: Date, text: String) -> Self {
        Self { on, signs: BTreeSet::new(), text, felt: None }
    }

    /// What was said and felt beside something trained that no plan can follow, for whatever reason.
    #[must_use]
    pub fn of(trained: &Trained, why: &NotLogged) -> Self {
        let is_of_legs = match why {
            NotLogged::Unknown { .. } | NotLogged::Refused(_) => true,
            // An elbow that swelled says nothing of a leg.
            NotLogged::NotLegs { .. } => false,
        };
        Self {
            on: trained.on,
            signs: trained.signs.clone(),
            text: trained.note.clone().unwrap_or_default(),
            felt: is_of_legs.then(|| felt(trained)).flatten(),
        }
    }
}

fn felt(trained: &Trained) -> Option<Felt> {
    let Trained { pain, morning_points, swelling, .. } = *trained;
    let side = match trained.side {
        TrainedSide::Left => Side::Left.into(),
        TrainedSide::Right => Side::Right.into(),
        TrainedSide::Both | TrainedSide::Each | TrainedSide::NotSaid => PlannedSide::Both,
    };
    let is_felt = pain.is_some() || morning_points.is_some() || swelling;
    is_felt.then_some(Felt { side, pain, morning_points, swelling })
}
