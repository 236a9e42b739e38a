//! What an assessment says: findings with verdict, size, interval, probability and the evidence behind them.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::{Noise, PairId, TestId};
use crate::notice::Notice;
use crate::person::SubjectId;
use jiff::civil::Date;

use super::predict::Prediction;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// The same group on the two legs.
    LeftRight {
        /// The group.
        group: MuscleGroupId,
    },
    /// Two opposing groups on one leg, against their usual ratio.
    Opposing {
        /// The pair in the catalogue.
        pair: PairId,
        /// The group above the line of the ratio.
        group: MuscleGroupId,
        /// The group below the line.
        opponent: MuscleGroupId,
        /// The leg.
        side: Side,
    },
}

impl Comparison {
    /// The group that is compared, or the group above the line.
    #[must_use]
    pub fn group(&self) -> &MuscleGroupId {
        match self {
            Comparison::LeftRight { group } | Comparison::Opposing { group, .. } => group,
        }
    }
}

/// Which of the two that are compared is the weaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weaker {
    /// A leg.
    Leg(Side),
    /// A muscle group, weak for its opponent.
    Group(MuscleGroupId),
}

/// How sure a called difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// At least 15 of 20.
    Probable,
    /// At least 19 of 20.
    Clear,
}

/// Why two sides cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing usable was measured on this leg.
    SideMissing(Side),
    /// Everything on this leg hurt, so it says nothing about strength.
    PainLimited(Side),
    /// The legs were measured with different devices or protocols only.
    DevicesDiffer,
    /// A share needs both legs of one try, and each try has one leg only.
    TriesDiffer,
    /// What was measured on this leg cannot be right.
    Doubtful(Side),
    /// The two groups were not measured by tests whose usual ratio is known.
    NoUsualRatio,
}

/// What the evidence says of one comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// At least 19 of 20 quantiles lie inside ±δ.
    Balanced,
    /// At least 15 of 20 quantiles lie beyond δ on one side.
    Imbalanced {
        /// The weaker of the two.
        weaker: Weaker,
        /// How sure.
        confidence: Confidence,
    },
    /// Neither, and what would settle it.
    Undecided {
        /// The one measurement that would tell most per minute, when any would.
        needs: Option<Suggestion>,
    },
    /// No comparison can be made.
    NotComparable {
        /// Why.
        why: WhyNot,
    },
}

impl Verdict {
    /// The word that files use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Verdict::Balanced => "balanced",
            Verdict::Imbalanced { confidence: Confidence::Probable, .. } => "imbalanced-probable",
            Verdict::Imbalanced { confidence: Confidence::Clear, .. } => "imbalanced-clear",
            Verdict::Undecided { .. } => "undecided",
            Verdict::NotComparable { .. } => "not-comparable",
        }
    }
}

/// The unit of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeUnit {
    /// Percent of the stronger, 0–100.
    Percent,
    /// Degrees; an angle has no meaningful percentage because its zero is arbitrary.
    Degrees,
}

/// The posterior of one difference.
///
/// # Units
/// Sizes are signed: positive means that the right leg (or the opponent) is the weaker, negative that the
/// left leg (or the group) is. In percent of the stronger, or in degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// The unit of all sizes here.
    pub unit: SizeUnit,
    /// From which size on a difference counts.
    pub delta: f64,
    /// The median size.
    pub size: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Twenty equally probable sizes, the quantiles (i + ½)/20, ascending.
    pub quantiles: [f64; 20],
    /// Probability that the difference is beyond δ on either side.
    pub probability: f64,
    /// Probability that the left leg (or the group) is weaker by more than δ.
    pub probability_first: f64,
    /// Probability that the right leg (or the opponent) is weaker by more than δ.
    pub probability_second: f64,
}

impl Estimate {
    /// How many of the 20 quantiles say: first weaker beyond δ, inside, second weaker beyond δ.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let first = self.quantiles.iter().filter(|&&q| q < -self.delta).count();
        let second = self.quantiles.iter().filter(|&&q| q > self.delta).count();
        (first, 20 - first - second, second)
    }
}

/// Whether a difference is worth acting on: its own answer, apart from whether it is real.
#[derive(Debug, Clone, PartialEq)]
pub struct Acting {
    /// Is it worth acting on?
    pub worth: bool,
    /// Why, or why not.
    pub reasons: Vec<ActingReason>,
}

/// A reason for or against acting on a difference.
#[derive(Debug, Clone, PartialEq)]
pub enum ActingReason {
    /// The weak side is below the usual for sex and age.
    BelowNorm,
    /// The weak side hurt in a test.
    Pain,
    /// The answers tell of pain where the weak side works.
    PainTold,
    /// The weak side was injured or operated on.
    History,
    /// Larger than is usual in healthy people.
    BeyondUsual {
        /// Up to which size it is usual, in the unit of the estimate.
        usual_up_to: f64,
    },
    /// Normal for the sport: the kicking or take-off leg is often stronger here.
    NormalForSport {
        /// Usual extra in percent.
        usual_percent: f64,
        /// Normal up to this many percent.
        up_to_percent: f64,
    },
    /// Nothing was found that calls for action: not below norm, no pain, no history, not unusually large.
    NothingCallsForIt,
    /// The same, but for pain that the answers tell of in another place or without a leg.
    NothingButPain,
    /// The difference itself is not sure, so the honest advice is to train both and measure again.
    NotSure,
    /// There is no difference that matters.
    NoDifference,
    /// Both groups are above the usual, so a low ratio is no weakness.
    BothAboveNorm,
}

/// A test that could be done next.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The test.
    pub test: TestId,
    /// Has it been done already, so that another day is wanted?
    pub another_day: bool,
    /// Minutes it takes.
    pub minutes: f64,
    /// By how much the probability mass that is undecided is expected to fall, over all findings.
    pub expected_reduction: f64,
    /// The comparisons that it tells most about, best first.
    pub tells_about: Vec<(Comparison, Quality)>,
    /// On how many more days it would settle the first of these, at most [`MOST_DAYS`]; none when it could not.
    pub days_to_settle: Option<u32>,
    /// The leg that was not measured yet in a test that was begun; none when both were, or neither.
    pub missing_leg: Option<Side>,
}

/// More days than this of one test are not offered.
pub const MOST_DAYS: u32 = 10;

/// A value that is used and yet looks wild: its day or its trial does not go with the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Wild {
    /// The value, in the test's unit.
    pub value: f64,
    /// How probable it is that it is wild, 0–1.
    pub probability: f64,
}

/// The trials of one side on one day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SideTrials {
    /// Values used, in the test's unit.
    pub values: Vec<f64>,
    /// Values set aside because they hurt.
    pub pain_limited: Vec<f64>,
    /// Values set aside because they cannot be right.
    pub doubtful: Vec<f64>,
    /// Values among the used ones that look wild and so count for little.
    pub wild: Vec<Wild>,
    /// Tries for which the device printed a difference of its own, used or not.
    pub printed: Vec<super::printed::PrintedTry>,
}

/// One day of one test.
#[derive(Debug, Clone, PartialEq)]
pub struct DayEvidence {
    /// The day.
    pub day: Date,
    /// The trials of each side.
    pub sides: Bilateral<SideTrials>,
}

/// One test (with one device) behind a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct TestEvidence {
    /// The test.
    pub test: TestId,
    /// The device, when stated.
    pub device: Option<String>,
    /// Share of the group in the test.
    pub load: f64,
    /// Days, earliest first.
    pub days: Vec<DayEvidence>,
    /// Did it inform the comparison?
    pub used: bool,
    /// The raw difference in the unit of the estimate, signed like it: what a simple formula would say.
    pub raw_size: Option<f64>,
    /// The noise that was used.
    pub noise: Noise,
    /// Whose noise it is.
    pub noise_from: NoiseFrom,
}

/// Whose noise a finding was worked out with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoiseFrom {
    /// The catalogue's, as published or proposed.
    #[default]
    Catalogue,
    /// The catalogue's, moved by repeats of this test.
    Repeats {
        /// People with at least two visits.
        n_people: usize,
        /// Their visits with both legs.
        n_visits: usize,
    },
}

/// Where a side stands against its norm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelEvidence {
    /// Standard deviations above (+) or below (−) the norm for sex and age.
    pub z: f64,
    /// How sure that is, in standard deviations.
    pub z_sd: f64,
    /// Probability of lying more than one standard deviation below the norm.
    pub probability_low: f64,
}

/// What one test shows of late that is either so or was measured wrongly.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownBeyond {
    /// The test.
    pub test: TestId,
    /// The leg that did less in it.
    pub weaker: Side,
    /// By how much, in the unit of the estimate; never negative.
    pub by: f64,
}

/// What is behind a finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// Trials that were used.
    pub n_trials: usize,
    /// Different days with used trials.
    pub n_days: usize,
    /// The tests, best informing first.
    pub tests: Vec<TestEvidence>,
    /// SD of the difference before measuring, `100·ln` or degrees.
    pub prior_sd: Option<f64>,
    /// Mean of the difference after measuring, `100·ln(L/R)` or degrees.
    pub posterior_mean: Option<f64>,
    /// SD of the difference after measuring, `100·ln` or degrees.
    pub posterior_sd: Option<f64>,
    /// Each leg against the norm, when a norm could be used.
    pub level: Option<Bilateral<LevelEvidence>>,
    /// For opposing pairs: the usual ratio and the one that the tests point to.
    pub ratio: Option<RatioEvidence>,
    /// The difference on each day that was measured, earliest first; empty unless there are two days or more.
    pub course: Vec<CoursePoint>,
    /// What tests show of late beyond δ and beyond their usual noise, while it cannot be told from a mistake in measuring;
    /// empty unless the verdict is undecided.
    pub beyond: Vec<ShownBeyond>,
}

/// The difference on one day, as all days together tell it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoursePoint {
    /// The day.
    pub day: Date,
    /// Median size, signed and in the unit of the estimate.
    pub size: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
}

/// A change with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The median.
    pub middle: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What a change since the first day amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeVerdict {
    /// At least 19 of 20 say that the gap is smaller.
    Better,
    /// At least 19 of 20 say that it is larger.
    Worse,
    /// Any change is too small to matter: at least 19 of 20 within half of δ.
    NotDetectable,
    /// It cannot be told yet.
    Undecided,
}

impl ChangeVerdict {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeVerdict::Better => "better",
            ChangeVerdict::Worse => "worse",
            ChangeVerdict::NotDetectable => "not-detectable",
            ChangeVerdict::Undecided => "undecided",
        }
    }
}

/// What changed between the first day and the day of the assessment.
///
/// # Units
/// `100·ln` or degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The first day with both legs.
    pub since: Date,
    /// How much of the gap closed: above 0 when the side that was the weaker gained on the other.
    pub gap: Interval,
    /// What it amounts to.
    pub verdict: ChangeVerdict,
    /// How far each leg's level moved; none where levels are not told.
    pub legs: Option<Bilateral<Interval>>,
    /// What logged sets were expected to bring each leg meanwhile; none where no training was logged.
    pub expected: Option<Bilateral<f64>>,
}

/// The ratio behind an opposing finding.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioEvidence {
    /// The usual ratio.
    pub usual: f64,
    /// The person's ratio, median.
    pub ratio: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
}

/// One comparison and what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What is compared.
    pub comparison: Comparison,
    /// In which quality.
    pub quality: Quality,
    /// The verdict.
    pub verdict: Verdict,
    /// The posterior; none when not comparable.
    pub estimate: Option<Estimate>,
    /// What changed since the first day; none with one day.
    pub change: Option<Change>,
    /// Worth acting on; none when not comparable.
    pub acting: Option<Acting>,
    /// What is behind it.
    pub evidence: Evidence,
}

impl Finding {
    /// The weaker of the two by the median, whatever the verdict; none when not comparable.
    #[must_use]
    pub fn leaning(&self) -> Option<Weaker> {
        let estimate = self.estimate.as_ref()?;
        let second = estimate.size > 0.0;
        Some(match &self.comparison {
            Comparison::LeftRight { .. } => Weaker::Leg(if second { Side::Right } else { Side::Left }),
            Comparison::Opposing { group, opponent, .. } => {
                Weaker::Group(if second { opponent.clone() } else { group.clone() })
            }
        })
    }
}

/// Everything that is to be said of one person's measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Whose it is.
    pub subject: SubjectId,
    /// The day for which it holds.
    pub as_of: Date,
    /// The findings: left–right in the order of the catalogue, then opposing.
    pub findings: Vec<Finding>,
    /// Patterns that the findings fit, the most seen first; possibilities, never a diagnosis.
    pub patterns: Vec<super::PatternMatch>,
    /// What could be measured next, best first, at most three.
    pub next: Vec<Suggestion>,
    /// What each instrument would show at a new visit.
    pub predictions: Vec<Prediction>,
    /// What is doubtful.
    pub notices: Vec<Notice>,
}
