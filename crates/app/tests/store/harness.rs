//! Runs one piece of work on a new store of each kind.

use evenstride_app::error::Error;
use evenstride_app::store::{Address, IfMissing, Store, run};
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable that names a server with a database on which tests may make schemas of their own.
const SERVER: &str = "EVENSTRIDE_TEST_POSTGRES";

/// Runs the work on a new store of each kind, each in a place of its own that is gone afterwards.
pub(crate) fn on_every_database(work: impl AsyncFn(&Address) -> Result<(), Error>) {
    let folder = tempfile::tempdir().unwrap();
    let file = Address::File(folder.path().join("a/store.db"));
    run(work(&file)).unwrap();
    match std::env::var(SERVER) {
        Ok(server) => run(async {
            let schema = new_schema(&server).await;
            let joint = if server.contains('?') { '&' } else { '?' };
            let address = Address::read(&format!("{server}{joint}options[search_path]={schema}")).unwrap();
            let done = work(&address).await;
            drop_schema(&server, &schema).await;
            done
        })
        .unwrap(),
        Err(_) => say_skipped(),
    }
}

/// Says once that half of the suite did not run.
fn say_skipped() {
    static SAID: std::sync::Once = std::sync::Once::new();
    SAID.call_once(|| eprintln!("skipped: no server; {SERVER} names none, so PostgreSQL was not tested"));
}

pub(crate) async fn open(address: &Address) -> Result<Store, Error> {
    Store::open(address, IfMissing::Make).await
}

async fn new_schema(server: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    on_server(server, format!("CREATE SCHEMA {name}")).await;
    name
}

async fn drop_schema(server: &str, schema: &str) {
    on_server(server, format!("SET client_min_messages = error; DROP SCHEMA {schema} CASCADE")).await;
}

#[cfg(feature = "postgres")]
pub(crate) async fn on_server(server: &str, sql: String) {
    use sqlx::Connection as _;
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[cfg(not(feature = "postgres"))]
pub(crate) async fn on_server(_: &str, _: String) {
    panic!("this test was built without PostgreSQL");
}
