//! Fenced blocks of a case in Markdown, for every kind of case.

/// (kind, line of the fence, text) of every fenced block; the kind is the last word behind the fence.
pub(crate) fn fenced_blocks(text: &str) -> Vec<(String, usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                let kind = info.split_whitespace().last().unwrap_or_default().to_owned();
                open = Some((kind, index + 1, String::new()));
            }
            (None, Some(block)) => {
                block.2.push_str(line);
                block.2.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    blocks
}
