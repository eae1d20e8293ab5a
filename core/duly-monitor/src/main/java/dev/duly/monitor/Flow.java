package dev.duly.monitor;

/**
 * What a producer brings to a queue.
 *
 * @param producer its name; empty: it has none
 * @param perSecond jobs in a second, lately
 */
public record Flow(String producer, String queue, double perSecond) {}
