package dev.duly.sqlite;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets several processes write in turn: a lock on a file beside the database, taken before SQLite's
 * own. SQLite's busy handler polls and is unfair (a worker in ten starves); the kernel's queue is
 * not. Never taken on the database file itself, since closing any descriptor of a file drops all of
 * a process's locks on it.
 *
 * <p>Within one process the kernel's lock does not count, so that all users of one file share one
 * object here.
 */
final class SideLock implements AutoCloseable {
  // Guarded by the class.
  private static final Map<Path, SideLock> OPEN = new HashMap<>();

  private final Path path;
  // Guarded by within.
  private FileChannel channel;
  private final ReentrantLock within = new ReentrantLock(true);
  // Guarded by the class.
  private int users;

  private SideLock(Path path) throws IOException {
    this.path = path;
    this.channel = open(path);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  static SideLock of(Path database) throws IOException {
    Path path = database.resolveSibling(database.getFileName() + "-turn");
    synchronized (SideLock.class) {
      SideLock lock = OPEN.get(path);
      if (lock == null) {
        lock = new SideLock(path);
        OPEN.put(path, lock);
      }
      lock.users++;
      return lock;
    }
  }

  /** Waits for its turn; {@link Held#close} ends it. */
  Held acquire() throws IOException {
    within.lock();
    try {
      return new Held(lock());
    } catch (IOException | RuntimeException e) {
      within.unlock();
      throw e;
    }
  }

  /** An interrupt closes the channel; then another is opened, and the wait begins again. */
  private FileLock lock() throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (ClosedByInterruptException | FileLockInterruptionException e) {
        Thread.interrupted();
        if (!channel.isOpen()) {
          channel = open(path);
        }
      }
    }
  }

  /** A turn. */
  final class Held implements AutoCloseable {
    private final FileLock lock;

    private Held(FileLock lock) {
      this.lock = lock;
    }

    boolean isWanted() {
      return within.hasQueuedThreads();
    }

    @Override
    public void close() throws IOException {
      try {
        lock.release();
      } finally {
        within.unlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (SideLock.class) {
      if (--users == 0) {
        OPEN.remove(path);
        channel.close();
      }
    }
  }
}
