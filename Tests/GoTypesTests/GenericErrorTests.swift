import Foundation
import GoTypes
import TestSupport
import Testing

/// Declarations of generic types, of which go/types says whether they are Go.
private let valid = [
  "type Pair[K comparable, V any] struct { Key K; Value V }\nfunc (p *Pair[K, V]) Swap(V) *Pair[K, V]",
  "type L[T any] []T\nfunc (l L[E]) Len() int\nfunc (_ *L[_]) Push()\nvar a L[int]; var b L[L[string]]",
  "type N interface { ~int | ~string }; type S[T N] struct { t T }\nvar a S[int]; type My int; var b S[My]",
  "type S[T ~int | ~string, P *T | []T,] struct { t T; p P }\nvar a S[int, *int]",
  "type S[T interface { ~int; String() string }] struct{}\ntype My int\nfunc (My) String() string\nvar a S[My]",
  "type A[T any] = []T\nvar a A[int]; type B = A[string]",
  "type A[T any] = map[string]T\ntype U[T any] struct { A A[T]; p *U[T] }\nvar u U[int]",
  "type List[T any] struct { next *List[T]; v T }\nvar a List[List[int]]",
  "type T[P any] struct { f *T[P] }", "type T[P any] struct { f []T[P] }\nvar a T[int]",
  "type Tree[T interface { Less(T) bool }] struct { l, r *Tree[T]; v T }\ntype I int\nfunc (I) Less(I) bool\nvar t Tree[I]",
  "type C[T comparable] struct { m map[T]int }\nvar a C[any]; var b C[[2]string]",
  "type E[T any] struct { other.Open; L[T] }\ntype L[T any] []T\nfunc (L[T]) Len() int\nvar a E[int]",
  "type F[T any] func(T, ...T) (T, error)\nfunc (F[T]) Call(T)\nvar f F[struct { x int }]",
  "type I[T any] interface { Get() T; Set(T) }\nvar i I[int]\ntype J[T any] interface { I[T]; I[T] }\nvar j J[bool]",
  "type K[T any] interface { ~[]T }\ntype S[E any, L K[E]] struct { l L }\nvar s S[int, []int]",
  "type P[T any] struct { a [3]T; b chan T; c map[string]T; d func(T) T; e interface { M(T) } }\nvar p P[P[int]]",
  "type T[P any] struct{ p P }\nfunc (t T[Q]) M(q Q) T[Q]\nvar t T[error]",
  "type T[int any] struct { x int }\nvar t T[string]",
  "type Num interface { Int | Float }; type Int interface { ~int | ~int8 }; type Float interface { ~float64 }\ntype S[T Num] []T\nvar s S[float64]",
  "type Both interface { Int; ~int8 | ~string }; type Int interface { ~int | ~int8 }\ntype S[T Both] []T\nvar s S[int8]",
  "type C interface { comparable; M() }\ntype S[T C] struct{ m map[T]T }",
  "type S[T any, U interface { *T; Set() }] struct { t T; u U }\ntype X int\nfunc (*X) Set()\nvar s S[X, *X]",
  "type A[P any] struct { p *B[P] }; type B[P any] struct { a A[P] }\nvar a A[int]",
  "type A[P any] struct { b B[P] }; type B[P any] struct { a *A[P] }\nvar a A[int]",
  "func F(Pair[int, string]) Pair[string, int]\ntype Pair[A, B any] struct { a A; b B }",
  "type List[T any] []T\nfunc F(List[int], List[string])\nfunc G(a []int, b List[int], c [5]List[int])",
  "type List[T any] []T\ntype S struct { List[int]; a [5]List[int]; b []List[string]; c List[bool] \"tag\" }",
  "type List[T any] []T\ntype S struct { *List[int] \"tag\" }",
  "type P[K, V any] struct { k K; v V }\ntype S struct { P[int, string]; Q *P[int, P[bool, bool]] }",
  "type Fix[T any] interface { M() Fix[T] }\nvar f Fix[int]",
  "type Set[T comparable] map[T]struct{}\nfunc (s Set[T]) Union(Set[T]) Set[T]\nvar s Set[string]",
  "type Opt[T any] func(*T)\ntype Conf struct{ opts []Opt[Conf] }",
  "type S[T any] struct { T2 T }\ntype D S[int]\nfunc (D) M()",
  "type T[P interface { int }] []P\nvar t T[int]", "type T[P [5]int] []P\nvar t T[[5]int]",
  "type T[P interface { m() }] []P", "type T[_ any, _ any] int\nvar t T[int, string]",
  "type G[T any] struct{}\nfunc (G[T]) M()\ntype H[T interface { M() }] struct{}\nvar h H[G[int]]",
  "type G[T any] struct{}\nfunc (G[T]) M(T)\ntype H[T any, U interface { M(T) }] struct{}\nvar h H[int, G[int]]",
  "type A[T any] struct{ x T }\ntype B struct { a A[*B] }",
  "type T[P any] struct { x struct { y P } }\nvar t T[[0]func()]",
  "type T[P any, Q interface { []P }] struct{}\ntype U[R any] T[R, []R]",
  "type T[P *int,] struct{}", "type T[P *struct{}] struct{}", "type T[P (int),] int",
  "type T[P []int] int",
  "func (T[P]) m()\ntype T[P any] struct{}",
  "type Ord interface { ~int | ~string }\ntype M[K Ord, V any] struct { root *node[K, V] }\ntype node[K Ord, V any] struct { k K; v V; c [2]*node[K, V] }\nfunc (m *M[K, V]) Get(K) (V, bool)\nvar m M[string, []byte]",
  "type C interface { comparable }", "type C interface { int }",
  "type C interface { ~int | string }",
  "type C = interface { ~int }\ntype S[T C] []T",
  "type X interface { any | int }\ntype S[T X] []T\nvar s S[error]",
  "type E[T error] struct { e T }\nvar e E[error]",
  "type T[P any] interface { comparable; M(P) }\ntype S[P T[P]] []P",
  "type _[P any] struct { p P }",
  "type X struct{}\nfunc (X) Map[P any](p P) P\ntype Y[T any] struct{}\nfunc (Y[T]) Map[P interface { M(T) }](P) Y[P]",
]

/// What is no Go, with our message.
private let wrong: [(text: String, message: String)] = [
  ("type T[P any] P", "1:15: a type declaration cannot stand for type parameter P itself"),
  ("type T[P any] = P", "1:17: a type declaration cannot stand for type parameter P itself"),
  ("type T[P any] struct { P }", "1:24: an embedded field cannot be a type parameter, P"),
  ("type T[P any] struct { *P }", "1:24: an embedded field cannot be a type parameter, *P"),
  (
    "type T[P any] struct { m map[P]int }",
    "1:30: invalid map key type P: its values cannot be compared"
  ),
  ("type T[P any] struct { f *T[[]P] }", "1:8: instantiation without end: P becomes part of P"),
  (
    "type T[P any] struct{}\nfunc (T[P]) M() T[*P]",
    "1:8: instantiation without end: P becomes part of P"
  ),
  (
    "type T[P any] struct { f *U[[]P] }; type U[P any] struct { f *T[P] }",
    "1:8: instantiation without end: P becomes part of P becomes part of P"
  ),
  ("type T[P any] struct { f T[P] }", "1:6: invalid recursive type T[P] refers to T[P]"),
  (
    "type T[P any] struct { f U[P] }; type U[P any] struct { f T[P] }",
    "1:6: invalid recursive type T[P] refers to U[P] refers to T[P]"
  ),
  (
    "type A[P any] struct { p P }; type B struct { a A[B] }",
    "1:36: invalid recursive type B refers to A[B] refers to B"
  ),
  (
    "type A[P any] struct { p P }; type B[Q any] struct { a A[B[Q]] }",
    "1:36: invalid recursive type B[Q] refers to A[B[Q]] refers to B[Q]"
  ),
  ("type A[P any] = []A[P]", "1:6: invalid recursive type A refers to A"),
  ("type T[P any] []P; var t T", "1:26: generic type T needs type arguments, as in T[int]"),
  ("type T[P any] []P; func (T) M()", "1:26: generic type T needs type arguments, as in T[int]"),
  ("type T []int; var t T[int]", "1:21: T is not generic and takes no type arguments"),
  ("type T[P any] []P; var t T[int, string]", "1:26: generic type T takes 1 type arguments, not 2"),
  ("type T[P, Q any] []P; var t T[int]", "1:29: generic type T takes 2 type arguments, not 1"),
  ("type T[P any] []P; func (T[P, Q]) M()", "1:26: generic type T takes 1 type arguments, not 2"),
  (
    "type T[P any] []P; func (T[[]int]) M()",
    "1:28: []int is no name: a receiver's brackets name the type parameters of its type"
  ),
  ("type T[P any] []P; func (T[P]) M(); func (*T[Q]) M()", "1:50: duplicate method M"),
  (
    "type T[P any] struct { M P }; func (T[P]) M()",
    "1:43: type T has both a field and a method called M"
  ),
  (
    "type T[P any] *P; func (T[P]) M()",
    "1:25: invalid receiver type T: a pointer type has no methods of its own"
  ),
  (
    "type T[P any] interface{}; func (T[P]) M()",
    "1:34: invalid receiver type T: an interface has only the methods it lists"
  ),
  (
    "type T[P comparable] []P; var t T[[]int]",
    "1:35: []int does not satisfy comparable: it cannot be compared"
  ),
  (
    "type T[P interface { ~int }] []P; var t T[string]",
    "1:43: string does not satisfy ~int: string is not among the union's terms"
  ),
  (
    "type T[P int | string] []P; type M int; var t T[M]",
    "1:49: M does not satisfy int | string: M is not among the union's terms"
  ),
  (
    "type T[P interface { M() }] []P; var t T[int]",
    "1:42: int does not satisfy interface { M() }: it has no method M"
  ),
  (
    "type T[P interface { M() }] []P; type X int; func (X) M() int; var t T[X]",
    "1:72: X does not satisfy interface { M() }: its method M has another signature"
  ),
  (
    "type T[P interface { M() }] []P; type X int; func (*X) M(); var t T[X]",
    "1:69: X does not satisfy interface { M() }: it has no method M"
  ),
  (
    "type T[P ~int] []P; type U[Q any] struct { t T[Q] }",
    "1:48: Q does not satisfy ~int: it is not limited to the union's terms"
  ),
  (
    "type T[P ~int] []P; type U[Q ~int | ~string] struct { t T[Q] }",
    "1:59: Q does not satisfy ~int: ~string is not among the union's terms"
  ),
  (
    "type T[P comparable] []P; type U[Q any] struct { t T[Q] }",
    "1:54: Q does not satisfy comparable: it cannot be compared"
  ),
  (
    "type T[P ~int] []P; var t T[any]",
    "1:29: interface {} does not satisfy ~int: it is not limited to the union's terms"
  ),
  (
    "type N interface { ~int }; var n N",
    "1:34: N only constrains type parameters, and is the type of no value"
  ),
  (
    "type N interface { ~int }; type S struct { n []N }",
    "1:48: N only constrains type parameters, and is the type of no value"
  ),
  (
    "type N interface { ~int }; func F(N)",
    "1:35: N only constrains type parameters, and is the type of no value"
  ),
  (
    "var c comparable",
    "1:7: interface {} only constrains type parameters, and is the type of no value"
  ),
  (
    "var c interface { int }",
    "1:7: interface {} only constrains type parameters, and is the type of no value"
  ),
  (
    "type K[T any] interface { ~[]T }; var k K[int]",
    "1:41: K[int] only constrains type parameters, and is the type of no value"
  ),
  ("type T[P any, Q P] struct{}", "1:17: type parameter P is no constraint"),
  ("type T[P any, Q interface { P }] struct{}", "1:29: type parameter P is no constraint"),
  (
    "type T[P any, Q interface { P | int }] struct{}",
    "1:29: P cannot be a term: it is a type parameter"
  ),
  (
    "type M int; type T[P ~M] struct{}",
    "1:22: ~M cannot be a term: the underlying type is int, which is what ~ stands before"
  ),
  ("type T[P int | ~int] struct{}", "1:16: ~int cannot be a term: it overlaps with int"),
  ("type T[P int | error] struct{}", "1:16: error cannot be a term: it has methods"),
  (
    "type T[P int | comparable] struct{}",
    "1:16: interface {} cannot be a term: it asks for comparable"
  ),
  (
    "type T[P ~error] struct{}",
    "1:10: ~error cannot be a term: ~ stands before a type that is no interface"
  ),
  ("type T[P, P any] struct{}", "1:11: duplicate type parameter P"),
  ("type T[P any] struct{}; func (t T[P]) M(P int)", "1:41: duplicate parameter P"),
  ("type T[P, Q any] struct{}; func (T[P, P]) M()", "1:39: duplicate type parameter P"),
  ("type T[P] struct{}", "1:8: an array length must be an integer literal"),
  ("type T[P any] struct { L[P]; L[int] }; type L[P any] []P", "1:30: duplicate field L"),
  ("type T[P any] struct { f P[int] }", "1:26: P is not generic and takes no type arguments"),
  (
    "type T[P Missing] struct{}",
    "1:10: undeclared type Missing in package example.com/p; declare it or list its package in the imports"
  ),
  (
    "type I[T any] interface { M(T) }; type J interface { I[int]; I[string] }",
    "1:62: embedded interfaces have a method M with different signatures"
  ),
  (
    "type P[T any] *T; type S struct { P[int] }",
    "1:35: an embedded field cannot be a pointer, P[int]"
  ),
  ("var x [3]other.Open[int]", "1:10: other.Open is not generic and takes no type arguments"),
  (
    "type A[T any] = []T; func (A[T]) M()",
    "1:28: invalid receiver type A: an alias has no methods; declare them on the type it stands for"
  ),
  (
    "type L[T any] []T; type A = L[int]; func (A) M()",
    "1:43: invalid receiver type L[int]: an instance has only the methods of its generic type"
  ),
  ("type X struct{}; func (X) M(); func (X) M[P any]()", "1:41: duplicate method M"),
  (
    "type X struct { M int }; func (X) M[P any]()",
    "1:35: type X has both a field and a method called M"
  ),
  ("type X[T any] struct{}; func (X[T]) M[T any]()", "1:39: duplicate parameter T"),
  ("type X struct{}; func (X) M[P int](P) Q", "1:39: undeclared type Q in package example.com/p"),
  (
    "type T[P any, Q any] struct { f *T[Q, *P] }",
    "1:8: instantiation without end: P becomes part of Q becomes part of P"
  ),
]

@Suite struct GenericErrorTests {
  static let package = Package(path: "example.com/p", name: "p")
  static let other = Package(path: "example.com/other", name: "other")
  static let otherDeclarations = ["type Open struct{}", "type Doer interface { Do() }"]

  private func declare(_ text: String) throws(DeclarationError) -> Universe {
    var universe = Universe()
    try universe.declare(Self.otherDeclarations, in: Self.other)
    try universe.declare([text], in: Self.package, imports: [Self.other])
    return universe
  }

  @Test(arguments: valid) func whatIsGoIsAccepted(text: String) {
    #expect(throws: Never.self) { try declare(text) }
  }

  @Test(arguments: wrong.indices) func whatIsNoGoIsRefused(index: Int) {
    let (text, message) = wrong[index]
    let error = #expect(throws: DeclarationError.self, "\(text)") { try declare(text) }
    #expect(
      error?.description.hasPrefix("declaration 1, " + message) == true,
      "\(text): \(error?.description ?? "accepted")")
  }

  /// go/types agrees with both lists, and puts one of its errors where we put ours.
  @Test func goTypesAgrees() throws {
    let sources =
      ["package other\n" + Self.otherDeclarations.joined(separator: "\n")]
      + (valid + wrong.map(\.text)).map { text in
        var imports = "package p\n"
        if text.contains("other.") { imports += "import \"example.com/other\"\n" }
        return imports + "//line p.go:1:1\n" + text + "\n"
      }
    let module = try GoModule(files: [
      "go.mod": "module example.com\n\ngo 1.27\n", "main.go": acceptanceProgram,
      "sources.json": String(decoding: try JSONEncoder().encode(sources), as: UTF8.self),
    ])
    let output = try GoToolchain().run(["run", ".", "sources.json"], in: module).standardOutput
    let answers = try JSONDecoder().decode([String].self, from: output)
    #expect(answers.count == valid.count + wrong.count)
    for (text, answer) in zip(valid, answers) {
      // Generic methods must have bodies, which are no part of a declaration here.
      let errors = answer.split(separator: "\n").filter { !$0.hasSuffix("missing function body") }
      #expect(errors == [], "\(text)")
    }
    for ((text, message), answer) in zip(wrong, answers.dropFirst(valid.count)) {
      let place = message.split(separator: ":").prefix(2).joined(separator: ":")
      // Of generics that contain themselves, go/types tells the field, as we tell the type.
      let isOfGenerics = message.contains("invalid recursive type") && message.contains("refers to")
      #expect(
        answer.contains("p.go:\(place):") || isOfGenerics && answer.contains("recursive type"),
        "\(text): \(message)\n\(answer)")
    }
  }
}
