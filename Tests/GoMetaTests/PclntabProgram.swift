import Foundation
import TestSupport

/// A program of C, compiled by a C compiler that knows nothing of Go, with its pclntab rebuilt from
/// the objects and linked in.
struct PclntabProgram {
  let folder: TestFolder
  let machine: Machine
  /// In the order of the link.
  let objects: [String]
  let table: String
  let image: String

  /// How it is compiled and linked.
  struct Variant: Sendable, CustomStringConvertible {
    var machine: Machine
    var level: String
    var linker: String
    var release = "1.2"
    var flags: [String] = []

    var description: String {
      "\(machine.rawValue) \(level) \(flags.joined(separator: " ")) \(linker), Go \(release)"
    }

    static let all = Machine.allCases.flatMap { machine in
      ["-O0", "-O2"].flatMap { level in
        [
          Variant(machine: machine, level: level, linker: "ld.lld"),
          Variant(machine: machine, level: level, linker: machine.binutil("ld"), release: "1.8"),
        ]
      }
    }
  }

  static let flags = [
    "-g", "-ffreestanding", "-fno-stack-protector", "-fno-jump-tables", "-fno-pie",
    "-fno-reorder-blocks-and-partition", "-fno-reorder-functions", "-fomit-frame-pointer",
    "-fasynchronous-unwind-tables",
  ]

  init(_ variant: Variant, linkFlags: [String] = ["-static"]) throws {
    folder = try TestFolder()
    machine = variant.machine
    var objects: [String] = []
    for (name, source) in Self.sources {
      let input = try folder.write(source, to: name + ".c")
      let output = folder.path(name + ".o")
      let flags = Self.flags + variant.flags
      try Tool.run(
        variant.machine.binutil("gcc"), flags + [variant.level, "-c", input, "-o", output])
      objects.append(output)
    }
    self.objects = objects
    table = folder.path("table.o")
    image = folder.path("program")
    try Command.succeed(["pclntab"] + objects + ["-o", table, "--go", variant.release])
    try Tool.run(variant.linker, linkFlags + ["-o", image] + objects + [table])
  }

  /// Functions of several shapes: with and without frames, static ones, inlined ones, large frames,
  /// many arguments, calls through pointers.
  static let sources = [
    (
      "start",
      """
      void work(int);
      extern char pclntab[], epclntab[];
      void _start(void) { work((int)(epclntab - pclntab)); for (;;) ; }
      """
    ),
    (
      "shapes",
      """
      typedef long (*Function)(long);
      static inline __attribute__((always_inline)) long inlined(long x) {
        long y = x * 3;
        return y ^ 7;
      }
      static __attribute__((noinline)) long leaf(long n) {
        return inlined(n) +
               inlined(n + 1);
      }
      __attribute__((noinline)) long frame(long n, volatile long *out) {
        volatile long local[40];
        for (long i = 0; i < 40; i++)
          local[i] = n + i;
        long sum = 0;
        for (long i = 0; i < 40; i++)
          sum += local[i];
        *out = sum;
        return leaf(sum);
      }
      __attribute__((noinline)) long many(long a, long b, long c, long d, long e, long f, long g,
                                          long h, long i, long j) {
        volatile long k = a + b * 2;
        if (c > d)
          k += e - f;
        else
          k -= g;
        return k + h +
               i * j;
      }
      __attribute__((noinline)) long apply(Function function, long n) {
        if (n < 0)
          return 0;
        return function(n) + 1;
      }
      """
    ),
    (
      "work",
      """
      typedef long (*Function)(long);
      long frame(long, volatile long *);
      long many(long, long, long, long, long, long, long, long, long, long);
      long apply(Function, long);
      volatile long sink;
      static __attribute__((noinline)) long local(long n) {
        sink += n;
        return n;
      }

      void work(int n) {
        volatile long out;
        for (int i = 0; i < n; i++) {
          sink += frame(i, &out);
          sink -= many(1, 2, 3, 4, i, 6, 7, 8, 9, out);
        }
        sink ^= apply(local, n);
      }
      """
    ),
  ]
}

// MARK: - What other programs say

extension PclntabProgram {
  struct Function: Equatable {
    var name: String
    var start, end: UInt64
  }

  struct Place: Equatable {
    var function, file: String
    var line: Int
  }

  /// A line of the DWARF line table; 0 where that does not know.
  struct Line: Equatable {
    var file: String
    var line: Int
  }

  /// The functions of an ELF file in order of address, by readelf. A shared object names exported
  /// ones twice.
  static func functions(of file: String, _ machine: Machine) throws -> [Function] {
    var functions: [Function] = []
    for line in try Tool.run(machine.binutil("readelf"), ["-sW", file]).lines {
      let fields = line.words
      guard fields.count == 8, ["FUNC", "IFUNC"].contains(fields[3]), fields[6] != "UND",
        let address = UInt64(fields[1], radix: 16), let size = UInt64(fields[2])
      else { continue }
      let function = Function(name: fields[7], start: address, end: address + size)
      if !functions.contains(function) { functions.append(function) }
    }
    return functions.sorted { $0.start < $1.start }
  }

  /// Where the instructions of .text start, by objdump; padding between functions is left out.
  func instructions() throws -> [UInt64] {
    let functions = try Self.functions(of: image, machine)
    let text = try Tool.run(
      machine.binutil("objdump"), ["-d", "--no-show-raw-insn", "-j", ".text", image])
    return text.lines.compactMap { line in
      guard line.hasPrefix(" "), let colon = line.firstIndex(of: ":"),
        let pc = UInt64(line[..<colon].trimmingCharacters(in: .whitespaces), radix: 16),
        functions.contains(where: { $0.start <= pc && pc < $0.end })
      else { return nil }
      return pc
    }
  }

  /// File and line of each PC by llvm-symbolizer, from the line table alone.
  func symbolized(_ pcs: [UInt64]) throws -> [UInt64: Line] {
    var places: [UInt64: Line] = [:]
    for start in stride(from: 0, to: pcs.count, by: 500) {
      let part = pcs[start..<min(start + 500, pcs.count)]
      let lines = try Tool.run(
        "llvm-symbolizer",
        ["--obj=\(image)", "--no-inlines", "--functions=none", "--output-style=GNU"]
          + part.map { "0x" + String($0, radix: 16) }
      ).lines
      for (line, pc) in zip(lines, part) {
        // "(discriminator n)" may follow.
        let place = line.split(separator: " ")[0]
        guard let colon = place.lastIndex(of: ":") else { continue }
        places[pc] = Line(
          file: String(place[..<colon]), line: Int(place[place.index(after: colon)...]) ?? 0)
      }
    }
    return places
  }

  private static let reader = Result {
    let program = try SharedFolder.path("pclntab-gosymreader")
    try Go.build(.host("gosym"), to: program, settings: ["CGO_ENABLED": "0"])
    return program
  }

  /// What Go's debug/gosym reads in the image's table.
  func gosym(_ pcs: [UInt64]) throws -> (functions: [Function], places: [UInt64: Place]) {
    let list = try folder.write(pcs.map { String($0, radix: 16) + "\n" }.joined(), to: "pcs")
    let outcome = try Tool.outcome(try Self.reader.get(), [image, list])
    guard outcome.status == 0 else { throw Tool.Failure(description: outcome.errors) }
    var functions: [Function] = []
    var places: [UInt64: Place] = [:]
    func number(_ text: String) -> UInt64 { UInt64(text.dropFirst(2), radix: 16) ?? 0 }
    for line in outcome.output.lines {
      let fields = line.words
      if fields[0] == "func", fields.count == 4 {
        functions.append(
          Function(name: fields[3], start: number(fields[1]), end: number(fields[2])))
      } else if fields[0] == "line", fields.count == 4,
        let colon = fields[3].lastIndex(of: ":")
      {
        places[number(fields[1])] = Place(
          function: fields[2], file: String(fields[3][..<colon]),
          line: Int(fields[3][fields[3].index(after: colon)...]) ?? -1)
      }
    }
    return (functions, places)
  }

  /// The stack pointer's distance below its value at entry that call frame information states for a
  /// PC, where that speaks of the stack pointer.
  func stackDepths() throws -> (UInt64) -> Int? {
    let output = try Tool.run(
      machine.binutil("readelf"), ["-W", "--debug-dump=frames-interp", image])
    var rows: [(address: UInt64, depth: Int?)] = []
    for line in output.lines {
      let fields = line.words
      if fields.contains("FDE"), let range = fields.first(where: { $0.hasPrefix("pc=") }),
        let start = UInt64(range.dropFirst(3).prefix(16), radix: 16)
      {
        // Without rows of its own it has that of its common information.
        rows.append((start, machine == .x86_64 ? 8 : 0))
      } else if fields.count > 1, fields[0].count == 16, let address = UInt64(fields[0], radix: 16),
        !rows.isEmpty
      {
        let parts = fields[1].split(separator: "+")
        let isStack = parts.count == 2 && (parts[0] == "rsp" || parts[0] == "sp")
        rows.append((address, isStack ? Int(parts[1]) : nil))
      }
    }
    let sorted = rows.enumerated()
      .sorted { ($0.element.address, $0.offset) < ($1.element.address, $1.offset) }
      .map(\.element)
    // The pushed return address is no part of Go's delta.
    let pushed = machine == .x86_64 ? 8 : 0
    return { pc in sorted.last { $0.address <= pc }?.depth.map { $0 - pushed } }
  }
}
