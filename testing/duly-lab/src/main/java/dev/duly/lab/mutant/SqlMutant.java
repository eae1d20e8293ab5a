package dev.duly.lab.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement with one of its conditions dropped; of several with the same words the nth. The
 * condition's parameters stay, so that binding goes on as before and only the meaning changes.
 */
public record SqlMutant(String statement, String condition, int nth, String text) {
  private static final Pattern CLAUSE = Pattern.compile("\\b(where|on)\\b(?!\\s+conflict)");
  private static final Pattern END =
      Pattern.compile(
          "\\b(where|left join|cross join|join|order by|group by|limit|returning|on conflict|set|for update|for"
              + " share|union|loop)\\b|;");

  /** Of all statements in a folder whose names are wanted. */
  public static List<SqlMutant> in(Path folder, Predicate<String> wanted) throws IOException {
    List<SqlMutant> mutants = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".sql", "");
        if (wanted.test(name)) {
          mutants.addAll(of(name, Files.readString(file)));
        }
      }
    }
    return mutants;
  }

  /**
   * Every condition of every where and on of a statement of this name and text, dropped in turn.
   */
  public static List<SqlMutant> of(String statement, String whole) {
    String sql = withoutComments(whole);
    List<SqlMutant> mutants = new ArrayList<>();
    Matcher clause = CLAUSE.matcher(sql.toLowerCase(Locale.ROOT));
    while (clause.find()) {
      int end = endOf(sql, clause.end());
      for (int[] span : conditions(sql, clause.end(), end)) {
        String condition = sql.substring(span[0], span[1]);
        if (condition.strip().equals("true")) {
          continue;
        }
        String words = condition.strip().replaceAll("\\s+", " ");
        int nth = 1 + (int) mutants.stream().filter(m -> m.condition.equals(words)).count();
        mutants.add(
            new SqlMutant(
                statement,
                words,
                nth,
                sql.substring(0, span[0])
                    + " "
                    + alwaysTrue(condition)
                    + " "
                    + sql.substring(span[1])));
      }
    }
    return mutants;
  }

  private static String alwaysTrue(String condition) {
    StringBuilder text = new StringBuilder("(1 = 1");
    Matcher parameter =
        Pattern.compile("(?:\\?[0-9]*|(?<![:\\w]):[a-z_]+)(?:::[a-z]+(?:\\[])?)?")
            .matcher(condition);
    while (parameter.find()) {
      text.append(" or ").append(parameter.group()).append(" is null");
    }
    return text.append(")").toString();
  }

  /** Up to the next clause of the same depth, or the parenthesis that closes this one. */
  private static int endOf(String sql, int from) {
    int depth = 0;
    for (int i = from; i < sql.length(); i++) {
      char c = sql.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        return i;
      }
      if (depth == 0 && END.matcher(sql).region(i, sql.length()).lookingAt()) {
        return i;
      }
    }
    return sql.length();
  }

  /** The spans between one {@code and} and the next, but for the one of {@code between}. */
  private static List<int[]> conditions(String sql, int from, int end) {
    List<int[]> spans = new ArrayList<>();
    int depth = 0;
    int start = from;
    boolean between = false;
    for (int i = from; i < end; i++) {
      char c = sql.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && sql.startsWith(" between ", i)) {
        between = true;
      } else if (depth == 0 && sql.startsWith(" and ", i)) {
        if (!between) {
          spans.add(new int[] {start, i});
          start = i + " and".length();
        }
        between = false;
      }
    }
    spans.add(new int[] {start, end});
    return spans;
  }

  private static String withoutComments(String sql) {
    return sql.replaceAll("(?m)\\s*--.*$", "").replaceAll("\\s+", " ").strip();
  }

  @Override
  public String toString() {
    return statement + " without " + condition + (nth == 1 ? "" : " #" + nth);
  }
}
