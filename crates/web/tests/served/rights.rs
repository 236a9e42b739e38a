//! Every route that there is, asked as nobody, as an athlete, as coaches and as an owner: none can be forgotten, because the
//! list is the one that the routers are made of, and what stands open is named here once more.

use super::beyond::{Beyonds, beyond};
use super::client::Answer;
use evenstride_app::sets::person_key;
use evenstride_web::{Room, Route, routes};
use std::collections::BTreeSet;

/// What anybody may read who has not signed in. It holds nobody's records.
const OPEN: [&str; 6] =
    ["/assets/{name}", "/sw.js", "/language", "/sign-in", "/trust", "/trust/evenstride.crt"];
/// What every account may ask without naming a person: the catalogue, files that are not kept, and what the store narrows
/// down to the account's own people.
const SIGNED_IN: [&str; 22] = [
    "/",
    "/sign-out",
    "/library/{*path}",
    "/figures/{name}",
    "/data",
    "/data/actions.csv",
    "/data/undo",
    "/api/v1/actions",
    "/api/v1/actions/{action}/undo",
    "/api/v1/catalogue/{kind}",
    "/api/v1/catalogue/{kind}/{id}",
    "/api/v1/files/audit",
    "/api/v1/files/check",
    "/api/v1/files/findings",
    "/api/v1/files/next",
    "/api/v1/files/plan",
    "/api/v1/files/predictions",
    "/api/v1/files/reliability",
    "/api/v1/files/screening",
    "/api/v1/import",
    "/api/v1/inspect",
    "/api/v1/openapi.json",
];

fn filled(route: &Route, person: &str) -> String {
    let key = evenstride_app::prelude::SubjectId::new(person).map(|name| person_key(&name)).unwrap();
    let number = match person {
        "ann" => "1",
        "ben" => "2",
        _ => "99",
    };
    let person = if route.path.starts_with("/api/") { key } else { number.to_owned() };
    let path =
        route.path.replace("{person}", &person).replace("{kind}", "tests").replace("{*path}", "index.html");
    let parts = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Asks with each method that something could answer to; says which right it falls under.
fn asked(server: &Beyonds, route: &Route, person: &str, session: &str) -> Vec<(&'static str, String, Answer)> {
    let path = filled(route, person);
    let ask = |method: &'static str, right: &'static str| {
        let lines =
            "Sec-Fetch-Site: same-origin\r\nX-Requested-With: test\r\nContent-Type: application/json\r\n";
        let body = if method == "GET" { "" } else { "{}" };
        (right, format!("{method} {path}"), server.ask(method, &path, session, lines, body))
    };
    let methods =
        if route.path.starts_with("/api/") { ["GET", "POST", "PUT"].as_slice() } else { &["GET", "POST"] };
    methods.iter().map(|method| ask(method, if *method == "GET" { route.read } else { route.change })).collect()
}

#[test]
fn what_stands_open_is_named_and_whatever_names_a_person_asks_for_the_person() {
    let all = routes();
    assert!(all.len() > 60, "{}", all.len());
    for route in &all {
        let of_person = ["person", "owner-of-person"];
        for right in [route.read, route.change] {
            let path = route.path.as_str();
            assert_eq!(of_person.contains(&right), path.contains("{person}"), "{route:?}");
            assert_eq!(right == "anyone", OPEN.contains(&path), "{route:?}");
            assert_eq!(right == "signed-in", SIGNED_IN.contains(&path), "{route:?}");
        }
    }
    let paths: BTreeSet<&str> = all.iter().map(|route| route.path.as_str()).collect();
    assert_eq!(paths.len(), all.len(), "each address stands in the list once");
}

#[test]
fn nobody_is_shown_anything_before_signing_in() {
    let server = beyond(Room::usual());
    for route in routes() {
        for (right, what, answer) in asked(&server, &route, "ann", "") {
            if right == "anyone" {
                assert!(![401, 403].contains(&answer.status), "{what}: {}", answer.status);
                continue;
            }
            let is_page = what.starts_with("GET /") && !route.path.starts_with("/api/");
            assert_eq!(answer.status, if is_page { 303 } else { 401 }, "{what}");
            if is_page {
                assert!(answer.leads().starts_with("/sign-in"), "{what}");
            }
        }
    }
    // What is no route tells nobody so.
    assert_eq!(server.get("/no/such/page", "").leads(), "/sign-in?next=/no/such/page");
}

#[test]
fn another_person_is_answered_like_one_who_does_not_exist() {
    let server = beyond(Room::usual());
    let sessions = [server.session("annie"), server.session("carl")];
    for route in routes().iter().filter(|route| route.path.contains("{person}")) {
        for session in &sessions {
            let others = asked(&server, route, "ben", session);
            let missing = asked(&server, route, "no such person", session);
            for ((_, what, other), (_, _, missing)) in others.iter().zip(&missing) {
                assert_eq!(other.status, 404, "{what}: {}", other.text());
                let plain = |answer: &Answer, path: &str| answer.text().replace(path, "");
                let paths = [filled(route, "ben"), filled(route, "no such person")];
                assert_eq!(plain(other, &paths[0]), plain(missing, &paths[1]), "{what}");
                assert!(!other.text().contains("ben"), "{what}");
            }
        }
    }
    for own in ["/p/1", "/p/1/train", "/p/1/progress"] {
        assert_eq!(server.get(own, &sessions[0]).status, 200, "{own}");
    }
    assert_eq!(server.get("/p/2", &sessions[0]).status, 404);
}

#[test]
fn each_role_may_what_is_its_own_and_no_more() {
    let server = beyond(Room::usual());
    for (name, refused) in [
        ("annie", ["coach", "everybody", "owner", "owner-of-person"].as_slice()),
        ("carl", &["everybody", "owner", "owner-of-person"]),
        ("cleo", &["owner", "owner-of-person"]),
        ("olga", &[]),
    ] {
        let session = server.session(name);
        // Signing out would end what the rest is asked with.
        for route in routes().iter().filter(|route| route.path != "/sign-out") {
            for (right, what, answer) in asked(&server, route, "ann", &session) {
                assert_eq!(answer.status == 403, refused.contains(&right), "{name} {what}: {}", answer.status);
                assert!(![401, 500].contains(&answer.status), "{name} {what}: {}", answer.text());
            }
        }
    }
}

#[test]
fn lists_and_files_stay_within_the_people_of_the_account() {
    let server = beyond(Room::usual());
    let (carl, cleo, annie) = (server.session("carl"), server.session("cleo"), server.session("annie"));
    for path in ["/people", "/squad", "/api/v1/people", "/api/v1/squad", "/api/v1/actions", "/data"] {
        let narrow = server.get(path, &carl);
        assert_eq!(narrow.status, 200, "{path}");
        assert!(!narrow.text().contains("ben"), "{path}: {}", narrow.text());
        assert!(server.get(path, &cleo).text().contains("ben"), "{path}");
    }
    assert!(!server.get("/api/v1/actions", &annie).text().contains("ben"));
    // A table that names others is refused whole, whoever they are.
    let table = |names: [&str; 2]| {
        let rows = names.map(|name| format!("{name},strap-knee-ext,left,1,24.1,kg,2026-11-20\n"));
        format!("subject,test,side,attempt,value,unit,date\n{}", rows.concat())
    };
    for (names, session, status) in
        [(["ann", "ben"], &annie, 422), (["ann", "somebody-new"], &annie, 422), (["ann", "ben"], &carl, 422)]
    {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{}\
             \r\n--edge--\r\n",
            table(names)
        );
        let lines = "Sec-Fetch-Site: same-origin\r\nX-Requested-With: test\r\nContent-Type: multipart/form-data; boundary=edge\r\n";
        for path in ["/p/1/bring/file", "/api/v1/import"] {
            let answer = server.ask("POST", path, session, lines, &body);
            assert_eq!(answer.status, status, "{path} {names:?}: {}", answer.text());
        }
    }
    let people = server.on_store(async |store| store.subjects().await.unwrap().len());
    assert_eq!(people, 2, "nobody came new");
}

#[test]
fn what_came_of_a_file_is_told_to_who_brought_it_alone() {
    let server = beyond(Room::usual());
    let (olga, annie) = (server.session("olga"), server.session("annie"));
    let table = "subject,test,side,attempt,value,unit,date\nann,strap-knee-ext,left,1,24.1,kg,2026-11-20\n\
                 ben,strap-knee-ext,left,1,no number,kg,2026-11-20\n";
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{table}\
         \r\n--edge--\r\n"
    );
    let lines = "Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=edge\r\n";
    let brought = server.ask("POST", "/p/1/bring/file", &olga, lines, &body);
    let outcome = brought.leads().to_owned();
    assert_eq!(server.get(&outcome, &olga).status, 200);
    assert_eq!(server.get(&outcome, &annie).leads(), "/data");
}
