//! What a new visit would show.

use super::{both, judge, of};
use crate::body::Quality;

#[test]
fn a_new_visit_is_predicted_for_as_many_trials_as_this_person_does() {
    for n in [1_u32, 2, 3] {
        let values = |value: f64| vec![value; n as usize];
        let assessment = judge(&both("flexion", &values(80.0), &values(100.0)));
        let posterior = &of(&assessment, "hamstrings", Quality::Strength).evidence;
        let prediction = &assessment.predictions[0];
        assert_eq!(prediction.n_trials, n);
        // No quirk: what is known of the difference, and two legs with a day of 5 and trials of 6.
        let variance = posterior.posterior_sd.unwrap().powi(2) + 2.0 * (25.0 + 36.0 / f64::from(n));
        assert!((prediction.mean - posterior.posterior_mean.unwrap()).abs() < 1e-6, "{prediction:?}");
        assert!((prediction.sd - libm::sqrt(variance)).abs() < 1e-6, "{prediction:?} {variance}");
    }
}
