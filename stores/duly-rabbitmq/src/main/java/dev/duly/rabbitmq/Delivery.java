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

  /** How often it was delivered before and never acknowledged, as the node has counted. */
  int losses() {
    if (properties.getHeaders() == null) {
      return 0;
    }
    long deliveries = number("x-delivery-count");
    long acquired = number("x-acquired-count") - 1;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, Math.max(deliveries, acquired)));
  }

  private long number(String header) {
    return properties.getHeaders().get(header) instanceof Number number ? number.longValue() : 0;
  }
}
