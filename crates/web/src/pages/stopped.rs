//! What stands in the place of a page while something stops: the stop, and the way on when somebody has looked.
//!
//! Nothing else stands beside a stop: no plan, no findings.

use crate::shell::{fill, say, words};
use crate::state::{App, Who, view};
use evenstride_app::check::Check;
use evenstride_app::following::{Followed, Kept};
use evenstride_app::prelude::{Next, Screening, WhyEnded};
use evenstride_app::report;
use maud::{Markup, html};

/// The stop, and above it a sign that was logged and is more urgent; nothing when nothing stops.
pub(crate) fn halted(kept: &Kept, followed: &Followed, who: &Who, app: &App) -> Option<Markup> {
    let stop = stopped(&followed.screening, who, app)?;
    Some(html! {
        @if let Some(sign) = sign(kept, followed, app) { (sign) }
        (stop)
    })
}

/// That the log has ended the clearance, and whom to see; nothing while it has not.
pub(crate) fn sign(kept: &Kept, followed: &Followed, app: &App) -> Option<Markup> {
    let next = followed.next.as_ref()?;
    ended(kept, &followed.screening, next, app)
}

/// The same of what comes next: a box like that of a stop where somebody has to be seen.
pub(crate) fn ended(kept: &Kept, screening: &Screening, next: &Next, app: &App) -> Option<Markup> {
    let Next::ClearanceEnded(end) = next else { return None };
    let check = Check::of_screen(screening.clone());
    let part = report::session_part(&view(&kept.input, &check, &app.knowledge), next, words());
    Some(match end.action {
        Some(_) => html! { div.stop.alarm.sign { (part) } },
        None => part,
    })
}

/// The way to the questions after the log has ended the clearance; on the day of a sign no answer counts for it.
pub(crate) fn questions_way(next: Option<&Next>, who: &Who, app: &App) -> Markup {
    let is_of_today = |why: &WhyEnded| matches!(why, WhyEnded::Sign { on, .. } if *on >= app.today());
    if matches!(next, Some(Next::ClearanceEnded(end)) if end.why.iter().any(is_of_today)) {
        return html! {};
    }
    html! { p { a.button href=(who.address("/questions")) { (say("results.questions_go")) } } }
}

/// The stop; nothing when nothing stops.
pub(crate) fn stopped(screening: &Screening, who: &Who, app: &App) -> Option<Markup> {
    let stop = report::stop_part(screening, &app.knowledge, words())?;
    let more = report::more_urgent_questions(screening);
    let first = more.first().and_then(|id| app.knowledge.flags.iter().position(|flag| flag.id == *id));
    Some(html! {
        (stop)
        @if let Some(at) = first {
            section aria-labelledby="more" {
                h2 id="more" { (say("stop.more")) }
                p { (fill("stop.more_how", &[("n", &more.len().to_string())])) }
                p { a.button href=(who.address(&format!("/questions/{}", at + 1))) { (say("stop.more_go")) } }
            }
        }
        section.no-print aria-labelledby="after" {
            h2 id="after" { (say("stop.after")) }
            p { (say("stop.after_how")) }
            form method="post" action=(who.address("/questions/seen")) {
                p.field {
                    label for="who" { (say("stop.who")) }
                    input id="who" name="who" type="text" maxlength="64" required autocomplete="off";
                }
                p.field {
                    label for="day" { (say("stop.day")) }
                    input id="day" name="day" type="date" required max=(app.today());
                }
                p { button { (say("stop.keep")) } }
            }
            p { a href=(who.address("/questions")) { (say("stop.again")) } }
            p.quiet { (say("stop.print")) }
        }
    })
}
