//! A small writer of FIT files with strength sets, for the example and the tests.
//!
//! No public recording of a strength session was at hand, so the bytes are made here by what the FIT protocol says of
//! headers, definitions and checksums. It writes nothing that a watch would need.

/// A set to be written; what is absent is written as the protocol's invalid figure.
pub(super) struct MadeSet {
    /// Seconds in the calendar of FIT.
    pub(super) at: u32,
    pub(super) category: u16,
    pub(super) subtype: u16,
    pub(super) reps: Option<u16>,
    /// Sixteenths of a kilogram.
    pub(super) weight: Option<u16>,
    /// Milliseconds.
    pub(super) duration: u32,
    /// 1 for work, 0 for rest.
    pub(super) active: u8,
}

/// The global numbers of messages, the size and the base type of their fields.
const SET: (u16, &[(u8, u8, u8)]) = (
    225,
    &[
        (254, 4, 0x86),
        (0, 4, 0x86),
        (3, 2, 0x84),
        (4, 2, 0x84),
        (5, 1, 0x02),
        (6, 4, 0x86),
        (7, 2, 0x84),
        (8, 2, 0x84),
    ],
);
const ACTIVITY: (u16, &[(u8, u8, u8)]) = (34, &[(253, 4, 0x86), (5, 4, 0x86)]);
const SESSION: (u16, &[(u8, u8, u8)]) = (18, &[(253, 4, 0x86), (5, 1, 0x00), (6, 1, 0x00)]);

/// A file with these sets, of a sport, with the local clock so many seconds ahead.
pub(super) fn file(sets: &[MadeSet], sport: [u8; 2], ahead_s: Option<i32>) -> Vec<u8> {
    let mut data = Vec::new();
    let time = sets.last().map_or(1_000_000_000, |set| set.at);
    define(&mut data, 0, SET);
    for set in sets {
        data.push(0);
        data.extend(set.at.wrapping_add(set.duration / 1000).to_le_bytes());
        data.extend(set.duration.to_le_bytes());
        data.extend(set.reps.unwrap_or(u16::MAX).to_le_bytes());
        data.extend(set.weight.unwrap_or(u16::MAX).to_le_bytes());
        data.push(set.active);
        data.extend(set.at.to_le_bytes());
        data.extend(set.category.to_le_bytes());
        data.extend(set.subtype.to_le_bytes());
    }
    define(&mut data, 1, SESSION);
    data.push(1);
    data.extend(time.to_le_bytes());
    data.extend(sport);
    if let Some(ahead_s) = ahead_s {
        define(&mut data, 2, ACTIVITY);
        data.push(2);
        data.extend(time.to_le_bytes());
        data.extend(time.wrapping_add_signed(ahead_s).to_le_bytes());
    }
    framed(&data)
}

/// The definition of a local message.
fn define(data: &mut Vec<u8>, local: u8, (global, fields): (u16, &[(u8, u8, u8)])) {
    data.extend([0x40 | local, 0, 0]);
    data.extend(global.to_le_bytes());
    // The lists above are short.
    data.push(u8::try_from(fields.len()).unwrap_or(u8::MAX));
    for (number, size, base_type) in fields {
        data.extend([*number, *size, *base_type]);
    }
}

/// Header and checksums around the data.
fn framed(data: &[u8]) -> Vec<u8> {
    let mut file = vec![14, 0x10, 0x5c, 0x08];
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(b".FIT");
    let header_sum = checksum(&file);
    file.extend(header_sum.to_le_bytes());
    file.extend(data);
    let sum = checksum(&file);
    file.extend(sum.to_le_bytes());
    file
}

/// The cyclic redundancy check with the polynomial 0xA001, bit by bit.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0_u16, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xa001 } else { sum >> 1 })
    })
}

/// Two goblet squats with a rest between, and a calf raise, on the evening of 2026-11-20 one hour ahead.
pub(super) fn example() -> Vec<u8> {
    const EVENING: u32 = 1_164_133_800; // 2026-11-20 18:30 in universal time
    let set = |after_s: u32, category: u16, subtype: u16, reps: u16, weight: u16, active: u8| MadeSet {
        at: EVENING + after_s,
        category,
        subtype,
        reps: (active == 1).then_some(reps),
        weight: (weight > 0).then_some(weight),
        duration: 40_000,
        active,
    };
    let sets = [
        set(0, 28, 37, 10, 320, 1),
        set(45, u16::MAX, u16::MAX, 0, 0, 0),
        set(130, 28, 37, 9, 320, 1),
        set(300, 1, u16::MAX, 15, 0, 1),
    ];
    file(&sets, [10, 20], Some(3_600))
}
