package dev.duly.examples;

import dev.duly.backend.Backend;
import dev.duly.bridge.Bridge;

/** Jobs are enqueued in one store and run from another. */
public final class Relay {
  private Relay() {}

  /** Carries them until it is closed; the two stores are closed after it. */
  public static Bridge start(Backend source, Backend target) {
    return Bridge.from(source).queues("email", "reports").into(target).start();
  }
}
