//! Remarks: what somebody and those who look after them say to each other about a finding, the week or a training.
//!
//! They are only ever added, as text and nothing else: an address in one is no link, and nothing is loaded for it. Like every
//! remark they are searched for signs to stop, and the page answers one first of all. Taking one back is an action as any other. Read next:
//! [`evenstride_app::store::Note`].

use super::stopped::{questions_way, sign};
use super::{Goes, Shows};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::App;
use axum::extract::Path;
use axum::response::Redirect;
use evenstride_app::following::Followed;
use evenstride_app::keeping;
use evenstride_app::prelude::{Comparison, Knowledge, MuscleGroupId, Quality, Verdict};
use evenstride_app::report;
use evenstride_app::store::{About, ActionId, Doing, Note, Repeats, What};
use maud::html;

/// So many are shown, the newest.
const SHOWN: usize = 100;
/// Characters of one at most.
const MOST_CHARS: usize = 4000;

/// Shows what was said, the newest first, and the form for more.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    let notes = app.store.read(&who.name).await?.notes;
    let (kept, followed) = app.stands(&who).await?;
    let mut notes: Vec<_> = notes.iter().rev().take(SHOWN).collect();
    notes.sort_by_key(|kept| std::cmp::Reverse((kept.value.day, kept.action)));
    let actions: Vec<ActionId> = notes.iter().map(|kept| kept.action).collect();
    let authors = app.store.who_did(&actions).await?;
    let title = say("remarks.title");
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if let Some(sign) = sign(&kept, &followed, &app) {
            (sign)
            (questions_way(followed.next.as_ref(), &who, &app))
        }
        p { (say("remarks.lead")) }
        form method="post" action=(who.address("/remarks")) {
            p.field {
                label for="about" { (say("remarks.about")) }
                select id="about" name="about" {
                    @for (value, about) in choices(&followed) {
                        option value=(value) { (about_words(&about, &app.knowledge)) }
                    }
                }
            }
            p.field {
                label for="text" { (say("remarks.text")) }
                textarea id="text" name="text" rows="3" maxlength=(MOST_CHARS) required {}
            }
            p { button { (say("remarks.keep")) } }
        }
        @if notes.is_empty() { p { (say("remarks.none")) } }
        @else {
            ol.actions reversed {
                @for kept in &notes {
                    li {
                        p.quiet {
                            (report::date(kept.value.day, words())) " · " (about_words(&kept.value.about, &app.knowledge))
                            @if let Some(by) = authors.get(&kept.action).filter(|by| !by.is_empty()) {
                                " · " (fill("remarks.by", &[("name", by)]))
                            }
                        }
                        p.said { (kept.value.text) }
                    }
                }
            }
        }
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "remarks", body }))
}

/// What a remark can be about now, each with the value that the form sends.
fn choices(followed: &Followed) -> Vec<(String, About)> {
    let fixed = [("else", About::Else), ("plan", About::Plan), ("session", About::Session)];
    let mut all: Vec<(String, About)> =
        fixed.into_iter().map(|(value, about)| (value.to_owned(), about)).collect();
    for finding in followed.assessment.iter().flat_map(|assessment| &assessment.findings) {
        if let (Comparison::LeftRight { group }, Verdict::Imbalanced { .. }) =
            (&finding.comparison, &finding.verdict)
        {
            let about = About::Finding { group: group.clone(), quality: finding.quality };
            all.push((format!("{group}/{}", finding.quality), about));
        }
    }
    all
}

/// What a remark is about, in words.
fn about_words(about: &About, knowledge: &Knowledge) -> String {
    match about {
        About::Finding { group, quality } => finding_words(group, *quality, knowledge),
        About::Plan => say("remarks.about_plan"),
        About::Session => say("remarks.about_session"),
        About::Else => say("remarks.about_else"),
    }
}

fn finding_words(group: &MuscleGroupId, quality: Quality, knowledge: &Knowledge) -> String {
    let name = knowledge.groups.get(group).map_or_else(|| group.to_string(), |group| group.name.clone());
    format!("{name}, {}", words().say(&format!("quality.{quality}")))
}

/// Keeps a remark.
pub(crate) async fn keep(Here(app): Here, Path(person): Path<i64>, form: Form) -> Goes {
    let who = app.who(person).await?;
    let text = form.get("text");
    if text.is_empty() || text.chars().count() > MOST_CHARS {
        return Err(wrong("remark", &[("most", &MOST_CHARS.to_string())]).into());
    }
    let about = chosen(&app, &who, form.get("about")).await?;
    let note = Note { day: app.today(), about, text: text.to_owned() };
    let doing = Doing { repeats: Repeats::AreMore, ..app.doing(What::Note) };
    keeping::remark(&app.store, &who.name, note, app.days(), &doing).await?;
    Ok(Redirect::to(&who.address("/remarks")))
}

/// What was chosen; a finding that is none any more is something else.
async fn chosen(app: &std::sync::Arc<App>, who: &crate::state::Who, value: &str) -> Result<About, Problem> {
    let (_, followed) = app.stands(who).await?;
    let found = choices(&followed).into_iter().find(|(known, _)| known == value);
    Ok(found.map_or(About::Else, |(_, about)| about))
}
