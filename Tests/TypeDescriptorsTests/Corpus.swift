import GoRelease
import GoTypes

/// Packages whose descriptors the compiler and the library both write: declarations, and type
/// expressions as package geometry writes them.
enum Corpus {
  /// A period in the last element of the path, which symbols escape.
  static let shape = Package(path: "example.com/shape.v2", name: "shape")
  static let geometry = Package(path: "example.com/geometry", name: "geometry")

  static let shapeTypes = [
    "type Base struct { id int; Name string }", "type Hidden interface { M(int) string; m() }",
    "type Plain struct { A int; b *int }", "type Number int", "type private struct { X, y int }",
    "type Alias = private", "type Ints []int", "type Empty struct{}",
  ]
  static let shapeMethods = [
    "func (Base) ID() int", "func (b *Base) SetName(name string)", "func (Base) hidden()",
    "func (private) Public()", "func (*private) secret()", "func (Ints) Len() int",
    "func (*Ints) Push(int)",
  ]

  /// Every basic type under an exported and an unexported name.
  private static let basicNames = BasicKind.allCases.flatMap { kind -> [String] in
    let name = kind == .unsafePointer ? "pointer" : kind.rawValue
    return ["type X\(name) \(kind.rawValue)", "type x\(name) \(kind.rawValue)"]
  }

  static let geometryTypes =
    basicNames + [
      "type Point struct { X, Y float64; next *Point \"json:\\\"next\\\"\" }",
      "type ( ID = int; id = int; Text string; Celsius float32 )",
      "type Tree struct { Left, Right *Tree; Values []*Tree; Parent **Tree }",
      "type Embeds struct { shape.Plain; *shape.Number `x:\"y\"`; *Tree; Celsius; shape.Empty }",
      "type Predeclared struct { int; *string; byte \"b\"; rune; any; uintptr; ID; id }",
      "type Drawer interface { Draw(x, y int, opts ...string) (err error) }",
      "type Everything interface { Drawer; fmt(string) Everything; shape.Hidden; Äpfel(); éa() }",
      "type Own interface { b(); a(); B(); A() }", "type Nothing interface{}",
      "type Unrelated interface { Drawer; interface { Draw(int, int, ...string) error } }",
      "type Foreign interface { shape.Hidden }", "type Failure error",
      "type Recursive func(Recursive) ([]Recursive, *Recursive)",
      "type Channel chan Channel", "type List []List", "type Self *Self",
      "type Loop [2]*Loop", "type Wrapper struct { L Loop }", "type Sender chan<- *Receiver",
      "type Receiver <-chan Sender", "type Handler func(...Handler) Drawer",
      "type Copy Point", "type PointPointer *Point", "type CopyPointer PointPointer",
      "type Empty struct{}", "type Trailing struct { A int32; B Empty }",
      "type Large [1000][3]struct { n int; f float32 }", "type Bare [0x1_0]int",
      "type Only struct { p *int }", "type OnlyArray [1]Only",
      "type Tagged struct { _ Empty; p *int }", "type OnlyFunc struct { F func() }",
      "type OnlyChannel [1]struct { c chan int }", "type NoElements [0]*int",
      "type Blank struct { X int32; _ int32; Y string; _ struct{} }",
      "type Кириллица struct { Поле int; поле string }", "type unexported struct { a int }",
      "type Key uint8", "type Switch bool", "type Wave complex128",
      "type Table map[string]*Table", "type Counts map[Only]map[Key]Counts",
    ]
  static let geometryMethods = [
    "func (p *Point) Scale(k float64)", "func (Point) Name() string", "func (p Point) zero() bool",
    "func (Text) String() string", "func (t *Text) Set(s string) (n int, err error)",
    "func (List) Len() int", "func (Recursive) Call()", "func (*Recursive) Reset(Recursive)",
    "func (Channel) Close()", "func (Loop) Walk(*Wrapper)", "func (*Loop) walk()",
    "func (Only) Value() int", "func (*Only) Pointer() *int", "func (OnlyArray) Value() int",
    "func (Tagged) Value() int", "func (OnlyFunc) Call()", "func (*OnlyChannel) Close() error",
    "func (OnlyChannel) wait(...int)", "func (Empty) Nothing()", "func (NoElements) Len() int",
    "func (Кириллица) Метод()", "func (Кириллица) метод()", "func (unexported) Public()",
    "func (*unexported) private()", "func (Key) A()", "func (Key) a()", "func (*Key) B()",
    "func (Key) b()", "func (Key) Ab()", "func (Key) aB()", "func (Switch) On() Switch",
    "func (Wave) At(x ...float64) (re, im float64, _ error)", "func (Sender) Send()",
    "func (*Embeds) Own(Embeds) *Embeds", "func (Table) Len() int", "func (*Table) Reset(Counts)",
    "func (Xfloat32) Mixed(struct { X int }, [2]Point, func(Text)) (any, error)",
  ]

  /// Longer than one byte of a length.
  private static let long = String(repeating: "aB3", count: 60)

  static let expressions =
    BasicKind.allCases.map(\.rawValue) + [
      "byte", "rune", "any", "error", "*error", "**int", "***int",
    ]
    + [
      "[]int", "[3]string", "[0]*int", "[0]func()", "[1]*int", "[1]string", "[2]any",
      "[1][1]func()", "[5]struct { a int8; b int16 }", "[0x10]byte", "[1_000]byte", "[200]int",
      "[3]complex64", "[1073741824]struct{}", "[0][0]string", "[]error", "[]any", "[][]Point",
      "[128]*int", "[64]any", "[64]string", "[127]func()", "[1000]struct { n int; b bool }",
      "[2][2][2]*Point", "[3]Only", "[1]Only", "[1]Drawer", "[2]Drawer", "[]shape.Alias",
    ]
    + [
      "chan int", "<-chan int", "chan<- int", "chan (<-chan int)", "chan<- chan int",
      "chan<- (<-chan func() chan int)", "<-chan (<-chan int)", "chan chan<- (chan int)",
      "chan *Point", "chan struct{}", "<-chan error",
    ]
    + [
      "func()", "func(int, string) error", "func(...any)", "func(...int) func(...[]int)",
      "func(a, b int, c ...[]string) (x, y Point)",
      "func(func(int) bool) func() (<-chan int)", "func(_ int, _ string)", "func() (_ error)",
      "func(interface{}, struct{}) (*[3]int, error)", "func(*shape.Base) shape.Alias",
      "func() (int8, int16, int32, int64, uint8, uint16, uint32, uint64, string, bool, error, any)",
      "func([]int)", "func(...int)",
    ]
    + [
      "struct{}", "struct { a int8; b int64; c int8 }", "struct { a *int; b int; c *int; d int }",
      "struct { X, Y int; _ int; _ string }", "struct { a int32; _ int32 }", "struct { _ int }",
      "struct { Point int; *Tree; shape.Plain; *shape.Number }", "struct { any; ID; id; byte }",
      "struct { X int \"a\"; Y int `b\"\\n`; z int \"\\u00e9\\x00\\u200b\\U0001F600\\t\\a\" }",
      "struct { X int \"\(long)\"; \(long) int; X\(long) int }",
      "struct { Tree \".\" }", "struct { Tree }",
      "struct { a int32; b struct{} }", "struct { b struct{}; a int32 }", "struct { a [0]func() }",
      "struct { p *int }", "struct { p [1]*int; e struct{} }", "struct { e struct{}; p *int }",
      "struct { f float32; g float32 }", "struct { s string; t string }", "struct { f func() }",
      "struct { a bool; b any }", "struct { u uint8; v uint16; w uint32; x uint64 }",
      "struct { c complex64; d complex128 }", "struct { c chan int; u unsafe.Pointer }",
      "struct { n []byte; s [2]string }", "struct { A int8; B [0]int32; C int64 }",
      "struct { A int64; B int8; C [0]int32 }", "struct { a struct { b struct { c *int } } }",
      "struct { a [3]struct { p *int; n int }; b bool; s []string }",
      "struct { A struct { A struct { X int `k:\"v\"` } `k:\"w\"` } }",
    ]
    + [
      "interface {}", "interface { M() }", "interface { error; Drawer }",
      "interface { b(); a(); B(); A() }", "interface { shape.Hidden }", "interface { Everything }",
      "interface { shape.Hidden; m(); M(int) string }", "interface { É(); z(); _a(); Z() }",
      "interface { M(interface { N() }) struct { x int } }",
    ]
    + ["shape.Base", "*shape.Base", "shape.Hidden", "shape.Alias", "*shape.Ints", "[]shape.Hidden"]
    + ["*Point", "**Point", "[]*Point", "[4]Text", "chan Celsius", "func(Key) unexported"]
    + maps + large

  /// Keys of every way to hash, to compare and to lie in a slot.
  static let mapKeys = [
    "bool", "int8", "uint16", "int32", "int", "uintptr", "float32", "float64", "complex64",
    "complex128", "string", "any", "error", "Drawer", "*Point", "chan int", "unsafe.Pointer", "Key",
    "Text", "Blank", "Empty", "[0]int", "[0]string", "[3]byte", "[8]byte", "[16]byte", "[128]byte",
    "[129]byte", "[1]string", "[2]string", "[9]string", "[40]any", "[1]float64", "[17]Blank",
    "struct { a, b int32 }", "struct { a int8; b int64 }", "struct { s string; n int }",
    "struct { a any; f float32 }", "struct { s string }",
    "struct { c complex64; _ int; d [3]byte }",
    "[5]struct { s string; p *int }", "struct { a [20]struct { f float64; i Drawer }; b byte }",
  ]

  /// Elements of every way to lie in a slot.
  static let mapElements = [
    "int", "struct{}", "string", "[128]byte", "[17]*int", "*Point", "any", "func()", "bool",
    "map[int]int8", "[]int", "[0]int", "Large", "[3]uint16", "struct { a byte; p *int }",
  ]

  static let maps =
    mapKeys.map { "map[\($0)]int" } + mapKeys.map { "map[\($0)][200]byte" }
    + mapElements.map { "map[string]\($0)" } + mapElements.map { "map[byte]\($0)" }
    + [
      "map[[200]byte]struct{}", "map[Empty]Empty", "[]map[Key]Text", "map[error]map[Drawer]any",
      "Table", "Counts", "struct { Table; n int }",
    ]

  /// Types whose pointers take more than a mask to tell, and those just below. The first limit is
  /// Go 1.27's.
  static let large = [
    "[128]*int", "[129]*int", "[65]any", "struct { a [128]int; p *int }", "[64]string",
    "[65]string",
    "[16384]*int", "[16385]*int", "[8193]any", "[8192]any", "[16385][0]*int", "[20000]string",
    "struct { a [16383]int; p *int }", "struct { a [16384]int; p *int }",
    "[20000]struct { a int; b *int; c [3]any }", "struct { h [3]string; a [20000]any; t []int }",
    "[100][100][3]any", "[3][10000]struct { n [40]int; s string }", "map[int][20000]*int",
    "struct { a [200]struct { p *int; n [130]int }; b int }",
    "[9][9][9][9]struct { n int; e error }",
    "struct { a [40]int; p [300]*int; b [33]int; q [300]func(); c [500]int; s string }",
  ]

  static let genericTypes = [
    "type Pair[K comparable, V any] struct { Key K; Value V; next *Pair[K, V] }",
    "type Chain[T any] []T",
    "type lists[T any] struct { Pair[string, T]; *Chain[T]; rest []lists[T] }",
    "type Visitor[T any] interface { Visit(T) Visitor[T]; leave(*T) }",
  ]
  static let genericMethods = [
    "func (p *Pair[K, V]) Swap(other *Pair[K, V]) (K, V)", "func (Pair[K, V]) key() K",
    "func (Chain[T]) Len() int",
  ]

  /// Types that mention instances of generic types, of which a program has what it mentions alone.
  static let instances = [
    "Pair[string,int]", "*Pair[Key,[]Point]", "[]Pair[int8,Pair[bool,any]]", "Chain[Text]",
    "lists[shape.Base]", "Visitor[struct { X int \"t\"; y shape.Plain }]",
    "map[Pair[string,error]]Chain[*Tree]", "func(Chain[func(...int)]) Visitor[<-chan Celsius]",
    "struct { Pair[Only,unsafe.Pointer] }", "Pair[[2]string,map[string]interface { m(); M() }]",
    "[20000]Pair[*int,string]",
  ]

  /// A universe that declares both packages.
  static func universe(for release: GoRelease = .go1_27) throws -> Universe {
    var universe = release.universe
    try universe.declare(shapeTypes + shapeMethods, in: shape)
    try universe.declare(
      geometryTypes + geometryMethods + genericTypes + genericMethods, in: geometry,
      imports: [shape])
    return universe
  }

  /// The same as Go source, which keeps a pointer to each type expression and declared type.
  static func module(
    _ universe: Universe, expressions: [String], release: String
  ) -> [String: String] {
    func source(_ package: Package, _ parts: [String]) -> String {
      (["package \(package.name)", ""] + parts + [""]).joined(separator: "\n")
    }
    func bodies(_ methods: [String]) -> [String] { methods.map { $0 + " { panic(0) }" } }
    let declared = universe.typeDeclarations(in: geometry.path).map(\.name)
      .filter { !$0.isInstance }.map(\.name)
    let sink = (declared + expressions).map { "\t(*\($0))(nil)," }
    return [
      "go.mod": "module example.com\n\ngo \(release)\n",
      "shape.v2/shape.go": source(shape, shapeTypes + bodies(shapeMethods)),
      "geometry/geometry.go": source(
        geometry,
        ["import \"unsafe\"", "import \"example.com/shape.v2\"", "", "var _ unsafe.Pointer"]
          + geometryTypes + bodies(geometryMethods) + genericTypes + bodies(genericMethods)
          + ["var Sink = []any{"] + sink + ["}"]),
      "host/main.go": """
      package main

      import (
      	"example.com/geometry"
      	_ "plugin"
      )

      var Sink = geometry.Sink

      func main() { println(len(Sink), Sink) }

      """,
    ]
  }
}
