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

/* CRC-32 as zlib and PNG have it: polynomial 0xedb88320, bits from the lowest. */
static uint32_t crc_of(struct str bytes)
{
	uint32_t table[256], crc = 0xffffffffu;

	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i;
		for (int bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320u : 0);
	}
	for (size_t i = 0; i < bytes.n; i++)
		crc = table[(crc ^ (uint8_t)bytes.p[i]) & 0xff] ^ crc >> 8;
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
