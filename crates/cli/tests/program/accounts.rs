//! Accounts by command: made, listed, changed, ended and removed; and a server that will not leave this machine without one.

use crate::{Run, folder, path, run, run_with_input};

const PASSWORD: &[u8] = b"four words of nonsense\n";

fn add(store: &str, words: &[&str], password: &[u8]) -> Run {
    let words = [&["account", "add"], words, &["--password-from", "-", "--store", store]].concat();
    run_with_input(&words, password)
}

#[track_caller]
fn done(run: Run) -> String {
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

/// A store with two made-up people.
fn store() -> (tempfile::TempDir, String) {
    let table = b"subject,test,side,attempt,value,unit,date\n\
        ada,strap-knee-ext,left,1,24.1,kg,2026-11-14\nben,strap-knee-ext,left,1,20,kg,2026-11-14\n";
    let folder = folder(&[("table.csv", table)]);
    let store = path(&folder, "store.db");
    done(run(&["import", &path(&folder, "table.csv"), "--store", &store]));
    (folder, store)
}

#[test]
fn accounts_are_made_listed_changed_and_removed() {
    let (_folder, store) = store();
    let at = ["--store", store.as_str()];
    assert_eq!(done(run(&[["account", "list"], at].concat())), "no accounts yet\n");
    done(add(&store, &["olga", "--role", "owner"], PASSWORD));
    done(add(&store, &["carl", "--role", "coach", "--person", "ada", "--person", "ben"], PASSWORD));
    done(add(&store, &["ada", "--role", "athlete", "--person", "ada"], b"another good password\nand more"));
    let csv = done(run(&[&["account", "list", "--format", "csv"], at.as_slice()].concat()));
    let expected = "account,role,everybody,person,n_sessions\nada,athlete,no,ada,0\ncarl,coach,no,ada,0\n\
                    carl,coach,no,ben,0\nolga,owner,yes,,0\n";
    assert_eq!(csv, expected);
    let text = done(run(&[["account", "list"], at].concat()));
    assert!(text.contains("carl") && text.contains("ada, ben (0 sessions)"), "{text}");
    done(run(&[&["account", "change", "carl", "--role", "coach", "--everybody"], at.as_slice()].concat()));
    done(run_with_input(
        &[&["account", "password", "ada", "--password-from", "-"], at.as_slice()].concat(),
        PASSWORD,
    ));
    let ended = run(&[&["account", "end-sessions", "ada"], at.as_slice()].concat());
    assert!(ended.code == 0 && ended.err.contains("0 sessions of ada ended."), "{}", ended.err);
    done(run(&[&["account", "remove", "ada"], at.as_slice()].concat()));
    let json = done(run(&[&["account", "list", "--format", "json"], at.as_slice()].concat()));
    assert!(
        json.contains("\"everybody\": true") && !json.contains("argon2") && !json.contains("\"ada\""),
        "{json}"
    );
    let trail = done(run(&[&["account", "trail"], at.as_slice()].concat()));
    let steps: Vec<&str> = trail.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let expected = [
        "account-removed",
        "sessions-ended",
        "password-changed",
        "account-changed",
        "account-added",
        "account-added",
        "account-added",
    ];
    assert_eq!(steps, expected, "{trail}");
    let kept = std::fs::read(&store).unwrap();
    assert!(!kept.windows(22).any(|part| part == b"four words of nonsense"));
}

#[test]
fn what_cannot_be_an_account_is_refused_with_what_to_do() {
    let (_folder, store) = store();
    for (words, password, part) in [
        (["short", "--role", "owner"].as_slice(), b"short".as_slice(), "expected 10 to 200 characters"),
        (&["spaced", "--role", "owner"], b" four words of nonsense", "without a space at either end"),
        (&["", "--role", "owner"], PASSWORD, "1 to 64 printable characters"),
        (&["a", "--role", "athlete"], PASSWORD, "expected at least one for athlete"),
        (&["a", "--role", "athlete", "--everybody"], PASSWORD, "the athlete's own person"),
        (&["a", "--role", "coach", "--person", "nobody"], PASSWORD, "holds nobody named"),
        (&["a", "--role", "owner", "--person", "ada"], PASSWORD, "an owner sees everybody"),
        (&["a", "--role", "boss"], PASSWORD, "boss"),
        (&["a", "--role", "coach", "--everybody", "--person", "ada"], PASSWORD, "cannot be used with"),
    ] {
        let refused = add(&store, words, password);
        assert_eq!(refused.code, 2, "{words:?} {}", refused.err);
        assert!(refused.err.contains(part), "{words:?} {}", refused.err);
        assert!(!refused.err.contains("nonsense"), "{}", refused.err);
    }
    let missing = run(&["account", "remove", "nobody", "--store", &store]);
    assert!(missing.code == 2 && missing.err.contains("account list"), "{}", missing.err);
    let without_terminal = run(&["account", "add", "olga", "--role", "owner", "--store", &store]);
    assert_ne!(without_terminal.code, 0);
}

#[test]
fn other_machines_are_not_served_without_an_owner_or_by_halves() {
    let (_folder, store) = store();
    let none = run(&["serve", "--beyond", "--port", "0", "--store", &store]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("evenstride account add NAME --role owner"), "{}", none.err);
    for words in [
        ["serve", "--listen", "0.0.0.0"].as_slice(),
        &["serve", "--name", "laptop.local"],
        &["serve", "--beyond", "--host", "127.0.0.1"],
        &["serve", "--beyond", "--certificate", "a.pem"],
        &["serve", "--host", "0.0.0.0"],
    ] {
        let refused = run(&[words, &["--port", "0", "--store", &store]].concat());
        assert_eq!(refused.code, 2, "{words:?} {}", refused.err);
    }
}
