//! The pictures that pages show: moving figures, their stills, and muscles.

use super::{Maker, Page};
use crate::picture::figure::{self, Labels};
use crate::picture::muscles::{Share, muscles};
use crate::words::Words;
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::{COUNTED_SHARE, Exercise, Figure, FigureId, Knowledge, TEST_SHARE, Test};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Moving figures and stills of every figure, and the muscles of every test and exercise.
pub(super) fn pages(maker: Maker<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    for (id, drawn) in &maker.knowledge.figures {
        let name = id.as_str().replace('-', " ");
        let labels =
            Labels { title: maker.fill("figure", &[("name", &name)]), description: maker.how_to_read(drawn) };
        if drawn.frames.len() > 1 {
            pages.push(Page { path: moving_path(id), text: figure::moving(drawn, Side::Right, &labels) });
        }
        pages.push(Page { path: still_path(id), text: figure::stills(drawn, Side::Right, &labels) });
    }
    let of_exercises = maker.knowledge.exercises.values().map(of_exercise);
    let of_tests = maker.knowledge.tests.values().map(of_test);
    for shares in of_exercises.chain(of_tests).filter(|shares| !shares.is_empty()) {
        let title = maker.fill("muscles.picture", &[("muscles", &named(&shares, maker.knowledge))]);
        pages.push(Page { path: muscles_path(&shares), text: muscles(&shares, &title) });
    }
    pages
}

/// The figure of this id in motion, with the working leg on one side; it stands still for whoever prefers that.
#[must_use]
pub fn figure_of(id: &str, side: Side, knowledge: &Knowledge, words: &Words) -> Option<String> {
    let maker = Maker { knowledge, words, home: None };
    let (id, drawn) = knowledge.figures.iter().find(|(known, _)| known.as_str() == id)?;
    let name = id.as_str().replace('-', " ");
    let labels =
        Labels { title: maker.fill("figure", &[("name", &name)]), description: maker.how_to_read(drawn) };
    Some(figure::moving(drawn, side, &labels))
}

fn moving_path(id: &FigureId) -> String {
    format!("figures/{id}.svg")
}

fn still_path(id: &FigureId) -> String {
    format!("figures/{id}-still.svg")
}

/// The file is named after what it shows, so that pages with the same muscles share it.
fn muscles_path(shares: &BTreeMap<MuscleGroupId, Share>) -> String {
    let parts: Vec<String> = shares
        .iter()
        .map(|(group, share)| match share {
            Share::Most => group.to_string(),
            Share::Part => format!("{group}-part"),
        })
        .collect();
    format!("muscles/{}.svg", parts.join("_"))
}

fn named(shares: &BTreeMap<MuscleGroupId, Share>, knowledge: &Knowledge) -> String {
    let names =
        shares.keys().map(|id| knowledge.groups.get(id).map_or(id.as_str(), |group| group.name.as_str()));
    names.collect::<Vec<_>>().join(", ")
}

/// What an exercise trains or stretches.
pub(super) fn of_exercise(exercise: &Exercise) -> BTreeMap<MuscleGroupId, Share> {
    let trained =
        exercise.shares.iter().map(|(group, share)| (group.clone(), Share::from(*share, COUNTED_SHARE)));
    let stretched = exercise.stretches.iter().map(|group| (group.clone(), Share::Most));
    stretched.chain(trained).collect()
}

/// What a test loads.
pub(super) fn of_test(test: &Test) -> BTreeMap<MuscleGroupId, Share> {
    test.loads.iter().map(|(group, load)| (group.clone(), Share::from(*load, TEST_SHARE))).collect()
}

impl Maker<'_> {
    /// Which leg works.
    fn how_to_read(self, figure: &Figure) -> String {
        self.say(if figure.both { "figure_both" } else { "figure_how" })
    }

    /// The stills, and the moving figure that can be closed.
    pub(super) fn figure(self, id: &FigureId, name: &str, up: &str) -> Markup {
        let alt = self.fill("figure", &[("name", name)]);
        // Holding still is shown by a still.
        let how = self.knowledge.figures.get(id).map_or_else(String::new, |figure| self.how_to_read(figure));
        let moves = self.knowledge.figures.get(id).is_some_and(|figure| figure.frames.len() > 1);
        html! {
            @if self.knowledge.figures.contains_key(id) {
                div.show {
                    figure.stills {
                        img src={ (up) (still_path(id)) } alt=(alt);
                        figcaption { (how) }
                    }
                    @if moves {
                        details.moving open {
                            summary { (self.say("moving")) }
                            img src={ (up) (moving_path(id)) } alt=(alt);
                        }
                    }
                }
            }
        }
    }

    /// The muscles on the legs, with the same in words.
    pub(super) fn muscle_map(
        self,
        shares: &BTreeMap<MuscleGroupId, Share>,
        words: &Markup,
        up: &str,
    ) -> Markup {
        html! {
            @if !shares.is_empty() {
                div.muscles {
                    img src={ (up) (muscles_path(shares)) } alt="" width="220" height="302" loading="lazy";
                    (words)
                }
            }
        }
    }

    /// A small still for lists.
    pub(super) fn thumbnail(self, id: Option<&FigureId>, up: &str) -> Markup {
        html! {
            @if let Some(id) = id.filter(|id| self.knowledge.figures.contains_key(*id)) {
                img.thumb src={ (up) (still_path(id)) } alt="" loading="lazy";
            }
        }
    }
}
