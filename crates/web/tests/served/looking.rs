//! Looking at a file before it is kept, and saying which of its columns is which.

use super::client::{Answer, Served};
use super::way::{all_no, example, page, with_ann};

/// Sends a file to be looked at.
fn look(server: &Served, name: &str, bytes: &[u8]) -> Answer {
    look_from(server, "/p/1/bring/file", name, bytes)
}

fn look_from(server: &Served, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let body = [
        format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n"
        )
        .into_bytes(),
        bytes.to_vec(),
        b"\r\n--edge\r\nContent-Disposition: form-data; name=\"look\"\r\n\r\nyes\r\n--edge--\r\n".to_vec(),
    ]
    .concat();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\nConnection: close\r\n\r\n",
        server.host,
        body.len()
    );
    server.raw(&[head.into_bytes(), body].concat())
}

fn is_empty(server: &Served) -> bool {
    !page(server, "/p/1/results").contains("class=\"finding")
}

#[test]
fn a_file_is_shown_with_its_tries_and_kept_only_then() {
    let server = with_ann();
    all_no(&server);
    let bring = page(&server, "/p/1/bring");
    assert!(bring.contains("type=\"file\"") && bring.contains("Look at it first") && bring.contains("drop-"));
    let at = look(&server, "c:\\folder\\measurements.csv", &example("measurements.csv")).leads().to_owned();
    assert_eq!(at, "/p/1/bring/look/1");
    let shown = page(&server, &at);
    assert!(shown.contains("<strong>measurements.csv</strong>") && !shown.contains("folder"));
    assert!(shown.contains("Nothing is kept yet.") && shown.contains("class=\"ft-tries\""), "{shown}");
    assert!(shown.contains("Tries: left 9, right 9; from 165.73 N to 246.15 N."), "{shown}");
    assert!(shown.contains("from 14 November 2026 to 21 November 2026"));
    assert!(is_empty(&server), "nothing is in the store");
    let kept = server.post(&at, &[("keep", "yes")]);
    assert!(page(&server, kept.leads()).contains("New measurements:"));
    assert!(!is_empty(&server));
    assert_eq!(server.get(&at).leads(), "/p/1/bring", "it is forgotten afterwards");
}

#[test]
fn a_recording_is_told_as_one_and_nothing_is_asked_about_its_columns() {
    let server = with_ann();
    all_no(&server);
    let recording = format!("FP1\tFP2\n{}", "301.312\t359.844\n".repeat(2000));
    let refused = server.get(look(&server, "jump.txt", recording.as_bytes()).leads());
    assert_eq!(refused.status, 422);
    let shown = refused.text();
    assert!(shown.contains("as a recording has") && shown.contains("recordings are not read"), "{shown}");
    assert!(!shown.contains("Which column is which?"), "{shown}");
}

#[test]
fn an_empty_template_is_told_to_have_no_rows_and_nothing_is_asked_about_its_columns() {
    let server = with_ann();
    all_no(&server);
    let (rows, sets) = ("the table has no filled row", "expected a log of training with sets below its header");
    for (header, told) in
        [("who,leg,newton", rows), ("subject,test,side,value,date", rows), ("date,exercise,side,reps", sets)]
    {
        let refused = server.get(look(&server, "lab.csv", format!("{header}\n").as_bytes()).leads());
        assert_eq!(refused.status, 422);
        let shown = refused.text();
        assert!(shown.contains(told), "{header}: {shown}");
        assert!(shown.contains("fill it in, or export the rows too") == (told == rows), "{header}: {shown}");
        assert!(!shown.contains("heading") && !shown.contains("Which column is which?"), "{header}: {shown}");
    }
}

#[test]
fn a_force_where_a_torque_is_wanted_is_told_what_to_write_and_no_column_is_asked_for() {
    let server = with_ann();
    all_no(&server);
    let rows =
        "test,side,value,unit,date\nhhd-knee-ext,left,245,N,2026-11-20\nhhd-knee-ext,right,180,N,2026-11-20\n";
    let shown = server.get(look(&server, "hhd.csv", rows.as_bytes()).leads()).text();
    assert!(shown.contains("in Nm, found 245 N") && shown.contains("write the torque"), "{shown}");
    assert!(!shown.contains("Which column is which?") && !shown.contains("row-refused"), "{shown}");
    assert!(shown.contains("Is something read wrongly?"), "the columns can still be named: {shown}");
    let unknown = rows.replace("hhd-knee-ext", "quad test").replace(",N,", ",Nm,");
    let shown = server.get(look(&server, "hhd.csv", unknown.as_bytes()).leads()).text();
    let [test, others] = ["Which test was it?", "The other columns"].map(|words| shown.find(words).unwrap());
    assert!(test < others, "the test is what nobody can tell: {shown}");
}

#[test]
fn a_log_that_does_not_say_its_unit_is_asked_for_it_where_it_is_looked_at() {
    let server = with_ann();
    all_no(&server);
    let log = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
               2025-08-03 10:00:00,Legs,1h,Squat (Barbell),1,100,5,0,0,,,\n";
    let at = look(&server, "strong.csv", log.as_bytes()).leads().to_owned();
    let shown = page(&server, &at);
    assert!(shown.contains("1 load left out") && shown.contains("name=\"unit\""), "{shown}");
    assert_eq!(server.post(&at, &[("unit", "kg"), ("read", "yes")]).leads(), at);
    let shown = page(&server, &at);
    assert!(!shown.contains("left out") && !shown.contains("name=\"unit\""), "{shown}");
}

#[test]
fn what_is_left_is_not_kept_and_is_nobody_elses() {
    let server = with_ann();
    all_no(&server);
    server.post("/people", &[("name", "ben")]);
    let at = look(&server, "measurements.csv", &example("measurements.csv")).leads().to_owned();
    assert_eq!(server.get(&at.replace("/p/1/", "/p/2/")).leads(), "/p/2/bring");
    assert_eq!(server.post(&at, &[("leave", "yes")]).leads(), "/p/1/bring");
    assert_eq!(server.post(&at, &[("keep", "yes")]).leads(), "/p/1/bring");
    assert!(is_empty(&server));
}

#[test]
fn columns_with_other_names_are_asked_about_until_the_table_can_be_read() {
    let server = with_ann();
    all_no(&server);
    let table = "when,leg \"dom\",peak\n2026-11-20,l,24\n2026-11-20,r,17\n2026-11-20,l,25\n2026-11-20,r,18\n";
    let at = look(&server, "lab.csv", table.as_bytes()).leads().to_owned();
    let refused = server.get(&at);
    assert_eq!(refused.status, 422, "{}", refused.text());
    let shown = refused.text();
    assert!(shown.contains("Which column is which?") && shown.contains("leg &quot;dom&quot;"), "{shown}");
    assert!(shown.contains("2026-11-20"), "the first rows stand beside the questions");
    assert!(shown.contains("not clear yet") && !shown.contains("Failed to"), "nothing has failed: {shown}");
    let answers = [("test_is", "strap-knee-ext"), ("side", "leg \"dom\""), ("value", "peak"), ("date", "when")];
    assert_eq!(server.post(&at, &answers[..2]).leads(), at, "one question after the other is well too");
    let still = server.get(&at).text();
    assert!(still.contains("selected"), "what was answered stands there: {still}");
    let more: Vec<(&str, &str)> = answers.into_iter().chain([("unit_is", "lb"), ("read", "yes")]).collect();
    assert_eq!(server.post(&at, &more).leads(), at);
    let shown = page(&server, &at);
    // 25 lb on a scale are 111.21 N.
    assert!(shown.contains("Tries: left 2, right 2;") && shown.contains("111.21 N"), "{shown}");
    assert!(page(&server, server.post(&at, &[("keep", "yes")]).leads()).contains("New measurements: 4."));
}

#[test]
fn a_unit_that_was_only_taken_so_is_asked_for_before_anything_can_be_kept() {
    let server = with_ann();
    let table = "date,test,side,value\n2026-11-20,strap-knee-ext,left,24\n2026-11-20,strap-knee-ext,right,17\n";
    let at = look(&server, "lab.csv", table.as_bytes()).leads().to_owned();
    let shown = page(&server, &at);
    let (asked, kept) = (shown.find("In which unit?").unwrap(), shown.find("name=\"keep\"").unwrap());
    assert!(asked < kept && shown.contains("The file does not say this"), "{shown}");
    assert!(shown.contains("Day: 20 November 2026."), "one day is no span: {shown}");
    server.post(&at, &[("unit_is", "kg"), ("read", "yes")]);
    let shown = page(&server, &at);
    assert!(shown.find("name=\"keep\"").unwrap() < shown.find("In which unit?").unwrap(), "{shown}");
}

#[test]
fn what_is_no_table_of_measurements_is_told_without_questions_about_columns() {
    let server = with_ann();
    let at = look(&server, "person.toml", &example("person.toml")).leads().to_owned();
    let shown = page(&server, &at);
    assert!(shown.contains("facts about a person") && !shown.contains("Which column"), "{shown}");
    let at = look(&server, "notes.txt", b"nothing that anybody reads\n").leads().to_owned();
    let refused = server.get(&at);
    assert_eq!(refused.status, 422);
    assert!(!refused.text().contains("Which column") && !refused.text().contains("name=\"keep\""));
    let script = "<script>alert(1)</script>,b\n1,2\n3,4\n";
    let at = look(&server, "<b>x</b>.csv", script.as_bytes()).leads().to_owned();
    let refused = server.get(&at).text();
    assert!(!refused.contains("<script>alert") && !refused.contains("<b>x"), "{refused}");
}

#[test]
fn a_table_of_several_people_is_looked_at_as_well_and_kept_only_then() {
    let server = with_ann();
    let form = page(&server, "/squad/bring");
    assert!(
        form.contains("Look at it first") && form.contains("id=\"drop\"") && form.contains("drop-"),
        "{form}"
    );
    let table =
        "who,date,test,side,value\nann,2026-11-20,girth-calf,left,38\nbea,2026-11-20,girth-calf,left,37\n";
    let at = look_from(&server, "/squad/bring", "squad.csv", table.as_bytes()).leads().to_owned();
    assert_eq!(at, "/squad/bring/look/1");
    assert_eq!(server.get("/p/1/bring/look/1").leads(), "/p/1/bring", "it is nobody's own");
    server.post(&at, &[("subject", "who"), ("read", "yes")]);
    let shown = page(&server, &at);
    assert!(shown.contains("They belong to: ann and bea."), "{shown}");
    assert!(shown.contains("Nothing is kept yet.") && shown.contains("href=\"/squad/bring\""), "{shown}");
    assert!(!page(&server, "/squad").contains("bea"), "nothing is in the store");
    let kept = server.post(&at, &[("keep", "yes")]);
    assert!(page(&server, kept.leads()).contains("ann, bea"));
    assert!(page(&server, "/squad").contains("bea"));
    assert_eq!(server.get(&at).leads(), "/squad/bring", "it is forgotten afterwards");
    let nobodys = b"date,test,side,value\n2026-11-20,girth-calf,left,38\n";
    let at = look_from(&server, "/squad/bring", "table.csv", nobodys).leads().to_owned();
    let refused = server.get(&at);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(!refused.text().contains("name=\"keep\""), "whose it is has to be said first");
    assert_eq!(server.post(&at, &[("leave", "yes")]).leads(), "/squad/bring");
}

#[test]
fn what_was_only_converted_is_not_doubtful_and_names_its_test() {
    let server = with_ann();
    let table =
        b"test,side,value,unit,date\nstrap-knee-ext,L,30,kg,2026-11-20\nstrap-knee-ext,R,31,kg,2026-11-20\n";
    let shown = page(&server, server.upload("/p/1/bring/file", "m.csv", table).leads());
    assert!(!shown.contains("What is doubtful"), "{shown}");
    assert!(shown.contains("Changed while reading: 1"), "{shown}");
    let name = &evenstride_app::prelude::builtin().tests["strap-knee-ext"].name;
    assert!(shown.contains(&format!("2 values of {name} converted from kg to N")), "{shown}");
}

#[test]
fn a_log_of_training_that_cannot_be_read_is_no_question_about_measurements() {
    let server = with_ann();
    let log = "date,exercise,side,reps\n20.13.2026,split-squat,left,8\n21.13.2026,split-squat,right,8\n";
    let at = look(&server, "gym.csv", log.as_bytes()).leads().to_owned();
    let shown = server.get(&at).text();
    assert!(shown.contains("expected a log of training") && shown.contains("20.13.2026"), "{shown}");
    assert!(shown.contains("2026-11-20,split-squat,left,8,20"), "an example stands there: {shown}");
    assert!(!shown.contains("Which column is which?"), "{shown}");
}
