import FunctionTables
import GoTypes

/// Where Go passed arguments and results up to Go 1.16: on the caller's stack, like the fields of a
/// struct, the receiver first; results start at the next multiple of 8.
struct ArgumentLayout {
  /// In bytes, a multiple of 8.
  let size: Int32
  /// Where the results start, in bytes.
  let resultStart: Int
  /// What each word holds.
  let words: [FrameMap.Word]

  /// More than any function's arguments: 64 MiB.
  private static let longest = 1 << 26

  struct Fault: Error {
    var what: String
  }

  init(
    receiver: GoType?, _ signature: Signature, universe: Universe
  ) throws(Fault) {
    let before = (receiver.map { [$0] } ?? []) + signature.parameters
    do throws(LayoutError) {
      let arguments = try Self.places(of: before, from: 0, universe)
      let results = try Self.places(
        of: signature.results, from: Self.rounded(arguments.end, to: 8), universe)
      let size = Self.rounded(results.end, to: 8)
      guard size <= Self.longest else { throw LayoutError.tooLarge(.function(signature)) }
      var words = [FrameMap.Word](repeating: .scalar, count: size / 8)
      for (type, offset) in arguments.places + results.places {
        for (word, kind) in try universe.wordKinds(of: type) where offset / 8 + word < words.count {
          words[offset / 8 + word] = kind
        }
      }
      self.size = Int32(truncatingIfNeeded: size)
      resultStart = Self.rounded(arguments.end, to: 8)
      self.words = words
    } catch { throw Fault(what: "its arguments have no layout: \(error)") }
  }

  /// What a thunk's record says: pointers alone, and results like arguments. A size that is no
  /// multiple of 8 is rounded down.
  init(_ record: FunctionSectionRecord) {
    let count = min(Int(record.argumentSize), Self.longest) / 8
    size = Int32(truncatingIfNeeded: 8 * count)
    resultStart = 8 * count
    var words = [FrameMap.Word](repeating: .scalar, count: count)
    for word in record.argumentPointerWords where Int(word) < count {
      words[Int(word)] = .pointer
    }
    self.words = words
  }

  private static func places(
    of types: [GoType], from start: Int, _ universe: Universe
  ) throws(LayoutError) -> (places: [(GoType, Int)], end: Int) {
    var places: [(GoType, Int)] = []
    var end = start
    for type in types {
      let layout = try universe.layout(of: type)
      end = rounded(end, to: Int(layout.alignment))
      places.append((type, end))
      end += Int(layout.size)
      guard end <= longest else { throw .tooLarge(type) }
    }
    return (places, end)
  }

  private static func rounded(_ value: Int, to step: Int) -> Int {
    (value + step - 1) / max(step, 1) * max(step, 1)
  }

  /// The maps that Go 1.8's compiler makes of a declaration without body
  /// (cmd/compile/internal/gc/plive.go, onebitwalktype1): what holds on entry, and, where there are
  /// results, what holds when it returns. Both words of an interface are pointers.
  var stackMap: StackMap {
    var all: [Int] = []
    for (index, word) in words.enumerated() {
      switch word {
      case .scalar: break
      case .pointer: all.append(index)
      case .interface, .emptyInterface: all += [index, index + 1]
      }
    }
    let entry = all.filter { $0 < resultStart / 8 }
    let hasResults = resultStart / 8 < words.count
    return StackMap(bitCount: words.count, bitmaps: hasResults ? [entry, all] : [entry])
  }
}

extension Universe {
  /// The words of a value that hold pointers or start an interface, by their index.
  fileprivate func wordKinds(
    of type: GoType
  ) throws(LayoutError) -> [(word: Int, kind: FrameMap.Word)] {
    guard try layout(of: type).pointerBytes > 0 else { return [] }
    switch underlying(type) {
    case .interface(let interface):
      return [(0, interface.methods.isEmpty ? .emptyInterface : .interface)]
    case .array(let length, let element):
      let kinds = try wordKinds(of: element)
      let step = Int(try layout(of: element).size) / 8
      return (0..<Int(length)).flatMap { index in
        kinds.map { (index * step + $0.word, $0.kind) }
      }
    case .structure(let structure):
      var kinds: [(Int, FrameMap.Word)] = []
      for (field, offset) in zip(structure.fields, try fieldOffsets(of: structure)) {
        kinds += try wordKinds(of: field.type).map { (Int(offset) / 8 + $0.word, $0.kind) }
      }
      return kinds
    default:
      // Pointers, and strings and slices, whose first word is one.
      return [(0, .pointer)]
    }
  }
}
