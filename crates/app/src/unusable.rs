//! Tables of measurements of which every row was refused: no answer could be told from one, so it is an error that says why.

use crate::error::Error;
use evenstride_core::notice::{Notice, NoticeCode};
use std::collections::BTreeMap;

/// The error of a table that gave nothing although it holds rows; none where there was nothing to refuse.
pub(crate) fn unusable(name: &str, notices: &[Notice]) -> Option<Error> {
    let refused: Vec<&Notice> = notices.iter().filter(|notice| refuses(notice.code)).collect();
    let first = refused.first()?;
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in &refused {
        *by_code.entry(notice.code.as_str()).or_default() += 1;
    }
    let counted: Vec<String> = by_code.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let place = first.place.as_ref().map_or_else(|| name.to_owned(), ToString::to_string);
    let error = Error::unreadable(format!(
        "read {name}: expected measurements that can be used, found none in its rows ({}); first {place}: {}",
        counted.join(", "),
        first.message
    ));
    Some(match &first.hint {
        Some(hint) => error.hint(hint.clone()),
        None => error,
    })
}

/// Does a notice of this code mean that a row was left out for what stands in it?
fn refuses(code: NoticeCode) -> bool {
    matches!(
        code,
        NoticeCode::RowRefused
            | NoticeCode::DateDoubtful
            | NoticeCode::DateInFuture
            | NoticeCode::SideMissing
            | NoticeCode::TestUnknown
    )
}
