/// The words of a frame that hold addresses: sparse, since few do.
struct StackAddressWords {
  struct Word: Equatable {
    /// In bytes from the stack pointer at entry: negative in the frame.
    var start: Int32
    var size: Int32
    var value: StackAddressValue

    var end: Int32 { start &+ size }

    func precedes(_ other: Word) -> Bool {
      start != other.start ? start < other.start : size < other.size
    }

    func isSamePlace(as other: Word) -> Bool {
      start == other.start && size == other.size
    }
  }

  /// No general register, nor pair of them in one access, is larger.
  private static let largestSize: Int32 = 16

  /// By start, then size. After ways have met, words may overlap.
  private(set) var words: [Word] = []

  /// The index of the first word that may reach beyond `start`.
  private func index(before start: Int32) -> Int {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low &+ high) >> 1
      if words[middle].start > start &- Self.largestSize {
        high = middle
      } else {
        low = middle &+ 1
      }
    }
    return low
  }

  /// What these bytes hold.
  func load(_ start: Int32, size: Int32) -> StackAddressValue {
    guard !words.isEmpty else { return .none }
    var result = StackAddressValue.none
    var index = index(before: start)
    while index < words.count, words[index].start < start &+ size {
      let word = words[index]
      if word.end > start {
        let isWhole = word.start == start && word.size == size
        result.mix(isWhole ? word.value : word.value.withoutDistance)
      }
      index &+= 1
    }
    return result
  }

  /// An address that is overwritten in part is no address any more.
  mutating func store(_ value: StackAddressValue, _ start: Int32, size: Int32) {
    if words.isEmpty && !value.isAddress { return }
    var index = index(before: start)
    while index < words.count, words[index].start < start &+ size {
      if words[index].end > start { words.remove(at: index) } else { index &+= 1 }
    }
    guard value.isAddress else { return }
    let word = Word(start: start, size: min(size, Self.largestSize), value: value)
    while index > 0, word.precedes(words[index &- 1]) { index &-= 1 }
    words.insert(word, at: index)
  }

  /// Takes in the words that another way leads here with; true when that changed anything.
  mutating func join(_ other: StackAddressWords, _ times: inout StackAddressTimes) -> Bool {
    if words.isEmpty && other.words.isEmpty { return false }
    var joined: [Word] = []
    joined.reserveCapacity(max(words.count, other.words.count))
    var left = words[...]
    var right = other.words[...]
    while let word = left.first ?? right.first {
      var next = word
      if let mine = left.first, let theirs = right.first, mine.isSamePlace(as: theirs) {
        next.value.join(theirs.value, &times)
        left.removeFirst()
        right.removeFirst()
      } else if let mine = left.first, right.first.map({ mine.precedes($0) }) ?? true {
        next.value.join(.none, &times)
        left.removeFirst()
      } else if let theirs = right.popFirst() {
        next = Word(start: theirs.start, size: theirs.size, value: .none)
        next.value.join(theirs.value, &times)
      }
      joined.append(next)
    }
    defer { words = joined }
    return joined != words
  }

  /// Changes each word, or drops it: false.
  mutating func update(_ change: (inout Word) -> Bool) {
    guard !words.isEmpty else { return }
    words = words.compactMap { word in
      var word = word
      return change(&word) ? word : nil
    }
  }
}
