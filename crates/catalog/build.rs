//! Checks the data files and writes them in a form that is quick to read; fails where something does not hold.

// The loader is public in the library; here it is a private module and not all of it is used.
#![allow(unreachable_pub, dead_code)]

#[path = "src/load/mod.rs"]
mod load;

use evenstride_core::knowledge::Language;
use load::said::{self, Said};
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
    let contents =
        serde_json::to_value(&contents).map_err(|error| failed("write the data files again", &error))?;
    let norms =
        serde_json::to_value(&knowledge.norms).map_err(|error| failed("write the norms again", &error))?;
    let norms = serde_json::json!({ "norm": norms });
    let out =
        PathBuf::from(std::env::var_os("OUT_DIR").ok_or_else(|| vec!["failed to find OUT_DIR".to_owned()])?);
    let write = |name: &str, text: &str| {
        std::fs::write(out.join(name), text).map_err(|error| failed(&format!("write {name}"), &error))
    };
    let mut languages = Vec::new();
    for language in Language::ALL {
        let said = match language {
            Language::English => Said::default(),
            Language::German => read_said(language)?,
        };
        languages.push(said::in_language(&contents, &said));
        let norms = said::in_language(&norms, &said);
        write(&format!("norms-{}.json", language.code()), &norms["norm"].to_string())?;
    }
    said::know_each_other(&mut languages);
    for (language, contents) in Language::ALL.iter().zip(&languages) {
        write(&format!("contents-{}.json", language.code()), &contents.to_string())?;
    }
    Ok(())
}

/// The sentences of a language, in the folder of its code.
fn read_said(language: Language) -> Result<Said, Vec<String>> {
    let folder = Path::new("data").join(language.code());
    let texts =
        read_all(&folder).map_err(|error| vec![format!("failed to read {}: {error}", folder.display())])?;
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    Said::read(&files)
        .map_err(|errors| errors.iter().map(|error| format!("catalog/{}/{error}", folder.display())).collect())
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
