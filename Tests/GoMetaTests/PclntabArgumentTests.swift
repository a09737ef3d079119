import FunctionTables
import GoTypes
import Testing

@testable import GoMeta

/// Argument maps made from declared signatures, against those of a program that the compiler of
/// Go 1.2 made: size in bytes and, word by word, 0 none, 1 pointer, 2 interface, 3 empty interface.
/// The signatures are those of the standard library of that release.
@Suite struct PclntabArgumentTests {
  struct Known: Sendable, CustomTestStringConvertible {
    var declaration: String
    var size: Int32
    var slots: String
    var testDescription: String { declaration }
  }

  private static let types = """
    type Type interface { String() string }
    type Kind uint
    type StructTag string
    type flag uintptr
    type rtype struct { size uintptr; name *string }
    type Value struct { typ *rtype; val unsafe.Pointer; flag }
    type StructField struct { Name, PkgPath string; Type Type; Tag StructTag; Offset uintptr; \
    Index []int; Anonymous bool }
    type Method struct { Name, PkgPath string; Type Type; Func Value; Index int }
    type errorString struct { s string }
    type RWMutex struct { w int32 }
    type Locker interface { Lock(); Unlock() }
    """

  static let known: [Known] = [
    Known(declaration: "func FormatInt(i int64, base int) string", size: 32, slots: "0010"),
    Known(declaration: "func Itoa(i int) string", size: 24, slots: "010"),
    Known(
      declaration: "func formatBits(dst []byte, u uint64, base int, neg, append_ bool) "
        + "(d []byte, s string)", size: 88, slots: "10000010010"),
    Known(declaration: "func unhex(b byte) (v rune, ok bool)", size: 16, slots: "00"),
    Known(
      declaration: "func UnquoteChar(s string, quote byte) "
        + "(value rune, multibyte bool, tail string, err error)", size: 64, slots: "10001020"),
    Known(declaration: "func Unquote(s string) (t string, err error)", size: 48, slots: "101020"),
    Known(declaration: "func New(text string) error", size: 32, slots: "1020"),
    Known(declaration: "func (e *errorString) Error() string", size: 24, slots: "110"),
    Known(declaration: "func (rw *RWMutex) RLocker() Locker", size: 24, slots: "120"),
    Known(declaration: "func (rw *RWMutex) RLock()", size: 8, slots: "1"),
    Known(declaration: "func DecodeRuneInString(s string) (rune, int)", size: 32, slots: "1000"),
    Known(declaration: "func EncodeRune(p []byte, r rune) int", size: 40, slots: "10000"),
    Known(declaration: "func TypeOf(i interface{}) Type", size: 32, slots: "3020"),
    Known(declaration: "func (k Kind) String() string", size: 24, slots: "010"),
    Known(declaration: "func (t *rtype) Method(i int) (m Method)", size: 96, slots: "101010201100"),
    Known(
      declaration: "func (t *rtype) FieldByIndex(index []int) StructField", size: 136,
      slots: "11001010201001000"),
    Known(
      declaration: "func (t *rtype) FieldByNameFunc(match func(string) bool) (StructField, bool)",
      size: 128, slots: "1110102010010000"),
    Known(declaration: "func (tag StructTag) Get(key string) string", size: 48, slots: "101010"),
    Known(declaration: "func (v Value) Call(in []Value) []Value", size: 72, slots: "110100100"),
    Known(declaration: "func (v Value) Complex() complex128", size: 40, slots: "11000"),
    Known(declaration: "func (v Value) Interface() (i interface{})", size: 40, slots: "11030"),
    Known(declaration: "func (v Value) InterfaceData() [2]uintptr", size: 40, slots: "11000"),
    Known(declaration: "func (v Value) Recv() (x Value, ok bool)", size: 56, slots: "1101100"),
    Known(
      declaration: "func (v Value) Slice3(i, j, k int) Value", size: 72, slots: "110000110"),
    Known(declaration: "func mustBe(f flag)", size: 8, slots: "0"),
  ]

  private func layout(_ declaration: String) throws -> ArgumentLayout {
    var universe = Universe()
    let package = Package(path: "reflect", name: "reflect")
    try universe.declare([Self.types, declaration], in: package, imports: [])
    if let function = universe.functions.first {
      return try ArgumentLayout(receiver: nil, function.signature, universe: universe)
    }
    let types = universe.typeDeclarations(in: package.path).filter { !$0.methods.isEmpty }
    let type = try #require(types.first)
    let method = type.methods[0]
    let base = GoType.named(type.name)
    return try ArgumentLayout(
      receiver: method.hasPointerReceiver ? .pointer(base) : base, method.signature,
      universe: universe)
  }

  @Test("Arguments have the size and the words that Go 1.2's compiler gave them", arguments: known)
  func map(known: Known) throws {
    let layout = try layout(known.declaration)
    #expect(layout.size == known.size)
    #expect(layout.words.map { String($0.rawValue) }.joined() == known.slots)
  }

  @Test("In Go 1.8 a map says what holds on entry, and one with results what holds on return")
  func bitmaps() throws {
    // Of its runtime's declarations: size in words and bitmaps (`….args_stackmap`).
    let one = try layout("func cgoUse(v interface{})").stackMap
    #expect(one.encoded == [1, 0, 0, 0, 2, 0, 0, 0, 3])
    let two = try layout(
      "func cgocall(p unsafe.Pointer, a, b uintptr, c string) *byte"
    ).stackMap
    #expect(two == StackMap(bitCount: 6, bitmaps: [[0, 3], [0, 3, 5]]))
  }

  @Test("Arguments larger than any frame are refused")
  func tooLarge() {
    #expect(throws: ArgumentLayout.Fault.self) { try layout("func f(a [1099511627776]byte)") }
  }
}
