package dev.duly.jackson;

import java.math.BigDecimal;
import java.net.URL;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Whether two values of one class, which have nothing inside that could be gone through, are the
 * same.
 */
final class SameValue {
  private SameValue() {}

  /** A class of Java itself is compared by value, not by field, and so is an enumeration. */
  static boolean isOfTheRuntime(Class<?> c) {
    return Enum.class.isAssignableFrom(c)
        || c.getClassLoader() == null
        || c.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  /** Of a class of Java itself. */
  static boolean of(Object sent, Object got) {
    if (sent instanceof BigDecimal number && got instanceof BigDecimal other) {
      return number.compareTo(other) == 0;
    } else if (sent instanceof Pattern pattern && got instanceof Pattern other) {
      return pattern.flags() == other.flags() && pattern.pattern().equals(other.pattern());
    } else if (sent instanceof URL url && got instanceof URL other) {
      return url.toExternalForm().equals(other.toExternalForm()); // equals asks a name server
    }
    return hasEquals(sent.getClass()) ? sent.equals(got) : text(sent).equals(text(got));
  }

  private static boolean hasEquals(Class<?> c) {
    try {
      return c.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e); // every object has it
    }
  }

  /** Such as of a lock or a string builder; without the number of the instance. */
  private static String text(Object value) {
    return value.toString().replace('@' + Integer.toHexString(System.identityHashCode(value)), "");
  }

  /** In a tree a number has no class of its own in JSON, and is what its text says. */
  static boolean of(JsonNode sent, JsonNode got) {
    return sent.equals((one, other) -> isSameNode(one, other) ? 0 : 1, got);
  }

  private static boolean isSameNode(JsonNode sent, JsonNode got) {
    if (sent.equals(got)) {
      return true;
    } else if (!sent.isNumber() || !got.isNumber()) {
      return false;
    }
    try {
      return new BigDecimal(sent.toString()).compareTo(new BigDecimal(got.toString())) == 0;
    } catch (NumberFormatException e) {
      return false; // not a number, or an infinite one
    }
  }
}
