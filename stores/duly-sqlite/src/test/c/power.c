/*
 * A disk that forgets what was not synced. Preloaded into a process, it keeps a second copy of every file under POWER_DIR in
 * POWER_DISK, and brings a write there only when the file is synced. A power cut is then: kill the process, and go on with the copy.
 * For one process; several would have to share what they have not synced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FDS 1024
#define CHANGES 65536

enum { UNKNOWN, OURS, OTHER };
struct change { const char *disk; off_t from; size_t length; int truncates; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int known[FDS];
static const char *disk[FDS];
static struct change changes[CHANGES];
static int count;

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

static int is_ours(int fd) {
  if (fd < 0 || fd >= FDS) return 0;
  if (known[fd] == UNKNOWN) {
    const char *dir = getenv("POWER_DIR"), *copy = getenv("POWER_DISK");
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n < 0 ? 0 : n] = 0;
    size_t length = dir ? strlen(dir) : 0;
    known[fd] = length && copy && !strncmp(path, dir, length) && path[length] == '/' ? OURS : OTHER;
    char twin[2 * PATH_MAX];
    snprintf(twin, sizeof twin, "%s%s", copy ? copy : "", path + length);
    if (known[fd] == OURS) disk[fd] = strdup(twin);
  }
  return known[fd] == OURS;
}

static void remember(int fd, off_t from, size_t length, int truncates) {
  pthread_mutex_lock(&lock);
  if (count == CHANGES) { fputs("power: too much was not synced\n", stderr); abort(); }
  changes[count++] = (struct change) { disk[fd], from, length, truncates };
  pthread_mutex_unlock(&lock);
}

static void bring_to_disk(int fd) {
  pthread_mutex_lock(&lock);
  int left = 0, copy = open(disk[fd], O_RDWR | O_CREAT, 0644);
  for (int i = 0; i < count; i++) {
    struct change c = changes[i];
    if (strcmp(c.disk, disk[fd])) { changes[left++] = c; continue; }
    if (c.truncates && ftruncate(copy, c.from)) abort();
    char buffer[65536];
    for (size_t done = 0; !c.truncates && done < c.length; ) {
      size_t some = c.length - done < sizeof buffer ? c.length - done : sizeof buffer;
      ssize_t n = pread(fd, buffer, some, c.from + done);
      if (n <= 0) break; /* cut off again since */
      if (pwrite(copy, buffer, n, c.from + done) != n) abort();
      done += n;
    }
  }
  count = left;
  REAL(int, close, int);
  known[copy] = UNKNOWN;
  real(copy);
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (!is_ours(fd)) return real(fd, bytes, length);
  off_t from = lseek(fd, 0, SEEK_CUR);
  ssize_t n = real(fd, bytes, length);
  if (n > 0) remember(fd, from, n, 0);
  return n;
}

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t from) {
  if (!real_pwrite) real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t n = real_pwrite(fd, bytes, length, from);
  if (n > 0 && is_ours(fd)) remember(fd, from, n, 0);
  return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t from) {
  return pwrite64(fd, bytes, length, from);
}

int ftruncate64(int fd, off_t length) {
  REAL(int, ftruncate64, int, off_t);
  int failed = real(fd, length);
  if (!failed && is_ours(fd)) remember(fd, length, 0, 1);
  return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fdatasync(int fd) {
  REAL(int, fdatasync, int);
  int failed = real(fd);
  if (!failed && is_ours(fd)) bring_to_disk(fd);
  return failed;
}

int fsync(int fd) {
  REAL(int, fsync, int);
  int failed = real(fd);
  if (!failed && is_ours(fd)) bring_to_disk(fd);
  return failed;
}

/* At once: whether a name is gone is the directory's affair, which is synced on its own. */
int unlink(const char *path) {
  REAL(int, unlink, const char *);
  const char *dir = getenv("POWER_DIR"), *copy = getenv("POWER_DISK");
  size_t length = dir ? strlen(dir) : 0;
  if (length && copy && !strncmp(path, dir, length) && path[length] == '/') {
    char twin[2 * PATH_MAX];
    snprintf(twin, sizeof twin, "%s%s", copy, path + length);
    real(twin);
  }
  return real(path);
}

int close(int fd) {
  REAL(int, close, int);
  if (fd >= 0 && fd < FDS) known[fd] = UNKNOWN;
  return real(fd);
}
