// What the system may do to a program, on demand: loaded with LD_PRELOAD in front of the C library.
//
//   FAULT=KIND        which fault, from the list below
//   FAULT_AT=BYTES    where in the input or output it strikes; without it, at random places all along
//   FAULT_SEED=N      the schedule
//   FAULT_LOG=FILE    gets a byte for each fault, so that a test sees that there were any
//
// Strikes standard input and output and files opened by a relative path, so that no library's own files are hit.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { FILES = 1024 };
static char tracked[FILES] = {1, 1};
static char *paths[FILES];
static long bytes_read, bytes_written;
static unsigned long state;
static int struck;

static int is(const char *kind) {
    const char *wanted = getenv("FAULT");
    return wanted && !strcmp(wanted, kind);
}

static long place(void) {
    const char *at = getenv("FAULT_AT");
    return at ? atol(at) : -1;
}

// Knuth's MMIX generator. Threads may race for its state: any schedule will do.
static unsigned draw(unsigned bound) {
    if (!state) {
        const char *seed = getenv("FAULT_SEED");
        state = (seed ? strtoul(seed, 0, 10) : 1) * 2654435761u + 1;
    }
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % bound;
}

static void note(void) {
    struck = 1;
    const char *log = getenv("FAULT_LOG");
    int file = log ? REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    if (file < 0) return;
    REAL(write)(file, "x", 1);
    REAL(close)(file);
}

static int fails(int number) {
    note();
    errno = number;
    return -1;
}

static int is_tracked(int file) { return file >= 0 && file < FILES && tracked[file]; }

static int opened(int file, const char *path) {
    if (file < 0 || file >= FILES) return file;
    tracked[file] = path[0] != '/';
    free(paths[file]);
    paths[file] = tracked[file] ? strdup(path) : 0;
    return file;
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    if (path[0] != '/' && is("eio-open") && !(flags & O_CREAT)) return fails(EIO);
    return opened(REAL(open)(path, flags, mode), path);
}

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open(path, flags, mode);
}

int close(int file) {
    if (file == 1 && is("eio-close")) return fails(EIO);
    if (is_tracked(file) && file > 1) tracked[file] = 0;
    return REAL(close)(file);
}

ssize_t read(int file, void *buffer, size_t count) {
    if (!is_tracked(file) || !count) return REAL(read)(file, buffer, count);
    // The first call always, so that no run goes by without.
    if (is("eintr") && (draw(2) || !struck)) return fails(EINTR);
    if (is("eagain") && (draw(2) || !struck)) return fails(EAGAIN);
    if (is("short-read")) {
        note();
        count = 1 + draw(count < 700 ? count : 700);
    }
    long at = place();
    if (is("eio-read") && at >= 0) {
        if (bytes_read >= at) return fails(EIO);
        if (count > (size_t)(at - bytes_read)) count = at - bytes_read;
    }
    // The input changes behind what has been read of it: once, when so much has been.
    int is_changing = (is("grow") || is("shrink")) && !struck;
    if (is_changing && count > (size_t)(at - bytes_read)) count = at - bytes_read;
    ssize_t result = REAL(read)(file, buffer, count);
    if (result > 0) bytes_read += result;
    if (is_changing && bytes_read >= at && file > 1 && paths[file]) {
        note();
        if (is("shrink")) {
            if (truncate(paths[file], at + 10)) abort();
        } else {
            static const char more[] = "{\"id\":\"more\",\"text\":\"Grown.\"}\n";
            int grown = REAL(open)(paths[file], O_WRONLY | O_APPEND);
            if (REAL(write)(grown, more, sizeof more - 1) < 0) abort();
            REAL(close)(grown);
        }
    }
    return result;
}

ssize_t pread(int file, void *buffer, size_t count, off_t offset) {
    if (is_tracked(file) && is("eintr") && draw(2)) return fails(EINTR);
    if (is_tracked(file) && is("short-read") && count > 1) {
        note();
        count = 1 + draw(count);
    }
    return REAL(pread)(file, buffer, count, offset);
}

ssize_t write(int file, const void *buffer, size_t count) {
    if (!is_tracked(file) || !count) return REAL(write)(file, buffer, count);
    // The first call always, so that no run goes by without.
    if (is("eintr") && (draw(2) || !struck)) return fails(EINTR);
    if (is("eagain") && (draw(2) || !struck)) return fails(EAGAIN);
    if (is("short-write")) {
        note();
        count = 1 + draw(count < 700 ? count : 700);
    }
    long at = place();
    int is_fatal = is("kill"), is_full = is("enospc"), is_broken = is("eio-write");
    if (at >= 0 && (is_fatal || is_full || is_broken)) {
        if (bytes_written >= at) {
            if (is_fatal) {
                note();
                raise(SIGKILL);
            }
            return fails(is_full ? ENOSPC : EIO);
        }
        if (count > (size_t)(at - bytes_written)) count = at - bytes_written;
    }
    ssize_t result = REAL(write)(file, buffer, count);
    if (result > 0) bytes_written += result;
    return result;
}

int fsync(int file) {
    if (is("eintr") && draw(2)) return fails(EINTR);
    // Not those of the journal, before any record.
    if (is("eio-fsync") && is_tracked(file) && bytes_written > 10000) return fails(EIO);
    return REAL(fsync)(file);
}

int rename(const char *from, const char *to) {
    if (is("eio-rename")) return fails(EIO);
    if (is("kill-rename")) {
        note();
        raise(SIGKILL);
    }
    return REAL(rename)(from, to);
}

int flock(int file, int operation) {
    // Time for another run to complete what was just opened.
    if (is("slow-lock")) {
        note();
        usleep(1000 * place());
    }
    return REAL(flock)(file, operation);
}

struct dirent *readdir(DIR *folder) {
    static int count;
    if (is("eio-folder") && count++ >= place()) {
        note();
        errno = EIO;
        return 0;
    }
    return REAL(readdir)(folder);
}
