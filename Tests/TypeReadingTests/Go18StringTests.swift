import Foundation
import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TypeReading

/// Facts that a type's string tells: what was read must agree with it.
@Suite struct Go18StringTests {
  private let types: [UInt64: TypeDescriptor]

  init() throws {
    let vectors = try Go18Vectors("go1.8/types.jsonl.gz")
    let tables = try TypeTables(TypeImage(vectors.module.object(.x86_64)), release: .go1_8)
    var reader = tables.reader
    types = Dictionary(
      uniqueKeysWithValues: try tables.types(&reader).map { ($0.address, $0) })
  }

  private func string(_ reference: TypeReference?) -> String? {
    reference?.address.flatMap { types[$0]?.string?.text }
  }

  @Test("An unnamed type's string is made of the strings of the types that it refers to")
  func composed() throws {
    var checked = 0
    for type in types.values where (type.header.flags ?? 0) & 4 == 0 {
      var expected: String?
      switch type.body {
      case .pointer(let element): expected = string(element).map { "*" + $0 }
      case .slice(let element): expected = string(element).map { "[]" + $0 }
      case .array(let element, _, let length): expected = string(element).map { "[\(length)]" + $0 }
      case .map(let map):
        if let key = string(map.key), let element = string(map.element) {
          expected = "map[\(key)]\(element)"
        }
      case .function(let function):
        let parameters = function.parameters.compactMap(string)
        let results = function.results.compactMap(string)
        guard parameters.count == function.parameters.count,
          results.count == function.results.count
        else { continue }
        var list = parameters
        if function.isVariadic, let last = list.popLast() { list.append("..." + last.dropFirst(2)) }
        expected = "func(\(list.joined(separator: ", ")))"
        if results.count == 1 { expected? += " " + results[0] }
        if results.count > 1 { expected? += " (\(results.joined(separator: ", ")))" }
      default: continue
      }
      guard let expected else { continue }
      #expect(type.string?.text == expected)
      checked += 1
    }
    #expect(checked > 3000)
  }

  @Test("A type's hash is made of the MD5 of its string")
  func hashes() throws {
    let folder = try DataFolder()
    var names: [String: TypeDescriptor] = [:]
    // Every sixteenth: each takes a file.
    for (index, address) in types.keys.sorted().enumerated() where index % 16 == 0 {
      guard let type = types[address], let text = type.string?.text else { continue }
      try Data(text.utf8).write(to: folder.url.appendingPathComponent("\(index)"))
      names["\(index)"] = type
    }
    let output = String(
      decoding: try TypeTool.md5sum.run(names.keys.sorted(), in: folder.url), as: UTF8.self)
    var checked = 0
    for line in output.split(separator: "\n") {
      let parts = line.split(separator: " ")
      let type = try #require(names[String(parts[1])])
      // The first four bytes, as a little-endian number.
      let digest = try #require(UInt32(parts[0].prefix(8), radix: 16)).byteSwapped
      #expect(type.header.hash == digest, "\(type.string?.text ?? "")")
      checked += 1
    }
    #expect(checked > 400)
  }
}
