package dev.duly.cli;

import dev.duly.cli.exec.ProcessTree;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and TERM: the first stops gracefully, a second one at once, with the commands that run
 * (rule T4).
 */
final class Signals {
  private static final int SIGNALS = 128;

  private Signals() {}

  /** Runs this when the process is told to end, then ends it with 128 and the signal's number. */
  static void onStop(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    on("INT", 2, stop, stopping);
    on("TERM", 15, stop, stopping);
  }

  private static void on(String signal, int number, Runnable stop, AtomicBoolean stopping) {
    handle(
        signal,
        () -> {
          if (stopping.getAndSet(true)) {
            ProcessTree.killAll();
            Runtime.getRuntime().halt(SIGNALS + number);
          }
          System.err.println("stopping; once more to stop at once");
          Thread ending =
              new Thread(
                  () -> {
                    stop.run();
                    System.exit(SIGNALS + number);
                  },
                  "duly-stop");
          ending.start();
        });
  }

  /**
   * By reflection: the class is there in every JDK, but javac warns of it and nothing else catches
   * a second signal.
   */
  private static void handle(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {signalHandler},
              (self, method, args) -> {
                if (method.getName().equals("handle")) {
                  handler.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(handler, "duly-stop"));
    }
  }
}
