// Calls in Go 1.2's stack convention: arguments and results above the return address.
	.data
	.balign 8
	.globl mixer_itab, set_of_mixer
// An interface's methods stand 32 bytes into a table.
mixer_itab: .quad 0, 0, 0, 0, mixer_mix
set_of_mixer: .quad "example.com/m.Mixer.Mix"

	.text
#if defined(__x86_64__)
	// Go keeps no register over a call.
	.macro rubbish
	.irp register, rax, rbx, rcx, rdx, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
	movq $0x5555, %\register
	.endr
	movq %rax, %xmm0
	movq %rax, %xmm7
	movq %rax, %xmm15
	.endm

	.macro gofunction name, c
	.globl "\name"
"\name":
	pushq %rbp
	movq %rsp, %rbp
	leaq 16(%rbp), %rdi
	andq $-16, %rsp
	callq \c
	movq %rbp, %rsp
	popq %rbp
	rubbish
	retq
	.endm

	// void call(void *function, char *arguments, long words, long shift): the stack is aligned to 8
	// bytes, as Go's is; `shift`, 0 or 8, tells which of the two ways.
	.globl call
call:
	pushq %rbp
	movq %rsp, %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	pushq %rsi
	pushq %rdx
	andq $-16, %rsp
	subq %rcx, %rsp
	leaq (, %rdx, 8), %rax
	subq %rax, %rsp
	movq %rdi, %r11
	movq %rsp, %rdi
	movq %rdx, %rcx
	rep movsq
	movq %r11, place(%rip)
	rubbish
	callq *place(%rip)
	movq %rsp, %rsi
	// The frame pointer is Go's own in this release: what was kept is found by memory.
	movq -48(%rbp), %rdi
	movq -56(%rbp), %rcx
	rep movsq
	leaq -40(%rbp), %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	retq
	.local place
	.comm place, 8, 8
#else
	.macro rubbish
	.irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23
	mov x\number, #0x5555
	.endr
	.irp number, 24, 25, 26, 27, 28
	mov x\number, #0x5555
	.endr
	fmov d0, x0
	fmov d7, x0
	fmov d8, x0
	fmov d15, x0
	.endm

	.macro gofunction name, c
	.globl "\name"
"\name":
	sub sp, sp, #16
	str x30, [sp]
	add x0, sp, #24
	bl \c
	rubbish
	ldr x30, [sp]
	add sp, sp, #16
	ret
	.endm

	.globl call
call:
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
	add x9, x2, #2
	and x9, x9, #-2
	sub sp, sp, x9, lsl #3
	mov x10, #0
0:	cmp x10, x2
	b.ge 1f
	ldr x11, [x1, x10, lsl #3]
	add x10, x10, #1
	str x11, [sp, x10, lsl #3]
	b 0b
1:	mov x18, x0
	rubbish
	blr x18
	ldp x1, x2, [x29, #160]
	mov x10, #0
2:	cmp x10, x2
	b.ge 3f
	add x12, x10, #1
	ldr x11, [sp, x12, lsl #3]
	str x11, [x1, x10, lsl #3]
	mov x10, x12
	b 2b
3:	mov sp, x29
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
	ret
#endif

	gofunction mixer_mix, mix
	gofunction "example.com/m.O.Far", far
	.section .note.GNU-stack, "", %progbits
