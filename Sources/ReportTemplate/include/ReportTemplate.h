#pragma once
#include <stddef.h>
#include <stdint.h>

/// A file of the report's page, embedded in the binary: UTF-8, not terminated.
typedef struct { const uint8_t *bytes; size_t count; } tl_page_part;

/// The page, with places for the other parts: {{style}}, {{data}}, {{script}}.
tl_page_part tl_page_frame(void);
/// Its style sheet.
tl_page_part tl_page_style(void);
/// Its script.
tl_page_part tl_page_script(void);
