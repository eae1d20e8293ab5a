package dev.duly.rabbitmq;

import dev.duly.backend.Token;
import dev.duly.backend.support.TokenText;

/**
 * A claim.
 *
 * @param process which backend object holds it
 * @param tap which of its taps, none of which has the number of another
 * @param tag of the delivery there
 */
record RabbitToken(long process, long tap, long tag) implements Token {
  static RabbitToken of(String text) {
    long[] numbers = TokenText.numbers(text, 3);
    return new RabbitToken(numbers[0], numbers[1], numbers[2]);
  }

  @Override
  public String text() {
    return TokenText.of(process, tap, tag);
  }
}
