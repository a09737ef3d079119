// What every program of Go 1.2 has and objects refer to. Nothing here is called.
	.data
	.balign 8
	.globl "runtime.algarray"
"runtime.algarray": .zero 22 * 32

	.text
	.irp name, memhash, strhash, interhash, interequal, memprint, memcopy
	.globl "runtime.\name"
"runtime.\name":
	.endr
	.long 0
	.section .note.GNU-stack, "", %progbits
