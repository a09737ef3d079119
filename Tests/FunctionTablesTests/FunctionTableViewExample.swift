import Foundation
import GoRelease
import Symbols

@testable import FunctionTables

/// The worked example of docs/formats/pclntab.md.
enum FunctionTableViewExample {
  static let text: UInt64 = 0x40_1000

  /// Two functions of one file; `twice` is also inlined into `sum`.
  static var functions: [FunctionRecord] {
    var twice = FunctionRecord(
      name: "twice", entry: 0, size: 4, stackDeltas: [PCValue(pc: 0, value: 0)],
      files: [PCValue(pc: 0, value: 0)], lines: [PCValue(pc: 0, value: 2)])
    twice.startLine = 1
    var sum = FunctionRecord(
      name: "sum", entry: 16, size: 21,
      stackDeltas: [
        PCValue(pc: 0, value: 0), PCValue(pc: 4, value: 8), PCValue(pc: 20, value: 0),
      ],
      files: [PCValue(pc: 0, value: 0)],
      lines: [
        PCValue(pc: 0, value: 6), PCValue(pc: 4, value: 7), PCValue(pc: 8, value: 2),
        PCValue(pc: 12, value: 7), PCValue(pc: 20, value: 8),
      ])
    sum.startLine = 6
    sum.argumentSize = 8
    sum.pcdata[2] = [
      PCValue(pc: 0, value: -1), PCValue(pc: 8, value: 0), PCValue(pc: 12, value: -1),
    ]
    sum.inlineTree = InlineTree(nodes: [
      .init(name: "twice", file: 0, line: 7, parentPC: 4, startLine: 1)
    ])
    return [twice, sum]
  }

  static func table() throws -> PCLineTable {
    try PCLineTable(
      functions: functions, files: ["/src/sum.c"], release: .go1_27, architecture: .x86_64)
  }

  /// The bytes that the page shows in its lines `offset  bytes  what they are`, by their offset.
  static func documented() throws -> [(offset: Int, bytes: [UInt8])] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/formats/pclntab.md")
    return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap {
      line in
      let parts = line.drop { $0 == " " }.components(separatedBy: "  ").filter { !$0.isEmpty }
      guard line.hasPrefix("    "), parts.count >= 2, parts[0].count == 3,
        let offset = Int(parts[0], radix: 16)
      else { return nil }
      let bytes = parts[1].split(separator: " ").compactMap { UInt8($0, radix: 16) }
      return (offset, bytes)
    }
  }
}
