package dev.duly.rabbitmq.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;

/**
 * A message on its way to where its key leads.
 *
 * @param exchange empty: the key is the name of a queue
 * @param properties with a message id, by which it is known if nobody takes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(String exchange, String key, BasicProperties properties, byte[] body) {
  /** Into this queue. */
  public static Message to(String queue, BasicProperties properties, byte[] body) {
    return new Message("", queue, properties, body);
  }
}
