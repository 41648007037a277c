/* Stored entries one behind the other, then the directory that says where each begins. Numbers are
 * little-endian. */
#include "zip-internal.h"

#include "themewall/base/banned.h"

enum { VERSION = 20, FIRST_DAY = 1 << 5 | 1 /* 1980-01-01 */ };

static void add_u16(struct strbuf *out, uint32_t n)
{
	strbuf_add_char(out, (char)(n & 0xff));
	strbuf_add_char(out, (char)(n >> 8 & 0xff));
}

static void add_u32(struct strbuf *out, uint32_t n)
{
	add_u16(out, n & 0xffff);
	add_u16(out, n >> 16);
}

/* What a byte does to the CRC when i more bytes follow it. */
enum { CRC_STEP = 8 };
typedef uint32_t crc_table[CRC_STEP][256];

static void fill_table(crc_table table)
{
	for (uint32_t i = 0; i < 256; i++) {
		table[0][i] = i;
		for (int bit = 0; bit < 8; bit++)
			table[0][i] = table[0][i] >> 1 ^ (table[0][i] & 1 ? 0xedb88320u : 0);
	}
	for (size_t k = 1; k < CRC_STEP; k++)
		for (size_t i = 0; i < 256; i++)
			table[k][i] = table[0][table[k - 1][i] & 0xff] ^ table[k - 1][i] >> 8;
}

/* CRC-32 as zlib and PNG have it: polynomial 0xedb88320, bits from the lowest. Eight bytes at a
 * time ("slicing", Kounavis & Berry 2005). */
static uint32_t crc_of(struct str bytes)
{
	crc_table table;
	uint32_t crc = 0xffffffffu;
	size_t i = 0;

	fill_table(table);
	for (; i + CRC_STEP <= bytes.n; i += CRC_STEP) {
		const uint8_t *p = (const uint8_t *)bytes.p + i;
		crc ^= p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
		crc = table[7][crc & 0xff] ^ table[6][crc >> 8 & 0xff] ^
		      table[5][crc >> 16 & 0xff] ^ table[4][crc >> 24] ^ table[3][p[4]] ^
		      table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
	}
	for (; i < bytes.n; i++)
		crc = table[0][(crc ^ (uint8_t)bytes.p[i]) & 0xff] ^ crc >> 8;
	return ~crc;
}

/* What the header before an entry and its record in the directory have in common. */
static void add_facts(struct strbuf *out, struct str name, struct str bytes, uint32_t crc)
{
	add_u16(out, VERSION);
	add_u16(out, 0); /* flags */
	add_u16(out, 0); /* stored */
	add_u16(out, 0); /* midnight */
	add_u16(out, FIRST_DAY);
	add_u32(out, crc);
	add_u32(out, (uint32_t)bytes.n);
	add_u32(out, (uint32_t)bytes.n);
	add_u16(out, (uint32_t)name.n);
	add_u16(out, 0); /* extra field */
}

void zip_add(struct zip_writer *zip, struct str name, struct str bytes)
{
	uint32_t crc = crc_of(bytes), at = (uint32_t)zip->out->len;

	add_u32(zip->out, 0x04034b50);
	add_facts(zip->out, name, bytes, crc);
	strbuf_add_str(zip->out, name);
	strbuf_add_str(zip->out, bytes);
	add_u32(&zip->directory, 0x02014b50);
	add_u16(&zip->directory, VERSION);
	add_facts(&zip->directory, name, bytes, crc);
	add_u16(&zip->directory, 0); /* comment */
	add_u16(&zip->directory, 0); /* disk */
	add_u16(&zip->directory, 0); /* attributes */
	add_u32(&zip->directory, 0);
	add_u32(&zip->directory, at);
	strbuf_add_str(&zip->directory, name);
	zip->nentries++;
}

void zip_end(struct zip_writer *zip)
{
	uint32_t at = (uint32_t)zip->out->len;

	strbuf_add_str(zip->out, strbuf_str(&zip->directory));
	add_u32(zip->out, 0x06054b50);
	add_u32(zip->out, 0); /* disks */
	add_u16(zip->out, zip->nentries);
	add_u16(zip->out, zip->nentries);
	add_u32(zip->out, (uint32_t)zip->directory.len);
	add_u32(zip->out, at);
	add_u16(zip->out, 0); /* comment */
	strbuf_release(&zip->directory);
}
