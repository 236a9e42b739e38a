//! What had stopped somebody and is taken back: the questions are open again, and that is said where it was taken back.

use super::api::{JSON, value, with_ada};
use super::way::{all_no, page, with_ann};
use serde_json::json;

const STOPS: &[u8] = b"[answers]\nRF-01 = \"yes\"\n";
const ASKED: &str = "What was taken back had stopped ann.";

/// The number of the newest action, as the button has it that takes it back.
fn newest(data: &str) -> i64 {
    data.split("name=\"action\" value=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

#[test]
fn the_page_says_that_the_questions_are_open_again_until_they_are_answered() {
    let server = with_ann();
    all_no(&server);
    let note = server.post("/p/1/remarks", &[("about", "else"), ("text", "slept well")]);
    assert_eq!(note.status, 303);
    let harmless = newest(&page(&server, "/data"));
    let after = server.post("/data/undo", &[("action", &harmless.to_string())]);
    assert!(!page(&server, after.leads()).contains("had stopped"), "nobody was stopped by it");
    server.upload("/p/1/bring/file", "answers.toml", STOPS);
    let stop = newest(&page(&server, "/data"));
    let after = server.post("/data/undo", &[("action", &stop.to_string())]);
    assert_eq!(
        after.leads(),
        format!("/data?undone={}", stop + 1),
        "no name and no answer stands in the address"
    );
    let told = page(&server, after.leads());
    assert!(told.contains(ASKED) && told.contains("href=\"/p/1/questions\""), "{told}");
    assert!(!page(&server, "/data").contains(ASKED), "it is told of that action alone");
    assert!(!page(&server, &format!("/data?undone={stop}")).contains(ASKED));
    all_no(&server);
    assert!(!page(&server, after.leads()).contains(ASKED), "they were answered");
}

#[test]
fn that_the_questions_are_open_again_is_not_taken_back_either() {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "answers.toml", STOPS);
    for _ in 0..3 {
        let action = newest(&page(&server, "/data")).to_string();
        let told = page(&server, server.post("/data/undo", &[("action", &action)]).leads());
        assert!(told.contains(ASKED), "{told}");
        assert!(
            !page(&server, "/p/1/questions").contains("You can test and train"),
            "what was said before clears nobody"
        );
    }
}

#[test]
fn a_program_is_told_whose_questions_are_open_again() {
    let (server, at) = with_ada();
    let answers = json!({ "answers": { "RF-01": "yes" } }).to_string();
    let put = server.ask("PUT", &format!("{at}/answers"), JSON, answers.as_bytes());
    let action = value(&put)["action"].as_i64().unwrap();
    let undone = value(&server.tell(&format!("/actions/{action}/undo"), &json!({})));
    assert_eq!(undone, json!({ "action": action + 1, "asked_again": ["ada"] }));
    assert_eq!(value(&server.read(&format!("{at}/screening")))["outcome"], "incomplete");
    let noted = value(&server.tell(&format!("{at}/notes"), &json!({ "text": "slept badly" })));
    let undone = value(&server.tell(&format!("/actions/{}/undo", noted["action"]), &json!({})));
    assert_eq!(undone["asked_again"], json!([]), "a remark that stopped nobody");
}

#[test]
fn a_correction_of_what_had_stopped_says_so_too() {
    let (server, at) = with_ada();
    let line = json!({ "lines": ["2026-11-21 split-squat left 3x8 note \"chest pain\""] });
    server.tell(&format!("{at}/log"), &line);
    let records = value(&server.read(&format!("{at}/records?last=1000")));
    let trained = records.as_array().unwrap().iter().find(|row| row["kind"] == "trained").unwrap();
    let correction = format!("{at}/records/{}/correction", trained["record"].as_str().unwrap());
    let corrected = value(&server.tell(&correction, &json!({ "to": "remove" })));
    assert_eq!(corrected["asked_again"], json!(["ada"]), "{corrected}");
}
