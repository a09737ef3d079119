// What a host of Go 1.8 has and a plugin asks of it, in Go's stack convention. Every function that
// returns leaves rubbish in all registers that the convention does not keep.
#if defined(__x86_64__)
	.text
	.macro rubbish
	movq $0x1111, %rax
	movq %rax, %rbx
	movq %rax, %rcx
	movq %rax, %rdx
	movq %rax, %rsi
	movq %rax, %rdi
	movq %rax, %r8
	movq %rax, %r9
	movq %rax, %r10
	movq %rax, %r11
	movq %rax, %r12
	movq %rax, %r13
	movq %rax, %r14
	movq %rax, %r15
	movq %rax, %xmm0
	movq %rax, %xmm7
	movq %rax, %xmm15
	.endm

	// A Go function of three argument words and one result word after `words` arguments, made of a
	// C function.
	.macro gofunction name, c, result
	.globl "\name"
	.type "\name", @function
"\name":
	pushq %rbp
	movq %rsp, %rbp
	andq $-16, %rsp
	movq 16(%rbp), %rdi
	movq 24(%rbp), %rsi
	movq 32(%rbp), %rdx
	callq \c
	.if \result >= 0
	movq %rax, 16 + 8 * \result(%rbp)
	.endif
	movq %rbp, %rsp
	popq %rbp
	rubbish
	retq
	.endm

	.globl "runtime.morestack_noctxt"
"runtime.morestack_noctxt":
	movq "runtime.tlsg"@gottpoff(%rip), %rax
	movq %fs:(%rax), %rax
	movq $0, 16(%rax)
	incq growths(%rip)
	// The runtime reads the instruction behind the call: it must jump back to the function's start.
	movq (%rsp), %rax
	movzbl (%rax), %eax
	movq %rax, behind_growth(%rip)
	rubbish
	retq

	.globl "runtime.panicdivide"
"runtime.panicdivide":
	movq (%rsp), %rdi
	leaq 8(%rsp), %rsi
	andq $-16, %rsp
	callq divide_panic

	// call_go(code, arguments, bytes, context): calls with a copy of the arguments on the stack, and
	// copies them back; returns whether the frame pointer was kept.
	.globl call_go
call_go:
	pushq %rbp
	movq %rsp, %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	pushq %rsi
	pushq %rdx
	movq %rcx, %r9
	subq %rdx, %rsp
	movq %rdi, %rax
	movq %rsp, %rdi
	movq %rdx, %rcx
	rep movsb
	movq %r9, %rdx
	movq %rbp, frame_pointer(%rip)
	callq *%rax
	xorl %eax, %eax
	cmpq %rbp, frame_pointer(%rip)
	sete %al
	movq frame_pointer(%rip), %rbp
	movq -56(%rbp), %rcx
	movq -48(%rbp), %rdi
	movq %rsp, %rsi
	rep movsb
	leaq -40(%rbp), %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	retq

#else
	.text
	.macro rubbish
	mov x0, #0x1111
	.irp r, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,19,20,21,22,23,24,25,26,27
	mov x\r, x0
	.endr
	fmov d0, x0
	fmov d8, x0
	fmov d15, x0
	.endm

	.macro gofunction name, c, result
	.globl "\name"
	.type "\name", @function
"\name":
	str x30, [sp, #-32]!
	str x29, [sp, #8]
	ldp x0, x1, [sp, #40]
	ldr x2, [sp, #56]
	bl \c
	.if \result >= 0
	str x0, [sp, #(40 + 8 * \result)]
	.endif
	ldr x29, [sp, #8]
	rubbish
	ldr x30, [sp], #32
	ret
	.endm

	.globl "runtime.morestack_noctxt"
"runtime.morestack_noctxt":
	str xzr, [x28, #16]
	adrp x1, growths
	ldr x2, [x1, :lo12:growths]
	add x2, x2, #1
	str x2, [x1, :lo12:growths]
	ldr w2, [x30]
	lsr w2, w2, #26
	adrp x1, behind_growth
	str x2, [x1, :lo12:behind_growth]
	// The function's own return address, which it passes in R3.
	mov x4, x30
	mov x30, x3
	mov x16, x30
	mov x17, x4
	mov x30, x16
	br x17

	.globl "runtime.panicdivide"
"runtime.panicdivide":
	mov x0, x30
	mov x1, sp
	bl divide_panic

	.globl call_go
call_go:
	stp x29, x30, [sp, #-176]!
	mov x29, sp
	stp x19, x20, [sp, #16]
	stp x21, x22, [sp, #32]
	stp x23, x24, [sp, #48]
	stp x25, x26, [sp, #64]
	stp x27, x28, [sp, #80]
	stp d8, d9, [sp, #96]
	stp d10, d11, [sp, #112]
	stp d12, d13, [sp, #128]
	stp d14, d15, [sp, #144]
	stp x1, x2, [sp, #160]
	mov x19, sp
	adrp x9, saved_stack
	str x19, [x9, :lo12:saved_stack]
	adrp x9, goroutine
	ldr x28, [x9, :lo12:goroutine]
	add x9, x2, #31
	and x9, x9, #-16
	sub sp, sp, x9
	mov x10, #0
1:	cmp x10, x2
	b.hs 2f
	ldr x11, [x1, x10]
	add x12, sp, #8
	str x11, [x12, x10]
	add x10, x10, #8
	b 1b
2:	mov x26, x3
	blr x0
	mov x12, sp
	adrp x9, saved_stack
	ldr x19, [x9, :lo12:saved_stack]
	ldp x1, x2, [x19, #160]
	add x12, x12, #8
	mov x10, #0
3:	cmp x10, x2
	b.hs 4f
	ldr x11, [x12, x10]
	str x11, [x1, x10]
	add x10, x10, #8
	b 3b
4:	mov sp, x19
	ldp x19, x20, [sp, #16]
	ldp x21, x22, [sp, #32]
	ldp x23, x24, [sp, #48]
	ldp x25, x26, [sp, #64]
	ldp x27, x28, [sp, #80]
	ldp d8, d9, [sp, #96]
	ldp d10, d11, [sp, #112]
	ldp d12, d13, [sp, #128]
	ldp d14, d15, [sp, #144]
	ldp x29, x30, [sp], #176
	mov x0, #1
	ret
	.local saved_stack
	.comm saved_stack, 8, 8
#endif

	gofunction "runtime.memhash", memory_hash, 3
	gofunction "runtime.strhash", string_hash, 2
	gofunction "runtime.interhash", interface_hash, 2
	gofunction "runtime.nilinterhash", interface_hash, 2
	gofunction "runtime.f32hash", float32_hash, 2
	gofunction "runtime.f64hash", float64_hash, 2
	gofunction "runtime.interequal", interface_equal, 2
	gofunction "runtime.nilinterequal", interface_equal, 2
	gofunction "runtime.memhash_varlen", memory_hash, 3
	gofunction "runtime.memequal_varlen", interface_equal, 2
	gofunction "runtime.writebarrierptr", barriered_store, -1

	.local frame_pointer
	.comm frame_pointer, 8, 8
	.section .note.GNU-stack,"",@progbits
