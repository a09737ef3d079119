import Foundation
import GoRelease
import ModuleTables
import Symbols

/// The sample module as a shared object, by way of binutils: the tables become an assembler's
/// source of bytes and `.quad`, beside code and data.
struct SampleImage: Sendable {
  /// What a variant of the image leaves out or does otherwise.
  enum Change: Sendable {
    case none
    /// The symbol of an export is not global.
    case hiddenExport(String)
    /// Linked with lazy binding.
    case lazy
    /// Nothing in `.init_array`.
    case noInit
    /// A word in `.text` that the dynamic linker has to relocate.
    case textRelocation
  }

  var bytes: [UInt8]
  /// Addresses of all symbols, by `nm`.
  var symbols: [String: UInt64]

  /// Built once.
  static let plain = Result { try SampleImage(.none) }

  init(_ change: Change = .none, of module: SampleModule? = nil) throws {
    let module = try module ?? SampleModule()
    let folder = try TestFolder()
    try folder.write(try Self.source(module, change), to: "sample.s")
    try Tool.assembler.run(["--64", "-o", "sample.o", "sample.s"], in: folder.url)
    var binding = "now"
    if case .lazy = change { binding = "lazy" }
    try Tool.linker.run(
      [
        "-m", "elf_x86_64", "-shared", "-z", binding, "-z", "relro", "-z", "noexecstack",
        "--no-warnings", "-o", "sample.so", "sample.o",
      ], in: folder.url)
    bytes = try folder.bytes("sample.so")
    symbols = [:]
    for line in try Tool.nm.run(["sample.so"], in: folder.url).split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 2)
      guard fields.count == 3, let address = UInt64(fields[0], radix: 16) else { continue }
      symbols[String(fields[2])] = address
    }
  }

  private static func source(_ module: SampleModule, _ change: Change) throws -> String {
    var lines: [String] = []
    for section in try module.tables().sections { lines += Self.lines(of: section) }
    lines += code(module.functions, change) + data(change)
    if case .noInit = change { return lines.joined(separator: "\n") + "\n" }
    lines += [
      ".section .text.go.init,\"ax\",@progbits", "\"\(module.release.modules.initSymbol)\":",
    ]
    lines += InitStub.assembly(release: module.release, architecture: .x86_64)
    lines += [".section .init_array,\"aw\"", ".quad \"\(module.release.modules.initSymbol)\""]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of section: Section) -> [String] {
    let flags =
      switch section.kind.access {
      case .readOnly: "\"a\",@progbits"
      case .readOnlyAfterRelocation, .writable: "\"aw\",@progbits"
      case .zeroFilled: "\"aw\",@nobits"
      }
    var lines = [".section \(section.kind.name),\(flags)", ".balign \(section.alignment)"]
    let labels = Dictionary(grouping: section.definitions, by: \.offset)
    let words = Dictionary(uniqueKeysWithValues: section.relocations.map { ($0.offset, $0) })
    var position = 0
    while position <= section.bytes.count {
      for label in labels[position] ?? [] {
        let name = "\"\(label.name)\""
        switch label.binding {
        case .local: break
        case .hidden: lines += [".globl \(name)", ".hidden \(name)"]
        case .global: lines.append(".globl \(name)")
        case .weak: lines.append(".weak \(name)")
        }
        lines.append("\(name):")
      }
      if position == section.bytes.count { break }
      if let word = words[position] {
        lines.append(".quad \"\(word.target)\"+\(word.addend)")
        position += 8
      } else {
        lines.append(
          section.kind.access == .zeroFilled ? ".zero 1" : ".byte \(section.bytes[position])")
        position += 1
      }
    }
    return lines
  }

  private static func code(
    _ functions: [SampleModule.Function], _ change: Change
  ) -> [String] {
    var lines = [".text", ".balign 64", "\"go:text\":"]
    for (index, function) in functions.enumerated() {
      lines.append(".org \(index * SampleModule.functionSize), 0xcc")
      lines += export(function.symbol, change) + function.code
    }
    lines.append(".org \(functions.count * SampleModule.functionSize), 0xcc")
    if case .textRelocation = change { lines.append(".quad \"go:text\"") }
    return lines
  }

  private static func data(_ change: Change) -> [String] {
    var lines = [".section .go.data,\"aw\",@progbits", ".balign 16", "\"go:data\":"]
    for (name, offset) in SampleModule.variables {
      lines.append(".org \(offset)")
      lines += export("\(SampleModule.path).\(name)", change)
    }
    // The runtime's ranges include their ends: nothing else may begin there.
    return lines + [".org \(SampleModule.dataSize + 8)"]
  }

  private static func export(_ symbol: String, _ change: Change) -> [String] {
    let name = "\"\(symbol)\""
    if case .hiddenExport(symbol) = change { return ["\(name):"] }
    // Local, as what only method tables refer to may be.
    if symbol.hasPrefix("type:") { return ["\(name):"] }
    return [".globl \(name)", "\(name):"]
  }
}
