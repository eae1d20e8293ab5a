/**
 * RabbitMQ without jobs: connections, messages that are confirmed, consumers whose deliveries are
 * held until they are settled, and the queues in which messages wait for a time.
 */
@NullMarked
package dev.duly.rabbitmq.amqp;

import org.jspecify.annotations.NullMarked;
