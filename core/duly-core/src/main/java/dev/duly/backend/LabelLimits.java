package dev.duly.backend;

import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.StorableText;
import dev.duly.limit.GroupKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much a job may carry beside its payload, the same on every engine (rule E4). */
public final class LabelLimits {
  static final int TAGS_MAX = 64;
  static final int HEADERS_MAX = 64;
  static final int NAME_MAX = 256;
  static final int UNIQUE_KEY_MAX = 200;
  static final int HEADER_VALUE_MAX = 8_192;
  static final int BYTES_MAX = 16 * 1024;

  /** Those headers of a message that a job may carry, in their order. */
  public static Map<String, String> fitting(Map<String, String> headers) {
    Map<String, String> kept = new LinkedHashMap<>();
    long bytes = 0;
    for (var header : headers.entrySet()) {
      List<String> problems = new ArrayList<>(0);
      check(header, problems);
      long size = bytes(header);
      if (problems.isEmpty() && kept.size() < HEADERS_MAX && bytes + size <= BYTES_MAX) {
        kept.put(header.getKey(), header.getValue());
        bytes += size;
      }
    }
    return kept;
  }

  private LabelLimits() {}

  /** Adds everything that is wrong with the labels. */
  static void check(Labels labels, List<String> problems) {
    if (labels.equals(Labels.NONE)) {
      return;
    }
    labels.groupKey().flatMap(GroupKey::problemWith).ifPresent(problems::add);
    labels.producer().ifPresent(producer -> name("producer", producer, problems));
    count("tags", labels.tags().size(), TAGS_MAX, problems);
    labels.tags().stream().limit(TAGS_MAX).forEach(tag -> name("a tag", tag, problems));
    count("headers", labels.headers().size(), HEADERS_MAX, problems);
    labels.headers().entrySet().stream()
        .limit(HEADERS_MAX)
        .forEach(header -> check(header, problems));
    long bytes = bytes(labels);
    if (bytes > BYTES_MAX) {
      problems.add(
          String.format(
              "tags and headers must be at most %,d bytes together, was %,d", BYTES_MAX, bytes));
    }
  }

  private static void check(Map.Entry<String, String> header, List<String> problems) {
    name("the name of a header", header.getKey(), problems);
    text("a header", header.getValue(), HEADER_VALUE_MAX, problems);
  }

  /** Adds everything that is wrong with a unique key. */
  static void checkUniqueKey(String key, List<String> problems) {
    if (key.isEmpty()) {
      problems.add("unique_key must not be empty");
    }
    text("unique_key", key, UNIQUE_KEY_MAX, problems);
    key.chars()
        .filter(c -> Character.isISOControl(c) && c != 0)
        .findFirst()
        .ifPresent(
            c ->
                problems.add(
                    String.format(
                        "unique_key must not contain the control character U+%04X, was %s",
                        c, Names.quoted(key))));
  }

  private static void name(String field, String text, List<String> problems) {
    if (text.isEmpty()) {
      problems.add(field + " must not be empty");
    }
    text(field, text, NAME_MAX, problems);
  }

  private static void text(String field, String text, int max, List<String> problems) {
    StorableText.problemWith(field, text, max).ifPresent(problems::add);
  }

  private static void count(String field, int count, int max, List<String> problems) {
    if (count > max) {
      problems.add(String.format("%s must be at most %d, was %,d", field, max, count));
    }
  }

  private static long bytes(Labels labels) {
    long bytes = 0;
    for (String tag : labels.tags()) {
      bytes += size(tag);
    }
    for (var header : labels.headers().entrySet()) {
      bytes += bytes(header);
    }
    return bytes;
  }

  private static long bytes(Map.Entry<String, String> header) {
    return size(header.getKey()) + size(header.getValue());
  }

  private static long size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
