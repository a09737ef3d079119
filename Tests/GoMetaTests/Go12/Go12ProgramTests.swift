import TestSupport
import Testing

/// What `compile --go 1.2` writes for the vectors' program, package by package, against what the
/// compiler of 2013 wrote for it: each descriptor and GC program that the objects define.
@Suite(.serialized)
struct Go12ProgramTests {
  /// Pointers to the headers of maps, which no Go source can name: only that compiler's own code
  /// made them.
  private static func isUnnameable(_ symbol: String) -> Bool {
    symbol.hasPrefix("type.*struct { buckets *struct { overflow ")
  }

  @Test(
    "Every type of the vectors that has a name is in one object, word for word",
    arguments: Machine.allCases)
  func words(machine: Machine) throws {
    let vectors = try TypeVectors.go1_2().filter { $0["record"] as? String == "type" }
    #expect(vectors.count == 624)
    let folder = try TestFolder()
    let program = try Go12Program()
    #expect(
      program.packages.map(\.name).sorted() == ["main", "reflect", "runtime", "shapes", "zed"])
    let objects = try program.packages.map {
      try ELFObject(try program.compile($0, for: machine, in: folder))
    }

    var comparison = Go12Comparison(texts: Go12Comparison.texts(of: vectors))
    var missing: [String] = []
    for vector in vectors {
      guard let name = vector["sym"] as? String else { continue }
      let definitions = objects.filter { $0.defined[name] != nil }
      if definitions.isEmpty { missing.append(name) }
      for object in definitions { comparison.compare(vector, name, with: object) }
      // What several objects would define is shared; the rest is one's own.
      if vector["dupok"] as? Int != 1 { #expect(definitions.count == 1, "\(name)") }
    }
    #expect(missing.filter { !Self.isUnnameable($0) } == [])
    #expect(missing.count == 18)
    #expect(comparison.differences.prefix(10) == [])
    #expect(comparison.longStrings == 72)
    #expect(comparison.alignments == 7)
    #expect(comparison.algorithms > 0)
    #expect(comparison.types >= 606)
  }

  @Test("Package runtime describes the predeclared types and pointers to them")
  func runtime() throws {
    let folder = try TestFolder()
    let program = try Go12Program()
    let package = try #require(program.packages.first { $0.path == "runtime" })
    let object = try ELFObject(try program.compile(package, for: .x86_64, in: folder))
    let named = object.defined.values.filter { $0.binding == 1 && $0.visibility == 0 }
      .map(\.name).filter { $0.hasPrefix("type.") && !$0.hasPrefix("type..") }
    let basic = [
      "bool", "complex128", "complex64", "float32", "float64", "int", "int16", "int32", "int64",
      "int8", "string", "uint", "uint16", "uint32", "uint64", "uint8", "uintptr", "unsafe.Pointer",
      "error",
    ]
    #expect(Set(named) == Set(basic.flatMap { ["type.\($0)", "type.*\($0)"] }))
  }

  @Test("Other packages refer to the predeclared types", arguments: Machine.allCases)
  func predeclared(machine: Machine) throws {
    let folder = try TestFolder()
    let program = try Go12Program()
    let package = try #require(program.packages.first { $0.name == "shapes" })
    let object = try ELFObject(try program.compile(package, for: machine, in: folder))
    let undefined = object.symbols.filter { $0.section == 0 }.map(\.name)
    #expect(Set(undefined).isSuperset(of: ["type.int", "type.string", "type.error"]))
    #expect(object.defined["type.int"] == nil)
  }
}
