import FunctionTables
import MachineCode

/// What turns one function's rows into its pcfile and pcln tables.
struct RowRun {
  let address: UInt64
  let size: UInt32
  /// The number by which rows name the first file.
  let firstFile: Int
  let quantum: Int
  /// The file of what stands before the first row, counted from 0; nil where nothing is said of it.
  let generatedFile: Int?

  /// Encodes the tables behind the bytes that are there.
  ///
  /// - Parameters:
  ///   - rows: the row that holds at the function's start, where there is one, and all below its
  ///     end.
  ///   - isNamed: by number, counted from 0, whether a row names the file.
  func encode(
    _ rows: Span<LineTable.Row>, _ isNamed: inout [Bool], files: inout [UInt8],
    lines: inout [UInt8]
  ) {
    // A row more for what stands before the first.
    let room = (rows.count &+ 1) &* PCValueEncoder.longestEntry &+ PCValueEncoder.longestEnd
    files.append(addingCapacity: room) { (files: inout OutputSpan<UInt8>) in
      lines.append(addingCapacity: room) { (lines: inout OutputSpan<UInt8>) in
        encode(rows, &isNamed, &files, &lines)
      }
    }
  }

  private func encode(
    _ rows: Span<LineTable.Row>, _ isNamed: inout [Bool], _ files: inout OutputSpan<UInt8>,
    _ lines: inout OutputSpan<UInt8>
  ) {
    var fileTable = PCValueEncoder(quantum: quantum)
    var lineTable = PCValueEncoder(quantum: quantum)
    if let generatedFile {
      fileTable.append(at: 0, value: Int32(truncatingIfNeeded: generatedFile), to: &files)
      lineTable.append(at: 0, value: 1, to: &lines)
    }
    let mask = ~UInt32(truncatingIfNeeded: quantum &- 1)
    var last = -1
    for index in rows.indices {
      let row = rows[index]
      let pc = row.address > address ? UInt32(truncatingIfNeeded: row.address &- address) & mask : 0
      if row.endsSequence {
        fileTable.append(at: pc, value: -1, to: &files)
        lineTable.append(at: pc, value: -1, to: &lines)
        continue
      }
      let number = row.file &- firstFile
      if number != last {
        last = number
        if isNamed.indices.contains(number) { isNamed[number] = true }
        fileTable.append(at: pc, value: Int32(truncatingIfNeeded: number), to: &files)
      }
      lineTable.append(at: pc, value: Int32(truncatingIfNeeded: row.line), to: &lines)
    }
    fileTable.finish(end: size, to: &files)
    lineTable.finish(end: size, to: &lines)
  }
}
