//! gimli. Prints "what, items, nanoseconds of CPU" a line, the best of some runs.

use gimli::{EndianSlice, LittleEndian, UnwindSection};

type Bytes<'a> = EndianSlice<'a, LittleEndian>;

fn now() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn number(file: &[u8], at: usize, size: usize) -> usize {
    file[at..at + size].iter().rev().fold(0, |value, byte| value << 8 | *byte as usize)
}

/// A section of an ELF file of 64 bits: its bytes, and where it is loaded.
fn section<'a>(file: &'a [u8], name: &str) -> (&'a [u8], u64) {
    let headers = number(file, 40, 8);
    let names = number(file, headers + 64 * number(file, 62, 2) + 24, 8);
    for index in 0..number(file, 60, 2) {
        let header = headers + 64 * index;
        let found = &file[names + number(file, header, 4)..];
        if found.starts_with(name.as_bytes()) && found[name.len()] == 0 {
            let start = number(file, header + 24, 8);
            let address = number(file, header + 16, 8) as u64;
            return (&file[start..start + number(file, header + 32, 8)], address);
        }
    }
    (&[], 0)
}

fn lines(dwarf: &gimli::Dwarf<Bytes>, sum: &mut u64) -> gimli::Result<usize> {
    let mut count = 0;
    let mut units = dwarf.units();
    while let Some(header) = units.next()? {
        let unit = dwarf.unit(header)?;
        let Some(program) = unit.line_program else { continue };
        let mut rows = program.rows();
        while let Some((_, row)) = rows.next_row()? {
            *sum = sum.wrapping_add(row.address() + row.line().map_or(0, |line| line.get()));
            count += 1;
        }
    }
    Ok(count)
}

fn rows_of<'a, S: UnwindSection<Bytes<'a>>>(
    section: &S,
    bases: &gimli::BaseAddresses,
    sum: &mut u64,
) -> gimli::Result<usize>
where
    S::Offset: gimli::UnwindOffset<usize>,
{
    let mut count = 0;
    let mut context = gimli::UnwindContext::new();
    let mut entries = section.entries(bases);
    while let Some(entry) = entries.next()? {
        let gimli::CieOrFde::Fde(partial) = entry else { continue };
        let fde = partial.parse(|section, bases, offset| section.cie_from_offset(bases, offset))?;
        let mut table = fde.rows(section, bases, &mut context)?;
        while let Some(row) = table.next_row()? {
            if let gimli::CfaRule::RegisterAndOffset { offset, .. } = row.cfa() {
                *sum = sum.wrapping_add(row.start_address() + *offset as u64);
            }
            count += 1;
        }
    }
    Ok(count)
}

fn entries(dwarf: &gimli::Dwarf<Bytes>, sum: &mut u64) -> gimli::Result<usize> {
    let mut count = 0;
    let mut units = dwarf.units();
    while let Some(header) = units.next()? {
        let unit = dwarf.unit(header)?;
        let mut cursor = unit.entries();
        while let Some((_, entry)) = cursor.next_dfs()? {
            count += 1;
            if entry.tag() != gimli::DW_TAG_subprogram
                && entry.tag() != gimli::DW_TAG_inlined_subroutine
            {
                continue;
            }
            let mut ranges = dwarf.die_ranges(&unit, entry)?;
            while let Some(range) = ranges.next()? {
                *sum = sum.wrapping_add(range.begin + range.end);
            }
            if let Some(line) = entry.attr_value(gimli::DW_AT_call_line)? {
                *sum = sum.wrapping_add(line.udata_value().unwrap_or(0));
            }
        }
    }
    Ok(count)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let file = std::fs::read(&arguments[1]).expect("the file can be read");
    let runs: usize = arguments[2].parse().expect("a number of runs");
    let empty = |id: gimli::SectionId| -> gimli::Result<Bytes> {
        Ok(EndianSlice::new(section(&file, id.name()).0, LittleEndian))
    };
    let dwarf = gimli::Dwarf::load(empty).expect("sections");
    let (frame, _) = section(&file, ".debug_frame");
    let (eh_frame, eh_frame_address) = section(&file, ".eh_frame");
    let bases = gimli::BaseAddresses::default().set_eh_frame(eh_frame_address);
    let mut sum = 0;
    for what in ["lines", "cfi", "entries"] {
        let mut best = f64::INFINITY;
        let mut items = 0;
        for _ in 0..runs {
            let start = now();
            items = match what {
                "lines" => lines(&dwarf, &mut sum),
                "cfi" if !frame.is_empty() => {
                    let mut section = gimli::DebugFrame::new(frame, LittleEndian);
                    section.set_address_size(8);
                    rows_of(&section, &bases, &mut sum)
                }
                "cfi" => rows_of(&gimli::EhFrame::new(eh_frame, LittleEndian), &bases, &mut sum),
                _ => entries(&dwarf, &mut sum),
            }
            .expect("well-formed debug information");
            best = f64::min(best, now() - start);
        }
        println!("{what}\t{items}\t{best:.0}");
    }
    std::process::exit((sum == 42) as i32);
}
