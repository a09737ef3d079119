import GoTypes
import ModuleTables
import Symbols
import Testing

/// The sections before any linker has seen them.
@Suite struct SectionLayoutTests {
  private func types(_ tables: ModuleTables) throws -> Section {
    try #require(tables.sections.first { $0.kind.name == ".data.rel.ro" })
  }

  @Test(
    "Every address refers to what the sections define, the program's code and data, or the host")
  func targets() throws {
    let sections = try SampleModule().tables().sections
    let defined = Set(sections.flatMap { $0.definitions.map(\.name) })
    let given: Set = ["go:text", "go:data"]
    for section in sections {
      for relocation in section.relocations {
        #expect(relocation.kind == .address)
        let isKnown =
          defined.contains(relocation.target) || given.contains(relocation.target)
          || relocation.target.hasPrefix("type:.eq.")
          || relocation.target.hasPrefix("runtime.")
        #expect(isKnown, "\(relocation.target)")
      }
    }
  }

  @Test("No two definitions share bytes or a name, and no relocation leaves its section")
  func definitions() throws {
    let sections = try SampleModule().tables().sections
    let names = sections.flatMap { $0.definitions.map(\.name) }
    #expect(Set(names).count == names.count)
    for section in sections {
      var end = 0
      for definition in section.definitions.sorted(by: { $0.offset < $1.offset }) {
        #expect(definition.offset >= end)
        end = definition.offset + definition.size
      }
      #expect(end <= section.bytes.count)
      var last = -8
      for relocation in section.relocations {
        #expect(relocation.offset >= last + 8 && relocation.offset + 8 <= section.bytes.count)
        last = relocation.offset
      }
    }
  }

  @Test("Descriptors follow one another without a gap, in the order of their strings")
  func descriptors() throws {
    let module = try SampleModule()
    let section = try types(try module.tables())
    let descriptors = section.definitions.filter {
      $0.name.hasPrefix("type:") && !$0.name.hasPrefix("type:.")
    }
    #expect(descriptors.count == module.types.descriptors.count && descriptors.count > 10)
    #expect(descriptors.first?.offset == 8)
    for (previous, next) in zip(descriptors, descriptors.dropFirst()) {
      #expect(next.offset == (previous.offset + previous.size + 7) / 8 * 8, "\(next.name)")
    }
    let strings = module.types.descriptors.map(\.string)
    #expect(strings == strings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test("Same facts, same bytes")
  func deterministic() throws {
    let first = try SampleModule().tables().sections
    let second = try SampleModule().tables().sections
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(first.map(\.relocations) == second.map(\.relocations))
    #expect(first.map(\.definitions) == second.map(\.definitions))
  }

  @Test("An empty path is refused")
  func emptyPath() throws {
    var module = try SampleModule()
    module.facts.path = ""
    #expect(throws: ModuleTablesError.emptyPath) { try module.tables() }
  }

  @Test(
    "A pointer word outside the data or out of order is refused",
    arguments: [[3, 43], [5, 5], [-1]])
  func pointerWords(words: [Int]) throws {
    var module = try SampleModule()
    module.facts.dataPointerWords = words
    #expect(throws: ModuleTablesError.pointerWord(words[words.count - 1])) { try module.tables() }
  }

  @Test("An export whose type has no descriptor is refused")
  func missingType() throws {
    var module = try SampleModule()
    module.facts.pluginTable?.tabs.relocations[1].target = "type of Stray"
    let error = try #require(throws: ModuleTablesError.self) { try module.tables() }
    guard case .layout(.undefined(target: "type of Stray", _, _)) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("A method whose code is nowhere is refused")
  func missingCode() throws {
    var module = try SampleModule()
    let name = "example.com/sample.(*Point).Norm"
    module.facts.codeOffsets[name] = nil
    let error = try #require(throws: ModuleTablesError.self) { try module.tables() }
    guard case .layout(.undefined(target: name, _, _)) = error else {
      Issue.record("\(error)")
      return
    }
  }
}
