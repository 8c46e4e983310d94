/* Stops a program, or fails its disk, at one of its writes. Preloaded by laboratory.py.

   FAULT_DIR    only files under this folder count
   FAULT_KIND   count: say how many steps there are, in FAULT_FILE
                kill: SIGKILL before step FAULT_AT; torn: half of its bytes first
                error: steps from FAULT_AT on fail with FAULT_ERRNO, FAULT_COUNT of them (0: all)
   CLOCK_MS     added to the wall clock, from its CLOCK_AFTERth reading on

   What is a step: each write, growth, sync, rename, removal and creation. A full disk (ENOSPC) still
   removes and syncs. renameat2 is called past the C library and is not a step. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static atomic_long steps, readings;
static const char *dir, *kind;
static size_t dir_len;
static long at, count;
static int fail_errno, report = -1;

__attribute__((constructor)) static void begin(void) {
    const char *text;
    dir = getenv("FAULT_DIR");
    kind = getenv("FAULT_KIND");
    if (!dir || !kind) { dir = NULL; return; }
    dir_len = strlen(dir);
    at = (text = getenv("FAULT_AT")) ? atol(text) : 0;
    count = (text = getenv("FAULT_COUNT")) ? atol(text) : 0;
    fail_errno = (text = getenv("FAULT_ERRNO")) ? atoi(text) : EIO;
    if ((text = getenv("FAULT_FILE")))
        report = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static int under(const char *path) {
    return dir && path && !strncmp(path, dir, dir_len);
}

static int counts(int fd) {
    char name[64], path[4096];
    if (!dir) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(name, path, sizeof path - 1);
    if (len < 0) return 0;
    path[len] = 0;
    return under(path);
}

/* 0: go on; 1: fails with errno; 2: write half, then die */
static int step(int needs_room, int can_tear) {
    long now = atomic_fetch_add(&steps, 1) + 1;
    if (report >= 0) {
        char text[32];
        int len = snprintf(text, sizeof text, "%ld\n", now);
        if (syscall(SYS_pwrite64, report, text, len, 0) < 0) abort();
        return 0;
    }
    if (!strcmp(kind, "error")) {
        if (now < at || (count && now >= at + count)) return 0;
        if (fail_errno == ENOSPC && !needs_room) return 0;
        errno = fail_errno;
        return 1;
    }
    if (now != at) return 0;
    if (!strcmp(kind, "torn") && can_tear) return 2;
    kill(getpid(), SIGKILL);
    return 0;
}

static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t len) {
    REAL(write);
    int how = counts(fd) ? step(1, 1) : 0;
    if (how == 1) return -1;
    if (how == 2) { if (real(fd, bytes, len / 2) < 0) abort(); die(); }
    return real(fd, bytes, len);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset) {
    REAL(pwrite64);
    int how = counts(fd) ? step(1, 1) : 0;
    if (how == 1) return -1;
    if (how == 2) { if (real(fd, bytes, len / 2, offset) < 0) abort(); die(); }
    return real(fd, bytes, len, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
    REAL(writev);
    return counts(fd) && step(1, 0) ? -1 : real(fd, parts, number);
}

int ftruncate64(int fd, off64_t len) {
    REAL(ftruncate64);
    return counts(fd) && step(1, 0) ? -1 : real(fd, len);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t len) {
    REAL(fallocate64);
    return counts(fd) && step(1, 0) ? -1 : real(fd, mode, offset, len);
}

int posix_fallocate64(int fd, off64_t offset, off64_t len) {
    REAL(posix_fallocate64);
    return counts(fd) && step(1, 0) ? errno : real(fd, offset, len);
}

int fsync(int fd) {
    REAL(fsync);
    return counts(fd) && step(0, 0) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return counts(fd) && step(0, 0) ? -1 : real(fd);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return under(to) && step(0, 0) ? -1 : real(from, to);
}

int unlink(const char *path) {
    REAL(unlink);
    return under(path) && step(0, 0) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return under(path) && step(1, 0) ? -1 : real(path, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (flags & O_CREAT && under(path) && access(path, F_OK) != 0 && step(1, 0)) return -1;
    return real(path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    long result = syscall(SYS_clock_gettime, clock, time);
    const char *shift = clock == CLOCK_REALTIME ? getenv("CLOCK_MS") : NULL;
    if (result == 0 && shift) {
        const char *after = getenv("CLOCK_AFTER");
        if (atomic_fetch_add(&readings, 1) >= (after ? atol(after) : 0)) {
            long long now = time->tv_sec * 1000LL + time->tv_nsec / 1000000 + atoll(shift);
            time->tv_sec = now / 1000;
            time->tv_nsec = now % 1000 * 1000000;
        }
    }
    return result;
}
