package dev.duly.rabbitmq;

import dev.duly.job.Priority;

/**
 * What things are called on the node.
 *
 * @param prefix what all names begin with
 */
record ObjectNames(String prefix) {
  /** The jobs of a queue at a level: {@code duly.QUEUE.normal}. */
  String jobs(String queue, Priority level) {
    return prefix + '.' + target(queue, level);
  }

  /** What a delayed message's routing key ends with. */
  String target(String queue, Priority level) {
    return queue + '.' + level.text();
  }

  /** A queue and exchange of the ladder: {@code duly.delay.07}. */
  String delay(int tier) {
    return prefix + ".delay." + (tier < 10 ? "0" : "") + tier;
  }

  /** The exchange that delayed messages come out of. */
  String outlet() {
    return prefix + ".jobs";
  }

  /** The queue of all dead letters. */
  String dead() {
    return prefix + ".dead";
  }

  /** The queue with the names of queues. */
  String queues() {
    return prefix + ".queues";
  }

  /** The queue whose holder alone reads that one. */
  String lock(String queue) {
    return queue + ".look";
  }
}
