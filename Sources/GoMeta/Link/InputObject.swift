import GoRelease
import GoTypes
import MachineCode
import Symbols

/// An object that the compile step made.
struct InputObject {
  let path: String
  let object: ObjectFile
  let package: PackageRecord

  init(path: String, target: Target?) throws(LinkError) {
    self.path = path
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch { throw .file(error) }
    guard !bytes.starts(with: [0x42, 0x43, 0xc0, 0xde]) else {
      throw .object(
        path: path,
        what: "LLVM bitcode, no object; compile it (gometa compile), or compile without -flto")
    }
    do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
      throw .object(path: path, what: "\(error)")
    }
    guard object.kind == .relocatable else {
      throw .object(path: path, what: "not a relocatable object; link takes what compile makes")
    }
    guard let section = object.section(named: PackageRecord.sectionName) else {
      throw .object(
        path: path,
        what:
          "no Go declarations (section \(PackageRecord.sectionName)); make it with gometa compile "
          + "or GoMeta's passes")
    }
    guard let contents = try? object.contents(of: section),
      let package = try? PackageRecord(Array(contents))
    else {
      throw .object(
        path: path,
        what: "its section \(PackageRecord.sectionName) is not of this version; compile it again")
    }
    self.package = package
    guard object.architecture.rawValue == package.architecture else {
      throw .object(path: path, what: "its code is not for \(package.architecture)")
    }
    let text = object.section(named: ".text")
    if let other = object.sections.first(where: {
      $0.flags.contains(.execinstr) && $0.size > 0 && $0.index != text?.index
    }) {
      throw .object(path: path, what: CodeTextError.otherCode(section: other.name).what)
    }
    try requirePositionIndependence()
    guard !hasCode || object.section(named: ".debug_line") != nil else {
      throw .object(
        path: path,
        what: "no line table (section .debug_line); keep debug info, tracebacks are made from it")
    }
    if let target {
      try require(target)
    }
  }

  /// That no address is to be written into code or constants when the plugin is loaded.
  private func requirePositionIndependence() throws(LinkError) {
    for section in object.sections
    where section.flags.contains(.alloc) && !section.flags.contains(.write)
      && section.name != StackMapTable.sectionName && section.name != ".eh_frame"
    {
      let relocations: [ObjectFile.Relocation]
      do throws(ObjectFileError) { relocations = try object.relocations(for: section) } catch {
        throw .object(path: path, what: "\(error)")
      }
      guard relocations.contains(where: { Self.isAddress($0, object.architecture) }) else {
        continue
      }
      throw .object(
        path: path,
        what: "its section \(section.name) holds addresses, which the loader would have to write; "
          + "generate position-independent code (llc -relocation-model=pic, clang -fPIC)")
    }
  }

  private static func isAddress(
    _ relocation: ObjectFile.Relocation, _ architecture: Architecture
  ) -> Bool {
    switch architecture {
    case .x86_64: [1, 10, 11].contains(relocation.type)  // R_X86_64_64, _32 and _32S
    case .arm64: relocation.type == 257  // R_AARCH64_ABS64
    }
  }

  /// Whether the object holds functions, beside variables.
  var hasCode: Bool { object.section(named: FunctionSectionRecord.sectionName) != nil }

  /// That the object is for a target.
  func require(_ target: Target) throws(LinkError) {
    guard package.release == target.release.name,
      object.architecture == target.architecture
    else {
      throw .object(
        path: path,
        what: "made for Go \(package.release) on \(package.architecture), others for Go "
          + "\(target.release.name) on \(target.architecture.rawValue)")
    }
  }

  /// The target that the object states.
  func target() throws(LinkError) -> Target {
    do { return try Target(release: package.release, architecture: object.architecture) } catch {
      throw .object(path: path, what: "\(error)")
    }
  }

  /// Symbols that no section of the object defines.
  var undefinedSymbols: Set<String> { Self.undefinedSymbols(of: object) }

  static func undefinedSymbols(of object: ObjectFile) -> Set<String> {
    Set(object.symbols.lazy.filter { $0.sectionIndex == .undefined }.map(\.name))
  }

  /// Those of them that code refers to.
  var undefinedCalls: Set<String> {
    var names: Set<String> = []
    for section in object.sections where section.flags.contains(.execinstr) {
      for relocation in (try? object.relocations(for: section)) ?? []
      where relocation.symbolIndex < object.symbols.count {
        let symbol = object.symbols[relocation.symbolIndex]
        if symbol.sectionIndex == .undefined { names.insert(symbol.name) }
      }
    }
    return names
  }

  /// C functions of other images, which code calls on the thread's stack.
  var foreignFunctions: Set<String> {
    Set(object.symbols.compactMap { Naming.trampolineCallee($0.name) })
  }

  /// Symbols that other objects see and must not define again, sorted.
  var globalDefinitions: [String] {
    object.symbols.filter { $0.sectionIndex != .undefined && $0.binding == .global }.map(\.name)
      .sorted()
  }
}

extension Target {
  init(release: String, architecture: Architecture) throws(TargetError) {
    do { self.init(release: try GoRelease(named: release), architecture: architecture) } catch {
      throw .release(error)
    }
  }
}
