package dev.duly.rabbitmq.amqp;

/** What became of a message that was sent. */
public enum Answer {
  KEPT,
  /** Its queue is full, or too few of its replicas are there. */
  REFUSED,
  /** There is no such queue. */
  UNROUTABLE,
  UNKNOWN
}
