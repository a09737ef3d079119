import GoTypes
import TestSupport
import Testing

/// Files of declarations that were damaged are read or refused, and places stay inside the file.
@Suite struct PackageSourceMutationTests {
  private static let file = """
    /* What Go sees. */ package shapes // import "example.com/shapes"

    import ("unsafe"; clock "example.com/clock"
    )
    import "strings"

    type (
    \tShape struct {
    \t\tName string `json:"name"` // its name
    \t\tNext *Shape
    \t}
    \tPair[K comparable, V any] struct{ Key K; Value V }
    )

    //go:nointerface
      func (s *Shape) Sides(deep map[string][]func(int) (a, b unsafe.Pointer)) [4]int; var A, B Größe
    type Größe interface{ Näher() (x, y float64) }
    func F(p Pair[string, *Shape], rest ...interface{}) /* none */
    """

  @Test func damagedFilesAreReadOrRefused() {
    let package = Package(path: "example.com/clock", name: "clock")
    var accepted = 0
    for mutant in Mutants(of: Array(Self.file.utf8), count: 1500, seed: 6) {
      let text = String(decoding: mutant, as: UTF8.self)
      // Go counts lines by line feeds and columns by bytes.
      let lines = Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false)
      func isInside(_ line: Int, _ column: Int) -> Bool {
        lines.indices.contains(line - 1) && (1...lines[line - 1].count + 1).contains(column)
      }
      let source: PackageSource
      do { source = try PackageSource(text) } catch {
        #expect(isInside(error.line, error.column), "\(error): \(text)")
        continue
      }
      for other in source.imports { #expect(isInside(other.place.line, other.place.column)) }
      var universe = Universe()
      do {
        try universe.declare(source.declarations, in: source.package, imports: [package])
        accepted += 1
      } catch {
        let place = source.place(of: error)
        #expect(isInside(place.line, place.column), "\(error): \(text)")
      }
    }
    #expect(accepted > 50)
  }

  @Test func theWholeFileIsRead() throws {
    let source = try PackageSource(Self.file)
    #expect(source.package == Package(path: "example.com/shapes", name: "shapes"))
    #expect(source.imports.map(\.path) == ["unsafe", "example.com/clock", "strings"])
    #expect(source.imports.map(\.name) == [nil, "clock", nil])
    #expect(source.imports.map(\.place.line) == [3, 3, 5])
    #expect(source.declarations.count == 5)
    #expect(source.declarations[1].hasPrefix("//go:nointerface\n  func (s *Shape) Sides("))
    #expect(source.declarations[4] == "func F(p Pair[string, *Shape], rest ...interface{})")
  }
}
