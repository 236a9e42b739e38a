//! Signing in over TLS, being turned away, signing out, and what stays refused whatever was signed.

use super::beyond::{Beyonds, PASSWORD, beyond, serving};
use evenstride_app::accounts::AccountName;
use evenstride_app::store::By;
use evenstride_web::{Certificate, Listening, Room};
use std::io::{Read, Write};
use std::time::Duration;

fn usual() -> Beyonds {
    beyond(Room::usual())
}

fn trail(server: &Beyonds) -> Vec<String> {
    let rows = server.on_store(async |store| store.trail(100).await.unwrap());
    rows.into_iter().rev().map(|row| format!("{} {} {}", row.who, row.what, row.account)).skip(5).collect()
}

#[test]
fn somebody_signs_in_sees_their_own_and_signs_out() {
    let server = usual();
    assert_eq!(server.get("/p/1", "").leads(), "/sign-in?next=/p/1");
    let form = server.get("/sign-in?next=/p/1", "").text();
    for part in
        ["for=\"name\"", "for=\"password\"", "autocomplete=\"username\"", "autocomplete=\"current-password\""]
    {
        assert!(form.contains(part), "{part} {form}");
    }
    assert!(form.contains("name=\"next\" value=\"/p/1\"") && !form.contains("Squad"));
    let answer = server.post("/sign-in", "", &[("name", "annie"), ("password", PASSWORD), ("next", "/p/1")]);
    assert_eq!(answer.leads(), "/p/1");
    let cookie = answer.cookie().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-evenstride="), "{cookie}");
    for flag in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age=7776000"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let session = cookie.split(';').next().unwrap();
    let page = server.get("/p/1", session).text();
    assert!(page.contains("annie") && page.contains("Sign out") && !page.contains("Squad"), "{page}");
    assert_eq!(server.get("/", session).leads(), "/p/1");
    assert_eq!(server.get("/sign-in", session).leads(), "/");
    let out = server.post("/sign-out", session, &[]);
    assert_eq!(out.leads(), "/sign-in?out");
    assert!(out.cookie().unwrap().contains("Max-Age=0"));
    assert_eq!(server.get("/p/1", session).leads(), "/sign-in?next=/p/1");
    assert_eq!(trail(&server), ["annie signed-in annie", "annie signed-out annie"]);
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_told_alike_and_lead_nowhere() {
    let server = usual();
    let answers = [
        server.sign_in("annie", "four words of nonsensE"),
        server.sign_in("nobody", PASSWORD),
        server.sign_in("", ""),
        server.sign_in("annie", ""),
        server.sign_in("annie", &"x".repeat(100_000)),
    ];
    for answer in &answers {
        assert_eq!((answer.status, answer.cookie()), (422, None));
        assert!(answer.text().contains("Name and password do not belong together."));
        assert!(!answer.text().contains(PASSWORD));
    }
    let blank = |text: String| text.replace("value=\"annie\"", "").replace("value=\"nobody\"", "");
    assert_eq!(blank(answers[0].text()), blank(answers[1].text()));
    let failed = trail(&server);
    assert_eq!(failed.iter().filter(|line| line.as_str() == " sign-in-failed annie").count(), 3, "{failed:?}");
    assert!(!failed.join(" ").contains("nobody"));
}

#[test]
fn guessing_has_to_wait_and_others_do_not() {
    let server = usual();
    let mut waited = None;
    for _ in 0..20 {
        let answer = server.sign_in("annie", "a wrong password");
        if answer.status == 429 {
            waited = answer.header("retry-after").map(str::to_owned);
            break;
        }
        assert_eq!(answer.status, 422);
    }
    let seconds: u64 = waited.expect("it has to wait in the end").parse().unwrap();
    assert!((1..=900).contains(&seconds));
    // The right password has to wait as well, or guessing would go on; another account does not.
    let refused = server.sign_in("annie", PASSWORD);
    assert_eq!((refused.status, refused.cookie()), (429, None));
    assert!(refused.text().contains("Too many tries. Wait"));
    server.session("benny");
}

#[test]
fn a_session_ends_from_outside_and_a_broken_one_is_none() {
    let server = usual();
    let session = server.session("annie");
    let secret = session.split_once('=').unwrap().1;
    let stored = std::fs::read(server.folder.path().join("store.db")).unwrap();
    let log = std::fs::read(server.folder.path().join("store.db-wal")).unwrap_or_default();
    for bytes in [stored, log] {
        assert!(
            !bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
            "the secret is kept nowhere"
        );
    }
    assert_eq!(server.get("/p/1", &session).status, 200);
    for broken in [
        session.to_uppercase(),
        format!("{session}0"),
        format!("{session}; {session}"),
        format!("evenstride={secret}"),
        format!("__Host-evenstride={}", "0".repeat(64)),
    ] {
        assert_eq!(server.get("/p/1", &broken).status, 303, "{broken}");
    }
    let annie = AccountName::new("annie").unwrap();
    let n = server.on_store(async |store| store.end_sessions(By { who: "", at_ms: 0 }, &annie).await.unwrap());
    assert_eq!(n, 1);
    // A set that comes then is told to wait and loses nothing.
    let lines = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n";
    let set = server.ask("POST", "/p/1/sets", &session, lines, "{}");
    assert_eq!(set.status, 401);
    assert!(set.text().contains("Nothing that waits on this phone is lost."));
    let api = server.get("/api/v1/people", &session);
    assert_eq!(api.status, 401);
    assert!(api.text().contains("problem:not-signed-in"), "{}", api.text());
}

#[test]
fn what_is_done_bears_the_name_of_the_account() {
    let server = usual();
    let session = server.session("annie");
    assert_eq!(server.post("/p/1/about", &session, &[("height", "170")]).status, 303);
    let actions = server.on_store(async |store| store.actions(1).await.unwrap());
    assert_eq!(actions[0].who, "annie");
    let data = server.get("/data", &session).text();
    assert!(data.contains("ann (1)") || data.contains("ann"), "{data}");
    assert!(!data.contains("ben") && !data.contains("/data/erase") && !data.contains("/data/backup"), "{data}");
    // She takes back her own, and not what others did for others.
    let own = actions[0].id.0.to_string();
    let bens = server.on_store(async |store| {
        let all = store.actions(100).await.unwrap();
        all.into_iter().find(|action| action.subjects.contains_key("ben")).unwrap().id.0.to_string()
    });
    assert_eq!(server.post("/data/undo", &session, &[("action", &bens)]).status, 404);
    assert_eq!(server.post("/data/undo", &session, &[("action", &own)]).status, 303);
}

#[test]
fn another_host_another_origin_and_plain_http_are_refused() {
    let server = usual();
    let port = server.port;
    let ask = |host: &str| {
        server
            .raw(format!("GET /sign-in HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
            .status
    };
    for own in ["laptop.local", "localhost", "127.0.0.1"] {
        assert_eq!(ask(&format!("{own}:{port}")), 200, "{own}");
    }
    for other in ["evil.example", "laptop.local.evil.example", "192.0.2.1"] {
        assert_eq!(ask(&format!("{other}:{port}")), 421, "{other}");
    }
    let form = format!("name=annie&password={}", PASSWORD.replace(' ', "+"));
    for (lines, status) in [
        (format!("Origin: https://{}\r\n", server.host), 303),
        (format!("Origin: http://{}\r\n", server.host), 403),
        ("Origin: https://evil.example\r\n".to_owned(), 403),
        ("Sec-Fetch-Site: cross-site\r\n".to_owned(), 403),
        (String::new(), 403),
    ] {
        assert_eq!(server.ask("POST", "/sign-in", "", &lines, &form).status, status, "{lines}");
    }
    let mut plain = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    plain.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // It may be closed while it is still being told more.
    let _ = write!(plain, "GET /sign-in HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    let mut bytes = Vec::new();
    let _ = plain.read_to_end(&mut bytes);
    assert!(!String::from_utf8_lossy(&bytes).contains("HTTP/1.1 200"), "{bytes:?}");
}

#[test]
fn the_certificate_holds_for_our_names_alone_and_the_page_tells_how_to_trust_it() {
    let server = usual();
    for own in ["laptop.local", "localhost", "127.0.0.1"] {
        assert_eq!(server.handshake(own), Ok(()), "{own}");
    }
    let refused = server.handshake("other.local").unwrap_err();
    assert!(refused.contains("certificate"), "{refused}");
    let page = server.get("/trust", "");
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("Certificate Trust Settings") && text.contains("<svg") && !text.contains('⟦'),
        "{text}"
    );
    let root = server.get("/trust/evenstride.crt", "");
    assert_eq!(root.header("content-type"), Some("application/x-x509-ca-cert"));
    let pem = std::fs::read_to_string(server.folder.path().join("authority/root.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----") && root.body.len() > 300);
    let digest: Vec<String> = {
        use sha2::Digest;
        sha2::Sha256::digest(&root.body).iter().map(|byte| format!("{byte:02X}")).collect()
    };
    assert!(text.contains(&digest.join(":")), "the fingerprint is that of what is handed out");
}

#[test]
fn whoever_says_nothing_is_not_waited_for_for_ever() {
    let room = Room { head_time: Duration::from_millis(300), connections: 2, ..Room::usual() };
    let server = beyond(room);
    // Two that never agree on the encryption hold both places, until their time is over.
    let silent: Vec<_> =
        (0..2).map(|_| std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    assert_eq!(server.get("/sign-in", "").status, 200);
    drop(silent);
}

#[test]
fn without_an_owner_or_with_a_wrong_name_it_does_not_start() {
    let refused = |change: &dyn Fn(&mut evenstride_web::Serving)| {
        let folder = tempfile::tempdir().unwrap();
        let mut serving = serving(folder.path(), Room::usual());
        change(&mut serving);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Listening::open(serving)).unwrap_err().to_string()
    };
    let none = refused(&|_| {});
    assert!(none.contains("evenstride account add NAME --role owner"), "{none}");
    let host = refused(&|serving| serving.host = "laptop".to_owned());
    assert!(host.contains("expected an address such as 0.0.0.0"), "{host}");
    let server = usual();
    let with = |change: &dyn Fn(&mut evenstride_web::Serving)| {
        let mut serving = serving(server.folder.path(), Room::usual());
        change(&mut serving);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Listening::open(serving)).unwrap_err().to_string()
    };
    let name = with(&|serving| serving.beyond.as_mut().unwrap().names = vec!["bank.example".to_owned()]);
    assert!(name.contains("does not speak for it"), "{name}");
    let bad = with(&|serving| serving.beyond.as_mut().unwrap().names = vec!["a b".to_owned()]);
    assert!(bad.contains("read --name"), "{bad}");
    let missing = with(&|serving| {
        let file = server.folder.path().join("none.pem");
        serving.beyond.as_mut().unwrap().certificate = Certificate::Given { chain: file.clone(), key: file };
    });
    assert!(missing.contains("read the certificate"), "{missing}");
    let mixed = with(&|serving| {
        let file = |name: &str| server.folder.path().join("authority").join(name);
        let certificate = Certificate::Given { chain: file("root.pem"), key: file("root.pem") };
        serving.beyond.as_mut().unwrap().certificate = certificate;
    });
    assert!(mixed.contains("read the key"), "{mixed}");
}

#[test]
fn somebody_and_their_coach_talk_in_remarks_as_text_alone() {
    let server = usual();
    let (annie, carl, benny) = (server.session("annie"), server.session("carl"), server.session("benny"));
    let said = [("about", "plan"), ("text", "less on Friday? see https://evil.example <b>now</b>")];
    assert_eq!(server.post("/p/1/remarks", &annie, &said).leads(), "/p/1/remarks");
    let answer = [("about", "no such thing"), ("text", "yes, Friday off")];
    assert_eq!(server.post("/p/1/remarks", &carl, &answer).leads(), "/p/1/remarks");
    // The same words once more are said once more.
    assert_eq!(server.post("/p/1/remarks", &carl, &answer).status, 303);
    let page = server.get("/p/1/remarks", &annie).text();
    assert!(page.contains("by annie") && page.matches("by carl").count() == 2, "{page}");
    assert!(page.contains("&lt;b&gt;now") && !page.contains("href=\"https://evil"), "{page}");
    let (first, second) = (page.find("Friday off").unwrap(), page.find("less on Friday").unwrap());
    assert!(first < second, "the newest stands first");
    assert_eq!(server.post("/p/1/remarks", &annie, &[("text", "")]).status, 422);
    assert_eq!(server.post("/p/1/remarks", &annie, &[("text", &"x".repeat(4001))]).status, 422);
    assert_eq!(server.get("/p/1/remarks", &benny).status, 404);
    assert_eq!(server.post("/p/1/remarks", &benny, &said).status, 404);
}
