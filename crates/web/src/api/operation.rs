//! What an operation is: its address, what it is asked with, what it answers with, and what does it.
//!
//! The router, the reader of requests and the OpenAPI document are made from the same list of these, so that none of
//! them can say something that another does not do. Read next: `ask` for the reader, `document` for the document.

use super::ask::Ask;
use crate::doors::Right;
use crate::problem::Problem;
use evenstride_app::reply::Reply;
use std::pin::Pin;

/// How it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Changes nothing.
    Get,
    /// Does something, or needs a body.
    Post,
    /// Puts something in the place of what was there.
    Put,
}

/// What a value can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// A day as `2026-11-22`.
    Day,
    /// A text of so many characters.
    Text { least: usize, most: usize },
    /// A whole number, both ends included.
    Whole { from: i64, to: i64 },
    /// A number above the one end and up to the other.
    Above { from: f64, to: f64 },
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Several texts of at most so many characters; only in JSON.
    Texts { most: usize, chars: usize },
    /// An object whose members have one schema of the document; only in JSON.
    Members(&'static str),
    /// A list whose items have one schema of the document; only in JSON.
    Items(&'static str),
    /// A file; only in a form.
    File,
    /// Several files; only in a form.
    Files,
}

/// A named value of a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) is_required: bool,
    /// One sentence.
    pub(crate) about: &'static str,
}

impl Field {
    /// A value that may be left out.
    pub(crate) const fn may(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, is_required: false, about }
    }

    /// A value that must be there.
    pub(crate) const fn must(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, is_required: true, about }
    }
}

/// What a request carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Body {
    /// Nothing.
    Nothing,
    /// A JSON object with these members and no others.
    Json(&'static [Field]),
    /// A form with these parts and no others, among them files.
    Form(&'static [Field]),
    /// One file as it is, or a form with one; with the fields of the form beside the file.
    OneFile,
}

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// JSON of this schema of the document.
    Json(&'static str),
    /// Bytes of this media type.
    Bytes(&'static str),
    /// Bytes of this media type, or JSON of this schema where there can be none.
    BytesOr(&'static str, &'static str),
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Done {
    /// JSON with an exit code.
    Reply(Reply),
    /// Bytes to be kept under a name, with the code that a command would end with.
    Bytes { name: String, bytes: Vec<u8>, exit_code: u8 },
}

impl From<Reply> for Done {
    fn from(reply: Reply) -> Self {
        Done::Reply(reply)
    }
}

/// What an operation will come to.
pub(crate) type Doing = Pin<Box<dyn Future<Output = Result<Done, Problem>> + Send>>;

/// Something that the server does for a program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// Behind `/api/v1`, with names in braces.
    pub(crate) path: &'static str,
    pub(crate) id: &'static str,
    pub(crate) tag: &'static str,
    /// One sentence.
    pub(crate) summary: &'static str,
    /// The command that does the same.
    pub(crate) command: &'static str,
    pub(crate) query: &'static [Field],
    pub(crate) body: Body,
    pub(crate) answers: Answers,
    /// What it asks of an account.
    pub(crate) right: Right,
    pub(crate) work: fn(Ask) -> Doing,
}

impl Operation {
    /// The names in its path, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
