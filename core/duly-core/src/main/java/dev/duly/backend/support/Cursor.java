package dev.duly.backend.support;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list as those see it who page through it: opaque. */
public final class Cursor {
  private Cursor() {}

  public static String of(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The place again.
   *
   * @param pattern what a place looks like
   * @throws IllegalArgumentException if it is none
   */
  public static String place(String cursor, String pattern) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (place.matches(pattern)) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      // said below, with the whole text
    }
    throw new IllegalArgumentException(
        "invalid page cursor " + cursor + ": use the cursor that the previous page printed");
  }
}
