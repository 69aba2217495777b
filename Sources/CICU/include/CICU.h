#pragma once
#include <stdint.h>

/// ICU's version, such as "72.1".
const char *tl_icu_version(void);
