//! Public exports of two apps, audited as somebody would: what is counted and what is told comes to all that was logged.
//!
//! The files are not part of the repository; without them these tests look at nothing.

use evenstride_app::audit::{AuditView, audit_html, audit_text, read_log_files};
use evenstride_app::check::File;
use evenstride_app::files::Days;
use evenstride_app::prelude::{Audit, AuditOptions, audit, builtin};
use evenstride_app::words::Words;
use evenstride_core::knowledge::Language;
use evenstride_core::training::Trained;
use jiff::civil::date;

fn read(path: &str) -> Option<Vec<Trained>> {
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/training-logs").join(path);
    let bytes = std::fs::read(&file).ok()?;
    let days = Days { today: date(2026, 11, 27), as_of: date(2026, 11, 27) };
    let files = [File { name: path.to_owned(), bytes }];
    Some(read_log_files(&files, days, false, builtin()).unwrap().0)
}

fn audited(rows: &[Trained]) -> Audit {
    let options = AuditOptions { n_weeks: 520, with_changes: true, ..AuditOptions::usual() };
    audit(rows, builtin(), &options)
}

fn n_sets(rows: &[Trained]) -> usize {
    rows.iter().map(|row| row.sets.len()).sum()
}

#[test]
fn a_public_export_is_audited_with_every_lost_point_named_and_nothing_dropped() {
    for path in ["hevy/workout_data.csv", "strong/data_strong.csv"] {
        let Some(rows) = read(path) else { continue };
        let audit = audited(&rows);
        assert!(!audit.weeks.is_empty() && audit.told.is_empty(), "{path}");
        for week in &audit.weeks {
            let Some(score) = week.score else {
                assert!(week.unscored.is_some(), "{path} {}", week.from);
                continue;
            };
            let lost: f64 = week.parts.iter().flat_map(|part| &part.lost).map(|lost| lost.points).sum();
            assert!((score + lost - 100.0).abs() < 1e-6, "{path} {}: {score} + {lost}", week.from);
        }
        // What is not of the legs, not known or no hard set is told by its name; the rest has given somebody something.
        let not_counted: usize =
            audit.weeks.iter().flat_map(|week| &week.not_counted).map(|told| told.n_sets as usize).sum();
        let counted = n_sets(&rows) - not_counted;
        assert!(counted > 0 && not_counted > 0, "{path}: {counted} counted, {not_counted} told");
        let given: f64 = audit.weeks.iter().flat_map(|week| &week.volumes).map(|volume| volume.sets).sum();
        assert!(given > 0.0, "{path}");
        // Every name of the log is counted somewhere or told.
        let with_nothing: Vec<&str> = rows
            .iter()
            .filter(|row| !row.sets.is_empty())
            .map(|row| row.name.as_str())
            .filter(|name| {
                let alone: Vec<Trained> = rows.iter().filter(|row| row.name == *name).cloned().collect();
                let alone = audited(&alone);
                let gives = alone.weeks.iter().flat_map(|week| &week.volumes).any(|one| one.sets > 0.0);
                let told = alone.weeks.iter().any(|week| !week.not_counted.is_empty());
                !gives && !told
            })
            .collect();
        assert!(with_nothing.is_empty(), "{path}: dropped {with_nothing:?}");
        for language in Language::ALL {
            let view =
                AuditView { audit: &audit, ended: None, knowledge: builtin(), notices: &[], version: "0.0.0" };
            let text = audit_text(&view, &Words::of(language), 88);
            assert!(!text.contains('⟦') && text.lines().count() > 20, "{path} {language:?}");
            assert!(audit_html(&view, &Words::of(language)).contains("<html"), "{path}");
        }
    }
}
