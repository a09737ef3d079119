import GoTypes
import Testing

/// `//go:nointerface` hides the method that follows it.
@Suite struct NoInterfaceTests {
  private func hidden(_ text: String) throws -> [String] {
    let package = Package(path: "main", name: "main")
    var universe = Universe()
    try universe.declare([text], in: package)
    let methods = universe.typeDeclarations(in: "main").first?.methods ?? []
    return methods.filter(\.isHiddenFromInterfaces).map(\.name)
  }

  @Test func theNextMethodIsHidden() throws {
    #expect(
      try hidden(
        """
        type T int
        func (T) A()
        //go:nointerface
        func (T) B()
        func (T) C()
        """) == ["B"])
  }

  @Test(arguments: ["// go:nointerface", "//go:nointerface now", " //go:nointerface"])
  func otherCommentsHideNothing(comment: String) throws {
    #expect(try hidden("type T int\n\(comment)\nfunc (T) A()") == [])
  }

  @Test func itDoesNotReachPastAnotherDeclaration() throws {
    #expect(try hidden("type T int\n//go:nointerface\nvar V int\nfunc (T) A()") == [])
  }
}
