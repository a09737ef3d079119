/// A unit of debug information written by hand: a function of 0x100 bytes, `outer`, with calls
/// inlined from `middle` and `leaf`, in forms that compilers use seldom or never.
enum DebugInfoForms {
  /// Every form of reference, string, address and list of ranges that DWARF 5 has.
  ///
  /// - Parameter is64Bit: in the 64-bit format.
  static func all(is64Bit: Bool) -> String {
    let offset = is64Bit ? ".quad" : ".long"
    let length = { (start: String, end: String) in
      is64Bit ? ".long 0xffffffff\n.quad \(end) - \(start)" : ".long \(end) - \(start)"
    }
    return """
      .text
      .globl outer
      .type outer, @function
      outer:
      .Ltext:
      .fill 0x100, 1, 0x90
      .size outer, 0x100
      .Ltext_end:

      .section .debug_abbrev, "", @progbits
      .Labbrev:
      # 1: compile unit
      .uleb128 1, 0x11
      .byte 1
      .uleb128 0x03, 0x28        # name, strx4
      .uleb128 0x1b, 0x1f        # comp_dir, line_strp
      .uleb128 0x72, 0x17        # str_offsets_base, sec_offset
      .uleb128 0x73, 0x17        # addr_base
      .uleb128 0x74, 0x17        # rnglists_base
      .uleb128 0x10, 0x17        # stmt_list
      .uleb128 0x11, 0x29        # low_pc, addrx1
      .uleb128 0x12, 0x05        # high_pc, data2
      .uleb128 0, 0
      # 300: a subprogram's abstract instance: indirect string, strx2, constant in the table
      .uleb128 300, 0x2e
      .byte 1
      .uleb128 0x03, 0x16        # name, indirect
      .uleb128 0x6e, 0x26        # linkage_name, strx2
      .uleb128 0x3b, 0x21        # decl_line, implicit_const
      .sleb128 77
      .uleb128 0x20, 0x0b        # inline, data1
      .uleb128 0x1c, 0x1e        # const_value, data16
      .uleb128 0x40, 0x18        # frame_base, exprloc
      .uleb128 0, 0
      # 7: formal parameter with blocks of all kinds and flags
      .uleb128 7, 0x05
      .byte 0
      .uleb128 0x1c, 0x0a        # const_value, block1
      .uleb128 0x1c, 0x03        # block2
      .uleb128 0x1c, 0x04        # block4
      .uleb128 0x1c, 0x09        # block
      .uleb128 0x34, 0x0c        # artificial, flag
      .uleb128 0x3f, 0x19        # external, flag_present
      .uleb128 0x49, 0x20        # type, ref_sig8
      .uleb128 0x1c, 0x0d        # const_value, sdata
      .uleb128 0x1c, 0x07        # data8
      .uleb128 0x2ff1, 0x22      # an attribute of no meaning, loclistx
      .uleb128 0x2ff2, 0x16      # indirect
      .uleb128 0, 0
      # 8: an abstract instance with strx3
      .uleb128 8, 0x2e
      .byte 0
      .uleb128 0x3b, 0x0f        # decl_line, udata
      .uleb128 0x03, 0x27        # name, strx3
      .uleb128 0, 0
      # 9: an abstract instance that completes a declaration, by ref_udata
      .uleb128 9, 0x2e
      .byte 0
      .uleb128 0x47, 0x15        # specification, ref_udata
      .uleb128 0x3b, 0x05        # decl_line, data2
      .uleb128 0, 0
      # 10: a declaration: strx1, strp
      .uleb128 10, 0x2e
      .byte 0
      .uleb128 0x03, 0x25        # name, strx1
      .uleb128 0x6e, 0x0e        # linkage_name, strp
      .uleb128 0x3c, 0x19        # declaration
      .uleb128 0, 0
      # 11: the function: addrx2 and an address, strx
      .uleb128 11, 0x2e
      .byte 1
      .uleb128 0x01, 0x13        # sibling, ref4
      .uleb128 0x03, 0x1a        # name, strx
      .uleb128 0x11, 0x2a        # low_pc, addrx2
      .uleb128 0x12, 0x01        # high_pc, addr
      .uleb128 0x3a, 0x0b        # decl_file
      .uleb128 0x3b, 0x0b        # decl_line
      .uleb128 0, 0
      # 12...19: calls; abstract_origin in each form, ranges in each
      .uleb128 12, 0x1d
      .byte 1
      .uleb128 0x31, 0x11        # ref1
      .uleb128 0x55, 0x23        # ranges, rnglistx
      .uleb128 0x58, 0x0b
      .uleb128 0x59, 0x0b
      .uleb128 0, 0
      .uleb128 13, 0x1d
      .byte 0
      .uleb128 0x31, 0x12        # ref2
      .uleb128 0x11, 0x2b        # low_pc, addrx3
      .uleb128 0x12, 0x07        # high_pc, data8
      .uleb128 0x58, 0x21        # call_file, implicit_const
      .sleb128 1
      .uleb128 0x59, 0x05
      .uleb128 0, 0
      .uleb128 14, 0x1d
      .byte 0
      .uleb128 0x31, 0x14        # ref8
      .uleb128 0x11, 0x2c        # low_pc, addrx4
      .uleb128 0x12, 0x29        # high_pc, addrx1
      .uleb128 0x58, 0x0f
      .uleb128 0x59, 0x06
      .uleb128 0, 0
      .uleb128 15, 0x1d
      .byte 0
      .uleb128 0x31, 0x10        # ref_addr
      .uleb128 0x55, 0x17        # ranges, sec_offset
      .uleb128 0x58, 0x0b
      .uleb128 0x59, 0x0f
      .uleb128 0, 0
      .uleb128 16, 0x1d
      .byte 0
      .uleb128 0x31, 0x16        # indirect
      .uleb128 0x11, 0x1b        # low_pc, addrx
      .uleb128 0x12, 0x16        # high_pc, indirect
      .uleb128 0x58, 0x0b
      .uleb128 0x59, 0x16
      .uleb128 0, 0
      # 17: a lexical block
      .uleb128 17, 0x0b
      .byte 1
      .uleb128 0, 0
      # 18: an enumeration, whose sibling leads behind what is below it
      .uleb128 18, 0x04
      .byte 1
      .uleb128 0x0b, 0x0b        # byte_size
      .uleb128 0x01, 0x12        # sibling, ref2
      .uleb128 0, 0
      # 19: an enumerator
      .uleb128 19, 0x28
      .byte 0
      .uleb128 0x03, 0x08
      .uleb128 0x1c, 0x0f
      .uleb128 0, 0
      .byte 0

      .section .debug_info, "", @progbits
      .Linfo:
      \(length(".Lunit", ".Lunit_end"))
      .Lunit:
      .short 5
      .byte 1, 8
      \(offset) .Labbrev
      .uleb128 1
      .long 0
      \(offset) .Ldir, .Lstr_base, .Laddr_base, .Lrng_base, .Lline
      .byte 0
      .short 0x100
      .Lleaf:
      .uleb128 300
      .uleb128 0x08
      .asciz "leaf"
      .short 1
      .byte 1
      .fill 16, 1, 0xff
      .uleb128 200
      .fill 200, 1, 0x2e
      .uleb128 7
      .byte 3, 1, 2, 3
      .short 260
      .fill 260, 1, 0x1d
      .long 2
      .byte 0, 0
      .uleb128 130
      .fill 130, 1, 0
      .byte 1
      .quad 0x1122334455667788
      .sleb128 -100000
      .quad 0
      .uleb128 1000
      .uleb128 0x0a
      .byte 2, 0, 0
      .byte 0
      .Lmiddle:
      .uleb128 8
      .uleb128 1000
      .byte 2, 0, 0
      .Llast:
      .uleb128 9
      .uleb128 .Ldeclaration - .Linfo
      .short 500
      .Ldeclaration:
      .uleb128 10
      .byte 3
      \(offset) .Lmangled
      .uleb128 18
      .byte 4
      .short .Lfunction - .Linfo
      .uleb128 19
      .asciz "skipped"
      .uleb128 5
      .byte 0
      .Lfunction:
      .uleb128 11
      .long .Lfunction_end - .Linfo
      .uleb128 4
      .short 0
      .quad .Ltext_end
      .byte 1, 3
      .uleb128 17
      .uleb128 12
      .byte .Lleaf - .Linfo
      .uleb128 1
      .byte 1, 10
      .uleb128 13
      .short .Lmiddle - .Linfo
      .byte 1, 0, 0
      .quad 8
      .short 300
      .uleb128 17
      .uleb128 14
      .quad .Llast - .Linfo
      .long 2
      .byte 3
      .uleb128 1
      .long 70000
      .byte 0
      .byte 0
      .byte 0
      .uleb128 15
      \(offset) .Lmiddle
      \(offset) .Lrng_second
      .byte 1
      .uleb128 128
      .uleb128 16
      .uleb128 0x13
      .long .Llast - .Linfo
      .uleb128 5
      .uleb128 0x05
      .short 0x10
      .byte 1
      .uleb128 0x0b
      .byte 9
      .byte 0
      .Lfunction_end:
      .byte 0
      .Lunit_end:

      .section .debug_str, "MS", @progbits, 1
      .Lname: .asciz "forms.c"
      .Lleaf_name: .asciz "leaf_linkage"
      .Lmiddle_name: .asciz "middle"
      .Llast_name: .asciz "last"
      .Louter_name: .asciz "outer"
      .Lmangled: .asciz "_Z4lastv"
      .section .debug_line_str, "MS", @progbits, 1
      .Ldir: .asciz "/forms"
      .Lfile: .asciz "forms.c"

      .section .debug_str_offsets, "", @progbits
      \(length(".Lstr_start", ".Lstr_end"))
      .Lstr_start:
      .short 5, 0
      .Lstr_base:
      \(offset) .Lname, .Lleaf_name, .Lmiddle_name, .Llast_name, .Louter_name
      .Lstr_end:

      .section .debug_addr, "", @progbits
      \(length(".Laddr_start", ".Laddr_end"))
      .Laddr_start:
      .short 5
      .byte 8, 0
      .Laddr_base:
      .quad .Ltext, .Ltext + 0x18, .Ltext + 0x28, .Ltext + 0x2c, .Ltext + 0x60, .Ltext + 0xe0
      .quad .Ltext + 0x68
      .Laddr_end:

      .section .debug_rnglists, "", @progbits
      \(length(".Lrng_start", ".Lrng_end"))
      .Lrng_start:
      .short 5
      .byte 8, 0
      .long 2
      .Lrng_base:
      \(offset) .Lrng_second - .Lrng_base, .Lrng_first - .Lrng_base
      .Lrng_first:
      .byte 4                    # offset_pair from the unit's low_pc
      .uleb128 0x10, 0x30
      .byte 5                    # base_address
      .quad .Ltext + 0x40
      .byte 4
      .uleb128 0, 4
      .byte 4                    # empty
      .uleb128 7, 7
      .byte 0
      .Lrng_second:
      .byte 1                    # base_addressx
      .uleb128 4
      .byte 4
      .uleb128 4, 6
      .byte 2                    # startx_endx
      .uleb128 4, 6
      .byte 3                    # startx_length
      .uleb128 6, 0x10
      .byte 6                    # start_end
      .quad .Ltext + 0x80, .Ltext + 0x90
      .byte 7                    # start_length
      .quad .Ltext + 0xf0
      .uleb128 0x10
      .byte 0
      .Lrng_end:

      .section .debug_line, "", @progbits
      .Lline:
      \(length(".Lline_start", ".Lline_end"))
      .Lline_start:
      .short 5
      .byte 8, 0
      \(offset) .Lprogram - .Lline_header
      .Lline_header:
      .byte 1, 1, 1, -5, 14, 13
      .byte 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1
      .byte 1
      .uleb128 1, 0x1f
      .uleb128 1
      \(offset) .Ldir
      .byte 2
      .uleb128 1, 0x1f, 2, 0x0b
      .uleb128 2
      \(offset) .Lfile
      .byte 0
      \(offset) .Lfile
      .byte 0
      .Lprogram:
      .byte 0, 9, 2
      .quad .Ltext
      .byte 1
      .byte 2
      .uleb128 0x100
      .byte 0, 1, 1
      .Lline_end:

      """
  }
}
