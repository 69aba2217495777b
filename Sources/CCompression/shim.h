#pragma once
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

/// `inflateInit2` is a macro, which Swift does not see. 31: a gzip member; -15: raw deflate; 47: gzip or zlib.
static inline int tl_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }
