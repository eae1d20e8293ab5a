package dev.duly.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script's file with one guard gone: a part of the condition of an {@code if} or {@code elseif}
 * is always true, or, if it is one of several of which one is enough, false; of several with the
 * same words the nth.
 *
 * @param became {@code true} or {@code false}
 */
record LuaMutant(String file, String guard, int nth, String became, String text) {
  private static final Pattern CONDITION =
      Pattern.compile("\\b(?:else)?if (.+?) then\\b", Pattern.DOTALL);
  private static final Pattern JOINT = Pattern.compile("\\s+(and|or)\\s+");

  /** Every part of every condition of a file. */
  static List<LuaMutant> of(String file, String whole) {
    String lua = whole.replaceAll("(?m)--.*$", "");
    List<LuaMutant> mutants = new ArrayList<>();
    Matcher condition = CONDITION.matcher(lua);
    while (condition.find()) {
      for (int[] part : parts(condition.group(1))) {
        int from = condition.start(1) + part[0];
        int to = condition.start(1) + part[1];
        String guard = lua.substring(from, to).replaceAll("\\s+", " ").strip();
        String became = part[2] == 0 ? "true" : "false";
        int nth = 1 + (int) mutants.stream().filter(m -> m.guard.equals(guard)).count();
        mutants.add(
            new LuaMutant(
                file, guard, nth, became, lua.substring(0, from) + became + lua.substring(to)));
      }
    }
    return mutants;
  }

  /**
   * Where the parts begin and end between which there is an {@code and} or an {@code or}; and 1 if
   * a part is one of several of which one is enough.
   */
  private static List<int[]> parts(String condition) {
    List<int[]> parts = new ArrayList<>();
    Matcher joint = JOINT.matcher(condition);
    int start = 0;
    int alternative = 0;
    while (joint.find()) {
      if (depth(condition.substring(start, joint.start())) == 0) {
        int or = joint.group(1).equals("or") ? 1 : 0;
        parts.add(new int[] {start, joint.start(), Math.max(alternative, or)});
        alternative = or;
        start = joint.end();
      }
    }
    parts.add(new int[] {start, condition.length(), alternative});
    return parts;
  }

  private static int depth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return depth;
  }

  @Override
  public String toString() {
    return file + ": " + guard + (nth == 1 ? "" : " #" + nth) + " is " + became;
  }
}
