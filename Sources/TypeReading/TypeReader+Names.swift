import GoRelease

extension TypeReader {
  /// A name, tag or package path; nil where there is none.
  mutating func name<Name>(
    _ view: TypeView, _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> DescriptorName? where Name: RawRepresentable<String> {
    guard let reference = try type(view, layout, name, of: record) else { return nil }
    return try self.name(reference, from: view.site(record + (layout[name]?.offset ?? 0)))
  }

  /// The name that a reference leads to.
  mutating func name(
    _ reference: TypeReference, from site: TypeReadError.Site
  ) throws(TypeReadError) -> DescriptorName {
    guard let address = reference.address else {
      return DescriptorName(text: nil, reference: reference)
    }
    guard image.contains(address) else {
      // A symbol without data: an address that the linker was given.
      guard reference.symbol == nil else { return DescriptorName(text: nil, reference: reference) }
      throw .wild(site, what: "a name", value: address)
    }
    switch rules.names {
    case .strings:
      return DescriptorName(text: try goString(at: address), reference: reference)
    case .records(let length):
      return try record(at: address, reference, length)
    }
  }

  /// A Go string by the address of its header {data, length}.
  private mutating func goString(at address: UInt64) throws(TypeReadError) -> String {
    let view = TypeView(image, at: address)
    let count = try view.number(8, 8, "the length of a string")
    let data = try view.pointer(0, "a string's data")
    if count == 0 { return "" }
    guard let data, let place = data.address, let count = Int(exactly: count) else {
      throw .malformed(view.site(0), what: "a string's data are not in this file")
    }
    guard let bytes = image.bytes(at: place, count: count) else {
      throw .truncated(view.site(8), what: "a string of \(count) bytes")
    }
    return try text(bytes, view.site(0))
  }

  /// A name record: flags, length, bytes, then a tag and the distance of a package path.
  private mutating func record(
    at address: UInt64, _ reference: TypeReference, _ length: TypeRules.NameLength
  ) throws(TypeReadError) -> DescriptorName {
    let view = TypeView(image, at: address)
    let flags = UInt8(truncatingIfNeeded: try view.number(0, 1, "a name's flags"))
    var position = 1
    func string(_ what: String) throws(TypeReadError) -> ArraySlice<UInt8> {
      var count = 0
      switch length {
      case .bigEndian16:
        for byte in try view.bytes(position, 2, "the length of " + what) {
          count = count << 8 | Int(byte)
        }
        position += 2
      case .uleb128:
        var shift = 0
        while true {
          let byte = try view.number(position, 1, "the length of " + what)
          guard shift < 28 else {
            throw .malformed(view.site(position), what: "the length of \(what) has no end")
          }
          count |= Int(byte & 0x7f) << shift
          shift += 7
          position += 1
          if byte < 0x80 { break }
        }
      }
      let bytes = try view.bytes(position, count, what)
      position += count
      return bytes
    }
    var name = DescriptorName(
      text: try text(string("a name"), view.site(0)), reference: reference, flags: flags)
    if flags & rules.nameHasTag != 0 { name.tag = try text(string("a tag"), view.site(0)) }
    if flags & rules.nameHasPackage != 0,
      let path = try regionReference(view, position, "the package path of a name"),
      path.address != reference.address, let place = path.address
    {
      // A package path is a name too, but has none itself.
      let inner = TypeView(image, at: place)
      let flags = try inner.number(0, 1, "a package path's flags")
      guard flags & UInt64(rules.nameHasPackage) == 0 else {
        throw .malformed(inner.site(0), what: "a package path has a package path itself")
      }
      name.packagePath = try record(at: place, path, length).text
    }
    return name
  }

  private mutating func text(
    _ bytes: ArraySlice<UInt8>, _ site: TypeReadError.Site
  ) throws(TypeReadError) -> String {
    try charge(bytes.count, at: site)
    return String(decoding: bytes, as: UTF8.self)
  }
}
