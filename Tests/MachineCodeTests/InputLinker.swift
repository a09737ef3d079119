import Foundation
import MachineCode

/// Links an object by itself, each section of code at the address that `CodeInput` gave it: what the
/// linker makes of the debug sections is what `CodeInput` should.
struct InputLinker {
  let folder: ObjectFileFolder
  let input: CodeInput
  private let sections: Set<String>

  init(_ folder: ObjectFileFolder) throws {
    self.folder = folder
    input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    let isARM64 = input.architecture == .arm64
    try folder.write(Self.script(input), to: "layout.ld")
    // Linkers merge what is marked to be merged: strings would move.
    try (isARM64 ? ObjectFileTool.objcopyForARM64 : .objcopy).run(
      [
        "--set-section-flags", ".debug_str=readonly,debug",
        "--set-section-flags", ".debug_line_str=readonly,debug", "sample", "unmerged",
      ], in: folder.url)
    try (isARM64 ? ObjectFileTool.gnuLinkerForARM64 : .gnuLinker).run(
      [
        "-n", "-static", "--no-check-sections", "--noinhibit-exec", "--no-warn-rwx-segments", "-e",
        "0",
        "--unresolved-symbols=ignore-all", "-T", "layout.ld", "unmerged", "-o", "image",
      ], in: folder.url)
    sections = Set(try ObjectFile(folder.bytes("image")).sections.map(\.name))
  }

  /// Code where `CodeInput` has it, all other data at 0.
  private static func script(_ input: CodeInput) -> String {
    var lines = ["SECTIONS {"]
    for section in input.sections {
      lines.append("  \(section.name) \(section.address) : { *(\(section.name)) }")
    }
    lines.append("  .eh_frame \(input.debug.ehFrameAddress) : { KEEP(*(.eh_frame)) }")
    var names = Set(input.sections.map(\.name) + [".eh_frame"])
    for section in input.object.sections where section.flags.contains(.alloc) {
      guard names.insert(section.name).inserted else { continue }
      lines.append("  \(section.name) 0 : { *(\(section.name)) }")
    }
    // As in the linker's own script.
    lines.append("  .debug_line 0 : { *(.debug_line .debug_line.* .debug_line_end) }")
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// The section's bytes in the image; empty when it has none of that name.
  func contents(_ section: String) throws -> [UInt8] {
    guard sections.contains(section) else { return [] }
    let file = "contents" + section
    try ObjectFileTool.llvmObjcopy.run(
      ["--dump-section=\(section)=\(file)", "image", "copy"], in: folder.url)
    return try folder.bytes(file)
  }
}
