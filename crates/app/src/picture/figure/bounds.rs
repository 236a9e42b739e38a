//! How far a piece reaches on the page, read from its outline, so that no picture cuts off what it shows.

/// The corners of an outline that is placed, turned and shortened as a piece is.
pub(super) fn corners(outline: &str, (x, y): (f64, f64), turn: f64, long: f64) -> Vec<(f64, f64)> {
    let (sine, cosine) = libm::sincos(turn.to_radians());
    let place = |(across, down): (f64, f64)| {
        let down = down * long;
        (x + across * cosine - down * sine, y + across * sine + down * cosine)
    };
    points(outline).into_iter().map(place).collect()
}

/// The points of a path of absolute moves, lines, curves and arcs; an arc counts with the box about its chord.
fn points(outline: &str) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut at = (0.0, 0.0);
    for piece in
        outline.split_inclusive(|letter: char| letter.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2)
    {
        let [before, after] = piece else { continue };
        let numbers = numbers(after);
        match before.chars().last() {
            Some('H') => points.extend(numbers.iter().map(|&x| (x, at.1))),
            Some('V') => points.extend(numbers.iter().map(|&y| (at.0, y))),
            Some('A') => {
                let mut from = at;
                for arc in numbers.chunks_exact(7) {
                    let reach = 1.0 + arc[3];
                    let to = (arc[5], arc[6]);
                    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
                    let (wide, high) = (arc[0] * reach, arc[1] * reach);
                    points.extend([(middle.0 - wide, middle.1 - high), (middle.0 + wide, middle.1 + high), to]);
                    from = to;
                }
            }
            Some(_) => points.extend(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1]))),
            None => {}
        }
        at = points.last().copied().unwrap_or(at);
    }
    points
}

/// The numbers of a stretch of a path, which may stand together as in `1-2`.
fn numbers(text: &str) -> Vec<f64> {
    let text = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).replace('-', " -");
    text.split([' ', ',']).filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::corners;

    #[test]
    fn an_outline_reaches_as_far_as_its_lines_and_arcs_do() {
        let seen = corners("M-2 0H8V-3L1-7A4 4 0 0 1 9-7Z", (10.0, 0.0), 0.0, 1.0);
        let most = |read: fn(&(f64, f64)) -> f64| seen.iter().map(read).fold(f64::MIN, f64::max);
        assert!((most(|p| p.0) - 19.0).abs() < 1e-9 && (most(|p| -p.0) + 8.0).abs() < 1e-9, "{seen:?}");
        assert!((most(|p| -p.1) - 11.0).abs() < 1e-9, "{seen:?}");
        let turned = corners("M0 0V100", (0.0, 0.0), 90.0, 0.5);
        assert!(turned.iter().any(|p| (p.0 + 50.0).abs() < 1e-9 && p.1.abs() < 1e-9), "{turned:?}");
    }
}
