//! What every page needs beside its own text: one style sheet, an icon, a manifest.
//!
//! Each stands in the program, is packed once, and has a name that follows from its bytes, so that a browser may keep
//! it for ever. Nothing here is about a person.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;

use crate::problem::Problem;

/// The rules that only this room needs; those of findings and pictures come from the report.
const OWN_STYLE: &str = include_str!("../assets/app.css");
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
}

fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let [pictures, pages] = evenstride_app::report::style();
        let style = asset("app", "css", "text/css; charset=utf-8", [pictures, pages, OWN_STYLE].concat());
        let icon = asset("icon", "svg", "image/svg+xml", ICON.to_owned());
        let manifest = format!(
            "{{\"name\":\"Evenstride\",\"short_name\":\"Evenstride\",\"start_url\":\"/\",\"display\":\"standalone\",\
             \"background_color\":\"#ffffff\",\"theme_color\":\"#0b57a4\",\
             \"icons\":[{{\"src\":\"{}\",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}}]}}\n",
            icon.address
        );
        let manifest = asset("app", "webmanifest", "application/manifest+json", manifest);
        Assets { style, icon, manifest }
    })
}

fn asset(name: &str, ending: &str, kind: &'static str, text: String) -> Asset {
    let bytes = text.into_bytes();
    let digest = Sha256::digest(&bytes).iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Nor can packing into memory; an empty packing is never sent.
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish()).unwrap_or_default();
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

/// Sends one of them, packed where the browser takes it.
pub(crate) async fn send(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let all = assets();
    let mut known = [&all.style, &all.icon, &all.manifest].into_iter();
    let asset = known.find(|asset| asset.address.strip_prefix("/assets/") == Some(name.as_str()));
    let asset = asset.ok_or_else(Problem::not_found)?;
    let takes_gzip = headers.get_all(header::ACCEPT_ENCODING).iter().any(|value| {
        let value = value.to_str().unwrap_or("");
        value.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
        })
    });
    let mut response = if takes_gzip && !asset.packed.is_empty() {
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
