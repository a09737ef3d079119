import ModuleTables
import Testing

/// One thing wrong with an image, made by changing one field.
struct Violation: Sendable {
  var name: String
  /// The lines that the check must say.
  var problems: [String]
  /// Whether stock Go ends or refuses when it loads the image, not only later.
  var isFatal: Bool
  var change: SampleImage.Change = .none
  var apply: @Sendable (inout PatchedImage, SampleImage) throws -> Void

  private static func patch(
    _ name: String, _ problem: String, fatal: Bool = false,
    _ apply: @escaping @Sendable (inout PatchedImage, SampleImage) throws -> Void
  ) -> Violation {
    Violation(name: name, problems: [problem], isFatal: fatal, apply: apply)
  }

  private static func relinked(
    _ name: String, _ problem: String, _ change: SampleImage.Change
  ) -> Violation {
    Violation(name: name, problems: [problem], isFatal: false, change: change, apply: { _, _ in })
  }

  func image() throws -> [UInt8] {
    let image: SampleImage
    if case .none = change {
      image = try SampleImage.plain.get()
    } else {
      image = try SampleImage(change)
    }
    var patched = try PatchedImage(image)
    try apply(&patched, image)
    return patched.bytes
  }

  static let all: [Violation] = header + ranges + functions + types + programs + loading

  private static let header = [
    patch(
      "the magic number", "pcHeader.magic is 4294967280, the runtime wants 4294967281", fatal: true
    ) {
      image, _ in try image.setNumber(at: try image.value(.pcHeader), 0xffff_fff0, width: 4)
    },
    patch("a pad", "pcHeader.pad2 is 3, the runtime wants 0", fatal: true) { image, _ in
      try image.setNumber(at: try image.value(.pcHeader) + 5, 3, width: 1)
    },
    patch("minLC", "pcHeader.minLC is 4, the runtime wants 1", fatal: true) { image, _ in
      try image.setNumber(at: try image.value(.pcHeader) + 6, 4, width: 1)
    },
    patch("the pointer size", "pcHeader.ptrSize is 4, the runtime wants 8", fatal: true) {
      image, _ in
      try image.setNumber(at: try image.value(.pcHeader) + 7, 4, width: 1)
    },
  ]

  private static let ranges = [
    patch("an empty path", "pluginpath is empty", fatal: true) { image, _ in
      try image.set(.pluginpath, 1, 0)
    },
    patch("a module marked bad", "moduledata.bad is not zero", fatal: true) { image, _ in
      try image.setNumber(at: try image.address(.bad), 1, width: 1)
    },
    patch("a module that looks loaded", "moduledata.typemap is not zero", fatal: true) { image, _ in
      try image.set(.typemap, 0, 1)
    },
    patch("a module after this one", "moduledata.next is not zero", fatal: true) { image, _ in
      try image.set(.next, 0, 8)
    },
    patch("two ranges at one place", "ranges noptrbss and bss touch at ADDRESS") { image, _ in
      try image.set(.noptrbss, 0, try image.value(.bss))
      try image.set(.enoptrbss, 0, try image.value(.ebss) - 8)
    },
    patch("ranges that share an end", "ranges noptrbss and bss touch at ADDRESS") { image, _ in
      try image.set(.noptrbss, 0, try image.value(.ebss))
    },
    patch("a null range", "range noptrdata…enoptrdata is not in the image: 0x0…0x0") { image, _ in
      try image.set(.noptrdata, 0, 0)
      try image.set(.enoptrdata, 0, 0)
    },
  ]

  private static let functions = [
    patch("minpc", "minpc is not the first function's entry", fatal: true) { image, _ in
      try image.set(.minpc, 0, try image.value(.minpc) - 8)
    },
    patch("maxpc", "maxpc is not the functab's last entry", fatal: true) { image, _ in
      // Neither does the text reach that far.
      try image.set(.maxpc, 0, try image.value(.maxpc) - 1)
    },
    patch("the end of the text", "etext lies before maxpc") { image, _ in
      try image.set(.etext, 0, try image.value(.etext) - 1)
    },
    patch(
      "the order of the functab", "example.com/sample.Zero: the functab is not in order",
      fatal: true
    ) {
      image, _ in
      let table = try image.value(.ftab)
      try image.setNumber(at: table + 8, 128, width: 4)
      try image.setNumber(at: table + 16, 64, width: 4)
    },
    patch("a function without a name", "a function at +64 has no name") { image, _ in
      try image.setNumber(at: try image.function(1) + 4, 0, width: 4)
    },
    patch("no pcsp", "example.com/sample.Zero: pcsp does not begin with 0 at the entry") {
      image, _ in
      try image.setNumber(at: try image.function(1) + 16, 0, width: 4)
    },
    patch("an odd distance of SP", "example.com/sample.(*Point).Norm+1: SP delta 7") { image, _ in
      // Changes of value: +1, +8, −8; the second is the third byte, zigzag 16.
      let table = try image.value(.pctab) + image.half(at: try image.function(2) + 16)
      try image.setNumber(at: table + 2, 14, width: 1)
      try image.setNumber(at: table + 4, 13, width: 1)
    },
    patch("a file that is not there", "example.com/sample.Zero+0: file 2 is not in the file table")
    {
      image, _ in
      let table = try image.value(.pctab) + image.half(at: try image.function(1) + 20)
      try image.setNumber(at: table, 6, width: 1)
    },
    patch(
      "funcdata outside", "example.com/sample.Zero: local pointer map lies outside the funcdata"
    ) { image, _ in try image.setNumber(at: try image.funcdata(1, of: 1), 0x1000, width: 4) },
    patch("no local map", "example.com/sample.(*Point).Norm: no local pointer map") { image, _ in
      try image.setNumber(at: try image.funcdata(1, of: 2), 0xffff_ffff, width: 4)
    },
    patch("no argument map", "example.com/sample.(*Point).Norm: no argument pointer map") {
      image, _ in
      try image.setNumber(at: try image.funcdata(0, of: 2), 0xffff_ffff, width: 4)
    },
    patch(
      "a map without bitmaps",
      "example.com/sample.(*Point).Norm: argument pointer map 0 is not among 0"
    ) { image, _ in
      let map = try image.value(.gofunc) + image.half(at: try image.funcdata(0, of: 2))
      try image.setNumber(at: map, 0, width: 4)
    },
    patch(
      "a map of too many words",
      "example.com/sample.(*Point).Norm: argument pointer map speaks of 2 words, there are 1"
    ) { image, _ in
      let map = try image.value(.gofunc) + image.half(at: try image.funcdata(0, of: 2))
      try image.setNumber(at: map + 4, 2, width: 4)
    },
    patch(
      "more bitmaps than funcdata",
      "example.com/sample.(*Point).Norm: argument pointer maps reach beyond the funcdata"
    ) { image, _ in
      let map = try image.value(.gofunc) + image.half(at: try image.funcdata(0, of: 2))
      try image.setNumber(at: map, 1000, width: 4)
    },
  ]

  private static let types = [
    patch("more pointers than bytes", "type string: more pointer bytes than bytes") {
      image, sample in
      let type = try image.descriptor("string", sample)
      try image.setNumber(at: type, 0, width: 8)
    },
    patch("pointer bytes that are no words", "type string: its pointer bytes are no whole words") {
      image, sample in
      try image.setNumber(at: try image.descriptor("string", sample) + 8, 5, width: 8)
    },
    patch("a mask that ends too early", "type string: the last pointer word is not in the mask") {
      image, sample in
      try image.setNumber(at: try image.descriptor("string", sample) + 8, 16, width: 8)
    },
    patch("no mask", "type string: no pointer mask") { image, sample in
      try image.setWord(at: try image.descriptor("string", sample) + 32, 0)
    },
    patch("an export without a type", "export Add: its type is not one of the module's descriptors")
    {
      image, _ in try image.setNumber(at: try image.value(.ptab) + 4, 0, width: 4)
    },
  ]

  private static let programs = [
    patch("surplus bits", "gcdata says more bits than data has words (43)", fatal: true) {
      image, _ in
      try image.setNumber(at: try image.value(.gcdata), 127, width: 1)
    },
    patch("bits for no words", "gcbss says more bits than bss has words (1)") { image, _ in
      try image.set(.gcbss, 0, try image.value(.gcdata))
    },
    patch("a null program", "gcdata is null", fatal: true) { image, _ in
      try image.set(.gcdata, 0, 0)
    },
  ]

  private static let loading = [
    relinked(
      "an export without a symbol",
      "export Zero: the image has no dynamic symbol example.com/sample.Zero",
      .hiddenExport("example.com/sample.Zero")),
    relinked(
      "lazy binding",
      "lazy binding: link with -z now, the resolver would run on a goroutine's stack", .lazy),
    relinked(
      "no .init_array", "no .init_array: nothing adds the module to the runtime's list", .noInit),
    patch("writable code", ".text is writable") { image, _ in
      try image.setFlags(ofSection: ".text", 7)
    },
    relinked(
      "a relocation in the code", "relocations in read-only sections (DT_TEXTREL)",
      .textRelocation),
  ]
}

extension Violation: CustomTestStringConvertible {
  var testDescription: String { name }
}
