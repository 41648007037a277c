#ifndef THEMEWALL_BASE_SHA256_H
#define THEMEWALL_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4): the fingerprint by which a transcript is known again. */
#define SHA256_BYTES 32

struct sha256 {
	uint32_t state[8];
	uint64_t nbytes;
	uint8_t block[64];
	void (*compress)(uint32_t state[8], const uint8_t *blocks, size_t nblocks);
};

void sha256_init(struct sha256 *ctx);
void sha256_add(struct sha256 *ctx, const void *bytes, size_t nbytes);
void sha256_end(struct sha256 *ctx, uint8_t digest[SHA256_BYTES]);
void sha256_of(const void *bytes, size_t nbytes, uint8_t digest[SHA256_BYTES]);
void sha256_hex(const uint8_t digest[SHA256_BYTES], char hex[2 * SHA256_BYTES + 1]);

#endif
