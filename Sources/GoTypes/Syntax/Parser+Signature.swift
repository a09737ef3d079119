extension Parser {
  /// Parses parameters and results. Names must differ, the receiver's among them.
  mutating func parseSignature(
    receiver: NameSyntax?, typeParameters: [NameSyntax] = []
  ) throws(DeclarationError) -> SignatureSyntax {
    guard kind == .leftParenthesis else { throw unexpected("( and the parameters") }
    var signature = SignatureSyntax()
    let list = try parseParameters()
    signature.parameters = list.parameters
    signature.isVariadic = list.isVariadic
    if kind == .leftParenthesis {
      let start = position
      let list = try parseParameters()
      if list.isVariadic { throw error(.misplacedVariadic, at: start) }
      signature.results = list.parameters
    } else if atType {
      signature.results = [ParameterSyntax(name: nil, type: try parseType("a result type"))]
    }
    try checkNames(of: signature, receiver: receiver, typeParameters)
    return signature
  }

  private func checkNames(
    of signature: SignatureSyntax, receiver: NameSyntax?, _ typeParameters: [NameSyntax]
  ) throws(DeclarationError) {
    var seen: Set<Identifier> = []
    for name in typeParameters + (receiver.map { [$0] } ?? []) where !name.isBlank {
      guard seen.insert(Identifier(name.text)).inserted else {
        throw error(.duplicate(.parameter, name.text), at: name.position)
      }
    }
    for case let name? in (signature.parameters + signature.results).map(\.name)
    where !name.isBlank {
      guard seen.insert(Identifier(name.text)).inserted else {
        throw error(.duplicate(.parameter, name.text), at: name.position)
      }
    }
  }

  struct ParameterList {
    var parameters: [ParameterSyntax]
    var isVariadic: Bool
  }

  /// One entry of a parameter list; whether a lone name is a parameter or a type shows only at the
  /// list's end.
  private struct Entry {
    var start: SourcePosition
    var name: NameSyntax?
    var type: TypeSyntax?
    var isVariadic = false
  }

  mutating func parseParameters() throws(DeclarationError) -> ParameterList {
    try expect(.leftParenthesis, "(")
    var entries: [Entry] = []
    while kind != .rightParenthesis {
      entries.append(try parseEntry())
      guard accept(.comma) || kind == .rightParenthesis else { throw unexpected("a comma or )") }
    }
    advance()
    return try resolve(entries)
  }

  private mutating func parseEntry() throws(DeclarationError) -> Entry {
    var entry = Entry(start: position)
    if kind.isName, peek() != .dot, !startsInstance() {
      entry.name = try expectTypeName("a parameter")
    }
    entry.isVariadic = accept(.ellipsis)
    if entry.name == nil || entry.isVariadic || atType {
      entry.type = try parseType(entry.isVariadic ? "a type after ..." : "a parameter or )")
    }
    return entry
  }

  private func resolve(_ entries: [Entry]) throws(DeclarationError) -> ParameterList {
    let isNamed = entries.contains { $0.name != nil && $0.type != nil }
    var parameters: [ParameterSyntax] = []
    var following: Entry?
    // Names without a type take that of the next entry which has one: a, b int.
    for entry in entries.reversed() {
      if isNamed, entry.name == nil { throw error(.mixedParameters, at: entry.start) }
      if isNamed, let name = entry.name { try checkIsNoLocalType(name) }
      if entry.type != nil { following = entry }
      if let name = entry.name, entry.type == nil, !isNamed {
        let type = TypeSyntax(position: name.position, kind: .name(name.text))
        parameters.append(ParameterSyntax(name: nil, type: type))
        continue
      }
      guard let type = following?.type else { throw error(.mixedParameters, at: entry.start) }
      if following?.isVariadic == true, !parameters.isEmpty || entry.type == nil {
        throw error(.misplacedVariadic, at: entry.start)
      }
      parameters.append(ParameterSyntax(name: entry.name, type: type))
    }
    return ParameterList(
      parameters: parameters.reversed(), isVariadic: entries.last?.isVariadic == true)
  }
}
