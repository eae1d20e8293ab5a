package dev.duly.backend.support;

import dev.duly.backend.room.WorkerProfile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A worker's profile as text in one column: {@code host=…&pid=…&pools=email:8+…}, the form of
 * {@link LabelText}. What a newer version says besides is passed over. Null stands for none.
 */
public final class ProfileText {
  private ProfileText() {}

  public static @Nullable String of(Optional<WorkerProfile> profile) {
    return profile.map(ProfileText::of).orElse(null);
  }

  private static @Nullable String of(WorkerProfile profile) {
    String pools =
        new TreeMap<>(profile.slots())
            .entrySet().stream()
                .map(pool -> pool.getKey() + ":" + pool.getValue())
                .collect(Collectors.joining(" "));
    return LabelText.ofHeaders(
        Map.of(
            "host", profile.host(),
            "pid", Long.toString(profile.pid()),
            "version", profile.version(),
            "state", profile.state(),
            "pools", pools,
            "types", String.join(" ", new TreeSet<>(profile.types()))));
  }

  /** The inverse. */
  public static Optional<WorkerProfile> parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> says = LabelText.headers(text);
    return Optional.of(
        new WorkerProfile(
            says.getOrDefault("host", ""),
            Long.parseLong(says.getOrDefault("pid", "0")),
            says.getOrDefault("version", ""),
            says.getOrDefault("state", ""),
            pools(says.getOrDefault("pools", "")),
            words(says.getOrDefault("types", ""))));
  }

  private static Map<String, Integer> pools(String text) {
    Map<String, Integer> pools = new TreeMap<>();
    for (String pool : words(text)) {
      int colon = pool.lastIndexOf(':');
      pools.put(pool.substring(0, colon), Integer.parseInt(pool.substring(colon + 1)));
    }
    return pools;
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
  }
}
