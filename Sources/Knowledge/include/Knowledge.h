#pragma once
#include <stddef.h>

/// One embedded file of lexicons or rules.
typedef struct {
    const char *name;            ///< File name, such as "firm.tsv".
    const unsigned char *bytes;  ///< Its bytes, UTF-8; not terminated.
    size_t size;
} tl_knowledge_file;

/// All embedded files; `*count` receives how many.
const tl_knowledge_file *tl_knowledge_files(size_t *count);
