import TypeDescriptors

/// The LLVM IR of a function that compares two values of a type by its equality signature.
///
/// It makes no calls, so that it needs little stack and nothing of the host: `i8 (ptr, ptr)`, in
/// the C convention.
struct EqualityFunction {
  /// The IR's text; nil when the signature compares interfaces, which only Go's runtime can.
  static func text(_ signature: EqualitySignature, name: String) -> String? {
    var writer = EqualityFunction()
    guard writer.write(signature, offset: 0) != nil else { return nil }
    return """
      define i8 @"\(irName(name))"(ptr %p, ptr %q) !go.func !{!"wrapper", i1 true} {
      entry:
      \(writer.lines.joined(separator: "\n"))
        ret i8 1
      different:
        ret i8 0
      }

      """
  }

  /// A name as it stands between quotes in IR.
  private static func irName(_ name: String) -> String {
    var text = ""
    for byte in name.utf8 {
      let isPlain = (0x20..<0x7f).contains(byte) && byte != 0x22 && byte != 0x5c
      let hex = String(byte, radix: 16)
      text += isPlain ? String(UnicodeScalar(byte)) : "\\" + (hex.count < 2 ? "0" : "") + hex
    }
    return text
  }

  private var lines: [String] = []
  private var count = 0
  /// The names of the two values' addresses, inside loops over elements the elements'.
  private var left = "%p"
  private var right = "%q"

  private mutating func fresh() -> Int {
    count += 1
    return count
  }

  /// Writes the comparisons of a signature from an offset on, and returns the offset after it.
  private mutating func write(_ signature: EqualitySignature, offset start: Int64) -> Int64? {
    var offset = start
    for piece in signature.pieces {
      switch piece {
      case .skip(let bytes): offset += bytes
      case .memory(let bytes):
        compareMemory(offset, bytes)
        offset += bytes
      case .float32:
        compare("float", "fcmp une", offset)
        offset += 4
      case .float64:
        compare("double", "fcmp une", offset)
        offset += 8
      case .string:
        compareString(offset)
        offset += 16
      case .interface, .emptyInterface: return nil
      case .array(let count, let element):
        guard let end = loop(count, element, offset) else { return nil }
        offset = end
      }
    }
    return offset
  }

  /// Loads both values at an offset and leaves when they differ.
  private mutating func compare(_ type: String, _ comparison: String, _ offset: Int64) {
    let n = fresh()
    lines += [
      "  %pa\(n) = getelementptr i8, ptr \(left), i64 \(offset)",
      "  %qa\(n) = getelementptr i8, ptr \(right), i64 \(offset)",
      "  %pv\(n) = load \(type), ptr %pa\(n), align 1",
      "  %qv\(n) = load \(type), ptr %qa\(n), align 1",
      "  %d\(n) = \(comparison) \(type) %pv\(n), %qv\(n)",
      "  br i1 %d\(n), label %different, label %next\(n)",
      "next\(n):",
    ]
  }

  private mutating func compareMemory(_ start: Int64, _ bytes: Int64) {
    if bytes > 64 {
      // A loop over words, then what is left.
      let words = bytes / 8
      _ = loop(words, EqualitySignature(pieces: [.memory(8)]), start)
      compareMemory(start + words * 8, bytes % 8)
      return
    }
    var offset = start
    for (width, type) in [(Int64(8), "i64"), (4, "i32"), (2, "i16"), (1, "i8")] {
      while start + bytes - offset >= width {
        compare(type, "icmp ne", offset)
        offset += width
      }
    }
  }

  /// Compares elements of equal size one after the other, and returns the offset after them.
  private mutating func loop(
    _ elements: Int64, _ element: EqualitySignature, _ start: Int64
  ) -> Int64? {
    let size = element.size
    let n = fresh()
    let (outerLeft, outerRight) = (left, right)
    lines += [
      "  br label %before\(n)",
      "before\(n):",
      "  br label %loop\(n)",
      "loop\(n):",
      "  %i\(n) = phi i64 [ 0, %before\(n) ], [ %i.next\(n), %continue\(n) ]",
      "  %o\(n) = mul i64 %i\(n), \(size)",
      "  %os\(n) = add i64 %o\(n), \(start)",
      "  %pe\(n) = getelementptr i8, ptr \(left), i64 %os\(n)",
      "  %qe\(n) = getelementptr i8, ptr \(right), i64 %os\(n)",
    ]
    (left, right) = ("%pe\(n)", "%qe\(n)")
    guard write(element, offset: 0) != nil else { return nil }
    (left, right) = (outerLeft, outerRight)
    lines += [
      "  br label %continue\(n)",
      "continue\(n):",
      "  %i.next\(n) = add i64 %i\(n), 1",
      "  %more\(n) = icmp ult i64 %i.next\(n), \(elements)",
      "  br i1 %more\(n), label %loop\(n), label %after\(n)",
      "after\(n):",
    ]
    return start + size * elements
  }

  /// Lengths first, then the bytes by words; the same bytes at the same place need no look.
  private mutating func compareString(_ offset: Int64) {
    compare("i64", "icmp ne", offset + 8)
    let length = "%pv\(count)"
    let n = fresh()
    lines += [
      "  %sp\(n) = getelementptr i8, ptr \(left), i64 \(offset)",
      "  %sq\(n) = getelementptr i8, ptr \(right), i64 \(offset)",
      "  %a\(n) = load ptr, ptr %sp\(n), align 8",
      "  %b\(n) = load ptr, ptr %sq\(n), align 8",
      "  %same\(n) = icmp eq ptr %a\(n), %b\(n)",
      "  br i1 %same\(n), label %after\(n), label %words\(n)",
      "words\(n):",
      "  %w\(n) = phi i64 [ 0, %next\(n - 1) ], [ %w.end\(n), %word.equal\(n) ]",
      "  %w.end\(n) = add i64 %w\(n), 8",
      "  %w.fits\(n) = icmp ule i64 %w.end\(n), \(length)",
      "  br i1 %w.fits\(n), label %word\(n), label %bytes\(n)",
      "word\(n):",
      "  %wa\(n) = getelementptr i8, ptr %a\(n), i64 %w\(n)",
      "  %wb\(n) = getelementptr i8, ptr %b\(n), i64 %w\(n)",
      "  %wx\(n) = load i64, ptr %wa\(n), align 1",
      "  %wy\(n) = load i64, ptr %wb\(n), align 1",
      "  %wd\(n) = icmp ne i64 %wx\(n), %wy\(n)",
      "  br i1 %wd\(n), label %different, label %word.equal\(n)",
      "word.equal\(n):",
      "  br label %words\(n)",
      "bytes\(n):",
      "  %k\(n) = phi i64 [ %w\(n), %words\(n) ], [ %k.next\(n), %byte.equal\(n) ]",
      "  %k.done\(n) = icmp uge i64 %k\(n), \(length)",
      "  br i1 %k.done\(n), label %after\(n), label %byte\(n)",
      "byte\(n):",
      "  %ka\(n) = getelementptr i8, ptr %a\(n), i64 %k\(n)",
      "  %kb\(n) = getelementptr i8, ptr %b\(n), i64 %k\(n)",
      "  %kx\(n) = load i8, ptr %ka\(n), align 1",
      "  %ky\(n) = load i8, ptr %kb\(n), align 1",
      "  %kd\(n) = icmp ne i8 %kx\(n), %ky\(n)",
      "  br i1 %kd\(n), label %different, label %byte.equal\(n)",
      "byte.equal\(n):",
      "  %k.next\(n) = add i64 %k\(n), 1",
      "  br label %bytes\(n)",
      "after\(n):",
    ]
  }
}
