import GoRelease
import Symbols

extension ModuleTables {
  /// What tells the release that a plugin is for, which nothing else in it does: releases share
  /// pclntabs, and some moduledata. It is where Go's linker puts the build info of programs, and in
  /// its form (debug/buildinfo): `go version FILE` prints it.
  ///
  /// A magic, the size of a pointer, a flag for strings in place; at 32 the version and the
  /// modules, each with its length before it.
  static func buildInfoSection(_ release: GoRelease) -> Section {
    let version = Array("go\(release.name)".utf8)
    var bytes = [0xff] + Array(" Go buildinf:".utf8) + [8, 2]
    bytes.pad(to: 32)
    bytes.append(uleb128: UInt64(version.count))
    bytes += version
    bytes.append(uleb128: 0)
    var section = Section(
      kind: SectionKind(name: ".go.buildinfo", access: .readOnly), alignment: 16)
    section.append(Symbol(name: Name.buildInfo, bytes: bytes, alignment: 16))
    return section
  }
}
