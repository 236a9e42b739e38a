//! The OpenAPI document, made of the same list as the routes and the reader of requests.
//!
//! Schemas of answers stand in `schemas.json` and say what is always there; what more there is, the reference says.
//! Read next: `operation`.

use super::ask::PERSON_DIGITS;
use super::operation::{Answers, Body, Field, Kind, Method, Operation};
use super::sent::{BESIDE_FILES, FILES, FORM, JSON, ONE_FILE};
use super::wrong::{KINDS, PROBLEM};
use super::{BASE, EXIT_CODE, operations};
use crate::server::DEFAULT_PORT;
use evenstride_app::wire;
use serde_json::{Map, Value, json};

/// The schemas that the document names.
const SCHEMAS: &str = include_str!("schemas.json");

const ABOUT: &str = "Everything that the command line does with a store and with files, for programs on the same machine. \
    The JSON is that of `--format json`, byte for byte. A stop stands in the place of what was asked for, with status 200 \
    and the header Evenstride-Exit-Code: 20. Simulated or measured, nothing here is a diagnosis.";

/// The OpenAPI document of `/api/v1`, with a final line break.
#[must_use]
pub fn openapi() -> String {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let method = match operation.method {
            Method::Get => "get",
            Method::Post => "post",
            Method::Put => "put",
        };
        let path = paths.entry(format!("{BASE}{}", operation.path)).or_insert_with(|| json!({}));
        path[method] = described(operation);
    }
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Evenstride", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": format!("http://127.0.0.1:{DEFAULT_PORT}"), "description": "this machine" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": {
                "description": "What went wrong.",
                "content": { PROBLEM: { "schema": named("Problem") } },
            } },
            "headers": { "ExitCode": {
                "description": "The code that the command would end with: 0 done, 3 questions open or out of date, 20 stopped.",
                "schema": { "type": "integer", "enum": [0, 3, 20] },
                "required": true,
            } },
        },
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn named(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn described(operation: &Operation) -> Value {
    let about = match operation.command {
        "" => String::new(),
        command => format!("As the command `evenstride {command}`."),
    };
    let mut parameters: Vec<Value> = operation.names().map(path_parameter).collect();
    parameters.extend(operation.query.iter().map(|field| {
        json!({
            "name": field.name, "in": "query", "description": field.about, "required": field.is_required,
            "schema": schema_of(field.kind),
        })
    }));
    if let Body::Form(_) | Body::OneFile = operation.body {
        parameters.push(json!({
            "name": BESIDE_FILES.as_str(), "in": "header", "required": true,
            "description": "Any word; files are read beside it alone, because no page of another site can set it.",
            "schema": { "type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9]+$" },
        }));
    }
    let mut described = json!({
        "operationId": operation.id, "tags": [operation.tag], "summary": operation.summary,
        "parameters": parameters, "responses": responses(operation),
    });
    if !about.is_empty() {
        described["description"] = json!(about);
    }
    if let Some(content) = content_of(operation.body) {
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    described
}

fn path_parameter(name: &'static str) -> Value {
    let (schema, about) = match name {
        "person" => {
            let pattern = format!("^[0-9a-f]{{{PERSON_DIGITS}}}$");
            (
                json!({ "type": "string", "pattern": pattern }),
                "The key of the person, as the list of people has it.",
            )
        }
        "record" => (
            json!({ "type": "string", "pattern": "^[0-9a-f]{8,64}$" }),
            "The first digits of the name of the record, as the list of records has it.",
        ),
        "action" => (
            json!({ "type": "integer", "minimum": 1 }),
            "The number of the action, as the list of actions has it.",
        ),
        "kind" => (json!({ "type": "string", "enum": wire::Kind::ALL.map(wire::Kind::as_str) }), "The kind."),
        _ => (json!({ "type": "string", "minLength": 1 }), "The id of the entry."),
    };
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

fn schema_of(kind: Kind) -> Value {
    match kind {
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Text { least, most } => json!({ "type": "string", "minLength": least, "maxLength": most }),
        Kind::Whole { from, to } => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::Above { from, to } => json!({ "type": "number", "exclusiveMinimum": from, "maximum": to }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Texts { most, chars } => {
            json!({ "type": "array", "maxItems": most, "items": { "type": "string", "maxLength": chars } })
        }
        Kind::Members(schema) => json!({ "type": "object", "additionalProperties": named(schema) }),
        // One broken item holds up no other: it is refused by itself, in an answer that tells what was kept.
        Kind::Items(schema) => json!({ "type": "array", "items": { "anyOf": [named(schema), {}] } }),
        Kind::File => json!({ "type": "string", "format": "binary" }),
        Kind::Files => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "format": "binary" } })
        }
    }
}

fn object_of(fields: &[Field]) -> Value {
    let members: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut schema = schema_of(field.kind);
            schema["description"] = json!(field.about);
            (field.name.to_owned(), schema)
        })
        .collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.is_required).map(|field| field.name).collect();
    let mut object = json!({ "type": "object", "properties": members, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// What could stand in a field, so that a reader sees one request that works; files are given as their text.
const EXAMPLES: [(&str, &str); 12] = [
    // Nobody that the examples of this project know: who tries them on a store of theirs erases nobody.
    ("name", "cleo"),
    ("days", "mon,wed,sat"),
    ("minutes", "30"),
    ("lines", "2026-11-16 split-squat left 3x8 12.5kg @2 pain 1"),
    ("text", "slept badly, knee stiff in the morning"),
    ("to", "41.5"),
    ("person", "mass_kg = 70.0\nequipment = [\"loop-band\"]\n\n[minutes]\nmonday = 30\nthursday = 30\n"),
    ("answers", "[answers]\nRF-01 = \"no\"\nRF-02 = \"no\"\n"),
    ("measurements", TABLE),
    ("file", TABLE),
    ("log", "2026-11-16 split-squat left 3x8 10kg\n2026-11-16 split-squat right 3x8 10kg\n"),
    ("effort", "date,effort,minutes\n2026-11-16,5,40\n"),
];
const TABLE: &str = "test,side,value,unit,date\nheel-rise-single,left,20,reps,2026-11-20\n\
                     heel-rise-single,right,24,reps,2026-11-20\n";

/// A request with what could stand in its fields.
fn example_of(fields: &[Field]) -> Value {
    let example = |field: &Field| {
        let (_, text) = EXAMPLES.iter().find(|(name, _)| *name == field.name)?;
        let value = match field.kind {
            Kind::Texts { .. } | Kind::Files => json!([text]),
            Kind::Text { .. } | Kind::File => json!(text),
            Kind::Above { .. } | Kind::Whole { .. } => json!(text.parse::<i64>().ok()?),
            Kind::Members(_) => json!({ "RF-01": "no", "RF-02": "no" }),
            Kind::Day | Kind::Flag | Kind::Choice(_) | Kind::Items(_) => return None,
        };
        // The sets of a training page name a person, whom no example can know.
        (field.name != "person" || field.kind == Kind::File).then(|| (field.name.to_owned(), value))
    };
    Value::Object(fields.iter().filter_map(example).collect())
}

/// What a body of these fields is, with an example where every field that must be there has one.
fn media_type(fields: &[Field]) -> Value {
    let mut described = json!({ "schema": object_of(fields) });
    let example = example_of(fields);
    if fields.iter().all(|field| !field.is_required || example.get(field.name).is_some()) {
        described["example"] = example;
    }
    described
}

fn content_of(body: Body) -> Option<Value> {
    match body {
        Body::Nothing => None,
        Body::Json(fields) => Some(json!({ JSON: media_type(fields) })),
        Body::Form(fields) => Some(json!({ FORM: media_type(fields) })),
        Body::OneFile => {
            let mut content = json!({ FORM: media_type(ONE_FILE) });
            for (kind, _) in FILES {
                content[kind] = json!({ "schema": { "type": "string", "format": "binary" } });
            }
            Some(content)
        }
    }
}

fn responses(operation: &Operation) -> Value {
    let done = match operation.answers {
        Answers::Json(schema) => json!({
            "description": "Done, or a stop in its place.",
            "headers": { EXIT_CODE.as_str(): { "$ref": "#/components/headers/ExitCode" } },
            "content": { JSON: { "schema": named(schema) } },
        }),
        Answers::BytesOr(kind, schema) => json!({
            "description": "The file, or a stop in its place.",
            "headers": { EXIT_CODE.as_str(): { "$ref": "#/components/headers/ExitCode" } },
            "content": {
                kind: { "schema": { "type": "string", "format": "binary" } },
                JSON: { "schema": named(schema) },
            },
        }),
        Answers::Bytes(kind) => json!({
            "description": "The file.",
            "headers": { EXIT_CODE.as_str(): { "$ref": "#/components/headers/ExitCode" } },
            "content": { kind: { "schema": { "type": "string", "format": "binary" } } },
        }),
    };
    let mut responses = json!({ "200": done });
    let has_body = operation.body != Body::Nothing;
    for (kind, status, _) in KINDS {
        let can_be = match kind {
            "wrong-method" | "fault" | "failed" => false,
            "not-found" => operation.names().next().is_some(),
            "too-large" | "wrong-type" => has_body,
            "other-person" => operation.id == "sets",
            _ => true,
        };
        if can_be {
            responses[status.to_string()] = json!({ "$ref": "#/components/responses/Problem" });
        }
    }
    responses
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_schema_that_is_named_is_there_and_every_one_that_is_there_is_named() {
        let document: Value = serde_json::from_str(&openapi()).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = document.to_string();
        let start = "#/components/schemas/";
        let named: BTreeSet<&str> =
            text.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let there: BTreeSet<&str> = schemas.keys().map(String::as_str).collect();
        assert_eq!(named, there);
    }

    #[test]
    fn every_operation_is_described_once_and_no_name_stands_in_an_address() {
        let mut ids = BTreeSet::new();
        for operation in operations() {
            assert!(ids.insert(operation.id), "{} stands twice", operation.id);
            assert!(operation.summary.ends_with('.'), "{}: {}", operation.id, operation.summary);
            for field in operation.query.iter() {
                assert!(
                    !["name", "subject", "text", "lines", "answers"].contains(&field.name),
                    "{}",
                    operation.id
                );
            }
            // What needs a list, an object or a file cannot stand in a query.
            let is_plain = |kind| {
                !matches!(
                    kind,
                    Kind::Texts { .. } | Kind::Members(_) | Kind::Items(_) | Kind::File | Kind::Files
                )
            };
            assert!(operation.query.iter().all(|field| is_plain(field.kind)), "{}", operation.id);
        }
        assert!(ids.len() > 30, "{}", ids.len());
    }
}
