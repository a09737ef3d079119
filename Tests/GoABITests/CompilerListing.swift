import Foundation
import Symbols
import TestSupport

/// What stock Go's compiler says in its assembly listing (`go tool compile -S`) of each function.
struct CompilerListing {
  struct Function {
    /// Bytes of the caller's stack: `args=` of the TEXT line.
    var argumentSize = 0
    /// The words of the first bitmap of FUNCDATA $0.
    var pointerWords: [Int] = []
    /// What the code before the call of morestack stores.
    var spills: [Spill] = []
    /// FUNCDATA_ArgInfo, empty for none.
    var argumentInfo: [UInt8] = []
  }

  struct Spill: Hashable {
    var isFloat: Bool
    /// Its number in the order in which the convention hands registers out.
    var register: Int
    /// From the start of the arguments on the caller's stack, and how much, in bytes.
    var offset, size: Int
  }

  /// By the number in their name, `F0` and so on.
  private(set) var functions: [Int: Function] = [:]

  static let all: [Architecture: Result<CompilerListing, any Error>] = Dictionary(
    uniqueKeysWithValues: Architecture.allCases.map { architecture in
      (architecture, Result { try CompilerListing(architecture) })
    })

  private init(_ architecture: Architecture) throws {
    let module = try GoModule(files: [
      "abi/abi.go": "package abi\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n\n"
        + "//go:noinline\nfunc call() {}\n\nfunc (p *Point) M() {}\n\n"
        + SignatureSample.declarations + "\n"
        + SignatureSample.compiled.enumerated().map { $1.source($0) }.joined(separator: "\n")
    ])
    let text = try GoToolchain().run(
      ["build", "-gcflags=-S", "./abi"], in: module,
      environment: ["GOARCH": architecture.goName]
    ).errorText
    var maps: [Int: String] = [:]
    var infos: [Int: String] = [:]
    var bytes: [String: [UInt8]] = [:]
    var symbol = ""
    var current: Int?
    // Stores since the last call or return: those before the call of morestack are the spills.
    var pending: [Spill] = []
    for line in text.split(separator: "\n") {
      let fields = line.split { $0 == " " || $0 == "\t" || $0 == "," }.map(String.init)
      guard line.hasPrefix("\t") else {
        symbol = fields.first ?? ""
        current = line.contains(" STEXT ") ? Self.number(of: symbol) : nil
        pending = []
        if let current {
          let size = fields.first { $0.hasPrefix("args=0x") }?.dropFirst("args=0x".count)
          functions[current, default: Function()].argumentSize =
            size.flatMap { Int($0, radix: 16) } ?? -1
        }
        continue
      }
      if symbol.hasPrefix("gclocals") || symbol.contains(".arginfo"), let first = fields.first,
        first.hasPrefix("0x")
      {
        let hex = fields.dropFirst().prefix(16).prefix { $0.utf8.count == 2 }
        bytes[symbol, default: []] += hex.compactMap { UInt8($0, radix: 16) }
      }
      guard let current else { continue }
      if let at = fields.firstIndex(of: "FUNCDATA") {
        let data = String(fields[at + 2].dropLast("(SB)".count))
        if fields[at + 1] == "$0" { maps[current] = data }
        if fields[at + 1] == "$5" { infos[current] = data }
      }
      if line.contains("\tCALL\truntime.morestack") {
        functions[current]?.spills = pending
        pending = []
      } else if let spill = Self.spills(line, architecture) {
        pending += spill
      } else if line.contains("\tCALL\t") || line.contains("\tRET") {
        pending = []
      }
    }
    for (function, symbol) in infos {
      functions[function]?.argumentInfo = bytes[symbol] ?? []
    }
    for (function, symbol) in maps {
      let bytes = bytes[symbol] ?? []
      guard bytes.count > 8 else { continue }
      let count = Int(bytes[4]) | Int(bytes[5]) << 8
      functions[function]?.pointerWords = (0..<count).filter {
        bytes[8 + $0 / 8] >> UInt8($0 % 8) & 1 == 1
      }
    }
  }

  /// The number of a function `example.com/abi.F12` or method `example.com/abi.(*Point).F12`;
  /// wrappers that the compiler adds for pointers have the methods of values too, and are left out.
  private static func number(of symbol: String) -> Int? {
    guard let dot = symbol.lastIndex(of: "."), symbol[dot...].hasPrefix(".F") else { return nil }
    guard let number = Int(symbol[dot...].dropFirst(2)),
      SignatureSample.compiled.indices.contains(number)
    else { return nil }
    let isPointer = SignatureSample.compiled[number].receiver?.hasPrefix("*") ?? false
    return symbol.contains("(*") == isPointer ? number : nil
  }

  /// The registers that a line stores relative to SP alone; nil when it does no such thing.
  /// Arguments begin at SP+8 on both architectures, above a word for the return address.
  private static func spills(_ line: Substring, _ architecture: Architecture) -> [Spill]? {
    let text = line.split(separator: "\t").map(String.init)
    let stack = architecture == .x86_64 ? "(SP)" : "(RSP)"
    guard text.count >= 3, let operands = text.last, operands.hasSuffix(stack),
      let comma = operands.range(of: ", ", options: .backwards),
      let offset = Int(operands[comma.upperBound...].dropLast(stack.count)),
      let size = sizes[architecture]?[text[text.count - 2]]
    else { return nil }
    let names = operands[..<comma.lowerBound].split { "(), ".contains($0) }.map(String.init)
    return names.enumerated().compactMap { index, name in
      guard let (isFloat, number) = register(name, architecture) else { return nil }
      return Spill(
        isFloat: isFloat, register: number, offset: offset - 8 + index * size, size: size)
    }
  }

  private static func register(
    _ name: String, _ architecture: Architecture
  ) -> (isFloat: Bool, number: Int)? {
    let number = Int(name.dropFirst())
    switch (architecture, name.first) {
    case (.x86_64, "X"), (.arm64, "F"): return number.map { (true, $0) }
    case (.arm64, "R"): return number.map { (false, $0) }
    default: return x86Integers.firstIndex { $0.contains(name) }.map { (false, $0) }
    }
  }

  private static let x86Integers = [
    ["AX", "AL"], ["BX", "BL"], ["CX", "CL"], ["DI", "DIB"], ["SI", "SIB"], ["R8", "R8B"],
    ["R9", "R9B"], ["R10", "R10B"], ["R11", "R11B"],
  ]

  /// The bytes that an instruction stores of a register.
  private static let sizes: [Architecture: [String: Int]] = [
    .x86_64: ["MOVB": 1, "MOVW": 2, "MOVL": 4, "MOVQ": 8, "MOVSS": 4, "MOVSD": 8],
    .arm64: [
      "MOVB": 1, "MOVH": 2, "MOVW": 4, "MOVD": 8, "STP": 8, "STPW": 4, "FMOVS": 4, "FMOVD": 8,
      "FSTPS": 4, "FSTPD": 8,
    ],
  ]
}
