// Embeds the page that "tagline view" fills; page/ is what a designer edits.
#include "ReportTemplate.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t frame[] = {
#embed "page/report.html"
};
static const uint8_t style[] = {
#embed "page/report.css"
};
static const uint8_t script[] = {
#embed "page/report.js"
};

tl_page_part tl_page_frame(void) { return (tl_page_part){frame, sizeof frame}; }
tl_page_part tl_page_style(void) { return (tl_page_part){style, sizeof style}; }
tl_page_part tl_page_script(void) { return (tl_page_part){script, sizeof script}; }
