package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;

/**
 * A message on its way to where its key leads.
 *
 * @param exchange empty: the key is the name of a queue
 * @param properties with a message id, by which it is known if no queue takes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(String exchange, String key, BasicProperties properties, byte[] body) {
  /** Into this queue. */
  static Message to(String queue, BasicProperties properties, byte[] body) {
    return new Message("", queue, properties, body);
  }
}
