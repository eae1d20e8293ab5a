package dev.duly.backend.support;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tags and headers as text in one column, readable and indexable: {@code
 * application/x-www-form-urlencoded}, tags joined by {@code &} alone. Null stands for none.
 */
public final class LabelText {
  private LabelText() {}

  public static @Nullable String ofTags(List<String> tags) {
    return tags.isEmpty()
        ? null
        : tags.stream().map(LabelText::encode).collect(Collectors.joining("&"));
  }

  public static List<String> tags(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split("&", -1)).map(LabelText::decode).toList();
  }

  public static @Nullable String ofHeaders(Map<String, String> headers) {
    return headers.isEmpty()
        ? null
        : new TreeMap<>(headers)
            .entrySet().stream()
                .map(h -> encode(h.getKey()) + "=" + encode(h.getValue()))
                .collect(Collectors.joining("&"));
  }

  public static Map<String, String> headers(@Nullable String text) {
    if (text == null) {
      return Map.of();
    }
    Map<String, String> headers = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      headers.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
    return headers;
  }

  /** Most texts stand for themselves, which is seen faster than written again. */
  private static String encode(String text) {
    return text.chars().allMatch(LabelText::isPlain)
        ? text
        : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return text.indexOf('%') < 0 && text.indexOf('+') < 0
        ? text
        : URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** What {@link URLEncoder} leaves as it is. */
  private static boolean isPlain(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || ".-*_".indexOf(character) >= 0;
  }
}
