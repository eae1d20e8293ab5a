package dev.duly.cli;

import dev.duly.WorkerBuilder;
import dev.duly.cli.command.CommandFailure;
import dev.duly.job.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker was told to serve: {@code -q critical,default -q email=2}, or with weights {@code
 * -q critical=w6,bulk=w1}.
 */
final class AskedQueues {
  private final Map<String, Integer> dedicated = new LinkedHashMap<>(); // queue and slots
  private final List<String> inOrder = new ArrayList<>();
  private final Map<String, Integer> weights = new LinkedHashMap<>();

  private AskedQueues() {}

  /** Fails with what is wrong with one of them. */
  static AskedQueues parse(List<String> texts) {
    AskedQueues asked = new AskedQueues();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String queue = Names.requireQueue(equals < 0 ? text : text.substring(0, equals));
      if (equals < 0) {
        asked.inOrder.add(queue);
      } else if (text.startsWith("w", equals + 1)) {
        put(asked.weights, queue, number(text, equals + 2, "a weight, such as w6"));
      } else {
        put(asked.dedicated, queue, number(text, equals + 1, "a number of slots"));
      }
    }
    if (!asked.weights.isEmpty() && !asked.inOrder.isEmpty()) {
      throw CommandFailure.usage(
          "-q "
              + String.join(",", asked.inOrder)
              + ": give each queue of the pool a weight, such as "
              + asked.inOrder.get(0)
              + "=w1, or none");
    }
    return asked;
  }

  private static void put(Map<String, Integer> into, String queue, int number) {
    if (into.putIfAbsent(queue, number) != null) {
      throw CommandFailure.usage("-q " + queue + ": it is listed twice");
    }
  }

  private static int number(String text, int from, String what) {
    try {
      return Integer.parseInt(text.substring(from));
    } catch (NumberFormatException e) {
      throw CommandFailure.usage(
          "-q " + text + ": " + Names.quoted(text.substring(from)) + " is not " + what);
    }
  }

  /** Lets a worker serve them, those of the pool with so many slots. */
  void serve(WorkerBuilder worker, int slots) {
    dedicated.forEach(worker::queue);
    if (!inOrder.isEmpty()) {
      worker.queues(inOrder, slots);
    }
    if (!weights.isEmpty()) {
      worker.queues(weights, slots);
    }
  }

  /** Their names alone. */
  List<String> names() {
    List<String> names = new ArrayList<>(inOrder);
    names.addAll(weights.keySet());
    names.addAll(dedicated.keySet());
    return names;
  }
}
