//! Checks the data files and writes them in a form that is quick to read; fails where something does not hold.

// The loader is public in the library; here it is a private module and not all of it is used.
#![allow(unreachable_pub, dead_code)]

#[path = "src/load/mod.rs"]
mod load;

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/load");
    // Cargo fails the build after a `cargo::error` and prints nothing but these lines.
    for error in build().err().unwrap_or_default() {
        println!("cargo::error={error}");
    }
}

fn build() -> Result<(), Vec<String>> {
    let failed = |what: &str, error: &dyn std::fmt::Display| vec![format!("failed to {what}: {error}")];
    let texts = read_all(Path::new("data")).map_err(|error| failed("read catalog/data", &error))?;
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    let knowledge = load::parse(&files)
        .map_err(|errors| errors.iter().map(|error| format!("catalog/data/{error}")).collect::<Vec<_>>())?;

    let mut contents = toml::Table::new();
    for (_, text) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| failed("read a file again", &error))?;
        for (key, value) in table {
            match (contents.get_mut(&key), value) {
                (Some(toml::Value::Array(all)), toml::Value::Array(more)) => all.extend(more),
                (_, value) => {
                    contents.insert(key, value);
                }
            }
        }
    }
    let contents = serde_json::to_string(&contents).map_err(|error| failed("write contents.json", &error))?;
    let norms = serde_json::to_string(&knowledge.norms).map_err(|error| failed("write norms.json", &error))?;
    let out =
        PathBuf::from(std::env::var_os("OUT_DIR").ok_or_else(|| vec!["failed to find OUT_DIR".to_owned()])?);
    std::fs::write(out.join("contents.json"), contents)
        .map_err(|error| failed("write contents.json", &error))?;
    std::fs::write(out.join("norms.json"), norms).map_err(|error| failed("write norms.json", &error))
}

/// Files that lie beside the knowledge and are none: words of reports, and the drawing of the leg map.
fn is_no_knowledge(name: &str) -> bool {
    name.starts_with("words") || name == "bodymap.toml"
}

/// Reads the data files in the order of their names.
fn read_all(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_data = name.ends_with(".toml") || name.ends_with(".csv");
        if is_data && !is_no_knowledge(&name) {
            texts.push((name, std::fs::read_to_string(&path)?));
        }
    }
    texts.sort();
    Ok(texts)
}
