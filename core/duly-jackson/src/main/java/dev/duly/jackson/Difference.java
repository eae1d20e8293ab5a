package dev.duly.jackson;

import org.jspecify.annotations.Nullable;

/**
 * A place where what was read back is not what was written.
 *
 * @param at such as {@code lines[2].price}; empty for the value itself
 * @param how what became of it there
 * @param instead what to write, so that it comes back
 */
record Difference(String at, String how, String instead) {
  private static final int SHOWN_MAX = 60;
  private static final String NOT_NEEDED = "; mark what is not needed transient or @JsonIgnore";
  private static final String FIELDS =
      "Make the class a record, or give each field a getter and a setter" + NOT_NEEDED;
  private static final String FIELD =
      "Give the field a getter and a setter, or make it a String" + NOT_NEEDED;

  static Difference ofValues(String at, Object sent, Object got) {
    return new Difference(
        at,
        "was " + shown(sent) + " and comes back as " + shown(got),
        isSimple(sent) ? FIELDS : FIELD);
  }

  static Difference ofNull(String at, @Nullable Object sent, @Nullable Object got) {
    return new Difference(at, "was " + shown(sent) + " and comes back as " + shown(got), FIELDS);
  }

  static Difference ofClasses(String at, Object sent, Object got) {
    return new Difference(
        at,
        "was a "
            + sent.getClass().getTypeName()
            + " and comes back as a "
            + got.getClass().getTypeName(),
        "Declare the class of what it holds, in a record");
  }

  static Difference ofSizes(String at, int sent, int got) {
    return new Difference(at, "had " + sent + " elements and comes back with " + got, FIELDS);
  }

  static Difference ofElement(String at, @Nullable Object missing) {
    return new Difference(
        at, "holds " + shown(missing) + ", which does not come back as it was", FIELDS);
  }

  static Difference ofKey(String at, @Nullable Object missing) {
    return new Difference(
        at,
        "has the key " + shown(missing) + ", which does not come back",
        "Make the keys Strings");
  }

  static Difference ofOrder(String at) {
    return new Difference(at, "comes back in another order", "Make it a List if the order matters");
  }

  static Difference ofComparator(String at) {
    return new Difference(
        at,
        "comes back without its comparator",
        "Copy it into a LinkedHashMap, a LinkedHashSet or a List");
  }

  static Difference ofTree(String at) {
    return new Difference(at, "is a tree that JSON reads otherwise", "Leave out what is no JSON");
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof Enum<?> one ? one.name() : String.valueOf(value);
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }

  /** JSON has it: only a field that was not written or not read loses it. */
  private static boolean isSimple(Object value) {
    return value instanceof Number
        || value instanceof CharSequence
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum;
  }
}
