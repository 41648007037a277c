#ifndef THEMEWALL_EXPORT_PART_INTERNAL_H
#define THEMEWALL_EXPORT_PART_INTERNAL_H

#include "themewall/base/str.h"

/*
 * A person's words within a sentence of ours, between two marks that no stored text holds (controls
 * never enter a wall): a pen that knows directions sets them apart, so that a name written from
 * right to left cannot carry our words and numbers along; the others take the marks away.
 */
enum { PART_BEGIN = 2, PART_END = 3 };

void part_add(struct strbuf *out, struct str words);
bool part_is_in(struct str text);
/* The text without marks: itself, or what is made of it in scratch. */
struct str part_plain(struct strbuf *scratch, struct str text);

#endif
