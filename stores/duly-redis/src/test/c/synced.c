/*
 * Remembers how much of each append-only file is on disk. Preloaded into a server, it notes beside every file under SYNCED_DIR, in a
 * file of the same name and ".synced", how long it was when it was last synced: so long it is after a power cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(int fd, off_t length) {
  const char *dir = getenv("SYNCED_DIR");
  char link[64], path[PATH_MAX + 8];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, PATH_MAX);
  path[n < 0 ? 0 : n] = 0;
  if (!dir || strncmp(path, dir, strlen(dir)) || path[strlen(dir)] != '/') return;
  strcat(path, ".synced");
  int out = open(path, O_WRONLY | O_CREAT, 0644);
  char text[32];
  int length_of_text = snprintf(text, sizeof text, "%020lld", (long long) length);
  if (out < 0 || pwrite(out, text, length_of_text, 0) != length_of_text) abort();
  close(out);
}

static int synced(int fd, const char *name) {
  int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
  struct stat before;
  int known = !fstat(fd, &before) && S_ISREG(before.st_mode);
  int failed = real(fd);
  if (!failed && known) note(fd, before.st_size);
  return failed;
}

int fdatasync(int fd) { return synced(fd, "fdatasync"); }
int fsync(int fd) { return synced(fd, "fsync"); }
