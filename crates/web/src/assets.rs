//! What pages need beside their own text: one style sheet, an icon, a manifest, the scripts of a few pages.
//!
//! Scripts add and are never needed. Each stands in the program, is packed once, and has a name that follows from its bytes, so that a browser may keep
//! it for ever. Nothing here is about a person.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::packing::{packed, takes_gzip};
use crate::problem::Problem;

/// The rules that only this room needs; those of findings and pictures come from the report.
const OWN_STYLE: &str = include_str!("../assets/app.css");
/// Keeps and sends what was done; the two pages that use it find it beside them.
const OUTBOX: &str = include_str!("../assets/outbox.mjs");
const AGAIN: &str = include_str!("../assets/again.mjs");
const FOLDS: &str = include_str!("../assets/folds.mjs");
const TRAIN: &str = include_str!("../assets/train.mjs");
const CHECK: &str = include_str!("../assets/check.mjs");
const SIGNED_OUT: &str = include_str!("../assets/signed-out.mjs");
const PLAN: &str = include_str!("../assets/plan.mjs");
const DAYS: &str = include_str!("../assets/days.mjs");
const LANGUAGE: &str = include_str!("../assets/language.mjs");
const BEAT: &str = include_str!("../assets/beat.mjs");
const DROP: &str = include_str!("../assets/drop.mjs");
const DEVICE: &str = include_str!("../assets/device.mjs");
/// How a script names another one in its source; what is sent has its full name.
const OUTBOX_NAME: &str = "./outbox.mjs";
const AGAIN_NAME: &str = "./again.mjs";
const FOLDS_NAME: &str = "./folds.mjs";
const WORKER: &str = include_str!("../assets/sw.js");
const ICON: &str = include_str!("../assets/icon.svg");
/// Browsers may keep what never changes under its name.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// One file.
struct Asset {
    /// Its address.
    address: String,
    kind: &'static str,
    bytes: Vec<u8>,
    /// The same with gzip.
    packed: Vec<u8>,
}

/// All files.
struct Assets {
    style: Asset,
    icon: Asset,
    manifest: Asset,
    outbox: Asset,
    again: Asset,
    folds: Asset,
    train: Asset,
    device: Asset,
    check: Asset,
    signed_out: Asset,
    plan: Asset,
    days: Asset,
    language: Asset,
    drop: Asset,
    beat: Asset,
}

fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let [pictures, pages] = evenstride_app::report::style();
        let style = asset("app", "css", "text/css; charset=utf-8", [pictures, pages, evenstride_app::audit::audit_style(), OWN_STYLE].concat());
        let icon = asset("icon", "svg", "image/svg+xml", ICON.to_owned());
        let manifest = format!(
            "{{\"name\":\"Evenstride\",\"short_name\":\"Evenstride\",\"start_url\":\"/\",\"display\":\"standalone\",\
             \"background_color\":\"#ffffff\",\"theme_color\":\"#0b57a4\",\
             \"icons\":[{{\"src\":\"{}\",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}}]}}\n",
            icon.address
        );
        let manifest = asset("app", "webmanifest", "application/manifest+json", manifest);
        let script = |name: &str, text: String| asset(name, "mjs", "text/javascript; charset=utf-8", text);
        let outbox = script("outbox", OUTBOX.to_owned());
        let again = script("again", AGAIN.replace(OUTBOX_NAME, &outbox.address));
        let folds = script("folds", FOLDS.to_owned());
        let train = TRAIN
            .replace(OUTBOX_NAME, &outbox.address)
            .replace(AGAIN_NAME, &again.address)
            .replace(FOLDS_NAME, &folds.address);
        let train = script("train", train);
        let device = script("device", DEVICE.replace(OUTBOX_NAME, &outbox.address));
        let check = script("check", CHECK.to_owned());
        let signed_out = script("signed-out", SIGNED_OUT.to_owned());
        let plan = script("plan", PLAN.to_owned());
        let days = script("days", DAYS.to_owned());
        let language = script("language", LANGUAGE.to_owned());
        let drop = script("drop", DROP.to_owned());
        let beat = script("beat", BEAT.to_owned());
        Assets {
            style, icon, manifest, outbox, again, folds, train, device, check, signed_out, plan, days, language, drop, beat,
        }
    })
}

fn asset(name: &str, ending: &str, kind: &'static str, text: String) -> Asset {
    let bytes = text.into_bytes();
    let digest = Sha256::digest(&bytes).iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    // Nor can packing into memory; an empty packing is never sent.
    let packed = packed(&bytes, Compression::best()).unwrap_or_default();
    Asset { address: format!("/assets/{name}-{digest}.{ending}"), kind, bytes, packed }
}

/// The address of the style sheet.
pub(crate) fn style() -> &'static str {
    &assets().style.address
}

/// The address of the icon.
pub(crate) fn icon() -> &'static str {
    &assets().icon.address
}

/// The address of the manifest.
pub(crate) fn manifest() -> &'static str {
    &assets().manifest.address
}

/// The address of the script that keeps and sends sets.
pub(crate) fn outbox() -> &'static str {
    &assets().outbox.address
}

/// The address of the script that keeps the training page for opening again.
pub(crate) fn again() -> &'static str {
    &assets().again.address
}

/// The address of the script that folds the list of sets.
pub(crate) fn folds() -> &'static str {
    &assets().folds.address
}

/// The address of the script of the training page.
pub(crate) fn train() -> &'static str {
    &assets().train.address
}

/// The address of the script that tells what this browser keeps.
pub(crate) fn device() -> &'static str {
    &assets().device.address
}

/// The address of the script with a clock and a counter for tests.
pub(crate) fn check() -> &'static str {
    &assets().check.address
}

/// The address of the script that forgets kept pages after signing out.
pub(crate) fn signed_out() -> &'static str {
    &assets().signed_out.address
}

/// The address of the script that shows the week while its wishes are being changed.
pub(crate) fn plan() -> &'static str {
    &assets().plan.address
}

/// The address of the script that lets sessions be dragged to another day.
pub(crate) fn days() -> &'static str {
    &assets().days.address
}

/// The address of the script that keeps what was typed while the language changes.
pub(crate) fn language() -> &'static str {
    &assets().language.address
}

/// The address of the script that takes a file dropped on the page.
pub(crate) fn drop() -> &'static str {
    &assets().drop.address
}

/// The address of the script that beats time.
pub(crate) fn beat() -> &'static str {
    &assets().beat.address
}

/// Sends the worker that lets the training page be opened again; its name never changes, so it is asked for each time.
pub(crate) async fn worker() -> impl IntoResponse {
    let kind = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([kind, (header::CACHE_CONTROL, "no-cache")], WORKER)
}

/// Sends one of them, packed where the browser takes it.
pub(crate) async fn send(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let all = assets();
    let scripts = [
        &all.outbox,
        &all.again,
        &all.folds,
        &all.train,
        &all.device,
        &all.check,
        &all.signed_out,
        &all.plan,
        &all.days,
        &all.language,
        &all.drop,
        &all.beat,
    ];
    let mut known = [&all.style, &all.icon, &all.manifest].into_iter().chain(scripts);
    let asset = known.find(|asset| asset.address.strip_prefix("/assets/") == Some(name.as_str()));
    let asset = asset.ok_or_else(Problem::not_found)?;
    let mut response = if takes_gzip(&headers) && !asset.packed.is_empty() {
        ([(header::CONTENT_ENCODING, "gzip")], asset.packed.as_slice()).into_response()
    } else {
        asset.bytes.as_slice().into_response()
    };
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    sent.insert(header::CACHE_CONTROL, FOR_EVER);
    sent.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}
