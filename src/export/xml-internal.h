#ifndef THEMEWALL_EXPORT_XML_INTERNAL_H
#define THEMEWALL_EXPORT_XML_INTERNAL_H

#include "themewall/base/str.h"

/*
 * Text between tags or, in double quotes, inside one: of XML 1.0 and of HTML. Nothing in it can end
 * either; what XML cannot hold (U+FFFE, U+FFFF) becomes U+FFFD.
 */
void xml_add(struct strbuf *out, struct str text);

#endif
