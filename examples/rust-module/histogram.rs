//! Package example.com/histogram, written in Rust; histogram.go says what Go sees of it.
#![no_std]

/// type Bins struct { Low, Width float64; Counts [16]int64; Outside int64 }
#[repr(C)]
pub struct Bins {
    low: f64,
    width: f64,
    counts: [i64; 16],
    outside: i64,
}

/// var Requests Bins
#[export_name = "example.com/histogram.Requests"]
pub static mut REQUESTS: Bins = Bins { low: 0.0, width: 10.0, counts: [0; 16], outside: 0 };

/// The results (bin int, count int64).
#[repr(C)]
pub struct Fullest {
    bin: i64,
    count: i64,
}

extern "C" {
    /// Go's panic "integer divide by zero".
    #[link_name = "runtime.panicdivide"]
    fn panicdivide() -> !;
}

/// func (b *Bins) Add(samples []float64)
#[export_name = "example.com/histogram.(*Bins).Add"]
pub unsafe extern "C" fn add(bins: *mut Bins, samples: *const f64, length: usize, _cap: usize) {
    let low = (*bins).low;
    let width = (*bins).width;
    for sample in slice(samples, length) {
        let bin = (sample - low) / width;
        let inside = if bin >= 0.0 { (*bins).counts.get_mut(bin as usize) } else { None };
        *inside.unwrap_or(&mut (*bins).outside) += 1;
    }
}

/// func (b *Bins) Missed() int64
///
/// A nil b faults where it is read, which becomes Go's nil dereference panic.
#[export_name = "example.com/histogram.(*Bins).Missed"]
pub unsafe extern "C" fn missed(bins: *const Bins) -> i64 {
    (*bins).outside
}

/// func (b *Bins) Fullest() (bin int, count int64)
#[export_name = "example.com/histogram.(*Bins).Fullest"]
pub unsafe extern "C" fn fullest(bins: *const Bins) -> Fullest {
    let mut found = Fullest { bin: 0, count: 0 };
    for (bin, &count) in (*bins).counts.iter().enumerate() {
        if count > found.count {
            found = Fullest { bin: bin as i64, count };
        }
    }
    found
}

/// func Mean(samples []int64) int64
#[export_name = "example.com/histogram.Mean"]
pub unsafe extern "C" fn mean(samples: *const i64, length: usize, _capacity: usize) -> i64 {
    let sum = slice(samples, length).iter().fold(0i64, |sum, &sample| sum.wrapping_add(sample));
    // Rust's own division would call Rust's panic, which is not there.
    sum.checked_div(length as i64).unwrap_or_else(|| panicdivide())
}

/// func Checksum(text string) uint32
///
/// CRC-32, as Go's hash/crc32 has it.
#[export_name = "example.com/histogram.Checksum"]
pub unsafe extern "C" fn checksum(text: *const u8, length: usize) -> u32 {
    !slice(text, length).iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ byte as u32, |crc, _| {
            let divisor = if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
            crc >> 1 ^ divisor
        })
    })
}

/// A string, as a result.
#[repr(C)]
pub struct Text {
    pointer: *const u8,
    length: usize,
}

/// func Label(line string) string
///
/// What stands before the first colon: a part of Go's own string.
#[export_name = "example.com/histogram.Label"]
pub unsafe extern "C" fn label(line: *const u8, length: usize) -> Text {
    let end = slice(line, length).iter().position(|&byte| byte == b':');
    Text { pointer: line, length: end.unwrap_or(length) }
}

/// What Go's slices and strings refer to: an empty one may be nil, which Rust's may not.
unsafe fn slice<'a, T>(pointer: *const T, length: usize) -> &'a [T] {
    if length == 0 {
        return &[];
    }
    core::slice::from_raw_parts(pointer, length)
}
