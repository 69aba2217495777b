// Embeds the tables that a domain expert edits; data/README.md describes them.
#include "ExtractionVocabulary.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t encodings[] = {
#embed "data/encodings.tsv"
};
static const uint8_t references[] = {
#embed "data/references.tsv"
};
static const uint8_t class_words[] = {
#embed "data/class-words.tsv"
};
static const uint8_t phrases[] = {
#embed "data/phrases.tsv"
};
static const uint8_t language_words[] = {
#embed "data/language-words.tsv"
};
static const uint8_t metadata[] = {
#embed "data/metadata.tsv"
};
static const uint8_t bylines[] = {
#embed "data/bylines.tsv"
};
static const uint8_t months[] = {
#embed "data/months.tsv"
};

tl_table tl_encodings_table(void) { return (tl_table){encodings, sizeof encodings}; }
tl_table tl_references_table(void) { return (tl_table){references, sizeof references}; }
tl_table tl_class_words_table(void) { return (tl_table){class_words, sizeof class_words}; }
tl_table tl_phrases_table(void) { return (tl_table){phrases, sizeof phrases}; }
tl_table tl_metadata_table(void) { return (tl_table){metadata, sizeof metadata}; }
tl_table tl_bylines_table(void) { return (tl_table){bylines, sizeof bylines}; }
tl_table tl_months_table(void) { return (tl_table){months, sizeof months}; }
tl_table tl_language_words_table(void) { return (tl_table){language_words, sizeof language_words}; }
