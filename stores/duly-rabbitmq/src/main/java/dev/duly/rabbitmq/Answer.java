package dev.duly.rabbitmq;

/** What became of a message that was sent. */
enum Answer {
  KEPT,
  /** Its queue is full, or too few of its replicas are there. */
  REFUSED,
  /** There is no such queue. */
  UNROUTABLE,
  UNKNOWN
}
