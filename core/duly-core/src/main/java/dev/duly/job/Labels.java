package dev.duly.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job carries for others than its handler.
 *
 * @param uniqueKey held by one job at a time; 1 to 200 characters, none of them a control character
 * @param groupKey jobs of a queue that have one take turns with those of other keys
 * @param headers trace context and the like
 * @param producer who enqueued it
 */
public record Labels(
    Optional<String> uniqueKey,
    Optional<String> groupKey,
    List<String> tags,
    Map<String, String> headers,
    Optional<String> producer) {
  public static final Labels NONE =
      new Labels(Optional.empty(), Optional.empty(), List.of(), Map.of(), Optional.empty());

  public Labels {
    tags = List.copyOf(tags);
    headers = Map.copyOf(headers);
  }

  public Labels withUniqueKey(String uniqueKey) {
    return new Labels(Optional.of(uniqueKey), groupKey, tags, headers, producer);
  }

  public Labels withGroupKey(String groupKey) {
    return new Labels(uniqueKey, Optional.of(groupKey), tags, headers, producer);
  }

  /** With one tag more. */
  public Labels withTag(String tag) {
    List<String> more = new ArrayList<>(tags);
    more.add(tag);
    return new Labels(uniqueKey, groupKey, more, headers, producer);
  }

  /** With one header more, or another value of it. */
  public Labels withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Labels(uniqueKey, groupKey, tags, more, producer);
  }

  public Labels withProducer(Optional<String> producer) {
    return this.producer.equals(producer)
        ? this
        : new Labels(uniqueKey, groupKey, tags, headers, producer);
  }
}
