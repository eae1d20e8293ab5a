/**
 * Jobs in RabbitMQ, on the terms of RabbitMQ: a queue for each level, no store beside it. A message
 * that comes again has lost its claim; everything else that happens to a job is a new copy of it,
 * which is confirmed before the old one is acknowledged.
 */
@NullMarked
package dev.duly.rabbitmq;

import org.jspecify.annotations.NullMarked;
