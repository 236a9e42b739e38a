//! What programs ask: every operation once, and the bytes of the command line.

use super::client::{Answer, Served, served};
use super::way::example;
use evenstride_app::check::File;
use evenstride_app::files::Days;
use evenstride_app::following::follow;
use evenstride_app::prelude::{SubjectId, builtin};
use evenstride_app::record::kept;
use evenstride_app::reply;
use evenstride_app::sets::person_key;
use evenstride_app::store::{Address, IfMissing, Store, run};
use evenstride_web::{Room, openapi};
use serde_json::{Value, json};

pub(crate) const JSON: &str = "application/json";

impl Served {
    /// Asks as a program does: with neither `Origin` nor `Sec-Fetch-Site`.
    pub(crate) fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        self.ask_with("", method, path, kind, body)
    }

    /// Asks with other lines in the head.
    pub(crate) fn ask_with(&self, lines: &str, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let kind = if kind.is_empty() { String::new() } else { format!("Content-Type: {kind}\r\n") };
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {}\r\n{lines}{kind}Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.host,
            body.len()
        );
        self.raw(&[head.as_bytes(), body].concat())
    }

    /// Sends a file.
    pub(crate) fn send(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        self.ask_with("X-Requested-With: test\r\n", "POST", path, kind, body)
    }

    /// Reads something that must be there.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> Answer {
        done(self.ask("GET", path, "", b""))
    }

    /// Sends an object that must be taken.
    #[track_caller]
    pub(crate) fn tell(&self, path: &str, value: &Value) -> Answer {
        done(self.ask("POST", path, JSON, value.to_string().as_bytes()))
    }

    /// Sends parts of a form that must be taken.
    #[track_caller]
    pub(crate) fn hand(&self, path: &str, parts: &[(&str, &str, &[u8])]) -> Answer {
        let (kind, body) = form(parts);
        done(self.send(path, &kind, &body))
    }
}

/// A form with its media type: the name of each part, of its file, and its bytes.
pub(crate) fn form(parts: &[(&str, &str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    ("multipart/form-data; boundary=edge".to_owned(), body)
}

#[track_caller]
fn done(answer: Answer) -> Answer {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

#[track_caller]
pub(crate) fn value(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

fn code(answer: &Answer) -> &str {
    answer.header("evenstride-exit-code").unwrap()
}

fn name(text: &str) -> SubjectId {
    SubjectId::new(text).unwrap()
}

/// A person with the files of the first check, and the address behind which they are reached.
pub(crate) fn with_ada() -> (Served, String) {
    let server = served(Room::usual());
    let added = value(&server.tell("/people", &json!({ "name": "ada" })));
    assert_eq!(added["person"], person_key(&name("ada")).as_str());
    let at = format!("/people/{}", person_key(&name("ada")));
    let [person, answers, table] = ["person.toml", "answers.toml", "measurements.csv"].map(example);
    let parts: [(&str, &str, &[u8]); 3] =
        [("file", "person.toml", &person), ("file", "answers.toml", &answers), ("file", "m.csv", &table)];
    let came = value(&server.hand(&format!("{at}/import"), &parts));
    assert_eq!(came["files"].as_array().unwrap().len(), 3, "{came}");
    assert_eq!((came["files"][2]["n_new"].as_u64(), &came["ended"]), (Some(48), &Value::Null), "{came}");
    (server, at)
}

#[test]
fn a_club_sends_a_table_asks_and_writes_down() {
    let (server, at) = with_ada();
    let again =
        value(&server.hand(&format!("{at}/import"), &[("file", "m.csv", &example("measurements.csv"))]));
    assert_eq!((&again["files"][0]["action"], again["files"][0]["n_known"].as_u64()), (&Value::Null, Some(48)));
    let people = value(&server.read("/people"));
    assert_eq!((people[0]["subject"].as_str(), people[0]["n_measurements"].as_u64()), (Some("ada"), Some(48)));
    assert_eq!(format!("/people/{}", people[0]["person"].as_str().unwrap()), at);
    let findings = value(&server.read(&format!("{at}/findings")));
    assert!(findings["assessments"][0]["findings"].as_array().unwrap().len() > 3);
    assert_eq!(server.ask("GET", &format!("{at}/plan"), "", b"").status, 404, "none is followed yet");
    let week = server.tell(&format!("{at}/plan"), &json!({ "minutes": "20", "days": "mon,thu", "keep": true }));
    let followed = value(&server.read(&format!("{at}/plan")));
    let week = value(&week);
    assert_eq!(week["sessions"], followed["sessions"]);
    let days: Vec<_> =
        week["sessions"].as_array().unwrap().iter().map(|day| day["day"].as_str().unwrap()).collect();
    assert_eq!(days, ["monday", "thursday"]);
    assert_eq!(value(&server.read(&format!("{at}/next-session")))["outcome"], "session");
    let lines = json!({ "lines": ["2026-11-21 split-squat left 3x8", "2026-11-21 split-squat right 3x8"] });
    let logged = value(&server.tell(&format!("{at}/log"), &lines));
    assert_eq!((logged["n_new"].as_u64(), &logged["ended"]), (Some(2), &Value::Null), "{logged}");
    assert_eq!(value(&server.tell(&format!("{at}/log"), &lines))["n_new"], 0, "known already");
    let id = "0123456789abcdef0123456789abcdef";
    let set = json!({ "id": id, "n": 1, "day": "2026-11-22", "exercise": "split-squat", "side": "left", "amount": 8 });
    let sets = json!({ "person": at.trim_start_matches("/people/"), "sets": [set] });
    for _ in 0..2 {
        assert_eq!(value(&server.tell(&format!("{at}/sets"), &sets))["kept"], json!([id]));
    }
    let records = value(&server.read(&format!("{at}/records?last=1000")));
    let trained: Vec<&Value> =
        records.as_array().unwrap().iter().filter(|row| row["kind"] == "trained").collect();
    assert_eq!(trained.len(), 3, "{records}");
    let right = trained.iter().find(|row| row["what"].as_str().unwrap().contains("right")).unwrap();
    let correction = format!("{at}/records/{}/correction", right["record"].as_str().unwrap());
    server.tell(&correction, &json!({ "to": "2026-11-21 split-squat right 3x9" }));
    assert!(server.read(&format!("{at}/records?last=1000")).text().contains("3x9"));
    server.tell(&format!("{at}/notes"), &json!({ "text": "slept badly", "on": "2026-11-20" }));
    let actions = value(&server.read("/actions"));
    assert_eq!((&actions[0]["what"], &actions[1]["what"]), (&json!("note"), &json!("correct")));
    let undo = format!("/actions/{}/undo", actions[0]["action"]);
    server.tell(&undo, &json!({}));
    assert!(!server.read(&format!("{at}/records")).text().contains("slept badly"));
    assert!(value(&server.read(&format!("{at}/audit?weeks=2")))["weeks"].is_array());
    let export = server.read(&format!("{at}/export"));
    assert!(zip::ZipArchive::new(std::io::Cursor::new(export.body)).unwrap().len() > 3);
    let backup = server.read("/backup").body;
    let empty = served(Room::usual());
    let restored = value(&empty.hand("/restore", &[("file", "ours.backup", &backup)]));
    assert!(restored["n_rows"].as_u64().unwrap() > 50, "{restored}");
    assert_eq!(empty.read(&format!("{at}/status")).body, server.read(&format!("{at}/status")).body);
    let (kind, again) = form(&[("file", "ours.backup", &backup)]);
    assert_eq!(empty.send("/restore", &kind, &again).status, 422, "it holds something");
    assert_eq!(server.ask("POST", &format!("{at}/erase"), JSON, b"{\"name\":\"ad\"}").status, 422);
    server.tell(&format!("{at}/erase"), &json!({ "name": "ada" }));
    assert_eq!(value(&server.tell("/compact", &json!({}))), json!({ "is_compacted": true }));
    assert_eq!(value(&server.read("/people")), json!([]));
    assert_eq!(server.ask("GET", &format!("{at}/status"), "", b"").status, 404);
}

#[test]
fn the_bytes_are_those_of_the_use_cases_that_the_command_line_prints() {
    let (server, at) = with_ada();
    server.tell(&format!("{at}/plan"), &json!({ "keep": true }));
    let today = "2026-11-22".parse().unwrap();
    let (ada, days) = (name("ada"), Days { today, as_of: today });
    let kept = run(async {
        let store = Store::open(&Address::File(server.store()), IfMissing::Refuse).await?;
        let records = store.read(&ada).await?;
        store.close().await;
        kept(&ada, records, builtin(), days)
    })
    .unwrap();
    let followed = follow(&kept, None, builtin());
    let wanted = [
        ("status", reply::status(&kept, &followed, builtin())),
        ("findings", reply::findings(&followed, builtin())),
        ("retest", reply::retest(&followed)),
        ("next-session", reply::next_session(&followed, builtin())),
        ("plan", reply::kept_week(&kept, &followed, builtin()).unwrap()),
        ("check", reply::check(reply::start(kept.clone(), builtin()), None, builtin())),
    ];
    for (path, wanted) in wanted {
        let found = server.read(&format!("{at}/{path}"));
        assert_eq!(found.text(), wanted.json, "{path}");
        assert_eq!(code(&found), wanted.exit_code.to_string(), "{path}");
    }
}

#[test]
fn a_stop_stands_in_the_place_of_everything() {
    let (server, at) = with_ada();
    server.tell(&format!("{at}/plan"), &json!({ "keep": true }));
    let put = |answers: &Value| {
        done(server.ask("PUT", &format!("{at}/answers"), JSON, answers.to_string().as_bytes()))
    };
    let flag = builtin().flags[0].id.to_string();
    let stopped = put(&json!({ "answers": { flag: "yes" } }));
    assert_eq!((code(&stopped), &value(&stopped)["screening"]["outcome"]), ("20", &json!("stopped")));
    for path in ["screening", "findings", "next-session", "plan", "audit"] {
        let answer = server.read(&format!("{at}/{path}"));
        let told = value(&answer);
        assert_eq!((code(&answer), &told["outcome"]), ("20", &json!("stopped")), "{path}: {told}");
        assert!(told["advice"].as_str().is_some_and(|advice| !advice.is_empty()), "{path}");
    }
    for path in ["status", "check"] {
        let answer = server.read(&format!("{at}/{path}"));
        let told = value(&answer);
        assert_eq!((code(&answer), &told["assessment"]), ("20", &Value::Null), "{path}");
    }
    let week = server.tell(&format!("{at}/plan"), &json!({}));
    assert_eq!((code(&week), &value(&week)["outcome"]), ("20", &json!("stopped")));
    let table = example("measurements.csv");
    let files: [(&str, &str, &[u8]); 3] = [
        ("person", "person.toml", &example("person.toml")),
        ("answers", "answers.toml", b"[answers]\nRF-01 = \"yes\"\n"),
        ("measurements", "m.csv", &table),
    ];
    for path in ["/files/check", "/files/screening", "/files/plan"] {
        assert_eq!(code(&server.hand(path, &files)), "20", "{path}");
    }
}

#[test]
fn a_measurement_that_stops_holds_everything_of_its_table_back_and_says_why() {
    let server = served(Room::usual());
    let calf = "subject,test,side,value,unit,date\nA,girth-calf,left,38,cm,2026-11-20\n\
                A,girth-calf,right,30,cm,2026-11-20\nA,hop-single,left,120,cm,2026-11-20\n\
                A,hop-single,right,121,cm,2026-11-20\n";
    let alone: [(&str, &str, &[u8]); 1] = [("measurements", "m.csv", calf.as_bytes())];
    let several = format!("{calf}B,hop-single,left,120,cm,2026-11-20\nB,hop-single,right,121,cm,2026-11-20\n");
    let several: [(&str, &str, &[u8]); 2] =
        [("measurements", "m.csv", several.as_bytes()), ("by", "", b"subject")];
    for (path, held) in [("findings", "findings"), ("predictions", "predictions"), ("next", "next")] {
        let path = format!("/files/{path}");
        let answer = server.hand(&path, &alone);
        let told = &value(&answer)["assessments"][0];
        assert_eq!(
            (code(&answer), &told["notices"][0]["code"]),
            ("20", &json!("measurement-is-flag")),
            "{told}"
        );
        assert_eq!(told[held], json!([]), "{path}");
        let answer = server.hand(&path, &several);
        assert_eq!(code(&answer), "0", "{path}: results of somebody are told");
        assert!(!value(&answer)["assessments"][1][held].as_array().unwrap().is_empty(), "{path}");
    }
}

#[test]
fn a_sign_in_a_line_is_answered_at_once() {
    let (server, at) = with_ada();
    let lines = json!({ "lines": ["split-squat left 3x8 note \"chest pain\""] });
    let logged = server.tell(&format!("{at}/log"), &lines);
    assert_eq!((code(&logged), &value(&logged)["ended"]["outcome"]), ("20", &json!("clearance-ended")));
    for path in ["plan", "next-session", "check"] {
        let answer = server.read(&format!("{at}/{path}"));
        assert_eq!((code(&answer), &value(&answer)["outcome"]), ("20", &json!("clearance-ended")), "{path}");
    }
}

#[test]
fn a_sign_in_a_line_that_cannot_be_read_is_answered_too() {
    let (server, at) = with_ada();
    let lines = json!({ "lines": ["split-squat left 3x8", "my calf is swollen and hot"] });
    let logged = server.tell(&format!("{at}/log"), &lines);
    assert_eq!((code(&logged), &value(&logged)["ended"]["outcome"]), ("20", &json!("clearance-ended")));
    assert_eq!(value(&logged)["notices"][0]["code"], json!("row-refused"));
}

#[test]
fn files_are_looked_at_and_not_kept() {
    let server = served(Room::usual());
    let [person, answers, table] = ["person.toml", "answers.toml", "measurements.csv"].map(example);
    let tables: [(&str, &str, &[u8]); 1] = [("measurements", "m.csv", &table)];
    let all: [(&str, &str, &[u8]); 3] =
        [("person", "person.toml", &person), ("answers", "answers.toml", &answers), tables[0]];
    let seen = value(&server.hand("/inspect", &[("file", "m.csv", &table)]));
    assert_eq!(
        (&seen["files"][0]["holds"], seen["files"][0]["n_entries"].as_u64()),
        (&json!("measurements"), Some(48))
    );
    let raw = value(&done(server.send("/inspect", "text/csv", &table)));
    assert_eq!(raw["files"][0]["n_entries"], 48);
    let days = Days { today: "2026-11-22".parse().unwrap(), as_of: "2026-11-22".parse().unwrap() };
    let text = |bytes: &[u8]| Some(String::from_utf8(bytes.to_vec()).unwrap());
    let file = File { name: "m.csv".to_owned(), bytes: table.clone() };
    let uploaded = reply::Uploaded { person: text(&person), answers: text(&answers), tables: vec![file] };
    let check = server.hand("/files/check", &all);
    assert_eq!(check.text(), reply::check_of(&uploaded, None, builtin(), days).unwrap().json);
    assert_eq!(value(&server.hand("/files/screening", &all))["outcome"], "cleared");
    assert!(value(&server.hand("/files/plan", &all))["sessions"].is_array());
    assert!(value(&server.hand("/files/findings", &tables))["assessments"].is_array());
    assert!(value(&server.hand("/files/predictions", &tables))["assessments"][0]["predictions"].is_array());
    let minutes = [tables[0], ("minutes", "", b"20")];
    assert!(value(&server.hand("/files/next", &minutes))["assessments"][0]["next"].is_array());
    assert_eq!(value(&server.hand("/files/reliability", &tables))["value"], "mean");
    let log = b"2026-11-16 split-squat L 3x8 10kg\n2026-11-16 split-squat R 3x8 10kg\n";
    assert_eq!(
        value(&server.hand("/files/audit", &[("log", "log.txt", log)]))["weeks"].as_array().unwrap().len(),
        1
    );
    assert_eq!(value(&server.read("/people")), json!([]), "nothing was kept");
}

#[test]
fn a_squad_comes_in_one_table_and_stands_in_one_list() {
    let server = served(Room::usual());
    let table = "subject,test,side,value,unit,date\nann,sls,left,30,s,2026-11-20\n";
    let table = table.replace("sls,left,30,s", "heel-rise-single,left,20,reps")
        + "ben,heel-rise-single,right,25,reps,2026-11-20\n";
    let came = value(&done(server.send("/import", "text/csv", table.as_bytes())));
    assert_eq!(came["files"][0]["people"], json!(["ann", "ben"]), "{came}");
    let squad = value(&server.read("/squad"));
    assert_eq!(squad["members"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_known_is_listed_and_the_description_describes_itself() {
    let server = served(Room::usual());
    for kind in ["exercises", "tests", "sources", "flags"] {
        assert!(!value(&server.read(&format!("/catalogue/{kind}"))).as_array().unwrap().is_empty(), "{kind}");
    }
    assert_eq!(value(&server.read("/catalogue/exercises/split-squat"))["id"], "split-squat");
    let narrowed = value(&server.read("/catalogue/exercises?muscle=soleus&equipment=none"));
    assert!(
        narrowed.as_array().unwrap().len()
            < value(&server.read("/catalogue/exercises")).as_array().unwrap().len()
    );
    assert_eq!(server.read("/openapi.json").text(), openapi());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/openapi.json");
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == openapi(), "docs/reference/openapi.json is old: cargo xtask gen");
}
