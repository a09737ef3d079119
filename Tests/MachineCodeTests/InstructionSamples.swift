/// Assembly (AT&T) of what compilers make for x86-64 extensions, in every shape of address.
enum InstructionSamples {
  static let llvmFeatures =
    "+avx2,+avx512f,+avx512bw,+avx512vl,+avx512dq,+avx512cd,+avx512vbmi,+avx512vbmi2"
    + ",+avx512vnni,+avx512ifma,+avx512bitalg,+avx512vpopcntdq,+avx512fp16,+avx512bf16"
    + ",+bmi,+bmi2,+lzcnt,+popcnt,"
    + "+adx,+aes,+vaes,+pclmul,+vpclmulqdq,+gfni,+sha,+fma,+fma4,+xop,+tbm,+sse4a,+movbe,+rdrnd,"
    + "+rdseed,+fsgsbase,+f16c,+mmx,+sse4.2,+cx16,+prfchw,+clflushopt,+clwb,+rtm,+xsave,+xsaveopt,"
    + "+movdiri,+movdir64b,+shstk,+ptwrite,+waitpkg,+amx-tile,+amx-int8,+amx-bf16,+avxvnni,+rdpid,"
    + "+serialize"

  /// Memory operands of each form of ModRM, SIB and displacement.
  private static let addresses = [
    "(%rax)", "(%rsp)", "(%rbp)", "(%r12)", "(%r13)", "8(%rax)", "64(%rsp)", "0x1234(%rbx)",
    "0x1234(%rip)", "(%rax,%rcx,4)", "8(%r12,%r13,8)", "0x12345(,%r9,2)", "0x12345", "%fs:0",
    "%gs:8(%rax)", "8(%eax)",
  ]

  static var text: String {
    var lines = [".text"]
    // What takes a memory operand first, with what follows it.
    for (instruction, rest) in loads {
      for address in addresses { lines.append("\(instruction) \(address)\(rest)") }
    }
    for (instruction, before) in stores {
      for address in addresses { lines.append("\(instruction) \(before)\(address)") }
    }
    lines += plain.split(separator: "\n").map(String.init)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let loads = [
    ("movdqu", ", %xmm9"), ("pshufb", ", %xmm1"), ("aesenc", ", %xmm1"), ("pmulld", ", %xmm12"),
    ("sha256rnds2 %xmm0,", ", %xmm1"), ("crc32q", ", %rax"), ("movbe", ", %r9d"),
    ("adcx", ", %rax"), ("adox", ", %r10"), ("cvttsd2si", ", %rcx"), ("popcnt", ", %rax"),
    ("lzcnt", ", %r9w"), ("tzcnt", ", %ecx"), ("imul $1000,", ", %rax"), ("imul $10,", ", %rax"),
    ("imul $1000,", ", %ax"), ("cmovne", ", %r8"), ("movzwl", ", %eax"), ("movslq", ", %r9"),
    ("pinsrw $1,", ", %xmm1"), ("pinsrq $1,", ", %xmm1"), ("pcmpistri $8,", ", %xmm9"),
    ("aeskeygenassist $8,", ", %xmm1"), ("pclmulqdq $16,", ", %xmm1"), ("roundsd $3,", ", %xmm1"),
    ("palignr $8,", ", %xmm9"), ("palignr $8,", ", %mm1"), ("movq", ", %mm3"),
    ("vmovdqu", ", %ymm9"), ("vpshufb", ", %ymm2, %ymm3"), ("vaddps", ", %xmm2, %xmm13"),
    ("vpermq $3,", ", %ymm1"), ("vperm2f128 $3,", ", %ymm2, %ymm1"),
    ("vpinsrb $3,", ", %xmm2, %xmm1"),
    ("vblendvps %ymm4,", ", %ymm2, %ymm1"), ("vfmadd213sd", ", %xmm8, %xmm9"),
    ("vbroadcasti128", ", %ymm1"), ("vcvtph2ps", ", %ymm1"), ("vpmaskmovd", ", %ymm1, %ymm2"),
    ("andn", ", %rax, %rcx"), ("mulx", ", %rax, %rcx"), ("pext", ", %rax, %rcx"),
    ("pdep", ", %eax, %r9d"), ("bzhi %rax,", ", %rcx"), ("bextr %eax,", ", %ecx"),
    ("sarx %rax,", ", %rcx"), ("rorx $5,", ", %rcx"), ("blsr", ", %rcx"), ("blsmsk", ", %r9"),
    ("blsi", ", %eax"),
    ("vmovdqu64", ", %zmm17"), ("vmovdqu8", ", %zmm1{%k1}"), ("vmovdqu16", ", %ymm20{%k1}{z}"),
    ("vpaddd", ", %zmm2, %zmm30"), ("vpternlogq $150,", ", %zmm2, %zmm3"),
    ("vpermi2b", ", %zmm2, %zmm3"), ("vpermw", ", %zmm2, %zmm3"),
    ("vpshldq $3,", ", %zmm1, %zmm2"),
    ("vpdpbusd", ", %zmm1, %zmm2"), ("vpmadd52luq", ", %zmm1, %zmm2"), ("vpopcntq", ", %zmm2"),
    ("vpconflictd", ", %zmm2"), ("vcvttsd2usi", ", %rax"), ("vcvtusi2sdq", ", %xmm2, %xmm3"),
    ("vrndscaleps $3,", ", %zmm2"), ("vcmppd $3,", ", %zmm2, %k1"), ("vpcmpub $1,", ", %zmm2, %k3"),
    ("vpcmpeqd", ", %zmm2, %k1{%k2}"), ("vinserti64x4 $1,", ", %zmm2, %zmm3"),
    ("vbroadcastss", ", %zmm16"), ("vfpclasspsz $3,", ", %k1"),
    ("vgetmantsd $1,", ", %xmm1, %xmm2"),
    ("vaddph", ", %zmm1, %zmm2"), ("vaddsh", ", %xmm1, %xmm2"), ("vcvttsh2si", ", %rax"),
    ("vfmadd231ph", ", %zmm1, %zmm20"), ("vmovsh", ", %xmm20"), ("vmovw", ", %xmm1"),
    ("vdpbf16ps", ", %zmm1, %zmm2"), ("vcvtneps2bf16", ", %ymm2"),
    ("vgf2p8affineqb $3,", ", %zmm1, %zmm2"), ("vaesenc", ", %zmm1, %zmm2"),
    ("vpclmulqdq $1,", ", %zmm1, %zmm2"), ("vpbroadcastb", ", %zmm2"), ("kmovq", ", %k2"),
    ("kmovb", ", %k2"), ("valignq $1,", ", %zmm1, %zmm2"), ("vscalefsd", ", %xmm1, %xmm2"),
    ("vfmaddsd", ", %xmm2, %xmm3, %xmm4"), ("vpcmov", ", %ymm2, %ymm3, %ymm4"),
    ("vprotb $3,", ", %xmm1"), ("vfrczps", ", %ymm1"), ("bextr $0x1234,", ", %rax"),
    ("blcfill", ", %rcx"),
  ]

  private static let stores = [
    ("movdqa", "%xmm9, "), ("movntdq", "%xmm1, "), ("pextrb", "$3, %xmm1, "),
    ("pextrq", "$1, %xmm9, "), ("extractps", "$2, %xmm9, "), ("movbe", "%rax, "),
    ("movnti", "%rax, "), ("xaddl", "%eax, "), ("lock cmpxchg", "%rcx, "), ("lock incl", ""),
    ("cmpxchg16b", ""), ("btsq", "$5, "), ("btl", "%eax, "), ("shldq", "$5, %rax, "),
    ("shrdl", "%cl, %eax, "), ("movb", "$1, "), ("movw", "$1, "), ("movl", "$1, "),
    ("movq", "$1, "), ("addw", "$1000, "), ("addw", "$1, "), ("addq", "$1000, "),
    ("cmpb", "$1, "), ("testb", "$1, "), ("testw", "$1, "), ("testq", "$1, "), ("notq", ""),
    ("negb", ""), ("divl", ""), ("idivw", ""), ("sete", ""), ("rolq", "$3, "), ("shrb", "%cl, "),
    ("sarl", ""), ("pushq", ""), ("popq", ""), ("pushw", ""), ("callq", "*"), ("jmpq", "*"),
    ("incb", ""), ("decw", ""),
    ("fldt", ""), ("flds", ""), ("fstpl", ""), ("fildll", ""), ("fnstcw", ""), ("fldcw", ""),
    ("fnsave", ""), ("fisttpll", ""), ("fcoml", ""),
    ("fxsave", ""), ("xsaveopt", ""), ("ldmxcsr", ""), ("clflush", ""), ("clflushopt", ""),
    ("clwb", ""), ("prefetchnta", ""), ("prefetchw", ""), ("nopw", ""), ("nopl", ""),
    ("vmovups", "%ymm9, "), ("vextracti128", "$1, %ymm2, "), ("vpextrw", "$2, %xmm9, "),
    ("vmovntdq", "%ymm9, "), ("vcvtps2ph", "$3, %ymm2, "), ("vmaskmovpd", "%ymm1, %ymm2, "),
    ("vmovdqa32", "%zmm30, "), ("vmovupd", "%zmm3, "), ("vpcompressd", "%zmm2, "),
    ("vpmovqb", "%zmm2, "), ("vextractf64x4", "$1, %zmm2, "), ("vmovss", "%xmm20, "),
    ("kmovw", "%k2, "), ("vmovsh", "%xmm20, "), ("vpextrb", "$2, %xmm20, "),
  ]

  private static let plain = """
    endbr64
    nop
    pause
    xchg %ax, %ax
    .byte 0x66, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0
    movabs $0x1122334455667788, %rax
    movabs $0x1122334455667788, %r15
    movl $0x11223344, %r9d
    movw $0x1122, %r9w
    movb $1, %r9b
    movb $1, %spl
    movabs 0x1122334455667788, %al
    movabs %rax, 0x1122334455667788
    addr32 movb 0x11223344, %al
    addw $0x1122, %ax
    addq $0x1122, %rax
    andq $-32, %rsp
    subq $0x12345, %rsp
    pushq $1
    pushq $0x12345
    pushw $0x1234
    enter $16, $0
    enter $16, $3
    leave
    ret
    repz ret
    ret $16
    lretq
    iretq
    int3
    int $0x80
    ud2
    ud1 (%rax), %ecx
    hlt
    syscall
    cpuid
    rdtsc
    rdtscp
    rep movsb
    rep stosq
    repne scasb
    lodsw
    1: loop 1b
    loope 1b
    jrcxz 1b
    jecxz 1b
    je 1b
    jmp 1b
    call 1b
    .byte 0xf2, 0xeb, 0xfe
    je 0x10000
    jmp 0x10000
    notrack jmp *%rax
    call *%r11
    jmp *0x1234(,%rax,8)
    xbegin 1b
    xabort $3
    xend
    fld1
    faddp
    fcomip %st(1), %st
    fnstsw %ax
    fnclex
    emms
    bswap %rax
    bswap %r9d
    xchg %rax, %r9
    cmpxchg %cl, %dl
    setne %sil
    movsbl %dil, %eax
    shld %cl, %rax, %rbx
    bsr %rax, %rcx
    rdrand %rax
    rdseed %r9d
    rdfsbase %rax
    wrgsbase %r9
    rdsspq %rax
    incsspq %rax
    xgetbv
    ptwrite %rax
    umwait %eax
    rdpid %rax
    serialize
    movdiri %rax, (%rcx)
    movdir64b (%rax), %rcx
    movq %rax, %xmm9
    movq %xmm9, %rax
    movd %eax, %mm1
    pmovmskb %xmm1, %eax
    movmskpd %xmm9, %eax
    pextrw $1, %xmm9, %eax
    pslldq $4, %xmm9
    psrad $4, %mm1
    extrq $1, $2, %xmm1
    insertq $1, $2, %xmm1, %xmm2
    extrq %xmm2, %xmm1
    .byte 0x0f, 0x0f, 0xd1, 0x9e
    vzeroupper
    vzeroall
    vpslldq $4, %ymm1, %ymm12
    vpmovmskb %ymm9, %eax
    vmovq %xmm9, %rax
    vpgatherdd %ymm1, (%rax,%ymm2,4), %ymm3
    vgatherqpd %xmm1, 8(%r12,%xmm2,4), %xmm3
    vpgatherdq 16(%rax,%ymm20,8), %zmm3{%k1}
    vscatterdps %zmm3, 0x1234(%rax,%zmm20,4){%k1}
    vaddpd {rn-sae}, %zmm1, %zmm2, %zmm3
    vsqrtps (%rax){1to16}, %zmm2
    vpsrld $3, 64(%rax){1to16}, %zmm2
    vpslldq $3, (%rax), %zmm2
    vpsraq $3, %zmm1, %zmm2
    vmovq %xmm20, %rax
    vmovd %eax, %xmm20
    vpinsrq $1, %rax, %xmm20, %xmm21
    vpbroadcastq %rax, %zmm2
    vpmovm2b %k1, %zmm1
    vpmovb2m %zmm1, %k1
    vreduceph $1, %zmm1, %zmm2
    vmovw %xmm20, %eax
    vcvttsh2usi %xmm20, %r9
    kmovq %rax, %k1
    kmovq %k1, %rax
    kortestq %k1, %k2
    kandd %k1, %k2, %k3
    kshiftrq $3, %k1, %k2
    kunpckdq %k1, %k2, %k3
    ktestb %k1, %k2
    tilezero %tmm1
    tilerelease
    ldtilecfg (%rax)
    tileloadd (%rax,%rcx), %tmm1
    tdpbssd %tmm1, %tmm2, %tmm3
    {vex} vpdpbusd %ymm1, %ymm2, %ymm3
    mov %cr0, %rax
    mov %rax, %db7
    mov %fs, %eax
    mov %eax, %ds
    push %fs
    pop %gs
    pushfq
    popfq
    in $4, %al
    out %al, %dx
    cltq
    cqto
    sahf
    cmc
    xlat
    fwait
    """
}
