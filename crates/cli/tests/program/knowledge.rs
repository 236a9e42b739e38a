//! The lists of knowledge, whole and by entry, in all three forms.

use crate::run;

#[test]
fn every_list_can_be_had_as_text_json_and_csv() {
    for (kind, id) in [
        ("tests", "hop-single"),
        ("exercises", "split-squat"),
        ("flags", "rf-04"),
        ("sources", "evenstride-proposal"),
        ("formats", "measurements-long-csv"),
    ] {
        for format in ["text", "json", "csv"] {
            let list = run(&[kind, "--format", format]);
            assert_eq!(list.code, 0, "{kind} {format}: {}", list.err);
            assert!(list.out.to_lowercase().contains(id), "{kind} {format}");
            let entry = run(&[kind, "show", id, "--format", format]);
            assert_eq!(entry.code, 0, "{kind} show {id} {format}: {}", entry.err);
            assert!(entry.out.to_lowercase().contains(id), "{kind} show {id} {format}");
        }
    }
}

#[test]
fn help_teaches_with_an_example_on_every_command() {
    for command in
        ["check", "screen", "assess", "next", "plan", "tests", "exercises", "flags", "sources", "formats"]
    {
        let help = run(&[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(
            help.out.contains("Example") && help.out.contains(&format!("evenstride {command}")),
            "{command}"
        );
    }
}
