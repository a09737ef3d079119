import GoRelease
import MachineCode
import Symbols
import TestSupport
import Testing

@testable import TypeReading

/// Descriptors and programs that Go's own compiler of 2013 wrote, put into objects and programs by
/// LLVM and a linker.
@Suite struct Go12VectorTests {
  enum Form: CaseIterable { case object, program }

  private let vectors: Go12Vectors

  init() throws { vectors = try Go12Vectors() }

  private func tables(_ form: Form, _ architecture: Architecture) throws -> TypeTables {
    let module = vectors.module
    let file =
      form == .object
      ? try module.object(architecture)
      : try module.program(architecture, sizes: ["runtime.algarray": 704])
    return try TypeTables(TypeImage(file), release: .go1_2)
  }

  @Test(
    "A descriptor is read so that writing it again gives its words",
    arguments: Form.allCases, Architecture.allCases)
  func words(form: Form, architecture: Architecture) throws {
    let tables = try tables(form, architecture)
    var reader = tables.reader
    var seen = 0
    for record in vectors.types {
      let name = try #require(record["sym"] as? String)
      let expected = try #require(record["words"] as? [Any]).map { Go12Word($0) }
      let symbol = try #require(tables.image.symbols[name])
      let type = try reader.descriptor(of: symbol)
      let words = Go12Encoder.words(type, symbol: name, count: expected.count)
      #expect(words.map(Optional.some) == expected, "\(name)")
      #expect(type.string?.text == record["string"] as? String)
      #expect(type.length == record["symsize"] as? Int, "\(name)")
      seen += 1
    }
    #expect(seen == 624)
  }

  @Test("A GC program's operations are the compiler's", arguments: Form.allCases)
  func programs(form: Form) throws {
    let tables = try tables(form, .x86_64)
    var reader = tables.reader
    for record in vectors.types {
      let gc = try #require(record["gc"] as? TypeVectors.Record)
      let name = try #require(gc["sym"] as? String)
      let symbol = try #require(tables.image.symbols[name])
      let program = try reader.program(of: symbol)
      #expect(program.size == gc["size"] as? UInt64, "\(name)")
      #expect(program.words.count == (gc["words"] as? [Any])?.count, "\(name)")
      let operations = try #require(gc["ops"] as? [[Any]])
      #expect(program.instructions.map(\.opcode.name) == operations.map { $0[0] as? String })
      for (instruction, operation) in zip(program.instructions, operations) {
        let operands: [GCProgram.Operand] = operation.dropFirst().map { value in
          if let number = value as? UInt64 { return .number(number) }
          let symbol = (value as? TypeVectors.Record)?["sym"] as? String ?? "?"
          return .reference(TypeReference(symbol: symbol))
        }
        // Where the symbol lies is this file's affair.
        let read: [GCProgram.Operand] = instruction.operands.map { operand in
          guard case .reference(let reference) = operand else { return operand }
          return .reference(
            TypeReference(symbol: reference?.symbol ?? "nil", addend: reference?.addend ?? 0))
        }
        #expect(read == operands, "\(name)")
      }
    }
  }

  @Test("The descriptors of an object are found by their symbols", arguments: Architecture.allCases)
  func found(architecture: Architecture) throws {
    let tables = try tables(.object, architecture)
    var reader = tables.reader
    let names = try tables.types(&reader).compactMap(\.symbol)
    let expected = vectors.types.compactMap { $0["sym"] as? String }
    #expect(names.sorted() == expected.sorted())
  }

  @Test("Typelinks come in the order of the linker's table", arguments: Form.allCases)
  func typelinks(form: Form) throws {
    let links = try tables(form, .x86_64).typelinks()
    let expected = vectors.typelinks
    #expect(links.map(\.symbol) == expected.map { $0["linkSym"] })
    #expect(links.map(\.type.symbol) == expected.map { $0["type"] })
    #expect(links.count > 200)
  }
}
