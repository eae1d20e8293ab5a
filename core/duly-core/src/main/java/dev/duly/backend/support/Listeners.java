package dev.duly.backend.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open sessions that are told when something has changed for their claims. Thread-safe. */
public final class Listeners {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Adds one.
   *
   * @return removes it; the session runs this when it is closed
   */
  public Runnable add(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells all of them. */
  public void tell() {
    listeners.forEach(Runnable::run);
  }
}
