import GoRelease
import TypeReading

/// What the collector is told: a program of words, a mask, or a program of bits.
struct GCDump {
  var json: JSONValue
  /// All of it on one line, the symbol first.
  var line: String

  /// A type's; nil where it has none, or where another file has it.
  static func ofType(
    _ type: TypeDescriptor, _ tables: TypeTablesDump, _ reader: inout TypeReader
  ) throws(TypeReadError) -> GCDump? {
    guard let reference = type.header.gcData else { return nil }
    if case .pointerPrograms = tables.tables.release.typeRules.gcData {
      guard let address = reference.address,
        tables.tables.image.bytes(at: address, count: 8) != nil
      else { return GCDump(json: ["sym": tables.json(reference)], line: "\(reference)") }
      return GCDump(try reader.program(at: address), reference)
    }
    switch try reader.bits(of: type) {
    case .mask(let bytes, let count)?:
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return GCDump(
        json: [
          "sym": tables.json(reference), "bits": JSONValue(count), "mask": JSONValue(hex: bytes),
        ], line: "\(reference): mask of \(count) bits, bytes \(digits)")
    case .program(let program)?: return GCDump(program, reference)
    case nil: return GCDump(json: ["sym": tables.json(reference)], line: "\(reference)")
    }
  }

  init(json: JSONValue, line: String) {
    self.json = json
    self.line = line
  }

  init(_ program: GCProgram, _ reference: TypeReference) {
    let name = reference.description
    json = [
      "sym": .string(name), "size": JSONValue(program.size),
      "words": .array(
        program.words.map { word in
          switch word {
          case .number(let number): JSONValue(number)
          case .reference(let reference): ["sym": .string(reference.description)]
          }
        }),
      "ops": .array(
        program.instructions.map { instruction in
          .array([.string(instruction.opcode.name)] + instruction.operands.map(Self.json))
        }),
    ]
    let operations = program.instructions.map { instruction in
      ([instruction.opcode.name] + instruction.operands.map(Self.text)).joined(separator: " ")
    }
    line = "\(name): size \(program.size): " + operations.joined(separator: ", ")
  }

  init(_ program: BitProgram, _ reference: TypeReference) {
    let name = reference.description
    json = [
      "sym": .string(name),
      "length": program.length.map { JSONValue($0) } ?? .null,
      "bits": program.bitCount.map { JSONValue($0) } ?? .null,
      "bytes": JSONValue(hex: program.bytes),
      "ops": .array(
        program.instructions.map { instruction in
          switch instruction {
          case .end: ["END"]
          case .literal(let count, let bits):
            ["LITERAL", JSONValue(count), JSONValue(hex: bits)]
          case .repeat(let count, let times):
            ["REPEAT", JSONValue(count), JSONValue(times)]
          }
        }),
    ]
    let operations = program.instructions.map { instruction in
      switch instruction {
      case .end: return "END"
      case .literal(let count, let bits):
        let digits = (0..<count).map { bits[$0 / 8] >> UInt8($0 % 8) & 1 == 1 ? "1" : "0" }
        return "LITERAL \(count) \(digits.joined())"
      case .repeat(let count, let times): return "REPEAT \(count) \(times)"
      }
    }
    line = "\(name): " + operations.joined(separator: ", ")
  }

  private static func json(_ operand: GCProgram.Operand) -> JSONValue {
    switch operand {
    case .number(let number): JSONValue(number)
    case .reference(let reference): ["sym": JSONValue(reference?.description)]
    case .distance(let distance, let target):
      [
        "rel32": distance.map { JSONValue($0) } ?? .null,
        "target": JSONValue(target?.symbol), "targetPlus": JSONValue(target?.addend ?? 0),
      ]
    }
  }

  private static func text(_ operand: GCProgram.Operand) -> String {
    switch operand {
    case .number(let number): "\(number)"
    case .reference(let reference): reference?.description ?? "nil"
    case .distance(_, let target): target?.description ?? "?"
    }
  }
}
