package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that has come, until it is acknowledged. Thread-safe. */
final class Delivery {
  private final long tag;
  private final BasicProperties properties;
  private final byte[] body;
  private final int consumer;
  private final AtomicBoolean settling = new AtomicBoolean();

  Delivery(long tag, BasicProperties properties, byte[] body, int consumer) {
    this.tag = tag;
    this.properties = properties;
    this.body = body;
    this.consumer = consumer;
  }

  /** Its number on its channel. */
  long tag() {
    return tag;
  }

  BasicProperties properties() {
    return properties;
  }

  /** Shared, not copied. */
  byte[] body() {
    return body;
  }

  /** Which of its tap's consumers took it. */
  int consumer() {
    return consumer;
  }

  /** True for one caller, who settles it. */
  boolean begin() {
    return settling.compareAndSet(false, true);
  }

  /** It could not be settled after all. */
  void giveUp() {
    settling.set(false);
  }

  /**
   * Whether it was delivered before and never acknowledged. How often is of no weight: a node that
   * starts again counts one and the same loss several times.
   */
  boolean wasLost() {
    return properties.getHeaders() != null
        && (number("x-delivery-count") > 0 || number("x-acquired-count") > 1);
  }

  private long number(String header) {
    return properties.getHeaders().get(header) instanceof Number number ? number.longValue() : 0;
  }
}
