//! Where WebSocket frames begin and end in a stream of bytes (RFC 6455 §5.2); pure.
//!
//! The gateway reads no message. It follows the frames so that one of its own can be put between
//! two of them, which is allowed even within a fragmented message (§5.4).

/// Follows the frames of one direction.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// What has come of the head of the current frame.
    head: [u8; 10],
    head_length: usize,
    /// What is missing of its mask and payload.
    rest: u64,
    has_closed: bool,
}

/// Opcodes (§11.8).
const CLOSE: u8 = 0x8;

impl Frames {
    /// Follows the bytes up to the end of the current frame, or as far as they go; how far.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> usize {
        let mut taken = 0;
        while self.rest == 0 && taken < bytes.len() {
            self.head[self.head_length] = bytes[taken];
            self.head_length += 1;
            taken += 1;
            if self.head_length == self.expected_head() {
                self.begin_payload();
                if self.rest == 0 {
                    return taken;
                }
            }
        }
        let here = usize::try_from(self.rest)
            .unwrap_or(usize::MAX)
            .min(bytes.len() - taken);
        self.rest -= here as u64;
        taken + here
    }

    /// Whether the last frame has ended and the next one has not begun.
    pub(super) fn is_between(&self) -> bool {
        self.rest == 0 && self.head_length == 0
    }

    /// Whether there was a Close frame: nothing may follow it (§5.5.1).
    pub(super) fn has_closed(&self) -> bool {
        self.has_closed
    }

    /// How long the head is, as far as it can be told; without the mask.
    fn expected_head(&self) -> usize {
        match self.head_length {
            0 | 1 => 2,
            _ => match self.head[1] & 0x7f {
                126 => 4,
                127 => 10,
                _ => 2,
            },
        }
    }

    fn begin_payload(&mut self) {
        let length = match self.head_length {
            2 => u64::from(self.head[1] & 0x7f),
            length => self.head[2..length]
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte)),
        };
        let mask = if self.head[1] & 0x80 == 0 { 0 } else { 4 };
        self.rest = length.saturating_add(mask);
        self.has_closed |= self.head[0] & 0x0f == CLOSE;
        self.head_length = 0;
    }
}

/// A Ping without content, as a server sends it (§5.5.2).
pub(super) const PING: [u8; 2] = [0x89, 0];

/// A Close with 1001, "going away" (§7.4.1), as a server sends it.
pub(super) const GOING_AWAY: [u8; 4] = [0x88, 2, 0x03, 0xe9];

/// The same as a client sends it: masked (§5.3).
pub(super) fn masked_going_away(mask: [u8; 4]) -> [u8; 8] {
    let [a, b, c, d] = mask;
    [0x88, 0x80 | 2, a, b, c, d, 0x03 ^ a, 0xe9 ^ b]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(opcode: u8, length: usize, is_masked: bool) -> Vec<u8> {
        let mask = if is_masked { 0x80 } else { 0 };
        let mut frame = vec![0x80 | opcode];
        match length {
            0..=125 => frame.push(mask | u8::try_from(length).unwrap()),
            126..=0xffff => {
                frame.push(mask | 126);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            _ => {
                frame.push(mask | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        // A payload that would look like frames to who loses count.
        frame.resize(frame.len() + length + if is_masked { 4 } else { 0 }, 0x88);
        frame
    }

    #[test]
    fn boundaries_are_found_however_the_bytes_come() {
        let lengths = [0, 1, 125, 126, 65_535, 65_536];
        let frames: Vec<_> = lengths
            .iter()
            .flat_map(|length| [frame(2, *length, false), frame(1, *length, true)])
            .collect();
        let stream: Vec<u8> = frames.concat();
        for step in [1, 2, 3, 7, 1000, stream.len()] {
            let (mut follower, mut ends, mut at) = (Frames::default(), Vec::new(), 0);
            for mut chunk in stream.chunks(step) {
                while !chunk.is_empty() {
                    let taken = follower.follow(chunk);
                    at += taken;
                    chunk = &chunk[taken..];
                    if follower.is_between() {
                        ends.push(at);
                    }
                }
            }
            let expected: Vec<_> = frames
                .iter()
                .scan(0, |sum, frame| {
                    *sum += frame.len();
                    Some(*sum)
                })
                .collect();
            assert_eq!(ends, expected, "in steps of {step}");
            assert!(!follower.has_closed());
        }
    }

    #[test]
    fn a_close_is_noticed() {
        for close in [&GOING_AWAY[..], &masked_going_away([1, 2, 3, 4])] {
            let mut follower = Frames::default();
            assert_eq!(follower.follow(&PING), PING.len());
            assert!(!follower.has_closed());
            assert_eq!(follower.follow(close), close.len());
            assert!(follower.has_closed() && follower.is_between());
        }
    }

    #[test]
    fn a_mask_is_taken_off_by_itself() {
        let frame = masked_going_away([9, 8, 7, 6]);
        assert_eq!(frame[6] ^ frame[2], GOING_AWAY[2]);
        assert_eq!(frame[7] ^ frame[3], GOING_AWAY[3]);
    }
}
