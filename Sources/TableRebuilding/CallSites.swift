import FunctionTables
import MachineCode

/// Places for inlined calls at whose place their caller has no instruction.
///
/// A pclntab names the place of such a call by an instruction of the caller that has the same place.
/// Go's compiler leaves a NOP there if need be; others leave nothing. The tables of the function then
/// go on behind all code, one PC for each such place, where nothing else is ever looked up: what is
/// at that PC is found in them like anything else.
struct CallSites {
  private struct Site: Hashable {
    var caller, file, line: Int32
  }

  private var sites: [Site] = []
  private var numbers: [Site: Int] = [:]
  /// The PC of the first.
  private var start: UInt32 = 0
  private let quantum: Int

  init(quantum: Int) { self.quantum = quantum }

  var isEmpty: Bool { sites.isEmpty }

  /// Where the last one ends.
  var end: UInt32 { start &+ UInt32(truncatingIfNeeded: sites.count &* quantum) }

  mutating func removeAll() {
    sites.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }

  /// Begins with a function: `distance` from its start all code has ended, in bytes. Returns whether
  /// PCs reach that far.
  mutating func begin(_ distance: UInt64) -> Bool {
    removeAll()
    let mask = UInt64(truncatingIfNeeded: quantum &- 1)
    // A PC is a signed number to Go's runtime; there is room for as many sites as memory holds.
    guard distance < 1 << 30 else { return false }
    start = UInt32(truncatingIfNeeded: (distance &+ mask) & ~mask)
    return true
  }

  /// The PC that stands for a call's place.
  mutating func pc(of call: InlineParts.Call) -> Int32 {
    let site = Site(caller: call.parent, file: call.file, line: call.line)
    let number: Int
    if let known = numbers[site] {
      number = known
    } else {
      number = sites.count
      numbers[site] = number
      sites.append(site)
    }
    return Int32(truncatingIfNeeded: Int(start) &+ number &* quantum)
  }

  /// Which of a site's facts a table has.
  enum Fact {
    case caller, file, line
  }

  /// Appends a function's table with the sites behind it.
  ///
  /// - Parameter size: of the function's code in bytes.
  func append(_ table: RawSpan, _ fact: Fact, size: UInt32, to bytes: inout [UInt8]) {
    // No entry of the table takes less than a byte.
    let room =
      (table.byteCount &+ sites.count &+ 2) &* PCValueEncoder.longestEntry
      &+ PCValueEncoder.longestEnd
    bytes.append(addingCapacity: room) { (bytes: inout OutputSpan<UInt8>) in
      var encoder = PCValueEncoder(quantum: quantum)
      var walker = PCValueWalker(table, quantum: quantum)
      while let run = walker.next() {
        encoder.append(at: run.start, value: run.value, to: &bytes)
      }
      // What lies between the code and the first site is nobody's.
      if size < start { encoder.append(at: size, value: -1, to: &bytes) }
      for (number, site) in sites.enumerated() {
        let pc = start &+ UInt32(truncatingIfNeeded: number &* quantum)
        let value =
          switch fact {
          case .caller: site.caller
          case .file: site.file
          case .line: site.line
          }
        encoder.append(at: pc, value: value, to: &bytes)
      }
      encoder.finish(end: end, to: &bytes)
    }
  }
}
