package dev.duly.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement whose parameters have names, such as {@code :worker}: the driver knows places alone.
 * A name may stand in several places. Immutable.
 *
 * @param text with a {@code ?} for each parameter
 * @param names of the parameters by their places; empty for one that is written as {@code ?}
 */
record NamedSql(String text, List<String> names) {
  // What is no parameter comes first: quoted text, comments, and casts.
  private static final Pattern PARAMETER =
      Pattern.compile("'[^']*'|--[^\n]*|::|:(?<name>[a-z_]+)|\\?");

  static NamedSql parse(String sql) {
    List<String> names = new ArrayList<>();
    StringBuilder text = new StringBuilder(sql.length());
    Matcher found = PARAMETER.matcher(sql);
    while (found.find()) {
      boolean named = found.group("name") != null;
      if (named || found.group().equals("?")) {
        names.add(named ? found.group("name") : "");
        found.appendReplacement(text, "?");
      } else {
        found.appendReplacement(text, Matcher.quoteReplacement(found.group()));
      }
    }
    found.appendTail(text);
    return new NamedSql(text.toString(), List.copyOf(names));
  }

  /** Several as one text, which the driver sends in one go: they commit together. */
  static NamedSql together(List<NamedSql> parts) {
    return new NamedSql(
        parts.stream().map(NamedSql::text).collect(Collectors.joining(";\n")),
        parts.stream().flatMap(part -> part.names.stream()).toList());
  }
}
