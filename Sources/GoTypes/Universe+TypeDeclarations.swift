extension Universe {
  /// Declares types given as values: those of a reader of binaries, or of a front end that has a
  /// type checker of its own.
  ///
  /// The types may be of any number of packages, in any order, and refer to each other across
  /// packages. A name may be whatever the compiler calls a type: unexported, local (`T·1`), an
  /// instance (`Pair[string,int]`). All that text is checked for is checked, and every type that is
  /// mentioned must be declared, in this call or earlier; time is linear in what is given.
  /// - Parameter packages: the packages of the types, as far as they are not declared yet.
  /// - Throws: `TypeDeclarationError`, which names the type at fault; the universe is then
  ///   unchanged.
  public mutating func declare(
    _ types: [TypeDeclaration], packages: [Package] = []
  ) throws(TypeDeclarationError) {
    let batch = try TypeBatch(types, packages: packages, universe: self)
    let newPackages = batch.newPackages(for: self)
    do {
      try batch.enter(into: &self)
    } catch {
      batch.withdraw(from: &self, newPackages: newPackages.map { Identifier($0.path) })
      throw error
    }
    for package in newPackages {
      pathsByName[Identifier(package.name), default: []].append(package.path)
    }
  }
}

extension Package {
  /// Whether the path is not empty and the name an identifier that a package clause may have.
  var isWellFormed: Bool {
    // The compiler's own package of generic shapes.
    if path == "go.shape" { return name == path }
    let scalars = name.unicodeScalars
    return !path.isEmpty && name != "_" && scalars.first.map(isLetterScalar) == true
      && scalars.allSatisfy { isLetterScalar($0) || isDigitScalar($0) }
      && Token.Keyword(rawValue: name) == nil
  }
}
