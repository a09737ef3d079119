import Crypto
import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// A Go string with its header: the address of the bytes, their number, the bytes and a NUL, in
  /// whole words (cmd/gc/obj.c, `stringsym`).
  mutating func symbol(ofString text: String) -> String {
    let name = stringSymbol(text)
    guard parts[name] == nil else { return name }
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes.append(littleEndian: UInt64(text.utf8.count))
    bytes += text.utf8
    bytes += [UInt8](repeating: 0, count: 8 - text.utf8.count % 8)
    let start = Relocation(offset: 0, kind: .address, target: name, addend: Self.headerSize)
    parts[name] = Symbol(
      name: name, bytes: bytes, relocations: [start], alignment: 8, binding: .weak)
    return name
  }

  /// The name tells the text, so that equal strings of several objects become one. The compiler
  /// numbers those longer than 100 bytes within the package; a digest keeps them one.
  private func stringSymbol(_ text: String) -> String {
    if text.utf8.count <= 100 { return "go.string." + notation.quote(text) }
    let digest = Insecure.MD5.hash(data: Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }
    return "go.string.md5." + digest.joined()
  }

  private static var headerSize: Int64 { 16 }

  /// A package's import path: a record in the form of names, or a bare string header (cmd/gc
  /// reflect.c, `dimportpath`).
  mutating func symbol(ofImportPath path: String) -> String {
    guard release.typeRules.names == .strings else {
      let symbol = NameData.importPath(path, release.typeRules)
      parts[symbol.name] = symbol
      return symbol.name
    }
    let name = "go.importpath.\(symbolPrefix(ofPackagePath: path))."
    let text = symbol(ofString: path)
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes.append(littleEndian: UInt64(path.utf8.count))
    let start = Relocation(offset: 0, kind: .address, target: text, addend: Self.headerSize)
    parts[name] = Symbol(
      name: name, bytes: bytes, relocations: [start], alignment: 8, binding: .weak)
    return name
  }
}
