#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes of an input that do not change: a mapped file, an array, or a part of either. Parts share
/// the memory of the whole, which lives as long as any of them.
///
/// Indices count from the start of the part.
public struct InputBytes: Sendable {
  private let owner: Owner
  private let start: Int
  public let count: Int

  /// The memory, which nobody writes: a mapping that this type made, or an array's copy of it.
  private final class Owner: @unchecked Sendable {
    let base: UnsafeRawPointer?
    let count: Int
    private let isMapped: Bool

    init(mapped base: UnsafeRawPointer, count: Int) {
      unsafe (self.base, self.count, isMapped) = (base, count, true)
    }

    init(_ bytes: some Collection<UInt8>) {
      let count = bytes.count
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
      unsafe memory.copyBytes(from: bytes)
      unsafe (self.base, self.count, isMapped) = (
        UnsafeRawPointer(memory.baseAddress), count, false
      )
    }

    deinit {
      guard let base = unsafe base else { return }
      if isMapped {
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
      } else {
        unsafe base.deallocate()
      }
    }
  }

  /// No bytes.
  public init() { self.init([]) }

  /// A copy of the bytes.
  public init(_ bytes: some Collection<UInt8>) {
    owner = Owner(bytes)
    (start, count) = (0, owner.count)
  }

  private init(_ owner: Owner, start: Int, count: Int) {
    (self.owner, self.start, self.count) = (owner, start, count)
  }

  /// Maps a file into memory. Who shortens the file while it is mapped ends the process that reads
  /// it, as with any linker.
  ///
  /// - Throws: the number that the system gave (`errno`).
  public init(mapping path: String) throws(SystemError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError(code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      self.init()
      return
    }
    let memory = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      throw SystemError(code: errno)
    }
    self.init(
      unsafe Owner(mapped: UnsafeRawPointer(memory), count: size), start: 0, count: size)
  }

  /// `count` bytes that `fill` writes once; they are 0 before, and memory is taken for those alone
  /// that it writes.
  ///
  /// - Throws: what `fill` throws; nil when there is no room for so many.
  init?<Failure: Error>(
    count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard count > 0 else {
      self.init()
      return
    }
    let memory = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { return nil }
    let owner = unsafe Owner(mapped: UnsafeRawPointer(memory), count: count)
    unsafe try fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
    self.init(owner, start: 0, count: count)
  }

  /// Why a file cannot be mapped.
  public struct SystemError: Error, Equatable, CustomStringConvertible {
    public var code: Int32
    public var description: String { unsafe String(cString: strerror(code)) }
  }

  /// The bytes, to be read in place.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let buffer = unsafe UnsafeRawBufferPointer(
        start: owner.base.map { unsafe $0 + start }, count: count)
      let span = unsafe RawSpan(_unsafeBytes: buffer)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A part of the bytes; of a range that reaches beyond them, what lies inside.
  public func part(_ range: Range<Int>) -> InputBytes {
    let range = range.clamped(to: 0..<count)
    return InputBytes(owner, start: start &+ range.lowerBound, count: range.count)
  }
}

extension InputBytes: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
  public subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "index out of range")
    return bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try unsafe body(
      UnsafeBufferPointer(
        start: owner.base.map { unsafe ($0 + start).assumingMemoryBound(to: UInt8.self) },
        count: count))
  }
}
