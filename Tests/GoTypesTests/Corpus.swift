import GoTypes

/// Declarations and types that every oracle sees, in two packages of which one imports the other.
enum Corpus {
  /// A period in the last element of the path, which symbols escape.
  static let shape = Package(path: "example.com/shape.v2", name: "shape")
  static let geometry = Package(path: "example.com/geometry", name: "geometry")

  static let shapeDeclarations = [
    "type Base struct { id int; Name string }",
    "func (Base) ID() int; func (b *Base) SetName(name string); func (Base) hidden()",
    "type Hidden interface { M(int) string; m() }",
    "type private struct { X, y int }; func (private) Promoted()",
    "func (*private) PointerPromoted()",
    "type Alias = private",
    "type Ints []int; func (Ints) Len() int; func (*Ints) Push(int)",
    "type Box[T any] struct { V T; hidden T \"tag\" }",
    "func (Box[T]) Get() T; func (b *Box[E]) set(e E) Box[E]",
    "type Number interface { ~int | ~float64 }",
    "type Sum[T Number] func(...T) T",
  ]

  static let geometryDeclarations = [
    "type Point struct { X, Y float64; next *Point \"json:\\\"next\\\"\" }",
    "func (p *Point) Scale(k float64)\nfunc (Point) Name() string\nfunc (p Point) zero() bool",
    "type (\n  ID = int\n  id = int\n  Text string\n  Celsius float32\n)",
    "func (Text) String() string; func (t *Text) Set(s string) (n int, err error)",
    "type Tree struct { Left, Right *Tree; Values map[string][]*Tree }",
    "type Embeds struct { shape.Base; *Point; error }",
    "type Deep struct { Embeds; Text }",
    "type Ambiguous struct { Left; Right }",
    "type Left struct { Both }; type Right struct { Both; Only int }; type Both struct { Z int }",
    "func (Both) Shared(); func (Right) Single(); func (*Left) OnPointer()",
    "type Shadow struct { Point; Scale int }",
    "type PointerShadow struct { Inner; Outer }",
    "type Inner struct { Deepest }; type Deepest struct{}; func (Deepest) F()",
    "type Outer struct{}; func (*Outer) F()",
    "type Alias struct { shape.Alias; ID; id }",
    "type Predeclared struct { int; *string; byte \"b\"; rune; any }",
    "type Drawer interface { Draw(x, y int, opts ...string) (err error) }",
    "type Everything interface { Drawer; fmt(string) Everything; shape.Hidden; Äpfel(); éa() }",
    "type Unrelated interface { Drawer; interface { Draw(int, int, ...string) error } }",
    "type HoldsInterface struct { Drawer; *Tree }",
    "type Recursive func(Recursive) (map[ID]Recursive, *Recursive)",
    "type Channel chan Channel; type List []List; type Self *Self; type Table map[string]Table",
    "func (List) Len() int; func (Recursive) Call(); func (Channel) Close()",
    "type Loop [2]*Loop; type Wrapper struct { Loop }; func (Loop) Walk(*Wrapper)",
    "type Copy Point; type PointPointer *Point; type CopyPointer PointPointer",
    "type Empty struct{}; type Trailing struct { A int32; B Empty }",
    "type Large [1000][3]struct { p *int; s string; n int }",
    "type Bare [0x1_0]int",
    "type Only struct { p *int }; type OnlyArray [1]Only; type Tagged struct { _ Empty; p *int }",
    "type Кириллица struct { Поле int; поле string }",
    "func (Кириллица) Метод(); func (Кириллица) метод()",
    "type Pair[K comparable, V any] struct { Key K; value V }",
    "func (p *Pair[K, V]) Swap(V) *Pair[K, V]; func (Pair[A, _]) key() A",
    "type Sequence[T any] []T",
    "func (Sequence[E]) Len() int; func (s *Sequence[E]) Push(e ...E)",
    "type Ordered interface { ~int | ~string | ~float64 }",
    "type Heap[T Ordered] struct { items Sequence[T]; less func(T, T) bool }",
    "type Node[T any] struct { next *Node[T]; Pair[string, T]; *Sequence[T] }",
    "type Getter[T any] interface { Get() T; set(T) shape.Box[*T] }",
    "type Handler[T any] func(T) Handler[T]; type Of[T any] struct { p *T }",
    "func (h Handler[T]) Handle(p Pair[string, T]) (Handler[T], error)",
    "type lower[T any] map[string]lower[T]; func (lower[T]) M(T)",
    "type Lower = lower[int]; type HasLower struct { Lower; shape.Box[int] }",
    "type Derived Pair[string, int]; func (Derived) Own()",
    "var Version, Commit string; var Points []*Point",
    "func Add(a, b int) int; func Walk(t *Tree, f func(*Tree) bool)",
  ]

  /// Type expressions as package geometry writes them.
  static let types = listed + random

  private static let listed =
    [
      "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32",
      "uint64", "uintptr", "float32", "float64", "complex64", "complex128", "string",
      "unsafe.Pointer", "byte", "rune", "any", "error", "*error", "**int",
    ]
    + [
      "[]int", "[3]string", "[0]*int", "[0]func()", "[1]*int", "[1]string", "[2]any",
      "[1][1]map[int]int",
      "[5]struct { a int8; b int16 }", "[0x10]byte", "[0b11]byte", "[0o17]byte", "[017]byte",
      "[1_000]byte", "[200]*int", "[3]complex64",
    ]
    + [
      "map[string]*Point", "map[Point]error", "map[[2]any]struct{}", "map[*Point]map[ID]id",
      "chan int", "<-chan int", "chan<- int", "chan (<-chan int)", "chan<- chan int",
      "chan<- (<-chan func() chan int)", "<-chan (<-chan int)", "chan chan<- (chan int)",
    ]
    + [
      "func()", "func(int, string) error", "func(...any)",
      "func(a, b int, c ...[]string) (x, y Point)",
      "func(func(int) bool) func() (<-chan int)", "func(_ int, _ string)", "func() (_ error)",
      "func(interface{}, struct{}) (*[3]int, error)",
    ]
    + [
      "struct{}", "struct { a int8; b int64; c int8 }", "struct { a *int; b int; c *int; d int }",
      "struct { X, Y int; _ int; _ string }", "struct { a int32; _ int32 }", "struct { _ int }",
      "struct { Point; *Tree; shape.Base; *shape.Ints }", "struct { error; any; ID; id; byte }",
      "struct { X int \"a\"; Y int `b\"\\n`; z int \"\\u00e9\\x00\\u200b\\U0001F600\\t\\a\" }",
      "struct { a int32; b struct{} }", "struct { b struct{}; a int32 }", "struct { a [0]func() }",
      "struct { p *int }", "struct { p [1]*int; e struct{} }", "struct { e struct{}; p *int }",
      "struct { f float32; g float32 }", "struct { s string; t string }", "struct { f func() }",
      "struct { a bool; b any }", "struct { u uint8; v uint16; w uint32; x uint64 }",
      "struct { c complex64; d complex128 }", "struct { m map[int]int; c chan int }",
      "struct { shape.Alias \"tag\" }", "struct { *shape.Alias }",
      "struct { n []byte; s [2]string }",
    ]
    + [
      "interface {}", "interface { M() }", "interface { error; Drawer }",
      "interface { b(); a(); B(); A() }", "interface { shape.Hidden }", "interface { Everything }",
      "interface { shape.Hidden; m(); M(int) string }", "interface { É(); z(); _a(); Z() }",
    ]
    + [
      "Point", "*Point", "**Point", "Text", "*Text", "Celsius", "Tree", "*Tree", "Embeds",
      "*Embeds",
      "Deep", "*Deep", "Ambiguous", "*Ambiguous", "Shadow", "*Shadow", "PointerShadow",
      "*PointerShadow", "Alias", "*Alias", "Predeclared", "Drawer", "*Drawer", "Everything",
      "Unrelated", "HoldsInterface", "*HoldsInterface", "Recursive", "Channel", "List", "*List",
      "Self", "Table", "Loop", "*Loop", "Wrapper", "*Wrapper", "Copy", "*Copy", "PointPointer",
      "CopyPointer", "Empty", "Trailing", "Large", "Bare", "Only", "OnlyArray", "Tagged",
      "Кириллица", "*Кириллица", "shape.Base", "*shape.Base", "shape.Hidden", "shape.Alias",
      "*shape.Alias", "shape.Ints", "*shape.Ints", "[]shape.Alias", "Left", "*Left", "Right",
      "struct { Deep; n int }", "*struct { *Deep }", "struct { Right; *Left }",
    ]
    + [
      "Pair[string, int]", "*Pair[string, int]", "Pair[string, shape.Base]", "Pair[ID, Point]",
      "Pair[shape.Alias, *Tree]", "*Pair[error, any]", "Pair[string, Pair[string, int]]",
      "Pair[[2]any, struct { X int \"json:\\\"a,b\\\"\"; y int; _ bool }]",
      "Pair[interface{ m(); M() }, map[string][]chan<- func(...int) (a, b error)]",
      "shape.Box[int]", "shape.Box[Point]", "*shape.Box[shape.Base]", "shape.Box[Кириллица]",
      "shape.Box[struct { Pair[int, int]; *shape.Box[bool]; error }]", "shape.Sum[float64]",
      "Node[Node[int]]", "*Node[Node[int]]", "Getter[error]", "Handler[map[string]any]",
      "Heap[Text]", "Heap[string]", "Of[func()]", "Of[struct{}]", "[]Pair[string, int]",
      "map[Pair[string, int]]shape.Box[chan<- int]", "struct { Pair[string, int]; n int }",
      "*struct { *shape.Box[int]; Sequence[bool] }", "Sequence[Sequence[byte]]",
      "*Sequence[rune]", "lower[string]", "Lower", "*HasLower", "Derived", "*Derived",
      "func(Pair[string, int], ...Sequence[int]) Of[Of[Of[int]]]", "Pair[bool, unsafe.Pointer]",
      "interface { Getter[int]; Other(Getter[string]) }", "shape.Box[shape.Box[Celsius]]",
    ]

  /// Types that a generator makes of the declared ones, instances of generics among them; the same
  /// on every run. Empty where the corpus itself is refused, which tests find.
  private static let random: [String] = {
    do {
      var universe = try Corpus.universe()
      for text in listed { _ = try universe.resolveType(text, in: geometry) }
      let names = universe.typeDeclarations(in: geometry.path).map(\.name).filter {
        $0.isInstance || ["Point", "Tree", "Text", "Кириллица"].contains($0.name)
      }
      var generator = TypeGenerator(seed: 7, package: geometry, names: names)
      return (0..<120).map { _ in
        universe.string(generator.type(depth: 4), qualifier: .source(in: geometry))
      }
    } catch { return [] }
  }()

  /// The universe of both packages.
  static func universe() throws -> Universe {
    var universe = Universe()
    try universe.declare(shapeDeclarations, in: shape)
    try universe.declare(geometryDeclarations, in: geometry, imports: [shape])
    return universe
  }

  /// A type expression with what our parser makes of it.
  struct Entry {
    var expression: String
    var type: GoType
  }

  static func entries(in universe: inout Universe) throws -> [Entry] {
    try types.map { Entry(expression: $0, type: try universe.resolveType($0, in: geometry)) }
  }
}
