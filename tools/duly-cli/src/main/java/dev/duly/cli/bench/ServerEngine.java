package dev.duly.cli.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine on a server, with a store of its own there for each folder: it is dropped when the
 * folder is gone and the next one is made, or at the end of the process.
 */
abstract class ServerEngine implements Engine {
  private final String server;
  private final List<Path> folders = new ArrayList<>();

  /**
   * An engine.
   *
   * @param server its URL, with a login that may create and drop stores
   */
  ServerEngine(String server) {
    this.server = server;
  }

  final String server() {
    return server;
  }

  /** Makes a store for a new folder. */
  abstract void create(Path folder);

  /** Drops the store of a folder. */
  abstract void drop(Path folder);

  /** Whether a drop at the end failed since the server itself has gone, and all with it. */
  abstract boolean isAway(RuntimeException failure);

  /** The URL of a folder's store. */
  abstract String url(Path folder);

  @Override
  public final synchronized String store(Path folder) {
    if (!folders.contains(folder)) {
      if (folders.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::dropAll));
      }
      drop(folders.stream().filter(old -> !Files.exists(old)).toList());
      create(folder);
      folders.add(folder);
    }
    return url(folder);
  }

  private synchronized void dropAll() {
    try {
      drop(List.copyOf(folders));
    } catch (RuntimeException e) {
      if (!isAway(e)) {
        throw e;
      }
    }
  }

  private void drop(List<Path> gone) {
    for (Path folder : gone) {
      drop(folder);
      folders.remove(folder);
    }
  }

  /** What the names of all of a folder's store begin with, where stores differ by that alone. */
  static String prefix(Path folder) {
    return "bench" + digits(folder);
  }

  /** The URL of such a store. */
  final String prefixed(Path folder) {
    return server + "?prefix=" + prefix(folder);
  }

  /** The digits of a folder's name, for the name of its store. */
  static String digits(Path folder) {
    return folder.getFileName().toString().replaceAll("\\D", "");
  }

  @Override
  public boolean isShared() {
    return true;
  }
}
