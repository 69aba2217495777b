#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/// simdjson's version, such as "3.0.1".
const char *tl_simdjson_version(void);
#ifdef __cplusplus
}
#endif
