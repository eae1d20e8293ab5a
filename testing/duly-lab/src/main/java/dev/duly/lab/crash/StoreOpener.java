package dev.duly.lab.crash;

import dev.duly.backend.Backend;

/**
 * Opens the store that processes play on. They make their own, so it has a constructor without
 * arguments.
 */
public interface StoreOpener {
  /**
   * Opens it.
   *
   * @param store as the stage was told: a file, a URL
   */
  Backend open(String store);

  /** The one that the process was started with. */
  static StoreOpener ofThisProcess() {
    String name = System.getProperty("crash.opener", "");
    try {
      var constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (StoreOpener) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("-Dcrash.opener=" + name + " opens nothing", e);
    }
  }
}
