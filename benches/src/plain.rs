//! A page as small as pages get, made with the same libraries: what the pages of the program are held beside.
//!
//! One query to SQLite, ten names in a list, nothing else: no headers, no checks, no words.

use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use maud::html;
use sqlx::{Row, SqlitePool};
use std::io::Write as _;

/// Serves the page on a free port of this machine until it is ended; prints the address.
pub(crate) fn serve(database: &str) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("start the plain page: {error}"))?;
    runtime.block_on(served(database)).map_err(|error| format!("serve the plain page: {error}"))
}

async fn served(database: &str) -> Result<(), Box<dyn std::error::Error>> {
    let pool = SqlitePool::connect(&format!("sqlite://{database}?mode=rwc")).await?;
    sqlx::query("create table if not exists names (name text not null)").execute(&pool).await?;
    for n in 0..10 {
        sqlx::query("insert into names (name) values ($1)").bind(format!("name {n}")).execute(&pool).await?;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/", listener.local_addr()?);
    std::io::stdout().flush()?;
    let app = axum::Router::new().route("/", get(page)).with_state(pool);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn page(State(pool): State<SqlitePool>) -> Html<String> {
    let rows = sqlx::query("select name from names limit 10").fetch_all(&pool).await.unwrap_or_default();
    let names = rows.iter().filter_map(|row| row.try_get::<String, _>(0).ok());
    Html(html! { html { body { ul { @for name in names { li { (name) } } } } } }.into_string())
}
