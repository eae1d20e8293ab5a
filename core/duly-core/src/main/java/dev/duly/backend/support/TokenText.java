package dev.duly.backend.support;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The text of a token that is some numbers: {@code 1f.2a.0}, in hexadecimal digits. */
public final class TokenText {
  private static final int RADIX = 16;

  private TokenText() {}

  /** Of numbers that are not negative. */
  public static String of(long... numbers) {
    return LongStream.of(numbers).mapToObj(Long::toHexString).collect(Collectors.joining("."));
  }

  /**
   * The numbers again.
   *
   * @param count how many there must be
   * @throws IllegalArgumentException if it is no such text
   */
  public static long[] numbers(String text, int count) {
    try {
      long[] numbers = Arrays.stream(text.split("\\.", -1)).mapToLong(TokenText::number).toArray();
      if (numbers.length == count) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // said below, with the whole text
    }
    throw refused(text);
  }

  private static long number(String digits) {
    long number = Long.parseLong(digits, RADIX);
    if (!Long.toHexString(number).equals(digits)) {
      throw new NumberFormatException(digits);
    }
    return number;
  }

  /** The answer to a text that is no token. */
  public static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("\"" + text + "\" is no token of a claim in this store");
  }
}
