//! The course of a moving figure: the frames of a whole cycle, and which moments of it are sampled when.

use evenstride_core::knowledge::{Contact, Figure, Frame, View};
use std::borrow::Cow;

/// The least and the most samples between two neighbouring frames; a long cycle has fewer.
const SAMPLES: (usize, usize) = (3, 5);
/// Seconds from one frame to the next when the data do not say.
const MOVE_S: f64 = 1.6;
/// Seconds of standing still at either end.
const HOLD_S: f64 = 0.5;

/// Does a figure go on with left and right changed over, as in walking?
pub(super) fn alternates(figure: &Figure) -> bool {
    figure.circular && figure.view == View::Side && figure.holds == Contact::Lowest
}

/// Does it end elsewhere than it began, so that it can only start anew?
fn starts_anew(figure: &Figure) -> bool {
    let along = |frame: Option<&Frame>| frame.map_or(0.0, |frame| frame.along);
    figure.circular && (along(figure.frames.first()) - along(figure.frames.last())).abs() > 1e-6
}

/// The figure with all frames of its cycle, so that the last moment joins the first.
pub(super) fn whole(figure: &Figure) -> Cow<'_, Figure> {
    let first = match figure.frames.first() {
        Some(first) if figure.circular && figure.frames.len() > 1 && !starts_anew(figure) => first,
        Some(_) | None => return Cow::Borrowed(figure),
    };
    let mut whole = figure.clone();
    if alternates(figure) {
        whole.frames.extend(figure.frames.iter().map(changed_over));
    }
    whole.frames.push(first.clone());
    Cow::Owned(whole)
}

/// The frame with left and right changed over.
fn changed_over(frame: &Frame) -> Frame {
    Frame {
        near: frame.far.unwrap_or(frame.near),
        far: Some(frame.near),
        arms: frame.far_arms.unwrap_or(frame.arms),
        far_arms: Some(frame.arms),
        ..frame.clone()
    }
}

/// The phases that are sampled, when, and how long a cycle takes.
pub(super) struct Course {
    pub(super) phases: Vec<f64>,
    /// Times from 0 to 1.
    pub(super) times: Vec<f64>,
    pub(super) seconds: f64,
}

impl Course {
    /// The course through the frames of a whole cycle.
    pub(super) fn of(figure: &Figure) -> Course {
        let n_moves = figure.frames.len().saturating_sub(1);
        let takes = |index: usize| figure.frames[index].seconds.unwrap_or(MOVE_S).clamp(0.1, 20.0);
        // In space a limb also changes how long it appears, which makes a file with many frames heavy.
        let fewer = n_moves + usize::from(n_moves > 1 && figure.view != View::Side);
        let samples = (SAMPLES.1 + 1).saturating_sub(fewer).clamp(SAMPLES.0, SAMPLES.1);
        let mut course = Course { phases: vec![0.0], times: vec![0.0], seconds: 0.0 };
        let mut mark = |place: f64, takes: f64| {
            course.seconds += takes;
            course.phases.push(if n_moves == 0 { 0.0 } else { place / n_moves as f64 });
            course.times.push(course.seconds);
        };
        let holds = !figure.circular || starts_anew(figure);
        if holds {
            mark(0.0, HOLD_S);
        }
        for index in 0..n_moves {
            let takes = takes(index + 1) / samples as f64;
            for sample in 1..=samples {
                mark(index as f64 + sample as f64 / samples as f64, takes);
            }
        }
        if holds {
            mark(n_moves as f64, HOLD_S);
        }
        if !figure.circular {
            for index in (0..n_moves).rev() {
                let takes = takes(index + 1) / samples as f64;
                for sample in 1..=samples {
                    mark((index + 1) as f64 - sample as f64 / samples as f64, takes);
                }
            }
        }
        let seconds = course.seconds.max(0.1);
        for time in &mut course.times {
            *time /= seconds;
        }
        // A short cycle is drawn out, so that nothing flashes.
        Course { seconds: seconds.max(1.0), ..course }
    }

    /// Are all moments equally far apart?
    pub(super) fn is_even(&self) -> bool {
        let n_steps = self.times.len().saturating_sub(1).max(1) as f64;
        self.times.iter().enumerate().all(|(index, time)| (time - index as f64 / n_steps).abs() < 5e-4)
    }
}
