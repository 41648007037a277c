/* SHA-256 after FIPS 180-4, in blocks of 64 bytes; by the processor's own instructions where it has
 * them, else two blocks at once where it can. */
#include "themewall/base/sha256.h"

#include <string.h>

#include "sha256-internal.h"
#include "themewall/base/banned.h"

const uint32_t sha256_constant[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t rotr(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void schedule(uint32_t w[64], const uint8_t *p)
{
	for (int i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];
		uint32_t s0 = rotr(a, 7) ^ rotr(a, 18) ^ a >> 3;
		uint32_t s1 = rotr(b, 17) ^ rotr(b, 19) ^ b >> 10;
		w[i] = w[i - 16] + s0 + w[i - 7] + s1;
	}
}

/* One round; its eight words stay where they are and change their names instead. */
static inline void mix(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f,
		       uint32_t g, uint32_t *h, uint32_t word)
{
	uint32_t sum = *h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ (e & (f ^ g))) + word;
	*d += sum;
	*h = sum + (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) | (c & (a | b)));
}

static void compress_block(uint32_t state[8], const uint8_t *block)
{
	const uint32_t *k = sha256_constant;
	uint32_t w[64], a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	schedule(w, block);
	for (int i = 0; i < 64; i += 8) {
		mix(a, b, c, &d, e, f, g, &h, k[i] + w[i]);
		mix(h, a, b, &c, d, e, f, &g, k[i + 1] + w[i + 1]);
		mix(g, h, a, &b, c, d, e, &f, k[i + 2] + w[i + 2]);
		mix(f, g, h, &a, b, c, d, &e, k[i + 3] + w[i + 3]);
		mix(e, f, g, &h, a, b, c, &d, k[i + 4] + w[i + 4]);
		mix(d, e, f, &g, h, a, b, &c, k[i + 5] + w[i + 5]);
		mix(c, d, e, &f, g, h, a, &b, k[i + 6] + w[i + 6]);
		mix(b, c, d, &e, f, g, h, &a, k[i + 7] + w[i + 7]);
	}
	const uint32_t add[8] = {a, b, c, d, e, f, g, h};
	for (int i = 0; i < 8; i++)
		state[i] += add[i];
}

void sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t nblocks)
{
	for (; nblocks; nblocks--, blocks += 64)
		compress_block(state, blocks);
}

static void init(struct sha256 *ctx, sha256_compress_fn *faster)
{
	static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	memcpy(ctx->state, initial, sizeof initial);
	if (!faster)
		faster = sha256_compress_by_two();
	ctx->nbytes = 0;
	ctx->compress = faster ? faster : sha256_compress;
}

void sha256_init(struct sha256 *ctx)
{
	init(ctx, sha256_compress_native());
}

void sha256_add(struct sha256 *ctx, const void *bytes, size_t nbytes)
{
	const uint8_t *p = bytes;
	size_t held = ctx->nbytes % 64;
	ctx->nbytes += nbytes;
	if (held) {
		size_t take = 64 - held < nbytes ? 64 - held : nbytes;
		memcpy(ctx->block + held, p, take);
		if (held + take < 64)
			return;
		ctx->compress(ctx->state, ctx->block, 1);
		p += take;
		nbytes -= take;
	}
	if (nbytes >= 64)
		ctx->compress(ctx->state, p, nbytes / 64);
	if (nbytes % 64)
		memcpy(ctx->block, p + nbytes / 64 * 64, nbytes % 64);
}

void sha256_end(struct sha256 *ctx, uint8_t digest[SHA256_BYTES])
{
	uint64_t nbits = ctx->nbytes * 8;
	uint8_t tail[72] = { 0x80 };
	size_t pad = (ctx->nbytes % 64 < 56 ? 56 : 120) - ctx->nbytes % 64;
	for (int i = 0; i < 8; i++)
		tail[pad + (size_t)i] = (uint8_t)(nbits >> (56 - 8 * i));
	sha256_add(ctx, tail, pad + 8);
	for (int i = 0; i < 32; i++)
		digest[i] = (uint8_t)(ctx->state[i / 4] >> (24 - 8 * (i % 4)));
}

/* To ask the processor for its instructions takes longer than a few blocks, on a virtual one many
 * times longer. */
void sha256_of(const void *bytes, size_t nbytes, uint8_t digest[SHA256_BYTES])
{
	enum { SHORT = 512 };
	struct sha256 ctx;
	init(&ctx, nbytes < SHORT ? NULL : sha256_compress_native());
	sha256_add(&ctx, bytes, nbytes);
	sha256_end(&ctx, digest);
}

void sha256_hex(const uint8_t digest[SHA256_BYTES], char hex[2 * SHA256_BYTES + 1])
{
	static const char digits[] = "0123456789abcdef";
	for (int i = 0; i < SHA256_BYTES; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[2 * SHA256_BYTES] = '\0';
}
