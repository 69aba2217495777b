#pragma once
#include <stddef.h>
#include <stdint.h>

/// A table embedded in the binary: tab-separated lines of UTF-8.
typedef struct { const uint8_t *bytes; size_t count; } tl_table;

/// Encoding labels (WHATWG Encoding standard) and the ICU converters that decode them.
tl_table tl_encodings_table(void);
/// Named character references of HTML.
tl_table tl_references_table(void);
/// Words of class, id, role and itemprop attributes, and what they say about an element.
tl_table tl_class_words_table(void);
/// Phrases that mark boilerplate lines.
tl_table tl_phrases_table(void);
/// Names of metadata fields, in order of trust.
tl_table tl_metadata_table(void);
/// Words of bylines: what leads in an author, what an author is, what is no name.
tl_table tl_bylines_table(void);
/// Names of months, by number.
tl_table tl_months_table(void);
/// Small words that tell languages apart.
tl_table tl_language_words_table(void);
