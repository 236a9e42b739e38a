//! Tables of measurements of which every row was refused: no answer could be told from one, so it is an error that says why.

use crate::error::Error;
use evenstride_core::notice::{Notice, NoticeCode};

/// The error of a table that gave nothing although it holds rows; none where there was nothing to refuse.
pub(crate) fn unusable(name: &str, notices: &[Notice]) -> Option<Error> {
    let refused: Vec<&Notice> = notices.iter().filter(|notice| refuses(notice.code)).collect();
    let first = refused.first()?;
    let place = first.place.as_ref().map_or_else(|| name.to_owned(), ToString::to_string);
    let error = Error::unreadable(format!(
        "read {name}: expected measurements that can be used, found none in its rows; first {place}: {}",
        first.message
    ));
    let error = Error { left_out: refused.iter().map(|notice| notice.code).collect(), ..error };
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
