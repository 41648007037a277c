"""
What the built program is made of, read from its ELF: a position-independent file whose tables are read-only once it runs,
no stack or page both writable and executable, guarded stacks, checked copies where it was optimised, no search path, and no
way to a network or a shell. Sanitisers and counters of coverage bring imports of their own; these are judged on a build
without them.

usage: hardening.py PROGRAM SANITIZERS OPTIMIZATION
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile

PROGRAM, SANITIZERS, OPTIMIZATION = sys.argv[1:4]

EXECUTABLE, WRITABLE = 1, 2                                           # p_flags
LOAD, DYNAMIC, STACK, RELRO = 1, 2, 0x6474e551, 0x6474e552            # p_type
NEEDED, RPATH, TEXTREL, FLAGS, RUNPATH, FLAGS_1 = 1, 15, 22, 30, 29, 0x6ffffffb    # d_tag
DYNSYM, SHARED = 11, 3                                                # sh_type, e_type

NETWORK = set('socket socketpair connect bind listen accept accept4 send sendto sendmsg sendmmsg recv recvfrom recvmsg '
              'recvmmsg getaddrinfo gethostbyname gethostbyname_r gethostbyname2 gethostbyaddr getnameinfo getservbyname '
              'res_query res_search if_nametoindex getifaddrs curl_easy_init SSL_new'.split())
SHELL = set('system popen wordexp'.split())
UNSAFE = set('gets strcpy strcat sprintf vsprintf strtok mktemp tmpnam tempnam tmpfile dlopen alloca'.split())
COUNTERS = {'sprintf', 'strcat'}    # what gcov's own code imports
LIBRARIES = set('libc libm libncursesw libtinfo libunistring libsqlite3 libexpat libz'.split())


class Elf:
    """A 64-bit little-endian file; its segments, dynamic entries, libraries and imported names."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            self.data = file.read()
        if self.data[:6] != b'\x7fELF\x02\x01':
            skip('%s is no 64-bit little-endian ELF' % path)
        self.type, = struct.unpack_from('<H', self.data, 16)
        phoff, shoff = struct.unpack_from('<QQ', self.data, 32)
        phsize, phcount, shsize, shcount = struct.unpack_from('<4H', self.data, 54)
        self.segments = [struct.unpack_from('<IIQQQQ', self.data, phoff + i * phsize) for i in range(phcount)]
        self.sections = [struct.unpack_from('<IIQQQQIIQQ', self.data, shoff + i * shsize) for i in range(shcount)]
        self.dynamic = self._dynamic()
        symbols = next((s for s in self.sections if s[1] == DYNSYM), None)
        self.strings = self.sections[symbols[6]][4] if symbols else 0
        self.imports = set(self._imports(symbols)) if symbols else set()
        self.libraries = {self._string(value) for tag, value in self.dynamic if tag == NEEDED}

    def _dynamic(self):
        entries = []
        for kind, _, offset, _, _, size in self.segments:
            if kind == DYNAMIC:
                entries = list(struct.iter_unpack('<qQ', self.data[offset:offset + size]))
        return [(tag, value) for tag, value in entries if tag]

    def _string(self, offset):
        return self.data[self.strings + offset:self.data.index(b'\0', self.strings + offset)].decode()

    def _imports(self, section):
        for name, _, _, index, _, _ in struct.iter_unpack('<IBBHQQ', self.data[section[4]:section[4] + section[5]]):
            if name and not index:
                yield self._string(name)

    def segment(self, kind):
        return [s for s in self.segments if s[0] == kind]

    def value(self, tag):
        return next((value for t, value in self.dynamic if t == tag), 0)

    def tags(self):
        return {tag for tag, _ in self.dynamic}


def faults(elf, sanitized, optimized):
    """What is wrong with it, in words."""
    stacks = elf.segment(STACK)
    found = {
        'it has a fixed address': elf.type != SHARED or not elf.value(FLAGS_1) & 0x08000000,
        'its tables stay writable': not elf.segment(RELRO) or not (elf.value(FLAGS) & 8 or elf.value(FLAGS_1) & 1),
        'its stack can be executed': not stacks or any(s[1] & EXECUTABLE for s in stacks),
        'a page is writable and executable': any(s[1] & EXECUTABLE and s[1] & WRITABLE for s in elf.segment(LOAD)),
        'its code is relocated': TEXTREL in elf.tags() or bool(elf.value(FLAGS) & 4),
        'its stacks are not guarded': '__stack_chk_fail' not in elf.imports,
        'it carries a search path': bool({RPATH, RUNPATH} & elf.tags()),
    }
    words = [word for word, wrong in found.items() if wrong]
    if optimized and not sanitized and not any(name.endswith('_chk') for name in elf.imports):
        words.append('its copies are not checked')
    unsafe = UNSAFE - COUNTERS if SANITIZERS == 'coverage' else UNSAFE
    for names, what in ((NETWORK, 'reaches a network'), (SHELL, 'starts a shell'), (unsafe, 'calls what has no bounds')):
        words += ['%s: %s' % (what, name) for name in sorted(elf.imports & names)]
    if not sanitized:
        words += ['needs ' + name for name in sorted(elf.libraries) if name.split('.so')[0] not in LIBRARIES]
    return words


def skip(why):
    print('1..0 # SKIP ' + why)
    sys.exit(0)


BAD = '''#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
int main(int n, char **v) { char b[8]; strcpy(b, v[0]); return system(b) + socket(n, 1, 0); }'''
BAD_FLAGS = ('-w -O0 -fno-stack-protector -U_FORTIFY_SOURCE -fno-builtin -no-pie -Wl,-z,norelro,-z,lazy,-z,execstack,'
             '-rpath,/tmp').split()


def bad_program(folder):
    """A program with every fault there is; None where there is no compiler."""
    source, path = os.path.join(folder, 'bad.c'), os.path.join(folder, 'bad')
    with open(source, 'w') as file:
        file.write(BAD)
    compiler = shutil.which('cc')
    done = compiler and subprocess.run([compiler, *BAD_FLAGS, '-o', path, source], capture_output=True)
    return path if done and done.returncode == 0 else None


def main():
    wrong = faults(Elf(PROGRAM), SANITIZERS != 'none', OPTIMIZATION not in ('0', 'g'))
    for word in wrong:
        print('# %s %s' % (os.path.basename(PROGRAM), word))
    print('%s 1 - the program is hardened' % ('not ok' if wrong else 'ok'))
    with tempfile.TemporaryDirectory() as folder:
        path = bad_program(folder)
        found = faults(Elf(path), False, True) if path else []
    good = not path or len(found) == 9
    for word in [] if good else found:
        print('# bad: ' + word)
    print('%s 2 - and one that is not is found out, in %d ways%s' % ('ok' if good else 'not ok', len(found),
                                                                     '' if path else ' # SKIP no compiler'))
    print('1..2')
    sys.exit(bool(wrong) or not good)


main()
