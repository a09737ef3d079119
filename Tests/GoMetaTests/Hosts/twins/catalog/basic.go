// Package catalog declares types of every shape. The same declarations, in a
// package of this path or of another, are compiled into plugins by GoMeta.
package catalog

import "unsafe"

type Bool bool
type Int int
type Int8 int8
type Int16 int16
type Int32 int32
type Int64 int64
type Uint uint
type Uint8 uint8
type Uint16 uint16
type Uint32 uint32
type Uint64 uint64
type Uintptr uintptr
type Float32 float32
type Float64 float64
type Complex64 complex64
type Complex128 complex128
type String string
type UnsafePointer unsafe.Pointer

func (i Int) Double() Int { return i * 2 }
func (i *Int) Increment() { *i++ }

var PBool *Bool
var PInt *Int
var PInt8 *Int8
var PInt16 *Int16
var PInt32 *Int32
var PInt64 *Int64
var PUint *Uint
var PUint8 *Uint8
var PUint16 *Uint16
var PUint32 *Uint32
var PUint64 *Uint64
var PUintptr *Uintptr
var PFloat32 *Float32
var PFloat64 *Float64
var PComplex64 *Complex64
var PComplex128 *Complex128
var PString *String
var PUnsafePointer *UnsafePointer

var UBool *bool
var UInt *int
var UInt8 *int8
var URune *rune
var UInt64 *int64
var UUint *uint
var UByte *byte
var UUint16 *uint16
var UUint64 *uint64
var UUintptr *uintptr
var UFloat32 *float32
var UFloat64 *float64
var UComplex64 *complex64
var UComplex128 *complex128
var UString *string
var UUnsafePointer *unsafe.Pointer
var UPointers ****int
