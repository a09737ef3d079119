/// Packages whose types the vectors use and do not describe: their declarations in Go 1.8, as far
/// as the vectors' layouts depend on them.
enum Go18Externals {
  static let declarations: [(path: String, texts: [String])] = [
    ("unicode", ["type Range16 struct { Lo, Hi, Stride uint16 }"]),
    (
      "encoding",
      [
        "type TextMarshaler interface { MarshalText() (text []byte, err error) }",
        "type TextUnmarshaler interface { UnmarshalText(text []byte) error }",
      ]
    ),
    ("internal/singleflight", ["type Result struct { Val interface{}; Err error; Shared bool }"]),
    (
      "io",
      [
        "type Reader interface { Read(p []byte) (n int, err error) }",
        "type Writer interface { Write(p []byte) (n int, err error) }",
        "type ByteReader interface { ReadByte() (byte, error) }",
        "type ByteScanner interface { ByteReader; UnreadByte() error }",
        "type RuneReader interface { ReadRune() (r rune, size int, err error) }",
        "type RuneScanner interface { RuneReader; UnreadRune() error }",
      ]
    ),
    (
      "syscall",
      [
        "type Timespec struct { Sec, Nsec int64 }", "type Timeval struct { Sec, Usec int64 }",
        "type Iovec struct { Base *byte; Len uint64 }",
        "type NlMsghdr struct { Len uint32; Type, Flags uint16; Seq, Pid uint32 }",
        "type NetlinkMessage struct { Header NlMsghdr; Data []byte }",
        "type RtAttr struct { Len, Type uint16 }",
        "type NetlinkRouteAttr struct { Attr RtAttr; Value []byte }",
        "type Sockaddr interface { sockaddr() (ptr *int, len uint32, err error) }",
        "type WaitStatus uint32",
        """
        type Stat_t struct {
          Dev, Ino, Nlink uint64; Mode, Uid, Gid uint32; X__pad0 int32; Rdev uint64
          Size, Blksize, Blocks int64; Atim, Mtim, Ctim Timespec; X__unused [3]int64
        }
        """,
      ]
    ),
    (
      "image/color",
      [
        "type Color interface { RGBA() (r, g, b, a uint32) }",
        "type Model interface { Convert(c Color) Color }", "type Palette []Color",
        "type Alpha struct { A uint8 }", "type Alpha16 struct { A uint16 }",
        "type Gray struct { Y uint8 }", "type Gray16 struct { Y uint16 }",
        "type CMYK struct { C, M, Y, K uint8 }", "type YCbCr struct { Y, Cb, Cr uint8 }",
        "type NYCbCrA struct { YCbCr; A uint8 }", "type RGBA struct { R, G, B, A uint8 }",
        "type RGBA64 struct { R, G, B, A uint16 }", "type NRGBA struct { R, G, B, A uint8 }",
        "type NRGBA64 struct { R, G, B, A uint16 }",
      ]
    ),
    (
      "regexp/syntax",
      [
        "type EmptyOp uint8", "type InstOp uint8",
        "type Inst struct { Op InstOp; Out, Arg uint32; Rune []rune }",
        "func (i *Inst) MatchEmptyWidth(before rune, after rune) bool",
        "func (i *Inst) MatchRune(r rune) bool", "func (i *Inst) MatchRunePos(r rune) int",
        "func (i *Inst) String() string", "func (i *Inst) op() InstOp",
      ]
    ),
    (
      "bytes",
      ["type Buffer struct { buf []byte; off int; bootstrap [64]byte; lastRead int }"]
    ),
    (
      "go/token",
      [
        "type Pos int", "type Token int",
        "type Position struct { Filename string; Offset, Line, Column int }",
      ]
    ),
    ("go/scanner", ["type Error struct { Msg string }", "type ErrorList []*Error"]),
    ("context", ["type Context interface { Err() error }"]),
  ]

  /// The described packages, each after those that it uses.
  static let order = [
    "sync", "time", "reflect", "os", "fmt", "math/big", "image", "encoding/xml", "regexp", "go/ast",
    "text/template/parse", "net",
  ]
}
