#include "CICU.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ucurr.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/uvernum.h>

const char *tl_icu_version(void) { return U_ICU_VERSION; }

struct tl_converter { UConverter *icu; };

tl_converter *tl_converter_open(const char *name) {
    UErrorCode error = U_ZERO_ERROR;
    UConverter *icu = ucnv_open(name, &error);
    if (U_FAILURE(error)) return NULL;
    tl_converter *converter = malloc(sizeof *converter);
    if (!converter) { ucnv_close(icu); return NULL; }
    converter->icu = icu;
    return converter;
}

void tl_converter_close(tl_converter *converter) {
    if (!converter) return;
    ucnv_close(converter->icu);
    free(converter);
}

enum { PIECE = 4096 };

int32_t tl_converter_decode(tl_converter *converter, const uint8_t *bytes, size_t count, tl_sink sink, void *context) {
    UChar wide[PIECE];
    char narrow[PIECE * 3];
    const char *from = (const char *)bytes, *end = from + count;
    UChar lead = 0;  // a lead surrogate whose trail is in the next piece
    ucnv_reset(converter->icu);
    for (;;) {
        UErrorCode error = U_ZERO_ERROR;
        UChar *to = wide;
        if (lead) *to++ = lead;
        lead = 0;
        ucnv_toUnicode(converter->icu, &to, wide + PIECE, &from, end, NULL, 1, &error);
        if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) return error;
        int more = error == U_BUFFER_OVERFLOW_ERROR;
        if (more && to > wide && U16_IS_LEAD(to[-1])) lead = *--to;
        int32_t written = 0;
        error = U_ZERO_ERROR;
        u_strToUTF8WithSub(narrow, sizeof narrow, &written, wide, (int32_t)(to - wide), 0xFFFD, NULL, &error);
        if (U_FAILURE(error)) return error;
        sink(context, (const uint8_t *)narrow, (size_t)written);
        if (!more) return 0;
    }
}

int32_t tl_normalize(int32_t form, const uint8_t *bytes, size_t count, tl_sink sink, void *context) {
    if (count > INT32_MAX / 4) return -1;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = form == TL_NFKC ? unorm2_getNFKCInstance(&error) : unorm2_getNFCInstance(&error);
    if (U_FAILURE(error)) return -2;
    int32_t result = -3, length = 0;
    UChar *wide = malloc((count + 1) * sizeof(UChar)), *normal = NULL;
    char *narrow = NULL;
    if (!wide) goto done;
    u_strFromUTF8WithSub(wide, (int32_t)count + 1, &length, (const char *)bytes, (int32_t)count, 0xFFFD, NULL, &error);
    if (U_FAILURE(error)) goto done;
    if (unorm2_spanQuickCheckYes(normalizer, wide, length, &error) == length && U_SUCCESS(error)) { result = 0; goto done; }
    error = U_ZERO_ERROR;
    int32_t needed = unorm2_normalize(normalizer, wide, length, NULL, 0, &error);
    error = U_ZERO_ERROR;
    normal = malloc(((size_t)needed + 1) * sizeof(UChar));
    narrow = malloc((size_t)needed * 3 + 1);
    if (!normal || !narrow) goto done;
    needed = unorm2_normalize(normalizer, wide, length, normal, needed + 1, &error);
    if (U_FAILURE(error)) goto done;
    if (needed == length && memcmp(normal, wide, (size_t)length * sizeof(UChar)) == 0) { result = 0; goto done; }
    int32_t written = 0;
    u_strToUTF8WithSub(narrow, needed * 3 + 1, &written, normal, needed, 0xFFFD, NULL, &error);
    if (U_FAILURE(error)) goto done;
    sink(context, (const uint8_t *)narrow, (size_t)written);
    result = 1;
done:
    free(wide); free(normal); free(narrow);
    return result;
}

int32_t tl_detect_charset(const uint8_t *bytes, size_t count, char *name, size_t capacity) {
    if (count > INT32_MAX || capacity == 0) return -1;
    UErrorCode error = U_ZERO_ERROR;
    int32_t confidence = -1;
    UCharsetDetector *detector = ucsdet_open(&error);
    if (U_FAILURE(error)) return -1;
    ucsdet_enableInputFilter(detector, 1);
    ucsdet_setText(detector, (const char *)bytes, (int32_t)count, &error);
    const UCharsetMatch *match = ucsdet_detect(detector, &error);
    if (U_SUCCESS(error) && match) {
        const char *found = ucsdet_getName(match, &error);
        int32_t sure = ucsdet_getConfidence(match, &error);
        if (U_SUCCESS(error) && strlen(found) < capacity) { strcpy(name, found); confidence = sure; }
    }
    ucsdet_close(detector);
    return confidence;
}

// One line of a list, from UTF-16 pieces, separated by tabs.
static void send_line(tl_sink sink, void *context, const UChar *const *pieces, const int32_t *lengths, int32_t count) {
    char line[1024];
    int32_t used = 0;
    for (int32_t k = 0; k < count; k++) {
        UErrorCode error = U_ZERO_ERROR;
        int32_t written = 0;
        if (k > 0) line[used++] = '\t';
        u_strToUTF8(line + used, (int32_t)sizeof line - used - 1, &written, pieces[k], lengths[k], &error);
        if (U_FAILURE(error)) return;
        used += written;
    }
    sink(context, (const uint8_t *)line, (size_t)used);
}

int32_t tl_currencies(int32_t current_only, tl_sink sink, void *context) {
    UErrorCode error = U_ZERO_ERROR;
    UEnumeration *codes = ucurr_openISOCurrencies(current_only ? UCURR_COMMON | UCURR_NON_DEPRECATED : UCURR_ALL, &error);
    if (U_FAILURE(error)) return error;
    int32_t length = 0;
    const UChar *code;
    while ((code = uenum_unext(codes, &length, &error)) && U_SUCCESS(error)) {
        UChar own[4] = {code[0], code[1], code[2], 0};
        const UChar *pieces[4] = {own};
        int32_t lengths[4] = {3};
        UBool is_choice = 0;
        UErrorCode failed = U_ZERO_ERROR;
        pieces[1] = ucurr_getPluralName(own, "en", &is_choice, "one", &lengths[1], &failed);
        pieces[2] = ucurr_getPluralName(own, "en", &is_choice, "other", &lengths[2], &failed);
        pieces[3] = ucurr_getName(own, "en", UCURR_SYMBOL_NAME, &is_choice, &lengths[3], &failed);
        if (U_SUCCESS(failed)) send_line(sink, context, pieces, lengths, 4);
    }
    uenum_close(codes);
    return error;
}

int32_t tl_currency_of_country(const char *country, char code[4]) {
    char locale[16];
    UChar wide[4] = {0};
    UErrorCode error = U_ZERO_ERROR;
    snprintf(locale, sizeof locale, "und_%s", country);
    ucurr_forLocale(locale, wide, 4, &error);
    if (U_FAILURE(error)) return -1;
    for (int32_t k = 0; k < 4; k++) code[k] = (char)wide[k];
    return 0;
}
