#ifndef THEMEWALL_SHA256_INTERNAL_H
#define THEMEWALL_SHA256_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All take whole blocks of 64 bytes into a state and come to the same. */
typedef void sha256_compress_fn(uint32_t state[8], const uint8_t *blocks, size_t nblocks);

extern const uint32_t sha256_constant[64];
void sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t nblocks);
/* By the processor's own instructions, NULL when it has none. */
sha256_compress_fn *sha256_compress_native(void);
/* Two blocks side by side in wide registers, NULL when it has none. */
sha256_compress_fn *sha256_compress_by_two(void);

#endif
