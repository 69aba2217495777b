#pragma once
#include <stddef.h>
#include <stdint.h>

// ICU behind types of our own: its headers rename every function and clash with the copy inside
// Foundation, so only icu.c sees them.

/// ICU's version, such as "72.1".
const char *tl_icu_version(void);

/// Receives a piece of UTF-8; `context` is the caller's.
typedef void (*tl_sink)(void *context, const uint8_t *bytes, size_t count);

/// A converter from one charset to Unicode. Not shared between threads.
typedef struct tl_converter tl_converter;

/// Opens ICU's converter `name`; NULL where ICU has none.
tl_converter *tl_converter_open(const char *name);
void tl_converter_close(tl_converter *converter);

/// Decodes all of `bytes` to UTF-8, U+FFFD for what the charset does not map. Returns 0, or ICU's error.
int32_t tl_converter_decode(tl_converter *converter, const uint8_t *bytes, size_t count, tl_sink sink, void *context);

/// Normal forms.
enum { TL_NFC = 0, TL_NFKC = 1 };

/// Normalises UTF-8. Returns 1 and calls `sink` where the text changes, 0 (no call) where it is normal already,
/// a negative number on an error (out of memory, text too long).
int32_t tl_normalize(int32_t form, const uint8_t *bytes, size_t count, tl_sink sink, void *context);

/// ICU's statistical guess at the charset of `bytes`: its name in `name` (NUL-terminated), confidence 0 to 100,
/// or -1 where it has none. Dearer than parsing a page: a last resort.
int32_t tl_detect_charset(const uint8_t *bytes, size_t count, char *name, size_t capacity);

/// Calls `sink` with each ISO 4217 code that ICU knows, a tab, its English name in the singular, the plural, and its English symbol.
/// `current_only`: without those that are no longer legal tender. Returns 0, or ICU's error.
int32_t tl_currencies(int32_t current_only, tl_sink sink, void *context);

/// The currency of a country (ISO 3166 alpha-2) today, in `code`, NUL-terminated. Returns 0, or -1 where ICU knows none.
int32_t tl_currency_of_country(const char *country, char code[4]);
